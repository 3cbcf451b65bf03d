/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The Python of each step: one function a step, one row a step in the table at the end. */

#include <string.h>

#include "mw-listing.h"
#include "mw-time.h"

static char *
value_of (MwListing *self, const MwNode *node, const char *key)
{
  const MwCell *cell = mw_node_get_cell (node, key);

  if (cell->expression == NULL)
    return mw_seconds_to_text (mw_format_find_field (node->format, key)->fallback);
  return mw_listing_expression (self, cell->expression);
}

static const char *
await_of (MwListing *self)
{
  return mw_listing_is_async (self) ? "await " : "";
}

/* "name = ", or nothing; transfer full. */
static char *
assignment_of (const MwNode *node)
{
  const MwCell *cell = mw_node_get_cell (node, "as");

  return cell->given ? g_strdup_printf ("%s = ", cell->variable->name) : g_strdup ("");
}

static void
add_inner (MwListing *self, const MwNode *node, const char *key)
{
  const MwCell *cell = mw_node_get_cell (node, key);

  self->indent++;
  mw_listing_add_steps (self, cell->nodes, cell->n_nodes);
  self->indent--;
}

static void
write_sleep (MwListing *self, const MwNode *node)
{
  g_autofree char *duration = value_of (self, node, "sleep");

  self->modules |= mw_listing_is_async (self) ? MW_MODULE_ASYNCIO : MW_MODULE_TIME;
  mw_listing_add (self, node->id, mw_listing_is_async (self) ? "await asyncio.sleep(%s)" : "time.sleep(%s)", duration);
}

static void
write_block (MwListing *self, const MwNode *node)
{
  g_autofree char *duration = value_of (self, node, "block");

  self->modules |= MW_MODULE_TIME;
  mw_listing_add (self, node->id, "time.sleep(%s)", duration);
}

static void
write_compute (MwListing *self, const MwNode *node)
{
  g_autofree char *duration = value_of (self, node, "compute");

  self->modules |= MW_MODULE_TIME;
  self->computes = TRUE;
  mw_listing_add (self, node->id, "compute(%s)", duration);
}

static void
write_print (MwListing *self, const MwNode *node)
{
  g_autofree char *text = value_of (self, node, "print");

  mw_listing_add (self, node->id, "print(%s)", text);
}

/* "greet("Alice")", or "greet, "Alice"" for a thread; transfer full. */
static char *
call_of (MwListing *self, const MwNode *node, gboolean submitted)
{
  const MwCell *arguments = mw_node_get_cell (node, "arguments");
  GString *text = g_string_new (self->scenario->routines[node->cells[0].ref].name);

  if (!submitted)
    g_string_append_c (text, '(');
  for (guint i = 0; i < arguments->n_arguments; i++)
    {
      g_autofree char *argument = mw_listing_expression (self, arguments->arguments[i]);

      g_string_append_printf (text, "%s%s", submitted || i > 0 ? ", " : "", argument);
    }
  if (!submitted)
    g_string_append_c (text, ')');
  return g_string_free (text, FALSE);
}

static void
write_call (MwListing *self, const MwNode *node)
{
  g_autofree char *as = assignment_of (node);
  g_autofree char *call = call_of (self, node, FALSE);

  mw_listing_add (self, node->id, "%s%s%s", as, await_of (self), call);
}

static void
write_start (MwListing *self, const MwNode *node)
{
  g_autofree char *as = assignment_of (node);
  g_autofree char *call = call_of (self, node, self->executor == MW_EXECUTOR_THREADS);

  if (self->executor == MW_EXECUTOR_LOOP)
    mw_listing_add (self, node->id, "%sasyncio.create_task(%s)", as, call);
  else if (self->executor == MW_EXECUTOR_THREADS)
    mw_listing_add (self, node->id, "%sexecutor.submit(%s)", as, call);
  else
    mw_listing_add (self, node->id, "%s%s", as, call);
}

/* Without a loop or threads the task has ended already when it was started. */
static void
write_await (MwListing *self, const MwNode *node)
{
  g_autofree char *as = assignment_of (node);
  g_autofree char *task = value_of (self, node, "await");

  if (self->executor == MW_EXECUTOR_BLOCKING && *as == '\0')
    return;
  mw_listing_add (self, node->id, "%s%s%s%s", as, await_of (self), task, self->executor == MW_EXECUTOR_THREADS ? ".result()" : "");
}

static void
write_cancel (MwListing *self, const MwNode *node)
{
  g_autofree char *task = value_of (self, node, "cancel");

  if (self->executor != MW_EXECUTOR_BLOCKING)
    mw_listing_add (self, node->id, "%s.cancel()", task);
}

