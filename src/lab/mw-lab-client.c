/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* HTTP of the live world, over libsoup.
 *
 * A request that is cancelled is cut off from its operation at once and dies quietly when libsoup lets go of it;
 * until then it keeps its claim, because it keeps its connection.
 *
 * Blocking calls use libsoup's synchronous twin on the same sessions: since 3.2 messages may be sent from every
 * thread, and idle connections of HTTP/1.1 pass from one to the other, so a session of its own for each thread
 * would only show more connections than there are.
 */

#include "mw-config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "mw-http-request.h"
#include "mw-lab-private.h"
#include "mw-port.h"
#include "mw-room-client.h"
#include "mw-time.h"

/* What it may take to open connections before a run: once, and for each (under load). */
#define WARM_UP      (100 * MW_NS_PER_MS)
#define WARM_UP_EACH (10 * MW_NS_PER_MS)

typedef struct
{
  MwServices    base;
  MwLab        *lab;
  MwLabRun     *run;
  GThread      *thread;      /* the loop's */
  GMainContext *context;
  guint         n_resources;
  MwHttpSite   *sites;       /* of services */
  char        **tokens;
  GSocket     **closed;      /* of services: a port that nobody listens on */
  MwHttpPool  **pools;       /* of sessions */
  guint32      *services;    /* of sessions: the index of their service */
  gboolean     *fresh;       /* of sessions */
  MwRoomClient *rooms;       /* NULL: none */
  MwNetwork    *network;     /* NULL: nobody has consented */
  GCancellable *interrupt;   /* of blocking calls */
  GQueue        active;      /* of MwHttpRequest with libsoup */
  GAsyncQueue  *served;      /* of MwHttpRequest, asynchronous, which another thread has made way for */
  GSource      *wake;
  guint32       n_connections;
} MwLabClient;

static void start (MwHttpRequest *self);

/* A request of the session at INDEX; OPERATION NULL: only its connection is wanted. */
static MwHttpRequest *
request_new (MwLabClient *self, guint index, const MwHttpSite *site, MwOperation *operation)
{
  guint32 *n_connections = g_thread_self () == self->thread ? &self->n_connections : NULL;
  MwNetwork *network = site->real != NULL ? self->network : NULL;
  MwHttpRequest *request = mw_http_request_new (self->pools[index], site, operation, network, n_connections);

  request->client = self;
  request->is_fresh = self->fresh[index];
  return request;
}

static MwHttpRequest *
request_for (MwLabClient *self, MwOperation *operation)
{
  guint session = operation->job.request.session - 1;

  return request_new (self, session, &self->sites[self->services[session]], operation);
}

/* The connection is free: the next may have it.  Any thread. */
static void
give_back (MwHttpRequest *self, gboolean is_open)
{
  MwLabClient *client = self->client;
  MwHttpClaim *next = mw_http_pool_give_back (self->pool, &self->claim, is_open);

  if (next == NULL)
    return;
  if (g_thread_self () == client->thread)
    start ((MwHttpRequest *) next);
  else
    {
      g_async_queue_push (client->served, next);
      g_source_set_ready_time (client->wake, 0);
    }
}

/* Its connection can be used again where the answer was read to its end. */
static gboolean
keeps_connection (MwHttpRequest *self, const GError *error)
{
  gboolean is_whole = error == NULL || g_error_matches (error, G_CONVERT_ERROR, G_CONVERT_ERROR_ILLEGAL_SEQUENCE);

  return is_whole && !self->is_fresh && soup_message_is_keepalive (self->message);
}

static void
complete (gpointer data, const GError *error)
{
  MwHttpRequest *self = data;
  MwLabClient *client = self->client;
  MwOperation *operation = self->operation;

  g_queue_unlink (&client->active, &self->link);
  mw_http_request_leave (self);
  if (operation != NULL)
    {
      mw_http_request_fill (self, error);
      operation->data = NULL;
    }
  give_back (self, keeps_connection (self, error));
  mw_http_request_free (self);
  if (operation != NULL)
    operation->done (operation);
}

