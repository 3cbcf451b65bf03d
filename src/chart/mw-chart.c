/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The widget holds what the user decides (what is looked at, what is selected) and asks the pure modules for
 * everything else, once a frame.  Rows are laid out again only when there is something new to place; the
 * viewport either is the whole extent or stays where the user put it.
 *
 * While a live run grows the ruler rests: it is as long as the run is expected to take, as long as that holds.
 */

#include "mw-config.h"

#include <glib/gi18n-lib.h>

#include "mw-chart-private.h"

#include "mw-picture.h"

enum { SEEK, SELECTED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (MwChart, mw_chart, GTK_TYPE_WIDGET)

/* What is drawn. */
MwRaceView
mw_chart_get_view (MwChart *self)
{
  return (MwRaceView) { (const MwEntrant *) (gpointer) self->shown->data, self->shown->len, self->now };
}

/* What is laid out: all that is known, so that nothing jumps. */
MwRaceView
mw_chart_get_whole (MwChart *self)
{
  return (MwRaceView) { (const MwEntrant *) (gpointer) self->entrants->data, self->entrants->len, self->now };
}

static void
forget_rows (MwChart *self)
{
  g_clear_pointer (&self->rows, mw_rows_free);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
mw_chart_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  MwChart *self = MW_CHART (widget);
  const MwPalette *palette = mw_palette_get (self->scheme);
  MwColor background = palette->colors[MW_ROLE_BACKGROUND];
  MwPainter *painter;
  MwRaceView view;
  MwPicture picture;

  if (!mw_chart_ensure (self))
    {
      gtk_snapshot_append_color (snapshot, &(GdkRGBA) { background.red / 255.0f, background.green / 255.0f, background.blue / 255.0f, 1 },
                                 &GRAPHENE_RECT_INIT (0, 0, (float) gtk_widget_get_width (widget), (float) gtk_widget_get_height (widget)));
      return;
    }
  if (self->texts == NULL)
    self->texts = mw_text_cache_new (gtk_widget_get_pango_context (widget));
  view = mw_chart_get_view (self);
  picture = mw_picture_fit (&view, self->rows);
  picture.viewport = self->viewport;
  picture.badge = self->badge;
  picture.moment = self->moment;
  picture.now_line = self->now;
  picture.cursor = -1;
  if (self->pointer_x >= self->viewport.x0 && self->pointer_x <= self->viewport.x1)
    picture.cursor = mw_viewport_time (&self->viewport, self->pointer_x);
  picture.selected_entrant = self->selected_entrant;
  picture.selected_task = self->selected_task;
  picture.focus = mw_chart_get_focus_row (self) >= 0;
  painter = mw_snapshot_painter_new (snapshot, self->texts, palette, gtk_widget_get_scale_factor (widget));
  mw_picture_draw (painter, &picture);
  mw_snapshot_painter_free (painter);
}

static void
mw_chart_measure (GtkWidget *widget, GtkOrientation orientation, int for_size,
                  int *minimum, int *natural, int *minimum_baseline, int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 160 : 80;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 720 : 480;
}

static void
mw_chart_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  MwChart *self = MW_CHART (widget);

  g_clear_pointer (&self->rows, mw_rows_free);
  if (mw_chart_ensure (self))
    mw_chart_place_lanes (self);
}

static void
mw_chart_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  MwChart *self = MW_CHART (widget);

  GTK_WIDGET_CLASS (mw_chart_parent_class)->css_changed (widget, change);
  g_clear_pointer (&self->texts, mw_text_cache_free);
  forget_rows (self);
}

/* Tab enters the chart and leaves it; up and down move within. */
static gboolean
mw_chart_focus (GtkWidget *widget, GtkDirectionType direction)
{
  MwChart *self = MW_CHART (widget);
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (widget));

  if (focus != NULL && (focus == widget || gtk_widget_is_ancestor (focus, widget)))
    return FALSE;
  if (self->selected_task != 0 && mw_chart_ensure (self))
    mw_chart_focus_row (self, mw_rows_find_task (self->rows, self->selected_entrant, self->selected_task));
  return mw_chart_get_focus_row (self) >= 0 || gtk_widget_grab_focus (widget);
}

