/* One step of MusicGen's decoder: a column of every playing cue to the next column's logits.
 *
 * All threads run the whole step; each works its share of every product and of the heads, keeps the
 * numbers that flow between products for itself, and waits for the others only where it needs what
 * they made. Knows nothing of tokens.
 */
#include "attention.h"

#include <sched.h>
#ifdef _OPENMP
#include <omp.h>
#endif

#define PATIENCE 4000

typedef struct {
  const float *weight, *bias;
} Norm;

typedef struct {
  Norm norm;
  Linear together, out; /* queries, keys and values from one product */
  Norm look_norm;
  Linear look_query, look_out;
  Norm last_norm;
  Linear wide, narrow;
} Layer;

typedef struct {
  const Layer *layers;
  Norm norm;
  Linear heads;
  float eps;
  long depth, width, head_count, broadest, has_lookup;
} Stack;

typedef struct {
  Cells cells;
  uint8_t *held;        /* (layers, slots, rows, heads) cells */
  long slots, rows, used;
  const int64_t *lengths; /* places of every slot, this column's among them */
  uint8_t *const *prompts; /* of every slot (layers, heads) cells of `room` words */
  const int64_t *words, *prompt_rooms;
} Memory;

typedef struct {
  long here, turn;
} Meeting;

typedef struct {
  const Stack *stack;
  const Memory *memory;
  const float *columns;
  float *logits;
  float *made[6]; /* what products gave, each kind in its own place, so that none is overrun */
  float *seen, *looked;
  float *own; /* of all threads, `own_floats` each */
  Meeting *meeting;
} Work;

long bytes_of(const Cells *cells) { return bytes_of_cell(cells); }

/* Keep the first places of a cue in one layer: keys and values (rows, heads, places, width). */
void keep_places(const Cells *cells, uint8_t *start, const float *keys, const float *values,
                 long count, long places) {
  FOR_EACH(c, count) {
    Cell cell = cell_at(cells, start + c * bytes_of_cell(cells));
    FOR_EACH(t, places) {
      long at = (c * places + t) * cells->width;
      keep(cells, cell, t, keys + at, values + at);
    }
  }
}

ALWAYS long most_scores(const Memory *m) {
  long most = m->cells.room;
  FOR_EACH(slot, m->used) if (m->words[slot]) {
    most = m->prompt_rooms[slot] > most ? m->prompt_rooms[slot] : most;
  }
  return most;
}

/* Floats that a thread keeps to itself. */
ALWAYS long own_floats(const Stack *s, const Memory *m) {
  long count = m->used * m->rows;
  return rounded_up(count * (s->width + s->broadest) + count * (s->broadest / 4 + 2) + most_scores(m) + SPAN, 16);
}

long room_of_step(const Stack *s, const Memory *m, long threads) {
  long count = m->used * m->rows;
  return 4 * (count * (6 * rounded_up(3 * s->width > s->broadest ? 3 * s->width : s->broadest, PANEL) + 2 * s->width) + threads * own_floats(s, m));
}

/* A thread's rows on their way through the products. */
typedef struct {
  const Work *work;
  float *x, *given, *scores;
  Rows rows;
  long thread, threads;
} Hand;

/* Wait until every thread is here. Turns that take long are given to whoever wants the core: where
 * others work on this machine, waiting by spinning alone would take their time and ours. */
static void wait_for_all(const Hand *hand) {
  Meeting *m = hand->work->meeting;
  if (hand->threads == 1) return;
  long turn = __atomic_load_n(&m->turn, __ATOMIC_ACQUIRE);
  if (__atomic_add_fetch(&m->here, 1, __ATOMIC_ACQ_REL) == hand->threads) {
    __atomic_store_n(&m->here, 0, __ATOMIC_RELAXED);
    __atomic_store_n(&m->turn, turn + 1, __ATOMIC_RELEASE);
    return;
  }
  for (long spins = 0; __atomic_load_n(&m->turn, __ATOMIC_ACQUIRE) == turn; spins++)
    if (spins > PATIENCE) sched_yield();
}

