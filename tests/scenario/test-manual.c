/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* docs/scenarios.md: its example runs, its tables are those of the format, its messages are real.
 * "test-manual --write" writes the tables anew after a row was added. */

#include <string.h>

#include "mw-catalogue.h"
#include "mw-format.h"
#include "mw-time.h"

static char *
manual_path (void)
{
  return g_build_filename (g_getenv ("MW_TEST_SOURCE"), "docs", "scenarios.md", NULL);
}

static char *
read_manual (void)
{
  g_autofree char *path = manual_path ();
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

/* "number, 1 to 100", "`ok` or `any`" …; transfer full. */
static char *
describe_value (const MwFormat *format, const MwField *field)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (field->type == MW_FIELD_TYPE || strcmp (field->key, "type") == 0)
    g_string_append_printf (text, "`%s`", format->name);
  else if (field->type == MW_FIELD_WORD && strcmp (field->key, "measure") != 0 && strcmp (field->key, "event") != 0)
    for (guint i = 0; field->words[i] != NULL; i++)
      g_string_append_printf (text, "%s`%s`", i == 0 ? "" : field->words[i + 1] == NULL ? " or " : ", ", field->words[i]);
  else if (field->type == MW_FIELD_RESOURCE)
    for (guint kind = 0, n = 0; kind < MW_N_RESOURCES; kind++)
      g_string_append_printf (text, "%s%s", (field->kinds & (1u << kind)) && n++ > 0 ? " or " : "",
                              field->kinds & (1u << kind) ? mw_resource_kind_name ((MwResourceKind) kind) : "");
  else
    g_string_append (text, mw_field_type_name (field->type));
  if (field->type == MW_FIELD_NUMBER || field->type == MW_FIELD_FACTOR)
    g_string_append_printf (text, ", %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT, field->min, field->max);
  if ((field->flags & MW_FIELD_FIXED) && field->type != MW_FIELD_WORD)
    g_string_append (text, ", fixed");
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
describe_default (const MwField *field)
{
  if (field->flags & MW_FIELD_REQUIRED)
    return g_strdup ("needed");
  if (!(field->flags & MW_FIELD_DEFAULT) || field->fallback < 0)
    return g_strdup ("");
  if (field->type == MW_FIELD_DURATION)
    return g_strdup_printf ("%" G_GINT64_FORMAT "s", field->fallback / MW_NS_PER_SEC);
  if (field->type == MW_FIELD_WORD)
    return g_strdup_printf ("`%s`", field->words[field->fallback]);
  return g_strdup_printf ("%" G_GINT64_FORMAT, field->type == MW_FIELD_FACTOR ? field->fallback / 1000 : field->fallback);
}

static void
append_table (GString *text, const MwFormat *format)
{
  g_string_append (text, "| key | value | default | meaning |\n|---|---|---|---|\n");
  for (guint i = 0; i < format->n_fields; i++)
    {
      g_autofree char *value = describe_value (format, &format->fields[i]);
      g_autofree char *fallback = describe_default (&format->fields[i]);

      g_string_append_printf (text, "| `%s` | %s | %s | %s |\n", format->fields[i].key, value, fallback, format->fields[i].help);
    }
}

static void
append_formats (GString *text, const MwFormat *formats, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      g_string_append_printf (text, "%s### `%s`: %s\n\n", i > 0 ? "\n" : "", formats[i].name, formats[i].help);
      append_table (text, &formats[i]);
      if (formats[i].code == MW_OP_GATHER && mw_format_find_field (&formats[i], "gather") != NULL)
        {
          g_string_append (text, "\nEach of its calls:\n\n");
          append_table (text, &mw_format_call);
        }
      if (mw_format_find_field (&formats[i], "faults") != NULL)
        {
          g_string_append (text, "\nEach of its faults:\n\n");
          append_table (text, &mw_format_fault);
        }
    }
}

static void
append_measures (GString *text)
{
  static const char *const units[] = { "duration", "ratio", "count" };
  static const char *const subjects[] = { "", "task", "resource", "finding" };

  g_string_append (text, "| measure | unit | needs | meaning |\n|---|---|---|---|\n");
  for (guint i = 0; i < MW_N_MEASURES; i++)
    {
      const MwMeasureFormat *measure = mw_format_get_measure ((MwMeasure) i);

      g_string_append_printf (text, "| `%s` | %s | %s%s%s | %s |\n", mw_measure_name ((MwMeasure) i), measure->lines ? "" : units[measure->unit],
                              measure->subject != MW_SUBJECT_NONE ? "`subject`: a " : measure->lines ? "`lines`" : "", subjects[measure->subject],
                              measure->index ? ", `index`" : "", measure->help);
    }
}

static void
append_beat_events (GString *text)
{
  const char *const *words = mw_format_find_field (&mw_format_beat, "event")->words;

  g_string_append (text, "| event | needs | it stands where |\n|---|---|---|\n");
  for (guint i = MW_BEAT_AT + 1; i < MW_N_BEATS; i++)
    g_string_append_printf (text, "| `%s` | %s | %s |\n", words[i - MW_BEAT_AT - 1], mw_format_get_beat ((MwBeatEvent) i)->task ? "`task`" : "",
                            mw_format_get_beat ((MwBeatEvent) i)->help);
}

static char *
make_section (const char *name)
{
  GString *text = g_string_new ("\n");
  const MwFormat *formats;
  guint n;

  if (strcmp (name, "steps") == 0 || strcmp (name, "resources") == 0)
    {
      formats = strcmp (name, "steps") == 0 ? mw_format_get_steps (&n) : mw_format_get_resources (&n);
      append_formats (text, formats, n);
    }
  else if (strcmp (name, "parameters") == 0)
    append_formats (text, mw_format_parameters, G_N_ELEMENTS (mw_format_parameters));
  else if (strcmp (name, "measures") == 0)
    append_measures (text);
  else if (strcmp (name, "scenario") == 0)
    append_table (text, &mw_format_scenario);
  else if (strcmp (name, "coroutine") == 0)
    append_table (text, &mw_format_coroutine);
  else if (strcmp (name, "variant") == 0)
    append_table (text, &mw_format_variant);
  else if (strcmp (name, "beat") == 0)
    append_table (text, &mw_format_beat);
  else if (strcmp (name, "question") == 0)
    append_table (text, &mw_format_question);
  else if (strcmp (name, "answer") == 0)
    append_table (text, &mw_format_answer);
  else if (strcmp (name, "quoted") == 0)
    append_table (text, &mw_format_quoted);
  else if (strcmp (name, "events") == 0)
    append_beat_events (text);
  else
    append_table (text, &mw_format_claim);
  return g_string_free (text, FALSE);
}

static const char *const sections[] = { "scenario", "parameters", "resources", "coroutine", "steps", "variant", "claim", "measures", "beat", "events",
                                        "question", "answer", "quoted" };

/* The manual with its tables made anew. */
static char *
with_tables (const char *manual)
{
  g_autofree char *text = g_strdup (manual);

  for (guint i = 0; i < G_N_ELEMENTS (sections); i++)
    {
      g_autofree char *begin = g_strdup_printf ("<!-- begin: %s -->\n", sections[i]);
      g_autofree char *end = g_strdup_printf ("<!-- end: %s -->\n", sections[i]);
      g_autofree char *section = make_section (sections[i]);
      const char *from = strstr (text, begin), *to = strstr (text, end);
      char *changed;

      g_assert_nonnull (from);
      g_assert_nonnull (to);
      from += strlen (begin);
      changed = g_strdup_printf ("%.*s%s\n%s", (int) (from - text), text, section, to);
      g_free (text);
      text = changed;
    }
  return g_steal_pointer (&text);
}

static void
test_tables (void)
{
  g_autofree char *manual = read_manual ();
  g_autofree char *expected = with_tables (manual);

  if (strcmp (manual, expected) != 0)
    g_error ("docs/scenarios.md differs from the format; run this test with --write and look at the difference");
}

/* The example; every other block of the manual is indented, not fenced.  Transfer full. */
static char *
read_example (const char *manual)
{
  const char *begin = strstr (manual, "```json\n"), *end = strstr (manual, "\n```\n");

  g_assert_true (begin != NULL && end > begin);
  begin += strlen ("```json\n");
  return g_strndup (begin, (gsize) (end - begin));
}

static MwScenario *
parse (const char *text, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  return mw_scenario_parse (bytes, "my-scenario.json", error);
}

static void
test_example (void)
{
  g_autofree char *manual = read_manual ();
  g_autofree char *example = read_example (manual);
  g_autoptr (GError) error = NULL;
  g_autoptr (MwScenario) scenario = parse (example, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (mw_scenario_get_n_variants (scenario), ==, 2);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (MwProgram) program = mw_scenario_compile (scenario, i, NULL, 1, "fr", &error);

      g_assert_no_error (error);
      g_assert_cmpint (program->resources[0].limit, ==, i + 1);
    }
}

/* Each message that the manual quotes is what the example gets for this mistake. */
static void
test_messages (void)
{
  static const struct { const char *from, *to; } mistakes[] = {
    { "\"parameters\": {", "\"parameters\": {\n    // the oven" },
    { "\"with\": \"oven\"", "\"with\": \"stove\"" },
    { "\"sleep\": \"$preparing\"", "\"sleep\": \"$name\"" },
    { "\"permits\": \"$ovens\"", "\"permits\": 0" },
    { "{ \"call\": \"cook\", \"arguments\": { \"name\": \"Ben\"", "{ \"call\": \"cook\", \"times\": 100000, \"arguments\": { \"name\": \"Ben\"" },
  };
  g_autofree char *manual = read_manual ();
  g_autofree char *example = read_example (manual);

  for (guint i = 0; i < G_N_ELEMENTS (mistakes); i++)
    {
      const char *place = strstr (example, mistakes[i].from);
      g_autoptr (GError) error = NULL;
      g_autofree char *text = NULL;
      g_autofree char *line = NULL;

      g_assert_nonnull (place);
      text = g_strdup_printf ("%.*s%s%s", (int) (place - example), example, mistakes[i].to, place + strlen (mistakes[i].from));
      g_assert_null (parse (text, &error));
      line = g_strdup_printf ("    %s\n", error->message);
      if (strstr (manual, line) == NULL)
        g_error ("docs/scenarios.md does not have the line: %s", error->message);
    }
}

static void
test_groups (void)
{
  g_autofree char *manual = read_manual ();

  for (guint i = 0; i < mw_catalogue_get_n_groups (); i++)
    {
      const char *group = mw_catalogue_get_group (i);
      g_autofree char *name = g_strdup_printf ("`%s` (%s)", group, mw_catalogue_get_group_title (group, "en"));

      g_assert_nonnull (strstr (manual, name));
    }
}

static int
write_manual (void)
{
  g_autofree char *manual = read_manual ();
  g_autofree char *changed = with_tables (manual);
  g_autofree char *path = manual_path ();

  return g_file_set_contents (path, changed, -1, NULL) ? 0 : 1;
}

int
main (int argc, char *argv[])
{
  if (argc > 1 && strcmp (argv[1], "--write") == 0)
    return write_manual ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/manual/tables", test_tables);
  g_test_add_func ("/manual/example", test_example);
  g_test_add_func ("/manual/messages", test_messages);
  g_test_add_func ("/manual/groups", test_groups);
  return g_test_run ();
}