static void
clear_entrant (gpointer data)
{
  g_free ((char *) ((MwEntrant *) data)->title);
}

static void
mw_chart_dispose (GObject *object)
{
  MwChart *self = MW_CHART (object);

  g_clear_handle_id (&self->describe, g_source_remove);
  g_clear_pointer (&self->rows, mw_rows_free);
  g_clear_pointer (&self->texts, mw_text_cache_free);
  for (guint i = 0; i < self->lanes->len; i++)
    gtk_widget_unparent (g_ptr_array_index (self->lanes, i));
  g_ptr_array_set_size (self->lanes, 0);
  g_array_set_size (self->shown, 0);
  g_array_set_size (self->entrants, 0);
  G_OBJECT_CLASS (mw_chart_parent_class)->dispose (object);
}

static void
mw_chart_finalize (GObject *object)
{
  MwChart *self = MW_CHART (object);

  g_array_unref (self->shown);
  g_array_unref (self->entrants);
  g_free (self->moment);
  g_ptr_array_unref (self->lanes);
  g_free (self->badge);
  G_OBJECT_CLASS (mw_chart_parent_class)->finalize (object);
}

static void
mw_chart_class_init (MwChartClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mw_chart_dispose;
  G_OBJECT_CLASS (klass)->finalize = mw_chart_finalize;
  widget_class->snapshot = mw_chart_snapshot;
  widget_class->measure = mw_chart_measure;
  widget_class->size_allocate = mw_chart_size_allocate;
  widget_class->css_changed = mw_chart_css_changed;
  widget_class->focus = mw_chart_focus;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LIST);
  gtk_widget_class_set_css_name (widget_class, "mw-chart");
  mw_chart_add_keys (widget_class);
  signals[SEEK] = g_signal_new ("seek", MW_TYPE_CHART, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
  signals[SELECTED] = g_signal_new ("selected", MW_TYPE_CHART, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_UINT);
}

static void
mw_chart_init (MwChart *self)
{
  self->entrants = g_array_new (FALSE, TRUE, sizeof (MwEntrant));
  g_array_set_clear_func (self->entrants, clear_entrant);
  self->shown = g_array_new (FALSE, TRUE, sizeof (MwEntrant));
  self->lanes = g_ptr_array_new ();
  self->fitted = TRUE;
  self->pointer_x = self->pointer_y = -1;
  self->viewport = mw_viewport_fit ((MwRange) { 0, MW_NS_PER_SEC }, 0, 1);
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Runs on one time axis"), -1);
  mw_chart_add_input (self);
}

GtkWidget *
mw_chart_new (void)
{
  return g_object_new (MW_TYPE_CHART, NULL);
}

/* The ENTRANTS are copied, their histories are not owned: they must live until they are replaced.  None at all:
 * what comes next is something else, and the selection is dropped. */
void
mw_chart_set_entrants (MwChart *self, const MwEntrant *entrants, guint n_entrants)
{
  g_array_set_size (self->entrants, 0);
  for (guint i = 0; i < n_entrants; i++)
    {
      MwEntrant entrant = entrants[i];

      entrant.title = g_strdup (entrant.title);
      g_array_append_val (self->entrants, entrant);
    }
  mw_chart_stand_at (self, NULL, NULL);
  if (n_entrants == 0)
    self->selected_task = 0;
  self->now = 0;
  forget_rows (self);
  mw_chart_describe_later (self);
  gtk_widget_trigger_tooltip_query (GTK_WIDGET (self));
}

/* Shows the histories, which may have grown, at NOW (ns); EXPECTED is how long the run will probably take (0: not known). */
void
mw_chart_show (MwChart *self, gint64 now, gint64 expected)
{
  gboolean seen = mw_range_contains (self->viewport.range, self->now);
  gboolean back = now < self->now;

  self->now = now;
  self->expected = expected;
  if (!self->fitted && seen && !mw_range_contains (self->viewport.range, now) && mw_chart_ensure (self))
    mw_chart_set_viewport (self, mw_viewport_reveal (&self->viewport, now, mw_chart_get_content (self)));
  gtk_widget_queue_draw (GTK_WIDGET (self));
  mw_chart_describe_later (self);
  if (back)
    gtk_widget_trigger_tooltip_query (GTK_WIDGET (self));  /* what it told lies in the future again */
}

