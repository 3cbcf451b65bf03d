/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The clients of the rooms.
 *
 * Each is the far end of a WebSocket.  It does two things: it writes a message when it is listened to, and it takes
 * letters; both when its time has come.  What it will do lies in the heap of deadlines and goes with it.
 */

#include <stdlib.h>
#include <string.h>

#include "mw-deadlines.h"
#include "mw-live.h"
#include "mw-room-desk.h"
#include "mw-room-spec.h"

struct _MwRoomDesk
{
  MwDeadlines *deadlines;
  GQueue       guests;
};

typedef struct
{
  MwRoomDesk              *desk;
  GList                    link;
  MwLabService            *service;
  SoupWebsocketConnection *connection;
  guint32                  client;
  guint                    n_said;
  GQueue                   deeds;
} Guest;

/* What a guest will do. */
typedef struct
{
  MwTimer  timer;
  GList    link;
  Guest   *guest;
  guint32  letter;  /* that it will have; 0: it will say something */
} Deed;

static void
deed_free (Deed *self)
{
  g_queue_unlink (&self->guest->deeds, &self->link);
  mw_deadlines_remove (self->guest->desk->deadlines, &self->timer);
  g_free (self);
}

static void
guest_free (Guest *self)
{
  while (self->deeds.head != NULL)
    deed_free (self->deeds.head->data);
  g_queue_unlink (&self->desk->guests, &self->link);
  g_signal_handlers_disconnect_by_data (self->connection, self);
  g_io_stream_close (soup_websocket_connection_get_io_stream (self->connection), NULL, NULL);
  g_object_unref (self->connection);
  mw_lab_service_unref (self->service);
  g_free (self);
}

static void
count_taken (MwLabRun *run)
{
  g_mutex_lock (&run->mutex);
  run->count.messages++;
  g_mutex_unlock (&run->mutex);
}

/* Says nothing where the connection is on its way to its end, which is told by the signal. */
static void
say (Guest *self, const char *word)
{
  if (soup_websocket_connection_get_state (self->connection) == SOUP_WEBSOCKET_STATE_OPEN)
    soup_websocket_connection_send_text (self->connection, word);
}

static void
take (Guest *self, guint32 letter)
{
  g_autofree char *word = g_strdup_printf ("took %u", letter);

  count_taken (self->service->run);
  say (self, word);
}

static void
deadline_cb (MwTimer *timer, gpointer data)
{
  Deed *deed = (Deed *) timer;
  Guest *self = deed->guest;
  guint32 letter = deed->letter;

  deed_free (deed);
  if (letter != 0)
    take (self, letter);
  else if (mw_room_is_cut (self->service->room, self->client, self->n_said))
    guest_free (self);
  else
    {
      self->n_said++;
      say (self, "said");
    }
}

static void
plan (Guest *self, gint64 delay, guint32 letter)
{
  Deed *deed = g_new0 (Deed, 1);

  deed->guest = self;
  deed->letter = letter;
  deed->link.data = deed;
  g_queue_push_tail_link (&self->deeds, &deed->link);
  mw_deadlines_add (self->desk->deadlines, &deed->timer, mw_live_clock () + delay);
}

static void
message_cb (SoupWebsocketConnection *connection, int type, GBytes *message, Guest *self)
{
  const char *text = g_bytes_get_data (message, NULL); /* libsoup ends texts with a zero */
  const MwRoomSpec *spec = self->service->room;

  if (strcmp (text, "listen") == 0)
    plan (self, spec->latency, 0);
  else if (g_str_has_prefix (text, "letter "))
    plan (self, mw_room_send_time (spec, self->client), (guint32) strtoul (text + strlen ("letter "), NULL, 10));
}

static void
closed_cb (SoupWebsocketConnection *connection, Guest *self)
{
  guest_free (self);
}

/**
 * mw_room_desk_join:
 * @self: the desk
 * @connection: (transfer none): the server's end, open
 * @service: (transfer full): a room
 * @client: its number
 */
void
mw_room_desk_join (MwRoomDesk *self, SoupWebsocketConnection *connection, MwLabService *service, guint32 client)
{
  Guest *guest = g_new0 (Guest, 1);

  guest->desk = self;
  guest->service = service;
  guest->client = client;
  guest->connection = g_object_ref (connection);
  guest->link.data = guest;
  g_queue_init (&guest->deeds);
  g_queue_push_tail_link (&self->guests, &guest->link);
  g_signal_connect (connection, "message", G_CALLBACK (message_cb), guest);
  g_signal_connect (connection, "closed", G_CALLBACK (closed_cb), guest);
  g_mutex_lock (&service->run->mutex);
  service->run->count.connections++;
  g_mutex_unlock (&service->run->mutex);
}

/**
 * mw_room_desk_new:
 * @context: which serves
 * @error: return location; %MW_ERROR_RUN when the system has no more descriptors
 *
 * Returns: (transfer full) (nullable): a desk without guests
 */
MwRoomDesk *
mw_room_desk_new (GMainContext *context, GError **error)
{
  MwDeadlines *deadlines = mw_deadlines_new (context, deadline_cb, NULL, error);
  MwRoomDesk *self;

  if (deadlines == NULL)
    return NULL;
  self = g_new0 (MwRoomDesk, 1);
  self->deadlines = deadlines;
  g_queue_init (&self->guests);
  return self;
}

/* Cuts the connections that are still open. */
void
mw_room_desk_free (MwRoomDesk *self)
{
  while (self->guests.head != NULL)
    guest_free (self->guests.head->data);
  mw_deadlines_free (self->deadlines);
  g_free (self);
}
