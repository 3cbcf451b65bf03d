/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A task's lane: its spans, the words on them, its marks, its end. */

#include "mw-config.h"

#include <glib/gi18n-lib.h>

#include "mw-describe.h"
#include "mw-picture-private.h"
#include "mw-shape.h"

/* Below this height of a bar, in text sizes, there is no room for words above a thin or half span. */
#define ROOMY 1.55

/* A narrower span, in text sizes, has no words. */
#define SPEAKING 0.6

/* What the words of a retried task leave free at a span's end, in text sizes. */
#define ATTEMPT 1.9

/* What a span takes on the canvas: the part of its extent that is not cut off by the edges. */
static gboolean
box_of (const MwCanvas *self, const MwRow *row, const MwPiece *piece, MwBox *box)
{
  const MwViewport *viewport = &self->picture->viewport;
  double x0, x1;

  mw_piece_extent (piece, self->text, &x0, &x1);
  if (x1 <= viewport->x0 || x0 > viewport->x1)
    return FALSE;
  x0 = MAX (x0, viewport->x0);
  x1 = MIN (x1, MAX (viewport->x1, x0 + (mw_piece_is_tick (piece, self->text) ? self->text : 0)));
  *box = (MwBox) { x0, row->foot - row->bar, x1 - x0, row->bar };
  return x1 > x0;
}

/* "P waits for a permit of gate · 0.96 s" if it fits, else "P 0.96 s", else the letter, else nothing.  A thin line
 * says little with a letter alone, and many short times say nothing.  RAIL: the height of what a request goes through. */
static void
draw_words (MwCanvas *self, const MwRow *row, const MwPiece *piece, const MwBox *box, const MwSpan *span, double reserve, double rail)
{
  const MwForm *form = mw_form_of_state (piece->state);
  double height = MAX (mw_form_height (piece->state, row->bar, self->text), span->reason == MW_REASON_REQUEST ? rail : 0);
  double pad = self->text * 0.35;
  gboolean inside = form->height >= 1, plate = inside && !form->solid;
  MwFont font = mw_canvas_figures (self, 0.82, FALSE);
  double room = box->width - 2 * pad - (plate ? pad : 0) - reserve, above = row->bar - height;
  double y = inside ? row->foot - row->bar / 2 : row->foot - height - MIN (above, font.size * 1.5) / 2;
  char time[MW_TIME_BUFFER];
  g_autofree char *state = mw_describe_state (mw_canvas_history (self, row), span);
  const char *length = mw_time_format (piece->end - piece->begin, MW_TIME_AUTO, time);
  g_autofree char *full = g_strdup_printf ("%s %s · %s", form->letter, state, length);
  g_autofree char *brief = g_strdup_printf ("%s %s", form->letter, length);
  const struct { const char *text; double least; } candidates[] = {
    { full, 0 }, { brief, 6.5 * self->text }, { form->letter, form->height > 0 ? 0 : G_MAXDOUBLE },
  };

  if (room < self->text * SPEAKING || (inside ? row->bar : above) < font.size * 1.2)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (candidates); i++)
    {
      double width = mw_painter_measure (self->painter, &font, candidates[i].text);
      MwBox behind = { box->x + pad, y - font.size * 0.68, width + pad, font.size * 1.36 };

      if (width > room || box->width < candidates[i].least)
        continue;
      if (plate)
        mw_painter_box (self->painter, &behind, font.size * 0.3, MW_INK (MW_ROLE_BACKGROUND));
      mw_painter_text (self->painter, box->x + pad * (plate ? 1.5 : 1), mw_canvas_baseline (y, &font), MW_ALIGN_START, room + pad, &font,
                       MW_INK (inside && !plate ? MW_ROLE_ON_FILL : MW_ROLE_DIM), candidates[i].text);
      return;
    }
}

