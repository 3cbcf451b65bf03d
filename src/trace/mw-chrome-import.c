/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Tells a process of a Chrome file as a trace.
 *
 * A slice of ours bears the name of a state.  How a task got there is not in the file and is not guessed: the table of
 * transitions is asked for the shortest way from one state to the next, so that what comes out is lawful whatever comes in.
 * A stranger's slice means that its thread ran; where there is none, it did not, and nobody says why (MW_REASON_UNKNOWN).
 *
 *   file     ─┤ parse ├──────┤ compute      ├┤ write ├──
 *   trace    running ┆ unknown ┆ running             ┆ ended
 *
 * Tracks are told together, by time, from a heap that holds the next moment of each: O(n log tracks).
 */

#include <string.h>

#include "mw-chrome-private.h"
#include "mw-chrome-shape.h"
#include "mw-time.h"
#include "mw-timers.h"

/* Where the telling of a track or of a counter has got to. */
typedef struct
{
  MwTimer          timer;
  MwChromeTrack   *track;    /* NULL: of a counter */
  MwChromeCounter *counter;
  MwState          state;
  guint32          id;       /* of the task, 0: not created yet; of the resource */
  guint16          lane;     /* of a stranger's thread; 0: as the slices say */
  guint            slice;    /* the next; of a counter its point */
  guint            line;     /* the next */
  gint64           until;    /* end of the slice that was told last; G_MAXINT64: it does nothing */
  gboolean         is_loop;
} Teller;

typedef struct
{
  MwChrome        *file;
  MwChromeProcess *process;
  MwTrace         *trace;
  MwTimers         heap;
  GArray          *tellers;
  GHashTable      *by_thread; /* Teller by the id of its track */
  gint64           origin;    /* time of the file that is 0 of the trace */
  gint64           last;      /* ns */
  guint32          n_tasks;
  gboolean         unfinished;
  gboolean         is_foreign;
} Import;

/* TIME of the file as one of the trace, which never goes back. */
static gint64
time_of (Import *self, gint64 time)
{
  gint64 result;

  if (__builtin_sub_overflow (time, self->origin, &result))
    result = MW_TRACE_TIME_MAX;
  self->last = CLAMP (result, self->last, MW_TRACE_TIME_MAX);
  return self->last;
}

static void
append (Import *self, Teller *teller, MwEvent event)
{
  if (!mw_trace_try_append (self->trace, &event, NULL))
    self->file->notes[MW_CHROME_REFUSED]++;
  else if (event.task > 0 && event.kind != MW_EVENT_CREATED)
    teller->state = mw_state_after (teller->state, &event);
}

/* Who made the task go on at TIME (of the file); 0: nobody is known. */
static guint32
find_waker (Import *self, Teller *teller, gint64 time)
{
  const MwChromeArrow *arrow = mw_chrome_find_arrow (self->file, self->process->id, teller->track->id, time);
  Teller *waker = arrow ? g_hash_table_lookup (self->by_thread, &arrow->from) : NULL;

  return waker != NULL && waker != teller ? waker->id : 0;
}

/* Brings the task to STATE at TIME (of the file); it may be there already. */
static void
go_to (Import *self, Teller *teller, MwState state, MwReason reason, guint16 lane, gint64 time)
{
  MwChromeWay way;

  mw_chrome_find_way (teller->state, state, reason, lane, &way);
  if (way.n == 0 && teller->state != state)
    self->file->notes[MW_CHROME_REFUSED]++;
  for (guint i = 0; i < way.n; i++)
    {
      MwEventKind kind = (MwEventKind) way.kinds[i];

      append (self, teller, (MwEvent) {
        .time = time_of (self, time), .task = teller->id, .kind = (guint8) kind, .lane = lane,
        .reason = (guint8) mw_chrome_reason_of (kind, reason, i + 1 == way.n),
        .object = kind == MW_EVENT_READY ? find_waker (self, teller, time) : 0,
        .value = kind == MW_EVENT_SUSPENDED ? -1 : 0,
      });
    }
}

static void
create (Import *self, Teller *teller, gint64 time)
{
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, teller->track->id);
  guint32 name = mw_trace_intern (self->trace, teller->track->name ? teller->track->name : number);

  teller->id = ++self->n_tasks;
  teller->state = MW_STATE_CREATED;
  append (self, teller, (MwEvent) { .time = time_of (self, time), .task = teller->id, .kind = MW_EVENT_CREATED,
                                    .object = find_waker (self, teller, time), .value = name });
}

static MwState
find_state (const char *name)
{
  for (guint state = MW_STATE_CREATED; state < MW_N_STATES; state++)
    if (strcmp (mw_state_name ((MwState) state), name) == 0)
      return (MwState) state;
  return MW_STATE_RUNNING;
}

static MwReason
find_reason (const char *name)
{
  for (guint reason = 0; name != NULL && reason < MW_N_REASONS; reason++)
    if (strcmp (mw_reason_name ((MwReason) reason), name) == 0)
      return (MwReason) reason;
  return MW_REASON_NONE;
}

