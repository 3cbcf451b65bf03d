/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A variant as a Python program.
 *
 * It is written from the steps and not stored beside them, so that it cannot say something else than what runs, and
 * it is right Python (a test hands each to the Python parser): a learner may copy and run it.  Parameters stand
 * at its head as constants, with what the variant overrides. */

#include <string.h>

#include "mw-listing.h"
#include "mw-time.h"

/* Lines are interned: a listing is made for few scenarios, and any thread may ask for one. */
void
mw_listing_add (MwListing *self, guint32 step, const char *format, ...)
{
  g_autofree char *text = NULL;
  g_autofree char *line = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  line = *text != '\0' ? g_strdup_printf ("%*s%s", (int) (4 * self->indent), "", text) : g_strdup ("");
  g_array_append_val (self->lines, ((MwListingLine) { g_intern_string (line), step }));
}

/* NS in seconds, as short as it is exact: "2", "0.24"; transfer full. */
char *
mw_seconds_to_text (gint64 ns)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT ".%09" G_GINT64_FORMAT, ns / MW_NS_PER_SEC, ns % MW_NS_PER_SEC);
  gsize length = strlen (text);

  while (text[length - 1] == '0')
    length--;
  if (text[length - 1] == '.')
    length--;
  return g_strndup (text, length);
}

/* TEXT as the inside of a Python string; transfer full. */
char *
mw_listing_quote (const char *text, gboolean formatted)
{
  GString *quoted = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p++)
    if (*p == '\n')
      g_string_append (quoted, "\\n");
    else if ((guchar) *p < 0x20)
      g_string_append_printf (quoted, "\\x%02x", (guint) *p);
    else if (*p == '"' || *p == '\\' || (formatted && (*p == '{' || *p == '}')))
      g_string_append_printf (quoted, "%c%c", *p == '{' || *p == '}' ? *p : '\\', *p);
    else
      g_string_append_c (quoted, *p);
  return g_string_free (quoted, FALSE);
}

static char *
template_to_python (MwListing *self, const MwExpression *expression)
{
  GString *text = g_string_new ("f\"");

  for (guint i = 0; i < expression->n_items; i++)
    {
      const MwExpression *item = expression->items[i];
      g_autofree char *part = item->kind == MW_EXPRESSION_TEXT ? mw_listing_quote (item->text, TRUE) : mw_listing_expression (self, item);

      if (item->kind == MW_EXPRESSION_TEXT)
        g_string_append (text, part);
      else
        g_string_append_printf (text, "{%s}%s", part, item->type == MW_TYPE_DURATION ? " s" : "");
    }
  return g_string_free (g_string_append_c (text, '"'), FALSE);
}

/* The largest value of a constant or parameter. */
static gint64
largest (MwListing *self, const MwExpression *expression)
{
  if (expression->kind == MW_EXPRESSION_PARAMETER)
    return self->scenario->parameters[expression->number].max;
  return expression->number;
}

/* Whether INDEX may go beyond N items, where the format begins again and Python does not. */
static gboolean
may_wrap (MwListing *self, const MwExpression *index, guint n)
{
  const MwVariable *variable = index->variable;

  if (index->kind == MW_EXPRESSION_PARAMETER)
    return self->scenario->parameters[index->number].min < 0 || largest (self, index) >= n;
  return index->kind != MW_EXPRESSION_VARIABLE || variable->times == NULL ||
         (variable->from != NULL ? largest (self, variable->from) : 0) + largest (self, variable->times) > n;
}

/* "[1, 2, 3]"; transfer full. */
static char *
elements_to_python (MwListing *self, const MwExpression *expression)
{
  GString *text = g_string_new ("[");

  for (guint i = 0; i < expression->n_items; i++)
    {
      g_autofree char *item = mw_listing_expression (self, expression->items[i]);

      g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", item);
    }
  return g_string_free (g_string_append_c (text, ']'), FALSE);
}