/* "for i in range(1, 1 + stories)" of a call or a repeat; NULL: once. */
static char *
loop_of (MwListing *self, const MwNode *node, const char *times_key)
{
  const MwCell *times = mw_node_get_cell (node, times_key), *from = mw_node_get_cell (node, "from"), *name = mw_node_get_cell (node, "for");
  g_autofree char *count = NULL, *first = NULL;

  if (!times->given && !name->given)
    return NULL;
  count = times->given ? mw_listing_expression (self, times->expression) : g_strdup ("1");
  if (!from->given)
    return g_strdup_printf ("for %s in range(%s)", name->given ? name->variable->name : "_", count);
  first = mw_listing_expression (self, from->expression);
  if (times->given && from->expression->kind == MW_EXPRESSION_NUMBER && times->expression->kind == MW_EXPRESSION_NUMBER)
    return g_strdup_printf ("for %s in range(%s, %" G_GINT64_FORMAT ")", name->given ? name->variable->name : "_", first,
                            from->expression->number + times->expression->number);
  return g_strdup_printf ("for %s in range(%s, %s + %s)", name->given ? name->variable->name : "_", first, count, first);
}

/* One call of a gather as an element of a list: "greet("Alice")" or "*[fetch(i) for i in range(30)]". */
static char *
element_of (MwListing *self, const MwNode *call, const char *wrap_open, const char *wrap_close, gboolean alone)
{
  g_autofree char *text = call_of (self, call, *wrap_open != '\0');
  g_autofree char *loop = loop_of (self, call, "times");

  if (loop == NULL)
    return g_strdup_printf ("%s%s%s", wrap_open, text, wrap_close);
  return g_strdup_printf ("%s%s%s%s %s%s", alone ? "" : "*[", wrap_open, text, wrap_close, loop, alone ? "" : "]");
}

static gboolean
is_one_loop (const MwCell *calls)
{
  return calls->n_nodes == 1 && (mw_node_get_cell (&calls->nodes[0], "times")->given || mw_node_get_cell (&calls->nodes[0], "for")->given);
}

/* A list of the calls between OPEN and CLOSE, on one line if it is one comprehension; OPTION comes last. */
static void
add_elements (MwListing *self, const MwNode *node, const char *open, const char *option, const char *close,
              const char *wrap_open, const char *wrap_close)
{
  const MwCell *calls = mw_node_get_cell (node, "gather");

  if (is_one_loop (calls))
    {
      g_autofree char *element = element_of (self, &calls->nodes[0], wrap_open, wrap_close, option == NULL);

      mw_listing_add (self, node->id, "%s%s%s%s%s", open, element, option != NULL && *option != '\0' ? ", " : "",
                      option != NULL ? option : "", close);
      return;
    }
  mw_listing_add (self, node->id, "%s", open);
  for (guint i = 0; i < calls->n_nodes; i++)
    {
      g_autofree char *element = element_of (self, &calls->nodes[i], wrap_open, wrap_close, FALSE);

      mw_listing_add (self, node->id, "    %s,", element);
    }
  if (option != NULL && *option != '\0')
    mw_listing_add (self, node->id, "    %s,", option);
  mw_listing_add (self, node->id, "%s", close);
}

static void
gather_on_loop (MwListing *self, const MwNode *node, const char *as, const char *collect)
{
  g_autofree char *open = g_strdup_printf ("%sawait asyncio.gather(", as);
  g_autofree char *option = collect != NULL ? g_strdup_printf ("return_exceptions=%s", collect) : g_strdup ("");

  add_elements (self, node, open, option, ")", "", "");
}

static void
gather_in_threads (MwListing *self, const MwNode *node, const char *as, const char *collect)
{
  add_elements (self, node, "futures = [", NULL, "]", "executor.submit(", ")");
  if (collect != NULL && *as == '\0')
    mw_listing_add (self, node->id, "concurrent.futures.wait(futures)");
  else if (collect != NULL)
    mw_listing_add (self, node->id, "%s[future.exception() or future.result() for future in futures]", as);
  else
    mw_listing_add (self, node->id, "%s[future.result() for future in futures]", as);
}