static void
tell_slice (Import *self, Teller *teller, const MwChromeSlice *slice)
{
  MwState state = teller->lane > 0 ? MW_STATE_THREAD : find_state (slice->name);

  if (teller->id == 0)
    create (self, teller, slice->begin);
  if (state != MW_STATE_CREATED)
    go_to (self, teller, state, find_reason (slice->why), teller->lane > 0 ? teller->lane : slice->lane, slice->begin);
  teller->until = slice->end;
  teller->slice++;
}

static void
tell_end (Import *self, Teller *teller)
{
  MwOutcome outcome = MW_OUTCOME_NONE;

  for (guint i = 1; teller->track->outcome != NULL && i < MW_N_OUTCOMES; i++)
    if (strcmp (mw_outcome_name ((MwOutcome) i), teller->track->outcome) == 0)
      outcome = (MwOutcome) i;
  if (outcome == MW_OUTCOME_NONE && teller->lane > 0)
    outcome = MW_OUTCOME_DONE;
  self->unfinished |= outcome == MW_OUTCOME_NONE;
  if (outcome != MW_OUTCOME_NONE)
    append (self, teller, (MwEvent) { .time = time_of (self, teller->until), .task = teller->id, .kind = MW_EVENT_ENDED,
                                      .reason = (guint8) outcome, .lane = teller->lane });
  else
    time_of (self, teller->until);
}

static void
tell_line (Import *self, Teller *teller, const MwChromeLine *line)
{
  append (self, teller, (MwEvent) { .time = time_of (self, line->time), .task = teller->id, .kind = MW_EVENT_LINE,
                                    .object = mw_trace_intern (self->trace, line->text), .lane = teller->lane });
  teller->line++;
}

static void
tell_again (Import *self, Teller *teller, gint64 time)
{
  mw_timers_add (&self->heap, &teller->timer, time);
}

static void
tell_iteration (Import *self, Teller *teller)
{
  const MwChromeSlice *slice = &g_array_index (teller->track->slices, MwChromeSlice, teller->slice);
  gboolean begins = teller->until == G_MAXINT64;

  append (self, teller, (MwEvent) { .time = time_of (self, begins ? slice->begin : slice->end), .value = begins ? slice->value : 0,
                                    .kind = begins ? MW_EVENT_ITERATION_BEGIN : MW_EVENT_ITERATION_END });
  teller->until = begins ? slice->end : G_MAXINT64;
  teller->slice += !begins;
  if (begins)
    tell_again (self, teller, slice->end);
  else if (teller->slice < teller->track->slices->len)
    tell_again (self, teller, g_array_index (teller->track->slices, MwChromeSlice, teller->slice).begin);
}

static void
tell_point (Import *self, Teller *teller)
{
  const GArray *points = teller->counter->points;
  const MwChromePoint *point = &g_array_index (points, MwChromePoint, teller->slice++);

  append (self, teller, (MwEvent) { .time = time_of (self, point->time), .value = point->value, .kind = MW_EVENT_RESOURCE,
                                    .object = teller->id });
  if (teller->slice < points->len)
    tell_again (self, teller, (point + 1)->time);
}

/* The next line, if it was printed before the slice that was told last is over; NULL. */
static const MwChromeLine *
next_line (const Teller *teller)
{
  const GArray *lines = teller->track->lines;
  const MwChromeLine *line = teller->line < lines->len ? &g_array_index (lines, MwChromeLine, teller->line) : NULL;
  gboolean can = teller->state == MW_STATE_RUNNING || teller->state == MW_STATE_THREAD;

  return line != NULL && can && teller->until != G_MAXINT64 && line->time <= teller->until ? line : NULL;
}

/* One moment of a task. */
static void
tell_task (Import *self, Teller *teller)
{
  const GArray *slices = teller->track->slices;
  const MwChromeSlice *slice = teller->slice < slices->len ? &g_array_index (slices, MwChromeSlice, teller->slice) : NULL;
  const MwChromeLine *line = next_line (teller);

  if (line != NULL)
    tell_line (self, teller, line);
  else if (slice != NULL && (teller->until == G_MAXINT64 || slice->begin <= teller->until))
    tell_slice (self, teller, slice);
  else if (slice != NULL)
    {
      go_to (self, teller, MW_STATE_IO, MW_REASON_UNKNOWN, teller->lane, teller->until);
      teller->until = G_MAXINT64;
    }
  else
    {
      tell_end (self, teller);
      return;
    }
  line = next_line (teller);
  slice = teller->slice < slices->len ? &g_array_index (slices, MwChromeSlice, teller->slice) : NULL;
  if (line != NULL)
    tell_again (self, teller, line->time);
  else
    tell_again (self, teller, teller->until != G_MAXINT64 ? teller->until : slice->begin);
}

