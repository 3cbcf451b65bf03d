/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "mw-program.h"

static const char *const executor_names[MW_N_EXECUTORS] = {
  [MW_EXECUTOR_LOOP] = "loop",
  [MW_EXECUTOR_BLOCKING] = "blocking",
  [MW_EXECUTOR_THREADS] = "threads",
};

const char *
mw_executor_name (MwExecutor executor)
{
  return executor_names[executor];
}

/* An empty program; the caller owns the one reference. */
MwProgram *
mw_program_new (void)
{
  MwProgram *self = g_new0 (MwProgram, 1);

  self->ref_count = 1;
  self->cores = 2;
  self->time_scale = 1;
  self->strings = g_string_chunk_new (1024);
  self->arena = g_ptr_array_new_with_free_func (g_free);
  return self;
}

MwProgram *
mw_program_ref (MwProgram *self)
{
  g_atomic_int_inc (&self->ref_count);
  return self;
}

void
mw_program_unref (MwProgram *self)
{
  if (!g_atomic_int_dec_and_test (&self->ref_count))
    return;
  g_string_chunk_free (self->strings);
  g_ptr_array_unref (self->arena);
  g_free (self);
}

/* Zeroed memory that lives as long as the program; NULL for no elements. */
gpointer
mw_program_alloc (MwProgram *self, gsize n_elements, gsize element_size)
{
  gpointer memory;

  if (n_elements == 0)
    return NULL;
  memory = g_malloc0_n (n_elements, element_size);
  g_ptr_array_add (self->arena, memory);
  return memory;
}

/* A copy of TEXT that lives as long as the program; equal texts are the same pointer. */
const char *
mw_program_intern (MwProgram *self, const char *text)
{
  return g_string_chunk_insert_const (self->strings, text);
}

/* Of a session: its connections, all of which lead to one host. */
gint64
mw_program_resource_get_limit (const MwProgramResource *self)
{
  guint in_all = self->max_conns, per_host = self->max_conns_per_host;

  if (self->kind != MW_RESOURCE_SESSION)
    return self->limit;
  return in_all > 0 && per_host > 0 ? MIN (in_all, per_host) : MAX (in_all, per_host);
}
