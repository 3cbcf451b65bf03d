/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The lock: asyncio.Lock, which is not a semaphore of one.
 *
 * A semaphore passes over waiters that were cancelled; a lock that is released looks at the first of its line only.  If that
 * one was cancelled in the same turn, the lock lies free until it has run, and then it is passed on: a turn later than a
 * semaphore's permit.  So those who wait stay in line until they run.  What both have in common: a lock that was handed
 * to a waiter is nobody else's, though the waiter has not run yet.
 */

#include "mw-shared.h"

struct _MwLock
{
  guint32  resource;   /* 0: not one of the program's, so nothing is said about it */
  MwTask  *owner;      /* holds it, or was handed it and has not run yet */
  gboolean locked;     /* the owner has run */
  MwQueue  waiters;    /* of MwTask.link; also those who were handed it or cancelled, until they run */
};

MwLock *
mw_lock_new (guint32 resource)
{
  MwLock *self = g_new0 (MwLock, 1);

  self->resource = resource;
  return self;
}

void
mw_lock_free (MwLock *self)
{
  g_free (self);
}

static void
set_owner (MwLock *self, MwTask *owner, MwTask *by)
{
  self->owner = owner;
  if (self->resource > 0)
    mw_engine_record (by->engine, MW_EVENT_RESOURCE, by, MW_REASON_LOCK, self->resource, owner != NULL);
}

/* Whether all who stand in line were cancelled and only have to learn it. */
static gboolean
is_line_dead (const MwLock *self)
{
  for (MwLink *link = self->waiters.first; link != NULL; link = link->next)
    if (mw_task_of_link (link)->granted || mw_task_of_link (link)->wait == MW_WAIT_LOCK)
      return FALSE;
  return TRUE;
}

/* The lock for TASK: at once, or it is suspended (for REASON and OBJECT) until mw_lock_settle. */
MwFlow
mw_lock_acquire (MwLock *self, MwTask *task, MwReason reason, guint32 object)
{
  if (!self->locked && is_line_dead (self))
    {
      self->locked = TRUE;
      set_owner (self, task, task);
      return MW_FLOW_NEXT;
    }
  mw_queue_push (&self->waiters, &task->link);
  mw_task_suspend (task, MW_WAIT_LOCK, self, reason, object, -1);
  return MW_FLOW_SUSPEND;
}

/* FALSE: there is nobody, or the first was cancelled or handed it already. */
static gboolean
hand_over (MwLock *self, MwTask *by)
{
  MwTask *first = self->waiters.first != NULL ? mw_task_of_link (self->waiters.first) : NULL;

  if (first == NULL || first->wait != MW_WAIT_LOCK)
    return FALSE;
  first->granted = TRUE;
  set_owner (self, first, first);
  mw_task_wake (first, by);
  return TRUE;
}

/* BY, which holds it, gives it back, or on. */
void
mw_lock_release (MwLock *self, MwTask *by)
{
  self->locked = FALSE;
  if (!hand_over (self, by))
    set_owner (self, NULL, by);
}

/* TASK, which waited, runs.  TRUE: it has the lock; FALSE: it was cancelled, and the lock goes on. */
gboolean
mw_lock_settle (MwLock *self, MwTask *task)
{
  gboolean granted = task->granted;

  mw_queue_remove (&self->waiters, &task->link);
  task->granted = FALSE;
  if (task->raised.code == 0)
    {
      self->locked = TRUE;
      return TRUE;
    }
  if (!self->locked && !hand_over (self, task) && granted)
    set_owner (self, NULL, task);
  return FALSE;
}

/* Who holds it, or was handed it; NULL. */
MwTask *
mw_lock_get_owner (MwLock *self)
{
  return self->owner;
}
