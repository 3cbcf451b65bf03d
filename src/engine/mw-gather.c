/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Children of one step: started in the order of the text, watched, and their results in that order.
 *
 * As in asyncio a child's end takes one turn of the loop to reach the gather and another to reach the parent, hence
 * the handle per child. */

#include "mw-gather.h"

void
mw_gather_unref (MwGather *self)
{
  if (--self->ref_count == 0)
    g_free (self);
}

static gint64
times_of (MwTask *task, const MwSpawn *spawn)
{
  return CLAMP (mw_task_number (task, &spawn->times, 1), 0, G_MAXINT32);
}

/* For all that STEP of TASK will start, SIZE at a time (0: all at once); the caller holds the one reference.  NULL:
 * they would be too many, and the run has ended. */
MwGather *
mw_gather_new (MwTask *task, const MwStep *step, guint size)
{
  gint64 n = 0;
  MwGather *self;

  for (guint i = 0; i < step->n_spawns; i++)
    n += times_of (task, &step->spawns[i]);
  if (!mw_engine_has_room (task->engine, n))
    return NULL;
  self = g_malloc0 (sizeof (MwGather) + sizeof (MwChild) * (gsize) n);
  self->ref_count = 1;
  self->parent = task;
  self->n_children = (guint) n;
  self->size = size > 0 ? size : self->n_children;
  self->collect = (step->flags & MW_GATHER_COLLECT) != 0;
  return self;
}

/* Puts the cursor on the next child, of which there is one, and its number into the counting variable. */
void
mw_gather_count (MwGather *self, MwTask *task, const MwStep *step)
{
  const MwSpawn *spawn;

  while (self->time >= times_of (task, &step->spawns[self->spawn]))
    {
      self->spawn++;
      self->time = 0;
    }
  spawn = &step->spawns[self->spawn];
  if (spawn->loop_slot != MW_NO_SLOT)
    mw_task_assign (task, spawn->loop_slot, mw_value_number (self->time));
}

/* Starts the next child in the order of the text; NULL when there is none left, or no room for it. */
MwChild *
mw_gather_start_next (MwGather *self, MwTask *task, const MwStep *step)
{
  MwChild *child;

  if (self->n_started == self->n_children)
    return NULL;
  mw_gather_count (self, task, step);
  child = &self->children[self->n_started];
  child->gather = self;
  child->task = mw_task_spawn (task, &step->spawns[self->spawn]);
  if (child->task == NULL)
    return NULL;
  self->time++;
  self->n_started++;
  return child;
}

static void
child_ended_cb (MwWaiter *waiter, MwTask *task)
{
  MwChild *child = (MwChild *) waiter;

  if (task != NULL)
    mw_engine_queue (task->engine, &child->handle);
  else
    mw_gather_unref (child->gather);
}

/* DONE is called a turn after CHILD has ended, and gives back the reference that it holds meanwhile. */
void
mw_gather_watch (MwGather *self, MwChild *child, void (*done) (MwEngine *engine, MwHandle *handle))
{
  self->ref_count++;
  child->waiter.ended = child_ended_cb;
  child->handle.run = done;
  if (mw_task_is_ended (child->task))
    mw_engine_queue (child->task->engine, &child->handle);
  else
    mw_task_add_waiter (child->task, &child->waiter);
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

/* The parent goes on and its children, which are shielded, do not hear of it. */
void
mw_gather_let_go (MwGather *self)
{
  self->resolved = TRUE;
}

/* Results, or for a child that failed the message of its error. */
MwValue
mw_gather_result_of (const MwChild *child)
{
  const MwTask *task = child->task;

  if (task->outcome == MW_OUTCOME_DONE)
    return task->result;
  return (MwValue) { MW_VALUE_TEXT, { .text = task->raised.message ? task->raised.message : "error" } };
}

static MwValue
results_of (MwGather *self, MwTask *task)
{
  MwList *list = mw_engine_new_list (task->engine, self->n_children);

  for (guint i = 0; i < self->n_children; i++)
    list->values[i] = mw_gather_result_of (&self->children[i]);
  return (MwValue) { MW_VALUE_LIST, { .list = list } };
}

/* The parent goes on: with the results, or with what was raised.  The reference is given back. */
MwFlow
mw_gather_finish (MwGather *self, MwTask *task, const MwStep *step)
{
  if (task->raised.code == 0)
    task->raised = self->raised;
  if (task->raised.code == 0 && step->slot != MW_NO_SLOT && step->op == MW_OP_SHIELD)
    mw_task_assign (task, step->slot, self->children[0].task->result);
  else if (task->raised.code == 0 && step->slot != MW_NO_SLOT)
    mw_task_assign (task, step->slot, results_of (self, task));
  task->gather = NULL;
  mw_gather_unref (self);
  return MW_FLOW_NEXT;
}
