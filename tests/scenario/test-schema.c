/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* data/scenario.schema.json is what the tables of the format say.  The schema is made from them here and held
 * against the file; "test-schema --write" puts it there after a row was added. */

#include <string.h>

#include <json-glib/json-glib.h>

#include "mw-format.h"
#include "mw-time.h"

static const char defs[] =
  "\"name\": { \"type\": \"string\", \"pattern\": \"^[a-z][a-z0-9_]{0,39}$\" },"
  "\"id\": { \"type\": \"string\", \"pattern\": \"^[a-z0-9][a-z0-9-]{0,59}$\" },"
  "\"reference\": { \"type\": \"string\", \"pattern\": \"^\\\\$(\\\\{[a-z][a-z0-9_]*\\\\}|[a-z][a-z0-9_]*)$\", \"description\": \"a parameter or variable\" },"
  "\"time\": { \"type\": \"string\", \"pattern\": \"^([0-9]+(\\\\.[0-9]{1,9})? *(h|min|s|ms|µs|us|ns)|0+(\\\\.0+)? *)$\" },"
  "\"localised\": { \"oneOf\": [ { \"type\": \"string\" }, { \"type\": \"object\", \"properties\": { \"en\": { \"type\": \"string\" }, \"fr\": { \"type\": \"string\" } },"
  "  \"required\": [\"en\"], \"additionalProperties\": false } ] },"
  "\"paragraph-list\": { \"oneOf\": [ { \"type\": \"string\" }, { \"type\": \"array\", \"items\": { \"type\": \"string\" }, \"minItems\": 1, \"maxItems\": 100 } ] },"
  "\"paragraphs\": { \"oneOf\": [ { \"$ref\": \"#/$defs/paragraph-list\" }, { \"type\": \"object\", \"properties\": { \"en\": { \"$ref\": \"#/$defs/paragraph-list\" },"
  "  \"fr\": { \"$ref\": \"#/$defs/paragraph-list\" } }, \"required\": [\"en\"], \"additionalProperties\": false } ] },"
  "\"index\": { \"anyOf\": [ { \"type\": \"integer\", \"minimum\": 0 }, { \"$ref\": \"#/$defs/reference\" }, { \"type\": \"object\" } ] },"
  "\"list\": { \"type\": \"object\", \"properties\": { \"list\": { \"type\": \"array\", \"minItems\": 1, \"maxItems\": 1000 }, \"index\": { \"$ref\": \"#/$defs/index\" } },"
  "  \"required\": [\"list\", \"index\"], \"additionalProperties\": false },"
  "\"uniform\": { \"type\": \"object\", \"properties\": { \"uniform\": { \"type\": \"array\", \"minItems\": 2, \"maxItems\": 2 } }, \"required\": [\"uniform\"], \"additionalProperties\": false },"
  "\"exponential\": { \"type\": \"object\", \"properties\": { \"exponential\": { \"type\": [\"string\", \"integer\"] } }, \"required\": [\"exponential\"], \"additionalProperties\": false },"
  "\"sum\": { \"type\": \"object\", \"properties\": { \"sum\": { \"type\": \"array\", \"minItems\": 2, \"maxItems\": 10 } }, \"required\": [\"sum\"], \"additionalProperties\": false },"
  "\"fixed-duration\": { \"anyOf\": [ { \"$ref\": \"#/$defs/time\" }, { \"$ref\": \"#/$defs/reference\" } ] },"
  "\"duration\": { \"anyOf\": [ { \"$ref\": \"#/$defs/fixed-duration\" }, { \"$ref\": \"#/$defs/list\" }, { \"$ref\": \"#/$defs/uniform\" }, { \"$ref\": \"#/$defs/exponential\" } ] },"
  "\"done\": { \"type\": \"object\", \"properties\": { \"done\": { \"$ref\": \"#/$defs/name\" } }, \"required\": [\"done\"], \"additionalProperties\": false },"
  "\"text\": { \"anyOf\": [ { \"$ref\": \"#/$defs/localised\" }, { \"$ref\": \"#/$defs/list\" }, { \"$ref\": \"#/$defs/done\" } ] },"
  "\"value\": { \"anyOf\": [ { \"type\": \"integer\" }, { \"$ref\": \"#/$defs/text\" }, { \"$ref\": \"#/$defs/list\" }, { \"$ref\": \"#/$defs/sum\" }, { \"$ref\": \"#/$defs/uniform\" }, { \"$ref\": \"#/$defs/exponential\" } ] },"
  "\"codes\": { \"type\": \"array\", \"minItems\": 1, \"maxItems\": 50, \"items\": { \"anyOf\": [ { \"enum\": [\"error\", \"timeout\", \"cancelled\", \"connection\", \"file\", \"database\"] },"
  "  { \"type\": \"integer\", \"minimum\": 400, \"maximum\": 599 } ] } },"
  "\"executor\": { \"anyOf\": [ { \"enum\": [\"loop\", \"blocking\"] }, { \"type\": \"object\", \"properties\": { \"threads\": { \"type\": \"integer\", \"minimum\": 1, \"maximum\": 256 } },"
  "  \"required\": [\"threads\"], \"additionalProperties\": false } ] }";

