/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "mw-player.h"

G_BEGIN_DECLS

/* The lines that were printed up to the shown moment; a click shows the moment of one. */
#define MW_TYPE_CONSOLE_PAGE (mw_console_page_get_type ())
G_DECLARE_FINAL_TYPE (MwConsolePage, mw_console_page, MW, CONSOLE_PAGE, GtkWidget)

void mw_console_page_set_player (MwConsolePage *self, MwPlayer *player);

G_END_DECLS
