/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Steps with a block: timeout, retry, try. */

#include "mw-task.h"
#include "mw-time.h"

/* timeout: asyncio.timeout ().  At the deadline the task is cancelled; the scope turns that cancellation, and no
 * other, into a timeout. */

typedef struct _MwTimeoutFrame MwTimeoutFrame;

/* Outlives its frame while its handle waits in the ready queue. */
typedef struct
{
  MwAlarm         alarm;
  MwTask         *task;
  MwTimeoutFrame *frame;   /* NULL: the scope was left */
} MwDeadline;

struct _MwTimeoutFrame
{
  MwFrame     frame;
  MwDeadline *armed;       /* NULL in executors without a loop */
  gint64      deadline;    /* ns since the run began */
  guint16     n_cancels;   /* requests that were there before */
  gboolean    fired;
};

static void
fire (MwTask *task, MwTimeoutFrame *frame)
{
  frame->fired = TRUE;
  mw_engine_record (task->engine, MW_EVENT_DEADLINE_FIRED, task, 0, 0, frame->deadline);
  mw_task_cancel (task, NULL);
}

static void
deadline_cb (MwEngine *engine, MwHandle *handle)
{
  MwDeadline *self = (MwDeadline *) ((char *) handle - G_STRUCT_OFFSET (MwDeadline, alarm.handle));

  if (self->frame != NULL)
    {
      self->frame->armed = NULL;
      if (!engine->ended)
        fire (self->task, self->frame);
    }
  g_free (self);
}

MwFlow
mw_op_timeout (MwTask *task, const MwStep *step)
{
  MwEngine *engine = task->engine;
  gint64 limit = mw_engine_scale (engine, mw_task_number (task, &step->operand[0], 0));
  MwTimeoutFrame *frame = mw_task_push (task, sizeof *frame, step, MW_OP_TIMEOUT);

  frame->deadline = mw_engine_now (engine) + limit;
  frame->n_cancels = task->n_cancels;
  mw_engine_record (engine, MW_EVENT_DEADLINE_ARMED, task, 0, 0, frame->deadline);
  if (engine->program->executor == MW_EXECUTOR_LOOP)
    {
      frame->armed = g_new0 (MwDeadline, 1);
      frame->armed->alarm.handle.run = deadline_cb;
      frame->armed->task = task;
      frame->armed->frame = frame;
      if (limit > 0)
        mw_timers_add (&engine->timers, &frame->armed->alarm.timer, frame->deadline);
      else
        mw_engine_queue (engine, &frame->armed->alarm.handle); /* asyncio calls it soon */
    }
  return MW_FLOW_NEXT;
}

void
mw_op_timeout_drop (MwTask *task)
{
  MwTimeoutFrame *frame = (MwTimeoutFrame *) task->frame;

  if (frame->armed != NULL && mw_handle_is_queued (&frame->armed->alarm.handle))
    {
      frame->armed->frame = NULL;
    }
  else if (frame->armed != NULL)
    {
      mw_timers_remove (&task->engine->timers, &frame->armed->alarm.timer);
      g_free (frame->armed);
    }
  mw_task_pop (task);
}

MwFlow
mw_op_timeout_leave (MwTask *task, MwFrame *base)
{
  MwTimeoutFrame *frame = (MwTimeoutFrame *) base;

  if (frame->fired)
    {
      task->n_cancels--;
      if (task->raised.code == MW_FAULT_CANCELLED && task->n_cancels <= frame->n_cancels)
        mw_task_raise (task, MW_FAULT_TIMEOUT, "timed out");
    }
  else
    {
      mw_engine_record (task->engine, MW_EVENT_DEADLINE_DISARMED, task, 0, 0, frame->deadline);
    }
  mw_op_timeout_drop (task);
  return MW_FLOW_NEXT;
}

/* The nearest deadline of the scopes around the task; MW_TIME_OPEN without one. */
gint64
mw_task_get_deadline (MwTask *self)
{
  gint64 deadline = MW_TIME_OPEN;

  for (MwFrame *frame = self->frame; frame; frame = frame->outer)
    if (frame->op == MW_OP_TIMEOUT)
      deadline = MIN (deadline, ((MwTimeoutFrame *) frame)->deadline);
  return deadline;
}

/* Without a loop nobody fires a deadline while the thread is blocked: it is looked at afterwards. */
gboolean
mw_task_check_deadline (MwTask *self)
{
  gint64 now = mw_engine_now (self->engine);

  if (self->engine->program->executor == MW_EXECUTOR_LOOP)
    return FALSE;
  for (MwFrame *frame = self->frame; frame; frame = frame->outer)
    {
      MwTimeoutFrame *scope = (MwTimeoutFrame *) frame;

      if (frame->op == MW_OP_TIMEOUT && !scope->fired && scope->deadline <= now)
        {
          fire (self, scope);
          self->must_cancel = FALSE;
          mw_task_raise (self, MW_FAULT_CANCELLED, "cancelled");
          return TRUE;
        }
    }
  return FALSE;
}

static gboolean
is_listed (const MwStep *step, int code)
{
  if (code < 0) /* no fault: a return, or a generator that is closed */
    return FALSE;
  for (guint i = 0; i < step->n_codes; i++)
    if (step->codes[i] == code)
      return TRUE;
  return step->n_codes == 0 && code != MW_FAULT_CANCELLED;
}

/* retry: the block again after a pause that grows, as long as attempts are left. */

