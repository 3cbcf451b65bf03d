/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The lab's door.
 *
 * libsoup 3.2 answers any Host, and two of them; so the guard looks for itself.  A page in a browser could reach
 * the port, but must name our authority exactly once and must not name another origin; and it would have to guess
 * a token of 122 random bits.  A target in absolute form that names another authority is refused as well; one that
 * names ours cannot be told from the usual form, and means the same (RFC 9112, 3.2.2).
 *
 * libsoup 3.2 also keeps an idle connection that its client has closed, with its descriptor, for as long as the
 * SoupServer lives.  So there is a new SoupServer whenever a run has closed its services, behind the same port, and
 * the old generation goes when no service is left that may have connections to it.
 */

#include <string.h>
#include <unistd.h>

#include "mw-desk.h"
#include "mw-port.h"
#include "mw-room-desk.h"
#include "mw-room-spec.h"

#define ROOM_PREFIX "/room"

typedef struct
{
  SoupServer *soup;
  guint64     number;
} MwGeneration;

struct _MwLabServer
{
  MwLab        *lab;
  MwPort       *port;
  MwDesk       *desk;
  MwRoomDesk   *rooms;
  MwGeneration *current;
  GQueue        retired;   /* of MwGeneration, the oldest first */
};

/* How many lines MESSAGE has for HEADER; LAST is the value of the last. */
static guint
count_header (SoupServerMessage *message, const char *header, const char **last)
{
  SoupMessageHeadersIter iter;
  const char *name, *value;
  guint n = 0;

  *last = NULL;
  soup_message_headers_iter_init (&iter, soup_server_message_get_request_headers (message));
  while (soup_message_headers_iter_next (&iter, &name, &value))
    if (g_ascii_strcasecmp (name, header) == 0)
      {
        *last = value;
        n++;
      }
  return n;
}

/* "127.0.0.1:port", as the client of MESSAGE must have named us. */
static gboolean
get_authority (SoupServerMessage *message, char authority[32])
{
  GSocketAddress *local = soup_server_message_get_local_address (message);

  if (!G_IS_INET_SOCKET_ADDRESS (local))
    return FALSE;
  g_snprintf (authority, 32, "127.0.0.1:%u", g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (local)));
  return TRUE;
}

/* Whether URI is SCHEME://AUTHORITY and, where FURTHER, goes on with a slash. */
static gboolean
is_ours (const char *uri, const char *scheme, const char *authority, gboolean further)
{
  gsize n = strlen (scheme), m = strlen (authority);

  return strncmp (uri, scheme, n) == 0 && strncmp (uri + n, "://", 3) == 0 && strncmp (uri + n + 3, authority, m) == 0 &&
         uri[n + 3 + m] == (further ? '/' : '\0');
}

/* What is wrong with a request before its path is looked at; 0: nothing. */
static guint
guard (SoupServerMessage *message)
{
  const char *method = soup_server_message_get_method (message);
  GUri *uri = soup_server_message_get_uri (message);
  const char *host, *origin;
  guint n_hosts = count_header (message, "Host", &host);
  guint n_origins = count_header (message, "Origin", &origin);
  g_autofree char *target = g_uri_to_string_partial (uri, G_URI_HIDE_QUERY | G_URI_HIDE_FRAGMENT);
  char authority[32];

  if (n_hosts != 1)
    return SOUP_STATUS_BAD_REQUEST;
  if (!get_authority (message, authority) || strcmp (host, authority) != 0 ||
      !is_ours (target, g_uri_get_scheme (uri), authority, TRUE))
    return SOUP_STATUS_MISDIRECTED_REQUEST;
  if (n_origins > 1 || (n_origins == 1 && !is_ours (origin, g_uri_get_scheme (uri), authority, FALSE)))
    return SOUP_STATUS_FORBIDDEN;
  if (strcmp (method, "GET") != 0 && strcmp (method, "HEAD") != 0 && strcmp (method, "POST") != 0)
    return SOUP_STATUS_METHOD_NOT_ALLOWED;
  return 0;
}

