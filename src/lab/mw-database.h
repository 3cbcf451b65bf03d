/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <sqlite3.h>

#include "mw-backend.h"

G_BEGIN_DECLS

/* An SQLite database with its connections, for statements that come out of a scenario file.  Any thread; a connection
 * does one thing at a time. */
typedef struct _MwDatabase MwDatabase;

/* PATH: the file, which is made with the first statement; NULL: in memory, with one connection. */
MwDatabase *mw_database_new     (const char *path, guint n_connections);
/* What was not committed is lost; the file stays. */
void        mw_database_free    (MwDatabase *self);
/* Does the job of OPERATION, a statement, and keeps its connection as long as it costs, with WAIT (may be NULL). */
void        mw_database_perform (MwDatabase *self, MwOperation *operation, void (*wait) (gpointer data, gint64 duration), gpointer data);

/* What statements may do; private to the database. */
typedef struct
{
  gboolean is_ours;         /* a statement of the program's own */
  gboolean is_definition;   /* the one that was prepared last makes or drops a table … */
  gboolean is_change;       /* … or changes what stands in one */
  guint    n_turns;         /* of the progress handler, in this statement */
} MwDatabaseGuard;

/* Puts HANDLE under the guard, which must outlive it. */
void        mw_database_guard_connect (MwDatabaseGuard *self, sqlite3 *handle);

G_END_DECLS
