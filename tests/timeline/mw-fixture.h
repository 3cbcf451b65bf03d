/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mw-race-view.h"
#include "mw-random.h"

/* Traces written by hand, without an engine: what pictures are tested with.  A small writer keeps the books that
 * every lawful trace needs (iterations, ready before running). */
typedef struct
{
  MwTrace *trace;
  gint64   time;     /* of the next event */
  gint64   slice;    /* ns that a task runs before it is suspended; 0: as on the simulated clock */
  guint32  n_tasks;
} MwPen;

MwPen      mw_pen_new      (const char *variant, const char *title, const char *executor, const char *clock);
guint32    mw_pen_create   (MwPen *self, guint32 parent, const char *name);
/* An iteration with one handle, RUNNING: of a task that is ready. */
void       mw_pen_begin    (MwPen *self, guint32 task);
/* READY, an iteration with one handle, RUNNING. */
void       mw_pen_run      (MwPen *self, guint32 task, guint32 woken_by);
void       mw_pen_suspend  (MwPen *self, guint32 task, MwReason reason, guint32 object, gint64 value);
void       mw_pen_end      (MwPen *self, guint32 task, MwOutcome outcome);
void       mw_pen_emit     (MwPen *self, guint32 task, MwEventKind kind, guint reason, guint32 object, gint64 value);
void       mw_pen_line     (MwPen *self, guint32 task, const char *text);
/* RUN_ENDED; the history (transfer full), up to date. */
MwHistory *mw_pen_finish   (MwPen *self, MwRunEnd end);

/* The well-known ones.  SLICE as above. */
MwHistory *mw_fixture_greetings (gboolean together, gint64 slice);
MwHistory *mw_fixture_stories   (guint n, guint permits, gint64 slice);  /* permits 0: all at once; 1: a loop of awaits */
MwHistory *mw_fixture_blocked   (gboolean blocking);
MwHistory *mw_fixture_retries   (gint64 latency);  /* ns of a request; 0: as on a clock without a network */
MwHistory *mw_fixture_threads   (void);
MwHistory *mw_fixture_requests  (void);  /* three over two connections: the third waits for one, and is cancelled */
MwHistory *mw_fixture_random    (MwRandom *random, guint n_tasks, guint n_turns, gint64 unit);
