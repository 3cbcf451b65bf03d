/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gstdio.h>
#include <locale.h>
#include <string.h>
#include <unistd.h>

#include "mw-error.h"
#include "mw-run-file.h"
#include "mw-verify.h"
#include "trace-fixture.h"

static const char golden_begin[] =
  "{\"format\":\"meanwhile-run\",\"version\":1,\"program\":\"meanwhile\",\"scenario\":\"three-greetings\","
  "\"variant\":\"together\",\"title\":\"\\\"All\\\" at once – zusammen\",\"executor\":\"loop\",\"clock\":\"simulated\","
  "\"seed\":\"444\",\"time-scale\":1,\"parameters\":{\"greetings\":\"2\",\"delay\":\"2 s\"},\"resources\":["
  "{\"name\":\"gate\",\"kind\":\"semaphore\",\"limit\":2},{\"name\":\"key\",\"kind\":\"lock\"},"
  "{\"name\":\"orders\",\"kind\":\"queue\",\"limit\":3},{\"name\":\"web\",\"kind\":\"session\"},"
  "{\"name\":\"lab\",\"kind\":\"service\"},{\"name\":\"sum\",\"kind\":\"value\"},{\"name\":\"crew\",\"kind\":\"processes\",\"limit\":2},{\"name\":\"room\",\"kind\":\"room\"}]}\n"
  "{\"t\":0,\"e\":\"created\",\"task\":1,\"name\":\"main\"}\n"
  "{\"t\":0,\"e\":\"ready\",\"task\":1}\n"
  "{\"t\":0,\"e\":\"iteration-begin\",\"handles\":1}\n"
  "{\"t\":0,\"e\":\"running\",\"task\":1}\n"
  "{\"t\":0,\"e\":\"created\",\"task\":2,\"parent\":1,\"name\":\"greet Ann\",\"step\":1}\n"
  "{\"t\":0,\"e\":\"ready\",\"task\":2,\"by\":1}\n"
  "{\"t\":0,\"e\":\"created\",\"task\":3,\"parent\":1,\"name\":\"greet Bob\",\"step\":1}\n"
  "{\"t\":0,\"e\":\"ready\",\"task\":3,\"by\":1}\n"
  "{\"t\":0,\"e\":\"suspended\",\"task\":1,\"why\":\"children\",\"step\":1}\n"
  "{\"t\":0,\"e\":\"iteration-end\"}\n"
  "{\"t\":0,\"e\":\"iteration-begin\",\"handles\":2}\n"
  "{\"t\":0,\"e\":\"running\",\"task\":2}\n"
  "{\"t\":0,\"e\":\"suspended\",\"task\":2,\"why\":\"timer\",\"until\":2000000000,\"step\":2}\n";

static const char golden_end[] =
  "{\"t\":2001000000,\"e\":\"ended\",\"task\":1,\"outcome\":\"done\"}\n"
  "{\"t\":2001000000,\"e\":\"iteration-end\"}\n"
  "{\"t\":2001000000,\"e\":\"run-ended\",\"how\":\"complete\"}\n"
  "{\"e\":\"end\",\"events\":34,\"tasks\":3,\"checksum\":\"sha256:";

static MwTrace *
parse (const char *text, gsize length, char **fault, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, length);

  return mw_run_file_parse (bytes, fault, error);
}

static void
test_golden (void)
{
  g_autoptr (MwTrace) trace = fixture_trace_greetings ();
  g_autoptr (GBytes) bytes = mw_run_file_write (trace);
  g_autofree char *text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_autofree char *checksum = NULL;
  char *end = strstr (text, "{\"e\":\"end\"");

  g_assert_true (g_str_has_prefix (text, golden_begin));
  g_assert_nonnull (strstr (text, golden_end));
  checksum = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (guchar *) text, (gsize) (end - text));
  g_assert_nonnull (strstr (end, checksum));
}

static void
assert_same_events (MwTrace *a, MwTrace *b)
{
  g_assert_cmpuint (mw_trace_get_n_events (a), ==, mw_trace_get_n_events (b));
  for (gsize i = 0; i < mw_trace_get_n_events (a); i++)
    {
      MwEvent x = *mw_trace_get_event (a, i), y = *mw_trace_get_event (b, i);

      if (x.kind == MW_EVENT_CREATED)
        {
          g_assert_cmpstr (mw_trace_get_string (a, (guint32) x.value), ==, mw_trace_get_string (b, (guint32) y.value));
          x.value = y.value = 0;
        }
      if (x.kind == MW_EVENT_ENDED || x.kind == MW_EVENT_LINE || x.kind == MW_EVENT_RUN_ENDED)
        {
          g_assert_cmpstr (mw_trace_get_string (a, x.object), ==, mw_trace_get_string (b, y.object));
          x.object = y.object = 0;
        }
      g_assert_cmpmem (&x, sizeof x, &y, sizeof y);
    }
}