/* Without a loop or threads a task that was started has ended. */
static char *
done_to_python (MwListing *self, const MwExpression *expression)
{
  return self->executor == MW_EXECUTOR_BLOCKING ? g_strdup ("True") : g_strdup_printf ("%s.done()", expression->variable->name);
}

static char *
item_to_python (MwListing *self, const MwExpression *expression)
{
  g_autofree char *elements = elements_to_python (self, expression), *plain = mw_listing_expression (self, expression->index);
  g_autofree char *index = expression->index->kind == MW_EXPRESSION_SUM ? g_strdup_printf ("(%s)", plain) : g_strdup (plain);

  if (expression->index->kind == MW_EXPRESSION_NUMBER)
    return g_strdup_printf ("%s[%" G_GINT64_FORMAT "]", elements, expression->index->number % expression->n_items);
  if (may_wrap (self, expression->index, expression->n_items))
    return g_strdup_printf ("%s[%s %% %u]", elements, index, expression->n_items);
  return g_strdup_printf ("%s[%s]", elements, index);
}

static char *
draw_to_python (MwListing *self, const MwExpression *expression)
{
  g_autofree char *first = mw_listing_expression (self, expression->items[0]);
  g_autofree char *second = expression->n_items > 1 ? mw_listing_expression (self, expression->items[1]) : NULL;

  self->modules |= MW_MODULE_RANDOM;
  if (expression->kind == MW_EXPRESSION_EXPONENTIAL)
    return g_strdup_printf ("random.expovariate(1 / %s)", first);
  return g_strdup_printf (expression->type == MW_TYPE_DURATION ? "random.uniform(%s, %s)" : "random.randrange(%s, %s)", first, second);
}

static char *
sum_to_python (MwListing *self, const MwExpression *expression)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < expression->n_items; i++)
    {
      g_autofree char *item = mw_listing_expression (self, expression->items[i]);

      g_string_append_printf (text, "%s%s", i > 0 ? " + " : "", item);
    }
  return g_string_free (text, FALSE);
}

char *
mw_listing_expression (MwListing *self, const MwExpression *expression)
{
  g_autofree char *quoted = NULL;

  switch (expression->kind)
    {
    case MW_EXPRESSION_NUMBER:
      if (expression->type == MW_TYPE_DURATION)
        return mw_seconds_to_text (expression->number);
      return g_strdup_printf ("%" G_GINT64_FORMAT, expression->number);
    case MW_EXPRESSION_TEXT:
      quoted = mw_listing_quote (expression->text, FALSE);
      return g_strdup_printf ("\"%s\"", quoted);
    case MW_EXPRESSION_ITEM:
      return item_to_python (self, expression);
    case MW_EXPRESSION_UNIFORM:
    case MW_EXPRESSION_EXPONENTIAL:
      return draw_to_python (self, expression);
    case MW_EXPRESSION_TEMPLATE:
      return template_to_python (self, expression);
    case MW_EXPRESSION_LIST:
      return elements_to_python (self, expression);
    case MW_EXPRESSION_DONE:
      return done_to_python (self, expression);
    case MW_EXPRESSION_SUM:
      return sum_to_python (self, expression);
    case MW_EXPRESSION_LANGUAGES:
      return mw_listing_expression (self, expression->items[self->lang]);
    case MW_EXPRESSION_PARAMETER:
      self->parameters[expression->number] = TRUE;
      return g_strdup (expression->text);
    case MW_EXPRESSION_VARIABLE:
    default:
      return g_strdup (expression->text);
    }
}

static void
mark_reachable (const MwScenario *scenario, const MwNode *nodes, guint n_nodes, gboolean *reached);

static void
mark_coroutine (const MwScenario *scenario, guint index, gboolean *reached)
{
  if (reached[index])
    return;
  reached[index] = TRUE;
  mark_reachable (scenario, scenario->routines[index].nodes, scenario->routines[index].n_nodes, reached);
}

