/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mw-backend.h"
#include "mw-trace.h"

G_BEGIN_DECLS

typedef struct _MwEngine MwEngine;

/* The interpreter of one run.  All calls on one thread, the loop thread. */
MwEngine      *mw_engine_new       (MwProgram *program, MwBackend *backend, MwTrace *trace);
void           mw_engine_free      (MwEngine *self);
/* A header (transfer full) that says what PROGRAM is, for mw_trace_new. */
MwTraceHeader *mw_engine_describe  (const MwProgram *program, const char *clock);

/* Creates the entry task. */
void           mw_engine_start     (MwEngine *self);
/* One iteration of the loop: due timers are queued, then the handles that were ready when it began run.
 * FALSE when the run has ended. */
gboolean       mw_engine_iterate   (MwEngine *self);
/* The same again and again while handles are ready, until TIME (ns since the run began). */
gboolean       mw_engine_iterate_until (MwEngine *self, gint64 time);
gboolean       mw_engine_is_ended  (MwEngine *self);
gboolean       mw_engine_has_ready (MwEngine *self);
gint64         mw_engine_get_deadline (MwEngine *self);
/* Asks the run to stop: everything is cancelled, as at the closing of a loop.  The first reason counts. */
void           mw_engine_stop      (MwEngine *self, MwRunEnd why);
/* Ends the run now, whoever still lives. */
void           mw_engine_abort     (MwEngine *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MwEngine, mw_engine_free)

G_END_DECLS
