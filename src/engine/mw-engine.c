/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The loop.
 *
 * One iteration is asyncio's _run_once: timers that are due are queued behind the handles that are ready, and then
 * exactly those handles run that were ready when it began; whatever they queue waits for the next iteration.  The
 * console of a scenario comes in CPython's order because nothing here is cleverer than that.
 *
 * The engine never waits and never reads a clock of its own: a backend calls mw_engine_iterate when there is
 * something to do, and is told by wake_at when that will be.
 */

#include "mw-shared.h"
#include "mw-time.h"

#define DEFAULT_MAX_STEPS G_GUINT64_CONSTANT (50000000)
#define DEFAULT_MAX_TASKS 1000000
#define DEFAULT_MAX_EVENTS G_GUINT64_CONSTANT (50331648) /* a trace holds 64 Mi; the rest is for cleaning up */
#define STEPS_TO_CLEAN_UP 100000
#define EVENTS_TO_CLEAN_UP 1000000
#define BLOCK_SIZE        ((gsize) 16384)

/* A duration of the scenario as this run takes it (ns). */
gint64
mw_engine_scale (MwEngine *self, gint64 duration)
{
  return self->program->time_scale > 1 ? duration / self->program->time_scale : duration;
}

/* Puts HANDLE at the end of the ready queue. */
void
mw_engine_queue (MwEngine *self, MwHandle *handle)
{
  g_return_if_fail (!mw_handle_is_queued (handle));

  handle->next = handle;
  if (self->n_ready++ > 0)
    self->ready_tail->next = handle;
  else
    self->ready_head = handle;
  self->ready_tail = handle;
}

static MwHandle *
take_ready (MwEngine *self)
{
  MwHandle *handle = self->ready_head;

  self->ready_head = handle->next;
  self->n_ready--;
  handle->next = NULL;
  return handle;
}

/* SIZE bytes, zeroed, that live as long as the engine: tasks are many, small, and freed together. */
gpointer
mw_engine_alloc (MwEngine *self, gsize size)
{
  gpointer memory;

  if (size > self->n_free)
    {
      self->n_free = MAX (size, BLOCK_SIZE);
      self->free_memory = g_malloc0 (self->n_free);
      g_ptr_array_add (self->blocks, self->free_memory);
    }
  memory = self->free_memory;
  self->free_memory += size;
  self->n_free -= size;
  return memory;
}

/* Coroutines that nobody awaited: now it is sure. */
static void
end_forgotten (MwEngine *self)
{
  for (guint i = 0; self->n_forgotten > 0 && i < self->tasks->len; i++)
    {
      MwTask *task = g_ptr_array_index (self->tasks, i);

      if (task->outcome == MW_OUTCOME_FORGOTTEN)
        mw_engine_record (self, MW_EVENT_ENDED, task, MW_OUTCOME_FORGOTTEN, mw_trace_intern (self->trace, task->raised.message), 0);
    }
}

static void
finish (MwEngine *self)
{
  MwTask *entry = g_ptr_array_index (self->tasks, 0);

  if (self->ended)
    return;
  self->ended = TRUE;
  end_forgotten (self);
  if (self->why == MW_RUN_COMPLETE && entry->outcome != MW_OUTCOME_DONE)
    {
      self->why = MW_RUN_FAILED;
      self->message = entry->raised.message;
    }
  mw_engine_record (self, MW_EVENT_RUN_ENDED, NULL, self->why,
                    self->message ? mw_trace_intern (self->trace, self->message) : 0, 0);
}

/* Each once, though a task that waits for others passes the request on: in a chain of n tasks it would come by n² / 2
 * times. */
static void
cancel_all (MwEngine *self)
{
  for (guint i = 0; i < self->tasks->len; i++)
    ((MwTask *) g_ptr_array_index (self->tasks, i))->swept = FALSE;
  self->sweeping = TRUE;
  for (guint i = 0; i < self->tasks->len; i++)
    mw_task_cancel (g_ptr_array_index (self->tasks, i), NULL);
  self->sweeping = FALSE;
}

/* asyncio.run: a turn after the entry coroutine has ended the others are cancelled and waited for; a thread pool is
 * only waited for. */
static void
close_loop (MwEngine *self)
{
  if (!self->closing)
    return;
  if (!self->stopping && self->n_alive > 0 && self->program->executor == MW_EXECUTOR_LOOP)
    {
      self->stopping = TRUE;
      cancel_all (self);
    }
  if (self->n_alive == 0 && self->n_operations == 0)
    finish (self);
}

/* Asks the run to stop for the reason WHY: all tasks are cancelled, as at the closing of a loop.  The first reason
 * counts. */
