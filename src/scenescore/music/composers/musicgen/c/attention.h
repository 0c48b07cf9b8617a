/* Keys and values of one head in a cell of memory, and one question to them.
 *
 * A cell has room for some places, as floats or as bytes with a scale for each place. Keys lie in
 * blocks of WIDE places and values so that a lane is a place, then an output: nothing is summed
 * across lanes. Byte weights of values have 16 bits, in two passes of 8.
 */
#ifndef SCENESCORE_ATTENTION_H
#define SCENESCORE_ATTENTION_H

#include "products.h"

#define BLOCKS 4 /* of places, worked at once */
#define SPAN (BLOCKS * WIDE)
#define NEAR 4096 /* bytes asked for before they are needed */

typedef struct {
  long width, room, is_int8; /* room: whole spans of places */
} Cells;

typedef struct {
  uint8_t *keys, *values;
  float *key_scales, *value_scales;
} Cell;

ALWAYS long padded(const Cells *c) { return rounded_up(c->width, WIDE); }
ALWAYS long fours(const Cells *c) { return rounded_up(c->width, 4); }

ALWAYS long bytes_of_cell(const Cells *c) {
  long each = c->is_int8 ? fours(c) + padded(c) + 8 : 4 * (c->width + padded(c));
  return rounded_up(c->room * each, 64);
}

ALWAYS Cell cell_at(const Cells *c, uint8_t *start) {
  long size = c->is_int8 ? 1 : 4;
  uint8_t *values = start + c->room * size * (c->is_int8 ? fours(c) : c->width);
  float *scales = (float *)(values + c->room * size * padded(c));
  return (Cell){start, values, scales, scales + c->room};
}

static float scale_of(const float *row, long width) {
  float peak = 1e-12f;
  FOR_EACH(d, width) peak = fabsf(row[d]) > peak ? fabsf(row[d]) : peak;
  return peak / 127.0f;
}

/* Keep the key and the value of a place. */
static void keep(const Cells *c, Cell cell, long place, const float *key, const float *value) {
  long block = place / WIDE, lane = place % WIDE;
  if (!c->is_int8) {
    float *keys = (float *)cell.keys + block * c->width * WIDE + lane;
    float *values = (float *)cell.values + place * padded(c);
    FOR_EACH(d, c->width) keys[d * WIDE] = key[d];
    FOR_EACH(d, padded(c)) values[d] = d < c->width ? value[d] : 0;
    return;
  }
  uint8_t *keys = cell.keys + block * fours(c) * WIDE + lane * 4;
  int8_t *values = (int8_t *)cell.values + place / 4 * 4 * padded(c) + place % 4;
  float key_scale = cell.key_scales[place] = scale_of(key, c->width);
  float value_scale = cell.value_scales[place] = scale_of(value, c->width);
  float often = 1 / key_scale;
  FOR_EACH(d, fours(c))
  keys[d / 4 * 4 * WIDE + d % 4] = d < c->width ? (uint8_t)(lrintf(key[d] * often) + 128) : 128;
  often = 1 / value_scale;
  FOR_EACH(d, padded(c)) values[d * 4] = d < c->width ? (int8_t)lrintf(value[d] * often) : 0;
}

ALWAYS void score_floats(const Cells *c, Cell cell, const float *asked, long places, float *scores) {
  const float *keys = (const float *)cell.keys;
  for (long place = 0; place < places; place += SPAN) {
    floats sums[BLOCKS] = {{0}};
    FOR_EACH(d, c->width) {
      floats beside = spread(asked[d]);
#pragma GCC unroll 4
      FOR_EACH(b, BLOCKS) sums[b] += load(keys + ((place / WIDE + b) * c->width + d) * WIDE) * beside;
    }
    FOR_EACH(b, BLOCKS) store(scores + place + b * WIDE, sums[b]);
  }
}

ALWAYS void score_bytes(const Cells *c, Cell cell, const float *asked, long places, float *scores) {
  int8_t bytes[rounded_up(c->width, WIDE)];
  float scale;
  int32_t sum;
  to_bytes(asked, c->width, bytes, &scale, &sum);
  long deep = fours(c);
  for (long place = 0; place < places; place += SPAN) {
    whole sums[BLOCKS] = {{0}};
    for (long d = 0; d < deep; d += 4) {
      whole beside = four_bytes(bytes + d);
#pragma GCC unroll 4
      FOR_EACH(b, BLOCKS) {
        const uint8_t *keys = cell.keys + ((place / WIDE + b) * deep + d) * WIDE;
        __builtin_prefetch(keys + NEAR, 0, 3);
        sums[b] = add_products(sums[b], load_bytes(keys), beside);
      }
    }
    FOR_EACH(b, BLOCKS) {
      floats found = as_floats(sums[b] - 128 * sum) * scale;
      store(scores + place + b * WIDE, found * load(cell.key_scales + place + b * WIDE));
    }
  }
}

