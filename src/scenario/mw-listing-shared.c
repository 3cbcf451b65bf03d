/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The Python of what tasks share: locks, limiters, queues, events, values, scopes, caches, and the steps that use them. */

#include <string.h>

#include "mw-listing.h"
#include "mw-time.h"

/* The value under KEY of a resource as Python; transfer full. */
char *
mw_listing_resource_value (MwListing *self, const MwShared *shared, const char *key)
{
  const MwField *field = mw_format_find_field (shared->format, key);
  const MwExpression *cell = shared->cells[field - shared->format->fields];

  if (cell != NULL)
    return mw_listing_expression (self, cell);
  return field->type == MW_FIELD_DURATION ? mw_seconds_to_text (field->fallback) : g_strdup_printf ("%" G_GINT64_FORMAT, field->fallback);
}

static const char *
module_of (MwListing *self)
{
  self->modules |= mw_listing_is_async (self) ? MW_MODULE_ASYNCIO : MW_MODULE_THREADING;
  return mw_listing_is_async (self) ? "asyncio" : "threading";
}

void
mw_listing_add_semaphore (MwListing *self, const MwShared *shared)
{
  g_autofree char *permits = mw_listing_resource_value (self, shared, "permits");

  mw_listing_add (self, 0, "%s = %s.Semaphore(%s)", shared->name, module_of (self), permits);
}

void
mw_listing_add_lock (MwListing *self, const MwShared *shared)
{
  mw_listing_add (self, 0, "%s = %s.Lock()", shared->name, module_of (self));
}

void
mw_listing_add_event (MwListing *self, const MwShared *shared)
{
  mw_listing_add (self, 0, "%s = %s.Event()", shared->name, module_of (self));
}

/* aiolimiter's bucket holds as much as may come in during its period. */
void
mw_listing_add_limiter (MwListing *self, const MwShared *shared)
{
  g_autofree char *rate = mw_listing_resource_value (self, shared, "rate"), *per = mw_listing_resource_value (self, shared, "per");
  g_autofree char *burst = mw_listing_resource_value (self, shared, "burst");
  g_autofree char *scaled = strcmp (burst, "1") == 0 ? g_strdup (per) : strcmp (per, "1") == 0 ? g_strdup (burst) : g_strdup_printf ("%s * %s", burst, per);
  g_autofree char *period = strcmp (burst, rate) == 0 ? g_strdup (per) : g_strdup_printf ("%s / %s", scaled, rate);

  if (mw_listing_is_async (self))
    self->modules |= MW_MODULE_LIMITER;
  else
    self->helpers |= MW_HELPER_LIMITER;
  mw_listing_add (self, 0, "%s = %s(%s, %s)", shared->name, mw_listing_is_async (self) ? "aiolimiter.AsyncLimiter" : "Limiter", burst, period);
}

void
mw_listing_add_queue (MwListing *self, const MwShared *shared)
{
  g_autofree char *bound = mw_listing_resource_value (self, shared, "bound");

  self->modules |= mw_listing_is_async (self) ? MW_MODULE_ASYNCIO : MW_MODULE_QUEUE;
  mw_listing_add (self, 0, "%s = %s.Queue(%s)", shared->name, mw_listing_is_async (self) ? "asyncio" : "queue", strcmp (bound, "0") == 0 ? "" : bound);
}

void
mw_listing_add_value (MwListing *self, const MwShared *shared)
{
  g_autofree char *initial = mw_listing_resource_value (self, shared, "initial");

  mw_listing_add (self, 0, "%s = %s", shared->name, initial);
}

void
mw_listing_add_scope (MwListing *self, const MwShared *shared)
{
  g_autofree char *opening = mw_listing_resource_value (self, shared, "open"), *closing = mw_listing_resource_value (self, shared, "close");

  self->helpers |= MW_HELPER_RESOURCE;
  mw_listing_add (self, 0, "%s = Resource(%s, %s)", shared->name, opening, closing);
}

/* Whether of several who miss a key only one loads it, in this variant. */
static gboolean
is_single_flight (MwListing *self, const MwShared *shared)
{
  const MwExpression *cell = shared->cells[mw_format_find_field (shared->format, "single-flight") - shared->format->fields];

  if (cell == NULL)
    return FALSE;
  return cell->kind == MW_EXPRESSION_PARAMETER ? mw_listing_parameter (self, (guint) cell->number) != 0 : cell->number != 0;
}

