/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "lab-diary.h"
#include "mw-live.h"

MwProgram *
lab_program (const MwServiceSpec *spec, guint max_conns, guint64 seed)
{
  MwProgram *program = mw_program_new ();

  program->seed = seed;
  program->n_resources = 2;
  program->resources = mw_program_alloc (program, 2, sizeof (MwProgramResource));
  program->resources[0] = (MwProgramResource) { .name = "stories", .kind = MW_RESOURCE_SERVICE, .service = *spec };
  program->resources[1] = (MwProgramResource) { .name = "session", .kind = MW_RESOURCE_SESSION, .service_ref = 1,
                                                .max_conns = max_conns, .max_conns_per_host = max_conns };
  return program;
}

static gint64
diary_now (Diary *self)
{
  return self->backend != NULL ? self->backend->now (self->backend) : mw_live_clock ();
}

static void
phase_cb (MwOperation *operation, MwPhase phase, guint32 connection)
{
  Diary *self = (Diary *) operation;

  g_assert_cmpuint (self->n_done, ==, 0);
  g_assert_cmpuint (self->n_phases, <, G_N_ELEMENTS (self->phases));
  if (self->n_phases > 0)
    g_assert_cmpint (phase, >, self->phases[self->n_phases - 1]);
  if (connection != 0)
    self->connection = connection;
  self->times[self->n_phases] = diary_now (self);
  self->phases[self->n_phases++] = phase;
}

static void
done_cb (MwOperation *operation)
{
  Diary *self = (Diary *) operation;

  self->n_done++;
  self->time = diary_now (self);
  if (self->n_all_done != NULL)
    self->rank = ++*self->n_all_done;
}

void
diary_init (Diary *self, MwBackend *backend, const char *path, guint *n_all_done)
{
  *self = (Diary) {
    .operation = { .phase = phase_cb, .done = done_cb,
                     .job = { .kind = MW_JOB_REQUEST, .duration = MW_TIME_OPEN, .request = { SESSION, path } } },
    .backend = backend,
    .n_all_done = n_all_done,
  };
}

void
diary_clear (Diary *self)
{
  g_clear_pointer (&self->operation.message, g_free);
}

/* The initials of the phases: "QCSWRE" (N for the name look-up, T for TLS). */
const char *
diary_phases (Diary *self, char buffer[64])
{
  for (guint i = 0; i < self->n_phases; i++)
    buffer[i] = "QNCTSWRE"[self->phases[i]];
  buffer[self->n_phases] = '\0';
  return buffer;
}
