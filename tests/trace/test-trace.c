/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "mw-store.h"
#include "trace-fixture.h"

/* Every element stays where it was, over all the chunks of the directory. */
static void
test_store (void)
{
  const gsize n = (1 << MW_STORE_BLOCK_BITS) * 3 + 17;
  MwStore store = { .element_size = sizeof (gsize) };
  g_autofree gsize **seen = g_new (gsize *, n);

  for (gsize i = 0; i < n; i++)
    {
      gsize *slot = mw_store_reserve (&store);

      *slot = i * 3;
      mw_store_publish (&store);
      seen[i] = slot;
    }
  g_assert_cmpuint (mw_store_get_n (&store), ==, n);
  for (gsize i = 0; i < n; i++)
    {
      g_assert_true (mw_store_get (&store, i) == (gpointer) seen[i]);
      g_assert_cmpuint (*seen[i], ==, i * 3);
    }
  mw_store_clear (&store);
}

static void
test_small (void)
{
  g_autoptr (MwTrace) trace = fixture_trace_greetings ();

  g_assert_cmpuint (mw_trace_get_n_events (trace), ==, 34);
  g_assert_cmpuint (mw_trace_get_memory (trace), <, 16 * 1024);
  g_assert_null (mw_trace_get_event (trace, 34));
  g_assert_cmpuint (mw_trace_get_event (trace, 33)->kind, ==, MW_EVENT_RUN_ENDED);
}

static void
test_memory (void)
{
  g_autoptr (MwTrace) trace = fixture_trace_new ();
  const gsize n = 1000000;

  for (gsize i = 0; i < n; i++)
    {
      MwEvent event = { .time = (gint64) i, .kind = MW_EVENT_ITERATION_BEGIN };

      mw_trace_append (trace, &event);
    }
  g_assert_cmpuint (mw_trace_get_memory (trace), >=, n * sizeof (MwEvent));
  g_assert_cmpuint (mw_trace_get_memory (trace), <, n * sizeof (MwEvent) + 4 * 1024 * 1024);
}

static void
test_header (void)
{
  g_autoptr (MwTrace) trace = fixture_trace_new ();
  const MwTraceHeader *header = mw_trace_get_header (trace);

  g_assert_cmpstr (header->scenario, ==, "three-greetings");
  g_assert_cmpint (header->time_scale, ==, 1);
  g_assert_cmpstr (mw_trace_get_resource (trace, 3)->name, ==, "orders");
  g_assert_cmpint (mw_trace_get_resource (trace, 1)->limit, ==, 2);
  g_assert_null (mw_trace_get_resource (trace, 0));
  g_assert_null (mw_trace_get_resource (trace, 9));
}

static void
test_header_text (void)
{
  MwTraceHeader *header = mw_trace_header_new ();
  g_autoptr (MwTrace) trace = NULL;

  header->title = g_strdup ("caf\xe9");
  trace = mw_trace_new (header);
  g_assert_cmpstr (mw_trace_get_header (trace)->title, ==, "caf\xef\xbf\xbd");
  g_assert_cmpstr (mw_trace_get_header (trace)->scenario, ==, "");
}

static void
test_strings (void)
{
  g_autoptr (MwTrace) trace = fixture_trace_new ();
  const char *first;
  g_autofree char *many = NULL;
  g_autofree char *wrong = NULL;
  guint32 id;

  g_assert_cmpuint (mw_trace_intern (trace, NULL), ==, 0);
  g_assert_null (mw_trace_get_string (trace, 0));
  g_assert_cmpuint (mw_trace_intern (trace, "one"), ==, 1);
  first = mw_trace_get_string (trace, 1);
  g_assert_cmpuint (mw_trace_intern (trace, "one"), ==, 1);
  g_assert_cmpuint (mw_trace_intern (trace, ""), ==, 2);
  for (guint i = 0; i < 5000; i++)
    {
      g_autofree char *text = g_strdup_printf ("text %u", i);

      g_assert_cmpuint (mw_trace_intern (trace, text), ==, i + 3);
    }
  g_assert_true (mw_trace_get_string (trace, 1) == first);
  g_assert_cmpstr (mw_trace_get_string (trace, 5002), ==, "text 4999");
  g_assert_null (mw_trace_get_string (trace, 5003));

  id = mw_trace_intern (trace, "caf\xe9");
  g_assert_true (g_utf8_validate (mw_trace_get_string (trace, id), -1, NULL));
  g_assert_cmpuint (mw_trace_intern (trace, "caf\xe9"), ==, id);

  many = g_strnfill (3 * MW_TRACE_TEXT_MAX, 'x');
  id = mw_trace_intern (trace, many);
  g_assert_cmpuint (strlen (mw_trace_get_string (trace, id)), <=, MW_TRACE_TEXT_MAX);
  g_assert_true (g_str_has_suffix (mw_trace_get_string (trace, id), "x…"));
  wrong = g_strnfill (MW_TRACE_TEXT_MAX, (char) 0xe9);
  id = mw_trace_intern (trace, wrong);
  g_assert_cmpuint (strlen (mw_trace_get_string (trace, id)), <=, MW_TRACE_TEXT_MAX);
  g_assert_true (g_utf8_validate (mw_trace_get_string (trace, id), -1, NULL));
  g_assert_cmpuint (mw_trace_intern (trace, mw_trace_get_string (trace, id)), ==, id);
}

