/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "mw-config.h"

#include <glib/gi18n.h>
#include <stdio.h>

#include "mw-cli.h"
#include "mw-guide-text.h"

#define LINE_MAX_BYTES 100

static void
append_question (GString *text, MwScenario *scenario, guint index, const char *lang)
{
  const MwGuideQuestion *question = mw_scenario_get_question (scenario, index, lang);

  g_string_append_printf (text, "\n%u. %s\n", index + 1, question->question);
  for (guint i = 0; i < question->n_answers; i++)
    {
      const MwGuideAnswer *answer = &question->answers[i];

      g_string_append_printf (text, "   – %s\n     → ", answer->answer);
      if (answer->next >= 0)
        g_string_append_printf (text, _("question %d"), answer->next + 1);
      else
        g_string_append_printf (text, "%s: %s", answer->scenario, answer->advice);
      g_string_append_c (text, '\n');
    }
}

char *
mw_guide_to_text (MwScenario *scenario, const char *lang)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < mw_scenario_get_n_questions (scenario); i++)
    append_question (text, scenario, i, lang);
  if (mw_scenario_get_n_quoted (scenario) > 0)
    g_string_append_printf (text, "\n%s\n", _("What the source claims, not measured here:"));
  for (guint i = 0; i < mw_scenario_get_n_quoted (scenario); i++)
    {
      const MwQuotedFigure *figure = mw_scenario_get_quoted (scenario, i, lang);

      g_string_append_printf (text, "%+5d %%  %s\n", figure->percent, figure->label);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
put_question (const MwGuideQuestion *question)
{
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_append_printf (text, "\n%s\n", question->question);
  for (guint i = 0; i < question->n_answers; i++)
    g_string_append_printf (text, "  %u  %s\n", i + 1, question->answers[i].answer);
  mw_cli_put (text->str);
}

/* Reads a line; FALSE at the end of the input. */
static gboolean
read_answer (const MwGuide *guide, guint64 *answer)
{
  char line[LINE_MAX_BYTES];
  g_autofree char *prompt = g_strdup_printf (_("Your answer (1 to %u, 0: back): "), mw_guide_get_question (guide)->n_answers);

  mw_cli_put (prompt);
  fflush (stdout);
  if (fgets (line, sizeof line, stdin) == NULL)
    return FALSE;
  if (!g_ascii_string_to_unsigned (g_strstrip (line), 10, 0, MW_MAX_ANSWERS, answer, NULL))
    *answer = G_MAXUINT;
  return TRUE;
}

void
mw_guide_ask (MwScenario *scenario, const char *lang)
{
  MwGuide guide;
  guint64 answer;
  const MwGuideAnswer *end;
  g_autofree char *text = NULL;

  mw_guide_begin (&guide, scenario, lang);
  while ((end = mw_guide_get_end (&guide)) == NULL)
    {
      put_question (mw_guide_get_question (&guide));
      if (!read_answer (&guide, &answer))
        return;
      if (answer == 0)
        mw_guide_back (&guide);
      else
        mw_guide_answer (&guide, (guint) answer - 1);
    }
  text = g_strdup_printf ("\n%s\n→ meanwhile-cli run %s\n", end->advice, end->scenario);
  mw_cli_put (text);
}