static void
answered_cb (GObject *session, GAsyncResult *result, gpointer data)
{
  MwHttpRequest *self = data;
  g_autoptr (GError) error = NULL;
  GInputStream *stream = soup_session_send_finish (SOUP_SESSION (session), result, &error);

  if (stream == NULL)
    {
      complete (self, error);
      return;
    }
  mw_http_request_set_stream (self, stream, self->cancellable);
  mw_http_body_read_async (&self->body, complete, self);
}

static gboolean
refused_cb (gpointer data)
{
  MwHttpRequest *self = data;

  complete (self, self->refusal);
  return G_SOURCE_REMOVE;
}

/* Its operation must not end before it has begun. */
static void
refuse_soon (MwHttpRequest *self)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, refused_cb, self, NULL);
  g_source_attach (source, ((MwLabClient *) self->client)->context);
}

/* Hands the message to libsoup. */
static void
start (MwHttpRequest *self)
{
  MwLabClient *client = self->client;

  self->cancellable = g_cancellable_new ();
  self->link = (GList) { .data = self };
  g_queue_push_tail_link (&client->active, &self->link);
  if (!mw_http_request_prepare (self))
    {
      refuse_soon (self);
      return;
    }
  soup_session_send_async (mw_http_shard_get_session (self->claim.shard), self->message, G_PRIORITY_DEFAULT,
                           self->cancellable, answered_cb, self);
}

static gboolean
wake_dispatch (GSource *source, GSourceFunc callback, gpointer data)
{
  return callback (data);
}

static GSourceFuncs wake_funcs = { .dispatch = wake_dispatch };

static gboolean
wake_cb (gpointer data)
{
  MwLabClient *self = data;
  MwHttpRequest *request;

  g_source_set_ready_time (self->wake, -1);
  while ((request = g_async_queue_try_pop (self->served)) != NULL)
    start (request);
  return G_SOURCE_CONTINUE;
}

static void
client_begin (MwServices *services, MwOperation *operation)
{
  MwLabClient *self = (MwLabClient *) services;
  MwHttpRequest *request;

  if (operation->job.kind == MW_JOB_SOCKET)
    {
      mw_room_client_begin (self->rooms, operation);
      return;
    }
  request = request_for (self, operation);
  operation->data = request;
  mw_http_request_report (request, MW_PHASE_QUEUED);
  if (mw_http_pool_ask (request->pool, &request->claim))
    start (request);
}

static gboolean
give_up_cb (gpointer data)
{
  g_cancellable_cancel (data);
  return G_SOURCE_REMOVE;
}

static void
interrupted_cb (GCancellable *interrupt, GCancellable *call)
{
  g_cancellable_cancel (call);
}

/* An alarm on the server's thread, for the calling one blocks: whole milliseconds, never early.  NULL without a limit;
 * (transfer full). */
static GSource *
set_alarm (MwLabClient *self, gint64 limit, GCancellable *call)
{
  GSource *alarm;

  if (limit == MW_TIME_OPEN)
    return NULL;
  alarm = g_timeout_source_new ((guint) ((limit + MW_NS_PER_MS - 1) / MW_NS_PER_MS));
  g_source_set_callback (alarm, give_up_cb, g_object_ref (call), g_object_unref);
  g_source_attach (alarm, mw_lab_get_context (self->lab));
  return alarm;
}

