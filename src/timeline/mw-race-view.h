/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mw-history.h"

G_BEGIN_DECLS

/* What is looked at: the histories of a race and the instant up to which they are shown.  A plain struct that
 * its caller fills; nothing in it is owned.  Everything below this header is a pure function of it: events
 * after NOW do not exist for the picture, so live, replayed and scrubbed runs are drawn by the same code. */
typedef struct
{
  MwHistory  *history;  /* brought up to date by the caller */
  const char *title;    /* NULL: the one in the trace's header */
  gint64      ghost;    /* the figure that the scenario's source printed, ns; -1: none */
} MwEntrant;

typedef struct
{
  const MwEntrant *entrants;
  guint            n_entrants;
  gint64           now;  /* ns on the ruler; G_MAXINT64: everything that was recorded */
} MwRaceView;

/* The instant up to which entrant INDEX is drawn: NOW, but not after the last event of a finished run. */
gint64      mw_race_view_shown_until (const MwRaceView *self, guint index);
/* TRUE when the run had ended at NOW. */
gboolean    mw_race_view_is_finished (const MwRaceView *self, guint index);
/* What the ruler has to hold, from 0: all recorded ends and ghosts; while a run lasts it grows in
 * steps (…, 1, 1.5, 2, 3, 5, 7, 10 s, …) so that the ruler rests between them. */
MwRange     mw_race_view_get_extent  (const MwRaceView *self);
const char *mw_race_view_get_title   (const MwRaceView *self, guint index);

/* The numbers that sell it, when every run has ended at NOW and there are two or more; FALSE before that. */
typedef struct
{
  gint64 first;      /* ns, makespan of the first entrant */
  gint64 last;       /* ns, of the last one */
  double speed_up;   /* first / last */
  gint64 saved;      /* first − last, ns; negative: it took longer */
  double idle;       /* 0 … 1, share of the last run's makespan in which its loop was free; -1: it has no loop */
} MwVerdictFigures;

gboolean    mw_race_view_get_figures (const MwRaceView *self, MwVerdictFigures *figures);

G_END_DECLS
