/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* From a scenario and values to a program.
 *
 * All coroutines are compiled into every program, also those that a variant never calls: then step ids, coroutine
 * indices and draw sites are the same in all variants, which is what lets a race light the same line and draw the
 * same delays.  Parameters become constants here; only variables, lists and draws are left to the engine. */

#include "mw-config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "mw-error.h"
#include "mw-scenario-private.h"
#include "mw-time.h"
#include "mw-work.h"

typedef struct
{
  MwScenario   *scenario;
  MwProgram    *program;
  const gint64 *values;     /* of the parameters, overrides put in */
  guint         lang;
  MwOperand    *numbers;    /* 0, 1 … as far as a counting variable has needed them */
  gint64        n_numbers;
} MwCompiler;

static MwOperand compile_expression (MwCompiler *self, const MwExpression *expression);
static MwBlock   compile_block      (MwCompiler *self, const MwNode *nodes, guint n_nodes);

static MwOperand
number_operand (gint64 number)
{
  return (MwOperand) { .kind = MW_OPERAND_CONSTANT, .value = { MW_VALUE_NUMBER, { .number = number } } };
}

static MwOperand
text_operand (MwCompiler *self, const char *text)
{
  return (MwOperand) { .kind = MW_OPERAND_CONSTANT, .value = { MW_VALUE_TEXT, { .text = mw_program_intern (self->program, text) } } };
}

static MwOperand *
keep (MwCompiler *self, MwOperand operand)
{
  MwOperand *kept = mw_program_alloc (self->program, 1, sizeof (MwOperand));

  *kept = operand;
  return kept;
}

/* The value of a constant or parameter, or of a word that a parameter chooses. */
static gint64
resolve (MwCompiler *self, const MwExpression *expression)
{
  MwOperand operand = compile_expression (self, expression);

  while (operand.kind == MW_OPERAND_ITEM && operand.index->kind == MW_OPERAND_CONSTANT)
    operand = operand.items[(guint64) operand.index->value.number % operand.n_items];
  return operand.kind == MW_OPERAND_CONSTANT ? operand.value.number : 0;
}

/* The same, where a word may also be one of a list that a choice of the learner's picks from. */
static gint64
resolve_fixed (MwCompiler *self, const MwExpression *expression)
{
  gint64 index;

  if (expression->kind != MW_EXPRESSION_ITEM)
    return resolve (self, expression);
  index = resolve (self, expression->index);
  return resolve (self, expression->items[index % expression->n_items]);
}

/* The numbers from FROM on, at least N of them.  They are shared by all that count: a file that counts to 100,000 in
 * a thousand places costs no more than one that does it once. */
static const MwOperand *
get_numbers (MwCompiler *self, gint64 from, gint64 n)
{
  if (from + n > self->n_numbers)
    {
      self->n_numbers = MAX (from + n, 2 * self->n_numbers);
      self->numbers = mw_program_alloc (self->program, (gsize) self->n_numbers, sizeof (MwOperand));
      for (gint64 i = 0; i < self->n_numbers; i++)
        self->numbers[i] = number_operand (i);
    }
  return &self->numbers[from];
}

/* The engine counts from 0; a variable that counts from elsewhere is looked up in the list of its values. */
static MwOperand
compile_counting (MwCompiler *self, const MwVariable *variable)
{
  MwOperand slot = { .kind = MW_OPERAND_SLOT, .slot = variable->slot };
  gint64 n = variable->times != NULL ? MAX (1, resolve (self, variable->times)) : 1;
  const MwOperand *items = get_numbers (self, resolve (self, variable->from), n);

  return (MwOperand) { .kind = MW_OPERAND_ITEM, .index = keep (self, slot), .items = items, .n_items = (guint) n };
}

