/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What a deadlock says: who waits for what. */

#include "mw-shared.h"

static const char *
name_wait (const MwTask *task)
{
  static const char *const words[MW_N_WAITS] = {
    [MW_WAIT_NONE] = "its turn",
    [MW_WAIT_TIMER] = "the clock",
    [MW_WAIT_GATE] = "a permit of",
    [MW_WAIT_TASK] = "the end of a task",
    [MW_WAIT_GATHER] = "the end of its children",
    [MW_WAIT_SHIELD] = "the end of its child",
    [MW_WAIT_COMPLETED] = "the end of one of its children",
    [MW_WAIT_GROUP] = "the end of its group",
    [MW_WAIT_OPERATION] = "an answer",
    [MW_WAIT_POOL] = "a worker thread",
    [MW_WAIT_THREAD] = "its worker thread",
    [MW_WAIT_LOCK] = "the lock",
    [MW_WAIT_TOKENS] = "a token of",
    [MW_WAIT_PUT] = "room in",
    [MW_WAIT_TAKE] = "an item from",
    [MW_WAIT_JOIN] = "the last item to be done of",
    [MW_WAIT_EVENT] = "the event",
  };

  if (task->in_thread)
    return "its blocking call";
  if (task->lane == 1 && task->id != 1) /* not admitted: lane 1 is the main thread */
    return words[MW_WAIT_POOL];
  return words[task->wait];
}

static const char *
name_task (MwEngine *self, const MwTask *task)
{
  for (gsize i = 0; i < mw_trace_get_n_events (self->trace); i++)
    {
      const MwEvent *event = mw_trace_get_event (self->trace, i);

      if (event->kind == MW_EVENT_CREATED && event->task == task->id)
        return mw_trace_get_string (self->trace, (guint32) event->value);
    }
  return "?";
}

static void
describe_wait (MwEngine *self, MwTask *task, GString *text)
{
  gboolean shared = task->wait == MW_WAIT_GATE || task->wait >= MW_WAIT_LOCK;
  MwTask *owner = task->wait == MW_WAIT_LOCK ? mw_lock_get_owner (task->awaited) : NULL;

  g_string_append_printf (text, "%s%s waits for %s", text->len > 0 ? "; " : "", name_task (self, task), name_wait (task));
  if (shared && task->step->ref > 0)
    g_string_append_printf (text, " %s", self->program->resources[task->step->ref - 1].name);
  if (owner != NULL)
    g_string_append_printf (text, ", which %s holds", name_task (self, owner));
}

/* "A waits for a permit of gate; B waits for …": the first few of those that live.  The text lives as long as the trace. */
const char *
mw_engine_describe_waits (MwEngine *self)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint n = 0;

  for (guint i = 0; i < self->tasks->len; i++)
    {
      MwTask *task = g_ptr_array_index (self->tasks, i);

      if (!mw_task_is_ended (task) && n++ < 5)
        describe_wait (self, task, text);
    }
  if (n > 5)
    g_string_append_printf (text, "; and %u more", n - 5);
  mw_engine_expire (self); /* it took long */
  return mw_trace_get_string (self->trace, mw_trace_intern (self->trace, text->str));
}
