/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "mw-config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "mw-json.h"
#include "mw-table.h"
#include "mw-verdicts.h"

typedef struct
{
  MwScenario    *scenario;   /* owned, and with it what the others point into */
  const char    *variant;
  const MwClaim *claim;      /* NULL: a rule of verify that was broken */
  MwVerdict      verdict;
  guint          line;       /* where a wrong order begins to be wrong; 0 */
  char          *wanted;     /* that line; NULL: none */
  char          *printed;
  char          *rule;       /* of verify, with the event and what is wrong there; NULL */
  char          *event;
  char          *text;
} Row;

struct _MwVerdicts
{
  MwClock clock;
  GArray *rows;
  guint   n_wrong;
};

static void
row_clear (gpointer data)
{
  Row *row = data;

  mw_scenario_unref (row->scenario);
  g_free (row->wanted);
  g_free (row->printed);
  g_free (row->rule);
  g_free (row->event);
  g_free (row->text);
}

MwVerdicts *
mw_verdicts_new (MwClock clock)
{
  MwVerdicts *self = g_new0 (MwVerdicts, 1);

  self->clock = clock;
  self->rows = g_array_new (FALSE, FALSE, sizeof (Row));
  g_array_set_clear_func (self->rows, row_clear);
  return self;
}

void
mw_verdicts_free (MwVerdicts *self)
{
  g_array_unref (self->rows);
  g_free (self);
}

void
mw_verdicts_add_claim (MwVerdicts *self, MwScenario *scenario, const MwClaim *claim, MwHistory *const *histories)
{
  Row row = { .scenario = mw_scenario_ref (scenario), .variant = mw_scenario_get_variant (scenario, claim->variant)->id, .claim = claim };

  row.verdict = mw_claim_judge (claim, histories, self->clock == MW_CLOCK_SIMULATED);
  if (claim->measure == MW_MEASURE_ORDER && !row.verdict.holds)
    row.line = mw_claim_find_line (claim, histories, &row.wanted, &row.printed);
  g_array_append_val (self->rows, row);
  self->n_wrong += !row.verdict.holds;
}

/* VARIANT lives as long as SCENARIO. */
void
mw_verdicts_add_finding (MwVerdicts *self, MwScenario *scenario, const char *variant, const MwFinding *finding)
{
  Row row = { .scenario = mw_scenario_ref (scenario), .variant = variant, .rule = g_strdup (finding->rule), .text = g_strdup (finding->text) };

  row.event = g_strdup_printf (_("event %zu"), finding->event);
  g_array_append_val (self->rows, row);
  self->n_wrong++;
}

guint
mw_verdicts_get_n (MwVerdicts *self)
{
  return self->rows->len;
}

guint
mw_verdicts_get_n_wrong (MwVerdicts *self)
{
  return self->n_wrong;
}

/* As long as it is exact and no longer: "2 s" for "2.000000000 s"; transfer full. */
static char *
write_value (const MwClaim *claim, gint64 value)
{
  char *text = mw_measure_format (claim->measure, value);
  gsize end = strlen (text), unit;

  if (end == 0 || text[end - 1] != 's')
    return text;
  while (end > 0 && !g_ascii_isdigit (text[end - 1]))
    end--;
  unit = end;
  while (end > 1 && text[end - 1] == '0')
    end--;
  if (!g_ascii_isdigit (text[end - 1]))
    end--;
  memmove (text + end, text + unit, strlen (text + unit) + 1);
  return text;
}

static gint64
tolerance_of (MwVerdicts *self, const MwClaim *claim)
{
  return self->clock == MW_CLOCK_SIMULATED ? claim->exact_tolerance : claim->tolerance;
}

/* The measure with what it is of: "ended car 4", "attempt-time story 4 2"; transfer full. */
static char *
write_what (const MwClaim *claim)
{
  GString *what = g_string_new (mw_measure_name (claim->measure));

  if (claim->subject != NULL)
    g_string_append_printf (what, " %s", claim->subject);
  if (claim->index > 0)
    g_string_append_printf (what, " %u", claim->index);
  if (claim->text != NULL && claim->measure == MW_MEASURE_PRINTED)
    g_string_append_printf (what, " “%s”", claim->text);
  return g_string_free (what, FALSE);
}

