/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The lab: a web server inside the program.
 *
 * It has a thread and a context of its own, so that neither a blocked demo loop nor a busy window makes its answers
 * late.  What is served lies behind tokens that nobody can guess: a run only
 * meets its own services and its own counts, and a web page in a browser meets none.
 */

#include "mw-config.h"

#include <glib/gi18n-lib.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include "mw-certificate.h"
#include "mw-error.h"
#include "mw-lab-private.h"
#include "mw-room-spec.h"
#include "mw-warm-up.h"

#define DESCRIPTORS 16384 /* both ends of a connection are ours */

struct _MwLab
{
  GThread      *thread;
  GMainContext *context;
  GMainLoop    *loop;
  MwLabServer  *server;   /* of the thread */
  guint16       port;

  GMutex        mutex;
  GCond         cond;
  enum { STARTING, LISTENING, FAILED } state;
  GError       *error;
  GHashTable   *services; /* token → MwLabService */
  guint64       generation; /* of the server */
  GTlsCertificate *certificate; /* of its doors, when the first is opened */
};

MwLabRun *
mw_lab_run_new (void)
{
  MwLabRun *self = g_new0 (MwLabRun, 1);

  self->ref_count = 1;
  g_mutex_init (&self->mutex);
  return self;
}

MwLabRun *
mw_lab_run_ref (MwLabRun *self)
{
  g_atomic_int_inc (&self->ref_count);
  return self;
}

void
mw_lab_run_unref (MwLabRun *self)
{
  if (!g_atomic_int_dec_and_test (&self->ref_count))
    return;
  g_mutex_clear (&self->mutex);
  g_free (self);
}

void
mw_lab_service_unref (MwLabService *self)
{
  if (!g_atomic_int_dec_and_test (&self->ref_count))
    return;
  g_clear_pointer (&self->model, mw_service_free);
  g_clear_pointer (&self->room, mw_room_spec_free);
  mw_lab_run_unref (self->run);
  g_free (self);
}

static void
let_in_cb (GIOStream *stream, GSocketConnection *connection, gpointer data)
{
  MwLab *self = data;

  mw_lab_server_adopt (self->server, stream, connection);
}

/* The door of a service whose port is not the lab's; NULL: there is no room for one. */
static MwDoor *
open_door (MwLab *self, const MwServiceSpec *spec)
{
  g_autoptr (GTlsCertificate) shown = NULL;
  g_autoptr (GError) error = NULL;
  MwDoor *door = NULL;

  if (mw_service_spec_has_tls (spec))
    shown = mw_certificate_new (&error);
  if (error == NULL)
    door = mw_door_new (self->context, shown, spec->handshake, let_in_cb, self, &error);
  if (door == NULL)
    g_warning ("%s", error->message);
  return door;
}

/* Puts SERVICE (transfer full) behind a token of its own, which is returned (transfer full). */
static char *
open_behind_token (MwLab *self, MwLabService *service, MwLabRun *run)
{
  char *token = g_uuid_string_random ();

  service->ref_count = 1;
  service->run = mw_lab_run_ref (run);
  g_mutex_lock (&self->mutex);
  service->generation = self->generation;
  g_hash_table_insert (self->services, g_strdup (token), service);
  g_mutex_unlock (&self->mutex);
  return token;
}

/**
 * mw_lab_open_service:
 * @self: the lab
 * @spec: how the service answers; copied
 * @seed: of the run
 * @epoch: CLOCK_MONOTONIC ns at which the run began
 * @run: what counts its requests
 * @site: (out) (transfer full): "http://127.0.0.1:port", before the token
 *
 * Any thread.
 *
 * Returns: (transfer full): the token, the first part of the service's paths
 */
char *
mw_lab_open_service (MwLab *self, const MwServiceSpec *spec, guint64 seed, gint64 epoch, MwLabRun *run,
                     char **site)
{
  MwLabService *service = g_new0 (MwLabService, 1);
  guint port = self->port;

  service->model = mw_service_new (spec, seed);
  service->epoch = epoch;
  if (mw_service_spec_has_door (spec))
    {
      service->door = open_door (self, spec);
      port = service->door != NULL ? mw_door_get_port (service->door) : 0;
    }
  *site = g_strdup_printf ("%s://127.0.0.1:%u", mw_service_spec_has_tls (spec) ? "https" : "http", port);
  return open_behind_token (self, service, run);
}

