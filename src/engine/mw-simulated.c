/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The simulated world.
 *
 * Nothing waits here: when the engine has nothing ready, the clock jumps to whatever comes next, be it a deadline of
 * the engine or an event of a service's model.  Events that fall due at the same time happen in the order in which
 * they were scheduled, before the engine looks at its timers, as asyncio looks at its sockets first.
 *
 * Files and databases are modelled in their time only: what comes out of them is told at once by the storage that the
 * lab layer lends, and the operation takes as long as the scenario declares.
 */

#include "mw-cores.h"
#include "mw-engine.h"
#include "mw-simulated.h"
#include "mw-time.h"
#include "mw-timers.h"

typedef struct
{
  MwTimer         timer;
  guint64         id;
  MwSimulatedFunc func;
  gpointer        data;
} Event;

typedef struct
{
  MwBackend        base;
  const MwProgram *program;
  gint64           now;
  MwTimers         events;
  GHashTable      *by_id;
  guint64          last_id;
  MwServices      *services;
  MwStorage       *storage;
  MwCores         *cores;
  gint64          *free_at;        /* of databases: when their connection is free again */
} MwSimulated;

static gint64
simulated_now (MwBackend *base)
{
  return ((MwSimulated *) base)->now;
}

gint64
mw_simulated_now (MwBackend *base)
{
  return simulated_now (base);
}

guint64
mw_simulated_schedule (MwBackend *base, gint64 time, MwSimulatedFunc func, gpointer data)
{
  MwSimulated *self = (MwSimulated *) base;
  Event *event = g_new0 (Event, 1);

  event->id = ++self->last_id;
  event->func = func;
  event->data = data;
  mw_timers_add (&self->events, &event->timer, MAX (time, self->now));
  g_hash_table_insert (self->by_id, &event->id, event);
  return event->id;
}

/* The event ID will not happen; nothing is done when it has. */
void
mw_simulated_unschedule (MwBackend *base, guint64 id)
{
  MwSimulated *self = (MwSimulated *) base;
  Event *event = g_hash_table_lookup (self->by_id, &id);

  if (event == NULL)
    return;
  g_hash_table_remove (self->by_id, &id);
  mw_timers_remove (&self->events, &event->timer);
  g_free (event);
}

static gint64
next_event (MwSimulated *self)
{
  MwTimer *timer = mw_timers_peek (&self->events);

  return timer ? timer->deadline : MW_TIME_OPEN;
}

/* The next event happens, at its time. */
static void
happen (MwSimulated *self)
{
  Event *event = (Event *) mw_timers_peek (&self->events);
  MwSimulatedFunc func = event->func;
  gpointer data = event->data;

  self->now = MAX (self->now, event->timer.deadline);
  mw_simulated_unschedule (&self->base, event->id);
  func (data);
}

static void
advance_to (MwSimulated *self, gint64 time)
{
  while (next_event (self) <= time)
    happen (self);
  self->now = MAX (self->now, time);
}

gboolean
mw_simulated_run_until (MwBackend *base, const gboolean *done)
{
  MwSimulated *self = (MwSimulated *) base;

  while (!*done)
    {
      if (next_event (self) == MW_TIME_OPEN)
        return FALSE;
      happen (self);
    }
  return TRUE;
}

static void
done_cb (gpointer data)
{
  MwOperation *operation = data;

  operation->done (operation);
}

static void
simulated_wake_at (MwBackend *base, gint64 deadline)
{
  /* mw_simulated_run asks the engine itself */
}

/* Asks the storage for the result; when the operation is done (ns).  Threads that share a connection take turns. */
static gint64
perform (MwSimulated *self, MwOperation *operation)
{
  gint64 *free_at;

  self->storage->block (self->storage, operation);
  if (operation->job.kind != MW_JOB_STATEMENT || self->program->executor != MW_EXECUTOR_THREADS)
    return self->now + mw_operation_get_cost (operation);
  free_at = &self->free_at[operation->job.statement.database - 1];
  *free_at = MAX (*free_at, self->now) + mw_operation_get_cost (operation);
  return *free_at;
}

static void
simulated_begin (MwBackend *base, MwOperation *operation)
{
  MwSimulated *self = (MwSimulated *) base;

  if (operation->job.kind == MW_JOB_FILE)
    operation->data = GSIZE_TO_POINTER (mw_simulated_schedule (base, perform (self, operation), done_cb, operation));
  else
    self->services->begin (self->services, operation);
}

