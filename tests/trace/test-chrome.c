/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gstdio.h>
#include <string.h>

#include "mw-chrome-file.h"
#include "mw-error.h"
#include "trace-fixture.h"

static MwHistory *
read_all (MwTrace *trace)
{
  MwHistory *history = mw_history_new (trace);

  mw_history_update (history, G_MAXSIZE);
  return history;
}

/* The only run in TEXT; its notes, joined, in *NOTES. */
static MwTrace *
parse_one (const char *text, char **notes)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) list = NULL;
  g_autoptr (GPtrArray) traces = mw_chrome_parse (bytes, &list, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (traces->len, ==, 1);
  *notes = list ? g_strjoinv ("; ", list) : g_strdup ("");
  return mw_trace_ref (g_ptr_array_index (traces, 0));
}

static void
assert_same_tasks (MwHistory *first, MwHistory *second)
{
  g_assert_cmpuint (mw_history_get_n_tasks (first), ==, mw_history_get_n_tasks (second));
  for (guint32 id = 1; id <= mw_history_get_n_tasks (first); id++)
    {
      const MwTaskHistory *a = mw_history_get_task (first, id), *b = mw_history_get_task (second, id);

      g_assert_cmpstr (a->name, ==, b->name);
      g_assert_cmpuint (a->outcome, ==, b->outcome);
      g_assert_cmpuint (a->parent, ==, b->parent);
      g_assert_cmpuint (a->spans->len, ==, b->spans->len);
      for (guint i = 0; i < a->spans->len; i++)
        {
          const MwSpan *x = &g_array_index (a->spans, MwSpan, i), *y = &g_array_index (b->spans, MwSpan, i);

          g_assert_cmpstr (mw_state_name (x->state), ==, mw_state_name (y->state));
          g_assert_cmpint (x->begin, ==, y->begin);
          g_assert_cmpint (x->end, ==, y->end);
          g_assert_cmpuint (x->reason, ==, y->reason);
          g_assert_cmpuint (x->lane, ==, y->lane);
        }
    }
}

static void
assert_same_strips (MwHistory *first, MwHistory *second)
{
  for (guint i = 0; i < mw_history_get_n_strips (first); i++)
    {
      const MwStrip *a = mw_history_get_strip (first, i);

      for (guint k = 0; k < mw_history_get_n_strips (second); k++)
        {
          const MwStrip *b = mw_history_get_strip (second, k);

          if (strcmp (a->name, b->name) != 0)
            continue;
          g_assert_cmpuint (a->kind, ==, b->kind);
          g_assert_cmpint (a->limit, ==, b->limit);
          g_assert_cmpuint (a->points->len, ==, b->points->len);
          g_assert_cmpmem (a->points->data, a->points->len * sizeof (MwStripPoint), b->points->data, b->points->len * sizeof (MwStripPoint));
        }
    }
}

/* There and back: what is drawn is the same. */
static void
check_round_trip (MwTrace *trace)
{
  g_autoptr (MwHistory) history = read_all (trace), again = NULL;
  g_autoptr (GBytes) bytes = mw_chrome_write (&history, 1);
  g_autofree char *text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_autofree char *notes = NULL;
  g_autoptr (MwTrace) back = parse_one (text, &notes);

  again = read_all (back);
  g_assert_cmpstr (notes, ==, "");
  assert_same_tasks (history, again);
  assert_same_strips (history, again);
  g_assert_cmpuint (mw_history_get_lines (history)->len, ==, mw_history_get_lines (again)->len);
  g_assert_cmpuint (mw_history_get_iterations (history)->len, ==, mw_history_get_iterations (again)->len);
  g_assert_cmpstr (mw_trace_get_header (trace)->executor, ==, mw_trace_get_header (back)->executor);
}

static void
test_round_trip (void)
{
  g_autoptr (MwTrace) greetings = fixture_trace_greetings ();

  check_round_trip (greetings);
}

