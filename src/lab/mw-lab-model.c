/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* HTTP of the simulated world.
 *
 * The same services, the same sessions with so many connections, the same phases, on the virtual clock.  Time
 * passes in three places only: the handshake of a new connection takes what the service says, an answer has its
 * delay, from the beginning of its service to its first byte, and a slow body the time from there to its last.
 *
 *   QUEUED ──► CONNECT ──► SEND, WAIT ──(handshake)──(place at the service)──(delay)──► READ ──(body)──► END
 *        no free connection        └── only of a new connection          ▲                │
 *                                                                        └─ redirection ──┘
 *
 * As in the live world an operation is never done from within begin, a cancelled request closes its connection,
 * and of several idle connections the newest is used.
 */

#include "mw-config.h"

#include <libsoup/soup.h>

#include "mw-failure.h"
#include "mw-room-model.h"
#include "mw-lab-private.h"
#include "mw-simulated.h"
#include "mw-time.h"

typedef struct
{
  MwService *service;
  gboolean   has_tls;
  gint64     handshake;
  MwDoorKind door;
} MwModelService;

typedef struct
{
  MwModelService *service;
  guint           limit;
  gboolean        fresh;   /* no connection is used twice */
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
  MwRoomModel    *rooms;
} MwLabModel;

typedef struct
{
  MwServiceVisit  visit;
  GList           link;       /* in its session's queue; data NULL: it never was */
  GList           live;
  MwLabModel     *model;
  MwModelSession *session;
  MwOperation    *operation;
  gboolean       *blocked;    /* set when done, instead of the operation's own; NULL: asynchronous */
  guint64         event;      /* scheduled; 0: none */
  guint64         limit;      /* scheduled: the end of its patience; 0: none */
  gboolean        has_place;  /* among the connections of its session */
  guint32         connection; /* 0: none yet */
  guint           n_redirects;
} MwModelRequest;

static void take_connection_cb (gpointer data);
static void begin_service      (MwModelRequest *self);

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

static void
add_idle (MwModelSession *session, guint32 connection)
{
  guint place = session->idle->len;

  while (place > 0 && g_array_index (session->idle, guint32, place - 1) > connection)
    place--;
  g_array_insert_val (session->idle, place, connection);
}

/* Gives its place to the next in the queue; the connection is closed where it cannot be used again. */
static void
release_connection (MwModelRequest *self, gboolean is_open)
{
  MwModelSession *session = self->session;
  GList *link;

  self->has_place = FALSE;
  if (is_open && !session->fresh)
    add_idle (session, self->connection);
  else
    session->n_open--;
  link = g_queue_pop_head_link (&session->queue);
  if (link != NULL)
    take_connection_cb (link->data);
}

static void
leave_service (MwModelRequest *self)
{
  MwServiceVisit *next = mw_service_leave (self->session->service->service, &self->visit);

  if (next != NULL)
    begin_service ((MwModelRequest *) next);
}

/* Lets go of everything that the request holds, and of itself. */
static void
withdraw (MwModelRequest *self, gboolean is_open)
{
  if (self->event != 0)
    mw_simulated_unschedule (self->model->backend, self->event);
  leave_service (self);
  if (self->has_place)
    release_connection (self, is_open);
  else if (self->link.data != NULL)
    g_queue_unlink (&self->session->queue, &self->link);
  request_free (self);
}

/* The operation has its results. */
static void
finish (MwModelRequest *self, gboolean is_open)
{
  MwOperation *operation = self->operation;
  gboolean *blocked = self->blocked;

  report (self, MW_PHASE_END);
  withdraw (self, is_open);
  if (blocked != NULL)
    *blocked = TRUE;
  else
    operation->done (operation);
}

static void
fail (MwModelRequest *self, MwFailure failure)
{
  mw_failure_set (failure, self->operation, NULL);
  finish (self, failure == MW_FAILURE_NOT_UTF8); /* that was read to its end */
}

