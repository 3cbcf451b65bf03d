/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A variant's header: who runs, how, how long; the race bar at its foot; the figure that the source printed. */

#include "mw-config.h"

#include <glib/gi18n-lib.h>

#include "mw-describe.h"
#include "mw-picture-private.h"

#define BAND 0.86  /* of the header; below it there is air */

/* The race bar's height. */
static double
bar_height (const MwCanvas *self)
{
  return MAX (2.0, self->text * 0.24);
}

/* The line of text above the race bar: its height and its middle. */
static double
line_height (const MwCanvas *self, const MwRow *row)
{
  return self->cells ? row->height : row->height * BAND - bar_height (self);
}

static double
middle_of (const MwCanvas *self, const MwRow *row)
{
  return row->y + line_height (self, row) / 2;
}

/* SIZE base sizes, or less where the line is low. */
static double
fitting (const MwCanvas *self, const MwRow *row, double size)
{
  return MIN (size, line_height (self, row) / self->text * 0.78);
}

/* Elapsed time with its flag, at the right end; returns where it begins. */
static double
draw_end (MwCanvas *self, const MwRow *row)
{
  const MwRaceView *view = self->picture->view;
  g_autofree char *end = mw_describe_end (view, row->entrant);
  MwFont font = mw_canvas_figures (self, fitting (self, row, 1.2), TRUE);
  double y = middle_of (self, row), x = self->right - self->text * (self->cells ? 0 : 0.5);
  double flag = MIN (self->text * 1.1, line_height (self, row) * 0.9);

  if (mw_race_view_is_finished (view, row->entrant))
    {
      MwState state = mw_history_get_run_end (view->entrants[row->entrant].history, NULL) == MW_RUN_COMPLETE ? MW_STATE_DONE : MW_STATE_FAILED;

      mw_painter_mark (self->painter, state == MW_STATE_DONE ? MW_SHAPE_FLAG : MW_SHAPE_FAILED, x - (self->cells ? 0.3 * self->text : flag / 2), y,
                       flag * (state == MW_STATE_DONE ? 1 : 0.8), MW_INK (mw_role_of_state (state)));
      x -= self->cells ? self->text * 1.2 : flag * 1.35;
    }
  return x - mw_painter_text (self->painter, x, mw_canvas_baseline (y, &font), MW_ALIGN_END, self->rows->width / 2, &font, MW_INK (MW_ROLE_TEXT), end);
}

/* How far this variant has come, on the common ruler. */
static void
draw_race_bar (MwCanvas *self, const MwRow *row)
{
  const MwViewport *viewport = &self->picture->viewport;
  double height = bar_height (self);
  double x0 = CLAMP (mw_viewport_x (viewport, 0), viewport->x0, viewport->x1);
  double x1 = CLAMP (mw_viewport_x (viewport, mw_race_view_shown_until (self->picture->view, row->entrant)), viewport->x0, viewport->x1);
  MwBox track = { viewport->x0, row->y + row->height * BAND - height, viewport->x1 - viewport->x0, height };
  MwBox bar = { x0, track.y, x1 - x0, height };

  if (self->cells)
    return;
  mw_painter_box (self->painter, &track, 0, MW_INK (MW_ROLE_GRID));
  if (bar.width > 0)
    mw_painter_box (self->painter, &bar, 0, MW_INK (MW_ROLE_TEXT));
}

/* The figure that the source printed, as words in the header's line beside its mark, in the room between X and END that the
 * title and the elapsed time have left; returns where the words begin (END if there are none). */
static double
draw_ghost_label (MwCanvas *self, const MwRow *row, double x, double end)
{
  gint64 ghost = self->picture->view->entrants[row->entrant].ghost;
  const MwViewport *viewport = &self->picture->viewport;
  double at = mw_viewport_x (viewport, ghost), air = self->text * 0.5, width, left;
  MwFont font = mw_canvas_figures (self, 0.85, FALSE);
  char time[MW_TIME_BUFFER];
  g_autofree char *label = NULL;

  if (ghost < 0 || self->cells || at < viewport->x0 - 0.5 || at > viewport->x1 + 0.5)
    return end;

  /* TRANSLATORS: the figure that the scenario's source printed */
  label = g_strdup_printf (_("source: %s"), mw_time_format (ghost, MW_TIME_AUTO, time));
  width = mw_painter_measure (self->painter, &font, label);
  left = at - width / 2;
  left = CLAMP (left, MIN (x, end - width), end - width);
  if (left < x || ABS (left + width / 2 - at) > width / 2 + 4 * air)
    return end;
  mw_painter_text (self->painter, left, mw_canvas_baseline (middle_of (self, row), &font), MW_ALIGN_START, width + 1, &font, MW_INK (MW_ROLE_GHOST), label);
  return left - 2 * air;
}

void
mw_picture_draw_header (MwCanvas *self, const MwRow *row)
{
  g_autofree char *executor = mw_describe_executor (mw_canvas_history (self, row));
  const char *title = mw_race_view_get_title (self->picture->view, row->entrant);
  MwFont font = mw_canvas_font (self, fitting (self, row, 1.1), TRUE), second = mw_canvas_font (self, 0.9, FALSE);
  double inset = self->rows->margin / 2, y = middle_of (self, row), x = self->rows->margin, end;
  MwBox band = { inset, row->y, self->rows->width - 2 * inset, row->height * BAND };

  mw_painter_push_group (self->painter, "variant", title);
  mw_painter_box (self->painter, &band, self->cells ? 0 : self->text * 0.35, MW_INK (MW_ROLE_BAND));
  end = draw_end (self, row) - self->text;
  x += mw_painter_text (self->painter, x, mw_canvas_baseline (y, &font), MW_ALIGN_START, end - x, &font, MW_INK (MW_ROLE_TEXT), title);
  x += self->text * (self->cells ? 1.2 : 0.8);
  end = draw_ghost_label (self, row, x, end);

  /* The executor is the first to give way. */
  if (mw_painter_measure (self->painter, &second, executor) <= end - x)
    mw_painter_text (self->painter, x, mw_canvas_baseline (y, &font), MW_ALIGN_START, end - x, &second, MW_INK (MW_ROLE_DIM), executor);
  draw_race_bar (self, row);
  mw_painter_pop_group (self->painter);
}

/* The y at which the rows of ENTRANT end. */
static double
foot_of (const MwCanvas *self, guint entrant)
{
  double foot = 0;

  for (guint i = 0; i < self->rows->rows->len; i++)
    {
      const MwRow *row = mw_rows_get (self->rows, i);

      if (row->entrant == entrant)
        foot = row->y + row->height - self->picture->viewport.scroll;
    }
  return foot;
}

void
mw_picture_draw_ghost (MwCanvas *self, const MwRow *row)
{
  gint64 ghost = self->picture->view->entrants[row->entrant].ghost;
  const MwViewport *viewport = &self->picture->viewport;
  double x = mw_viewport_x (viewport, ghost), size = self->text * 0.6;
  double y = self->cells ? row->y + row->height : row->y + row->height * BAND;

  if (ghost < 0 || x < viewport->x0 - 0.5 || x > viewport->x1 + 0.5)
    return;
  mw_painter_line (self->painter, x, y, x, foot_of (self, row->entrant), MAX (1.0, self->text * 0.08), MW_DASH_DASHED, MW_INK_ALPHA (MW_ROLE_GHOST, 0.8));
  if (!self->cells)
    mw_painter_mark (self->painter, MW_SHAPE_GHOST, x, y + size * 0.5, size, MW_INK (MW_ROLE_GHOST));
}
