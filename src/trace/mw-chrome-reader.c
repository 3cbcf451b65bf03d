/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Reads Chrome's JSON: the object with "traceEvents" or the bare list of events, closed or not (Chrome itself leaves the last
 * bracket out when it is killed).
 *
 * One pass over the file in memory, without a tree: a million events would be two gigabytes in json-glib.  An event that is
 * not what it should be is counted and left out; the reader stops where the text is no JSON any more, and keeps what it has.
 */

#include "mw-config.h"

#include <glib/gi18n-lib.h>

#include "mw-chrome-private.h"
#include "mw-run-scan.h"
#include "mw-run-shape.h"

#define PROGRESS_EVERY 20000  /* events */

typedef struct
{
  MwChrome *file;
  MwRunScan scan;
} Reader;

static const char *const run_keys[MW_CHROME_N_RUN] = { "scenario", "variant", "title", "executor", "clock", "seed" };

/* A text that outlives the file; the same text is the same pointer. */
static const char *
keep (Reader *self, const char *text)
{
  return g_string_chunk_insert_const (self->file->texts, text);
}

static gboolean
scan_text (Reader *self, const char **text)
{
  char *found;

  if (!mw_run_scan_is_string (&self->scan))
    return mw_run_scan_skip (&self->scan);
  if (!mw_run_scan_string (&self->scan, &found))
    return FALSE;
  *text = keep (self, found);
  return TRUE;
}

/* A number, or a text that stands for one: some write ids as text. */
static gboolean
scan_id (Reader *self, gint64 *id)
{
  char *text;

  if (!mw_run_scan_is_string (&self->scan))
    return mw_run_scan_decimal (&self->scan, 0, id);
  if (!mw_run_scan_string (&self->scan, &text))
    return FALSE;
  *id = g_ascii_isdigit (*text) ? g_ascii_strtoll (text, NULL, 0) : (gint64) g_str_hash (text) + G_MAXUINT32;
  return TRUE;
}

static gboolean
is_number (Reader *self)
{
  while (g_ascii_isspace (*self->scan.p))
    self->scan.p++;
  return *self->scan.p == '-' || g_ascii_isdigit (*self->scan.p);
}

static gboolean
scan_argument (Reader *self, const char *key, MwChromeEvent *event)
{
  for (guint i = 0; i < G_N_ELEMENTS (run_keys); i++)
    if (mw_run_is (key, run_keys[i]))
      return scan_text (self, &event->run[i]);
  if (mw_run_is (key, "name"))
    return scan_text (self, &event->label);
  if (mw_run_is (key, "why"))
    return scan_text (self, &event->why);
  if (!is_number (self))
    return mw_run_scan_skip (&self->scan);
  if (mw_run_is (key, "lane"))
    return mw_run_scan_decimal (&self->scan, 0, &event->lane);
  if (mw_run_is (key, "sort_index"))
    return mw_run_scan_decimal (&self->scan, 0, &event->order);
  if (mw_run_is (key, "limit"))
    return mw_run_scan_decimal (&self->scan, 0, &event->limit);
  event->has_value = TRUE;
  return mw_run_scan_decimal (&self->scan, 0, &event->value);
}

/* Calls SCAN for each member of the object that comes next; another value is skipped. */
static gboolean
scan_object (Reader *self, gboolean (*scan) (Reader *self, const char *key, MwChromeEvent *event), MwChromeEvent *event)
{
  char *key;

  if (!mw_run_scan_try (&self->scan, '{'))
    return mw_run_scan_skip (&self->scan);
  if (mw_run_scan_try (&self->scan, '}'))
    return TRUE;
  do
    if (!mw_run_scan_string (&self->scan, &key) || !mw_run_scan_expect (&self->scan, ':') || !scan (self, key, event))
      return FALSE;
  while (mw_run_scan_try (&self->scan, ','));
  return mw_run_scan_expect (&self->scan, '}');
}

