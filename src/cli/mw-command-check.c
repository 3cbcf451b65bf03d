/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Claims are judged with the default parameters, the scenario's own seed and its English texts, which is what they were written
 * for: on the simulated clock exactly, live within their tolerances.  Every trace is also held against the rules of verify,
 * because a claim may come true in a run that is impossible.  --set asks the opposite question: which claims does another
 * value break? */

#include "mw-config.h"

#include <glib/gi18n.h>

#include "mw-catalogue.h"
#include "mw-cli.h"
#include "mw-foreground.h"
#include "mw-report.h"
#include "mw-verdicts.h"

#define MAX_FINDINGS 5

typedef struct
{
  gboolean live, verbose;
  char    *format;
  char   **assignments;  /* NULL: none */
  char   **names;        /* NULL: the catalogue */
} Options;

typedef struct
{
  const Options *options;
  gboolean       json;
  MwVerdicts    *verdicts;
  guint          n_scenarios, n_runs;
  guint          n_real;   /* scenarios that have real URLs, too */
} Check;

static void
options_clear (Options *self)
{
  g_free (self->format);
  g_strfreev (self->assignments);
  g_strfreev (self->names);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static MwClock
clock_of (const Check *self)
{
  return self->options->live ? MW_CLOCK_LIVE : MW_CLOCK_SIMULATED;
}

static void
add_findings (Check *self, MwScenario *scenario, guint variant, GPtrArray *findings)
{
  for (guint i = 0; i < findings->len; i++)
    mw_verdicts_add_finding (self->verdicts, scenario, mw_scenario_get_variant (scenario, variant)->id, g_ptr_array_index (findings, i));
}

/* Its trace by the rules of verify, and by what the lab's server counted. */
static void
judge_run (Check *self, MwScenario *scenario, MwRun *run)
{
  g_autoptr (GPtrArray) broken = mw_verify_trace (mw_run_get_trace (run), MAX_FINDINGS);
  g_autoptr (GPtrArray) miscounted = mw_run_check_count (run);

  add_findings (self, scenario, mw_run_get_variant (run), broken);
  add_findings (self, scenario, mw_run_get_variant (run), miscounted);
}

static gboolean
has_real_urls (MwScenario *scenario)
{
  g_auto (GStrv) hosts = mw_scenario_dup_hosts (scenario);

  return *hosts != NULL;
}

/* RACES: one of all variants, or one for each. */
static void
judge (Check *self, MwScenario *scenario, GPtrArray *races)
{
  g_autoptr (GPtrArray) reports = g_ptr_array_new_with_free_func ((GDestroyNotify) mw_report_free);
  guint n = mw_scenario_get_n_variants (scenario);
  g_autofree MwHistory **histories = g_new0 (MwHistory *, n);

  for (guint i = 0; i < races->len; i++)
    g_ptr_array_add (reports, mw_report_new (g_ptr_array_index (races, i)));
  for (guint i = 0; i < n; i++)
    {
      gboolean apart = races->len == n;

      histories[i] = mw_report_get_history (g_ptr_array_index (reports, apart ? i : 0), apart ? 0 : i);
      judge_run (self, scenario, mw_race_get_run (g_ptr_array_index (races, apart ? i : 0), apart ? 0 : i));
    }
  for (guint i = 0; i < mw_scenario_get_n_claims (scenario); i++)
    mw_verdicts_add_claim (self->verdicts, scenario, mw_scenario_get_claim (scenario, i), histories);
  self->n_scenarios++;
  self->n_real += has_real_urls (scenario);
  self->n_runs += n;
}

/* As soon as it is known: a live check of the whole catalogue takes minutes. */
static void
put_scenario (Check *self, MwScenario *scenario, guint n_before, guint n_wrong_before)
{
  guint n = mw_verdicts_get_n (self->verdicts) - n_before;
  guint n_wrong = mw_verdicts_get_n_wrong (self->verdicts) - n_wrong_before;
  g_autoptr (GString) line = g_string_new (NULL);

  g_string_printf (line, "%s %-22s ", n_wrong == 0 ? "✓" : "✕", mw_scenario_get_id (scenario));
  if (n_wrong == 0)
    g_string_append_printf (line, g_dngettext (GETTEXT_PACKAGE, "%u claim holds", "%u claims hold", n), n);
  else
    g_string_append_printf (line, _("%u of %u do not hold"), n_wrong, n);
  g_string_append_c (line, '\n');
  mw_cli_put (line->str);
}

/* Runs VARIANT (NULL: all) to its end and adds the race to RACES; an exit status. */
static int
run_race (MwScenario *scenario, const guint *variant, const MwSettings *settings, GPtrArray *races)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MwRace) race = mw_race_new (scenario, variant, variant != NULL ? 1 : 0, settings, &error);
  int number;

  if (race == NULL)
    return mw_cli_fail (error);
  number = mw_foreground_run (race);
  if (number != 0)
    return MW_EXIT_SIGNAL + number;
  g_ptr_array_add (races, g_steal_pointer (&race));
  return MW_EXIT_OK;
}

