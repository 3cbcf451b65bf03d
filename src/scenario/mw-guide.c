/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "mw-guide.h"
#include "mw-scenario-private.h"

guint
mw_scenario_get_n_questions (MwScenario *self)
{
  return self->n_questions;
}

const MwGuideQuestion *
mw_scenario_get_question (MwScenario *self, guint index, const char *lang)
{
  return &self->questions[mw_language_index (lang)][index];
}

guint
mw_scenario_get_n_quoted (MwScenario *self)
{
  return self->n_quoted;
}

const MwQuotedFigure *
mw_scenario_get_quoted (MwScenario *self, guint index, const char *lang)
{
  return &self->quoted[mw_language_index (lang)][index];
}

/* The answer that was given last; NULL: none yet. */
static const MwGuideAnswer *
get_last (const MwGuide *self)
{
  const MwGuideAnswer *last = NULL;
  guint question = 0;

  for (guint i = 0; i < self->n; i++)
    {
      last = &mw_scenario_get_question (self->scenario, question, self->lang)->answers[self->answers[i]];
      question = (guint) MAX (last->next, 0);
    }
  return last;
}

/* At the first question of SCENARIO, which has some.  Both arguments must outlive the guide. */
void
mw_guide_begin (MwGuide *self, MwScenario *scenario, const char *lang)
{
  *self = (MwGuide) { .scenario = scenario, .lang = lang };
}

/* The question that is to be answered; NULL at an end. */
const MwGuideQuestion *
mw_guide_get_question (const MwGuide *self)
{
  const MwGuideAnswer *last = get_last (self);

  if (last != NULL && last->next < 0)
    return NULL;
  return mw_scenario_get_question (self->scenario, last != NULL ? (guint) last->next : 0, self->lang);
}

/* The answer to which all has led; NULL before that. */
const MwGuideAnswer *
mw_guide_get_end (const MwGuide *self)
{
  const MwGuideAnswer *last = get_last (self);

  return last != NULL && last->next < 0 ? last : NULL;
}

/* Gives ANSWER (0, 1 …); FALSE, and nothing changes, when there is no such answer or no question. */
gboolean
mw_guide_answer (MwGuide *self, guint answer)
{
  const MwGuideQuestion *question = mw_guide_get_question (self);

  if (question == NULL || answer >= question->n_answers)
    return FALSE;
  self->answers[self->n++] = answer;
  return TRUE;
}

/* Takes the last answer back; FALSE when there is none. */
gboolean
mw_guide_back (MwGuide *self)
{
  if (self->n == 0)
    return FALSE;
  self->n--;
  return TRUE;
}
