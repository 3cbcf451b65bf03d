/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void         mw_keys_install     (GtkApplication *application);
void         mw_keys_add_plain   (GtkWidget *window);
GtkWidget   *mw_keys_new_help    (void);

G_END_DECLS
