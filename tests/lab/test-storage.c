/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Real files and a real SQLite, and the model beside them: both must say the same. */

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

#include "mw-storage.h"
#include "mw-time.h"

enum { DISK = 1, BOOKS, SHARED };

typedef struct
{
  MwProgram *program;
  MwStorage *storage;
  GPtrArray *waits;     /* gint64 * : what the storage took on top */
} World;

static void
wait_cb (gpointer data, gint64 duration)
{
  g_ptr_array_add (data, g_memdup2 (&duration, sizeof duration));
}

static MwProgram *
make_program (void)
{
  static const struct { const char *name; MwResourceKind kind; gint64 limit; } rows[] = {
    { "disk", MW_RESOURCE_DISK, 0 }, { "books", MW_RESOURCE_DATABASE, 1 }, { "shared", MW_RESOURCE_DATABASE, 3 },
  };
  MwProgram *program = mw_program_new ();

  program->n_resources = G_N_ELEMENTS (rows);
  program->resources = mw_program_alloc (program, G_N_ELEMENTS (rows), sizeof (MwProgramResource));
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    program->resources[i] = (MwProgramResource) { .name = rows[i].name, .kind = rows[i].kind, .limit = rows[i].limit };
  program->resources[DISK - 1].storage.capacity = 1000000;
  return program;
}

static void
world_init (World *world, gboolean live)
{
  world->program = make_program ();
  world->storage = live ? mw_storage_new (world->program) : mw_storage_model_new (world->program);
  world->waits = g_ptr_array_new_with_free_func (g_free);
  if (live)
    world->storage->wait = wait_cb;
  world->storage->wait_data = world->waits;
}

static void
world_clear (World *world)
{
  world->storage->free (world->storage);
  mw_program_unref (world->program);
  g_ptr_array_unref (world->waits);
}

