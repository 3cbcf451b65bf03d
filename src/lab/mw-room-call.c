/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* An operation under way in a room. */

#include "mw-rooms-private.h"

MwCall *
mw_call_new (MwRooms *rooms, MwOperation *operation, gboolean *blocked)
{
  MwCall *self = g_new0 (MwCall, 1);

  self->rooms = rooms;
  self->operation = operation;
  self->blocked = blocked;
  operation->data = self;
  operation->fault = 0;
  operation->status = 0;
  g_hash_table_add (rooms->calls, self);
  return self;
}

static void
clear_alarm (MwRooms *rooms, gpointer *alarm)
{
  if (*alarm != NULL)
    rooms->world->clear_alarm (rooms, *alarm);
  *alarm = NULL;
}

void
mw_call_clear_alarms (MwCall *self)
{
  clear_alarm (self->rooms, &self->limit);
  clear_alarm (self->rooms, &self->patience);
  clear_alarm (self->rooms, &self->soon);
}

/* Nobody is told. */
void
mw_call_free (MwCall *self)
{
  mw_call_clear_alarms (self);
  self->operation->data = NULL;
  g_hash_table_remove (self->rooms->calls, self);
  g_free (self);
}

/* The operation has its results: the caller is told. */
void
mw_call_finish (MwCall *self)
{
  MwRooms *rooms = self->rooms;
  MwOperation *operation = self->operation;
  gboolean *blocked = self->blocked;

  mw_call_free (self);
  rooms->world->done (rooms, operation, blocked);
}

static void
soon_cb (gpointer data)
{
  MwCall *self = data;

  self->soon = NULL;
  mw_call_finish (self);
}

/* The same, from an alarm. */
void
mw_call_finish_soon (MwCall *self)
{
  self->soon = self->rooms->world->set_alarm (self->rooms, 0, soon_cb, self);
}

/* Its only client has gone, or was never there. */
void
mw_call_set_lost (MwCall *self, int fault, const char *message)
{
  self->operation->fault = fault;
  self->operation->message = g_strdup (message);
  self->operation->job.socket.clients[0].lost = TRUE;
}
