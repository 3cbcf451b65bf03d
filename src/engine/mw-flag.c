/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The event: asyncio.Event that is set once.  (Not MwEvent, which is what a trace consists of.) */

#include "mw-shared.h"

struct _MwFlag
{
  guint32  resource;
  gboolean set;
  MwQueue  waiters;   /* of MwTask.link */
};

MwFlag *
mw_flag_new (guint32 resource)
{
  MwFlag *self = g_new0 (MwFlag, 1);

  self->resource = resource;
  return self;
}

void
mw_flag_free (MwFlag *self)
{
  g_free (self);
}

/* Wakes all who wait, in the order in which they came. */
void
mw_flag_set (MwFlag *self, MwTask *by)
{
  if (self->set)
    return;
  self->set = TRUE;
  mw_engine_record (by->engine, MW_EVENT_RESOURCE, by, MW_REASON_EVENT, self->resource, 1);
  while (self->waiters.first != NULL)
    {
      MwTask *first = mw_task_of_link (self->waiters.first);

      mw_queue_remove (&self->waiters, &first->link);
      mw_task_wake (first, by);
    }
}

MwFlow
mw_flag_wait (MwFlag *self, MwTask *task)
{
  if (self->set)
    return MW_FLOW_NEXT;
  mw_queue_push (&self->waiters, &task->link);
  mw_task_suspend (task, MW_WAIT_EVENT, &self->waiters, MW_REASON_EVENT, self->resource, -1);
  return MW_FLOW_SUSPEND;
}