static void
last_byte_cb (gpointer data)
{
  MwModelRequest *self = data;
  MwOperation *operation = self->operation;
  const MwServicePlan *plan = &self->visit.plan;
  g_autoptr (GBytes) body = mw_service_dup_body (self->session->service->service, plan);

  self->event = 0;
  operation->status = (int) plan->status;
  operation->length = (gint64) g_bytes_get_size (body);
  operation->fault = 0;
  if (plan->status >= 400)
    {
      operation->fault = operation->status;
      operation->message = mw_service_dup_message (plan->status);
    }
  finish (self, TRUE);
}

static void
arrive (MwModelRequest *self, const char *method, const char *path)
{
  gint64 now = mw_simulated_now (self->model->backend);

  if (mw_service_arrive (self->session->service->service, method, path, now, &self->visit))
    begin_service (self);
}

static void
follow (MwModelRequest *self)
{
  g_autofree char *path = mw_service_dup_path (self->visit.plan.to);

  leave_service (self);
  if (++self->n_redirects > MW_SERVICE_MAX_REDIRECTS)
    fail (self, MW_FAILURE_REDIRECTS);
  else
    arrive (self, "GET", path);
}

/* What a client makes of an answer; those that are not here are good ones. */
static const MwFailure failures[MW_N_SERVICE_FAULTS] = {
  [MW_SERVICE_HALF_BODY] = MW_FAILURE_CUT,
  [MW_SERVICE_HUGE_BODY] = MW_FAILURE_TOO_LARGE,
  [MW_SERVICE_NOT_UTF8] = MW_FAILURE_NOT_UTF8,
};

static void
first_byte_cb (gpointer data)
{
  MwModelRequest *self = data;
  const MwServicePlan *plan = &self->visit.plan;

  self->event = 0;
  if (plan->fault == MW_SERVICE_RESET)
    fail (self, MW_FAILURE_RESET);
  else if (plan->fault == MW_SERVICE_REDIRECT)
    follow (self);
  else
    {
      report (self, MW_PHASE_READ);
      if (failures[plan->fault] != 0)
        fail (self, failures[plan->fault]);
      else if (plan->fault == MW_SERVICE_WRONG_LENGTH)
        leave_service (self); /* and its client waits for the rest */
      else if (plan->body_time > 0)
        schedule (self, plan->body_time, last_byte_cb);
      else
        last_byte_cb (self);
    }
}

static void
begin_service (MwModelRequest *self)
{
  if (self->visit.plan.fault != MW_SERVICE_HANG)
    schedule (self, self->visit.plan.delay, first_byte_cb);
}

static void
say_sent (MwModelRequest *self)
{
  report (self, MW_PHASE_SEND);
  report (self, MW_PHASE_WAIT);
}

/* The service reads it. */
static void
deliver (MwModelRequest *self)
{
  const MwRequest *request = &self->operation->job.request;

  self->event = 0;
  arrive (self, request->body != NULL ? "POST" : "GET", request->path);
}

static void
send_cb (gpointer data)
{
  MwModelRequest *self = data;

  say_sent (self);
  deliver (self);
}

static void
shaken_cb (gpointer data)
{
  MwModelRequest *self = data;

  self->event = 0;
  if (self->session->service->door == MW_DOOR_FOREIGN)
    fail (self, MW_FAILURE_TLS);
  else
    deliver (self);
}

static void
open_connection (MwModelRequest *self)
{
  const MwModelService *service = self->session->service;

  self->session->n_open++;
  self->has_place = TRUE;
  if (service->door == MW_DOOR_NO_HOST)
    {
      report (self, MW_PHASE_DNS);
      fail (self, MW_FAILURE_NO_HOST);
      return;
    }
  self->connection = ++self->model->n_connections;
  report (self, MW_PHASE_CONNECT);
  if (service->door == MW_DOOR_REFUSED)
    {
      fail (self, MW_FAILURE_REFUSED);
      return;
    }
  if (service->has_tls)
    report (self, MW_PHASE_TLS);
  else
    say_sent (self); /* and the door lets nobody read it yet */
  schedule (self, service->handshake, shaken_cb);
}

