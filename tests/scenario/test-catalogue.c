/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The bundled scenarios: complete, in order, compiling in both languages, with listings that Python accepts. */

#include <string.h>

#include "mw-catalogue.h"

static const char *const languages[] = { "en", "fr" };

static void
test_order (void)
{
  static const char *const ids[] = {
    "three-greetings", "one-two", "exercise-gather", "thirty-stories", "permits", "backoff", "timeout", "blocked-loop",
  };
  GPtrArray *all = mw_catalogue_get_all ();

  g_assert_cmpuint (all->len, ==, G_N_ELEMENTS (ids));
  for (guint i = 0; i < all->len; i++)
    g_assert_cmpstr (mw_scenario_get_id (g_ptr_array_index (all, i)), ==, ids[i]);
}

static void
test_compile (void)
{
  GPtrArray *all = mw_catalogue_get_all ();

  for (guint i = 0; i < all->len; i++)
    for (guint variant = 0; variant < mw_scenario_get_n_variants (g_ptr_array_index (all, i)); variant++)
      for (guint lang = 0; lang < G_N_ELEMENTS (languages); lang++)
        {
          MwScenario *scenario = g_ptr_array_index (all, i);
          g_autoptr (GError) error = NULL;
          g_autoptr (MwProgram) program = mw_scenario_compile (scenario, variant, NULL, mw_scenario_get_seed (scenario), languages[lang], &error);
          g_autoptr (GArray) listing = mw_scenario_get_listing_in (scenario, variant, languages[lang]);

          g_assert_no_error (error);
          g_assert_cmpstr (program->scenario, ==, mw_scenario_get_id (scenario));
          g_assert_cmpuint (listing->len, >, 5);
          for (guint j = 0; j < listing->len; j++)
            g_test_message ("%3u %s", g_array_index (listing, MwListingLine, j).step, g_array_index (listing, MwListingLine, j).code);
        }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/catalogue/order", test_order);
  g_test_add_func ("/catalogue/compile", test_compile);
  return g_test_run ();
}
