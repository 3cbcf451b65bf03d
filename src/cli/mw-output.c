/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Files are replaced whole (written beside, then renamed), so that a full disk leaves what was there.  A device or pipe
 * has no whole to be replaced, and renaming over /dev/full as root would remove the device: those are written to. */

#include "mw-config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "mw-error.h"
#include "mw-output.h"

gboolean
mw_output_is_special (const char *path)
{
  struct stat status;

  return stat (path, &status) == 0 && !S_ISREG (status.st_mode) && !S_ISDIR (status.st_mode);
}

gboolean
mw_output_check (const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *shown = g_filename_display_name (path);

  if (*path == '\0' || g_file_test (path, G_FILE_TEST_IS_DIR))
    g_set_error (error, MW_ERROR, MW_ERROR_FILE, _("cannot write “%s”: it is a folder"), *path != '\0' ? shown : ".");
  else if (!g_file_test (folder, G_FILE_TEST_IS_DIR))
    g_set_error (error, MW_ERROR, MW_ERROR_FILE, _("cannot write “%s”: there is no such folder"), shown);
  else
    return TRUE;
  return FALSE;
}

char *
mw_output_insert (const char *path, const char *variant)
{
  const char *base = strrchr (path, '/');
  const char *end = path + strlen (path);
  const char *dot;

  base = base != NULL ? base + 1 : path;
  if (g_str_has_suffix (base, ".gz"))
    end -= strlen (".gz");
  dot = g_strrstr_len (base, end - base, ".");
  if (dot == NULL || dot == base)
    dot = end;
  return g_strdup_printf ("%.*s-%s%s", (int) (dot - path), path, variant, dot);
}

static gboolean
write_all (int descriptor, GBytes *bytes)
{
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);

  while (size > 0)
    {
      gssize written = write (descriptor, data, size);

      if (written < 0 && errno != EINTR)
        return FALSE;
      if (written > 0)
        {
          data += written;
          size -= (gsize) written;
        }
    }
  return TRUE;
}

static gboolean
write_special (const char *path, GBytes *bytes, GError **error)
{
  int descriptor = open (path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
  gboolean written = descriptor >= 0 && write_all (descriptor, bytes);
  int fault = errno;

  if (descriptor >= 0 && close (descriptor) != 0 && written)
    {
      written = FALSE;
      fault = errno;
    }
  if (!written)
    g_set_error (error, MW_ERROR, MW_ERROR_FILE, _("cannot write “%s”: %s"), path, g_strerror (fault));
  return written;
}

gboolean
mw_output_save_picture (const MwRaceView *view, MwExportFormat format, const MwExportOptions *options,
                        const char *path, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;

  if (!mw_output_is_special (path))
    return mw_export_write (view, format, options, path, error);
  bytes = mw_export_bytes (view, format, options, error);
  return bytes != NULL && write_special (path, bytes, error);
}