/* Everything that an event can hold comes back, and the copy is written as the same bytes. */
static void
test_round_trip (void)
{
  for (guint64 seed = 0; seed < 30; seed++)
    {
      g_autoptr (MwTrace) trace = fixture_trace_random (seed, 400);
      g_autoptr (GBytes) bytes = mw_run_file_write (trace);
      g_autoptr (GError) error = NULL;
      g_autofree char *fault = NULL;
      g_autoptr (MwTrace) copy = mw_run_file_parse (bytes, &fault, &error);
      g_autoptr (GBytes) again = NULL;

      g_assert_no_error (error);
      g_assert_cmpstr (fault, ==, NULL);
      assert_same_events (trace, copy);
      again = mw_run_file_write (copy);
      g_assert_true (g_bytes_equal (bytes, again));
    }
}

static void
test_header (void)
{
  g_autoptr (MwTrace) trace = NULL;
  g_autoptr (MwTrace) copy = NULL;
  g_autoptr (GBytes) bytes = NULL;
  const MwTraceHeader *read;
  MwTraceHeader *header = mw_trace_header_new ();

  header->seed = G_MAXUINT64;
  header->threads = 8;
  header->time_scale = 360;
  header->executor = g_strdup ("threads");
  header->parameters = g_new0 (char *, 1);
  trace = mw_trace_new (header);
  bytes = mw_run_file_write (trace);
  copy = mw_run_file_parse (bytes, NULL, NULL);
  read = mw_trace_get_header (copy);
  g_assert_cmpuint (read->seed, ==, G_MAXUINT64);
  g_assert_cmpuint (read->threads, ==, 8);
  g_assert_cmpint (read->time_scale, ==, 360);
  g_assert_cmpstr (read->executor, ==, "threads");
  g_assert_cmpstr (read->title, ==, "");
  g_assert_null (read->parameters[0]);
  g_assert_cmpuint (read->resources->len, ==, 0);
}

/* No locale touches a run file. */
static void
test_locale (void)
{
  g_autoptr (MwTrace) trace = fixture_trace_greetings ();
  g_autoptr (GBytes) bytes = mw_run_file_write (trace);
  g_autoptr (GBytes) french = NULL;
  g_autoptr (MwTrace) copy = NULL;
  g_autofree char *fault = NULL;

  if (setlocale (LC_ALL, "fr_FR.UTF-8") == NULL && setlocale (LC_ALL, "de_DE.UTF-8") == NULL)
    {
      g_test_skip ("no locale with a decimal comma is installed");
      return;
    }
  french = mw_run_file_write (trace);
  copy = mw_run_file_parse (bytes, &fault, NULL);
  setlocale (LC_ALL, "C.UTF-8");
  g_assert_true (g_bytes_equal (bytes, french));
  g_assert_cmpstr (fault, ==, NULL);
}

/* What stands in a file before its fault is there, and nothing unlawful is, whatever the fault. */
static void
assert_sound (MwTrace *trace, MwTrace *whole)
{
  g_autoptr (MwHistory) history = mw_history_new (trace);
  g_autoptr (GPtrArray) findings = mw_verify_trace (trace, 100);

  g_assert_cmpuint (mw_trace_get_n_events (trace), <=, mw_trace_get_n_events (whole));
  for (guint i = 0; i < findings->len; i++)
    {
      MwFinding *finding = g_ptr_array_index (findings, i);

      g_assert_cmpstr (finding->rule, !=, "time");
      g_assert_cmpstr (finding->rule, !=, "reference");
      g_assert_cmpstr (finding->rule, !=, "transition");
    }
  mw_history_update (history, G_MAXSIZE);
  g_assert_cmpuint (mw_history_get_n_read (history), ==, mw_trace_get_n_events (trace));
}

