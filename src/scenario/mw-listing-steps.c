/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The Python of each step: one function a step, one row a step in the table at the end. */

#include <string.h>

#include "mw-listing.h"
#include "mw-time.h"

/* The value under KEY as Python; transfer full. */
char *
mw_listing_value_of (MwListing *self, const MwNode *node, const char *key)
{
  const MwCell *cell = mw_node_get_cell (node, key);

  if (cell->expression == NULL)
    return mw_seconds_to_text (mw_format_find_field (node->format, key)->fallback);
  return mw_listing_expression (self, cell->expression);
}

gint64
mw_listing_word_of (MwListing *self, const MwNode *node, const char *key)
{
  const MwExpression *word = mw_node_get_cell (node, key)->expression;

  if (word == NULL)
    return mw_format_find_field (node->format, key)->fallback;
  if (word->kind == MW_EXPRESSION_ITEM)
    word = word->items[mw_listing_parameter (self, (guint) word->index->number)];
  return word->number;
}

const char *
mw_listing_await_of (MwListing *self)
{
  return mw_listing_is_async (self) ? "await " : "";
}

/* "name = ", or nothing; transfer full. */
char *
mw_listing_assignment_of (const MwNode *node)
{
  const MwCell *cell = mw_node_get_cell (node, "as");

  return cell->given ? g_strdup_printf ("%s = ", cell->variable->name) : g_strdup ("");
}

void
mw_listing_add_inner (MwListing *self, const MwNode *node, const char *key)
{
  const MwCell *cell = mw_node_get_cell (node, key);

  self->indent++;
  mw_listing_add_steps (self, cell->nodes, cell->n_nodes);
  self->indent--;
}

static void
write_sleep (MwListing *self, const MwNode *node)
{
  g_autofree char *duration = mw_listing_value_of (self, node, "sleep");

  self->modules |= mw_listing_is_async (self) ? MW_MODULE_ASYNCIO : MW_MODULE_TIME;
  mw_listing_add (self, node->id, mw_listing_is_async (self) ? "await asyncio.sleep(%s)" : "time.sleep(%s)", duration);
}

static void
write_block (MwListing *self, const MwNode *node)
{
  g_autofree char *duration = mw_listing_value_of (self, node, "block");

  self->modules |= MW_MODULE_TIME;
  mw_listing_add (self, node->id, "time.sleep(%s)", duration);
}

static void
write_compute (MwListing *self, const MwNode *node)
{
  g_autofree char *duration = mw_listing_value_of (self, node, "compute");

  self->modules |= MW_MODULE_TIME;
  self->computes = TRUE;
  mw_listing_add (self, node->id, "compute(%s)", duration);
}

static void
write_print (MwListing *self, const MwNode *node)
{
  g_autofree char *text = mw_listing_value_of (self, node, "print");

  mw_listing_add (self, node->id, "print(%s)", text);
}

/* "greet("Alice")", or "greet, "Alice"" for a thread; transfer full. */
char *
mw_listing_call_of (MwListing *self, const MwNode *node, gboolean submitted)
{
  const MwCell *arguments = mw_node_get_cell (node, "arguments");
  GString *text = g_string_new (self->scenario->routines[mw_node_get_callee (node)].name);

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
  g_autofree char *as = mw_listing_assignment_of (node);
  g_autofree char *call = mw_listing_call_of (self, node, FALSE);

  mw_listing_add (self, node->id, "%s%s%s", as, mw_listing_await_of (self), call);
}

static void
write_start (MwListing *self, const MwNode *node)
{
  g_autofree char *as = mw_listing_assignment_of (node);
  g_autofree char *call = mw_listing_call_of (self, node, self->executor == MW_EXECUTOR_THREADS);

  const MwCell *group = mw_node_get_cell (node, "in");

  if (self->executor == MW_EXECUTOR_LOOP)
    mw_listing_add (self, node->id, "%s%s.create_task(%s)", as, group->given ? group->expression->text : "asyncio", call);
  else if (self->executor == MW_EXECUTOR_THREADS)
    mw_listing_add (self, node->id, "%s%s.submit(%s)", as, group->given ? group->expression->text : "executor", call);
  else
    mw_listing_add (self, node->id, "%s%s", as, call);
}