/* The same for a room; its clients connect to "/room/TOKEN/NUMBER".  Any thread. */
char *
mw_lab_open_room (MwLab *self, const MwRoomSpec *spec, MwLabRun *run)
{
  MwLabService *service = g_new0 (MwLabService, 1);

  service->room = mw_room_spec_copy (spec);
  return open_behind_token (self, service, run);
}

/* Calls FUNC on the lab's thread. */
static void
invoke (MwLab *self, int priority, GSourceFunc func)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, priority);
  g_source_set_callback (source, func, self, NULL);
  g_source_attach (source, self->context);
}

/* The oldest generation that an open service may have connections to. */
static guint64
oldest_generation_locked (MwLab *self)
{
  guint64 oldest = self->generation;
  GHashTableIter iter;
  MwLabService *service;

  g_hash_table_iter_init (&iter, self->services);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &service))
    oldest = MIN (oldest, service->generation);
  return oldest;
}

static gboolean
renew_cb (gpointer data)
{
  MwLab *self = data;
  guint64 oldest;

  if (self->server == NULL || !mw_lab_server_renew (self->server))
    return G_SOURCE_REMOVE;
  g_mutex_lock (&self->mutex);
  self->generation++;
  oldest = oldest_generation_locked (self);
  g_mutex_unlock (&self->mutex);
  mw_lab_server_forget (self->server, oldest);
  return G_SOURCE_REMOVE;
}

static gboolean
nothing_cb (gpointer data)
{
  return G_SOURCE_REMOVE;
}

/* A door is closed where it is kept: on the lab's thread. */
static void
close_door (MwLab *self, MwDoor *door)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_callback (source, nothing_cb, door, (GDestroyNotify) mw_door_free);
  g_source_attach (source, self->context);
}

/* Any thread.  What its clients have left open will be closed when no other service may need it. */
void
mw_lab_close_service (MwLab *self, const char *token)
{
  MwLabService *service;

  g_mutex_lock (&self->mutex);
  service = g_hash_table_lookup (self->services, token);
  if (service != NULL && service->door != NULL)
    close_door (self, g_steal_pointer (&service->door));
  g_hash_table_remove (self->services, token);
  g_mutex_unlock (&self->mutex);
  invoke (self, G_PRIORITY_DEFAULT, renew_cb);
}

/**
 * mw_lab_dup_service:
 * @self: the lab
 * @token: from a path
 *
 * Any thread.
 *
 * Returns: (transfer full) (nullable): the service behind @token
 */
MwLabService *
mw_lab_dup_service (MwLab *self, const char *token)
{
  MwLabService *service;

  g_mutex_lock (&self->mutex);
  service = g_hash_table_lookup (self->services, token);
  if (service != NULL)
    g_atomic_int_inc (&service->ref_count);
  g_mutex_unlock (&self->mutex);
  return service;
}

/* The connections that a session may have open at once; all of them lead to one host. */
guint
mw_lab_session_limit (const MwProgramResource *session)
{
  guint limit = (guint) mw_program_resource_get_limit (session);

  return limit > 0 ? MIN (limit, MW_LAB_MAX_CONNS) : MW_LAB_MAX_CONNS;
}

/* Connections of a session of PROGRAM that are open before its run begins: none where none is used twice, or nobody
 * would open. */
guint
mw_lab_session_warm (const MwProgram *program, const MwProgramResource *session)
{
  const MwProgramResource *service = &program->resources[session->service_ref - 1];

  return session->fresh || service->service.door != MW_DOOR_OPEN ? 0 : MIN (session->warm, mw_lab_session_limit (session));
}

