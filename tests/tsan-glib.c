/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What ThreadSanitizer has to be told about GLib.
 *
 * GLib's locks, queues and sources synchronise threads with futexes and atomics inside a library that is not compiled
 * for ThreadSanitizer, so that it sees two threads touch the same memory and nothing between them.  To suppress the
 * reports would hide our own races with them.  Instead this library stands before libglib in every program of a
 * ThreadSanitizer build, passes each call on, and states the edge that the real function makes: what was done before
 * the release is seen after the acquire of the same address.
 *
 * Only edges that GLib documents are stated, each on the address of the thing that is handed over (the lock, the
 * datum in the queue, the record of a source), never on something all threads share, which would silence true races.
 */

#include <dlfcn.h>
#include <gio/gio.h>

void __tsan_acquire (void *address);
void __tsan_release (void *address);

/* The function that would have been called without this library. */
#define REAL(name) \
  static __typeof__ (&name) real; \
  if (__atomic_load_n (&real, __ATOMIC_RELAXED) == NULL) \
    __atomic_store_n (&real, __extension__ (__typeof__ (&name)) dlsym (RTLD_NEXT, #name), __ATOMIC_RELAXED)

/* Locks */

void
g_mutex_lock (GMutex *mutex)
{
  REAL (g_mutex_lock);
  real (mutex);
  __tsan_acquire (mutex);
}

void
g_mutex_unlock (GMutex *mutex)
{
  REAL (g_mutex_unlock);
  __tsan_release (mutex);
  real (mutex);
}

gboolean
g_mutex_trylock (GMutex *mutex)
{
  REAL (g_mutex_trylock);
  if (!real (mutex))
    return FALSE;
  __tsan_acquire (mutex);
  return TRUE;
}

void
g_cond_wait (GCond *cond, GMutex *mutex)
{
  REAL (g_cond_wait);
  __tsan_release (mutex);
  real (cond, mutex);
  __tsan_acquire (mutex);
}

gboolean
g_cond_wait_until (GCond *cond, GMutex *mutex, gint64 end_time)
{
  gboolean signalled;

  REAL (g_cond_wait_until);
  __tsan_release (mutex);
  signalled = real (cond, mutex, end_time);
  __tsan_acquire (mutex);
  return signalled;
}

/* The last one to let go has seen what all others did before they did. */
gboolean
(g_atomic_ref_count_dec) (gatomicrefcount *count)
{
  REAL (g_atomic_ref_count_dec);
  __tsan_release ((void *) count);
  if (!real (count))
    return FALSE;
  __tsan_acquire ((void *) count);
  return TRUE;
}

/* Queues: whoever pops a datum has seen what was written before it was pushed. */

void
g_async_queue_push (GAsyncQueue *queue, gpointer datum)
{
  REAL (g_async_queue_push);
  __tsan_release (datum);
  real (queue, datum);
}

static gpointer
acquired (gpointer datum)
{
  if (datum)
    __tsan_acquire (datum);
  return datum;
}

gpointer
g_async_queue_pop (GAsyncQueue *queue)
{
  REAL (g_async_queue_pop);
  return acquired (real (queue));
}

gpointer
g_async_queue_try_pop (GAsyncQueue *queue)
{
  REAL (g_async_queue_try_pop);
  return acquired (real (queue));
}

/* Functions that another thread will call: the data is wrapped in a record, which carries the edge. */

typedef struct
{
  GCallback      func;
  gpointer       data;
  GDestroyNotify notify;
} Hop;

static Hop *
hop_new (GCallback func, gpointer data, GDestroyNotify notify)
{
  Hop *self = g_new (Hop, 1);

  *self = (Hop) { func, data, notify };
  __tsan_release (self);
  return self;
}

static gboolean
hop_source_cb (gpointer data)
{
  Hop *self = data;

  __tsan_acquire (self);
  return ((GSourceFunc) self->func) (self->data);
}

static void
hop_free (gpointer data)
{
  Hop *self = data;

  __tsan_acquire (self);
  if (self->notify)
    self->notify (self->data);
  g_free (self);
}

guint
g_idle_add_full (gint priority, GSourceFunc func, gpointer data, GDestroyNotify notify)
{
  REAL (g_idle_add_full);
  return real (priority, hop_source_cb, hop_new (G_CALLBACK (func), data, notify), hop_free);
}

guint
g_idle_add (GSourceFunc func, gpointer data)
{
  return g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, func, data, NULL);
}

void
g_main_context_invoke_full (GMainContext *context, gint priority, GSourceFunc func, gpointer data, GDestroyNotify notify)
{
  REAL (g_main_context_invoke_full);
  real (context, priority, hop_source_cb, hop_new (G_CALLBACK (func), data, notify), hop_free);
}

void
g_main_context_invoke (GMainContext *context, GSourceFunc func, gpointer data)
{
  g_main_context_invoke_full (context, G_PRIORITY_DEFAULT, func, data, NULL);
}

guint
g_idle_add_once (GSourceOnceFunc func, gpointer data)
{
  return g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, (GSourceFunc) G_CALLBACK (func), data, NULL);
}

