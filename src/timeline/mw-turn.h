/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mw-history.h"

G_BEGIN_DECLS

/* Who took the time of one turn of the loop. */
typedef struct
{
  guint32 task;    /* the one that held the loop longest; 0: none did */
  gint64  held;    /* ns, by that one without a break */
  guint   n;       /* how many times a task got the loop */
} MwTurn;

/* Of what happened in ITERATION until the instant UNTIL (ns).  O(events of the iteration). */
MwTurn mw_turn_read (MwHistory *history, const MwIteration *iteration, gint64 until);

G_END_DECLS