/* Before the body is read; nothing here wants one, so it is not kept either. */
static void
guard_cb (SoupServer *soup, SoupServerMessage *message, const char *path, GHashTable *query, gpointer data)
{
  guint status = guard (message);

  soup_message_body_set_accumulate (soup_server_message_get_request_body (message), FALSE);
  if (status != 0)
    soup_server_message_set_status (message, status, mw_service_phrase (status));
}

/* The service that PATH ("/TOKEN/v0/…") leads to, and the path as the service knows it. */
static MwLabService *
find_service (MwLabServer *self, const char *path, const char **rest)
{
  g_autofree char *token = NULL;

  *rest = path[0] == '/' ? strchr (path + 1, '/') : NULL;
  if (*rest == NULL)
    return NULL;
  token = g_strndup (path + 1, *rest - path - 1);
  return mw_lab_dup_service (self->lab, token);
}

static void
handle_cb (SoupServer *soup, SoupServerMessage *message, const char *path, GHashTable *query, gpointer data)
{
  MwLabServer *self = data;
  const char *rest;
  g_autoptr (MwLabService) service = find_service (self, path, &rest);

  if (service != NULL && service->model != NULL)
    {
      mw_desk_serve (self->desk, message, g_steal_pointer (&service), rest);
      return;
    }
  soup_server_message_set_status (message, SOUP_STATUS_NOT_FOUND, NULL);
}

/* The room that PATH ("/room/TOKEN/NUMBER") leads to, and who comes. */
static MwLabService *
find_room (MwLabServer *self, const char *path, guint32 *client)
{
  const char *rest;
  g_autoptr (MwLabService) service = find_service (self, path + strlen (ROOM_PREFIX), &rest);
  guint64 number;

  if (service == NULL || service->room == NULL || !g_ascii_string_to_unsigned (rest + 1, 10, 1, G_MAXUINT32, &number, NULL))
    return NULL;
  *client = (guint32) number;
  return g_steal_pointer (&service);
}

/* Whoever may not come in is told before the handshake. */
static void
guard_room_cb (SoupServer *soup, SoupServerMessage *message, const char *path, GHashTable *query, gpointer data)
{
  g_autoptr (MwLabService) room = NULL;
  guint status = guard (message);
  guint32 client;

  if (status == 0)
    {
      room = find_room (data, path, &client);
      if (room == NULL)
        status = SOUP_STATUS_NOT_FOUND;
      else if (mw_room_refuses (room->room, client))
        status = SOUP_STATUS_FORBIDDEN;
    }
  if (status != 0)
    soup_server_message_set_status (message, status, mw_service_phrase (status));
}

static void
joined_cb (SoupServer *soup, SoupServerMessage *message, const char *path, SoupWebsocketConnection *connection, gpointer data)
{
  MwLabServer *self = data;
  guint32 client;
  MwLabService *room = find_room (self, path, &client);

  if (room != NULL) /* else it was closed meanwhile, and the connection goes with its last reference */
    mw_room_desk_join (self->rooms, connection, room, client);
}

/* Emitted for answers that came through and for those that did not. */
static void
ended_cb (SoupServer *soup, SoupServerMessage *message, gpointer data)
{
  mw_desk_end (message);
}

/**
 * mw_lab_server_adopt:
 * @self: the server
 * @stream: what is read from and written to
 * @connection: below it; the same where nothing lies between
 *
 * A new connection belongs to the server from now on.
 */
void
mw_lab_server_adopt (MwLabServer *self, GIOStream *stream, GSocketConnection *connection)
{
  g_autoptr (GSocketAddress) local = g_socket_connection_get_local_address (connection, NULL);
  g_autoptr (GSocketAddress) remote = g_socket_connection_get_remote_address (connection, NULL);

  if (local == NULL || remote == NULL) /* it is gone again */
    return;
  mw_desk_remember (remote, g_socket_connection_get_socket (connection));
  soup_server_accept_iostream (self->current->soup, stream, local, remote, NULL);
}

static void
connected_cb (GSocketConnection *connection, gpointer data)
{
  mw_lab_server_adopt (data, G_IO_STREAM (connection), connection);
}

/* libsoup keeps connections alive only while it has a listener.  It gets one, a copy of ours on a context that nobody
 * iterates: the port is ours to accept from. */
