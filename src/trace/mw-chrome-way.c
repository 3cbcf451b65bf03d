/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "mw-chrome-private.h"

static const guint8 steps[] = {
  MW_EVENT_READY, MW_EVENT_RUNNING, MW_EVENT_SUSPENDED, MW_EVENT_BLOCKING_BEGIN, MW_EVENT_BLOCKING_END,
  MW_EVENT_THREAD_QUEUED, MW_EVENT_THREAD_BEGIN, MW_EVENT_THREAD_END,
};

/* The reason that KIND bears as a step on the way to something for REASON; MW_N_REASONS: it is no such step.  The last step
 * of a way is for that reason, one before it only passes by. */
guint
mw_chrome_reason_of (MwEventKind kind, MwReason reason, gboolean last)
{
  switch ((int) kind)
    {
    case MW_EVENT_SUSPENDED:
      return !last ? MW_REASON_YIELD : reason == MW_REASON_POOL ? MW_N_REASONS : reason;
    case MW_EVENT_THREAD_QUEUED:
      return reason == MW_REASON_POOL || !last ? MW_REASON_POOL : MW_N_REASONS;
    case MW_EVENT_BLOCKING_BEGIN:
    case MW_EVENT_THREAD_BEGIN:
      return reason;
    default:
      return MW_REASON_NONE;
    }
}

/* The way of N steps from FROM to TO; FALSE: there is none. */
static gboolean
find_way_of (MwState from, MwState to, MwReason reason, guint16 lane, guint n, MwChromeWay *way)
{
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      guint why = mw_chrome_reason_of ((MwEventKind) steps[i], reason, n == 1);
      MwEvent event = { .kind = steps[i], .reason = (guint8) why, .lane = lane };
      MwState next = why < MW_N_REASONS ? mw_state_after (from, &event) : MW_STATE_NONE;

      if (next == MW_STATE_NONE)
        continue;
      way->kinds[way->n++] = steps[i];
      if (n == 1 ? next == to : find_way_of (next, to, reason, lane, n - 1, way))
        return TRUE;
      way->n--;
    }
  return FALSE;
}

void
mw_chrome_find_way (MwState from, MwState to, MwReason reason, guint16 lane, MwChromeWay *way)
{
  guint most = from == to ? 1 : MW_CHROME_MAX_STEPS;

  way->n = 0;
  for (guint n = 1; n <= most && !find_way_of (from, to, reason, lane, n, way); n++)
    ;
}
