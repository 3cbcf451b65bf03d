/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The queue: asyncio.Queue, bounded or not.
 *
 * It hands nothing over.  Whoever puts wakes the first who waits for an item, and that one takes it when it runs: somebody
 * else may have been quicker, and then it stands at the end of the line again.  That is what CPython does, so that is
 * what a learner gets to see.  Woken and cancelled in one turn, a task passes the wake on.
 */

#include "mw-shared.h"

struct _MwChannel
{
  guint32  resource;
  gint64   bound;       /* 0: none */
  MwValue *items;       /* a ring */
  guint    first;
  guint    n_items;
  guint    n_allocated;
  guint64  n_unfinished;
  MwQueue  putters;     /* of MwTask.link, as the other two */
  MwQueue  takers;
  MwQueue  joiners;
};

MwChannel *
mw_channel_new (guint32 resource, gint64 bound)
{
  MwChannel *self = g_new0 (MwChannel, 1);

  self->resource = resource;
  self->bound = bound;
  return self;
}

void
mw_channel_free (MwChannel *self)
{
  g_free (self->items);
  g_free (self);
}

static gboolean
is_full (const MwChannel *self)
{
  return self->bound > 0 && self->n_items >= self->bound;
}

static void
record (MwChannel *self, MwTask *task, MwReason reason)
{
  mw_engine_record (task->engine, MW_EVENT_RESOURCE, task, reason, self->resource, self->n_items);
}

static void
push_item (MwChannel *self, MwValue item)
{
  if (self->n_items == self->n_allocated)
    {
      guint n_allocated = MAX (16, 2 * self->n_allocated);
      MwValue *items = g_new (MwValue, n_allocated);

      for (guint i = 0; i < self->n_items; i++)
        items[i] = self->items[(self->first + i) % self->n_allocated];
      g_free (self->items);
      self->items = items;
      self->n_allocated = n_allocated;
      self->first = 0;
    }
  self->items[(self->first + self->n_items++) % self->n_allocated] = item;
}

/* Wakes the first in LINE, if there is one; PROMISED: for something that it must pass on if it cannot take it. */
static void
wake_first (MwQueue *line, MwTask *by, gboolean promised)
{
  MwTask *first = line->first != NULL ? mw_task_of_link (line->first) : NULL;

  if (first == NULL)
    return;
  mw_queue_remove (line, &first->link);
  first->granted = promised;
  mw_task_wake (first, by);
}

static MwFlow
stand_in (MwChannel *self, MwQueue *line, MwTask *task, MwWait wait, MwReason reason)
{
  mw_queue_push (line, &task->link);
  mw_task_suspend (task, wait, line, reason, self->resource, -1);
  return MW_FLOW_SUSPEND;
}

/* Puts ITEM; where there is no room TASK is suspended, and the call is to be made again after mw_channel_settle_put. */
MwFlow
mw_channel_put (MwChannel *self, MwTask *task, MwValue item)
{
  if (is_full (self))
    return stand_in (self, &self->putters, task, MW_WAIT_PUT, MW_REASON_QUEUE_PUT);
  push_item (self, item);
  self->n_unfinished++;
  record (self, task, MW_REASON_QUEUE_PUT);
  wake_first (&self->takers, task, TRUE);
  return MW_FLOW_NEXT;
}

/* Takes the first item; where there is none TASK is suspended, and the call is to be made again after
 * mw_channel_settle_take. */
MwFlow
mw_channel_take (MwChannel *self, MwTask *task, MwValue *item)
{
  if (self->n_items == 0)
    return stand_in (self, &self->takers, task, MW_WAIT_TAKE, MW_REASON_QUEUE_GET);
  *item = self->items[self->first];
  self->first = (self->first + 1) % self->n_allocated;
  self->n_items--;
  record (self, task, MW_REASON_QUEUE_GET);
  wake_first (&self->putters, task, TRUE);
  return MW_FLOW_NEXT;
}

/* TASK, which waited for room, runs: cancelled after it was woken, it lets the next one have the room. */
void
mw_channel_settle_put (MwChannel *self, MwTask *task)
{
  if (task->granted && task->raised.code != 0 && !is_full (self))
    wake_first (&self->putters, task, TRUE);
  task->granted = FALSE;
}

/* The same for one that waited for an item. */
void
mw_channel_settle_take (MwChannel *self, MwTask *task)
{
  if (task->granted && task->raised.code != 0 && self->n_items > 0)
    wake_first (&self->takers, task, TRUE);
  task->granted = FALSE;
}

/* One of the items that were put is done with; after the last one those who joined go on.  Raises when there is none. */
void
mw_channel_done (MwChannel *self, MwTask *task)
{
  if (self->n_unfinished == 0)
    {
      mw_task_raise (task, MW_FAULT_ERROR, "task_done() called too many times");
      return;
    }
  self->n_unfinished--;
  record (self, task, MW_REASON_JOIN);
  while (self->n_unfinished == 0 && self->joiners.first != NULL)
    wake_first (&self->joiners, task, FALSE);
}

/* TASK waits until every item that was put is done with. */
MwFlow
mw_channel_join (MwChannel *self, MwTask *task)
{
  if (self->n_unfinished == 0)
    return MW_FLOW_NEXT;
  return stand_in (self, &self->joiners, task, MW_WAIT_JOIN, MW_REASON_JOIN);
}
