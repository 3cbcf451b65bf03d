/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mw-scenario.h"

G_BEGIN_DECLS

#define MW_MAX_QUESTIONS 20
#define MW_MAX_ANSWERS   8

/* A few questions that lead to a scenario.  The texts are those of one language and live as long as the scenario. */
typedef struct
{
  const char *answer;
  gint        next;      /* the question it leads to, a later one; -1: it is an end */
  const char *advice;    /* of an end */
  const char *scenario;  /* of an end: the id of the scenario that proves it */
} MwGuideAnswer;

typedef struct
{
  const char    *id;
  const char    *question;
  MwGuideAnswer *answers;
  guint          n_answers;
} MwGuideQuestion;

/* What a source says and nobody measured here. */
typedef struct
{
  const char *label;
  gint        percent;
} MwQuotedFigure;

guint                  mw_scenario_get_n_questions (MwScenario *self);
const MwGuideQuestion *mw_scenario_get_question    (MwScenario *self, guint index, const char *lang);
guint                  mw_scenario_get_n_quoted    (MwScenario *self);
const MwQuotedFigure  *mw_scenario_get_quoted      (MwScenario *self, guint index, const char *lang);

/* The way that somebody has gone through the questions; a value. */
typedef struct
{
  MwScenario *scenario;  /* not owned */
  const char *lang;      /* not owned */
  guint       answers[MW_MAX_QUESTIONS];
  guint       n;
} MwGuide;

void                   mw_guide_begin        (MwGuide *self, MwScenario *scenario, const char *lang);
const MwGuideQuestion *mw_guide_get_question (const MwGuide *self);
const MwGuideAnswer   *mw_guide_get_end      (const MwGuide *self);
gboolean               mw_guide_answer       (MwGuide *self, guint answer);
gboolean               mw_guide_back         (MwGuide *self);

G_END_DECLS
