/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Reading the guide.  Answers lead forward only and every question is led to, so whoever answers comes to an end. */

#include "mw-config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "mw-scenario-private.h"

/* The later question that PLACE names. */
static gboolean
read_next (const MwPlace *place, const MwPlace *questions, guint own, gint *next)
{
  g_autofree const char **ids = g_new0 (const char *, MW_MAX_QUESTIONS + 1);
  JsonArray *list = json_node_get_array (questions->node);
  guint n = 0, index;

  for (guint i = own + 1; i < json_array_get_length (list); i++)
    {
      MwPlace question = mw_place_element (questions, i);
      MwPlace id;

      if (!mw_place_get_object (&question))
        return FALSE;
      id = mw_place_member (&question, "id");
      if (!mw_place_get_text (&id, NULL, &ids[n++]))
        return FALSE;
    }
  if (n == 0)
    return mw_place_fail (place, NULL, _("a later question, of which there is none"));
  if (!mw_place_get_word (place, ids, &index))
    return FALSE;
  *next = (gint) (own + 1 + index);
  return TRUE;
}

/* "question", or "advice" and "scenario". */
static gboolean
read_end (MwScenario *self, const MwPlace *place, const MwPlace *questions, guint own, MwGuideAnswer *answers[MW_N_LANGUAGES])
{
  MwPlace question = mw_place_member (place, "question");
  MwPlace advice = mw_place_member (place, "advice"), scenario = mw_place_member (place, "scenario");
  const char *texts[MW_N_LANGUAGES], *id = NULL;
  gint next = -1;

  if ((question.node == NULL) == (scenario.node == NULL))
    return mw_place_fail (place, question.node == NULL ? _("neither \"question\" nor \"scenario\"") : _("\"question\" and \"scenario\""),
                          _("one of them"));
  if (question.node != NULL && advice.node != NULL)
    return mw_place_fail (&advice, NULL, _("nothing: it is given at the end"));
  if (question.node != NULL)
    {
      if (!read_next (&question, questions, own, &next))
        return FALSE;
    }
  else if (!mw_read_localised (self, &advice, texts) || !mw_read_id (self, &scenario, &id))
    return FALSE;
  for (guint lang = 0; lang < MW_N_LANGUAGES; lang++)
    {
      answers[lang]->next = next;
      answers[lang]->scenario = id;
      answers[lang]->advice = next < 0 ? texts[lang] : NULL;
    }
  return TRUE;
}

static gboolean
read_answer (MwScenario *self, const MwPlace *place, const MwPlace *questions, guint own, MwGuideAnswer *answers[MW_N_LANGUAGES])
{
  MwPlace answer;
  const char *texts[MW_N_LANGUAGES];

  if (!mw_place_get_object (place) || !mw_read_keys (place, &mw_format_answer))
    return FALSE;
  answer = mw_place_member (place, "answer");
  if (!mw_read_localised (self, &answer, texts))
    return FALSE;
  for (guint lang = 0; lang < MW_N_LANGUAGES; lang++)
    answers[lang]->answer = texts[lang];
  return read_end (self, place, questions, own, answers);
}

static gboolean
read_question (MwScenario *self, const MwPlace *questions, guint own)
{
  const MwField *field = mw_format_find_field (&mw_format_question, "answers");
  MwPlace place = mw_place_element (questions, own), id, question, answers;
  const char *texts[MW_N_LANGUAGES], *name;
  guint n;

  if (!mw_place_get_object (&place) || !mw_read_keys (&place, &mw_format_question))
    return FALSE;
  id = mw_place_member (&place, "id");
  question = mw_place_member (&place, "question");
  answers = mw_place_member (&place, "answers");
  if (!mw_read_id (self, &id, &name) || !mw_read_localised (self, &question, texts) ||
      !mw_place_get_list (&answers, (guint) field->min, (guint) field->max, &n))
    return FALSE;
  for (guint i = 0; i < own; i++)
    if (strcmp (self->questions[0][i].id, name) == 0)
      return mw_place_fail (&id, NULL, _("an id that no other question has"));
  for (guint lang = 0; lang < MW_N_LANGUAGES; lang++)
    self->questions[lang][own] = (MwGuideQuestion) { name, texts[lang], mw_scenario_alloc (self, n, sizeof (MwGuideAnswer)), n };
  for (guint i = 0; i < n; i++)
    {
      MwPlace answer = mw_place_element (&answers, i);

      if (!read_answer (self, &answer, questions, own,
                        (MwGuideAnswer *[]) { &self->questions[0][own].answers[i], &self->questions[1][own].answers[i] }))
        return FALSE;
    }
  return TRUE;
}

/* Some answer before the question TARGET leads to it. */
static gboolean
is_led_to (MwScenario *self, guint target)
{
  for (guint i = 0; i < target; i++)
    for (guint k = 0; k < self->questions[0][i].n_answers; k++)
      if (self->questions[0][i].answers[k].next == (gint) target)
        return TRUE;
  return FALSE;
}

/* $.guide */
gboolean
mw_read_guide (MwScenario *self, const MwPlace *place)
{
  const MwField *field = mw_format_find_field (&mw_format_scenario, "guide");
  guint n;

  if (!mw_place_get_list (place, (guint) field->min, (guint) field->max, &n))
    return FALSE;
  for (guint lang = 0; lang < MW_N_LANGUAGES; lang++)
    self->questions[lang] = mw_scenario_alloc (self, n, sizeof (MwGuideQuestion));
  for (guint i = 0; i < n; i++)
    {
      MwPlace question = mw_place_element (place, i);

      if (!read_question (self, place, i))
        return FALSE;
      if (i > 0 && !is_led_to (self, i))
        return mw_place_fail (&question, NULL, _("a question to which an earlier answer leads"));
    }
  self->n_questions = n;
  return TRUE;
}

/* $.quoted */
gboolean
mw_read_quoted (MwScenario *self, const MwPlace *place)
{
  const MwField *field = mw_format_find_field (&mw_format_scenario, "quoted");
  const MwField *percent = mw_format_find_field (&mw_format_quoted, "percent");
  guint n;

  if (!mw_place_get_list (place, (guint) field->min, (guint) field->max, &n))
    return FALSE;
  for (guint lang = 0; lang < MW_N_LANGUAGES; lang++)
    self->quoted[lang] = mw_scenario_alloc (self, n, sizeof (MwQuotedFigure));
  for (guint i = 0; i < n; i++)
    {
      MwPlace figure = mw_place_element (place, i), label, number;
      const char *texts[MW_N_LANGUAGES];
      gint64 value;

      if (!mw_place_get_object (&figure) || !mw_read_keys (&figure, &mw_format_quoted))
        return FALSE;
      label = mw_place_member (&figure, "label");
      number = mw_place_member (&figure, "percent");
      if (!mw_read_localised (self, &label, texts) || !mw_place_get_integer (&number, percent->min, percent->max, &value))
        return FALSE;
      for (guint lang = 0; lang < MW_N_LANGUAGES; lang++)
        self->quoted[lang][i] = (MwQuotedFigure) { texts[lang], (gint) value };
    }
  self->n_quoted = n;
  return TRUE;
}
