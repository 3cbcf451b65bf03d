/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What a WebSocket room does, but for the wires.
 *
 * The two worlds differ only in how a word gets to a client and back: over libsoup, or over the virtual clock.  All
 * the rest is here and the same for both: who waits for which message, letters under way, the queue of a client who is
 * slow, and what becomes of everybody when a client has gone.  So a fault cannot mean two things.
 *
 * Every operation is finished from an event of a wire or from an alarm, never from within begin.
 */

#include "mw-config.h"

#include <glib/gi18n-lib.h>

#include "mw-rooms-private.h"
#include "mw-time.h"

static void
patience_cb (gpointer data)
{
  MwCall *self = data;
  MwRooms *rooms = self->rooms;
  const MwSocketJob job = self->operation->job.socket;

  self->patience = NULL;
  for (guint i = 0, n = self->n_left; i < job.n_clients && n > 0; i++)
    {
      MwSeat *seat = mw_seat_find (rooms, job.room, job.clients[i].client);

      if (seat == NULL || !mw_seat_has_letter_of (seat, self))
        continue;
      n--; /* the last of them frees the call */
      rooms->world->cut (seat);
      mw_seat_lose (seat, MW_FAULT_CONNECTION, _("The client was too slow and was cut off"));
    }
}

/* what operations begin with */

static void
begin_connect (MwRooms *self, MwCall *call, MwSocketJob *job)
{
  MwSeat *seat = mw_seat_find (self, job->room, job->clients[0].client);

  if (seat != NULL || job->clients[0].client == 0)
    {
      mw_call_set_lost (call, MW_FAULT_CONNECTION, _("There is no such client, or it is connected already"));
      mw_call_finish_soon (call);
      return;
    }
  seat = mw_seat_new (self, job->room, job->clients[0].client);
  seat->waiting = call;
  self->world->open (seat);
}

static void
begin_receive (MwRooms *self, MwCall *call, MwSocketJob *job)
{
  MwSeat *seat = mw_seat_find (self, job->room, job->clients[0].client);

  if (seat == NULL || seat->state != MW_SEAT_OPEN)
    {
      mw_call_set_lost (call, MW_FAULT_CONNECTION, _("The client has gone"));
      mw_call_finish_soon (call);
    }
  else if (seat->waiting != NULL)
    {
      call->operation->fault = MW_FAULT_CONNECTION;
      call->operation->message = g_strdup (_("Somebody else listens to this client"));
      mw_call_finish_soon (call);
    }
  else if (seat->n_read < seat->n_heard)
    {
      call->operation->status = (int) ++seat->n_read;
      mw_call_finish_soon (call);
    }
  else
    {
      seat->waiting = call;
      if (!seat->is_cued)
        self->world->cue (seat);
      seat->is_cued = TRUE;
    }
}

static void
begin_send (MwRooms *self, MwCall *call, MwSocketJob *job)
{
  for (guint i = 0; i < job->n_clients; i++)
    {
      MwSeat *seat = mw_seat_find (self, job->room, job->clients[i].client);

      job->clients[i].lost = seat == NULL || seat->state != MW_SEAT_OPEN;
      if (job->clients[i].lost)
        continue;
      call->n_left++;
      mw_seat_put (seat, call, &job->clients[i], job->text);
    }
  if (call->n_left == 0)
    mw_call_finish_soon (call);
  else if (job->patience < MW_TIME_OPEN)
    call->patience = self->world->set_alarm (self, job->patience, patience_cb, call);
}

static void
begin_close (MwRooms *self, MwCall *call, MwSocketJob *job)
{
  MwSeat *seat = mw_seat_find (self, job->room, job->clients[0].client);

  if (seat == NULL || seat->state == MW_SEAT_GONE)
    {
      if (seat != NULL)
        mw_seat_remove (seat);
      mw_call_finish_soon (call);
      return;
    }
  seat->state = MW_SEAT_CLOSING;
  seat->waiting = call;
  mw_seat_say_farewell (seat);
}

static void
limit_cb (gpointer data)
{
  MwCall *self = data;
  MwOperation *operation = self->operation;
  gboolean *blocked = self->blocked;
  MwRooms *rooms = self->rooms;

  self->limit = NULL;
  mw_rooms_cancel (rooms, operation);
  operation->fault = MW_FAULT_CONNECTION;
  operation->message = g_strdup (_("No answer came in time"));
  rooms->world->done (rooms, operation, blocked);
}

/**
 * mw_rooms_begin:
 * @self: the rooms
 * @operation: of a socket, not immediate; done when the world says so, never from within
 * @blocked: for the world's done
 */
void
mw_rooms_begin (MwRooms *self, MwOperation *operation, gboolean *blocked)
{
  static void (*const begin[]) (MwRooms *self, MwCall *call, MwSocketJob *job) = {
    [MW_SOCKET_CONNECT] = begin_connect,
    [MW_SOCKET_RECEIVE] = begin_receive,
    [MW_SOCKET_SEND] = begin_send,
    [MW_SOCKET_CLOSE] = begin_close,
  };
  MwCall *call = mw_call_new (self, operation, blocked);

  if (operation->job.duration < MW_TIME_OPEN)
    call->limit = self->world->set_alarm (self, operation->job.duration, limit_cb, call);
  begin[operation->job.socket.verb] (self, call, &operation->job.socket);
}

/* What takes no time: letters are queued, a client is forgotten. */
void
mw_rooms_perform (MwRooms *self, MwOperation *operation)
{
  MwSocketJob *job = &operation->job.socket;

  for (guint i = 0; i < job->n_clients; i++)
    {
      MwSeat *seat = mw_seat_find (self, job->room, job->clients[i].client);

      job->clients[i].lost = seat == NULL || seat->state != MW_SEAT_OPEN;
      if (job->verb == MW_SOCKET_DROP && seat != NULL)
        mw_seat_remove (seat);
      if (job->verb == MW_SOCKET_DROP || job->clients[i].lost)
        continue;
      mw_seat_queue (seat, job->text);
    }
}

/* Nobody waits for OPERATION any more.  What is under way comes to its client all the same; a connection that is being
 * opened or closed is cut. */
void
mw_rooms_cancel (MwRooms *self, MwOperation *operation)
{
  MwCall *call = operation->data;
  const MwSocketJob *job = &operation->job.socket;

  if (call == NULL)
    return;
  for (guint i = 0; i < job->n_clients; i++)
    {
      MwSeat *seat = mw_seat_find (self, job->room, job->clients[i].client);

      if (seat != NULL)
        mw_seat_forget (seat, call);
      if (seat == NULL || seat->waiting != call)
        continue;
      seat->waiting = NULL;
      if (seat->state != MW_SEAT_OPEN)
        mw_seat_remove (seat);
    }
  mw_call_free (call);
}

void
mw_rooms_init (MwRooms *self, const MwRoomWorld *world)
{
  self->world = world;
  self->seats = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) mw_seat_free);
  self->calls = g_hash_table_new (NULL, NULL);
}

/* Cuts all connections; what is under way is never done. */
void
mw_rooms_clear (MwRooms *self)
{
  GHashTableIter iter;
  MwCall *call;

  g_hash_table_iter_init (&iter, self->calls);
  while (g_hash_table_iter_next (&iter, (gpointer *) &call, NULL))
    {
      mw_call_clear_alarms (call);
      g_free (call);
    }
  g_clear_pointer (&self->calls, g_hash_table_unref);
  g_clear_pointer (&self->seats, g_hash_table_unref);
}
