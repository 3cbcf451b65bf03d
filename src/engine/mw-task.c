/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "mw-task.h"

static void
alarm_cb (MwEngine *engine, MwHandle *handle)
{
  MwTask *self = (MwTask *) ((char *) handle - G_STRUCT_OFFSET (MwTask, alarm.handle));

  if (!engine->ended && self->wait == MW_WAIT_TIMER && !mw_timer_is_armed (&self->alarm.timer))
    mw_task_wake (self, NULL);
}

static void
awaited_ended_cb (MwWaiter *waiter, MwTask *ended)
{
  if (ended != NULL)
    mw_task_wake ((MwTask *) ((char *) waiter - G_STRUCT_OFFSET (MwTask, waiter)), ended);
}

static const char *
name_task (MwTask *self)
{
  const MwCoroutine *coroutine = &self->engine->program->coroutines[mw_task_get_call (self)->coroutine];
  g_autofree char *numbered = NULL;

  if (coroutine->task_name.kind != MW_OPERAND_NONE)
    return mw_task_text (self, &coroutine->task_name);
  if (self->id == 1)
    return coroutine->name;
  numbered = g_strdup_printf ("%s %u", coroutine->name, self->id - 1);
  return mw_trace_get_string (self->engine->trace, mw_trace_intern (self->engine->trace, numbered));
}

/* A task of COROUTINE with ARGUMENTS (copied), which nobody has started; PARENT made it (NULL: the run).  It belongs
 * to ENGINE and lives as long. */
MwTask *
mw_task_make (MwEngine *engine, MwTask *parent, guint coroutine, const MwValue *arguments)
{
  MwTask *self = mw_engine_alloc (engine, sizeof (MwTask) + mw_task_call_size (&engine->program->coroutines[coroutine]));

  self->engine = engine;
  self->handle.run = mw_task_run_handle;
  self->alarm.handle.run = alarm_cb;
  self->last_waiter = &self->waiters;
  self->lane = engine->program->executor == MW_EXECUTOR_THREADS ? 1 : 0;
  g_ptr_array_add (engine->tasks, self);
  self->id = engine->tasks->len;
  mw_task_push_call (self, NULL, coroutine, arguments);
  mw_engine_expire (engine);
  mw_engine_record (engine, MW_EVENT_CREATED, self, 0, parent ? parent->id : 0,
                    mw_trace_intern (engine->trace, name_task (self)));
  return self;
}

/* The same, and it will run. */
MwTask *
mw_task_new (MwEngine *engine, MwTask *parent, guint coroutine, const MwValue *arguments)
{
  MwTask *self = mw_task_make (engine, parent, coroutine, arguments);

  engine->n_alive++;
  mw_engine_record (engine, MW_EVENT_READY, self, 0, parent ? parent->id : 0, 0);
  if (self->lane > 0 && parent != NULL)
    mw_pool_admit (engine->default_pool, self);
  else
    mw_engine_queue (engine, &self->handle);
  return self;
}

void
mw_task_free (MwTask *self)
{
  if (self->gather != NULL)
    mw_gather_unref (self->gather);
  mw_task_operation_drop (self);
  while (self->frame)
    {
      const MwOpClass *op = &mw_op_classes[self->frame->op];

      if (op->drop)
        op->drop (self);
      else
        mw_task_pop (self);
    }
}

gboolean
mw_task_is_ended (MwTask *self)
{
  return self->outcome != MW_OUTCOME_NONE;
}

/* The task, which runs, will wait for AWAITED. */
void
mw_task_suspend (MwTask *self, MwWait wait, gpointer awaited, MwReason reason, guint32 object, gint64 deadline)
{
  self->wait = (guint8) wait;
  self->awaited = awaited;
  mw_engine_record (self->engine, MW_EVENT_SUSPENDED, self, reason, object, deadline);
}

/* The task, which runs, will sleep for DURATION (ns) from now. */
void
mw_task_suspend_timer (MwTask *self, MwReason reason, guint32 object, gint64 duration)
{
  gint64 deadline = mw_engine_recently (self->engine) + duration;

  self->alarm.timer = (MwTimer) { 0 };
  mw_timers_add (&self->engine->timers, &self->alarm.timer, deadline);
  mw_task_suspend (self, MW_WAIT_TIMER, NULL, reason, object, deadline);
}

/* What the suspended task waited for has come to pass; it runs in the next iteration.  BY: the task that brought it
 * about, or NULL. */
void
mw_task_wake (MwTask *self, MwTask *by)
{
  self->wait = MW_WAIT_NONE;
  self->awaited = NULL;
  __builtin_prefetch (self->frame); /* where it goes on, in the next iteration */
  mw_engine_record (self->engine, MW_EVENT_READY, self, 0, by ? by->id : 0, 0);
  mw_engine_queue (self->engine, &self->handle);
}

/* What the task waits for is given up, and it finds a cancellation there; those for whose end it waits are put on
 * engine->asked instead. */
