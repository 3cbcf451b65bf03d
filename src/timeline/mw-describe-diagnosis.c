/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Findings in words: what was seen, and in a second sentence what one does about it. */

#include "mw-config.h"

#include <glib/gi18n-lib.h>

#include "mw-describe.h"

static const char *const advice[MW_N_DIAGNOSES] = {
  [MW_DIAGNOSIS_BLOCKED] = N_("Nobody else could run. Wait with await, or hand the call to a thread."),
  [MW_DIAGNOSIS_LONG_TURN] = N_("None of them was long, all together were. Let the loop breathe: await between pieces of work."),
  [MW_DIAGNOSIS_STARVED] = N_("Ready means: all is there except the loop."),
  [MW_DIAGNOSIS_SWALLOWED] = N_("Who catches the cancellation should clean up and raise it again."),
  [MW_DIAGNOSIS_UNSERVED] = N_("Each consumer needs a sentinel of its own, or someone who cancels it."),
  [MW_DIAGNOSIS_CUT_OFF] = N_("Who starts a task should keep it and await it."),
  [MW_DIAGNOSIS_LEAKED] = N_("Open it with async with, which closes it after an error or a cancellation too."),
  [MW_DIAGNOSIS_LOST_UPDATE] = N_("Let there be no await between reading and writing, or hold a lock around both."),
  [MW_DIAGNOSIS_FORGOTTEN] = N_("Put await in front of the call."),
};

static const char *
name_of (MwHistory *history, guint32 task)
{
  const MwTaskHistory *found = mw_history_get_task (history, task);

  return found != NULL ? found->name : "?";
}

/* What happened at a resource. */
static char *
describe_resource (MwHistory *history, const MwDiagnosis *diagnosis, const char *name, const char *length)
{
  const char *resource = mw_trace_get_resource (mw_history_get_trace (history), diagnosis->resource)->name;

  if (diagnosis->kind == MW_DIAGNOSIS_UNSERVED)
    /* TRANSLATORS: task, queue, length */
    return g_strdup_printf (_("%s waited at %s for an item that never came, for %s"), name, resource, length);
  if (diagnosis->kind == MW_DIAGNOSIS_LEAKED)
    /* TRANSLATORS: number, what can be opened and closed */
    return g_strdup_printf (ngettext ("%u opening of %s was never followed by a closing", "%u openings of %s were never followed by a closing", diagnosis->n),
                            diagnosis->n, resource);
  /* TRANSLATORS: number, shared value, task */
  return g_strdup_printf (ngettext ("%u write to %s buried another unread: that of %s", "%u writes to %s each buried another unread; that of %s was the first", diagnosis->n),
                          diagnosis->n, resource, name);
}

/* "worker blocked the loop for 0.400 s". */
char *
mw_describe_diagnosis (MwHistory *history, const MwDiagnosis *diagnosis)
{
  const char *name = name_of (history, diagnosis->task);
  char length[MW_TIME_BUFFER];

  mw_time_format (mw_range_length (diagnosis->range), MW_TIME_AUTO, length);
  switch (diagnosis->kind)
    {
    case MW_DIAGNOSIS_BLOCKED:
      /* TRANSLATORS: task, length: "worker blocked the loop for 0.40 s" */
      return g_strdup_printf (_("%s blocked the loop for %s"), name, length);
    case MW_DIAGNOSIS_LONG_TURN:
      /* TRANSLATORS: length */
      return g_strdup_printf (ngettext ("%u callback made one turn of the loop last %s", "%u callbacks made one turn of the loop last %s", diagnosis->n),
                              diagnosis->n, length);
    case MW_DIAGNOSIS_STARVED:
      /* TRANSLATORS: number, task, length */
      return g_strdup_printf (ngettext ("%u task was ready and starved; %s, for %s", "%u tasks were ready and starved; %s the longest, for %s", diagnosis->n),
                              diagnosis->n, name, length);
    case MW_DIAGNOSIS_SWALLOWED:
      /* TRANSLATORS: task, length */
      return g_strdup_printf (_("%s was asked to stop and went on for %s"), name, length);
    case MW_DIAGNOSIS_UNSERVED:
    case MW_DIAGNOSIS_LEAKED:
    case MW_DIAGNOSIS_LOST_UPDATE:
      return describe_resource (history, diagnosis, name, length);
    case MW_DIAGNOSIS_CUT_OFF:
      /* TRANSLATORS: number, task */
      return g_strdup_printf (ngettext ("%u task was cut off by the end of the run: %s", "%u tasks were cut off by the end of the run, %s among them", diagnosis->n),
                              diagnosis->n, name);
    case MW_DIAGNOSIS_FORGOTTEN:
      /* TRANSLATORS: coroutine */
      return g_strdup_printf (_("%s was called and never awaited, so it never ran"), name);
    case MW_N_DIAGNOSES:
    default:
      g_return_val_if_reached (NULL);
    }
}

/* What to do about it: a sentence or two; static. */
const char *
mw_describe_advice (MwDiagnosisKind kind)
{
  return _(advice[kind]);
}
