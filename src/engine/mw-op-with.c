/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* with: something is entered before the block and left however the block ends; and the steps that open and close by
 * hand.  What that means is a row per kind of resource: a permit or a lock may have to be waited for, a token is
 * spent, a scope takes time on both sides, a session only marks a block. */

#include "mw-shared.h"

typedef struct
{
  MwFrame  frame;
  gboolean leaving;   /* takes its time for it */
  MwRaised pending;   /* goes on afterwards */
} MwWithFrame;

/* Each of the functions may be NULL. */
typedef struct
{
  MwFlow   (*enter)  (MwTask *task, gpointer object);
  gboolean (*settle) (MwTask *task, gpointer object);   /* after a wait: TRUE when it may enter */
  void     (*inside) (MwTask *task, gpointer object);
  MwFlow   (*leave)  (MwTask *task, gpointer object);   /* the time that leaving takes */
  void     (*left)   (MwTask *task, gpointer object);
} Guard;

static MwFlow
enter_gate (MwTask *task, gpointer gate)
{
  return mw_gate_acquire (gate, task);
}

/* The permit was handed over, or the task was cancelled, or both: then the permit goes back. */
static gboolean
settle_gate (MwTask *task, gpointer gate)
{
  gboolean keep = task->raised.code == 0;

  if (task->granted)
    mw_gate_settle (gate, task, keep);
  return keep;
}

static void
left_gate (MwTask *task, gpointer gate)
{
  mw_gate_release (gate, task);
}

static MwFlow
enter_lock (MwTask *task, gpointer lock)
{
  return mw_lock_acquire (lock, task, MW_REASON_LOCK, task->step->ref);
}

static gboolean
settle_lock (MwTask *task, gpointer lock)
{
  return mw_lock_settle (lock, task);
}

static void
left_lock (MwTask *task, gpointer lock)
{
  mw_lock_release (lock, task);
}

static MwFlow
enter_limiter (MwTask *task, gpointer limiter)
{
  return mw_limiter_acquire (limiter, task);
}

static MwFlow
enter_opening (MwTask *task, gpointer opening)
{
  return mw_opening_open (opening, task);
}

static void
inside_opening (MwTask *task, gpointer opening)
{
  mw_opening_opened (opening, task);
}

static MwFlow
leave_opening (MwTask *task, gpointer opening)
{
  return mw_opening_close (opening, task);
}

static void
left_opening (MwTask *task, gpointer opening)
{
  mw_opening_closed (opening, task);
}

static const Guard guards[MW_N_RESOURCES] = {
  [MW_RESOURCE_SEMAPHORE] = { enter_gate, settle_gate, NULL, NULL, left_gate },
  [MW_RESOURCE_LOCK] = { enter_lock, settle_lock, NULL, NULL, left_lock },
  [MW_RESOURCE_LIMITER] = { enter_limiter },
  [MW_RESOURCE_SCOPE] = { enter_opening, NULL, inside_opening, leave_opening, left_opening },
};

static const Guard *
guard_of (MwTask *task, const MwStep *step)
{
  return &guards[mw_shared_resource (task->engine, step->ref)->kind];
}

static MwFlow
go_in (MwTask *task, const MwStep *step)
{
  const Guard *guard = guard_of (task, step);

  mw_task_operation_drop (task);
  if (task->raised.code != 0)
    return MW_FLOW_NEXT;
  if (guard->inside != NULL)
    guard->inside (task, mw_shared_of (task, step));
  mw_task_push (task, sizeof (MwWithFrame), step, MW_OP_WITH);
  return MW_FLOW_NEXT;
}

MwFlow
mw_op_with (MwTask *task, const MwStep *step)
{
  const Guard *guard = guard_of (task, step);

  if (guard->enter != NULL && guard->enter (task, mw_shared_of (task, step)) == MW_FLOW_SUSPEND)
    return MW_FLOW_SUSPEND;
  return go_in (task, step);
}

/* Who is cancelled while he leaves has not left: what was to be closed stays open, and the cancellation goes on. */
static MwFlow
go_out (MwTask *task, MwWithFrame *frame)
{
  const MwStep *step = frame->frame.step;
  const Guard *guard = guard_of (task, step);
  MwRaised pending = frame->pending;
  gboolean interrupted = task->raised.code != 0;

  mw_task_operation_drop (task);
  mw_task_pop (task);
  if (!interrupted && guard->left != NULL)
    guard->left (task, mw_shared_of (task, step));
  if (task->raised.code == 0)
    task->raised = pending;
  return MW_FLOW_NEXT;
}

MwFlow
mw_op_with_leave (MwTask *task, MwFrame *base)
{
  MwWithFrame *frame = (MwWithFrame *) base;
  const Guard *guard = guard_of (task, base->step);

  frame->leaving = TRUE;
  frame->pending = task->raised;
  mw_task_raise (task, MW_FAULT_NONE, NULL);
  if (guard->leave != NULL && guard->leave (task, mw_shared_of (task, base->step)) == MW_FLOW_SUSPEND)
    return MW_FLOW_SUSPEND;
  return go_out (task, frame);
}

/* The step that waited stands for its end when its own frame is the innermost, else for its beginning. */
MwFlow
mw_op_with_resume (MwTask *task, const MwStep *step)
{
  const Guard *guard = guard_of (task, step);

  if (task->frame->step == step && ((MwWithFrame *) task->frame)->leaving)
    return go_out (task, (MwWithFrame *) task->frame);
  if (guard->settle != NULL && !guard->settle (task, mw_shared_of (task, step)))
    return MW_FLOW_NEXT;
  return go_in (task, step);
}

/* open, close: a scope by hand, which nobody closes who forgets it. */

MwFlow
mw_op_open_resume (MwTask *task, const MwStep *step)
{
  mw_task_operation_drop (task);
  if (task->raised.code == 0)
    mw_opening_opened (mw_shared_of (task, step), task);
  return MW_FLOW_NEXT;
}

MwFlow
mw_op_open (MwTask *task, const MwStep *step)
{
  if (mw_opening_open (mw_shared_of (task, step), task) == MW_FLOW_SUSPEND)
    return MW_FLOW_SUSPEND;
  return mw_op_open_resume (task, step);
}

MwFlow
mw_op_close_resume (MwTask *task, const MwStep *step)
{
  mw_task_operation_drop (task);
  if (task->raised.code == 0)
    mw_opening_closed (mw_shared_of (task, step), task);
  return MW_FLOW_NEXT;
}

MwFlow
mw_op_close (MwTask *task, const MwStep *step)
{
  if (mw_opening_close (mw_shared_of (task, step), task) == MW_FLOW_SUSPEND)
    return MW_FLOW_SUSPEND;
  return mw_op_close_resume (task, step);
}
