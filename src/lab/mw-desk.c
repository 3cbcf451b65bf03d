/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Where requests are served.
 *
 * An answer that takes its time is a paused message, a place at the service, a deadline and an eye on its socket.
 * It ends in one of three ways: the deadline comes and it is answered; the client hangs up; or the server is stopped.
 * In each of them libsoup emits the end of the message, and only then is the exchange freed.
 */

#include <string.h>

#include "mw-deadlines.h"
#include "mw-desk.h"
#include "mw-hangups.h"
#include "mw-live.h"
#include "mw-raw-answer.h"
#include "mw-time.h"

#define PIECES 9 /* of a body that comes slowly */

struct _MwDesk
{
  MwDeadlines  *deadlines;
  MwHangups    *hangups;
  GCancellable *closing;    /* of raw answers under way */
};

/* A request from its arrival to its last byte; kept by its message. */
typedef struct
{
  MwServiceVisit     visit;
  MwTimer            timer;
  MwDesk            *desk;
  MwLabService      *service;
  SoupServerMessage *message; /* not owned */
  GSocket           *watched; /* its socket; NULL: nobody looks */
  gboolean           is_paused;
  GBytes            *body;    /* that comes in pieces; NULL: whole */
  gint64             begun;   /* when its first piece was sent */
  guint              n_pieces; /* sent */
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

  if (mw_hangups_add (self->desk->hangups, g_socket_get_fd (socket), self))
    self->watched = g_object_ref (socket);
}

/* A closed descriptor is out of the watch already, and its number may be another's. */
static void
unwatch (MwExchange *self)
{
  if (self->watched != NULL && !g_socket_is_closed (self->watched))
    mw_hangups_remove (self->desk->hangups, g_socket_get_fd (self->watched));
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
  mw_deadlines_remove (self->desk->deadlines, &self->timer);
  leave_service (self);
  count_departure (self->service->run);
  g_clear_pointer (&self->body, g_bytes_unref);
  mw_lab_service_unref (self->service);
  g_free (self);
}

/* "/TOKEN/v0/item/7.json": where story ID is, seen from the path that MESSAGE asked for; (transfer full). */
static char *
dup_location (SoupServerMessage *message, gint64 id)
{
  const char *asked = g_uri_get_path (soup_server_message_get_uri (message));
  const char *rest = strchr (asked + 1, '/');
  g_autofree char *token = g_strndup (asked, (gsize) (rest - asked));
  g_autofree char *path = mw_service_dup_path (id);

  return g_strconcat (token, path, NULL);
}

static void
set_head (SoupServerMessage *message, const MwServicePlan *plan)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);

  soup_server_message_set_status (message, plan->status, mw_service_phrase (plan->status));
  soup_message_headers_replace (headers, "Content-Type", "application/json");
  if (plan->retry_after > 0)
    {
      g_autofree char *seconds = g_strdup_printf ("%" G_GINT64_FORMAT,
                                                  (plan->retry_after + MW_NS_PER_SEC - 1) / MW_NS_PER_SEC);
      soup_message_headers_replace (headers, "Retry-After", seconds);
    }
  if (plan->fault == MW_SERVICE_REDIRECT)
    {
      g_autofree char *location = dup_location (message, plan->to);

      soup_message_headers_replace (headers, "Location", location);
    }
}

/* The next piece of a slow body; the message pauses by itself until there is another. */
static void
send_piece (MwExchange *self, gint64 now)
{
  SoupMessageBody *body = soup_server_message_get_response_body (self->message);
  gsize length = g_bytes_get_size (self->body);
  gsize from = length * self->n_pieces / PIECES, to = length * (self->n_pieces + 1) / PIECES;
  g_autoptr (GBytes) piece = g_bytes_new_from_bytes (self->body, from, to - from);

  if (self->n_pieces++ == 0)
    self->begun = now;
  if (to > from)
    soup_message_body_append_bytes (body, piece);
  if (self->n_pieces < PIECES)
    mw_deadlines_add (self->desk->deadlines, &self->timer,
                      self->begun + self->visit.plan.body_time * self->n_pieces / (PIECES - 1));
  else
    {
      soup_message_body_complete (body);
      leave_service (self);
      unwatch (self);
    }
  self->is_paused = FALSE;
  soup_server_message_unpause (self->message);
}

static void
begin_slowly (MwExchange *self, gint64 now)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (self->message);

  set_head (self->message, &self->visit.plan);
  soup_message_headers_set_encoding (headers, SOUP_ENCODING_CHUNKED);
  self->body = mw_service_dup_body (self->service->model, &self->visit.plan);
  send_piece (self, now);
}

