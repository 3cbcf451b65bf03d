/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What stands where: the chart's rows and its viewport, brought up to date when there is something new to place. */

#include "mw-chart-private.h"

#define FEW_TASKS      2000
#define EXPECTED_AIR   102    /* percent: a live run takes a little longer */
#define LEGEND_LINES   32     /* shorter pictures, in text lines, go without a legend */
#define GROW_LINES     56     /* larger pictures than this have larger letters … */
#define GROW_LETTERS   100
#define GROW_MOST      1.6    /* … up to this factor */

/* The size of the picture's text in px: the widget's, and larger where there is much room.  It depends on the
 * widget's size alone, so that no new task makes it jump. */
static double
get_text_size (MwChart *self)
{
  double width = gtk_widget_get_width (GTK_WIDGET (self)), height = gtk_widget_get_height (GTK_WIDGET (self));
  PangoContext *context = gtk_widget_get_pango_context (GTK_WIDGET (self));
  const PangoFontDescription *font = pango_context_get_font_description (context);
  double size = (double) pango_font_description_get_size (font) / PANGO_SCALE;

  if (!pango_font_description_get_size_is_absolute (font))
    size *= pango_cairo_context_get_resolution (context) / 72.0;
  size = MAX (size, 8.0);
  return size * CLAMP (MIN (height / size / GROW_LINES, width / size / GROW_LETTERS), 1.0, GROW_MOST);
}

/* Changes when the layout of the rows may. */
static guint64
get_rows_key (MwChart *self)
{
  guint64 key = self->entrants->len;

  for (guint i = 0; i < self->entrants->len; i++)
    {
      MwHistory *history = g_array_index (self->entrants, MwEntrant, i).history;
      guint n_tasks = mw_history_get_n_tasks (history);

      key = key * 31 + (n_tasks < FEW_TASKS ? mw_history_get_n_read (history) : n_tasks);
      key = key * 31 + (mw_history_is_finished (history) ? 1 : 0);
    }
  return key;
}

/* All that can be looked at. */
MwRange
mw_chart_get_content (MwChart *self)
{
  MwRaceView view = mw_chart_get_whole (self);
  MwRange extent = mw_race_view_get_extent (&view);
  gint64 expected = self->expected + self->expected / 100 * (EXPECTED_AIR - 100);
  gint64 known = self->now, ghosts = 0;
  gboolean finished = TRUE;

  for (guint i = 0; i < self->entrants->len; i++)
    {
      const MwEntrant *entrant = &g_array_index (self->entrants, MwEntrant, i);

      known = MAX (known, mw_history_get_end (entrant->history));
      ghosts = MAX (ghosts, entrant->ghost);
      finished &= mw_history_is_finished (entrant->history);
    }
  if (expected > 0 && known <= expected && (!finished || known >= expected / 10 * 9))
    extent.end = MAX (expected, ghosts);
  return extent;
}

static void
lay_out (MwChart *self)
{
  MwRaceView view = mw_chart_get_whole (self);
  double text = get_text_size (self);
  double height = gtk_widget_get_height (GTK_WIDGET (self));
  MwRowsOptions options = {
    .width = gtk_widget_get_width (GTK_WIDGET (self)),
    .height = height,
    .text = text,
    .flags = MW_ROWS_FIGURES | (height >= LEGEND_LINES * text ? MW_ROWS_LEGEND : 0),
  };

  g_clear_pointer (&self->rows, mw_rows_free);
  self->rows = mw_rows_new (&view, &options);
  mw_chart_describe_later (self);
}

/* Brings rows and viewport up to date; FALSE when there is nothing to show. */
gboolean
mw_chart_ensure (MwChart *self)
{
  guint64 key = get_rows_key (self);
  double scroll = self->viewport.scroll;
  MwRange content;

  if (self->entrants->len == 0 || gtk_widget_get_width (GTK_WIDGET (self)) <= 0)
    return FALSE;
  if (self->rows == NULL || key != self->rows_key)
    lay_out (self);
  self->rows_key = key;
  content = mw_chart_get_content (self);
  if (self->fitted)
    self->viewport = mw_viewport_fit (content, self->rows->plot_left, self->rows->plot_right);
  else
    {
      self->viewport = mw_viewport_resize (&self->viewport, self->rows->plot_left, self->rows->plot_right);
      self->viewport = mw_viewport_clamp (&self->viewport, content);
    }
  self->viewport.scroll = CLAMP (scroll, 0, MAX (self->rows->height - gtk_widget_get_height (GTK_WIDGET (self)), 0));
  return TRUE;
}
