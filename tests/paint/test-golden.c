/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Whole pictures of traces written by hand, as SVG and as text, byte by byte.  MW_UPDATE_GOLDEN=1 writes them anew; a
 * picture that differs is left beside the old one as NAME.new, to be looked at. */

#include <string.h>

#include "mw-export.h"
#include "mw-fixture.h"

#define MS MW_NS_PER_MS

typedef struct
{
  const char *name;
  MwEntrant   entrants[2];
  guint       n_entrants;
  gint64      now;
} Case;

static void
compare (const char *name, const char *data, gsize length)
{
  g_autofree char *path = g_build_filename (g_getenv ("MW_TEST_SOURCE"), "tests", "golden", "paint", name, NULL);
  g_autofree char *expected = NULL;
  gsize expected_length;

  g_assert_nonnull (g_getenv ("MW_TEST_SOURCE"));

  if (g_getenv ("MW_UPDATE_GOLDEN") != NULL)
    {
      g_assert_true (g_file_set_contents (path, data, (gssize) length, NULL));
      return;
    }
  if (g_file_get_contents (path, &expected, &expected_length, NULL) && expected_length == length && memcmp (expected, data, length) == 0)
    return;
  {
    g_autofree char *left = g_strconcat (path, ".new", NULL);

    g_file_set_contents (left, data, (gssize) length, NULL);
    g_test_message ("%s differs; the new picture is %s", path, left);
    g_test_fail ();
  }
}

static void
check (const Case *one)
{
  MwRaceView view = { one->entrants, one->n_entrants, one->now };
  static const struct { const char *ending; MwExportFormat format; MwExportOptions options; } forms[] = {
    { "svg", MW_EXPORT_SVG, { .width = 960 } },
    { "dark.svg", MW_EXPORT_SVG, { .width = 360, .height = 640, .text = 13, .scheme = MW_SCHEME_DARK } },
    { "txt", MW_EXPORT_TEXT, { .columns = 80 } },
    { "ascii.txt", MW_EXPORT_TEXT, { .columns = 60, .text_flags = MW_TEXT_ASCII } },
    { "color.txt", MW_EXPORT_TEXT, { .columns = 80, .text_flags = MW_TEXT_COLOR } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      MwExportOptions options = forms[i].options;
      g_autofree char *name = g_strdup_printf ("%s.%s", one->name, forms[i].ending);
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) bytes = NULL;
      gsize length;
      const char *data;

      options.title = one->name;
      bytes = mw_export_bytes (&view, forms[i].format, &options, &error);
      g_assert_no_error (error);
      data = g_bytes_get_data (bytes, &length);
      compare (name, data, length);
    }
}

static void
test_greetings (void)
{
  g_autoptr (MwHistory) await = mw_fixture_greetings (FALSE, 0);
  g_autoptr (MwHistory) gather = mw_fixture_greetings (TRUE, 0);
  Case one = { "three-greetings", { { await, NULL, 6010 * MS }, { gather, NULL, 2000 * MS } }, 2, G_MAXINT64 };

  check (&one);
}

static void
test_permits (void)
{
  g_autoptr (MwHistory) history = mw_fixture_stories (6, 3, 3 * MS);
  Case one = { "permits", { { history, NULL, -1 } }, 1, 300 * MS };

  check (&one);
}

static void
test_blocked (void)
{
  g_autoptr (MwHistory) blocked = mw_fixture_blocked (TRUE);
  g_autoptr (MwHistory) fine = mw_fixture_blocked (FALSE);
  Case one = { "blocked-loop", { { blocked, NULL, -1 }, { fine, NULL, -1 } }, 2, G_MAXINT64 };

  check (&one);
}

static void
test_retries (void)
{
  g_autoptr (MwHistory) history = mw_fixture_retries (240 * MS);
  Case one = { "retries", { { history, NULL, -1 } }, 1, G_MAXINT64 };

  check (&one);
}

static void
test_requests (void)
{
  g_autoptr (MwHistory) history = mw_fixture_requests ();
  Case one = { "requests", { { history, NULL, -1 } }, 1, G_MAXINT64 };

  check (&one);
}

/* The window's edge folds, threads have lanes. */
static void
test_many (void)
{
  g_autoptr (MwHistory) threads = mw_fixture_threads ();
  g_autoptr (MwHistory) stories = mw_fixture_stories (60, 10, MS);
  Case one = { "many", { { threads, NULL, -1 }, { stories, NULL, 1500 * MS } }, 2, G_MAXINT64 };

  check (&one);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/golden/greetings", test_greetings);
  g_test_add_func ("/golden/permits", test_permits);
  g_test_add_func ("/golden/blocked", test_blocked);
  g_test_add_func ("/golden/retries", test_retries);
  g_test_add_func ("/golden/requests", test_requests);
  g_test_add_func ("/golden/many", test_many);
  return g_test_run ();
}
