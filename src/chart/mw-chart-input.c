/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Pointer, touch and keys of the chart.
 *
 *   wheel            zoom about the pointer; scrolls the rows where they do not all fit (Ctrl: zoom all the same)
 *   shift + wheel    pan; so does a sideways wheel or swipe
 *   pinch            zoom
 *   drag             pan and scroll; on the ruler: move the shown moment
 *   click            select a task; on the ruler: show that moment
 *   hover            exact times and reason
 */

#include "mw-chart-private.h"

#include <math.h>

#include "mw-describe.h"

#define WHEEL_ZOOM 1.2
#define WHEEL_PAN  0.08
#define WHEEL_ROWS 48.0
#define CLICK_SLOP 6.0
#define TIP_AREA   16    /* px about the pointer; with much less GTK takes each movement for a departure */

static void
zoom_at (MwChart *self, double factor, double x)
{
  if (mw_chart_ensure (self))
    mw_chart_set_viewport (self, mw_viewport_zoom (&self->viewport, factor, x, mw_chart_get_content (self)));
}

static void
pan_by (MwChart *self, double dx)
{
  if (mw_chart_ensure (self))
    mw_chart_set_viewport (self, mw_viewport_pan (&self->viewport, dx, mw_chart_get_content (self)));
}

static gboolean
overflows (MwChart *self)
{
  return mw_chart_ensure (self) && self->rows->height > gtk_widget_get_height (GTK_WIDGET (self));
}

static gboolean
scroll_cb (GtkEventControllerScroll *controller, double dx, double dy, MwChart *self)
{
  GdkModifierType modifiers = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (controller));
  double width = self->viewport.x1 - self->viewport.x0;
  double x = self->pointer_x >= 0 ? self->pointer_x : (self->viewport.x0 + self->viewport.x1) / 2;

  if ((modifiers & GDK_SHIFT_MASK) != 0)
    pan_by (self, -(dx + dy) * WHEEL_PAN * width);
  else if (ABS (dx) > ABS (dy))
    pan_by (self, -dx * WHEEL_PAN * width);
  else if ((modifiers & GDK_CONTROL_MASK) == 0 && overflows (self))
    mw_chart_scroll (self, dy * WHEEL_ROWS);
  else if (dy < 0 || dy > 0)
    zoom_at (self, pow (WHEEL_ZOOM, -dy), x);
  return GDK_EVENT_STOP;
}

static void
pinch_begin_cb (GtkGesture *gesture, GdkEventSequence *sequence, MwChart *self)
{
  self->pinch = 1.0;
}

static void
pinch_cb (GtkGestureZoom *gesture, double scale, MwChart *self)
{
  double x, y;

  if (!gtk_gesture_get_bounding_box_center (GTK_GESTURE (gesture), &x, &y))
    return;
  zoom_at (self, scale / self->pinch, x);
  self->pinch = scale;
}

static void
drag_begin_cb (GtkGestureDrag *gesture, double x, double y, MwChart *self)
{
  MwHit hit = mw_chart_hit (self, x, y);

  self->drag_x = self->drag_y = 0;
  self->drag_seeks = hit.kind == MW_HIT_RULER;
  gtk_widget_grab_focus (GTK_WIDGET (self));
  if (self->drag_seeks)
    mw_chart_seek_to (self, hit.time);
}

static void
drag_update_cb (GtkGestureDrag *gesture, double dx, double dy, MwChart *self)
{
  double x, y;

  gtk_gesture_drag_get_start_point (gesture, &x, &y);
  if (self->drag_seeks)
    mw_chart_seek_to (self, MAX (mw_viewport_time (&self->viewport, x + dx), 0));
  else if (ABS (dx) > CLICK_SLOP || ABS (dy) > CLICK_SLOP || self->drag_x > 0 || self->drag_x < 0)
    {
      pan_by (self, dx - self->drag_x);
      mw_chart_scroll (self, self->drag_y - dy);
      self->drag_x = dx;
      self->drag_y = dy;
    }
}

