/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "mw-random-program.h"

/* Resources of every random program, in the order in which mw_random_program makes them. */
enum { ONE = 1, TWO, POOL, CREW, DISK, THREADED, BLOCKING, LOCK, NARROW, WIDE, EVENT, LIMITER, DOOR, VALUE, CACHE };

typedef struct
{
  MwProgram *program;
  MwRandom   random;
  guint      coroutine;  /* being written: it calls only later ones */
  guint      left;       /* steps that may still be written */
  gboolean   throng;     /* see the weights */
  gboolean   python;     /* only what CPython's asyncio has too */
  gboolean   emits;      /* the coroutine is a generator */
  guint      n_groups;   /* open around this place */
  guint      n_closed;   /* blocks around this place in which a generator may not emit */
} Writer;

static guint
pick (Writer *w, guint n)
{
  return (guint) mw_random_uniform (&w->random, 0, n);
}

static gint64
some_time (Writer *w)
{
  static const gint64 times[] = { 0, 0, 1, MS, 10 * MS, 10 * MS, 20 * MS, 30 * MS };

  return times[pick (w, w->throng ? 3 : G_N_ELEMENTS (times))];
}

static MwBlock some_block (Writer *w, guint depth);

static MwStep
some_spawn (Writer *w, MwOp op)
{
  guint callee = w->coroutine + 1 + pick (w, N_COROUTINES - 1 - w->coroutine);
  MwStep step = mw_build_spawn (w->program, op, callee, 0, NULL);

  if (op == MW_OP_START)
    step.slot = (guint16) pick (w, N_SLOTS);
  if (op == MW_OP_START && w->n_groups > 0 && pick (w, 4) > 0)
    step.operand[0] = mw_build_slot (N_SLOTS + pick (w, w->n_groups));
  return step;
}

static MwStep
some_gather (Writer *w)
{
  static const MwOp ops[] = { MW_OP_GATHER, MW_OP_GATHER, MW_OP_BATCHES, MW_OP_ARRIVALS };
  guint callees[3];
  MwStep step;

  for (guint i = 0; i < 3; i++)
    callees[i] = w->coroutine + 1 + pick (w, N_COROUTINES - 1 - w->coroutine);
  step = mw_build_gather (w->program, 1 + pick (w, 3), callees, pick (w, 2) ? MW_GATHER_COLLECT : 0);
  step.spawns[0].times = mw_build_number (pick (w, 4));
  step.op = ops[pick (w, G_N_ELEMENTS (ops))];
  step.operand[0] = mw_build_number (1 + pick (w, 3));
  step.operand[1] = mw_build_number (some_time (w));
  return step;
}

static MwStep
some_completed (Writer *w, guint depth)
{
  MwStep step = some_gather (w);

  step.op = MW_OP_AS_COMPLETED;
  step.operand[0] = step.operand[1] = (MwOperand) { 0 };
  step.block[0] = some_block (w, depth);
  return step;
}

static MwStep
some_group (Writer *w, guint depth)
{
  MwStep step;

  w->n_groups++;
  w->n_closed++;
  step = mw_build_scope (w->program, MW_OP_GROUP, 0, (MwOperand) { 0 }, some_block (w, depth));
  w->n_closed--;
  step.slot = (guint16) (N_SLOTS + --w->n_groups);
  return step;
}

static MwStep
some_stream (Writer *w, guint depth)
{
  MwStep step = mw_build_spawn (w->program, MW_OP_STREAM, N_COROUTINES + pick (w, N_GENERATORS), 0, NULL);

  step.block[0] = some_block (w, depth);
  return step;
}

