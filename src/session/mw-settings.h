/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mw-network.h"
#include "mw-scenario.h"

G_BEGIN_DECLS

typedef enum { MW_CLOCK_LIVE, MW_CLOCK_SIMULATED, MW_N_CLOCKS } MwClock;

/* "live", "simulated"; static. */
const char *mw_clock_name  (MwClock clock);
gboolean    mw_clock_parse (const char *name, MwClock *clock);

/* What a user sets before a run. */
typedef struct
{
  MwClock  clock;
  guint64  seed;
  gint64  *values;       /* one per parameter of the scenario; NULL: the defaults */
  char    *lang;
  MwConsent *consent;    /* that live runs ask real servers; NULL: they ask the lab */
} MwSettings;

void     mw_settings_init  (MwSettings *self, MwScenario *scenario, MwClock clock, const char *lang);
void     mw_settings_clear (MwSettings *self);
void     mw_settings_copy  (MwSettings *self, const MwSettings *other, MwScenario *scenario);
gboolean mw_settings_set   (MwSettings *self, MwScenario *scenario, const char *assignment, GError **error);
char    *mw_settings_dup_text (const MwSettings *self, MwScenario *scenario, guint parameter);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MwSettings, mw_settings_clear)

G_END_DECLS
