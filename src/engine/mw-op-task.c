/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Steps that deal with one other task: call, start, await, cancel. */

#include "mw-task.h"

/* The arguments of SPAWN, evaluated in the task's innermost coroutine, in an array that the caller frees. */
MwValue *
mw_task_arguments (MwTask *task, const MwSpawn *spawn)
{
  MwValue *values = g_new0 (MwValue, MAX (1, spawn->n_arguments));

  for (guint i = 0; i < spawn->n_arguments; i++)
    values[i] = mw_task_evaluate (task, &spawn->arguments[i]);
  return values;
}

/* A new task of SPAWN.  NULL: there are too many, and the run has ended. */
MwTask *
mw_task_spawn (MwTask *task, const MwSpawn *spawn)
{
  g_autofree MwValue *arguments = mw_task_arguments (task, spawn);

  if (!mw_engine_has_room (task->engine, 1))
    return NULL;
  return mw_task_new (task->engine, task, spawn->coroutine, arguments);
}

MwFlow
mw_op_call (MwTask *task, const MwStep *step)
{
  g_autofree MwValue *arguments = mw_task_arguments (task, &step->spawns[0]);

  mw_task_push_call (task, step, step->spawns[0].coroutine, arguments);
  return MW_FLOW_NEXT;
}

static MwFlow
await_task (MwTask *task, MwTask *other, MwReason reason)
{
  mw_task_await (task, other, reason);
  return MW_FLOW_SUSPEND;
}

/* Without a loop a started task runs to its end before its parent goes on. */
MwFlow
mw_op_start (MwTask *task, const MwStep *step)
{
  gboolean in_group = step->operand[0].kind == MW_OPERAND_SLOT;
  MwTask *child;

  if (in_group && !mw_group_is_open (task, step->operand[0].slot))
    return MW_FLOW_NEXT;
  child = mw_task_spawn (task, &step->spawns[0]);
  if (child == NULL)
    return MW_FLOW_NEXT;
  if (in_group)
    mw_group_add (task, step->operand[0].slot, child);
  if (step->slot != MW_NO_SLOT)
    mw_task_assign (task, step->slot, (MwValue) { MW_VALUE_TASK, { .number = child->id } });
  if (task->engine->program->executor == MW_EXECUTOR_BLOCKING)
    return await_task (task, child, MW_REASON_TASK);
  return MW_FLOW_NEXT;
}

/* What the child raised waits until it is awaited. */
MwFlow
mw_op_start_resume (MwTask *task, const MwStep *step)
{
  return MW_FLOW_NEXT;
}

static MwTask *
task_of (MwTask *task, const MwOperand *operand)
{
  GPtrArray *tasks = task->engine->tasks;
  MwValue value = mw_task_evaluate (task, operand);

  if (value.type != MW_VALUE_TASK || value.number < 1 || value.number > tasks->len)
    return NULL;
  return g_ptr_array_index (tasks, value.number - 1);
}

MwFlow
mw_op_await (MwTask *task, const MwStep *step)
{
  MwTask *other = task_of (task, &step->operand[0]);

  if (other == NULL || other == task)
    {
      mw_task_raise (task, MW_FAULT_ERROR, other ? "a task cannot await itself" : "there is no task to await");
      return MW_FLOW_NEXT;
    }
  if (mw_task_is_ended (other))
    return mw_op_await_resume (task, step);
  return await_task (task, other, MW_REASON_TASK);
}

MwFlow
mw_op_await_resume (MwTask *task, const MwStep *step)
{
  MwTask *other = task_of (task, &step->operand[0]);

  mw_task_raise_outcome_of (task, other);
  if (task->raised.code == 0 && step->slot != MW_NO_SLOT)
    mw_task_assign (task, step->slot, other->result);
  return MW_FLOW_NEXT;
}

MwFlow
mw_op_cancel (MwTask *task, const MwStep *step)
{
  MwTask *other = task_of (task, &step->operand[0]);

  if (other != NULL)
    mw_task_cancel (other, task);
  return MW_FLOW_NEXT;
}
