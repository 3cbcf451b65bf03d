/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* One run and its thread.
 *
 * The thread owns everything that runs: context, engine, the client side of the lab.  They are made there, used there and freed
 * there, so none of them needs a lock.  What crosses is the trace (lock-free for readers), the wish to stop, and the end.
 *
 * The wish to stop comes from any thread and at any time.  A simulated run reads it as a flag between two iterations.  A
 * live one may sit in a blocking call, so its backend is told (mw_live_stop); the mutex keeps the backend from being freed
 * meanwhile, and a wish from before there was one is remembered in the flag.
 *
 * A run is let go, not joined, by mw_run_free: some calls end when they end (a computation, a server's last bytes), and the
 * window that replaces the run must not wait for them.  Hence the reference that the thread holds on its run.  Rejected: a
 * joining free, and a reaper thread that joins for others.
 */

#include "mw-config.h"

#include <glib/gi18n-lib.h>

#include "mw-count-check.h"
#include "mw-engine.h"
#include "mw-error.h"
#include "mw-live.h"
#include "mw-run.h"
#include "mw-simulated.h"
#include "mw-storage.h"

struct _MwRun
{
  gint            ref_count;  /* atomic */
  guint           variant;
  MwClock         clock;
  gint64          epoch;
  MwProgram      *program;
  MwTrace        *trace;
  MwLab          *lab;        /* not owned */
  MwConsent      *consent;    /* NULL: to nothing */
  gboolean        started;    /* set before the run's thread exists */
  gint            stopping;   /* atomic: the wish to stop */
  gint            ended;      /* atomic; set under the mutex */

  GMutex          mutex;
  GCond           cond;
  MwBackend      *live;       /* under the mutex: of a live run, while it can be told to stop */
  MwServices     *client;     /* likewise */

  gboolean        counted;
  MwLabCount      count;
};

static void
run_unref (MwRun *self)
{
  if (!g_atomic_int_dec_and_test (&self->ref_count))
    return;
  g_clear_pointer (&self->trace, mw_trace_unref);
  g_clear_pointer (&self->program, mw_program_unref);
  g_clear_pointer (&self->consent, mw_consent_unref);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
  g_free (self);
}

static gboolean
program_has_services (const MwProgram *program)
{
  for (guint i = 0; i < program->n_resources; i++)
    if (program->resources[i].kind == MW_RESOURCE_SERVICE || program->resources[i].kind == MW_RESOURCE_ROOM)
      return TRUE;
  return FALSE;
}

static void
tell_live_locked (MwRun *self)
{
  mw_live_stop (self->live);
  if (self->client != NULL)
    mw_lab_client_interrupt (self->client);
}

/* From here on the run can be told to stop. */
static void
publish_live (MwRun *self, MwBackend *backend, MwServices *client)
{
  g_mutex_lock (&self->mutex);
  self->live = backend;
  self->client = client;
  if (g_atomic_int_get (&self->stopping))
    tell_live_locked (self);
  g_mutex_unlock (&self->mutex);
}

static void
withdraw_live (MwRun *self)
{
  g_mutex_lock (&self->mutex);
  self->live = NULL;
  self->client = NULL;
  g_mutex_unlock (&self->mutex);
}

static void
run_live (MwRun *self)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  gint64 epoch = self->epoch != 0 ? self->epoch : mw_live_clock () + mw_lab_client_lead (self->program);
  MwBackend *backend = mw_live_new (self->program, context, epoch);
  MwServices *client = NULL;
  MwEngine *engine;

  g_main_context_push_thread_default (context);
  if (program_has_services (self->program))
    {
      client = mw_lab_client_new (self->lab, self->program, epoch, self->consent);
      mw_live_set_services (backend, client);
    }
  if (mw_storage_is_needed (self->program))
    mw_live_set_storage (backend, mw_storage_new (self->program));
  engine = mw_engine_new (self->program, backend, self->trace);

  publish_live (self, backend, client);
  mw_live_run (backend, engine);
  withdraw_live (self);

  if (client != NULL)
    {
      mw_lab_client_count (client, &self->count);
      self->counted = TRUE;
    }
  mw_engine_free (engine);
  backend->free (backend);
  g_main_context_pop_thread_default (context);
}

static void
run_simulated (MwRun *self)
{
  MwBackend *backend = mw_simulated_new (self->program);
  MwEngine *engine;

  if (program_has_services (self->program))
    mw_simulated_set_services (backend, mw_lab_model_new (self->program, backend));
  if (mw_storage_is_needed (self->program))
    mw_simulated_set_storage (backend, mw_storage_model_new (self->program));
  engine = mw_engine_new (self->program, backend, self->trace);
  mw_simulated_run (backend, engine, &self->stopping);
  mw_engine_free (engine);
  backend->free (backend);
}

