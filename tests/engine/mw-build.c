/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "mw-build.h"
#include "mw-verify.h"

MwOperand
mw_build_number (gint64 number)
{
  return (MwOperand) { .kind = MW_OPERAND_CONSTANT, .value = { MW_VALUE_NUMBER, { .number = number } } };
}

MwOperand
mw_build_text (MwProgram *p, const char *text)
{
  return (MwOperand) { .kind = MW_OPERAND_CONSTANT, .value = { MW_VALUE_TEXT, { .text = mw_program_intern (p, text) } } };
}

MwOperand
mw_build_slot (guint slot)
{
  return (MwOperand) { .kind = MW_OPERAND_SLOT, .slot = slot };
}

MwStep
mw_build_step (MwProgram *p, MwOp op, MwOperand a)
{
  static guint32 last_id;

  return (MwStep) { .op = op, .id = ++last_id, .slot = MW_NO_SLOT, .operand = { a } };
}

MwStep
mw_build_print (MwProgram *p, const char *text)
{
  return mw_build_step (p, MW_OP_PRINT, mw_build_text (p, text));
}

MwStep
mw_build_sleep (MwProgram *p, gint64 ns)
{
  return mw_build_step (p, MW_OP_SLEEP, mw_build_number (ns));
}

MwStep
mw_build_spawn (MwProgram *p, MwOp op, guint coroutine, guint n_arguments, const MwOperand *arguments)
{
  MwStep step = mw_build_step (p, op, (MwOperand) { 0 });
  MwOperand *copy = mw_program_alloc (p, n_arguments, sizeof (MwOperand));

  for (guint i = 0; i < n_arguments; i++)
    copy[i] = arguments[i];
  step.spawns = mw_program_alloc (p, 1, sizeof (MwSpawn));
  step.n_spawns = 1;
  step.spawns[0] = (MwSpawn) { coroutine, copy, n_arguments, { 0 }, MW_NO_SLOT };
  return step;
}

MwStep
mw_build_gather (MwProgram *p, guint n, const guint *coroutines, guint flags)
{
  MwStep step = mw_build_step (p, MW_OP_GATHER, (MwOperand) { 0 });

  step.spawns = mw_program_alloc (p, n, sizeof (MwSpawn));
  step.n_spawns = n;
  step.flags = (guint16) flags;
  for (guint i = 0; i < n; i++)
    step.spawns[i] = (MwSpawn) { coroutines[i], NULL, 0, { 0 }, MW_NO_SLOT };
  return step;
}

MwStep
mw_build_scope (MwProgram *p, MwOp op, guint32 ref, MwOperand a, MwBlock block)
{
  MwStep step = mw_build_step (p, op, a);

  step.ref = ref;
  step.block[0] = block;
  return step;
}

MwBlock
mw_build_block (MwProgram *p, guint n, const MwStep *steps)
{
  MwBlock block = { mw_program_alloc (p, n, sizeof (MwStep)), n };

  for (guint i = 0; i < n; i++)
    block.steps[i] = steps[i];
  return block;
}

void
mw_build_coroutine (MwProgram *p, guint index, const char *name, guint n_arguments, guint n_slots, MwBlock body)
{
  MwCoroutine *grown = mw_program_alloc (p, MAX (index + 1, p->n_coroutines), sizeof (MwCoroutine));

  for (guint i = 0; i < p->n_coroutines; i++)
    grown[i] = p->coroutines[i];
  p->n_coroutines = MAX (index + 1, p->n_coroutines);
  p->coroutines = grown;
  grown[index] = (MwCoroutine) {
    .name = mw_program_intern (p, name),
    .task_name = mw_build_text (p, name),
    .n_arguments = n_arguments,
    .n_slots = n_slots,
    .body = body,
  };
}

guint32
mw_build_resource (MwProgram *p, const char *name, MwResourceKind kind, gint64 limit)
{
  MwProgramResource *grown = mw_program_alloc (p, p->n_resources + 1, sizeof (MwProgramResource));

  for (guint i = 0; i < p->n_resources; i++)
    grown[i] = p->resources[i];
  grown[p->n_resources] = (MwProgramResource) { .name = mw_program_intern (p, name), .kind = kind, .limit = limit };
  p->resources = grown;
  return ++p->n_resources;
}

MwProgram *
mw_build_program (MwExecutor executor)
{
  MwProgram *p = mw_program_new ();

  p->scenario = "test";
  p->variant = mw_executor_name (executor);
  p->title = "Test";
  p->executor = executor;
  p->threads = 2;
  p->seed = 444;
  return p;
}

static void
storage_block (MwStorage *self, MwOperation *operation)
{
  const MwStatementJob *statement = &operation->job.statement;

  operation->length = 1;
  if (operation->job.kind == MW_JOB_FILE)
    operation->length = operation->job.file.write ? operation->job.file.bytes : 1000;
  if (operation->job.kind == MW_JOB_FILE && g_strcmp0 (operation->job.file.name, "gone") == 0)
    {
      operation->fault = MW_FAULT_FILE;
      operation->message = g_strdup ("gone: not there");
    }
  if (operation->job.kind != MW_JOB_STATEMENT || statement->kind != MW_STATEMENT_QUERY)
    return;
  operation->records = mw_record_set_new (statement->n_columns);
  for (guint i = 0; i < 2 * statement->n_columns; i++)
    {
      MwValue value = { MW_VALUE_NUMBER, { .number = i < statement->n_columns ? i : 100 + i - statement->n_columns } };

      g_array_append_val (operation->records->values, value);
    }
}