static void
drag_end_cb (GtkGestureDrag *gesture, double dx, double dy, MwChart *self)
{
  double x, y;
  MwHit hit;

  if (self->drag_seeks || ABS (dx) > CLICK_SLOP || ABS (dy) > CLICK_SLOP)
    return;
  gtk_gesture_drag_get_start_point (gesture, &x, &y);
  hit = mw_chart_hit (self, x, y);
  mw_chart_select (self, hit.entrant, hit.task);
}

static void
motion_cb (GtkEventControllerMotion *controller, double x, double y, MwChart *self)
{
  self->pointer_x = x;
  self->pointer_y = y;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
leave_cb (GtkEventControllerMotion *controller, MwChart *self)
{
  self->pointer_x = self->pointer_y = -1;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static gboolean
query_tooltip_cb (MwChart *self, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  MwRaceView view = mw_chart_get_view (self);
  g_autofree char *text = NULL;
  MwHit hit;

  if (keyboard || !mw_chart_ensure (self))
    return FALSE;
  hit = mw_chart_hit (self, x, y);
  text = mw_describe_hit (&view, self->rows, &hit);
  if (text == NULL)
    return FALSE;
  gtk_tooltip_set_text (tooltip, text);
  gtk_tooltip_set_tip_area (tooltip, &(GdkRectangle) { x - TIP_AREA / 2, y - TIP_AREA / 2, TIP_AREA, TIP_AREA });
  return TRUE;
}

static void
focus_cb (GtkEventControllerFocus *controller, MwChart *self)
{
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* Up and down: the argument is the number of rows. */
static gboolean
move_focus_cb (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  MwChart *self = MW_CHART (widget);
  gint row = mw_chart_get_focus_row (self);
  gint step = g_variant_get_int32 (arguments);

  if (!mw_chart_ensure (self) || self->rows->rows->len == 0)
    return FALSE;
  mw_chart_focus_row (self, CLAMP (row < 0 ? 0 : row + step, 0, (gint) self->rows->rows->len - 1));
  return TRUE;
}

static gboolean
unselect_cb (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  MwChart *self = MW_CHART (widget);

  if (self->selected_task == 0 && mw_chart_get_focus_row (self) < 0)
    return FALSE;
  gtk_widget_grab_focus (widget);
  mw_chart_select (self, 0, 0);
  return TRUE;
}

void
mw_chart_add_keys (GtkWidgetClass *widget_class)
{
  static const struct { guint key; gint step; } rows[] = {
    { GDK_KEY_Up, -1 }, { GDK_KEY_Down, 1 }, { GDK_KEY_KP_Up, -1 }, { GDK_KEY_KP_Down, 1 },
    { GDK_KEY_Page_Up, -8 }, { GDK_KEY_Page_Down, 8 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    gtk_widget_class_add_binding (widget_class, rows[i].key, 0, move_focus_cb, "i", rows[i].step);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, unselect_cb, NULL);
}

static void
add (MwChart *self, gpointer controller, const char *signal, GCallback callback)
{
  g_signal_connect (controller, signal, callback, self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (controller));
}

void
mw_chart_add_input (MwChart *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkGesture *pinch = gtk_gesture_zoom_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();

  add (self, gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES), "scroll", G_CALLBACK (scroll_cb));
  add (self, drag, "drag-begin", G_CALLBACK (drag_begin_cb));
  g_signal_connect (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  g_signal_connect (drag, "drag-end", G_CALLBACK (drag_end_cb), self);
  add (self, pinch, "begin", G_CALLBACK (pinch_begin_cb));
  g_signal_connect (pinch, "scale-changed", G_CALLBACK (pinch_cb), self);
  add (self, motion, "motion", G_CALLBACK (motion_cb));
  g_signal_connect (motion, "leave", G_CALLBACK (leave_cb), self);
  add (self, gtk_event_controller_focus_new (), "enter", G_CALLBACK (focus_cb));
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  g_signal_connect (self, "query-tooltip", G_CALLBACK (query_tooltip_cb), NULL);
}
