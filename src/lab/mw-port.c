/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The lab's port.
 *
 * libsoup could listen itself, but not well enough.  soup_server_listen_local() has a backlog of 10, so that the
 * slowest answer of a burst waits for a retransmitted SYN; and its listener (3.2) leaks the socket object of each
 * connection, takes one connection in a turn of the loop, and stops listening for good when an accept fails once,
 * as it does when the process is out of descriptors.  So connections are accepted here and handed to it.
 */

#include <gio/gnetworking.h>

#include "mw-port.h"

#define BACKLOG  4096
#define BATCH    64   /* connections in one turn of the loop */
#define PAUSE_MS 50   /* after an accept that failed */

struct _MwPort
{
  GMainContext *context;
  GSocket   *socket;
  GSource   *source; /* for connections, or the pause */
  guint16    number;
  MwPortFunc func;
  gpointer   data;
};

static void watch (MwPort *self);

static void
replace_source (MwPort *self, GSource *source, GSourceFunc func)
{
  if (self->source != NULL)
    {
      g_source_destroy (self->source);
      g_source_unref (self->source);
    }
  self->source = source;
  g_source_set_callback (source, func, self, NULL);
  g_source_attach (source, self->context);
}

static gboolean
resume_cb (gpointer data)
{
  watch (data);
  return G_SOURCE_REMOVE;
}

static gboolean
accept_cb (GSocket *socket, GIOCondition condition, gpointer data)
{
  MwPort *self = data;

  for (guint i = 0; i < BATCH; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GSocket) peer = g_socket_accept (socket, NULL, &error);
      g_autoptr (GSocketConnection) connection = NULL;

      if (peer == NULL)
        {
          if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
            break;
          replace_source (self, g_timeout_source_new (PAUSE_MS), resume_cb);
          return G_SOURCE_REMOVE;
        }
      connection = g_socket_connection_factory_create_connection (peer);
      self->func (connection, self->data);
    }
  return G_SOURCE_CONTINUE;
}

static void
watch (MwPort *self)
{
  replace_source (self, g_socket_create_source (self->socket, G_IO_IN, NULL), G_SOURCE_FUNC (accept_cb));
}

/**
 * mw_port_reserve:
 * @number: (inout): of the port; 0: the system chooses
 * @error: return location for a #GIOErrorEnum
 *
 * Any thread.
 *
 * Returns: (transfer full) (nullable): a socket that keeps the port and does not listen: who connects is refused
 */
GSocket *
mw_port_reserve (guint16 *number, GError **error)
{
  g_autoptr (GInetAddress) host = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (host, *number);
  g_autoptr (GSocketAddress) local = NULL;
  g_autoptr (GSocket) socket = NULL;

  socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, error);
  if (socket == NULL)
    return NULL;
  g_socket_set_blocking (socket, FALSE);
  g_socket_set_listen_backlog (socket, BACKLOG);
  /* Accepted sockets inherit it: head and body of an answer are two writes, and the second must not wait. */
  g_socket_set_option (socket, IPPROTO_TCP, TCP_NODELAY, TRUE, NULL);
  if (!g_socket_bind (socket, address, TRUE, error))
    return NULL;
  local = g_socket_get_local_address (socket, error);
  if (local == NULL)
    return NULL;
  *number = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (local));
  return g_steal_pointer (&socket);
}

/**
 * mw_port_new:
 * @context: whose thread takes the connections, and frees the port
 * @number: of the port; 0: the system chooses
 * @func: called for each connection
 * @data: for @func
 * @error: return location for a #GIOErrorEnum
 *
 * Any thread.
 *
 * Returns: (transfer full) (nullable): a port that listens
 */
MwPort *
mw_port_new (GMainContext *context, guint16 number, MwPortFunc func, gpointer data, GError **error)
{
  g_autoptr (GSocket) socket = mw_port_reserve (&number, error);
  MwPort *self;

  if (socket == NULL || !g_socket_listen (socket, error))
    return NULL;
  self = g_new0 (MwPort, 1);
  self->context = context;
  self->socket = g_steal_pointer (&socket);
  self->number = number;
  self->func = func;
  self->data = data;
  watch (self);
  return self;
}

void
mw_port_free (MwPort *self)
{
  g_source_destroy (self->source);
  g_source_unref (self->source);
  g_socket_close (self->socket, NULL);
  g_object_unref (self->socket);
  g_free (self);
}

guint16
mw_port_get_number (MwPort *self)
{
  return self->number;
}

GSocket *
mw_port_get_socket (MwPort *self)
{
  return self->socket;
}
