/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the engine says, and what time it says it was.
 *
 * A wake is three events, and reading the clock costs more than all the rest of a wake: about 25 ns, and the processor
 * waits until everything before it is done.  But a task that is ready, a task that begins to run and an iteration that
 * begins or ends follow upon something that has just been recorded, with nothing in between but a few pointers of the
 * ready queue: they bear the time of what they follow upon.  A task that goes to sleep has as a rule done little since it
 * woke: it too bears the last time that was read.  Everything else reads the clock.
 *
 * That must never become a lie.  A reading therefore lasts for READING_LASTS small things (a timer that was due, a
 * handle, a step), which is less than a microsecond, and it is void as soon as time may have passed elsewhere: when
 * the backend was called, when a text or a list was put together, and between two iterations that do not follow at once.
 *
 * Rejected: one time for all that happens in an iteration, as libuv has (with 100,000 tasks awake an iteration lasts
 * milliseconds), and the processor's counter read without order (not portable, and to be calibrated).
 */

#include "mw-task.h"

#define READING_LASTS 8

/* Reads the clock (ns since the run began). */
gint64
mw_engine_now (MwEngine *self)
{
  self->last_time = MAX (self->last_time, self->backend->now (self->backend));
  self->n_since_reading = 0;
  return self->last_time;
}

/* Time has passed outside the engine: the last reading is void. */
void
mw_engine_expire (MwEngine *self)
{
  self->n_since_reading = READING_LASTS;
}

/* The time, as last read or read again: never more than a microsecond ago. */
gint64
mw_engine_recently (MwEngine *self)
{
  return self->n_since_reading < READING_LASTS ? self->last_time : mw_engine_now (self);
}

static gint64
time_of (MwEngine *self, MwEventKind kind)
{
  gboolean follows = kind == MW_EVENT_READY || kind == MW_EVENT_RUNNING || kind == MW_EVENT_ITERATION_BEGIN ||
                     kind == MW_EVENT_ITERATION_END;

  return follows ? mw_engine_recently (self) : mw_engine_now (self);
}

/* Appends an event of TASK (NULL: of the run) to the trace, on the lane where the task runs.  TIME is the last that
 * was read. */
void
mw_engine_record_at (MwEngine *self, gint64 time, MwEventKind kind, MwTask *task, guint reason, guint32 object,
                     gint64 value)
{
  MwEvent event = {
    .time = time,
    .value = value,
    .task = task ? task->id : 0,
    .object = object,
    .step = task && task->step ? task->step->id : 0,
    .kind = (guint8) kind,
    .reason = (guint8) reason,
    .lane = task ? task->lane : 0,
  };

  mw_trace_append (self->trace, &event);
}

void
mw_engine_record (MwEngine *self, MwEventKind kind, MwTask *task, guint reason, guint32 object, gint64 value)
{
  mw_engine_record_at (self, time_of (self, kind), kind, task, reason, object, value);
}

/* The same for what happens to TASK on another LANE than its own. */
void
mw_engine_record_lane (MwEngine *self, MwEventKind kind, MwTask *task, guint reason, guint32 object, guint lane)
{
  MwEvent event = {
    .time = time_of (self, kind),
    .task = task->id,
    .object = object,
    .step = task->step ? task->step->id : 0,
    .kind = (guint8) kind,
    .reason = (guint8) reason,
    .lane = (guint16) lane,
  };

  mw_trace_append (self->trace, &event);
}
