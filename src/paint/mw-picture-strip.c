/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A resource over time: a stepped area under its limit, and the value that it has now. */

#include "mw-config.h"

#include <inttypes.h>
#include <glib/gi18n-lib.h>

#include "mw-picture-private.h"

typedef struct
{
  const MwRow *row;
  double       foot;
  double       unit;   /* px per one of the value */
  GArray      *points; /* of MwPoint */
} Steps;

static void
add_point (Steps *steps, double x, gint64 value)
{
  MwPoint point = { x, steps->foot - (double) value * steps->unit };

  g_array_append_val (steps->points, point);
}

/* From samples to a stepped line; a column in which several things happened shows its whole range. */
static void
add_steps (Steps *steps, const GArray *samples)
{
  gint64 before = 0;

  for (guint i = 0; i < samples->len; i++)
    {
      const MwStripSample *sample = &g_array_index (samples, MwStripSample, i);

      if (i > 0)
        add_point (steps, sample->x, before);
      if (sample->high > MAX (before, sample->value))
        add_point (steps, sample->x, sample->high);
      if (sample->low < MIN (before, sample->value))
        add_point (steps, sample->x, sample->low);
      add_point (steps, sample->x, sample->value);
      before = sample->value;
    }
}

static void
draw_limit (MwCanvas *self, const MwStrip *strip, const Steps *steps)
{
  const MwViewport *viewport = &self->picture->viewport;
  double y = steps->foot - (double) strip->limit * steps->unit;

  if (strip->limit > 0 && !self->cells)
    mw_painter_line (self->painter, viewport->x0, y, viewport->x1, y, MAX (1.0, self->text * 0.07), MW_DASH_DASHED, MW_INK (MW_ROLE_LIMIT));
}

/* What a strip comes to: while it runs "5 of 5"; afterwards, for strips that end at 0, the most there was; a value, and
 * what was left open, are what they are at last.  NULL: nothing worth saying. */
static char *
dup_value (const MwStrip *strip, gboolean finished, gint64 until)
{
  gint64 value = mw_strip_value_at (strip, until);

  if (strip->kind == MW_RESOURCE_LOCK || strip->kind == MW_RESOURCE_EVENT)
    return NULL;
  if (finished && strip->kind == MW_RESOURCE_SCOPE && value > 0)
    return g_strdup_printf (_("%" PRId64 " left open"), value);
  if (finished && (strip->kind != MW_RESOURCE_VALUE || strip->resource == 0))
    return g_strdup_printf (_("max %" PRId64), strip->max);
  if (!finished && strip->limit > 0)
    return g_strdup_printf (_("%" PRId64 " of %" PRId64), value, strip->limit);
  return g_strdup_printf ("%" G_GINT64_FORMAT, value);
}

/* Behind the last instant. */
static void
draw_value (MwCanvas *self, const MwRow *row, const MwStrip *strip, gint64 until)
{
  double x = mw_viewport_x (&self->picture->viewport, until) + self->text * 0.5;
  MwFont font = mw_canvas_figures (self, 0.82, FALSE);
  g_autofree char *text = dup_value (strip, mw_race_view_is_finished (self->picture->view, row->entrant), until);

  if (text == NULL || x < self->picture->viewport.x0 || x > self->picture->viewport.x1 + self->text)
    return;
  if (mw_painter_measure (self->painter, &font, text) <= self->right - x)
    mw_painter_text (self->painter, x, self->cells ? row->y + row->height * 0.8 : mw_canvas_baseline (row->foot - row->bar / 2, &font), MW_ALIGN_START,
                     self->right - x, &font, MW_INK (MW_ROLE_DIM), text);
}

/* A lock has no height but an owner: a box from one hand to the next, with a name where there is room.  Holds too short to be
 * seen become one box. */
static void
draw_owners (MwCanvas *self, const MwRow *row, MwHistory *history, const MwStrip *strip, gint64 until)
{
  const MwViewport *viewport = &self->picture->viewport;
  const MwStripPoint *points = (const MwStripPoint *) (gpointer) strip->points->data;
  MwFont font = mw_canvas_font (self, 0.75, FALSE);
  double gap = self->cells ? 0 : 1, drawn_to = viewport->x0;

  for (guint i = 0; i < strip->points->len && points[i].time < until; i++)
    {
      gint64 end = i + 1 < strip->points->len ? MIN (points[i + 1].time, until) : until;
      double x0 = MAX (mw_viewport_x (viewport, points[i].time), drawn_to), x1 = MIN (mw_viewport_x (viewport, end), viewport->x1);
      const MwTaskHistory *owner = points[i].owner > 0 ? mw_history_get_task (history, points[i].owner) : NULL;

      if (owner == NULL || x1 - x0 < gap + 1)
        continue;
      mw_painter_box (self->painter, &(MwBox) { x0, row->foot - row->bar, x1 - x0 - gap, row->bar }, 0, MW_INK_ALPHA (MW_ROLE_STRIP, 0.28));
      if (mw_painter_measure (self->painter, &font, owner->name) <= x1 - x0 - self->text * 0.4)
        mw_painter_text (self->painter, (x0 + x1) / 2, mw_canvas_baseline (row->foot - row->bar / 2, &font), MW_ALIGN_CENTRE,
                         x1 - x0, &font, MW_INK (MW_ROLE_TEXT), owner->name);
      drawn_to = x1;
    }
}

void
mw_picture_draw_strip (MwCanvas *self, const MwRow *row)
{
  MwHistory *history = mw_canvas_history (self, row);
  const MwStrip *strip = row->strip == MW_ROW_IN_FLIGHT ? mw_history_get_in_flight (history) : mw_history_get_strip (history, row->strip);
  gint64 until = mw_race_view_shown_until (self->picture->view, row->entrant), top = MAX (MAX (strip->limit, strip->max), 1);
  g_autoptr (GArray) samples = g_array_new (FALSE, FALSE, sizeof (MwStripSample));
  g_autoptr (GArray) points = g_array_new (FALSE, FALSE, sizeof (MwPoint));
  Steps steps = { row, self->cells ? row->y + row->height : row->foot, row->bar / (double) top, points };
  double width = MAX (1.0, self->text * 0.1);
  g_autofree char *label = mw_rows_dup_label (self->picture->view, row);

  mw_painter_push_group (self->painter, "strip", label);
  if (strip->kind == MW_RESOURCE_LOCK && !self->cells)
    draw_owners (self, row, history, strip, until);
  else
    mw_lod_strip (strip, &self->picture->viewport, until, samples);
  add_steps (&steps, samples);
  if (!self->cells)
    mw_painter_line (self->painter, self->picture->viewport.x0, row->foot + 0.5, self->picture->viewport.x1, row->foot + 0.5,
                     MAX (1.0, self->text * 0.04), MW_DASH_NONE, MW_INK (MW_ROLE_GRID));
  mw_painter_strip (self->painter, (const MwPoint *) (gpointer) points->data, points->len, steps.foot, width, MW_INK (MW_ROLE_STRIP),
                    MW_INK_ALPHA (MW_ROLE_STRIP, 0.28));
  draw_limit (self, strip, &steps);
  draw_value (self, row, strip, until);
  mw_painter_pop_group (self->painter);
}
