/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Operands become values.
 *
 * A delay that is drawn must not depend on who came first, or the variants of a race would run on different
 * luck.  So a draw has no stream that others share: its key is the seed, the place in the scenario, the
 * coroutine with its arguments, and how many draws that call made before.
 */

#include "mw-random.h"
#include "mw-task.h"

#define MAX_DEPTH 100

MwValue
mw_value_number (gint64 number)
{
  return (MwValue) { MW_VALUE_NUMBER, { .number = number } };
}

/* A list that lives as long as the engine; its values are none. */
MwList *
mw_engine_new_list (MwEngine *self, guint n_values)
{
  MwList *list = g_malloc0 (sizeof (MwList) + sizeof (MwValue) * n_values);

  mw_engine_expire (self); /* it may be long */
  g_ptr_array_add (self->lists, list);
  list->n_values = n_values;
  return list;
}

static guint64
hash_value (guint64 hash, const MwValue *value)
{
  switch (value->type)
    {
    case MW_VALUE_NUMBER:
      return mw_random_mix (hash, (guint64) value->number);
    case MW_VALUE_TEXT:
      return mw_random_mix (hash, mw_random_hash (value->text));
    case MW_VALUE_NONE:
    case MW_VALUE_TASK:
    case MW_VALUE_LIST:
    default:
      return mw_random_mix (hash, 0);
    }
}

static MwRandom
draw_stream (MwTask *self, guint32 site)
{
  MwCallFrame *call = mw_task_get_call (self);
  const MwCoroutine *coroutine = &self->engine->program->coroutines[call->coroutine];
  guint64 key = mw_random_mix (site, mw_random_hash (coroutine->name));
  MwRandom random;

  for (guint i = 0; i < coroutine->n_arguments; i++)
    key = hash_value (key, &call->slots[i]);
  mw_random_init (&random, self->engine->program->seed, mw_random_mix (key, call->n_draws++));
  return random;
}

/* An integer from [LOW, HIGH) for the draw at SITE. */
gint64
mw_task_draw (MwTask *self, guint32 site, gint64 low, gint64 high)
{
  MwRandom random = draw_stream (self, site);

  return mw_random_uniform (&random, low, high);
}

/* Lists may hold lists, and the same one many times: no text is much longer than the trace keeps, none deeper than
 * MAX_DEPTH. */
static void
append_text (GString *string, const MwValue *value, guint depth)
{
  switch (value->type)
    {
    case MW_VALUE_NUMBER:
      g_string_append_printf (string, "%" G_GINT64_FORMAT, value->number);
      break;
    case MW_VALUE_TEXT:
      g_string_append (string, value->text);
      break;
    case MW_VALUE_TASK:
      g_string_append_printf (string, "task %" G_GINT64_FORMAT, value->number);
      break;
    case MW_VALUE_LIST:
      g_string_append_c (string, '[');
      for (guint i = 0; i < value->list->n_values && depth < MAX_DEPTH && string->len < MW_TRACE_TEXT_MAX; i++)
        {
          g_string_append (string, i > 0 ? ", " : "");
          append_text (string, &value->list->values[i], depth + 1);
        }
      g_string_append_c (string, ']');
      break;
    case MW_VALUE_NONE:
    default:
      g_string_append (string, "None");
    }
}

static const char *
intern (MwTask *self, const GString *string)
{
  MwTrace *trace = self->engine->trace;

  mw_engine_expire (self->engine); /* a text may be long */
  return mw_trace_get_string (trace, mw_trace_intern (trace, string->str));
}

static MwValue
evaluate_template (MwTask *self, const MwOperand *operand)
{
  g_autoptr (GString) string = g_string_new (NULL);

  for (guint i = 0; i < operand->n_items; i++)
    {
      MwValue value = mw_task_evaluate (self, &operand->items[i]);

      append_text (string, &value, 0);
    }
  return (MwValue) { MW_VALUE_TEXT, { .text = intern (self, string) } };
}

static MwValue
evaluate_list (MwTask *self, const MwOperand *operand)
{
  MwList *list = mw_engine_new_list (self->engine, operand->n_items);

  for (guint i = 0; i < operand->n_items; i++)
    list->values[i] = mw_task_evaluate (self, &operand->items[i]);
  return (MwValue) { MW_VALUE_LIST, { .list = list } };
}

/* As Python says it. */
static MwValue
evaluate_done (MwTask *self, const MwOperand *operand)
{
  MwValue value = mw_task_get_call (self)->slots[operand->slot];
  gboolean done = value.type == MW_VALUE_TASK && value.number >= 1 && value.number <= self->engine->tasks->len &&
                  mw_task_is_ended (g_ptr_array_index (self->engine->tasks, value.number - 1));

  return (MwValue) { MW_VALUE_TEXT, { .text = done ? "True" : "False" } };
}

/* What is no number counts as 0; a sum that no integer can hold stays at its border. */
static MwValue
evaluate_sum (MwTask *self, const MwOperand *operand)
{
  gint64 sum = 0;

  for (guint i = 0; i < operand->n_items; i++)
    {
      gint64 number = mw_task_number (self, &operand->items[i], 0);

      if (__builtin_add_overflow (sum, number, &sum))
        sum = number < 0 ? G_MININT64 : G_MAXINT64;
    }
  return mw_value_number (sum);
}

/* The value of OPERAND in the task's innermost coroutine. */
MwValue
mw_task_evaluate (MwTask *self, const MwOperand *operand)
{
  switch (operand->kind)
    {
    case MW_OPERAND_CONSTANT:
      return operand->value;
    case MW_OPERAND_SLOT:
      return mw_task_get_call (self)->slots[operand->slot];
    case MW_OPERAND_ITEM:
      {
        gint64 index = mw_task_number (self, operand->index, 0);

        return mw_task_evaluate (self, &operand->items[(guint64) index % operand->n_items]);
      }
    case MW_OPERAND_UNIFORM:
      return mw_value_number (mw_task_draw (self, operand->site, operand->low, operand->high));
    case MW_OPERAND_EXPONENTIAL:
      {
        MwRandom random = draw_stream (self, operand->site);

        return mw_value_number (mw_random_exponential (&random, operand->low));
      }
    case MW_OPERAND_TEMPLATE:
      return evaluate_template (self, operand);
    case MW_OPERAND_LIST:
      return evaluate_list (self, operand);
    case MW_OPERAND_DONE:
      return evaluate_done (self, operand);
    case MW_OPERAND_GROUP:
    case MW_OPERAND_SUM:
      return evaluate_sum (self, operand);
    case MW_OPERAND_NONE:
    default:
      return (MwValue) { MW_VALUE_NONE };
    }
}

/* OPERAND as an integer; FALLBACK where it is not given or is none. */
gint64
mw_task_number (MwTask *self, const MwOperand *operand, gint64 fallback)
{
  MwValue value = mw_task_evaluate (self, operand);

  return value.type == MW_VALUE_NUMBER || value.type == MW_VALUE_TASK ? value.number : fallback;
}

/* OPERAND as a text that lives as long as the trace. */
const char *
mw_task_text (MwTask *self, const MwOperand *operand)
{
  MwValue value = mw_task_evaluate (self, operand);
  g_autoptr (GString) string = g_string_new (NULL);

  append_text (string, &value, 0);
  return intern (self, string);
}

/* Puts VALUE into variable SLOT of the innermost coroutine. */
void
mw_task_assign (MwTask *self, guint slot, MwValue value)
{
  mw_task_get_call (self)->slots[slot] = value;
}
