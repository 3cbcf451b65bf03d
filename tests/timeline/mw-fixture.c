/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "mw-fixture.h"

#define MS MW_NS_PER_MS

MwPen
mw_pen_new (const char *variant, const char *title, const char *executor, const char *clock)
{
  MwTraceHeader *header = mw_trace_header_new ();

  header->scenario = g_strdup ("fixture");
  header->variant = g_strdup (variant);
  header->title = g_strdup (title);
  header->executor = g_strdup (executor);
  header->threads = g_str_equal (executor, "threads") ? 3 : 0;
  header->clock = g_strdup (clock);
  header->seed = 444;
  header->time_scale = 1;
  if (header->parameters == NULL)
    header->parameters = g_new0 (char *, 1);
  if (g_str_has_prefix (variant, "gate"))
    mw_trace_header_add_resource (header, "gate", MW_RESOURCE_SEMAPHORE, g_ascii_strtoll (variant + 4, NULL, 10));
  return (MwPen) { .trace = mw_trace_new (header) };
}

void
mw_pen_emit (MwPen *self, guint32 task, MwEventKind kind, guint reason, guint32 object, gint64 value)
{
  MwEvent event = { .time = self->time, .value = value, .task = task, .object = object, .kind = (guint8) kind, .reason = (guint8) reason };

  mw_trace_append (self->trace, &event);
}

guint32
mw_pen_create (MwPen *self, guint32 parent, const char *name)
{
  mw_pen_emit (self, ++self->n_tasks, MW_EVENT_CREATED, 0, parent, mw_trace_intern (self->trace, name));
  mw_pen_emit (self, self->n_tasks, MW_EVENT_READY, 0, parent, 0);
  return self->n_tasks;
}

static gboolean
has_loop (MwPen *self)
{
  return g_str_equal (mw_trace_get_header (self->trace)->executor, "loop");
}

/* A ready task gets the loop, and keeps it for a slice. */
void
mw_pen_begin (MwPen *self, guint32 task)
{
  if (has_loop (self))
    mw_pen_emit (self, 0, MW_EVENT_ITERATION_BEGIN, 0, 0, 1);
  mw_pen_emit (self, task, MW_EVENT_RUNNING, 0, 0, 0);
  self->time += self->slice;
}

static void
end_iteration (MwPen *self)
{
  if (has_loop (self))
    mw_pen_emit (self, 0, MW_EVENT_ITERATION_END, 0, 0, 0);
}

void
mw_pen_run (MwPen *self, guint32 task, guint32 woken_by)
{
  mw_pen_emit (self, task, MW_EVENT_READY, 0, woken_by, 0);
  mw_pen_begin (self, task);
}

void
mw_pen_suspend (MwPen *self, guint32 task, MwReason reason, guint32 object, gint64 value)
{
  mw_pen_emit (self, task, MW_EVENT_SUSPENDED, reason, object, value);
  end_iteration (self);
}

void
mw_pen_end (MwPen *self, guint32 task, MwOutcome outcome)
{
  mw_pen_emit (self, task, MW_EVENT_ENDED, outcome, 0, 0);
  end_iteration (self);
}

void
mw_pen_line (MwPen *self, guint32 task, const char *text)
{
  mw_pen_emit (self, task, MW_EVENT_LINE, 0, mw_trace_intern (self->trace, text), 0);
}

MwHistory *
mw_pen_finish (MwPen *self, MwRunEnd end)
{
  MwHistory *history;

  mw_pen_emit (self, 0, MW_EVENT_RUN_ENDED, end, 0, 0);
  history = mw_history_new (self->trace);
  mw_history_update (history, G_MAXSIZE);
  g_clear_pointer (&self->trace, mw_trace_unref);
  return history;
}

static const char *const people[] = { "Alice", "Bob", "Charlie" };