/* A thousand connections are two thousand descriptors, and the usual soft limit is 1024. */
static void
raise_descriptor_limit (void)
{
  struct rlimit limit;

  if (getrlimit (RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < DESCRIPTORS)
    {
      limit.rlim_cur = MIN (limit.rlim_max, DESCRIPTORS);
      setrlimit (RLIMIT_NOFILE, &limit);
    }
}

/* Those of services that outlive the server. */
static void
close_doors (MwLab *self)
{
  GHashTableIter iter;
  MwLabService *service;

  g_mutex_lock (&self->mutex);
  g_hash_table_iter_init (&iter, self->services);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &service))
    g_clear_pointer (&service->door, mw_door_free);
  g_mutex_unlock (&self->mutex);
}

static gpointer
lab_thread (gpointer data)
{
  MwLab *self = data;

  prctl (PR_SET_TIMERSLACK, 1);
  g_main_context_push_thread_default (self->context);
  g_mutex_lock (&self->mutex);
  self->server = mw_lab_server_new (self, self->port, &self->error);
  if (self->server != NULL)
    self->port = mw_lab_server_get_port (self->server);
  self->state = self->server != NULL ? LISTENING : FAILED;
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);

  if (self->server != NULL)
    {
      g_main_loop_run (self->loop);
      close_doors (self);
      g_clear_pointer (&self->server, mw_lab_server_free);
    }
  /* What libsoup closes, it closes in its own time. */
  while (g_main_context_iteration (self->context, FALSE))
    ;
  g_main_context_pop_thread_default (self->context);
  return NULL;
}

static gboolean
quit_cb (gpointer data)
{
  MwLab *self = data;

  g_main_loop_quit (self->loop);
  return G_SOURCE_REMOVE;
}

/**
 * mw_lab_new_on_port:
 * @port: on the loopback interface; 0: the system chooses
 * @error: return location; %MW_ERROR_RUN when the server cannot listen
 *
 * Returns: (transfer full) (nullable): a lab that listens
 */
MwLab *
mw_lab_new_on_port (guint16 port, GError **error)
{
  g_autoptr (MwLab) self = g_new0 (MwLab, 1);

  raise_descriptor_limit ();
  mw_warm_up_types ();
  self->port = port;
  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  self->services = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) mw_lab_service_unref);
  self->thread = g_thread_try_new ("lab", lab_thread, self, &self->error);

  g_mutex_lock (&self->mutex);
  while (self->error == NULL && self->state == STARTING)
    g_cond_wait (&self->cond, &self->mutex);
  g_mutex_unlock (&self->mutex);
  if (self->state == LISTENING)
    {
      mw_warm_up_requests (self->port);
      return g_steal_pointer (&self);
    }
  g_set_error (error, MW_ERROR, MW_ERROR_RUN, _("The lab's web server cannot listen on 127.0.0.1: %s"),
               self->error->message);
  return NULL;
}

MwLab *
mw_lab_new (GError **error)
{
  return mw_lab_new_on_port (0, error);
}

/* Cuts every connection, ends the thread and waits for that; what is asked later is refused by the system. */
void
mw_lab_stop (MwLab *self)
{
  if (self->thread == NULL)
    return;
  invoke (self, G_PRIORITY_HIGH, quit_cb);
  g_thread_join (g_steal_pointer (&self->thread));
}

void
mw_lab_free (MwLab *self)
{
  mw_lab_stop (self);
  g_hash_table_unref (self->services);
  g_clear_error (&self->error);
  g_clear_object (&self->certificate);
  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
  g_free (self);
}

/* The server's, which its thread iterates. */
GMainContext *
mw_lab_get_context (MwLab *self)
{
  return self->context;
}

guint
mw_lab_get_port (MwLab *self)
{
  return self->port;
}

/* Any thread: what every door of this lab shows and its clients expect; NULL where none can be made. */
GTlsCertificate *
mw_lab_get_certificate (MwLab *self)
{
  g_mutex_lock (&self->mutex);
  if (self->certificate == NULL)
    self->certificate = mw_certificate_new (NULL);
  g_mutex_unlock (&self->mutex);
  return self->certificate;
}