static gboolean
park_listener (SoupServer *soup, GSocket *socket, GError **error)
{
  g_autoptr (GMainContext) nowhere = g_main_context_new ();
  g_autoptr (GSocket) copy = g_socket_new_from_fd (dup (g_socket_get_fd (socket)), error);
  gboolean is_listening;

  if (copy == NULL)
    return FALSE;
  g_main_context_push_thread_default (nowhere);
  is_listening = soup_server_listen_socket (soup, copy, 0, error);
  g_main_context_pop_thread_default (nowhere);
  return is_listening;
}

static MwGeneration *
generation_new (MwLabServer *server, guint64 number, GError **error)
{
  g_autoptr (SoupServer) soup = g_object_new (SOUP_TYPE_SERVER, NULL);
  MwGeneration *self;

  soup_server_add_early_handler (soup, NULL, guard_cb, server, NULL);
  soup_server_add_handler (soup, NULL, handle_cb, server, NULL);
  soup_server_add_early_handler (soup, ROOM_PREFIX, guard_room_cb, server, NULL);
  soup_server_add_websocket_handler (soup, ROOM_PREFIX, NULL, NULL, joined_cb, server, NULL);
  g_signal_connect (soup, "request-finished", G_CALLBACK (ended_cb), server);
  g_signal_connect (soup, "request-aborted", G_CALLBACK (ended_cb), server);
  if (!park_listener (soup, mw_port_get_socket (server->port), error))
    return NULL;
  self = g_new (MwGeneration, 1);
  self->soup = g_steal_pointer (&soup);
  self->number = number;
  return self;
}

/* Cuts its connections. */
static void
generation_free (MwGeneration *self)
{
  soup_server_disconnect (self->soup);
  g_object_unref (self->soup);
  g_free (self);
}

/**
 * mw_lab_server_new:
 * @lab: whose services are served; outlives the server
 * @port: on the loopback interface; 0: the system chooses
 * @error: return location for a #GError
 *
 * Returns: (transfer full) (nullable): a server on the thread-default context, of generation 0
 */
MwLabServer *
mw_lab_server_new (MwLab *lab, guint16 port, GError **error)
{
  MwLabServer *self = g_new0 (MwLabServer, 1);

  self->lab = lab;
  g_queue_init (&self->retired);
  self->desk = mw_desk_new (g_main_context_get_thread_default (), error);
  if (self->desk != NULL)
    self->rooms = mw_room_desk_new (g_main_context_get_thread_default (), error);
  if (self->rooms != NULL)
    self->port = mw_port_new (g_main_context_get_thread_default (), port, connected_cb, self, error);
  if (self->port != NULL)
    self->current = generation_new (self, 0, error);
  if (self->current == NULL)
    {
      mw_lab_server_free (self);
      return NULL;
    }
  return self;
}

/* Cuts the connections that are still open. */
void
mw_lab_server_free (MwLabServer *self)
{
  g_clear_pointer (&self->port, mw_port_free);
  g_clear_pointer (&self->current, generation_free);
  g_queue_clear_full (&self->retired, (GDestroyNotify) generation_free);
  g_clear_pointer (&self->desk, mw_desk_free);
  g_clear_pointer (&self->rooms, mw_room_desk_free);
  g_free (self);
}

/**
 * mw_lab_server_renew:
 * @self: the server
 *
 * From now on new connections belong to the next generation; the others go on.
 *
 * Returns: whether it was so; the system may be out of descriptors
 */
gboolean
mw_lab_server_renew (MwLabServer *self)
{
  MwGeneration *next = generation_new (self, self->current->number + 1, NULL);

  if (next == NULL)
    return FALSE;
  g_queue_push_tail (&self->retired, self->current);
  self->current = next;
  return TRUE;
}

/* Cuts the connections of all generations before BEFORE but the current. */
void
mw_lab_server_forget (MwLabServer *self, guint64 before)
{
  while (self->retired.head != NULL && ((MwGeneration *) self->retired.head->data)->number < before)
    generation_free (g_queue_pop_head (&self->retired));
}

guint16
mw_lab_server_get_port (MwLabServer *self)
{
  return mw_port_get_number (self->port);
}
