/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "mw-palette.h"
#include "mw-player.h"

G_BEGIN_DECLS

/* The listings of the variants; the lines at which live tasks stand are lit. */
#define MW_TYPE_CODE_PAGE (mw_code_page_get_type ())
G_DECLARE_FINAL_TYPE (MwCodePage, mw_code_page, MW, CODE_PAGE, GtkWidget)

void mw_code_page_set_player (MwCodePage *self, MwPlayer *player);
void mw_code_page_set_scheme (MwCodePage *self, MwScheme scheme);

G_END_DECLS
