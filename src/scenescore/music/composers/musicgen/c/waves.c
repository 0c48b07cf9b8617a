/* Convolutions over time as products, and an LSTM's walk from frame to frame.
 *
 * Sound lies frame after frame, a frame's channels together: what a kernel sees of it is then one
 * row, and neighbouring rows overlap in memory, so that nothing is copied.
 */
#include "products.h"

#define FRAMES 48 /* worked together: what they become stays in the nearest caches */

/* Rows `apart` floats from each other by a weight (outs in whole panels, side by side), plus a bias;
 * plus what lies beside (NULL: nothing). `soft` (NULL: not wanted) gets the result through an ELU;
 * `out` may be NULL then. */
static void some_frames(const Linear *w, const float *bias, const float *from, long count, long apart,
                        const float *beside, float *out, float *soft) {
  float made[FRAMES * PANEL];
  long outs = w->outs;
  for (long first = 0; first < count; first += FRAMES) {
    long now = count - first < FRAMES ? count - first : FRAMES;
    Rows x = {.numbers = from + first * apart, .count = now, .ins = w->ins, .apart = apart};
    for (long at = 0; at < outs; at += PANEL) {
      panel_of_floats(w, (const float *)w->weight + at * w->ins, &x, 0, made, PANEL);
      FOR_EACH(row, now)
      for (long a = 0; a < PANEL; a += WIDE) {
        long to = (first + row) * outs + at + a;
        floats value = load(made + row * PANEL + a) + load(bias + at + a);
        if (beside) value += load(beside + to);
        if (out) store(out + to, value);
        if (soft) store(soft + to, elu(value));
      }
    }
  }
}

void convolve(const Linear *w, const float *bias, const float *from, long count, long apart,
              const float *beside, float *out, float *soft, long threads) {
#pragma omp parallel for num_threads(threads) schedule(static, 1) if (threads > 1)
  FOR_EACH(t, threads) {
    long first = count * t / threads, until = count * (t + 1) / threads, at = first * w->outs;
    some_frames(w, bias, from + first * apart, until - first, apart, beside ? beside + at : NULL,
                out ? out + at : NULL, soft ? soft + at : NULL);
  }
}

ALWAYS floats sigmoid(floats x) { return 1.0f / (1.0f + power_of_e(-larger(x, spread(-80)))); }
ALWAYS floats tangent(floats x) {
  floats size = larger(x, -x), e = power_of_e(size * -2.0f), found = (1.0f - e) / (1.0f + e);
  return (floats)((whole)found | ((whole)x & (whole)spread(-0.0f)));
}

/* Walk `frames` frames: what the inputs say to the four gates (frames, 4 x width: in, forget, cell,
 * out) and what was said the frame before. `state` and `cell` (width) are carried on; `room` holds
 * 4 x width floats, and a frame as bytes. */
void remember(const Linear *again, const float *gates, long frames, long width, float *state,
              float *cell, float *out, float *room) {
  float scale;
  int32_t sum;
  Rows x = {state, (int8_t *)(room + 4 * width), &scale, &sum, 1, width, width, rounded_up(width, 4)};
  FOR_EACH(t, frames) {
    if (again->is_int8) to_bytes(state, width, x.bytes, &scale, &sum);
    multiply(again, &x, room, 4 * width, 0, 1);
    const float *said = gates + t * 4 * width;
    for (long k = 0; k < width; k += WIDE) {
      floats in = sigmoid(load(said + k) + load(room + k));
      floats forget = sigmoid(load(said + width + k) + load(room + width + k));
      floats fresh = tangent(load(said + 2 * width + k) + load(room + 2 * width + k));
      floats shown = sigmoid(load(said + 3 * width + k) + load(room + 3 * width + k));
      floats kept = forget * load(cell + k) + in * fresh;
      floats now = shown * tangent(kept);
      store(cell + k, kept);
      store(state + k, now);
      store(out + t * width + k, now);
    }
  }
}
