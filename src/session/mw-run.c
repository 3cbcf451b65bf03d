/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* One run and its thread.
 *
 * The thread owns everything that runs: context, backend, engine, the client side of the lab.  It is made there, used there and
 * freed there, so none of it needs a lock.  What crosses is the trace (lock-free for readers), the wish to stop, and the
 * end.
 *
 * The wish to stop reaches a live run as a source on the run's context: g_main_context_invoke would call at once on the
 * caller's thread while nobody owns the context yet, and g_main_loop_quit would be lost before the loop runs; a source
 * waits.  A simulated run iterates no context and reads a flag between two iterations.
 *
 * A run is let go, not joined, by mw_run_free: a blocking call of the scenario may hold the run's thread for seconds, and the
 * window that replaces the run must not wait for it.  Hence the reference that the thread holds on its run.  Rejected: a
 * joining free, and a reaper thread that joins for others.
 */

#include "mw-config.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <time.h>

#include "mw-engine.h"
#include "mw-error.h"
#include "mw-live.h"
#include "mw-run.h"
#include "mw-simulated.h"

struct _MwRun
{
  gatomicrefcount ref_count;
  guint           variant;
  MwClock         clock;
  gint64          epoch;
  MwProgram      *program;
  MwTrace        *trace;
  MwLab          *lab;        /* not owned */
  GMainContext   *context;    /* of a live run */
  MwEngine       *engine;     /* the run's thread only */
  gboolean        stopped;    /* the run's thread only: the engine was told */
  gboolean        started;    /* the owner's thread only, before the run's thread exists */
  gint            stopping;   /* atomic: the wish to stop */

  GMutex          mutex;
  GCond           cond;
  gint            ended;      /* atomic; set under the mutex */
  gboolean        counted;
  MwLabCount      count;
};

static void
run_unref (MwRun *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_clear_pointer (&self->context, g_main_context_unref);
  g_clear_pointer (&self->trace, mw_trace_unref);
  g_clear_pointer (&self->program, mw_program_unref);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
  g_free (self);
}

static gboolean
program_has_services (const MwProgram *program)
{
  for (guint i = 0; i < program->n_resources; i++)
    if (program->resources[i].kind == MW_RESOURCE_SERVICE)
      return TRUE;
  return FALSE;
}

/* Runs of a race are built before their common epoch and wait for it here, at most some milliseconds, each on its own thread.
 * Sleeping to an absolute time needs no meeting point: a thread that is late starts late on the same ruler, and nobody waits
 * for it. */
static void
wait_for_epoch (gint64 epoch)
{
  struct timespec until = { (time_t) (epoch / MW_NS_PER_SEC), (long) (epoch % MW_NS_PER_SEC) };

  while (clock_nanosleep (CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL) == EINTR)
    ;
}

static void
tell_engine (MwRun *self)
{
  if (self->engine == NULL || self->stopped)
    return;
  self->stopped = TRUE;
  mw_engine_stop (self->engine, MW_RUN_STOPPED);
}

static gboolean
stop_cb (gpointer data)
{
  tell_engine (data);
  return G_SOURCE_REMOVE;
}

static void
run_live (MwRun *self)
{
  MwServices *client = NULL;
  MwBackend *backend;

  g_main_context_push_thread_default (self->context);
  if (self->epoch == 0)
    self->epoch = mw_live_clock ();
  backend = mw_live_new (self->program, self->context, self->epoch);
  if (program_has_services (self->program))
    {
      client = mw_lab_client_new (self->lab, self->program, self->epoch);
      mw_live_set_services (backend, client);
    }
  self->engine = mw_engine_new (self->program, backend, self->trace);

  wait_for_epoch (self->epoch);
  mw_engine_start (self->engine);
  /* The source may have been dispatched while there was no engine that could be told. */
  if (g_atomic_int_get (&self->stopping))
    tell_engine (self);
  mw_live_run (backend, self->engine);

  if (client != NULL)
    {
      mw_lab_client_count (client, &self->count);
      self->counted = TRUE;
    }
  g_clear_pointer (&self->engine, mw_engine_free);
  backend->free (backend);
  g_main_context_pop_thread_default (self->context);
}

static void
run_simulated (MwRun *self)
{
  MwBackend *backend = mw_simulated_new (self->program);

  if (program_has_services (self->program))
    mw_simulated_set_services (backend, mw_lab_model_new (self->program, backend));
  self->engine = mw_engine_new (self->program, backend, self->trace);
  mw_engine_start (self->engine);
  mw_simulated_run (backend, self->engine, &self->stopping);
  g_clear_pointer (&self->engine, mw_engine_free);
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
  g_atomic_ref_count_init (&self->ref_count);
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  self->variant = variant;
  self->clock = settings->clock;
  self->lab = lab;
  self->epoch = epoch;
  self->trace = mw_trace_new (mw_engine_describe (program, mw_clock_name (settings->clock)));
  self->program = g_steal_pointer (&program);
  if (self->clock == MW_CLOCK_LIVE)
    self->context = g_main_context_new ();
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
  g_atomic_ref_count_inc (&self->ref_count);
  g_thread_unref (g_thread_new ("mw-run", run_thread, self));
}

/* Before the start it is remembered: the run then ends as soon as it begins. */
void
mw_run_stop (MwRun *self)
{
  g_autoptr (GSource) source = NULL;

  if (!g_atomic_int_compare_and_exchange (&self->stopping, FALSE, TRUE) || self->clock != MW_CLOCK_LIVE)
    return;
  source = g_idle_source_new ();
  g_source_set_priority (source, G_PRIORITY_HIGH);
  g_source_set_callback (source, stop_cb, self, NULL);
  g_source_attach (source, self->context);
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
