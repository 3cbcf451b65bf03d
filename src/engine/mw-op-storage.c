/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Files and databases: write-file, read-file, execute, query, commit.
 *
 * A statement goes to a worker that the database keeps for each of its connections (the driver "thread", as aiosqlite
 * has it), or it is made where the task runs (the driver "blocking", as sqlite3 has it), and then holds the loop. */

#include "mw-task.h"

static const MwStorageSpec *
spec_of (MwTask *task, const MwStep *step)
{
  return &task->engine->program->resources[step->ref - 1].storage;
}

static const char *
keep_text (MwTask *task, const char *text)
{
  MwTrace *trace = task->engine->trace;

  return mw_trace_get_string (trace, mw_trace_intern (trace, text));
}

/* The result of an operation that has come to its end; NULL when there is none, and what it raised travels. */
static const MwOperation *
get_result (MwTask *task)
{
  const MwOperation *operation = task->operation != NULL ? &task->operation->operation : NULL;

  if (operation == NULL || task->raised.code != 0 || mw_task_raise_fault_of (task, operation))
    return NULL;
  return operation;
}

/* files */

static MwFlow
begin_file (MwTask *task, const MwStep *step, gboolean write)
{
  MwEngine *engine = task->engine;
  const MwStorageSpec *disk = spec_of (task, step);
  MwJob *job = &mw_task_operation_new (task, MW_JOB_FILE, mw_engine_scale (engine, disk->latency))->operation.job;
  MwFlow flow;

  job->per_megabyte = mw_engine_scale (engine, disk->per_megabyte);
  job->file.disk = step->ref;
  job->file.name = mw_task_text (task, &step->operand[0]);
  job->file.write = write;
  job->file.bytes = mw_task_number (task, &step->operand[1], 0);
  if (engine->program->executor == MW_EXECUTOR_LOOP)
    return mw_task_begin_operation (task, MW_REASON_FILE, step->ref);
  flow = mw_task_block (task, MW_REASON_FILE, step->ref);
  return flow == MW_FLOW_NEXT ? mw_op_file_resume (task, step) : flow;
}

MwFlow
mw_op_write_file (MwTask *task, const MwStep *step)
{
  return begin_file (task, step, TRUE);
}

MwFlow
mw_op_read_file (MwTask *task, const MwStep *step)
{
  return begin_file (task, step, FALSE);
}

MwFlow
mw_op_file_resume (MwTask *task, const MwStep *step)
{
  const MwOperation *operation = get_result (task);

  if (operation != NULL && step->slot != MW_NO_SLOT)
    mw_task_assign (task, step->slot, mw_value_number (operation->length));
  mw_task_operation_drop (task);
  return MW_FLOW_NEXT;
}

/* databases */

static MwFlow
begin_statement (MwTask *task, const MwStep *step, MwStatementKind kind)
{
  MwEngine *engine = task->engine;
  MwPool *connections = engine->shared[step->ref - 1];
  MwTaskOperation *operation = mw_task_operation_new (task, MW_JOB_STATEMENT, mw_engine_scale (engine, spec_of (task, step)->latency));
  MwStatementJob *statement = &operation->operation.job.statement;
  const MwOperand *values = &step->operand[1];
  MwFlow flow;

  operation->values = g_new0 (MwValue, values->n_items);
  for (guint i = 0; i < values->n_items; i++)
    operation->values[i] = mw_task_evaluate (task, &values->items[i]);
  statement->database = step->ref;
  statement->kind = kind;
  statement->sql = step->operand[0].value.text;
  statement->values = operation->values;
  statement->n_values = values->n_items;
  statement->n_columns = step->operand[2].n_items;
  statement->is_transaction = engine->program->resources[step->ref - 1].limit == 1;
  if (connections != NULL)
    {
      mw_pool_run (connections, task);
      return MW_FLOW_SUSPEND;
    }
  flow = mw_task_block (task, MW_REASON_QUERY, step->ref);
  return flow == MW_FLOW_NEXT ? mw_op_classes[step->op].resume (task, step) : flow;
}