static void normed(const float *x, Norm norm, float eps, long width, float *to) {
  floats sum = {0}, square = {0};
  for (long k = 0; k < width; k += WIDE) sum += load(x + k);
  float mean = 0, variance = 0;
  FOR_EACH(i, WIDE) mean += sum[i];
  mean /= (float)width;
  for (long k = 0; k < width; k += WIDE) {
    floats off = load(x + k) - mean;
    square += off * off;
  }
  FOR_EACH(i, WIDE) variance += square[i];
  float often = 1 / sqrtf(variance / (float)width + eps);
  for (long k = 0; k < width; k += WIDE) {
    floats even = (load(x + k) - mean) * often;
    store(to + k, even * load(norm.weight + k) + load(norm.bias + k));
  }
}

static void offer(Hand *hand, const float *numbers, long count, long ins, int as_bytes) {
  Rows *r = &hand->rows;
  r->numbers = numbers, r->count = count, r->ins = r->apart = ins, r->stride = rounded_up(ins, 4);
  if (as_bytes)
    FOR_EACH(i, count)
    to_bytes(numbers + i * ins, ins, r->bytes + i * r->stride, r->scales + i, r->sums + i);
}

/* Multiply a thread's share of the outputs; return how far rows of the result lie apart. */
static long made_by(Hand *hand, const Linear *linear, const float *numbers, long count, long ins,
                    float *to) {
  long stride = rounded_up(linear->outs, PANEL);
  offer(hand, numbers, count, ins, (int)linear->is_int8);
  multiply(linear, &hand->rows, to, stride, hand->thread, hand->threads);
  return stride;
}

static void norm_all(Hand *hand, Norm norm, long from, long step) {
  const Stack *s = hand->work->stack;
  long count = hand->work->memory->used * hand->work->memory->rows;
  float *to = hand->given;
  for (long row = from; row < count; row += step, to += s->width)
    normed(hand->x + row * s->width, norm, s->eps, s->width, to);
}

static void add_all(Hand *hand, const float *more, long stride, long step) {
  const Stack *s = hand->work->stack;
  long count = hand->work->memory->used * hand->work->memory->rows;
  for (long row = 0; row < count; row += step, more += stride)
    for (long k = 0; k < s->width; k += WIDE) {
      float *to = hand->x + row * s->width + k;
      store(to, load(to) + load(more + k));
    }
}

static void attend(Hand *hand, long layer, const float *together, long stride) {
  const Stack *s = hand->work->stack;
  const Memory *m = hand->work->memory;
  long size = bytes_of_cell(&m->cells), width = m->cells.width;
  long all = m->used * m->rows * s->head_count;
  for (long c = all * hand->thread / hand->threads; c < all * (hand->thread + 1) / hand->threads; c++) {
    long row = c / s->head_count, head = c % s->head_count;
    const float *asked = together + row * stride + head * width;
    long at = (layer * m->slots * m->rows + row) * s->head_count + head;
    Cell cell = cell_at(&m->cells, m->held + at * size);
    long places = m->lengths[row / m->rows];
    keep(&m->cells, cell, places - 1, asked + s->width, asked + 2 * s->width);
    float question[width];
    FOR_EACH(d, width) question[d] = asked[d] / sqrtf((float)width);
    look(&m->cells, cell, question, places, hand->scores,
         hand->work->seen + row * s->width + head * width);
  }
}

static void look_up(Hand *hand, long layer, const float *asked_all, long stride) {
  const Stack *s = hand->work->stack;
  const Memory *m = hand->work->memory;
  long width = m->cells.width, all = m->used * s->head_count;
  for (long c = all * hand->thread / hand->threads; c < all * (hand->thread + 1) / hand->threads; c++) {
    long slot = c / s->head_count, head = c % s->head_count;
    Cells cells = {width, m->prompt_rooms[slot], m->cells.is_int8};
    uint8_t *start = m->prompts[slot] + (layer * s->head_count + head) * bytes_of_cell(&cells);
    const float *asked = asked_all + slot * stride + head * width;
    float question[width];
    FOR_EACH(d, width) question[d] = asked[d] / sqrtf((float)width);
    look(&cells, cell_at(&cells, start), question, m->words[slot], hand->scores,
         hand->work->looked + slot * s->width + head * width);
  }
}

