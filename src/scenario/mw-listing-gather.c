/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* gather in Python: on the loop, in threads, one after the other. */

#include "mw-listing.h"

/* One call of a gather as an element of a list: "greet("Alice")" or "*[fetch(i) for i in range(30)]". */
static char *
element_of (MwListing *self, const MwNode *call, const char *wrap_open, const char *wrap_close, gboolean alone)
{
  g_autofree char *text = mw_listing_call_of (self, call, *wrap_open != '\0');
  g_autofree char *loop = mw_listing_loop_of (self, call, "times");

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
  const MwCell *calls = mw_node_get_cell (node, "gather");
  g_autofree char *open = g_strdup_printf ("%s[", as);

  if (*as != '\0')
    {
      add_elements (self, node, open, NULL, "]", "", "");
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

void
mw_listing_write_gather (MwListing *self, const MwNode *node)
{
  g_autofree char *as = mw_listing_assignment_of (node);
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
