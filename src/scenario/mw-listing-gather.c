/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* gather and batches in Python: on the loop, in threads, one after the other. */

#include "mw-listing.h"

const MwWrap mw_listing_bare = { "", "", FALSE };
const MwWrap mw_listing_submitted = { "executor.submit(", ")", TRUE };

/* One call of a gather as an element of a list: "greet("Alice")" or "*[fetch(i) for i in range(30)]". */
static char *
element_of (MwListing *self, const MwNode *call, const MwWrap *wrap, gboolean alone)
{
  g_autofree char *text = mw_listing_call_of (self, call, wrap->submitted);
  g_autofree char *loop = mw_listing_loop_of (self, call, "times");

  if (loop == NULL)
    return g_strdup_printf ("%s%s%s", wrap->open, text, wrap->close);
  return g_strdup_printf ("%s%s%s%s %s%s", alone ? "" : "*[", wrap->open, text, wrap->close, loop, alone ? "" : "]");
}

gboolean
mw_listing_is_one_loop (const MwCell *calls)
{
  return calls->n_nodes == 1 && (mw_node_get_cell (&calls->nodes[0], "times")->given || mw_node_get_cell (&calls->nodes[0], "for")->given);
}

/* A list of the calls between OPEN and CLOSE, on one line if it is one comprehension; OPTION comes last. */
void
mw_listing_add_calls (MwListing *self, const MwNode *node, const char *open, const char *option, const char *close, const MwWrap *wrap)
{
  const MwCell *calls = mw_node_get_cell (node, node->format->name);

  if (mw_listing_is_one_loop (calls))
    {
      g_autofree char *element = element_of (self, &calls->nodes[0], wrap, option == NULL);

      mw_listing_add (self, node->id, "%s%s%s%s%s", open, element, option != NULL && *option != '\0' ? ", " : "",
                      option != NULL ? option : "", close);
      return;
    }
  mw_listing_add (self, node->id, "%s", open);
  for (guint i = 0; i < calls->n_nodes; i++)
    {
      g_autofree char *element = element_of (self, &calls->nodes[i], wrap, FALSE);

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

  mw_listing_add_calls (self, node, open, option, ")", &mw_listing_bare);
}

/* What the futures hold, once all are done. */
void
mw_listing_add_futures (MwListing *self, const MwNode *node, const char *as, const char *collect)
{
  if (collect != NULL && *as == '\0')
    mw_listing_add (self, node->id, "concurrent.futures.wait(futures)");
  else if (collect != NULL)
    mw_listing_add (self, node->id, "%s[future.exception() or future.result() for future in futures]", as);
  else
    mw_listing_add (self, node->id, "%s[future.result() for future in futures]", as);
}

static void
gather_in_threads (MwListing *self, const MwNode *node, const char *as, const char *collect)
{
  mw_listing_add_calls (self, node, "futures = [", NULL, "]", &mw_listing_submitted);
  mw_listing_add_futures (self, node, as, collect);
}

/* One call after the other, errors kept. */
static void
gather_collecting (MwListing *self, const MwNode *node, const char *as)
{
  const MwCell *calls = mw_node_get_cell (node, node->format->name), *result = mw_node_get_cell (node, "as");

  if (*as != '\0')
    mw_listing_add (self, node->id, "%s[]", as);
  for (guint i = 0; i < calls->n_nodes; i++)
    {
      g_autofree char *loop = mw_listing_loop_of (self, &calls->nodes[i], "times");
      g_autofree char *call = mw_listing_call_of (self, &calls->nodes[i], FALSE);
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
  const MwCell *calls = mw_node_get_cell (node, node->format->name);
  g_autofree char *open = g_strdup_printf ("%s[", as);

  if (*as != '\0')
    {
      mw_listing_add_calls (self, node, open, NULL, "]", &mw_listing_bare);
      return;
    }
  for (guint i = 0; i < calls->n_nodes; i++)
    {
      g_autofree char *loop = mw_listing_loop_of (self, &calls->nodes[i], "times");
      g_autofree char *call = mw_listing_call_of (self, &calls->nodes[i], FALSE);

      if (loop != NULL)
        mw_listing_add (self, node->id, "%s:", loop);
      mw_listing_add (self, node->id, "%s%s", loop != NULL ? "    " : "", call);
    }
}

/* "return_exceptions"' value: "True", a parameter, or NULL; transfer full. */
char *
mw_listing_collect_of (MwListing *self, const MwNode *node)
{
  const MwCell *cell = mw_node_get_cell (node, "collect-errors");

  if (cell->given && cell->expression->kind == MW_EXPRESSION_PARAMETER)
    return mw_listing_expression (self, cell->expression);
  return cell->given && cell->expression->number != 0 ? g_strdup ("True") : NULL;
}

/* Slices of the calls, one gather or one round of the pool after the other. */
void
mw_listing_write_batches (MwListing *self, const MwNode *node)
{
  static const MwWrap packed = { "(", ",)", TRUE };
  const MwCell *cell = mw_node_get_cell (node, "as");
  g_autofree char *collect = mw_listing_collect_of (self, node), *size = mw_listing_value_of (self, node, "size");
  g_autofree char *as = cell->given ? g_strdup_printf ("%s += ", cell->variable->name) : g_strdup ("");
  gboolean threads = self->executor == MW_EXECUTOR_THREADS;

  if (self->executor == MW_EXECUTOR_BLOCKING)
    {
      mw_listing_write_gather (self, node);
      return;
    }
  mw_listing_add_calls (self, node, threads ? "todo = [" : "coroutines = [", NULL, "]", threads ? &packed : &mw_listing_bare);
  if (cell->given)
    mw_listing_add (self, node->id, "%s = []", cell->variable->name);
  mw_listing_add (self, node->id, "for offset in range(0, len(%s), %s):", threads ? "todo" : "coroutines", size);
  self->indent++;
  if (threads)
    {
      mw_listing_add (self, node->id, "futures = [executor.submit(*part) for part in todo[offset:offset + %s]]", size);
      mw_listing_add_futures (self, node, as, collect);
    }
  else
    mw_listing_add (self, node->id, "%sawait asyncio.gather(*coroutines[offset:offset + %s]%s%s)", as, size,
                    collect != NULL ? ", return_exceptions=" : "", collect != NULL ? collect : "");
  self->indent--;
}

void
mw_listing_write_gather (MwListing *self, const MwNode *node)
{
  g_autofree char *as = mw_listing_assignment_of (node);
  g_autofree char *collect = mw_listing_collect_of (self, node);

  if (self->executor == MW_EXECUTOR_LOOP)
    gather_on_loop (self, node, as, collect);
  else if (self->executor == MW_EXECUTOR_THREADS)
    gather_in_threads (self, node, as, collect);
  else if (collect != NULL)
    gather_collecting (self, node, as);
  else
    gather_in_order (self, node, as);
}