static void
mark_reachable (const MwScenario *scenario, const MwNode *nodes, guint n_nodes, gboolean *reached)
{
  for (guint i = 0; i < n_nodes; i++)
    for (guint j = 0; j < nodes[i].format->n_fields; j++)
      {
        const MwCell *cell = &nodes[i].cells[j];

        if (nodes[i].format->fields[j].type == MW_FIELD_COROUTINE)
          mark_coroutine (scenario, cell->ref, reached);
        mark_reachable (scenario, cell->nodes, cell->n_nodes, reached);
      }
}

static void
add_coroutine (MwListing *self, const MwRoutine *routine)
{
  g_autoptr (GString) arguments = g_string_new (NULL);
  g_autoptr (GPtrArray) globals = g_ptr_array_new ();

  for (guint i = 0; i < routine->n_arguments; i++)
    g_string_append_printf (arguments, "%s%s", i > 0 ? ", " : "", ((MwVariable *) g_ptr_array_index (routine->variables, i))->name);
  mw_listing_add (self, 0, "%sdef %s(%s):", mw_listing_is_async (self) ? "async " : "", routine->name, arguments->str);
  self->indent++;
  mw_listing_add_globals (self, routine->nodes, routine->n_nodes, globals);
  mw_listing_add_steps (self, routine->nodes, routine->n_nodes);
  self->indent--;
  mw_listing_add (self, 0, "%s", "");
  mw_listing_add (self, 0, "%s", "");
}

static guint
row_of (const MwShared *shared, const char *key)
{
  return (guint) (mw_format_find_field (shared->format, key) - shared->format->fields);
}

static const MwShared *
service_of (MwListing *self, const MwShared *session)
{
  return &self->scenario->shared[session->refs[row_of (session, "service")] - 1];
}

char *
mw_listing_site_of (MwListing *self, const MwShared *session)
{
  const MwShared *service = service_of (self, session);

  return g_strdup_printf ("%s://%s.example", service->cells[row_of (service, "handshake")] != NULL ? "https" : "http", service->name);
}

/* Whether each request has a session of its own. */
gboolean
mw_listing_is_fresh (MwListing *self, const MwShared *session)
{
  const MwExpression *fresh = session->cells[row_of (session, "fresh")];

  if (fresh == NULL)
    return FALSE;
  return (fresh->kind == MW_EXPRESSION_PARAMETER ? mw_listing_parameter (self, (guint) fresh->number) : fresh->number) != 0;
}

/* httpx does not follow redirections unless it is told to; the lab's client does. */
static gboolean
is_redirected (const MwShared *service)
{
  guint faults = row_of (service, "faults");

  for (guint i = 0; i < service->n_numbers[faults]; i++)
    {
      const MwExpression *kind = service->rows[faults][i].cells[row_of (&service->rows[faults][i], "fault")];

      if (kind->kind != MW_EXPRESSION_NUMBER || kind->number == MW_SERVICE_REDIRECT)
        return TRUE;
    }
  return FALSE;
}

static void
add_session (MwListing *self, const MwShared *shared)
{
  g_autofree char *site = mw_listing_site_of (self, shared);
  g_autofree char *connections = mw_listing_resource_value (self, shared, "max-conns");

  self->modules |= MW_MODULE_HTTPX;
  mw_listing_add (self, 0, "%s = httpx.%s(", shared->name, mw_listing_is_async (self) ? "AsyncClient" : "Client");
  mw_listing_add (self, 0, "    base_url=\"%s\",", site);
  mw_listing_add (self, 0, "    limits=httpx.Limits(max_connections=%s),", connections);
  if (is_redirected (service_of (self, shared)))
    mw_listing_add (self, 0, "    follow_redirects=True,");
  mw_listing_add (self, 0, ")");
}

static void
add_pool (MwListing *self, const MwShared *shared)
{
  g_autofree char *threads = mw_listing_resource_value (self, shared, "threads");

  self->modules |= MW_MODULE_FUTURES;
  mw_listing_add (self, 0, "%s = concurrent.futures.ThreadPoolExecutor(max_workers=%s)", shared->name, threads);
}

