/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "mw-palette.h"

G_BEGIN_DECLS

/* Every state in the form in which the picture draws it, and its name. */
#define MW_TYPE_LEGEND_PAGE (mw_legend_page_get_type ())
G_DECLARE_FINAL_TYPE (MwLegendPage, mw_legend_page, MW, LEGEND_PAGE, GtkWidget)

void mw_legend_page_set_scheme (MwLegendPage *self, MwScheme scheme);

G_END_DECLS
