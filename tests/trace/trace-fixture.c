/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "trace-fixture.h"

#define MS 1000000

static MwTraceHeader *
new_header (void)
{
  static const char *const parameters[] = { "greetings", "2", "delay", "2 s", NULL };
  MwTraceHeader *header = mw_trace_header_new ();

  header->scenario = g_strdup ("three-greetings");
  header->variant = g_strdup ("together");
  header->title = g_strdup ("\"All\" at once – zusammen");
  header->executor = g_strdup ("loop");
  header->clock = g_strdup ("simulated");
  header->seed = 444;
  header->parameters = g_strdupv ((char **) parameters);
  mw_trace_header_add_resource (header, "gate", MW_RESOURCE_SEMAPHORE, 2);
  mw_trace_header_add_resource (header, "key", MW_RESOURCE_LOCK, 0);
  mw_trace_header_add_resource (header, "orders", MW_RESOURCE_QUEUE, 3);
  mw_trace_header_add_resource (header, "web", MW_RESOURCE_SESSION, 0);
  mw_trace_header_add_resource (header, "lab", MW_RESOURCE_SERVICE, 0);
  mw_trace_header_add_resource (header, "sum", MW_RESOURCE_VALUE, 0);
  mw_trace_header_add_resource (header, "crew", MW_RESOURCE_PROCESSES, 2);
  mw_trace_header_add_resource (header, "room", MW_RESOURCE_ROOM, 0);
  return header;
}

MwTrace *
fixture_trace_new (void)
{
  return mw_trace_new (new_header ());
}

MwTrace *
fixture_trace_new_sharing (void)
{
  MwTraceHeader *header = new_header ();

  mw_trace_header_add_resource (header, "pace", MW_RESOURCE_LIMITER, 2);
  mw_trace_header_set_rate (header, 2, 1000);
  mw_trace_header_add_resource (header, "bell", MW_RESOURCE_EVENT, 0);
  mw_trace_header_add_resource (header, "door", MW_RESOURCE_SCOPE, 0);
  return mw_trace_new (header);
}

static MwEvent
with_text (MwTrace *trace, const FixtureEvent *row)
{
  MwEvent event = row->event;

  if (event.kind == MW_EVENT_CREATED)
    event.value = mw_trace_intern (trace, row->text);
  else if (event.kind == MW_EVENT_LINE || event.kind == MW_EVENT_ENDED || event.kind == MW_EVENT_RUN_ENDED)
    event.object = mw_trace_intern (trace, row->text);
  return event;
}

MwTrace *
fixture_trace_of (const FixtureEvent *events, guint n_events, gboolean lawfully)
{
  MwTrace *trace = fixture_trace_new ();

  fixture_trace_fill (trace, events, n_events, lawfully);
  return trace;
}

void
fixture_trace_fill (MwTrace *trace, const FixtureEvent *events, guint n_events, gboolean lawfully)
{
  for (guint i = 0; i < n_events; i++)
    {
      MwEvent event = with_text (trace, &events[i]);

      if (lawfully)
        mw_trace_append (trace, &event);
      else
        g_assert_true (mw_trace_push (trace, &event));
    }
}

/* Random programs are the engine's; here events are drawn until the trace accepts one, which reaches states that no
 * engine would produce. */
MwTrace *
fixture_trace_random (guint64 seed, guint n_events)
{
  static const char *const texts[] = { "a", "Grüße, \"you\"\\", "tab\tand\nline", "", "\x01 control", "𝄞 clef" };
  MwTrace *trace = fixture_trace_new ();
  MwEvent last = { .kind = MW_EVENT_RUN_ENDED, .reason = MW_RUN_STOPPED };
  guint32 n_tasks = 0;
  gint64 now = 0;
  MwRandom random;

  mw_random_init (&random, seed, 0);
  while (mw_trace_get_n_events (trace) < n_events)
    {
      guint32 text = mw_trace_intern (trace, texts[mw_random_uniform (&random, 0, G_N_ELEMENTS (texts))]);
      MwEvent event = {
        .time = now + (mw_random_uniform (&random, 0, 3) == 0 ? mw_random_uniform (&random, 0, 5 * MS) : 0),
        .kind = (guint8) mw_random_uniform (&random, 0, MW_EVENT_RUN_ENDED),
        .reason = (guint8) mw_random_uniform (&random, 0, MW_N_REASONS),
        .task = (guint32) mw_random_uniform (&random, 0, n_tasks + 1),
        .object = (guint32) mw_random_uniform (&random, 0, 7),
        .value = mw_random_uniform (&random, -2, 6),
        .step = (guint32) mw_random_uniform (&random, 0, 3),
        .lane = (guint16) mw_random_uniform (&random, 0, 3),
      };

      if (event.kind == MW_EVENT_CREATED)
        {
          event.task = n_tasks + 1;
          event.value = text;
        }
      if (event.kind == MW_EVENT_LINE)
        event.object = text;
      if (event.kind == MW_EVENT_ENDED)
        event.object = mw_random_uniform (&random, 0, 2) ? text : 0;
      if (!mw_trace_try_append (trace, &event, NULL))
        continue;
      now = event.time;
      n_tasks += event.kind == MW_EVENT_CREATED;
    }
  last.time = now;
  last.object = mw_trace_intern (trace, "that was all");
  mw_trace_append (trace, &last);
  return trace;
}