/* Spans that have a width first, ticks over them: a switch on the simulated clock takes no time and is still seen. */
static void
draw_pieces (MwCanvas *self, const MwRow *row)
{
  for (guint pass = 0; pass < 2; pass++)
    for (guint i = 0; i < self->pieces->len; i++)
      {
        const MwPiece *piece = &g_array_index (self->pieces, MwPiece, i);
        MwBox box;

        if (mw_piece_is_tick (piece, self->text) == (pass == 1) && box_of (self, row, piece, &box))
          mw_painter_span (self->painter, &box, piece->x0, self->text, piece->state, piece->reason, piece->merged);
      }
}

static void
draw_all_words (MwCanvas *self, const MwRow *row, const MwTaskHistory *task)
{
  double rail = task->phases != NULL ? mw_picture_rail_height (self, row) : 0;

  if (self->cells || row->bar < ROOMY * self->text)
    return;
  for (guint i = 0; i < self->pieces->len; i++)
    {
      const MwPiece *piece = &g_array_index (self->pieces, MwPiece, i);
      MwBox box;

      if (!piece->merged && box_of (self, row, piece, &box) && box.width >= self->text * SPEAKING)
        draw_words (self, row, piece, &box, &g_array_index (task->spans, MwSpan, piece->first), task->attempts > 1 ? ATTEMPT * self->text : 0, rail);
    }
}

/* A deadline is known from the moment it is set; everything else when it happens.  What the clock cancels has its
 * deadline's mark already. */
static gboolean
is_shown (MwHistory *history, const MwMark *mark, gint64 until)
{
  const MwEvent *event = mw_trace_get_event (mw_history_get_trace (history), mark->event);

  return event->time <= until && (mark->kind != MW_MARK_CANCEL || event->object > 0);
}

/* The number of an attempt stands before it, where words leave room (ATTEMPT).  The first attempt is no retry; numbers that would
 * touch are left out.  FREE_FROM: where the last one ended. */
static void
draw_attempt (MwCanvas *self, const MwRow *row, double x, gint64 value, double *free_from)
{
  MwFont font = mw_canvas_font (self, 0.75, TRUE);
  char number[24];
  double end = x - font.size * 0.3, width;

  if (value < 2 || self->cells)
    return;
  g_snprintf (number, sizeof number, "↻%" G_GINT64_FORMAT, value);
  width = mw_painter_measure (self->painter, &font, number);
  if (width > ATTEMPT * self->text || end - width < MAX (*free_from, self->picture->viewport.x0))
    return;
  mw_painter_text (self->painter, end, row->foot - row->bar + font.size * 0.85, MW_ALIGN_END, width + 1, &font, MW_INK (MW_STATE_BACKOFF), number);
  *free_from = x;
}

/* Of marks on a lane: form, height in letters, and the state whose colour they have. */
static const struct { MwShape shape; double size; MwState state; } looks[] = {
  [MW_MARK_DEADLINE] = { MW_SHAPE_DEADLINE, 0.9, MW_STATE_TIMED_OUT },
  [MW_MARK_CANCEL] = { MW_SHAPE_CANCEL, 0.6, MW_STATE_CANCELLED },
  [MW_MARK_LOST] = { MW_SHAPE_LOST, 0.5, MW_STATE_FAILED },
};

