/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A disk that is full is a lesson, and must not be the learner's own disk: the files of a run have a capacity of
 * their own, below anything that hurts, and the model keeps the same books as the real folder. */

#include <errno.h>
#include <string.h>

#include "mw-shelf.h"

#define MAX_NAME 100

struct _MwShelf
{
  GMutex      mutex;
  GHashTable *sizes;     /* gint64 * by name */
  gint64      capacity;
  gint64      used;
};

MwShelf *
mw_shelf_new (gint64 capacity)
{
  MwShelf *self = g_new0 (MwShelf, 1);

  g_mutex_init (&self->mutex);
  self->sizes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->capacity = capacity;
  return self;
}

void
mw_shelf_free (MwShelf *self)
{
  g_hash_table_unref (self->sizes);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

void
mw_shelf_fail (MwOperation *operation, int error_number)
{
  operation->fault = MW_FAULT_FILE;
  operation->length = 0;
  operation->message = g_strdup_printf ("%s: %s", operation->job.file.name, g_strerror (error_number));
}

/* The reader of scenarios has looked at it, but a variable may have come into it since. */
static gboolean
is_name (const char *name)
{
  return *name != '\0' && *name != '.' && strchr (name, '/') == NULL && strlen (name) <= MAX_NAME;
}

static int
write_locked (MwShelf *self, MwOperation *operation)
{
  const MwFileJob *job = &operation->job.file;
  const gint64 *old = g_hash_table_lookup (self->sizes, job->name);
  gint64 used = self->used - (old != NULL ? *old : 0) + job->bytes;

  if (used > self->capacity)
    return ENOSPC;
  self->used = used;
  g_hash_table_insert (self->sizes, g_strdup (job->name), g_memdup2 (&job->bytes, sizeof job->bytes));
  operation->length = job->bytes;
  return 0;
}

static int
read_locked (MwShelf *self, MwOperation *operation)
{
  const gint64 *size = g_hash_table_lookup (self->sizes, operation->job.file.name);

  if (size == NULL)
    return ENOENT;
  operation->length = *size;
  return 0;
}

gboolean
mw_shelf_admit (MwShelf *self, MwOperation *operation)
{
  int problem = EINVAL;

  if (is_name (operation->job.file.name))
    {
      g_mutex_lock (&self->mutex);
      problem = operation->job.file.write ? write_locked (self, operation) : read_locked (self, operation);
      g_mutex_unlock (&self->mutex);
    }
  if (problem != 0)
    mw_shelf_fail (operation, problem);
  return problem == 0;
}
