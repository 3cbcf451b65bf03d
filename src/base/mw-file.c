/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The one way to write a file.
 *
 * A file is made whole in memory, written beside its name, brought down to the disk and renamed: after a full disk, a
 * crash or a kill there is what was there before, or all of what is new.  A device, a pipe or a socket has no whole
 * that could be replaced, and renaming over /dev/full as root would take the device from the machine: those are
 * written to as they are.
 */

#include "mw-config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "mw-error.h"
#include "mw-file.h"

/* PATH (in the encoding of file names) exists and is neither a file nor a folder. */
gboolean
mw_file_is_special (const char *path)
{
  GStatBuf status;

  return g_stat (path, &status) == 0 && !S_ISREG (status.st_mode) && !S_ISDIR (status.st_mode);
}

/* FALSE with errno. */
static gboolean
write_all (int descriptor, const char *data, gsize size)
{
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
write_special (const char *path, const char *data, gsize size, GError **error)
{
  int descriptor = g_open (path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
  gboolean written = descriptor >= 0 && write_all (descriptor, data, size);
  int failure = errno;

  if (descriptor >= 0 && close (descriptor) != 0 && written)
    {
      written = FALSE;
      failure = errno;
    }
  if (!written)
    g_set_error_literal (error, G_FILE_ERROR, g_file_error_from_errno (failure), g_strerror (failure));
  return written;
}

/* Writes BYTES to PATH (in the encoding of file names), whole or not at all.  MW_ERROR_FILE; blocks; any thread. */
gboolean
mw_file_write (const char *path, GBytes *bytes, GError **error)
{
  g_autofree char *name = g_filename_display_name (path);
  g_autoptr (GError) fault = NULL;
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);
  gboolean written;

  if (mw_file_is_special (path))
    written = write_special (path, data, size, &fault);
  else
    written = g_file_set_contents_full (path, data != NULL ? data : "", (gssize) size,
                                        G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0666, &fault);
  if (!written)
    g_set_error (error, MW_ERROR, MW_ERROR_FILE, _("“%s” cannot be written: %s"), name, fault->message);
  return written;
}
