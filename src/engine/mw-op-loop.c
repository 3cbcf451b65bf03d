/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Steps that do their block several times: repeat, for-each. */

#include "mw-task.h"

typedef struct
{
  MwFrame frame;
  gint64  index;
  gint64  times;
  MwList *list;   /* of for-each; lists live as long as the engine */
} MwLoopFrame;

static void
take_turn (MwTask *task, MwLoopFrame *frame)
{
  const MwStep *step = frame->frame.step;

  frame->frame.next = 0;
  if (step->slot != MW_NO_SLOT)
    mw_task_assign (task, step->slot, frame->list != NULL ? frame->list->values[frame->index] : mw_value_number (frame->index));
}

static MwFlow
loop (MwTask *task, const MwStep *step, gint64 times, MwList *list)
{
  MwLoopFrame *frame;

  if (times <= 0)
    return MW_FLOW_NEXT;
  frame = mw_task_push (task, sizeof *frame, step, step->op);
  frame->times = times;
  frame->list = list;
  take_turn (task, frame);
  return MW_FLOW_NEXT;
}

MwFlow
mw_op_repeat (MwTask *task, const MwStep *step)
{
  return loop (task, step, mw_task_number (task, &step->operand[0], 0), NULL);
}

MwFlow
mw_op_for_each (MwTask *task, const MwStep *step)
{
  MwValue value = mw_task_evaluate (task, &step->operand[0]);

  if (value.type == MW_VALUE_LIST)
    return loop (task, step, value.list->n_values, value.list);
  mw_task_raise (task, MW_FAULT_ERROR, "only a list has elements");
  return MW_FLOW_NEXT;
}

MwFlow
mw_op_loop_leave (MwTask *task, MwFrame *base)
{
  MwLoopFrame *frame = (MwLoopFrame *) base;

  if (++frame->index < frame->times)
    take_turn (task, frame);
  else
    mw_task_pop (task);
  return MW_FLOW_NEXT;
}
