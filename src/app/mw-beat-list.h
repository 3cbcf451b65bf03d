/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "mw-player.h"

G_BEGIN_DECLS

/* The telling of the scenario as a numbered list: the beat that the picture has come to is marked, and the one that is
 * activated is gone to.  It is there only where the scenario has one. */
#define MW_TYPE_BEAT_LIST (mw_beat_list_get_type ())
G_DECLARE_FINAL_TYPE (MwBeatList, mw_beat_list, MW, BEAT_LIST, GtkWidget)

void mw_beat_list_set_player (MwBeatList *self, MwPlayer *player);

G_END_DECLS
