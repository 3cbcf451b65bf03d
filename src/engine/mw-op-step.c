/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Steps without a block: sleep, yield, block, compute, print, raise, return, set, offload. */

#include "mw-task.h"
#include "mw-time.h"

/* How long a blocking call may last: without a loop nobody else could end it (ns; MW_TIME_OPEN: for ever). */
gint64
mw_op_time_left (MwTask *task)
{
  gint64 deadline = task->engine->program->executor == MW_EXECUTOR_LOOP ? MW_TIME_OPEN : mw_task_get_deadline (task);

  return deadline == MW_TIME_OPEN ? MW_TIME_OPEN : MAX (0, deadline - mw_engine_now (task->engine));
}

/* The blocking twin of a sleep knows the deadline of the timeout around it, as requests' timeout= does: nobody
 * else could wake it. */
static MwFlow
block_until (MwTask *task, gint64 duration, MwReason reason)
{
  mw_task_operation_new (task, MW_JOB_BLOCK, MIN (duration, mw_op_time_left (task)));
  return mw_task_block (task, reason, 0);
}

/* The task sleeps for DURATION (ns, of the scenario), or yields if that is 0. */
MwFlow
mw_task_sleep (MwTask *task, gint64 duration)
{
  duration = mw_engine_scale (task->engine, duration);
  if (task->engine->program->executor != MW_EXECUTOR_LOOP)
    return block_until (task, duration, MW_REASON_TIMER);
  if (duration > 0)
    {
      mw_task_suspend_timer (task, MW_REASON_TIMER, 0, duration);
    }
  else
    {
      mw_task_suspend (task, MW_WAIT_NONE, NULL, MW_REASON_YIELD, 0, -1);
      mw_task_wake (task, task);
    }
  return MW_FLOW_SUSPEND;
}

/* The same, but for 0 it does nothing; mw_task_operation_drop is due afterwards. */
MwFlow
mw_task_pause (MwTask *self, gint64 duration)
{
  return duration > 0 ? mw_task_sleep (self, duration) : MW_FLOW_NEXT;
}

MwFlow
mw_op_sleep (MwTask *task, const MwStep *step)
{
  return mw_task_sleep (task, mw_task_number (task, &step->operand[0], 0));
}

/* After a blocking or offloaded job: nothing is to be read from it. */
MwFlow
mw_op_done_resume (MwTask *task, const MwStep *step)
{
  mw_task_operation_drop (task);
  return MW_FLOW_NEXT;
}

static MwFlow
block_for (MwTask *task, const MwStep *step, MwJobKind kind, MwReason reason)
{
  mw_task_operation_new (task, kind, mw_engine_scale (task->engine, mw_task_number (task, &step->operand[0], 0)));
  return mw_task_block (task, reason, 0);
}

MwFlow
mw_op_block (MwTask *task, const MwStep *step)
{
  return block_for (task, step, MW_JOB_BLOCK, MW_REASON_CALL);
}

MwFlow
mw_op_compute (MwTask *task, const MwStep *step)
{
  return block_for (task, step, MW_JOB_COMPUTE, MW_REASON_CPU);
}

MwFlow
mw_op_print (MwTask *task, const MwStep *step)
{
  mw_engine_record (task->engine, MW_EVENT_LINE, task, 0,
                    mw_trace_intern (task->engine->trace, mw_task_text (task, &step->operand[0])), 0);
  return MW_FLOW_NEXT;
}

MwFlow
mw_op_raise (MwTask *task, const MwStep *step)
{
  mw_task_raise (task, MW_FAULT_ERROR, mw_task_text (task, &step->operand[0]));
  return MW_FLOW_NEXT;
}

MwFlow
mw_op_return (MwTask *task, const MwStep *step)
{
  task->result = mw_task_evaluate (task, &step->operand[0]);
  mw_task_raise (task, MW_FAULT_RETURN, NULL);
  return MW_FLOW_NEXT;
}

MwFlow
mw_op_set (MwTask *task, const MwStep *step)
{
  mw_task_assign (task, step->slot, mw_task_evaluate (task, &step->operand[0]));
  return MW_FLOW_NEXT;
}

MwFlow
mw_op_offload (MwTask *task, const MwStep *step)
{
  MwEngine *engine = task->engine;
  gboolean computes = mw_task_number (task, &step->operand[1], MW_OFFLOAD_BLOCK) == MW_OFFLOAD_COMPUTE;
  gint64 duration = mw_engine_scale (engine, mw_task_number (task, &step->operand[0], 0));
  MwTaskOperation *operation;

  operation = mw_task_operation_new (task, computes ? MW_JOB_COMPUTE : MW_JOB_BLOCK, duration);
  operation->operation.job.unlocked = step->ref > 0 && engine->program->resources[step->ref - 1].kind == MW_RESOURCE_PROCESSES;
  if (engine->program->executor != MW_EXECUTOR_LOOP)
    return mw_task_block (task, computes ? MW_REASON_CPU : MW_REASON_CALL, 0);
  mw_pool_run (step->ref > 0 ? engine->shared[step->ref - 1] : engine->default_pool, task);
  return MW_FLOW_SUSPEND;
}
