/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "mw-player.h"

G_BEGIN_DECLS

/* The bar below the picture: run, pause, step, seek, speed, clock, seed, and the badge that says what is seen. */
#define MW_TYPE_TRANSPORT (mw_transport_get_type ())
G_DECLARE_FINAL_TYPE (MwTransport, mw_transport, MW, TRANSPORT, GtkWidget)

void   mw_transport_set_player (MwTransport *self, MwPlayer *player);
void   mw_transport_set_narrow (MwTransport *self, gboolean narrow, gboolean settings);

/* "live", "paused · simulated", "replay ×0.25"; transfer full. */
char  *mw_transport_dup_badge  (MwPlayer *player);
/* The speeds that can be chosen; the next slower (-1) or faster (1) one than SPEED. */
double mw_transport_next_speed (double speed, int direction);

G_END_DECLS
