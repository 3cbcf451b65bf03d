/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "lab-live.h"
#include "mw-error.h"
#include "mw-lab-private.h"
#include "mw-live.h"
#include "mw-simulated.h"
#include "mw-time.h"

static void
test_one_request (void)
{
  const MwServiceSpec spec = { .latency = MS (40), .items = 9, .list_latency = -1 };
  Live live;
  Diary a;
  char buffer[64];
  guint n = 0;
  gint64 begun;

  live_init (&live, &spec, 4);
  diary_init (&a, NULL, "/v0/topstories.json", &n);
  begun = mw_live_clock ();
  live_begin (&live, &a);
  live_wait (&live, &n, 1);
  g_assert_cmpint (mw_live_clock () - begun, >=, MS (40));
  g_assert_cmpint (a.operation.status, ==, 200);
  g_assert_cmpint (a.operation.fault, ==, 0);
  g_assert_cmpint (a.operation.length, ==, strlen ("[1,2,3,4,5,6,7,8,9]"));
  g_assert_null (a.operation.message);
  g_assert_cmpstr (diary_phases (&a, buffer), ==, "QCSWRE");
  g_assert_cmpuint (a.connection, ==, 1);
  live_clear (&live);
}

/* One after the other through a wide session: one connection, used again. */
static void
test_reuse (void)
{
  const MwServiceSpec spec = { .items = 9 };
  Live live;
  MwLabCount count;
  guint n = 0;

  live_init (&live, &spec, 200);
  for (guint i = 0; i < 20; i++)
    {
      Diary a;
      char buffer[64];

      diary_init (&a, NULL, "/v0/item/1.json", &n);
      live_begin (&live, &a);
      live_wait (&live, &n, i + 1);
      g_assert_cmpstr (diary_phases (&a, buffer), ==, i == 0 ? "QCSWRE" : "QSWRE");
      g_assert_cmpuint (a.connection, ==, 1);
    }
  mw_lab_client_count (live.client, &count);
  g_assert_cmpuint (count.connections, ==, 1);
  g_assert_cmpuint (count.requests, ==, 20);
  g_assert_cmpuint (count.max_in_service, ==, 1);
  live_clear (&live);
}

static void
run_many (Live *live, guint n_requests, MwLabCount *count)
{
  g_autofree Diary *all = g_new (Diary, n_requests);
  guint n = 0;

  for (guint i = 0; i < n_requests; i++)
    {
      diary_init (&all[i], NULL, "/v0/item/1.json", &n);
      live_begin (live, &all[i]);
    }
  live_wait (live, &n, n_requests);
  for (guint i = 0; i < n_requests; i++)
    {
      g_assert_cmpint (all[i].operation.status, ==, 200);
      g_assert_cmpuint (all[i].n_done, ==, 1);
      g_assert_cmpint (all[i].phases[all[i].n_phases - 1], ==, MW_PHASE_END);
    }
  mw_lab_client_count (live->client, count);
}