static void
interrupt_wait (MwTask *self, MwTask *by)
{
  GPtrArray *asked = self->engine->asked;

  switch ((MwWait) self->wait)
    {
    case MW_WAIT_TASK:
      g_ptr_array_add (asked, self->awaited);
      return;
    case MW_WAIT_GATHER:
      self->must_cancel = !mw_gather_cancel (self->awaited, asked); /* all have ended: too late for them */
      return;
    case MW_WAIT_NONE:
      self->must_cancel = TRUE;
      return;
    case MW_WAIT_SHIELD:
      mw_gather_let_go (self->awaited);
      break;
    case MW_WAIT_COMPLETED:
    case MW_WAIT_GROUP:
      break;
    case MW_WAIT_TIMER:
      mw_timers_remove (&self->engine->timers, &self->alarm.timer);
      break;
    case MW_WAIT_GATE:
      mw_gate_forget (self->awaited, self);
      break;
    case MW_WAIT_LOCK:
      break;
    case MW_WAIT_TOKENS:
    case MW_WAIT_PUT:
    case MW_WAIT_TAKE:
    case MW_WAIT_JOIN:
    case MW_WAIT_EVENT:
      mw_queue_remove (self->awaited, &self->link);
      break;
    case MW_WAIT_POOL:
      mw_pool_forget (self->awaited, self);
      mw_task_operation_drop (self);
      break;
    case MW_WAIT_THREAD:
      mw_engine_record_lane (self->engine, MW_EVENT_THREAD_END, self, 0, 0, self->operation->lane);
      mw_task_operation_abandon (self);
      break;
    case MW_WAIT_OPERATION:
      mw_task_operation_abandon (self);
      break;
    case MW_N_WAITS:
    default:
      g_assert_not_reached ();
    }
  self->must_cancel = TRUE;
  mw_task_wake (self, by);
}

/* Asks those on engine->asked: a stack instead of a recursion, for tasks may wait for each other in chains of any
 * length. */
static void
ask_all (MwEngine *engine, MwTask *by)
{
  while (engine->asked->len > 0)
    {
      MwTask *task = g_ptr_array_steal_index (engine->asked, engine->asked->len - 1);

      if (engine->sweeping && task->swept)
        continue;
      task->swept = TRUE;
      mw_engine_record (engine, MW_EVENT_CANCEL_REQUESTED, task, 0, by ? by->id : 0, 0);
      task->n_cancels++;
      interrupt_wait (task, by);
    }
}

/* asyncio's Task.cancel: what is awaited is cancelled, and the task then finds a cancellation where it waited; a
 * task that does not wait finds it where it waits next.  BY: who asks, NULL the clock or the closing loop.  FALSE: it
 * had ended. */
gboolean
mw_task_cancel (MwTask *self, MwTask *by)
{
  if (mw_task_is_ended (self))
    return FALSE;
  g_ptr_array_add (self->engine->asked, self);
  ask_all (self->engine, by);
  return TRUE;
}

/* The task, which was cancelled while it ran, has begun to wait. */
void
mw_task_deliver_cancel (MwTask *self)
{
  self->must_cancel = FALSE;
  interrupt_wait (self, NULL);
  ask_all (self->engine, NULL);
}

/* The task waits for the end of OTHER, which lives. */
void
mw_task_await (MwTask *self, MwTask *other, MwReason reason)
{
  mw_task_suspend (self, MW_WAIT_TASK, other, reason, other->id, -1);
  self->waiter.ended = awaited_ended_cb;
  mw_task_add_waiter (other, &self->waiter);
}

/* WAITER is told when the task, which lives, ends. */
void
mw_task_add_waiter (MwTask *self, MwWaiter *waiter)
{
  waiter->next = NULL;
  *self->last_waiter = waiter;
  self->last_waiter = &waiter->next;
}

/* The engine is freed before the task's end: those who count on it are told. */
void
mw_task_forget_waiters (MwTask *self)
{
  MwWaiter *waiter = self->waiters;

  while (waiter)
    {
      MwWaiter *next = waiter->next;

      waiter->ended (waiter, NULL);
      waiter = next;
    }
}

/* Keeps what travels in PENDING, and nothing travels any more. */
void
mw_task_put_aside (MwTask *self, MwPending *pending)
{
  pending->raised = self->raised;
  pending->result = self->result;
  mw_task_raise (self, MW_FAULT_NONE, NULL);
}

void
mw_task_take_up (MwTask *self, const MwPending *pending)
{
  self->raised = pending->raised;
  if (pending->raised.code == MW_FAULT_RETURN)
    self->result = pending->result;
}

/* Lets a fault travel; MESSAGE is interned in the trace or static. */
void
mw_task_raise (MwTask *self, int code, const char *message)
{
  self->raised.code = code;
  self->raised.message = message;
}

/* Raises what OTHER, which has ended, raised; nothing when it was done, or when a cancellation came first. */
void
mw_task_raise_outcome_of (MwTask *self, MwTask *other)
{
  if (other->outcome != MW_OUTCOME_DONE && self->raised.code == 0)
    self->raised = other->raised;
}

static MwOutcome
outcome_of (int code)
{
  switch (code)
    {
    case MW_FAULT_NONE:
      return MW_OUTCOME_DONE;
    case MW_FAULT_TIMEOUT:
      return MW_OUTCOME_TIMED_OUT;
    case MW_FAULT_CANCELLED:
      return MW_OUTCOME_CANCELLED;
    default:
      return MW_OUTCOME_FAILED;
    }
}

/* The task, whose frames are all closed, has come to its end: own books first, then the others are told. */
void
mw_task_end (MwTask *self)
{
  MwEngine *engine = self->engine;
  MwWaiter *waiter = self->waiters;

  self->outcome = (guint8) outcome_of (self->raised.code);
  mw_engine_record (engine, MW_EVENT_ENDED, self, self->outcome,
                    self->outcome != MW_OUTCOME_DONE && self->raised.message
                      ? mw_trace_intern (engine->trace, self->raised.message) : 0, 0);
  engine->n_alive--;
  self->waiters = NULL;
  if (self->lane > 1)
    mw_pool_leave (engine->default_pool, self, self->lane);
  while (waiter)
    {
      MwWaiter *next = waiter->next;

      waiter->ended (waiter, self);
      waiter = next;
    }
}
