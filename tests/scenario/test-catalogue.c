/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The bundled scenarios: complete, in order, compiling in both languages, with listings that Python accepts. */

#include <string.h>

#include "mw-catalogue.h"
#include "mw-error.h"
#include "mw-guide.h"

static const char *const languages[] = { "en", "fr" };

static void
test_order (void)
{
  static const char *const ids[] = {
    "one-task", "three-greetings", "one-two", "result-order", "five-users", "background-tasks", "ten-requests",
    "exercise-gather", "chess-exhibition", "loop-anatomy", "as-completed", "exercise-downloads",
    "exercise-services", "ten-stories", "thirty-stories", "permits", "rate-limited-calls", "parking",
    "rate-is-not-concurrency", "batches-or-window", "shared-session", "connection-pool", "downloads", "timeout",
    "exercise-timeouts", "cancellation", "one-of-five-fails", "error-groups", "backoff", "jitter", "makerandom",
    "chaining", "queue-chain", "producers-consumers", "exercise-pipeline", "lost-update", "resource-scope",
    "async-iterators", "database", "fetch-and-store", "cache-aside", "broadcast", "forgotten-await",
    "blocked-loop", "slow-callbacks", "executor", "busy-endpoint", "cpu-bound", "decision-guide", "await-rules",
    "headless-check", "playground",
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
        }
}

static void
assert_text (const char *text)
{
  g_assert_nonnull (text);
  g_assert_cmpuint (strlen (text), >, 0);
  g_assert_true (g_utf8_validate (text, -1, NULL));
}

/* Nothing is missing in either language, and the French is not the English again. */
static void
test_texts (void)
{
  GPtrArray *all = mw_catalogue_get_all ();

  for (guint i = 0; i < all->len; i++)
    {
      MwScenario *scenario = g_ptr_array_index (all, i);

      for (guint lang = 0; lang < G_N_ELEMENTS (languages); lang++)
        {
          g_auto (GStrv) paragraphs = g_strsplit (mw_scenario_get_text (scenario, languages[lang]), "\n\n", -1);

          g_assert_cmpuint (g_strv_length (paragraphs), >=, 2);
          g_assert_cmpuint (g_strv_length (paragraphs), <=, 4);
          assert_text (mw_scenario_get_title (scenario, languages[lang]));
          assert_text (mw_scenario_get_summary (scenario, languages[lang]));
          assert_text (mw_catalogue_get_group_title (mw_scenario_get_group (scenario), languages[lang]));
          for (guint j = 0; j < mw_scenario_get_n_parameters (scenario); j++)
            assert_text (mw_scenario_get_parameter_label (scenario, j, languages[lang]));
          for (guint j = 0; j < mw_scenario_get_n_variants (scenario); j++)
            assert_text (mw_scenario_get_variant_title (scenario, j, languages[lang]));
        }
      g_assert_cmpstr (mw_scenario_get_title (scenario, "en"), !=, mw_scenario_get_title (scenario, "fr"));
      g_assert_cmpstr (mw_scenario_get_text (scenario, "en"), !=, mw_scenario_get_text (scenario, "fr"));
      g_assert_cmpstr (mw_scenario_get_text (scenario, "de"), ==, mw_scenario_get_text (scenario, "en"));
    }
}

/* Each variant is claimed to last as long as it does; no claim is without a tolerance by accident. */
static void
test_claims (void)
{
  GPtrArray *all = mw_catalogue_get_all ();

  for (guint i = 0; i < all->len; i++)
    for (guint variant = 0; variant < mw_scenario_get_n_variants (g_ptr_array_index (all, i)); variant++)
      {
        MwScenario *scenario = g_ptr_array_index (all, i);
        gboolean found = FALSE;

        for (guint j = 0; j < mw_scenario_get_n_claims (scenario); j++)
          {
            const MwClaim *claim = mw_scenario_get_claim (scenario, j);
            const MwClaim *french = mw_scenario_get_claim_in (scenario, j, "fr");

            found = found || (claim->measure == MW_MEASURE_MAKESPAN && claim->variant == variant);
            g_assert_cmpint (claim->exact_tolerance, ==, 0);
            g_assert_cmpint (claim->measure, ==, french->measure);
            g_assert_cmpint (claim->expected, ==, french->expected);
            g_assert_true ((claim->subject == NULL) == (french->subject == NULL));
            if (claim->measure == MW_MEASURE_MAKESPAN)
              g_assert_cmpint (claim->tolerance, >, 0);
          }
        g_assert_true (found);
      }
}

