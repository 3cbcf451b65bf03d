/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A trace as a file: JSON Lines, as docs/trace.md describes them. */

#include "mw-config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "mw-error.h"
#include "mw-file.h"
#include "mw-run-file.h"
#include "mw-run-reader.h"
#include "mw-run-shape.h"
#include "mw-run-writer.h"

#define BLOCK (64 * 1024)

/**
 * mw_run_file_write:
 *
 * What has been published of TRACE so far, as a whole run file; the same trace gives the same bytes everywhere.
 */
GBytes *
mw_run_file_write (MwTrace *trace)
{
  gsize n_events = mw_trace_get_n_events (trace);
  GString *out = g_string_sized_new (1024 + n_events * 64);
  guint32 n_tasks = 0;

  mw_run_write_header (out, mw_trace_get_header (trace));
  for (gsize i = 0; i < n_events; i++)
    {
      const MwEvent *event = mw_trace_get_event (trace, i);

      n_tasks += event->kind == MW_EVENT_CREATED;
      mw_run_write_event (out, trace, event);
    }
  mw_run_write_end (out, n_events, n_tasks);
  return g_string_free_to_bytes (out);
}

/* Puts the compressed bytes in the place of *BYTES. */
static gboolean
compress (GBytes **bytes, GError **error)
{
  g_autoptr (GZlibCompressor) gzip = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, -1);
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr (GOutputStream) stream = g_converter_output_stream_new (memory, G_CONVERTER (gzip));

  if (!g_output_stream_write_all (stream, g_bytes_get_data (*bytes, NULL), g_bytes_get_size (*bytes), NULL, NULL, error) ||
      !g_output_stream_close (stream, NULL, error))
    return FALSE;
  g_bytes_unref (*bytes);
  *bytes = g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (memory));
  return TRUE;
}

/**
 * mw_run_file_save:
 * @path: in the encoding of file names; compressed when it ends in ".gz"
 *
 * Writes TRACE to PATH: the whole file, or, when that fails (%MW_ERROR_FILE), nothing, and what was there stays.
 * Blocks; any thread.
 */
gboolean
mw_run_file_save (MwTrace *trace, const char *path, GError **error)
{
  g_autoptr (GBytes) bytes = mw_run_file_write (trace);

  if (g_str_has_suffix (path, ".gz") && !compress (&bytes, error))
    return FALSE;
  return mw_file_write (path, bytes, error);
}

/* Gives READER the whole lines of PENDING and leaves the rest in it; FALSE when it wants no more. */
static gboolean
feed_lines (MwRunReader *reader, GByteArray *pending, gsize from)
{
  char *begin = (char *) pending->data, *end = begin + pending->len, *line = begin;
  char *stop = memchr (begin + from, '\n', pending->len - from);
  gboolean more = TRUE;

  for (; stop && more; stop = memchr (line, '\n', (gsize) (end - line)))
    {
      more = mw_run_reader_line (reader, line, (gsize) (stop - line));
      line = stop + 1;
    }
  g_byte_array_remove_range (pending, 0, (guint) (line - begin));
  if (more && pending->len > MW_RUN_LINE_MAX)
    {
      mw_run_reader_fail (reader, _("the next line is too long"));
      return FALSE;
    }
  return more;
}

