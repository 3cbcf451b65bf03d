/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Files and databases in Python.
 *
 * A file goes to a thread (asyncio has no files of its own), a database is aiosqlite or, where nothing may wait for it,
 * sqlite3.  A database of several connections is opened anew for each statement: neither module has a pool. */

#include "mw-listing.h"

static const MwExpression *
cell_of (const MwShared *shared, const char *key)
{
  return shared->cells[mw_format_find_field (shared->format, key) - shared->format->fields];
}

/* The number under KEY in this variant. */
static gint64
number_of (MwListing *self, const MwShared *shared, const char *key)
{
  const MwExpression *cell = cell_of (shared, key);

  if (cell == NULL)
    return mw_format_find_field (shared->format, key)->fallback;
  if (cell->kind == MW_EXPRESSION_ITEM)
    cell = cell->items[mw_listing_parameter (self, (guint) cell->index->number)];
  return cell->kind == MW_EXPRESSION_PARAMETER ? mw_listing_parameter (self, (guint) cell->number) : cell->number;
}

static gboolean
has_one_connection (MwListing *self, const MwShared *shared)
{
  return number_of (self, shared, "connections") == 1;
}

static gboolean
is_awaited (MwListing *self, const MwShared *shared)
{
  return mw_listing_is_async (self) && number_of (self, shared, "driver") == MW_DRIVER_THREAD;
}

/* "aiosqlite", if it is awaited. */
static const char *
module_of (MwListing *self, const MwShared *shared)
{
  gboolean is_async = is_awaited (self, shared);

  self->modules |= is_async ? MW_MODULE_AIOSQLITE : MW_MODULE_SQLITE;
  return is_async ? "aiosqlite" : "sqlite3";
}

void
mw_listing_add_database (MwListing *self, const MwShared *shared)
{
  mw_listing_add (self, 0, "%s = %s.connect(\"%s.sqlite\")", shared->name, module_of (self, shared), shared->name);
}

/* "db.execute("SELECT …", (a, b))"; transfer full. */
static char *
statement_of (MwListing *self, const MwNode *node, const char *connection)
{
  const MwCell *values = mw_node_get_cell (node, "values");
  g_autofree char *sql = mw_listing_value_of (self, node, node->format->name);
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "%s.execute(%s", connection, sql);
  for (guint i = 0; i < values->n_arguments; i++)
    {
      g_autofree char *value = mw_listing_expression (self, values->arguments[i]);

      g_string_append_printf (text, "%s%s", i > 0 ? ", " : ", (", value);
    }
  if (values->n_arguments > 0)
    g_string_append (text, values->n_arguments == 1 ? ",)" : ")");
  return g_string_free (g_string_append_c (text, ')'), FALSE);
}

/* "title, score", or "(n,)" where there is one; transfer full. */
static char *
columns_of (const MwNode *node)
{
  const MwCell *columns = mw_node_get_cell (node, "columns");
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < columns->n_variables; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", columns->variables[i]->name);
  if (columns->n_variables == 1)
    {
      g_string_prepend_c (text, '(');
      g_string_append (text, ",)");
    }
  return g_string_free (text, FALSE);
}

/* The name of the connection that NODE uses; where it has one for itself it is opened, and the lines are indented. */
static const char *
enter_connection (MwListing *self, const MwNode *node, const MwShared **shared)
{
  guint index = mw_node_get_cell (node, "database")->ref - 1;

  *shared = &self->scenario->shared[index];
  if (has_one_connection (self, *shared))
    {
      self->resources[index] = TRUE;
      return (*shared)->name;
    }
  mw_listing_add (self, node->id, "%swith %s.connect(\"%s.sqlite\") as connection:", is_awaited (self, *shared) ? "async " : "",
                  module_of (self, *shared), (*shared)->name);
  self->indent++;
  return "connection";
}

static void
leave_connection (MwListing *self, const MwShared *shared)
{
  if (!has_one_connection (self, shared))
    self->indent--;
}