static char *
write_line (const char *line)
{
  return line != NULL ? g_strdup_printf ("“%s”", line) : g_strdup (_("nothing"));
}

static void
print_claim (MwVerdicts *self, const Row *row, MwTable *table)
{
  const MwClaim *claim = row->claim;
  gint64 tolerance = tolerance_of (self, claim);
  g_autofree char *what = row->line > 0 ? g_strdup_printf (_("order, line %u"), row->line) : write_what (claim);
  g_autofree char *expected = row->line > 0 ? write_line (row->wanted) : write_value (claim, claim->expected);
  g_autofree char *measured = row->line > 0        ? write_line (row->printed)
                              : row->verdict.known ? write_value (claim, row->verdict.measured)
                                                   : g_strdup (_("unknown"));
  g_autofree char *allowed = tolerance != 0 ? write_value (claim, tolerance) : g_strdup (_("exact"));
  g_autofree char *seed = claim->seed_figure >= 0 ? write_value (claim, claim->seed_figure) : g_strdup ("");

  mw_table_add_row (table, row->verdict.holds ? "✓" : "✕", mw_scenario_get_id (row->scenario), row->variant, what, expected, measured,
                    allowed, seed);
}

char *
mw_verdicts_print (MwVerdicts *self, gboolean everything)
{
  g_autoptr (MwTable) table = mw_table_new ("llllrrrr");
  guint n = 0;

  mw_table_add_row (table, "", _("scenario"), _("variant"), _("measure"), _("expected"), _("measured"), _("allowed ±"), _("source"));
  for (guint i = 0; i < self->rows->len; i++)
    {
      const Row *row = &g_array_index (self->rows, Row, i);

      if (row->claim == NULL)
        mw_table_add_row (table, "✕", mw_scenario_get_id (row->scenario), row->variant, row->rule, row->text, row->event, "", "");
      else if (everything || !row->verdict.holds || row->claim->seed_figure >= 0)
        print_claim (self, row, table);
      else
        continue;
      n++;
    }
  return n > 0 ? mw_table_print (table, 0) : g_strdup ("");
}

/* In the unit of the measure: ns, a ratio, a count, 1 or 0. */
static void
write_figure (MwJson *json, const char *key, const MwClaim *claim, gint64 value, gboolean known)
{
  if (!known)
    mw_json_text (json, key, NULL);
  else if (claim->measure == MW_MEASURE_SPEED_UP)
    mw_json_thousandths (json, key, value);
  else
    mw_json_integer (json, key, value);
}

static void
write_claim (MwVerdicts *self, const Row *row, MwJson *json)
{
  const MwClaim *claim = row->claim;

  mw_json_text (json, "measure", mw_measure_name (claim->measure));
  mw_json_text (json, "subject", claim->subject);
  if (claim->index > 0)
    mw_json_integer (json, "index", claim->index);
  mw_json_text (json, "text", claim->text);
  write_figure (json, "expected", claim, claim->expected, TRUE);
  write_figure (json, "measured", claim, row->verdict.measured, row->verdict.known);
  write_figure (json, "tolerance", claim, tolerance_of (self, claim), TRUE);
  write_figure (json, "seed_figure", claim, claim->seed_figure, claim->seed_figure >= 0);
}

char *
mw_verdicts_json (MwVerdicts *self)
{
  MwJson json;

  mw_json_init (&json);
  mw_json_open (&json, NULL, '[');
  for (guint i = 0; i < self->rows->len; i++)
    {
      const Row *row = &g_array_index (self->rows, Row, i);

      mw_json_open (&json, NULL, '{');
      mw_json_boolean (&json, "holds", row->claim != NULL && row->verdict.holds);
      mw_json_text (&json, "scenario", mw_scenario_get_id (row->scenario));
      mw_json_text (&json, "variant", row->variant);
      if (row->claim != NULL)
        write_claim (self, row, &json);
      else
        {
          mw_json_text (&json, "rule", row->rule);
          mw_json_text (&json, "text", row->text);
        }
      mw_json_close (&json, '}');
    }
  mw_json_close (&json, ']');
  return mw_json_finish (&json);
}