/* Cut after every byte: the lines before are read, and the cut is told. */
static void
test_cut (void)
{
  g_autoptr (MwTrace) whole = fixture_trace_greetings ();
  g_autoptr (GBytes) bytes = mw_run_file_write (whole);
  const char *text = g_bytes_get_data (bytes, NULL);
  gsize size = g_bytes_get_size (bytes), n_lines = 0;

  for (gsize cut = 0; cut < size; cut++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *fault = NULL;
      g_autoptr (MwTrace) trace = parse (text, cut, &fault, &error);

      if (trace == NULL)
        {
          g_assert_error (error, MW_ERROR, MW_ERROR_FORMAT);
          g_assert_cmpuint (n_lines, ==, 0);
        }
      else
        {
          g_assert_no_error (error);
          g_assert_true (fault != NULL || cut == size - 1);
          g_assert_true (fault == NULL || g_str_has_prefix (fault, "line "));
          g_assert_cmpuint (mw_trace_get_n_events (trace), ==, n_lines - 1);
          assert_sound (trace, whole);
        }
      n_lines += text[cut] == '\n';
    }
}

/* Each byte changed in several ways: never a crash, never an unlawful trace, and always told. */
static void
test_flip (void)
{
  static const guchar masks[] = { 0x01, 0x04, 0x20, 0x80, 0xff };
  g_autoptr (MwTrace) whole = fixture_trace_greetings ();
  g_autoptr (GBytes) bytes = mw_run_file_write (whole);
  gsize size;
  g_autofree char *text = g_bytes_unref_to_data (g_bytes_ref (bytes), &size);

  for (gsize at = 0; at < size; at++)
    for (guint i = 0; i < G_N_ELEMENTS (masks); i++)
      {
        g_autoptr (GError) error = NULL;
        g_autofree char *fault = NULL;
        g_autoptr (MwTrace) trace = NULL;

        text[at] ^= (char) masks[i];
        trace = parse (text, size, &fault, &error);
        text[at] ^= (char) masks[i];
        g_assert_true ((trace == NULL) == (error != NULL));
        g_assert_true (trace == NULL || fault != NULL);
        if (trace)
          assert_sound (trace, whole);
      }
}

#define HEADER "{\"format\":\"meanwhile-run\",\"version\":1,\"resources\":[{\"name\":\"g\",\"kind\":\"semaphore\"}]}\n"
#define TASK   "{\"t\":5,\"e\":\"created\",\"task\":1,\"name\":\"a\"}\n"

