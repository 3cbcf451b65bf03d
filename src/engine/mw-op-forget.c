/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* forget: a coroutine that is called and not awaited.
 *
 * Nothing of it runs.  CPython complains when the coroutine object goes: at once where nobody keeps it, else when the
 * variable that kept it is set again or its coroutine has come to its end; that is when the warning is printed here.
 * The object's lane lasts to the end of the run, for only then is it sure that it never started. */

#include "mw-task.h"

static void
warn (MwTask *task, const MwTask *forgotten)
{
  MwEngine *engine = task->engine;
  g_autofree char *text = g_strdup_printf ("RuntimeWarning: %s", forgotten->raised.message);

  mw_engine_expire (engine);
  mw_engine_record (engine, MW_EVENT_LINE, task, 0, mw_trace_intern (engine->trace, text), 0);
}

static MwTask *
make_forgotten (MwTask *task, const MwSpawn *spawn)
{
  MwEngine *engine = task->engine;
  g_autofree MwValue *arguments = mw_task_arguments (task, spawn);
  g_autofree char *message = g_strdup_printf ("coroutine '%s' was never awaited", engine->program->coroutines[spawn->coroutine].name);
  MwTask *self;

  if (!mw_engine_has_room (engine, 1))
    return NULL;
  self = mw_task_make (engine, task, spawn->coroutine, arguments);
  self->outcome = MW_OUTCOME_FORGOTTEN;
  self->raised.message = mw_trace_get_string (engine->trace, mw_trace_intern (engine->trace, message));
  engine->n_forgotten++;
  return self;
}

/* The variable SLOT of CALL (MW_NO_SLOT: every one) loses what it keeps. */
static void
let_go (MwTask *task, MwCallFrame *call, guint slot)
{
  MwTask **kept = &call->kept;

  while (*kept != NULL)
    {
      MwTask *forgotten = *kept;

      if (slot != MW_NO_SLOT && forgotten->step->slot != slot)
        {
          kept = &forgotten->next_kept;
          continue;
        }
      *kept = forgotten->next_kept;
      warn (task, forgotten);
    }
}

/* CALL of TASK has come to its end, and with it what its variables keep. */
void
mw_forget_variables (MwTask *task, MwCallFrame *call)
{
  let_go (task, call, MW_NO_SLOT);
}

MwFlow
mw_op_forget (MwTask *task, const MwStep *step)
{
  g_autofree char *text = NULL;
  MwCallFrame *call = mw_task_get_call (task);
  MwTask *forgotten, **last = &call->kept;

  if (task->engine->program->executor != MW_EXECUTOR_LOOP)
    return mw_op_call (task, step); /* a plain function runs when it is called */
  forgotten = make_forgotten (task, &step->spawns[0]);
  if (forgotten == NULL)
    return MW_FLOW_NEXT;
  forgotten->step = step;
  if (step->slot == MW_NO_SLOT)
    {
      warn (task, forgotten);
      return MW_FLOW_NEXT;
    }
  let_go (task, call, step->slot);
  while (*last != NULL)
    last = &(*last)->next_kept;
  *last = forgotten;
  text = g_strdup_printf ("<coroutine object %s>", task->engine->program->coroutines[step->spawns[0].coroutine].name);
  mw_task_assign (task, step->slot, (MwValue) { MW_VALUE_TEXT, { .text = mw_trace_get_string (task->engine->trace, mw_trace_intern (task->engine->trace, text)) } });
  return MW_FLOW_NEXT;
}