/* What the door refuses, each after the beginning of the greetings. */
static void
test_refused (void)
{
  static const struct { MwEvent event; const char *why; } rows[] = {
    { { .time = 5, .kind = MW_N_EVENTS, .task = 1 }, "unknown kind" },
    { { .time = 4, .kind = MW_EVENT_LINE, .task = 1 }, "goes back" },
    { { .time = -1, .kind = MW_EVENT_LINE, .task = 1 }, "goes back" },
    { { .time = MW_TRACE_TIME_MAX + 1, .kind = MW_EVENT_LINE, .task = 1 }, "a year" },
    { { .time = 5, .kind = MW_EVENT_SUSPENDED, .reason = MW_N_REASONS, .task = 1 }, "unknown reason" },
    { { .time = 5, .kind = MW_EVENT_ENDED, .reason = MW_N_OUTCOMES, .task = 1 }, "unknown reason" },
    { { .time = 5, .kind = MW_EVENT_ENDED, .reason = MW_OUTCOME_NONE, .task = 1 }, "state" },
    { { .time = 5, .kind = MW_EVENT_PHASE, .reason = MW_N_PHASES, .task = 1 }, "unknown reason" },
    { { .time = 5, .kind = MW_EVENT_RUN_ENDED, .reason = MW_N_RUN_ENDS }, "unknown reason" },
    { { .time = 5, .kind = MW_EVENT_CREATED, .task = 1 }, "task numbers" },
    { { .time = 5, .kind = MW_EVENT_CREATED, .task = 3 }, "task numbers" },
    { { .time = 5, .kind = MW_EVENT_CREATED, .task = 2, .object = 2 }, "object" },
    { { .time = 5, .kind = MW_EVENT_CREATED, .task = 2, .value = 2 }, "name" },
    { { .time = 5, .kind = MW_EVENT_CREATED, .task = 2, .value = -1 }, "name" },
    { { .time = 5, .kind = MW_EVENT_READY, .task = 2 }, "task does not exist" },
    { { .time = 5, .kind = MW_EVENT_LINE, .task = G_MAXUINT32 }, "task does not exist" },
    { { .time = 5, .kind = MW_EVENT_LINE, .task = 0 }, "no task" },
    { { .time = 5, .kind = MW_EVENT_LINE, .task = 1, .object = 2 }, "object" },
    { { .time = 5, .kind = MW_EVENT_RESOURCE, .object = 0 }, "without" },
    { { .time = 5, .kind = MW_EVENT_RESOURCE, .object = 99 }, "object" },
    { { .time = 5, .kind = MW_EVENT_SUSPENDED, .task = 1, .reason = MW_REASON_PERMIT, .object = 99 }, "object" },
    { { .time = 5, .kind = MW_EVENT_SUSPENDED, .task = 1, .reason = MW_REASON_TASK, .object = 2 }, "object" },
    { { .time = 5, .kind = MW_EVENT_SUSPENDED, .task = 1, .reason = MW_REASON_NONE }, "state" },
    { { .time = 5, .kind = MW_EVENT_READY, .task = 1 }, "state" },
  };
  g_autoptr (MwTrace) trace = fixture_trace_new ();
  const MwEvent begin[] = {
    { .time = 0, .kind = MW_EVENT_CREATED, .task = 1, .value = mw_trace_intern (trace, "main") },
    { .time = 0, .kind = MW_EVENT_READY, .task = 1 },
    { .time = 5, .kind = MW_EVENT_RUNNING, .task = 1 },
  };
  const char *why = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (begin); i++)
    mw_trace_append (trace, &begin[i]);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_test_message ("row %u: %s", i, rows[i].why);
      g_assert_false (mw_trace_try_append (trace, &rows[i].event, &why));
      g_assert_nonnull (strstr (why, rows[i].why));
      g_assert_cmpuint (mw_trace_get_n_events (trace), ==, G_N_ELEMENTS (begin));
    }
}