static MwOperand
compile_items (MwCompiler *self, const MwExpression *expression, MwOperandKind kind)
{
  MwOperand *items = mw_program_alloc (self->program, expression->n_items, sizeof (MwOperand));

  for (guint i = 0; i < expression->n_items; i++)
    {
      const MwExpression *item = expression->items[i];

      items[i] = compile_expression (self, item);
      if (kind == MW_OPERAND_TEMPLATE && item->type == MW_TYPE_DURATION)
        {
          g_autofree char *seconds = mw_seconds_to_text (resolve (self, item));
          g_autofree char *text = g_strdup_printf ("%s s", seconds);

          items[i] = text_operand (self, text);
        }
    }
  return (MwOperand) { .kind = kind, .items = items, .n_items = expression->n_items };
}

static MwOperand
compile_expression (MwCompiler *self, const MwExpression *expression)
{
  MwOperand operand;

  switch (expression->kind)
    {
    case MW_EXPRESSION_TEXT:
      return text_operand (self, expression->text);
    case MW_EXPRESSION_PARAMETER:
      return number_operand (self->values[expression->number]);
    case MW_EXPRESSION_VARIABLE:
      if (expression->variable->from != NULL)
        return compile_counting (self, expression->variable);
      return (MwOperand) { .kind = MW_OPERAND_SLOT, .slot = expression->variable->slot };
    case MW_EXPRESSION_ITEM:
      operand = compile_items (self, expression, MW_OPERAND_ITEM);
      operand.index = keep (self, compile_expression (self, expression->index));
      return operand;
    case MW_EXPRESSION_UNIFORM:
      return (MwOperand) {
        .kind = MW_OPERAND_UNIFORM, .site = expression->site,
        .low = resolve (self, expression->items[0]), .high = resolve (self, expression->items[1]),
      };
    case MW_EXPRESSION_EXPONENTIAL:
      return (MwOperand) { .kind = MW_OPERAND_EXPONENTIAL, .site = expression->site, .low = resolve (self, expression->items[0]) };
    case MW_EXPRESSION_TEMPLATE:
      return compile_items (self, expression, MW_OPERAND_TEMPLATE);
    case MW_EXPRESSION_LIST:
      return compile_items (self, expression, MW_OPERAND_LIST);
    case MW_EXPRESSION_DONE:
      return (MwOperand) { .kind = MW_OPERAND_DONE, .slot = expression->variable->slot };
    case MW_EXPRESSION_SUM:
      return compile_items (self, expression, MW_OPERAND_SUM);
    case MW_EXPRESSION_LANGUAGES:
      return compile_expression (self, expression->items[self->lang]);
    case MW_EXPRESSION_NUMBER:
    default:
      return number_operand (expression->number);
    }
}

static MwOperand
compile_cell (MwCompiler *self, const MwField *field, const MwCell *cell)
{
  MwOperand operand = { 0 };

  if (cell->expression != NULL)
    operand = compile_expression (self, cell->expression);
  else if (field->flags & MW_FIELD_DEFAULT)
    operand = number_operand (field->fallback);
  if (field->type == MW_FIELD_FACTOR && cell->expression != NULL && cell->expression->kind == MW_EXPRESSION_PARAMETER)
    operand.value.number *= 1000;
  if (field->flags & MW_FIELD_DRAWS)
    operand.site = cell->site;
  return operand;
}

static void
compile_arguments (MwCompiler *self, const MwCell *cell, MwSpawn *spawn)
{
  MwOperand *arguments = mw_program_alloc (self->program, cell->n_arguments, sizeof (MwOperand));

  for (guint i = 0; i < cell->n_arguments; i++)
    arguments[i] = compile_expression (self, cell->arguments[i]);
  spawn->arguments = arguments;
  spawn->n_arguments = cell->n_arguments;
}