/* Files that strangers write: what each is told.  FAULT: the trace is read up to there; else not even the header. */
static void
test_bad (void)
{
  static const struct { const char *text; const char *error; const char *fault; } rows[] = {
    { "", "not a run of Meanwhile", NULL },
    { "\n", "line 1: column 1", NULL },
    { "hello\n", "line 1: column 1: found “h”, expected \"{\"", NULL },
    { "hello", "not a run of Meanwhile", NULL },
    { "[]\n", "found “[”", NULL },
    { "{}\n", "found “}”", NULL },
    { "{\"version\":1}\n", "“format” is missing", NULL },
    { "{\"format\":\"other\",\"version\":1}\n", "the format is “other”", NULL },
    { "{\"format\":\"meanwhile-run\"}\n", "“version” is missing", NULL },
    { "{\"format\":\"meanwhile-run\",\"version\":2}\n", "has version 2", NULL },
    { "{\"format\":\"meanwhile-run\",\"version\":0}\n", "not within 1", NULL },
    { "{\"format\":\"meanwhile-run\",\"version\":1.0}\n", "found “.”", NULL },
    { "{\"format\":\"meanwhile-run\",\"version\":1e0}\n", "found “e”", NULL },
    { "{\"format\":\"meanwhile-run\",\"version\":99999999999999999999}\n", "too large", NULL },
    { "{\"format\":\"meanwhile-run\",\"version\":1,\"version\":1}\n", "stands twice", NULL },
    { "{\"format\":\"meanwhile-run\",\"version\":1,\"colour\":1}\n", "no key “colour”", NULL },
    { "{\"format\":\"meanwhile-run\",\"version\":1,\"seed\":\"-1\"}\n", "the seed “-1”", NULL },
    { "{\"format\":\"meanwhile-run\",\"version\":1,\"resources\":[{\"name\":\"a\"}]}\n", "lacks its name or its kind", NULL },
    { "{\"format\":\"meanwhile-run\",\"version\":1,\"resources\":[{\"name\":\"a\",\"kind\":\"b\"}]}\n", "kind of resource “b”", NULL },
    { "{\"format\":\"meanwhile-run\",\"version\":1,\"resources\":[[[[[[[[\n", "found “[”", NULL },
    { "{\"format\":\"meanwhile-run\",\"version\":1,\"title\":\"\\ud800\"}\n", "valid escape", NULL },
    { "{\"format\":\"meanwhile-run\",\"version\":1,\"title\":\"\\u0000\"}\n", "valid escape", NULL },
    { "{\"format\":\"meanwhile-run\",\"version\":1,\"title\":\"\xff\"}\n", "not UTF-8", NULL },
    { "{\"format\":\"meanwhile-run\",\"version\":1,\"title\":\"a\n", "end of a string", NULL },
    { HEADER, NULL, "line 2: the file was cut here; the end line is missing" },
    { HEADER TASK "{\"t\":5,", NULL, "line 3: the file was cut here, within a line" },
    { HEADER "{\"t\":5}\n", NULL, "line 2: there is no kind of event “”" },
    { HEADER "{\"t\":5,\"e\":\"dance\"}\n", NULL, "line 2: there is no kind of event “dance”" },
    { HEADER "{\"e\":\"ready\",\"task\":1}\n", NULL, "the time (“t”) is missing" },
    { HEADER TASK "{\"t\":4,\"e\":\"ready\",\"task\":1}\n", NULL, "line 3: ready of task 1 at 4 ns is refused: the time goes back" },
    { HEADER "{\"t\":-1,\"e\":\"iteration-end\"}\n", NULL, "“t” is -1, expected 0 to" },
    { HEADER TASK "{\"t\":5,\"e\":\"running\",\"task\":1}\n", NULL, "refused: not possible in the state" },
    { HEADER "{\"t\":5,\"e\":\"ready\",\"task\":4294967296}\n", NULL, "“task” is 4294967296" },
    { HEADER "{\"t\":5,\"e\":\"ready\",\"task\":4294967295}\n", NULL, "the task does not exist" },
    { HEADER "{\"t\":5,\"e\":\"created\",\"task\":4294967295}\n", NULL, "task numbers" },
    { HEADER "{\"t\":5,\"e\":\"resource\",\"resource\":2,\"value\":1}\n", NULL, "the object does not exist" },
    { HEADER TASK "{\"t\":5,\"e\":\"ready\",\"task\":\"1\"}\n", NULL, "“task” is a text, expected a number" },
    { HEADER TASK "{\"t\":5,\"e\":\"ready\",\"task\":1,\"lane\":65536}\n", NULL, "“lane” is 65536" },
    { HEADER TASK "{\"t\":5,\"e\":\"ready\",\"task\":1,\"task\":1}\n", NULL, "stands twice" },
    { HEADER TASK "{\"t\":5,\"e\":\"ready\",\"task\":1,\"parent\":1}\n", NULL, "“ready” has no key “parent”" },
    { HEADER "{\"t\":5,\"e\":\"created\",\"task\":1,\"name\":7}\n", NULL, "“name” is a number" },
    { HEADER TASK "{\"t\":5,\"e\":\"ended\",\"task\":1,\"outcome\":\"rich\"}\n", NULL, "“outcome” is “rich”" },
    { HEADER TASK "{\"a\":1,\"b\":1,\"c\":1,\"d\":1,\"f\":1,\"g\":1,\"h\":1,\"i\":1,\"j\":1,\"k\":1,\"l\":1}\n", NULL, "more than 10 keys" },
    { HEADER TASK "{\"t\":5,\"e\":\"ready\",\"task\":1} {}\n", NULL, "expected the end of the line" },
    { HEADER TASK "{\"e\":\"end\",\"events\":2,\"tasks\":1,\"checksum\":\"\"}\n", NULL, "says that it has 2 events, and has 1" },
    { HEADER TASK "{\"e\":\"end\",\"events\":1,\"tasks\":2,\"checksum\":\"\"}\n", NULL, "says that it has 2 tasks, and has 1" },
    { HEADER TASK "{\"e\":\"end\",\"events\":1,\"tasks\":1,\"checksum\":\"\"}\n", NULL, "the checksum does not fit" },
    { HEADER TASK "{\"e\":\"end\",\"events\":1,\"tasks\":1}\n", NULL, "has not the keys" },
    { HEADER HEADER, NULL, "found “[”, expected a whole number" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *fault = NULL;
      g_autoptr (MwTrace) trace = parse (rows[i].text, strlen (rows[i].text), &fault, &error);

      g_test_message ("row %u: %s", i, error ? error->message : fault);
      if (rows[i].error)
        {
          g_assert_null (trace);
          g_assert_error (error, MW_ERROR, MW_ERROR_FORMAT);
          g_assert_nonnull (strstr (error->message, rows[i].error));
        }
      else
        {
          g_assert_nonnull (trace);
          g_assert_nonnull (strstr (fault, rows[i].fault));
        }
    }
}

/* Escapes, order and blanks that the writer does not use are read all the same. */
static void
test_liberal (void)
{
  static const char text[] =
    "{ \"version\" : 1 , \"format\":\"meanwhile-run\", \"title\":\"\\u00e9\\uD834\\uDD1E\\/\\b\" }\r\n"
    "{\"name\":\"\\u0061\", \"task\":1, \"e\":\"created\", \"t\":0}\n";
  g_autofree char *fault = NULL;
  g_autoptr (MwTrace) trace = parse (text, strlen (text), &fault, NULL);

  g_assert_nonnull (trace);
  g_assert_cmpstr (mw_trace_get_header (trace)->title, ==, "é𝄞/\b");
  g_assert_cmpuint (mw_trace_get_n_events (trace), ==, 1);
  g_assert_cmpstr (mw_trace_get_string (trace, 1), ==, "a");
  g_assert_nonnull (strstr (fault, "the end line is missing"));
}

static void
test_after_the_end (void)
{
  g_autoptr (MwTrace) whole = fixture_trace_greetings ();
  g_autoptr (GBytes) bytes = mw_run_file_write (whole);
  g_autoptr (GString) text = g_string_new_len (g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes));
  g_autofree char *line_fault = NULL;
  g_autofree char *rest_fault = NULL;
  g_autoptr (MwTrace) a = NULL;
  g_autoptr (MwTrace) b = NULL;

  g_string_append (text, "x");
  a = parse (text->str, text->len, &rest_fault, NULL);
  g_string_append (text, "\n");
  b = parse (text->str, text->len, &line_fault, NULL);
  g_assert_cmpstr (rest_fault, ==, "line 37: something stands after the end line");
  g_assert_cmpstr (line_fault, ==, "line 37: something stands after the end line");
  g_assert_cmpuint (mw_trace_get_n_events (b), ==, 34);
}

