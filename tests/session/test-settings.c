/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "mw-error.h"
#include "mw-settings.h"
#include "mw-small-scenario.h"
#include "mw-time.h"

static void
test_defaults (void)
{
  g_autoptr (MwScenario) scenario = small_scenario ();
  g_auto (MwSettings) settings = { 0 };

  mw_settings_init (&settings, scenario, MW_CLOCK_SIMULATED, "fr");
  g_assert_cmpint (settings.clock, ==, MW_CLOCK_SIMULATED);
  g_assert_cmpuint (settings.seed, ==, 7);
  g_assert_cmpstr (settings.lang, ==, "fr");
  g_assert_cmpint (settings.values[0], ==, 50 * MW_NS_PER_MS);
  g_assert_cmpint (settings.values[1], ==, 0);
}

static void
test_copy (void)
{
  g_autoptr (MwScenario) scenario = small_scenario ();
  g_auto (MwSettings) a = { 0 };
  g_auto (MwSettings) b = { 0 };
  g_auto (MwSettings) c = { 0 };
  MwSettings bare = { .clock = MW_CLOCK_LIVE, .seed = 9 };

  mw_settings_init (&a, scenario, MW_CLOCK_LIVE, "en");
  a.seed = 8;
  a.values[0] = 1;
  mw_settings_copy (&b, &a, scenario);
  a.values[0] = 2;
  g_assert_cmpuint (b.seed, ==, 8);
  g_assert_cmpint (b.values[0], ==, 1);
  g_assert_cmpstr (b.lang, ==, "en");
  mw_settings_copy (&c, &bare, scenario);
  g_assert_cmpuint (c.seed, ==, 9);
  g_assert_cmpint (c.values[0], ==, 50 * MW_NS_PER_MS);
}

static void
test_set (void)
{
  static const struct { const char *assignment; guint parameter; gint64 value; const char *text; } rows[] = {
    { "pause=240ms", 0, 240 * MW_NS_PER_MS, "240000000ns" },
    { "pause=1h", 0, 3600 * MW_NS_PER_SEC, "3600000000000ns" },
    { "mood=wild", 1, 1, "wild" },
    { "pause=2h", 0, -1, NULL },
    { "pause=", 0, -1, NULL },
    { "mood=angry", 1, -1, NULL },
    { "pauses=1s", 0, -1, NULL },
    { "pause", 0, -1, NULL },
    { "=1s", 0, -1, NULL },
    { "", 0, -1, NULL },
  };
  g_autoptr (MwScenario) scenario = small_scenario ();

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_auto (MwSettings) settings = { 0 };
      g_autoptr (GError) error = NULL;
      gint64 before;

      mw_settings_init (&settings, scenario, MW_CLOCK_LIVE, NULL);
      before = settings.values[rows[i].parameter];
      if (mw_settings_set (&settings, scenario, rows[i].assignment, &error))
        {
          g_autofree char *text = mw_settings_dup_text (&settings, scenario, rows[i].parameter);

          g_assert_cmpint (settings.values[rows[i].parameter], ==, rows[i].value);
          g_assert_cmpstr (text, ==, rows[i].text);
        }
      else
        {
          g_assert_error (error, MW_ERROR, MW_ERROR_ARGUMENT);
          g_assert_cmpint (rows[i].value, ==, -1);
          g_assert_cmpint (settings.values[rows[i].parameter], ==, before);
        }
    }
}

static void
test_clock (void)
{
  MwClock clock = MW_CLOCK_LIVE;

  g_assert_true (mw_clock_parse ("simulated", &clock));
  g_assert_cmpint (clock, ==, MW_CLOCK_SIMULATED);
  g_assert_false (mw_clock_parse ("Live", &clock));
  g_assert_cmpint (clock, ==, MW_CLOCK_SIMULATED);
  g_assert_cmpstr (mw_clock_name (MW_CLOCK_LIVE), ==, "live");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/settings/defaults", test_defaults);
  g_test_add_func ("/settings/copy", test_copy);
  g_test_add_func ("/settings/set", test_set);
  g_test_add_func ("/settings/clock", test_clock);
  return g_test_run ();
}
