/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "mw-connections.h"
#include "mw-hit.h"
#include "mw-lod.h"

typedef struct
{
  const MwRaceView *view;
  const MwRows     *rows;
  const MwViewport *viewport;
  const MwRow      *row;
  double            x, y;  /* y without scroll */
} Probe;

/* The piece painted at X, ticks before others and later ones before earlier ones, as they cover each other. */
static const MwPiece *
piece_at (const MwPieces *pieces, double x, double text)
{
  for (guint pass = 0; pass < 2; pass++)
    for (guint i = pieces->len; i > 0; i--)
      {
        const MwPiece *piece = &g_array_index (pieces, MwPiece, i - 1);
        double x0, x1;

        if (mw_piece_is_tick (piece, text) != (pass == 0))
          continue;
        mw_piece_extent (piece, text, &x0, &x1);
        if (x >= x0 && x < x1)
          return piece;
      }
  return NULL;
}

/* The gap behind a piece belongs to it. */
static const MwPiece *
piece_around (const MwPieces *pieces, double x, double text)
{
  const MwPiece *piece = piece_at (pieces, x, text);

  for (guint i = 0; piece == NULL && i < pieces->len; i++)
    {
      const MwPiece *other = &g_array_index (pieces, MwPiece, i);

      if (x >= other->x0 && x < other->x1)
        piece = other;
    }
  return piece;
}

/* The task of a fold that is painted at TIME: the one whose state matters most. */
static guint32
folded_task (const Probe *probe, gint64 time)
{
  MwHistory *history = probe->view->entrants[probe->row->entrant].history;
  guint n_lines = mw_rows_get_n_lines (probe->rows, probe->row);
  double top = probe->row->foot - probe->row->bar;
  gint line = CLAMP ((gint) ((probe->y - top) / probe->row->bar * n_lines), 0, (gint) n_lines - 1);
  guint32 first, best = 0;
  guint n = mw_rows_get_line (probe->rows, probe->row, (guint) line, &first), weight = 0;

  for (guint32 id = first; id < first + n; id++)
    {
      const MwTaskHistory *task = mw_history_get_task (history, id);
      gint index = !mw_lod_is_sampled (task, id - first, n) ? -1 : mw_task_history_find (task, time);
      MwState state = index >= 0 ? g_array_index (task->spans, MwSpan, index).state : MW_STATE_NONE;

      if (mw_lod_weight (state) > weight)
        {
          weight = mw_lod_weight (state);
          best = id;
        }
    }
  return best;
}

static void
set_span (MwHit *hit, const MwTaskHistory *task, guint index)
{
  const MwSpan *span = &g_array_index (task->spans, MwSpan, index);

  hit->kind = MW_HIT_SPAN;
  hit->task = task->id;
  hit->span = (gint) index;
  hit->range = (MwRange) { span->begin, span->end };
}

static void
hit_lane (const Probe *probe, MwHit *hit)
{
  MwHistory *history = probe->view->entrants[probe->row->entrant].history;
  gint64 until = mw_race_view_shown_until (probe->view, probe->row->entrant);
  const MwTaskHistory *task = mw_history_get_task (history, probe->row->task);
  g_autoptr (GArray) pieces = mw_pieces_new ();
  const MwPiece *piece;

  hit->task = task->id;
  mw_lod_lane (task->spans, probe->viewport, until, pieces);
  piece = piece_around (pieces, probe->x, probe->rows->options.text);
  if (piece != NULL)
    set_span (hit, task, piece->shown);
}

static void
hit_fold (const Probe *probe, MwHit *hit)
{
  MwHistory *history = probe->view->entrants[probe->row->entrant].history;
  guint32 id = hit->time <= mw_race_view_shown_until (probe->view, probe->row->entrant) ? folded_task (probe, hit->time) : 0;
  const MwTaskHistory *task = id > 0 ? mw_history_get_task (history, id) : NULL;

  if (task != NULL)
    set_span (hit, task, (guint) mw_task_history_find (task, hit->time));
}