MwHistory *
mw_fixture_greetings (gboolean together, gint64 slice)
{
  MwPen pen = together ? mw_pen_new ("gather", "all together: gather", "loop", "simulated")
                       : mw_pen_new ("await", "one after another: await", "loop", "simulated");
  guint32 entry, tasks[3];

  pen.slice = slice;
  entry = mw_pen_create (&pen, 0, "main");
  mw_pen_begin (&pen, entry);
  if (!together)
    {
      for (guint i = 0; i < 3; i++)
        {
          gint64 deadline = (i + 1) * 2000 * MS;

          mw_pen_suspend (&pen, entry, MW_REASON_TIMER, 0, deadline);
          pen.time = deadline;
          mw_pen_run (&pen, entry, 0);
        }
      mw_pen_end (&pen, entry, MW_OUTCOME_DONE);
      return mw_pen_finish (&pen, MW_RUN_COMPLETE);
    }
  for (guint i = 0; i < 3; i++)
    tasks[i] = mw_pen_create (&pen, entry, people[i]);
  mw_pen_suspend (&pen, entry, MW_REASON_CHILDREN, 0, -1);
  for (guint i = 0; i < 3; i++)
    {
      mw_pen_begin (&pen, tasks[i]);
      mw_pen_line (&pen, tasks[i], "Starting…");
      mw_pen_suspend (&pen, tasks[i], MW_REASON_TIMER, 0, 2000 * MS);
    }
  pen.time = 2000 * MS;
  for (guint i = 0; i < 3; i++)
    {
      mw_pen_run (&pen, tasks[i], 0);
      mw_pen_end (&pen, tasks[i], MW_OUTCOME_DONE);
    }
  mw_pen_run (&pen, entry, tasks[2]);
  mw_pen_end (&pen, entry, MW_OUTCOME_DONE);
  return mw_pen_finish (&pen, MW_RUN_COMPLETE);
}

/* N requests of 180 to 300 ms through a gate, FIFO. */
MwHistory *
mw_fixture_stories (guint n, guint permits, gint64 slice)
{
  guint limit = permits > 0 ? permits : n;
  g_autofree char *variant = g_strdup_printf ("gate%u", limit);
  g_autofree char *title = permits > 0 ? g_strdup_printf ("Semaphore(%u)", permits) : g_strdup ("all at once");
  MwPen pen = mw_pen_new (permits > 0 ? variant : "free", title, "loop", "live");
  g_autofree gint64 *ends = g_new (gint64, n);
  guint32 entry;
  guint next = 0, busy = 0, left = n;
  MwRandom random;

  mw_random_init (&random, 444, n);
  pen.slice = slice;
  entry = mw_pen_create (&pen, 0, "main");
  mw_pen_begin (&pen, entry);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = g_strdup_printf ("story %u", i + 1);

      mw_pen_create (&pen, entry, name);
      ends[i] = G_MAXINT64;
    }
  mw_pen_suspend (&pen, entry, MW_REASON_CHILDREN, 0, -1);
  for (guint i = 0; i < n; i++)
    {
      mw_pen_begin (&pen, i + 2);
      if (busy == limit)
        {
          mw_pen_suspend (&pen, i + 2, MW_REASON_PERMIT, 1, -1);
          continue;
        }
      busy++;
      next = i + 1;
      if (permits > 0)
        mw_pen_emit (&pen, i + 2, MW_EVENT_RESOURCE, 0, 1, busy);
      ends[i] = pen.time + mw_random_uniform (&random, 180 * MS, 300 * MS);
      mw_pen_suspend (&pen, i + 2, MW_REASON_REQUEST, 0, -1);
    }
  while (left-- > 0)
    {
      guint first = 0;

      for (guint i = 0; i < n; i++)
        if (ends[i] < ends[first])
          first = i;
      pen.time = MAX (pen.time, ends[first]);
      ends[first] = G_MAXINT64;
      mw_pen_run (&pen, first + 2, 0);
      if (permits > 0 && next >= n)
        mw_pen_emit (&pen, first + 2, MW_EVENT_RESOURCE, 0, 1, --busy);
      mw_pen_end (&pen, first + 2, MW_OUTCOME_DONE);
      if (next >= n)
        continue;
      mw_pen_run (&pen, next + 2, first + 2);
      ends[next] = pen.time + mw_random_uniform (&random, 180 * MS, 300 * MS);
      mw_pen_suspend (&pen, next + 2, MW_REASON_REQUEST, 0, -1);
      next++;
    }
  mw_pen_run (&pen, entry, 0);
  mw_pen_end (&pen, entry, MW_OUTCOME_DONE);
  return mw_pen_finish (&pen, MW_RUN_COMPLETE);
}

