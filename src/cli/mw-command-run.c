/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "mw-config.h"

#include <errno.h>
#include <inttypes.h>
#include <glib/gi18n.h>
#include <string.h>
#include <unistd.h>

#include "mw-catalogue.h"
#include "mw-chrome-file.h"
#include "mw-cli.h"
#include "mw-error.h"
#include "mw-export.h"
#include "mw-file.h"
#include "mw-foreground.h"
#include "mw-guide-text.h"
#include "mw-output.h"
#include "mw-report.h"
#include "mw-run-file.h"
#include "mw-terminal.h"

typedef struct
{
  char   **scenario;
  char   **variants;
  char   **assignments;
  char    *clock;
  char    *seed;
  char    *format;
  char    *lang;
  char    *trace;
  char    *chrome;
  char    *pictures[MW_N_EXPORTS];  /* paths; MW_EXPORT_TEXT is the terminal's */
  gboolean lines;
  gboolean real, allowed;
} Options;

typedef struct
{
  MwScenario *scenario;  /* owned */
  MwSettings  settings;
  GArray     *variants;  /* of guint */
  gboolean    json;
} Order;

static void
options_clear (Options *self)
{
  g_strfreev (self->scenario);
  g_strfreev (self->variants);
  g_strfreev (self->assignments);
  g_free (self->clock);
  g_free (self->seed);
  g_free (self->format);
  g_free (self->lang);
  g_free (self->trace);
  g_free (self->chrome);
  for (guint i = 0; i < MW_N_EXPORTS; i++)
    g_free (self->pictures[i]);
}

static void
order_clear (Order *self)
{
  g_clear_pointer (&self->scenario, mw_scenario_unref);
  g_clear_pointer (&self->variants, g_array_unref);
  mw_settings_clear (&self->settings);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Order, order_clear)

/* Arguments are taken as bytes (FILENAME), so that the C locale does not refuse an "é" in one of them. */
static gboolean
read_options (const MwCommand *command, int argc, char **argv, Options *o)
{
  const GOptionEntry entries[] = {
    { "variant", 'v', 0, G_OPTION_ARG_FILENAME_ARRAY, &o->variants, N_("Run this variant; may be repeated (default: all)"), N_("ID") },
    { "set", 's', 0, G_OPTION_ARG_FILENAME_ARRAY, &o->assignments, N_("Set a parameter; may be repeated"), N_("NAME=VALUE") },
    { "clock", 'c', 0, G_OPTION_ARG_FILENAME, &o->clock, N_("live (default) or simulated"), N_("CLOCK") },
    { "seed", 0, 0, G_OPTION_ARG_FILENAME, &o->seed, N_("Seed of all delays drawn at random"), N_("N") },
    { "format", 'f', 0, G_OPTION_ARG_FILENAME, &o->format, N_("text (default) or json"), N_("FORMAT") },
    { "lines", 'l', 0, G_OPTION_ARG_NONE, &o->lines, N_("In text, show the lines that the tasks printed, too"), NULL },
    { "trace", 't', 0, G_OPTION_ARG_FILENAME, &o->trace, N_("Record the run; with several variants one file each"), N_("FILE") },
    { "chrome", 0, 0, G_OPTION_ARG_FILENAME, &o->chrome, N_("Write all runs as a Chrome trace, for Perfetto and others"), N_("FILE") },
    { "svg", 0, 0, G_OPTION_ARG_FILENAME, &o->pictures[MW_EXPORT_SVG], N_("Write the picture as SVG"), N_("FILE") },
    { "png", 0, 0, G_OPTION_ARG_FILENAME, &o->pictures[MW_EXPORT_PNG], N_("Write the picture as PNG"), N_("FILE") },
    { "pdf", 0, 0, G_OPTION_ARG_FILENAME, &o->pictures[MW_EXPORT_PDF], N_("Write the picture as PDF"), N_("FILE") },
    { "real", 0, 0, G_OPTION_ARG_NONE, &o->real, N_("Ask the real servers instead of the built-in one"), NULL },
    { "allow-network", 0, 0, G_OPTION_ARG_NONE, &o->allowed, N_("Consent to that: --real asks nobody without it"), NULL },
    { "lang", 0, 0, G_OPTION_ARG_FILENAME, &o->lang, N_("Language of the scenario: en, fr"), N_("LANG") },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &o->scenario, NULL, NULL },
    G_OPTION_ENTRY_NULL
  };

  if (!mw_command_parse (command, entries, argc, argv))
    return FALSE;
  if (o->scenario == NULL || o->scenario[1] != NULL)
    {
      mw_cli_complain (o->scenario == NULL ? _("run: no scenario is named; “meanwhile-cli list” lists them")
                                           : _("run: one scenario at a time"));
      return FALSE;
    }
  return TRUE;
}

