/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The scenario as the rest of the program sees it. */

#include <string.h>

#include "mw-scenario-private.h"
#include "mw-url.h"

/* 0: English, 1: French; every other language reads English. */
guint
mw_language_index (const char *lang)
{
  return lang != NULL && strncmp (lang, "fr", 2) == 0 ? 1 : 0;
}

/* An empty scenario for the readers to fill; FILE is its name in messages. */
MwScenario *
mw_scenario_new (const char *file)
{
  MwScenario *self = g_new0 (MwScenario, 1);

  self->ref_count = 1;
  self->strings = g_string_chunk_new (4096);
  self->arena = g_ptr_array_new_with_free_func (g_free);
  self->file = mw_scenario_intern (self, file);
  return self;
}

MwScenario *
mw_scenario_ref (MwScenario *self)
{
  g_atomic_int_inc (&self->ref_count);
  return self;
}

void
mw_scenario_unref (MwScenario *self)
{
  if (!g_atomic_int_dec_and_test (&self->ref_count))
    return;
  for (guint i = 0; i < self->n_routines; i++)
    g_ptr_array_unref (self->routines[i].variables);
  g_clear_pointer (&self->source, g_bytes_unref);
  g_string_chunk_free (self->strings);
  g_ptr_array_unref (self->arena);
  g_free (self);
}

gpointer
mw_scenario_alloc (MwScenario *self, gsize n_elements, gsize element_size)
{
  gpointer memory;

  if (n_elements == 0)
    return NULL;
  memory = g_malloc0_n (n_elements, element_size);
  g_ptr_array_add (self->arena, memory);
  return memory;
}

const char *
mw_scenario_intern (MwScenario *self, const char *text)
{
  return g_string_chunk_insert_const (self->strings, text);
}

const char *
mw_scenario_get_id (MwScenario *self)
{
  return self->id;
}

const char *
mw_scenario_get_group (MwScenario *self)
{
  return self->group;
}

const char *
mw_scenario_get_title (MwScenario *self, const char *lang)
{
  return self->title[mw_language_index (lang)];
}

const char *
mw_scenario_get_summary (MwScenario *self, const char *lang)
{
  return self->summary[mw_language_index (lang)];
}

const char *
mw_scenario_get_text (MwScenario *self, const char *lang)
{
  return self->text[mw_language_index (lang)];
}

guint
mw_scenario_get_n_parameters (MwScenario *self)
{
  return self->n_parameters;
}

const MwParameter *
mw_scenario_get_parameter (MwScenario *self, guint index)
{
  return &self->parameters[index];
}

/* −1: there is none of that name. */
gint
mw_scenario_find_parameter (MwScenario *self, const char *name)
{
  for (guint i = 0; i < self->n_parameters; i++)
    if (strcmp (self->parameters[i].name, name) == 0)
      return (gint) i;
  return -1;
}

const char *
mw_scenario_get_parameter_label (MwScenario *self, guint index, const char *lang)
{
  return self->labels[index][mw_language_index (lang)];
}

guint
mw_scenario_get_n_variants (MwScenario *self)
{
  return self->n_variants;
}

const MwVariant *
mw_scenario_get_variant (MwScenario *self, guint index)
{
  return &self->variants[index];
}

/* −1: there is none of that id. */
gint
mw_scenario_find_variant (MwScenario *self, const char *id)
{
  for (guint i = 0; i < self->n_variants; i++)
    if (strcmp (self->variants[i].id, id) == 0)
      return (gint) i;
  return -1;
}

const char *
mw_scenario_get_variant_title (MwScenario *self, guint index, const char *lang)
{
  return self->plans[index].title[mw_language_index (lang)];
}

guint
mw_scenario_get_n_claims (MwScenario *self)
{
  return self->n_claims;
}

const MwClaim *
mw_scenario_get_claim (MwScenario *self, guint index)
{
  return &self->claims[0][index];
}

/* The claim as it holds for a run whose lines and task names are in LANG. */
const MwClaim *
mw_scenario_get_claim_in (MwScenario *self, guint index, const char *lang)
{
  return &self->claims[mw_language_index (lang)][index];
}

gint64
mw_scenario_get_time_scale (MwScenario *self)
{
  return self->time_scale;
}

guint64
mw_scenario_get_seed (MwScenario *self)
{
  return self->seed;
}

GBytes *
mw_scenario_get_source (MwScenario *self)
{
  return self->source;
}

guint
mw_scenario_get_n_beats (MwScenario *self)
{
  return self->n_beats;
}

const MwBeat *
mw_scenario_get_beat (MwScenario *self, guint index, const char *lang)
{
  return &self->beats[mw_language_index (lang)][index];
}

/* TRUE if a live run sends requests to the built-in server. */
gboolean
mw_scenario_needs_lab (MwScenario *self)
{
  for (guint i = 0; i < self->n_shared; i++)
    if (self->shared[i].format->code == MW_RESOURCE_SERVICE || self->shared[i].format->code == MW_RESOURCE_ROOM)
      return TRUE;
  return FALSE;
}

char **
mw_scenario_dup_hosts (MwScenario *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < self->n_shared; i++)
    for (guint j = 0; j < self->shared[i].format->n_fields; j++)
      for (guint k = 0; self->shared[i].urls[j] != NULL && k < self->shared[i].n_numbers[j]; k++)
        {
          char *host = mw_url_dup_host (self->shared[i].urls[j][k]);

          if (!g_hash_table_contains (seen, host))
            g_strv_builder_add (builder, host);
          g_hash_table_add (seen, host);
        }
  return g_strv_builder_end (builder);
}

static gboolean
compute (const MwNode *nodes, guint n_nodes)
{
  for (guint i = 0; i < n_nodes; i++)
    {
      const MwNode *node = &nodes[i];

      if (node->format->code == MW_OP_COMPUTE ||
          (node->format->code == MW_OP_OFFLOAD && mw_node_get_cell (node, "offload")->expression->number == MW_OFFLOAD_COMPUTE))
        return TRUE;
      for (guint j = 0; j < node->format->n_fields; j++)
        if (compute (node->cells[j].nodes, node->cells[j].n_nodes))
          return TRUE;
    }
  return FALSE;
}

/* TRUE if a live run needs the processor for itself: two at once would share its cores and both take longer. */
gboolean
mw_scenario_computes (MwScenario *self)
{
  for (guint i = 0; i < self->n_routines; i++)
    if (compute (self->routines[i].nodes, self->routines[i].n_nodes))
      return TRUE;
  return FALSE;
}

/* The index of the coroutine NAME; −1. */
gint
mw_scenario_find_coroutine (MwScenario *self, const char *name)
{
  for (guint i = 0; i < self->n_routines; i++)
    if (strcmp (self->routines[i].name, name) == 0)
      return (gint) i;
  return -1;
}

/* The index of the coroutine that a step or an element of "gather" calls. */
guint
mw_node_get_callee (const MwNode *node)
{
  for (guint i = 0; i < node->format->n_fields; i++)
    if (node->format->fields[i].type == MW_FIELD_COROUTINE)
      return node->cells[i].ref;
  g_return_val_if_reached (0);
}

/* What stands under KEY; NULL where a step of this kind has no such key. */
const MwCell *
mw_node_get_cell (const MwNode *node, const char *key)
{
  for (guint i = 0; i < node->format->n_fields; i++)
    if (strcmp (node->format->fields[i].key, key) == 0)
      return &node->cells[i];
  return NULL;
}