/* At once: as many connections as the session allows, and never more requests than connections. */
static void
test_many_at_once (void)
{
  const MwServiceSpec spec = { .latency = MS (10), .items = 9 };
  const struct { guint requests, max_conns, connections; } cases[] = {
    { 10, 3, 3 }, { 10, 10, 10 }, { 10, 0, 10 }, { 200, 5, 5 }, { 200, 150, 150 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Live live;
      MwLabCount count;

      live_init (&live, &spec, cases[i].max_conns);
      run_many (&live, cases[i].requests, &count);
      g_assert_cmpuint (count.connections, ==, cases[i].connections);
      g_assert_cmpuint (count.requests, ==, cases[i].requests);
      g_assert_cmpuint (count.max_in_service, <=, cases[i].connections);
      run_many (&live, cases[i].requests, &count);
      g_assert_cmpuint (count.connections, ==, cases[i].connections);
      live_clear (&live);
    }
}

static void
test_a_thousand (void)
{
  const MwServiceSpec spec = { .items = 9 };
  Live live;
  MwLabCount count;

  live_init (&live, &spec, 100);
  run_many (&live, 1000, &count);
  g_assert_cmpuint (count.requests, ==, 1000);
  g_assert_cmpuint (count.connections, <=, 100);
  g_assert_cmpuint (count.max_in_service, <=, 100);
  live_clear (&live);
}

/* What waits for a connection is served in the order in which it came. */
static void
test_order (void)
{
  const MwServiceSpec spec = { .latency = MS (2), .items = 9 };
  Live live;
  Diary all[30];
  guint n = 0;

  live_init (&live, &spec, 1);
  for (guint i = 0; i < 30; i++)
    {
      diary_init (&all[i], NULL, "/v0/item/1.json", &n);
      live_begin (&live, &all[i]);
    }
  live_wait (&live, &n, 30);
  for (guint i = 0; i < 30; i++)
    g_assert_cmpuint (all[i].rank, ==, i + 1);
  live_clear (&live);
}

/* The service's places are given out in the order of arrival, two at a time. */
static void
test_capacity (void)
{
  const MwServiceSpec spec = { .latency = MS (30), .items = 9, .capacity = 2 };
  Live live;
  MwLabCount count;
  gint64 begun = mw_live_clock ();

  live_init (&live, &spec, 6);
  run_many (&live, 6, &count);
  g_assert_cmpint (mw_live_clock () - begun, >=, MS (90));
  g_assert_cmpuint (count.connections, ==, 6);
  live_clear (&live);
}

/* Each kind of answer, with what the model says of the same path at the same time. */
static void
test_faults (void)
{
  const gint64 bad[] = { 4 };
  const MwServiceSpec spec = { .items = 9, FAULTS ({ .kind = MW_SERVICE_STATUS, .until = MW_DURATION_MAX, .items = bad, .n_items = 1, .status = 500 }) };
  const struct { const char *path; int status; const char *message; } cases[] = {
    { "/v0/item/1.json",           200, NULL },
    { "/v0/item/1.json?print=pretty", 200, NULL },
    { "/v0/item/10.json",          404, "404 Not Found" },
    { "/v0/item/4.json",           500, "500 Internal Server Error" },
    { "/v0/item/%31.json",         404, "404 Not Found" },
    { "/été #1\n/\"<>",            404, "404 Not Found" },
    { "nowhere",                   404, "404 Not Found" },
    { "",                          404, "404 Not Found" },
  };
  Live live;
  guint n = 0;

  live_init (&live, &spec, 2);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Diary a;

      diary_init (&a, NULL, cases[i].path, &n);
      live_begin (&live, &a);
      live_wait (&live, &n, i + 1);
      g_test_message ("%s", cases[i].path);
      g_assert_cmpint (a.operation.status, ==, cases[i].status);
      g_assert_cmpint (a.operation.fault, ==, cases[i].status >= 400 ? cases[i].status : 0);
      g_assert_cmpstr (a.operation.message, ==, cases[i].message);
      g_assert_null (a.operation.data);
      diary_clear (&a);
    }
  live_clear (&live);
}

/* 503 until 50 ms after the epoch, which is far ahead, then long ago. */
static void
test_down_and_up (void)
{
  const MwServiceSpec spec = { .items = 9, FAULTS ({ .kind = MW_SERVICE_DOWN, .until = MS (50) }) };
  const gint64 epochs[] = { MS (3600000), -MS (3600000) };
  const int statuses[] = { 503, 200 };
  Live live;
  guint n = 0;

  live_init (&live, &spec, 2);
  for (guint i = 0; i < 2; i++)
    {
      Diary a;

      live.client->free (live.client);
      live.client = mw_lab_client_new (live.lab, live.program, mw_live_clock () + epochs[i], NULL);
      diary_init (&a, NULL, "/v0/item/1.json", &n);
      live_begin (&live, &a);
      live_wait (&live, &n, i + 1);
      g_assert_cmpint (a.operation.status, ==, statuses[i]);
      diary_clear (&a);
    }
  live_clear (&live);
}

