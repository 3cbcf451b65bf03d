/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* One invisible child per row: the chart as a list, for keyboard and screen reader.
 *
 * The picture is one drawing, but a screen reader walks widgets.  So every row has a focusable child of role
 * LIST_ITEM that draws nothing, lets the pointer through and carries the row's name and, as description, what
 * is going on in it.  A screen reader speaks each change of the description of what has the focus: that is the
 * live region, and the reason why it is renewed twice a second and not every frame.
 */

#include "mw-chart-private.h"

#include "mw-describe.h"

#define DESCRIBE_MS 500

struct _MwChartLane
{
  GtkWidget parent_instance;
  char     *label;
  char     *description;
};

G_DEFINE_FINAL_TYPE (MwChartLane, mw_chart_lane, GTK_TYPE_WIDGET)

static void
mw_chart_lane_finalize (GObject *object)
{
  MwChartLane *self = MW_CHART_LANE (object);

  g_free (self->label);
  g_free (self->description);
  G_OBJECT_CLASS (mw_chart_lane_parent_class)->finalize (object);
}

static void
mw_chart_lane_class_init (MwChartLaneClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mw_chart_lane_finalize;
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_LIST_ITEM);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "mw-lane");
}

static void
mw_chart_lane_init (MwChartLane *self)
{
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
}

static void
set_property (MwChartLane *self, char **field, GtkAccessibleProperty property, char *value)
{
  g_autofree char *text = value != NULL ? value : g_strdup ("");

  if (g_strcmp0 (*field, text) == 0)
    return;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), property, text, -1);
  g_free (*field);
  *field = g_steal_pointer (&text);
}

static char *
describe_task (MwChart *self, const MwRow *row)
{
  MwRaceView view = mw_chart_get_view (self);
  MwHistory *history = view.entrants[row->entrant].history;
  const MwTaskHistory *task = mw_history_get_task (history, row->task);
  gint64 until = mw_race_view_shown_until (&view, row->entrant);
  gint span = task != NULL ? mw_task_history_find (task, until) : -1;

  if (span < 0 && task != NULL && task->spans->len > 0 && task->created <= until)
    span = (gint) task->spans->len - 1;
  return span >= 0 ? mw_describe_span (history, row->task, (guint) span, until) : NULL;
}

static char *
describe_row (MwChart *self, const MwRow *row)
{
  MwRaceView view = mw_chart_get_view (self);
  g_autofree char *end = NULL;
  g_autofree char *now = NULL;

  if (row->kind == MW_ROW_LANE)
    return describe_task (self, row);
  if (row->kind != MW_ROW_HEADER)
    return NULL;
  end = mw_describe_end (&view, row->entrant);
  now = mw_describe_now (view.entrants[row->entrant].history, mw_race_view_shown_until (&view, row->entrant));
  return g_strjoin (", ", end, now, NULL);
}

static char *
dup_label (MwChart *self, const MwRow *row)
{
  MwRaceView view = mw_chart_get_view (self);

  return row->kind == MW_ROW_HEADER ? g_strdup (mw_race_view_get_title (&view, row->entrant)) : mw_rows_dup_label (&view, row);
}

/* As many children as rows.  Never within a layout or a drawing, where no widget may come or go. */
static void
update_lanes (MwChart *self)
{
  guint n = self->rows->rows->len;
  gboolean changed = n != self->lanes->len;

  while (self->lanes->len > n)
    gtk_widget_unparent (g_ptr_array_steal_index (self->lanes, self->lanes->len - 1));
  while (self->lanes->len < n)
    {
      GtkWidget *lane = g_object_new (MW_TYPE_CHART_LANE, NULL);

      gtk_widget_set_parent (lane, GTK_WIDGET (self));
      g_ptr_array_add (self->lanes, lane);
    }
  if (changed)
    gtk_widget_queue_allocate (GTK_WIDGET (self));
}

static void
describe_all (MwChart *self)
{
  g_autofree char *figures = NULL;
  MwRaceView view = mw_chart_get_view (self);
  gint focused = mw_chart_get_focus_row (self);

  if (!mw_chart_ensure (self))
    return;
  update_lanes (self);
  figures = mw_describe_figures (&view);
  if (figures != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, figures, -1);
  for (guint i = 0; i < self->lanes->len && i < self->rows->rows->len; i++)
    {
      MwChartLane *lane = g_ptr_array_index (self->lanes, i);
      const MwRow *row = mw_rows_get (self->rows, i);

      set_property (lane, &lane->label, GTK_ACCESSIBLE_PROPERTY_LABEL, dup_label (self, row));
      set_property (lane, &lane->description, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                    self->moment != NULL && (gint) i == focused ? g_strdup (self->moment) : describe_row (self, row));
    }
}

static gboolean
describe_cb (gpointer data)
{
  MwChart *self = data;

  self->describe = 0;
  describe_all (self);
  return G_SOURCE_REMOVE;
}

/* Renews names and descriptions, soon and not too often. */
void
mw_chart_describe_later (MwChart *self)
{
  if (self->describe == 0)
    self->describe = g_timeout_add (DESCRIBE_MS, describe_cb, self);
}

/* Puts the children where their rows are drawn. */
void
mw_chart_place_lanes (MwChart *self)
{
  for (guint i = 0; i < self->lanes->len && i < self->rows->rows->len; i++)
    {
      const MwRow *row = mw_rows_get (self->rows, i);
      GtkAllocation box = { 0, (int) (row->y - self->viewport.scroll), gtk_widget_get_width (GTK_WIDGET (self)), (int) row->height };

      gtk_widget_size_allocate (g_ptr_array_index (self->lanes, i), &box, -1);
    }
}

/* The row that has the keyboard focus, or -1. */
gint
mw_chart_get_focus_row (MwChart *self)
{
  for (guint i = 0; i < self->lanes->len; i++)
    if (gtk_widget_has_focus (g_ptr_array_index (self->lanes, i)))
      return (gint) i;
  return -1;
}

/* Scrolls ROW into sight. */
void
mw_chart_reveal_row (MwChart *self, gint row)
{
  const MwRow *place;
  double top, bottom;

  if (row < 0 || (guint) row >= self->rows->rows->len)
    return;
  place = mw_rows_get (self->rows, (guint) row);
  top = self->viewport.scroll + self->rows->body_y;
  bottom = self->viewport.scroll + gtk_widget_get_height (GTK_WIDGET (self));
  if (place->y < top)
    mw_chart_scroll (self, place->y - top);
  else if (place->y + place->height > bottom)
    mw_chart_scroll (self, place->y + place->height - bottom);
}

/* Moves the focus to ROW, selects its task and scrolls it into sight. */
void
mw_chart_focus_row (MwChart *self, gint row)
{
  const MwRow *place;

  update_lanes (self);
  if (row < 0 || (guint) row >= self->lanes->len || (guint) row >= self->rows->rows->len)
    return;
  place = mw_rows_get (self->rows, (guint) row);
  mw_chart_reveal_row (self, row);
  gtk_widget_grab_focus (g_ptr_array_index (self->lanes, row));
  mw_chart_select (self, place->entrant, place->task);
}
