/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Files and databases of a live run, in a folder of its own below the system's folder for such things.
 *
 * Nothing outside that folder can be named: a file's name has no slash, and SQL cannot open another database.  If the
 * folder cannot be made the run goes on, and each step that needs it says so: a full disk is one of the things that a
 * program must be able to meet. */

#include <errno.h>
#include <gio/gio.h>
#include <glib/gstdio.h>

#include "mw-database.h"
#include "mw-file-transfer.h"
#include "mw-shelf.h"
#include "mw-storage.h"

typedef struct
{
  MwStorage     base;
  char         *folder;       /* NULL: it could not be made */
  int           problem;      /* errno: why not */
  GMainContext *context;
  GPtrArray    *transfers;    /* of MwFileTransfer, under way */
  guint         n_resources;
  char        **folders;      /* of disks */
  MwShelf     **shelves;
  MwDatabase  **databases;
} MwLiveStorage;

/* The file of OPERATION if it may be touched; NULL with the operation's fault set. */
static GFile *
admit (MwLiveStorage *self, MwOperation *operation)
{
  guint disk = operation->job.file.disk - 1;

  if (self->folders[disk] == NULL)
    mw_shelf_fail (operation, self->problem);
  else if (mw_shelf_admit (self->shelves[disk], operation))
    return g_file_new_build_filename (self->folders[disk], operation->job.file.name, NULL);
  return NULL;
}

static void
block_file (MwLiveStorage *self, MwOperation *operation)
{
  g_autoptr (GFile) file = admit (self, operation);

  if (file != NULL)
    mw_file_transfer_block (file, operation);
  self->base.wait (self->base.wait_data, mw_operation_get_cost (operation));
}

static void
storage_block (MwStorage *storage, MwOperation *operation)
{
  MwLiveStorage *self = (MwLiveStorage *) storage;

  if (operation->job.kind == MW_JOB_FILE)
    block_file (self, operation);
  else
    mw_database_perform (self->databases[operation->job.statement.database - 1], operation, storage->wait, storage->wait_data);
}

static void
transferred_cb (MwFileTransfer *transfer, gpointer data)
{
  MwLiveStorage *self = data;
  MwOperation *operation = mw_file_transfer_get_operation (transfer);

  g_ptr_array_remove_fast (self->transfers, transfer);
  if (operation == NULL)
    return;
  operation->data = NULL;
  operation->done (operation);
}

static void
storage_begin (MwStorage *storage, MwOperation *operation)
{
  MwLiveStorage *self = (MwLiveStorage *) storage;
  MwFileTransfer *transfer;
  g_autoptr (GFile) file = admit (self, operation);

  transfer = mw_file_transfer_begin (file, operation, transferred_cb, self);
  operation->data = transfer;
  g_ptr_array_add (self->transfers, transfer);
}

static void
storage_cancel (MwStorage *storage, MwOperation *operation)
{
  if (operation->data != NULL)
    mw_file_transfer_cancel (g_steal_pointer (&operation->data));
}

/* Empties FOLDER, which holds no folders, and removes it. */
static void
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_unlink (path);
    }
  g_rmdir (folder);
}

static void
storage_free (MwStorage *storage)
{
  MwLiveStorage *self = (MwLiveStorage *) storage;

  for (guint i = 0; i < self->transfers->len; i++)
    mw_file_transfer_cancel (g_ptr_array_index (self->transfers, i));
  while (self->transfers->len > 0)
    g_main_context_iteration (self->context, TRUE);
  for (guint i = 0; i < self->n_resources; i++)
    {
      g_clear_pointer (&self->databases[i], mw_database_free);
      g_clear_pointer (&self->shelves[i], mw_shelf_free);
      if (self->folders[i] != NULL)
        remove_folder (self->folders[i]);
      g_free (self->folders[i]);
    }
  if (self->folder != NULL)
    remove_folder (self->folder);
  g_ptr_array_unref (self->transfers);
  g_main_context_unref (self->context);
  g_free (self->databases);
  g_free (self->shelves);
  g_free (self->folders);
  g_free (self->folder);
  g_free (self);
}

static void
open_disk (MwLiveStorage *self, const MwProgramResource *resource, guint index)
{
  self->shelves[index] = mw_shelf_new (resource->storage.capacity);
  if (self->folder == NULL)
    return;
  self->folders[index] = g_build_filename (self->folder, resource->name, NULL);
  if (g_mkdir (self->folders[index], 0700) == 0)
    return;
  self->problem = errno;
  g_clear_pointer (&self->folders[index], g_free);
}

static void
open_database (MwLiveStorage *self, const MwProgramResource *resource, guint index)
{
  g_autofree char *name = g_strdup_printf ("%s.sqlite", resource->name);
  g_autofree char *path = g_build_filename (self->folder != NULL ? self->folder : "/dev/null", name, NULL);

  self->databases[index] = mw_database_new (path, (guint) resource->limit);
}

static void
make_folder (MwLiveStorage *self)
{
  g_autofree char *template = g_build_filename (g_get_tmp_dir (), "meanwhile-XXXXXX", NULL);

  if (g_mkdtemp (template) != NULL)
    self->folder = g_steal_pointer (&template);
  else
    self->problem = errno;
}

MwStorage *
mw_storage_new (const MwProgram *program)
{
  MwLiveStorage *self = g_new0 (MwLiveStorage, 1);

  self->base = (MwStorage) { .block = storage_block, .begin = storage_begin, .cancel = storage_cancel, .free = storage_free };
  self->context = g_main_context_ref_thread_default ();
  self->transfers = g_ptr_array_new ();
  self->n_resources = program->n_resources;
  self->folders = g_new0 (char *, program->n_resources);
  self->shelves = g_new0 (MwShelf *, program->n_resources);
  self->databases = g_new0 (MwDatabase *, program->n_resources);
  make_folder (self);
  for (guint i = 0; i < program->n_resources; i++)
    if (program->resources[i].kind == MW_RESOURCE_DISK)
      open_disk (self, &program->resources[i], i);
    else if (program->resources[i].kind == MW_RESOURCE_DATABASE)
      open_database (self, &program->resources[i], i);
  return &self->base;
}
