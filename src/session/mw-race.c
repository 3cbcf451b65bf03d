/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Several runs side by side.
 *
 * Live runs share one ruler: the race names an instant START_DELAY ahead as time 0, and each thread, once it has built its
 * context, engine and HTTP session, sleeps until then (mw_live_run does).  So the variants begin within a scheduler's wake-up of each other
 * (some 0.1 ms) instead of one thread creation after another.  Rejected: a barrier, which makes everybody wait for the
 * slowest and leaves the epoch unknown until then, although the lab wants to know it.
 *
 * There is one lab server in the process.  It starts when the first race needs it and stays: its counts are kept for each
 * run apart, and starting it anew for each run would only cost time.
 */

#include "mw-config.h"

#include <glib/gi18n-lib.h>

#include "mw-error.h"
#include "mw-live.h"
#include "mw-race.h"

#define START_DELAY (10 * MW_NS_PER_MS)

struct _MwRace
{
  MwScenario *scenario;
  MwSettings  settings;
  GPtrArray  *runs;      /* of MwRun */
  gint64      epoch;     /* of a live race that was started */
};

/* The process's own lab, or NULL and ERROR when it cannot listen; the next call tries again. */
static MwLab *
get_lab (GError **error)
{
  static GMutex mutex;
  static MwLab *lab;
  MwLab *result;

  g_mutex_lock (&mutex);
  if (lab == NULL)
    lab = mw_lab_new (error);
  result = lab;
  g_mutex_unlock (&mutex);
  return result;
}

static gboolean
add_run (MwRace *self, guint variant, MwLab *lab, GError **error)
{
  MwRun *run;

  if (variant >= mw_scenario_get_n_variants (self->scenario))
    {
      g_set_error (error, MW_ERROR, MW_ERROR_ARGUMENT, _("%s has no variant number %u"),
                   mw_scenario_get_id (self->scenario), variant + 1);
      return FALSE;
    }
  run = mw_run_new (self->scenario, variant, &self->settings, lab, 0, error);
  if (run == NULL)
    return FALSE;
  g_ptr_array_add (self->runs, run);
  return TRUE;
}

/* SETTINGS are copied.  NULL and ERROR when a variant cannot be compiled with them or the lab cannot listen. */
MwRace *
mw_race_new (MwScenario *scenario, const guint *variants, guint n, const MwSettings *settings, GError **error)
{
  g_autoptr (MwRace) self = g_new0 (MwRace, 1);
  MwLab *lab = NULL;

  self->scenario = mw_scenario_ref (scenario);
  self->runs = g_ptr_array_new_with_free_func ((GDestroyNotify) mw_run_free);
  mw_settings_copy (&self->settings, settings, scenario);

  if (settings->clock == MW_CLOCK_LIVE && mw_scenario_needs_lab (scenario))
    {
      lab = get_lab (error);
      if (lab == NULL)
        return NULL;
    }
  if (variants == NULL)
    n = mw_scenario_get_n_variants (scenario);
  for (guint i = 0; i < n; i++)
    if (!add_run (self, variants != NULL ? variants[i] : i, lab, error))
      return NULL;
  return g_steal_pointer (&self);
}

/* Asks the runs to stop and lets them go; does not wait (mw_race_join does). */
void
mw_race_free (MwRace *self)
{
  g_clear_pointer (&self->runs, g_ptr_array_unref);
  g_clear_pointer (&self->scenario, mw_scenario_unref);
  mw_settings_clear (&self->settings);
  g_free (self);
}

/* Once. */
void
mw_race_start (MwRace *self)
{
  gint64 lead = START_DELAY;

  for (guint i = 0; i < self->runs->len; i++)
    lead = MAX (lead, START_DELAY + mw_run_get_lead (mw_race_get_run (self, i)));
  if (self->settings.clock == MW_CLOCK_LIVE)
    self->epoch = mw_live_clock () + lead;
  for (guint i = 0; i < self->runs->len; i++)
    {
      MwRun *run = mw_race_get_run (self, i);

      mw_run_set_epoch (run, self->epoch);
      mw_run_start (run);
    }
}

void
mw_race_stop (MwRace *self)
{
  for (guint i = 0; i < self->runs->len; i++)
    mw_run_stop (mw_race_get_run (self, i));
}

/* Waits until every run has ended. */
void
mw_race_join (MwRace *self)
{
  for (guint i = 0; i < self->runs->len; i++)
    mw_run_join (mw_race_get_run (self, i));
}

gboolean
mw_race_is_ended (MwRace *self)
{
  for (guint i = 0; i < self->runs->len; i++)
    if (!mw_run_is_ended (mw_race_get_run (self, i)))
      return FALSE;
  return TRUE;
}

guint
mw_race_get_n_runs (MwRace *self)
{
  return self->runs->len;
}

/* Transfer none. */
MwRun *
mw_race_get_run (MwRace *self, guint index)
{
  g_return_val_if_fail (index < self->runs->len, NULL);
  return g_ptr_array_index (self->runs, index);
}

MwScenario *
mw_race_get_scenario (MwRace *self)
{
  return self->scenario;
}

const MwSettings *
mw_race_get_settings (MwRace *self)
{
  return &self->settings;
}

/* The time of the last event that was recorded. */
static gint64
recorded_end (MwRace *self)
{
  gint64 end = 0;

  for (guint i = 0; i < self->runs->len; i++)
    {
      MwTrace *trace = mw_run_get_trace (mw_race_get_run (self, i));
      gsize n = mw_trace_get_n_events (trace);

      if (n > 0)
        end = MAX (end, mw_trace_get_event (trace, n - 1)->time);
    }
  return end;
}

gint64
mw_race_get_now (MwRace *self)
{
  if (self->epoch == 0 || mw_race_is_ended (self))
    return recorded_end (self);
  return MAX (0, mw_live_clock () - self->epoch);
}
