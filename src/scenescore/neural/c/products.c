/* Products for Python: rows (count, ins) by a weight (outs, ins), on some threads. */
#include "products.h"

/* Lay floats (outs, ins) out in panels; what fills the last one up is zero. */
void pack_floats(const float *weight, long outs, long ins, float *packed) {
  for (long out = 0; out < rounded_up(outs, PANEL); out++) {
    float *to = packed + out / PANEL * PANEL * ins + out % PANEL;
    FOR_EACH(k, ins) to[k * PANEL] = out < outs ? weight[out * ins + k] : 0;
  }
}

/* The same for bytes -127..127; inputs are filled up to fours. */
void pack_bytes(const int8_t *weight, long outs, long ins, uint8_t *packed) {
  long all = rounded_up(ins, 4);
  for (long out = 0; out < rounded_up(outs, PANEL); out++) {
    uint8_t *to = packed + out / PANEL * PANEL * all + out % PANEL * 4;
    FOR_EACH(k, all)
    to[k / 4 * 4 * PANEL + k % 4] = out < outs && k < ins ? (uint8_t)(weight[out * ins + k] + 128) : 128;
  }
}

/* `room` holds the rows as bytes with a scale and a sum each: count * (w->ins + 8). */
void product(const Linear *w, const float *rows, long count, long ins, int8_t *room, float *out,
             long threads) {
  float *scales = (float *)room;
  int32_t *sums = (int32_t *)(scales + count);
  Rows x = {rows, (int8_t *)(sums + count), scales, sums, count, ins, ins, w->ins};
  long stride = rounded_up(w->outs, PANEL);
#pragma omp parallel num_threads(threads) if (threads > 1)
  {
    if (w->is_int8) {
#pragma omp for
      FOR_EACH(r, count) to_bytes(rows + r * ins, ins, x.bytes + r * x.stride, scales + r, sums + r);
    }
#pragma omp for schedule(static, 1)
    FOR_EACH(t, threads) multiply(w, &x, out, stride, t, threads);
  }
}
