/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Steps that deal with other tasks: call, start, await, cancel, gather. */

#include "mw-task.h"

/* The arguments of SPAWN, evaluated in the task's innermost coroutine, in an array that the caller frees. */
static MwValue *
evaluate_arguments (MwTask *task, const MwSpawn *spawn)
{
  MwValue *values = g_new0 (MwValue, MAX (1, spawn->n_arguments));

  for (guint i = 0; i < spawn->n_arguments; i++)
    values[i] = mw_task_evaluate (task, &spawn->arguments[i]);
  return values;
}

/* NULL: there are too many, and the run has ended. */
static MwTask *
spawn_task (MwTask *task, const MwSpawn *spawn)
{
  g_autofree MwValue *arguments = evaluate_arguments (task, spawn);

  if (!mw_engine_has_room (task->engine, 1))
    return NULL;
  return mw_task_new (task->engine, task, spawn->coroutine, arguments);
}

MwFlow
mw_op_call (MwTask *task, const MwStep *step)
{
  g_autofree MwValue *arguments = evaluate_arguments (task, &step->spawns[0]);

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
  MwTask *child = spawn_task (task, &step->spawns[0]);

  if (child == NULL)
    return MW_FLOW_NEXT;
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

/* gather.
 *
 * As in asyncio: the children are tasks, started in order; the first that fails is raised at once and the others
 * run on; their results stand in the order of the arguments.  A child's end takes one turn of the loop to reach
 * the gather and another to reach the parent, hence the handle per child.  The object is counted, for children
 * outlive a parent that went on.  Without a loop (executor "blocking") the next child is started when the one
 * before has ended.
 */

typedef struct
{
  MwWaiter  waiter;
  MwHandle  handle;
  MwGather *gather;
  MwTask   *task;
} MwChild;

struct _MwGather
{
  guint    ref_count;
  MwTask  *parent;
  guint    n_children;
  guint    n_started;
  guint    n_done;
  guint    spawn;          /* the cursor over spawns and their times */
  gint64   time;
  gboolean collect;
  gboolean cancelled;      /* the parent was cancelled: say so when all have ended */
  gboolean resolved;
  MwRaised raised;
  MwChild  children[];
};

void
mw_gather_unref (MwGather *self)
{
  if (--self->ref_count == 0)
    g_free (self);
}

/* Puts the children that live on ASKED, to be cancelled, the first of them last; the parent is told when they have
 * ended.  FALSE: they all had. */
gboolean
mw_gather_cancel (MwGather *self, GPtrArray *asked)
{
  guint before = asked->len;

  for (guint i = self->n_started; i > 0; i--)
    if (!mw_task_is_ended (self->children[i - 1].task))
      g_ptr_array_add (asked, self->children[i - 1].task);
  self->cancelled |= asked->len > before;
  return asked->len > before;
}

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
  MwChild *child = (MwChild *) ((char *) handle - G_STRUCT_OFFSET (MwChild, handle));
  MwGather *self = child->gather;

  self->n_done++;
  if (!self->resolved && !engine->ended)
    {
      if (child->task->outcome != MW_OUTCOME_DONE && !self->collect)
        resolve (self, child->task, child->task->raised);
      else if (self->n_done == self->n_children && self->cancelled)
        resolve (self, child->task, (MwRaised) { MW_FAULT_CANCELLED, "cancelled" });
      else if (self->n_done == self->n_children)
        resolve (self, child->task, (MwRaised) { MW_FAULT_NONE });
    }
  mw_gather_unref (self);
}

static void
child_ended_cb (MwWaiter *waiter, MwTask *task)
{
  MwChild *child = (MwChild *) waiter;

  mw_engine_queue (task->engine, &child->handle);
}

/* CHILD is freed before its end: those gathers that count on it need not live for it. */
void
mw_gather_forget (MwTask *child)
{
  MwWaiter *waiter = child->waiters;

  while (waiter)
    {
      MwWaiter *next = waiter->next;

      if (waiter->ended == child_ended_cb)
        mw_gather_unref (((MwChild *) waiter)->gather);
      waiter = next;
    }
}

