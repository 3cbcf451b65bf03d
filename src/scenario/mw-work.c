/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* How much a program would do, counted before it runs.
 *
 * The format has no conditions, and how often something is done is a constant or a parameter, so the number of
 * tasks and of steps is a product along the way from the entry: a file that asks for 10⁹ tasks is refused in
 * microseconds and not noticed by the memory.  Where a coroutine starts itself again (mw-cycles.c allows that after
 * a wait) it is counted once; such a run is bounded by the engine. */

#include "mw-config.h"

#include <inttypes.h>
#include <glib/gi18n-lib.h>

#include "mw-error.h"
#include "mw-format.h"
#include "mw-time.h"
#include "mw-work.h"

#define ENOUGH G_GUINT64_CONSTANT (1000000000000)

typedef struct
{
  guint64 tasks;
  guint64 steps;
  guint64 emits;   /* values that a coroutine emits */
} Work;

typedef struct
{
  const MwProgram *program;
  Work            *known;    /* per coroutine */
  guint8          *state;    /* 0: not counted, 1: being counted, 2: counted */
} Counter;

static void
add (Work *sum, Work part, guint64 times)
{
  sum->tasks = (guint64) MIN ((MwUnsignedWide) sum->tasks + (MwUnsignedWide) part.tasks * times, (MwUnsignedWide) ENOUGH);
  sum->steps = (guint64) MIN ((MwUnsignedWide) sum->steps + (MwUnsignedWide) part.steps * times, (MwUnsignedWide) ENOUGH);
  sum->emits = (guint64) MIN ((MwUnsignedWide) sum->emits + (MwUnsignedWide) part.emits * times, (MwUnsignedWide) ENOUGH);
}

static Work count_coroutine (Counter *self, guint index);

static guint64
times_of (const MwOperand *operand)
{
  return operand->kind == MW_OPERAND_CONSTANT ? (guint64) MAX (0, operand->value.number) : 1;
}

/* How often the blocks of STEP are done, at most.  A list that is not written in the file holds the results of tasks,
 * of which there is a limit. */
static guint64
turns_of (Counter *self, const MwStep *step)
{
  guint64 n = 0;

  switch ((int) step->op)
    {
    case MW_OP_REPEAT:
    case MW_OP_RETRY:
      return times_of (&step->operand[0]);
    case MW_OP_FOR_EACH:
      return step->operand[0].kind == MW_OPERAND_LIST ? step->operand[0].n_items : 1;
    case MW_OP_QUERY:
      return MW_QUERY_MAX_ROWS;
    case MW_OP_STREAM:
      return count_coroutine (self, step->spawns[0].coroutine).emits;
    case MW_OP_AS_COMPLETED:
      for (guint i = 0; i < step->n_spawns; i++)
        n += times_of (&step->spawns[i].times);
      return n;
    default:
      return 1;
    }
}

static Work
count_block (Counter *self, const MwBlock *block)
{
  Work sum = { 0, 0, 0 };

  for (guint i = 0; i < block->n_steps; i++)
    {
      const MwStep *step = &block->steps[i];
      guint64 turns = turns_of (self, step);

      add (&sum, (Work) { 0, 1, step->op == MW_OP_EMIT }, 1);
      for (guint j = 0; j < step->n_spawns; j++)
        {
          Work called = count_coroutine (self, step->spawns[j].coroutine);

          called.emits = 0;
          if (step->op != MW_OP_CALL && step->op != MW_OP_STREAM)
            add (&called, (Work) { 1, 1, 0 }, 1);
          add (&sum, called, times_of (&step->spawns[j].times));
        }
      for (guint j = 0; j < MW_PROGRAM_MAX_BLOCKS; j++)
        if (step->block[j].n_steps > 0)
          add (&sum, count_block (self, &step->block[j]), turns);
    }
  return sum;
}

static Work
count_coroutine (Counter *self, guint index)
{
  if (self->state[index] == 1)
    return (Work) { 0, 0, 0 };
  if (self->state[index] == 0)
    {
      self->state[index] = 1;
      self->known[index] = count_block (self, &self->program->coroutines[index].body);
      self->state[index] = 2;
    }
  return self->known[index];
}

/* FALSE and MW_ERROR_LIMIT when PROGRAM asks for more tasks or steps than are allowed. */
gboolean
mw_work_check (const MwProgram *program, const char *file, GError **error)
{
  g_autofree Work *known = g_new0 (Work, program->n_coroutines);
  g_autofree guint8 *state = g_new0 (guint8, program->n_coroutines);
  Counter self = { program, known, state };
  Work work = count_coroutine (&self, program->entry);

  work.tasks++;
  if (work.tasks > MW_MAX_TASKS)
    g_set_error (error, MW_ERROR, MW_ERROR_LIMIT,
                 _("%s: the variant \"%s\": found %" PRIu64 "%s tasks, expected at most %d"), file, program->variant,
                 work.tasks, work.tasks >= ENOUGH ? "…" : "", MW_MAX_TASKS);
  else if (work.steps > MW_MAX_WORK)
    g_set_error (error, MW_ERROR, MW_ERROR_LIMIT,
                 _("%s: the variant \"%s\": found %" PRIu64 "%s steps to take, expected at most %d"), file, program->variant,
                 work.steps, work.steps >= ENOUGH ? "…" : "", MW_MAX_WORK);
  else
    return TRUE;
  return FALSE;
}
