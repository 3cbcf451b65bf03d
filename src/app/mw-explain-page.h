/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "mw-player.h"

G_BEGIN_DECLS

/* Title, summary and explanation of the scenario. */
#define MW_TYPE_EXPLAIN_PAGE (mw_explain_page_get_type ())
G_DECLARE_FINAL_TYPE (MwExplainPage, mw_explain_page, MW, EXPLAIN_PAGE, GtkWidget)

void mw_explain_page_set_player (MwExplainPage *self, MwPlayer *player);

G_END_DECLS