static void
compile_spawn (MwCompiler *self, const MwNode *node, MwSpawn *spawn)
{
  spawn->loop_slot = MW_NO_SLOT;
  for (guint i = 0; i < node->format->n_fields; i++)
    {
      const MwField *field = &node->format->fields[i];
      const MwCell *cell = &node->cells[i];

      if (field->type == MW_FIELD_COROUTINE)
        spawn->coroutine = cell->ref;
      else if (field->type == MW_FIELD_ARGUMENTS)
        compile_arguments (self, cell, spawn);
      else if (field->type == MW_FIELD_NUMBER && field->place == MW_CALL_TIMES)
        spawn->times = compile_cell (self, field, cell);
      else if (field->type == MW_FIELD_NAME && field->place < 0 && cell->given)
        spawn->loop_slot = (guint16) cell->variable->slot;
    }
}

static void
compile_calls (MwCompiler *self, MwStep *step, const MwNode *nodes, guint n_nodes)
{
  step->spawns = mw_program_alloc (self->program, n_nodes, sizeof (MwSpawn));
  step->n_spawns = n_nodes;
  for (guint i = 0; i < n_nodes; i++)
    compile_spawn (self, &nodes[i], &step->spawns[i]);
}

static void
compile_codes (MwCompiler *self, const MwCell *cell, MwStep *step)
{
  int *codes = mw_program_alloc (self->program, cell->n_codes, sizeof (int));

  if (cell->n_codes > 0)
    memcpy (codes, cell->codes, cell->n_codes * sizeof (int));
  step->codes = codes;
  step->n_codes = cell->n_codes;
}

static MwOperand
compile_values (MwCompiler *self, const MwCell *cell)
{
  MwOperand *items = mw_program_alloc (self->program, cell->n_arguments, sizeof (MwOperand));

  for (guint i = 0; i < cell->n_arguments; i++)
    items[i] = compile_expression (self, cell->arguments[i]);
  return (MwOperand) { .kind = MW_OPERAND_GROUP, .items = items, .n_items = cell->n_arguments };
}

static MwOperand
compile_columns (MwCompiler *self, const MwCell *cell)
{
  MwOperand *items = mw_program_alloc (self->program, cell->n_variables, sizeof (MwOperand));

  for (guint i = 0; i < cell->n_variables; i++)
    items[i] = (MwOperand) {
      .kind = MW_OPERAND_SLOT, .slot = cell->variables[i]->slot,
      .value = { .type = cell->variables[i]->type == MW_TYPE_NUMBER ? MW_VALUE_NUMBER : MW_VALUE_TEXT },
    };
  return (MwOperand) { .kind = MW_OPERAND_GROUP, .items = items, .n_items = cell->n_variables };
}

static void
compile_field (MwCompiler *self, const MwField *field, const MwNode *node, const MwCell *cell, MwStep *step)
{
  switch ((int) field->type)
    {
    case MW_FIELD_NAME:
      if (cell->given && field->place >= 0)
        step->slot = (guint16) cell->variable->slot;
      break;
    case MW_FIELD_COROUTINE:
      compile_calls (self, step, node, 1);
      break;
    case MW_FIELD_CALLS:
      compile_calls (self, step, cell->nodes, cell->n_nodes);
      break;
    case MW_FIELD_ARGUMENTS:
      break;
    case MW_FIELD_RESOURCE:
      step->ref = cell->ref;
      break;
    case MW_FIELD_STEPS:
      step->block[field->place] = compile_block (self, cell->nodes, cell->n_nodes);
      if (cell->given)
        step->flags |= (guint16) field->bit;
      break;
    case MW_FIELD_CODES:
      compile_codes (self, cell, step);
      break;
    case MW_FIELD_VALUES:
      step->operand[field->place] = compile_values (self, cell);
      break;
    case MW_FIELD_COLUMNS:
      step->operand[field->place] = compile_columns (self, cell);
      break;
    case MW_FIELD_SWITCH:
      if (cell->given && resolve (self, cell->expression) != 0)
        step->flags |= (guint16) field->bit;
      break;
    default:
      if (field->place >= 0)
        step->operand[field->place] = compile_cell (self, field, cell);
    }
}

