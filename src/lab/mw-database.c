/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Statements on an SQLite database.
 *
 * A database with one connection behaves as sqlite3 and aiosqlite do: the first change opens a transaction that ends
 * with the commit.  With several connections a commit could reach another connection than the change did; there every
 * statement stands for itself. */

#include "mw-config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "mw-database.h"

typedef struct
{
  GMutex          mutex;
  sqlite3        *handle;   /* NULL until the first statement */
  MwDatabaseGuard guard;
} Connection;

struct _MwDatabase
{
  char      *path;
  guint      n_connections;
  Connection connections[];
};

MwDatabase *
mw_database_new (const char *path, guint n_connections)
{
  guint n = path != NULL ? n_connections : 1;
  MwDatabase *self = g_malloc0 (sizeof (MwDatabase) + n * sizeof (Connection));

  self->path = g_strdup (path);
  self->n_connections = n;
  for (guint i = 0; i < n; i++)
    g_mutex_init (&self->connections[i].mutex);
  return self;
}

void
mw_database_free (MwDatabase *self)
{
  for (guint i = 0; i < self->n_connections; i++)
    {
      sqlite3_close (self->connections[i].handle);
      g_mutex_clear (&self->connections[i].mutex);
    }
  g_free (self->path);
  g_free (self);
}

static gboolean
fail (MwOperation *operation, const char *message)
{
  operation->fault = MW_FAULT_DATABASE;
  operation->message = g_strdup (message);
  return FALSE;
}

static gboolean
connect_locked (MwDatabase *self, Connection *connection, MwOperation *operation)
{
  if (connection->handle != NULL)
    return TRUE;
  if (sqlite3_open_v2 (self->path != NULL ? self->path : ":memory:", &connection->handle,
                       SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOFOLLOW, NULL) == SQLITE_OK)
    {
      mw_database_guard_connect (&connection->guard, connection->handle);
      return TRUE;
    }
  fail (operation, sqlite3_errmsg (connection->handle));
  g_clear_pointer (&connection->handle, sqlite3_close);
  return FALSE;
}

/* BEGIN or COMMIT. */
static gboolean
run_our_own (Connection *connection, const char *sql, MwOperation *operation)
{
  int result;

  connection->guard.is_ours = TRUE;
  result = sqlite3_exec (connection->handle, sql, NULL, NULL, NULL);
  connection->guard.is_ours = FALSE;
  return result == SQLITE_OK || fail (operation, sqlite3_errmsg (connection->handle));
}

/* The one statement of the job, with its values in; NULL with the operation's fault set. */
static sqlite3_stmt *
prepare (Connection *connection, MwOperation *operation)
{
  const MwStatementJob *job = &operation->job.statement;
  sqlite3_stmt *statement = NULL;
  const char *rest = NULL;

  connection->guard.is_definition = connection->guard.is_change = FALSE;
  connection->guard.n_turns = 0;
  if (sqlite3_prepare_v2 (connection->handle, job->sql, -1, &statement, &rest) != SQLITE_OK)
    fail (operation, sqlite3_errmsg (connection->handle));
  else if (statement == NULL || rest[strspn (rest, " \t\r\n;")] != '\0')
    fail (operation, _("one statement at a time"));
  else if (sqlite3_bind_parameter_count (statement) != (int) job->n_values)
    fail (operation, _("as many values as question marks are wanted"));
  else if (job->kind == MW_STATEMENT_QUERY && sqlite3_column_count (statement) != (int) job->n_columns)
    fail (operation, _("the query finds another number of columns"));
  if (operation->fault != 0)
    g_clear_pointer (&statement, sqlite3_finalize);
  return statement;
}

static void
bind_values (sqlite3_stmt *statement, const MwStatementJob *job)
{
  for (guint i = 0; i < job->n_values; i++)
    if (job->values[i].type == MW_VALUE_NUMBER)
      sqlite3_bind_int64 (statement, (int) i + 1, job->values[i].number);
    else if (job->values[i].type == MW_VALUE_TEXT)
      sqlite3_bind_text (statement, (int) i + 1, job->values[i].text, -1, SQLITE_STATIC);
}

static MwValue
read_column (MwRecordSet *records, sqlite3_stmt *statement, int column)
{
  const char *found;
  g_autofree char *text = NULL;

  if (sqlite3_column_type (statement, column) == SQLITE_NULL)
    return (MwValue) { MW_VALUE_NONE };
  if (sqlite3_column_type (statement, column) == SQLITE_INTEGER)
    return (MwValue) { MW_VALUE_NUMBER, { .number = sqlite3_column_int64 (statement, column) } };
  found = (const char *) sqlite3_column_text (statement, column);
  text = g_utf8_make_valid (found != NULL ? found : "", -1);
  return (MwValue) { MW_VALUE_TEXT, { .text = g_string_chunk_insert (records->texts, text) } };
}

/* Steps through STATEMENT; of a query the records are kept. */
static gboolean
step_through (Connection *connection, sqlite3_stmt *statement, MwOperation *operation)
{
  int result;

  while ((result = sqlite3_step (statement)) == SQLITE_ROW)
    {
      MwRecordSet *records = operation->records;

      if (records == NULL)
        continue;
      if (records->values->len >= MW_QUERY_MAX_ROWS * records->n_columns)
        return fail (operation, _("the query finds more than 1000 rows"));
      for (guint i = 0; i < records->n_columns; i++)
        {
          MwValue value = read_column (records, statement, (int) i);

          g_array_append_val (records->values, value);
        }
    }
  return result == SQLITE_DONE || fail (operation, sqlite3_errmsg (connection->handle));
}

static void
run_statement (Connection *connection, MwOperation *operation)
{
  const MwStatementJob *job = &operation->job.statement;
  sqlite3_stmt *statement = prepare (connection, operation);
  gboolean changes;

  if (statement == NULL)
    return;
  changes = connection->guard.is_change && !connection->guard.is_definition;
  bind_values (statement, job);
  if (job->kind == MW_STATEMENT_QUERY)
    operation->records = mw_record_set_new (job->n_columns);
  if (!changes || !job->is_transaction || !sqlite3_get_autocommit (connection->handle) ||
      run_our_own (connection, "BEGIN", operation))
    if (step_through (connection, statement, operation))
      operation->length = changes ? sqlite3_changes (connection->handle) : 0;
  sqlite3_finalize (statement);
}

/* The caller must not close the database meanwhile. */
void
mw_database_perform (MwDatabase *self, MwOperation *operation, void (*wait) (gpointer data, gint64 duration), gpointer data)
{
  Connection *connection = &self->connections[operation->job.statement.connection % self->n_connections];

  g_mutex_lock (&connection->mutex);
  if (!connect_locked (self, connection, operation))
    ;
  else if (operation->job.statement.kind != MW_STATEMENT_COMMIT)
    run_statement (connection, operation);
  else if (!sqlite3_get_autocommit (connection->handle))
    run_our_own (connection, "COMMIT", operation);
  if (wait != NULL)
    wait (data, mw_operation_get_cost (operation));
  g_mutex_unlock (&connection->mutex);
}
