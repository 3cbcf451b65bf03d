/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What surrounds the rows: title and badge, the big number, the ruler and its grid, the legend. */

#include "mw-config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "mw-describe.h"
#include "mw-picture-private.h"
#include "mw-shape.h"
#include "mw-ticks.h"

/* "live", "simulated", from the traces when nobody said it. */
static const char *
badge_of (const MwPicture *picture)
{
  const char *clock;

  if (picture->badge != NULL || picture->view->n_entrants == 0)
    return picture->badge;
  clock = mw_trace_get_header (mw_history_get_trace (picture->view->entrants[0].history))->clock;
  if (g_strcmp0 (clock, "simulated") == 0)
    return _("simulated clock");
  return g_strcmp0 (clock, "live") == 0 ? _("live") : clock;
}

/* A pill at the right end, its middle at Y; returns the x at which it begins. */
static double
draw_badge (MwCanvas *self, double y)
{
  const char *badge = badge_of (self->picture);
  MwFont font = mw_canvas_font (self, 0.85, FALSE);
  double pad = self->cells ? 0 : font.size * 0.6, width;
  MwBox box;

  if (badge == NULL || *badge == '\0')
    return self->right;
  width = mw_painter_measure (self->painter, &font, badge) + 2 * pad;
  box = (MwBox) { self->right - width, y - font.size * 0.8, width, font.size * 1.6 };
  if (box.x < self->rows->width / 2)
    return self->right;
  mw_painter_box (self->painter, &box, font.size * 0.8, MW_INK (MW_ROLE_BAND));
  mw_painter_text (self->painter, box.x + pad, mw_canvas_baseline (y, &font), MW_ALIGN_START, width, &font, MW_INK (MW_ROLE_DIM), badge);
  return box.x - self->text;
}

/* What stands where the big number will be: how it goes, or how a single run went. */
static char *
dup_progress (const MwPicture *picture)
{
  const MwRaceView *view = picture->view;
  guint last = view->n_entrants - 1;
  g_autofree char *now = NULL;
  g_autofree char *end = NULL;

  if (view->n_entrants == 0)
    return g_strdup ("");
  now = mw_describe_now (view->entrants[last].history, mw_race_view_shown_until (view, last));
  end = mw_describe_end (view, last);
  return g_strdup_printf ("%s · %s", end, now);
}

/* The first part large, what follows beside it, or below it in a narrow picture. */
static void
draw_number (MwCanvas *self, double right)
{
  const MwRows *rows = self->rows;
  gboolean lines = rows->figures_lines > 1;
  double height = rows->figures_height / self->text;
  g_autofree char *figures = self->picture->moment != NULL ? g_strdup (self->picture->moment) : mw_describe_figures (self->picture->view);
  MwFont big = mw_canvas_figures (self, lines ? MIN (2.1, height * 0.5) : MIN (2.1, height * 0.72), TRUE);
  MwFont small = mw_canvas_figures (self, MIN (1.15, height * (lines ? 0.3 : 0.5)), FALSE);
  g_autofree char *text = figures != NULL ? g_steal_pointer (&figures) : dup_progress (self->picture);
  char *rest = self->cells ? NULL : strstr (text, " · ");
  double y = rows->figures_y + rows->figures_height * (lines ? 0.32 : 0.5), x = rows->margin, baseline;
  MwVerdictFigures verdict_figures;
  gboolean good = self->picture->moment == NULL && mw_race_view_get_figures (self->picture->view, &verdict_figures) && verdict_figures.speed_up > 1.05;

  baseline = mw_canvas_baseline (y, &big);
  if (rest != NULL)
    {
      *rest = '\0';
      rest += strlen (" · ");
    }
  x += mw_painter_text (self->painter, x, baseline, MW_ALIGN_START, right - x, &big, MW_INK (good ? MW_ROLE_GOOD : MW_ROLE_TEXT), text);
  if (rest == NULL)
    return;
  if (lines)
    {
      x = rows->margin;
      baseline = rows->figures_y + rows->figures_height * 0.88;
      right = self->right;
    }
  else
    x += big.size * 0.55;
  mw_painter_text (self->painter, x, baseline, MW_ALIGN_START, right - x, &small, MW_INK (MW_ROLE_TEXT), rest);
}

void
mw_picture_draw_figures (MwCanvas *self)
{
  const MwRows *rows = self->rows;
  MwFont font = mw_canvas_font (self, 1.3, TRUE);
  double right = self->right;

  if (rows->title_height > 0)
    {
      double y = rows->title_y + rows->title_height * (self->cells ? 0.5 : 0.6);

      right = draw_badge (self, y);
      if (self->picture->title != NULL)
        mw_painter_text (self->painter, rows->margin, mw_canvas_baseline (y, &font), MW_ALIGN_START, right - rows->margin, &font,
                         MW_INK (MW_ROLE_TEXT), self->picture->title);
      right = self->right;
    }
  else if (rows->figures_height > 0)
    right = draw_badge (self, rows->figures_y + rows->figures_height * (rows->figures_lines > 1 ? 0.32 : 0.5));
  if (rows->figures_height > 0)
    {
      mw_painter_push_group (self->painter, "figures", NULL);
      draw_number (self, right);
      mw_painter_pop_group (self->painter);
    }
}