MwFlow
mw_op_execute (MwTask *task, const MwStep *step)
{
  return begin_statement (task, step, MW_STATEMENT_EXECUTE);
}

MwFlow
mw_op_commit (MwTask *task, const MwStep *step)
{
  return begin_statement (task, step, MW_STATEMENT_COMMIT);
}

MwFlow
mw_op_query (MwTask *task, const MwStep *step)
{
  return begin_statement (task, step, MW_STATEMENT_QUERY);
}

MwFlow
mw_op_execute_resume (MwTask *task, const MwStep *step)
{
  return mw_op_file_resume (task, step);
}

typedef struct
{
  MwFrame       frame;
  const MwList *values;   /* of all rows */
  guint         next;     /* value */
} MwQueryFrame;

/* VALUE as what the column's variable holds. */
static MwValue
convert (MwTask *task, MwValue value, MwValueType type)
{
  char buffer[32];

  if (type == MW_VALUE_NUMBER && value.type == MW_VALUE_TEXT)
    return mw_value_number (g_ascii_strtoll (value.text, NULL, 10));
  if (type != MW_VALUE_TEXT || value.type != MW_VALUE_NUMBER)
    return value;
  g_snprintf (buffer, sizeof buffer, "%" G_GINT64_FORMAT, value.number);
  return (MwValue) { MW_VALUE_TEXT, { .text = keep_text (task, buffer) } };
}

/* The next row of VALUES into the variables of STEP's columns. */
static void
take_row (MwTask *task, const MwStep *step, const MwValue *values)
{
  const MwOperand *columns = &step->operand[2];

  for (guint i = 0; i < columns->n_items; i++)
    mw_task_assign (task, columns->items[i].slot, convert (task, values[i], columns->items[i].value.type));
}

/* The values of RECORDS for as long as the engine lives, for the variables that take them do. */
static const MwList *
keep_records (MwTask *task, const MwRecordSet *records)
{
  guint n = records->values->len;
  MwList *kept = g_malloc0 (sizeof (MwList) + n * sizeof (MwValue));

  kept->n_values = n;
  for (guint i = 0; i < n; i++)
    {
      kept->values[i] = g_array_index (records->values, MwValue, i);
      if (kept->values[i].type == MW_VALUE_TEXT)
        kept->values[i].text = keep_text (task, kept->values[i].text);
    }
  g_ptr_array_add (task->engine->lists, kept);
  mw_engine_expire (task->engine); /* they may be many */
  return kept;
}

MwFlow
mw_op_query_resume (MwTask *task, const MwStep *step)
{
  const MwOperation *operation = get_result (task);
  const MwList *values = operation != NULL ? keep_records (task, operation->records) : NULL;

  mw_task_operation_drop (task);
  if (values == NULL)
    return MW_FLOW_NEXT;
  if (values->n_values > 0)
    take_row (task, step, values->values);
  else if ((step->flags & MW_QUERY_EACH) == 0)
    mw_task_raise (task, MW_FAULT_DATABASE, "the query found no row");
  if (values->n_values > 0 && (step->flags & MW_QUERY_EACH))
    {
      MwQueryFrame *frame = mw_task_push (task, sizeof *frame, step, MW_OP_QUERY);

      frame->values = values;
      frame->next = step->operand[2].n_items;
    }
  return MW_FLOW_NEXT;
}

MwFlow
mw_op_query_leave (MwTask *task, MwFrame *base)
{
  MwQueryFrame *frame = (MwQueryFrame *) base;

  if (frame->next >= frame->values->n_values)
    {
      mw_task_pop (task);
      return MW_FLOW_NEXT;
    }
  base->next = 0;
  take_row (task, base->step, &frame->values->values[frame->next]);
  frame->next += base->step->operand[2].n_items;
  return MW_FLOW_NEXT;
}