void
mw_listing_add_cache (MwListing *self, const MwShared *shared)
{
  g_autofree char *ttl = mw_listing_resource_value (self, shared, "ttl");

  self->modules |= MW_MODULE_CACHETOOLS;
  mw_listing_add (self, 0, "%s = cachetools.TTLCache(maxsize=1000000, ttl=%s)", shared->name, ttl);
  if (!is_single_flight (self, shared))
    return;
  self->modules |= MW_MODULE_COLLECTIONS;
  mw_listing_add (self, 0, "%s_locks = collections.defaultdict(%s.Lock)", shared->name, module_of (self));
}

/* The resource under the step's own key, which is in use now. */
static const MwShared *
use (MwListing *self, const MwNode *node)
{
  guint resource = node->cells[0].ref - 1;

  self->resources[resource] = TRUE;
  return &self->scenario->shared[resource];
}

static void
write_method (MwListing *self, const MwNode *node, const char *await, const char *method)
{
  mw_listing_add (self, node->id, "%s%s.%s()", await, use (self, node)->name, method);
}

void
mw_listing_write_open (MwListing *self, const MwNode *node)
{
  write_method (self, node, mw_listing_await_of (self), "open");
}

void
mw_listing_write_close (MwListing *self, const MwNode *node)
{
  write_method (self, node, mw_listing_await_of (self), "close");
}

void
mw_listing_write_put (MwListing *self, const MwNode *node)
{
  g_autofree char *item = mw_node_get_cell (node, "item")->given ? mw_listing_value_of (self, node, "item") : g_strdup ("None");

  mw_listing_add (self, node->id, "%s%s.put(%s)", mw_listing_await_of (self), use (self, node)->name, item);
}

void
mw_listing_write_take (MwListing *self, const MwNode *node)
{
  g_autofree char *as = mw_listing_assignment_of (node);

  mw_listing_add (self, node->id, "%s%s%s.get()", as, mw_listing_await_of (self), use (self, node)->name);
}

void
mw_listing_write_consume (MwListing *self, const MwNode *node)
{
  const MwCell *as = mw_node_get_cell (node, "as"), *done = mw_node_get_cell (node, "done");
  const char *item = as->given ? as->variable->name : "item", *queue = use (self, node)->name;
  gboolean reports = done->given && (done->expression->kind == MW_EXPRESSION_PARAMETER
                                     ? mw_listing_parameter (self, (guint) done->expression->number) : done->expression->number) != 0;

  mw_listing_add (self, node->id, "while True:");
  self->indent++;
  mw_listing_add (self, node->id, "%s = %s%s.get()", item, mw_listing_await_of (self), queue);
  mw_listing_add (self, node->id, "if %s is None:", item);
  if (reports)
    mw_listing_add (self, node->id, "    %s.task_done()", queue);
  mw_listing_add (self, node->id, "    break");
  self->indent--;
  mw_listing_add_inner (self, node, "steps");
  if (reports)
    mw_listing_add (self, node->id, "    %s.task_done()", queue);
}

void
mw_listing_write_task_done (MwListing *self, const MwNode *node)
{
  write_method (self, node, "", "task_done");
}

void
mw_listing_write_join (MwListing *self, const MwNode *node)
{
  write_method (self, node, mw_listing_await_of (self), "join");
}

void
mw_listing_write_signal (MwListing *self, const MwNode *node)
{
  write_method (self, node, "", "set");
}

void
mw_listing_write_wait (MwListing *self, const MwNode *node)
{
  write_method (self, node, mw_listing_await_of (self), "wait");
}

void
mw_listing_write_read (MwListing *self, const MwNode *node)
{
  g_autofree char *as = mw_listing_assignment_of (node);

  mw_listing_add (self, node->id, "%s%s", as, use (self, node)->name);
}

void
mw_listing_write_write (MwListing *self, const MwNode *node)
{
  g_autofree char *number = mw_listing_value_of (self, node, "to");

  mw_listing_add (self, node->id, "%s = %s", use (self, node)->name, number);
}

/* The steps, and keeping what they found. */
static void
write_loading (MwListing *self, const MwNode *node, const char *cache, const char *key)
{
  g_autofree char *value = mw_node_get_cell (node, "value")->given ? mw_listing_value_of (self, node, "value") : g_strdup ("None");

  mw_listing_add (self, node->id, "if %s not in %s:", key, cache);
  mw_listing_add_inner (self, node, "steps");
  mw_listing_add (self, node->id, "    %s[%s] = %s", cache, key, value);
}

