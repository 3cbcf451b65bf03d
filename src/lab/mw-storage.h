/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mw-backend.h"

G_BEGIN_DECLS

/* Files and databases of one run of PROGRAM, in a private folder that is removed with it.  To be made, used (but for
 * block: any thread) and freed on the loop thread, with its context the thread-default one; for mw_live_set_storage. */
MwStorage *mw_storage_new       (const MwProgram *program);
/* The same without a folder: files are only counted, databases lie in memory.  For mw_simulated_set_storage. */
MwStorage *mw_storage_model_new (const MwProgram *program);
/* TRUE if PROGRAM has a disk or a database. */
gboolean   mw_storage_is_needed (const MwProgram *program);

G_END_DECLS