/* FALSE only when CANCELLABLE was. */
static gboolean
feed (MwRunReader *reader, GInputStream *stream, GCancellable *cancellable, GError **error)
{
  g_autoptr (GByteArray) pending = g_byte_array_sized_new (2 * BLOCK);
  g_autoptr (GError) fault = NULL;
  gssize n_read;

  for (;;)
    {
      guint from = pending->len;

      g_byte_array_set_size (pending, from + BLOCK);
      n_read = g_input_stream_read (stream, pending->data + from, BLOCK, cancellable, &fault);
      g_byte_array_set_size (pending, from + (guint) MAX (n_read, 0));
      if (n_read <= 0 || !feed_lines (reader, pending, from))
        break;
    }
  if (g_error_matches (fault, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_propagate_error (error, g_steal_pointer (&fault));
      return FALSE;
    }
  if (fault)
    {
      mw_run_reader_fail (reader, _("the rest of the file cannot be read: %s"), fault->message);
    }
  else if (n_read == 0)
    {
      guint length = pending->len;

      g_byte_array_append (pending, (const guint8 *) "", 1);
      mw_run_reader_rest (reader, (char *) pending->data, length);
    }
  return TRUE;
}

/* STREAM as it is, or unpacked when it begins as gzip does.  (transfer full) */
static GInputStream *
open_plain (GInputStream *stream, GCancellable *cancellable, GError **error)
{
  g_autoptr (GInputStream) buffered = g_buffered_input_stream_new_sized (stream, BLOCK);
  const guint8 *begin;
  gsize size;

  if (g_buffered_input_stream_fill (G_BUFFERED_INPUT_STREAM (buffered), 2, cancellable, error) < 0)
    return NULL;
  begin = g_buffered_input_stream_peek_buffer (G_BUFFERED_INPUT_STREAM (buffered), &size);
  if (size >= 2 && begin[0] == 0x1f && begin[1] == 0x8b)
    {
      g_autoptr (GZlibDecompressor) gunzip = g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP);

      return g_converter_input_stream_new (buffered, G_CONVERTER (gunzip));
    }
  return g_steal_pointer (&buffered);
}

/* Read errors before the first byte leave through ERROR with a code of GIO's. */
static MwTrace *
read_stream (GInputStream *stream, char **fault, GCancellable *cancellable, GError **error)
{
  g_autoptr (MwRunReader) reader = mw_run_reader_new ();
  g_autoptr (GInputStream) plain = open_plain (stream, cancellable, error);
  g_autoptr (MwTrace) trace = NULL;

  if (plain == NULL || !feed (reader, plain, cancellable, error))
    return NULL;
  trace = mw_run_reader_get_trace (reader);
  if (trace == NULL)
    g_set_error_literal (error, MW_ERROR, MW_ERROR_FORMAT, mw_run_reader_get_fault (reader));
  else if (fault)
    *fault = g_strdup (mw_run_reader_get_fault (reader));
  return g_steal_pointer (&trace);
}

/**
 * mw_run_file_load:
 * @path: in the encoding of file names; gzip is known by its first bytes
 * @fault: (out) (optional) (nullable) (transfer full)
 *
 * Errors: %MW_ERROR_FILE, %MW_ERROR_FORMAT (the message names line and column), %G_IO_ERROR_CANCELLED.
 * Blocks; any thread.
 */
MwTrace *
mw_run_file_load (const char *path, char **fault, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) stream = NULL;
  g_autoptr (GError) wrong = NULL;
  g_autofree char *name = g_filename_display_name (path);
  MwTrace *trace = NULL;

  if (fault)
    *fault = NULL;
  stream = g_file_read (file, cancellable, &wrong);
  if (stream)
    trace = read_stream (G_INPUT_STREAM (stream), fault, cancellable, &wrong);
  if (trace)
    return trace;
  if (g_error_matches (wrong, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_propagate_error (error, g_steal_pointer (&wrong));
  else if (wrong->domain == MW_ERROR)
    g_set_error (error, MW_ERROR, wrong->code, _("“%s”, %s"), name, wrong->message);
  else
    g_set_error (error, MW_ERROR, MW_ERROR_FILE, _("“%s” cannot be read: %s"), name, wrong->message);
  return NULL;
}

/**
 * mw_run_file_parse:
 *
 * As mw_run_file_load, from memory.
 */
MwTrace *
mw_run_file_parse (GBytes *bytes, char **fault, GError **error)
{
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_bytes (bytes);

  if (fault)
    *fault = NULL;
  return read_stream (stream, fault, NULL, error);
}
