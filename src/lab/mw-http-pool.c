/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The connections of one session.
 *
 * libsoup limits connections itself, but its queue is visited from the beginning whenever something changes: with
 * thousands of waiting messages that is quadratic (5,000 at once through 100 connections: 152 requests a second;
 * held back: 7,700).  So a message waits here, in a FIFO of claims, and libsoup is never given more than it has
 * connections for.  Many connections in one SoupSession are slow too, so beyond SHARD_CONNS the connections are
 * spread over several; a claim prefers a shard with an idle connection, so that reuse is as in one session.
 *
 * libsoup also opens cold connections one after the other, because each might turn out to be HTTP/2 and serve all.
 * A claim that finds no idle connection says so (is_fresh), and its message asks for a connection of its own.
 *
 * Claims come from the loop thread and, for blocking calls, from worker threads; hence the lock.
 */

#include "mw-http-pool.h"

#define SHARD_CONNS 64
#define MAX_SHARDS  32

struct _MwHttpShard
{
  SoupSession *session;
  guint        limit;
  guint        n_busy;
  guint        n_idle;
  GArray      *names; /* libsoup's connection ids, counted from 1 → the run's */
};

struct _MwHttpPool
{
  GMutex      mutex;
  GCond       cond;
  GQueue      queue;
  guint       n_async;      /* claims of the loop thread, served or waiting */
  gboolean    is_interrupted;
  guint       n_shards;
  MwHttpShard shards[MAX_SHARDS];
};

static SoupSession *
new_session (guint max_conns)
{
  return g_object_new (SOUP_TYPE_SESSION,
                       "max-conns", max_conns, "max-conns-per-host", max_conns,
                       "timeout", 0, "idle-timeout", 0, "proxy-resolver", NULL,
                       "tls-database", NULL, NULL); /* nobody is trusted, but by the request itself */
}

/* As the system reaches the network: its proxies, its certificates; without cookies. */
static SoupSession *
new_real_session (GSocketConnectable *way, guint timeout)
{
  return g_object_new (SOUP_TYPE_SESSION,
                       "max-conns", 1, "max-conns-per-host", 1,
                       "timeout", timeout, "idle-timeout", 0, "remote-connectable", way,
                       "user-agent", "meanwhile ", NULL);
}

/* Its shards are still empty. */
static MwHttpPool *
new_pool (guint n_shards)
{
  MwHttpPool *self = g_new0 (MwHttpPool, 1);

  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  g_queue_init (&self->queue);
  self->n_shards = n_shards;
  return self;
}

/**
 * mw_http_pool_new_real:
 * @max_conns: connections that may be open at once; 1 … 32
 * @way: (nullable): where all of them lead
 * @timeout: s without a byte, after which a connection is given up
 *
 * Each connection has a shard of its own: an answer without a body, which the lab never gives, frees its connection
 * before its request has ended, and another in the same shard would get it.
 *
 * Returns: (transfer full): a pool for hosts of the network, whose sessions use the thread-default context
 */
MwHttpPool *
mw_http_pool_new_real (guint max_conns, GSocketConnectable *way, guint timeout)
{
  MwHttpPool *self = new_pool (MIN (max_conns, MAX_SHARDS));

  for (guint i = 0; i < self->n_shards; i++)
    {
      self->shards[i].limit = 1;
      self->shards[i].session = new_real_session (way, timeout);
      self->shards[i].names = g_array_new (FALSE, TRUE, sizeof (guint32));
    }
  return self;
}

/**
 * mw_http_pool_new:
 * @max_conns: connections that may be open at once; at least 1
 *
 * Returns: (transfer full): a pool whose sessions use the thread-default context
 */
MwHttpPool *
mw_http_pool_new (guint max_conns)
{
  MwHttpPool *self = new_pool (CLAMP ((max_conns + SHARD_CONNS - 1) / SHARD_CONNS, 1, MAX_SHARDS));

  for (guint i = 0; i < self->n_shards; i++)
    {
      MwHttpShard *shard = &self->shards[i];

      shard->limit = max_conns / self->n_shards + (i < max_conns % self->n_shards ? 1 : 0);
      shard->session = new_session (shard->limit);
      shard->names = g_array_new (FALSE, TRUE, sizeof (guint32));
    }
  return self;
}

/* No claim is left; the connections are closed. */
void
mw_http_pool_free (MwHttpPool *self)
{
  for (guint i = 0; i < self->n_shards; i++)
    {
      soup_session_abort (self->shards[i].session);
      g_object_unref (self->shards[i].session);
      g_array_unref (self->shards[i].names);
    }
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
  g_free (self);
}

