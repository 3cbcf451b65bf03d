/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the engine says, and what time it says it was.
 *
 * A wake is three events, and reading the clock for each would cost more than all the rest of it: about 25 ns, and the
 * processor waits until everything before is done.  So events that follow closely upon one another bear the same time.
 *
 * That must never become a lie.  A reading lasts for READING_LASTS small things, each of some tens of ns: an event, a
 * handle, a step, a timer that was due.  That is less than a microsecond.  It is void as soon as more time may have
 * passed: when the backend was called or calls, when a text, a list or a task was made, and between two iterations that
 * do not follow at once.  And what crosses the loop's border, a blocking call, a worker's job, a phase of a request, a
 * printed line, is never stamped with it: there people compare with clocks of their own.
 *
 * Rejected: one time for all that happens in an iteration, as libuv has (with 100,000 tasks awake an iteration lasts
 * milliseconds), and the processor's counter read without order (not portable, and to be calibrated).
 */

#include "mw-task.h"

#define READING_LASTS 16

/* Reads the clock (ns since the run began). */
gint64
mw_engine_now (MwEngine *self)
{
  self->last_time = MAX (self->last_time, self->backend->now (self->backend));
  self->n_since_reading = 0;
  return self->last_time;
}

/* The time, as last read or read again. */
gint64
mw_engine_recently (MwEngine *self)
{
  if (self->n_since_reading >= READING_LASTS)
    mw_engine_now (self);
  return self->last_time;
}

/* Time has passed that was not counted: the last reading is void. */
void
mw_engine_expire (MwEngine *self)
{
  self->n_since_reading = READING_LASTS;
}

static const gboolean crosses_border[MW_N_EVENTS] = {
  [MW_EVENT_BLOCKING_BEGIN] = TRUE,
  [MW_EVENT_BLOCKING_END] = TRUE,
  [MW_EVENT_THREAD_QUEUED] = TRUE,
  [MW_EVENT_THREAD_BEGIN] = TRUE,
  [MW_EVENT_THREAD_END] = TRUE,
  [MW_EVENT_PHASE] = TRUE,
  [MW_EVENT_LINE] = TRUE,
  [MW_EVENT_ANSWERED] = TRUE,
};

static gint64
time_of (MwEngine *self, MwEventKind kind)
{
  gint64 time = crosses_border[kind] ? mw_engine_now (self) : mw_engine_recently (self);

  self->n_since_reading++;
  return time;
}

/* Appends an event of TASK (NULL: of the run) to the trace, on the lane where the task runs. */
void
mw_engine_record (MwEngine *self, MwEventKind kind, MwTask *task, guint reason, guint32 object, gint64 value)
{
  MwEvent *event = mw_trace_reserve (self->trace);

  *event = (MwEvent) {
    .time = time_of (self, kind),
    .value = value,
    .task = task ? task->id : 0,
    .object = object,
    .step = task && task->step ? task->step->id : 0,
    .kind = (guint8) kind,
    .reason = (guint8) reason,
    .lane = task ? task->lane : 0,
  };
  mw_trace_commit (self->trace, event);
}

/* The same for what happens to TASK on another LANE than its own. */
void
mw_engine_record_lane (MwEngine *self, MwEventKind kind, MwTask *task, guint reason, guint32 object, guint lane)
{
  MwEvent *event = mw_trace_reserve (self->trace);

  *event = (MwEvent) {
    .time = time_of (self, kind),
    .task = task->id,
    .object = object,
    .step = task->step ? task->step->id : 0,
    .kind = (guint8) kind,
    .reason = (guint8) reason,
    .lane = (guint16) lane,
  };
  mw_trace_commit (self->trace, event);
}