static gint64
times_of (MwTask *task, const MwSpawn *spawn)
{
  return CLAMP (mw_task_number (task, &spawn->times, 1), 0, G_MAXINT32);
}

/* Starts the next child in the order of the text; NULL when there is none left. */
static MwChild *
start_next (MwGather *self, MwTask *task, const MwStep *step)
{
  const MwSpawn *spawn;
  MwChild *child;

  if (self->n_started == self->n_children)
    return NULL;
  while (self->time >= times_of (task, &step->spawns[self->spawn]))
    {
      self->spawn++;
      self->time = 0;
    }
  spawn = &step->spawns[self->spawn];
  if (spawn->loop_slot != MW_NO_SLOT)
    mw_task_assign (task, spawn->loop_slot, mw_value_number (self->time));
  self->time++;
  child = &self->children[self->n_started++];
  child->gather = self;
  child->task = spawn_task (task, spawn);
  return child;
}

static MwList *
results_of (MwGather *self, MwTask *task)
{
  MwList *list = g_malloc0 (sizeof (MwList) + sizeof (MwValue) * self->n_children);

  mw_engine_expire (task->engine); /* a list may be long */
  g_ptr_array_add (task->engine->lists, list);
  list->n_values = self->n_children;
  for (guint i = 0; i < self->n_children; i++)
    {
      MwTask *child = self->children[i].task;

      if (child->outcome == MW_OUTCOME_DONE)
        list->values[i] = child->result;
      else
        list->values[i] = (MwValue) { MW_VALUE_TEXT, { .text = child->raised.message ? child->raised.message : "error" } };
    }
  return list;
}

static MwFlow
gather_finish (MwGather *self, MwTask *task, const MwStep *step)
{
  if (task->raised.code == 0)
    task->raised = self->raised;
  if (task->raised.code == 0 && step->slot != MW_NO_SLOT)
    mw_task_assign (task, step->slot, (MwValue) { MW_VALUE_LIST, { .list = results_of (self, task) } });
  mw_gather_unref (self);
  return MW_FLOW_NEXT;
}

/* Executor "blocking": one after the other. */
static MwFlow
gather_one (MwGather *self, MwTask *task, const MwStep *step)
{
  MwChild *child = self->raised.code == 0 ? start_next (self, task, step) : NULL;

  if (task->engine->ended)
    return MW_FLOW_NEXT;
  if (child == NULL)
    {
      task->gather = NULL;
      return gather_finish (self, task, step);
    }
  return await_task (task, child->task, MW_REASON_CHILDREN);
}

MwFlow
mw_op_gather (MwTask *task, const MwStep *step)
{
  gint64 n = 0;
  MwGather *self;
  MwChild *child;

  for (guint i = 0; i < step->n_spawns; i++)
    n += times_of (task, &step->spawns[i]);
  if (!mw_engine_has_room (task->engine, n))
    return MW_FLOW_NEXT;
  self = g_malloc0 (sizeof (MwGather) + sizeof (MwChild) * (gsize) n);
  self->ref_count = 1;
  self->parent = task;
  self->n_children = (guint) n;
  self->collect = (step->flags & MW_GATHER_COLLECT) != 0;
  task->gather = self;
  if (n == 0 || task->engine->program->executor == MW_EXECUTOR_BLOCKING)
    return gather_one (self, task, step);
  while ((child = start_next (self, task, step)))
    {
      self->ref_count++;
      child->waiter.ended = child_ended_cb;
      child->handle.run = child_done_cb;
      mw_task_add_waiter (child->task, &child->waiter);
    }
  mw_task_suspend (task, MW_WAIT_GATHER, self, MW_REASON_CHILDREN, 0, -1);
  return MW_FLOW_SUSPEND;
}

MwFlow
mw_op_gather_resume (MwTask *task, const MwStep *step)
{
  MwGather *self = task->gather;

  if (task->engine->program->executor == MW_EXECUTOR_BLOCKING)
    {
      MwTask *last = self->children[self->n_started - 1].task;

      if (!self->collect && last->outcome != MW_OUTCOME_DONE)
        self->raised = last->raised;
      return gather_one (self, task, step);
    }
  task->gather = NULL;
  return gather_finish (self, task, step);
}
