/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The lab's answers.
 *
 * libsoup 3.2 answers any Host, and two of them; so the guard looks for itself.  A page in a browser could reach
 * the port, but must name our authority exactly once and must not name another origin; and it would have to guess
 * a token of 122 random bits.  A target in absolute form that names another authority is refused as well; one that
 * names ours cannot be told from the usual form, and means the same (RFC 9112, 3.2.2).
 *
 * An answer that takes its time is a paused message, a place at the service, a deadline and an eye on its socket.
 */

#include <string.h>

#include "mw-deadlines.h"
#include "mw-hangups.h"
#include "mw-lab-private.h"
#include "mw-live.h"
#include "mw-port.h"
#include "mw-time.h"

struct _MwLabServer
{
  MwLab       *lab;
  SoupServer  *soup;
  MwPort      *port;
  MwDeadlines *deadlines;
  MwHangups   *hangups;
  char        *authority; /* "127.0.0.1:port" */
  char        *origin;    /* "http://127.0.0.1:port" */
  char        *base;      /* "http://127.0.0.1:port/" */
};

/* A request from its arrival to its last byte; kept by its message. */
typedef struct
{
  MwServiceVisit     visit;
  MwTimer            timer;
  MwLabServer       *server;
  MwLabService      *service;
  SoupServerMessage *message; /* not owned */
  GSocket           *watched; /* its socket; NULL: nobody looks */
  gboolean           is_paused;
} MwExchange;

#define EXCHANGE_KEY "mw-exchange"
/* What is known of a connection hangs on the object that is its remote address. */
#define SOCKET_KEY   "mw-socket"
#define RUN_KEY      "mw-run"

static void begin_service (MwExchange *self, gint64 now);

static void
count_arrival (MwLabRun *run, SoupServerMessage *message)
{
  GObject *connection = G_OBJECT (soup_server_message_get_remote_address (message));

  g_mutex_lock (&run->mutex);
  if (g_object_get_data (connection, RUN_KEY) != run)
    {
      g_object_set_data_full (connection, RUN_KEY, mw_lab_run_ref (run), (GDestroyNotify) mw_lab_run_unref);
      run->count.connections++;
    }
  run->count.requests++;
  run->in_service++;
  run->count.max_in_service = MAX (run->count.max_in_service, run->in_service);
  g_mutex_unlock (&run->mutex);
}

static void
count_departure (MwLabRun *run)
{
  g_mutex_lock (&run->mutex);
  run->in_service--;
  g_mutex_unlock (&run->mutex);
}

/* From now on the client's end is watched. */
static void
watch (MwExchange *self)
{
  GObject *connection = G_OBJECT (soup_server_message_get_remote_address (self->message));
  GSocket *socket = g_object_get_data (connection, SOCKET_KEY);

  if (mw_hangups_add (self->server->hangups, g_socket_get_fd (socket), self))
    self->watched = g_object_ref (socket);
}

/* A closed descriptor is out of the watch already, and its number may be another's. */
static void
unwatch (MwExchange *self)
{
  if (self->watched != NULL && !g_socket_is_closed (self->watched))
    mw_hangups_remove (self->server->hangups, g_socket_get_fd (self->watched));
  g_clear_object (&self->watched);
}

static void
resume (MwExchange *self)
{
  unwatch (self);
  if (self->is_paused)
    soup_server_message_unpause (self->message);
  self->is_paused = FALSE;
}

/* Gives the place at the service to the next. */
static void
leave_service (MwExchange *self)
{
  MwServiceVisit *next = mw_service_leave (self->service->model, &self->visit);

  if (next != NULL)
    begin_service ((MwExchange *) next, mw_live_clock ());
}

static void
exchange_free (gpointer data)
{
  MwExchange *self = data;

  unwatch (self);
  mw_deadlines_remove (self->server->deadlines, &self->timer);
  leave_service (self);
  count_departure (self->service->run);
  mw_lab_service_unref (self->service);
  g_free (self);
}

