/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What of a lane is worth drawing.
 *
 * A run may have a million spans and a window has two thousand pixels.  We gallop: a span of a pixel or more is a
 * piece; a narrower one takes with it all spans that begin in its pixel column, found by binary search, so
 * that the number of steps is bounded by the columns.  Pixel columns are counted from time 0 and not from the
 * window's edge: while one pans, the same spans stay merged with each other and nothing flickers.
 *
 * Rejected: a mipmap per task (faster at 10^7 spans by a factor of thirty, but 17 % more memory and a second
 * structure to keep up to date while the run is live); merging by time only (a span exactly one pixel wide would
 * come and go).  The state of a merged piece is the weightiest among at most SAMPLES of its spans, evenly spread:
 * in a column that holds more than that, a single blocked microsecond may be overlooked until one zooms in.
 */

#include <math.h>

#include "mw-lod.h"

#define SAMPLES 32

/* From least to most important. */
static const guint8 weights[MW_N_STATES] = {
  [MW_STATE_NONE] = 0,
  [MW_STATE_CREATED] = 1,
  [MW_STATE_AWAITING] = 2,
  [MW_STATE_SLEEPING] = 3,
  [MW_STATE_IO] = 4,
  [MW_STATE_READY] = 5,
  [MW_STATE_BACKOFF] = 6,
  [MW_STATE_WAITING] = 7,
  [MW_STATE_DONE] = 8,
  [MW_STATE_CANCELLED] = 9,
  [MW_STATE_THREAD] = 10,
  [MW_STATE_RUNNING] = 11,
  [MW_STATE_TIMED_OUT] = 12,
  [MW_STATE_FAILED] = 13,
  [MW_STATE_BLOCKING] = 14,
  [MW_STATE_FORGOTTEN] = 15,
};

guint
mw_lod_weight (MwState state)
{
  return state < MW_N_STATES ? weights[state] : 0;
}

MwPieces *
mw_pieces_new (void)
{
  return g_array_new (FALSE, FALSE, sizeof (MwPiece));
}

#define GAP 2.0

static double
tick_width (double text)
{
  return MAX (2.0, text * 0.15);
}

gboolean
mw_piece_is_tick (const MwPiece *piece, double text)
{
  return piece->x1 - piece->x0 < tick_width (text);
}

void
mw_piece_extent (const MwPiece *piece, double text, double *x0, double *x1)
{
  double width = piece->x1 - piece->x0;

  *x0 = piece->x0;
  if (mw_piece_is_tick (piece, text))
    *x1 = piece->x0 + tick_width (text);
  else
    *x1 = piece->x1 - (piece->open ? 0 : CLAMP (width - tick_width (text), 0, GAP));
}

/* Spans, iterations and stretches all begin with begin and end. */
G_STATIC_ASSERT (G_STRUCT_OFFSET (MwSpan, end) == G_STRUCT_OFFSET (MwRange, end));
G_STATIC_ASSERT (G_STRUCT_OFFSET (MwStretch, end) == G_STRUCT_OFFSET (MwRange, end));
G_STATIC_ASSERT (G_STRUCT_OFFSET (MwIteration, end) == G_STRUCT_OFFSET (MwRange, end));

typedef struct
{
  const GArray     *items;
  gsize             size;
  const MwViewport *viewport;
  double            scale;
  double            origin;  /* x of time 0 */
  gint64            until;
  MwState           state;   /* of items that are not spans */
} Walk;

static Walk
walk_begin (const GArray *items, const MwViewport *viewport, gint64 until, MwState state)
{
  return (Walk) {
    .items = items,
    .size = g_array_get_element_size ((GArray *) items),
    .viewport = viewport,
    .scale = mw_viewport_get_scale (viewport),
    .origin = mw_viewport_x (viewport, 0),
    .until = until,
    .state = state,
  };
}

static MwRange
walk_range (const Walk *walk, guint index)
{
  MwRange range = *(const MwRange *) (gconstpointer) (walk->items->data + index * walk->size);

  range.end = MIN (range.end, MAX (walk->until, range.begin));
  return range;
}

static MwState
walk_state (const Walk *walk, guint index)
{
  return walk->state != MW_STATE_NONE ? walk->state : g_array_index (walk->items, MwSpan, index).state;
}

static double
column_of (const Walk *walk, gint64 time)
{
  return floor ((double) time * walk->scale);
}

