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
#include "mw-chrome-shape.h"
#include "mw-run-scan.h"
#include "mw-run-shape.h"

#define PROGRESS_EVERY 20000  /* events */
#define MAX_TRACKS     100000
#define MAX_PROCESSES  1000

/* One event as it stands in the file; texts are NULL, numbers 0 where it does not say. */
typedef struct
{
  char        phase;
  const char *name;
  const char *category;
  gint64      time;       /* ns */
  gint64      length;
  gint64      process;
  gint64      thread;
  gint64      id;         /* of a flow */
  gboolean    has_time;
  /* args */
  const char *label;      /* "name" */
  const char *why;
  gint64      lane;
  gint64      order;
  gint64      limit;
  gint64      value;      /* of a counter: "value" or whatever number there is */
  gboolean    has_value;
  const char *run[6];     /* as in run_keys */
} Event;

typedef struct
{
  MwChrome  *file;
  MwRunScan  scan;
  GHashTable *flows;      /* of MwChromeArrow by id, begun and not ended */
} Reader;

static const char *const run_keys[] = { "scenario", "variant", "title", "executor", "clock", "seed" };

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
scan_argument (Reader *self, const char *key, Event *event)
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
scan_object (Reader *self, gboolean (*scan) (Reader *self, const char *key, Event *event), Event *event)
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
scan_phase (Reader *self, Event *event)
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
scan_member (Reader *self, const char *key, Event *event)
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

static MwChromeTrack *
track_of (Reader *self, const Event *event)
{
  return mw_chrome_get_track (self->file, event->process, event->thread);
}

static void
add_slice (Reader *self, const Event *event)
{
  MwChromeSlice slice = { .begin = event->time, .name = event->name ? event->name : "", .why = event->why };

  slice.value = (guint32) CLAMP (event->value, 0, G_MAXUINT32);
  slice.lane = (guint16) CLAMP (event->lane, 0, G_MAXUINT16);
  if (event->length < 0 || __builtin_add_overflow (event->time, event->length, &slice.end))
    self->file->notes[MW_CHROME_UNREADABLE]++;
  else
    g_array_append_val (track_of (self, event)->slices, slice);
}

static void
begin_slice (Reader *self, const Event *event)
{
  MwChromeSlice slice = { .begin = event->time, .end = event->time, .name = event->name ? event->name : "", .why = event->why };

  g_array_append_val (track_of (self, event)->open, slice);
}

static void
end_slice (Reader *self, const Event *event)
{
  MwChromeTrack *track = track_of (self, event);
  MwChromeSlice slice;

  if (track->open->len == 0)
    {
      self->file->notes[MW_CHROME_UNPAIRED]++;
      return;
    }
  slice = g_array_index (track->open, MwChromeSlice, track->open->len - 1);
  g_array_set_size (track->open, track->open->len - 1);
  slice.end = MAX (slice.begin, event->time);
  g_array_append_val (track->slices, slice);
}

static void
add_instant (Reader *self, const Event *event)
{
  MwChromeLine line = { event->time, event->name ? event->name : "" };

  if (g_strcmp0 (event->category, MW_CHROME_END) == 0)
    track_of (self, event)->outcome = line.text;
  else
    g_array_append_val (track_of (self, event)->lines, line);
}

static MwChromeCounter *
find_counter (MwChromeProcess *process, const char *name)
{
  for (guint i = 0; i < process->counters->len; i++)
    {
      MwChromeCounter *counter = g_ptr_array_index (process->counters, i);

      if (counter->name == name)
        return counter;
    }
  return NULL;
}

static void
add_point (Reader *self, const Event *event)
{
  MwChromeProcess *process = mw_chrome_get_process (self->file, event->process);
  MwChromeCounter *counter = event->name ? find_counter (process, event->name) : NULL;
  MwChromePoint point = { event->time, event->value };

  if (event->name == NULL || !event->has_value || (counter == NULL && process->counters->len >= 200))
    {
      self->file->notes[MW_CHROME_UNREADABLE]++;
      return;
    }
  if (counter == NULL)
    {
      counter = g_new0 (MwChromeCounter, 1);
      counter->name = event->name;
      counter->kind = event->category;
      counter->limit = event->limit;
      counter->points = g_array_new (FALSE, FALSE, sizeof (MwChromePoint));
      g_ptr_array_add (process->counters, counter);
    }
  g_array_append_val (counter->points, point);
}

static void
begin_flow (Reader *self, const Event *event)
{
  MwChromeArrow *arrow = g_new0 (MwChromeArrow, 1);

  arrow->process = event->process;
  arrow->from = event->thread;
  arrow->time = event->id; /* the key, until its other end is known */
  g_hash_table_replace (self->flows, &arrow->time, arrow);
}

