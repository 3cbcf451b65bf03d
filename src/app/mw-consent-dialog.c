/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The question before anything leaves this computer. */

#include "mw-config.h"

#include <glib/gi18n.h>

#include "mw-consent-dialog.h"
#include "mw-preferences.h"

/* The answer belongs to the scenario that the question was about. */
typedef struct
{
  MwScenario     *scenario;
  char          **hosts;
  GtkCheckButton *remember;
} Question;

static void
question_free (Question *self)
{
  mw_scenario_unref (self->scenario);
  g_strfreev (self->hosts);
  g_free (self);
}

static void
run (MwWindow *window, char **hosts)
{
  g_autoptr (MwConsent) consent = mw_consent_new ((const char *const *) hosts, NULL);

  mw_player_run_real (mw_window_get_player (window), consent);
}

static void
response_cb (AdwMessageDialog *dialog, const char *response, Question *question)
{
  MwWindow *window = MW_WINDOW (gtk_window_get_transient_for (GTK_WINDOW (dialog)));

  if (g_strcmp0 (response, "allow") != 0 || mw_player_get_scenario (mw_window_get_player (window)) != question->scenario)
    return;
  if (gtk_check_button_get_active (question->remember))
    mw_preferences_add_consent ((const char *const *) question->hosts);
  run (window, question->hosts);
}

static char *
dup_body (MwScenario *scenario, char **hosts)
{
  g_autofree char *list = g_strjoinv ("\n", hosts);
  guint n = mw_scenario_get_n_variants (scenario);
  g_autofree char *limits = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                                          "At most %u requests, at most %u at once, by %u variant.",
                                                          "At most %u requests, at most %u at once, by each of %u variants.", n),
                                             MW_NETWORK_MAX_REQUESTS, MW_NETWORK_MAX_IN_FLIGHT, n);

  return g_strdup_printf (_("This run leaves your computer. It asks:\n\n%s\n\n%s"), list, limits);
}

static void
show_question (MwWindow *window, Question *question)
{
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (window), _("Ask Real Servers?"), NULL);
  AdwMessageDialog *self = ADW_MESSAGE_DIALOG (dialog);
  g_autofree char *body = dup_body (question->scenario, question->hosts);

  question->remember = GTK_CHECK_BUTTON (gtk_check_button_new_with_mnemonic (_("_Do not ask about these hosts again")));
  adw_message_dialog_set_body (self, body);
  adw_message_dialog_set_extra_child (self, GTK_WIDGET (question->remember));
  adw_message_dialog_add_responses (self, "cancel", _("_Cancel"), "allow", _("_Allow"), NULL);
  adw_message_dialog_set_default_response (self, "cancel");
  adw_message_dialog_set_close_response (self, "cancel");
  g_signal_connect_data (dialog, "response", G_CALLBACK (response_cb), question, (GClosureNotify) (void (*) (void)) question_free, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

void
mw_consent_dialog_ask (MwWindow *window)
{
  MwScenario *scenario = mw_player_get_scenario (mw_window_get_player (window));
  g_auto (GStrv) hosts = scenario != NULL ? mw_scenario_dup_hosts (scenario) : NULL;
  Question *question;

  if (hosts == NULL || *hosts == NULL)
    mw_window_tell (window, _("This scenario has no real URLs."));
  else if (mw_network_is_forbidden ())
    mw_window_tell (window, _("This Flatpak has no permission to use the network."));
  else if (mw_preferences_has_consent ((const char *const *) hosts))
    run (window, hosts);
  else
    {
      question = g_new0 (Question, 1);
      question->scenario = mw_scenario_ref (scenario);
      question->hosts = g_steal_pointer (&hosts);
      show_question (window, question);
    }
}