/* A heartbeat of 50 ms beside something of 400 ms that blocks the loop, or does not. */
MwHistory *
mw_fixture_blocked (gboolean blocking)
{
  MwPen pen = blocking ? mw_pen_new ("blocking", "time.sleep: the loop is blocked", "loop", "live")
                       : mw_pen_new ("async", "asyncio.sleep: the others go on", "loop", "live");
  guint32 entry = mw_pen_create (&pen, 0, "main"), heart, other;
  gint64 free_at = 0;

  pen.slice = 2 * MS;
  mw_pen_begin (&pen, entry);
  heart = mw_pen_create (&pen, entry, "heartbeat");
  other = mw_pen_create (&pen, entry, blocking ? "blocker" : "sleeper");
  mw_pen_suspend (&pen, entry, MW_REASON_CHILDREN, 0, -1);
  mw_pen_begin (&pen, heart);
  mw_pen_suspend (&pen, heart, MW_REASON_TIMER, 0, 50 * MS);
  mw_pen_begin (&pen, other);
  mw_pen_suspend (&pen, other, MW_REASON_TIMER, 0, 110 * MS);
  for (gint64 beat = 50; beat < 700; beat += 50)
    {
      if (beat == 150)
        {
          pen.time = 110 * MS;
          mw_pen_run (&pen, other, 0);
          if (blocking)
            {
              mw_pen_emit (&pen, other, MW_EVENT_BLOCKING_BEGIN, MW_REASON_CALL, 0, -1);
              pen.time = 150 * MS;
              mw_pen_emit (&pen, heart, MW_EVENT_READY, 0, 0, 0);
              free_at = pen.time = 510 * MS;
              mw_pen_emit (&pen, other, MW_EVENT_BLOCKING_END, 0, 0, 0);
              mw_pen_end (&pen, other, MW_OUTCOME_DONE);
              mw_pen_begin (&pen, heart);
              mw_pen_suspend (&pen, heart, MW_REASON_TIMER, 0, -1);
              continue;
            }
          mw_pen_suspend (&pen, other, MW_REASON_TIMER, 0, 510 * MS);
        }
      if (beat * MS < free_at + 30 * MS)
        continue;
      pen.time = beat * MS;
      mw_pen_run (&pen, heart, 0);
      mw_pen_suspend (&pen, heart, MW_REASON_TIMER, 0, (beat + 50) * MS);
      if (beat == 500 && !blocking)
        {
          pen.time = 510 * MS;
          mw_pen_run (&pen, other, 0);
          mw_pen_end (&pen, other, MW_OUTCOME_DONE);
        }
    }
  pen.time = 700 * MS;
  mw_pen_run (&pen, heart, 0);
  mw_pen_end (&pen, heart, MW_OUTCOME_DONE);
  mw_pen_run (&pen, entry, heart);
  mw_pen_end (&pen, entry, MW_OUTCOME_DONE);
  return mw_pen_finish (&pen, MW_RUN_COMPLETE);
}

/* One that succeeds, one that is retried at 1 and 3 s and fails, one that runs out of time, one that is cancelled. */
MwHistory *
mw_fixture_retries (gint64 latency)
{
  MwPen pen = mw_pen_new ("retry", "three attempts, 1 s and 2 s between them", "loop", "simulated");
  guint32 entry = mw_pen_create (&pen, 0, "main"), good, bad, slow, other;

  mw_pen_begin (&pen, entry);
  good = mw_pen_create (&pen, entry, "id 8863");
  bad = mw_pen_create (&pen, entry, "id 99999999999");
  slow = mw_pen_create (&pen, entry, "slow");
  other = mw_pen_create (&pen, entry, "cancelled");
  mw_pen_suspend (&pen, entry, MW_REASON_CHILDREN, 0, -1);
  for (guint32 task = good; task <= other; task++)
    {
      mw_pen_begin (&pen, task);
      if (task == bad)
        mw_pen_emit (&pen, task, MW_EVENT_ATTEMPT, 0, 0, 1);
      if (task == slow)
        mw_pen_emit (&pen, task, MW_EVENT_DEADLINE_ARMED, 0, 0, 2000 * MS);
      mw_pen_suspend (&pen, task, MW_REASON_REQUEST, 0, -1);
    }
  pen.time = latency;
  mw_pen_run (&pen, good, 0);
  mw_pen_end (&pen, good, MW_OUTCOME_DONE);
  for (guint attempt = 2; attempt <= 3; attempt++)
    {
      mw_pen_run (&pen, bad, 0);
      mw_pen_suspend (&pen, bad, MW_REASON_BACKOFF, attempt, pen.time + (attempt - 1) * 1000 * MS);
      if (attempt == 3)
        {
          pen.time = 2000 * MS;
          mw_pen_emit (&pen, slow, MW_EVENT_DEADLINE_FIRED, 0, 0, 2000 * MS);
          mw_pen_emit (&pen, slow, MW_EVENT_CANCEL_REQUESTED, 0, 0, 0);
          mw_pen_run (&pen, slow, 0);
          mw_pen_end (&pen, slow, MW_OUTCOME_TIMED_OUT);
        }
      pen.time = attempt == 2 ? 1000 * MS + latency : 3000 * MS + 2 * latency;
      mw_pen_run (&pen, bad, 0);
      mw_pen_emit (&pen, bad, MW_EVENT_ATTEMPT, 0, 0, attempt);
      mw_pen_suspend (&pen, bad, MW_REASON_REQUEST, 0, -1);
      pen.time += latency;
    }
  mw_pen_run (&pen, bad, 0);
  mw_pen_end (&pen, bad, MW_OUTCOME_FAILED);
  mw_pen_emit (&pen, other, MW_EVENT_CANCEL_REQUESTED, 0, entry, 0);
  mw_pen_run (&pen, other, entry);
  mw_pen_end (&pen, other, MW_OUTCOME_CANCELLED);
  mw_pen_run (&pen, entry, bad);
  mw_pen_end (&pen, entry, MW_OUTCOME_DONE);
  return mw_pen_finish (&pen, MW_RUN_COMPLETE);
}