static const char or_reference[] = "{ \"anyOf\": [ %s, { \"$ref\": \"#/$defs/reference\" } ] }";

static char *
words_to_json (const char *const *words)
{
  GString *text = g_string_new ("{ \"enum\": [");

  for (guint i = 0; words[i] != NULL; i++)
    g_string_append_printf (text, "%s\"%s\"", i > 0 ? ", " : "", words[i]);
  return g_string_free (g_string_append (text, "] }"), FALSE);
}

/* OWN, or a parameter where the field may be one. */
static char *
maybe_reference (const MwField *field, const char *own)
{
  g_auto (GStrv) parts = NULL;

  if (!(field->flags & MW_FIELD_FIXED))
    return g_strdup (own);
  parts = g_strsplit (or_reference, "%s", 2);
  return g_strconcat (parts[0], own, parts[1], NULL);
}

/* A number that a step computes anew each time. */
static const char or_expression[] = "{ \"anyOf\": [ %s, { \"$ref\": \"#/$defs/reference\" }, { \"$ref\": \"#/$defs/list\" }, "
                                    "{ \"$ref\": \"#/$defs/sum\" }, { \"$ref\": \"#/$defs/uniform\" } ] }";

static char *
number_to_json (const MwFormat *format, const MwField *field, const char *type)
{
  g_autofree char *own = g_strdup_printf ("{ \"type\": \"%s\", \"minimum\": %" G_GINT64_FORMAT ", \"maximum\": %" G_GINT64_FORMAT " }", type, field->min, field->max);
  g_auto (GStrv) parts = g_strsplit (or_expression, "%s", 2);

  if (format->code >= 0 && !(field->flags & MW_FIELD_FIXED))
    return g_strconcat (parts[0], own, parts[1], NULL);
  return maybe_reference (field, own);
}

static char *
map_to_json (const MwField *field, const char *values)
{
  return g_strdup_printf ("{ \"type\": \"object\", \"minProperties\": %" G_GINT64_FORMAT ", \"maxProperties\": %" G_GINT64_FORMAT
                          ", \"propertyNames\": { \"$ref\": \"#/$defs/name\" }, \"additionalProperties\": %s }", field->min, field->max, values);
}

static char *
array_to_json (const MwField *field, const char *items)
{
  return g_strdup_printf ("{ \"type\": \"array\", \"minItems\": %" G_GINT64_FORMAT ", \"maxItems\": %" G_GINT64_FORMAT ", \"items\": %s }", field->min, field->max, items);
}

