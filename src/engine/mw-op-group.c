/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* group: asyncio.TaskGroup, as CPython 3.11 has it.
 *
 * Who leaves the block waits for all tasks that were started in it.  The first that fails cancels the others, and the
 * block itself if it still runs; what failed is raised as one error when all have ended.  The engine's faults have one
 * code, so a group's error has that of the first, and the number of all in its text; a scenario catches it as it would
 * catch the first.  (Python's "except" would not; the listing says "except*".) */

#include "mw-task.h"

typedef struct _MwGroup MwGroup;

typedef struct
{
  MwWaiter waiter;
  MwHandle handle;
  MwGroup *group;
  MwTask  *task;
  gboolean done;
} MwMember;

/* Counted: by its frame and by each member that lives. */
struct _MwGroup
{
  guint      ref_count;
  MwTask    *owner;
  guint32    number;            /* 1, 2 … in the run */
  GPtrArray *members;           /* of MwMember */
  guint      n_alive;
  guint      n_errors;
  MwRaised   first;
  gboolean   aborting;
  gboolean   cancel_requested;  /* of the owner, because a member failed */
};

typedef struct
{
  MwFrame   frame;
  MwGroup  *group;
  MwPending pending;   /* what the block ended with */
  MwRaised  cancelled; /* the cancellation that goes on if no member failed */
} MwGroupFrame;

static void
group_unref (MwGroup *self)
{
  if (--self->ref_count > 0)
    return;
  g_ptr_array_unref (self->members);
  g_free (self);
}

static void
abort_group (MwGroup *self, MwTask *by)
{
  self->aborting = TRUE;
  for (guint i = 0; i < self->members->len; i++)
    {
      MwMember *member = g_ptr_array_index (self->members, i);

      if (!member->done)
        mw_task_cancel (member->task, by);
    }
}

static void
note_error (MwGroup *self, MwRaised raised)
{
  if (self->n_errors++ == 0)
    self->first = raised;
}

static void
member_failed (MwGroup *self, MwTask *member)
{
  note_error (self, member->raised);
  if (self->aborting || self->cancel_requested)
    return;
  abort_group (self, member);
  self->cancel_requested = TRUE;
  mw_task_cancel (self->owner, member);
}

static void
member_done_cb (MwEngine *engine, MwHandle *handle)
{
  MwMember *member = (MwMember *) ((char *) handle - G_STRUCT_OFFSET (MwMember, handle));
  MwGroup *self = member->group;

  self->n_alive--;
  member->done = TRUE;
  if (!engine->ended)
    {
      if (self->n_alive == 0 && self->owner->wait == MW_WAIT_GROUP && self->owner->awaited == self)
        mw_task_wake (self->owner, member->task);
      if (member->task->outcome != MW_OUTCOME_DONE && member->task->outcome != MW_OUTCOME_CANCELLED)
        member_failed (self, member->task);
    }
  group_unref (self);
}

static void
member_ended_cb (MwWaiter *waiter, MwTask *task)
{
  MwMember *member = (MwMember *) waiter;

  if (task != NULL)
    mw_engine_queue (task->engine, &member->handle);
  else
    group_unref (member->group);
}

/* The innermost group around TASK that was opened under the name of variable SLOT. */
static MwGroup *
find_group (MwTask *task, guint slot)
{
  MwFrame *frame = task->frame;

  while (frame->op != MW_OP_CALL && (frame->op != MW_OP_GROUP || frame->step->slot != slot))
    frame = frame->outer;
  return frame->op == MW_OP_GROUP ? ((MwGroupFrame *) frame)->group : NULL;
}

/* FALSE: the group of variable SLOT is being left and takes nobody any more; an error was raised. */
gboolean
mw_group_is_open (MwTask *task, guint slot)
{
  MwGroup *self = find_group (task, slot);

  if (self != NULL && !self->aborting)
    return TRUE;
  mw_task_raise (task, MW_FAULT_ERROR, self != NULL ? "the group is shutting down" : "there is no such group");
  return FALSE;
}

/* CHILD, which TASK has just started, belongs to the group of variable SLOT, which is open. */
void
mw_group_add (MwTask *task, guint slot, MwTask *child)
{
  MwGroup *self = find_group (task, slot);
  MwMember *member = g_new0 (MwMember, 1);

  member->waiter.ended = member_ended_cb;
  member->handle.run = member_done_cb;
  member->group = self;
  member->task = child;
  g_ptr_array_add (self->members, member);
  self->ref_count++;
  self->n_alive++;
  mw_engine_record (task->engine, MW_EVENT_GROUP_JOINED, child, 0, task->id, self->number);
  mw_task_add_waiter (child, &member->waiter);
}

MwFlow
mw_op_group (MwTask *task, const MwStep *step)
{
  MwGroupFrame *frame = mw_task_push (task, sizeof *frame, step, MW_OP_GROUP);

  frame->group = g_new0 (MwGroup, 1);
  frame->group->ref_count = 1;
  frame->group->owner = task;
  frame->group->number = ++task->engine->n_groups;
  frame->group->members = g_ptr_array_new_with_free_func (g_free);
  return MW_FLOW_NEXT;
}

void
mw_op_group_drop (MwTask *task)
{
  group_unref (((MwGroupFrame *) task->frame)->group);
  mw_task_pop (task);
}

/* "unhandled errors in a TaskGroup (2 sub-exceptions)", with the code of the first. */
static void
raise_errors (MwGroup *self, MwTask *task)
{
  MwTrace *trace = task->engine->trace;
  g_autofree char *text = g_strdup_printf ("unhandled errors in a TaskGroup (%u sub-exception%s)", self->n_errors,
                                           self->n_errors == 1 ? "" : "s");

  mw_task_raise (task, self->first.code, mw_trace_get_string (trace, mw_trace_intern (trace, text)));
}

/* All have ended.  Errors come before a cancellation, and that before what the block ended with. */
static MwFlow
close_group (MwTask *task, MwGroupFrame *frame)
{
  MwGroup *self = frame->group;
  MwRaised raised = frame->pending.raised;
  gboolean goes_on = frame->cancelled.code != 0 && self->n_errors == 0;

  if (!goes_on && raised.code > 0 && raised.code != MW_FAULT_CANCELLED)
    note_error (self, raised);
  if (goes_on)
    task->raised = frame->cancelled;
  else if (self->n_errors > 0)
    raise_errors (self, task);
  else
    mw_task_take_up (task, &frame->pending);
  mw_engine_record (task->engine, MW_EVENT_GROUP_LEFT, task, 0, 0, self->number);
  mw_op_group_drop (task);
  return MW_FLOW_NEXT;
}

static MwFlow
wait_for_members (MwTask *task, MwGroupFrame *frame)
{
  if (frame->group->n_alive == 0)
    return close_group (task, frame);
  mw_task_suspend (task, MW_WAIT_GROUP, frame->group, MW_REASON_CHILDREN, 0, -1);
  return MW_FLOW_SUSPEND;
}

/* The block has ended, well or with an error or a return. */
MwFlow
mw_op_group_leave (MwTask *task, MwFrame *base)
{
  MwGroupFrame *frame = (MwGroupFrame *) base;

  MwRaised raised = task->raised;

  mw_task_put_aside (task, &frame->pending);
  if (raised.code == MW_FAULT_CANCELLED)
    frame->cancelled = raised;
  if (frame->group->cancel_requested && --task->n_cancels == 0)
    frame->cancelled = (MwRaised) { MW_FAULT_NONE };
  if (raised.code > 0 && !frame->group->aborting)
    abort_group (frame->group, task);
  return wait_for_members (task, frame);
}

/* All have ended, or the owner was cancelled while it waited for them. */
MwFlow
mw_op_group_resume (MwTask *task, const MwStep *step)
{
  MwGroupFrame *frame = (MwGroupFrame *) task->frame;

  if (task->raised.code != 0 && !frame->group->aborting)
    {
      frame->cancelled = task->raised;
      abort_group (frame->group, task);
    }
  mw_task_raise (task, MW_FAULT_NONE, NULL);
  return wait_for_members (task, frame);
}
