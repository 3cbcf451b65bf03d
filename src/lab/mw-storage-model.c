/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Files and databases of a simulated run.  What SQL answers is asked of SQLite itself, in memory, so that the two worlds
 * cannot disagree about it; how long it takes is the simulated clock's. */

#include "mw-database.h"
#include "mw-shelf.h"
#include "mw-storage.h"

typedef struct
{
  MwStorage    base;
  guint        n_resources;
  MwShelf    **shelves;     /* of disks */
  MwDatabase **databases;
} MwStorageModel;

static void
model_block (MwStorage *storage, MwOperation *operation)
{
  MwStorageModel *self = (MwStorageModel *) storage;

  if (operation->job.kind == MW_JOB_FILE)
    mw_shelf_admit (self->shelves[operation->job.file.disk - 1], operation);
  else
    mw_database_perform (self->databases[operation->job.statement.database - 1], operation, NULL, NULL);
}

static void
model_free (MwStorage *storage)
{
  MwStorageModel *self = (MwStorageModel *) storage;

  for (guint i = 0; i < self->n_resources; i++)
    {
      g_clear_pointer (&self->shelves[i], mw_shelf_free);
      g_clear_pointer (&self->databases[i], mw_database_free);
    }
  g_free (self->shelves);
  g_free (self->databases);
  g_free (self);
}

MwStorage *
mw_storage_model_new (const MwProgram *program)
{
  MwStorageModel *self = g_new0 (MwStorageModel, 1);

  self->base = (MwStorage) { .block = model_block, .free = model_free };
  self->n_resources = program->n_resources;
  self->shelves = g_new0 (MwShelf *, program->n_resources);
  self->databases = g_new0 (MwDatabase *, program->n_resources);
  for (guint i = 0; i < program->n_resources; i++)
    if (program->resources[i].kind == MW_RESOURCE_DISK)
      self->shelves[i] = mw_shelf_new (program->resources[i].storage.capacity);
    else if (program->resources[i].kind == MW_RESOURCE_DATABASE)
      self->databases[i] = mw_database_new (NULL, 1);
  return &self->base;
}

gboolean
mw_storage_is_needed (const MwProgram *program)
{
  for (guint i = 0; i < program->n_resources; i++)
    if (program->resources[i].kind == MW_RESOURCE_DISK || program->resources[i].kind == MW_RESOURCE_DATABASE)
      return TRUE;
  return FALSE;
}
