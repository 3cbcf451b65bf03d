/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* One request, and its phases.
 *
 * Phases are what libsoup's signals say, as they come.  A phase that did not happen is not said: a connection that
 * is reused has no CONNECT, and no name is looked up for an address (GSocketClient announces it all the same).  A
 * retry that libsoup makes on its own never takes a phase back.
 */

#include "mw-http-request.h"
#include "mw-service.h"

/* Says that PHASE has begun, if it is later than what was said before and anybody is to be told. */
void
mw_http_request_report (MwHttpRequest *self, MwPhase phase)
{
  guint32 connection = 0;
  guint64 id;

  if (self->operation == NULL || self->n_connections == NULL || (int) phase <= self->phase)
    return;
  self->phase = phase;
  id = soup_message_get_connection_id (self->message);
  if (id > 0)
    {
      guint32 *name = mw_http_shard_name_connection (self->claim.shard, id);

      if (*name == 0)
        *name = ++*self->n_connections;
      connection = *name;
    }
  self->operation->phase (self->operation, phase, connection);
}

static void
network_event_cb (SoupMessage *message, GSocketClientEvent event, GIOStream *connection, MwHttpRequest *self)
{
  if (event == G_SOCKET_CLIENT_RESOLVING && !g_hostname_is_ip_address (g_uri_get_host (soup_message_get_uri (message))))
    mw_http_request_report (self, MW_PHASE_DNS);
  else if (event == G_SOCKET_CLIENT_CONNECTING)
    mw_http_request_report (self, MW_PHASE_CONNECT);
  else if (event == G_SOCKET_CLIENT_TLS_HANDSHAKING)
    mw_http_request_report (self, MW_PHASE_TLS);
}

static void
starting_cb (SoupMessage *message, MwHttpRequest *self)
{
  mw_http_request_report (self, MW_PHASE_SEND);
}

static void
wrote_body_cb (SoupMessage *message, MwHttpRequest *self)
{
  mw_http_request_report (self, MW_PHASE_WAIT);
}

static void
got_headers_cb (SoupMessage *message, MwHttpRequest *self)
{
  mw_http_request_report (self, MW_PHASE_READ);
}

static void
finished_cb (SoupMessage *message, MwHttpRequest *self)
{
  mw_http_request_report (self, MW_PHASE_END);
}

static const struct
{
  const char *name;
  GCallback   callback;
} signals[] = {
  { "network-event", G_CALLBACK (network_event_cb) },
  { "starting",      G_CALLBACK (starting_cb) },
  { "wrote-body",    G_CALLBACK (wrote_body_cb) },
  { "got-headers",   G_CALLBACK (got_headers_cb) },
  { "finished",      G_CALLBACK (finished_cb) },
};

/**
 * mw_http_request_new:
 * @pool: where it will claim a connection
 * @prefix: what the operation's path is put after
 * @operation: outlives the request or is cut off from it
 * @n_connections: (nullable): the run's count of connections, by which they are named; %NULL where the phases are
 *   not to be said, because the request is not made on the loop thread
 *
 * Returns: (transfer full): the request, not sent
 */
MwHttpRequest *
mw_http_request_new (MwHttpPool *pool, const char *prefix, MwOperation *operation, guint32 *n_connections)
{
  MwHttpRequest *self = g_new0 (MwHttpRequest, 1);
  g_autofree char *path = g_uri_escape_string (operation->job.request.path, "/?=&", FALSE);
  g_autofree char *uri = g_strconcat (prefix, path, NULL);

  self->pool = pool;
  self->operation = operation;
  self->n_connections = n_connections;
  self->message = soup_message_new ("GET", uri);
  self->phase = -1;
  if (n_connections != NULL)
    for (guint i = 0; i < G_N_ELEMENTS (signals); i++)
      g_signal_connect (self->message, signals[i].name, signals[i].callback, self);
  return self;
}

void
mw_http_request_free (MwHttpRequest *self)
{
  g_signal_handlers_disconnect_matched (self->message, G_SIGNAL_MATCH_DATA, 0, 0, NULL, NULL, self);
  g_object_unref (self->message);
  g_clear_object (&self->cancellable);
  g_free (self);
}

/* Writes into the operation what became of it: BODY, or ERROR. */
void
mw_http_request_fill (MwHttpRequest *self, GBytes *body, const GError *error)
{
  MwOperation *operation = self->operation;

  operation->fault = 0;
  operation->status = 0;
  operation->length = 0;
  if (body == NULL)
    {
      operation->fault = MW_FAULT_CONNECTION;
      operation->message = g_strdup (error->message);
      return;
    }
  operation->status = soup_message_get_status (self->message);
  operation->length = g_bytes_get_size (body);
  if (operation->status >= 400)
    {
      operation->fault = operation->status;
      operation->message = mw_service_dup_message (operation->status);
    }
}
