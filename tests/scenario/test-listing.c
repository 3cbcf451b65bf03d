/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Listings: as before (tests/golden/every-step-*.py; "test-listing --write" renews them), and accepted by Python. */

#include <string.h>

#include <glib/gstdio.h>

#include "mw-catalogue.h"

static char *
join (MwScenario *scenario, guint variant)
{
  g_autoptr (GArray) lines = mw_scenario_get_listing (scenario, variant);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < lines->len; i++)
    g_string_append_printf (text, "%s\n", g_array_index (lines, MwListingLine, i).code);
  return g_string_free (text, FALSE);
}

static MwScenario *
load_every_step (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("MW_TEST_SOURCE"), "tests", "scenario", "every-step.json", NULL);
  g_autoptr (GError) error = NULL;
  MwScenario *scenario = mw_scenario_load (path, &error);

  g_assert_no_error (error);
  return scenario;
}

static char *
golden_path (MwScenario *scenario, guint variant)
{
  g_autofree char *name = g_strdup_printf ("every-step-%s.py", mw_scenario_get_variant (scenario, variant)->id);

  return g_build_filename (g_getenv ("MW_TEST_SOURCE"), "tests", "golden", name, NULL);
}

static void
test_golden (void)
{
  g_autoptr (MwScenario) scenario = load_every_step ();

  for (guint i = 0; i < mw_scenario_get_n_variants (scenario); i++)
    {
      g_autofree char *path = golden_path (scenario, i);
      g_autofree char *listing = join (scenario, i);
      g_autofree char *golden = NULL;

      g_assert_true (g_file_get_contents (path, &golden, NULL, NULL));
      if (strcmp (golden, listing) != 0)
        {
          g_autofree char *new_path = g_strconcat (g_getenv ("MW_TEST_BUILD"), "/", mw_scenario_get_variant (scenario, i)->id, ".new.py", NULL);

          g_file_set_contents (new_path, listing, -1, NULL);
          g_error ("%s differs from %s", path, new_path);
        }
    }
}

/* Every step that does something on a loop has a line that it lights, in the order of the steps within a block. */
static void
test_lit_lines (void)
{
  g_autoptr (MwScenario) scenario = load_every_step ();
  g_autoptr (MwProgram) program = mw_scenario_compile (scenario, 0, NULL, 1, "en", NULL);
  g_autoptr (GArray) lines = mw_scenario_get_listing (scenario, 0);

  for (guint coroutine = 0; coroutine < program->n_coroutines; coroutine++)
    for (guint i = 0; i < program->coroutines[coroutine].body.n_steps; i++)
      {
        guint n = 0;

        for (guint j = 0; j < lines->len; j++)
          n += g_array_index (lines, MwListingLine, j).step == program->coroutines[coroutine].body.steps[i].id;
        g_assert_cmpuint (n, >, 0);
      }
}

static gboolean
python_accepts (const char *python, const char *code)
{
  g_autofree char *folder = g_dir_make_tmp ("mw-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "listing.py", NULL);
  g_autoptr (GError) error = NULL;
  int status = 1;

  g_assert_true (g_file_set_contents (path, code, -1, NULL));
  g_spawn_sync (NULL, (char *[]) { (char *) python, "-c", "import sys; compile(open(sys.argv[1]).read(), 'listing', 'exec')", path, NULL },
                NULL, G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, NULL, NULL, &status, &error);
  g_assert_no_error (error);
  g_unlink (path);
  g_rmdir (folder);
  return status == 0;
}

static void
test_python (void)
{
  g_autofree char *python = g_find_program_in_path ("python3");
  g_autoptr (MwScenario) every_step = load_every_step ();
  g_autoptr (GString) all = g_string_new (NULL);
  GPtrArray *catalogue = mw_catalogue_get_all ();

  if (python == NULL)
    {
      g_test_skip ("there is no python3");
      return;
    }
  for (guint i = 0; i <= catalogue->len; i++)
    {
      MwScenario *scenario = i < catalogue->len ? g_ptr_array_index (catalogue, i) : every_step;

      for (guint variant = 0; variant < mw_scenario_get_n_variants (scenario); variant++)
        {
          g_autofree char *listing = join (scenario, variant);

          g_string_append (all, listing);
        }
    }
  g_assert_true (python_accepts (python, all->str));
  g_assert_false (python_accepts (python, "def broken(:\n"));
}

static int
write_golden (void)
{
  g_autoptr (MwScenario) scenario = load_every_step ();

  for (guint i = 0; i < mw_scenario_get_n_variants (scenario); i++)
    {
      g_autofree char *path = golden_path (scenario, i);
      g_autofree char *listing = join (scenario, i);

      if (!g_file_set_contents (path, listing, -1, NULL))
        return 1;
    }
  return 0;
}

int
main (int argc, char *argv[])
{
  if (argc > 1 && strcmp (argv[1], "--write") == 0)
    return write_golden ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/listing/golden", test_golden);
  g_test_add_func ("/listing/lit-lines", test_lit_lines);
  g_test_add_func ("/listing/python", test_python);
  return g_test_run ();
}
