/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* as-completed: asyncio.as_completed (), with a block for each child that has ended.
 *
 * Errors are collected with "except Exception", so that the cancellation of a child is raised even then.  Children that ended while the block ran stand in a queue.  An error, or whatever else makes the task leave, does not
 * stop the children that are left: they run on, as asyncio's do.  Their order of beginning is that of the text; asyncio
 * puts coroutines into a set first and begins them in any order, which is why the listing makes tasks of them. */

#include "mw-gather.h"

typedef struct
{
  MwFrame   frame;
  MwGather *gather;
  guint     n_taken;
} MwCompletedFrame;

static void
put (MwGather *self, MwChild *child)
{
  if (self->last_done != NULL)
    self->last_done->next = child;
  else
    self->first_done = child;
  self->last_done = child;
}

static MwChild *
take (MwGather *self)
{
  MwChild *child = self->first_done;

  self->first_done = child->next;
  if (self->first_done == NULL)
    self->last_done = NULL;
  return child;
}

static void
child_done_cb (MwEngine *engine, MwHandle *handle)
{
  MwChild *child = mw_child_of_handle (handle);
  MwGather *self = child->gather;

  put (self, child);
  if (!engine->ended && self->parent->wait == MW_WAIT_COMPLETED && self->parent->awaited == self)
    mw_task_wake (self->parent, child->task);
  mw_gather_unref (self);
}

void
mw_op_completed_drop (MwTask *task)
{
  mw_gather_unref (((MwCompletedFrame *) task->frame)->gather);
  mw_task_pop (task);
}

/* Executor "blocking": the next child begins when the block is through with the one before. */
static MwFlow
wait_for_next (MwTask *task, MwGather *self, const MwStep *step)
{
  MwChild *child;

  if (mw_task_has_loop (task))
    {
      mw_task_suspend (task, MW_WAIT_COMPLETED, self, MW_REASON_CHILDREN, 0, -1);
      return MW_FLOW_SUSPEND;
    }
  child = mw_gather_start_next (self, task, step);
  if (child == NULL)
    return MW_FLOW_NEXT;
  mw_task_await (task, child->task, MW_REASON_CHILDREN);
  return MW_FLOW_SUSPEND;
}

static MwFlow
take_next (MwTask *task)
{
  MwCompletedFrame *frame = (MwCompletedFrame *) task->frame;
  const MwStep *step = frame->frame.step;
  MwGather *self = frame->gather;
  MwChild *child;

  if (frame->n_taken == self->n_children)
    {
      mw_op_completed_drop (task);
      return MW_FLOW_NEXT;
    }
  if (self->first_done == NULL)
    return wait_for_next (task, self, step);
  child = take (self);
  frame->n_taken++;
  frame->frame.next = 0;
  if (child->task->outcome != MW_OUTCOME_DONE && (!self->collect || child->task->outcome == MW_OUTCOME_CANCELLED))
    task->raised = child->task->raised;
  else if (step->slot != MW_NO_SLOT)
    mw_task_assign (task, step->slot, mw_gather_result_of (child));
  return MW_FLOW_NEXT;
}

MwFlow
mw_op_completed (MwTask *task, const MwStep *step)
{
  MwGather *self = mw_gather_new (task, step, 0);
  MwCompletedFrame *frame;
  MwChild *child;

  if (self == NULL)
    return MW_FLOW_NEXT;
  frame = mw_task_push (task, sizeof *frame, step, MW_OP_AS_COMPLETED);
  frame->gather = self;
  while (mw_task_has_loop (task) && (child = mw_gather_start_next (self, task, step)))
    mw_gather_watch (self, child, child_done_cb);
  return task->engine->ended ? MW_FLOW_NEXT : take_next (task);
}

MwFlow
mw_op_completed_resume (MwTask *task, const MwStep *step)
{
  MwGather *self = ((MwCompletedFrame *) task->frame)->gather;

  if (task->raised.code != 0)
    return MW_FLOW_NEXT;
  if (!mw_task_has_loop (task))
    put (self, &self->children[self->n_started - 1]);
  return take_next (task);
}

MwFlow
mw_op_completed_leave (MwTask *task, MwFrame *frame)
{
  return take_next (task);
}

MwFlow
mw_op_completed_unwind (MwTask *task, MwFrame *frame)
{
  mw_op_completed_drop (task);
  return MW_FLOW_NEXT;
}