static MwStep
some_for_each (Writer *w, guint depth)
{
  MwOperand *items = mw_program_alloc (w->program, 3, sizeof (MwOperand));
  MwStep step = mw_build_scope (w->program, MW_OP_FOR_EACH, 0, (MwOperand) { 0 }, some_block (w, depth));

  for (guint i = 0; i < 3; i++)
    items[i] = mw_build_number (i);
  step.operand[0] = (MwOperand) { .kind = MW_OPERAND_LIST, .items = items, .n_items = pick (w, 4) };
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
some_scope (Writer *w, guint depth)
{
  static const guint32 gates[] = { ONE, TWO, LOCK, LOCK, LIMITER, DOOR };
  guint n = w->python ? 4 : G_N_ELEMENTS (gates);

  return mw_build_scope (w->program, MW_OP_WITH, gates[pick (w, n)], (MwOperand) { 0 }, some_block (w, depth));
}

/* Mostly enough items, sentinels and reports that somebody gets them. */
static MwStep
some_flow (Writer *w)
{
  static const struct { MwOp op; guint32 first; guint n; gboolean python; } rows[] = {
    { MW_OP_PUT, NARROW, 2, TRUE }, { MW_OP_PUT, NARROW, 2, TRUE }, { MW_OP_PUT, WIDE, 1, TRUE }, { MW_OP_TAKE, NARROW, 2, TRUE },
    { MW_OP_TAKE, NARROW, 2, TRUE }, { MW_OP_TASK_DONE, NARROW, 2, TRUE }, { MW_OP_JOIN, NARROW, 2, TRUE }, { MW_OP_SIGNAL, EVENT, 1, TRUE },
    { MW_OP_WAIT, EVENT, 1, TRUE }, { MW_OP_READ, VALUE, 1, FALSE }, { MW_OP_WRITE, VALUE, 1, FALSE }, { MW_OP_OPEN, DOOR, 1, FALSE },
    { MW_OP_CLOSE, DOOR, 1, FALSE },
  };
  guint i = pick (w, w->python ? 9 : G_N_ELEMENTS (rows));
  MwStep step = mw_build_step (w->program, rows[i].op, (MwOperand) { 0 });

  step.ref = rows[i].first + pick (w, rows[i].n);
  step.slot = rows[i].op == MW_OP_READ ? (guint16) pick (w, N_SLOTS) : MW_NO_SLOT;
  if (rows[i].op == MW_OP_PUT && pick (w, 4) > 0)
    step.operand[0] = mw_build_number (1);
  if (rows[i].op == MW_OP_WRITE)
    step.operand[0] = mw_build_slot (pick (w, N_SLOTS));
  return step;
}

static MwStep
some_consumer (Writer *w, guint depth)
{
  MwStep step = mw_build_scope (w->program, MW_OP_CONSUME, NARROW + pick (w, 2), (MwOperand) { 0 }, some_block (w, depth));

  step.flags = pick (w, 2) ? MW_CONSUME_DONE : 0;
  return step;
}

static MwStep
some_cached (Writer *w, guint depth)
{
  MwStep step = mw_build_scope (w->program, MW_OP_CACHED, CACHE, mw_build_number (pick (w, 2)), some_block (w, depth));

  step.operand[1] = mw_build_number (7);
  return step;
}

static MwStep
some_compound (Writer *w, guint depth)
{
  MwProgram *p = w->program;
  MwStep step;

  switch (pick (w, w->emits ? 7 : w->python ? 11 : 12))
    {
    case 5:
      return some_group (w, depth);
    case 6:
      return some_for_each (w, depth);
    case 7:
      return some_completed (w, depth);
    case 8:
      return some_stream (w, depth);
    case 0:
    case 9:
      return some_scope (w, depth);
    case 10:
      return some_consumer (w, depth);
    case 11:
      return some_cached (w, depth);
    case 1:
      return mw_build_scope (p, MW_OP_TIMEOUT, 0, mw_build_number (some_time (w)), some_block (w, depth));
    case 2:
      step = mw_build_scope (p, MW_OP_RETRY, 0, mw_build_number (1 + pick (w, 3)), some_block (w, depth));
      step.operand[1] = mw_build_number (some_time (w));
      step.operand[2] = mw_build_number (2000);
      step.operand[4] = mw_build_number (w->python ? MW_JITTER_NONE : pick (w, 3));
      step.codes = some_codes (w, &step.n_codes);
      return step;
    case 3:
      step = mw_build_scope (p, MW_OP_TRY, 0, (MwOperand) { 0 }, some_block (w, depth));
      step.flags = pick (w, 2) ? MW_TRY_EXCEPT : 0;
      step.codes = some_codes (w, &step.n_codes);
      step.block[1] = some_block (w, depth);
      w->n_closed++;
      if (pick (w, 2))
        step.block[2] = some_block (w, depth);
      w->n_closed--;
      return step;
    default:
      return mw_build_scope (p, MW_OP_REPEAT, 0, mw_build_number (pick (w, 4)), some_block (w, depth));
    }
}

/* How often each kind of step is written; MW_OP_PUT stands for all that deals with what is shared.  Every other program is a
 * throng: many tasks that put, take, hold and cancel at the same instants, for the rare turns of a line. */
static const struct { MwOp op; guint weight, in_throng; } weights[] = {
  { MW_OP_PRINT, 16, 10 }, { MW_OP_BLOCK, 3, 0 }, { MW_OP_RAISE, 2, 0 }, { MW_OP_AWAIT, 4, 1 }, { MW_OP_CANCEL, 3, 8 },
  { MW_OP_RETURN, 1, 0 }, { MW_OP_OFFLOAD, 3, 1 }, { MW_OP_EXECUTE, 3, 0 }, { MW_OP_READ_FILE, 2, 0 }, { MW_OP_CALL, 4, 0 }, { MW_OP_START, 6, 12 }, { MW_OP_GATHER, 6, 1 },
  { MW_OP_WITH, 10, 10 }, { MW_OP_PUT, 8, 16 }, { MW_OP_SLEEP, 10, 8 },
  { MW_OP_YIELD, 1, 1 }, { MW_OP_SHIELD, 2, 1 }, { MW_OP_FORGET, 1, 0 },
};

static gboolean
is_beyond_asyncio (MwOp op)
{
  return op == MW_OP_OFFLOAD || op == MW_OP_EXECUTE || op == MW_OP_READ_FILE;
}

static MwOp
pick_op (Writer *w)
{
  guint total = 0, at;

  for (guint i = 0; i < G_N_ELEMENTS (weights); i++)
    total += w->throng ? weights[i].in_throng : weights[i].weight;
  at = pick (w, total);
  for (guint i = 0;; i++)
    {
      guint weight = w->throng ? weights[i].in_throng : weights[i].weight;

      if (at < weight)
        return weights[i].op;
      at -= weight;
    }
}

static MwOp
some_op (Writer *w, guint depth)
{
  MwOp op = pick_op (w);
  gboolean goes_deeper = op == MW_OP_CALL || op == MW_OP_START || op == MW_OP_GATHER || op == MW_OP_WITH ||
                         op == MW_OP_SHIELD || op == MW_OP_FORGET;

  if ((is_beyond_asyncio (op) && w->python) || (op == MW_OP_RETURN && w->emits) ||
      (goes_deeper && (w->coroutine == N_COROUTINES - 1 || depth > 3)))
    return MW_OP_PRINT;
  return op;
}

/* On the database with a worker for each of two connections, or on the one that blocks. */
static MwStep
some_statement (Writer *w, guint depth)
{
  guint32 database = pick (w, 2) ? THREADED : BLOCKING;
  MwStep step;

  switch (pick (w, 3))
    {
    case 0:
      return mw_build_statement (w->program, MW_OP_EXECUTE, database, 0);
    case 1:
      return mw_build_statement (w->program, MW_OP_COMMIT, database, 0);
    default:
      step = mw_build_statement (w->program, MW_OP_QUERY, database, 1 + pick (w, 2));
      step.flags = pick (w, 2) ? MW_QUERY_EACH : 0;
      if (step.flags != 0)
        step.block[0] = some_block (w, depth + 1);
      return step;
    }
}

static MwStep
some_step (Writer *w, guint depth)
{
  MwProgram *p = w->program;
  g_autofree char *text = NULL;
  MwStep step;

  if (w->emits && w->n_closed == 0 && pick (w, 4) == 0)
    return mw_build_step (p, MW_OP_EMIT, mw_build_number (3));
  switch ((int) some_op (w, depth))
    {
    case MW_OP_YIELD:
      return mw_build_step (p, MW_OP_YIELD, (MwOperand) { 0 });
    case MW_OP_SHIELD:
      return some_spawn (w, MW_OP_SHIELD);
    case MW_OP_FORGET:
      return some_spawn (w, MW_OP_FORGET);
    case MW_OP_PRINT:
      text = g_strdup_printf ("%u.%u", w->coroutine, w->left);
      return mw_build_print (p, text);
    case MW_OP_BLOCK:
      return mw_build_step (p, MW_OP_BLOCK, mw_build_number (some_time (w)));
    case MW_OP_RAISE:
      return mw_build_step (p, MW_OP_RAISE, mw_build_text (p, "fault"));
    case MW_OP_AWAIT:
      return mw_build_step (p, MW_OP_AWAIT, mw_build_slot (pick (w, N_SLOTS)));
    case MW_OP_CANCEL:
      return mw_build_step (p, MW_OP_CANCEL, mw_build_slot (pick (w, N_SLOTS)));
    case MW_OP_RETURN:
      return mw_build_step (p, MW_OP_RETURN, mw_build_number (7));
    case MW_OP_OFFLOAD:
      step = mw_build_step (p, MW_OP_OFFLOAD, mw_build_number (some_time (w)));
      step.ref = (guint32[]) { 0, POOL, CREW }[pick (w, 3)];
      step.operand[1] = mw_build_number (pick (w, 2));
      return step;
    case MW_OP_EXECUTE:
      return some_statement (w, depth);
    case MW_OP_READ_FILE:
      return mw_build_file (p, pick (w, 2) ? MW_OP_READ_FILE : MW_OP_WRITE_FILE, DISK, pick (w, 4) ? "file" : "gone", pick (w, 3) * 1000);
    case MW_OP_CALL:
      return some_spawn (w, MW_OP_CALL);
    case MW_OP_START:
      return some_spawn (w, MW_OP_START);
    case MW_OP_GATHER:
      return some_gather (w);
    case MW_OP_WITH:
      return some_compound (w, depth + 1);
    case MW_OP_PUT:
      return some_flow (w);
    default:
      return mw_build_sleep (p, some_time (w));
    }
}

static MwBlock
some_block (Writer *w, guint depth)
{
  MwStep steps[12];
  guint least = w->throng && depth == 0 ? 8 : 2;
  guint n = 0;

  while (n < least + pick (w, 3) && w->left > 0)
    {
      w->left--;
      steps[n++] = some_step (w, depth);
      if (n == G_N_ELEMENTS (steps))
        break;
    }
  return mw_build_block (w->program, n, steps);
}

MwProgram *
mw_random_program (guint64 seed, MwExecutor executor, gboolean python)
{
  Writer w = { .program = mw_build_program (executor), .throng = seed % 2 != 0, .python = python };

  mw_random_init (&w.random, seed, 99);
  mw_build_resource (w.program, "one", MW_RESOURCE_SEMAPHORE, 1);
  mw_build_resource (w.program, "two", MW_RESOURCE_SEMAPHORE, 2);
  mw_build_resource (w.program, "pool", MW_RESOURCE_POOL, 2);
  mw_build_resource (w.program, "crew", MW_RESOURCE_PROCESSES, 1);
  mw_build_resource (w.program, "disk", MW_RESOURCE_DISK, 0);
  mw_build_resource (w.program, "threaded", MW_RESOURCE_DATABASE, 2);
  mw_build_resource (w.program, "blocking", MW_RESOURCE_DATABASE, 1);
  w.program->resources[DISK - 1].storage = (MwStorageSpec) { .latency = 10 * MS, .per_megabyte = SEC };
  w.program->resources[THREADED - 1].storage = (MwStorageSpec) { .latency = 10 * MS };
  w.program->resources[BLOCKING - 1].storage = (MwStorageSpec) { .latency = MS, .driver = MW_DRIVER_BLOCKING };
  w.program->one_lock = pick (&w, 2);
  mw_build_resource (w.program, "lock", MW_RESOURCE_LOCK, 0);
  mw_build_resource (w.program, "narrow", MW_RESOURCE_QUEUE, 1);
  mw_build_resource (w.program, "wide", MW_RESOURCE_QUEUE, 0);
  mw_build_resource (w.program, "event", MW_RESOURCE_EVENT, 0);
  mw_build_resource (w.program, "limiter", MW_RESOURCE_LIMITER, 2);
  mw_build_resource (w.program, "door", MW_RESOURCE_SCOPE, 0);
  mw_build_resource (w.program, "value", MW_RESOURCE_VALUE, 0);
  mw_build_resource (w.program, "cache", MW_RESOURCE_CACHE, 0);
  w.program->resources[LIMITER - 1].rate = 3;
  w.program->resources[LIMITER - 1].per = 100 * MS;
  w.program->resources[DOOR - 1].open_cost = w.program->resources[DOOR - 1].close_cost = 10 * MS;
  w.program->resources[CACHE - 1].ttl = 20 * MS;
  w.program->resources[CACHE - 1].open_cost = 1;
  w.program->resources[CACHE - 1].single_flight = 1;
  for (guint i = 0; i < N_COROUTINES + N_GENERATORS; i++)
    {
      guint coroutine = N_COROUTINES + N_GENERATORS - 1 - i;

      w.emits = coroutine >= N_COROUTINES;
      w.coroutine = w.emits ? N_COROUTINES - 3 : coroutine; /* generators call only the last two */
      w.left = w.throng ? 24 : 16;
      mw_build_coroutine (w.program, coroutine, "c", 0, N_SLOTS + MAX_GROUPS, some_block (&w, 0));
    }
  w.program->max_steps = 3000;
  return w.program;
}
