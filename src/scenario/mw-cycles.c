/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Coroutines that come back to themselves.
 *
 * Nothing in the format can end a recursion, so a coroutine that calls or gathers itself never returns, and one
 * that starts itself at once fills the memory.  What remains useful is a chain: a task that, after some time, starts
 * its successor, one for one, until the run is stopped.  The rule that allows this and nothing else, and that can be
 * said in one sentence: on a way back to itself a coroutine goes on in one place only, and that is a "start", not
 * inside a loop, after a step of its own that takes time.  (A cycle through several coroutines needs
 * that of each of them.) */

#include "mw-config.h"

#include <glib/gi18n-lib.h>

#include "mw-error.h"
#include "mw-scenario-private.h"

typedef struct
{
  const MwNode *node;      /* where it stands; NULL: no such edge */
  guint         n;         /* how often */
  gboolean      patient;   /* a start after a wait, not in a loop */
} Edge;

typedef struct
{
  MwScenario *scenario;
  guint       n;
  Edge       *edges;       /* from × to */
  guint8     *reaches;     /* from × to */
  guint       from;
} Graph;

static gboolean
is_positive (MwScenario *scenario, const MwExpression *duration)
{
  switch ((int) duration->kind)
    {
    case MW_EXPRESSION_NUMBER:
      return duration->number > 0;
    case MW_EXPRESSION_PARAMETER:
      return scenario->parameters[duration->number].min > 0;
    case MW_EXPRESSION_UNIFORM:
      return is_positive (scenario, duration->items[0]);
    case MW_EXPRESSION_ITEM:
      for (guint i = 0; i < duration->n_items; i++)
        if (!is_positive (scenario, duration->items[i]))
          return FALSE;
      return TRUE;
    default:
      return FALSE;
    }
}

/* A step after which time has surely passed. */
static gboolean
takes_time (MwScenario *scenario, const MwNode *node)
{
  for (guint i = 0; i < node->format->n_fields; i++)
    if (node->format->fields[i].type == MW_FIELD_DURATION)
      return (node->format->code == MW_OP_SLEEP || node->format->code == MW_OP_BLOCK || node->format->code == MW_OP_COMPUTE ||
              node->format->code == MW_OP_OFFLOAD) && is_positive (scenario, node->cells[i].expression);
  return FALSE;
}

static gboolean
is_loop (gint op)
{
  return op == MW_OP_REPEAT || op == MW_OP_RETRY || op == MW_OP_FOR_EACH || op == MW_OP_STREAM || op == MW_OP_AS_COMPLETED ||
         op == MW_OP_CONSUME;
}

static void
add_edge (Graph *self, const MwNode *node, guint to, gboolean patient)
{
  Edge *edge = &self->edges[self->from * self->n + to];

  if (edge->node == NULL)
    *edge = (Edge) { node, 0, patient };
  if (!patient && edge->patient)
    *edge = (Edge) { node, edge->n, FALSE };
  edge->n++;
}

/* The edges of a list of steps; WAITED: time has passed before it, LOOPS: it may be done more than once. */
static void
walk (Graph *self, const MwNode *nodes, guint n_nodes, gboolean waited, gboolean loops)
{
  for (guint i = 0; i < n_nodes; i++)
    {
      const MwNode *node = &nodes[i];
      gint op = node->format->code;

      for (guint j = 0; j < node->format->n_fields; j++)
        {
          MwFieldType type = node->format->fields[j].type;
          const MwCell *cell = &node->cells[j];

          if (type == MW_FIELD_COROUTINE)
            add_edge (self, node, cell->ref, op == MW_OP_START && waited && !loops);
          else if (type == MW_FIELD_CALLS)
            walk (self, cell->nodes, cell->n_nodes, FALSE, TRUE);
          else if (type == MW_FIELD_STEPS)
            walk (self, cell->nodes, cell->n_nodes, waited, loops || is_loop (op));
        }
      waited = waited || takes_time (self->scenario, node);
    }
}

static void
close_over (Graph *self)
{
  guint n = self->n;

  for (guint i = 0; i < n * n; i++)
    self->reaches[i] = self->edges[i].node != NULL;
  for (guint k = 0; k < n; k++)
    for (guint i = 0; i < n; i++)
      for (guint j = 0; self->reaches[i * n + k] && j < n; j++)
        self->reaches[i * n + j] |= self->reaches[k * n + j];
}

static gboolean
refuse (Graph *self, const Edge *edge, guint from, guint to, GError **error)
{
  MwRoutine *routines = self->scenario->routines;

  g_set_error (error, MW_ERROR, MW_ERROR_FORMAT,
               from == to ? _("%s: %s: found \"%s\", which comes back to itself, expected that at most of one \"start\" after a step that takes time")
                          : _("%s: %s: found \"%s\", which comes back to \"%s\", expected that at most of one \"start\" after a step that takes time"),
               self->scenario->file, edge->node->path, routines[to].name, routines[from].name);
  return FALSE;
}

/* FALSE and MW_ERROR_FORMAT when a coroutine comes back to itself in a way that the rule above does not allow. */
gboolean
mw_check_cycles (MwScenario *self, GError **error)
{
  guint n = self->n_routines;
  g_autofree Edge *edges = g_new0 (Edge, n * n);
  g_autofree guint8 *reaches = g_new0 (guint8, n * n);
  Graph graph = { self, n, edges, reaches };

  for (graph.from = 0; graph.from < n; graph.from++)
    walk (&graph, self->routines[graph.from].nodes, self->routines[graph.from].n_nodes, FALSE, FALSE);
  close_over (&graph);
  for (guint from = 0; from < n; from++)
    {
      guint n_back = 0;

      for (guint to = 0; to < n; to++)
        {
          const Edge *edge = &edges[from * n + to];

          if (edge->node == NULL || !reaches[to * n + from])
            continue;
          n_back += edge->n;
          if (!edge->patient || n_back > 1)
            return refuse (&graph, edge, from, to, error);
        }
    }
  return TRUE;
}
