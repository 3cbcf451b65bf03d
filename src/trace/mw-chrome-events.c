/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "mw-chrome-private.h"
#include "mw-chrome-shape.h"

#define MAX_TRACKS    100000
#define MAX_PROCESSES 1000

static MwChromeTrack *
track_of (MwChrome *self, const MwChromeEvent *event)
{
  return mw_chrome_get_track (self, event->process, event->thread);
}

static void
add_slice (MwChrome *self, const MwChromeEvent *event)
{
  MwChromeSlice slice = { .begin = event->time, .name = event->name ? event->name : "", .why = event->why };

  slice.value = (guint32) CLAMP (event->value, 0, G_MAXUINT32);
  slice.lane = (guint16) CLAMP (event->lane, 0, G_MAXUINT16);
  if (event->length < 0 || __builtin_add_overflow (event->time, event->length, &slice.end))
    self->notes[MW_CHROME_UNREADABLE]++;
  else
    g_array_append_val (track_of (self, event)->slices, slice);
}

static void
begin_slice (MwChrome *self, const MwChromeEvent *event)
{
  MwChromeSlice slice = { .begin = event->time, .end = event->time, .name = event->name ? event->name : "", .why = event->why };

  g_array_append_val (track_of (self, event)->open, slice);
}

static void
end_slice (MwChrome *self, const MwChromeEvent *event)
{
  MwChromeTrack *track = track_of (self, event);
  MwChromeSlice slice;

  if (track->open->len == 0)
    {
      self->notes[MW_CHROME_UNPAIRED]++;
      return;
    }
  slice = g_array_index (track->open, MwChromeSlice, track->open->len - 1);
  g_array_set_size (track->open, track->open->len - 1);
  slice.end = MAX (slice.begin, event->time);
  g_array_append_val (track->slices, slice);
}

static void
add_instant (MwChrome *self, const MwChromeEvent *event)
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
add_point (MwChrome *self, const MwChromeEvent *event)
{
  MwChromeProcess *process = mw_chrome_get_process (self, event->process);
  MwChromeCounter *counter = event->name ? find_counter (process, event->name) : NULL;
  MwChromePoint point = { event->time, event->value };

  if (event->name == NULL || !event->has_value || (counter == NULL && process->counters->len >= 200))
    {
      self->notes[MW_CHROME_UNREADABLE]++;
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
begin_flow (MwChrome *self, const MwChromeEvent *event)
{
  MwChromeArrow *arrow = g_new0 (MwChromeArrow, 1);

  arrow->process = event->process;
  arrow->from = event->thread;
  arrow->time = event->id; /* the key, until its other end is known */
  g_hash_table_replace (self->flows, &arrow->time, arrow);
}

static void
end_flow (MwChrome *self, const MwChromeEvent *event)
{
  const MwChromeArrow *begun = g_hash_table_lookup (self->flows, &event->id);
  MwChromeArrow arrow;

  if (begun == NULL || begun->process != event->process)
    {
      self->notes[MW_CHROME_UNPAIRED]++;
      return;
    }
  arrow = (MwChromeArrow) { event->process, event->thread, event->time, begun->from };
  mw_chrome_add_arrow (self, &arrow);
  g_hash_table_remove (self->flows, &event->id);
}

static void
add_run (MwChrome *self, const MwChromeEvent *event)
{
  MwChromeProcess *process = mw_chrome_get_process (self, event->process);
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
add_metadata (MwChrome *self, const MwChromeEvent *event)
{
  if (g_strcmp0 (event->name, "thread_name") == 0)
    track_of (self, event)->name = event->label;
  else if (g_strcmp0 (event->name, "thread_sort_index") == 0)
    track_of (self, event)->order = event->order;
  else if (g_strcmp0 (event->name, "process_name") == 0)
    mw_chrome_get_process (self, event->process)->name = event->label;
  else if (g_strcmp0 (event->name, MW_CHROME_RUN) == 0)
    add_run (self, event);
}

static const struct
{
  char       phase;
  gboolean   timed;
  void     (*add) (MwChrome *self, const MwChromeEvent *event);
} phases[] = {
  { 'X', TRUE, add_slice }, { 'B', TRUE, begin_slice }, { 'E', TRUE, end_slice },
  { 'i', TRUE, add_instant }, { 'I', TRUE, add_instant }, { 'R', TRUE, add_instant },
  { 'C', TRUE, add_point }, { 's', TRUE, begin_flow }, { 'f', TRUE, end_flow }, { 'M', FALSE, add_metadata },
};

/* Nobody can look at more, and to find one of them would take ever longer. */
static gboolean
is_full (MwChrome *self)
{
  return g_hash_table_size (self->tracks) >= MAX_TRACKS || self->processes->len >= MAX_PROCESSES;
}

/* Puts EVENT where it belongs, or counts it. */
void
mw_chrome_add (MwChrome *self, const MwChromeEvent *event)
{
  guint i = 0;

  while (i < G_N_ELEMENTS (phases) && phases[i].phase != event->phase)
    i++;
  if (i == G_N_ELEMENTS (phases))
    self->notes[event->phase == '\0' ? MW_CHROME_UNREADABLE : MW_CHROME_FOREIGN]++;
  else if ((phases[i].timed && !event->has_time) || is_full (self))
    self->notes[MW_CHROME_UNREADABLE]++;
  else
    phases[i].add (self, event);
  self->n_events++;
}

/* What was begun and has no end, ends with the last thing that happened on its track. */
void
mw_chrome_close_slices (MwChrome *self)
{
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, self->tracks);
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
          self->notes[MW_CHROME_UNPAIRED]++;
        }
    }
}
