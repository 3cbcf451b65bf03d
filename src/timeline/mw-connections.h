/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mw-race-view.h"

G_BEGIN_DECLS

/* More connections than these have one lane together. */
#define MW_CONNECTIONS_MAX 6

/* Whether the connections of VIEW's runs have lanes, in all of them or in none. */
gboolean mw_connections_are_shown (const MwRaceView *view);
/* Index of the first phase on CONNECTION (1 …) that ends after TIME (ns); how many there are when none does. */
guint    mw_connections_find      (MwHistory *history, guint connection, gint64 time);

G_END_DECLS