/* One call after the other, errors kept. */
static void
gather_collecting (MwListing *self, const MwNode *node, const char *as)
{
  const MwCell *calls = mw_node_get_cell (node, "gather"), *result = mw_node_get_cell (node, "as");

  if (*as != '\0')
    mw_listing_add (self, node->id, "%s[]", as);
  for (guint i = 0; i < calls->n_nodes; i++)
    {
      g_autofree char *loop = loop_of (self, &calls->nodes[i], "times");
      g_autofree char *call = call_of (self, &calls->nodes[i], FALSE);
      const char *name = *as != '\0' ? result->variable->name : "";

      if (loop != NULL)
        mw_listing_add (self, node->id, "%s:", loop);
      self->indent += loop != NULL;
      mw_listing_add (self, node->id, "try:");
      mw_listing_add (self, node->id, *as != '\0' ? "    %s.append(%s)" : "    %s%s", name, call);
      mw_listing_add (self, node->id, *as != '\0' ? "except Exception as error:" : "except Exception:");
      mw_listing_add (self, node->id, *as != '\0' ? "    %s.append(error)" : "    pass%s", name);
      self->indent -= loop != NULL;
    }
}

static void
gather_in_order (MwListing *self, const MwNode *node, const char *as)
{
  const MwCell *calls = mw_node_get_cell (node, "gather");
  g_autofree char *open = g_strdup_printf ("%s[", as);

  if (*as != '\0')
    {
      add_elements (self, node, open, NULL, "]", "", "");
      return;
    }
  for (guint i = 0; i < calls->n_nodes; i++)
    {
      g_autofree char *loop = loop_of (self, &calls->nodes[i], "times");
      g_autofree char *call = call_of (self, &calls->nodes[i], FALSE);

      if (loop != NULL)
        mw_listing_add (self, node->id, "%s:", loop);
      mw_listing_add (self, node->id, "%s%s", loop != NULL ? "    " : "", call);
    }
}

static void
write_gather (MwListing *self, const MwNode *node)
{
  g_autofree char *as = assignment_of (node);
  const MwCell *cell = mw_node_get_cell (node, "collect-errors");
  g_autofree char *collect = NULL;

  if (cell->given && cell->expression->kind == MW_EXPRESSION_PARAMETER)
    collect = mw_listing_expression (self, cell->expression);
  else if (cell->given && cell->expression->number != 0)
    collect = g_strdup ("True");
  if (self->executor == MW_EXECUTOR_LOOP)
    gather_on_loop (self, node, as, collect);
  else if (self->executor == MW_EXECUTOR_THREADS)
    gather_in_threads (self, node, as, collect);
  else if (collect != NULL)
    gather_collecting (self, node, as);
  else
    gather_in_order (self, node, as);
}

static void
write_with (MwListing *self, const MwNode *node)
{
  guint resource = mw_node_get_cell (node, "with")->ref - 1;

  self->resources[resource] = TRUE;
  mw_listing_add (self, node->id, "%swith %s:", mw_listing_is_async (self) ? "async " : "", self->scenario->shared[resource].name);
  add_inner (self, node, "steps");
}

/* Nobody wakes a blocked thread at a deadline: it is looked at afterwards. */
static void
write_timeout (MwListing *self, const MwNode *node)
{
  g_autofree char *duration = value_of (self, node, "timeout");
  const MwCell *steps = mw_node_get_cell (node, "steps");

  if (mw_listing_is_async (self))
    {
      mw_listing_add (self, node->id, "async with asyncio.timeout(%s):", duration);
      add_inner (self, node, "steps");
      return;
    }
  self->modules |= MW_MODULE_TIME;
  mw_listing_add (self, node->id, "until = time.monotonic() + %s", duration);
  mw_listing_add_steps (self, steps->nodes, steps->n_nodes);
  mw_listing_add (self, node->id, "if time.monotonic() >= until:");
  mw_listing_add (self, node->id, "    raise TimeoutError");
}

/* The classes of the errors in CELL, "(A, B)"; STATUSES gets the HTTP statuses among them as a tuple, "(503,)". */
static char *
errors_of (MwListing *self, const MwCell *cell, GString *statuses)
{
  g_autoptr (GPtrArray) classes = g_ptr_array_new ();
  g_autofree char *joined = NULL;
  guint n;
  const MwFaultName *faults = mw_format_get_faults (&n);

  for (guint i = 0; i < cell->n_codes; i++)
    {
      const char *name = "httpx.HTTPStatusError";

      if (cell->codes[i] >= MW_FAULT_HTTP_FIRST)
        g_string_append_printf (statuses, statuses->len == 0 ? "(%d," : " %d,", cell->codes[i]);
      for (guint j = 0; j < n; j++)
        if (faults[j].code == cell->codes[i])
          name = faults[j].python;
      if (!g_ptr_array_find_with_equal_func (classes, name, g_str_equal, NULL))
        g_ptr_array_add (classes, (gpointer) name);
      self->modules |= g_str_has_prefix (name, "httpx.") ? MW_MODULE_HTTPX : 0;
      self->modules |= g_str_has_prefix (name, "asyncio.") ? MW_MODULE_ASYNCIO : 0;
    }
  if (statuses->len > 0)
    g_string_append_c (statuses, ')');
  if (classes->len == 0)
    return g_strdup ("Exception");
  if (classes->len == 1)
    return g_strdup (g_ptr_array_index (classes, 0));
  g_ptr_array_add (classes, NULL);
  joined = g_strjoinv (", ", (char **) classes->pdata);
  return g_strdup_printf ("(%s)", joined);
}

