/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "mw-history.h"
#include "mw-lab.h"
#include "mw-scenario.h"
#include "mw-settings.h"

G_BEGIN_DECLS

/* One run: scenario + variant + settings → engine on a thread of its own → trace. */
typedef struct _MwRun MwRun;

/* LAB may be NULL where the scenario needs none or the clock is simulated; it must outlive the run's thread.
 * EPOCH: see mw_live_new; 0: when the run is started. */
MwRun    *mw_run_new           (MwScenario *scenario, guint variant, const MwSettings *settings,
                                MwLab *lab, gint64 epoch, GError **error);
/* Asks it to stop and lets it go; does not wait (mw_run_join does). */
void      mw_run_free          (MwRun *self);
/* Before the start only. */
void      mw_run_set_epoch     (MwRun *self, gint64 epoch);
/* Starts the run's thread. */
void      mw_run_start         (MwRun *self);
/* Asks it to stop; returns at once (any thread). */
void      mw_run_stop          (MwRun *self);
/* Waits for its end (any thread). */
void      mw_run_join          (MwRun *self);
gboolean  mw_run_is_ended      (MwRun *self);          /* any thread */
gint64     mw_run_get_lead     (MwRun *self);
MwTrace  *mw_run_get_trace     (MwRun *self);          /* transfer none */
guint     mw_run_get_variant   (MwRun *self);
/* After a live run with a lab: what the server counted; FALSE where there is nothing. */
gboolean  mw_run_get_lab_count (MwRun *self, MwLabCount *count);
/* Holds that against the trace; an array of MwFinding, empty where they agree or cannot be compared (transfer full). */
GPtrArray *mw_run_check_count (MwRun *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MwRun, mw_run_free)

G_END_DECLS
