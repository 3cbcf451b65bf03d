/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What is made for each resource of a program, by its kind; kinds without a row are the backend's. */

#include "mw-shared.h"

static gpointer
new_gate (MwEngine *engine, guint32 resource)
{
  return mw_gate_new (resource, mw_shared_resource (engine, resource)->limit);
}

static gpointer
new_pool (MwEngine *engine, guint32 resource)
{
  return mw_pool_new (engine, resource, (guint) mw_shared_resource (engine, resource)->limit);
}

/* On the loop each connection of a database that has threads is a worker. */
static gpointer
new_database (MwEngine *engine, guint32 resource)
{
  gboolean threads = mw_shared_resource (engine, resource)->storage.driver == MW_DRIVER_THREAD;

  return engine->program->executor == MW_EXECUTOR_LOOP && threads ? new_pool (engine, resource) : NULL;
}

static gpointer
new_room (MwEngine *engine, guint32 resource)
{
  return mw_room_new (resource);
}

static gpointer
new_lock (MwEngine *engine, guint32 resource)
{
  return mw_lock_new (resource);
}

static gpointer
new_limiter (MwEngine *engine, guint32 resource)
{
  return mw_limiter_new (engine, resource);
}

static gpointer
new_channel (MwEngine *engine, guint32 resource)
{
  return mw_channel_new (resource, mw_shared_resource (engine, resource)->limit);
}

static gpointer
new_flag (MwEngine *engine, guint32 resource)
{
  return mw_flag_new (resource);
}

static gpointer
new_number (MwEngine *engine, guint32 resource)
{
  return mw_number_new (resource, mw_shared_resource (engine, resource)->initial);
}

static gpointer
new_opening (MwEngine *engine, guint32 resource)
{
  return mw_opening_new (resource);
}

static gpointer
new_cache (MwEngine *engine, guint32 resource)
{
  return mw_cache_new (resource);
}

static const struct
{
  gpointer     (*create) (MwEngine *engine, guint32 resource);
  GDestroyNotify free;
} kinds[MW_N_RESOURCES] = {
  [MW_RESOURCE_SEMAPHORE] = { new_gate, (GDestroyNotify) mw_gate_free },
  [MW_RESOURCE_POOL] = { new_pool, (GDestroyNotify) mw_pool_free },
  [MW_RESOURCE_PROCESSES] = { new_pool, (GDestroyNotify) mw_pool_free },
  [MW_RESOURCE_DATABASE] = { new_database, (GDestroyNotify) mw_pool_free },
  [MW_RESOURCE_ROOM] = { new_room, (GDestroyNotify) mw_room_free },
  [MW_RESOURCE_LOCK] = { new_lock, (GDestroyNotify) mw_lock_free },
  [MW_RESOURCE_LIMITER] = { new_limiter, (GDestroyNotify) mw_limiter_free },
  [MW_RESOURCE_QUEUE] = { new_channel, (GDestroyNotify) mw_channel_free },
  [MW_RESOURCE_EVENT] = { new_flag, (GDestroyNotify) mw_flag_free },
  [MW_RESOURCE_VALUE] = { new_number, (GDestroyNotify) mw_number_free },
  [MW_RESOURCE_SCOPE] = { new_opening, (GDestroyNotify) mw_opening_free },
  [MW_RESOURCE_CACHE] = { new_cache, (GDestroyNotify) mw_cache_free },
};

/* The object of RESOURCE (an id, from 1); NULL where the kind has none. */
gpointer
mw_shared_new (MwEngine *engine, guint32 resource)
{
  MwResourceKind kind = mw_shared_resource (engine, resource)->kind;

  return kinds[kind].create != NULL ? kinds[kind].create (engine, resource) : NULL;
}

void
mw_shared_free (MwEngine *engine, guint32 resource)
{
  gpointer object = g_steal_pointer (&engine->shared[resource - 1]);

  if (object != NULL)
    kinds[mw_shared_resource (engine, resource)->kind].free (object);
}
