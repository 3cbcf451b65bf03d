/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "mw-catalogue.h"
#include "mw-count-check.h"
#include "mw-program.h"
#include "mw-race.h"

/* Three requests of one task.  The first is answered, the second takes over its connection and breaks off in the body, and
 * the third is given up on a connection of its own. */
static const struct { MwEventKind kind; guint reason; guint32 request; gint64 value; } rows[] = {
  { MW_EVENT_PHASE, MW_PHASE_QUEUED, 1, 0 },
  { MW_EVENT_PHASE, MW_PHASE_CONNECT, 1, 1 },
  { MW_EVENT_PHASE, MW_PHASE_SEND, 1, 1 },
  { MW_EVENT_PHASE, MW_PHASE_READ, 1, 1 },
  { MW_EVENT_PHASE, MW_PHASE_END, 1, 1 },
  { MW_EVENT_ANSWERED, 0, 1, 200 },
  { MW_EVENT_PHASE, MW_PHASE_SEND, 2, 1 },
  { MW_EVENT_PHASE, MW_PHASE_READ, 2, 1 },
  { MW_EVENT_PHASE, MW_PHASE_END, 2, 1 },
  { MW_EVENT_PHASE, MW_PHASE_CONNECT, 3, 2 },
  { MW_EVENT_PHASE, MW_PHASE_SEND, 3, 2 },
};

static MwTrace *
new_trace (MwRunEnd end)
{
  MwTrace *trace = mw_trace_new (mw_trace_header_new ());
  const MwEvent first[] = {
    { .kind = MW_EVENT_CREATED, .task = 1 },
    { .kind = MW_EVENT_READY, .task = 1 },
    { .kind = MW_EVENT_RUNNING, .task = 1 },
  };
  const MwEvent last[] = {
    { .kind = MW_EVENT_ENDED, .reason = MW_OUTCOME_DONE, .task = 1 },
    { .kind = MW_EVENT_RUN_ENDED, .reason = (guint8) end },
  };

  for (guint i = 0; i < G_N_ELEMENTS (first); i++)
    mw_trace_append (trace, &first[i]);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    mw_trace_append (trace, &(MwEvent) { .kind = (guint8) rows[i].kind, .reason = (guint8) rows[i].reason, .task = 1,
                                         .object = rows[i].request, .value = rows[i].value });
  for (guint i = 0; i < G_N_ELEMENTS (last); i++)
    mw_trace_append (trace, &last[i]);
  return trace;
}

#define FAULT(kind) (1u << (kind))

static const struct
{
  guint       requests, connections, max_in_service;
  guint       faults;
  MwRunEnd    end;
  const char *text;  /* NULL: they agree */
} cases[] = {
  { 2, 1, 1, 0, MW_RUN_COMPLETE, NULL },
  { 3, 2, 2, 0, MW_RUN_COMPLETE, NULL },
  { 1, 1, 1, 0, MW_RUN_COMPLETE, "requests: the server counted 1, the trace says 2 to 3" },
  { 4, 2, 2, 0, MW_RUN_COMPLETE, "requests: the server counted 4, the trace says 2 to 3" },
  { 3, 0, 2, 0, MW_RUN_COMPLETE, "connections: the server counted 0, the trace says 1 to 2" },
  { 3, 3, 2, 0, MW_RUN_COMPLETE, "connections: the server counted 3, the trace says 1 to 2" },
  { 3, 2, 3, 0, MW_RUN_COMPLETE, "requests in service at once: the server counted 3, the trace says 1 to 2" },
  { 3, 2, 0, 0, MW_RUN_COMPLETE, "requests in service at once: the server counted 0, the trace says 1 to 2" },
  { 9, 9, 2, FAULT (MW_SERVICE_REDIRECT), MW_RUN_COMPLETE, NULL },
  { 1, 9, 2, FAULT (MW_SERVICE_RESET), MW_RUN_COMPLETE, "requests: the server counted 1, the trace says 2 to 3" },
  { 3, 2, 9, FAULT (MW_SERVICE_SLOW_BODY), MW_RUN_COMPLETE, NULL },
  { 4, 2, 2, FAULT (MW_SERVICE_SLOW_BODY), MW_RUN_COMPLETE, "requests: the server counted 4, the trace says 2 to 3" },
  { 0, 9, 9, 0, MW_RUN_STOPPED, NULL },
};

static void
test_planted (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (MwTrace) trace = new_trace (cases[i].end);
      const MwLabCount count = { .requests = cases[i].requests, .connections = cases[i].connections,
                                 .max_in_service = cases[i].max_in_service };
      g_autoptr (GPtrArray) findings = mw_count_check (trace, &count, cases[i].faults);
      const MwFinding *first = findings->len > 0 ? g_ptr_array_index (findings, 0) : NULL;

      g_assert_cmpstr (first != NULL ? first->text : NULL, ==, cases[i].text);
      g_assert_cmpuint (findings->len, ==, cases[i].text != NULL);
    }
}

/* Every request of these is answered, so that the server must have counted exactly what was sent. */
static const struct { const char *scenario; guint variant, requests, connections; } live[] = {
  { "thirty-stories", 1, 31, 30 },
  { "connection-pool", 0, 50, 2 },
  { "connection-pool", 1, 50, 10 },
};

static void
test_live (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (live); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (MwScenario) scenario = mw_catalogue_open (live[i].scenario, &error);
      g_auto (MwSettings) settings = { 0 };
      g_autoptr (MwRace) race = NULL;
      g_autoptr (GPtrArray) findings = NULL, planted = NULL;
      MwLabCount count;
      MwRun *run;

      g_assert_no_error (error);
      mw_settings_init (&settings, scenario, MW_CLOCK_LIVE, "en");
      race = mw_race_new (scenario, &live[i].variant, 1, &settings, &error);
      g_assert_no_error (error);
      mw_race_start (race);
      mw_race_join (race);
      run = mw_race_get_run (race, 0);

      findings = mw_run_check_count (run);
      for (guint j = 0; j < findings->len; j++)
        g_test_message ("%s", ((MwFinding *) g_ptr_array_index (findings, j))->text);
      g_assert_cmpuint (findings->len, ==, 0);
      g_assert_true (mw_run_get_lab_count (run, &count));
      g_assert_cmpuint (count.requests, ==, live[i].requests);
      g_assert_cmpuint (count.connections, ==, live[i].connections);

      count.requests--;
      planted = mw_count_check (mw_run_get_trace (run), &count, 0);
      g_assert_cmpuint (planted->len, ==, 1);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/count-check/planted", test_planted);
  g_test_add_func ("/count-check/live", test_live);
  return g_test_run ();
}