/* What the value of FIELD in FORMAT may be. */
static char *
field_to_json (const MwFormat *format, const MwField *field)
{
  static const char *const fixed[MW_N_FIELD_TYPES] = {
    [MW_FIELD_TEXT] = "{ \"$ref\": \"#/$defs/text\" }",
    [MW_FIELD_VALUE] = "{ \"$ref\": \"#/$defs/value\" }",
    [MW_FIELD_NAME] = "{ \"$ref\": \"#/$defs/name\" }",
    [MW_FIELD_TASK] = "{ \"$ref\": \"#/$defs/name\" }",
    [MW_FIELD_GROUP] = "{ \"$ref\": \"#/$defs/name\" }",
    [MW_FIELD_LIST] = "{ \"anyOf\": [ { \"$ref\": \"#/$defs/reference\" }, { \"type\": \"array\", \"maxItems\": 1000, \"items\": { \"$ref\": \"#/$defs/value\" } } ] }",
    [MW_FIELD_COROUTINE] = "{ \"$ref\": \"#/$defs/name\" }",
    [MW_FIELD_RESOURCE] = "{ \"$ref\": \"#/$defs/name\" }",
    [MW_FIELD_VALUES] = "{ \"type\": \"array\", \"maxItems\": 20, \"items\": { \"$ref\": \"#/$defs/value\" } }",
    [MW_FIELD_COLUMNS] = "{ \"type\": \"object\", \"minProperties\": 1, \"maxProperties\": 10, \"propertyNames\": { \"$ref\": \"#/$defs/name\" }, \"additionalProperties\": { \"enum\": [\"number\", \"text\"] } }",
    [MW_FIELD_ARGUMENTS] = "{ \"type\": \"object\", \"additionalProperties\": { \"anyOf\": [ { \"$ref\": \"#/$defs/value\" }, { \"type\": \"array\", \"maxItems\": 1000 } ] } }",
    [MW_FIELD_CODES] = "{ \"$ref\": \"#/$defs/codes\" }",
    [MW_FIELD_FORMAT] = "{ \"const\": \"" MW_FORMAT_NAME "\" }",
    [MW_FIELD_ID] = "{ \"$ref\": \"#/$defs/id\" }",
    [MW_FIELD_LOCALISED] = "{ \"$ref\": \"#/$defs/localised\" }",
    [MW_FIELD_PARAGRAPHS] = "{ \"$ref\": \"#/$defs/paragraphs\" }",
    [MW_FIELD_SEED] = "{ \"type\": \"integer\", \"minimum\": 0 }",
    [MW_FIELD_TYPES] = "{ \"type\": \"object\", \"propertyNames\": { \"$ref\": \"#/$defs/name\" }, \"additionalProperties\": { \"enum\": [\"number\", \"duration\", \"text\", \"task\", \"list\"] } }",
    [MW_FIELD_EXECUTOR] = "{ \"$ref\": \"#/$defs/executor\" }",
    [MW_FIELD_OVERRIDES] = "{ \"type\": \"object\", \"propertyNames\": { \"$ref\": \"#/$defs/name\" } }",
    [MW_FIELD_TIME] = "{ \"$ref\": \"#/$defs/time\" }",
    [MW_FIELD_SETTING] = "{ \"type\": [\"integer\", \"string\", \"boolean\"] }",
    [MW_FIELD_MEASURED] = "{ \"anyOf\": [ { \"type\": \"number\", \"minimum\": 0 }, { \"$ref\": \"#/$defs/time\" } ] }",
  };
  g_autofree char *words = NULL;

  switch ((int) field->type)
    {
    case MW_FIELD_DURATION:
      return g_strdup_printf ("{ \"$ref\": \"#/$defs/%sduration\" }", field->flags & MW_FIELD_FIXED ? "fixed-" : "");
    case MW_FIELD_NUMBER:
      return number_to_json (format, field, "integer");
    case MW_FIELD_FACTOR:
      return number_to_json (format, field, "number");
    case MW_FIELD_WORD:
      words = words_to_json (field->words);
      return strcmp (field->key, "type") == 0 ? g_strdup_printf ("{ \"const\": \"%s\" }", format->name) : maybe_reference (field, words);
    case MW_FIELD_TYPE:
      return g_strdup_printf ("{ \"const\": \"%s\" }", format->name);
    case MW_FIELD_SWITCH:
      return maybe_reference (field, "{ \"type\": \"boolean\" }");
    case MW_FIELD_STEPS:
      return array_to_json (field, "{ \"$ref\": \"#/$defs/step\" }");
    case MW_FIELD_CALLS:
      return array_to_json (field, "{ \"$ref\": \"#/$defs/call-of-gather\" }");
    case MW_FIELD_NUMBERS:
      return g_strdup_printf ("{ \"type\": \"array\", \"maxItems\": 1000, \"items\": { \"type\": \"integer\", \"minimum\": %" G_GINT64_FORMAT ", \"maximum\": %" G_GINT64_FORMAT " } }",
                              field->min, field->max);
    case MW_FIELD_FAULTS:
      return array_to_json (field, "{ \"$ref\": \"#/$defs/fault\" }");
    case MW_FIELD_URLS:
      return array_to_json (field, "{ \"type\": \"string\", \"pattern\": \"^https?://[^@/]+(/|$)\" }");
    case MW_FIELD_PARAMETERS:
      return map_to_json (field, "{ \"$ref\": \"#/$defs/parameter\" }");
    case MW_FIELD_RESOURCES:
      return map_to_json (field, "{ \"$ref\": \"#/$defs/resource\" }");
    case MW_FIELD_COROUTINES:
      return map_to_json (field, "{ \"$ref\": \"#/$defs/coroutine\" }");
    case MW_FIELD_VARIANTS:
      return array_to_json (field, "{ \"$ref\": \"#/$defs/variant\" }");
    case MW_FIELD_CLAIMS:
      return array_to_json (field, "{ \"$ref\": \"#/$defs/claim\" }");
    case MW_FIELD_BEATS:
      return array_to_json (field, "{ \"$ref\": \"#/$defs/beat\" }");
    case MW_FIELD_GUIDE:
      return array_to_json (field, "{ \"$ref\": \"#/$defs/question\" }");
    case MW_FIELD_ANSWERS:
      return array_to_json (field, "{ \"$ref\": \"#/$defs/answer\" }");
    case MW_FIELD_QUOTED:
      return array_to_json (field, "{ \"$ref\": \"#/$defs/quoted\" }");
    case MW_FIELD_WORDS:
      return array_to_json (field, "{ \"$ref\": \"#/$defs/localised\" }");
    default:
      return g_strdup (fixed[field->type]);
    }
}