/* Shows PARTS, one for each entrant, instead of the whole histories, with the same tasks and strips at the same places, and
 * says so by MOMENT.  NULL: the histories as far as they go.  The parts are not owned and live until the next call. */
void
mw_chart_stand_at (MwChart *self, MwHistory *const *parts, const char *moment)
{
  char *own = g_strdup (moment);

  g_array_set_size (self->shown, 0);
  g_array_append_vals (self->shown, self->entrants->data, self->entrants->len);
  for (guint i = 0; parts != NULL && i < self->shown->len; i++)
    g_array_index (self->shown, MwEntrant, i).history = parts[i];
  g_free (self->moment);
  self->moment = own;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* What the picture says about itself: live, replayed, simulated, slowed. */
void
mw_chart_set_badge (MwChart *self, const char *badge)
{
  if (g_strcmp0 (self->badge, badge) == 0)
    return;
  g_free (self->badge);
  self->badge = g_strdup (badge);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
mw_chart_set_scheme (MwChart *self, MwScheme scheme)
{
  self->scheme = scheme;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

MwScheme
mw_chart_get_scheme (MwChart *self)
{
  return self->scheme;
}

/* The whole run, now and while it grows. */
void
mw_chart_fit (MwChart *self)
{
  self->fitted = TRUE;
  self->viewport.scroll = 0;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* Looks at another part of the time; at everything again when VIEWPORT holds everything. */
void
mw_chart_set_viewport (MwChart *self, MwViewport viewport)
{
  MwRange content = mw_chart_get_content (self);

  self->viewport = viewport;
  self->fitted = viewport.range.begin <= content.begin && viewport.range.end >= content.end;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  gtk_widget_trigger_tooltip_query (GTK_WIDGET (self));
}

/* FACTOR > 1 shows less, larger; about the moment that is shown, or the middle when that is out of sight. */
void
mw_chart_zoom (MwChart *self, double factor)
{
  double x;

  if (!mw_chart_ensure (self))
    return;
  x = mw_viewport_x (&self->viewport, self->now);
  if (x < self->viewport.x0 || x > self->viewport.x1)
    x = (self->viewport.x0 + self->viewport.x1) / 2;
  mw_chart_set_viewport (self, mw_viewport_zoom (&self->viewport, factor, x, mw_chart_get_content (self)));
}

/* Moves by a SHARE of the width; > 0: to later times. */
void
mw_chart_pan (MwChart *self, double share)
{
  if (mw_chart_ensure (self))
    mw_chart_set_viewport (self, mw_viewport_pan (&self->viewport, -share * (self->viewport.x1 - self->viewport.x0),
                                                  mw_chart_get_content (self)));
}

/* Moves the rows up by DY px, as far as there are any. */
void
mw_chart_scroll (MwChart *self, double dy)
{
  self->viewport.scroll = MAX (self->viewport.scroll + dy, 0);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

MwHit
mw_chart_hit (MwChart *self, double x, double y)
{
  MwRaceView view = mw_chart_get_view (self);

  if (!mw_chart_ensure (self))
    return (MwHit) { .kind = MW_HIT_NOTHING, .row = -1, .span = -1 };
  return mw_hit_test (&view, self->rows, &self->viewport, x, y);
}

void
mw_chart_seek_to (MwChart *self, gint64 time)
{
  g_signal_emit (self, signals[SEEK], 0, time);
}

/* Outlines TASK of ENTRANT and brings its row into sight; 0: nothing. */
void
mw_chart_select (MwChart *self, guint entrant, guint32 task)
{
  self->selected_entrant = entrant;
  self->selected_task = task;
  if (task != 0 && mw_chart_ensure (self))
    mw_chart_reveal_row (self, mw_rows_find_task (self->rows, entrant, task));
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_signal_emit (self, signals[SELECTED], 0, entrant, (guint) task);
}

/* The part of the time that is seen. */
MwRange
mw_chart_get_range (MwChart *self)
{
  mw_chart_ensure (self);
  return self->viewport.range;
}