/* Only of these two kinds of source is it known what their function looks like. */
void
g_source_set_callback (GSource *source, GSourceFunc func, gpointer data, GDestroyNotify notify)
{
  REAL (g_source_set_callback);
  if (source->source_funcs == &g_idle_funcs || source->source_funcs == &g_timeout_funcs)
    real (source, hop_source_cb, hop_new (G_CALLBACK (func), data, notify), hop_free);
  else
    real (source, func, data, notify);
}

/* Threads: begin after they are made, end before they are joined. */

static gpointer
hop_thread (gpointer data)
{
  Hop *self = data;
  gpointer result;

  __tsan_acquire (self);
  result = ((GThreadFunc) self->func) (self->data);
  g_free (self);
  __tsan_release (g_thread_self ());
  return result;
}

GThread *
g_thread_new (const char *name, GThreadFunc func, gpointer data)
{
  REAL (g_thread_new);
  return real (name, hop_thread, hop_new (G_CALLBACK (func), data, NULL));
}

gpointer
g_thread_join (GThread *thread)
{
  gpointer result;

  REAL (g_thread_join);
  g_thread_ref (thread);
  result = real (thread);
  __tsan_acquire (thread);
  g_thread_unref (thread);
  return result;
}

/* A pool's function, and the wait for the last of its calls when the pool is freed.  Begin and end have addresses of
 * their own: with one for both, every call would seem to come after the calls that ended before it. */

static void
hop_pool (gpointer data, gpointer user_data)
{
  Hop *self = user_data;

  __tsan_acquire (data);
  __tsan_acquire (self);
  ((GFunc) self->func) (data, self->data);
  __tsan_release (&self->notify);
}

GThreadPool *
g_thread_pool_new (GFunc func, gpointer user_data, gint max_threads, gboolean exclusive, GError **error)
{
  REAL (g_thread_pool_new);
  return real (hop_pool, hop_new (G_CALLBACK (func), user_data, NULL), max_threads, exclusive, error);
}

gboolean
g_thread_pool_push (GThreadPool *pool, gpointer data, GError **error)
{
  REAL (g_thread_pool_push);
  __tsan_release (data);
  return real (pool, data, error);
}

void
g_thread_pool_free (GThreadPool *pool, gboolean immediate, gboolean wait_)
{
  Hop *hop = pool->func == hop_pool ? pool->user_data : NULL;

  REAL (g_thread_pool_free);
  real (pool, immediate, wait_);
  if (hop == NULL || !wait_)
    return; /* the record is kept where calls may still come */
  __tsan_acquire (&hop->notify);
  g_free (hop);
}

/* The worker's return is seen by who propagates the result. */

void
g_task_return_pointer (GTask *task, gpointer result, GDestroyNotify free_result)
{
  REAL (g_task_return_pointer);
  __tsan_release (task);
  real (task, result, free_result);
}

void
g_task_return_boolean (GTask *task, gboolean result)
{
  REAL (g_task_return_boolean);
  __tsan_release (task);
  real (task, result);
}

void
g_task_return_error (GTask *task, GError *error)
{
  REAL (g_task_return_error);
  __tsan_release (task);
  real (task, error);
}

gpointer
g_task_propagate_pointer (GTask *task, GError **error)
{
  gpointer result;

  REAL (g_task_propagate_pointer);
  result = real (task, error);
  __tsan_acquire (task);
  return result;
}

gboolean
g_task_propagate_boolean (GTask *task, GError **error)
{
  gboolean result;

  REAL (g_task_propagate_boolean);
  result = real (task, error);
  __tsan_acquire (task);
  return result;
}
