/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "mw-player.h"

G_BEGIN_DECLS

/* Asks the questions of a scenario that has some; each end opens the scenario that proves it. */
#define MW_TYPE_GUIDE_VIEW (mw_guide_view_get_type ())
G_DECLARE_FINAL_TYPE (MwGuideView, mw_guide_view, MW, GUIDE_VIEW, GtkWidget)

void mw_guide_view_set_player (MwGuideView *self, MwPlayer *player);

G_END_DECLS
