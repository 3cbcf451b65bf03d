/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What every-step.json becomes as a program. */

#include "mw-error.h"
#include "mw-scenario.h"
#include "mw-time.h"

enum { NAP, FAIL, HELPER, MAIN };

static MwScenario *
load (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("MW_TEST_SOURCE"), "tests", "scenario", "every-step.json", NULL);
  g_autoptr (GError) error = NULL;
  MwScenario *scenario = mw_scenario_load (path, &error);

  g_assert_no_error (error);
  return scenario;
}

static MwProgram *
compile (MwScenario *scenario, guint variant, const char *lang)
{
  g_autoptr (GError) error = NULL;
  MwProgram *program = mw_scenario_compile (scenario, variant, NULL, 7, lang, &error);

  g_assert_no_error (error);
  return program;
}

/* The N-th step of OP in main, not looking into blocks. */
static const MwStep *
find (const MwProgram *program, MwOp op, guint n)
{
  const MwBlock *block = &program->coroutines[MAIN].body;

  for (guint i = 0; i < block->n_steps; i++)
    if (block->steps[i].op == op && n-- == 0)
      return &block->steps[i];
  g_assert_not_reached ();
}

static void
assert_number (const MwOperand *operand, gint64 number)
{
  g_assert_cmpint (operand->kind, ==, MW_OPERAND_CONSTANT);
  g_assert_cmpint (operand->value.type, ==, MW_VALUE_NUMBER);
  g_assert_cmpint (operand->value.number, ==, number);
}

static void
assert_text (const MwOperand *operand, const char *text)
{
  g_assert_cmpint (operand->kind, ==, MW_OPERAND_CONSTANT);
  g_assert_cmpint (operand->value.type, ==, MW_VALUE_TEXT);
  g_assert_cmpstr (operand->value.text, ==, text);
}

static void
test_head (void)
{
  g_autoptr (MwScenario) scenario = load ();
  g_autoptr (MwProgram) program = compile (scenario, 2, "en");
  g_autoptr (MwProgram) overridden = compile (scenario, 1, "en");

  g_assert_cmpstr (program->scenario, ==, "every-step");
  g_assert_cmpstr (program->variant, ==, "threads");
  g_assert_cmpint (program->executor, ==, MW_EXECUTOR_THREADS);
  g_assert_cmpuint (program->threads, ==, 4);
  g_assert_cmpuint (program->cores, ==, 3);
  g_assert_true (program->one_lock);
  g_assert_cmpuint (program->seed, ==, 7);
  g_assert_cmpuint (program->entry, ==, MAIN);
  g_assert_cmpstr (program->parameters[0], ==, "n");
  g_assert_cmpstr (program->parameters[1], ==, "3");
  g_assert_cmpstr (program->parameters[3], ==, "250ms");
  g_assert_cmpstr (program->parameters[5], ==, "full");
  g_assert_cmpstr (program->parameters[7], ==, "on");
  g_assert_cmpstr (program->parameters[9], ==, "hang");
  g_assert_null (program->parameters[10]);
  g_assert_cmpstr (overridden->parameters[1], ==, "2");
  g_assert_cmpint (overridden->resources[0].limit, ==, 2);
  g_assert_false (overridden->one_lock);
  g_assert_cmpuint (overridden->cores, ==, 2);
}

