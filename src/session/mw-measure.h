/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mw-history.h"
#include "mw-scenario.h"

G_BEGIN_DECLS

/* One claim held against finished histories: HISTORIES[variant] for each variant of the scenario (NULL: not run). */
typedef struct
{
  gint64   measured;
  gboolean known;      /* FALSE: could not be measured (subject missing, variant not run) */
  gboolean holds;
} MwVerdict;

gint64    mw_measure_history (MwHistory *history, MwHistory *first, const MwClaim *claim, gboolean *known);
MwVerdict mw_claim_judge     (const MwClaim *claim, MwHistory *const *histories, gboolean simulated);

/* The first line in which what was printed parts from the lines of CLAIM, an order: its number, 1, 2, …, and both texts (transfer
 * full; NULL: no line there).  0 where they do not part, or nothing was run. */
guint     mw_claim_find_line (const MwClaim *claim, MwHistory *const *histories, char **wanted, char **printed);

/* VALUE in the unit of MEASURE: "6.000000000 s", "×3.000", "yes", "5"; transfer full. */
char     *mw_measure_format  (MwMeasure measure, gint64 value);
/* The makespan that the scenario's source printed for VARIANT, ns; -1: none. */
gint64    mw_scenario_get_ghost (MwScenario *scenario, guint variant);

G_END_DECLS