void
mw_picture_draw_marks (MwCanvas *self, guint entrant)
{
  MwHistory *history = self->picture->view->entrants[entrant].history;
  const MwViewport *viewport = &self->picture->viewport;
  const GArray *marks = mw_history_get_marks (history);
  gint64 until = mw_race_view_shown_until (self->picture->view, entrant);
  gint first = mw_rows_find_task (self->rows, entrant, 1);
  g_autofree double *free_from = NULL;

  if (first < 0 || marks->len == 0)
    return;
  free_from = g_new0 (double, self->rows->rows->len);
  for (guint i = 0; i < marks->len; i++)
    {
      const MwMark *mark = &g_array_index (marks, MwMark, i);
      double x = mw_viewport_x (viewport, mark->time);
      guint index = (guint) first + mark->task - 1;
      MwRow row;

      if (index >= self->rows->rows->len || x < viewport->x0 || x > viewport->x1 + 0.5 || !is_shown (history, mark, until))
        continue;
      row = *mw_rows_get (self->rows, index);
      if (row.kind != MW_ROW_LANE || row.task != mark->task || row.entrant != entrant)
        continue;
      row.foot -= viewport->scroll;
      if (mark->kind == MW_MARK_ATTEMPT)
        draw_attempt (self, &row, x, mark->value, &free_from[index]);
      else
        mw_painter_mark (self->painter, looks[mark->kind].shape, x, row.foot - row.bar + MIN (row.bar, self->text * 0.9) / 2,
                         MIN (row.bar, self->text * looks[mark->kind].size), MW_INK (looks[mark->kind].state));
    }
}

/* The end mark, and beside it how long the task lived where there is room. */
static void
draw_end (MwCanvas *self, const MwRow *row, const MwTaskHistory *task, gint64 until)
{
  const MwViewport *viewport = &self->picture->viewport;
  double x = mw_viewport_x (viewport, task->ended), size = MIN (row->bar, self->text * 1.1), y = row->foot - size / 2;
  MwFont font = mw_canvas_figures (self, 0.82, FALSE);
  char time[MW_TIME_BUFFER];

  if (task->ended > until || x < viewport->x0 || x > viewport->x1 + 0.5)
    return;
  x += self->cells ? self->text * 0.3 : size * 0.5 + MAX (2.0, self->text * 0.15) + 2;
  mw_painter_mark (self->painter, mw_shape_of_state (task->state), x, y, size, MW_INK (mw_role_of_state (task->state)));
  if (self->cells || row->bar < 0.8 * self->text)
    return;
  x += size * 0.5 + self->text * 0.35;
  mw_time_format (task->ended - task->created, MW_TIME_AUTO, time);
  if (mw_painter_measure (self->painter, &font, time) <= self->right - x)
    mw_painter_text (self->painter, x, mw_canvas_baseline (y, &font), MW_ALIGN_START, self->right - x, &font, MW_INK (MW_ROLE_DIM), time);
}

/* From its creation to its end a task's lane has a ground of its own: how long it lived is seen before how. */
static void
draw_life (MwCanvas *self, const MwRow *row, const MwTaskHistory *task, gint64 until)
{
  const MwViewport *viewport = &self->picture->viewport;
  double x0 = CLAMP (mw_viewport_x (viewport, task->created), viewport->x0, viewport->x1);
  double x1 = CLAMP (mw_viewport_x (viewport, MIN (task->ended, until)), viewport->x0, viewport->x1);
  MwBox box = { x0, row->foot - row->bar, x1 - x0, row->bar };

  if (!self->cells && task->created <= until && box.width > 0)
    mw_painter_box (self->painter, &box, 0, MW_INK (MW_ROLE_LIFE));
}

static void
draw_ground (MwCanvas *self, const MwRow *row)
{
  const MwViewport *viewport = &self->picture->viewport;

  if (!self->cells)
    mw_painter_line (self->painter, viewport->x0, row->foot + 0.5, viewport->x1, row->foot + 0.5, MAX (1.0, self->text * 0.04), MW_DASH_NONE,
                     MW_INK (MW_ROLE_GRID));
}

void
mw_picture_draw_label (MwCanvas *self, const MwRow *row)
{
  g_autofree char *label = mw_rows_dup_label (self->picture->view, row);
  gboolean lane = row->kind == MW_ROW_LANE;
  MwFont font = mw_canvas_font (self, lane ? 0.95 : 0.85, FALSE);
  double room = self->rows->plot_left - self->rows->margin - self->text * (self->cells ? 0.58 : 0.5);
  double line = MIN (row->bar, font.size * 1.25);

  mw_painter_text (self->painter, self->rows->margin, self->cells ? row->y + row->height * 0.8 : mw_canvas_baseline (row->foot - line / 2, &font),
                   MW_ALIGN_START, room, &font, MW_INK (lane ? MW_ROLE_TEXT : MW_ROLE_DIM), label);
}