/* Takes the connection away from libsoup; the exchange is over. */
static void
answer_raw (MwExchange *self)
{
  g_autoptr (SoupServerMessage) message = g_object_ref (self->message);
  g_autoptr (GSocket) socket = g_object_ref (g_object_get_data (G_OBJECT (soup_server_message_get_remote_address (message)), SOCKET_KEY));
  g_autoptr (GBytes) body = mw_service_dup_body (self->service->model, &self->visit.plan);
  g_autoptr (GCancellable) closing = g_object_ref (self->desk->closing);
  MwServiceFaultKind fault = self->visit.plan.fault;
  GIOStream *stream;

  unwatch (self);
  stream = soup_server_message_steal_connection (message);
  mw_desk_end (message);
  mw_raw_answer_send (fault, stream, socket, body, closing);
}

static void
answer (MwExchange *self)
{
  const MwServicePlan *plan = &self->visit.plan;
  g_autoptr (GBytes) body = mw_service_dup_body (self->service->model, plan);

  set_head (self->message, plan);
  soup_message_body_append_bytes (soup_server_message_get_response_body (self->message), body);
  leave_service (self);
  resume (self);
}

/* Not recursive: an answer that is due at once is a deadline too. */
static void
begin_service (MwExchange *self, gint64 now)
{
  if (self->visit.plan.fault != MW_SERVICE_HANG)
    mw_deadlines_add (self->desk->deadlines, &self->timer, now + self->visit.plan.delay);
}

static void
deadline_cb (MwTimer *timer, gpointer data)
{
  MwExchange *self = (MwExchange *) ((char *) timer - G_STRUCT_OFFSET (MwExchange, timer));

  if (self->body != NULL)
    send_piece (self, self->begun);
  else if (self->visit.plan.body_time > 0)
    begin_slowly (self, mw_live_clock ());
  else if (mw_raw_answer_is_needed (self->visit.plan.fault))
    answer_raw (self);
  else
    answer (self);
}

/* The client has gone: libsoup finds out when it writes, and ends the message; that frees the place. */
static void
hangup_cb (gpointer peer)
{
  MwExchange *self = peer;

  mw_deadlines_remove (self->desk->deadlines, &self->timer);
  if (self->body != NULL)
    {
      soup_message_body_complete (soup_server_message_get_response_body (self->message));
      self->is_paused = TRUE;
    }
  else
    soup_server_message_set_status (self->message, SOUP_STATUS_SERVICE_UNAVAILABLE, NULL);
  resume (self);
}

/**
 * mw_desk_new:
 * @context: which serves
 * @error: return location; %MW_ERROR_RUN when the system has no more descriptors
 *
 * Returns: (transfer full) (nullable): a desk without requests
 */
MwDesk *
mw_desk_new (GMainContext *context, GError **error)
{
  g_autoptr (MwDesk) self = g_new0 (MwDesk, 1);

  self->deadlines = mw_deadlines_new (context, deadline_cb, self, error);
  if (self->deadlines == NULL)
    return NULL;
  self->closing = g_cancellable_new ();
  self->hangups = mw_hangups_new (context, hangup_cb, error);
  if (self->hangups == NULL)
    return NULL;
  return g_steal_pointer (&self);
}

/* Every request has ended. */
void
mw_desk_free (MwDesk *self)
{
  if (self->closing != NULL)
    g_cancellable_cancel (self->closing);
  g_clear_object (&self->closing);
  g_clear_pointer (&self->deadlines, mw_deadlines_free);
  g_clear_pointer (&self->hangups, mw_hangups_free);
  g_free (self);
}

/* The messages of a connection have its REMOTE address, and through it its SOCKET: libsoup does not tell them the
 * socket of a connection that it has not accepted itself. */
void
mw_desk_remember (GSocketAddress *remote, GSocket *socket)
{
  g_object_set_data_full (G_OBJECT (remote), SOCKET_KEY, g_object_ref (socket), g_object_unref);
}

/**
 * mw_desk_serve:
 * @self: the desk
 * @message: a request that has been read
 * @service: (transfer full): which is asked
 * @path: as the service knows it
 *
 * Answers @message, at once or in its time.
 */
void
mw_desk_serve (MwDesk *self, SoupServerMessage *message, MwLabService *service, const char *path)
{
  gint64 now = mw_live_clock ();
  MwExchange *exchange = g_new0 (MwExchange, 1);
  gboolean is_served;

  exchange->desk = self;
  exchange->service = service;
  exchange->message = message;
  count_arrival (service->run, message);
  is_served = mw_service_arrive (service->model, soup_server_message_get_method (message), path,
                                 now - service->epoch, &exchange->visit);
  g_object_set_data_full (G_OBJECT (message), EXCHANGE_KEY, exchange, exchange_free);
  if (is_served && exchange->visit.plan.delay <= 0 && exchange->visit.plan.fault <= MW_SERVICE_DOWN)
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

/* MESSAGE came through, or it did not; either way it is over. */
void
mw_desk_end (SoupServerMessage *message)
{
  g_object_set_data (G_OBJECT (message), EXCHANGE_KEY, NULL);
}