/* Three downloads of 2 s on three threads. */
MwHistory *
mw_fixture_threads (void)
{
  MwPen pen = mw_pen_new ("threads", "three threads", "threads", "live");
  MwEvent event = { 0 };

  for (guint i = 0; i < 3; i++)
    mw_pen_create (&pen, 0, people[i]);
  for (guint i = 0; i < 3; i++)
    {
      event = (MwEvent) { .time = pen.time, .task = i + 1, .kind = MW_EVENT_RUNNING, .lane = (guint16) (i + 1) };
      mw_trace_append (pen.trace, &event);
      pen.time += 40 * MS;
    }
  for (guint i = 0; i < 3; i++)
    {
      event = (MwEvent) { .time = (2000 + 40 * i) * MS, .task = i + 1, .kind = MW_EVENT_ENDED, .reason = MW_OUTCOME_DONE, .lane = (guint16) (i + 1) };
      mw_trace_append (pen.trace, &event);
      pen.time = event.time;
    }
  return mw_pen_finish (&pen, MW_RUN_COMPLETE);
}

/* Tasks that run, wait for this and that, and end; times are multiples of less than UNIT ns, often 0. */
MwHistory *
mw_fixture_random (MwRandom *random, guint n_tasks, guint n_turns, gint64 unit)
{
  static const guint8 reasons[] = { MW_REASON_TIMER, MW_REASON_PERMIT, MW_REASON_REQUEST, MW_REASON_BACKOFF, MW_REASON_CHILDREN };
  MwPen pen = mw_pen_new ("gate3", "random", "loop", "simulated");
  g_autofree gboolean *ended = g_new0 (gboolean, n_tasks + 1);

  for (guint i = 0; i < n_tasks; i++)
    {
      g_autofree char *name = g_strdup_printf ("task %u", i + 1);

      mw_pen_create (&pen, 0, name);
    }
  for (guint32 task = 1; task <= n_tasks; task++)
    {
      mw_pen_begin (&pen, task);
      mw_pen_suspend (&pen, task, MW_REASON_TIMER, 0, -1);
    }
  for (guint turn = 0; turn < n_turns; turn++)
    {
      guint32 task = (guint32) mw_random_uniform (random, 1, n_tasks + 1);

      if (ended[task])
        continue;
      pen.time += mw_random_uniform (random, 0, 3) == 0 ? 0 : mw_random_uniform (random, 0, unit);
      pen.slice = mw_random_uniform (random, 0, 2) == 0 ? 0 : mw_random_uniform (random, 0, unit / 4 + 1);
      mw_pen_run (&pen, task, 0);
      if (mw_random_uniform (random, 0, 4) == 0)
        mw_pen_emit (&pen, task, MW_EVENT_RESOURCE, 0, 1, mw_random_uniform (random, 0, 4));
      if (mw_random_uniform (random, 0, 40) == 0)
        {
          ended[task] = TRUE;
          mw_pen_end (&pen, task, (MwOutcome) mw_random_uniform (random, MW_OUTCOME_DONE, MW_OUTCOME_FORGOTTEN));
          continue;
        }
      if (mw_random_uniform (random, 0, 12) == 0)
        {
          mw_pen_emit (&pen, task, MW_EVENT_BLOCKING_BEGIN, MW_REASON_CALL, 0, -1);
          pen.time += mw_random_uniform (random, 0, unit);
          mw_pen_emit (&pen, task, MW_EVENT_BLOCKING_END, 0, 0, 0);
        }
      mw_pen_suspend (&pen, task, reasons[mw_random_uniform (random, 0, G_N_ELEMENTS (reasons))], 1, -1);
    }
  return mw_pen_finish (&pen, MW_RUN_COMPLETE);
}