/* Without a loop or threads the task has ended already when it was started. */
static void
write_await (MwListing *self, const MwNode *node)
{
  g_autofree char *as = mw_listing_assignment_of (node);
  g_autofree char *task = mw_listing_value_of (self, node, "await");

  if (self->executor == MW_EXECUTOR_BLOCKING && *as == '\0')
    return;
  mw_listing_add (self, node->id, "%s%s%s%s", as, mw_listing_await_of (self), task, self->executor == MW_EXECUTOR_THREADS ? ".result()" : "");
}

static void
write_cancel (MwListing *self, const MwNode *node)
{
  g_autofree char *task = mw_listing_value_of (self, node, "cancel");

  if (self->executor != MW_EXECUTOR_BLOCKING)
    mw_listing_add (self, node->id, "%s.cancel()", task);
}

/* "for i in range(1, 1 + stories)" of a call or a repeat; NULL: once. */
char *
mw_listing_loop_of (MwListing *self, const MwNode *node, const char *times_key)
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

static void
write_with (MwListing *self, const MwNode *node)
{
  guint resource = mw_node_get_cell (node, "with")->ref - 1;

  if (self->scenario->shared[resource].format->code == MW_RESOURCE_DATABASE)
    {
      mw_listing_write_with_database (self, node);
      return;
    }
  self->resources[resource] = TRUE;
  mw_listing_add (self, node->id, "%swith %s:", mw_listing_is_async (self) ? "async " : "", self->scenario->shared[resource].name);
  mw_listing_add_inner (self, node, "steps");
}

/* Nobody wakes a blocked thread at a deadline: it is looked at afterwards. */
static void
write_timeout (MwListing *self, const MwNode *node)
{
  g_autofree char *duration = mw_listing_value_of (self, node, "timeout");
  const MwCell *steps = mw_node_get_cell (node, "steps");

  if (mw_listing_is_async (self))
    {
      mw_listing_add (self, node->id, "async with asyncio.timeout(%s):", duration);
      mw_listing_add_inner (self, node, "steps");
      return;
    }
  self->modules |= MW_MODULE_TIME;
  mw_listing_add (self, node->id, "until = time.monotonic() + %s", duration);
  mw_listing_add_steps (self, steps->nodes, steps->n_nodes);
  mw_listing_add (self, node->id, "if time.monotonic() >= until:");
  mw_listing_add (self, node->id, "    raise TimeoutError");
}

static void
write_raise (MwListing *self, const MwNode *node)
{
  g_autofree char *text = mw_listing_value_of (self, node, "raise");

  mw_listing_add (self, node->id, "raise RuntimeError(%s)", text);
}

/* "response = await web.get(…)"; where each request has a session of its own, within one. */
static void
add_request (MwListing *self, const MwNode *node, guint session, const char *path, const char *body)
{
  const MwShared *shared = &self->scenario->shared[session];
  g_autofree char *call = body != NULL ? g_strdup_printf ("post(%s, content=%s)", path, body) : g_strdup_printf ("get(%s)", path);

  if (mw_listing_is_fresh (self, shared))
    {
      g_autofree char *site = mw_listing_site_of (self, shared);

      self->modules |= MW_MODULE_HTTPX;
      mw_listing_add (self, node->id, "%s(base_url=\"%s\") as %s:",
                      mw_listing_is_async (self) ? "async with httpx.AsyncClient" : "with httpx.Client", site, shared->name);
      mw_listing_add (self, node->id, "    response = %s%s.%s", mw_listing_await_of (self), shared->name, call);
    }
  else
    mw_listing_add (self, node->id, "response = %s%s.%s", mw_listing_await_of (self), shared->name, call);
}

static void
write_request (MwListing *self, const MwNode *node)
{
  guint session = mw_node_get_cell (node, "session")->ref - 1;
  const MwCell *as = mw_node_get_cell (node, "as");
  gboolean posts = node->format->code == MW_OP_POST;
  g_autofree char *path = mw_listing_value_of (self, node, posts ? "post" : "get");
  g_autofree char *body = posts ? mw_listing_value_of (self, node, "body") : NULL;

  self->resources[session] = self->resources[session] || !mw_listing_is_fresh (self, &self->scenario->shared[session]);
  add_request (self, node, session, path, body);
  if (mw_listing_word_of (self, node, "accept") == 0)
    mw_listing_add (self, node->id, "response.raise_for_status()");
  if (as->given)
    mw_listing_add (self, node->id, "%s = response.status_code", as->variable->name);
}