/* libsoup's synchronous twin, ended by the run's end or by the job's limit. */
static gboolean
send_and_read (MwLabClient *self, MwHttpRequest *request, gint64 limit, GError **error)
{
  g_autoptr (GCancellable) call = g_cancellable_new ();
  gulong interrupted = g_cancellable_connect (self->interrupt, G_CALLBACK (interrupted_cb), g_object_ref (call), g_object_unref);
  g_autoptr (GSource) alarm = set_alarm (self, limit, call);
  GInputStream *stream;
  gboolean is_read = FALSE;

  if (!mw_http_request_prepare (request))
    {
      g_propagate_error (error, g_error_copy (request->refusal));
      goto out;
    }
  stream = soup_session_send (mw_http_shard_get_session (request->claim.shard), request->message, call, error);
  if (stream != NULL)
    {
      mw_http_request_set_stream (request, stream, call);
      is_read = mw_http_body_read (&request->body, error);
    }
out:
  if (alarm != NULL)
    g_source_destroy (alarm);
  g_cancellable_disconnect (self->interrupt, interrupted);
  return is_read;
}

static void
block_request (MwLabClient *self, MwOperation *operation)
{
  MwHttpRequest *request = request_for (self, operation);
  gboolean on_loop = g_thread_self () == self->thread;
  g_autoptr (GError) error = NULL;

  mw_http_request_report (request, MW_PHASE_QUEUED);
  if (!mw_http_pool_wait (request->pool, &request->claim, on_loop))
    {
      g_set_error_literal (&error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK,
                           _("This call would wait for ever: no connection of its session will be free"));
      mw_http_request_fill (request, error);
      mw_http_request_free (request);
      return;
    }
  send_and_read (self, request, operation->job.duration, &error);
  mw_http_request_fill (request, error);
  mw_http_request_leave (request);
  give_back (request, keeps_connection (request, error));
  mw_http_request_free (request);
}

static void
client_block (MwServices *services, MwOperation *operation)
{
  MwLabClient *self = (MwLabClient *) services;

  if (operation->job.kind == MW_JOB_SOCKET)
    mw_room_client_block (self->rooms, operation);
  else
    block_request (self, operation);
}

static void
cancel_request (MwLabClient *self, MwOperation *operation)
{
  MwHttpRequest *request = g_steal_pointer (&operation->data);

  if (request == NULL)
    return;
  request->operation = NULL;
  if (request->cancellable != NULL)
    g_cancellable_cancel (request->cancellable);
  else if (mw_http_pool_withdraw (request->pool, &request->claim))
    mw_http_request_free (request);
  else if (g_async_queue_remove (self->served, request))
    {
      give_back (request, !request->claim.is_fresh);
      mw_http_request_free (request);
    }
}

static void
client_cancel (MwServices *services, MwOperation *operation)
{
  MwLabClient *self = (MwLabClient *) services;

  if (operation->job.kind == MW_JOB_SOCKET)
    mw_room_client_cancel (self->rooms, operation);
  else
    cancel_request (self, operation);
}

/* Cuts off and cancels what is under way, and what gets its turn through that, and waits until libsoup has let go of
 * it: it needs the context for that. */
static void
drain (MwLabClient *self)
{
  MwHttpRequest *request;

  while (self->active.head != NULL)
    {
      for (GList *link = self->active.head; link != NULL; link = link->next)
        ((MwHttpRequest *) link->data)->operation = NULL;
      request = self->active.head->data;
      g_cancellable_cancel (request->cancellable);
      g_main_context_iteration (self->context, TRUE);
    }
  while ((request = g_async_queue_try_pop (self->served)) != NULL)
    mw_http_request_free (request);
}

static void
client_free (MwServices *services)
{
  MwLabClient *self = (MwLabClient *) services;

  drain (self);
  g_clear_pointer (&self->rooms, mw_room_client_free);
  for (guint i = 0; i < self->n_resources; i++)
    {
      if (self->tokens[i] != NULL)
        mw_lab_close_service (self->lab, self->tokens[i]);
      g_clear_pointer (&self->pools[i], mw_http_pool_free);
      g_clear_object (&self->closed[i]);
      g_free (self->tokens[i]);
      g_free (self->sites[i].prefix);
    }
  g_clear_pointer (&self->network, mw_network_free);
  g_source_destroy (self->wake);
  g_source_unref (self->wake);
  g_async_queue_unref (self->served);
  g_object_unref (self->interrupt);
  g_main_context_unref (self->context);
  mw_lab_run_unref (self->run);
  g_free (self->sites);
  g_free (self->tokens);
  g_free (self->closed);
  g_free (self->fresh);
  g_free (self->pools);
  g_free (self->services);
  g_free (self);
}

