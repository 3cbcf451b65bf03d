/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The semaphore.
 *
 * A permit that comes free while somebody waits is handed to the first of them and never passes through the pool,
 * so that nobody who comes later can snatch it: asyncio's rule since 3.11.  For the same reason a permit that lies
 * free is not given to a newcomer as long as somebody who was handed one has not yet run.  Waiting allocates nothing: the queue
 * runs through the tasks themselves, and a cancelled waiter leaves it in O(1).
 */

#include "mw-task.h"

struct _MwGate
{
  guint32 resource;
  gint64  permits;
  gint64  in_use;
  guint   n_granted; /* permits handed to tasks that have not run since */
  MwQueue waiters;   /* of MwTask.link */
};

MwGate *
mw_gate_new (guint32 resource, gint64 permits)
{
  MwGate *self = g_new0 (MwGate, 1);

  self->resource = resource;
  self->permits = permits;
  return self;
}

void
mw_gate_free (MwGate *self)
{
  g_free (self);
}

static void
record (MwGate *self, MwTask *task)
{
  mw_engine_record (task->engine, MW_EVENT_RESOURCE, task, MW_REASON_PERMIT, self->resource, self->in_use);
}

/* A permit for TASK: at once, or it is suspended until one is handed to it (task->granted). */
MwFlow
mw_gate_acquire (MwGate *self, MwTask *task)
{
  if (self->in_use < self->permits && self->waiters.first == NULL && self->n_granted == 0)
    {
      self->in_use++;
      record (self, task);
      return MW_FLOW_NEXT;
    }
  mw_queue_push (&self->waiters, &task->link);
  mw_task_suspend (task, MW_WAIT_GATE, self, MW_REASON_PERMIT, self->resource, -1);
  return MW_FLOW_SUSPEND;
}

static void
grant (MwGate *self, MwTask *by)
{
  MwTask *next = mw_task_of_link (self->waiters.first);

  mw_queue_remove (&self->waiters, &next->link);
  next->granted = TRUE;
  self->n_granted++;
  record (self, next);
  mw_task_wake (next, by);
}

/* BY gives its permit back, or on. */
void
mw_gate_release (MwGate *self, MwTask *by)
{
  if (self->waiters.first != NULL)
    {
      grant (self, by);
      return;
    }
  self->in_use--;
  record (self, by);
}

/* TASK, which was handed a permit, runs: it keeps it, or gives it on because it was cancelled. */
void
mw_gate_settle (MwGate *self, MwTask *task, gboolean keep)
{
  task->granted = FALSE;
  self->n_granted--;
  if (!keep)
    mw_gate_release (self, task);
  while (keep && self->in_use < self->permits && self->waiters.first != NULL)
    {
      self->in_use++;
      grant (self, task);
    }
}

/* WAITER waits no more. */
void
mw_gate_forget (MwGate *self, MwTask *waiter)
{
  mw_queue_remove (&self->waiters, &waiter->link);
}