/* "except …:", and for HTTP errors which statuses are meant; indents. */
static void
add_except (MwListing *self, const MwNode *node, const MwCell *codes)
{
  g_autoptr (GString) statuses = g_string_new (NULL);
  g_autofree char *errors = errors_of (self, codes, statuses);

  mw_listing_add (self, node->id, "except %s%s:", errors, statuses->len > 0 ? " as error" : "");
  self->indent++;
  if (statuses->len == 0)
    return;
  mw_listing_add (self, node->id, "if %serror.response.status_code not in %s:",
                  *errors == '(' ? "isinstance(error, httpx.HTTPStatusError) and " : "", statuses->str);
  mw_listing_add (self, node->id, "    raise");
}

/* base * factor ** attempt, under the cap, scattered; transfer full. */
static char *
pause_of (MwListing *self, const MwNode *node, const char *attempt)
{
  g_autofree char *base = value_of (self, node, "base"), *cap = value_of (self, node, "cap");
  const MwCell *factor = mw_node_get_cell (node, "factor"), *jitter = mw_node_get_cell (node, "jitter");
  gint64 thousandths = factor->expression != NULL ? factor->expression->number : mw_format_find_field (node->format, "factor")->fallback;
  gboolean is_parameter = factor->expression != NULL && factor->expression->kind == MW_EXPRESSION_PARAMETER;
  g_autofree char *by = is_parameter ? mw_listing_expression (self, factor->expression) : mw_seconds_to_text (thousandths * (MW_NS_PER_SEC / 1000));
  g_autofree char *grown = !is_parameter && thousandths == 1000 ? g_strdup (base) : g_strdup_printf ("%s * %s ** %s", base, by, attempt);
  g_autofree char *capped = strcmp (cap, "0") == 0 ? g_strdup (grown) : g_strdup_printf ("min(%s, %s)", cap, grown);
  gint64 kind = jitter->expression != NULL && jitter->expression->kind == MW_EXPRESSION_NUMBER ? jitter->expression->number : MW_JITTER_NONE;

  if (kind != MW_JITTER_NONE)
    self->modules |= MW_MODULE_RANDOM;
  if (kind == MW_JITTER_FULL)
    return g_strdup_printf ("random.uniform(0, %s)", capped);
  if (kind == MW_JITTER_EQUAL)
    return g_strdup_printf ("random.uniform(0.5, 1) * %s", capped);
  return g_steal_pointer (&capped);
}

static void
write_retry (MwListing *self, const MwNode *node)
{
  g_autofree char *attempts = value_of (self, node, "retry");
  g_autofree char *attempt = self->n_retries == 0 ? g_strdup ("attempt") : g_strdup_printf ("attempt_%u", self->n_retries + 1);
  g_autofree char *delay = pause_of (self, node, attempt);

  mw_listing_add (self, node->id, "for %s in range(%s):", attempt, attempts);
  self->indent++;
  self->n_retries++;
  mw_listing_add (self, node->id, "try:");
  add_inner (self, node, "steps");
  mw_listing_add (self, node->id, "    break");
  add_except (self, node, mw_node_get_cell (node, "on"));
  mw_listing_add (self, node->id, "if %s == %s - 1:", attempt, attempts);
  mw_listing_add (self, node->id, "    raise");
  self->modules |= mw_listing_is_async (self) ? MW_MODULE_ASYNCIO : MW_MODULE_TIME;
  mw_listing_add (self, node->id, mw_listing_is_async (self) ? "await asyncio.sleep(%s)" : "time.sleep(%s)", delay);
  self->n_retries--;
  self->indent -= 2;
}

static void
write_raise (MwListing *self, const MwNode *node)
{
  g_autofree char *text = value_of (self, node, "raise");

  mw_listing_add (self, node->id, "raise RuntimeError(%s)", text);
}