/* A name whose first part is longer than a name may have: no resolver has to ask anybody about it. */
static char *
dup_nowhere (void)
{
  g_autofree char *label = g_strnfill (64, 'x');

  return g_strdup_printf ("http://%s.invalid", label);
}

/* "http://127.0.0.1:port" of the service at INDEX, whose door is as SPEC says. */
static char *
open_site (MwLabClient *self, guint index, const MwServiceSpec *spec, guint64 seed, gint64 epoch)
{
  g_autofree char *site = NULL;
  guint16 port = 0;

  if (spec->door == MW_DOOR_NO_HOST)
    return dup_nowhere ();
  if (spec->door == MW_DOOR_REFUSED)
    {
      self->closed[index] = mw_port_reserve (&port, NULL);
      return g_strdup_printf ("http://127.0.0.1:%u", port);
    }
  if (mw_service_spec_has_tls (spec))
    self->sites[index].certificate = mw_lab_get_certificate (self->lab);
  self->tokens[index] = mw_lab_open_service (self->lab, spec, seed, epoch, self->run, &site);
  return g_strdup_printf ("%s/%s", site, self->tokens[index]);
}

/* Whether the network is asked for what SPEC stands for. */
static gboolean
is_real (MwLabClient *self, const MwServiceSpec *spec)
{
  return self->network != NULL && spec->n_real > 0;
}

/* Sessions that ask the network divide among them what may be in flight. */
static guint
real_limit (MwLabClient *self, const MwProgram *program, const MwProgramResource *session)
{
  guint n = 0;

  for (guint i = 0; i < program->n_resources; i++)
    if (program->resources[i].kind == MW_RESOURCE_SESSION &&
        is_real (self, &program->resources[program->resources[i].service_ref - 1].service))
      n++;
  return MIN (mw_lab_session_limit (session), MAX (1, MW_NETWORK_MAX_IN_FLIGHT / n));
}

static MwHttpPool *
new_pool (MwLabClient *self, const MwProgram *program, const MwProgramResource *session)
{
  if (!is_real (self, &program->resources[session->service_ref - 1].service))
    return mw_http_pool_new (mw_lab_session_limit (session));
  return mw_http_pool_new_real (real_limit (self, program, session), mw_consent_get_way (mw_network_get_consent (self->network)),
                                MW_NETWORK_TIMEOUT);
}

static void
open_resources (MwLabClient *self, const MwProgram *program, gint64 epoch)
{
  for (guint i = 0; i < program->n_resources; i++)
    {
      const MwProgramResource *resource = &program->resources[i];

      if (resource->kind == MW_RESOURCE_SERVICE && is_real (self, &resource->service))
        self->sites[i].real = &resource->service;
      else if (resource->kind == MW_RESOURCE_SERVICE)
        self->sites[i].prefix = open_site (self, i, &resource->service, program->seed, epoch);
      else if (resource->kind == MW_RESOURCE_SESSION)
        {
          self->pools[i] = new_pool (self, program, resource);
          self->services[i] = resource->service_ref - 1;
          self->fresh[i] = resource->fresh;
        }
    }
}

/* Opens the connections that are to be there when the run begins, as earlier requests would have left them: each
 * asks for a page that the lab does not have, which is counted nowhere. */
