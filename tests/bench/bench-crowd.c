/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bench-crowd.h"

#define PERMITS 100

static void
emit (BenchCrowd *self, guint32 task, MwEventKind kind, guint reason, guint32 object, gint64 value)
{
  MwEvent event = { .time = self->time, .value = value, .task = task, .object = object, .kind = (guint8) kind, .reason = (guint8) reason };

  mw_trace_append (self->trace, &event);
}

/* Ready, running for a while, and away again: three spans, and a fourth now and then. */
static void
turn (BenchCrowd *self, guint32 task)
{
  static const guint8 reasons[] = { MW_REASON_TIMER, MW_REASON_PERMIT, MW_REASON_REQUEST, MW_REASON_TIMER };
  guint reason = reasons[g_rand_int_range (self->random, 0, G_N_ELEMENTS (reasons))];

  emit (self, task, MW_EVENT_READY, 0, 0, 0);
  self->time += g_rand_int_range (self->random, 100, 4000);
  emit (self, 0, MW_EVENT_ITERATION_BEGIN, 0, 0, 1);
  emit (self, task, MW_EVENT_RUNNING, 0, 0, 0);
  self->time += g_rand_int_range (self->random, 500, 20000);
  if (g_rand_int_range (self->random, 0, 1000) == 0)
    {
      emit (self, task, MW_EVENT_BLOCKING_BEGIN, MW_REASON_CALL, 0, 0);
      self->time += g_rand_int_range (self->random, 1000, 400000);
      emit (self, task, MW_EVENT_BLOCKING_END, 0, 0, 0);
      self->n_spans += 2;
    }
  emit (self, task, MW_EVENT_RESOURCE, 0, 1, g_rand_int_range (self->random, 0, PERMITS + 1));
  emit (self, task, MW_EVENT_SUSPENDED, reason, reason == MW_REASON_PERMIT ? 1 : reason == MW_REASON_REQUEST ? 2 : 0, -1);
  emit (self, 0, MW_EVENT_ITERATION_END, 0, 0, 0);
  self->n_spans += 3;
}

BenchCrowd
bench_crowd_new (guint32 n_tasks)
{
  MwTraceHeader *header = mw_trace_header_new ();
  BenchCrowd self = { .random = g_rand_new_with_seed (444), .n_tasks = n_tasks };

  header->scenario = g_strdup ("crowd");
  header->variant = g_strdup ("crowd");
  header->title = g_strdup ("a crowd");
  header->executor = g_strdup ("loop");
  header->clock = g_strdup ("live");
  header->parameters = g_new0 (char *, 1);
  mw_trace_header_add_resource (header, "gate", MW_RESOURCE_SEMAPHORE, PERMITS);
  mw_trace_header_add_resource (header, "client", MW_RESOURCE_SESSION, 0);
  self.trace = mw_trace_new (header);
  for (guint32 id = 1; id <= n_tasks; id++)
    {
      g_autofree char *name = g_strdup_printf ("worker %u", id);

      emit (&self, id, MW_EVENT_CREATED, 0, id > 1 ? 1 : 0, mw_trace_intern (self.trace, name));
      emit (&self, id, MW_EVENT_READY, 0, 0, 0);
      emit (&self, id, MW_EVENT_RUNNING, 0, 0, 0);
      emit (&self, id, MW_EVENT_SUSPENDED, MW_REASON_TIMER, 0, -1);
      self.n_spans += 4;
    }
  return self;
}

void
bench_crowd_append (BenchCrowd *self, guint64 n_spans)
{
  for (guint64 stop = self->n_spans + n_spans; self->n_spans < stop;)
    turn (self, (guint32) g_rand_int_range (self->random, 1, (gint32) self->n_tasks + 1));
}

void
bench_crowd_finish (BenchCrowd *self)
{
  for (guint32 id = 1; id <= self->n_tasks; id++)
    {
      emit (self, id, MW_EVENT_READY, 0, 0, 0);
      emit (self, id, MW_EVENT_RUNNING, 0, 0, 0);
      self->time += 50;
      emit (self, id, MW_EVENT_ENDED, MW_OUTCOME_DONE, 0, 0);
      self->n_spans += 2;
    }
  emit (self, 0, MW_EVENT_RUN_ENDED, MW_RUN_COMPLETE, 0, 0);
}

void
bench_crowd_clear (BenchCrowd *self)
{
  mw_trace_unref (self->trace);
  g_rand_free (self->random);
}
