/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The Python of steps that start tasks one way or another: as-completed, arrivals, group, shield, forget. */

#include "mw-listing.h"

/* "    name = CALL" with errors as results where COLLECT is not NULL; NAME: NULL to drop the result. */
static void
add_result (MwListing *self, const MwNode *node, const char *name, const char *call, const char *collect)
{
  if (collect != NULL)
    mw_listing_add (self, node->id, "try:");
  self->indent += collect != NULL;
  mw_listing_add (self, node->id, "%s%s%s", name != NULL ? name : "", name != NULL ? " = " : "", call);
  self->indent -= collect != NULL;
  if (collect == NULL)
    return;
  mw_listing_add (self, node->id, name != NULL ? "except Exception as error:" : "except Exception:");
  mw_listing_add (self, node->id, name != NULL ? "    %s = error" : "    pass%s", name != NULL ? name : "");
}

/* Without a loop: one call, its block, the next call. */
static char *
open_calls (MwListing *self, const MwNode *node)
{
  static const MwWrap deferred = { "lambda: ", "", FALSE };
  const MwCell *calls = mw_node_get_cell (node, "as-completed");

  if (!mw_listing_is_one_loop (calls))
    {
      mw_listing_add_calls (self, node, "todo = [", NULL, "]", &deferred);
      mw_listing_add (self, node->id, "for part in todo:");
      return g_strdup ("part()");
    }
  else
    {
      g_autofree char *loop = mw_listing_loop_of (self, &calls->nodes[0], "times");

      mw_listing_add (self, node->id, "%s:", loop);
      return mw_listing_call_of (self, &calls->nodes[0], FALSE);
    }
}

void
mw_listing_write_completed (MwListing *self, const MwNode *node)
{
  static const MwWrap task = { "asyncio.create_task(", ")", FALSE };
  const MwCell *as = mw_node_get_cell (node, "as"), *steps = mw_node_get_cell (node, "steps");
  g_autofree char *collect = mw_listing_collect_of (self, node), *call = NULL;

  if (self->executor == MW_EXECUTOR_LOOP)
    {
      mw_listing_add_calls (self, node, "pending = [", NULL, "]", &task);
      mw_listing_add (self, node->id, "for earliest in asyncio.as_completed(pending):");
      call = g_strdup ("await earliest");
    }
  else if (self->executor == MW_EXECUTOR_THREADS)
    {
      mw_listing_add_calls (self, node, "futures = [", NULL, "]", &mw_listing_submitted);
      mw_listing_add (self, node->id, "for future in concurrent.futures.as_completed(futures):");
      call = g_strdup ("future.result()");
    }
  else
    {
      call = open_calls (self, node);
    }
  self->indent++;
  add_result (self, node, as->given ? as->variable->name : NULL, call, collect);
  mw_listing_add_steps (self, steps->nodes, steps->n_nodes);
  self->indent--;
}

/* After the first one: the pause before the next. */
static void
add_pause (MwListing *self, const MwNode *node, const char *list)
{
  g_autofree char *every = mw_listing_value_of (self, node, "every");

  self->modules |= mw_listing_is_async (self) ? MW_MODULE_ASYNCIO : MW_MODULE_TIME;
  mw_listing_add (self, node->id, "if %s:", list);
  mw_listing_add (self, node->id, mw_listing_is_async (self) ? "    await asyncio.sleep(%s)" : "    time.sleep(%s)", every);
}

static void
arrive_one_by_one (MwListing *self, const MwNode *node, const char *loop, const char *collect)
{
  const MwCell *as = mw_node_get_cell (node, "as");
  const char *name = as->given ? as->variable->name : "results";
  g_autofree char *call = mw_listing_call_of (self, node, FALSE);

  mw_listing_add (self, node->id, "%s = []", name);
  mw_listing_add (self, node->id, "%s:", loop);
  self->indent++;
  add_pause (self, node, name);
  add_result (self, node, "result", call, collect);
  mw_listing_add (self, node->id, "%s.append(result)", name);
  self->indent--;
}

void
mw_listing_write_arrivals (MwListing *self, const MwNode *node)
{
  gboolean threads = self->executor == MW_EXECUTOR_THREADS;
  const char *list = threads ? "futures" : "started";
  g_autofree char *as = mw_listing_assignment_of (node), *collect = mw_listing_collect_of (self, node);
  g_autofree char *loop = mw_listing_loop_of (self, node, "arrivals"), *call = mw_listing_call_of (self, node, threads);

  if (self->executor == MW_EXECUTOR_BLOCKING)
    {
      arrive_one_by_one (self, node, loop, collect);
      return;
    }
  mw_listing_add (self, node->id, "%s = []", list);
  mw_listing_add (self, node->id, "%s:", loop);
  self->indent++;
  add_pause (self, node, list);
  mw_listing_add (self, node->id, "%s.append(%s%s))", list, threads ? "executor.submit(" : "asyncio.create_task(", call);
  self->indent--;
  if (threads)
    mw_listing_add_futures (self, node, as, collect);
  else
    mw_listing_add (self, node->id, "%sawait asyncio.gather(*started%s%s)", as, collect != NULL ? ", return_exceptions=" : "",
                    collect != NULL ? collect : "");
}

/* Threads of their own are waited for just so; without either there is nothing to wait for. */
void
mw_listing_write_group (MwListing *self, const MwNode *node)
{
  const char *name = mw_node_get_cell (node, "group")->variable->name;
  const MwCell *steps = mw_node_get_cell (node, "steps");

  if (self->executor == MW_EXECUTOR_BLOCKING)
    {
      mw_listing_add_steps (self, steps->nodes, steps->n_nodes);
      return;
    }
  if (self->executor == MW_EXECUTOR_THREADS)
    mw_listing_add (self, node->id, "with concurrent.futures.ThreadPoolExecutor() as %s:", name);
  else
    mw_listing_add (self, node->id, "async with asyncio.TaskGroup() as %s:", name);
  mw_listing_add_inner (self, node, "steps");
}

void
mw_listing_write_shield (MwListing *self, const MwNode *node)
{
  g_autofree char *as = mw_listing_assignment_of (node), *call = mw_listing_call_of (self, node, FALSE);

  mw_listing_add (self, node->id, mw_listing_is_async (self) ? "%sawait asyncio.shield(%s)" : "%s%s", as, call);
}

void
mw_listing_write_forget (MwListing *self, const MwNode *node)
{
  g_autofree char *as = mw_listing_assignment_of (node), *call = mw_listing_call_of (self, node, FALSE);

  mw_listing_add (self, node->id, "%s%s", as, call);
}
