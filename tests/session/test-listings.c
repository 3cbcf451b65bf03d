/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The code that a learner reads is the code that runs: each listing of the catalogue, executed by CPython on a virtual clock,
 * prints the same lines at the same nanoseconds in the same order as the engine, and ends in the same way.
 *
 * That holds where Python needs nothing but its own library and time: requests go to a server that is not there, draws
 * come from another stream, a pool of threads knows no virtual clock, and a database takes no time here.  Those
 * listings are left out, and counted. */

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

#include "mw-catalogue.h"
#include "mw-history.h"
#include "mw-run.h"

#define PYTHON "/usr/bin/python3"

/* None of whose variants may be left out. */
static const char *const promised[] = {
  "three-greetings", "one-two", "result-order", "makerandom", "chaining", "producers-consumers", "as-completed",
  "one-of-five-fails", "exercise-pipeline", NULL
};

typedef struct
{
  char      *folder;
  GPtrArray *paths;     /* of listings, NULL-terminated when asked */
  GString   *expected;  /* what Python must print for all of them */
  guint      n_left_out;
} Listings;

static gboolean
is_executable (const char *listing)
{
  static const char *const foreign[] = { "import httpx", "import random", "import concurrent.futures", "to_thread(compute",
    "import aiosqlite", "import sqlite3", "import pathlib", "import websockets" };

  for (guint i = 0; i < G_N_ELEMENTS (foreign); i++)
    if (strstr (listing, foreign[i]) != NULL)
      return FALSE;
  return TRUE;
}

/* Below a line with the time scale, for a listing counts in the scenario's time. */
static char *
join (MwScenario *scenario, guint variant)
{
  g_autoptr (GArray) lines = mw_scenario_get_listing (scenario, variant);
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "# time-scale %" G_GINT64_FORMAT "\n", mw_scenario_get_time_scale (scenario));
  for (guint i = 0; i < lines->len; i++)
    g_string_append_printf (text, "%s\n", g_array_index (lines, MwListingLine, i).code);
  return g_string_free (text, FALSE);
}

/* "TIME:LINE" for each line printed, and "TIME:END". */
static void
append_what_we_print (GString *text, MwScenario *scenario, guint variant)
{
  g_auto (MwSettings) settings = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (MwRun) run = NULL;
  g_autoptr (MwHistory) history = NULL;
  const GArray *lines;

  mw_settings_init (&settings, scenario, MW_CLOCK_SIMULATED, "en");
  run = mw_run_new (scenario, variant, &settings, NULL, 0, &error);
  g_assert_no_error (error);
  mw_run_start (run);
  mw_run_join (run);
  history = mw_history_new (mw_run_get_trace (run));
  mw_history_update (history, G_MAXSIZE);
  lines = mw_history_get_lines (history);
  for (guint i = 0; i < lines->len; i++)
    g_string_append_printf (text, "%" G_GINT64_FORMAT ":%s\n", g_array_index (lines, MwLine, i).time, g_array_index (lines, MwLine, i).text);
  g_string_append_printf (text, "%" G_GINT64_FORMAT ":%s\n", mw_history_get_end (history),
                          mw_run_end_name (mw_history_get_run_end (history, NULL)));
}

static void
add_variant (Listings *self, MwScenario *scenario, guint variant)
{
  g_autofree char *listing = join (scenario, variant);
  g_autofree char *name = g_strdup_printf ("%s-%s.py", mw_scenario_get_id (scenario), mw_scenario_get_variant (scenario, variant)->id);
  char *path;

  if (!is_executable (listing))
    {
      g_assert_false (g_strv_contains (promised, mw_scenario_get_id (scenario)));
      self->n_left_out++;
      return;
    }
  path = g_build_filename (self->folder, name, NULL);
  g_assert_true (g_file_set_contents (path, listing, -1, NULL));
  g_ptr_array_add (self->paths, path);
  g_string_append_printf (self->expected, "%s\n", path);
  append_what_we_print (self->expected, scenario, variant);
}