/* A file of another program: threads that run side by side, nested calls, a begin and its end, a counter. */
static void
test_foreign (void)
{
  static const char text[] =
    "[{\"ph\":\"M\",\"name\":\"process_name\",\"pid\":7,\"args\":{\"name\":\"server\"}},\n"
    "{\"ph\":\"M\",\"name\":\"thread_name\",\"pid\":7,\"tid\":\"0x2a\",\"args\":{\"name\":\"worker\"}},\n"
    "{\"ph\":\"X\",\"name\":\"parse\",\"pid\":7,\"tid\":42,\"ts\":1000.5,\"dur\":10},\n"
    "{\"ph\":\"X\",\"name\":\"inner\",\"pid\":7,\"tid\":42,\"ts\":1002,\"dur\":1.25,\"args\":{\"deep\":[{\"x\":[\"}]\"]}]}},\n"
    "{\"ph\":\"B\",\"name\":\"call\",\"pid\":7,\"tid\":9,\"ts\":1.0011e3},{\"ph\":\"E\",\"pid\":7,\"tid\":9,\"ts\":1005},\n"
    "{\"ph\":\"X\",\"name\":\"write\",\"pid\":7,\"tid\":42,\"ts\":1020.5,\"dur\":5},\n"
    "{\"ph\":\"i\",\"name\":\"here\",\"pid\":7,\"tid\":42,\"ts\":1021,\"s\":\"t\"},\n"
    "{\"ph\":\"b\",\"name\":\"async\",\"pid\":7,\"id\":1,\"ts\":1},\n"
    "{\"ph\":\"C\",\"name\":\"heap\",\"pid\":7,\"ts\":1003,\"args\":{\"bytes\":12}},";
  g_autofree char *notes = NULL;
  g_autoptr (MwTrace) trace = parse_one (text, &notes);
  g_autoptr (MwHistory) history = read_all (trace);
  const MwTaskHistory *worker = mw_history_get_task (history, 1), *other = mw_history_get_task (history, 2);
  const MwSpan *gap;

  g_assert_cmpuint (mw_history_get_n_tasks (history), ==, 2);
  g_assert_cmpstr (worker->name, ==, "worker");
  g_assert_cmpstr (other->name, ==, "9");
  g_assert_cmpint (other->ended - other->created, ==, 3900);
  g_assert_cmpint (worker->created, ==, 0);
  g_assert_cmpint (worker->ended, ==, 25000);
  g_assert_cmpint (worker->outcome, ==, MW_OUTCOME_DONE);
  gap = &g_array_index (worker->spans, MwSpan, mw_task_history_find (worker, 15000));
  g_assert_cmpint (gap->begin, ==, 10000);
  g_assert_cmpint (gap->end, ==, 20000);
  g_assert_cmpint (gap->reason, ==, MW_REASON_UNKNOWN);
  g_assert_cmpuint (mw_history_get_lines (history)->len, ==, 1);
  g_assert_cmpint (mw_history_get_strip (history, 0)->max, ==, 12);
  g_assert_cmpstr (mw_trace_get_header (trace)->title, ==, "server");
  g_assert_nonnull (strstr (notes, "1 event of a kind that has no place here"));
  g_assert_nonnull (strstr (notes, "1 slice within another"));
  g_assert_nonnull (strstr (notes, "reading stopped"));
}

static void
test_nothing (void)
{
  static const char *const texts[] = { "", "{", "[]", "{\"traceEvents\":[]}", "{\"a\":1}", "12", "[{\"ph\":\"X\"}]", "[1]", "\xff" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (texts[i], strlen (texts[i]));
      g_autoptr (GError) error = NULL;

      g_assert_null (mw_chrome_parse (bytes, NULL, &error));
      g_assert_error (error, MW_ERROR, MW_ERROR_FORMAT);
    }
}

/* Cut after every byte, and with every byte changed: never more than what is there, and what is there is lawful. */
static void
test_damage (void)
{
  g_autoptr (MwTrace) trace = fixture_trace_greetings ();
  g_autoptr (MwHistory) history = read_all (trace);
  g_autoptr (GBytes) whole = mw_chrome_write (&history, 1);
  gsize size;
  const char *data = g_bytes_get_data (whole, &size);
  guint n_read = 0;

  for (gsize i = 0; i < 2 * size; i++)
    {
      g_autofree char *copy = g_memdup2 (data, size);
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (GPtrArray) traces = NULL;

      if (i >= size)
        copy[i - size] ^= (char) (1 << i % 8);
      bytes = g_bytes_new (copy, i < size ? i : size);
      traces = mw_chrome_parse (bytes, NULL, NULL);
      n_read += traces != NULL;
      for (guint k = 0; traces != NULL && k < traces->len; k++)
        {
          g_autoptr (MwHistory) again = read_all (g_ptr_array_index (traces, k));

          g_assert_true (mw_history_is_finished (again));
        }
    }
  g_assert_cmpuint (n_read, >, size);
}

static void
count_cb (double share, gpointer data)
{
  double *last = data;

  g_assert_cmpfloat (share, >=, *last);
  g_assert_cmpfloat (share, <=, 1);
  *last = share;
}

static void
test_cancelled (void)
{
  g_autoptr (GString) text = g_string_new ("[");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL, other = NULL;
  g_autoptr (GPtrArray) traces = NULL;
  g_autofree char *path = NULL;
  double share = 0;

  for (guint i = 0; i < 50000; i++)
    g_string_append_printf (text, "%s{\"ph\":\"X\",\"name\":\"a\",\"pid\":1,\"tid\":%u,\"ts\":%u,\"dur\":1}", i > 0 ? "," : "", i % 100, i);
  g_string_append_c (text, ']');
  g_close (g_file_open_tmp ("chrome-XXXXXX.json", &path, NULL), NULL);
  g_assert_true (g_file_set_contents (path, text->str, (gssize) text->len, NULL));
  traces = mw_chrome_load (path, NULL, count_cb, &share, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (traces->len, ==, 1);
  g_assert_cmpfloat (share, >, 0.3);
  g_cancellable_cancel (cancellable);
  g_assert_null (mw_chrome_load (path, NULL, NULL, NULL, cancellable, &other));
  g_assert_error (other, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_unlink (path);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/chrome/round-trip", test_round_trip);
  g_test_add_func ("/chrome/foreign", test_foreign);
  g_test_add_func ("/chrome/nothing", test_nothing);
  g_test_add_func ("/chrome/damage", test_damage);
  g_test_add_func ("/chrome/cancelled", test_cancelled);
  return g_test_run ();
}
