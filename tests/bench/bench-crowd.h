/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mw-history.h"

/* A lawful trace of N_SPANS spans in N_TASKS tasks, none of which is like another: they wake at random, wait for one
 * of 100 permits and sleep; every thousandth turn blocks the loop.  Nothing has ended yet, so that it can go on. */
typedef struct
{
  MwTrace *trace;
  GRand   *random;
  gint64   time;
  guint32  n_tasks;
  guint64  n_spans;
} BenchCrowd;

BenchCrowd bench_crowd_new    (guint32 n_tasks);
void       bench_crowd_append (BenchCrowd *self, guint64 n_spans);
void       bench_crowd_finish (BenchCrowd *self);
void       bench_crowd_clear  (BenchCrowd *self);
