/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Reading variants and claims. */

#include "mw-config.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "mw-scenario-private.h"
#include "mw-time.h"

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

/* A value in the unit of MEASURE: "6s", 3.0 (kept × 1000), 5. */
static gboolean
read_measured (const MwPlace *place, const MwMeasureFormat *measure, gint64 *value)
{
  double ratio;

  switch (measure->unit)
    {
    case MW_UNIT_DURATION:
      if (mw_place_is_text (place) && mw_time_parse (json_node_get_string (place->node), value))
        return TRUE;
      return mw_place_fail (place, NULL, _("a duration such as \"6s\""));
    case MW_UNIT_RATIO:
      if (!mw_place_get_number (place, 0, 1000000, &ratio))
        return FALSE;
      *value = (gint64) llround (ratio * 1000);
      return TRUE;
    case MW_UNIT_COUNT:
    default:
      return mw_place_get_integer (place, 0, MW_MAX_NUMBER, value);
    }
}

/* What a live run may be off by where the file does not say. */
static gint64
default_tolerance (const MwMeasureFormat *measure, gint64 expected)
{
  switch (measure->unit)
    {
    case MW_UNIT_DURATION:
      return MAX (expected / 20, 60 * MW_NS_PER_MS);
    case MW_UNIT_RATIO:
      return expected / 10;
    case MW_UNIT_COUNT:
    default:
      return 0;
    }
}

static gboolean
read_numbers (const MwPlace *place, const MwMeasureFormat *measure, MwClaim *claim)
{
  struct { const char *key; gint64 *value; } rows[] = {
    { "expected", &claim->expected }, { "tolerance", &claim->tolerance },
    { "exact-tolerance", &claim->exact_tolerance }, { "seed-figure", &claim->seed_figure },
  };

  claim->seed_figure = -1;
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      MwPlace member = mw_place_member (place, rows[i].key);

      if (i == 1)
        claim->tolerance = default_tolerance (measure, claim->expected);
      if (measure->lines && member.node != NULL)
        return mw_place_fail (&member, NULL, _("nothing: the lines are what is expected"));
      if (measure->lines)
        continue;
      if (i == 0 || member.node != NULL)
        if (!read_measured (&member, measure, rows[i].value))
          return FALSE;
    }
  if (measure->lines)
    claim->expected = 1;
  return TRUE;
}

/* The subject in each language; a resource is checked at once, a task's name shows only when it runs. */
static gboolean
read_subject (MwScenario *self, const MwPlace *place, const MwMeasureFormat *measure, MwClaim *claims[MW_N_LANGUAGES])
{
  MwPlace subject = mw_place_member (place, "subject");
  const char *texts[MW_N_LANGUAGES];

  if (measure->subject == MW_SUBJECT_NONE)
    return subject.node == NULL || mw_place_fail (&subject, NULL, _("nothing: this measure is about the whole run"));
  if (!mw_read_localised (self, &subject, texts))
    return FALSE;
  if (measure->subject == MW_SUBJECT_RESOURCE && mw_scenario_find_resource (self, texts[0]) < 0)
    return mw_place_fail (&subject, NULL, _("the name of a resource"));
  for (guint i = 0; i < MW_N_LANGUAGES; i++)
    claims[i]->subject = texts[i];
  return TRUE;
}

/* The lines at PLACE in one language, joined as mw-measure.c joins the printed ones; NULL with the error set. */
static const char *
join_lines (MwScenario *self, const MwPlace *place, guint n, guint lang)
{
  g_autoptr (GString) joined = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    {
      MwPlace line = mw_place_element (place, i);
      const char *texts[MW_N_LANGUAGES];

      if (!mw_read_localised (self, &line, texts))
        return NULL;
      g_string_append_printf (joined, "%s%s", i > 0 ? " | " : "", texts[lang]);
    }
  return mw_scenario_intern (self, joined->str);
}

static gboolean
read_lines (MwScenario *self, const MwPlace *place, const MwMeasureFormat *measure, MwClaim *claims[MW_N_LANGUAGES])
{
  MwPlace lines = mw_place_member (place, "lines");
  guint n;

  if (!measure->lines)
    return lines.node == NULL || mw_place_fail (&lines, NULL, _("nothing: this measure has no lines"));
  if (!mw_place_get_list (&lines, 1, 1000, &n))
    return FALSE;
  for (guint lang = 0; lang < MW_N_LANGUAGES; lang++)
    {
      claims[lang]->text = join_lines (self, &lines, n, lang);
      if (claims[lang]->text == NULL)
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_text (MwScenario *self, const MwPlace *place, const MwMeasureFormat *measure, MwClaim *claims[MW_N_LANGUAGES])
{
  MwPlace text = mw_place_member (place, "text");
  const char *texts[MW_N_LANGUAGES];

  if (text.node == NULL)
    return TRUE;
  if (!measure->text)
    return mw_place_fail (&text, NULL, _("nothing: this measure has no text"));
  if (!mw_read_localised (self, &text, texts))
    return FALSE;
  for (guint lang = 0; lang < MW_N_LANGUAGES; lang++)
    claims[lang]->text = texts[lang];
  return TRUE;
}

static gboolean
read_index (const MwPlace *place, const MwMeasureFormat *measure, MwClaim *claim)
{
  MwPlace index = mw_place_member (place, "index");
  gint64 value;

  if (!measure->index)
    return index.node == NULL || mw_place_fail (&index, NULL, _("nothing: this measure has no index"));
  if (!mw_place_get_integer (&index, 1, 1000000, &value))
    return FALSE;
  claim->index = (guint) value;
  return TRUE;
}

static gboolean
read_claim (MwScenario *self, const MwPlace *place, MwClaim *claims[MW_N_LANGUAGES])
{
  MwPlace variant, kind;
  const MwMeasureFormat *measure;
  g_autofree const char **ids = g_new0 (const char *, self->n_variants + 1);
  guint index;

  if (!mw_place_get_object (place) || !mw_read_keys (place, &mw_format_claim))
    return FALSE;
  variant = mw_place_member (place, "variant");
  kind = mw_place_member (place, "measure");
  for (guint i = 0; i < self->n_variants; i++)
    ids[i] = self->variants[i].id;
  if (!mw_place_get_word (&variant, ids, &claims[0]->variant) ||
      !mw_place_get_word (&kind, mw_format_find_field (&mw_format_claim, "measure")->words, &index))
    return FALSE;
  measure = mw_format_get_measure ((MwMeasure) index);
  claims[0]->measure = (MwMeasure) index;
  if (!read_numbers (place, measure, claims[0]) || !read_index (place, measure, claims[0]))
    return FALSE;
  *claims[1] = *claims[0];
  return read_subject (self, place, measure, claims) && read_lines (self, place, measure, claims) &&
         read_text (self, place, measure, claims);
}

/* $.claims */
gboolean
mw_read_claims (MwScenario *self, const MwPlace *place)
{
  guint n;

  if (!mw_place_get_list (place, 0, MW_MAX_CLAIMS, &n))
    return FALSE;
  for (guint i = 0; i < MW_N_LANGUAGES; i++)
    self->claims[i] = mw_scenario_alloc (self, n, sizeof (MwClaim));
  for (guint i = 0; i < n; i++)
    {
      MwPlace claim = mw_place_element (place, i);

      if (!read_claim (self, &claim, (MwClaim *[]) { &self->claims[0][i], &self->claims[1][i] }))
        return FALSE;
      self->n_claims++;
    }
  return TRUE;
}
