/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "mw-http-pool.h"

/* First come, first served, and never more than there are. */
static void
test_order (void)
{
  MwHttpPool *pool = mw_http_pool_new (2);
  MwHttpClaim a, b, c, d, e;

  g_assert_true (mw_http_pool_ask (pool, &a));
  g_assert_true (mw_http_pool_ask (pool, &b));
  g_assert_false (mw_http_pool_ask (pool, &c));
  g_assert_false (mw_http_pool_ask (pool, &d));
  g_assert_false (mw_http_pool_ask (pool, &e));
  g_assert_true (a.is_fresh);
  g_assert_true (b.is_fresh);
  g_assert_true (mw_http_pool_withdraw (pool, &d));
  g_assert_true (mw_http_pool_give_back (pool, &b, TRUE) == &c);
  g_assert_false (c.is_fresh);
  g_assert_false (mw_http_pool_withdraw (pool, &c));
  g_assert_true (mw_http_pool_give_back (pool, &a, FALSE) == &e);
  g_assert_true (e.is_fresh);
  g_assert_null (mw_http_pool_give_back (pool, &c, TRUE));
  g_assert_null (mw_http_pool_give_back (pool, &e, TRUE));
  g_assert_true (mw_http_pool_ask (pool, &a));
  g_assert_false (a.is_fresh);
  g_assert_null (mw_http_pool_give_back (pool, &a, TRUE));
  mw_http_pool_free (pool);
}

/* Many connections lie in several sessions; together they are as many as was asked for, and an idle one is
 * found in whichever it lies. */
static void
test_shards (void)
{
  const guint limits[] = { 1, 64, 65, 100, 1000, 1024 };

  for (guint i = 0; i < G_N_ELEMENTS (limits); i++)
    {
      const guint n = limits[i];
      MwHttpPool *pool = mw_http_pool_new (n);
      g_autofree MwHttpClaim *claims = g_new (MwHttpClaim, n + 1);
      MwHttpShard *shard;

      for (guint j = 0; j < n; j++)
        g_assert_true (mw_http_pool_ask (pool, &claims[j]));
      g_assert_false (mw_http_pool_ask (pool, &claims[n]));
      g_assert_true (mw_http_pool_withdraw (pool, &claims[n]));
      shard = claims[n - 1].shard;
      for (guint j = 0; j < n; j++)
        g_assert_null (mw_http_pool_give_back (pool, &claims[j], j == n - 1));
      g_assert_true (mw_http_pool_ask (pool, &claims[0]));
      g_assert_false (claims[0].is_fresh);
      g_assert_true (claims[0].shard == shard);
      g_assert_null (mw_http_pool_give_back (pool, &claims[0], TRUE));
      mw_http_pool_free (pool);
    }
}

static void
test_sessions (void)
{
  MwHttpPool *pool = mw_http_pool_new (100);
  MwHttpClaim claims[100];
  GWeakRef refs[100];
  guint sum = 0;

  for (guint i = 0; i < 100; i++)
    {
      SoupSession *session;

      g_assert_true (mw_http_pool_ask (pool, &claims[i]));
      session = mw_http_shard_get_session (claims[i].shard);
      g_assert_cmpuint (soup_session_get_max_conns (session), ==, soup_session_get_max_conns_per_host (session));
      g_assert_cmpuint (soup_session_get_timeout (session), ==, 0);
      g_assert_null (soup_session_get_proxy_resolver (session));
      if (i < 2)
        sum += soup_session_get_max_conns (session);
      g_weak_ref_init (&refs[i], session);
    }
  g_assert_cmpuint (sum, ==, 100);
  for (guint i = 0; i < 100; i++)
    g_assert_null (mw_http_pool_give_back (pool, &claims[i], TRUE));
  mw_http_pool_free (pool);
  for (guint i = 0; i < 100; i++)
    {
      g_assert_null (g_weak_ref_get (&refs[i]));
      g_weak_ref_clear (&refs[i]);
    }
}

/* Names are given once for each connection. */
static void
test_names (void)
{
  MwHttpPool *pool = mw_http_pool_new (1);
  MwHttpClaim a;

  g_assert_true (mw_http_pool_ask (pool, &a));
  g_assert_cmpuint (*mw_http_shard_name_connection (a.shard, 7), ==, 0);
  *mw_http_shard_name_connection (a.shard, 7) = 3;
  g_assert_cmpuint (*mw_http_shard_name_connection (a.shard, 900), ==, 0);
  g_assert_cmpuint (*mw_http_shard_name_connection (a.shard, 7), ==, 3);
  g_assert_null (mw_http_pool_give_back (pool, &a, TRUE));
  mw_http_pool_free (pool);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/http-pool/order", test_order);
  g_test_add_func ("/http-pool/shards", test_shards);
  g_test_add_func ("/http-pool/sessions", test_sessions);
  g_test_add_func ("/http-pool/names", test_names);
  return g_test_run ();
}
