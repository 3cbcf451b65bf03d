/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* One file, written or read whole, over GIO's streams: asynchronously or on the calling thread.
 *
 * After the transfer the operation waits for what the scenario's disk takes on top of the machine's own: without that, a
 * file in memory would be there before anybody had seen the task wait. */

#include <errno.h>
#include <string.h>

#include "mw-file-transfer.h"
#include "mw-shelf.h"
#include "mw-time.h"

#define WRITE_FLAGS (G_FILE_CREATE_PRIVATE | G_FILE_CREATE_REPLACE_DESTINATION)
#define CLOSE_BOTH  (G_OUTPUT_STREAM_SPLICE_CLOSE_SOURCE | G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET)

struct _MwFileTransfer
{
  MwOperation       *operation;   /* NULL: cancelled */
  GCancellable      *cancellable;
  GBytes            *content;     /* that is written; NULL: read */
  GOutputStream     *read;        /* what was read */
  GSource           *delay;
  MwFileTransferFunc done;
  gpointer           data;
};

/* What stands in the files is nobody's business; how much of it is. */
static GBytes *
make_content (const MwFileJob *job)
{
  char *content = g_malloc ((gsize) MAX (job->bytes, 1));

  memset (content, 'm', (gsize) job->bytes);
  return g_bytes_new_take (content, (gsize) job->bytes);
}

static void
fail (MwOperation *operation, const GError *error)
{
  static const struct { GIOErrorEnum code; int number; } rows[] = {
    { G_IO_ERROR_NOT_FOUND, ENOENT }, { G_IO_ERROR_NO_SPACE, ENOSPC }, { G_IO_ERROR_PERMISSION_DENIED, EACCES },
    { G_IO_ERROR_READ_ONLY, EROFS }, { G_IO_ERROR_TOO_MANY_OPEN_FILES, EMFILE },
  };
  int number = EIO;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (error->domain == G_IO_ERROR && error->code == (int) rows[i].code)
      number = rows[i].number;
  mw_shelf_fail (operation, number);
}

static gboolean
write_file (GFile *file, const MwFileJob *job, GError **error)
{
  g_autoptr (GBytes) content = make_content (job);
  g_autoptr (GFileOutputStream) stream = g_file_replace (file, NULL, FALSE, WRITE_FLAGS, NULL, error);

  return stream != NULL && g_output_stream_write_all (G_OUTPUT_STREAM (stream), g_bytes_get_data (content, NULL),
                                                      g_bytes_get_size (content), NULL, NULL, error) &&
         g_output_stream_close (G_OUTPUT_STREAM (stream), NULL, error);
}

void
mw_file_transfer_block (GFile *file, MwOperation *operation)
{
  g_autoptr (GError) error = NULL;

  if (operation->job.file.write)
    {
      if (write_file (file, &operation->job.file, &error))
        operation->length = operation->job.file.bytes;
    }
  else
    {
      g_autoptr (GBytes) content = g_file_load_bytes (file, NULL, NULL, &error);

      operation->length = content != NULL ? (gint64) g_bytes_get_size (content) : 0;
    }
  if (error != NULL)
    fail (operation, error);
}

static void
finish (MwFileTransfer *self)
{
  self->done (self, self->data);
  if (self->delay != NULL)
    {
      g_source_destroy (self->delay);
      g_source_unref (self->delay);
    }
  g_clear_object (&self->read);
  g_clear_pointer (&self->content, g_bytes_unref);
  g_object_unref (self->cancellable);
  g_free (self);
}

static gboolean
delay_dispatch (GSource *source, GSourceFunc callback, gpointer data)
{
  return callback (data);
}

static GSourceFuncs delay_funcs = { .dispatch = delay_dispatch };

static gboolean
delay_cb (gpointer data)
{
  finish (data);
  return G_SOURCE_REMOVE;
}

