/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "mw-refresh.h"

static gboolean
refresh_cb (gpointer data)
{
  MwRefresh *self = data;

  self->source = 0;
  self->func (self->widget);
  return G_SOURCE_REMOVE;
}

static void
map_cb (MwRefresh *self)
{
  self->func (self->widget);
}

/* FUNC is called with WIDGET at once when it is shown, and while it is shown every INTERVAL ms at most. */
void
mw_refresh_init (MwRefresh *self, GtkWidget *widget, guint interval, void (*func) (GtkWidget *widget))
{
  *self = (MwRefresh) { .widget = widget, .func = func, .interval = interval };
  g_signal_connect_swapped (widget, "map", G_CALLBACK (map_cb), self);
}

/* There is something new. */
void
mw_refresh_later (MwRefresh *self)
{
  if (self->source == 0 && gtk_widget_get_mapped (self->widget))
    self->source = g_timeout_add (self->interval, refresh_cb, self);
}

void
mw_refresh_clear (MwRefresh *self)
{
  g_clear_handle_id (&self->source, g_source_remove);
}
