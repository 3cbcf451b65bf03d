/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "mw-player.h"

G_BEGIN_DECLS

/* The scenarios by group, to be searched and opened. */
#define MW_TYPE_LIBRARY (mw_library_get_type ())
G_DECLARE_FINAL_TYPE (MwLibrary, mw_library, MW, LIBRARY, GtkWidget)

void mw_library_set_player (MwLibrary *self, MwPlayer *player);
void mw_library_find       (MwLibrary *self);

G_END_DECLS