static void
warm_up (MwLabClient *self, const MwProgram *program)
{
  for (guint i = 0; i < program->n_resources; i++)
    {
      const MwProgramResource *resource = &program->resources[i];
      guint n = resource->kind == MW_RESOURCE_SESSION ? mw_lab_session_warm (program, resource) : 0;

      if (n > 0 && self->sites[self->services[i]].real != NULL)
        n = 0;

      for (guint j = 0; j < n; j++)
        {
          const MwHttpSite *site = &self->sites[self->services[i]];
          g_autofree char *root = g_strndup (site->prefix, (gsize) (strrchr (site->prefix, '/') + 1 - site->prefix));
          MwHttpRequest *request = request_new (self, i, &(MwHttpSite) { root, site->certificate, NULL }, NULL);

          if (mw_http_pool_ask (request->pool, &request->claim))
            start (request);
        }
    }
  while (self->active.head != NULL)
    g_main_context_iteration (self->context, TRUE);
}

gint64
mw_lab_client_lead (const MwProgram *program)
{
  gint64 lead = 0;

  for (guint i = 0; i < program->n_resources; i++)
    {
      const MwProgramResource *session = &program->resources[i];
      guint n = session->kind == MW_RESOURCE_SESSION ? mw_lab_session_warm (program, session) : 0;

      if (n > 0)
        lead = MAX (lead, program->resources[session->service_ref - 1].service.handshake + WARM_UP + n * WARM_UP_EACH);
    }
  return lead;
}

/**
 * mw_lab_client_new:
 * @lab: outlives the client
 * @program: whose services are opened and whose sessions are made
 * @epoch: CLOCK_MONOTONIC ns that counts as 0
 * @consent: (nullable): to ask the network for what has real URLs
 *
 * To be made, used and freed on the loop thread, with its context the thread-default one; freeing it iterates the
 * context while cancelled requests are still with libsoup.  block and mw_lab_client_interrupt() on any thread.
 *
 * Returns: (transfer full): the services, to be freed with their free()
 */
MwServices *
mw_lab_client_new (MwLab *lab, const MwProgram *program, gint64 epoch, MwConsent *consent)
{
  MwLabClient *self = g_new0 (MwLabClient, 1);

  self->base = (MwServices) { client_begin, client_block, client_cancel, client_free };
  self->lab = lab;
  self->run = mw_lab_run_new ();
  self->network = consent != NULL ? mw_network_new (consent) : NULL;
  self->thread = g_thread_self ();
  self->context = g_main_context_ref_thread_default ();
  self->interrupt = g_cancellable_new ();
  self->served = g_async_queue_new ();
  g_queue_init (&self->active);
  self->wake = g_source_new (&wake_funcs, sizeof (GSource));
  g_source_set_callback (self->wake, wake_cb, self, NULL);
  g_source_attach (self->wake, self->context);
  self->n_resources = program->n_resources;
  self->sites = g_new0 (MwHttpSite, program->n_resources);
  self->closed = g_new0 (GSocket *, program->n_resources);
  self->fresh = g_new0 (gboolean, program->n_resources);
  self->tokens = g_new0 (char *, program->n_resources);
  self->pools = g_new0 (MwHttpPool *, program->n_resources);
  self->services = g_new0 (guint32, program->n_resources);
  open_resources (self, program, epoch);
  warm_up (self, program);
  self->rooms = mw_room_client_new (lab, program, self->run);
  return &self->base;
}

/* Any thread. */
void
mw_lab_client_count (MwServices *client, MwLabCount *count)
{
  MwLabRun *run = ((MwLabClient *) client)->run;

  g_mutex_lock (&run->mutex);
  *count = run->count;
  g_mutex_unlock (&run->mutex);
}

/* Any thread: ends every blocking call, those under way and those to come, with MW_FAULT_CONNECTION. */
void
mw_lab_client_interrupt (MwServices *client)
{
  MwLabClient *self = (MwLabClient *) client;

  g_cancellable_cancel (self->interrupt);
  for (guint i = 0; i < self->n_resources; i++)
    if (self->pools[i] != NULL)
      mw_http_pool_interrupt (self->pools[i]);
  if (self->rooms != NULL)
    mw_room_client_interrupt (self->rooms);
}
