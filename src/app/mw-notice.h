/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "mw-player.h"

G_BEGIN_DECLS

/* Says why a run ended otherwise than it should: who waits for whom in a deadlock, what failed.  It is there
 * only while the shown moment is one after that end. */
#define MW_TYPE_NOTICE (mw_notice_get_type ())
G_DECLARE_FINAL_TYPE (MwNotice, mw_notice, MW, NOTICE, GtkWidget)

void mw_notice_set_player (MwNotice *self, MwPlayer *player);

G_END_DECLS
