/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "mw-player.h"

G_BEGIN_DECLS

/* What survives the program; transfer none, made once.  NULL when the schema is not installed: then nothing
 * survives and nothing else changes. */
GSettings *mw_preferences_get         (void);

/* SIDE: the key of a panel. */
gboolean   mw_preferences_get_shown   (const char *side);
void       mw_preferences_set_shown   (const char *side, gboolean shown);
/* Whether the user said not to be asked about any of HOSTS again. */
gboolean   mw_preferences_has_consent (const char *const *hosts);
void       mw_preferences_add_consent (const char *const *hosts);
void       mw_preferences_load_window (GtkWindow *window);
void       mw_preferences_save_window (GtkWindow *window);
void       mw_preferences_load_player (MwPlayer *player);
void       mw_preferences_save_player (MwPlayer *player);

G_END_DECLS