static gboolean
read_seed (const char *text, guint64 *seed)
{
  g_autoptr (GError) error = NULL;

  if (text == NULL || g_ascii_string_to_unsigned (text, 10, 0, G_MAXUINT64, seed, &error))
    return TRUE;
  mw_cli_complain (_("--seed is “%s”, it can be a whole number from 0 to %" PRIu64), text, G_MAXUINT64);
  return FALSE;
}

static gboolean
add_variant (Order *order, const char *id)
{
  gint found = mw_scenario_find_variant (order->scenario, id);
  guint variant = (guint) found;

  if (found < 0)
    {
      g_autoptr (GString) ids = g_string_new (NULL);

      for (guint i = 0; i < mw_scenario_get_n_variants (order->scenario); i++)
        g_string_append_printf (ids, "%s%s", i > 0 ? ", " : "", mw_scenario_get_variant (order->scenario, i)->id);
      mw_cli_complain (_("%s has no variant “%s”; it has: %s"), mw_scenario_get_id (order->scenario), id, ids->str);
      return FALSE;
    }
  for (guint i = 0; i < order->variants->len; i++)
    if (g_array_index (order->variants, guint, i) == variant)
      return TRUE;
  g_array_append_val (order->variants, variant);
  return TRUE;
}

static gboolean
read_variants (Order *order, char **ids)
{
  order->variants = g_array_new (FALSE, FALSE, sizeof (guint));
  for (guint i = 0; ids != NULL && ids[i] != NULL; i++)
    if (!add_variant (order, ids[i]))
      return FALSE;
  for (guint i = 0; ids == NULL && i < mw_scenario_get_n_variants (order->scenario); i++)
    g_array_append_val (order->variants, i);
  return TRUE;
}

/* Why SCENARIO cannot ask its HOSTS; NULL: it can.  (transfer full) */
static char *
dup_objection (const Options *options, const Order *order, char **hosts)
{
  const char *id = mw_scenario_get_id (order->scenario);
  g_autofree char *list = g_strjoinv (", ", hosts);

  if (*hosts == NULL)
    return g_strdup_printf (_("--real: %s has no real URLs"), id);
  if (order->settings.clock == MW_CLOCK_SIMULATED)
    return g_strdup (_("--real: the simulated clock asks nobody; real servers need the live one"));
  if (!options->allowed)
    return g_strdup_printf (_("--real: nothing was asked; --allow-network consents to at most %u requests of each variant to: %s"),
                            MW_NETWORK_MAX_REQUESTS, list);
  if (mw_network_is_forbidden ())
    return g_strdup (_("--real: this Flatpak has no permission to use the network"));
  return NULL;
}

/* A consent is only made of both options: one says what, the other that it may be. */
static gboolean
read_consent (const Options *options, Order *order)
{
  g_auto (GStrv) hosts = NULL;
  g_autofree char *objection = NULL;

  if (!options->real)
    return TRUE;
  hosts = mw_scenario_dup_hosts (order->scenario);
  objection = dup_objection (options, order, hosts);
  if (objection == NULL)
    order->settings.consent = mw_consent_new ((const char *const *) hosts, NULL);
  else
    mw_cli_complain ("%s", objection);
  return objection == NULL;
}

static int
read_order (const Options *options, Order *order)
{
  g_autoptr (GError) error = NULL;
  gboolean simulated;
  const char *lang;

  if (!mw_cli_choose ("format", options->format, "text", "json", &order->json) ||
      !mw_cli_choose ("clock", options->clock, mw_clock_name (MW_CLOCK_LIVE), mw_clock_name (MW_CLOCK_SIMULATED), &simulated) ||
      !mw_cli_choose_lang (options->lang != NULL || !order->json ? options->lang : "en", &lang))
    return MW_EXIT_USAGE;
  order->scenario = mw_catalogue_open (options->scenario[0], &error);
  if (order->scenario == NULL)
    return mw_cli_fail (error);
  mw_settings_init (&order->settings, order->scenario, simulated ? MW_CLOCK_SIMULATED : MW_CLOCK_LIVE, lang);
  if (!read_seed (options->seed, &order->settings.seed) || !read_variants (order, options->variants) ||
      !read_consent (options, order))
    return MW_EXIT_USAGE;
  for (guint i = 0; options->assignments != NULL && options->assignments[i] != NULL; i++)
    if (!mw_settings_set (&order->settings, order->scenario, options->assignments[i], &error))
      return mw_cli_fail (error);
  return MW_EXIT_OK;
}

/* What can be known to fail is said before the run, not after its six seconds. */
static gboolean
check_paths (const Options *options, const Order *order)
{
  g_autoptr (GError) error = NULL;

  if (options->trace != NULL && !mw_output_check (options->trace, &error))
    goto fail;
  if (options->trace != NULL && order->variants->len > 1 && mw_file_is_special (options->trace))
    {
      g_set_error (&error, MW_ERROR, MW_ERROR_ARGUMENT, _("“%s” takes one run: choose it with --variant"), options->trace);
      goto fail;
    }
  if (options->chrome != NULL && !mw_output_check (options->chrome, &error))
    goto fail;
  for (guint i = 0; i < MW_N_EXPORTS; i++)
    if (options->pictures[i] != NULL && !mw_output_check (options->pictures[i], &error))
      goto fail;
  return TRUE;

fail:
  mw_cli_complain ("%s", error->message);
  return FALSE;
}

