/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The Python of loops, and of what runs through them: yield, for-each, stream, emit. */

#include "mw-listing.h"

void
mw_listing_write_yield (MwListing *self, const MwNode *node)
{
  self->modules |= mw_listing_is_async (self) ? MW_MODULE_ASYNCIO : MW_MODULE_TIME;
  mw_listing_add (self, node->id, mw_listing_is_async (self) ? "await asyncio.sleep(0)" : "time.sleep(0)");
}

void
mw_listing_write_for_each (MwListing *self, const MwNode *node)
{
  g_autofree char *list = mw_listing_value_of (self, node, "for-each");

  mw_listing_add (self, node->id, "for %s in %s:", mw_node_get_cell (node, "as")->variable->name, list);
  mw_listing_add_inner (self, node, "steps");
}

gboolean
mw_listing_has (const MwNode *nodes, guint n_nodes, gint code)
{
  for (guint i = 0; i < n_nodes; i++)
    {
      if (nodes[i].format->code == code)
        return TRUE;
      for (guint j = 0; j < nodes[i].format->n_fields; j++)
        if (nodes[i].format->fields[j].type == MW_FIELD_STEPS && mw_listing_has (nodes[i].cells[j].nodes, nodes[i].cells[j].n_nodes, code))
          return TRUE;
    }
  return FALSE;
}

/* Whether it can be seen that the generator of NODES is closed: it emits where something is cleaned up. */
static gboolean
cleans_up (const MwNode *nodes, guint n_nodes)
{
  for (guint i = 0; i < n_nodes; i++)
    {
      gint op = nodes[i].format->code;
      gboolean plain = op == MW_OP_REPEAT || op == MW_OP_FOR_EACH || op == MW_OP_AS_COMPLETED;

      for (guint j = 0; j < nodes[i].format->n_fields; j++)
        {
          const MwCell *cell = &nodes[i].cells[j];

          if (nodes[i].format->fields[j].type != MW_FIELD_STEPS)
            continue;
          if (plain ? cleans_up (cell->nodes, cell->n_nodes) : mw_listing_has (cell->nodes, cell->n_nodes, MW_OP_EMIT))
            return TRUE;
        }
    }
  return FALSE;
}

void
mw_listing_write_stream (MwListing *self, const MwNode *node)
{
  const MwRoutine *generator = &self->scenario->routines[mw_node_get_callee (node)];
  const MwCell *as = mw_node_get_cell (node, "as");
  g_autofree char *call = mw_listing_call_of (self, node, FALSE);
  const char *async = mw_listing_is_async (self) ? "async " : "";
  gboolean closes = cleans_up (generator->nodes, generator->n_nodes);

  if (closes)
    {
      self->modules |= MW_MODULE_CONTEXTLIB;
      mw_listing_add (self, node->id, "%swith contextlib.%s(%s) as stream:", async, *async != '\0' ? "aclosing" : "closing", call);
      self->indent++;
    }
  mw_listing_add (self, node->id, "%sfor %s in %s:", async, as->given ? as->variable->name : "_", closes ? "stream" : call);
  mw_listing_add_inner (self, node, "steps");
  self->indent -= closes;
}

void
mw_listing_write_emit (MwListing *self, const MwNode *node)
{
  g_autofree char *value = mw_listing_value_of (self, node, "emit");

  mw_listing_add (self, node->id, "yield %s", value);
}