static void
operation_clear (MwOperation *operation)
{
  g_clear_pointer (&operation->records, mw_record_set_free);
  g_clear_pointer (&operation->message, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MwOperation, operation_clear)

/* "ok 3", or what went wrong; records are appended, "1|one|". */
static char *
describe (const MwOperation *operation)
{
  GString *text = g_string_new (NULL);

  if (operation->fault != 0)
    g_string_append_printf (text, "%s: %s", operation->fault == MW_FAULT_FILE ? "file" : "database", operation->message);
  else
    g_string_append_printf (text, "ok %" G_GINT64_FORMAT, operation->length);
  for (guint i = 0; operation->records != NULL && i < operation->records->values->len; i++)
    {
      const MwValue *value = &g_array_index (operation->records->values, MwValue, i);

      if (value->type == MW_VALUE_NUMBER)
        g_string_append_printf (text, " %" G_GINT64_FORMAT, value->number);
      else
        g_string_append_printf (text, " %s", value->type == MW_VALUE_TEXT ? value->text : "null");
    }
  return g_string_free (text, FALSE);
}

static void
expect_file (World *world, const char *name, gint64 bytes, const char *expected)
{
  g_auto (MwOperation) operation = { .job = { .kind = MW_JOB_FILE } };
  g_autofree char *found = NULL;

  operation.job.file = (MwFileJob) { .disk = DISK, .name = name, .write = bytes >= 0, .bytes = bytes };
  world->storage->block (world->storage, &operation);
  found = describe (&operation);
  g_assert_cmpstr (found, ==, expected);
}

static void
test_files (gconstpointer live)
{
  World world;

  world_init (&world, GPOINTER_TO_INT (live));
  expect_file (&world, "a.txt", -1, "file: a.txt: No such file or directory");
  expect_file (&world, "a.txt", 600000, "ok 600000");
  expect_file (&world, "a.txt", -1, "ok 600000");
  expect_file (&world, "b.txt", 600000, "file: b.txt: No space left on device");
  expect_file (&world, "a.txt", 0, "ok 0");
  expect_file (&world, "b.txt", 600000, "ok 600000");
  expect_file (&world, "../a.txt", 1, "file: ../a.txt: Invalid argument");
  expect_file (&world, "/etc/passwd", -1, "file: /etc/passwd: Invalid argument");
  expect_file (&world, ".hidden", 1, "file: .hidden: Invalid argument");
  expect_file (&world, "", 1, "file: : Invalid argument");
  g_assert_cmpuint (world.waits->len, ==, live ? 10 : 0);
  world_clear (&world);
}

#define MAX_VALUES 3

typedef struct
{
  const char *sql;           /* NULL: commit */
  guint       n_columns;     /* 0: execute */
  const char *expected;
  MwValue     values[MAX_VALUES];
  guint       n_values;
} Statement;

#define NUMBER(n) { MW_VALUE_NUMBER, { .number = n } }
#define TEXT(t)   { MW_VALUE_TEXT, { .text = t } }
#define NONE      { MW_VALUE_NONE }

static char *
perform (World *world, guint32 database, guint connection, const Statement *row)
{
  g_auto (MwOperation) operation = { .job = { .kind = MW_JOB_STATEMENT } };

  operation.job.statement = (MwStatementJob) {
    .database = database, .connection = connection, .sql = row->sql, .values = row->values, .n_values = row->n_values,
    .n_columns = row->n_columns, .is_transaction = database == BOOKS,
    .kind = row->sql == NULL ? MW_STATEMENT_COMMIT : row->n_columns > 0 ? MW_STATEMENT_QUERY : MW_STATEMENT_EXECUTE,
  };
  world->storage->block (world->storage, &operation);
  return describe (&operation);
}

static void
expect_statement (World *world, guint32 database, guint connection, const Statement *row)
{
  g_autofree char *found = perform (world, database, connection, row);

  g_assert_cmpstr (found, ==, row->expected);
}

/* Ordinary work, and everything that a scenario must not be able to do. */
static void
test_statements (gconstpointer live)
{
  static const Statement rows[] = {
    { "CREATE TABLE book (id INTEGER PRIMARY KEY, title TEXT)", 0, "ok 0" },
    { "INSERT INTO book VALUES (?, ?), (2, ?)", 0, "ok 2", { NUMBER (1), TEXT ("it's; DROP TABLE book"), NONE }, 3 },
    { NULL, 0, "ok 0" },
    { NULL, 0, "ok 0" },
    { "SELECT id, title, avg(id) FROM book GROUP BY id ORDER BY id", 3, "ok 0 1 it's; DROP TABLE book 1.0 2 null 2.0" },
    { "UPDATE book SET title = upper(title) WHERE id > ?", 0, "ok 2", { NUMBER (0) }, 1 },
    { "SELECT count(*) FROM book WHERE title LIKE 'IT%'", 1, "ok 0 1" },
    { "INSERT INTO book VALUES (1, 'twice')", 0, "database: UNIQUE constraint failed: book.id" },
    { "SELEKT 1", 0, "database: near \"SELEKT\": syntax error" },
    { "SELECT x FROM book", 1, "database: no such column: x" },
    { "", 0, "database: one statement at a time" },
    { "DELETE FROM book; DELETE FROM book", 0, "database: one statement at a time" },
    { "DELETE FROM book WHERE id = ?", 0, "database: as many values as question marks are wanted" },
    { "SELECT 1, 2", 1, "database: the query finds another number of columns" },
    { "ATTACH DATABASE '/tmp/other' AS other", 0, "database: not authorized" },
    { "PRAGMA journal_mode = off", 0, "database: not authorized" },
    { "PRAGMA writable_schema = on", 0, "database: not authorized" },
    { "BEGIN", 0, "database: not authorized" },
    { "COMMIT", 0, "database: not authorized" },
    { "SAVEPOINT x", 0, "database: not authorized" },
    { "VACUUM", 0, "database: cannot VACUUM from within a transaction" },
    { "SELECT load_extension('x')", 1, "database: not authorized to use function: load_extension" },
    { "SELECT random()", 1, "database: not authorized to use function: random" },
    { "SELECT datetime('now')", 1, "database: not authorized to use function: datetime" },
    { "SELECT readfile('/etc/passwd')", 1, "database: no such function: readfile" },
    { "CREATE VIRTUAL TABLE v USING fts5(a)", 0, "database: not authorized" },
    { "CREATE TRIGGER t AFTER INSERT ON book BEGIN SELECT 1; END", 0, "database: not authorized" },
    { "CREATE TEMP TABLE t (a)", 0, "database: not authorized" },
    { "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n", 1, "database: interrupted" },
    { "DROP TABLE book", 0, "ok 0" },
  };
  World world;

  world_init (&world, GPOINTER_TO_INT (live));
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    expect_statement (&world, BOOKS, 0, &rows[i]);
  world_clear (&world);
}

/* A file has its size: what goes beyond is an error, and the run goes on. */
static void
test_full (gconstpointer live)
{
  static const Statement make = { "CREATE TABLE t (a)", 0, "ok 0" };
  static const Statement twice = { "INSERT INTO t SELECT a FROM t", 0 };
  static const Statement one = { "SELECT 1", 1, "ok 0 1" };
  g_autofree char *long_text = g_strnfill (60000, 'x');
  const Statement insert = { "INSERT INTO t VALUES (?)", 0, "ok 1", { TEXT (long_text) }, 1 };
  gboolean full = FALSE;
  World world;

  world_init (&world, GPOINTER_TO_INT (live));
  expect_statement (&world, BOOKS, 0, &make);
  expect_statement (&world, BOOKS, 0, &insert);
  for (guint i = 0; i < 10 && !full; i++)
    {
      g_autofree char *found = perform (&world, BOOKS, 0, &twice);

      full = strcmp (found, "database: database or disk is full") == 0;
    }
  g_assert_true (full);
  expect_statement (&world, BOOKS, 0, &one);
  world_clear (&world);
}

/* More rows than anybody looks at are refused. */
static void
test_many_rows (gconstpointer live)
{
  static const Statement many = { "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 1001) SELECT i FROM n", 1 };
  g_autofree char *found = NULL;
  World world;

  world_init (&world, GPOINTER_TO_INT (live));
  found = perform (&world, BOOKS, 0, &many);
  g_assert_true (g_str_has_prefix (found, "database: the query finds more than 1000 rows"));
  world_clear (&world);
}

/* Where there are several connections each statement is committed, and the others see it. */
static void
test_connections (void)
{
  static const Statement make = { "CREATE TABLE t (a)", 0, "ok 0" };
  static const Statement insert = { "INSERT INTO t VALUES (1)", 0, "ok 1" };
  static const Statement count = { "SELECT count(*) FROM t", 1, "ok 0 1" };
  static const Statement vacuum = { "VACUUM INTO '/tmp/other'", 0, "database: authorization denied" };
  World world;

  world_init (&world, TRUE);
  expect_statement (&world, SHARED, 0, &make);
  expect_statement (&world, SHARED, 1, &insert);
  expect_statement (&world, SHARED, 2, &count);
  expect_statement (&world, SHARED, 0, &vacuum);
  world_clear (&world);
}

static char *
find_folder (void)
{
  g_autoptr (GDir) dir = g_dir_open (g_get_tmp_dir (), 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_prefix (name, "meanwhile-"))
      return g_build_filename (g_get_tmp_dir (), name, NULL);
  return NULL;
}

static void
done_cb (MwOperation *operation)
{
  operation->status = 1;
}

static MwOperation
file_operation (const char *name, gint64 bytes, gint64 duration)
{
  MwOperation operation = { .done = done_cb, .job = { .kind = MW_JOB_FILE, .duration = duration } };

  operation.job.file = (MwFileJob) { .disk = DISK, .name = name, .write = bytes >= 0, .bytes = bytes };
  return operation;
}

/* Asynchronously: the time on top passes before it is done, also for what cannot be; what is cancelled is never done; the
 * folder goes with the storage whatever is under way. */
static void
test_asynchronous (void)
{
  World world;
  MwOperation hour = file_operation ("b", 10, 3600 * MW_NS_PER_SEC), left = file_operation ("c", 900000, 0);
  MwOperation write = file_operation ("a", 1000, 2 * MW_NS_PER_MS), read = file_operation ("a", -1, 2 * MW_NS_PER_MS);
  g_auto (MwOperation) missing = file_operation ("none", -1, 2 * MW_NS_PER_MS);
  g_autofree char *folder = NULL, *gone = NULL;
  gint64 begin = g_get_monotonic_time ();

  world_init (&world, TRUE);
  folder = find_folder ();
  g_assert_nonnull (folder);
  world.storage->begin (world.storage, &hour);
  world.storage->begin (world.storage, &missing);
  world.storage->begin (world.storage, &write);
  g_assert_false (missing.status);
  while (!write.status || !missing.status)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (g_get_monotonic_time () - begin, >=, 2000);
  g_assert_cmpint (write.length, ==, 1000);
  g_assert_cmpstr (missing.message, ==, "none: No such file or directory");
  world.storage->begin (world.storage, &read);
  while (!read.status)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (read.length, ==, 1000);
  world.storage->cancel (world.storage, &hour);
  world.storage->begin (world.storage, &left);
  world_clear (&world);
  g_assert_false (hour.status || left.status);
  gone = find_folder ();
  g_assert_null (gone);
}

/* A folder that cannot be made is said by every step that needs it. */
static void
test_no_folder (void)
{
  static const Statement make = { "CREATE TABLE t (a)", 0, "database: unable to open database file" };
  World world;

  g_assert_cmpint (g_rmdir (g_get_tmp_dir ()), ==, 0);
  world_init (&world, TRUE);
  expect_file (&world, "a", 1, "file: a: No such file or directory");
  expect_statement (&world, BOOKS, 0, &make);
  world_clear (&world);
  g_assert_cmpint (g_mkdir (g_get_tmp_dir (), 0700), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_autofree char *own = g_build_filename (g_getenv ("MW_TEST_BUILD"), "storage-XXXXXX", NULL);
  int result;

  g_setenv ("TMPDIR", g_mkdtemp (own), TRUE); /* before GLib looks */
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/storage/files/live", GINT_TO_POINTER (TRUE), test_files);
  g_test_add_data_func ("/storage/files/model", GINT_TO_POINTER (FALSE), test_files);
  g_test_add_data_func ("/storage/statements/live", GINT_TO_POINTER (TRUE), test_statements);
  g_test_add_data_func ("/storage/statements/model", GINT_TO_POINTER (FALSE), test_statements);
  g_test_add_data_func ("/storage/full/live", GINT_TO_POINTER (TRUE), test_full);
  g_test_add_data_func ("/storage/full/model", GINT_TO_POINTER (FALSE), test_full);
  g_test_add_data_func ("/storage/many-rows/live", GINT_TO_POINTER (TRUE), test_many_rows);
  g_test_add_data_func ("/storage/many-rows/model", GINT_TO_POINTER (FALSE), test_many_rows);
  g_test_add_func ("/storage/connections", test_connections);
  g_test_add_func ("/storage/asynchronous", test_asynchronous);
  g_test_add_func ("/storage/no-folder", test_no_folder);
  result = g_test_run ();
  g_rmdir (own);
  return result;
}
