/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Random programs: whatever they do, the judge finds nothing, and the same seed gives the same events. */

#include <string.h>

#include "mw-build.h"
#include "mw-random.h"

#define N_COROUTINES 6
#define N_SLOTS      3

typedef struct
{
  MwProgram *program;
  MwRandom   random;
  guint      coroutine;  /* being written: it calls only later ones */
  guint      left;       /* steps that may still be written */
} Writer;

static guint
pick (Writer *w, guint n)
{
  return (guint) mw_random_uniform (&w->random, 0, n);
}

static gint64
some_time (Writer *w)
{
  static const gint64 times[] = { 0, 0, 1, MS, 10 * MS, 10 * MS, 50 * MS, SEC };

  return times[pick (w, G_N_ELEMENTS (times))];
}

static MwBlock some_block (Writer *w, guint depth);

static MwStep
some_spawn (Writer *w, MwOp op)
{
  guint callee = w->coroutine + 1 + pick (w, N_COROUTINES - 1 - w->coroutine);
  MwStep step = mw_build_spawn (w->program, op, callee, 0, NULL);

  if (op == MW_OP_START)
    step.slot = (guint16) pick (w, N_SLOTS);
  return step;
}

static MwStep
some_gather (Writer *w)
{
  guint callees[3];
  MwStep step;

  for (guint i = 0; i < 3; i++)
    callees[i] = w->coroutine + 1 + pick (w, N_COROUTINES - 1 - w->coroutine);
  step = mw_build_gather (w->program, 1 + pick (w, 3), callees, pick (w, 2) ? MW_GATHER_COLLECT : 0);
  step.spawns[0].times = mw_build_number (pick (w, 4));
  return step;
}

static const int *
some_codes (Writer *w, guint *n)
{
  static const int codes[] = { MW_FAULT_ERROR, MW_FAULT_TIMEOUT, MW_FAULT_CANCELLED };

  *n = pick (w, 4);
  return codes;
}

static MwStep
some_compound (Writer *w, guint depth)
{
  MwProgram *p = w->program;
  MwStep step;

  switch (pick (w, 5))
    {
    case 0:
      return mw_build_scope (p, MW_OP_WITH, 1 + pick (w, 2), (MwOperand) { 0 }, some_block (w, depth));
    case 1:
      return mw_build_scope (p, MW_OP_TIMEOUT, 0, mw_build_number (some_time (w)), some_block (w, depth));
    case 2:
      step = mw_build_scope (p, MW_OP_RETRY, 0, mw_build_number (1 + pick (w, 3)), some_block (w, depth));
      step.operand[1] = mw_build_number (some_time (w));
      step.operand[2] = mw_build_number (2000);
      step.operand[4] = mw_build_number (pick (w, 3));
      step.codes = some_codes (w, &step.n_codes);
      return step;
    case 3:
      step = mw_build_scope (p, MW_OP_TRY, 0, (MwOperand) { 0 }, some_block (w, depth));
      step.flags = pick (w, 2) ? MW_TRY_EXCEPT : 0;
      step.codes = some_codes (w, &step.n_codes);
      step.block[1] = some_block (w, depth);
      if (pick (w, 2))
        step.block[2] = some_block (w, depth);
      return step;
    default:
      return mw_build_scope (p, MW_OP_REPEAT, 0, mw_build_number (pick (w, 4)), some_block (w, depth));
    }
}