static void
set_answer (SoupServerMessage *message, guint status, gint64 retry_after, GBytes *body)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);

  soup_server_message_set_status (message, status, mw_service_phrase (status));
  soup_message_headers_replace (headers, "Content-Type", "application/json");
  if (retry_after > 0)
    {
      g_autofree char *seconds = g_strdup_printf ("%" G_GINT64_FORMAT,
                                                  (retry_after + MW_NS_PER_SEC - 1) / MW_NS_PER_SEC);
      soup_message_headers_replace (headers, "Retry-After", seconds);
    }
  soup_message_body_append_bytes (soup_server_message_get_response_body (message), body);
}

static void
answer (MwExchange *self)
{
  const MwServicePlan *plan = &self->visit.plan;
  g_autoptr (GBytes) body = mw_service_dup_body (self->service->model, plan);

  set_answer (self->message, plan->status, plan->retry_after, body);
  leave_service (self);
  resume (self);
}

/* Not recursive: an answer that is due at once is a deadline too. */
static void
begin_service (MwExchange *self, gint64 now)
{
  if (!self->visit.plan.hang)
    mw_deadlines_add (self->server->deadlines, &self->timer, now + self->visit.plan.delay);
}

static void
deadline_cb (MwTimer *timer, gpointer data)
{
  answer ((MwExchange *) ((char *) timer - G_STRUCT_OFFSET (MwExchange, timer)));
}

/* The client has gone: the place is free, and libsoup finds out when it writes. */
static void
hangup_cb (gpointer peer)
{
  MwExchange *self = peer;

  mw_deadlines_remove (self->server->deadlines, &self->timer);
  soup_server_message_set_status (self->message, SOUP_STATUS_SERVICE_UNAVAILABLE, NULL);
  leave_service (self);
  resume (self);
}

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

/* What is wrong with a request before its path is looked at; 0: nothing. */
static guint
guard (MwLabServer *self, SoupServerMessage *message)
{
  const char *method = soup_server_message_get_method (message);
  const char *host, *origin;
  guint n_hosts = count_header (message, "Host", &host);
  guint n_origins = count_header (message, "Origin", &origin);
  g_autofree char *target = g_uri_to_string_partial (soup_server_message_get_uri (message),
                                                     G_URI_HIDE_QUERY | G_URI_HIDE_FRAGMENT);

  if (n_hosts != 1)
    return SOUP_STATUS_BAD_REQUEST;
  if (strcmp (host, self->authority) != 0 || !g_str_has_prefix (target, self->base))
    return SOUP_STATUS_MISDIRECTED_REQUEST;
  if (n_origins > 1 || (n_origins == 1 && strcmp (origin, self->origin) != 0))
    return SOUP_STATUS_FORBIDDEN;
  if (strcmp (method, "GET") != 0 && strcmp (method, "HEAD") != 0)
    return SOUP_STATUS_METHOD_NOT_ALLOWED;
  return 0;
}

/* Before the body is read; nothing here wants one, so it is not kept either. */
static void
guard_cb (SoupServer *soup, SoupServerMessage *message, const char *path, GHashTable *query, gpointer data)
{
  guint status = guard (data, message);

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
  MwLabService *service = find_service (self, path, &rest);
  gint64 now = mw_live_clock ();
  MwExchange *exchange;
  gboolean is_served;

  if (service == NULL)
    {
      soup_server_message_set_status (message, SOUP_STATUS_NOT_FOUND, NULL);
      return;
    }
  exchange = g_new0 (MwExchange, 1);
  exchange->server = self;
  exchange->service = service;
  exchange->message = message;
  count_arrival (service->run, message);
  is_served = mw_service_arrive (service->model, rest, now - service->epoch, &exchange->visit);
  g_object_set_data_full (G_OBJECT (message), EXCHANGE_KEY, exchange, exchange_free);
  if (is_served && exchange->visit.plan.delay <= 0 && !exchange->visit.plan.hang)
    {
      answer (exchange);
      return;
    }
  soup_server_message_pause (message);
  exchange->is_paused = TRUE;
  watch (exchange);
  if (is_served)
    begin_service (exchange, now);
}