static MwBlock
compile_block (MwCompiler *self, const MwNode *nodes, guint n_nodes)
{
  MwBlock block = { mw_program_alloc (self->program, n_nodes, sizeof (MwStep)), n_nodes };

  for (guint i = 0; i < n_nodes; i++)
    {
      MwStep *step = &block.steps[i];

      step->op = (MwOp) nodes[i].format->code;
      step->id = nodes[i].id;
      step->slot = MW_NO_SLOT;
      for (guint j = 0; j < nodes[i].format->n_fields; j++)
        compile_field (self, &nodes[i].format->fields[j], &nodes[i], &nodes[i].cells[j], step);
    }
  return block;
}

static void
compile_coroutines (MwCompiler *self)
{
  MwScenario *scenario = self->scenario;
  MwProgram *program = self->program;

  program->n_coroutines = scenario->n_routines;
  program->coroutines = mw_program_alloc (program, scenario->n_routines, sizeof (MwCoroutine));
  for (guint i = 0; i < scenario->n_routines; i++)
    {
      const MwRoutine *routine = &scenario->routines[i];
      MwCoroutine *coroutine = &program->coroutines[i];

      coroutine->name = mw_program_intern (program, routine->name);
      if (routine->task_name != NULL)
        coroutine->task_name = compile_expression (self, routine->task_name);
      coroutine->n_arguments = routine->n_arguments;
      coroutine->n_slots = routine->n_slots;
      coroutine->body = compile_block (self, routine->nodes, routine->n_nodes);
    }
}

/* VALUE of a resource's FIELD on the scenario's time scale.  Steps are scaled by the engine, when they run. */
static gint64
scale_value (MwCompiler *self, const MwField *field, gint64 value)
{
  gint64 scale = self->scenario->time_scale;

  if (field->type == MW_FIELD_DURATION && value > 0)
    return value / scale;
  if (field->flags & MW_FIELD_RATE)
    return MIN (value * scale, MW_NS_PER_SEC);
  return value;
}

static void compile_record (MwCompiler *self, const MwShared *shared, gpointer record);

static void
compile_urls (MwCompiler *self, const MwField *field, const MwShared *shared, guint index, gpointer record)
{
  guint n = shared->n_numbers[index];
  const char **urls = mw_program_alloc (self->program, n, sizeof (const char *));

  for (guint i = 0; i < n; i++)
    urls[i] = mw_program_intern (self->program, shared->urls[index][i]);
  G_STRUCT_MEMBER (gconstpointer, record, field->place) = urls;
  G_STRUCT_MEMBER (guint, record, field->place_n) = n;
}

static void
compile_list (MwCompiler *self, const MwField *field, const MwShared *shared, guint index, gpointer record)
{
  gboolean numbers = field->type == MW_FIELD_NUMBERS;
  gsize size = numbers ? sizeof (gint64) : sizeof (MwServiceFault);
  guint n = shared->n_numbers[index];
  char *list = mw_program_alloc (self->program, n, size);

  if (numbers && n > 0)
    memcpy (list, shared->numbers[index], n * size);
  for (guint i = 0; i < n && !numbers; i++)
    compile_record (self, &shared->rows[index][i], list + i * size);
  G_STRUCT_MEMBER (gconstpointer, record, field->place) = list;
  G_STRUCT_MEMBER (guint, record, field->place_n) = n;
}

/* The rows of SHARED into RECORD, of which they have the offsets. */
static void
compile_record (MwCompiler *self, const MwShared *shared, gpointer record)
{
  for (guint i = 0; i < shared->format->n_fields; i++)
    {
      const MwField *field = &shared->format->fields[i];
      gint64 value = field->fallback;

      if (field->type == MW_FIELD_TYPE)
        continue;
      if (field->type == MW_FIELD_NUMBERS || field->type == MW_FIELD_FAULTS)
        {
          compile_list (self, field, shared, i, record);
          continue;
        }
      if (field->type == MW_FIELD_URLS)
        {
          compile_urls (self, field, shared, i, record);
          continue;
        }
      if (field->type == MW_FIELD_RESOURCE)
        value = shared->refs[i];
      else if (shared->cells[i] != NULL)
        value = resolve_fixed (self, shared->cells[i]);
      value = scale_value (self, field, value);
      if (field->wide)
        G_STRUCT_MEMBER (gint64, record, field->place) = value;
      else
        G_STRUCT_MEMBER (guint, record, field->place) = (guint) value;
    }
}

