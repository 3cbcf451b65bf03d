/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "mw-error.h"
#include "mw-file.h"

typedef struct
{
  char *folder;
  char *path;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("mw-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "file", NULL);
}

static guint
count_files (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir))
    n++;
  return n;
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_unlink (fixture->path);
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->path);
  g_free (fixture->folder);
}

static void
expect (Fixture *fixture, const char *text)
{
  g_autofree char *contents = NULL;

  g_assert_true (g_file_get_contents (fixture->path, &contents, NULL, NULL));
  g_assert_cmpstr (contents, ==, text);
}

static void
test_replace (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) first = g_bytes_new_static ("first", 5), second = g_bytes_new_static ("2", 1);
  g_autoptr (GBytes) empty = g_bytes_new (NULL, 0);
  g_autoptr (GError) error = NULL;

  g_assert_true (mw_file_write (fixture->path, first, &error));
  expect (fixture, "first");
  g_assert_true (mw_file_write (fixture->path, second, &error));
  expect (fixture, "2");
  g_assert_true (mw_file_write (fixture->path, empty, &error));
  expect (fixture, "");
  g_assert_no_error (error);
  g_assert_cmpuint (count_files (fixture->folder), ==, 1);
}

/* What was there stays, and nothing half-written is left beside it. */
static void
test_limit (Fixture *fixture, gconstpointer data)
{
  struct rlimit before, small;
  g_autofree char *large = g_strnfill (100000, 'x');
  g_autoptr (GBytes) bytes = g_bytes_new (large, 100000), old = g_bytes_new_static ("old", 3);
  g_autoptr (GError) error = NULL;
  gboolean written;

  g_assert_true (mw_file_write (fixture->path, old, NULL));
  signal (SIGXFSZ, SIG_IGN);
  getrlimit (RLIMIT_FSIZE, &before);
  small = before;
  small.rlim_cur = 4096;
  setrlimit (RLIMIT_FSIZE, &small);
  written = mw_file_write (fixture->path, bytes, &error);
  setrlimit (RLIMIT_FSIZE, &before);
  g_assert_false (written);
  g_assert_error (error, MW_ERROR, MW_ERROR_FILE);
  g_assert_nonnull (strstr (error->message, fixture->path));
  expect (fixture, "old");
  g_assert_cmpuint (count_files (fixture->folder), ==, 1);
}

/* A pipe is written to, not replaced. */
static void
test_special (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("hello", 5);
  g_autoptr (GError) error = NULL;
  char buffer[8] = "";
  int reader;

  g_assert_false (mw_file_is_special (fixture->path));
  g_assert_cmpint (mkfifo (fixture->path, 0600), ==, 0);
  g_assert_true (mw_file_is_special (fixture->path));
  reader = g_open (fixture->path, O_RDONLY | O_NONBLOCK);
  g_assert_true (mw_file_write (fixture->path, bytes, &error));
  g_assert_no_error (error);
  g_assert_cmpint (read (reader, buffer, sizeof buffer - 1), ==, 5);
  g_assert_cmpstr (buffer, ==, "hello");
  g_close (reader, NULL);
  g_assert_true (mw_file_is_special (fixture->path));
}

static void
test_folder (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("hello", 5);
  g_autoptr (GError) error = NULL;

  g_assert_false (mw_file_is_special (fixture->folder));
  g_assert_false (mw_file_write (fixture->folder, bytes, &error));
  g_assert_error (error, MW_ERROR, MW_ERROR_FILE);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/file/replace", Fixture, NULL, set_up, test_replace, tear_down);
  g_test_add ("/file/limit", Fixture, NULL, set_up, test_limit, tear_down);
  g_test_add ("/file/special", Fixture, NULL, set_up, test_special, tear_down);
  g_test_add ("/file/folder", Fixture, NULL, set_up, test_folder, tear_down);
  return g_test_run ();
}
