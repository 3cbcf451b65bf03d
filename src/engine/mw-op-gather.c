/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Steps that start children and wait for them all: gather, batches, shield, arrivals.
 *
 * As in asyncio the children are tasks, started in order; the first that fails is raised at once and the others run
 * on; their results stand in the order of the arguments.  Batches are a gather that starts some, waits for them, and
 * starts the next; a shield is a gather of one that does not pass a cancellation on; arrivals pause between two starts
 * and then gather what was started.  Without a loop (executor "blocking") the next child is started when the one
 * before has ended. */

#include "mw-gather.h"

static void
resolve (MwGather *self, MwTask *by, MwRaised raised)
{
  self->resolved = TRUE;
  self->raised = raised;
  mw_task_wake (self->parent, by);
}

static void
child_done_cb (MwEngine *engine, MwHandle *handle)
{
  MwChild *child = mw_child_of_handle (handle);
  MwGather *self = child->gather;

  self->n_done++;
  if (!self->resolved && !engine->ended)
    {
      if (child->task->outcome != MW_OUTCOME_DONE && !self->collect)
        resolve (self, child->task, child->task->raised);
      else if (self->n_done == self->n_started && self->cancelled)
        resolve (self, child->task, (MwRaised) { MW_FAULT_CANCELLED, "cancelled" });
      else if (self->n_done == self->n_started)
        resolve (self, child->task, (MwRaised) { MW_FAULT_NONE });
    }
  mw_gather_unref (self);
}

/* Executor "blocking": one after the other. */
static MwFlow
start_one (MwGather *self, MwTask *task, const MwStep *step)
{
  MwChild *child = self->raised.code == 0 ? mw_gather_start_next (self, task, step) : NULL;

  if (task->engine->ended)
    return MW_FLOW_NEXT;
  if (child == NULL)
    return mw_gather_finish (self, task, step);
  mw_task_await (task, child->task, MW_REASON_CHILDREN);
  return MW_FLOW_SUSPEND;
}

static void
note_error_of_last (MwGather *self)
{
  MwTask *last = self->children[self->n_started - 1].task;

  if (!self->collect && last->outcome != MW_OUTCOME_DONE)
    self->raised = last->raised;
}

MwFlow
mw_gather_wait (MwGather *self, MwTask *task)
{
  self->resolved = FALSE;
  mw_task_suspend (task, task->step->op == MW_OP_SHIELD ? MW_WAIT_SHIELD : MW_WAIT_GATHER, self, MW_REASON_CHILDREN, 0, -1);
  return MW_FLOW_SUSPEND;
}

static MwFlow
start_some (MwGather *self, MwTask *task, const MwStep *step)
{
  guint until = self->n_started + MIN (self->size, self->n_children - self->n_started);

  while (self->n_started < until)
    {
      MwChild *child = mw_gather_start_next (self, task, step);

      if (child == NULL)
        return MW_FLOW_NEXT;
      mw_gather_watch (self, child, child_done_cb);
    }
  return mw_gather_wait (self, task);
}

static MwFlow
gather (MwTask *task, const MwStep *step, guint size)
{
  MwGather *self = mw_gather_new (task, step, size);

  if (self == NULL)
    return MW_FLOW_NEXT;
  task->gather = self;
  if (self->n_children == 0 || !mw_task_has_loop (task))
    return start_one (self, task, step);
  return start_some (self, task, step);
}

MwFlow
mw_op_gather (MwTask *task, const MwStep *step)
{
  return gather (task, step, 0);
}

MwFlow
mw_op_batches (MwTask *task, const MwStep *step)
{
  return gather (task, step, (guint) CLAMP (mw_task_number (task, &step->operand[0], 1), 1, G_MAXINT32));
}

MwFlow
mw_op_gather_resume (MwTask *task, const MwStep *step)
{
  MwGather *self = task->gather;

  if (!mw_task_has_loop (task))
    {
      note_error_of_last (self);
      return start_one (self, task, step);
    }
  if (task->raised.code == 0 && self->raised.code == 0 && self->n_started < self->n_children)
    return start_some (self, task, step);
  return mw_gather_finish (self, task, step);
}

/* arrivals */

static MwFlow
pause_before_next (MwGather *self, MwTask *task, const MwStep *step)
{
  self->paused = TRUE;
  mw_gather_count (self, task, step);
  return mw_task_sleep (task, mw_task_number (task, &step->operand[1], 0));
}

static MwFlow
arrive (MwGather *self, MwTask *task, const MwStep *step)
{
  while (self->n_started < self->n_children)
    {
      MwChild *child;

      if (self->n_started > 0 && !self->paused && pause_before_next (self, task, step) == MW_FLOW_SUSPEND)
        return MW_FLOW_SUSPEND;
      self->paused = FALSE;
      if (task->raised.code != 0)
        return mw_gather_finish (self, task, step);
      child = mw_gather_start_next (self, task, step);
      if (child == NULL)
        return MW_FLOW_NEXT;
      if (!mw_task_has_loop (task))
        {
          mw_task_await (task, child->task, MW_REASON_CHILDREN);
          return MW_FLOW_SUSPEND;
        }
    }
  if (self->n_children == 0 || !mw_task_has_loop (task))
    return mw_gather_finish (self, task, step);
  for (guint i = 0; i < self->n_children; i++)
    mw_gather_watch (self, &self->children[i], child_done_cb);
  return mw_gather_wait (self, task);
}

MwFlow
mw_op_arrivals (MwTask *task, const MwStep *step)
{
  MwGather *self = mw_gather_new (task, step, 0);

  if (self == NULL)
    return MW_FLOW_NEXT;
  self->resolved = TRUE; /* nobody waits yet */
  task->gather = self;
  return arrive (self, task, step);
}

/* After a pause, after a child of the executor "blocking", or after all. */
MwFlow
mw_op_arrivals_resume (MwTask *task, const MwStep *step)
{
  MwGather *self = task->gather;

  mw_task_operation_drop (task);
  if (!mw_task_has_loop (task) && !self->paused)
    note_error_of_last (self);
  if (task->raised.code != 0 || self->raised.code != 0 || (self->n_started == self->n_children && mw_task_has_loop (task)))
    return mw_gather_finish (self, task, step);
  return arrive (self, task, step);
}