void
mw_listing_write_cached (MwListing *self, const MwNode *node)
{
  const MwShared *shared = use (self, node);
  g_autofree char *as = mw_listing_assignment_of (node), *key = mw_listing_value_of (self, node, "key");
  g_autofree char *cost = mw_listing_resource_value (self, shared, "cost");

  if (strcmp (cost, "0") != 0)
    {
      self->modules |= mw_listing_is_async (self) ? MW_MODULE_ASYNCIO : MW_MODULE_TIME;
      mw_listing_add (self, node->id, mw_listing_is_async (self) ? "await asyncio.sleep(%s)" : "time.sleep(%s)", cost);
    }
  if (is_single_flight (self, shared))
    {
      mw_listing_add (self, node->id, "if %s not in %s:", key, shared->name);
      self->indent++;
      mw_listing_add (self, node->id, "%swith %s_locks[%s]:", mw_listing_is_async (self) ? "async " : "", shared->name, key);
      self->indent++;
      write_loading (self, node, shared->name, key);
      self->indent -= 2;
    }
  else
    {
      write_loading (self, node, shared->name, key);
    }
  if (*as != '\0')
    mw_listing_add (self, node->id, "%s%s[%s]", as, shared->name, key);
}

/* A value that a function assigns is its own unless it says otherwise. */
void
mw_listing_add_globals (MwListing *self, const MwNode *nodes, guint n_nodes, GPtrArray *names)
{
  for (guint i = 0; i < n_nodes; i++)
    {
      const char *name = nodes[i].format->code == MW_OP_WRITE ? self->scenario->shared[nodes[i].cells[0].ref - 1].name : NULL;

      if (name != NULL && !g_ptr_array_find (names, name, NULL))
        {
          g_ptr_array_add (names, (gpointer) name);
          mw_listing_add (self, 0, "global %s", name);
        }
      for (guint j = 0; j < nodes[i].format->n_fields; j++)
        if (nodes[i].format->fields[j].type == MW_FIELD_STEPS)
          mw_listing_add_globals (self, nodes[i].cells[j].nodes, nodes[i].cells[j].n_nodes, names);
    }
}

/* Classes that a listing brings along, because Python has no such thing. */
void
mw_listing_add_helpers (MwListing *self)
{
  static const struct { MwHelpers helper; gboolean async; const char *lines[20]; } rows[] = {
    { MW_HELPER_RESOURCE, TRUE,
      { "class Resource:",
        "    def __init__(self, opening, closing):",
        "        self.opening, self.closing = opening, closing", "",
        "    async def open(self):",
        "        await asyncio.sleep(self.opening)", "",
        "    async def close(self):",
        "        await asyncio.sleep(self.closing)", "",
        "    async def __aenter__(self):",
        "        await self.open()", "",
        "    async def __aexit__(self, *error):",
        "        await self.close()", NULL } },
    { MW_HELPER_RESOURCE, FALSE,
      { "class Resource:",
        "    def __init__(self, opening, closing):",
        "        self.opening, self.closing = opening, closing", "",
        "    def open(self):",
        "        time.sleep(self.opening)", "",
        "    def close(self):",
        "        time.sleep(self.closing)", "",
        "    def __enter__(self):",
        "        self.open()", "",
        "    def __exit__(self, *error):",
        "        self.close()", NULL } },
    { MW_HELPER_LIMITER, FALSE,
      { "class Limiter:",
        "    def __init__(self, burst, period):",
        "        self.lock, self.interval, self.burst = threading.Lock(), period / burst, burst",
        "        self.full = time.monotonic()", "",
        "    def __enter__(self):",
        "        with self.lock:",
        "            self.full = max(self.full, time.monotonic()) + self.interval",
        "            time.sleep(max(0, self.full - time.monotonic() - self.burst * self.interval))", "",
        "    def __exit__(self, *error):",
        "        pass", NULL } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if ((self->helpers & rows[i].helper) && rows[i].async == mw_listing_is_async (self))
      {
        mw_listing_add (self, 0, "%s", "");
        mw_listing_add (self, 0, "%s", "");
        for (guint j = 0; rows[i].lines[j] != NULL; j++)
          mw_listing_add (self, 0, "%s", rows[i].lines[j]);
        mw_listing_add (self, 0, "%s", "");
      }
}
