/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The cache: values by key, for a time.  With one flight a key has a lock: who misses while another loads waits for that one
 * and looks again. */

#include "mw-shared.h"
#include "mw-time.h"

struct _MwCache
{
  guint32     resource;
  gint64      n_stored;
  GHashTable *entries;   /* of Entry, each its own key */
};

typedef struct
{
  MwValue  key;          /* first */
  MwValue  value;
  gint64   until;        /* ns since the run began */
  gboolean stored;
  MwLock  *lock;         /* NULL: nobody has asked for it */
} Entry;

static guint
hash_key (gconstpointer data)
{
  const MwValue *key = data;

  if (key->type == MW_VALUE_TEXT)
    return g_str_hash (key->text);
  return key->type == MW_VALUE_NONE ? 0 : g_int64_hash (&key->number);
}

static gboolean
equal_keys (gconstpointer a, gconstpointer b)
{
  const MwValue *one = a, *other = b;

  if (one->type != other->type)
    return FALSE;
  if (one->type == MW_VALUE_TEXT)
    return g_str_equal (one->text, other->text);
  return one->type == MW_VALUE_NONE || one->number == other->number;
}

static void
entry_free (gpointer data)
{
  Entry *self = data;

  g_clear_pointer (&self->lock, mw_lock_free);
  g_free (self);
}

MwCache *
mw_cache_new (guint32 resource)
{
  MwCache *self = g_new0 (MwCache, 1);

  self->resource = resource;
  self->entries = g_hash_table_new_full (hash_key, equal_keys, NULL, entry_free);
  return self;
}

void
mw_cache_free (MwCache *self)
{
  g_hash_table_unref (self->entries);
  g_free (self);
}

static Entry *
get_entry (MwCache *self, const MwValue *key)
{
  Entry *entry = g_hash_table_lookup (self->entries, key);

  if (entry != NULL)
    return entry;
  entry = g_new0 (Entry, 1);
  entry->key = *key;
  g_hash_table_add (self->entries, entry);
  return entry;
}

static void
count (MwCache *self, MwTask *task, gint64 change)
{
  self->n_stored += change;
  mw_engine_record (task->engine, MW_EVENT_RESOURCE, task, MW_REASON_WRITE, self->resource, self->n_stored);
}

/* FALSE: KEY is not there, or too old. */
gboolean
mw_cache_look_up (MwCache *self, MwTask *task, const MwValue *key, MwValue *value)
{
  Entry *entry = get_entry (self, key);

  if (entry->stored && entry->until <= mw_engine_recently (task->engine))
    {
      entry->stored = FALSE;
      count (self, task, -1);
    }
  *value = entry->value;
  return entry->stored;
}

void
mw_cache_store (MwCache *self, MwTask *task, const MwValue *key, MwValue value)
{
  gint64 ttl = mw_engine_scale (task->engine, mw_shared_resource (task->engine, self->resource)->ttl);
  Entry *entry = get_entry (self, key);
  gboolean replaces = entry->stored;

  entry->value = value;
  entry->until = mw_engine_recently (task->engine) + ttl;
  entry->stored = TRUE;
  count (self, task, replaces ? 0 : 1);
}

/* The lock of KEY. */
MwLock *
mw_cache_get_lock (MwCache *self, const MwValue *key)
{
  Entry *entry = get_entry (self, key);

  if (entry->lock == NULL)
    entry->lock = mw_lock_new (0);
  return entry->lock;
}
