/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mw-guide.h"

G_BEGIN_DECLS

/* All questions of SCENARIO, with what each answer leads to; transfer full. */
char *mw_guide_to_text (MwScenario *scenario, const char *lang);
/* Asks them one by one on the terminal until an end, or until the input ends. */
void  mw_guide_ask     (MwScenario *scenario, const char *lang);

G_END_DECLS