static void
test_resources (void)
{
  g_autoptr (MwScenario) scenario = load ();
  g_autoptr (MwProgram) program = compile (scenario, 0, "en");
  const MwServiceSpec *service = &program->resources[1].service;

  g_assert_true (mw_scenario_needs_lab (scenario));
  g_assert_cmpint (program->resources[0].kind, ==, MW_RESOURCE_SEMAPHORE);
  g_assert_cmpint (program->resources[0].limit, ==, 3);
  g_assert_cmpint (service->latency, ==, 250 * MW_NS_PER_MS);
  g_assert_cmpint (service->jitter, ==, MW_NS_PER_MS);
  g_assert_cmpuint (service->capacity, ==, 2);
  g_assert_cmpuint (service->items, ==, 9);
  g_assert_cmpint (service->list_latency, ==, 5 * MW_NS_PER_MS);
  g_assert_cmpuint (service->n_faults, ==, 5);
  g_assert_cmpuint (service->faults[0].kind, ==, MW_SERVICE_DOWN);
  g_assert_cmpuint (service->faults[0].n_items, ==, 0);
  g_assert_cmpint (service->faults[0].until, ==, MW_NS_PER_MS);
  g_assert_cmpuint (service->faults[1].kind, ==, MW_SERVICE_STATUS);
  g_assert_cmpuint (service->faults[1].status, ==, 503);
  g_assert_cmpuint (service->faults[1].n_items, ==, 1);
  g_assert_cmpint (service->faults[1].items[0], ==, 2);
  g_assert_cmpuint (service->faults[2].to, ==, 3);
  g_assert_cmpint (service->faults[3].duration, ==, 250 * MW_NS_PER_MS);
  g_assert_cmpint (service->faults[3].items[1], ==, 6);
  g_assert_cmpuint (service->faults[4].kind, ==, MW_SERVICE_HANG);
  g_assert_cmpuint (service->rate_limit, ==, 100);
  g_assert_cmpint (service->retry_after, ==, MW_NS_PER_SEC);
  g_assert_cmpint (service->handshake, ==, 2 * MW_NS_PER_MS);
  g_assert_cmpuint (service->door, ==, MW_DOOR_OPEN);
  g_assert_cmpuint (program->resources[2].service_ref, ==, 2);
  g_assert_cmpuint (program->resources[2].max_conns, ==, 7);
  g_assert_cmpuint (program->resources[2].max_conns_per_host, ==, 6);
  g_assert_cmpuint (program->resources[2].warm, ==, 1);
  g_assert_false (program->resources[2].fresh);
  g_assert_cmpint (program->resources[3].limit, ==, 2);
}

static void
test_values (void)
{
  g_autoptr (MwScenario) scenario = load ();
  g_autoptr (MwProgram) program = compile (scenario, 0, "en");
  g_autoptr (MwProgram) french = compile (scenario, 0, "fr");
  const MwStep *step = find (program, MW_OP_PRINT, 0);

  g_assert_cmpint (step->operand[0].kind, ==, MW_OPERAND_TEMPLATE);
  assert_text (&step->operand[0].items[0], "after ");
  assert_text (&step->operand[0].items[1], "0.25 s");
  assert_text (&find (french, MW_OP_PRINT, 0)->operand[0].items[0], "après ");
  assert_text (&program->coroutines[FAIL].body.steps[0].operand[0], "cost: $5 {now} \"quoted\"");
  assert_number (&find (program, MW_OP_BLOCK, 0)->operand[0], 1500 * MW_NS_PER_US);
  step = find (program, MW_OP_CALL, 0);
  g_assert_cmpuint (step->spawns[0].coroutine, ==, NAP);
  assert_text (&step->spawns[0].arguments[0], "one");
  g_assert_cmpint (step->spawns[0].arguments[1].kind, ==, MW_OPERAND_UNIFORM);
  g_assert_cmpint (step->spawns[0].arguments[1].high, ==, 250 * MW_NS_PER_MS);
  assert_number (&step->spawns[0].arguments[2], -1);
  g_assert_cmpuint (step->slot, !=, MW_NO_SLOT);
  g_assert_cmpuint (find (program, MW_OP_CALL, 1)->slot, ==, MW_NO_SLOT);
  g_assert_cmpint (find (program, MW_OP_START, 0)->spawns[0].arguments[1].kind, ==, MW_OPERAND_EXPONENTIAL);
  g_assert_cmpuint (find (program, MW_OP_START, 0)->slot, ==, find (program, MW_OP_START, 2)->slot);
  g_assert_cmpint (program->coroutines[NAP].body.steps[0].operand[0].kind, ==, MW_OPERAND_SLOT);
  g_assert_cmpuint (program->coroutines[NAP].body.steps[0].operand[0].slot, ==, 1);
  g_assert_cmpuint (program->coroutines[NAP].n_arguments, ==, 3);
}

