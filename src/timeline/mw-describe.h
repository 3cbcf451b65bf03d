/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mw-diagnosis.h"
#include "mw-hit.h"

G_BEGIN_DECLS

/* The text twin of the picture.  All results are translated and transfer full. */

/* "waits for a permit of gate", "sleeps", "is ready, waits for the loop"; without subject. */
char       *mw_describe_state    (MwHistory *history, const MwSpan *span);
/* "story 7 waits for a permit of gate, 0.240 s to 1.200 s (0.960 s)". */
char       *mw_describe_span     (MwHistory *history, guint32 task, guint span, gint64 now);
/* "3 running, 12 waiting for a permit, 5 done". */
char       *mw_describe_now      (MwHistory *history, gint64 now);
/* The event INDEX, which is the last that HISTORY has read: "story 7 is ready again, woken by the clock". */
char       *mw_describe_event    (MwHistory *history, gsize index);
/* What a tooltip says; NULL where there is nothing to say. */
char       *mw_describe_hit      (const MwRaceView *view, const MwRows *rows, const MwHit *hit);
/* "×3.0 faster · 4.01 s saved · the loop was idle 97 %"; NULL while there is no verdict. */
char       *mw_describe_figures  (const MwRaceView *view);
/* "6.00 s" or, unfinished, "1.23 s …"; failed, stopped, deadlocked runs say so. */
char       *mw_describe_end      (const MwRaceView *view, guint entrant);
/* "loop", "blocking", "4 threads" in words. */
char       *mw_describe_executor (MwHistory *history);
char       *mw_describe_time_scale (gint64 scale);
/* A finding in words: "worker blocked the loop for 0.40 s". */
char       *mw_describe_diagnosis (MwHistory *history, const MwDiagnosis *diagnosis);
/* What one does about it; static. */
const char *mw_describe_advice   (MwDiagnosisKind kind);
/* The short name of a state for the legend; static. */
const char *mw_describe_legend   (MwState state);
/* "waits for the first byte": what a request does in PHASE; static. */
const char *mw_describe_phase    (MwPhase phase);
/* "request 3 waits for the first byte (0.240 s), connection 1, reused", of what happened until NOW (ns). */
char       *mw_describe_phase_span (const MwPhaseSpan *phase, gint64 now);

/* SHARE (0 … 1) in whole per cent, cut and not rounded: 100 % is said of all and of nothing less. */
static inline int
mw_describe_percent (double share)
{
  return (int) (CLAMP (share, 0.0, 1.0) * 100 + 1e-9);
}

G_END_DECLS
