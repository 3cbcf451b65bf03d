/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mw-history.h"

G_BEGIN_DECLS

/* The spans of one state up to some moment; times in ns. */
typedef struct
{
  guint  n;
  gint64 total;
  gint64 median;  /* of an even number the lower one */
  gint64 p95;
  gint64 longest;
} MwNumbers;

/* Fills NUMBERS, indexed by state, with what HISTORY knew at NOW; a span that lasts counts up to NOW. */
void mw_numbers_compute (MwHistory *history, gint64 now, MwNumbers numbers[MW_N_STATES]);

G_END_DECLS
