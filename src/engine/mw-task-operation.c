/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The operation of a task, and the two ways not to wait for it on the loop.
 *
 * Results come back as a handle, as asyncio's do: the loop notices in one iteration, the task runs in the next.
 */

#include "mw-task.h"

/* Counts the connection that its request takes (CHANGE 1) or gives back (−1): the strip of its session. */
static void
count_connection (MwTaskOperation *self, gint change)
{
  guint32 session = self->operation.job.request.session;
  guint *in_use = &self->engine->connections[session - 1];

  if (self->is_connected == (change > 0))
    return;
  self->is_connected = change > 0;
  *in_use += change;
  if (self->task != NULL && !self->engine->ended)
    mw_engine_record (self->engine, MW_EVENT_RESOURCE, self->task, MW_REASON_REQUEST, session, *in_use);
}

static void
phase_cb (MwOperation *operation, MwPhase phase, guint32 connection)
{
  MwTaskOperation *self = (MwTaskOperation *) operation;

  if (self->task == NULL || self->engine->ended)
    return;
  mw_engine_record (self->engine, MW_EVENT_PHASE, self->task, phase, self->request, connection);
  if (phase == MW_PHASE_END)
    count_connection (self, -1);
  else if (phase > MW_PHASE_QUEUED)
    count_connection (self, 1);
}

static void
operation_free (MwTaskOperation *self)
{
  g_free (self->operation.message);
  g_clear_pointer (&self->operation.records, mw_record_set_free);
  g_free (self->values);
  g_free (self->addressees);
  g_free (self);
}

/* Nobody reads what came out: a connection that was made is given up. */
static void
discard (MwTaskOperation *self)
{
  MwBackend *backend = self->engine->backend;
  MwJob *job = &self->operation.job;

  if (job->kind == MW_JOB_SOCKET && job->socket.verb == MW_SOCKET_CONNECT && self->operation.fault == 0)
    {
      job->socket.verb = MW_SOCKET_DROP;
      backend->block (backend, &self->operation);
    }
  operation_free (self);
}

/* In the loop: the result is there. */
static void
noticed_cb (MwEngine *engine, MwHandle *handle)
{
  MwTaskOperation *self = (MwTaskOperation *) ((char *) handle - G_STRUCT_OFFSET (MwTaskOperation, handle));
  MwTask *task;

  engine->n_operations--;
  if (!engine->ended && self->operation.fault == MW_FAULT_CANCELLED)
    mw_engine_interrupted (engine, self->task);
  task = self->task; /* unless that has cancelled it */
  if (engine->ended)
    {
      if (task == NULL)
        discard (self);
      return;
    }
  if (task != NULL && self->pool != NULL)
    mw_engine_record_lane (engine, MW_EVENT_THREAD_END, task, 0, 0, self->lane);
  if (self->pool != NULL)
    mw_pool_leave (self->pool, task, self->lane);
  if (task == NULL)
    discard (self);
  else if (task->in_thread)
    mw_task_run_handle (engine, &task->handle);
  else
    mw_task_wake (task, NULL);
}

static void
done_cb (MwOperation *operation)
{
  MwTaskOperation *self = (MwTaskOperation *) operation;

  mw_engine_queue (self->engine, &self->handle);
}

/* The operation that TASK is about to wait for (duration: ns); it belongs to the task. */
MwTaskOperation *
mw_task_operation_new (MwTask *task, MwJobKind kind, gint64 duration)
{
  MwTaskOperation *self = g_new0 (MwTaskOperation, 1);

  self->operation.phase = phase_cb;
  self->operation.done = done_cb;
  self->operation.job.kind = kind;
  self->operation.job.duration = duration;
  self->handle.run = noticed_cb;
  self->engine = task->engine;
  self->task = task;
  task->operation = self;
  return self;
}

/* The task has read its operation, which is done. */
void
mw_task_operation_drop (MwTask *self)
{
  g_clear_pointer (&self->operation, operation_free);
}

/* Raises what OPERATION, which is done, ended with; FALSE: it ended well. */
gboolean
mw_task_raise_fault_of (MwTask *self, const MwOperation *operation)
{
  MwTrace *trace = self->engine->trace;

  if (operation->fault == 0)
    return FALSE;
  mw_task_raise (self, operation->fault,
                 operation->message ? mw_trace_get_string (trace, mw_trace_intern (trace, operation->message)) : NULL);
  return TRUE;
}

/* Nobody waits for the task's operation any more.  One of the network is cancelled; a job on a thread cannot be
 * and keeps its worker to its end. */
void
mw_task_operation_abandon (MwTask *self)
{
  MwTaskOperation *operation = g_steal_pointer (&self->operation);
  MwEngine *engine = self->engine;

  if (operation == NULL)
    return;
  if (operation->is_connected)
    count_connection (operation, -1);
  operation->task = NULL;
  if (self->wait == MW_WAIT_THREAD || mw_handle_is_queued (&operation->handle))
    return;
  engine->n_operations--;
  engine->backend->cancel (engine->backend, &operation->operation);
  mw_engine_expire (engine);
  operation_free (operation);
}

/* The asynchronous operation: the task waits, the loop goes on. */
MwFlow
mw_task_begin_operation (MwTask *self, MwReason reason, guint32 object)
{
  MwEngine *engine = self->engine;

  engine->n_operations++;
  mw_task_suspend (self, MW_WAIT_OPERATION, NULL, reason, object, -1);
  engine->backend->begin (engine->backend, &self->operation->operation);
  mw_engine_expire (engine);
  return MW_FLOW_SUSPEND;
}

/* The blocking twin: on the loop, where nothing else moves meanwhile, or on the thread that the task has for
 * itself; there the results are read when the task resumes. */
MwFlow
mw_task_block (MwTask *self, MwReason reason, guint32 object)
{
  MwEngine *engine = self->engine;
  MwOperation *operation = &self->operation->operation;

  mw_engine_record (engine, MW_EVENT_BLOCKING_BEGIN, self, reason, object, 0);
  if (self->lane > 0)
    {
      self->in_thread = TRUE;
      engine->n_operations++;
      engine->backend->offload (engine->backend, operation, self->lane);
      mw_engine_expire (engine);
      return MW_FLOW_SUSPEND;
    }
  engine->backend->block (engine->backend, operation);
  mw_engine_expire (engine);
  mw_engine_record (engine, MW_EVENT_BLOCKING_END, self, 0, 0, 0);
  mw_task_check_deadline (self);
  if (operation->fault == MW_FAULT_CANCELLED)
    {
      mw_engine_interrupted (engine, self);
      self->must_cancel = FALSE;
      mw_task_raise (self, MW_FAULT_CANCELLED, "stopped");
    }
  if (!mw_job_has_result (operation->job.kind))
    mw_task_operation_drop (self);
  return MW_FLOW_NEXT;
}
