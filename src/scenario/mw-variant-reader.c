/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Reading variants. */

#include "mw-config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "mw-scenario-private.h"

#define DEFAULT_CORES 2

static gboolean
read_executor (const MwPlace *place, MwVariant *variant)
{
  static const char *const words[] = { "loop", "blocking", NULL };
  static const MwField fields[] = { { "threads", MW_FIELD_NUMBER, MW_FIELD_REQUIRED } };
  static const MwFormat format = { "executor", -1, fields, G_N_ELEMENTS (fields) };
  gint64 threads;
  guint index;

  if (place->node == NULL)
    return TRUE;
  if (mw_place_is_object (place))
    {
      MwPlace number = mw_place_member (place, "threads");

      if (!mw_read_keys (place, &format) || !mw_place_get_integer (&number, 1, 256, &threads))
        return FALSE;
      variant->executor = MW_EXECUTOR_THREADS;
      variant->threads = (guint) threads;
      return TRUE;
    }
  if (!mw_place_is_text (place))
    return mw_place_fail (place, NULL, _("\"loop\", \"blocking\" or {\"threads\": 1 … 256}"));
  if (!mw_place_get_word (place, words, &index))
    return FALSE;
  variant->executor = index == 0 ? MW_EXECUTOR_LOOP : MW_EXECUTOR_BLOCKING;
  return TRUE;
}

static gboolean
read_overrides (MwScenario *self, const MwPlace *place, MwVariantPlan *plan)
{
  guint n = 0;

  plan->overridden = mw_scenario_alloc (self, self->n_parameters, sizeof (gboolean));
  plan->overrides = mw_scenario_alloc (self, self->n_parameters, sizeof (gint64));
  if (place->node == NULL)
    return TRUE;
  if (!mw_place_get_object (place))
    return FALSE;
  for (guint i = 0; i < self->n_parameters; i++)
    {
      MwPlace value = mw_place_member (place, self->parameters[i].name);

      if (value.node == NULL)
        continue;
      if (!mw_read_setting (&self->parameters[i], &value, &plan->overrides[i]))
        return FALSE;
      plan->overridden[i] = TRUE;
      n++;
    }
  if (n < json_object_get_size (json_node_get_object (place->node)))
    return mw_place_fail (place, NULL, _("only names of parameters as keys"));
  return TRUE;
}

static gboolean
read_entry (MwScenario *self, const MwPlace *place, guint *entry)
{
  g_autofree const char **names = g_new0 (const char *, self->n_routines + 1);
  guint n = 0, index;

  for (guint i = 0; i < self->n_routines; i++)
    if (self->routines[i].n_arguments == 0)
      names[n++] = self->routines[i].name;
  if (n == 0)
    return mw_place_fail (place, NULL, _("a coroutine without arguments, of which there is none"));
  if (!mw_place_get_word (place, names, &index))
    return FALSE;
  *entry = (guint) mw_scenario_find_coroutine (self, names[index]);
  return TRUE;
}

static gboolean
read_variant (MwScenario *self, const MwPlace *place, MwVariant *variant, MwVariantPlan *plan)
{
  MwPlace id, title, entry, executor, cores, one_lock, set;
  gint64 n_cores = DEFAULT_CORES;
  const char *text;

  if (!mw_place_get_object (place) || !mw_read_keys (place, &mw_format_variant))
    return FALSE;
  id = mw_place_member (place, "id");
  title = mw_place_member (place, "title");
  entry = mw_place_member (place, "entry");
  executor = mw_place_member (place, "executor");
  cores = mw_place_member (place, "cores");
  one_lock = mw_place_member (place, "one-lock");
  set = mw_place_member (place, "set");
  if (!mw_place_get_text (&id, NULL, &text))
    return FALSE;
  if (*text == '\0' || strlen (text) > 60 || strspn (text, "abcdefghijklmnopqrstuvwxyz0123456789-") != strlen (text))
    return mw_place_fail (&id, NULL, _("lower-case letters, digits and dashes, at most 60"));
  if (mw_scenario_find_variant (self, text) >= 0)
    return mw_place_fail (&id, NULL, _("an id that no other variant has"));
  variant->id = mw_scenario_intern (self, text);
  if (!mw_read_localised (self, &title, plan->title) || !read_entry (self, &entry, &plan->entry) ||
      !read_executor (&executor, variant) || (cores.node != NULL && !mw_place_get_integer (&cores, 1, 256, &n_cores)) ||
      (one_lock.node != NULL && !mw_place_get_boolean (&one_lock, &plan->one_lock)))
    return FALSE;
  plan->cores = (guint) n_cores;
  return read_overrides (self, &set, plan);
}

gboolean
mw_read_variant_id (MwScenario *self, const MwPlace *place, guint *variant)
{
  g_autofree const char **ids = g_new0 (const char *, self->n_variants + 1);

  for (guint i = 0; i < self->n_variants; i++)
    ids[i] = self->variants[i].id;
  return mw_place_get_word (place, ids, variant);
}

/* $.variants */
gboolean
mw_read_variants (MwScenario *self, const MwPlace *place)
{
  const MwField *field = mw_format_find_field (&mw_format_scenario, "variants");
  guint n;

  if (!mw_place_get_list (place, (guint) field->min, (guint) field->max, &n))
    return FALSE;
  self->variants = mw_scenario_alloc (self, n, sizeof (MwVariant));
  self->plans = mw_scenario_alloc (self, n, sizeof (MwVariantPlan));
  for (guint i = 0; i < n; i++)
    {
      MwPlace variant = mw_place_element (place, i);

      if (!read_variant (self, &variant, &self->variants[i], &self->plans[i]))
        return FALSE;
      self->n_variants++;
    }
  return TRUE;
}
