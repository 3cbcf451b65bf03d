/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mw-backend.h"

G_BEGIN_DECLS

typedef struct _MwEngine MwEngine;

/* The simulated world: a virtual clock that jumps to whatever comes next. */
MwBackend *mw_simulated_new       (const MwProgram *program);
/* SERVICES is taken over; may be NULL where the program has no services. */
void       mw_simulated_set_services (MwBackend *self, MwServices *services);
/* STORAGE is taken over; may be left out where the program has neither disks nor databases. */
void       mw_simulated_set_storage (MwBackend *self, MwStorage *storage);

typedef void (*MwSimulatedFunc)   (gpointer data);
/* Calls FUNC at TIME (ns of the virtual clock); equal times in the order of the calls.  Returns an id. */
guint64    mw_simulated_schedule  (MwBackend *self, gint64 time, MwSimulatedFunc func, gpointer data);
void       mw_simulated_unschedule (MwBackend *self, guint64 id);
gint64     mw_simulated_now       (MwBackend *self);
/* Moves the clock on, event by event, until *DONE; FALSE when nothing is left that could set it. */
gboolean   mw_simulated_run_until (MwBackend *self, const gboolean *done);

/* Runs ENGINE to its end on the calling thread.  CANCELLED is read between iterations (may be NULL). */
void       mw_simulated_run       (MwBackend *self, MwEngine *engine, const gint *cancelled);

G_END_DECLS