static void
end_flow (Reader *self, const Event *event)
{
  const MwChromeArrow *begun = g_hash_table_lookup (self->flows, &event->id);
  MwChromeArrow arrow;

  if (begun == NULL || begun->process != event->process)
    {
      self->file->notes[MW_CHROME_UNPAIRED]++;
      return;
    }
  arrow = (MwChromeArrow) { event->process, event->thread, event->time, begun->from };
  mw_chrome_add_arrow (self->file, &arrow);
  g_hash_table_remove (self->flows, &event->id);
}

static void
add_run (Reader *self, const Event *event)
{
  MwChromeProcess *process = mw_chrome_get_process (self->file, event->process);
  MwTraceHeader *header = mw_trace_header_new ();
  char **fields[] = { &header->scenario, &header->variant, &header->title, &header->executor, &header->clock };

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      g_free (*fields[i]);
      *fields[i] = g_strdup (event->run[i] ? event->run[i] : "");
    }
  if (event->run[5] != NULL)
    header->seed = g_ascii_strtoull (event->run[5], NULL, 10);
  g_clear_pointer (&process->header, mw_trace_header_free);
  process->header = header;
}

static void
add_metadata (Reader *self, const Event *event)
{
  if (g_strcmp0 (event->name, "thread_name") == 0)
    track_of (self, event)->name = event->label;
  else if (g_strcmp0 (event->name, "thread_sort_index") == 0)
    track_of (self, event)->order = event->order;
  else if (g_strcmp0 (event->name, "process_name") == 0)
    mw_chrome_get_process (self->file, event->process)->name = event->label;
  else if (g_strcmp0 (event->name, MW_CHROME_RUN) == 0)
    add_run (self, event);
}

static const struct
{
  char       phase;
  gboolean   timed;
  void     (*add) (Reader *self, const Event *event);
} phases[] = {
  { 'X', TRUE, add_slice }, { 'B', TRUE, begin_slice }, { 'E', TRUE, end_slice },
  { 'i', TRUE, add_instant }, { 'I', TRUE, add_instant }, { 'R', TRUE, add_instant },
  { 'C', TRUE, add_point }, { 's', TRUE, begin_flow }, { 'f', TRUE, end_flow }, { 'M', FALSE, add_metadata },
};

/* Nobody can look at more, and to find one of them would take ever longer. */
static gboolean
is_full (Reader *self)
{
  return g_hash_table_size (self->file->tracks) >= MAX_TRACKS || self->file->processes->len >= MAX_PROCESSES;
}

static void
add_event (Reader *self, const Event *event)
{
  guint i = 0;

  while (i < G_N_ELEMENTS (phases) && phases[i].phase != event->phase)
    i++;
  if (i == G_N_ELEMENTS (phases))
    self->file->notes[event->phase == '\0' ? MW_CHROME_UNREADABLE : MW_CHROME_FOREIGN]++;
  else if ((phases[i].timed && !event->has_time) || is_full (self))
    self->file->notes[MW_CHROME_UNREADABLE]++;
  else
    phases[i].add (self, event);
  self->file->n_events++;
}

static gboolean
read_events (Reader *self, MwProgressFunc progress, gpointer data, GCancellable *cancellable)
{
  if (mw_run_scan_try (&self->scan, ']'))
    return TRUE;
  do
    {
      Event event = { 0 };

      /* a comma before the end, which Chrome writes */
      if (mw_run_scan_try (&self->scan, ']'))
        return TRUE;
      if (!mw_run_scan_expect (&self->scan, '{'))
        return TRUE;
      self->scan.p--;
      if (!scan_object (self, scan_member, &event))
        return TRUE;
      add_event (self, &event);
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

/* What was begun and has no end, ends with the last thing that happened on its track. */
static void
close_slices (MwChrome *file)
{
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, file->tracks);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      MwChromeTrack *track = key;
      gint64 last = G_MININT64;

      for (guint i = 0; track->open->len > 0 && i < track->slices->len; i++)
        last = MAX (last, g_array_index (track->slices, MwChromeSlice, i).end);
      for (guint i = track->open->len; i > 0; i--)
        {
          MwChromeSlice slice = g_array_index (track->open, MwChromeSlice, i - 1);

          slice.end = last = MAX (slice.end, last);
          g_array_append_val (track->slices, slice);
          file->notes[MW_CHROME_UNPAIRED]++;
        }
    }
}

gboolean
mw_chrome_read (MwChrome *self, char *text, gsize length, MwProgressFunc progress, gpointer data, GCancellable *cancellable)
{
  Reader reader = { .file = self };
  gboolean complete = TRUE;

  mw_run_scan_init (&reader.scan, text, length);
  reader.flows = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, g_free);
  if (find_events (&reader))
    complete = read_events (&reader, progress, data, cancellable);
  if (reader.scan.fault != NULL)
    self->cut = g_strdup_printf (_("reading stopped at byte %zu: %s"), (gsize) (reader.scan.p - text), reader.scan.fault);
  close_slices (self);
  mw_run_scan_clear (&reader.scan);
  g_hash_table_unref (reader.flows);
  return complete;
}
