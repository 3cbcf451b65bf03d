/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A wire over libsoup.
 *
 * Our words are "listen" and "letter ID\nTEXT"; the clients of the lab say "said" and "took ID".
 */

#include <stdlib.h>
#include <string.h>

#include "mw-room-wire.h"

typedef struct
{
  guint                   *n_handshakes; /* of the client */
  MwSeat                  *seat;        /* NULL: cut */
  SoupMessage             *handshake;
  GCancellable            *cancellable;
  SoupWebsocketConnection *connection;  /* NULL: not yet */
} Wire;

static void
wire_free (Wire *self)
{
  if (self->connection != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->connection, self);
      g_io_stream_close (soup_websocket_connection_get_io_stream (self->connection), NULL, NULL);
    }
  g_clear_object (&self->connection);
  g_clear_object (&self->handshake);
  g_clear_object (&self->cancellable);
  g_free (self);
}

/* A wire that is being connected is freed when libsoup lets go of it. */
void
mw_room_wire_cut (MwSeat *seat)
{
  Wire *self = g_steal_pointer (&seat->wire);

  self->seat = NULL;
  if (self->connection != NULL)
    wire_free (self);
  else
    g_cancellable_cancel (self->cancellable);
}

static void
lost (Wire *self, int status)
{
  MwSeat *seat = self->seat;

  seat->wire = NULL;
  wire_free (self);
  mw_seat_lost (seat, status);
}

static void
message_cb (SoupWebsocketConnection *connection, int type, GBytes *message, Wire *self)
{
  const char *text = g_bytes_get_data (message, NULL); /* libsoup ends texts with a zero */

  if (strcmp (text, "said") == 0)
    mw_seat_heard (self->seat);
  else if (g_str_has_prefix (text, "took "))
    mw_seat_took (self->seat, (guint32) strtoul (text + strlen ("took "), NULL, 10));
}

static void
closed_cb (SoupWebsocketConnection *connection, Wire *self)
{
  lost (self, 0);
}

static void
connected_cb (GObject *session, GAsyncResult *result, gpointer data)
{
  Wire *self = data;
  SoupWebsocketConnection *connection = soup_session_websocket_connect_finish (SOUP_SESSION (session), result, NULL);

  --*self->n_handshakes;
  self->connection = connection;
  if (self->seat == NULL)
    {
      wire_free (self);
      return;
    }
  if (connection == NULL)
    {
      lost (self, (int) soup_message_get_status (self->handshake));
      return;
    }
  g_signal_connect (connection, "message", G_CALLBACK (message_cb), self);
  g_signal_connect (connection, "closed", G_CALLBACK (closed_cb), self);
  mw_seat_opened (self->seat);
}

/**
 * mw_room_wire_open:
 * @seat: which will be told
 * @session: that makes the connection
 * @address: "ws://…"
 * @n_handshakes: counts those that libsoup is at
 *
 * As the world of rooms wants it, on the thread-default context; so are the others.
 */
void
mw_room_wire_open (MwSeat *seat, SoupSession *session, const char *address, guint *n_handshakes)
{
  Wire *self = g_new0 (Wire, 1);

  self->n_handshakes = n_handshakes;
  self->seat = seat;
  self->handshake = soup_message_new (SOUP_METHOD_GET, address);
  self->cancellable = g_cancellable_new ();
  seat->wire = self;
  ++*n_handshakes;
  soup_session_websocket_connect_async (session, self->handshake, NULL, NULL, G_PRIORITY_DEFAULT,
                                        self->cancellable, connected_cb, self);
}

/* libsoup holds what the socket does not take.  A connection that is on its way to its end is told nothing: its signal
 * will say so. */
static void
say (MwSeat *seat, const char *word)
{
  SoupWebsocketConnection *connection = ((Wire *) seat->wire)->connection;

  if (soup_websocket_connection_get_state (connection) == SOUP_WEBSOCKET_STATE_OPEN)
    soup_websocket_connection_send_text (connection, word);
}

void
mw_room_wire_cue (MwSeat *seat)
{
  say (seat, "listen");
}

void
mw_room_wire_put (MwSeat *seat, guint32 letter, const char *text)
{
  g_autofree char *word = g_strdup_printf ("letter %u\n%s", letter, text);

  say (seat, word);
}

void
mw_room_wire_close (MwSeat *seat)
{
  SoupWebsocketConnection *connection = ((Wire *) seat->wire)->connection;

  if (soup_websocket_connection_get_state (connection) == SOUP_WEBSOCKET_STATE_OPEN)
    soup_websocket_connection_close (connection, SOUP_WEBSOCKET_CLOSE_NORMAL, NULL);
}
