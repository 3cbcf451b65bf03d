/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The line of a mistake, whether the message says a position or a path. */

#include <string.h>

#include "mw-error-place.h"
#include "mw-scenario.h"

static const char good[] =
  "{ \"format\": \"meanwhile-scenario/1\", \"id\": \"x\", \"group\": \"waiting\",\n"
  "  \"title\": \"é \\\"q\\\" [{\", \"summary\": \"}], :\", \"text\": [\"a\", \"b\"],\n"
  "  \"coroutines\": {\n"
  "    \"main\": { \"steps\": [\n"
  "      { \"repeat\": 2, \"steps\": [ { \"sleep\": \"1s\" },\n"
  "        { \"sleep\": \"2s\" } ] },\n"
  "      { \"print\": { \"en\": \"x\", \"fr\": \"y\" } } ] },\n"
  "    \"main_2\": { \"steps\": [ { \"sleep\": \"3s\" } ] } },\n"
  "  \"variants\": [ { \"id\": \"v\",\n"
  "    \"title\": \"V\", \"entry\": \"main\" } ] }";

typedef struct { const char *from, *to; guint line, column; const char *words; } Row;

static const Row rows[] = {
  { "\"2s\"", "\"2x\"", 6, 11, "$.coroutines.main.steps[0].steps[1].sleep: found" },
  { "\"3s\"", "3", 8, 30, "$.coroutines.main_2.steps[0].sleep: found" },
  { "{ \"print\"", "{ \"primt\"", 7, 7, "$.coroutines.main.steps[1]: found" },
  { "\"entry\": \"main\"", "\"entry\": \"man\"", 10, 19, "$.variants[0].entry: found" },
  { ", \"entry\": \"main\"", "", 9, 17, "$.variants[0].entry: found nothing" },
  { "\"x\", \"fr\"", "5, \"fr\"", 7, 20, "$.coroutines.main.steps[1].print.en: found" },
  { "\"2s\" }", "\"2s\" },", 6, 28, "found \"]\"" },
  { "\"id\": \"x\"", "\"id\": \"X\"", 1, 37, "$.id: found" },
  { "\"a\"", "7", 2, 55, "$.text[0]: found the number 7" },
};

static void
test_rows (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const char *place = strstr (good, rows[i].from);
      g_autofree char *text = g_strdup_printf ("%.*s%s%s", (int) (place - good), good, rows[i].to, place + strlen (rows[i].from));
      g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
      g_autoptr (GError) error = NULL;
      guint line = 0, column = 0;

      g_assert_null (mw_scenario_parse (bytes, "x.json", &error));
      g_assert_true (g_str_has_prefix (mw_error_get_words (error, "x.json"), rows[i].words));
      g_assert_true (mw_error_find_place (error, "x.json", text, &line, &column));
      g_assert_cmpuint (line, ==, rows[i].line);
      g_assert_cmpuint (column, ==, rows[i].column);
    }
}

/* A translated message has a space before its colon; one about the whole has no place. */
static void
test_words (void)
{
  g_autoptr (GError) french = g_error_new_literal (1, 1, "x.json\u00a0: $.variants[0].id\u00a0: trouvé");
  g_autoptr (GError) whole = g_error_new_literal (1, 1, "x.json: the variant \"v\": found $x");
  guint line, column;

  g_assert_true (mw_error_find_place (french, "x.json", good, &line, &column));
  g_assert_cmpuint (line, ==, 9);
  g_assert_false (mw_error_find_place (whole, "x.json", good, &line, &column));
  g_assert_cmpstr (mw_error_get_words (whole, "x.json"), ==, "the variant \"v\": found $x");
}

/* Whatever text and path are, they are not read past their ends. */
static void
test_cut (void)
{
  g_autoptr (GError) error = g_error_new_literal (1, 1, "x.json: $.coroutines.main.steps[0].steps[1].sleep: found");
  guint line, column;

  for (gsize i = 0; i < strlen (good); i++)
    {
      g_autofree char *text = g_strndup (good, i);

      g_assert_true (mw_error_find_place (error, "x.json", text, &line, &column));
      g_assert_cmpuint (line, <=, 6);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/error-place/rows", test_rows);
  g_test_add_func ("/error-place/words", test_words);
  g_test_add_func ("/error-place/cut", test_cut);
  return g_test_run ();
}
