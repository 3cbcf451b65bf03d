/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "mw-config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "mw-error.h"
#include "mw-settings.h"
#include "mw-time.h"

static const char *const clock_names[MW_N_CLOCKS] = {
  [MW_CLOCK_LIVE] = "live",
  [MW_CLOCK_SIMULATED] = "simulated",
};

const char *
mw_clock_name (MwClock clock)
{
  g_return_val_if_fail (clock < MW_N_CLOCKS, NULL);
  return clock_names[clock];
}

/* FALSE leaves *CLOCK alone. */
gboolean
mw_clock_parse (const char *name, MwClock *clock)
{
  for (guint i = 0; i < MW_N_CLOCKS; i++)
    if (strcmp (name, clock_names[i]) == 0)
      {
        *clock = (MwClock) i;
        return TRUE;
      }
  return FALSE;
}

/* The scenario's own seed and default parameters; LANG may be NULL (English).  Free with mw_settings_clear. */
void
mw_settings_init (MwSettings *self, MwScenario *scenario, MwClock clock, const char *lang)
{
  guint n = mw_scenario_get_n_parameters (scenario);

  self->clock = clock;
  self->consent = NULL;
  self->seed = mw_scenario_get_seed (scenario);
  self->lang = g_strdup (lang);
  self->values = g_new0 (gint64, n + 1);
  for (guint i = 0; i < n; i++)
    self->values[i] = mw_scenario_get_parameter (scenario, i)->value;
}

void
mw_settings_clear (MwSettings *self)
{
  g_clear_pointer (&self->values, g_free);
  g_clear_pointer (&self->lang, g_free);
  g_clear_pointer (&self->consent, mw_consent_unref);
}

/* OTHER with everything it points to; where it has no values, the defaults of SCENARIO are written down. */
void
mw_settings_copy (MwSettings *self, const MwSettings *other, MwScenario *scenario)
{
  mw_settings_init (self, scenario, other->clock, other->lang);
  self->seed = other->seed;
  self->consent = other->consent != NULL ? mw_consent_ref (other->consent) : NULL;
  if (other->values != NULL)
    memcpy (self->values, other->values, sizeof (gint64) * mw_scenario_get_n_parameters (scenario));
}

static char *
dup_parameter_names (MwScenario *scenario)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < mw_scenario_get_n_parameters (scenario); i++)
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", mw_scenario_get_parameter (scenario, i)->name);
  return g_string_free (g_steal_pointer (&names), FALSE);
}

/* Takes over ASSIGNMENT, "permits=5" or "latency=240ms"; FALSE and ERROR (MW_ERROR_ARGUMENT) when it is none, or its name
 * or value is not one of SCENARIO. */
gboolean
mw_settings_set (MwSettings *self, MwScenario *scenario, const char *assignment, GError **error)
{
  const char *equals = strchr (assignment, '=');
  g_autofree char *name = NULL;
  gint parameter;

  if (equals == NULL || equals == assignment)
    {
      g_set_error (error, MW_ERROR, MW_ERROR_ARGUMENT, _("“%s” is not of the form NAME=VALUE"), assignment);
      return FALSE;
    }
  name = g_strndup (assignment, (gsize) (equals - assignment));
  parameter = mw_scenario_find_parameter (scenario, name);
  if (parameter < 0)
    {
      g_autofree char *names = dup_parameter_names (scenario);

      g_set_error (error, MW_ERROR, MW_ERROR_ARGUMENT, _("%s has no parameter “%s”; it has: %s"),
                   mw_scenario_get_id (scenario), name, *names != '\0' ? names : _("none"));
      return FALSE;
    }
  return mw_scenario_parse_value (scenario, (guint) parameter, equals + 1, &self->values[parameter], error);
}

/* The value of PARAMETER as mw_scenario_parse_value reads it: "5", "240000000ns", "on", a choice's name. */
char *
mw_settings_dup_text (const MwSettings *self, MwScenario *scenario, guint parameter)
{
  const MwParameter *p = mw_scenario_get_parameter (scenario, parameter);
  gint64 value = self->values != NULL ? self->values[parameter] : p->value;

  switch (p->kind)
    {
    case MW_PARAMETER_DURATION:
      return g_strdup_printf ("%" G_GINT64_FORMAT "ns", value);
    case MW_PARAMETER_CHOICE:
      return g_strdup (p->choices[value]);
    case MW_PARAMETER_SWITCH:
      return g_strdup (value ? "on" : "off");
    case MW_PARAMETER_NUMBER:
    default:
      return g_strdup_printf ("%" G_GINT64_FORMAT, value);
    }
}