void
mw_picture_draw_lane (MwCanvas *self, const MwRow *row)
{
  MwHistory *history = mw_canvas_history (self, row);
  const MwTaskHistory *task = mw_history_get_task (history, row->task);
  gint64 until = mw_race_view_shown_until (self->picture->view, row->entrant);

  mw_painter_push_group (self->painter, "task", task->name);
  draw_ground (self, row);
  draw_life (self, row, task, until);
  g_array_set_size (self->pieces, 0);
  mw_lod_lane (task->spans, &self->picture->viewport, until, self->pieces);
  draw_pieces (self, row);
  mw_picture_draw_phases (self, row, task, until);
  draw_all_words (self, row, task);
  draw_end (self, row, task, until);
  mw_painter_pop_group (self->painter);
}

void
mw_picture_draw_fold (MwCanvas *self, const MwRow *row)
{
  MwHistory *history = mw_canvas_history (self, row);
  gint64 until = mw_race_view_shown_until (self->picture->view, row->entrant);
  guint n_lines = mw_rows_get_n_lines (self->rows, row);
  double pitch = row->bar / n_lines;
  g_autofree char *label = mw_rows_dup_label (self->picture->view, row);

  mw_painter_push_group (self->painter, "fold", label);
  for (guint line = 0; line < n_lines; line++)
    {
      double top = row->foot - row->bar + line * pitch;
      guint32 first;
      guint n = mw_rows_get_line (self->rows, row, line, &first);

      g_array_set_size (self->pieces, 0);
      mw_lod_fold (history, first, n, &self->picture->viewport, until, self->pieces);
      for (guint i = 0; i < self->pieces->len; i++)
        {
          const MwPiece *piece = &g_array_index (self->pieces, MwPiece, i);
          MwBox box = { piece->x0, top, piece->x1 - piece->x0, pitch > 2.5 ? pitch - 1 : pitch };
          double height = box.height * (pitch > 4 ? MAX (mw_form_of_state (piece->state)->height, 0.35) : 1);

          box.y += box.height - height;
          box.height = height;
          if (self->cells)
            mw_painter_span (self->painter, &box, piece->x0, self->text, piece->state, piece->reason, TRUE);
          else if (!mw_state_is_end (piece->state))
            mw_painter_box (self->painter, &box, 0, MW_INK (mw_role_of_state (piece->state)));
        }
    }
  mw_painter_pop_group (self->painter);
}

/* "idle 97 %" behind the last instant of the lane. */
static void
draw_idle (MwCanvas *self, const MwRow *row, gint64 until)
{
  MwHistory *history = mw_canvas_history (self, row);
  const MwViewport *viewport = &self->picture->viewport;
  double x = mw_viewport_x (viewport, until) + self->text * 0.5, width;
  MwFont font = mw_canvas_figures (self, 0.82, FALSE);
  g_autofree char *text = NULL;

  if (row->kind != MW_ROW_LOOP || until <= 0 || !mw_history_is_finished (history) || until < mw_history_get_end (history) ||
      x < viewport->x0 || x > viewport->x1 + self->text)
    return;
  text = g_strdup_printf (_("idle %d %%"), mw_describe_percent (1.0 - (double) mw_history_get_loop_busy (history) / (double) until));
  width = mw_painter_measure (self->painter, &font, text);
  if (width <= self->right - x)
    mw_painter_text (self->painter, x, self->cells ? row->y + row->height * 0.8 : mw_canvas_baseline (row->foot - row->bar / 2, &font), MW_ALIGN_START,
                     width + 1, &font, MW_INK (MW_ROLE_DIM), text);
}