static void think(Hand *hand, const Layer *layer, long count) {
  const Work *work = hand->work;
  long width = work->stack->width;
  norm_all(hand, layer->last_norm, 0, 1);
  long stride = made_by(hand, &layer->wide, hand->given, count, width, work->made[3]);
  long panels = stride / PANEL, ins = layer->wide.outs;
  long from = panels * hand->thread / hand->threads * PANEL;
  long until = panels * (hand->thread + 1) / hand->threads * PANEL;
  FOR_EACH(row, count)
  for (long k = from; k < until; k += WIDE) {
    float *at = work->made[3] + row * stride + k;
    store(at, gelu(load(at)));
  }
  wait_for_all(hand);
  FOR_EACH(row, count) memcpy(hand->given + row * ins, work->made[3] + row * stride, 4 * (size_t)ins);
  stride = made_by(hand, &layer->narrow, hand->given, count, ins, work->made[4]);
  wait_for_all(hand);
  add_all(hand, work->made[4], stride, 1);
}

static void walk(const Work *work, long thread, long threads) {
  const Stack *s = work->stack;
  const Memory *m = work->memory;
  long count = m->used * m->rows, width = s->width;
  float *own = work->own + thread * own_floats(s, m);
  float *scores = own + count * (width + s->broadest);
  Hand hand = {work, own, own + count * width, scores, {0}, thread, threads};
  float *room = scores + most_scores(m) + SPAN;
  hand.rows.scales = room, hand.rows.sums = (int32_t *)room + count;
  hand.rows.bytes = (int8_t *)(room + 2 * count);
  memcpy(hand.x, work->columns, 4 * (size_t)(count * width));
  FOR_EACH(index, s->depth) {
    const Layer *layer = s->layers + index;
    norm_all(&hand, layer->norm, 0, 1);
    long stride = made_by(&hand, &layer->together, hand.given, count, width, work->made[0]);
    wait_for_all(&hand);
    attend(&hand, index, work->made[0], stride);
    wait_for_all(&hand);
    stride = made_by(&hand, &layer->out, work->seen, count, width, work->made[1]);
    wait_for_all(&hand);
    add_all(&hand, work->made[1], stride, 1);
    if (s->has_lookup) { /* only of the rows with a prompt, the first of each cue */
      norm_all(&hand, layer->look_norm, 0, m->rows);
      stride = made_by(&hand, &layer->look_query, hand.given, m->used, width, work->made[2]);
      wait_for_all(&hand);
      look_up(&hand, index, work->made[2], stride);
      wait_for_all(&hand);
      stride = made_by(&hand, &layer->look_out, work->looked, m->used, width, work->made[5]);
      wait_for_all(&hand);
      add_all(&hand, work->made[5], stride, m->rows);
    }
    think(&hand, layer, count);
  }
  norm_all(&hand, s->norm, 0, 1);
  made_by(&hand, &s->heads, hand.given, count, width, work->logits);
}

/* Columns (cues x rows, width) to logits, rows in whole panels; `room` as `room_of_step` says. */
void step(const Stack *s, const Memory *m, const float *columns, float *logits, float *room,
          long threads) {
  long count = m->used * m->rows;
  long one = count * rounded_up(3 * s->width > s->broadest ? 3 * s->width : s->broadest, PANEL);
  Meeting meeting = {0, 0};
  Work work = {.stack = s, .memory = m, .columns = columns, .logits = logits, .meeting = &meeting};
  FOR_EACH(i, 6) work.made[i] = room + i * one;
  work.seen = room + 6 * one, work.looked = work.seen + count * s->width;
  work.own = work.looked + count * s->width;
#ifdef _OPENMP
#pragma omp parallel num_threads(threads) if (threads > 1)
  walk(&work, omp_get_thread_num(), omp_get_num_threads());
#else
  (void)threads;
  walk(&work, 0, 1);
#endif
}
