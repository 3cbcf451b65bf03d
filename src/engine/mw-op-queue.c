/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Steps of queues: put, take, consume, task-done, join. */

#include "mw-shared.h"

MwFlow
mw_op_put (MwTask *task, const MwStep *step)
{
  return mw_channel_put (mw_shared_of (task, step), task, mw_task_evaluate (task, &step->operand[0]));
}

MwFlow
mw_op_put_resume (MwTask *task, const MwStep *step)
{
  mw_channel_settle_put (mw_shared_of (task, step), task);
  return task->raised.code == 0 ? mw_op_put (task, step) : MW_FLOW_NEXT;
}

MwFlow
mw_op_take (MwTask *task, const MwStep *step)
{
  MwValue item;

  if (mw_channel_take (mw_shared_of (task, step), task, &item) == MW_FLOW_SUSPEND)
    return MW_FLOW_SUSPEND;
  if (step->slot != MW_NO_SLOT)
    mw_task_assign (task, step->slot, item);
  return MW_FLOW_NEXT;
}

MwFlow
mw_op_take_resume (MwTask *task, const MwStep *step)
{
  mw_channel_settle_take (mw_shared_of (task, step), task);
  return task->raised.code == 0 ? mw_op_take (task, step) : MW_FLOW_NEXT;
}

MwFlow
mw_op_task_done (MwTask *task, const MwStep *step)
{
  mw_channel_done (mw_shared_of (task, step), task);
  return MW_FLOW_NEXT;
}

MwFlow
mw_op_join (MwTask *task, const MwStep *step)
{
  return mw_channel_join (mw_shared_of (task, step), task);
}

/* consume: take and work, again and again, until the item taken is a sentinel. */

static void
acknowledge (MwTask *task, const MwStep *step)
{
  if (step->flags & MW_CONSUME_DONE)
    mw_channel_done (mw_shared_of (task, step), task);
}

static MwFlow
consume_next (MwTask *task, const MwStep *step)
{
  MwValue item;

  if (mw_channel_take (mw_shared_of (task, step), task, &item) == MW_FLOW_SUSPEND)
    return MW_FLOW_SUSPEND;
  if (item.type == MW_VALUE_NONE)
    {
      mw_task_pop (task);
      acknowledge (task, step);
      return MW_FLOW_NEXT;
    }
  task->frame->next = 0;
  if (step->slot != MW_NO_SLOT)
    mw_task_assign (task, step->slot, item);
  return MW_FLOW_NEXT;
}

MwFlow
mw_op_consume (MwTask *task, const MwStep *step)
{
  mw_task_push (task, sizeof (MwFrame), step, MW_OP_CONSUME);
  return consume_next (task, step);
}

MwFlow
mw_op_consume_resume (MwTask *task, const MwStep *step)
{
  mw_channel_settle_take (mw_shared_of (task, step), task);
  return task->raised.code == 0 ? consume_next (task, step) : MW_FLOW_NEXT;
}

/* The item is worked off; what fails or is cancelled before is not. */
MwFlow
mw_op_consume_leave (MwTask *task, MwFrame *frame)
{
  acknowledge (task, frame->step);
  return task->raised.code == 0 ? consume_next (task, frame->step) : MW_FLOW_NEXT;
}