static void
write_try (MwListing *self, const MwNode *node)
{
  const MwCell *except = mw_node_get_cell (node, "except");

  mw_listing_add (self, node->id, "try:");
  add_inner (self, node, "try");
  if (except->given)
    {
      add_except (self, node, mw_node_get_cell (node, "errors"));
      mw_listing_add_steps (self, except->nodes, except->n_nodes);
      self->indent--;
    }
  if (!mw_node_get_cell (node, "finally")->given)
    return;
  mw_listing_add (self, node->id, "finally:");
  add_inner (self, node, "finally");
}

static void
write_get (MwListing *self, const MwNode *node)
{
  guint session = mw_node_get_cell (node, "session")->ref - 1;
  const MwCell *accept = mw_node_get_cell (node, "accept"), *as = mw_node_get_cell (node, "as");
  g_autofree char *path = value_of (self, node, "get");
  gboolean any = accept->expression != NULL && accept->expression->kind == MW_EXPRESSION_NUMBER && accept->expression->number == 1;

  self->resources[session] = TRUE;
  mw_listing_add (self, node->id, "response = %s%s.get(%s)", await_of (self), self->scenario->shared[session].name, path);
  if (!any)
    mw_listing_add (self, node->id, "response.raise_for_status()");
  if (as->given)
    mw_listing_add (self, node->id, "%s = response.status_code", as->variable->name);
}

static void
write_offload (MwListing *self, const MwNode *node)
{
  const MwCell *pool = mw_node_get_cell (node, "pool"), *work = mw_node_get_cell (node, "offload");
  gboolean computes = work->expression->kind == MW_EXPRESSION_NUMBER && work->expression->number == MW_OFFLOAD_COMPUTE;
  const char *function = computes ? "compute" : "time.sleep";
  g_autofree char *duration = value_of (self, node, "for");

  self->modules |= MW_MODULE_TIME;
  self->computes = self->computes || computes;
  if (!mw_listing_is_async (self))
    {
      mw_listing_add (self, node->id, "%s(%s)", function, duration);
      return;
    }
  if (!pool->given)
    {
      mw_listing_add (self, node->id, "await asyncio.to_thread(%s, %s)", function, duration);
      return;
    }
  self->resources[pool->ref - 1] = TRUE;
  mw_listing_add (self, node->id, "await asyncio.get_running_loop().run_in_executor(%s, %s, %s)",
                  self->scenario->shared[pool->ref - 1].name, function, duration);
}

static void
write_repeat (MwListing *self, const MwNode *node)
{
  g_autofree char *loop = loop_of (self, node, "repeat");

  mw_listing_add (self, node->id, "%s:", loop);
  add_inner (self, node, "steps");
}

static void
write_return (MwListing *self, const MwNode *node)
{
  g_autofree char *value = value_of (self, node, "return");

  mw_listing_add (self, node->id, "return %s", value);
}

static void
write_set (MwListing *self, const MwNode *node)
{
  g_autofree char *value = value_of (self, node, "to");

  mw_listing_add (self, node->id, "%s = %s", mw_node_get_cell (node, "set")->variable->name, value);
}

static void (*const writers[MW_N_OPS]) (MwListing *self, const MwNode *node) = {
  [MW_OP_SLEEP] = write_sleep, [MW_OP_BLOCK] = write_block, [MW_OP_COMPUTE] = write_compute, [MW_OP_PRINT] = write_print,
  [MW_OP_CALL] = write_call, [MW_OP_START] = write_start, [MW_OP_AWAIT] = write_await, [MW_OP_CANCEL] = write_cancel,
  [MW_OP_GATHER] = write_gather, [MW_OP_WITH] = write_with, [MW_OP_TIMEOUT] = write_timeout, [MW_OP_RETRY] = write_retry,
  [MW_OP_RAISE] = write_raise, [MW_OP_TRY] = write_try, [MW_OP_GET] = write_get, [MW_OP_OFFLOAD] = write_offload,
  [MW_OP_REPEAT] = write_repeat, [MW_OP_RETURN] = write_return, [MW_OP_SET] = write_set,
};

/* The lines of a block, at least one. */
void
mw_listing_add_steps (MwListing *self, const MwNode *nodes, guint n_nodes)
{
  guint before = self->lines->len;

  for (guint i = 0; i < n_nodes; i++)
    writers[nodes[i].format->code] (self, &nodes[i]);
  if (self->lines->len == before)
    mw_listing_add (self, n_nodes > 0 ? nodes[0].id : 0, "pass");
}