static MwTicks
ticks_of (const MwCanvas *self, const MwFont *font)
{
  return mw_ticks_choose (&self->picture->viewport, font->size * 0.6, self->cells ? 2 * font->size * 0.6 : font->size * 2.4);
}

void
mw_picture_draw_grid (MwCanvas *self)
{
  const MwViewport *viewport = &self->picture->viewport;
  MwFont font = mw_canvas_figures (self, 0.85, FALSE);
  MwTicks ticks = ticks_of (self, &font);
  double foot = self->rows->body_y + self->rows->body_height;

  if (self->cells)
    return;
  for (gint64 time = mw_ticks_first (ticks.step, viewport->range.begin); time <= viewport->range.end; time += ticks.step)
    {
      double x = mw_viewport_x (viewport, time);

      mw_painter_line (self->painter, x, self->rows->body_y, x, foot, MAX (1.0, self->text * 0.05), MW_DASH_NONE, MW_INK (MW_ROLE_GRID));
    }
}

void
mw_picture_draw_ruler (MwCanvas *self)
{
  const MwRows *rows = self->rows;
  const MwViewport *viewport = &self->picture->viewport;
  MwFont font = mw_canvas_figures (self, 0.85, FALSE);
  MwTicks ticks = ticks_of (self, &font);
  double y = rows->ruler_y + rows->ruler_height * (self->cells ? 0.5 : 0.42), foot = rows->body_y;
  double thin = MAX (1.0, self->text * 0.05);

  mw_painter_push_group (self->painter, "ruler", NULL);
  for (gint64 time = mw_ticks_first (ticks.minor, viewport->range.begin); !self->cells && time <= viewport->range.end; time += ticks.minor)
    {
      double x = mw_viewport_x (viewport, time), height = time % ticks.step == 0 ? self->text * 0.45 : self->text * 0.22;

      mw_painter_line (self->painter, x, foot - height, x, foot, thin, MW_DASH_NONE, MW_INK (MW_ROLE_RULE));
    }
  for (gint64 time = mw_ticks_first (ticks.step, viewport->range.begin); time <= viewport->range.end; time += ticks.step)
    {
      char label[MW_TICK_LABEL];
      double x = mw_viewport_x (viewport, time);
      double half = mw_painter_measure (self->painter, &font, mw_ticks_label (&ticks, time, label)) / 2;

      /* A label that would leave the picture is pushed back in. */
      x = MIN (x, rows->width - half - rows->margin / 4);
      mw_painter_text (self->painter, MAX (x, half), mw_canvas_baseline (y, &font), MW_ALIGN_CENTRE, G_MAXDOUBLE, &font, MW_INK (MW_ROLE_DIM), label);
    }
  mw_painter_pop_group (self->painter);
}

/* A sample of the state: what a span or an end mark looks like. */
static void
draw_sample (MwCanvas *self, const MwLegendItem *item)
{
  double width = self->cells ? self->text * 0.6 : self->text * 1.5, height = self->text;
  double form = self->cells ? height : mw_form_height (item->state, height, self->text);
  MwBox box = { item->x, item->y + form / 2 - height, width, height };

  if (mw_state_is_end (item->state))
    mw_painter_mark (self->painter, mw_shape_of_state (item->state), item->x + (self->cells ? width : height) / 2, item->y, height * 0.9,
                     MW_INK (mw_role_of_state (item->state)));
  else
    mw_painter_span (self->painter, &box, box.x, self->text, item->state, MW_REASON_NONE, FALSE);
}

void
mw_picture_draw_legend (MwCanvas *self)
{
  MwFont font = mw_canvas_font (self, 0.85, FALSE);

  if (self->rows->legend_height <= 0)
    return;
  mw_painter_push_group (self->painter, "legend", NULL);
  for (guint i = 0; i < self->rows->legend->len; i++)
    {
      const MwLegendItem *item = &g_array_index (self->rows->legend, MwLegendItem, i);

      double skip = self->text * (self->cells ? 1.2 : item->phase < 0 && mw_state_is_end (item->state) ? 1.4 : 1.9);
      const char *words = item->phase < 0 ? mw_describe_legend (item->state) : mw_describe_phase ((MwPhase) item->phase);

      if (item->phase < 0)
        draw_sample (self, item);
      else
        mw_picture_draw_phase_sample (self, item->x, item->y, (MwPhase) item->phase);
      mw_painter_text (self->painter, item->x + skip, mw_canvas_baseline (item->y, &font), MW_ALIGN_START,
                       self->right - item->x - skip, &font, MW_INK (MW_ROLE_TEXT), words);
    }
  mw_painter_pop_group (self->painter);
}