/* The sockets by client. */
static void
add_room (MwListing *self, const MwShared *shared)
{
  mw_listing_add (self, 0, "%s = {}", shared->name);
}

static void
add_processes (MwListing *self, const MwShared *shared)
{
  g_autofree char *workers = mw_listing_resource_value (self, shared, "workers");

  self->modules |= MW_MODULE_FUTURES;
  mw_listing_add (self, 0, "%s = concurrent.futures.ProcessPoolExecutor(max_workers=%s)", shared->name, workers);
}

static void
add_resources (MwListing *self, guint threads)
{
  static void (*const writers[MW_N_RESOURCES]) (MwListing *, const MwShared *) = {
    [MW_RESOURCE_SEMAPHORE] = mw_listing_add_semaphore,
    [MW_RESOURCE_SESSION] = add_session,
    [MW_RESOURCE_POOL] = add_pool,
    [MW_RESOURCE_PROCESSES] = add_processes,
    [MW_RESOURCE_DATABASE] = mw_listing_add_database,
    [MW_RESOURCE_ROOM] = add_room,
    [MW_RESOURCE_LOCK] = mw_listing_add_lock,
    [MW_RESOURCE_LIMITER] = mw_listing_add_limiter,
    [MW_RESOURCE_QUEUE] = mw_listing_add_queue,
    [MW_RESOURCE_EVENT] = mw_listing_add_event,
    [MW_RESOURCE_VALUE] = mw_listing_add_value,
    [MW_RESOURCE_SCOPE] = mw_listing_add_scope,
    [MW_RESOURCE_CACHE] = mw_listing_add_cache,
  };

  for (guint i = 0; i < self->scenario->n_shared; i++)
    if (self->resources[i] && writers[self->scenario->shared[i].format->code] != NULL)
      writers[self->scenario->shared[i].format->code] (self, &self->scenario->shared[i]);
  if (self->executor == MW_EXECUTOR_THREADS)
    mw_listing_add (self, 0, "executor = concurrent.futures.ThreadPoolExecutor(max_workers=%u)", threads);
  if (self->executor == MW_EXECUTOR_THREADS)
    self->modules |= MW_MODULE_FUTURES;
}

gint64
mw_listing_parameter (MwListing *self, guint index)
{
  const MwVariantPlan *plan = &self->scenario->plans[self->variant];

  return plan->overridden[index] ? plan->overrides[index] : self->scenario->parameters[index].value;
}

static void
add_constants (MwListing *self)
{
  for (guint i = 0; i < self->scenario->n_parameters; i++)
    {
      const MwParameter *parameter = &self->scenario->parameters[i];
      gint64 value = mw_listing_parameter (self, i);
      g_autofree char *text = parameter->kind == MW_PARAMETER_DURATION ? mw_seconds_to_text (value)
                              : parameter->kind == MW_PARAMETER_SWITCH ? g_strdup (value != 0 ? "True" : "False")
                                                                       : g_strdup_printf ("%" G_GINT64_FORMAT, value);

      if (self->parameters[i])
        mw_listing_add (self, 0, "%s = %s", parameter->name, text);
    }
}