static void
test_gather (void)
{
  g_autoptr (MwScenario) scenario = load ();
  g_autoptr (MwProgram) program = compile (scenario, 0, "en");
  const MwStep *gather = find (program, MW_OP_GATHER, 0);
  const MwSpawn *spawn = &gather->spawns[1];
  const MwOperand *counted = &spawn->arguments[2];

  g_assert_cmpuint (gather->n_spawns, ==, 3);
  g_assert_cmpuint (gather->flags, ==, MW_GATHER_COLLECT);
  g_assert_cmpuint (find (program, MW_OP_GATHER, 1)->flags, ==, 0);
  g_assert_cmpint (gather->spawns[0].times.kind, ==, MW_OPERAND_NONE);
  g_assert_cmpuint (gather->spawns[0].loop_slot, ==, MW_NO_SLOT);
  assert_number (&spawn->times, 3);
  /* it counts from 2 while the engine counts from 0 */
  g_assert_cmpint (counted->kind, ==, MW_OPERAND_ITEM);
  g_assert_cmpuint (counted->index->slot, ==, spawn->loop_slot);
  g_assert_cmpuint (counted->n_items, ==, 3);
  for (guint i = 0; i < 3; i++)
    assert_number (&counted->items[i], 2 + i);
  g_assert_cmpint (find (program, MW_OP_GATHER, 1)->spawns[0].arguments[2].kind, ==, MW_OPERAND_SLOT);
}

static void
test_scopes (void)
{
  g_autoptr (MwScenario) scenario = load ();
  g_autoptr (MwProgram) program = compile (scenario, 0, "en");
  const MwStep *retry = find (program, MW_OP_TRY, 2)->block[0].steps, *inner = retry->block[0].steps;
  const MwStep *get = find (program, MW_OP_WITH, 1)->block[0].steps;

  g_assert_cmpuint (find (program, MW_OP_WITH, 0)->ref, ==, 1);
  g_assert_cmpuint (get->ref, ==, 3);
  assert_text (&get->operand[0], "/v0/item/1.json");
  assert_number (&get->operand[1], 1);
  g_assert_cmpuint (find (program, MW_OP_TRY, 0)->flags, ==, MW_TRY_EXCEPT);
  g_assert_cmpuint (find (program, MW_OP_TRY, 0)->block[1].n_steps, ==, 0);
  g_assert_cmpuint (find (program, MW_OP_TRY, 0)->n_codes, ==, 2);
  g_assert_cmpint (find (program, MW_OP_TRY, 0)->codes[0], ==, MW_FAULT_CANCELLED);
  g_assert_cmpint (find (program, MW_OP_TRY, 1)->codes[1], ==, 429);
  assert_number (&retry->operand[0], 2);
  assert_number (&retry->operand[2], 1500);
  assert_number (&retry->operand[3], 10 * MW_NS_PER_MS);
  /* the choice "full", "none" in the order of the format: 2, 0 */
  g_assert_cmpint (retry->operand[4].kind, ==, MW_OPERAND_ITEM);
  assert_number (&retry->operand[4].items[0], MW_JITTER_FULL);
  assert_number (&retry->operand[4].items[1], MW_JITTER_NONE);
  assert_number (&inner->operand[2], 3000);
  assert_number (&inner->operand[3], 0);
  g_assert_cmpuint (inner->n_codes, ==, 0);
  g_assert_cmpuint (inner->operand[1].site, !=, retry->operand[1].site);
  g_assert_cmpuint (find (program, MW_OP_OFFLOAD, 0)->ref, ==, 0);
  g_assert_cmpuint (find (program, MW_OP_OFFLOAD, 1)->ref, ==, 4);
  assert_number (&find (program, MW_OP_OFFLOAD, 1)->operand[1], MW_OFFLOAD_COMPUTE);
}

static void
collect (const MwBlock *block, GArray *ids)
{
  for (guint i = 0; i < block->n_steps; i++)
    {
      g_array_append_val (ids, block->steps[i].id);
      for (guint j = 0; j < MW_PROGRAM_MAX_BLOCKS; j++)
        collect (&block->steps[i].block[j], ids);
    }
}

