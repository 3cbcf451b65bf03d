/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "mw-chrome-private.h"

static void
track_free (MwChromeTrack *self)
{
  g_array_unref (self->slices);
  g_array_unref (self->open);
  g_array_unref (self->lines);
  g_free (self);
}

static void
counter_free (MwChromeCounter *self)
{
  g_array_unref (self->points);
  g_free (self);
}

static void
process_free (MwChromeProcess *self)
{
  g_clear_pointer (&self->header, mw_trace_header_free);
  g_ptr_array_unref (self->counters);
  g_ptr_array_unref (self->tracks);
  g_free (self);
}

static guint
hash_track (gconstpointer key)
{
  const MwChromeTrack *track = key;

  return g_int64_hash (&track->id) * 31 + g_int64_hash (&track->process->id);
}

static gboolean
same_track (gconstpointer a, gconstpointer b)
{
  const MwChromeTrack *first = a, *second = b;

  return first->id == second->id && first->process->id == second->process->id;
}

static guint
hash_arrow (gconstpointer key)
{
  const MwChromeArrow *arrow = key;

  return (g_int64_hash (&arrow->time) * 31 + g_int64_hash (&arrow->to)) * 31 + g_int64_hash (&arrow->process);
}

static gboolean
same_arrow (gconstpointer a, gconstpointer b)
{
  const MwChromeArrow *first = a, *second = b;

  return first->time == second->time && first->to == second->to && first->process == second->process;
}

MwChrome *
mw_chrome_new (void)
{
  MwChrome *self = g_new0 (MwChrome, 1);

  self->texts = g_string_chunk_new (4096);
  self->processes = g_ptr_array_new_with_free_func ((GDestroyNotify) process_free);
  self->tracks = g_hash_table_new (hash_track, same_track);
  self->arrows = g_hash_table_new_full (hash_arrow, same_arrow, g_free, NULL);
  self->flows = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, g_free);
  return self;
}

void
mw_chrome_free (MwChrome *self)
{
  g_hash_table_unref (self->tracks);
  g_hash_table_unref (self->arrows);
  g_hash_table_unref (self->flows);
  g_ptr_array_unref (self->processes);
  g_string_chunk_free (self->texts);
  g_free (self->cut);
  g_free (self);
}

/* Made where there is none yet. */
MwChromeProcess *
mw_chrome_get_process (MwChrome *self, gint64 id)
{
  MwChromeProcess *process;

  for (guint i = self->processes->len; i > 0; i--)
    {
      process = g_ptr_array_index (self->processes, i - 1);
      if (process->id == id)
        return process;
    }
  process = g_new0 (MwChromeProcess, 1);
  process->id = id;
  process->counters = g_ptr_array_new_with_free_func ((GDestroyNotify) counter_free);
  process->tracks = g_ptr_array_new_with_free_func ((GDestroyNotify) track_free);
  g_ptr_array_add (self->processes, process);
  return process;
}

/* Made where there is none yet. */
MwChromeTrack *
mw_chrome_get_track (MwChrome *self, gint64 process, gint64 id)
{
  MwChromeTrack key = { .process = mw_chrome_get_process (self, process), .id = id };
  MwChromeTrack *track = g_hash_table_lookup (self->tracks, &key);

  if (track != NULL)
    return track;
  track = g_new0 (MwChromeTrack, 1);
  *track = key;
  track->slices = g_array_new (FALSE, FALSE, sizeof (MwChromeSlice));
  track->open = g_array_new (FALSE, FALSE, sizeof (MwChromeSlice));
  track->lines = g_array_new (FALSE, FALSE, sizeof (MwChromeLine));
  g_ptr_array_add (key.process->tracks, track);
  g_hash_table_add (self->tracks, track);
  return track;
}

void
mw_chrome_add_arrow (MwChrome *self, const MwChromeArrow *arrow)
{
  g_hash_table_add (self->arrows, g_memdup2 (arrow, sizeof *arrow));
}

/* NULL: nobody is known. */
const MwChromeArrow *
mw_chrome_find_arrow (MwChrome *self, gint64 process, gint64 to, gint64 time)
{
  MwChromeArrow key = { .process = process, .to = to, .time = time };

  return g_hash_table_lookup (self->arrows, &key);
}