static void
take_connection_cb (gpointer data)
{
  MwModelRequest *self = data;
  MwModelSession *session = self->session;

  self->event = 0;
  self->link.data = NULL;
  if (session->idle->len > 0)
    {
      self->has_place = TRUE;
      self->connection = g_array_index (session->idle, guint32, session->idle->len - 1);
      g_array_set_size (session->idle, session->idle->len - 1);
      send_cb (self);
    }
  else if (session->n_open < session->limit)
    open_connection (self);
  else
    {
      self->link = (GList) { .data = self };
      g_queue_push_tail_link (&session->queue, &self->link);
    }
}

/* The caller would not wait longer. */
static void
limit_cb (gpointer data)
{
  MwModelRequest *self = data;

  self->limit = 0;
  fail (self, MW_FAILURE_TOO_LATE);
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
  MwLabModel *self = (MwLabModel *) services;

  if (operation->job.kind == MW_JOB_SOCKET)
    mw_room_model_begin (self->rooms, operation);
  else
    begin (self, operation, NULL);
}

static void
cancel_request (MwOperation *operation)
{
  if (operation->data != NULL)
    withdraw (operation->data, FALSE);
}

static void
model_cancel (MwServices *services, MwOperation *operation)
{
  if (operation->job.kind == MW_JOB_SOCKET)
    mw_room_model_cancel (((MwLabModel *) services)->rooms, operation);
  else
    cancel_request (operation);
}

static void
block_request (MwLabModel *self, MwOperation *operation)
{
  gboolean is_done = FALSE;

  begin (self, operation, &is_done);
  if (!mw_simulated_run_until (self->backend, &is_done))
    fail (operation->data, MW_FAILURE_FOR_EVER);
}

static void
model_block (MwServices *services, MwOperation *operation)
{
  MwLabModel *self = (MwLabModel *) services;

  if (operation->job.kind == MW_JOB_SOCKET)
    mw_room_model_block (self->rooms, operation);
  else
    block_request (self, operation);
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
  mw_room_model_free (self->rooms);
  g_free (self->services);
  g_free (self->sessions);
  g_free (self);
}

static void
warm_up (MwLabModel *self, MwModelSession *session, guint n)
{
  for (session->n_open = 0; session->n_open < n; session->n_open++)
    add_idle (session, ++self->n_connections);
}

static void
open_resource (MwLabModel *self, const MwProgram *program, guint index)
{
  const MwProgramResource *resource = &program->resources[index];

  if (resource->kind == MW_RESOURCE_SERVICE)
    {
      self->services[index].service = mw_service_new (&resource->service, program->seed);
      self->services[index].has_tls = mw_service_spec_has_tls (&resource->service);
      self->services[index].handshake = resource->service.handshake;
      self->services[index].door = resource->service.door;
    }
  else if (resource->kind == MW_RESOURCE_SESSION)
    {
      self->sessions[index].service = &self->services[resource->service_ref - 1];
      self->sessions[index].limit = mw_lab_session_limit (resource);
      self->sessions[index].fresh = resource->fresh;
      self->sessions[index].idle = g_array_new (FALSE, FALSE, sizeof (guint32));
      g_queue_init (&self->sessions[index].queue);
      warm_up (self, &self->sessions[index], mw_lab_session_warm (program, resource));
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
  self->rooms = mw_room_model_new (program, backend);
  self->n_resources = program->n_resources;
  self->services = g_new0 (MwModelService, program->n_resources);
  self->sessions = g_new0 (MwModelSession, program->n_resources);
  g_queue_init (&self->live);
  for (guint i = 0; i < program->n_resources; i++)
    open_resource (self, program, i);
  return &self->base;
}
