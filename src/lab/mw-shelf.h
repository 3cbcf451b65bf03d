/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mw-backend.h"

G_BEGIN_DECLS

/* What lies on a disk of a scenario: names and sizes, up to its capacity.  Any thread. */
typedef struct _MwShelf MwShelf;

MwShelf *mw_shelf_new  (gint64 capacity);
void     mw_shelf_free (MwShelf *self);
/* Whether OPERATION, a file job, may be: the name is one, what is written has room (and has it from now on), what is
 * read is there (its size is then the operation's length).  FALSE: the operation's fault is set. */
gboolean mw_shelf_admit (MwShelf *self, MwOperation *operation);

/* What went wrong with a file, in words that do not depend on where it lies. */
void     mw_shelf_fail (MwOperation *operation, int error_number);

G_END_DECLS
