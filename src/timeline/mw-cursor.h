/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mw-history.h"

G_BEGIN_DECLS

/* A place between two events of a race: what lies before it has happened. */
typedef struct _MwCursor MwCursor;

/* An event of a race. */
typedef struct
{
  guint run;
  gsize index;  /* in the run's trace */
} MwEventPlace;

/* Before the first event.  RUNS are not owned and must outlive it; they may grow. */
MwCursor  *mw_cursor_new          (MwHistory *const *runs, guint n_runs);
void       mw_cursor_free         (MwCursor *self);
/* Behind everything that had happened at TIME (ns). */
void       mw_cursor_seek         (MwCursor *self, gint64 time);
/* Passes one event, which is given; FALSE, and nothing moves, when there is none (or none yet). */
gboolean   mw_cursor_next         (MwCursor *self, MwEventPlace *place);
/* Goes back over one event, which is given; FALSE at the beginning. */
gboolean   mw_cursor_previous     (MwCursor *self, MwEventPlace *place);
/* The event that happened last; FALSE at the beginning. */
gboolean   mw_cursor_get_last     (MwCursor *self, MwEventPlace *place);
const MwEvent *mw_cursor_get_event (MwCursor *self, const MwEventPlace *place);
/* Of all runs: how many events lie before the cursor, and how many are known. */
gsize      mw_cursor_count_passed (MwCursor *self);
gsize      mw_cursor_count_known  (MwCursor *self);
/* What had happened in RUN, as a history with the places of the whole one (mw_history_make_room).  Transfer none, and only
 * until the cursor moves.  One event forward costs that event; back, all that lie before it. */
MwHistory *mw_cursor_get_part     (MwCursor *self, guint run);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MwCursor, mw_cursor_free)

G_END_DECLS