/* Side by side; but one after the other where they would take the processor from each other. */
static int
run_variants (MwScenario *scenario, const MwSettings *settings, GPtrArray *races)
{
  int status = MW_EXIT_OK;

  if (settings->clock == MW_CLOCK_SIMULATED || !mw_scenario_computes (scenario))
    return run_race (scenario, NULL, settings, races);
  for (guint i = 0; i < mw_scenario_get_n_variants (scenario) && status == MW_EXIT_OK; i++)
    status = run_race (scenario, &i, settings, races);
  return status;
}

/* An exit status; claims that do not hold are counted, not a status. */
static int
check_scenario (Check *self, MwScenario *scenario)
{
  g_auto (MwSettings) settings = { 0 };
  g_autoptr (GPtrArray) races = g_ptr_array_new_with_free_func ((GDestroyNotify) mw_race_free);
  g_autoptr (GError) error = NULL;
  guint n = mw_verdicts_get_n (self->verdicts), n_wrong = mw_verdicts_get_n_wrong (self->verdicts);
  int status;

  mw_settings_init (&settings, scenario, clock_of (self), "en");
  for (guint i = 0; self->options->assignments != NULL && self->options->assignments[i] != NULL; i++)
    if (!mw_settings_set (&settings, scenario, self->options->assignments[i], &error))
      return mw_cli_fail (error);
  status = run_variants (scenario, &settings, races);
  if (status != MW_EXIT_OK)
    return status;
  judge (self, scenario, races);
  if (!self->json)
    put_scenario (self, scenario, n, n_wrong);
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
put_all (Check *self)
{
  g_autofree char *body = self->json ? mw_verdicts_json (self->verdicts) : mw_verdicts_print (self->verdicts, self->options->verbose);
  g_autofree char *sum = NULL;

  if (!self->json && *body != '\0')
    mw_cli_put ("\n");
  mw_cli_put (body);
  if (self->json)
    return;
  sum = g_strdup_printf (_("\nscenarios: %u, runs: %u, claims: %u, do not hold: %u (%s)\n"), self->n_scenarios, self->n_runs,
                         mw_verdicts_get_n (self->verdicts), mw_verdicts_get_n_wrong (self->verdicts),
                         self->options->live ? _("live") : _("simulated clock"));
  mw_cli_put (sum);
  if (self->n_real > 0)
    {
      g_autofree char *real = g_strdup_printf (_("with real URLs: %u, never asked by check, not judged\n"), self->n_real);

      mw_cli_put (real);
    }
}

static gboolean
read_options (const MwCommand *command, int argc, char **argv, Options *o)
{
  const GOptionEntry entries[] = {
    { "live", 0, 0, G_OPTION_ARG_NONE, &o->live, N_("Run live, within the claims' tolerances (default: simulated, exactly)"), NULL },
    { "set", 's', 0, G_OPTION_ARG_FILENAME_ARRAY, &o->assignments, N_("Set a parameter; may be repeated"), N_("NAME=VALUE") },
    { "format", 'f', 0, G_OPTION_ARG_FILENAME, &o->format, N_("text (default) or json"), N_("FORMAT") },
    { "verbose", 0, 0, G_OPTION_ARG_NONE, &o->verbose, N_("List the claims that hold, too"), NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &o->names, NULL, NULL },
    G_OPTION_ENTRY_NULL
  };

  if (!mw_command_parse (command, entries, argc, argv))
    return FALSE;
  if (o->assignments != NULL && (o->names == NULL || o->names[1] != NULL))
    {
      mw_cli_complain (_("check: --set needs one scenario to set it in"));
      return FALSE;
    }
  return TRUE;
}

int
mw_command_check (const MwCommand *self, int argc, char **argv)
{
  g_auto (Options) options = { 0 };
  g_autoptr (MwVerdicts) verdicts = NULL;
  Check check = { .options = &options };
  guint n_wrong;
  int status;

  if (!read_options (self, argc, argv, &options) || !mw_cli_choose ("format", options.format, "text", "json", &check.json))
    return MW_EXIT_USAGE;
  check.verdicts = verdicts = mw_verdicts_new (clock_of (&check));
  status = options.names != NULL ? check_named (&check, options.names) : check_catalogue (&check);
  if (status != MW_EXIT_OK)
    return status;
  put_all (&check);
  n_wrong = mw_verdicts_get_n_wrong (verdicts);
  if (n_wrong == 0)
    return MW_EXIT_OK;
  mw_cli_complain (g_dngettext (GETTEXT_PACKAGE, "%u claim or rule does not hold", "%u claims or rules do not hold", n_wrong), n_wrong);
  return MW_EXIT_FAILED;
}