/* The first takes the one token; that none of nine more comes too early is impossible. */
static void
test_rate_limit (void)
{
  const MwServiceSpec spec = { .items = 9, .rate_limit = 1 };
  Live live;
  Diary all[10];
  guint n = 0, n_refused = 0;

  live_init (&live, &spec, 1);
  for (guint i = 0; i < 10; i++)
    {
      diary_init (&all[i], NULL, "/v0/item/1.json", &n);
      live_begin (&live, &all[i]);
    }
  live_wait (&live, &n, 10);
  g_assert_cmpint (all[0].operation.status, ==, 200);
  for (guint i = 0; i < 10; i++)
    if (all[i].operation.status != 200)
      {
        g_assert_cmpint (all[i].operation.status, ==, 429);
        g_assert_cmpint (all[i].operation.fault, ==, 429);
        g_assert_cmpstr (all[i].operation.message, ==, "429 Too Many Requests");
        diary_clear (&all[i]);
        n_refused++;
      }
  g_assert_cmpuint (n_refused, >, 0);
  live_clear (&live);
}

/* It holds the only connection and the only place until it is cancelled; then others get both. */
static void
test_hang_and_cancel (void)
{
  const gint64 hang[] = { 1 };
  const MwServiceSpec spec = { .items = 9, .capacity = 1, FAULTS ({ .kind = MW_SERVICE_HANG, .until = MW_DURATION_MAX, .items = hang, .n_items = 1 }) };
  Live live;
  Diary a, b, c;
  MwLabCount count;
  guint n = 0;

  live_init (&live, &spec, 1);
  diary_init (&a, NULL, "/v0/item/1.json", &n);
  diary_init (&b, NULL, "/v0/item/2.json", &n);
  diary_init (&c, NULL, "/v0/item/2.json", &n);
  live_begin (&live, &a);
  live_begin (&live, &b);
  live_begin (&live, &c);
  live_wait_for_requests (&live, 1);
  live.client->cancel (live.client, &b.operation);
  live.client->cancel (live.client, &a.operation);
  live.client->cancel (live.client, &a.operation);
  live_wait (&live, &n, 1);
  g_assert_cmpint (c.operation.status, ==, 200);
  g_assert_cmpuint (a.n_done + b.n_done, ==, 0);
  g_assert_cmpuint (c.connection, ==, 2);
  mw_lab_client_count (live.client, &count);
  g_assert_cmpuint (count.connections, ==, 2);
  g_assert_cmpuint (count.requests, ==, 2);
  live_clear (&live);
}

/* A hundred that hang, cancelled at once; 300 more then go through.  Nobody is told, no connection stays. */
static void
test_cancel_a_hundred (void)
{
  const gint64 hang[] = { 5 };
  const MwServiceSpec spec = { .items = 9, FAULTS ({ .kind = MW_SERVICE_HANG, .until = MW_DURATION_MAX, .items = hang, .n_items = 1 }) };
  guint before = live_count_descriptors ();
  Live live;
  Diary all[150];
  MwLabCount count;
  guint n = 0;

  live_init (&live, &spec, 100);
  for (guint i = 0; i < 150; i++)
    {
      diary_init (&all[i], NULL, "/v0/item/5.json", &n);
      live_begin (&live, &all[i]);
    }
  live_wait_for_requests (&live, 100);
  for (guint i = 0; i < 150; i++)
    {
      guint n_phases = all[i].n_phases;

      live.client->cancel (live.client, &all[i].operation);
      g_assert_cmpuint (all[i].n_phases, ==, n_phases);
      all[i].operation = (MwOperation) { 0 }; /* as freed */
    }
  run_many (&live, 300, &count);
  g_assert_cmpuint (n, ==, 0);
  live_clear (&live);
  g_assert_cmpuint (live_count_descriptors (), ==, before);
}

/* Freed with requests queued and sent, half of them cancelled: nothing is called, nothing stays open. */
static void
test_free_under_way (void)
{
  const MwServiceSpec spec = { .latency = MS (5000), .items = 9 };
  guint before = live_count_descriptors ();
  Live live;
  Diary all[40];
  guint n = 0;

  live_init (&live, &spec, 20);
  for (guint i = 0; i < 40; i++)
    {
      diary_init (&all[i], NULL, "/v0/item/1.json", &n);
      live_begin (&live, &all[i]);
    }
  live_wait_for_requests (&live, 10);
  for (guint i = 0; i < 40; i += 2)
    live.client->cancel (live.client, &all[i].operation);
  live_clear (&live);
  g_assert_cmpuint (n, ==, 0);
  g_assert_cmpuint (live_count_descriptors (), ==, before);
}

