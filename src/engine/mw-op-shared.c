/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Steps of what is shared otherwise: signal and wait for an event, read and write a value, ask a cache. */

#include "mw-shared.h"

MwFlow
mw_op_signal (MwTask *task, const MwStep *step)
{
  mw_flag_set (mw_shared_of (task, step), task);
  return MW_FLOW_NEXT;
}

MwFlow
mw_op_wait (MwTask *task, const MwStep *step)
{
  return mw_flag_wait (mw_shared_of (task, step), task);
}

MwFlow
mw_op_read (MwTask *task, const MwStep *step)
{
  mw_task_assign (task, step->slot, mw_value_number (mw_number_read (mw_shared_of (task, step), task)));
  return MW_FLOW_NEXT;
}

MwFlow
mw_op_write (MwTask *task, const MwStep *step)
{
  mw_number_write (mw_shared_of (task, step), task, mw_task_number (task, &step->operand[0], 0));
  return MW_FLOW_NEXT;
}

/* cached: asks, and on a miss does the steps and keeps what they found; with one flight it first waits for who is doing
 * so already, and asks again. */

enum { STAGE_ASK, STAGE_QUEUE, STAGE_LOAD };

typedef struct
{
  MwFrame frame;
  MwValue key;
  MwLock *lock;    /* held; NULL */
  guint   stage;
} MwCachedFrame;

static void
close_frame (MwTask *task)
{
  MwLock *lock = ((MwCachedFrame *) task->frame)->lock;

  mw_task_pop (task);
  if (lock != NULL)
    mw_lock_release (lock, task);
}

static MwFlow
look_up (MwTask *task, MwCachedFrame *frame)
{
  const MwStep *step = frame->frame.step;
  MwCache *cache = mw_shared_of (task, step);
  MwValue value;
  MwFlow flow;

  if (mw_cache_look_up (cache, task, &frame->key, &value))
    {
      if (step->slot != MW_NO_SLOT)
        mw_task_assign (task, step->slot, value);
      close_frame (task);
      return MW_FLOW_NEXT;
    }
  if (frame->lock != NULL || !mw_shared_resource (task->engine, step->ref)->single_flight)
    {
      frame->stage = STAGE_LOAD;
      return MW_FLOW_NEXT;
    }
  frame->stage = STAGE_QUEUE;
  flow = mw_lock_acquire (mw_cache_get_lock (cache, &frame->key), task, MW_REASON_CACHE, step->ref);
  if (flow == MW_FLOW_SUSPEND)
    return flow;
  frame->lock = mw_cache_get_lock (cache, &frame->key);
  return look_up (task, frame);
}

MwFlow
mw_op_cached_resume (MwTask *task, const MwStep *step)
{
  MwCachedFrame *frame = (MwCachedFrame *) task->frame;
  MwLock *lock = frame->stage == STAGE_QUEUE ? mw_cache_get_lock (mw_shared_of (task, step), &frame->key) : NULL;

  mw_task_operation_drop (task);
  if (lock != NULL && mw_lock_settle (lock, task))
    frame->lock = lock;
  return task->raised.code == 0 ? look_up (task, frame) : MW_FLOW_NEXT;
}

MwFlow
mw_op_cached (MwTask *task, const MwStep *step)
{
  MwCachedFrame *frame = mw_task_push (task, sizeof *frame, step, MW_OP_CACHED);

  frame->key = mw_task_evaluate (task, &step->operand[0]);
  if (mw_task_pause (task, mw_shared_resource (task->engine, step->ref)->open_cost) == MW_FLOW_SUSPEND)
    return MW_FLOW_SUSPEND;
  return mw_op_cached_resume (task, step);
}

MwFlow
mw_op_cached_leave (MwTask *task, MwFrame *base)
{
  MwCachedFrame *frame = (MwCachedFrame *) base;
  const MwStep *step = base->step;
  MwValue value = mw_task_evaluate (task, &step->operand[1]);

  mw_cache_store (mw_shared_of (task, step), task, &frame->key, value);
  if (step->slot != MW_NO_SLOT)
    mw_task_assign (task, step->slot, value);
  close_frame (task);
  return MW_FLOW_NEXT;
}

MwFlow
mw_op_cached_unwind (MwTask *task, MwFrame *frame)
{
  close_frame (task);
  return MW_FLOW_NEXT;
}