/* The busy loop below what blocks it would shine through the hatch. */
static void
clear_pieces (MwCanvas *self, const MwRow *row)
{
  MwBox box;

  for (guint i = 0; i < self->pieces->len; i++)
    if (box_of (self, row, &g_array_index (self->pieces, MwPiece, i), &box))
      mw_painter_box (self->painter, &box, 0, MW_INK (MW_ROLE_BACKGROUND));
}

void
mw_picture_draw_loop (MwCanvas *self, const MwRow *row)
{
  MwHistory *history = mw_canvas_history (self, row);
  gint64 until = mw_race_view_shown_until (self->picture->view, row->entrant);
  g_autofree char *label = mw_rows_dup_label (self->picture->view, row);

  mw_painter_push_group (self->painter, "loop", label);
  draw_ground (self, row);
  g_array_set_size (self->pieces, 0);
  if (row->kind == MW_ROW_THREAD)
    mw_lod_state (history, MW_STATE_THREAD, row->lane, &self->picture->viewport, until, self->pieces);
  else
    mw_lod_loop (history, &self->picture->viewport, until, self->pieces);
  draw_pieces (self, row);
  if (row->kind == MW_ROW_LOOP)
    {
      g_array_set_size (self->pieces, 0);
      mw_lod_state (history, MW_STATE_BLOCKING, 0, &self->picture->viewport, until, self->pieces);
      clear_pieces (self, row);
      draw_pieces (self, row);
      g_array_set_size (self->pieces, 0);
      mw_lod_loop (history, &self->picture->viewport, until, self->pieces);
      mw_picture_draw_turns (self, row, self->pieces, until);
    }
  draw_idle (self, row, until);
  mw_painter_pop_group (self->painter);
}

/* Whether TASK itself held the loop at some time within [BEGIN, END). */
static gboolean
held_the_loop (const MwTaskHistory *task, gint64 begin, gint64 end)
{
  gint index = mw_task_history_find (task, begin);

  for (guint i = index >= 0 ? (guint) index : 0; i < task->spans->len; i++)
    {
      const MwSpan *span = &g_array_index (task->spans, MwSpan, i);

      if (span->begin >= end)
        return FALSE;
      if (span->state == MW_STATE_BLOCKING && span->end > begin)
        return TRUE;
    }
  return FALSE;
}

/* A blocked loop holds up everybody else: their lanes lie under a grey veil as long as it lasts. */
void
mw_picture_draw_veil (MwCanvas *self, guint entrant)
{
  MwHistory *history = self->picture->view->entrants[entrant].history;
  const char *executor = mw_trace_get_header (mw_history_get_trace (history))->executor;
  gint64 until = mw_race_view_shown_until (self->picture->view, entrant);

  if (self->cells || g_strcmp0 (executor, "loop") != 0)
    return;
  g_array_set_size (self->pieces, 0);
  mw_lod_state (history, MW_STATE_BLOCKING, 0, &self->picture->viewport, until, self->pieces);
  for (guint r = 0; r < self->rows->rows->len && self->pieces->len > 0; r++)
    {
      MwRow row = *mw_rows_get (self->rows, r);

      if (row.entrant != entrant || (row.kind != MW_ROW_LANE && row.kind != MW_ROW_FOLD))
        continue;
      row.y -= self->picture->viewport.scroll;
      row.foot -= self->picture->viewport.scroll;
      for (guint i = 0; i < self->pieces->len; i++)
        {
          const MwPiece *piece = &g_array_index (self->pieces, MwPiece, i);
          MwBox box;

          if (row.kind == MW_ROW_LANE && held_the_loop (mw_history_get_task (history, row.task), piece->begin, piece->end))
            continue;
          if (!box_of (self, &row, piece, &box))
            continue;
          box.y = row.y;
          box.height = row.height;
          mw_painter_box (self->painter, &box, 0, MW_INK_ALPHA (MW_ROLE_VEIL, 0.38));
        }
    }
}
