/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mw-task.h"

G_BEGIN_DECLS

/* Private to the engine: what tasks share.  One object per resource of the program (engine->shared), made and freed by
 * the row of its kind in mw-shared.c.  All of it lives on the loop's thread, in every executor. */

typedef struct _MwLock    MwLock;
typedef struct _MwChannel MwChannel;
typedef struct _MwLimiter MwLimiter;
typedef struct _MwFlag    MwFlag;
typedef struct _MwNumber  MwNumber;
typedef struct _MwOpening    MwOpening;
typedef struct _MwCache   MwCache;

/* The object of the resource that STEP names; the caller knows its kind. */
static inline gpointer
mw_shared_of (MwTask *task, const MwStep *step)
{
  return task->engine->shared[step->ref - 1];
}

static inline const MwProgramResource *
mw_shared_resource (MwEngine *engine, guint32 resource)
{
  return &engine->program->resources[resource - 1];
}

gpointer  mw_shared_new          (MwEngine *engine, guint32 resource);
void      mw_shared_free         (MwEngine *engine, guint32 resource);

/* lock: asyncio.Lock */
MwLock   *mw_lock_new            (guint32 resource);
void      mw_lock_free           (MwLock *self);
MwFlow    mw_lock_acquire        (MwLock *self, MwTask *task, MwReason reason, guint32 object);
gboolean  mw_lock_settle         (MwLock *self, MwTask *task);
void      mw_lock_release        (MwLock *self, MwTask *by);
MwTask   *mw_lock_get_owner      (MwLock *self);

/* channel: asyncio.Queue */
MwChannel *mw_channel_new        (guint32 resource, gint64 bound);
void      mw_channel_free        (MwChannel *self);
MwFlow    mw_channel_put         (MwChannel *self, MwTask *task, MwValue item);
MwFlow    mw_channel_take        (MwChannel *self, MwTask *task, MwValue *item);
void      mw_channel_settle_put  (MwChannel *self, MwTask *task);
void      mw_channel_settle_take (MwChannel *self, MwTask *task);
void      mw_channel_done        (MwChannel *self, MwTask *task);
MwFlow    mw_channel_join        (MwChannel *self, MwTask *task);

/* limiter: a token bucket */
MwLimiter *mw_limiter_new        (MwEngine *engine, guint32 resource);
void      mw_limiter_free        (MwLimiter *self);
MwFlow    mw_limiter_acquire     (MwLimiter *self, MwTask *task);

/* flag: asyncio.Event */
MwFlag   *mw_flag_new            (guint32 resource);
void      mw_flag_free           (MwFlag *self);
void      mw_flag_set            (MwFlag *self, MwTask *by);
MwFlow    mw_flag_wait           (MwFlag *self, MwTask *task);

/* number: a shared variable */
MwNumber *mw_number_new          (guint32 resource, gint64 initial);
void      mw_number_free         (MwNumber *self);
gint64    mw_number_read         (MwNumber *self, MwTask *task);
void      mw_number_write        (MwNumber *self, MwTask *task, gint64 number);

/* opening: something that is opened and closed, and may be open many times */
MwOpening   *mw_opening_new            (guint32 resource);
void      mw_opening_free           (MwOpening *self);
MwFlow    mw_opening_open           (MwOpening *self, MwTask *task);
MwFlow    mw_opening_close          (MwOpening *self, MwTask *task);
void      mw_opening_opened         (MwOpening *self, MwTask *task);
void      mw_opening_closed         (MwOpening *self, MwTask *task);

/* cache */
MwCache  *mw_cache_new           (guint32 resource);
void      mw_cache_free          (MwCache *self);
gboolean  mw_cache_look_up       (MwCache *self, MwTask *task, const MwValue *key, MwValue *value);
void      mw_cache_store         (MwCache *self, MwTask *task, const MwValue *key, MwValue value);
MwLock   *mw_cache_get_lock      (MwCache *self, const MwValue *key);

G_END_DECLS
