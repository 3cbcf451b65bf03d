/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "mw-config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "mw-error.h"
#include "mw-output.h"

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