/* A shard with an idle connection, else the one with most room; NULL where all is busy. */
static MwHttpShard *
choose_shard_locked (MwHttpPool *self)
{
  MwHttpShard *best = NULL;

  for (guint i = 0; i < self->n_shards; i++)
    {
      MwHttpShard *shard = &self->shards[i];

      if (shard->n_idle > 0)
        return shard;
      if (shard->n_busy < shard->limit &&
          (best == NULL || shard->limit - shard->n_busy > best->limit - best->n_busy))
        best = shard;
    }
  return best;
}

static gboolean
serve_locked (MwHttpPool *self, MwHttpClaim *claim)
{
  MwHttpShard *shard = choose_shard_locked (self);

  if (shard == NULL)
    return FALSE;
  claim->shard = shard;
  claim->is_fresh = shard->n_idle == 0;
  if (!claim->is_fresh)
    shard->n_idle--;
  shard->n_busy++;
  return TRUE;
}

/* Nobody is passed over: while there is a queue all is busy, for what is given back goes to the head of it. */
static gboolean
ask_locked (MwHttpPool *self, MwHttpClaim *claim)
{
  claim->link = (GList) { .data = claim };
  claim->shard = NULL;
  if (serve_locked (self, claim))
    return TRUE;
  g_queue_push_tail_link (&self->queue, &claim->link);
  return FALSE;
}

/* For a request of the loop: TRUE when CLAIM is served at once, FALSE when it queues until it is given back to. */
gboolean
mw_http_pool_ask (MwHttpPool *self, MwHttpClaim *claim)
{
  gboolean is_served;

  claim->is_async = TRUE;
  g_mutex_lock (&self->mutex);
  self->n_async++;
  is_served = ask_locked (self, claim);
  g_mutex_unlock (&self->mutex);
  return is_served;
}

/* For a blocking call: returns when CLAIM is served, or FALSE where that will never be: the pool is interrupted, or
 * the call is made ON_LOOP, whose own requests hold the connections. */
gboolean
mw_http_pool_wait (MwHttpPool *self, MwHttpClaim *claim, gboolean on_loop)
{
  gboolean is_served;

  claim->is_async = FALSE;
  g_mutex_lock (&self->mutex);
  ask_locked (self, claim);
  while (claim->shard == NULL && !self->is_interrupted && !(on_loop && self->n_async > 0))
    g_cond_wait (&self->cond, &self->mutex);
  is_served = claim->shard != NULL;
  if (!is_served)
    g_queue_unlink (&self->queue, &claim->link);
  g_mutex_unlock (&self->mutex);
  return is_served;
}

/* Takes an asynchronous claim out of the queue; FALSE where it has been served in the meantime. */
gboolean
mw_http_pool_withdraw (MwHttpPool *self, MwHttpClaim *claim)
{
  gboolean was_queued;

  g_mutex_lock (&self->mutex);
  was_queued = claim->shard == NULL;
  if (was_queued)
    {
      g_queue_unlink (&self->queue, &claim->link);
      self->n_async--;
    }
  g_mutex_unlock (&self->mutex);
  return was_queued;
}

/**
 * mw_http_pool_give_back:
 * @self: the pool
 * @claim: served
 * @is_open: whether its connection can be used again
 *
 * Returns: (nullable): an asynchronous claim that is served now instead; its request is to be started on the loop
 */
MwHttpClaim *
mw_http_pool_give_back (MwHttpPool *self, MwHttpClaim *claim, gboolean is_open)
{
  MwHttpClaim *next = NULL;
  GList *link;

  g_mutex_lock (&self->mutex);
  claim->shard->n_busy--;
  if (is_open)
    claim->shard->n_idle++;
  if (claim->is_async)
    self->n_async--;
  link = g_queue_peek_head_link (&self->queue);
  if (link != NULL && serve_locked (self, link->data))
    {
      g_queue_unlink (&self->queue, link);
      next = link->data;
      if (!next->is_async)
        {
          next = NULL;
          g_cond_broadcast (&self->cond);
        }
    }
  g_mutex_unlock (&self->mutex);
  return next;
}

/* Any thread: ends the waiting of blocking calls, for good. */
void
mw_http_pool_interrupt (MwHttpPool *self)
{
  g_mutex_lock (&self->mutex);
  self->is_interrupted = TRUE;
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->mutex);
}

SoupSession *
mw_http_shard_get_session (MwHttpShard *self)
{
  return self->session;
}

/* Where the run's name of libsoup's connection ID is kept; 0 until it has one.  Loop thread. */
guint32 *
mw_http_shard_name_connection (MwHttpShard *self, guint64 id)
{
  if (id >= self->names->len)
    g_array_set_size (self->names, id + 1);
  return &g_array_index (self->names, guint32, id);
}
