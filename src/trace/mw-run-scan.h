/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Private to the run file: a scanner for one line of JSON.  It works in the line itself, which it changes: strings are
 * unescaped where they stand and ended with NUL.  The first thing that is wrong is kept in FAULT; from then on every
 * function fails. */
typedef struct
{
  char  *begin;
  char  *p;      /* the next byte */
  char  *end;    /* the byte after the last, which is NUL */
  char  *fault;
} MwRunScan;

void     mw_run_scan_init      (MwRunScan *self, char *line, gsize length);
void     mw_run_scan_clear     (MwRunScan *self);
void     mw_run_scan_fail      (MwRunScan *self, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* Takes C if it comes next (blanks aside). */
gboolean mw_run_scan_try       (MwRunScan *self, char c);
gboolean mw_run_scan_expect    (MwRunScan *self, char c);
gboolean mw_run_scan_is_string (MwRunScan *self);
gboolean mw_run_scan_string    (MwRunScan *self, char **text);
gboolean mw_run_scan_integer   (MwRunScan *self, gint64 low, gint64 high, gint64 *number);
gboolean mw_run_scan_end       (MwRunScan *self);

G_END_DECLS
