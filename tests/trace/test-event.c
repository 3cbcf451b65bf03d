/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "mw-event.h"
#include "mw-trace.h"

/* The transitions as docs/trace.md draws them. */
static void
test_transitions (void)
{
  static const struct { MwState from; MwEvent event; MwState to; } rows[] = {
    { MW_STATE_NONE, { .kind = MW_EVENT_CREATED }, MW_STATE_CREATED },
    { MW_STATE_CREATED, { .kind = MW_EVENT_READY }, MW_STATE_READY },
    { MW_STATE_READY, { .kind = MW_EVENT_RUNNING }, MW_STATE_RUNNING },
    { MW_STATE_READY, { .kind = MW_EVENT_RUNNING, .lane = 2 }, MW_STATE_THREAD },
    { MW_STATE_RUNNING, { .kind = MW_EVENT_SUSPENDED, .reason = MW_REASON_TIMER }, MW_STATE_SLEEPING },
    { MW_STATE_RUNNING, { .kind = MW_EVENT_SUSPENDED, .reason = MW_REASON_PERMIT }, MW_STATE_WAITING },
    { MW_STATE_RUNNING, { .kind = MW_EVENT_SUSPENDED, .reason = MW_REASON_CHILDREN }, MW_STATE_AWAITING },
    { MW_STATE_RUNNING, { .kind = MW_EVENT_SUSPENDED, .reason = MW_REASON_REQUEST }, MW_STATE_IO },
    { MW_STATE_THREAD, { .kind = MW_EVENT_SUSPENDED, .reason = MW_REASON_BACKOFF }, MW_STATE_BACKOFF },
    { MW_STATE_RUNNING, { .kind = MW_EVENT_SUSPENDED, .reason = MW_REASON_NONE }, MW_STATE_NONE },
    { MW_STATE_RUNNING, { .kind = MW_EVENT_SUSPENDED, .reason = MW_REASON_CPU }, MW_STATE_NONE },
    { MW_STATE_BACKOFF, { .kind = MW_EVENT_READY }, MW_STATE_READY },
    { MW_STATE_RUNNING, { .kind = MW_EVENT_BLOCKING_BEGIN }, MW_STATE_BLOCKING },
    { MW_STATE_BLOCKING, { .kind = MW_EVENT_BLOCKING_END }, MW_STATE_RUNNING },
    { MW_STATE_BLOCKING, { .kind = MW_EVENT_SUSPENDED, .reason = MW_REASON_TIMER }, MW_STATE_NONE },
    { MW_STATE_RUNNING, { .kind = MW_EVENT_THREAD_QUEUED }, MW_STATE_WAITING },
    { MW_STATE_WAITING, { .kind = MW_EVENT_THREAD_BEGIN, .lane = 1 }, MW_STATE_THREAD },
    { MW_STATE_THREAD, { .kind = MW_EVENT_THREAD_END, .lane = 1 }, MW_STATE_WAITING },
    { MW_STATE_RUNNING, { .kind = MW_EVENT_ENDED, .reason = MW_OUTCOME_TIMED_OUT }, MW_STATE_TIMED_OUT },
    { MW_STATE_READY, { .kind = MW_EVENT_ENDED, .reason = MW_OUTCOME_DONE }, MW_STATE_NONE },
    { MW_STATE_DONE, { .kind = MW_EVENT_READY }, MW_STATE_NONE },
    { MW_STATE_DONE, { .kind = MW_EVENT_CANCEL_REQUESTED }, MW_STATE_NONE },
    { MW_STATE_DONE, { .kind = MW_EVENT_RESOURCE }, MW_STATE_DONE },
    { MW_STATE_READY, { .kind = MW_EVENT_LINE }, MW_STATE_NONE },
    { MW_STATE_SLEEPING, { .kind = MW_EVENT_DEADLINE_FIRED }, MW_STATE_SLEEPING },
    { MW_STATE_RUNNING, { .kind = MW_N_EVENTS }, MW_STATE_NONE },
    { MW_N_STATES, { .kind = MW_EVENT_READY }, MW_STATE_NONE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_test_message ("row %u", i);
      g_assert_cmpint (mw_state_after (rows[i].from, &rows[i].event), ==, rows[i].to);
    }
}

/* Nothing leads out of an end, and no suspension is without a reason that has a state. */
static void
test_ends_are_final (void)
{
  for (guint from = MW_STATE_DONE; from < MW_N_STATES; from++)
    for (guint kind = 0; kind < MW_N_EVENTS; kind++)
      for (guint reason = 0; reason < 32; reason++)
        {
          MwEvent event = { .kind = (guint8) kind, .reason = (guint8) reason };
          MwState to = mw_state_after (from, &event);

          g_assert_true (to == MW_STATE_NONE || to == from);
        }
}

static void
test_names (void)
{
  for (guint i = 0; i < MW_N_EVENTS; i++)
    g_assert_nonnull (mw_event_kind_name (i));
  for (guint i = 0; i < MW_N_REASONS; i++)
    g_assert_nonnull (mw_reason_name (i));
  for (guint i = 0; i < MW_N_STATES; i++)
    g_assert_nonnull (mw_state_name (i));
  for (guint i = 0; i < MW_N_OUTCOMES; i++)
    g_assert_nonnull (mw_outcome_name (i));
  for (guint i = 0; i < MW_N_RUN_ENDS; i++)
    g_assert_nonnull (mw_run_end_name (i));
  for (guint i = 0; i < MW_N_PHASES; i++)
    g_assert_nonnull (mw_phase_name (i));
  for (guint i = 0; i < MW_N_RESOURCES; i++)
    g_assert_nonnull (mw_resource_kind_name (i));
  g_assert_cmpstr (mw_event_kind_name (MW_N_EVENTS), ==, "unknown");
  g_assert_cmpstr (mw_resource_kind_name (MW_N_RESOURCES), ==, "unknown");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/event/transitions", test_transitions);
  g_test_add_func ("/event/ends-are-final", test_ends_are_final);
  g_test_add_func ("/event/names", test_names);
  return g_test_run ();
}
