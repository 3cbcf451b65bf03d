/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* One request, and its phases.
 *
 * Phases are what libsoup's signals say, as they come.  A phase that did not happen is not said: a connection that
 * is reused has no CONNECT, and no name is looked up for an address (GSocketClient announces it all the same).
 *
 * libsoup follows redirections within one message.  They belong to WAIT: what is redirected has no answer yet.  It also
 * sends a message again whose used connection broke before any byte of an answer, and belongs to WAIT likewise.
 */

#include <string.h>

#include "mw-failure.h"
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
  id = self->claim.shard != NULL ? soup_message_get_connection_id (self->message) : 0;
  if (id > 0)
    {
      guint32 *name = mw_http_shard_name_connection (self->claim.shard, id);

      if (*name == 0)
        *name = ++*self->n_connections;
      connection = *name;
      if (self->first == 0)
        self->first = connection;
    }
  if (connection != self->first) /* a redirection has led it to another */
    connection = 0;
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

static gboolean
is_redirected (SoupMessage *message)
{
  return SOUP_STATUS_IS_REDIRECTION (soup_message_get_status (message)) &&
         soup_message_headers_get_one (soup_message_get_response_headers (message), "Location") != NULL;
}

static void
got_headers_cb (SoupMessage *message, MwHttpRequest *self)
{
  if (!is_redirected (message))
    mw_http_request_report (self, MW_PHASE_READ);
}

/* An answer that leads elsewhere may lead to where nobody has consented to go.  Without a Location it is libsoup's end of
 * the matter. */
static void
check_redirect_cb (SoupMessage *message, MwHttpRequest *self)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);
  g_autoptr (GUri) uri = NULL;
  g_autofree char *url = NULL;

  if (!is_redirected (message))
    return;
  uri = g_uri_parse_relative (soup_message_get_uri (message), soup_message_headers_get_one (headers, "Location"),
                              SOUP_HTTP_URI_FLAGS, NULL);
  url = uri != NULL ? g_uri_to_string (uri) : NULL;
  if (self->refusal == NULL && !mw_network_follow (self->network, url, &self->refusal))
    soup_message_headers_remove (headers, "Location");
}

static gboolean
accept_certificate_cb (SoupMessage *message, GTlsCertificate *certificate, GTlsCertificateFlags errors, MwHttpRequest *self)
{
  return self->certificate != NULL && g_tls_certificate_is_same (certificate, self->certificate);
}

/* From here on libsoup may give the connection to another message. */
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

/* NULL: there is none. */
static char *
dup_uri (const MwHttpSite *site, const MwOperation *operation)
{
  g_autofree char *path = NULL;

  if (site->real != NULL)
    return mw_network_dup_url (site->real, operation->job.request.path);
  path = operation != NULL ? g_uri_escape_string (operation->job.request.path, "/?=&", FALSE) : NULL;

  return g_strconcat (site->prefix, path, NULL);
}

/**
 * mw_http_request_new:
 * @pool: where it will claim a connection
 * @site: what the operation's path is put after
 * @operation: (nullable): outlives the request or is cut off from it; %NULL: the site itself is asked for
 * @network: (nullable): what the site's real URLs are asked through
 * @n_connections: (nullable): the run's count of connections, by which they are named; %NULL where the phases are
 *   not to be said, because the request is not made on the loop thread
 *
 * Returns: (transfer full): the request, not sent
 */
MwHttpRequest *
mw_http_request_new (MwHttpPool *pool, const MwHttpSite *site, MwOperation *operation, MwNetwork *network,
                     guint32 *n_connections)
{
  MwHttpRequest *self = g_new0 (MwHttpRequest, 1);
  g_autofree char *uri = dup_uri (site, operation);
  const char *text = operation != NULL ? operation->job.request.body : NULL;

  self->pool = pool;
  self->operation = operation;
  self->n_connections = n_connections;
  self->certificate = site->certificate;
  self->network = network;
  self->message = soup_message_new (text != NULL ? "POST" : "GET", uri != NULL ? uri : "http://localhost");
  self->phase = -1;
  if (text != NULL)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

      soup_message_set_request_body_from_bytes (self->message, "application/json", bytes);
    }
  g_signal_connect (self->message, "accept-certificate", G_CALLBACK (accept_certificate_cb), self);
  if (network != NULL)
    g_signal_connect (self->message, "got-headers", G_CALLBACK (check_redirect_cb), self);
  if (n_connections != NULL)
    for (guint i = 0; i < G_N_ELEMENTS (signals); i++)
      g_signal_connect (self->message, signals[i].name, signals[i].callback, self);
  return self;
}

static gboolean
admit (MwHttpRequest *self)
{
  g_autofree char *url = g_uri_to_string (soup_message_get_uri (self->message));

  self->is_admitted = mw_network_admit (self->network, url, &self->refusal);
  return self->is_admitted;
}

/* Its claim is served: it is about to be sent; FALSE where it must not be, and its refusal says why. */
gboolean
mw_http_request_prepare (MwHttpRequest *self)
{
  if (self->network != NULL && !admit (self))
    return FALSE;
  if (self->claim.is_fresh)
    soup_message_add_flags (self->message, SOUP_MESSAGE_NEW_CONNECTION);
  if (self->is_fresh)
    soup_message_headers_replace (soup_message_get_request_headers (self->message), "Connection", "close");
  return TRUE;
}

/* It is in flight no longer; to be said before another takes its connection. */
void
mw_http_request_leave (MwHttpRequest *self)
{
  if (self->is_admitted)
    mw_network_release (self->network);
  self->is_admitted = FALSE;
}

/* The head of the answer is there.  STREAM: (transfer full); CANCELLABLE: that of the message. */
void
mw_http_request_set_stream (MwHttpRequest *self, GInputStream *stream, GCancellable *cancellable)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (self->message);
  const char *type = soup_message_headers_get_content_type (headers, NULL);

  self->body.stream = stream;
  self->body.cancellable = cancellable;
  self->body.announced = -1;
  if (soup_message_headers_get_encoding (headers) == SOUP_ENCODING_CONTENT_LENGTH &&
      soup_message_headers_get_one (headers, "Content-Encoding") == NULL)
    self->body.announced = soup_message_headers_get_content_length (headers);
  self->body.is_text = g_strcmp0 (type, "application/json") == 0;
}

void
mw_http_request_free (MwHttpRequest *self)
{
  g_signal_handlers_disconnect_matched (self->message, G_SIGNAL_MATCH_DATA, 0, 0, NULL, NULL, self);
  mw_http_request_leave (self);
  g_clear_error (&self->refusal);
  g_object_unref (self->message);
  g_clear_object (&self->cancellable);
  g_free (self);
}

/* Writes into the operation what became of it, and says that it is over.  ERROR NULL: the answer came whole. */
void
mw_http_request_fill (MwHttpRequest *self, const GError *error)
{
  MwOperation *operation = self->operation;

  if (self->refusal != NULL)
    error = self->refusal;
  if (error != NULL)
    mw_failure_set (self->network != NULL ? mw_failure_from_network (error) : mw_failure_from (error), operation, error->message);
  else
    {
      operation->status = (int) soup_message_get_status (self->message);
      operation->length = (gint64) self->body.length;
      operation->fault = operation->status >= 400 ? operation->status : 0;
      if (operation->fault != 0)
        operation->message = mw_service_dup_message ((guint) operation->status);
    }
  mw_http_request_report (self, MW_PHASE_END);
}