/* The first item that ends at or after TIME. */
static guint
first_after (const Walk *walk, gint64 time)
{
  guint low = 0, high = walk->items->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (walk_range (walk, middle).end < time)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

static gint64
begin_of (const Walk *walk, guint index)
{
  return ((const MwRange *) (gconstpointer) (walk->items->data + index * walk->size))->begin;
}

/* The last item from FROM on that begins in COLUMN, by doubling steps and then halving them. */
static guint
last_in_column (const Walk *walk, guint from, double column)
{
  gint64 end = MIN (mw_viewport_column_end (column, walk->scale), walk->until);
  guint low = from, step = 1, high;

  while (low + step < walk->items->len && begin_of (walk, low + step) <= end)
    {
      low += step;
      step *= 2;
    }
  high = MIN (low + step, walk->items->len);
  while (low + 1 < high)
    {
      guint middle = low + (high - low) / 2;

      if (begin_of (walk, middle) <= end)
        low = middle;
      else
        high = middle;
    }
  return low;
}

static gboolean
is_wide (const Walk *walk, MwRange range)
{
  return (double) mw_range_length (range) * walk->scale >= 1.0;
}

static void
add_single (const Walk *walk, guint index, MwPieces *pieces)
{
  MwRange range = walk_range (walk, index);
  MwPiece piece = {
    .x0 = mw_viewport_x (walk->viewport, range.begin),
    .x1 = mw_viewport_x (walk->viewport, range.end),
    .begin = range.begin,
    .end = range.end,
    .first = index,
    .last = index,
    .shown = index,
    .state = walk_state (walk, index),
    .open = ((const MwRange *) (gconstpointer) (walk->items->data + index * walk->size))->end > range.end,
  };

  if (walk->state == MW_STATE_NONE)
    piece.reason = g_array_index (walk->items, MwSpan, index).reason;
  g_array_append_val (pieces, piece);
}

/* The weightiest of the items FIRST … LAST. */
static guint
weightiest (const Walk *walk, guint first, guint last)
{
  guint stride = (last - first) / SAMPLES + 1;
  guint best = first;

  if (walk->state != MW_STATE_NONE)
    return first;
  for (guint i = first; i <= last; i += stride)
    if (mw_lod_weight (walk_state (walk, i)) > mw_lod_weight (walk_state (walk, best)))
      best = i;
  return mw_lod_weight (walk_state (walk, last)) > mw_lod_weight (walk_state (walk, best)) ? last : best;
}

static void
add_merged (const Walk *walk, guint first, guint last, MwPieces *pieces)
{
  guint best = weightiest (walk, first, last);
  gint64 begin = walk_range (walk, first).begin, end = walk_range (walk, last).end;
  double left = column_of (walk, begin);
  double right = MAX (left + 1.0, ceil ((double) end * walk->scale));
  MwPiece piece = {
    .x0 = walk->origin + left,
    .x1 = walk->origin + right,
    .begin = begin,
    .end = end,
    .first = first,
    .last = last,
    .shown = best,
    .state = walk_state (walk, best),
    .merged = TRUE,
  };
  MwPiece *before = pieces->len > 0 ? &g_array_index (pieces, MwPiece, pieces->len - 1) : NULL;

  if (walk->state == MW_STATE_NONE)
    piece.reason = g_array_index (walk->items, MwSpan, best).reason;

  /* Neighbouring columns of the same state are one piece. */
  if (before != NULL && before->merged && before->state == piece.state && before->last + 1 == first && before->x1 >= piece.x0 - 0.01)
    {
      before->x1 = MAX (before->x1, piece.x1);
      before->end = piece.end;
      before->last = piece.last;
      return;
    }
  g_array_append_val (pieces, piece);
}

static void
walk_all (const Walk *walk, MwPieces *pieces)
{
  gint64 stop = MIN (walk->viewport->range.end, walk->until);
  guint i = first_after (walk, walk->viewport->range.begin);

  while (i < walk->items->len && walk_range (walk, i).begin <= stop)
    {
      MwRange range = walk_range (walk, i);
      guint last = i;

      if (!is_wide (walk, range))
        {
          last = last_in_column (walk, i, column_of (walk, range.begin));
          if (last > i && is_wide (walk, walk_range (walk, last)))
            last--;
        }
      if (last == i)
        add_single (walk, i, pieces);
      else
        add_merged (walk, i, last, pieces);
      i = last + 1;
    }
}

void
mw_lod_lane (const GArray *spans, const MwViewport *viewport, gint64 until, MwPieces *pieces)
{
  Walk walk = walk_begin (spans, viewport, until, MW_STATE_NONE);

  walk_all (&walk, pieces);
}

void
mw_lod_iterations (const GArray *iterations, const MwViewport *viewport, gint64 until, MwPieces *pieces)
{
  Walk walk = walk_begin (iterations, viewport, until, MW_STATE_RUNNING);

  walk_all (&walk, pieces);
}

void
mw_lod_state (MwHistory *history, MwState state, guint lane, const MwViewport *viewport, gint64 until, MwPieces *pieces)
{
  const GArray *stretches = mw_history_get_stretches (history, state, lane);
  Walk walk;

  if (stretches == NULL)
    return;
  walk = walk_begin (stretches, viewport, until, state);
  walk_all (&walk, pieces);
}

void
mw_lod_loop (MwHistory *history, const MwViewport *viewport, gint64 until, MwPieces *pieces)
{
  const GArray *iterations = mw_history_get_iterations (history);

  if (iterations->len > 0)
    mw_lod_iterations (iterations, viewport, until, pieces);
  else
    mw_lod_state (history, MW_STATE_RUNNING, 0, viewport, until, pieces);
}
