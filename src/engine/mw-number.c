/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The shared number.  Nothing protects it: that is what it is for. */

#include "mw-shared.h"

struct _MwNumber
{
  guint32 resource;
  gint64  number;
};

MwNumber *
mw_number_new (guint32 resource, gint64 initial)
{
  MwNumber *self = g_new0 (MwNumber, 1);

  self->resource = resource;
  self->number = initial;
  return self;
}

void
mw_number_free (MwNumber *self)
{
  g_free (self);
}

/* Reading is said too: without it nobody could tell a write that knows what it overwrites from one that does not. */
gint64
mw_number_read (MwNumber *self, MwTask *task)
{
  mw_engine_record (task->engine, MW_EVENT_RESOURCE, task, MW_REASON_READ, self->resource, self->number);
  return self->number;
}

void
mw_number_write (MwNumber *self, MwTask *task, gint64 number)
{
  self->number = number;
  mw_engine_record (task->engine, MW_EVENT_RESOURCE, task, MW_REASON_WRITE, self->resource, number);
}
