/* Few rows by a large weight, each weight read once: what decoding spends its time on.
 *
 * A weight (outs, ins) lies in panels of PANEL outputs; in a panel the weights that meet one input
 * (of int8 four inputs) lie together, so that a lane is an output and nothing is summed across
 * lanes. A row's sums are added in the same order whatever else is worked beside it: its result
 * depends neither on the batch nor on the number of threads.
 */
#ifndef SCENESCORE_PRODUCTS_H
#define SCENESCORE_PRODUCTS_H

#include "lanes.h"

#define ACROSS 4              /* vectors of outputs worked at once, */
#define DOWN 6                /* against so many rows: 24 sums stay in registers */
#define PANEL (ACROSS * WIDE) /* outputs */
#ifndef AHEAD
#define AHEAD 4096 /* bytes of a weight asked for before they are needed */
#endif

typedef struct {
  const void *weight;  /* in panels: floats, or bytes 0..255 around 128 */
  const float *scales; /* of each output; of int8 only */
  long outs, ins, is_int8;
} Linear;

/* Rows as they meet a weight: floats, or signed bytes with a scale and a sum each. */
typedef struct {
  const float *numbers;
  int8_t *bytes;
  float *scales;
  int32_t *sums;
  long count, ins, apart, stride; /* floats from row to row, which may overlap; bytes from row to row */
} Rows;

/* How many outputs lie together: weights are packed and results laid out in multiples of it. */
long panel(void) { return PANEL; }

ALWAYS long rounded_up(long count, long to) { return (count + to - 1) / to * to; }

/* A row as bytes: its largest number is 127. What is no number makes the scale none. */
static void to_bytes(const float *row, long ins, int8_t *bytes, float *scale, int32_t *sum) {
  floats most = {0}, nothing = {0};
  long k = 0;
  float peak = 1e-12f, lost = 0;
  for (; k + WIDE <= ins; k += WIDE) {
    floats x = load(row + k);
    most = larger(most, larger(x, -x));
    nothing += x * 0.0f;
  }
  for (; k < ins; k++) {
    peak = fabsf(row[k]) > peak ? fabsf(row[k]) : peak;
    lost += row[k] * 0.0f;
  }
  FOR_EACH(i, WIDE) lost += nothing[i];
  if (lost != 0) {
    memset(bytes, 0, (size_t)rounded_up(ins, 4));
    *scale = NAN, *sum = 0;
    return;
  }
  peak = largest(most) > peak ? largest(most) : peak;
  float often = 127.0f / peak;
  whole total = {0};
  *scale = peak / 127.0f;
  for (k = 0; k + WIDE <= ins; k += WIDE) {
    /* adding 1.5 * 2^23 rounds, and leaves the whole number in the low bits */
    whole rounded = (whole)(load(row + k) * often + 12582912.0f) - 0x4B400000;
    total += rounded;
    store_bytes(bytes + k, rounded);
  }
  int32_t rest = 0;
  for (; k < rounded_up(ins, 4); k++) rest += bytes[k] = k < ins ? (int8_t)lrintf(row[k] * often) : 0;
  FOR_EACH(i, WIDE) rest += total[i];
  *sum = rest;
}

ALWAYS void tile_floats(const Linear *w, const float *panel, const Rows *x, long out, long row,
                        float *to, long stride, int rows) {
  const float *given = x->numbers + row * x->apart;
  floats sums[ACROSS][DOWN];
  FOR_EACH(a, ACROSS) FOR_EACH(r, rows) sums[a][r] = (floats){0};
  FOR_EACH(k, w->ins) {
    floats now[ACROSS];
#pragma GCC unroll 8
    FOR_EACH(a, ACROSS) {
      now[a] = load(panel + k * PANEL + a * WIDE);
      __builtin_prefetch((const char *)(panel + k * PANEL + a * WIDE) + AHEAD, 0, 3);
    }
#pragma GCC unroll 8
    FOR_EACH(r, rows) {
      floats beside = spread(given[r * x->apart + k]);
#pragma GCC unroll 8
      FOR_EACH(a, ACROSS) sums[a][r] += now[a] * beside;
    }
  }
#pragma GCC unroll 8
  FOR_EACH(r, rows) {
#pragma GCC unroll 8
    FOR_EACH(a, ACROSS) store(to + (row + r) * stride + out + a * WIDE, sums[a][r]);
  }
}

ALWAYS void tile_bytes(const Linear *w, const uint8_t *panel, const Rows *x, long out, long row,
                       float *to, long stride, int rows) {
  const int8_t *given = x->bytes + row * x->stride;
  whole sums[ACROSS][DOWN];
  FOR_EACH(a, ACROSS) FOR_EACH(r, rows) sums[a][r] = (whole){0};
  for (long k = 0; k < w->ins; k += 4) {
    whole now[ACROSS];
#pragma GCC unroll 8
    FOR_EACH(a, ACROSS) {
      now[a] = load_bytes(panel + k * PANEL + a * 4 * WIDE);
      __builtin_prefetch(panel + k * PANEL + a * 4 * WIDE + AHEAD, 0, 3);
    }
#pragma GCC unroll 8
    FOR_EACH(r, rows) {
      whole beside = four_bytes(given + r * x->stride + k);
#pragma GCC unroll 8
      FOR_EACH(a, ACROSS) sums[a][r] = add_products(sums[a][r], now[a], beside);
    }
  }
#pragma GCC unroll 8
  FOR_EACH(r, rows) {
    whole surplus = spread_whole(128 * x->sums[row + r]);
    floats scale = spread(x->scales[row + r]);
#pragma GCC unroll 8
    FOR_EACH(a, ACROSS) {
      floats sum = as_floats(sums[a][r] - surplus) * load(w->scales + out + a * WIDE) * scale;
      store(to + (row + r) * stride + out + a * WIDE, sum);
    }
  }
}

/* One panel against all rows; `to` has room for whole panels. */
#define PANELS(name, tile, number)                                                                \
  static void name(const Linear *w, const number *panel, const Rows *x, long out, float *to,       \
                   long stride) {                                                                 \
    long row = 0;                                                                                 \
    for (; row + DOWN <= x->count; row += DOWN) tile(w, panel, x, out, row, to, stride, DOWN);     \
    switch (x->count - row) {                                                                     \
      case 5: tile(w, panel, x, out, row, to, stride, 5); break;                                  \
      case 4: tile(w, panel, x, out, row, to, stride, 4); break;                                  \
      case 3: tile(w, panel, x, out, row, to, stride, 3); break;                                  \
      case 2: tile(w, panel, x, out, row, to, stride, 2); break;                                  \
      case 1: tile(w, panel, x, out, row, to, stride, 1); break;                                  \
    }                                                                                             \
  }
PANELS(panel_of_floats, tile_floats, float)
PANELS(panel_of_bytes, tile_bytes, uint8_t)

/* Work one thread's share of the outputs. Rows of `to` have room for whole panels. */
static void multiply(const Linear *w, const Rows *x, float *to, long stride, long thread,
                     long threads) {
  long panels = (w->outs + PANEL - 1) / PANEL;
  for (long p = panels * thread / threads; p < panels * (thread + 1) / threads; p++) {
    if (w->is_int8)
      panel_of_bytes(w, (const uint8_t *)w->weight + p * PANEL * w->ins, x, p * PANEL, to, stride);
    else
      panel_of_floats(w, (const float *)w->weight + p * PANEL * w->ins, x, p * PANEL, to, stride);
  }
}

#endif
