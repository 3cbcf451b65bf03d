/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "mw-terminal.h"

#define MIN_COLUMNS 40
#define MAX_COLUMNS 400

/* COLUMNS first, because a user who sets it means it; then the terminal's own word; then 80. */
static guint
get_columns (void)
{
  const char *wanted = g_getenv ("COLUMNS");
  struct winsize size;
  guint64 columns;

  if (wanted != NULL && g_ascii_string_to_unsigned (wanted, 10, 1, G_MAXUINT, &columns, NULL))
    return (guint) CLAMP (columns, MIN_COLUMNS, MAX_COLUMNS);
  if (ioctl (STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
    return CLAMP (size.ws_col, MIN_COLUMNS, MAX_COLUMNS);
  return 80;
}

/* no-color.org: set and not empty means none. */
static gboolean
wants_color (void)
{
  const char *refused = g_getenv ("NO_COLOR");

  return (refused == NULL || *refused == '\0') && isatty (STDOUT_FILENO) && g_strcmp0 (g_getenv ("TERM"), "dumb") != 0;
}

/* COLORFGBG ("15;0") is what terminals that say anything say about their background; most are dark. */
static MwScheme
get_scheme (void)
{
  const char *colors = g_getenv ("COLORFGBG");
  const char *background = colors != NULL ? strrchr (colors, ';') : NULL;

  if (background != NULL && (strcmp (background, ";7") == 0 || strcmp (background, ";15") == 0))
    return MW_SCHEME_LIGHT;
  return MW_SCHEME_DARK;
}

void
mw_terminal_fit (MwExportOptions *options)
{
  options->columns = get_columns ();
  options->scheme = get_scheme ();
  options->text_flags = 0;
  if (wants_color ())
    options->text_flags |= MW_TEXT_COLOR;
  if (!g_get_charset (NULL))
    options->text_flags |= MW_TEXT_ASCII;
}