static void
simulated_block (MwBackend *base, MwOperation *operation)
{
  MwSimulated *self = (MwSimulated *) base;

  switch (operation->job.kind)
    {
    case MW_JOB_REQUEST:
    case MW_JOB_SOCKET:
      self->services->block (self->services, operation);
      break;
    case MW_JOB_COMPUTE:
      mw_cores_block (self->cores, operation);
      break;
    case MW_JOB_FILE:
    case MW_JOB_STATEMENT:
      advance_to (self, perform (self, operation));
      break;
    case MW_JOB_BLOCK:
    default:
      advance_to (self, self->now + operation->job.duration);
      break;
    }
}

static void
simulated_offload (MwBackend *base, MwOperation *operation, guint lane)
{
  MwSimulated *self = (MwSimulated *) base;

  switch (operation->job.kind)
    {
    case MW_JOB_REQUEST:
    case MW_JOB_SOCKET:
      self->services->begin (self->services, operation);
      break;
    case MW_JOB_COMPUTE:
      mw_cores_begin (self->cores, operation);
      break;
    case MW_JOB_FILE:
    case MW_JOB_STATEMENT:
      mw_simulated_schedule (base, perform (self, operation), done_cb, operation);
      break;
    case MW_JOB_BLOCK:
    default:
      mw_simulated_schedule (base, self->now + operation->job.duration, done_cb, operation);
      break;
    }
}

static void
simulated_cancel (MwBackend *base, MwOperation *operation)
{
  MwSimulated *self = (MwSimulated *) base;

  if (operation->job.kind == MW_JOB_FILE)
    mw_simulated_unschedule (base, GPOINTER_TO_SIZE (operation->data));
  else
    self->services->cancel (self->services, operation);
}

static void
simulated_free (MwBackend *base)
{
  MwSimulated *self = (MwSimulated *) base;
  Event *event;

  if (self->services != NULL)
    self->services->free (self->services);
  if (self->storage != NULL)
    self->storage->free (self->storage);
  while ((event = (Event *) mw_timers_peek (&self->events)))
    mw_simulated_unschedule (base, event->id);
  mw_timers_clear (&self->events);
  g_hash_table_unref (self->by_id);
  mw_cores_free (self->cores);
  g_free (self->free_at);
  g_free (self);
}

/* A world of its own for one run of PROGRAM, which must outlive it. */
MwBackend *
mw_simulated_new (const MwProgram *program)
{
  MwSimulated *self = g_new0 (MwSimulated, 1);

  self->base = (MwBackend) {
    .name = "simulated",
    .now = simulated_now,
    .wake_at = simulated_wake_at,
    .begin = simulated_begin,
    .block = simulated_block,
    .offload = simulated_offload,
    .cancel = simulated_cancel,
    .free = simulated_free,
  };
  self->program = program;
  self->by_id = g_hash_table_new (g_int64_hash, g_int64_equal);
  self->cores = mw_cores_new (&self->base, program);
  self->free_at = g_new0 (gint64, program->n_resources);
  return &self->base;
}

void
mw_simulated_set_services (MwBackend *base, MwServices *services)
{
  ((MwSimulated *) base)->services = services;
}

void
mw_simulated_set_storage (MwBackend *base, MwStorage *storage)
{
  ((MwSimulated *) base)->storage = storage;
}

/* Nothing will ever happen again: a service does not answer.  Those who wait are cancelled, and if that moves
 * nothing either the run is at its end. */
static void
give_up (MwEngine *engine)
{
  mw_engine_stop (engine, MW_RUN_DEADLOCK);
  if (!mw_engine_has_ready (engine))
    mw_engine_abort (engine);
}

/* The run has ended while threads still worked for it: they are done, as the engine wants them to be when it is freed. */
static void
finish_jobs (MwSimulated *self)
{
  Event *event;

  while ((event = (Event *) mw_timers_peek (&self->events)))
    {
      MwOperation *operation = event->func == done_cb ? event->data : NULL;

      mw_simulated_unschedule (&self->base, event->id);
      if (operation != NULL)
        operation->done (operation);
    }
  mw_cores_finish (self->cores);
}

void
mw_simulated_run (MwBackend *base, MwEngine *engine, const gint *cancelled)
{
  MwSimulated *self = (MwSimulated *) base;

  mw_engine_start (engine);
  for (;;)
    {
      gint64 next;

      advance_to (self, self->now);
      if (cancelled != NULL && g_atomic_int_get (cancelled))
        mw_engine_stop (engine, MW_RUN_STOPPED);
      if (!mw_engine_iterate (engine))
        break;
      if (mw_engine_has_ready (engine))
        continue;
      next = MIN (mw_engine_get_deadline (engine), next_event (self));
      if (next == MW_TIME_OPEN)
        give_up (engine);
      else if (next_event (self) <= next)
        happen (self);
      else
        self->now = MAX (self->now, next);
    }
  finish_jobs (self);
}
