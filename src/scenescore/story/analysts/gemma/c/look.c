/* Attention of few new tokens over many that were read, in bfloat16, each key and value read once
 * for all queries that share it. Sums and softmax are in float32.
 */
#include "lanes.h"

#include <stdlib.h>

#define TOGETHER 4 /* queries */
#define NEAR 2048  /* numbers asked for before they are needed */

typedef struct {
  long rows, shared, groups, news, places, width;
  const uint16_t *keys, *values; /* (rows, shared, places, width) */
  const uint16_t *asked;         /* (rows, shared x groups, news, width) */
  const uint16_t *mask;          /* (rows, news, places): 0 open, very low closed; NULL: all open */
  uint16_t *out;                 /* (rows, news, shared x groups, width) */
  float scale, cap;              /* cap 0: none */
} Question;

typedef uint16_t halves __attribute__((vector_size(2 * WIDE), aligned(2), may_alias));

ALWAYS float number(uint16_t half) {
  uint32_t bits = (uint32_t)half << 16;
  float value;
  memcpy(&value, &bits, 4);
  return value;
}
ALWAYS uint16_t half(float value) {
  uint32_t bits;
  memcpy(&bits, &value, 4);
  return (uint16_t)((bits + 0x7FFF + (bits >> 16 & 1)) >> 16);
}
ALWAYS floats load_halves(const uint16_t *from) {
  return (floats)(__builtin_convertvector(*(const halves *)from, whole) << 16);
}

ALWAYS float added(floats value) {
  float sums[4] = {0, 0, 0, 0};
#pragma GCC unroll 16
  for (int i = 0; i < WIDE; i++) sums[i % 4] += value[i];
  return (sums[0] + sums[1]) + (sums[2] + sums[3]);
}

ALWAYS long broad_of(const Question *q) { return (q->places + WIDE - 1) / WIDE * WIDE; }

ALWAYS void score(const Question *q, const uint16_t *keys, const float *asked, float *scores,
                  const uint16_t *const *masks, int count) {
  long broad = broad_of(q);
  FOR_EACH(t, q->places) {
    int is_open = 0;
    FOR_EACH(i, count) {
      scores[i * broad + t] = -INFINITY;
      is_open |= !masks[i] || number(masks[i][t]) > -1e30f;
    }
    if (!is_open) continue;
    floats sums[TOGETHER];
    FOR_EACH(i, count) sums[i] = (floats){0};
    for (long d = 0; d < q->width; d += WIDE) {
      __builtin_prefetch(keys + t * q->width + d + NEAR, 0, 3);
      floats key = load_halves(keys + t * q->width + d);
#pragma GCC unroll 4
      FOR_EACH(i, count) sums[i] += key * load(asked + i * q->width + d);
    }
    FOR_EACH(i, count)
    if (!masks[i] || number(masks[i][t]) > -1e30f)
      scores[i * broad + t] = added(sums[i]) * q->scale;
  }
}

/* Bend scores towards no more than the cap; what is closed stays lowest. */
ALWAYS floats capped(floats score, float cap) {
  floats size = larger(score, -score) / cap, e = power_of_e(size * -2.0f);
  floats bent = cap * (1.0f - e) / (1.0f + e);
  whole is_open = score > spread(-1e30f);
  bent = (floats)((whole)bent | ((whole)score & (whole)spread(-0.0f)));
  return (floats)(((whole)bent & is_open) | ((whole)score & ~is_open));
}

/* Turn scores into weights; return their sum. The last vector may reach beyond the places. */
static float soften(float *scores, long places, float cap) {
  float most = -INFINITY, sum = 0;
  if (cap > 0)
    for (long t = 0; t < places; t += WIDE) store(scores + t, capped(load(scores + t), cap));
  FOR_EACH(t, places) most = scores[t] > most ? scores[t] : most;
  long t = 0;
  floats sums = {0};
  for (; t + WIDE <= places; t += WIDE) {
    floats score = load(scores + t), weight = power_of_e(score - most);
    weight = (floats)((whole)weight & (score > spread(-1e30f)));
    store(scores + t, weight);
    sums += weight;
  }
  for (; t < places; t++) sum += scores[t] = scores[t] > -1e30f ? expf(scores[t] - most) : 0;
  return sum + added(sums);
}

ALWAYS void gather(const Question *q, const uint16_t *values, const float *weights, float *found,
                   int count) {
  long broad = broad_of(q);
  for (long d = 0; d < q->width; d += 4 * WIDE) {
    floats sums[TOGETHER][4];
    FOR_EACH(i, count) FOR_EACH(b, 4) sums[i][b] = (floats){0};
    FOR_EACH(t, q->places) {
      float weight[TOGETHER], any = 0;
      FOR_EACH(i, count) any += weight[i] = weights[i * broad + t];
      if (any == 0) continue;
#pragma GCC unroll 4
      FOR_EACH(b, 4) {
        __builtin_prefetch(values + t * q->width + d + b * WIDE + NEAR, 0, 3);
        floats value = load_halves(values + t * q->width + d + b * WIDE);
#pragma GCC unroll 4
        FOR_EACH(i, count) sums[i][b] += value * weight[i];
      }
    }
    FOR_EACH(i, count) FOR_EACH(b, 4) store(found + i * q->width + d + b * WIDE, sums[i][b]);
  }
}

ALWAYS void some(const Question *q, long row, long head, long first, float *room, int count) {
  long heads = q->shared * q->groups, width = q->width, broad = broad_of(q);
  float *asked = room, *found = asked + TOGETHER * width, *scores = found + TOGETHER * width;
  const uint16_t *masks[TOGETHER];
  FOR_EACH(i, count) {
    long which = head * q->groups + (first + i) / q->news, new = (first + i) % q->news;
    const uint16_t *from = q->asked + ((row * heads + which) * q->news + new) * width;
    FOR_EACH(d, width) asked[i * width + d] = number(from[d]);
    masks[i] = q->mask ? q->mask + (row * q->news + new) * q->places : NULL;
  }
  long at = (row * q->shared + head) * q->places * width;
  score(q, q->keys + at, asked, scores, masks, count);
  float all[TOGETHER];
  FOR_EACH(i, count) all[i] = soften(scores + i * broad, q->places, q->cap);
  gather(q, q->values + at, scores, found, count);
  FOR_EACH(i, count) {
    long which = head * q->groups + (first + i) / q->news, new = (first + i) % q->news;
    uint16_t *to = q->out + ((row * q->news + new) * heads + which) * width;
    FOR_EACH(d, width) to[d] = half(all[i] > 0 ? found[i * width + d] / all[i] : 0);
  }
}

long room_of_look(const Question *q) { return TOGETHER * (2 * q->width + q->places + WIDE); }

/* `room` holds floats, `room_of_look` for each thread. */
void look_back(const Question *q, float *room, long threads) {
  long all = q->groups * q->news;
#pragma omp parallel for num_threads(threads) schedule(static, 1) if (threads > 1)
  FOR_EACH(t, threads) {
    long cells = q->rows * q->shared;
    for (long c = cells * t / threads; c < cells * (t + 1) / threads; c++) {
      float *own = room + t * room_of_look(q);
      long first = 0, row = c / q->shared, head = c % q->shared;
      for (; first + 4 <= all; first += 4) some(q, row, head, first, own, 4);
      for (; first + 2 <= all; first += 2) some(q, row, head, first, own, 2);
      for (; first < all; first++) some(q, row, head, first, own, 1);
    }
  }
}