/* NULL when this Python is too old. */
static char *
ask_python (Listings *self)
{
  g_autofree char *harness = g_build_filename (g_getenv ("MW_TEST_SOURCE"), "tests/engine/asyncio_virtual.py", NULL);
  g_autofree char *script = g_build_filename (g_getenv ("MW_TEST_SOURCE"), "tests/session/listings_virtual.py", NULL);
  const char *const first[] = { PYTHON, "-I", "-W", "ignore", harness, script };
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  char *out = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (first); i++)
    g_ptr_array_add (words, (gpointer) first[i]);
  for (guint i = 0; i < self->paths->len; i++)
    g_ptr_array_add (words, g_ptr_array_index (self->paths, i));
  g_ptr_array_add (words, NULL);
  process = g_subprocess_newv ((const char *const *) words->pdata, G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &out, NULL, &error);
  g_assert_no_error (error);
  if (g_subprocess_get_exit_status (process) == 77)
    g_clear_pointer (&out, g_free);
  else
    g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 0);
  return out;
}

/* Says the first difference of each listing; how many differ. */
static guint
compare (const char *ours, const char *theirs)
{
  g_auto (GStrv) a = g_strsplit (ours, "\n", -1), b = g_strsplit (theirs, "\n", -1);
  const char *listing = "", *wrong = NULL;
  guint n_different = 0;

  for (guint i = 0; a[i] != NULL && b[i] != NULL; i++)
    {
      if (g_str_has_suffix (a[i], ".py"))
        listing = a[i];
      if (strcmp (a[i], b[i]) == 0 || wrong == listing)
        continue;
      g_test_message ("%s: we print \"%s\", Python \"%s\"", strrchr (listing, '/') + 1, a[i], b[i]);
      wrong = listing;
      n_different++;
      if (g_str_has_suffix (a[i], ".py") || g_str_has_suffix (b[i], ".py"))
        break; /* one printed more lines: the rest is shifted */
    }
  return n_different + (g_strv_length (a) != g_strv_length (b));
}

static void
clear (Listings *self)
{
  for (guint i = 0; i < self->paths->len; i++)
    g_unlink (g_ptr_array_index (self->paths, i));
  g_rmdir (self->folder);
  g_ptr_array_unref (self->paths);
  g_string_free (self->expected, TRUE);
  g_free (self->folder);
}

static void
test_python_prints_the_same (void)
{
  Listings listings = { .folder = g_dir_make_tmp ("mw-XXXXXX", NULL), .paths = g_ptr_array_new_with_free_func (g_free), .expected = g_string_new (NULL) };
  GPtrArray *all = mw_catalogue_get_all ();
  g_autofree char *printed = NULL;

  for (guint i = 0; i < all->len; i++)
    for (guint variant = 0; variant < mw_scenario_get_n_variants (g_ptr_array_index (all, i)); variant++)
      add_variant (&listings, g_ptr_array_index (all, i), variant);
  printed = g_file_test (PYTHON, G_FILE_TEST_IS_EXECUTABLE) ? ask_python (&listings) : NULL;
  if (printed != NULL)
    {
      g_test_message ("%u listings executed, %u left out", listings.paths->len, listings.n_left_out);
      g_assert_cmpuint (compare (listings.expected->str, printed), ==, 0);
      g_assert_cmpuint (listings.paths->len, >, listings.n_left_out);
    }
  else
    g_test_skip ("there is no " PYTHON " of version 3.11 or later");
  clear (&listings);
}

static void
test_promised (void)
{
  for (guint i = 0; promised[i] != NULL; i++)
    g_assert_nonnull (mw_catalogue_find (promised[i]));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/listings/promised", test_promised);
  g_test_add_func ("/listings/python-prints-the-same", test_python_prints_the_same);
  return g_test_run ();
}