static gpointer
run_thread (gpointer data)
{
  static void (*const run[MW_N_CLOCKS]) (MwRun *self) = {
    [MW_CLOCK_LIVE] = run_live,
    [MW_CLOCK_SIMULATED] = run_simulated,
  };
  MwRun *self = data;

  run[self->clock] (self);

  g_mutex_lock (&self->mutex);
  g_atomic_int_set (&self->ended, TRUE);
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->mutex);
  run_unref (self);
  return NULL;
}

/* SETTINGS are read, not kept.  NULL and ERROR when the variant cannot be compiled with these values, or when it needs a
 * lab and there is none (MW_ERROR_RUN). */
MwRun *
mw_run_new (MwScenario *scenario, guint variant, const MwSettings *settings, MwLab *lab, gint64 epoch, GError **error)
{
  g_autoptr (MwProgram) program = NULL;
  MwRun *self;

  program = mw_scenario_compile (scenario, variant, settings->values, settings->seed, settings->lang, error);
  if (program == NULL)
    return NULL;
  if (settings->clock == MW_CLOCK_LIVE && lab == NULL && program_has_services (program))
    {
      g_set_error (error, MW_ERROR, MW_ERROR_RUN, _("%s needs the lab server, and there is none"), mw_scenario_get_id (scenario));
      return NULL;
    }

  self = g_new0 (MwRun, 1);
  self->ref_count = 1;
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  self->variant = variant;
  self->clock = settings->clock;
  self->lab = lab;
  self->consent = settings->consent != NULL ? mw_consent_ref (settings->consent) : NULL;
  self->epoch = epoch;
  self->trace = mw_trace_new (mw_engine_describe (program, mw_clock_name (settings->clock)));
  self->program = g_steal_pointer (&program);
  return self;
}

void
mw_run_free (MwRun *self)
{
  if (self->started)
    mw_run_stop (self);
  run_unref (self);
}

void
mw_run_set_epoch (MwRun *self, gint64 epoch)
{
  g_return_if_fail (!self->started);
  self->epoch = epoch;
}

void
mw_run_start (MwRun *self)
{
  g_return_if_fail (!self->started);
  self->started = TRUE;
  g_atomic_int_inc (&self->ref_count);
  g_thread_unref (g_thread_new ("mw-run", run_thread, self));
}

/* Before the start it is remembered: the run then ends as soon as it begins. */
void
mw_run_stop (MwRun *self)
{
  if (!g_atomic_int_compare_and_exchange (&self->stopping, FALSE, TRUE))
    return;
  g_mutex_lock (&self->mutex);
  if (self->live != NULL)
    tell_live_locked (self);
  g_mutex_unlock (&self->mutex);
}

/* Returns at once where the run was never started. */
void
mw_run_join (MwRun *self)
{
  if (!self->started)
    return;
  g_mutex_lock (&self->mutex);
  while (!g_atomic_int_get (&self->ended))
    g_cond_wait (&self->cond, &self->mutex);
  g_mutex_unlock (&self->mutex);
}

/* TRUE once the trace is complete and the run's thread has let go of everything. */
gboolean
mw_run_is_ended (MwRun *self)
{
  return g_atomic_int_get (&self->ended);
}

/* ns that it needs between its start and its epoch, live. */
gint64
mw_run_get_lead (MwRun *self)
{
  return mw_lab_client_lead (self->program);
}

MwTrace *
mw_run_get_trace (MwRun *self)
{
  return self->trace;
}

guint
mw_run_get_variant (MwRun *self)
{
  return self->variant;
}

gboolean
mw_run_get_lab_count (MwRun *self, MwLabCount *count)
{
  if (!mw_run_is_ended (self) || !self->counted)
    return FALSE;
  *count = self->count;
  return TRUE;
}

/* Rooms have connections without requests; the network's answers are counted by nobody; off the loop no phases are said. */
static gboolean
is_comparable (MwRun *self)
{
  gboolean is_on_loop = self->program->executor == MW_EXECUTOR_LOOP;
  guint n_rooms = 0;

  for (guint i = 0; i < self->program->n_resources; i++)
    n_rooms += self->program->resources[i].kind == MW_RESOURCE_ROOM;
  return is_on_loop && n_rooms == 0 && self->consent == NULL;
}

GPtrArray *
mw_run_check_count (MwRun *self)
{
  MwLabCount count;
  guint faults = 0;

  if (!mw_run_get_lab_count (self, &count) || !is_comparable (self))
    return g_ptr_array_new ();
  for (guint i = 0; i < self->program->n_resources; i++)
    for (guint j = 0; j < self->program->resources[i].service.n_faults; j++)
      faults |= 1u << self->program->resources[i].service.faults[j].kind;
  return mw_count_check (self->trace, &count, faults);
}
