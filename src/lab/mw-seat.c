/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Our end of a connection: letters under way, a queue of those that wait for their turn, and who waits for the client.
 *
 *   OPENING ──opened──► OPEN ──close, its queue empty──► CLOSING ──lost──► (no more)
 *      └──lost──► (no more)  └──────────lost──────────► GONE ──close──► (no more)
 */

#include "mw-config.h"

#include <glib/gi18n-lib.h>

#include "mw-rooms-private.h"

typedef struct
{
  guint32      id;
  MwCall      *call;      /* NULL: nobody waits, as for the letters of the queue */
  MwAddressee *addressee; /* in the call's operation */
} Letter;

static gpointer
key_of (guint32 room, guint32 client)
{
  return GSIZE_TO_POINTER (((guint64) room << 32) | client);
}

/* NULL: nobody with this number is connected. */
MwSeat *
mw_seat_find (MwRooms *rooms, guint32 room, guint32 client)
{
  return g_hash_table_lookup (rooms->seats, key_of (room, client));
}

MwSeat *
mw_seat_new (MwRooms *rooms, guint32 room, guint32 client)
{
  MwSeat *self = g_new0 (MwSeat, 1);

  self->rooms = rooms;
  self->room = room;
  self->client = client;
  self->letters = g_array_new (FALSE, FALSE, sizeof (Letter));
  g_queue_init (&self->queue);
  g_hash_table_insert (rooms->seats, key_of (room, client), self);
  return self;
}

void
mw_seat_free (MwSeat *self)
{
  if (self->wire != NULL)
    self->rooms->world->cut (self);
  g_queue_clear (&self->queue);
  g_array_unref (self->letters);
  g_free (self);
}

void
mw_seat_remove (MwSeat *self)
{
  g_hash_table_remove (self->rooms->seats, key_of (self->room, self->client));
}

/* TEXT goes to the client; CALL (NULL: nobody) is told that it has it, by ADDRESSEE. */
void
mw_seat_put (MwSeat *self, MwCall *call, MwAddressee *addressee, const char *text)
{
  Letter letter = { ++self->rooms->n_letters, call, addressee };

  g_array_append_val (self->letters, letter);
  self->rooms->world->put (self, letter.id, text);
}

static void
put_queued (MwSeat *self)
{
  const char *text = g_queue_pop_head (&self->queue);

  if (text == NULL)
    return;
  self->queued = self->rooms->n_letters + 1;
  mw_seat_put (self, NULL, NULL, text);
}

static void
letter_over (const Letter *letter, gboolean lost)
{
  if (letter->call == NULL)
    return;
  letter->addressee->lost = lost;
  if (--letter->call->n_left == 0)
    mw_call_finish (letter->call);
}

/* The client is out of reach; the seat stays until it is closed. */
static void
set_gone (MwSeat *self)
{
  g_autoptr (GArray) letters = g_array_copy (self->letters);

  self->state = MW_SEAT_GONE;
  self->queued = 0;
  g_queue_clear (&self->queue);
  g_array_set_size (self->letters, 0);
  for (guint i = 0; i < letters->len; i++)
    letter_over (&g_array_index (letters, Letter, i), TRUE);
}

/* The wire is no more; who waits gets FAULT and MESSAGE, unless it waited for the end. */
void
mw_seat_lose (MwSeat *self, int fault, const char *message)
{
  gboolean stays = self->state == MW_SEAT_OPEN;
  MwCall *waiting = g_steal_pointer (&self->waiting);

  if (waiting != NULL && self->state != MW_SEAT_CLOSING)
    mw_call_set_lost (waiting, fault, message);
  set_gone (self);
  if (!stays)
    mw_seat_remove (self);
  if (waiting != NULL)
    mw_call_finish (waiting);
}

/* Has CALL a letter there? */
gboolean
mw_seat_has_letter_of (MwSeat *self, const MwCall *call)
{
  for (guint i = 0; i < self->letters->len; i++)
    if (g_array_index (self->letters, Letter, i).call == call)
      return TRUE;
  return FALSE;
}

/* CALL is not told any more. */
void
mw_seat_forget (MwSeat *self, const MwCall *call)
{
  for (guint i = 0; i < self->letters->len; i++)
    if (g_array_index (self->letters, Letter, i).call == call)
      g_array_index (self->letters, Letter, i).call = NULL;
}

/* TEXT goes to the client when those before it have been taken. */
void
mw_seat_queue (MwSeat *self, const char *text)
{
  g_queue_push_tail (&self->queue, (gpointer) text);
  if (self->queued == 0)
    put_queued (self);
}

/* The connection shall end, as soon as the queue is empty. */
void
mw_seat_say_farewell (MwSeat *self)
{
  if (self->state == MW_SEAT_CLOSING && self->queued == 0)
    self->rooms->world->close (self);
}

/* what the wires say */

void
mw_seat_opened (MwSeat *self)
{
  self->state = MW_SEAT_OPEN;
  mw_call_finish (g_steal_pointer (&self->waiting));
}

/* The client has written a message. */
void
mw_seat_heard (MwSeat *self)
{
  MwCall *call = self->state == MW_SEAT_OPEN ? g_steal_pointer (&self->waiting) : NULL;

  self->is_cued = FALSE;
  self->n_heard++;
  if (call == NULL)
    return;
  call->operation->status = (int) ++self->n_read;
  mw_call_finish (call);
}

/* The client has the letter. */
void
mw_seat_took (MwSeat *self, guint32 id)
{
  for (guint i = 0; i < self->letters->len; i++)
    {
      Letter letter = g_array_index (self->letters, Letter, i);

      if (letter.id != id)
        continue;
      g_array_remove_index (self->letters, i);
      letter_over (&letter, FALSE);
      break;
    }
  if (id != self->queued)
    return;
  self->queued = 0;
  put_queued (self);
  mw_seat_say_farewell (self);
}

/* The connection is at its end, or could not be made: then STATUS is that of the handshake, if there was an answer.
 * The wire is no more. */
void
mw_seat_lost (MwSeat *self, int status)
{
  gboolean is_refused = self->state == MW_SEAT_OPENING;

  mw_seat_lose (self, status >= 400 ? status : MW_FAULT_CONNECTION,
                is_refused ? _("The connection was refused") : _("The client has gone"));
}