static void
test_block (void)
{
  const MwServiceSpec spec = { .latency = MS (10), .items = 9 };
  Live live;
  MwLabCount count;

  live_init (&live, &spec, 4);
  for (guint i = 0; i < 5; i++)
    {
      Diary a;
      char buffer[64];

      diary_init (&a, NULL, i == 4 ? "/v0/item/10.json" : "/v0/item/1.json", NULL);
      live.client->block (live.client, &a.operation);
      g_assert_cmpuint (a.n_done, ==, 0);
      g_assert_cmpstr (diary_phases (&a, buffer), ==, i == 0 ? "QCSWRE" : "QSWRE");
      g_assert_cmpint (a.operation.status, ==, i == 4 ? 404 : 200);
      g_assert_cmpuint (a.connection, ==, 1);
      diary_clear (&a);
    }
  mw_lab_client_count (live.client, &count);
  g_assert_cmpuint (count.connections, ==, 1);
  live_clear (&live);
}

typedef struct
{
  Live *live;
  Diary diary;
} Blocked;

static gpointer
block_thread (gpointer data)
{
  Blocked *self = data;

  self->live->client->block (self->live->client, &self->diary.operation);
  return NULL;
}

/* Twelve threads share four connections; and asynchronous requests share them too. */
static void
test_block_on_threads (void)
{
  const MwServiceSpec spec = { .latency = MS (5), .items = 9 };
  Live live;
  Blocked blocked[12];
  GThread *threads[12];
  Diary async[12];
  MwLabCount count;
  guint n = 0;

  live_init (&live, &spec, 4);
  for (guint i = 0; i < 12; i++)
    {
      blocked[i].live = &live;
      diary_init (&blocked[i].diary, NULL, "/v0/item/1.json", NULL);
      threads[i] = g_thread_new ("worker", block_thread, &blocked[i]);
      diary_init (&async[i], NULL, "/v0/item/2.json", &n);
      live_begin (&live, &async[i]);
    }
  live_wait (&live, &n, 12);
  for (guint i = 0; i < 12; i++)
    {
      g_thread_join (threads[i]);
      g_assert_cmpint (blocked[i].diary.operation.status, ==, 200);
      g_assert_cmpuint (blocked[i].diary.n_phases, ==, 0);
      g_assert_cmpint (async[i].operation.status, ==, 200);
    }
  mw_lab_client_count (live.client, &count);
  g_assert_cmpuint (count.requests, ==, 24);
  g_assert_cmpuint (count.connections, <=, 4);
  g_assert_cmpuint (count.max_in_service, <=, 4);
  live_clear (&live);
}

/* Blocking calls that would never return are ended from another thread: one that is sent, one that waits for a
 * connection, and every one to come. */
static void
test_interrupt (void)
{
  const gint64 hang[] = { 1 };
  const MwServiceSpec spec = { .items = 9, FAULTS ({ .kind = MW_SERVICE_HANG, .until = MW_DURATION_MAX, .items = hang, .n_items = 1 }) };
  Live live;
  Blocked blocked[3];
  GThread *threads[2];

  live_init (&live, &spec, 1);
  for (guint i = 0; i < 3; i++)
    {
      blocked[i].live = &live;
      diary_init (&blocked[i].diary, NULL, "/v0/item/1.json", NULL);
    }
  for (guint i = 0; i < 2; i++)
    threads[i] = g_thread_new ("worker", block_thread, &blocked[i]);
  live_wait_for_requests (&live, 1);
  mw_lab_client_interrupt (live.client);
  for (guint i = 0; i < 2; i++)
    g_thread_join (threads[i]);
  block_thread (&blocked[2]);
  for (guint i = 0; i < 3; i++)
    {
      g_assert_cmpint (blocked[i].diary.operation.fault, ==, MW_FAULT_CONNECTION);
      g_assert_nonnull (blocked[i].diary.operation.message);
      diary_clear (&blocked[i].diary);
    }
  live_clear (&live);
}