MwTrace *
fixture_trace_greetings (void)
{
  static const FixtureEvent events[] = {
    { { .time = 0, .kind = MW_EVENT_CREATED, .task = 1 }, "main" },
    { { .time = 0, .kind = MW_EVENT_READY, .task = 1 } },
    { { .time = 0, .kind = MW_EVENT_ITERATION_BEGIN, .value = 1 } },
    { { .time = 0, .kind = MW_EVENT_RUNNING, .task = 1 } },
    { { .time = 0, .kind = MW_EVENT_CREATED, .task = 2, .object = 1, .step = 1 }, "greet Ann" },
    { { .time = 0, .kind = MW_EVENT_READY, .task = 2, .object = 1 } },
    { { .time = 0, .kind = MW_EVENT_CREATED, .task = 3, .object = 1, .step = 1 }, "greet Bob" },
    { { .time = 0, .kind = MW_EVENT_READY, .task = 3, .object = 1 } },
    { { .time = 0, .kind = MW_EVENT_SUSPENDED, .task = 1, .reason = MW_REASON_CHILDREN, .step = 1, .value = -1 } },
    { { .time = 0, .kind = MW_EVENT_ITERATION_END } },
    { { .time = 0, .kind = MW_EVENT_ITERATION_BEGIN, .value = 2 } },
    { { .time = 0, .kind = MW_EVENT_RUNNING, .task = 2 } },
    { { .time = 0, .kind = MW_EVENT_SUSPENDED, .task = 2, .reason = MW_REASON_TIMER, .step = 2, .value = 2000 * MS } },
    { { .time = 0, .kind = MW_EVENT_RUNNING, .task = 3 } },
    { { .time = 0, .kind = MW_EVENT_SUSPENDED, .task = 3, .reason = MW_REASON_TIMER, .step = 2, .value = 2000 * MS } },
    { { .time = 0, .kind = MW_EVENT_ITERATION_END } },
    { { .time = 2000 * MS, .kind = MW_EVENT_ITERATION_BEGIN, .value = 2 } },
    { { .time = 2000 * MS, .kind = MW_EVENT_READY, .task = 2 } },
    { { .time = 2000 * MS, .kind = MW_EVENT_READY, .task = 3 } },
    { { .time = 2000 * MS, .kind = MW_EVENT_ITERATION_END } },
    { { .time = 2000 * MS, .kind = MW_EVENT_ITERATION_BEGIN, .value = 2 } },
    { { .time = 2000 * MS, .kind = MW_EVENT_RUNNING, .task = 2 } },
    { { .time = 2000 * MS, .kind = MW_EVENT_LINE, .task = 2, .step = 3 }, "Hello, Ann!" },
    { { .time = 2000 * MS, .kind = MW_EVENT_ENDED, .task = 2, .reason = MW_OUTCOME_DONE } },
    { { .time = 2000 * MS, .kind = MW_EVENT_RUNNING, .task = 3 } },
    { { .time = 2001 * MS, .kind = MW_EVENT_LINE, .task = 3, .step = 3 }, "Hello, Bob!" },
    { { .time = 2001 * MS, .kind = MW_EVENT_ENDED, .task = 3, .reason = MW_OUTCOME_DONE } },
    { { .time = 2001 * MS, .kind = MW_EVENT_READY, .task = 1, .object = 3 } },
    { { .time = 2001 * MS, .kind = MW_EVENT_ITERATION_END } },
    { { .time = 2001 * MS, .kind = MW_EVENT_ITERATION_BEGIN, .value = 1 } },
    { { .time = 2001 * MS, .kind = MW_EVENT_RUNNING, .task = 1 } },
    { { .time = 2001 * MS, .kind = MW_EVENT_ENDED, .task = 1, .reason = MW_OUTCOME_DONE } },
    { { .time = 2001 * MS, .kind = MW_EVENT_ITERATION_END } },
    { { .time = 2001 * MS, .kind = MW_EVENT_RUN_ENDED, .reason = MW_RUN_COMPLETE } },
  };

  return fixture_trace_of (events, G_N_ELEMENTS (events), TRUE);
}
