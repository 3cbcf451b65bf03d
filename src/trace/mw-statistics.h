/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mw-history.h"

G_BEGIN_DECLS

/* Durations of closed spans, in ns.  All 0 where COUNT is 0. */
typedef struct
{
  guint64 count;
  gint64  total;
  gint64  min;
  gint64  median;
  gint64  p95;
  gint64  max;
} MwDurations;

typedef struct
{
  MwDurations states[MW_N_STATES];
  MwDurations lives;              /* of the tasks that ended */
  guint       n_tasks;
  guint       n_ended;
  gint64      makespan;           /* ns */
  double      throughput;         /* tasks ended per second of the makespan; 0 where it is 0 */
  gint64      longest_iteration;  /* ns; of the loop, not of a task */
  gint64      longest_silence;    /* ns: between two lines of one task; 0 where none has two */
} MwStatistics;

/* Of what HISTORY has read: of all tasks (TASK is 0) or of one.  A task that does not exist has nothing. */
void   mw_statistics_init     (MwStatistics *self, MwHistory *history, guint32 task);
/* The value below or at which PERCENT of N_VALUES ascending values lie (nearest rank); 0 of none. */
gint64 mw_statistics_quantile (const gint64 *values, gsize n_values, guint percent);

G_END_DECLS
