/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What of many tasks, and of a resource, is worth drawing: both are seen per pixel column.  A line that stands for hundreds of
 * tasks looks at SAMPLES of them: with all of 10,000 a frame took 77 ms. */

#include <math.h>

#include "mw-lod.h"

#define SAMPLES 24

/* Lays the pieces of one task over COLUMNS, where they weigh more. */
static void
lay_over (guint8 *columns, guint n_columns, double left, const MwPieces *pieces)
{
  for (guint i = 0; i < pieces->len; i++)
    {
      const MwPiece *piece = &g_array_index (pieces, MwPiece, i);
      double from = CLAMP (floor (piece->x0 - left), 0, n_columns);
      double to = CLAMP (MAX (ceil (piece->x1 - left), from + 1), 0, n_columns);

      for (guint c = (guint) from; c < (guint) to; c++)
        if (mw_lod_weight (piece->state) > mw_lod_weight (columns[c]))
          columns[c] = piece->state;
    }
}

gboolean
mw_lod_is_sampled (const MwTaskHistory *task, guint index, guint n)
{
  guint stride = (n + SAMPLES - 1) / SAMPLES;

  return index % MAX (stride, 1) == 0 || task->sums[MW_STATE_BLOCKING] > 0 || task->state == MW_STATE_BLOCKING;
}

void
mw_lod_fold (MwHistory *history, guint32 first, guint n, const MwViewport *viewport, gint64 until, MwPieces *pieces)
{
  guint n_columns = (guint) CLAMP (ceil (viewport->x1 - viewport->x0), 1, 16384);
  g_autofree guint8 *columns = g_new0 (guint8, n_columns);
  g_autoptr (GArray) own = mw_pieces_new ();

  for (guint32 id = first; id < first + n && id <= mw_history_get_n_tasks (history); id++)
    {
      const MwTaskHistory *task = mw_history_get_task (history, id);

      if (!mw_lod_is_sampled (task, id - first, n) || task->created > MIN (until, viewport->range.end) || task->ended < viewport->range.begin)
        continue;
      g_array_set_size (own, 0);
      mw_lod_lane (task->spans, viewport, until, own);
      lay_over (columns, n_columns, viewport->x0, own);
    }
  for (guint c = 0; c < n_columns;)
    {
      guint end = c + 1;
      MwPiece piece = { .x0 = viewport->x0 + c, .state = columns[c], .merged = TRUE };

      while (end < n_columns && columns[end] == columns[c])
        end++;
      piece.x1 = viewport->x0 + end;
      piece.begin = mw_viewport_time (viewport, piece.x0);
      piece.end = mw_viewport_time (viewport, piece.x1);
      if (columns[c] != MW_STATE_NONE)
        g_array_append_val (pieces, piece);
      c = end;
    }
}

void
mw_lod_strip (const MwStrip *strip, const MwViewport *viewport, gint64 until, GArray *samples)
{
  gint64 stop = MIN (viewport->range.end, until);
  gint64 value = mw_strip_value_at (strip, viewport->range.begin);
  MwStripSample sample = { viewport->x0, value, value, value };
  double scale = mw_viewport_get_scale (viewport);
  guint i = mw_strip_find_after (strip, viewport->range.begin, 0);

  if (stop < viewport->range.begin)
    return;
  g_array_append_val (samples, sample);
  while (i < strip->points->len && g_array_index (strip->points, MwStripPoint, i).time <= stop)
    {
      const MwStripPoint *point = &g_array_index (strip->points, MwStripPoint, i);
      gint64 end = mw_viewport_column_end (floor ((double) point->time * scale), scale);
      guint next = mw_strip_find_after (strip, MIN (end, stop), i);

      sample = (MwStripSample) { mw_viewport_x (viewport, point->time), point->value, point->value, value };
      mw_strip_get_range (strip, i, next - 1, &sample.low, &sample.high);
      value = sample.value = g_array_index (strip->points, MwStripPoint, next - 1).value;
      g_array_append_val (samples, sample);
      i = next;
    }
  sample = (MwStripSample) { mw_viewport_x (viewport, stop), value, value, value };
  g_array_append_val (samples, sample);
}