static void
test_nothing_after_the_end (void)
{
  g_autoptr (MwTrace) trace = fixture_trace_greetings ();
  MwEvent event = { .time = 3000000000, .kind = MW_EVENT_ITERATION_BEGIN };
  MwEvent dead = { .time = 3000000000, .kind = MW_EVENT_READY, .task = 2 };

  g_assert_false (mw_trace_try_append (trace, &event, NULL));
  g_assert_false (mw_trace_try_append (trace, &dead, NULL));
}

/* An engine that breaks the law is told so, loudly. */
static void
test_critical (void)
{
  if (g_test_subprocess ())
    {
      g_autoptr (MwTrace) trace = fixture_trace_new ();
      MwEvent event = { .time = 7, .kind = MW_EVENT_READY, .task = 1 };

      mw_trace_append (trace, &event);
      return;
    }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_failed ();
  g_test_trap_assert_stderr ("*refused event 0, ready of task 1 at 7 ns*the task does not exist*");
}

typedef struct
{
  MwTrace *trace;
  guint    n_events;
} Writing;

static gpointer
write_thread (gpointer data)
{
  Writing *writing = data;

  for (guint i = 0; i < writing->n_events; i++)
    {
      g_autofree char *text = g_strdup_printf ("task %u", i % 5000);
      MwEvent event = { .time = i, .kind = MW_EVENT_CREATED, .task = i + 1, .object = i / 2 };

      event.value = mw_trace_intern (writing->trace, text);
      mw_trace_append (writing->trace, &event);
    }
  return NULL;
}

/* One writes, one reads what is published, without a lock; the reader sees whole events with their names. */
static void
test_concurrent (void)
{
  g_autoptr (MwTrace) trace = fixture_trace_new ();
  g_autoptr (MwHistory) history = mw_history_new (trace);
  Writing writing = { trace, 150000 };
  GThread *thread = g_thread_new ("writer", write_thread, &writing);
  gsize n_seen = 0;

  while (n_seen < writing.n_events)
    {
      gsize n_events = mw_trace_get_n_events (trace);

      g_assert_cmpuint (n_events, >=, n_seen);
      for (; n_seen < n_events; n_seen++)
        {
          const MwEvent *event = mw_trace_get_event (trace, n_seen);
          const char *name = mw_trace_get_string (trace, (guint32) event->value);

          g_assert_cmpuint (event->task, ==, n_seen + 1);
          g_assert_cmpint (event->time, ==, n_seen);
          g_assert_cmpuint (g_ascii_strtoull (name + strlen ("task "), NULL, 10), ==, n_seen % 5000);
        }
      mw_history_update (history, 1000);
      g_assert_cmpuint (mw_trace_get_memory (trace), >=, n_seen * sizeof (MwEvent));
      g_thread_yield ();
    }
  g_thread_join (thread);
  mw_history_update (history, G_MAXSIZE);
  g_assert_cmpuint (mw_history_get_n_tasks (history), ==, writing.n_events);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/trace/store", test_store);
  g_test_add_func ("/trace/small", test_small);
  g_test_add_func ("/trace/memory", test_memory);
  g_test_add_func ("/trace/header", test_header);
  g_test_add_func ("/trace/header-text", test_header_text);
  g_test_add_func ("/trace/strings", test_strings);
  g_test_add_func ("/trace/refused", test_refused);
  g_test_add_func ("/trace/nothing-after-the-end", test_nothing_after_the_end);
  g_test_add_func ("/trace/critical", test_critical);
  g_test_add_func ("/trace/concurrent", test_concurrent);
  return g_test_run ();
}
