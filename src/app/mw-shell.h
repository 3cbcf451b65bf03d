/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef enum
{
  MW_ROOM_NARROW, /* one thing beside nothing */
  MW_ROOM_MEDIUM, /* the picture and one side */
  MW_ROOM_WIDE,   /* everything */
} MwRoom;

#define MW_TYPE_SHELL (mw_shell_get_type ())
G_DECLARE_FINAL_TYPE (MwShell, mw_shell, MW, SHELL, GtkWidget)

void     mw_shell_set_child (MwShell *self, GtkWidget *child);
MwRoom   mw_shell_get_room  (MwShell *self);
gboolean mw_shell_is_low    (MwShell *self);

G_END_DECLS