/* The inside of an object schema for FORMAT. */
static void
append_format (GString *text, const MwFormat *format)
{
  g_autoptr (GString) required = g_string_new (NULL);
  g_autofree char *about = g_strescape (format->help, "…");

  g_string_append_printf (text, "\"type\": \"object\", \"description\": \"%s\", \"properties\": {", about);
  for (guint i = 0; i < format->n_fields; i++)
    {
      const MwField *field = &format->fields[i];
      g_autofree char *json = field_to_json (format, field);
      g_autofree char *help = g_strescape (field->help, "…");

      g_string_append_printf (text, "%s\"%s\": { \"description\": \"%s\", %s", i > 0 ? ", " : "", field->key, help, json + 1);
      if (field->flags & MW_FIELD_REQUIRED)
        g_string_append_printf (required, "%s\"%s\"", required->len > 0 ? ", " : "", field->key);
    }
  g_string_append_printf (text, "}, \"required\": [%s], \"additionalProperties\": false", required->str);
}

static void
append_definition (GString *text, const char *name, const MwFormat *format)
{
  g_string_append_printf (text, ", \"%s\": {", name);
  append_format (text, format);
  g_string_append_c (text, '}');
}

/* Definitions of FORMATS and one, NAME, that is any of them. */
static void
append_choice (GString *text, const char *name, const MwFormat *formats, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *own = g_strdup_printf ("%s-%s", name, formats[i].name);

      append_definition (text, own, &formats[i]);
    }
  g_string_append_printf (text, ", \"%s\": { \"oneOf\": [", name);
  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "%s{ \"$ref\": \"#/$defs/%s-%s\" }", i > 0 ? ", " : "", name, formats[i].name);
  g_string_append (text, "] }");
}

static JsonNode *
make_schema (void)
{
  g_autoptr (GString) text = g_string_new ("{ \"$schema\": \"https://json-schema.org/draft/2020-12/schema\", \"title\": \"A scenario of Meanwhile\", ");
  g_autoptr (GError) error = NULL;
  JsonNode *node;
  guint n;
  const MwFormat *formats;

  append_format (text, &mw_format_scenario);
  g_string_append_printf (text, ", \"$defs\": { %s", defs);
  formats = mw_format_get_steps (&n);
  append_choice (text, "step", formats, n);
  formats = mw_format_get_resources (&n);
  append_choice (text, "resource", formats, n);
  append_choice (text, "parameter", mw_format_parameters, G_N_ELEMENTS (mw_format_parameters));
  append_definition (text, "call-of-gather", &mw_format_call);
  append_definition (text, "fault", &mw_format_fault);
  append_definition (text, "coroutine", &mw_format_coroutine);
  append_definition (text, "variant", &mw_format_variant);
  append_definition (text, "claim", &mw_format_claim);
  append_definition (text, "beat", &mw_format_beat);
  append_definition (text, "question", &mw_format_question);
  append_definition (text, "answer", &mw_format_answer);
  append_definition (text, "quoted", &mw_format_quoted);
  g_string_append (text, "} }");
  node = json_from_string (text->str, &error);
  g_assert_no_error (error);
  return node;
}

