/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Private to the readers of runs: a scanner for JSON in memory, a line or a whole file.  It works in it, and changes it: strings are
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
/* A number with a fraction or an exponent, × 10^PLACES, cut; what is beyond 64 bits is held at their border. */
gboolean mw_run_scan_decimal   (MwRunScan *self, guint places, gint64 *number);
/* Whatever value comes next, to its end. */
gboolean mw_run_scan_skip      (MwRunScan *self);
gboolean mw_run_scan_end       (MwRunScan *self);

G_END_DECLS
