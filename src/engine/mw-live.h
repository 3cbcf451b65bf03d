/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mw-backend.h"

G_BEGIN_DECLS

typedef struct _MwEngine MwEngine;

/* The live world: the monotonic clock, and a GMainContext which the calling thread runs until the engine has
 * ended.  EPOCH is the CLOCK_MONOTONIC time (ns) that counts as 0, so that several runs share one ruler. */
MwBackend    *mw_live_new          (const MwProgram *program, GMainContext *context, gint64 epoch);
void          mw_live_set_services (MwBackend *self, MwServices *services);
/* STORAGE is taken over; may be left out where the program has neither disks nor databases. */
void          mw_live_set_storage  (MwBackend *self, MwStorage *storage);
/* Runs ENGINE to its end on the calling thread, iterating CONTEXT. */
void          mw_live_run          (MwBackend *self, MwEngine *engine);
/* Asks the run to stop: what blocks is interrupted, every task is cancelled; returns at once.  Any thread, at any
 * time between mw_live_new and the backend's end. */
void          mw_live_stop         (MwBackend *self);
/* CLOCK_MONOTONIC in ns. */
gint64        mw_live_clock        (void);

G_END_DECLS