static gint
compare_tracks (gconstpointer a, gconstpointer b)
{
  const MwChromeTrack *first = *(MwChromeTrack *const *) a, *second = *(MwChromeTrack *const *) b;

  if (first->order != second->order)
    return first->order < second->order ? -1 : 1;
  return first->id == second->id ? 0 : first->id < second->id ? -1 : 1;
}

/* Every track and counter that has anything to tell; the loop's first, whose turns hold the rest. */
static void
add_tellers (Import *self)
{
  MwChromeProcess *process = self->process;
  guint16 lane = 0;

  g_ptr_array_sort (process->tracks, compare_tracks);
  for (guint i = 0; i < process->tracks->len; i++)
    {
      MwChromeTrack *track = g_ptr_array_index (process->tracks, i);
      Teller teller = { .track = track, .until = G_MAXINT64 };

      mw_chrome_flatten (self->file, track);
      if (track->slices->len == 0)
        continue;
      teller.is_loop = process->header != NULL && track->id == MW_CHROME_LOOP;
      teller.lane = process->header == NULL && lane < G_MAXUINT16 ? ++lane : 0;
      g_array_append_val (self->tellers, teller);
    }
  for (guint i = 0; i < process->counters->len; i++)
    {
      MwChromeCounter *counter = g_ptr_array_index (process->counters, i);
      Teller teller = { .counter = counter, .id = i + 1 };

      mw_chrome_sort_points (counter);
      g_array_append_val (self->tellers, teller);
    }
}

static gint64
first_moment (const Teller *teller)
{
  if (teller->counter != NULL)
    return g_array_index (teller->counter->points, MwChromePoint, 0).time;
  return g_array_index (teller->track->slices, MwChromeSlice, 0).begin;
}

/* What we count ourselves is no resource. */
static void
drop_in_flight (MwChromeProcess *process)
{
  for (guint i = process->counters->len; process->header != NULL && i > 0; i--)
    if (strcmp (((MwChromeCounter *) g_ptr_array_index (process->counters, i - 1))->name, MW_CHROME_IN_FLIGHT) == 0)
      g_ptr_array_remove_index (process->counters, i - 1);
}

static MwTraceHeader *
make_header (MwChromeProcess *process)
{
  MwTraceHeader *header = process->header ? g_steal_pointer (&process->header) : NULL;

  if (header == NULL)
    {
      header = mw_trace_header_new ();
      g_free (header->title);
      header->title = g_strdup (process->name ? process->name : "");
      g_free (header->executor);
      header->executor = g_strdup ("threads");
      header->threads = process->tracks->len;
    }
  for (guint i = 0; i < process->counters->len; i++)
    {
      MwChromeCounter *counter = g_ptr_array_index (process->counters, i);
      guint kind = 0;

      while (kind < MW_N_RESOURCES && g_strcmp0 (mw_resource_kind_name ((MwResourceKind) kind), counter->kind) != 0)
        kind++;
      mw_trace_header_add_resource (header, counter->name, kind < MW_N_RESOURCES ? (MwResourceKind) kind : MW_RESOURCE_VALUE,
                                    counter->limit);
    }
  return header;
}

static void
tell (Import *self)
{
  MwTimer *timer;

  self->origin = G_MAXINT64;
  for (guint i = 0; i < self->tellers->len; i++)
    {
      Teller *teller = &g_array_index (self->tellers, Teller, i);

      self->origin = MIN (self->origin, first_moment (teller));
      if (teller->track != NULL)
        g_hash_table_insert (self->by_thread, &teller->track->id, teller);
      tell_again (self, teller, first_moment (teller));
    }
  if (!self->is_foreign)
    self->origin = MIN (self->origin, 0);
  while ((timer = mw_timers_peek (&self->heap)) != NULL)
    {
      Teller *teller = (Teller *) timer;

      mw_timers_remove (&self->heap, timer);
      if (teller->counter != NULL)
        tell_point (self, teller);
      else if (teller->is_loop)
        tell_iteration (self, teller);
      else
        tell_task (self, teller);
    }
  append (self, NULL, (MwEvent) { .time = self->last, .kind = MW_EVENT_RUN_ENDED,
                                  .reason = self->unfinished ? MW_RUN_STOPPED : MW_RUN_COMPLETE });
}

MwTrace *
mw_chrome_import (MwChrome *file, MwChromeProcess *process)
{
  Import self = { .file = file, .process = process, .is_foreign = process->header == NULL };

  self.tellers = g_array_new (FALSE, FALSE, sizeof (Teller));
  self.by_thread = g_hash_table_new (g_int64_hash, g_int64_equal);
  drop_in_flight (process);
  add_tellers (&self);
  if (self.tellers->len > 0)
    {
      self.trace = mw_trace_new (make_header (process));
      tell (&self);
    }
  mw_timers_clear (&self.heap);
  g_hash_table_unref (self.by_thread);
  g_array_unref (self.tellers);
  return self.trace;
}
