/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* HTTP of the simulated world.
 *
 * The same services, the same sessions with so many connections, the same phases, on the virtual clock.  Time
 * passes in two places only: to open a connection costs what the service says, and an answer has its delay, from
 * the beginning of its service to its first byte.  To send, and to read the body, take no time.
 *
 *   QUEUED ──► CONNECT ──(connect)──► SEND, WAIT ──(place at the service)──(delay)──► READ, END ──► done
 *        no free connection    └── only where a new one is opened
 *
 * As in the live world an operation is never done from within begin, a cancelled request closes its connection,
 * and of several idle connections the newest is used.
 */

#include "mw-config.h"

#include <glib/gi18n-lib.h>

#include "mw-lab-private.h"
#include "mw-time.h"
#include "mw-simulated.h"

typedef struct
{
  MwService *service;
  gint64     connect;
} MwModelService;

typedef struct
{
  MwModelService *service;
  guint           limit;
  guint           n_open;
  GArray         *idle;    /* connection ids, ascending */
  GQueue          queue;   /* of MwModelRequest */
} MwModelSession;

typedef struct
{
  MwServices      base;
  MwBackend      *backend;
  guint           n_resources;
  MwModelService *services; /* by resource index; empty where it is something else */
  MwModelSession *sessions;
  GQueue          live;     /* of MwModelRequest */
  guint32         n_connections;
} MwLabModel;

typedef struct
{
  MwServiceVisit  visit;
  GList           link;       /* in its session's queue */
  GList           live;
  MwLabModel     *model;
  MwModelSession *session;
  MwOperation    *operation;
  gboolean       *blocked;    /* set when done, instead of the operation's own; NULL: asynchronous */
  guint64         event;      /* scheduled; 0: none */
  guint64         limit;      /* scheduled: the end of its patience; 0: none */
  guint32         connection; /* 0: none */
  gboolean        has_arrived;
} MwModelRequest;

static void take_connection_cb (gpointer data);

static void
report (MwModelRequest *self, MwPhase phase)
{
  self->operation->phase (self->operation, phase, self->connection);
}

static void
schedule (MwModelRequest *self, gint64 delay, MwSimulatedFunc func)
{
  MwBackend *backend = self->model->backend;

  self->event = mw_simulated_schedule (backend, mw_simulated_now (backend) + delay, func, self);
}

static void
request_free (MwModelRequest *self)
{
  g_queue_unlink (&self->model->live, &self->live);
  if (self->limit != 0)
    mw_simulated_unschedule (self->model->backend, self->limit);
  self->operation->data = NULL;
  g_free (self);
}

/* Gives its connection to the next in the queue; the connection is closed where it cannot be used again. */
static void
release_connection (MwModelRequest *self, gboolean is_open)
{
  MwModelSession *session = self->session;
  GList *link;

  if (is_open)
    {
      guint place = session->idle->len;

      while (place > 0 && g_array_index (session->idle, guint32, place - 1) > self->connection)
        place--;
      g_array_insert_val (session->idle, place, self->connection);
    }
  else
    session->n_open--;
  link = g_queue_pop_head_link (&session->queue);
  if (link != NULL)
    take_connection_cb (link->data);
}

static void
finish (MwModelRequest *self)
{
  MwOperation *operation = self->operation;
  gboolean *blocked = self->blocked;
  const MwServicePlan *plan = &self->visit.plan;
  g_autoptr (GBytes) body = mw_service_dup_body (self->session->service->service, plan);

  operation->status = plan->status;
  operation->length = g_bytes_get_size (body);
  operation->fault = 0;
  if (plan->status >= 400)
    {
      operation->fault = plan->status;
      operation->message = mw_service_dup_message (plan->status);
    }
  report (self, MW_PHASE_END);
  release_connection (self, TRUE);
  request_free (self);
  if (blocked != NULL)
    *blocked = TRUE;
  else
    operation->done (operation);
}

static void begin_service (MwModelRequest *self);

static void
leave_service (MwModelRequest *self)
{
  MwServiceVisit *next = mw_service_leave (self->session->service->service, &self->visit);

  if (next != NULL)
    begin_service ((MwModelRequest *) next);
}

static void
first_byte_cb (gpointer data)
{
  MwModelRequest *self = data;

  self->event = 0;
  leave_service (self);
  report (self, MW_PHASE_READ);
  finish (self);
}

static void
begin_service (MwModelRequest *self)
{
  if (!self->visit.plan.hang)
    schedule (self, self->visit.plan.delay, first_byte_cb);
}

static void
send_cb (gpointer data)
{
  MwModelRequest *self = data;
  const char *path = self->operation->job.request.path;
  gint64 now = mw_simulated_now (self->model->backend);

  self->event = 0;
  report (self, MW_PHASE_SEND);
  report (self, MW_PHASE_WAIT);
  self->has_arrived = TRUE;
  if (mw_service_arrive (self->session->service->service, path, now, &self->visit))
    begin_service (self);
}

