/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

/* Private to the Chrome files: what writer and reader agree upon. */

#define MW_CHROME_LOOP      1u        /* thread of the loop; task n is thread MW_CHROME_TASK + n */
#define MW_CHROME_TASK      1u
#define MW_CHROME_RUN       "meanwhile_run"   /* metadata: the header of a run */
#define MW_CHROME_LINE      "line"    /* categories of instants */
#define MW_CHROME_END       "end"
#define MW_CHROME_IN_FLIGHT "in flight"