static void
storage_free (MwStorage *self)
{
  g_free (self);
}

MwStorage *
mw_build_storage (void)
{
  MwStorage *self = g_new0 (MwStorage, 1);

  self->block = storage_block;
  self->free = storage_free;
  return self;
}

MwStep
mw_build_file (MwProgram *p, MwOp op, guint32 disk, const char *name, gint64 bytes)
{
  MwStep step = mw_build_step (p, op, mw_build_text (p, name));

  step.ref = disk;
  step.operand[1] = mw_build_number (bytes);
  return step;
}

MwStep
mw_build_statement (MwProgram *p, MwOp op, guint32 database, guint n_columns)
{
  MwStep step = mw_build_step (p, op, mw_build_text (p, "SQL"));
  MwOperand *columns = mw_program_alloc (p, n_columns, sizeof (MwOperand));

  for (guint i = 0; i < n_columns; i++)
    {
      columns[i] = mw_build_slot (i);
      columns[i].value.type = i % 2 == 0 ? MW_VALUE_NUMBER : MW_VALUE_TEXT;
    }
  step.ref = database;
  step.operand[1] = (MwOperand) { .kind = MW_OPERAND_GROUP };
  step.operand[2] = (MwOperand) { .kind = MW_OPERAND_GROUP, .items = columns, .n_items = n_columns };
  return step;
}

static void
judge (MwTrace *trace)
{
  g_autoptr (GPtrArray) findings = mw_verify_trace (trace, 5);

  for (guint i = 0; i < findings->len; i++)
    {
      MwFinding *finding = g_ptr_array_index (findings, i);

      g_test_message ("%s at event %" G_GSIZE_FORMAT ": %s", finding->rule, finding->event, finding->text);
    }
  g_assert_cmpuint (findings->len, ==, 0);
}

MwTrace *
mw_build_simulate (MwProgram *p)
{
  MwTrace *trace = mw_trace_new (mw_engine_describe (p, "simulated"));
  MwBackend *backend = mw_simulated_new (p);
  MwEngine *engine = mw_engine_new (p, backend, trace);

  mw_simulated_set_storage (backend, mw_build_storage ());
  mw_simulated_run (backend, engine, NULL);
  mw_engine_free (engine);
  backend->free (backend);
  judge (trace);
  return trace;
}

MwTrace *
mw_build_run_live (MwProgram *p)
{
  MwTrace *trace = mw_trace_new (mw_engine_describe (p, "live"));
  g_autoptr (GMainContext) context = g_main_context_new ();
  MwBackend *backend = mw_live_new (p, context, mw_live_clock ());
  MwEngine *engine = mw_engine_new (p, backend, trace);

  g_main_context_push_thread_default (context);
  mw_live_run (backend, engine);
  mw_engine_free (engine);
  backend->free (backend);
  g_main_context_pop_thread_default (context);
  judge (trace);
  return trace;
}

char *
mw_build_console (MwTrace *trace, gboolean plain)
{
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < mw_trace_get_n_events (trace); i++)
    {
      const MwEvent *event = mw_trace_get_event (trace, i);

      if (event->kind != MW_EVENT_LINE)
        continue;
      g_string_append (text, text->len > 0 ? " | " : "");
      if (!plain)
        g_string_append_printf (text, "%.3f ", (double) event->time / (double) SEC);
      g_string_append (text, mw_trace_get_string (trace, event->object));
    }
  return g_string_free (text, FALSE);
}

static const char *
name_of (MwTrace *trace, guint32 task)
{
  for (gsize i = 0; i < mw_trace_get_n_events (trace); i++)
    {
      const MwEvent *event = mw_trace_get_event (trace, i);

      if (event->kind == MW_EVENT_CREATED && event->task == task)
        return mw_trace_get_string (trace, (guint32) event->value);
    }
  return "?";
}

char *
mw_build_ends (MwTrace *trace)
{
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < mw_trace_get_n_events (trace); i++)
    {
      const MwEvent *event = mw_trace_get_event (trace, i);

      if (event->kind == MW_EVENT_ENDED)
        g_string_append_printf (text, "%s%s %s %.3f", text->len > 0 ? ", " : "", name_of (trace, event->task),
                                mw_outcome_name (event->reason), (double) event->time / (double) SEC);
    }
  return g_string_free (text, FALSE);
}

gint64
mw_build_end (MwTrace *trace, MwRunEnd *why)
{
  const MwEvent *event = mw_trace_get_event (trace, mw_trace_get_n_events (trace) - 1);

  g_assert_cmpint (event->kind, ==, MW_EVENT_RUN_ENDED);
  if (why)
    *why = event->reason;
  return event->time;
}

guint
mw_build_count (MwTrace *trace, MwEventKind kind)
{
  guint n = 0;

  for (gsize i = 0; i < mw_trace_get_n_events (trace); i++)
    n += mw_trace_get_event (trace, i)->kind == kind;
  return n;
}