/* Turn scores into weights, 0 beyond the places; return their sum. */
ALWAYS float soften(float *scores, long places) {
  for (long t = places; t < rounded_up(places, SPAN); t++) scores[t] = -INFINITY;
  floats most = spread(-INFINITY), sum = {0};
  for (long t = 0; t < places; t += WIDE) most = larger(most, load(scores + t));
  float peak = largest(most);
  for (long t = 0; t < rounded_up(places, SPAN); t += WIDE) {
    floats weight = power_of_e(load(scores + t) - peak);
    if (t + WIDE > places) FOR_EACH(i, WIDE) weight[i] = t + i < places ? weight[i] : 0;
    store(scores + t, weight);
    sum += weight;
  }
  float total = 0;
  FOR_EACH(i, WIDE) total += sum[i];
  return total;
}

ALWAYS void gather_floats(const Cells *c, Cell cell, const float *weights, long places, float all,
                          float *out) {
  long wide = padded(c);
  for (long first = 0; first < wide; first += SPAN) {
    long parts = (wide - first) / WIDE < BLOCKS ? (wide - first) / WIDE : BLOCKS;
    floats sums[BLOCKS] = {{0}};
    const float *values = (const float *)cell.values + first;
    if (parts == BLOCKS) {
      FOR_EACH(t, places) {
        floats beside = spread(weights[t]);
#pragma GCC unroll 4
        FOR_EACH(b, BLOCKS) sums[b] += load(values + t * wide + b * WIDE) * beside;
      }
    } else {
      FOR_EACH(t, places)
      FOR_EACH(b, parts) sums[b] += load(values + t * wide + b * WIDE) * spread(weights[t]);
    }
    FOR_EACH(b, parts) FOR_EACH(i, WIDE) {
      long d = first + b * WIDE + i;
      if (d < c->width) out[d] = sums[b][i] / all;
    }
  }
}

ALWAYS void add_values(const uint8_t *values, long wide, const uint8_t *high, const uint8_t *low,
                       long places, whole *over, whole *under, long parts) {
  for (long t = 0; t < places; t += 4) {
    long at = t / SPAN * SPAN * 4 + t % SPAN;
    whole coarse = four_bytes((const int8_t *)high + at);
    whole fine = four_bytes((const int8_t *)low + at);
#pragma GCC unroll 4
    FOR_EACH(b, parts) {
      const uint8_t *from = values + t * wide + b * 4 * WIDE;
      __builtin_prefetch(from + NEAR, 0, 3);
      whole four = load_bytes(from);
      over[b] = add_products(over[b], coarse, four);
      under[b] = add_products(under[b], fine, four);
    }
  }
}

ALWAYS void gather_bytes(const Cells *c, Cell cell, float *weights, long places, float all,
                         float *out) {
  long wide = padded(c), upto = rounded_up(places, SPAN);
  floats most = {0};
  for (long t = 0; t < upto; t += WIDE) { /* beyond the places weights are 0, scales anything */
    floats scaled = load(weights + t) * load(cell.value_scales + t);
    store(weights + t, scaled);
    most = larger(most, scaled);
  }
  float peak = largest(most), often = peak > 0 ? 65535.0f / peak : 0;
  uint8_t *high = (uint8_t *)weights, *low = high + 4 * WIDE;
  /* each span of floats becomes its high bytes, then its low bytes, in place */
  for (long t = 0; t < upto; t += SPAN) {
    whole rounded[BLOCKS];
#pragma GCC unroll 4
    FOR_EACH(b, BLOCKS)
    rounded[b] = __builtin_convertvector(load(weights + t + b * WIDE) * often + 0.5f, whole);
#pragma GCC unroll 4
    FOR_EACH(b, BLOCKS) {
      store_bytes((int8_t *)high + 4 * t + b * WIDE, rounded[b] >> 8);
      store_bytes((int8_t *)low + 4 * t + b * WIDE, rounded[b]);
    }
  }
  for (long first = 0; first < wide; first += SPAN) {
    long parts = (wide - first) / WIDE < BLOCKS ? (wide - first) / WIDE : BLOCKS;
    whole over[BLOCKS] = {{0}}, under[BLOCKS] = {{0}};
    const uint8_t *values = cell.values + first * 4;
    if (parts == BLOCKS)
      add_values(values, wide, high, low, places, over, under, BLOCKS);
    else
      add_values(values, wide, high, low, places, over, under, parts);
    float scale = often > 0 ? 1 / (often * all) : 0;
    FOR_EACH(b, parts) FOR_EACH(i, WIDE) {
      long d = first + b * WIDE + i;
      if (d < c->width) out[d] = (256.0f * (float)over[b][i] + (float)under[b][i]) * scale;
    }
  }
}

/* What a question finds among the first places of a cell; `scores` has room for whole spans. */
static void look(const Cells *c, Cell cell, const float *asked, long places, float *scores,
                 float *out) {
  (c->is_int8 ? score_bytes : score_floats)(c, cell, asked, places, scores);
  float all = soften(scores, places);
  if (c->is_int8)
    gather_bytes(c, cell, scores, places, all, out);
  else
    gather_floats(c, cell, scores, places, all, out);
}

#endif
