/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gstdio.h>

#include "mw-catalogue.h"
#include "mw-draft.h"

typedef struct { char *folder, *path, *fallback; } Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  GBytes *source = mw_scenario_get_source (mw_catalogue_find (MW_PLAYGROUND));

  self->folder = g_dir_make_tmp ("mw-draft-XXXXXX", NULL);
  self->path = g_build_filename (self->folder, "deep", "draft.json", NULL);
  self->fallback = g_strndup (g_bytes_get_data (source, NULL), g_bytes_get_size (source));
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_autofree char *deep = g_path_get_dirname (self->path);

  g_unlink (self->path);
  g_rmdir (deep);
  g_assert_cmpint (g_rmdir (self->folder), ==, 0);  /* nothing else was left there */
  g_free (self->folder);
  g_free (self->path);
  g_free (self->fallback);
}

/* Unfinished text too comes back the next time. */
static void
test_kept (Fixture *self, gconstpointer data)
{
  g_autoptr (MwDraft) draft = mw_draft_new (self->path, self->fallback);
  g_autoptr (MwDraft) next = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (mw_draft_get_text (draft), ==, self->fallback);
  g_assert_true (mw_draft_keep (draft, &error));
  g_assert_false (g_file_test (self->path, G_FILE_TEST_EXISTS));
  mw_draft_set_text (draft, "{ \"format\": é");
  g_assert_true (mw_draft_is_changed (draft));
  g_assert_true (mw_draft_keep (draft, &error));
  g_assert_no_error (error);
  next = mw_draft_new (self->path, self->fallback);
  g_assert_cmpstr (mw_draft_get_text (next), ==, "{ \"format\": é");
}

/* As it was delivered it needs no file. */
static void
test_reset (Fixture *self, gconstpointer data)
{
  g_autoptr (MwDraft) draft = mw_draft_new (self->path, self->fallback);

  mw_draft_set_text (draft, "{}");
  g_assert_true (mw_draft_keep (draft, NULL));
  mw_draft_set_text (draft, self->fallback);
  g_assert_true (mw_draft_keep (draft, NULL));
  g_assert_false (g_file_test (self->path, G_FILE_TEST_EXISTS));
}

static void
test_damaged (Fixture *self, gconstpointer data)
{
  g_autofree char *deep = g_path_get_dirname (self->path);
  g_autoptr (MwDraft) draft = NULL;

  g_assert_cmpint (g_mkdir (deep, 0700), ==, 0);
  g_assert_true (g_file_set_contents (self->path, "\xff{", 2, NULL));
  draft = mw_draft_new (self->path, self->fallback);
  g_assert_cmpstr (mw_draft_get_text (draft), ==, self->fallback);
}

static void
test_cannot_be_kept (Fixture *self, gconstpointer data)
{
  g_autoptr (MwDraft) draft = mw_draft_new ("/proc/nowhere/draft.json", self->fallback);
  g_autoptr (GError) error = NULL;

  mw_draft_set_text (draft, "{}");
  g_assert_false (mw_draft_keep (draft, &error));
  g_assert_nonnull (error);
  g_assert_cmpstr (mw_draft_get_text (draft), ==, "{}");
}

static void
test_mistakes (Fixture *self, gconstpointer data)
{
  g_autoptr (MwDraft) draft = mw_draft_new (self->path, self->fallback);
  g_auto (MwMistake) mistake = { 0 };
  g_autoptr (MwScenario) scenario = mw_draft_parse (draft, &mistake);

  g_assert_nonnull (scenario);
  g_assert_null (mistake.words);
  mw_draft_set_text (draft, "{\n  \"format\": 5 }");
  g_assert_null (mw_draft_parse (draft, &mistake));
  g_assert_cmpuint (mistake.line, ==, 2);
  g_assert_cmpstr (mistake.words, ==, "$.format: found the number 5, expected \"meanwhile-scenario/1\"");
}

#define TEST(name, func) g_test_add ("/draft/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  TEST ("kept", test_kept);
  TEST ("reset", test_reset);
  TEST ("damaged", test_damaged);
  TEST ("cannot-be-kept", test_cannot_be_kept);
  TEST ("mistakes", test_mistakes);
  return g_test_run ();
}
