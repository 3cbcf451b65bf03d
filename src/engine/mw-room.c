/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The room: who is connected, in the order in which they came, which is also the order in which a broadcast reaches
 * them.  The engine keeps this list and not the backend, because the program asks it (a broadcast goes to those who
 * are there when it begins) and because its changes are events. */

#include "mw-task.h"

struct _MwRoom
{
  guint32 resource;
  GArray *clients;   /* guint32 */
};

MwRoom *
mw_room_new (guint32 resource)
{
  MwRoom *self = g_new (MwRoom, 1);

  self->resource = resource;
  self->clients = g_array_new (FALSE, FALSE, sizeof (guint32));
  return self;
}

void
mw_room_free (MwRoom *self)
{
  g_array_unref (self->clients);
  g_free (self);
}

guint
mw_room_get_size (MwRoom *self)
{
  return self->clients->len;
}

guint32
mw_room_get_client (MwRoom *self, guint index)
{
  return g_array_index (self->clients, guint32, index);
}

/* The place of CLIENT in the list; the list's length where it is not there. */
static guint
find (MwRoom *self, gint64 client)
{
  guint i = 0;

  while (i < self->clients->len && g_array_index (self->clients, guint32, i) != client)
    i++;
  return i;
}

gboolean
mw_room_has (MwRoom *self, gint64 client)
{
  return find (self, client) < self->clients->len;
}

/* What TASK, which runs, does with CLIENT. */
void
mw_room_record (MwRoom *self, MwTask *task, MwMessage what, guint32 client)
{
  mw_engine_record (task->engine, MW_EVENT_MESSAGE, task, what, self->resource, client);
}

static void
record_size (MwRoom *self, MwTask *task)
{
  mw_engine_record (task->engine, MW_EVENT_RESOURCE, task, MW_REASON_SOCKET, self->resource, self->clients->len);
}

/* CLIENT, which is not there, is connected now. */
void
mw_room_join (MwRoom *self, MwTask *task, guint32 client)
{
  g_array_append_val (self->clients, client);
  mw_room_record (self, task, MW_MESSAGE_JOINED, client);
  record_size (self, task);
}

/* Nothing is sent to CLIENT any more; does nothing where it has left before. */
void
mw_room_leave (MwRoom *self, MwTask *task, guint32 client)
{
  guint place = find (self, client);

  if (place == self->clients->len)
    return;
  g_array_remove_index (self->clients, place);
  mw_room_record (self, task, MW_MESSAGE_LEFT, client);
  record_size (self, task);
}
