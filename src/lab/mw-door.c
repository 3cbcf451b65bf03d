/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The door of a service whose new connections cost time, or show a certificate.
 *
 * What a handshake costs must be known before anything is read, and which service is wanted is read only after it; so
 * each such service has a port of its own.  A new connection waits there as long as the scenario says before anybody
 * reads from it.  Where there is a certificate, TLS follows.
 *
 * The wait stands for the handshake; most doors have no TLS.  glib-networking gives every handshake, that of
 * g_tls_connection_handshake() too, to one of GTask's threads: ten for the whole process, and one more each tenth of a
 * second.  Clients that wait in all of them for our hello keep us from sending it: fifty connections took 14 s.
 */

#include "mw-deadlines.h"
#include "mw-door.h"
#include "mw-live.h"
#include "mw-port.h"

#define MAX_THREADS 64

struct _MwDoor
{
  GMainContext    *context;
  GThreadPool     *shakers;    /* of Visitor */
  MwPort          *port;
  MwDeadlines     *deadlines;
  GTlsCertificate *certificate; /* NULL: no TLS */
  gint64           handshake;  /* ns */
  GCancellable    *closing;    /* of handshakes under way */
  GQueue           visitors;   /* of Visitor */
  MwDoorFunc       func;
  gpointer         data;
};

/* A connection that has not been let in. */
typedef struct
{
  MwTimer            timer;
  GList              link;
  MwDoor            *door;       /* NULL: it has gone */
  GSocketConnection *connection;
  GCancellable      *closing;
  GIOStream         *stream;     /* TLS over CONNECTION; NULL: none, or none yet */
  gboolean           is_shaken;
} Visitor;

static void
visitor_free (Visitor *self)
{
  if (self->door != NULL)
    g_queue_unlink (&self->door->visitors, &self->link);
  g_clear_object (&self->stream);
  g_object_unref (self->closing);
  g_object_unref (self->connection);
  g_free (self);
}

/* A client that hung up or does not trust us is not news. */
static gboolean
shaken_cb (gpointer data)
{
  Visitor *self = data;

  if (self->is_shaken && self->door != NULL)
    self->door->func (self->stream, self->connection, self->door->data);
  return G_SOURCE_REMOVE;
}

/* On a thread of the door's. */
static void
shake (gpointer data, gpointer context)
{
  Visitor *self = data;
  g_autoptr (GSource) source = g_idle_source_new ();

  self->is_shaken = g_tls_connection_handshake (G_TLS_CONNECTION (self->stream), self->closing, NULL);
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, shaken_cb, self, (GDestroyNotify) visitor_free);
  g_source_attach (source, context);
}

/* Has TLS spoken over its connection. */
static void
ask_for_hand (MwDoor *door, Visitor *self)
{
  static const char *const protocols[] = { "http/1.1", NULL };

  self->stream = g_tls_server_connection_new (G_IO_STREAM (self->connection), door->certificate, NULL);
  if (self->stream == NULL)
    {
      visitor_free (self);
      return;
    }
  g_tls_connection_set_advertised_protocols (G_TLS_CONNECTION (self->stream), protocols);
  g_thread_pool_push (door->shakers, self, NULL);
}

static void
deadline_cb (MwTimer *timer, gpointer data)
{
  Visitor *self = (Visitor *) timer;
  MwDoor *door = data;

  if (door->certificate != NULL)
    {
      ask_for_hand (door, self);
      return;
    }
  door->func (G_IO_STREAM (self->connection), self->connection, door->data);
  visitor_free (self);
}

static void
arrived_cb (GSocketConnection *connection, gpointer data)
{
  MwDoor *door = data;
  Visitor *self = g_new0 (Visitor, 1);

  self->door = door;
  self->connection = g_object_ref (connection);
  self->closing = g_object_ref (door->closing);
  self->link = (GList) { .data = self };
  g_queue_push_tail_link (&door->visitors, &self->link);
  mw_deadlines_add (door->deadlines, &self->timer, mw_live_clock () + door->handshake);
}

/**
 * mw_door_new:
 * @context: whose thread opens to visitors, and frees the door
 * @certificate: (nullable): that is shown; %NULL: no TLS
 * @handshake: ns that a visitor waits before that
 * @func: called with each connection that is let in
 * @data: for @func
 * @error: return location for a #GError
 *
 * Any thread.
 *
 * Returns: (transfer full) (nullable): a door that is open
 */
MwDoor *
mw_door_new (GMainContext *context, GTlsCertificate *certificate, gint64 handshake, MwDoorFunc func, gpointer data,
             GError **error)
{
  g_autoptr (MwDoor) self = g_new0 (MwDoor, 1);

  self->context = g_main_context_ref (context);
  self->shakers = g_thread_pool_new (shake, context, MAX_THREADS, FALSE, NULL);
  g_set_object (&self->certificate, certificate);
  self->handshake = handshake;
  self->closing = g_cancellable_new ();
  g_queue_init (&self->visitors);
  self->func = func;
  self->data = data;
  self->deadlines = mw_deadlines_new (context, deadline_cb, self, error);
  if (self->deadlines == NULL)
    return NULL;
  self->port = mw_port_new (context, 0, arrived_cb, self, error);
  return self->port != NULL ? g_steal_pointer (&self) : NULL;
}

guint16
mw_door_get_port (MwDoor *self)
{
  return mw_port_get_number (self->port);
}

/* Who waits is sent away; who was let in stays. */
void
mw_door_free (MwDoor *self)
{
  GList *link;

  g_clear_pointer (&self->port, mw_port_free);
  g_cancellable_cancel (self->closing);
  while ((link = self->visitors.head) != NULL)
    {
      Visitor *visitor = link->data;
      gboolean waits = mw_timer_is_armed (&visitor->timer);

      if (waits)
        {
          mw_deadlines_remove (self->deadlines, &visitor->timer);
          visitor_free (visitor);
          continue;
        }
      g_queue_unlink (&self->visitors, link); /* its handshake ends, and frees it */
      visitor->door = NULL;
    }
  g_clear_pointer (&self->deadlines, mw_deadlines_free);
  g_thread_pool_free (self->shakers, FALSE, TRUE); /* they are cancelled, so it is no long wait */
  g_main_context_unref (self->context);
  g_object_unref (self->closing);
  g_clear_object (&self->certificate);
  g_free (self);
}