static MwStep
some_step (Writer *w, guint depth)
{
  MwProgram *p = w->program;
  guint kind = pick (w, 16);

  if (kind >= 11 && (w->coroutine == N_COROUTINES - 1 || depth > 3))
    kind = 0;
  switch (kind)
    {
    case 4:
      return mw_build_step (p, MW_OP_BLOCK, mw_build_number (some_time (w)));
    case 5:
      return mw_build_print (p, "line");
    case 6:
      return mw_build_step (p, MW_OP_RAISE, mw_build_text (p, "fault"));
    case 7:
      return mw_build_step (p, MW_OP_AWAIT, mw_build_slot (pick (w, N_SLOTS)));
    case 8:
      return mw_build_step (p, MW_OP_CANCEL, mw_build_slot (pick (w, N_SLOTS)));
    case 9:
      return mw_build_step (p, MW_OP_RETURN, mw_build_number (7));
    case 10:
      {
        MwStep step = mw_build_step (p, MW_OP_OFFLOAD, mw_build_number (some_time (w)));

        step.ref = pick (w, 2) ? 3 : 0;
        step.operand[1] = mw_build_number (pick (w, 2));
        return step;
      }
    case 11:
      return some_spawn (w, MW_OP_CALL);
    case 12:
      return some_spawn (w, MW_OP_START);
    case 13:
      return some_gather (w);
    case 14:
    case 15:
      return some_compound (w, depth + 1);
    default:
      return mw_build_sleep (p, some_time (w));
    }
}

static MwBlock
some_block (Writer *w, guint depth)
{
  MwStep steps[4];
  guint n = 0;

  while (n < 1 + pick (w, 4) && w->left > 0)
    {
      w->left--;
      steps[n++] = some_step (w, depth);
      if (n == G_N_ELEMENTS (steps))
        break;
    }
  return mw_build_block (w->program, n, steps);
}

static MwProgram *
some_program (guint64 seed, MwExecutor executor)
{
  Writer w = { .program = mw_build_program (executor) };

  mw_random_init (&w.random, seed, 99);
  mw_build_resource (w.program, "one", MW_RESOURCE_SEMAPHORE, 1);
  mw_build_resource (w.program, "two", MW_RESOURCE_SEMAPHORE, 2);
  mw_build_resource (w.program, "pool", MW_RESOURCE_POOL, 2);
  for (w.coroutine = N_COROUTINES; w.coroutine-- > 0;)
    {
      w.left = 12;
      mw_build_coroutine (w.program, w.coroutine, "c", 0, N_SLOTS, some_block (&w, 0));
    }
  w.program->max_steps = 20000;
  return w.program;
}

static void
test_random (gconstpointer data)
{
  MwExecutor executor = GPOINTER_TO_UINT (data);
  guint ends[MW_N_RUN_ENDS] = { 0 };
  guint64 first = 0, n = 400;

  if (g_getenv ("MW_TEST_SEED"))
    {
      first = g_ascii_strtoull (g_getenv ("MW_TEST_SEED"), NULL, 10);
      n = 1;
    }
  for (guint64 seed = first; seed < first + n; seed++)
    {
      g_autoptr (MwProgram) program = some_program (seed, executor);
      g_autoptr (MwTrace) a = NULL, b = NULL;
      MwRunEnd why;

      g_test_message ("MW_TEST_SEED=%" G_GUINT64_FORMAT, seed);
      a = mw_build_simulate (program);
      b = mw_build_simulate (program);
      g_assert_cmpuint (mw_trace_get_n_events (a), ==, mw_trace_get_n_events (b));
      for (gsize i = 0; i < mw_trace_get_n_events (a); i++)
        g_assert_cmpint (memcmp (mw_trace_get_event (a, i), mw_trace_get_event (b, i), sizeof (MwEvent)), ==, 0);
      mw_build_end (a, &why);
      ends[why]++;
    }
  /* the generator is worth something only if it reaches all kinds of ends */
  if (n > 1)
    {
      g_assert_cmpuint (ends[MW_RUN_COMPLETE], >, n / 10);
      g_assert_cmpuint (ends[MW_RUN_FAILED], >, n / 10);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/random-programs/loop", GUINT_TO_POINTER (MW_EXECUTOR_LOOP), test_random);
  g_test_add_data_func ("/random-programs/blocking", GUINT_TO_POINTER (MW_EXECUTOR_BLOCKING), test_random);
  g_test_add_data_func ("/random-programs/threads", GUINT_TO_POINTER (MW_EXECUTOR_THREADS), test_random);
  return g_test_run ();
}