void
mw_engine_stop (MwEngine *self, MwRunEnd why)
{
  if (self->ended || self->why != MW_RUN_COMPLETE)
    return;
  self->why = why;
  if (why == MW_RUN_DEADLOCK)
    self->message = mw_engine_describe_waits (self);
  else if (why == MW_RUN_OVERRUN)
    self->message = "the run is longer than its limit";
  self->stopping = TRUE;
  cancel_all (self);
}

/* More steps or events than the run may have: it is stopped, with some more to clean up; when it was being stopped
 * already, it ends. */
void
mw_engine_overrun (MwEngine *self)
{
  if (self->why != MW_RUN_COMPLETE)
    mw_engine_abort (self);
  mw_engine_stop (self, MW_RUN_OVERRUN);
  self->max_steps = self->n_steps + STEPS_TO_CLEAN_UP;
  self->max_events = mw_trace_get_n_events (self->trace) + EVENTS_TO_CLEAN_UP;
}

/* FALSE: N_TASKS more would be more than the run may start, and it has ended; to cancel as many would take long. */
gboolean
mw_engine_has_room (MwEngine *self, gint64 n_tasks)
{
  if (n_tasks <= (gint64) self->max_tasks - self->tasks->len)
    return TRUE;
  if (self->why == MW_RUN_COMPLETE)
    {
      self->why = MW_RUN_OVERRUN;
      self->message = "the run starts more tasks than its limit";
    }
  mw_engine_abort (self);
  return FALSE;
}

/* Ends the run now, whoever still lives: for those who swallow their cancellation. */
void
mw_engine_abort (MwEngine *self)
{
  if (!self->ended)
    finish (self);
}

/* The user stopped the run while TASK (NULL: nobody any more) was in a blocking call, which therefore returned
 * early: what comes after it must not look as if it had been waited for. */
void
mw_engine_interrupted (MwEngine *self, MwTask *task)
{
  if (task != NULL)
    task->must_cancel = TRUE;
  mw_engine_stop (self, MW_RUN_STOPPED);
}

static void
queue_due (MwEngine *self)
{
  gint64 now = mw_engine_recently (self);
  MwTimer *timer;

  while ((timer = mw_timers_pop (&self->timers, now)))
    {
      mw_engine_queue (self, &((MwAlarm *) timer)->handle);
      self->n_since_reading++;
    }
}

/* With many tasks the next of them lies far away: to fetch it while this one runs. */
static inline void
prefetch (const MwHandle *handle)
{
  const char *memory = (const char *) handle;

  __builtin_prefetch (memory);
  __builtin_prefetch (memory + 64);
  __builtin_prefetch (memory + 128);
  __builtin_prefetch (memory + 192);
}

static gboolean
iterate (MwEngine *self)
{
  gboolean has_loop = self->program->executor != MW_EXECUTOR_THREADS;

  if (self->ended)
    return FALSE;
  queue_due (self);
  if (self->n_ready > 0)
    {
      if (has_loop)
        mw_engine_record (self, MW_EVENT_ITERATION_BEGIN, NULL, 0, 0, self->n_ready);
      for (guint n = self->n_ready; n > 0 && !self->ended; n--)
        {
          MwHandle *handle = take_ready (self);

          prefetch (self->ready_head);
          self->n_since_reading++;
          handle->run (self, handle);
        }
      if (has_loop && !self->ended)
        mw_engine_record (self, MW_EVENT_ITERATION_END, NULL, 0, 0, 0);
    }
  if (!self->ended && self->last_time > self->max_time)
    mw_engine_stop (self, MW_RUN_OVERRUN);
  if (!self->ended)
    close_loop (self);
  if (!self->ended && self->n_ready == 0 && self->n_operations == 0 && mw_timers_peek (&self->timers) == NULL)
    {
      if (self->why != MW_RUN_COMPLETE)
        mw_engine_abort (self);
      else
        mw_engine_stop (self, MW_RUN_DEADLOCK);
    }
  return !self->ended;
}

gboolean
mw_engine_iterate (MwEngine *self)
{
  return mw_engine_iterate_until (self, 0);
}

gboolean
mw_engine_iterate_until (MwEngine *self, gint64 time)
{
  if (self->ended)
    return FALSE;
  while (iterate (self) && self->n_ready > 0 && self->last_time < time)
    ;
  mw_engine_expire (self);
  self->backend->wake_at (self->backend, mw_engine_get_deadline (self));
  return !self->ended;
}

gboolean
mw_engine_is_ended (MwEngine *self)
{
  return self->ended;
}

gboolean
mw_engine_has_ready (MwEngine *self)
{
  return self->n_ready > 0;
}