/* The loop blocks for a connection that its own request holds: said, not waited for. */
static void
test_block_behind_oneself (void)
{
  const MwServiceSpec spec = { .items = 9 };
  Live live;
  Diary a, b;
  guint n = 0;

  live_init (&live, &spec, 1);
  diary_init (&a, NULL, "/v0/item/1.json", &n);
  diary_init (&b, NULL, "/v0/item/1.json", NULL);
  live_begin (&live, &a);
  live.client->block (live.client, &b.operation);
  g_assert_cmpint (b.operation.fault, ==, MW_FAULT_CONNECTION);
  live_wait (&live, &n, 1);
  g_assert_cmpint (a.operation.status, ==, 200);
  diary_clear (&b);
  live_clear (&live);
}

/* The server goes away under a client: connections are refused or cut, and each request says so. */
static void
test_server_gone (void)
{
  const MwServiceSpec spec = { .latency = MS (5000), .items = 9 };
  Live live;
  Diary all[6];
  guint n = 0;

  live_init (&live, &spec, 3);
  for (guint i = 0; i < 6; i++)
    {
      diary_init (&all[i], NULL, "/v0/item/1.json", &n);
      live_begin (&live, &all[i]);
    }
  live_wait_for_requests (&live, 3);
  mw_lab_stop (live.lab);
  live_wait (&live, &n, 6);
  for (guint i = 0; i < 6; i++)
    {
      g_assert_cmpint (all[i].operation.fault, ==, MW_FAULT_CONNECTION);
      g_assert_cmpint (all[i].operation.status, ==, 0);
      g_assert_nonnull (all[i].operation.message);
      diary_clear (&all[i]);
    }
  live_clear (&live);
}

/* Runs share a server, not their counts, and not their services. */
static void
test_two_runs (void)
{
  const MwServiceSpec few = { .items = 1 };
  const MwServiceSpec spec = { .items = 9 };
  g_autoptr (MwProgram) program = lab_program (&few, 2, 1);
  MwServices *other;
  Live live;
  Diary a, b;
  MwLabCount count;
  guint n = 0;

  live_init (&live, &spec, 2);
  other = mw_lab_client_new (live.lab, program, mw_live_clock (), NULL);
  diary_init (&a, NULL, "/v0/item/2.json", &n);
  diary_init (&b, NULL, "/v0/item/2.json", &n);
  live_begin (&live, &a);
  other->begin (other, &b.operation);
  live_wait (&live, &n, 2);
  g_assert_cmpint (a.operation.status, ==, 200);
  g_assert_cmpint (b.operation.status, ==, 404);
  mw_lab_client_count (other, &count);
  g_assert_cmpuint (count.requests, ==, 1);
  g_assert_cmpuint (count.connections, ==, 1);
  diary_clear (&b);
  other->free (other);
  live_clear (&live);
}

/* One lab serves run after run, always two at a time, and keeps no connection of those that are long over. */
static void
test_run_after_run (void)
{
  const MwServiceSpec spec = { .items = 9 };
  Live live;
  MwServices *next;
  MwLabCount count;
  guint before;

  live_init (&live, &spec, 20);
  before = live_count_descriptors ();
  for (guint i = 0; i < 10; i++)
    {
      run_many (&live, 20, &count);
      next = mw_lab_client_new (live.lab, live.program, mw_live_clock (), NULL);
      live.client->free (live.client);
      live.client = next;
    }
  /* the generation that the last two runs share may still hold the connections of the first */
  live_wait_for_descriptors (&live, before + 20 + 4);
  live_clear (&live);
}

/* Live and model: the same statuses, lengths, messages, phases and order; and the model's times are those of a
 * machine without any cost, so that the real ones are never shorter.  The list holds one of two connections for
 * long; the others follow each other through the second. */