static void
add_imports (MwListing *self)
{
  const struct { MwModules module; const char *name; } rows[] = {
    { MW_MODULE_ASYNCIO, "asyncio" }, { MW_MODULE_COLLECTIONS, "collections" }, { MW_MODULE_FUTURES, "concurrent.futures" },
    { MW_MODULE_CONTEXTLIB, "contextlib" },
    { MW_MODULE_PATHLIB, "pathlib" }, { MW_MODULE_QUEUE, "queue" }, { MW_MODULE_RANDOM, "random" }, { MW_MODULE_SQLITE, "sqlite3" },
    { MW_MODULE_THREADING, "threading" }, { MW_MODULE_TIME, "time" }, { MW_MODULE_LIMITER, "aiolimiter" }, { MW_MODULE_AIOSQLITE, "aiosqlite" },
    { MW_MODULE_CACHETOOLS, "cachetools" }, { MW_MODULE_HTTPX, "httpx" },
    { MW_MODULE_WEBSOCKETS, mw_listing_is_async (self) ? "websockets" : "websockets.sync.client" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (self->modules & rows[i].module)
      mw_listing_add (self, 0, "import %s", rows[i].name);
}

static void
add_compute (MwListing *self)
{
  static const char *const lines[] = {
    "", "", "def compute(seconds):", "    until = time.thread_time() + seconds", "    while time.thread_time() < until:", "        pass",
  };

  for (guint i = 0; self->computes && i < G_N_ELEMENTS (lines); i++)
    mw_listing_add (self, 0, "%s", lines[i]);
}

static void
add_send_or_drop (MwListing *self)
{
  static const char *const lines[] = {
    "", "", "async def send_or_drop(socket, text, patience):", "    try:",
    "        await asyncio.wait_for(socket.send(text), patience)", "    except TimeoutError:", "        await socket.close()",
  };
  static const char *const blocking[] = {
    "", "", "def send_or_drop(socket, text, patience):", "    socket.socket.settimeout(patience)", "    try:",
    "        socket.send(text)", "    except TimeoutError:", "        socket.close()",
  };
  gboolean is_async = mw_listing_is_async (self);

  for (guint i = 0; self->drops && i < (is_async ? G_N_ELEMENTS (lines) : G_N_ELEMENTS (blocking)); i++)
    mw_listing_add (self, 0, "%s", is_async ? lines[i] : blocking[i]);
}

/* What the coroutines turn out to need stands above them. */
static GArray *
add_head (MwListing *self)
{
  GArray *body = self->lines;
  GArray *resources, *constants;

  self->lines = resources = g_array_new (FALSE, FALSE, sizeof (MwListingLine));
  add_resources (self, self->scenario->variants[self->variant].threads);
  self->lines = constants = g_array_new (FALSE, FALSE, sizeof (MwListingLine));
  add_constants (self);
  self->lines = g_array_new (FALSE, FALSE, sizeof (MwListingLine));
  add_imports (self);
  mw_listing_add_helpers (self);
  if (constants->len + resources->len > 0)
    mw_listing_add (self, 0, "%s", "");
  g_array_append_vals (self->lines, constants->data, constants->len);
  g_array_append_vals (self->lines, resources->data, resources->len);
  add_compute (self);
  add_send_or_drop (self);
  mw_listing_add (self, 0, "%s", "");
  mw_listing_add (self, 0, "%s", "");
  g_array_append_vals (self->lines, body->data, body->len);
  g_array_unref (body);
  g_array_unref (resources);
  g_array_unref (constants);
  return self->lines;
}

GArray *
mw_scenario_get_listing_in (MwScenario *self, guint variant, const char *lang)
{
  g_autofree gboolean *parameters = g_new0 (gboolean, self->n_parameters + 1);
  g_autofree gboolean *resources = g_new0 (gboolean, self->n_shared + 1);
  g_autofree gboolean *reached = g_new0 (gboolean, self->n_routines);
  guint entry = self->plans[variant].entry;
  MwListing listing = {
    .scenario = self, .variant = variant, .executor = self->variants[variant].executor, .lang = mw_language_index (lang),
    .lines = g_array_new (FALSE, FALSE, sizeof (MwListingLine)), .parameters = parameters, .resources = resources,
  };

  mark_coroutine (self, entry, reached);
  for (guint i = 0; i < self->n_routines; i++)
    if (reached[i])
      add_coroutine (&listing, &self->routines[i]);
  if (mw_listing_is_async (&listing))
    listing.modules |= MW_MODULE_ASYNCIO;
  mw_listing_add (&listing, 0, mw_listing_is_async (&listing) ? "asyncio.run(%s())" : "%s()", self->routines[entry].name);
  return add_head (&listing);
}

GArray *
mw_scenario_get_listing (MwScenario *self, guint variant)
{
  return mw_scenario_get_listing_in (self, variant, "en");
}
