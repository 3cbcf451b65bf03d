/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "lab-live.h"
#include "mw-deadlines.h"
#include "mw-live.h"
#include "mw-time.h"

/* What the lab costs, and how late it is: server and client in one process, as in the program. */

static int
compare (gconstpointer a, gconstpointer b)
{
  gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;

  return x < y ? -1 : x > y;
}

static void
print_lateness (const char *what, gint64 *late, guint n)
{
  qsort (late, n, sizeof (gint64), compare);
  g_print ("# %s: late by p50 %.3f ms, p99 %.3f ms, most %.3f ms\n", what, late[n / 2] / 1e6, late[n * 99 / 100] / 1e6,
           late[n - 1] / 1e6);
}

static void
deadline_cb (MwTimer *timer, gpointer data)
{
  gint64 *late = data;

  *late = mw_live_clock () - timer->deadline;
}

/* The server's clock alone. */
static void
bench_deadlines (gint64 delay, guint n)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autofree gint64 *late = g_new (gint64, n);
  gint64 last;
  g_autoptr (MwDeadlines) deadlines = mw_deadlines_new (context, deadline_cb, &last, NULL);

  for (guint i = 0; i < n; i++)
    {
      MwTimer timer = { 0 };

      last = -1;
      mw_deadlines_add (deadlines, &timer, mw_live_clock () + delay);
      while (last < 0)
        g_main_context_iteration (context, TRUE);
      late[i] = last;
    }
  print_lateness ("a deadline of the server", late, n);
}

/* N requests at once through MAX_CONNS connections. */
static void
bench_flood (guint n_requests, guint max_conns)
{
  const MwServiceSpec spec = { .items = 9 };
  g_autofree Diary *all = g_new (Diary, n_requests);
  Live live;
  MwLabCount count;
  guint n = 0;
  gint64 begun, took;

  live_init (&live, &spec, max_conns);
  begun = mw_live_clock ();
  for (guint i = 0; i < n_requests; i++)
    {
      diary_init (&all[i], NULL, "/v0/item/1.json", &n);
      live_begin (&live, &all[i]);
    }
  live_wait (&live, &n, n_requests);
  took = mw_live_clock () - begun;
  mw_lab_client_count (live.client, &count);
  g_print ("# %6u at once, max-conns %4u: %6.0f requests/s, %4u connections\n", n_requests, max_conns,
           n_requests * 1e9 / took, count.connections);
  live_clear (&live);
}

typedef struct
{
  Diary  diary;
  gint64 begun;
  gint64 took;
  guint *n_done;
} Timed;

static void
timed_cb (MwOperation *operation)
{
  Timed *self = (Timed *) operation;

  self->took = mw_live_clock () - self->begun;
  ++*self->n_done;
}

/* How much later than its latency an answer is, seen by the client, WIDTH requests under way at a time. */
static void
bench_lateness (gint64 latency, guint n_requests, guint width)
{
  const MwServiceSpec spec = { .latency = latency, .items = 9 };
  g_autofree Timed *all = g_new (Timed, n_requests);
  g_autofree gint64 *late = g_new (gint64, n_requests);
  g_autofree char *what = NULL;
  Live live;
  guint n = 0;

  live_init (&live, &spec, width);
  /* the first round opens the connections */
  for (guint i = 0; i < n_requests; i++)
    {
      if (i >= width)
        live_wait (&live, &n, i + 1 - width);
      diary_init (&all[i].diary, NULL, "/v0/item/1.json", NULL);
      all[i].diary.operation.done = timed_cb;
      all[i].n_done = &n;
      all[i].begun = mw_live_clock ();
      live.client->begin (live.client, &all[i].diary.operation);
    }
  live_wait (&live, &n, n_requests);
  for (guint i = width; i < n_requests; i++)
    late[i - width] = all[i].took - latency;
  what = g_strdup_printf ("%3" G_GINT64_FORMAT " ms, %2u at a time", latency / MW_NS_PER_MS, width);
  print_lateness (what, late, n_requests - width);
  live_clear (&live);
}

int
main (int argc, char **argv)
{
  bench_flood (5000, 100);
  bench_flood (5000, 10);
  bench_flood (5000, 1000);
  bench_deadlines (MS (50), 100);
  bench_lateness (0, 1000, 1);
  bench_lateness (MS (50), 100, 1);
  bench_lateness (MS (50), 1000, 30);
  bench_lateness (MS (240), 20, 1);
  return 0;
}
