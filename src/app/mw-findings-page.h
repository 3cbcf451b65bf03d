/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "mw-player.h"

G_BEGIN_DECLS

/* What is worth pointing at in the run, up to the shown moment; a click shows the moment of one. */
#define MW_TYPE_FINDINGS_PAGE (mw_findings_page_get_type ())
G_DECLARE_FINAL_TYPE (MwFindingsPage, mw_findings_page, MW, FINDINGS_PAGE, GtkWidget)

void mw_findings_page_set_player (MwFindingsPage *self, MwPlayer *player);

G_END_DECLS
