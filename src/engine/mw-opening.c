/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Something that costs time to open and to close: a connection, a file, a session.
 *
 * It counts as open from the end of its opening to the end of its closing.  Whoever is cancelled while it closes leaves it
 * open, as a Python program does whose close () was interrupted half-way.
 */

#include "mw-shared.h"

struct _MwOpening
{
  guint32 resource;
  gint64  n_open;
};

MwOpening *
mw_opening_new (guint32 resource)
{
  MwOpening *self = g_new0 (MwOpening, 1);

  self->resource = resource;
  return self;
}

void
mw_opening_free (MwOpening *self)
{
  g_free (self);
}

static void
count (MwOpening *self, MwTask *task, gint64 change)
{
  self->n_open += change;
  mw_engine_record (task->engine, MW_EVENT_RESOURCE, task, MW_REASON_NONE, self->resource, self->n_open);
}

/* Takes the time of opening; mw_opening_opened follows when it has passed, unless the task was cancelled. */
MwFlow
mw_opening_open (MwOpening *self, MwTask *task)
{
  return mw_task_pause (task, mw_shared_resource (task->engine, self->resource)->open_cost);
}

/* Takes the time of closing; mw_opening_closed follows in the same way. */
MwFlow
mw_opening_close (MwOpening *self, MwTask *task)
{
  return mw_task_pause (task, mw_shared_resource (task->engine, self->resource)->close_cost);
}

void
mw_opening_opened (MwOpening *self, MwTask *task)
{
  count (self, task, 1);
}

/* Raises when nothing is open. */
void
mw_opening_closed (MwOpening *self, MwTask *task)
{
  if (self->n_open > 0)
    count (self, task, -1);
  else
    mw_task_raise (task, MW_FAULT_ERROR, "nothing is open");
}
