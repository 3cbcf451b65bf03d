/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "mw-error.h"
#include "mw-export.h"
#include "mw-fixture.h"

typedef struct
{
  char       *folder;
  MwHistory  *history;
  MwEntrant   entrant;
  MwRaceView  view;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("mw-export-XXXXXX", NULL);
  fixture->history = mw_fixture_greetings (TRUE, 0);
  fixture->entrant = (MwEntrant) { fixture->history, NULL, -1 };
  fixture->view = (MwRaceView) { &fixture->entrant, 1, G_MAXINT64 };
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_no_errno (g_rmdir (fixture->folder));
  g_free (fixture->folder);
  mw_history_free (fixture->history);
}

static void
test_formats (Fixture *fixture, gconstpointer data)
{
  static const char *const magic[MW_N_EXPORTS] = { "<?xml version=\"1.0\"", "\x89PNG\r\n", "%PDF-1.", "greetings\n" };
  MwExportOptions options = { .title = "greetings", .width = 640, .columns = 20 };

  for (guint format = 0; format < MW_N_EXPORTS; format++)
    {
      g_autofree char *name = g_strdup_printf ("picture.%s", mw_export_format_name (format));
      g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
      g_autofree char *content = NULL;
      g_autoptr (GError) error = NULL;
      MwExportFormat found;

      g_assert_true (mw_export_format_of_path (path, &found));
      g_assert_cmpint (found, ==, format);
      if (format == MW_EXPORT_TEXT)
        {
          g_autofree char *text = mw_export_text (&fixture->view, &options);

          g_assert_true (g_utf8_validate (text, -1, NULL));
          options.badge = "";
        }
      g_assert_true (mw_export_write (&fixture->view, format, &options, path, &error));
      g_assert_no_error (error);
      g_assert_true (g_file_get_contents (path, &content, NULL, NULL));
      g_assert_true (g_str_has_prefix (content, magic[format]));
      g_assert_no_errno (g_unlink (path));
    }
  g_assert_false (mw_export_format_of_path ("picture", &(MwExportFormat) { 0 }));
  g_assert_false (mw_export_format_of_path ("picture.gif", &(MwExportFormat) { 0 }));
  g_assert_true (mw_export_format_of_path ("PICTURE.SVG", &(MwExportFormat) { 0 }));
}

/* A name that is a folder, a folder that is not there, a disk that is full: a message, and nothing half-written. */
static void
test_failures (Fixture *fixture, gconstpointer data)
{
  MwExportOptions options = { .width = 640 };
  g_autofree char *folder = g_build_filename (fixture->folder, "a.svg", NULL);
  g_autofree char *nowhere = g_build_filename (fixture->folder, "none", "a.svg", NULL);
  const char *const paths[] = { folder, nowhere };

  g_assert_no_errno (g_mkdir (folder, 0700));
  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (mw_export_write (&fixture->view, MW_EXPORT_SVG, &options, paths[i], &error));
      g_assert_error (error, MW_ERROR, MW_ERROR_FILE);
      g_assert_nonnull (strstr (error->message, paths[i]));
    }
  g_assert_no_errno (g_rmdir (folder));
  if (g_file_test ("/dev/full", G_FILE_TEST_EXISTS))
    {
      g_autoptr (GError) error = NULL;

      g_autofree char *full = g_build_filename (fixture->folder, "full.svg", NULL);

      g_assert_no_errno (symlink ("/dev/full", full));
      g_assert_false (mw_export_write (&fixture->view, MW_EXPORT_SVG, &options, full, &error));
      g_assert_error (error, MW_ERROR, MW_ERROR_FILE);
      g_assert_no_errno (g_unlink (full));
    }
}

static void
test_too_large (Fixture *fixture, gconstpointer data)
{
  MwExportOptions options = { .width = 20000 };
  g_autoptr (GError) error = NULL;

  g_assert_null (mw_export_bytes (&fixture->view, MW_EXPORT_PNG, &options, &error));
  g_assert_error (error, MW_ERROR, MW_ERROR_LIMIT);
}

/* Names from a file are plain text in every format. */
static void
test_hostile_names (Fixture *fixture, gconstpointer data)
{
  MwPen pen = mw_pen_new ("gate2", "<script>alert('&')</script>", "loop", "simulated");
  g_autoptr (MwHistory) history = NULL;
  MwEntrant entrant = { NULL, NULL, -1 };
  MwRaceView view = { &entrant, 1, G_MAXINT64 };
  MwExportOptions options = { .title = "</title>\x01\033[31m", .width = 640 };
  g_autoptr (GBytes) svg = NULL;
  g_autofree char *text = NULL;
  guint32 task = mw_pen_create (&pen, 0, "a\033[2J<b>\n\u202e");
  const char *xml;

  mw_pen_emit (&pen, task, MW_EVENT_RUNNING, 0, 0, 0);
  pen.time = 5;
  mw_pen_end (&pen, task, MW_OUTCOME_DONE);
  entrant.history = history = mw_pen_finish (&pen, MW_RUN_COMPLETE);
  svg = mw_export_bytes (&view, MW_EXPORT_SVG, &options, NULL);
  xml = g_bytes_get_data (svg, NULL);
  g_assert_null (g_strstr_len (xml, (gssize) g_bytes_get_size (svg), "<script"));
  g_assert_null (memchr (xml, 1, g_bytes_get_size (svg)));
  g_assert_null (memchr (xml, 033, g_bytes_get_size (svg)));
  text = mw_export_text (&view, &options);
  g_assert_null (strchr (text, 033));
}

/* No colour, no escape; colour: every line ends as it began. */
static void
test_terminal (Fixture *fixture, gconstpointer data)
{
  MwExportOptions options = { .columns = 60, .text_flags = MW_TEXT_COLOR };
  g_autofree char *colored = mw_export_text (&fixture->view, &options);
  g_auto (GStrv) lines = g_strsplit (colored, "\n", -1);
  g_autofree char *bare = NULL;
  g_autofree char *plain = NULL;
  g_autoptr (GRegex) escapes = g_regex_new ("\033\\[[0-9;]*m", 0, 0, NULL);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      const char *last = g_strrstr (lines[i], "\033[");

      g_assert_true (last == NULL || g_str_has_prefix (last, "\033[0m"));
    }
  options.text_flags = 0;
  plain = mw_export_text (&fixture->view, &options);
  bare = g_regex_replace_literal (escapes, colored, -1, 0, "", 0, NULL);
  g_assert_cmpstr (bare, ==, plain);
  options.text_flags = MW_TEXT_ASCII;
  g_free (plain);
  plain = mw_export_text (&fixture->view, &options);
  g_assert_true (g_str_is_ascii (plain));

  /* A low terminal folds. */
  options.lines = 8;
  g_free (plain);
  plain = mw_export_text (&fixture->view, &options);
  g_assert_nonnull (strstr (plain, "+ 2 more"));
}

int
main (int argc, char **argv)
{
  static const struct { const char *path; void (*test) (Fixture *, gconstpointer); } tests[] = {
    { "/export/formats", test_formats }, { "/export/failures", test_failures }, { "/export/too-large", test_too_large },
    { "/export/hostile-names", test_hostile_names }, { "/export/terminal", test_terminal },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);
  return g_test_run ();
}
