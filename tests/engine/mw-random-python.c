/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A program as the Python that it claims to be.  Times are integers (ns): the harness's clock counts in them. */

#include <stdarg.h>

#include "mw-random-program.h"

static void put (GString *text, guint depth, const char *format, ...) G_GNUC_PRINTF (3, 4);

static void
put (GString *text, guint depth, const char *format, ...)
{
  va_list arguments;

  g_string_append_printf (text, "%*s", (int) depth * 2, "");
  va_start (arguments, format);
  g_string_append_vprintf (text, format, arguments);
  va_end (arguments);
  g_string_append_c (text, '\n');
}

static const char *
except_clause (const MwStep *step)
{
  GString *names = g_string_new (NULL);
  g_autofree char *owned = NULL;

  if (step->n_codes == 0)
    g_string_append (names, "Exception");
  for (guint i = 0; i < step->n_codes; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "",
                            step->codes[i] == MW_FAULT_ERROR ? "Fault"
                            : step->codes[i] == MW_FAULT_TIMEOUT ? "TimeoutError" : "asyncio.CancelledError");
  owned = g_string_free (names, FALSE);
  return g_intern_string (owned);
}

static void put_block (GString *text, guint depth, const MwBlock *block, guint64 seed, guint *n);

/* The functions that the step calls, in a list. */
static void
put_calls (GString *text, guint depth, const MwStep *step, guint64 seed, guint id)
{
  put (text, depth, "l%u = []", id);
  for (guint j = 0; j < step->n_spawns; j++)
    put (text, depth, "l%u += [c%u_%" G_GUINT64_FORMAT "] * %" G_GINT64_FORMAT, id, step->spawns[j].coroutine, seed,
         step->spawns[j].times.kind == MW_OPERAND_NONE ? 1 : step->spawns[j].times.value.number);
}

/* Steps that start several children. */
static void
put_children (GString *text, guint depth, const MwStep *step, guint64 seed, guint id)
{
  const char *collect = step->flags & MW_GATHER_COLLECT ? "True" : "False";
  gint64 number = step->operand[0].value.number;

  put_calls (text, depth, step, seed, id);
  if (step->op == MW_OP_GATHER)
    {
      put (text, depth, "await asyncio.gather(*[f() for f in l%u], return_exceptions=%s)", id, collect);
    }
  else if (step->op == MW_OP_BATCHES)
    {
      put (text, depth, "if not l%u: await asyncio.gather(return_exceptions=%s)", id, collect);
      put (text, depth, "for i%u in range(0, len(l%u), %" G_GINT64_FORMAT "):", id, id, number);
      put (text, depth + 1, "await asyncio.gather(*[f() for f in l%u[i%u:i%u + %" G_GINT64_FORMAT "]], return_exceptions=%s)",
           id, id, id, number, collect);
    }
  else
    {
      put (text, depth, "t%u = []", id);
      put (text, depth, "for f in l%u:", id);
      put (text, depth + 1, "if t%u: await asyncio.sleep(%" G_GINT64_FORMAT ")", id, step->operand[1].value.number);
      put (text, depth + 1, "t%u.append(asyncio.create_task(f()))", id);
      put (text, depth, "await asyncio.gather(*t%u, return_exceptions=%s)", id, collect);
    }
}

static void
put_completed (GString *text, guint depth, const MwStep *step, guint64 seed, guint *n)
{
  guint id = *n;

  put_calls (text, depth, step, seed, id);
  put (text, depth, "for f%u in asyncio.as_completed([asyncio.create_task(f()) for f in l%u]):", id, id);
  if (step->flags & MW_GATHER_COLLECT)
    {
      put (text, depth + 1, "try: await f%u", id);
      put (text, depth + 1, "except Exception: pass");
    }
  else
    {
      put (text, depth + 1, "await f%u", id);
    }
  put_block (text, depth + 1, &step->block[0], seed, n);
}

static void
put_start (GString *text, guint depth, const MwStep *step, guint64 seed)
{
  g_autofree char *group = g_strdup_printf ("g%u", step->operand[0].slot);

  put (text, depth, "s[%u] = %s.create_task(c%u_%" G_GUINT64_FORMAT "())", step->slot,
       step->operand[0].kind == MW_OPERAND_SLOT ? group : "asyncio", step->spawns[0].coroutine, seed);
}

