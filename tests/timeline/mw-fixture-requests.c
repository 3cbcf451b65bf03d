/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Requests, phase by phase. */

#include "mw-fixture.h"

#define MS MW_NS_PER_MS

static void
phase (MwPen *pen, gint64 time, guint32 request, MwPhase phase, guint connection)
{
  pen->time = time;
  mw_pen_emit (pen, request + 1, MW_EVENT_PHASE, phase, request, connection);
}

/* The first two open a connection each, the second of them with a name to look up and keys to agree on. */
MwHistory *
mw_fixture_requests (void)
{
  MwPen pen = mw_pen_new ("pool", "two connections", "loop", "simulated");
  guint32 entry = mw_pen_create (&pen, 0, "main");

  mw_pen_begin (&pen, entry);
  for (guint i = 1; i <= 3; i++)
    {
      g_autofree char *name = g_strdup_printf ("request %u", i);

      mw_pen_create (&pen, entry, name);
    }
  mw_pen_suspend (&pen, entry, MW_REASON_CHILDREN, 0, -1);
  for (guint32 request = 1; request <= 3; request++)
    {
      mw_pen_begin (&pen, request + 1);
      mw_pen_suspend (&pen, request + 1, MW_REASON_REQUEST, 0, -1);
      phase (&pen, 0, request, MW_PHASE_QUEUED, 0);
    }
  phase (&pen, 0, 1, MW_PHASE_CONNECT, 1);
  phase (&pen, 0, 2, MW_PHASE_DNS, 0);
  phase (&pen, 100 * MS, 1, MW_PHASE_SEND, 1);
  phase (&pen, 100 * MS, 2, MW_PHASE_CONNECT, 2);
  phase (&pen, 120 * MS, 1, MW_PHASE_WAIT, 1);
  phase (&pen, 200 * MS, 2, MW_PHASE_TLS, 2);
  phase (&pen, 300 * MS, 1, MW_PHASE_READ, 1);
  phase (&pen, 320 * MS, 2, MW_PHASE_WAIT, 2);
  phase (&pen, 400 * MS, 1, MW_PHASE_END, 1);
  phase (&pen, 400 * MS, 3, MW_PHASE_SEND, 1);
  phase (&pen, 400 * MS, 3, MW_PHASE_WAIT, 1);
  mw_pen_run (&pen, 2, 0);
  mw_pen_end (&pen, 2, MW_OUTCOME_DONE);
  phase (&pen, 600 * MS, 2, MW_PHASE_END, 2);
  mw_pen_run (&pen, 3, 0);
  mw_pen_end (&pen, 3, MW_OUTCOME_DONE);
  pen.time = 700 * MS;
  mw_pen_emit (&pen, 4, MW_EVENT_CANCEL_REQUESTED, 0, 0, 0);
  mw_pen_run (&pen, 4, 0);
  mw_pen_end (&pen, 4, MW_OUTCOME_CANCELLED);
  mw_pen_run (&pen, entry, 4);
  mw_pen_end (&pen, entry, MW_OUTCOME_DONE);
  return mw_pen_finish (&pen, MW_RUN_COMPLETE);
}
