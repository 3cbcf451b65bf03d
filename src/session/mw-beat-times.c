/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A beat is a question to the trace: when did this happen for the n-th time?  Each reads on where it stopped, so that
 * all of them together read a trace once per beat, however often a picture asks. */

#include "mw-config.h"

#include "mw-beat-times.h"

/* On a real clock the loop is never without a gap between two iterations. */
#define IDLE_MIN MW_NS_PER_MS

typedef struct
{
  gint64  time;    /* MW_BEAT_UNKNOWN until it is found */
  gsize   n_read;  /* events */
  guint   count;   /* how often it has happened */
  guint32 task;    /* its id; 0 until it is created */
  gint64  idle;    /* since when the loop may be idle; -1: it is not */
} Search;

struct _MwBeatTimes
{
  MwScenario *scenario;
  char       *lang;
  guint       n;
  Search     *searches;
};

/* What an event of the trace must be to count; and how many of them come before the first that does; STATE: and lead
 * to this one, if it is not 0. */
typedef struct { MwEventKind kind; guint before; MwState state; } Sought;

static const Sought sought[MW_N_BEATS] = {
  [MW_BEAT_CREATED] = { MW_EVENT_CREATED, 0 },
  [MW_BEAT_STARTED] = { MW_EVENT_RUNNING, 0 },
  [MW_BEAT_SUSPENDED] = { MW_EVENT_SUSPENDED, 0 },
  [MW_BEAT_WAITING] = { MW_EVENT_SUSPENDED, 0, MW_STATE_WAITING },
  [MW_BEAT_WOKEN] = { MW_EVENT_READY, 1 },
  [MW_BEAT_RESUMED] = { MW_EVENT_RUNNING, 1 },
  [MW_BEAT_PRINTED] = { MW_EVENT_LINE, 0 },
  [MW_BEAT_ENDED] = { MW_EVENT_ENDED, 0 },
  [MW_BEAT_RUN_ENDED] = { MW_EVENT_RUN_ENDED, 0 },
};

/* For SCENARIO, with names of tasks in LANG, that of the runs. */
MwBeatTimes *
mw_beat_times_new (MwScenario *scenario, const char *lang)
{
  MwBeatTimes *self = g_new0 (MwBeatTimes, 1);

  self->scenario = mw_scenario_ref (scenario);
  self->lang = g_strdup (lang);
  self->n = mw_scenario_get_n_beats (scenario);
  self->searches = g_new0 (Search, MAX (self->n, 1));
  for (guint i = 0; i < self->n; i++)
    self->searches[i] = (Search) { .time = MW_BEAT_UNKNOWN, .idle = -1 };
  return self;
}

void
mw_beat_times_free (MwBeatTimes *self)
{
  mw_scenario_unref (self->scenario);
  g_free (self->lang);
  g_free (self->searches);
  g_free (self);
}

/* The loop is idle from the end of an iteration to the beginning of the next, if that takes a while. */
static void
read_idle (Search *search, const MwBeat *beat, const MwEvent *event)
{
  if (event->kind == MW_EVENT_ITERATION_END)
    search->idle = event->time;
  else if (event->kind == MW_EVENT_ITERATION_BEGIN || event->kind == MW_EVENT_RUN_ENDED)
    {
      if (search->idle >= 0 && event->time - search->idle >= IDLE_MIN && ++search->count == beat->index)
        search->time = search->idle;
      search->idle = -1;
    }
}

static void
read_event (Search *search, const MwBeat *beat, MwTrace *trace, const MwEvent *event)
{
  const Sought *row = &sought[beat->event];

  if (beat->event == MW_BEAT_LOOP_IDLE)
    {
      read_idle (search, beat, event);
      return;
    }
  if (beat->task != NULL && search->task == 0 && event->kind == MW_EVENT_CREATED &&
      g_strcmp0 (mw_trace_get_string (trace, (guint32) event->value), beat->task) == 0)
    search->task = event->task;
  if (event->kind != row->kind || (beat->task != NULL && (search->task == 0 || event->task != search->task)) ||
      (row->state != MW_STATE_NONE && mw_state_after (MW_STATE_RUNNING, event) != row->state))
    return;
  if (++search->count == row->before + beat->index)
    search->time = event->time;
}

static void
read_on (Search *search, const MwBeat *beat, MwHistory *history, gint64 known)
{
  MwTrace *trace = mw_history_get_trace (history);
  gsize n = mw_history_get_n_read (history);

  while (search->n_read < n && search->time == MW_BEAT_UNKNOWN)
    read_event (search, beat, trace, mw_trace_get_event (trace, search->n_read++));
  if (beat->event == MW_BEAT_LOOP_IDLE && search->time == MW_BEAT_UNKNOWN && search->idle >= 0 &&
      known - search->idle >= IDLE_MIN && search->count + 1 == beat->index)
    search->time = search->idle;
}

/* Looks for the beats of VARIANT in what is new in HISTORY, which is brought up to date by the caller; nothing later
 * than KNOWN (ns) is to be missed.  TRUE if one was found. */
gboolean
mw_beat_times_read (MwBeatTimes *self, guint variant, MwHistory *history, gint64 known)
{
  gboolean found = FALSE;

  for (guint i = 0; i < self->n; i++)
    {
      const MwBeat *beat = mw_scenario_get_beat (self->scenario, i, self->lang);
      Search *search = &self->searches[i];

      if (beat->variant != variant || search->time != MW_BEAT_UNKNOWN)
        continue;
      if (beat->event != MW_BEAT_AT)
        read_on (search, beat, history, known);
      else if (beat->at <= known)
        search->time = beat->at;
      found |= search->time != MW_BEAT_UNKNOWN;
    }
  return found;
}

/* ns since the run began; MW_BEAT_UNKNOWN. */
gint64
mw_beat_times_get (MwBeatTimes *self, guint index)
{
  return self->searches[index].time;
}

/* The beat that the picture of TIME has come to: the last one to happen until then, and of several at one instant
 * the last in the telling; but CHOSEN (-1: none) as long as its own instant is shown.  -1: none yet. */
gint
mw_beat_times_find (MwBeatTimes *self, gint64 time, gint chosen)
{
  gint best = -1;

  for (guint i = 0; i < self->n; i++)
    {
      gint64 when = self->searches[i].time;

      if (when != MW_BEAT_UNKNOWN && when <= time && (best < 0 || when >= self->searches[best].time))
        best = (gint) i;
    }
  if (chosen >= 0 && self->searches[chosen].time == time)
    return chosen;
  return best;
}
