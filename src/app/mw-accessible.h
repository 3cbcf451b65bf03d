/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void mw_accessible_name_icon_button (GtkWidget *button, const char *name);
void mw_accessible_name_drop_down   (GtkWidget *drop_down, const char *name);

G_END_DECLS
