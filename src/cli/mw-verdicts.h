/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mw-measure.h"
#include "mw-settings.h"
#include "mw-verify.h"

G_BEGIN_DECLS

/* What a check has found so far, claim by claim, in the order of checking. */
typedef struct _MwVerdicts MwVerdicts;

MwVerdicts *mw_verdicts_new         (MwClock clock);
void        mw_verdicts_free        (MwVerdicts *self);
/* Judges CLAIM; HISTORIES as for mw_claim_judge. */
void        mw_verdicts_add_claim   (MwVerdicts *self, MwScenario *scenario, const MwClaim *claim, MwHistory *const *histories);
void        mw_verdicts_add_finding (MwVerdicts *self, MwScenario *scenario, const char *variant, const MwFinding *finding);
guint       mw_verdicts_get_n       (MwVerdicts *self);
guint       mw_verdicts_get_n_wrong (MwVerdicts *self);
/* A table of what does not hold and of what has a figure of the seeds, or of everything; "" when it is empty.
 * Transfer full, as below. */
char       *mw_verdicts_print       (MwVerdicts *self, gboolean everything);
/* Everything, as an array of objects; the same in every locale. */
char       *mw_verdicts_json        (MwVerdicts *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MwVerdicts, mw_verdicts_free)

G_END_DECLS