/* The nearest deadline (ns since the run began); MW_TIME_OPEN when nobody sleeps. */
gint64
mw_engine_get_deadline (MwEngine *self)
{
  MwTimer *timer = mw_timers_peek (&self->timers);

  return timer ? timer->deadline : MW_TIME_OPEN;
}

static void
entry_ended_cb (MwWaiter *waiter, MwTask *entry)
{
  if (entry != NULL)
    mw_engine_queue (entry->engine, &entry->engine->close_handle);
}

static void
close_cb (MwEngine *self, MwHandle *handle)
{
  self->closing = TRUE;
}

void
mw_engine_start (MwEngine *self)
{
  self->close_handle.run = close_cb;
  self->close_waiter.ended = entry_ended_cb;
  mw_task_add_waiter (mw_task_new (self, NULL, self->program->entry, NULL), &self->close_waiter);
}

/* An engine for one run of PROGRAM, which records into TRACE.  BACKEND must outlive it. */
MwEngine *
mw_engine_new (MwProgram *program, MwBackend *backend, MwTrace *trace)
{
  MwEngine *self = g_new0 (MwEngine, 1);
  gboolean threads = program->executor == MW_EXECUTOR_THREADS;

  self->program = mw_program_ref (program);
  self->max_steps = program->max_steps > 0 ? program->max_steps : DEFAULT_MAX_STEPS;
  self->max_tasks = program->max_tasks > 0 ? program->max_tasks : DEFAULT_MAX_TASKS;
  self->max_events = program->max_events > 0 ? program->max_events : DEFAULT_MAX_EVENTS;
  self->max_time = program->max_time > 0 ? program->max_time : MW_DURATION_MAX;
  self->backend = backend;
  self->trace = mw_trace_ref (trace);
  self->tasks = g_ptr_array_new_with_free_func ((GDestroyNotify) mw_task_free);
  self->blocks = g_ptr_array_new_with_free_func (g_free);
  self->asked = g_ptr_array_new ();
  self->lists = g_ptr_array_new_with_free_func (g_free);
  self->shared = g_new0 (gpointer, program->n_resources + 1);
  self->connections = g_new0 (guint, program->n_resources + 1);
  self->n_lanes = threads ? 1 : 0; /* the main thread is lane 1 */
  /* CPython's default executor has min (32, cores + 4) threads */
  self->default_pool = mw_pool_new (self, 0, threads ? MAX (1, program->threads) : MIN (32, program->cores + 4));
  for (guint32 id = 1; id <= program->n_resources; id++)
    self->shared[id - 1] = mw_shared_new (self, id);
  return self;
}

/* No operation may be in a worker thread any more; those of the network are cancelled. */
void
mw_engine_free (MwEngine *self)
{
  self->ended = TRUE;
  while (self->n_ready > 0)
    {
      MwHandle *handle = take_ready (self);

      handle->run (self, handle); /* which only cleans up, now that the run has ended */
    }
  for (guint i = 0; i < self->tasks->len; i++)
    {
      MwTask *task = g_ptr_array_index (self->tasks, i);

      if (task->wait == MW_WAIT_OPERATION)
        mw_task_operation_abandon (task);
      mw_task_forget_waiters (task); /* while the tasks that wait for it are still there */
    }
  g_ptr_array_unref (self->tasks);
  g_ptr_array_unref (self->blocks);
  g_ptr_array_unref (self->asked);
  for (guint32 id = 1; id <= self->program->n_resources; id++)
    mw_shared_free (self, id);
  mw_pool_free (self->default_pool);
  g_free (self->shared);
  g_free (self->connections);
  g_ptr_array_unref (self->lists);
  mw_timers_clear (&self->timers);
  mw_trace_unref (self->trace);
  mw_program_unref (self->program);
  g_free (self);
}

MwTraceHeader *
mw_engine_describe (const MwProgram *program, const char *clock)
{
  MwTraceHeader *header = mw_trace_header_new ();

  header->scenario = g_strdup (program->scenario);
  header->variant = g_strdup (program->variant);
  header->title = g_strdup (program->title);
  header->executor = g_strdup (mw_executor_name (program->executor));
  header->threads = program->threads;
  header->clock = g_strdup (clock);
  header->seed = program->seed;
  header->time_scale = program->time_scale;
  header->parameters = g_strdupv (program->parameters);
  for (guint i = 0; i < program->n_resources; i++)
    {
      const MwProgramResource *resource = &program->resources[i];

      mw_trace_header_add_resource (header, resource->name, resource->kind, mw_program_resource_get_limit (resource));
      if (resource->kind == MW_RESOURCE_LIMITER)
        mw_trace_header_set_rate (header, resource->rate, MAX (1, resource->per / MAX (1, program->time_scale)));
    }
  return header;
}