static void
put_block (GString *text, guint depth, const MwBlock *block, guint64 seed, guint *n)
{
  put (text, depth, "pass");
  for (guint i = 0; i < block->n_steps; i++)
    {
      const MwStep *step = &block->steps[i];
      gint64 number = step->operand[0].value.type == MW_VALUE_NUMBER ? step->operand[0].value.number : 0;
      guint id = ++*n;

      switch ((int) step->op)
        {
        case MW_OP_SLEEP:
          put (text, depth, "await asyncio.sleep(%" G_GINT64_FORMAT ")", number);
          break;
        case MW_OP_BLOCK:
          put (text, depth, "block(%" G_GINT64_FORMAT ")", number);
          break;
        case MW_OP_PRINT:
          put (text, depth, "say('%s')", step->operand[0].value.text);
          break;
        case MW_OP_RAISE:
          put (text, depth, "raise Fault('fault')");
          break;
        case MW_OP_AWAIT:
          put (text, depth, "await result_of(s[%u])", step->operand[0].slot);
          break;
        case MW_OP_CANCEL:
          put (text, depth, "cancel(s[%u])", step->operand[0].slot);
          break;
        case MW_OP_RETURN:
          put (text, depth, "return 7");
          break;
        case MW_OP_CALL:
          put (text, depth, "await c%u_%" G_GUINT64_FORMAT "()", step->spawns[0].coroutine, seed);
          break;
        case MW_OP_START:
          put_start (text, depth, step, seed);
          break;
        case MW_OP_GATHER:
        case MW_OP_BATCHES:
        case MW_OP_ARRIVALS:
          put_children (text, depth, step, seed, id);
          break;
        case MW_OP_AS_COMPLETED:
          put_completed (text, depth, step, seed, n);
          break;
        case MW_OP_GROUP:
          put (text, depth, "async with Group() as g%u:", step->slot);
          put_block (text, depth + 1, &step->block[0], seed, n);
          break;
        case MW_OP_STREAM:
          put (text, depth, "async with contextlib.aclosing(c%u_%" G_GUINT64_FORMAT "()) as i%u:", step->spawns[0].coroutine, seed, id);
          put (text, depth + 1, "async for _ in i%u:", id);
          put_block (text, depth + 2, &step->block[0], seed, n);
          break;
        case MW_OP_EMIT:
          put (text, depth, "yield %" G_GINT64_FORMAT, number);
          break;
        case MW_OP_YIELD:
          put (text, depth, "await asyncio.sleep(0)");
          break;
        case MW_OP_SHIELD:
          put (text, depth, "await asyncio.shield(c%u_%" G_GUINT64_FORMAT "())", step->spawns[0].coroutine, seed);
          break;
        case MW_OP_FORGET:
          put (text, depth, "c%u_%" G_GUINT64_FORMAT "()", step->spawns[0].coroutine, seed);
          break;
        case MW_OP_FOR_EACH:
          put (text, depth, "for _ in range(%u):", step->operand[0].n_items);
          put_block (text, depth + 1, &step->block[0], seed, n);
          break;
        case MW_OP_WITH:
          put (text, depth, "async with shared[%u]:", step->ref);
          put_block (text, depth + 1, &step->block[0], seed, n);
          break;
        case MW_OP_TIMEOUT:
          put (text, depth, "async with asyncio.timeout(%" G_GINT64_FORMAT "):", number);
          put_block (text, depth + 1, &step->block[0], seed, n);
          break;
        case MW_OP_REPEAT:
          put (text, depth, "for _ in range(%" G_GINT64_FORMAT "):", number);
          put_block (text, depth + 1, &step->block[0], seed, n);
          break;
        case MW_OP_TRY:
          put (text, depth, "try:");
          put_block (text, depth + 1, &step->block[0], seed, n);
          if (step->flags & MW_TRY_EXCEPT)
            {
              put (text, depth, "except (%s,):", except_clause (step));
              put_block (text, depth + 1, &step->block[1], seed, n);
            }
          put (text, depth, "finally:");
          put_block (text, depth + 1, &step->block[2], seed, n);
          break;
        case MW_OP_PUT:
          put (text, depth, "await shared[%u].put(%s)", step->ref, step->operand[0].kind == MW_OPERAND_NONE ? "None" : "1");
          break;
        case MW_OP_TAKE:
          put (text, depth, "await shared[%u].get()", step->ref);
          break;
        case MW_OP_TASK_DONE:
          put (text, depth, "task_done(shared[%u])", step->ref);
          break;
        case MW_OP_JOIN:
          put (text, depth, "await shared[%u].join()", step->ref);
          break;
        case MW_OP_SIGNAL:
          put (text, depth, "shared[%u].set()", step->ref);
          break;
        case MW_OP_WAIT:
          put (text, depth, "await shared[%u].wait()", step->ref);
          break;
        case MW_OP_CONSUME:
          put (text, depth, "while True:");
          put (text, depth + 1, "if await shared[%u].get() is None:", step->ref);
          if (step->flags & MW_CONSUME_DONE)
            put (text, depth + 2, "task_done(shared[%u])", step->ref);
          put (text, depth + 2, "break");
          put_block (text, depth + 1, &step->block[0], seed, n);
          if (step->flags & MW_CONSUME_DONE)
            put (text, depth + 1, "task_done(shared[%u])", step->ref);
          break;
        case MW_OP_RETRY:
          put (text, depth, "a%u = 1", id);
          put (text, depth, "while True:");
          put (text, depth + 1, "try:");
          put_block (text, depth + 2, &step->block[0], seed, n);
          put (text, depth + 2, "break");
          put (text, depth + 1, "except (%s,):", except_clause (step));
          put (text, depth + 2, "if a%u >= %" G_GINT64_FORMAT ": raise", id, number);
          put (text, depth + 1, "d%u = %" G_GINT64_FORMAT " * 2 ** (a%u - 1)", id, step->operand[1].value.number, id);
          put (text, depth + 1, "a%u += 1", id);
          put (text, depth + 1, "if d%u > 0: await asyncio.sleep(d%u)", id, id);
          break;
        default:
          g_assert_not_reached ();
        }
    }
}

void
mw_random_program_to_python (MwProgram *program, guint64 seed, GString *text)
{
  guint n = 0;

  for (guint i = 0; i < program->n_coroutines; i++)
    {
      put (text, 0, "async def c%u_%" G_GUINT64_FORMAT "():", i, seed);
      put (text, 1, "s = [None] * %d", N_SLOTS);
      if (i >= N_COROUTINES)
        put (text, 1, "if False: yield");
      put_block (text, 1, &program->coroutines[i].body, seed, &n);
    }
  put (text, 0, "run(%" G_GUINT64_FORMAT ", c0_%" G_GUINT64_FORMAT ")", seed, seed);
}
