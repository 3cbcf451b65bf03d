/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Who may emit, and who may listen.
 *
 * A coroutine that emits is an asynchronous generator: "stream" is the only step that can run it, and needs one.  As in
 * Python it returns nothing.  It may not emit in a "finally", which also runs when the stream is left and nobody listens
 * any more, nor inside a "group", whose tasks would then be at the mercy of whoever listens. */

#include "mw-config.h"

#include <glib/gi18n-lib.h>

#include "mw-error.h"
#include "mw-scenario-private.h"

typedef struct
{
  MwScenario *scenario;
  gboolean   *emits;    /* one per coroutine */
  gboolean    inside;   /* the coroutine that is walked emits */
  GError    **error;
} Walker;

static gboolean
has_emit (const MwNode *nodes, guint n_nodes)
{
  for (guint i = 0; i < n_nodes; i++)
    {
      if (nodes[i].format->code == MW_OP_EMIT)
        return TRUE;
      for (guint j = 0; j < nodes[i].format->n_fields; j++)
        if (nodes[i].format->fields[j].type == MW_FIELD_STEPS && has_emit (nodes[i].cells[j].nodes, nodes[i].cells[j].n_nodes))
          return TRUE;
    }
  return FALSE;
}

static gboolean
refuse (Walker *self, const MwNode *node, const char *found, const char *expected)
{
  g_set_error (self->error, MW_ERROR, MW_ERROR_FORMAT, _("%s: %s: found %s, expected %s"), self->scenario->file, node->path, found, expected);
  return FALSE;
}

static gboolean
check_callee (Walker *self, const MwNode *node)
{
  guint callee = mw_node_get_callee (node);
  gboolean streams = node->format->code == MW_OP_STREAM;
  g_autofree char *found = g_strdup_printf ("\"%s\"", self->scenario->routines[callee].name);

  if (streams && !self->emits[callee])
    return refuse (self, node, found, _("a coroutine that has an \"emit\""));
  if (!streams && self->emits[callee])
    return refuse (self, node, found, _("a coroutine without \"emit\"; one that emits is run by \"stream\""));
  return TRUE;
}

/* CLOSED: an emit may not stand here. */
static gboolean
walk (Walker *self, const MwNode *nodes, guint n_nodes, gboolean closed)
{
  for (guint i = 0; i < n_nodes; i++)
    {
      const MwNode *node = &nodes[i];
      gint op = node->format->code;

      if (op == MW_OP_EMIT && closed)
        return refuse (self, node, "\"emit\"", _("it outside \"finally\" and \"group\""));
      if (op == MW_OP_RETURN && self->inside)
        return refuse (self, node, "\"return\"", _("none in a coroutine that emits"));
      for (guint j = 0; j < node->format->n_fields; j++)
        {
          const MwField *field = &node->format->fields[j];
          const MwCell *cell = &node->cells[j];
          gboolean bars = op == MW_OP_GROUP || (op == MW_OP_TRY && field->place == 2);

          if (field->type == MW_FIELD_COROUTINE && !check_callee (self, node))
            return FALSE;
          if (field->type == MW_FIELD_CALLS && !walk (self, cell->nodes, cell->n_nodes, closed))
            return FALSE;
          if (field->type == MW_FIELD_STEPS && !walk (self, cell->nodes, cell->n_nodes, closed || bars))
            return FALSE;
        }
    }
  return TRUE;
}

/* FALSE and MW_ERROR_FORMAT when a coroutine emits where nobody listens, or nobody may. */
gboolean
mw_check_streams (MwScenario *self, GError **error)
{
  g_autofree gboolean *emits = g_new0 (gboolean, self->n_routines);
  Walker walker = { self, emits, FALSE, error };

  for (guint i = 0; i < self->n_routines; i++)
    emits[i] = has_emit (self->routines[i].nodes, self->routines[i].n_nodes);
  for (guint i = 0; i < self->n_routines; i++)
    {
      walker.inside = emits[i];
      if (!walk (&walker, self->routines[i].nodes, self->routines[i].n_nodes, FALSE))
        return FALSE;
    }
  for (guint i = 0; i < self->n_variants; i++)
    if (emits[self->plans[i].entry])
      {
        g_set_error (error, MW_ERROR, MW_ERROR_FORMAT, _("%s: $.variants[%u].entry: found \"%s\", expected a coroutine without \"emit\""),
                     self->file, i, self->routines[self->plans[i].entry].name);
        return FALSE;
      }
  return TRUE;
}