static void
test_long_line (void)
{
  g_autoptr (GString) text = g_string_new (HEADER TASK "{\"t\":6,\"e\":\"ready\",\"task\":1}\n");
  g_autofree char *fault = NULL;
  g_autoptr (MwTrace) trace = NULL;

  for (guint i = 0; i < 20; i++)
    {
      g_autofree char *fill = g_strnfill (1024 * 1024, ' ');

      g_string_append (text, fill);
    }
  trace = parse (text->str, text->len, &fault, NULL);
  g_assert_cmpuint (mw_trace_get_n_events (trace), ==, 2);
  g_assert_nonnull (strstr (fault, "too long"));
}

/* A file in a folder of its own, which goes with it. */
typedef struct
{
  char *folder;
  char *path;
} Place;

static void
place_init (Place *self, const char *name)
{
  self->folder = g_dir_make_tmp ("meanwhile-test-XXXXXX", NULL);
  self->path = g_build_filename (self->folder, name, NULL);
}

static void
place_clear (Place *self)
{
  g_unlink (self->path);
  g_assert_cmpint (g_rmdir (self->folder), ==, 0);
  g_free (self->path);
  g_free (self->folder);
}

static void
test_save (gconstpointer data)
{
  const char *name = data;
  g_autoptr (MwTrace) trace = fixture_trace_greetings ();
  g_autoptr (MwTrace) copy = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *fault = NULL;
  g_autofree char *contents = NULL;
  gsize length;
  Place place;

  place_init (&place, name);
  for (guint i = 0; i < 2; i++)
    {
      g_assert_true (mw_run_file_save (trace, place.path, &error));
      g_assert_no_error (error);
    }
  copy = mw_run_file_load (place.path, &fault, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (fault, ==, NULL);
  assert_same_events (trace, copy);
  g_assert_true (g_file_get_contents (place.path, &contents, &length, NULL));
  g_assert_true (((guchar) contents[0] == 0x1f) == g_str_has_suffix (name, ".gz"));
  place_clear (&place);
}

/* A compressed file that was cut is read up to there. */
static void
test_cut_gz (void)
{
  g_autoptr (MwTrace) trace = fixture_trace_random (5, 5000);
  g_autoptr (MwTrace) copy = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *fault = NULL;
  g_autofree char *contents = NULL;
  gsize length;
  Place place;

  place_init (&place, "run.jsonl.gz");
  g_assert_true (mw_run_file_save (trace, place.path, NULL));
  g_assert_true (g_file_get_contents (place.path, &contents, &length, NULL));
  g_assert_true (g_file_set_contents (place.path, contents, (gssize) length / 2, NULL));
  copy = mw_run_file_load (place.path, &fault, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (fault);
  g_assert_cmpuint (mw_trace_get_n_events (copy), >, 100);
  g_assert_cmpuint (mw_trace_get_n_events (copy), <, mw_trace_get_n_events (trace));
  place_clear (&place);
}

static void
test_cannot (void)
{
  g_autoptr (MwTrace) trace = fixture_trace_greetings ();
  g_autoptr (GError) folder = NULL;
  g_autoptr (GError) missing = NULL;
  g_autoptr (GError) nowhere = NULL;
  g_autoptr (GError) cancelled = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autofree char *below = NULL;
  Place place;

  place_init (&place, "run.jsonl");
  g_assert_null (mw_run_file_load (place.path, NULL, NULL, &missing));
  g_assert_error (missing, MW_ERROR, MW_ERROR_FILE);
  g_assert_nonnull (strstr (missing->message, place.path));
  g_assert_null (mw_run_file_load (place.folder, NULL, NULL, &folder));
  g_assert_error (folder, MW_ERROR, MW_ERROR_FILE);
  below = g_build_filename (place.folder, "missing", "run.jsonl", NULL);
  g_assert_false (mw_run_file_save (trace, below, &nowhere));
  g_assert_error (nowhere, MW_ERROR, MW_ERROR_FILE);
  g_assert_true (mw_run_file_save (trace, place.path, NULL));
  g_cancellable_cancel (cancellable);
  g_assert_null (mw_run_file_load (place.path, NULL, cancellable, &cancelled));
  g_assert_error (cancelled, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_false (mw_run_file_save (trace, place.folder, NULL));
  place_clear (&place);
}

/* Through a link of its own: were the code wrong, it would replace the link and not the device. */
static gboolean
save_to_device (const char *device, GError **error)
{
  g_autoptr (MwTrace) trace = fixture_trace_greetings ();
  gboolean saved;
  Place place;

  place_init (&place, "device");
  g_assert_cmpint (symlink (device, place.path), ==, 0);
  saved = mw_run_file_save (trace, place.path, error);
  g_assert_true (g_file_test (place.path, G_FILE_TEST_IS_SYMLINK));
  place_clear (&place);
  return saved;
}

/* What cannot be replaced is written to. */
static void
test_device (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (save_to_device ("/dev/null", &error));
  g_assert_no_error (error);
}

/* A full disk is told. */
static void
test_full (void)
{
  g_autoptr (GError) error = NULL;

  if (!g_file_test ("/dev/full", G_FILE_TEST_EXISTS))
    {
      g_test_skip ("there is no /dev/full");
      return;
    }
  g_assert_false (save_to_device ("/dev/full", &error));
  g_assert_error (error, MW_ERROR, MW_ERROR_FILE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/run-file/golden", test_golden);
  g_test_add_func ("/run-file/round-trip", test_round_trip);
  g_test_add_func ("/run-file/header", test_header);
  g_test_add_func ("/run-file/locale", test_locale);
  g_test_add_func ("/run-file/cut", test_cut);
  g_test_add_func ("/run-file/flip", test_flip);
  g_test_add_func ("/run-file/bad", test_bad);
  g_test_add_func ("/run-file/liberal", test_liberal);
  g_test_add_func ("/run-file/after-the-end", test_after_the_end);
  g_test_add_func ("/run-file/long-line", test_long_line);
  g_test_add_data_func ("/run-file/save/plain", "run.jsonl", test_save);
  g_test_add_data_func ("/run-file/save/gz", "run.jsonl.gz", test_save);
  g_test_add_func ("/run-file/cut-gz", test_cut_gz);
  g_test_add_func ("/run-file/cannot", test_cannot);
  g_test_add_func ("/run-file/device", test_device);
  g_test_add_func ("/run-file/full", test_full);
  return g_test_run ();
}