static void
test_as_the_model (void)
{
  const gint64 bad[] = { 4 };
  const MwServiceSpec spec = { .latency = MS (5), .jitter = MS (4), .list_latency = MS (500), .items = 12,
                               FAULTS ({ .kind = MW_SERVICE_STATUS, .until = MW_DURATION_MAX, .items = bad, .n_items = 1, .status = 503 }) };
  const char *const paths[] = { "/v0/topstories.json", "/v0/item/1.json", "/v0/item/2.json", "/v0/item/4.json",
                                "/v0/item/13.json", "/v0/item/8.json", "/v0/item/12.json" };
  const gboolean never = FALSE;
  Live live;
  MwBackend *backend;
  MwServices *model;
  Diary real[G_N_ELEMENTS (paths)], modelled[G_N_ELEMENTS (paths)];
  guint n_real = 0, n_modelled = 0;
  gint64 begun;

  live_init (&live, &spec, 2);
  backend = mw_simulated_new (live.program);
  model = mw_lab_model_new (live.program, backend);
  mw_simulated_set_services (backend, model);
  begun = mw_live_clock ();
  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      diary_init (&real[i], NULL, paths[i], &n_real);
      diary_init (&modelled[i], backend, paths[i], &n_modelled);
      live_begin (&live, &real[i]);
      model->begin (model, &modelled[i].operation);
    }
  live_wait (&live, &n_real, G_N_ELEMENTS (paths));
  mw_simulated_run_until (backend, &never);
  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      char a[64], b[64];

      g_assert_cmpint (real[i].operation.status, ==, modelled[i].operation.status);
      g_assert_cmpint (real[i].operation.fault, ==, modelled[i].operation.fault);
      g_assert_cmpint (real[i].operation.length, ==, modelled[i].operation.length);
      g_assert_cmpstr (real[i].operation.message, ==, modelled[i].operation.message);
      g_assert_cmpuint (real[i].rank, ==, modelled[i].rank);
      g_assert_cmpuint (real[i].rank, ==, i == 0 ? G_N_ELEMENTS (paths) : i);
      g_assert_cmpint (real[i].connection == real[0].connection, ==, i == 0);
      g_assert_cmpint (modelled[i].connection == modelled[0].connection, ==, i == 0);
      g_assert_cmpstr (diary_phases (&real[i], a), ==, diary_phases (&modelled[i], b));
      g_assert_cmpint (real[i].time - begun, >=, modelled[i].time);
      diary_clear (&real[i]);
      diary_clear (&modelled[i]);
    }
  backend->free (backend);
  live_clear (&live);
}

static void
test_cannot_listen (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MwLab) first = mw_lab_new (&error);
  g_autoptr (MwLab) second = NULL;

  g_assert_no_error (error);
  second = mw_lab_new_on_port (mw_lab_get_port (first), &error);
  g_assert_null (second);
  g_assert_error (error, MW_ERROR, MW_ERROR_RUN);
  g_assert_nonnull (strstr (error->message, "127.0.0.1"));
}

/* Started and stopped: no thread, no descriptor stays. */
static void
test_start_and_stop (void)
{
  guint before = live_count_descriptors ();

  for (guint i = 0; i < 20; i++)
    {
      g_autoptr (MwLab) lab = mw_lab_new (NULL);

      g_assert_nonnull (lab);
      g_assert_cmpuint (mw_lab_get_port (lab), >, 0);
    }
  g_assert_cmpuint (live_count_descriptors (), ==, before);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lab/one-request", test_one_request);
  g_test_add_func ("/lab/reuse", test_reuse);
  g_test_add_func ("/lab/many-at-once", test_many_at_once);
  g_test_add_func ("/lab/a-thousand", test_a_thousand);
  g_test_add_func ("/lab/order", test_order);
  g_test_add_func ("/lab/capacity", test_capacity);
  g_test_add_func ("/lab/faults", test_faults);
  g_test_add_func ("/lab/down-and-up", test_down_and_up);
  g_test_add_func ("/lab/rate-limit", test_rate_limit);
  g_test_add_func ("/lab/hang-and-cancel", test_hang_and_cancel);
  g_test_add_func ("/lab/cancel-a-hundred", test_cancel_a_hundred);
  g_test_add_func ("/lab/free-under-way", test_free_under_way);
  g_test_add_func ("/lab/block", test_block);
  g_test_add_func ("/lab/block-on-threads", test_block_on_threads);
  g_test_add_func ("/lab/interrupt", test_interrupt);
  g_test_add_func ("/lab/block-behind-oneself", test_block_behind_oneself);
  g_test_add_func ("/lab/server-gone", test_server_gone);
  g_test_add_func ("/lab/two-runs", test_two_runs);
  g_test_add_func ("/lab/run-after-run", test_run_after_run);
  g_test_add_func ("/lab/as-the-model", test_as_the_model);
  g_test_add_func ("/lab/cannot-listen", test_cannot_listen);
  g_test_add_func ("/lab/start-and-stop", test_start_and_stop);
  return g_test_run ();
}