/* The transfer is over: LENGTH bytes, or ERROR. */
static void
settle (MwFileTransfer *self, gint64 length, const GError *error)
{
  if (self->operation == NULL)
    {
      finish (self);
      return;
    }
  self->operation->length = length;
  if (error != NULL)
    fail (self->operation, error);
  self->delay = g_source_new (&delay_funcs, sizeof (GSource));
  g_source_set_callback (self->delay, delay_cb, self, NULL);
  g_source_set_ready_time (self->delay, g_get_monotonic_time () + mw_operation_get_cost (self->operation) / MW_NS_PER_US);
  g_source_attach (self->delay, g_main_context_get_thread_default ());
}

static void
closed_cb (GObject *stream, GAsyncResult *result, gpointer data)
{
  MwFileTransfer *self = data;
  g_autoptr (GError) error = NULL;

  g_output_stream_close_finish (G_OUTPUT_STREAM (stream), result, &error);
  settle (self, (gint64) g_bytes_get_size (self->content), error);
}

static void
written_cb (GObject *stream, GAsyncResult *result, gpointer data)
{
  MwFileTransfer *self = data;
  g_autoptr (GError) error = NULL;

  if (g_output_stream_write_all_finish (G_OUTPUT_STREAM (stream), result, NULL, &error))
    g_output_stream_close_async (G_OUTPUT_STREAM (stream), G_PRIORITY_DEFAULT, self->cancellable, closed_cb, self);
  else
    settle (self, 0, error);
}

static void
replaced_cb (GObject *file, GAsyncResult *result, gpointer data)
{
  MwFileTransfer *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileOutputStream) stream = g_file_replace_finish (G_FILE (file), result, &error);

  if (stream != NULL)
    g_output_stream_write_all_async (G_OUTPUT_STREAM (stream), g_bytes_get_data (self->content, NULL), g_bytes_get_size (self->content),
                                     G_PRIORITY_DEFAULT, self->cancellable, written_cb, self);
  else
    settle (self, 0, error);
}

static void
read_cb (GObject *memory, GAsyncResult *result, gpointer data)
{
  MwFileTransfer *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) content = NULL;

  if (g_output_stream_splice_finish (G_OUTPUT_STREAM (memory), result, &error) >= 0)
    content = g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (self->read));
  settle (self, content != NULL ? (gint64) g_bytes_get_size (content) : 0, error);
}

static void
opened_cb (GObject *file, GAsyncResult *result, gpointer data)
{
  MwFileTransfer *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileInputStream) stream = g_file_read_finish (G_FILE (file), result, &error);

  if (stream == NULL)
    {
      settle (self, 0, error);
      return;
    }
  self->read = g_memory_output_stream_new_resizable ();
  g_output_stream_splice_async (self->read, G_INPUT_STREAM (stream), CLOSE_BOTH, G_PRIORITY_DEFAULT, self->cancellable, read_cb, self);
}

MwFileTransfer *
mw_file_transfer_begin (GFile *file, MwOperation *operation, MwFileTransferFunc done, gpointer data)
{
  MwFileTransfer *self = g_new0 (MwFileTransfer, 1);

  self->operation = operation;
  self->cancellable = g_cancellable_new ();
  self->done = done;
  self->data = data;
  if (file == NULL)
    {
      settle (self, 0, NULL);
    }
  else if (operation->job.file.write)
    {
      self->content = make_content (&operation->job.file);
      g_file_replace_async (file, NULL, FALSE, WRITE_FLAGS, G_PRIORITY_DEFAULT, self->cancellable, replaced_cb, self);
    }
  else
    {
      g_file_read_async (file, G_PRIORITY_DEFAULT, self->cancellable, opened_cb, self);
    }
  return self;
}

void
mw_file_transfer_cancel (MwFileTransfer *self)
{
  self->operation = NULL;
  g_cancellable_cancel (self->cancellable);
  if (self->delay != NULL)
    g_source_set_ready_time (self->delay, 0);
}

MwOperation *
mw_file_transfer_get_operation (MwFileTransfer *self)
{
  return self->operation;
}
