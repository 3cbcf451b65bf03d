/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mw-history.h"
#include "mw-random.h"
#include "mw-trace-private.h"

G_BEGIN_DECLS

/* Traces for tests. */

/* One event in a table: { .time = …, .kind = …, … }; TEXT is interned where the kind has a string. */
typedef struct
{
  MwEvent     event;
  const char *text;
} FixtureEvent;

/* Resources: 1 semaphore "gate" (2 permits), 2 lock "key", 3 queue "orders" (3), 4 session "web", 5 service "lab",
 * 6 value "sum"; seed 444. */
MwTrace *fixture_trace_new     (void);
/* The same with 9 limiter "pace" (2 in 1 µs, 2 at most), 10 event "bell", 11 scope "door". */
MwTrace *fixture_trace_new_sharing (void);
void     fixture_trace_fill    (MwTrace *trace, const FixtureEvent *events, guint n_events, gboolean lawfully);
/* The first with the events of the table, appended lawfully, or as they are. */
MwTrace *fixture_trace_of      (const FixtureEvent *events, guint n_events, gboolean lawfully);
/* A lawful trace with at least N_EVENTS random events and an end of the run. */
MwTrace *fixture_trace_random  (guint64 seed, guint n_events);
/* Two greetings that wait together, one line each; complete, and every invariant holds. */
MwTrace *fixture_trace_greetings (void);

G_END_DECLS