static void
hit_loop (const Probe *probe, MwHit *hit)
{
  MwHistory *history = probe->view->entrants[probe->row->entrant].history;
  gint64 until = mw_race_view_shown_until (probe->view, probe->row->entrant);
  g_autoptr (GArray) pieces = mw_pieces_new ();
  const MwPiece *piece;

  if (hit->time > until)
    return;
  if (probe->row->kind == MW_ROW_THREAD)
    mw_lod_state (history, MW_STATE_THREAD, probe->row->lane, probe->viewport, until, pieces);
  else
    mw_lod_loop (history, probe->viewport, until, pieces);
  piece = piece_at (pieces, probe->x, probe->rows->options.text);
  hit->kind = MW_HIT_LOOP;
  hit->busy = piece != NULL;
  hit->range = (MwRange) { 0, until };
  if (piece != NULL)
    {
      hit->range = (MwRange) { piece->begin, piece->end };
      return;
    }
  for (guint i = 0; i < pieces->len; i++)
    {
      piece = &g_array_index (pieces, MwPiece, i);
      if (piece->end <= hit->time)
        hit->range.begin = MAX (hit->range.begin, piece->end);
      else
        hit->range.end = MIN (hit->range.end, piece->begin);
    }
}

static void
hit_connection (const Probe *probe, MwHit *hit)
{
  MwHistory *history = probe->view->entrants[probe->row->entrant].history;

  if (hit->time > mw_race_view_shown_until (probe->view, probe->row->entrant))
    return;
  for (guint c = probe->row->lane; c < probe->row->lane + probe->row->n_tasks; c++)
    {
      const GArray *refs = mw_history_get_connection (history, c);
      guint index = mw_connections_find (history, c, hit->time);
      const MwPhaseRef *ref = index < refs->len ? &g_array_index (refs, MwPhaseRef, index) : NULL;
      const MwPhaseSpan *phase = ref != NULL ? mw_history_get_phase (history, ref) : NULL;

      if (phase == NULL || phase->begin > hit->time)
        continue;
      hit->kind = MW_HIT_CONNECTION;
      hit->task = ref->task;
      hit->range = (MwRange) { phase->begin, phase->end };
      return;
    }
}

static void
hit_strip (const Probe *probe, MwHit *hit)
{
  MwHistory *history = probe->view->entrants[probe->row->entrant].history;
  const MwStrip *strip = probe->row->strip == MW_ROW_IN_FLIGHT ? mw_history_get_in_flight (history)
                                                               : mw_history_get_strip (history, probe->row->strip);
  guint low;

  if (hit->time > mw_race_view_shown_until (probe->view, probe->row->entrant) || hit->time < 0)
    return;
  low = mw_strip_find_after (strip, hit->time, 0);
  hit->kind = MW_HIT_STRIP;
  hit->value = mw_strip_value_at (strip, hit->time);
  hit->range.begin = low > 0 ? g_array_index (strip->points, MwStripPoint, low - 1).time : 0;
  hit->range.end = low < strip->points->len ? g_array_index (strip->points, MwStripPoint, low).time : MW_TIME_OPEN;
}

MwHit
mw_hit_test (const MwRaceView *view, const MwRows *rows, const MwViewport *viewport, double x, double y)
{
  static void (*const tests[MW_N_ROWS]) (const Probe *, MwHit *) = {
    [MW_ROW_LANE] = hit_lane, [MW_ROW_FOLD] = hit_fold, [MW_ROW_LOOP] = hit_loop,
    [MW_ROW_THREAD] = hit_loop, [MW_ROW_CONNECTION] = hit_connection, [MW_ROW_STRIP] = hit_strip,
  };
  Probe probe = { view, rows, viewport, NULL, x, y + viewport->scroll };
  MwHit hit = { .kind = MW_HIT_NOTHING, .row = -1, .span = -1, .time = mw_viewport_time (viewport, x) };
  gboolean in_plot = x >= viewport->x0 && x < rows->width - rows->margin;

  if (y < rows->body_y)
    {
      if (y >= rows->ruler_y && in_plot)
        hit.kind = MW_HIT_RULER;
      return hit;
    }
  if (rows->legend_height > 0 && y >= rows->legend_y)
    return hit;
  hit.row = mw_rows_find_y (rows, probe.y);
  if (hit.row < 0)
    return hit;
  probe.row = mw_rows_get (rows, (guint) hit.row);
  hit.kind = MW_HIT_ROW;
  hit.entrant = probe.row->entrant;
  if (probe.row->kind == MW_ROW_LANE)
    hit.task = probe.row->task;
  if (in_plot && tests[probe.row->kind] != NULL)
    tests[probe.row->kind] (&probe, &hit);
  return hit;
}
