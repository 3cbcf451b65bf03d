/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "mw-player.h"

G_BEGIN_DECLS

/* A labelled control for each parameter of the scenario, in a flow that wraps. */
#define MW_TYPE_PARAMETERS (mw_parameters_get_type ())
G_DECLARE_FINAL_TYPE (MwParameters, mw_parameters, MW, PARAMETERS, GtkWidget)

void mw_parameters_set_player (MwParameters *self, MwPlayer *player);

G_END_DECLS
