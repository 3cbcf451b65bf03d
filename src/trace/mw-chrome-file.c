/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A Chrome file as runs, and in words what was not quite right with it. */

#include "mw-config.h"

#include <inttypes.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "mw-chrome-private.h"
#include "mw-error.h"

#define SIZE_MAX_UNPACKED (G_GUINT64_CONSTANT (2) * 1024 * 1024 * 1024)
#define BLOCK             (1024 * 1024)

static const char *
note_format (MwChromeNote note, gsize n)
{
  switch (note)
    {
    case MW_CHROME_UNREADABLE:
      return ngettext ("%" PRIu64 " event was not readable and is left out", "%" PRIu64 " events were not readable and are left out", n);
    case MW_CHROME_FOREIGN:
      return ngettext ("%" PRIu64 " event of a kind that has no place here is left out",
                       "%" PRIu64 " events of kinds that have no place here are left out", n);
    case MW_CHROME_UNPAIRED:
      return ngettext ("%" PRIu64 " event had a begin without an end, or an end without a begin",
                       "%" PRIu64 " events had a begin without an end, or an end without a begin", n);
    case MW_CHROME_NESTED:
      return ngettext ("%" PRIu64 " slice within another is drawn as part of it", "%" PRIu64 " slices within others are drawn as part of them", n);
    case MW_CHROME_OVERLAPPING:
      return ngettext ("%" PRIu64 " slice overlapped another and is cut", "%" PRIu64 " slices overlapped others and are cut", n);
    case MW_CHROME_REFUSED:
      return ngettext ("%" PRIu64 " event was not possible and is left out", "%" PRIu64 " events were not possible and are left out", n);
    case MW_CHROME_N_NOTES:
    default:
      return NULL;
    }
}

static GStrv
dup_notes (const MwChrome *file)
{
  g_autoptr (GPtrArray) notes = g_ptr_array_new ();

  for (guint i = 0; i < MW_CHROME_N_NOTES; i++)
    if (file->notes[i] > 0)
      g_ptr_array_add (notes, g_strdup_printf (note_format ((MwChromeNote) i, file->notes[i]), (guint64) file->notes[i]));
  if (file->cut != NULL)
    g_ptr_array_add (notes, g_strdup (file->cut));
  if (notes->len == 0)
    return NULL;
  g_ptr_array_add (notes, NULL);
  return (GStrv) g_ptr_array_steal (notes, NULL);
}

/* TEXT is changed, and has room for a NUL behind LENGTH. */
static GPtrArray *
read_text (char *text, gsize length, GStrv *notes, MwProgressFunc progress, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (MwChrome) file = mw_chrome_new ();
  g_autoptr (GPtrArray) traces = g_ptr_array_new_with_free_func ((GDestroyNotify) mw_trace_unref);

  if (!mw_chrome_read (file, text, length, progress, data, cancellable))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _("cancelled"));
      return NULL;
    }
  for (guint i = 0; i < file->processes->len; i++)
    {
      MwTrace *trace = mw_chrome_import (file, g_ptr_array_index (file->processes, i));

      if (trace != NULL)
        g_ptr_array_add (traces, trace);
    }
  if (traces->len == 0)
    {
      g_set_error (error, MW_ERROR, MW_ERROR_FORMAT, _("no task in it%s%s"), file->cut ? ": " : "", file->cut ? file->cut : "");
      return NULL;
    }
  if (notes != NULL)
    *notes = dup_notes (file);
  return g_steal_pointer (&traces);
}

/* The whole of the file, unpacked, with room for a NUL; NULL with ERROR set. */
static GByteArray *
load (const char *path, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GInputStream) stream = G_INPUT_STREAM (g_file_read (file, cancellable, error));
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  gssize n_read = 1;

  if (stream != NULL && g_str_has_suffix (path, ".gz"))
    {
      g_autoptr (GZlibDecompressor) gunzip = g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP);
      GInputStream *plain = g_converter_input_stream_new (stream, G_CONVERTER (gunzip));

      g_object_unref (stream);
      stream = plain;
    }
  while (stream != NULL && n_read > 0)
    {
      guint from = bytes->len;

      if (from > SIZE_MAX_UNPACKED - BLOCK)
        {
          g_set_error (error, MW_ERROR, MW_ERROR_FORMAT, _("larger than 2 GB"));
          return NULL;
        }
      g_byte_array_set_size (bytes, from + BLOCK);
      n_read = g_input_stream_read (stream, bytes->data + from, BLOCK, cancellable, error);
      g_byte_array_set_size (bytes, from + (guint) MAX (n_read, 0));
    }
  if (stream == NULL || n_read < 0)
    return NULL;
  g_byte_array_append (bytes, (const guint8 *) "", 1);
  return g_steal_pointer (&bytes);
}

GPtrArray *
mw_chrome_load (const char *path, GStrv *notes, MwProgressFunc progress, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autofree char *name = g_filename_display_name (path);
  g_autoptr (GError) wrong = NULL;
  g_autoptr (GByteArray) bytes = load (path, cancellable, &wrong);
  GPtrArray *traces = NULL;

  if (bytes != NULL)
    traces = read_text ((char *) bytes->data, bytes->len - 1, notes, progress, data, cancellable, &wrong);
  if (traces != NULL)
    return traces;
  if (g_error_matches (wrong, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_propagate_error (error, g_steal_pointer (&wrong));
  else if (wrong->domain == MW_ERROR)
    g_set_error (error, MW_ERROR, wrong->code, _("“%s”, %s"), name, wrong->message);
  else
    g_set_error (error, MW_ERROR, MW_ERROR_FILE, _("“%s” cannot be read: %s"), name, wrong->message);
  return NULL;
}

GPtrArray *
mw_chrome_parse (GBytes *bytes, GStrv *notes, GError **error)
{
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);
  g_autofree char *copy = g_malloc (size + 1);

  if (size > 0)
    memcpy (copy, data, size);
  copy[size] = '\0';
  return read_text (copy, size, notes, NULL, NULL, NULL, error);
}
