/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "mw-event.h"
#include "mw-palette.h"

G_BEGIN_DECLS

/* One state as the picture draws it, for legends and tables. */
#define MW_TYPE_SWATCH (mw_swatch_get_type ())
G_DECLARE_FINAL_TYPE (MwSwatch, mw_swatch, MW, SWATCH, GtkWidget)

GtkWidget *mw_swatch_new        (MwState state, MwReason reason);
GtkWidget *mw_swatch_new_phase (MwPhase phase);
void       mw_swatch_set_scheme (MwSwatch *self, MwScheme scheme);

G_END_DECLS
