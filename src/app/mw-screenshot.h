/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef void (*MwScreenshotFunc) (const char *path, const GError *error, gpointer user_data);

/* Writes WIDGET as a PNG after its next frame: PATH.part first, then renamed, so that PATH is a whole
 * picture or what it was before.  DONE (may be NULL) is called then, ERROR set when it failed. */
void mw_screenshot_take (GtkWidget *widget, const char *path, MwScreenshotFunc done, gpointer user_data);

G_END_DECLS