static void
take_connection_cb (gpointer data)
{
  MwModelRequest *self = data;
  MwModelSession *session = self->session;

  self->event = 0;
  if (session->idle->len > 0)
    {
      self->connection = g_array_index (session->idle, guint32, session->idle->len - 1);
      g_array_set_size (session->idle, session->idle->len - 1);
      send_cb (self);
    }
  else if (session->n_open < session->limit)
    {
      session->n_open++;
      self->connection = ++self->model->n_connections;
      report (self, MW_PHASE_CONNECT);
      schedule (self, session->service->connect, send_cb);
    }
  else
    {
      self->link = (GList) { .data = self };
      g_queue_push_tail_link (&session->queue, &self->link);
    }
}

static void model_cancel (MwServices *services, MwOperation *operation);

/* The caller would not wait longer. */
static void
limit_cb (gpointer data)
{
  MwModelRequest *self = data;
  MwOperation *operation = self->operation;
  gboolean *blocked = self->blocked;

  self->limit = 0;
  model_cancel (&self->model->base, operation);
  operation->fault = MW_FAULT_CONNECTION;
  operation->message = g_strdup (_("No answer came in time"));
  if (blocked != NULL)
    *blocked = TRUE;
  else
    operation->done (operation);
}

static void
begin (MwLabModel *self, MwOperation *operation, gboolean *blocked)
{
  MwModelRequest *request = g_new0 (MwModelRequest, 1);

  request->model = self;
  request->session = &self->sessions[operation->job.request.session - 1];
  request->operation = operation;
  request->blocked = blocked;
  request->live = (GList) { .data = request };
  g_queue_push_tail_link (&self->live, &request->live);
  operation->data = request;
  if (operation->job.duration < MW_TIME_OPEN)
    request->limit = mw_simulated_schedule (self->backend, mw_simulated_now (self->backend) + operation->job.duration,
                                            limit_cb, request);
  report (request, MW_PHASE_QUEUED);
  schedule (request, 0, take_connection_cb);
}

static void
model_begin (MwServices *services, MwOperation *operation)
{
  begin ((MwLabModel *) services, operation, NULL);
}

static void
model_cancel (MwServices *services, MwOperation *operation)
{
  MwModelRequest *request = operation->data;

  if (request == NULL)
    return;
  if (request->event != 0)
    mw_simulated_unschedule (request->model->backend, request->event);
  if (request->has_arrived)
    leave_service (request);
  if (request->connection != 0)
    release_connection (request, FALSE);
  else if (request->link.data != NULL)
    g_queue_unlink (&request->session->queue, &request->link);
  request_free (request);
}

static void
model_block (MwServices *services, MwOperation *operation)
{
  MwLabModel *self = (MwLabModel *) services;
  gboolean is_done = FALSE;

  begin (self, operation, &is_done);
  if (mw_simulated_run_until (self->backend, &is_done))
    return;
  model_cancel (services, operation);
  operation->fault = MW_FAULT_CONNECTION;
  operation->status = 0;
  operation->length = 0;
  operation->message = g_strdup (_("This call would wait for ever: nobody answers it"));
}

static void
model_free (MwServices *services)
{
  MwLabModel *self = (MwLabModel *) services;
  GList *link;

  while ((link = g_queue_pop_head_link (&self->live)) != NULL)
    g_free (link->data);
  for (guint i = 0; i < self->n_resources; i++)
    {
      g_clear_pointer (&self->services[i].service, mw_service_free);
      g_clear_pointer (&self->sessions[i].idle, g_array_unref);
    }
  g_free (self->services);
  g_free (self->sessions);
  g_free (self);
}

static void
open_resource (MwLabModel *self, const MwProgram *program, guint index)
{
  const MwProgramResource *resource = &program->resources[index];

  if (resource->kind == MW_RESOURCE_SERVICE)
    {
      self->services[index].service = mw_service_new (&resource->service, program->seed);
      self->services[index].connect = MAX (0, resource->service.connect);
    }
  else if (resource->kind == MW_RESOURCE_SESSION)
    {
      self->sessions[index].service = &self->services[resource->service_ref - 1];
      self->sessions[index].limit = mw_lab_session_limit (resource);
      self->sessions[index].idle = g_array_new (FALSE, FALSE, sizeof (guint32));
      g_queue_init (&self->sessions[index].queue);
    }
}

/**
 * mw_lab_model_new:
 * @program: whose services and sessions are modelled
 * @backend: simulated; outlives the model's use, not necessarily the model
 *
 * Returns: (transfer full): the services, for mw_simulated_set_services()
 */
MwServices *
mw_lab_model_new (const MwProgram *program, MwBackend *backend)
{
  MwLabModel *self = g_new0 (MwLabModel, 1);

  self->base = (MwServices) { model_begin, model_block, model_cancel, model_free };
  self->backend = backend;
  self->n_resources = program->n_resources;
  self->services = g_new0 (MwModelService, program->n_resources);
  self->sessions = g_new0 (MwModelSession, program->n_resources);
  g_queue_init (&self->live);
  for (guint i = 0; i < program->n_resources; i++)
    open_resource (self, program, i);
  return &self->base;
}