static void
put_report (MwReport *report, const Options *options, const Order *order)
{
  g_autofree char *body = NULL;
  g_autofree char *numbers = NULL;
  g_autofree char *findings = NULL;
  g_autofree char *lines = NULL;
  MwExportOptions export = { 0 };

  if (order->json)
    {
      body = mw_report_json (report);
      mw_cli_put (body);
      return;
    }
  export.title = mw_scenario_get_title (order->scenario, order->settings.lang);
  mw_terminal_fit (&export);
  body = mw_export_text (mw_report_get_view (report), &export);
  numbers = mw_report_numbers (report);
  mw_cli_put (body);
  mw_cli_put ("\n");
  mw_cli_put (numbers);
  findings = mw_report_findings (report);
  if (findings != NULL)
    {
      mw_cli_put ("\n");
      mw_cli_put (findings);
    }
  if (!options->lines)
    return;
  lines = mw_report_lines (report);
  mw_cli_put ("\n");
  mw_cli_put (lines);
}

/* Somebody at a terminal is asked, everybody else may read. */
static void
put_guide (const Order *order)
{
  g_autofree char *text = NULL;

  if (order->json || mw_scenario_get_n_questions (order->scenario) == 0)
    return;
  if (isatty (STDIN_FILENO) && isatty (STDOUT_FILENO))
    {
      mw_guide_ask (order->scenario, order->settings.lang);
      return;
    }
  text = mw_guide_to_text (order->scenario, order->settings.lang);
  mw_cli_put (text);
}

static gboolean
save_traces (MwRace *race, const char *path, GError **error)
{
  for (guint i = 0; i < mw_race_get_n_runs (race); i++)
    {
      MwRun *run = mw_race_get_run (race, i);
      const char *variant = mw_scenario_get_variant (mw_race_get_scenario (race), mw_run_get_variant (run))->id;
      g_autofree char *own = mw_race_get_n_runs (race) > 1 ? mw_output_insert (path, variant) : g_strdup (path);

      if (!mw_run_file_save (mw_run_get_trace (run), own, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
save_chrome (MwReport *report, const char *path, GError **error)
{
  const MwRaceView *view = mw_report_get_view (report);
  g_autofree MwHistory **histories = g_new (MwHistory *, view->n_entrants);
  g_autoptr (GBytes) bytes = NULL;

  for (guint i = 0; i < view->n_entrants; i++)
    histories[i] = view->entrants[i].history;
  bytes = mw_chrome_write (histories, view->n_entrants);
  return mw_file_write (path, bytes, error);
}

static gboolean
save_all (MwReport *report, MwRace *race, const Options *options, const Order *order)
{
  MwExportOptions export = { .title = mw_scenario_get_title (order->scenario, order->settings.lang) };
  g_autoptr (GError) error = NULL;

  if (options->trace != NULL && !save_traces (race, options->trace, &error))
    {
      mw_cli_complain ("%s", error->message);
      return FALSE;
    }
  if (options->chrome != NULL && !save_chrome (report, options->chrome, &error))
    {
      mw_cli_complain ("%s", error->message);
      return FALSE;
    }
  for (guint i = 0; i < MW_N_EXPORTS; i++)
    if (options->pictures[i] != NULL &&
        !mw_export_write (mw_report_get_view (report), (MwExportFormat) i, &export, options->pictures[i], &error))
      {
        mw_cli_complain ("%s", error->message);
        return FALSE;
      }
  return TRUE;
}

int
mw_command_run (const MwCommand *self, int argc, char **argv)
{
  g_auto (Options) options = { 0 };
  g_auto (Order) order = { 0 };
  g_autoptr (MwRace) race = NULL;
  g_autoptr (MwReport) report = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *failure = NULL;
  int status, number;

  if (!read_options (self, argc, argv, &options))
    return MW_EXIT_USAGE;
  status = read_order (&options, &order);
  if (status != MW_EXIT_OK)
    return status;
  if (!check_paths (&options, &order))
    return MW_EXIT_USAGE;
  race = mw_race_new (order.scenario, (const guint *) (void *) order.variants->data, order.variants->len, &order.settings, &error);
  if (race == NULL)
    return mw_cli_fail (error);

  number = mw_foreground_run (race);
  report = mw_report_new (race);
  put_report (report, &options, &order);
  if (!save_all (report, race, &options, &order))
    return MW_EXIT_FAILED;
  failure = mw_report_failure (report);
  if (failure != NULL)
    mw_cli_complain ("%s", failure);
  if (number != 0)
    return MW_EXIT_SIGNAL + number;
  put_guide (&order);
  return failure != NULL ? MW_EXIT_FAILED : MW_EXIT_OK;
}