static void
compile_resource (MwCompiler *self, const MwShared *shared, MwProgramResource *resource)
{
  resource->name = mw_program_intern (self->program, shared->name);
  resource->kind = (MwResourceKind) shared->format->code;
  compile_record (self, shared, resource);
}

static void
compile_parameters (MwCompiler *self)
{
  MwScenario *scenario = self->scenario;
  char **texts = mw_program_alloc (self->program, 2 * scenario->n_parameters + 1, sizeof (char *));

  for (guint i = 0; i < scenario->n_parameters; i++)
    {
      g_autofree char *text = mw_scenario_format_value (scenario, i, self->values[i]);

      texts[2 * i] = (char *) mw_program_intern (self->program, scenario->parameters[i].name);
      texts[2 * i + 1] = (char *) mw_program_intern (self->program, text);
    }
  self->program->parameters = texts;
}

static void
compile_program (MwCompiler *self, guint variant, guint64 seed)
{
  MwScenario *scenario = self->scenario;
  const MwVariantPlan *plan = &scenario->plans[variant];
  MwProgram *program = self->program;

  program->scenario = mw_program_intern (program, scenario->id);
  program->variant = mw_program_intern (program, scenario->variants[variant].id);
  program->title = mw_program_intern (program, plan->title[self->lang]);
  program->executor = scenario->variants[variant].executor;
  program->threads = scenario->variants[variant].threads;
  program->one_lock = plan->one_lock;
  program->cores = plan->cores;
  program->seed = seed;
  program->time_scale = scenario->time_scale;
  program->entry = plan->entry;
  program->n_resources = scenario->n_shared;
  program->resources = mw_program_alloc (program, scenario->n_shared, sizeof (MwProgramResource));
  for (guint i = 0; i < scenario->n_shared; i++)
    compile_resource (self, &scenario->shared[i], &program->resources[i]);
  compile_parameters (self);
  compile_coroutines (self);
}

/* VALUES are checked against their ranges (MW_ERROR_ARGUMENT); what would be more tasks or steps than a picture
 * can hold is MW_ERROR_LIMIT.  Transfer full; any thread. */
MwProgram *
mw_scenario_compile (MwScenario *self, guint variant, const gint64 *values, guint64 seed, const char *lang, GError **error)
{
  g_autoptr (MwProgram) program = mw_program_new ();
  g_autofree gint64 *used = g_new0 (gint64, self->n_parameters + 1);
  MwCompiler compiler = { self, program, used, mw_language_index (lang) };

  for (guint i = 0; i < self->n_parameters; i++)
    {
      const MwParameter *parameter = &self->parameters[i];

      used[i] = values != NULL ? values[i] : parameter->value;
      if (used[i] < parameter->min || used[i] > parameter->max)
        {
          g_autofree char *low = mw_scenario_format_value (self, i, parameter->min);
          g_autofree char *high = mw_scenario_format_value (self, i, parameter->max);

          g_set_error (error, MW_ERROR, MW_ERROR_ARGUMENT, _("%s: found a value out of its range, expected %s to %s"), parameter->name, low, high);
          return NULL;
        }
      if (self->plans[variant].overridden[i])
        used[i] = self->plans[variant].overrides[i];
    }
  compile_program (&compiler, variant, seed);
  if (!mw_work_check (program, self->file, error))
    return NULL;
  return g_steal_pointer (&program);
}
