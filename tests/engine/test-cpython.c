/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The engine against CPython: random programs, translated into Python, must say the same words at the same virtual
 * times in the same order under asyncio itself. */

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

#include "mw-random-program.h"

#define PYTHON "/usr/bin/python3"

static char *
what_we_say (MwProgram *program, guint64 seed, MwRunEnd *why)
{
  g_autoptr (MwTrace) trace = mw_build_simulate (program);
  GString *text = g_string_new (NULL);
  gint64 end = mw_build_end (trace, why);

  g_string_append_printf (text, "%" G_GUINT64_FORMAT " %" G_GINT64_FORMAT " %s", seed, end, mw_run_end_name (*why));
  for (gsize i = 0; i < mw_trace_get_n_events (trace); i++)
    {
      const MwEvent *event = mw_trace_get_event (trace, i);

      if (event->kind == MW_EVENT_LINE)
        g_string_append_printf (text, " %" G_GINT64_FORMAT ":%s", event->time, mw_trace_get_string (trace, event->object));
    }
  return g_string_free (text, FALSE);
}

static char **
ask_python (const char *script)
{
  g_autofree char *harness = g_build_filename (g_getenv ("MW_TEST_SOURCE"), "tests/engine/asyncio_virtual.py", NULL);
  g_autofree char *path = NULL;
  g_autofree char *out = NULL;
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  int fd = g_file_open_tmp ("mw-XXXXXX.py", &path, &error);

  g_assert_no_error (error);
  g_close (fd, &error);
  g_assert_no_error (error);
  g_file_set_contents (path, script, -1, &error);
  g_assert_no_error (error);
  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, PYTHON, "-I", "-W", "ignore", harness, path, NULL);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &out, NULL, &error);
  g_assert_no_error (error);
  g_unlink (path);
  if (g_subprocess_get_exit_status (process) == 77)
    return NULL;
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 0);
  return g_strsplit (g_strchomp (out), "\n", -1);
}

static void
test_cpython (void)
{
  g_autoptr (GString) script = g_string_new (NULL);
  g_autoptr (GPtrArray) ours = g_ptr_array_new_with_free_func (g_free);
  g_auto (GStrv) theirs = NULL;
  guint64 first = 1000, n = g_getenv ("MW_TEST_PROGRAMS") ? g_ascii_strtoull (g_getenv ("MW_TEST_PROGRAMS"), NULL, 10) : 2000;
  guint compared = 0, different = 0;

  if (!g_file_test (PYTHON, G_FILE_TEST_IS_EXECUTABLE))
    {
      g_test_skip ("there is no " PYTHON);
      return;
    }
  if (g_getenv ("MW_TEST_SEED"))
    {
      first = g_ascii_strtoull (g_getenv ("MW_TEST_SEED"), NULL, 10);
      n = 1;
    }
  for (guint64 seed = first; seed < first + n; seed++)
    {
      g_autoptr (MwProgram) program = mw_random_program (seed, MW_EXECUTOR_LOOP, TRUE);
      g_autofree char *said = NULL;
      MwRunEnd why;

      said = what_we_say (program, seed, &why);
      if (why != MW_RUN_COMPLETE && why != MW_RUN_FAILED)
        continue; /* a deadlock or a limit: CPython would simply hang */
      g_ptr_array_add (ours, g_steal_pointer (&said));
      mw_random_program_to_python (program, seed, script);
    }
  theirs = ask_python (script->str);
  if (theirs == NULL)
    {
      g_test_skip (PYTHON " is older than 3.11");
      return;
    }
  g_assert_cmpuint (g_strv_length (theirs), ==, ours->len);
  for (guint i = 0; i < ours->len; i++)
    {
      if (strcmp (g_ptr_array_index (ours, i), theirs[i]) != 0)
        {
          different++;
          g_test_message ("ours   %s", (char *) g_ptr_array_index (ours, i));
          g_test_message ("theirs %s", theirs[i]);
        }
      compared += strchr (theirs[i], ':') != NULL;
    }
  g_assert_cmpuint (different, ==, 0);
  g_assert_cmpuint (compared * 4, >=, n); /* most programs must say something */
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cpython/order", test_cpython);
  return g_test_run ();
}