typedef struct
{
  MwFrame frame;
  gint64  attempt;
  gint64  attempts;
} MwRetryFrame;

static void
record_attempt (MwTask *task, MwRetryFrame *frame)
{
  mw_engine_record (task->engine, MW_EVENT_ATTEMPT, task, 0, 0, frame->attempt);
}

MwFlow
mw_op_retry (MwTask *task, const MwStep *step)
{
  gint64 attempts = mw_task_number (task, &step->operand[0], 1);
  MwRetryFrame *frame = mw_task_push (task, sizeof *frame, step, MW_OP_RETRY);

  frame->attempts = attempts;
  frame->attempt = 1;
  record_attempt (task, frame);
  return MW_FLOW_NEXT;
}

/* The pause before attempt N + 1 (ns): base × factor^(N − 1), at most the cap, then the jitter. */
static gint64
backoff (MwTask *task, const MwStep *step, gint64 n)
{
  gint64 delay = mw_task_number (task, &step->operand[1], 0);
  gint64 factor = mw_task_number (task, &step->operand[2], 1000);
  gint64 cap = mw_task_number (task, &step->operand[3], 0);
  MwJitter jitter = (MwJitter) mw_task_number (task, &step->operand[4], MW_JITTER_NONE);

  if (cap <= 0)
    cap = MW_DURATION_MAX;
  for (gint64 i = 1; i < n && delay < cap && delay > 0; i++)
    delay = (gint64) MIN ((MwWide) delay * factor / 1000, (MwWide) MW_DURATION_MAX);
  delay = MIN (delay, cap);
  if (jitter == MW_JITTER_FULL)
    delay = mw_task_draw (task, step->operand[1].site, 0, delay);
  else if (jitter == MW_JITTER_EQUAL)
    delay = mw_task_draw (task, step->operand[1].site, delay / 2, delay);
  return mw_engine_scale (task->engine, delay);
}

MwFlow
mw_op_retry_unwind (MwTask *task, MwFrame *base)
{
  MwRetryFrame *frame = (MwRetryFrame *) base;
  const MwStep *step = base->step;
  gint64 delay;

  if (!is_listed (step, task->raised.code) || frame->attempt >= frame->attempts)
    {
      mw_task_pop (task);
      return MW_FLOW_NEXT;
    }
  mw_task_raise (task, MW_FAULT_NONE, NULL);
  base->next = 0;
  delay = backoff (task, step, frame->attempt);
  frame->attempt++;
  if (delay > 0 && task->engine->program->executor == MW_EXECUTOR_LOOP)
    {
      mw_task_suspend_timer (task, MW_REASON_BACKOFF, (guint32) frame->attempt, delay);
      return MW_FLOW_SUSPEND;
    }
  if (delay > 0)
    {
      mw_task_operation_new (task, MW_JOB_BLOCK, delay);
      if (mw_task_block (task, MW_REASON_BACKOFF, (guint32) frame->attempt) == MW_FLOW_SUSPEND)
        return MW_FLOW_SUSPEND;
    }
  return mw_op_retry_resume (task, step);
}

/* After the pause.  A cancellation that came meanwhile is no failed attempt: it goes its way. */
MwFlow
mw_op_retry_resume (MwTask *task, const MwStep *step)
{
  mw_task_operation_drop (task);
  if (task->raised.code == 0)
    record_attempt (task, (MwRetryFrame *) task->frame);
  else
    mw_task_pop (task);
  return MW_FLOW_NEXT;
}

MwFlow
mw_op_retry_leave (MwTask *task, MwFrame *frame)
{
  mw_task_pop (task);
  return MW_FLOW_NEXT;
}

/* try: body, then except for what is listed, then finally whatever happened. */

enum { STAGE_BODY, STAGE_EXCEPT, STAGE_FINALLY };

typedef struct
{
  MwFrame   frame;
  MwPending pending;   /* goes on after the finally block */
} MwTryFrame;

MwFlow
mw_op_try (MwTask *task, const MwStep *step)
{
  mw_task_push (task, sizeof (MwTryFrame), step, MW_OP_TRY);
  return MW_FLOW_NEXT;
}

static void
try_enter (MwFrame *frame, guint stage)
{
  frame->stage = (guint8) stage;
  frame->next = 0;
}

MwFlow
mw_op_try_unwind (MwTask *task, MwFrame *frame)
{
  const MwStep *step = frame->step;

  if (frame->stage == STAGE_BODY && (step->flags & MW_TRY_EXCEPT) && is_listed (step, task->raised.code))
    {
      mw_task_raise (task, MW_FAULT_NONE, NULL);
      try_enter (frame, STAGE_EXCEPT);
    }
  else if (frame->stage != STAGE_FINALLY && step->block[STAGE_FINALLY].n_steps > 0)
    {
      mw_task_put_aside (task, &((MwTryFrame *) frame)->pending);
      try_enter (frame, STAGE_FINALLY);
    }
  else
    {
      mw_task_pop (task);
    }
  return MW_FLOW_NEXT;
}

MwFlow
mw_op_try_leave (MwTask *task, MwFrame *frame)
{
  if (frame->stage != STAGE_FINALLY && frame->step->block[STAGE_FINALLY].n_steps > 0)
    {
      try_enter (frame, STAGE_FINALLY);
      return MW_FLOW_NEXT;
    }
  if (frame->stage == STAGE_FINALLY)
    mw_task_take_up (task, &((MwTryFrame *) frame)->pending);
  mw_task_pop (task);
  return MW_FLOW_NEXT;
}