/* Goes every way through the questions from where GUIDE is; the number of ends. */
static guint
walk (const MwGuide *guide)
{
  const MwGuideAnswer *end = mw_guide_get_end (guide);
  guint n = 0;

  if (end != NULL)
    {
      g_assert_null (mw_guide_get_question (guide));
      g_assert_true (g_utf8_strlen (end->advice, -1) > 20);
      if (mw_catalogue_find (end->scenario) == NULL)
        g_error ("“%s” leads to %s, which is not in the catalogue", end->answer, end->scenario);
      return 1;
    }
  for (guint i = 0; i < mw_guide_get_question (guide)->n_answers; i++)
    {
      MwGuide further = *guide;

      g_assert_true (mw_guide_answer (&further, i));
      n += walk (&further);
      g_assert_true (mw_guide_back (&further));
      g_assert_true (mw_guide_get_question (&further) == mw_guide_get_question (guide));
    }
  return n;
}

/* Every answer reaches one scenario. */
static void
test_guide (void)
{
  MwScenario *scenario = mw_catalogue_find ("decision-guide");

  g_assert_cmpuint (mw_scenario_get_n_questions (scenario), ==, 5);
  for (guint lang = 0; lang < G_N_ELEMENTS (languages); lang++)
    {
      MwGuide guide;

      mw_guide_begin (&guide, scenario, languages[lang]);
      g_assert_false (mw_guide_back (&guide));
      g_assert_false (mw_guide_answer (&guide, mw_guide_get_question (&guide)->n_answers));
      g_assert_cmpuint (walk (&guide), ==, 10);
    }
  g_assert_cmpint (mw_scenario_get_quoted (scenario, 0, "en")->percent, ==, 13);
  g_assert_cmpint (mw_scenario_get_quoted (scenario, 1, "fr")->percent, ==, -80);
}

static void
test_open (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MwScenario) scenario = mw_catalogue_open ("permits", &error);

  g_assert_no_error (error);
  g_assert_true (scenario == mw_catalogue_find ("permits"));
  g_assert_null (mw_catalogue_find ("permit"));
  g_assert_null (mw_catalogue_open ("permit", &error));
  g_assert_error (error, MW_ERROR, MW_ERROR_ARGUMENT);
  g_assert_cmpstr (error->message, ==, "there is no scenario \"permit\" and no file of that name");
  g_clear_error (&error);
  g_assert_null (mw_catalogue_open ("./permit.json", &error));
  g_assert_error (error, MW_ERROR, MW_ERROR_FILE);
}

/* Every file of the folder is in the list, and the other way round: parsing them all has shown the rest. */
static void
test_list (void)
{
  g_autofree char *folder = g_build_filename (g_getenv ("MW_TEST_SOURCE"), "data", "scenarios", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint n = 0;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)))
    if (g_str_has_suffix (name, ".json"))
      {
        g_autofree char *id = g_strndup (name, strlen (name) - strlen (".json"));

        g_assert_nonnull (mw_catalogue_find (id));
        n++;
      }
  g_assert_cmpuint (n, ==, mw_catalogue_get_all ()->len);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/catalogue/order", test_order);
  g_test_add_func ("/catalogue/list", test_list);
  g_test_add_func ("/catalogue/compile", test_compile);
  g_test_add_func ("/catalogue/texts", test_texts);
  g_test_add_func ("/catalogue/claims", test_claims);
  g_test_add_func ("/catalogue/guide", test_guide);
  g_test_add_func ("/catalogue/open", test_open);
  return g_test_run ();
}
