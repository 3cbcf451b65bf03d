/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Reading claims: what a run is held against. */

#include "mw-config.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "mw-scenario-private.h"
#include "mw-time.h"

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
  if (measure->subject == MW_SUBJECT_FINDING && !g_strv_contains (mw_format_findings, texts[0]))
    return mw_place_fail (&subject, NULL, _("the name of a finding, such as \"blocked\""));
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
      g_string_append_printf (joined, "%s%s", i > 0 ? MW_LINE_SEPARATOR : "", texts[lang]);
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
  guint index;

  if (!mw_place_get_object (place) || !mw_read_keys (place, &mw_format_claim))
    return FALSE;
  variant = mw_place_member (place, "variant");
  kind = mw_place_member (place, "measure");
  if (!mw_read_variant_id (self, &variant, &claims[0]->variant) ||
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
