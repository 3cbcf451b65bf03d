/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mw-viewport.h"

G_BEGIN_DECLS

/* Where the ruler has its ticks: multiples of a round step counted from 0, never from the visible edge, so that
 * panning moves ticks and does not change them. */
typedef struct
{
  gint64 step;      /* ns between labelled ticks */
  gint64 minor;     /* ns between unlabelled ones; divides step */
  guint  unit;      /* of the labels: index into the table of units */
  guint  decimals;  /* of the labels */
} MwTicks;

#define MW_TICK_LABEL MW_TIME_BUFFER

/* The smallest round step whose labels, CHARACTER px wide per character, stay GAP px apart everywhere on the ruler. */
MwTicks     mw_ticks_choose    (const MwViewport *viewport, double character, double gap);
/* The first labelled (or minor) tick at or after TIME. */
gint64      mw_ticks_first     (gint64 step, gint64 time);
/* "0", "0.5 s", "240 ms": all labels of a ruler have the same unit and decimals. */
const char *mw_ticks_label     (const MwTicks *self, gint64 time, char buffer[MW_TICK_LABEL]);

G_END_DECLS
