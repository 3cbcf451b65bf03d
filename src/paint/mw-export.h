/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "mw-palette.h"
#include "mw-race-view.h"
#include "mw-text-painter.h"

G_BEGIN_DECLS

/* One table, one line per format. */
typedef enum
{
  MW_EXPORT_SVG,
  MW_EXPORT_PNG,
  MW_EXPORT_PDF,
  MW_EXPORT_TEXT,
  MW_N_EXPORTS
} MwExportFormat;

typedef struct
{
  const char *title;    /* of the scenario; NULL: none */
  const char *badge;    /* NULL: the clock in the traces' headers */
  double      width;    /* px; 0: 1280 */
  double      height;   /* px; 0: what it needs */
  double      text;     /* px; 0: 14 */
  MwScheme    scheme;
  double      scale;    /* PNG: device pixels per px; 0: 1 */
  guint       columns;  /* text: 0: 80 */
  guint       lines;    /* text: to fold into; 0: as many as it needs */
  MwTextFlags text_flags;
} MwExportOptions;

/* "svg", "png" …; static. */
const char *mw_export_format_name (MwExportFormat format);
/* By the ending of PATH. */
gboolean    mw_export_format_of_path (const char *path, MwExportFormat *format);

/* The file's content (transfer full); NULL and ERROR (MW_ERROR_LIMIT: too large a picture). */
GBytes     *mw_export_bytes (const MwRaceView *view, MwExportFormat format, const MwExportOptions *options, GError **error);
/* The Gantt for a terminal; transfer full. */
char       *mw_export_text  (const MwRaceView *view, const MwExportOptions *options);
/* Writes PATH.part, then renames it: PATH is either the whole picture or what it was before (MW_ERROR_FILE). */
gboolean    mw_export_write (const MwRaceView *view, MwExportFormat format, const MwExportOptions *options, const char *path, GError **error);

G_END_DECLS