static char *
schema_path (void)
{
  return g_build_filename (g_getenv ("MW_TEST_SOURCE"), "data", "scenario.schema.json", NULL);
}

static void
test_agrees (void)
{
  g_autoptr (JsonNode) schema = make_schema ();
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autofree char *path = schema_path ();
  g_autoptr (GError) error = NULL;

  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);
  if (!json_node_equal (schema, json_parser_get_root (parser)))
    g_error ("%s differs from the format; run this test with --write and look at the difference", path);
}

/* A step is recognised by its one key that is the name of a step: an option may be called so only if that step has no
 * option that is called as the first is ("call" within "arrivals"). */
static void
test_keys (void)
{
  guint n;
  const MwFormat *steps = mw_format_get_steps (&n);

  for (guint i = 0; i < n; i++)
    {
      g_assert_nonnull (mw_format_find_field (&steps[i], steps[i].name));
      for (guint j = 0; j < steps[i].n_fields; j++)
        for (guint k = 0; k < n; k++)
          if (k != i && strcmp (steps[i].fields[j].key, steps[k].name) == 0)
            g_assert_null (mw_format_find_field (&steps[k], steps[i].name));
      for (guint j = 0; j < steps[i].n_fields; j++)
        g_assert_nonnull (steps[i].fields[j].help);
    }
  g_assert_cmpuint (n, ==, MW_N_OPS);
}

/* The same, said by a validator that is not ours, where there is one. */
static void
test_validator (void)
{
  static const char script[] =
    "import glob, json, os, sys\n"
    "try: import jsonschema\n"
    "except ImportError: sys.exit(77)\n"
    "source = os.environ['MW_TEST_SOURCE'] + '/data/'\n"
    "validator = jsonschema.Draft202012Validator(json.load(open(source + 'scenario.schema.json')))\n"
    "validator.check_schema(validator.schema)\n"
    "for path in glob.glob(source + 'scenarios/*.json'):\n"
    "    scenario = json.load(open(path))\n"
    "    validator.validate(scenario)\n"
    "    scenario['coroutines']['main_'] = {'steps': [{'slep': '1s'}]}\n"
    "    assert not validator.is_valid(scenario)\n";
  g_autofree char *python = g_find_program_in_path ("python3");
  g_autofree char *errors = NULL;
  g_autoptr (GError) error = NULL;
  int status = 0;

  if (python == NULL)
    {
      g_test_skip ("there is no python3");
      return;
    }
  g_spawn_sync (NULL, (char *[]) { python, "-c", (char *) script, NULL }, NULL, G_SPAWN_DEFAULT, NULL, NULL, NULL, &errors, &status, &error);
  g_assert_no_error (error);
  if (WIFEXITED (status) && WEXITSTATUS (status) == 77)
    g_test_skip ("python3 has no jsonschema");
  else if (status != 0)
    g_error ("%s", errors);
}

static int
write_schema (void)
{
  g_autoptr (JsonNode) schema = make_schema ();
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autofree char *path = schema_path ();
  g_autofree char *text = NULL;
  g_autofree char *with_newline = NULL;

  json_generator_set_root (generator, schema);
  json_generator_set_pretty (generator, TRUE);
  text = json_generator_to_data (generator, NULL);
  with_newline = g_strconcat (text, "\n", NULL);
  return g_file_set_contents (path, with_newline, -1, NULL) ? 0 : 1;
}

int
main (int argc, char *argv[])
{
  if (argc > 1 && strcmp (argv[1], "--write") == 0)
    return write_schema ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/schema/agrees", test_agrees);
  g_test_add_func ("/schema/keys", test_keys);
  g_test_add_func ("/schema/validator", test_validator);
  return g_test_run ();
}
