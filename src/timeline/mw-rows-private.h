/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mw-rows.h"

G_BEGIN_DECLS

/* Width of a letter, in text sizes: a guess that needs no font. */
#define MW_ROWS_CHARACTER 0.6

/* Which states and phases occur in VIEW. */
void mw_rows_find_legend  (MwRows *self, const MwRaceView *view);
/* Lays the legend out in lines of height LINE, left to right, from y 0; its widths are guesses, so that every painter breaks
 * the same lines. */
void mw_rows_place_legend (MwRows *self, double line);

G_END_DECLS
