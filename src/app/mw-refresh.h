/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A panel that follows the moving picture at its own, slower pace, and only while it can be seen. */
typedef struct
{
  GtkWidget *widget;
  void     (*func) (GtkWidget *widget);
  guint      interval;  /* ms */
  guint      source;
} MwRefresh;

void mw_refresh_init  (MwRefresh *self, GtkWidget *widget, guint interval, void (*func) (GtkWidget *widget));
void mw_refresh_later (MwRefresh *self);
void mw_refresh_clear (MwRefresh *self);

G_END_DECLS