/* Emitted for answers that came through and for those that did not. */
static void
ended_cb (SoupServer *soup, SoupServerMessage *message, gpointer data)
{
  g_object_set_data (G_OBJECT (message), EXCHANGE_KEY, NULL);
}

/* A new connection. */
static void
connected_cb (GSocketConnection *connection, gpointer data)
{
  MwLabServer *self = data;
  g_autoptr (GSocketAddress) local = g_socket_connection_get_local_address (connection, NULL);
  g_autoptr (GSocketAddress) remote = g_socket_connection_get_remote_address (connection, NULL);

  if (local == NULL || remote == NULL) /* it is gone again */
    return;
  g_object_set_data_full (G_OBJECT (remote), SOCKET_KEY, g_object_ref (g_socket_connection_get_socket (connection)),
                          g_object_unref);
  soup_server_accept_iostream (self->soup, G_IO_STREAM (connection), local, remote, NULL);
}

static SoupServer *
new_soup (MwLabServer *self)
{
  SoupServer *soup = g_object_new (SOUP_TYPE_SERVER, NULL);

  soup_server_add_early_handler (soup, NULL, guard_cb, self, NULL);
  soup_server_add_handler (soup, NULL, handle_cb, self, NULL);
  g_signal_connect (soup, "request-finished", G_CALLBACK (ended_cb), self);
  g_signal_connect (soup, "request-aborted", G_CALLBACK (ended_cb), self);
  return soup;
}

/* libsoup keeps connections alive only while it has a listener.  It gets one, on a context that nobody iterates: the
 * port is ours to accept from. */
static gboolean
park_listener (SoupServer *soup, GSocket *socket, GError **error)
{
  g_autoptr (GMainContext) nowhere = g_main_context_new ();
  gboolean is_listening;

  g_main_context_push_thread_default (nowhere);
  is_listening = soup_server_listen_socket (soup, socket, 0, error);
  g_main_context_pop_thread_default (nowhere);
  return is_listening;
}

/**
 * mw_lab_server_new:
 * @lab: whose services are served; outlives the server
 * @port: on the loopback interface; 0: the system chooses
 * @error: return location for a #GError
 *
 * Returns: (transfer full) (nullable): a server on the thread-default context
 */
MwLabServer *
mw_lab_server_new (MwLab *lab, guint16 port, GError **error)
{
  MwLabServer *self = g_new0 (MwLabServer, 1);
  GMainContext *context = g_main_context_get_thread_default ();

  self->lab = lab;
  self->soup = new_soup (self);
  self->port = mw_port_new (port, connected_cb, self, error);
  if (self->port != NULL && park_listener (self->soup, mw_port_get_socket (self->port), error))
    self->deadlines = mw_deadlines_new (context, deadline_cb, self, error);
  if (self->deadlines != NULL)
    self->hangups = mw_hangups_new (context, hangup_cb, error);
  if (self->hangups == NULL)
    {
      mw_lab_server_free (self);
      return NULL;
    }
  self->authority = g_strdup_printf ("127.0.0.1:%u", mw_port_get_number (self->port));
  self->origin = g_strconcat ("http://", self->authority, NULL);
  self->base = g_strconcat (self->origin, "/", NULL);
  return self;
}

/* Cuts the connections that are still open. */
void
mw_lab_server_free (MwLabServer *self)
{
  g_clear_pointer (&self->port, mw_port_free);
  soup_server_disconnect (self->soup);
  g_object_unref (self->soup);
  g_clear_pointer (&self->deadlines, mw_deadlines_free);
  g_clear_pointer (&self->hangups, mw_hangups_free);
  g_free (self->authority);
  g_free (self->origin);
  g_free (self->base);
  g_free (self);
}

guint16
mw_lab_server_get_port (MwLabServer *self)
{
  return mw_port_get_number (self->port);
}