static gboolean
scan_phase (Reader *self, MwChromeEvent *event)
{
  char *text;

  if (!mw_run_scan_is_string (&self->scan))
    return mw_run_scan_skip (&self->scan);
  if (!mw_run_scan_string (&self->scan, &text))
    return FALSE;
  event->phase = text[0] != '\0' && text[1] == '\0' ? text[0] : '\0';
  return TRUE;
}

static gboolean
scan_member (Reader *self, const char *key, MwChromeEvent *event)
{
  if (mw_run_is (key, "ph"))
    return scan_phase (self, event);
  if (mw_run_is (key, "name"))
    return scan_text (self, &event->name);
  if (mw_run_is (key, "cat"))
    return scan_text (self, &event->category);
  if (mw_run_is (key, "args"))
    return scan_object (self, scan_argument, event);
  if (!is_number (self) && !mw_run_scan_is_string (&self->scan))
    return mw_run_scan_skip (&self->scan);
  if (mw_run_is (key, "pid"))
    return scan_id (self, &event->process);
  if (mw_run_is (key, "tid"))
    return scan_id (self, &event->thread);
  if (mw_run_is (key, "id"))
    return scan_id (self, &event->id);
  if (!is_number (self))
    return mw_run_scan_skip (&self->scan);
  if (mw_run_is (key, "ts"))
    {
      event->has_time = TRUE;
      return mw_run_scan_decimal (&self->scan, 3, &event->time);
    }
  if (mw_run_is (key, "dur"))
    return mw_run_scan_decimal (&self->scan, 3, &event->length);
  return mw_run_scan_skip (&self->scan);
}

static gboolean
read_events (Reader *self, MwProgressFunc progress, gpointer data, GCancellable *cancellable)
{
  if (mw_run_scan_try (&self->scan, ']'))
    return TRUE;
  do
    {
      MwChromeEvent event = { 0 };

      /* a comma before the end, which Chrome writes */
      if (mw_run_scan_try (&self->scan, ']'))
        return TRUE;
      if (!mw_run_scan_expect (&self->scan, '{'))
        return TRUE;
      self->scan.p--;
      if (!scan_object (self, scan_member, &event))
        return TRUE;
      mw_chrome_add (self->file, &event);
      if (self->file->n_events % PROGRESS_EVERY != 0)
        continue;
      if (g_cancellable_is_cancelled (cancellable))
        return FALSE;
      if (progress != NULL)
        progress ((double) (self->scan.p - self->scan.begin) / (double) (self->scan.end - self->scan.begin), data);
    }
  while (mw_run_scan_try (&self->scan, ','));
  mw_run_scan_expect (&self->scan, ']');
  return TRUE;
}

/* Goes to the list of events; FALSE when there is none. */
static gboolean
find_events (Reader *self)
{
  char *key;

  if (mw_run_scan_try (&self->scan, '['))
    return TRUE;
  if (!mw_run_scan_expect (&self->scan, '{'))
    return FALSE;
  do
    {
      if (!mw_run_scan_string (&self->scan, &key) || !mw_run_scan_expect (&self->scan, ':'))
        return FALSE;
      if (mw_run_is (key, "traceEvents"))
        return mw_run_scan_expect (&self->scan, '[');
      if (!mw_run_scan_skip (&self->scan))
        return FALSE;
    }
  while (mw_run_scan_try (&self->scan, ','));
  mw_run_scan_fail (&self->scan, _("there is no “traceEvents”"));
  return FALSE;
}

gboolean
mw_chrome_read (MwChrome *self, char *text, gsize length, MwProgressFunc progress, gpointer data, GCancellable *cancellable)
{
  Reader reader = { .file = self };
  gboolean complete = TRUE;

  mw_run_scan_init (&reader.scan, text, length);
  if (find_events (&reader))
    complete = read_events (&reader, progress, data, cancellable);
  if (reader.scan.fault != NULL)
    self->cut = g_strdup_printf (_("reading stopped at byte %zu: %s"), (gsize) (reader.scan.p - text), reader.scan.fault);
  mw_chrome_close_slices (self);
  mw_run_scan_clear (&reader.scan);
  return complete;
}