void
mw_listing_write_execute (MwListing *self, const MwNode *node)
{
  const MwShared *shared;
  const char *connection = enter_connection (self, node, &shared);
  const char *await = is_awaited (self, shared) ? "await " : "";
  const MwCell *as = mw_node_get_cell (node, "as");
  g_autofree char *statement = statement_of (self, node, connection);

  mw_listing_add (self, node->id, "%s%s%s", as->given ? "cursor = " : "", await, statement);
  if (!has_one_connection (self, shared))
    mw_listing_add (self, node->id, "%s%s.commit()", await, connection);
  leave_connection (self, shared);
  if (as->given)
    mw_listing_add (self, node->id, "%s = cursor.rowcount", as->variable->name);
}

static void
write_awaited_query (MwListing *self, const MwNode *node, const char *statement, const char *columns)
{
  mw_listing_add (self, node->id, "async with %s as cursor:", statement);
  self->indent++;
  if (mw_node_get_cell (node, "steps")->given)
    {
      mw_listing_add (self, node->id, "async for %s in cursor:", columns);
      mw_listing_add_inner (self, node, "steps");
    }
  else
    {
      mw_listing_add (self, node->id, "%s = await cursor.fetchone()", columns);
    }
  self->indent--;
}

void
mw_listing_write_query (MwListing *self, const MwNode *node)
{
  const MwShared *shared;
  const char *connection = enter_connection (self, node, &shared);
  g_autofree char *statement = statement_of (self, node, connection);
  g_autofree char *columns = columns_of (node);

  if (is_awaited (self, shared))
    {
      write_awaited_query (self, node, statement, columns);
    }
  else if (mw_node_get_cell (node, "steps")->given)
    {
      mw_listing_add (self, node->id, "for %s in %s:", columns, statement);
      mw_listing_add_inner (self, node, "steps");
    }
  else
    {
      mw_listing_add (self, node->id, "%s = %s.fetchone()", columns, statement);
    }
  leave_connection (self, shared);
}

void
mw_listing_write_commit (MwListing *self, const MwNode *node)
{
  guint index = mw_node_get_cell (node, "commit")->ref - 1;
  const MwShared *shared = &self->scenario->shared[index];

  if (!has_one_connection (self, shared))
    {
      mw_listing_add (self, node->id, "pass  # each statement was committed with its connection");
      return;
    }
  self->resources[index] = TRUE;
  mw_listing_add (self, node->id, "%s%s.commit()", is_awaited (self, shared) ? "await " : "", shared->name);
}

void
mw_listing_write_with_database (MwListing *self, const MwNode *node)
{
  guint index = mw_node_get_cell (node, "with")->ref - 1;
  const MwShared *shared = &self->scenario->shared[index];
  const MwCell *steps = mw_node_get_cell (node, "steps");

  if (!has_one_connection (self, shared))
    {
      mw_listing_add (self, node->id, "# each statement opens a connection of its own");
      mw_listing_add_steps (self, steps->nodes, steps->n_nodes);
      return;
    }
  self->resources[index] = TRUE;
  mw_listing_add (self, node->id, "%swith %s:", is_awaited (self, shared) ? "async " : "", shared->name);
  mw_listing_add_inner (self, node, "steps");
}

void
mw_listing_write_write_file (MwListing *self, const MwNode *node)
{
  g_autofree char *name = mw_listing_value_of (self, node, "write-file");
  g_autofree char *bytes = mw_listing_value_of (self, node, "bytes");

  self->modules |= MW_MODULE_PATHLIB;
  mw_listing_add (self, node->id, mw_listing_is_async (self) ? "await asyncio.to_thread(pathlib.Path(%s).write_bytes, bytes(%s))"
                                                              : "pathlib.Path(%s).write_bytes(bytes(%s))", name, bytes);
}

void
mw_listing_write_read_file (MwListing *self, const MwNode *node)
{
  const MwCell *as = mw_node_get_cell (node, "as");
  g_autofree char *name = mw_listing_value_of (self, node, "read-file");
  g_autofree char *read = g_strdup_printf (mw_listing_is_async (self) ? "await asyncio.to_thread(pathlib.Path(%s).read_bytes)"
                                                                      : "pathlib.Path(%s).read_bytes()", name);

  self->modules |= MW_MODULE_PATHLIB;
  if (as->given)
    mw_listing_add (self, node->id, "%s = len(%s)", as->variable->name, read);
  else
    mw_listing_add (self, node->id, "%s", read);
}
