/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Claims are judged with the default parameters, the scenario's own seed and its English texts, which is what they were written
 * for: on the simulated clock exactly, live within their tolerances.  Every trace is also held against the rules of verify,
 * because a claim may come true in a run that is impossible. */

#include "mw-config.h"

#include <glib/gi18n.h>

#include "mw-catalogue.h"
#include "mw-cli.h"
#include "mw-foreground.h"
#include "mw-measure.h"
#include "mw-report.h"
#include "mw-table.h"
#include "mw-verify.h"

#define MAX_FINDINGS 5

typedef struct
{
  MwClock  clock;
  gboolean verbose;
  MwTable *failures;   /* claims and rules that do not hold (with VERBOSE: all claims) */
  guint    n_failures;
} Check;

static void
add_claim (Check *self, MwScenario *scenario, const MwClaim *claim, const MwVerdict *verdict)
{
  gint64 tolerance = self->clock == MW_CLOCK_SIMULATED ? claim->exact_tolerance : claim->tolerance;
  g_autofree char *what = g_strjoin (" ", mw_measure_name (claim->measure), claim->subject, NULL);
  g_autofree char *expected = mw_measure_format (claim->measure, claim->expected);
  g_autofree char *measured = verdict->known ? mw_measure_format (claim->measure, verdict->measured) : g_strdup (_("unknown"));
  g_autofree char *allowed = tolerance != 0 ? mw_measure_format (claim->measure, tolerance) : g_strdup (_("exact"));

  mw_table_add_row (self->failures, verdict->holds ? "✓" : "✕", mw_scenario_get_id (scenario),
                mw_scenario_get_variant (scenario, claim->variant)->id, what, expected, measured, allowed);
}

static guint
judge_claims (Check *self, MwScenario *scenario, MwHistory *const *histories)
{
  guint n_wrong = 0;

  for (guint i = 0; i < mw_scenario_get_n_claims (scenario); i++)
    {
      const MwClaim *claim = mw_scenario_get_claim (scenario, i);
      MwVerdict verdict = mw_claim_judge (claim, histories, self->clock == MW_CLOCK_SIMULATED);

      n_wrong += !verdict.holds;
      if (!verdict.holds || self->verbose)
        add_claim (self, scenario, claim, &verdict);
    }
  return n_wrong;
}

static guint
judge_trace (Check *self, MwScenario *scenario, MwHistory *history)
{
  MwTrace *trace = mw_history_get_trace (history);
  g_autoptr (GPtrArray) findings = mw_verify_trace (trace, MAX_FINDINGS);

  for (guint i = 0; i < findings->len; i++)
    {
      const MwFinding *finding = g_ptr_array_index (findings, i);
      g_autofree char *event = g_strdup_printf (_("event %zu"), finding->event);

      mw_table_add_row (self->failures, "✕", mw_scenario_get_id (scenario), mw_trace_get_header (trace)->variant, finding->rule,
                    finding->text, event, "");
    }
  return findings->len;
}

/* An exit status; claims that do not hold are counted, not a status. */
static int
check_scenario (Check *self, MwScenario *scenario)
{
  g_auto (MwSettings) settings = { 0 };
  g_autoptr (MwRace) race = NULL;
  g_autoptr (MwReport) report = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree MwHistory **histories = NULL;
  g_autofree char *line = NULL;
  guint n_wrong = 0;
  int number;

  mw_settings_init (&settings, scenario, self->clock, "en");
  race = mw_race_new (scenario, NULL, 0, &settings, &error);
  if (race == NULL)
    return mw_cli_fail (error);
  number = mw_foreground_run (race);
  if (number != 0)
    return MW_EXIT_SIGNAL + number;

  report = mw_report_new (race);
  histories = g_new0 (MwHistory *, mw_race_get_n_runs (race));
  for (guint i = 0; i < mw_race_get_n_runs (race); i++)
    {
      histories[i] = mw_report_get_history (report, i);
      n_wrong += judge_trace (self, scenario, histories[i]);
    }
  n_wrong += judge_claims (self, scenario, histories);
  line = g_strdup_printf ("%s %-20s %s\n", n_wrong == 0 ? "✓" : "✕", mw_scenario_get_id (scenario),
                          n_wrong == 0 ? _("all claims hold") : _("see below"));
  mw_cli_put (line);
  self->n_failures += n_wrong;
  return MW_EXIT_OK;
}

static int
check_named (Check *self, char **names)
{
  int status = MW_EXIT_OK;

  for (guint i = 0; names[i] != NULL && status == MW_EXIT_OK; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (MwScenario) scenario = mw_catalogue_open (names[i], &error);

      status = scenario != NULL ? check_scenario (self, scenario) : mw_cli_fail (error);
    }
  return status;
}

static int
check_catalogue (Check *self)
{
  GPtrArray *all = mw_catalogue_get_all ();
  int status = MW_EXIT_OK;

  for (guint i = 0; i < all->len && status == MW_EXIT_OK; i++)
    status = check_scenario (self, g_ptr_array_index (all, i));
  return status;
}

static void
put_failures (Check *self)
{
  g_autofree char *lines = mw_table_print (self->failures, 0);

  mw_cli_put ("\n");
  mw_cli_put (lines);
}

int
mw_command_check (const MwCommand *self, int argc, char **argv)
{
  gboolean live = FALSE, verbose = FALSE;
  g_auto (GStrv) names = NULL;
  const GOptionEntry entries[] = {
    { "live", 0, 0, G_OPTION_ARG_NONE, &live, N_("Run live, within the claims' tolerances (default: simulated, exactly)"), NULL },
    { "verbose", 0, 0, G_OPTION_ARG_NONE, &verbose, N_("List the claims that hold, too"), NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &names, NULL, NULL },
    G_OPTION_ENTRY_NULL
  };
  g_autoptr (MwTable) failures = mw_table_new ("llllrrr");
  Check check = { .failures = failures };
  int status;

  if (!mw_command_parse (self, entries, argc, argv))
    return MW_EXIT_USAGE;
  check.clock = live ? MW_CLOCK_LIVE : MW_CLOCK_SIMULATED;
  check.verbose = verbose;
  mw_table_add_row (failures, "", _("scenario"), _("variant"), _("measure"), _("expected"), _("measured"), _("allowed ±"));
  status = names != NULL ? check_named (&check, names) : check_catalogue (&check);
  if (status != MW_EXIT_OK)
    return status;
  if (check.n_failures > 0 || verbose)
    put_failures (&check);
  if (check.n_failures == 0)
    return MW_EXIT_OK;
  mw_cli_complain (g_dngettext (GETTEXT_PACKAGE, "%u claim or rule does not hold", "%u claims or rules do not hold", check.n_failures),
                   check.n_failures);
  return MW_EXIT_FAILED;
}