/* Step ids are 1, 2 … and the same in every variant and language. */
static void
test_ids (void)
{
  g_autoptr (MwScenario) scenario = load ();

  for (guint variant = 0; variant < mw_scenario_get_n_variants (scenario); variant++)
    {
      g_autoptr (MwProgram) program = compile (scenario, variant, variant == 1 ? "fr" : "en");
      g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (guint32));

      for (guint i = 0; i < program->n_coroutines; i++)
        collect (&program->coroutines[i].body, ids);
      for (guint i = 0; i < ids->len; i++)
        g_assert_cmpuint (g_array_index (ids, guint32, i), ==, i + 1);
      g_assert_cmpuint (find (program, MW_OP_CALL, 0)->spawns[0].arguments[1].site, ==, 1);
    }
}

static void
test_parameters (void)
{
  static const struct { guint parameter; const char *text; gint64 value; } rows[] = {
    { 0, "1", 1 }, { 0, "9", 9 }, { 0, "0", -1 }, { 0, "10", -1 }, { 0, "", -1 }, { 0, "3x", -1 }, { 0, " 3", -1 },
    { 1, "10ms", 10 * MW_NS_PER_MS }, { 1, "1.5s", 1500 * MW_NS_PER_MS }, { 1, "9ms", -1 }, { 1, "3s", -1 }, { 1, "1", -1 },
    { 2, "full", 0 }, { 2, "none", 1 }, { 2, "equal", -1 }, { 2, "0", -1 },
    { 3, "on", 1 }, { 3, "false", 0 }, { 3, "maybe", -1 },
  };
  g_autoptr (MwScenario) scenario = load ();

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      gint64 value = -1;

      g_assert_true (mw_scenario_parse_value (scenario, rows[i].parameter, rows[i].text, &value, &error) == (rows[i].value >= 0));
      g_assert_cmpint (value, ==, rows[i].value);
      if (rows[i].value < 0)
        g_assert_error (error, MW_ERROR, MW_ERROR_ARGUMENT);
    }
}

static void
test_format_value (void)
{
  static const struct { gint64 ns; const char *text; } rows[] = {
    { 0, "0s" }, { 1, "1ns" }, { 1500, "1.5us" }, { MW_NS_PER_MS, "1ms" }, { 240 * MW_NS_PER_MS, "240ms" },
    { 1500 * MW_NS_PER_MS, "1.5s" }, { 2 * MW_NS_PER_SEC, "2s" }, { MW_NS_PER_SEC + 1, "1000000.001us" },
  };
  g_autoptr (MwScenario) scenario = load ();

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = mw_scenario_format_value (scenario, 1, rows[i].ns);
      gint64 back;

      g_assert_cmpstr (text, ==, rows[i].text);
      g_assert_true (mw_time_parse (text, &back));
      g_assert_cmpint (back, ==, rows[i].ns);
    }
}

static void
test_messages (void)
{
  g_autoptr (MwScenario) scenario = load ();
  g_autoptr (GError) error = NULL;
  gint64 value;

  g_assert_false (mw_scenario_parse_value (scenario, 1, "9ms", &value, &error));
  g_assert_cmpstr (error->message, ==, "delay: found \"9ms\", expected 10ms to 2s");
  g_clear_error (&error);
  g_assert_false (mw_scenario_parse_value (scenario, 2, "some", &value, &error));
  g_assert_cmpstr (error->message, ==, "jitter: found \"some\", expected \"full\" or \"none\"");
  g_clear_error (&error);
  g_assert_null (mw_scenario_compile (scenario, 0, (gint64[]) { 99, MW_NS_PER_SEC, 0, 1 }, 1, "en", &error));
  g_assert_cmpstr (error->message, ==, "n: found a value out of its range, expected 1 to 9");
  g_assert_error (error, MW_ERROR, MW_ERROR_ARGUMENT);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/compile/head", test_head);
  g_test_add_func ("/compile/resources", test_resources);
  g_test_add_func ("/compile/values", test_values);
  g_test_add_func ("/compile/gather", test_gather);
  g_test_add_func ("/compile/scopes", test_scopes);
  g_test_add_func ("/compile/ids", test_ids);
  g_test_add_func ("/compile/parameters", test_parameters);
  g_test_add_func ("/compile/format-value", test_format_value);
  g_test_add_func ("/compile/messages", test_messages);
  return g_test_run ();
}
