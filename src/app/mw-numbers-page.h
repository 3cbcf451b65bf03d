/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "mw-player.h"

G_BEGIN_DECLS

/* Times by state, for each variant, up to the shown moment. */
#define MW_TYPE_NUMBERS_PAGE (mw_numbers_page_get_type ())
G_DECLARE_FINAL_TYPE (MwNumbersPage, mw_numbers_page, MW, NUMBERS_PAGE, GtkWidget)

void mw_numbers_page_set_player (MwNumbersPage *self, MwPlayer *player);

G_END_DECLS
