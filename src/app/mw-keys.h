/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* One line per key: what serves the menus' accelerators, the window's plain keys and the page that lists them. */
typedef struct
{
  const char *group;    /* untranslated */
  const char *title;    /* untranslated */
  const char *action;   /* detailed: "win.step(1)" */
  const char *keys[4];  /* as gtk_accelerator_parse reads them, NULL after the last */
} MwKey;

const MwKey *mw_keys_get         (guint *n_keys);
void         mw_keys_install     (GtkApplication *application);
void         mw_keys_add_plain   (GtkWidget *window);
GtkWidget   *mw_keys_new_help    (void);

G_END_DECLS
