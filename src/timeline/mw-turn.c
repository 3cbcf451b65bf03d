/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "mw-turn.h"

static void
let_go (MwTurn *turn, guint32 *holder, gint64 since, gint64 time)
{
  if (*holder > 0 && time - since > turn->held)
    {
      turn->task = *holder;
      turn->held = time - since;
    }
  *holder = 0;
}

MwTurn
mw_turn_read (MwHistory *history, const MwIteration *iteration, gint64 until)
{
  MwTrace *trace = mw_history_get_trace (history);
  MwTurn turn = { 0 };
  guint32 holder = 0;
  gint64 since = 0;

  for (gsize i = iteration->event + 1; i < mw_history_get_n_read (history); i++)
    {
      const MwEvent *event = mw_trace_get_event (trace, i);

      if (event->time > until || event->kind == MW_EVENT_ITERATION_END || event->kind == MW_EVENT_ITERATION_BEGIN)
        break;
      if (event->kind == MW_EVENT_RUNNING && event->lane == 0)
        {
          let_go (&turn, &holder, since, event->time);
          holder = event->task;
          since = event->time;
          turn.n++;
        }
      else if (event->task == holder && (event->kind == MW_EVENT_SUSPENDED || event->kind == MW_EVENT_ENDED || event->kind == MW_EVENT_THREAD_QUEUED))
        let_go (&turn, &holder, since, event->time);
    }
  let_go (&turn, &holder, since, MIN (iteration->end, until));
  return turn;
}
