/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Damaged files: every scenario cut at every byte, and with bytes changed, is read or refused, and nothing else.
 * MW_TEST_THOROUGH changes every byte instead of every 97th. */

#include <string.h>

#include "mw-error.h"
#include "mw-scenario.h"

static GPtrArray *
load_files (void)
{
  GPtrArray *files = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autofree char *folder = g_build_filename (g_getenv ("MW_TEST_SOURCE"), "data", "scenarios", NULL);
  g_autofree char *extra = g_build_filename (g_getenv ("MW_TEST_SOURCE"), "tests", "scenario", "every-step.json", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  char *text;
  gsize length;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)))
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_str_has_suffix (name, ".json") && g_file_get_contents (path, &text, &length, NULL))
        g_ptr_array_add (files, g_bytes_new_take (text, length));
    }
  g_assert_true (g_file_get_contents (extra, &text, &length, NULL));
  g_ptr_array_add (files, g_bytes_new_take (text, length));
  return files;
}

/* Reads DATA; whatever was let through compiles.  TRUE if it was. */
static gboolean
try_parse (const char *data, gsize length)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (data, length);
  g_autoptr (GError) error = NULL;
  g_autoptr (MwScenario) scenario = mw_scenario_parse (bytes, "damaged.json", &error);

  if (scenario == NULL)
    {
      g_assert_cmpuint (error->domain, ==, MW_ERROR);
      g_assert_true (g_str_has_prefix (error->message, "damaged.json:"));
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      return FALSE;
    }
  for (guint i = 0; i < mw_scenario_get_n_variants (scenario); i++)
    {
      g_autoptr (GArray) listing = mw_scenario_get_listing (scenario, i);
      g_autoptr (MwProgram) program = mw_scenario_compile (scenario, i, NULL, 1, "fr", &error);

      g_assert_no_error (error);
      g_assert_nonnull (program);
      g_assert_cmpuint (listing->len, >, 0);
    }
  return TRUE;
}

static void
test_cut (void)
{
  g_autoptr (GPtrArray) files = load_files ();

  for (guint i = 0; i < files->len; i++)
    {
      gsize length;
      const char *data = g_bytes_get_data (g_ptr_array_index (files, i), &length);

      /* a copy of its own size, so that a read behind its end is seen */
      for (gsize cut = 0; cut + 2 < length; cut++)
        {
          g_autofree char *part = g_memdup2 (data, MAX (1, cut));

          g_assert_false (try_parse (part, cut));
        }
      g_assert_true (try_parse (data, length));
    }
}

static void
test_changed (void)
{
  static const char changes[] = "\x01\x80\"{[$0-";
  g_autoptr (GPtrArray) files = load_files ();
  gsize stride = g_getenv ("MW_TEST_THOROUGH") != NULL ? 1 : 97;
  guint n_good = 0, n = 0;

  for (guint i = 0; i < files->len; i++)
    {
      gsize length;
      const char *data = g_bytes_get_data (g_ptr_array_index (files, i), &length);
      g_autofree char *copy = g_memdup2 (data, length);

      for (gsize at = i; at < length; at += stride)
        {
          char change = changes[(at / stride) % (sizeof changes - 1)];

          copy[at] = change < 3 ? (char) (copy[at] ^ change) : change;
          n_good += try_parse (copy, length);
          n++;
          copy[at] = data[at];
        }
    }
  g_test_message ("%u of %u changed files were still scenarios", n_good, n);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/damage/cut", test_cut);
  g_test_add_func ("/damage/changed", test_changed);
  return g_test_run ();
}
