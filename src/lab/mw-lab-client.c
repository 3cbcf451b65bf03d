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

#include "mw-http-request.h"
#include "mw-lab-private.h"
#include "mw-time.h"

typedef struct
{
  MwServices    base;
  MwLab        *lab;
  MwLabRun     *run;
  GThread      *thread;      /* the loop's */
  GMainContext *context;
  guint         n_resources;
  char        **prefixes;    /* of services: "http://127.0.0.1:port/TOKEN" */
  char        **tokens;
  MwHttpPool  **pools;       /* of sessions */
  guint32      *services;    /* of sessions: the index of their service */
  GCancellable *interrupt;   /* of blocking calls */
  GQueue        active;      /* of MwHttpRequest with libsoup */
  GAsyncQueue  *served;      /* of MwHttpRequest, asynchronous, which another thread has made way for */
  GSource      *wake;
  guint32       n_connections;
} MwLabClient;

static void start (MwHttpRequest *self);

static MwHttpRequest *
request_new (MwLabClient *self, MwOperation *operation)
{
  guint session = operation->job.request.session - 1;
  const char *prefix = self->prefixes[self->services[session]];
  guint32 *n_connections = g_thread_self () == self->thread ? &self->n_connections : NULL;
  MwHttpRequest *request = mw_http_request_new (self->pools[session], prefix, operation, n_connections);

  request->client = self;
  return request;
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

static void
answered_cb (GObject *session, GAsyncResult *result, gpointer data)
{
  MwHttpRequest *self = data;
  MwOperation *operation;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) body = soup_session_send_and_read_finish (SOUP_SESSION (session), result, &error);
  MwLabClient *client = self->client;

  g_queue_unlink (&client->active, &self->link);
  if (self->operation != NULL)
    {
      mw_http_request_report (self, MW_PHASE_END);
      mw_http_request_fill (self, body, error);
      self->operation->data = NULL;
    }
  operation = self->operation;
  give_back (self, body != NULL);
  mw_http_request_free (self);
  if (operation != NULL)
    operation->done (operation);
}

/* Hands the message to libsoup. */
static void
start (MwHttpRequest *self)
{
  MwLabClient *client = self->client;

  if (self->claim.is_fresh)
    soup_message_add_flags (self->message, SOUP_MESSAGE_NEW_CONNECTION);
  self->cancellable = g_cancellable_new ();
  self->link = (GList) { .data = self };
  g_queue_push_tail_link (&client->active, &self->link);
  soup_session_send_and_read_async (mw_http_shard_get_session (self->claim.shard), self->message,
                                    G_PRIORITY_DEFAULT, self->cancellable, answered_cb, self);
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
  MwHttpRequest *request = request_new (self, operation);

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
static GBytes *
send_and_read (MwLabClient *self, MwHttpRequest *request, gint64 limit, GError **error)
{
  g_autoptr (GCancellable) call = g_cancellable_new ();
  gulong interrupted = g_cancellable_connect (self->interrupt, G_CALLBACK (interrupted_cb), g_object_ref (call), g_object_unref);
  g_autoptr (GSource) alarm = set_alarm (self, limit, call);
  GBytes *body = soup_session_send_and_read (mw_http_shard_get_session (request->claim.shard), request->message, call, error);

  if (alarm != NULL)
    g_source_destroy (alarm);
  g_cancellable_disconnect (self->interrupt, interrupted);
  return body;
}

static void
client_block (MwServices *services, MwOperation *operation)
{
  MwLabClient *self = (MwLabClient *) services;
  MwHttpRequest *request = request_new (self, operation);
  gboolean on_loop = g_thread_self () == self->thread;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) body = NULL;

  mw_http_request_report (request, MW_PHASE_QUEUED);
  if (!mw_http_pool_wait (request->pool, &request->claim, on_loop))
    {
      g_set_error_literal (&error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK,
                           _("This call would wait for ever: no connection of its session will be free"));
      mw_http_request_fill (request, NULL, error);
      mw_http_request_free (request);
      return;
    }
  if (request->claim.is_fresh)
    soup_message_add_flags (request->message, SOUP_MESSAGE_NEW_CONNECTION);
  body = send_and_read (self, request, operation->job.duration, &error);
  mw_http_request_report (request, MW_PHASE_END);
  mw_http_request_fill (request, body, error);
  give_back (request, body != NULL);
  mw_http_request_free (request);
}

static void
client_cancel (MwServices *services, MwOperation *operation)
{
  MwLabClient *self = (MwLabClient *) services;
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
  for (guint i = 0; i < self->n_resources; i++)
    {
      if (self->tokens[i] != NULL)
        mw_lab_close_service (self->lab, self->tokens[i]);
      g_clear_pointer (&self->pools[i], mw_http_pool_free);
      g_free (self->tokens[i]);
      g_free (self->prefixes[i]);
    }
  g_source_destroy (self->wake);
  g_source_unref (self->wake);
  g_async_queue_unref (self->served);
  g_object_unref (self->interrupt);
  g_main_context_unref (self->context);
  mw_lab_run_unref (self->run);
  g_free (self->prefixes);
  g_free (self->tokens);
  g_free (self->pools);
  g_free (self->services);
  g_free (self);
}

static void
open_resources (MwLabClient *self, const MwProgram *program, gint64 epoch)
{
  for (guint i = 0; i < program->n_resources; i++)
    {
      const MwProgramResource *resource = &program->resources[i];

      if (resource->kind == MW_RESOURCE_SERVICE)
        {
          self->tokens[i] = mw_lab_open_service (self->lab, &resource->service, program->seed, epoch, self->run);
          self->prefixes[i] = g_strdup_printf ("http://127.0.0.1:%u/%s", mw_lab_get_port (self->lab),
                                               self->tokens[i]);
        }
      else if (resource->kind == MW_RESOURCE_SESSION)
        {
          self->pools[i] = mw_http_pool_new (mw_lab_session_limit (resource));
          self->services[i] = resource->service_ref - 1;
        }
    }
}

/**
 * mw_lab_client_new:
 * @lab: outlives the client
 * @program: whose services are opened and whose sessions are made
 * @epoch: CLOCK_MONOTONIC ns that counts as 0
 *
 * To be made, used and freed on the loop thread, with its context the thread-default one; freeing it iterates the
 * context while cancelled requests are still with libsoup.  block and mw_lab_client_interrupt() on any thread.
 *
 * Returns: (transfer full): the services, to be freed with their free()
 */
MwServices *
mw_lab_client_new (MwLab *lab, const MwProgram *program, gint64 epoch)
{
  MwLabClient *self = g_new0 (MwLabClient, 1);

  self->base = (MwServices) { client_begin, client_block, client_cancel, client_free };
  self->lab = lab;
  self->run = mw_lab_run_new ();
  self->thread = g_thread_self ();
  self->context = g_main_context_ref_thread_default ();
  self->interrupt = g_cancellable_new ();
  self->served = g_async_queue_new ();
  g_queue_init (&self->active);
  self->wake = g_source_new (&wake_funcs, sizeof (GSource));
  g_source_set_callback (self->wake, wake_cb, self, NULL);
  g_source_attach (self->wake, self->context);
  self->n_resources = program->n_resources;
  self->prefixes = g_new0 (char *, program->n_resources);
  self->tokens = g_new0 (char *, program->n_resources);
  self->pools = g_new0 (MwHttpPool *, program->n_resources);
  self->services = g_new0 (guint32, program->n_resources);
  open_resources (self, program, epoch);
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
}
