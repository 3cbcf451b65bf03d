/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mw-history.h"
#include "mw-strip.h"

G_BEGIN_DECLS

struct _MwHistory
{
  MwTrace   *trace;
  gsize      n_read;
  gint64     end;
  GPtrArray *tasks;        /* of MwTaskHistory; index = id - 1 */
  guint      n_created;    /* of the tasks; the others only have their place (mw_history_make_room) */
  GPtrArray *strips;       /* of MwStrip; index = resource id - 1 */
  GPtrArray *shown;        /* of MwStrip, not owned: those that somebody wants to see */
  MwStrip   *in_flight;
  gint64     n_in_flight;
  GArray    *iterations;
  GPtrArray *stretches[MW_N_STATES]; /* by lane, of GArray of MwStretch or NULL */
  guint      counts[MW_N_STATES];    /* at COUNTED_AT, when the fold was as of COUNTED_AS */
  gint64     counted_at;
  guint64    counted_as;
  guint64    n_changes;
  GArray    *lines;
  GArray    *marks;
  GArray    *answers;
  GHashTable *seen;        /* of a value and a task: the write that the task knows (mw-history-writes.c) */
  GPtrArray *connections;  /* of GArray of MwPhaseRef; index = id - 1 */
  guint      n_holders;    /* tasks that run on or block lane 0 */
  gint64     held_since;
  gint64     held;         /* ns, of the closed stretches */
  guint      outcomes[MW_N_OUTCOMES];
  MwRunEnd   run_end;
  const char *message;
  gboolean   finished;
  gboolean   is_part;      /* the strips that are shown were chosen by mw_history_make_room */
};

MwTaskHistory *mw_history_find_task   (MwHistory *self, guint32 id);
/* The place of the task ID, which is not yet there, beside those that are. */
MwTaskHistory *mw_history_add_task    (MwHistory *self, guint32 id);
/* Reads the event that stands at INDEX: the next one. */
void           mw_history_read        (MwHistory *self, const MwEvent *event, gsize index);
/* Reads EVENT of the value STRIP, a read or a write: TRUE when it is a write that is lost on somebody else's. */
gboolean       mw_history_loses_write (MwHistory *self, const MwStrip *strip, const MwEvent *event);
/* TASK begins or ends to be in STATE on LANE. */
void           mw_history_begin_stretch (MwHistory *self, MwState state, guint lane, guint32 task, gint64 time);
void           mw_history_end_stretch   (MwHistory *self, MwState state, guint lane, guint32 task, gint64 time);
void           mw_history_clear_stretches (MwHistory *self);
void           mw_history_close_phase (MwTaskHistory *task, gint64 time);
void           mw_history_add_phase   (MwHistory *self, MwTaskHistory *task, const MwEvent *event);
/* Strips in the header's order, whatever the order in which they began. */
void           mw_history_show_strips (MwHistory *self);

G_END_DECLS
