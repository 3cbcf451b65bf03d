/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What SQL out of a scenario file may do.
 *
 * Scenario files come from anywhere, and SQL can open other files (ATTACH), load code, change settings (PRAGMA), fill a
 * disk or never end.  A list of what is forbidden grows with each version of SQLite, so this is a list of what is
 * allowed: tables, indices, the four verbs, and functions that depend on nothing but their arguments (no clock, no
 * random numbers: a simulated run must come out the same again).  Size, memory and time have limits. */

#include <string.h>

#include "mw-database.h"

#define MAX_PAGES "4096"      /* of 4 KiB */
#define MAX_HEAP  (G_GINT64_CONSTANT (256) << 20) /* bytes that SQLite may use in all */
#define TURN      10000       /* instructions between two looks at the clock that counts them */
#define MAX_TURNS 2000        /* about a second */

static gboolean
is_allowed_function (const char *name)
{
  static const char *const functions[] = {
    "abs", "avg", "coalesce", "count", "glob", "ifnull", "iif", "instr", "length", "like", "lower", "ltrim", "max", "min",
    "nullif", "round", "rtrim", "substr", "substring", "sum", "total", "trim", "typeof", "upper", NULL,
  };

  for (guint i = 0; functions[i] != NULL; i++)
    if (g_ascii_strcasecmp (functions[i], name) == 0)
      return TRUE;
  return FALSE;
}

static int
authorize_cb (void *data, int action, const char *first, const char *second, const char *database, const char *trigger)
{
  MwDatabaseGuard *self = data;

  if (self->is_ours)
    return SQLITE_OK;
  switch (action)
    {
    case SQLITE_CREATE_INDEX:
    case SQLITE_CREATE_TABLE:
    case SQLITE_DROP_INDEX:
    case SQLITE_DROP_TABLE:
      self->is_definition = TRUE;
      return SQLITE_OK;
    case SQLITE_DELETE:
    case SQLITE_INSERT:
    case SQLITE_UPDATE:
      self->is_change = TRUE;
      return SQLITE_OK;
    case SQLITE_READ:
    case SQLITE_RECURSIVE:
    case SQLITE_REINDEX:
    case SQLITE_SELECT:
      return SQLITE_OK;
    case SQLITE_FUNCTION:
      return is_allowed_function (second) ? SQLITE_OK : SQLITE_DENY;
    default:
      return SQLITE_DENY;
    }
}

/* Ends the statement when it has taken too long. */
static int
progress_cb (void *data)
{
  MwDatabaseGuard *self = data;

  return ++self->n_turns > MAX_TURNS;
}

static void
set_limits (sqlite3 *handle)
{
  static const struct { int id, value; } limits[] = {
    { SQLITE_LIMIT_LENGTH, 1000000 }, { SQLITE_LIMIT_SQL_LENGTH, 20000 }, { SQLITE_LIMIT_COLUMN, 100 },
    { SQLITE_LIMIT_EXPR_DEPTH, 100 }, { SQLITE_LIMIT_COMPOUND_SELECT, 20 }, { SQLITE_LIMIT_VDBE_OP, 25000 },
    { SQLITE_LIMIT_FUNCTION_ARG, 20 }, { SQLITE_LIMIT_ATTACHED, 0 }, { SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 100 },
    { SQLITE_LIMIT_VARIABLE_NUMBER, 100 }, { SQLITE_LIMIT_TRIGGER_DEPTH, 1 }, { SQLITE_LIMIT_WORKER_THREADS, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (limits); i++)
    sqlite3_limit (handle, limits[i].id, limits[i].value);
}

void
mw_database_guard_connect (MwDatabaseGuard *self, sqlite3 *handle)
{
  sqlite3_hard_heap_limit64 (MAX_HEAP);
  sqlite3_busy_timeout (handle, 5000);
  sqlite3_db_config (handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config (handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  sqlite3_db_config (handle, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, NULL);
  /* nobody wants the file after the run, so nobody waits for the disk to keep it */
  sqlite3_exec (handle, "PRAGMA max_page_count = " MAX_PAGES "; PRAGMA temp_store = memory; PRAGMA synchronous = off", NULL, NULL, NULL);
  set_limits (handle);
  sqlite3_set_authorizer (handle, authorize_cb, self);
  sqlite3_progress_handler (handle, TURN, progress_cb, self);
}