static void
write_offload (MwListing *self, const MwNode *node)
{
  const MwCell *pool = mw_node_get_cell (node, "pool");
  gboolean computes = mw_listing_word_of (self, node, "offload") == MW_OFFLOAD_COMPUTE;
  const char *function = computes ? "compute" : "time.sleep";
  g_autofree char *duration = mw_listing_value_of (self, node, "for");

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
  g_autofree char *loop = mw_listing_loop_of (self, node, "repeat");

  mw_listing_add (self, node->id, "%s:", loop);
  mw_listing_add_inner (self, node, "steps");
}

static void
write_return (MwListing *self, const MwNode *node)
{
  g_autofree char *value = mw_listing_value_of (self, node, "return");

  mw_listing_add (self, node->id, "return %s", value);
}

static void
write_set (MwListing *self, const MwNode *node)
{
  g_autofree char *value = mw_listing_value_of (self, node, "to");

  mw_listing_add (self, node->id, "%s = %s", mw_node_get_cell (node, "set")->variable->name, value);
}

static void (*const writers[MW_N_OPS]) (MwListing *self, const MwNode *node) = {
  [MW_OP_SLEEP] = write_sleep, [MW_OP_BLOCK] = write_block, [MW_OP_COMPUTE] = write_compute, [MW_OP_PRINT] = write_print,
  [MW_OP_CALL] = write_call, [MW_OP_START] = write_start, [MW_OP_AWAIT] = write_await, [MW_OP_CANCEL] = write_cancel,
  [MW_OP_GATHER] = mw_listing_write_gather, [MW_OP_WITH] = write_with, [MW_OP_TIMEOUT] = write_timeout, [MW_OP_RETRY] = mw_listing_write_retry,
  [MW_OP_RAISE] = write_raise, [MW_OP_TRY] = mw_listing_write_try, [MW_OP_GET] = write_request, [MW_OP_POST] = write_request, [MW_OP_OFFLOAD] = write_offload,
  [MW_OP_REPEAT] = write_repeat, [MW_OP_RETURN] = write_return, [MW_OP_SET] = write_set,
  [MW_OP_WRITE_FILE] = mw_listing_write_write_file, [MW_OP_READ_FILE] = mw_listing_write_read_file,
  [MW_OP_EXECUTE] = mw_listing_write_execute, [MW_OP_QUERY] = mw_listing_write_query, [MW_OP_COMMIT] = mw_listing_write_commit,
  [MW_OP_YIELD] = mw_listing_write_yield, [MW_OP_AS_COMPLETED] = mw_listing_write_completed, [MW_OP_GROUP] = mw_listing_write_group,
  [MW_OP_SHIELD] = mw_listing_write_shield, [MW_OP_FORGET] = mw_listing_write_forget, [MW_OP_FOR_EACH] = mw_listing_write_for_each,
  [MW_OP_EMIT] = mw_listing_write_emit, [MW_OP_STREAM] = mw_listing_write_stream, [MW_OP_BATCHES] = mw_listing_write_batches,
  [MW_OP_ARRIVALS] = mw_listing_write_arrivals,
  [MW_OP_CONNECT] = mw_listing_write_connect, [MW_OP_RECEIVE] = mw_listing_write_receive, [MW_OP_SEND] = mw_listing_write_send,
  [MW_OP_BROADCAST] = mw_listing_write_broadcast,
  [MW_OP_OPEN] = mw_listing_write_open, [MW_OP_CLOSE] = mw_listing_write_close, [MW_OP_PUT] = mw_listing_write_put, [MW_OP_TAKE] = mw_listing_write_take,
  [MW_OP_CONSUME] = mw_listing_write_consume, [MW_OP_TASK_DONE] = mw_listing_write_task_done, [MW_OP_JOIN] = mw_listing_write_join,
  [MW_OP_SIGNAL] = mw_listing_write_signal, [MW_OP_WAIT] = mw_listing_write_wait, [MW_OP_READ] = mw_listing_write_read,
  [MW_OP_WRITE] = mw_listing_write_write, [MW_OP_CACHED] = mw_listing_write_cached,
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
