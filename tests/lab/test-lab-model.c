/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "lab-diary.h"
#include "mw-simulated.h"
#include "mw-time.h"

typedef struct
{
  MwProgram  *program;
  MwBackend  *backend;
  MwServices *services;
} World;

static void
world_init (World *world, const MwServiceSpec *spec, guint max_conns)
{
  world->program = lab_program (spec, max_conns, 444);
  world->backend = mw_simulated_new (world->program);
  world->services = mw_lab_model_new (world->program, world->backend);
  mw_simulated_set_services (world->backend, world->services);
}

static void
world_clear (World *world)
{
  world->backend->free (world->backend);
  mw_program_unref (world->program);
}

/* Until nothing more will happen. */
static void
run_out (World *world)
{
  const gboolean never = FALSE;

  g_assert_false (mw_simulated_run_until (world->backend, &never));
}

static void
assert_diary (Diary *diary, const char *phases, const gint64 *times)
{
  char buffer[64];

  g_assert_cmpstr (diary_phases (diary, buffer), ==, phases);
  for (guint i = 0; i < diary->n_phases; i++)
    g_assert_cmpint (diary->times[i], ==, times[i]);
}

/* A connection is opened, then used again. */
static void
test_one_after_the_other (void)
{
  const MwServiceSpec spec = { .latency = MS (100), .list_latency = MS (30), .handshake = MS (7), .items = 9 };
  const gint64 first[] = { 0, 0, 0, 0, MS (37), MS (37) };
  const gint64 second[] = { MS (37), MS (37), MS (37), MS (137), MS (137) };
  World world;
  Diary a, b;

  world_init (&world, &spec, 10);
  diary_init (&a, world.backend, "/v0/topstories.json", NULL);
  diary_init (&b, world.backend, "/v0/item/3.json", NULL);
  world.services->begin (world.services, &a.operation);
  g_assert_cmpuint (a.n_done, ==, 0);
  run_out (&world);
  world.services->begin (world.services, &b.operation);
  run_out (&world);
  assert_diary (&a, "QCSWRE", first);
  assert_diary (&b, "QSWRE", second);
  g_assert_cmpint (a.time, ==, MS (37));
  g_assert_cmpint (b.time, ==, MS (137));
  g_assert_cmpuint (a.connection, ==, 1);
  g_assert_cmpuint (b.connection, ==, 1);
  g_assert_cmpint (a.operation.status, ==, 200);
  g_assert_cmpint (a.operation.length, ==, strlen ("[1,2,3,4,5,6,7,8,9]"));
  g_assert_cmpint (b.operation.length, >, 40);
  g_assert_cmpuint (a.n_done + b.n_done, ==, 2);
  world_clear (&world);
}

/* Nothing is done within begin, not even what takes no time. */
static void
test_not_within_begin (void)
{
  const MwServiceSpec spec = { .items = 9 };
  World world;
  Diary a;

  world_init (&world, &spec, 10);
  diary_init (&a, world.backend, "/v0/item/1.json", NULL);
  world.services->begin (world.services, &a.operation);
  g_assert_cmpuint (a.n_done, ==, 0);
  run_out (&world);
  g_assert_cmpuint (a.n_done, ==, 1);
  g_assert_cmpint (a.time, ==, 0);
  world_clear (&world);
}

/* Ten at once through three connections of 100 ms: 100 × 3, 200 × 3, 300 × 3, 400. */
static void
test_three_connections (void)
{
  const MwServiceSpec spec = { .latency = MS (100), .items = 20 };
  World world;
  Diary all[10];
  guint n_done = 0;

  world_init (&world, &spec, 3);
  for (guint i = 0; i < 10; i++)
    {
      diary_init (&all[i], world.backend, "/v0/item/1.json", &n_done);
      world.services->begin (world.services, &all[i].operation);
    }
  run_out (&world);
  for (guint i = 0; i < 10; i++)
    {
      g_assert_cmpint (all[i].time, ==, MS (100) * (1 + i / 3));
      g_assert_cmpuint (all[i].rank, ==, i + 1);
      g_assert_cmpuint (all[i].connection, <=, 3);
    }
  world_clear (&world);
}

/* The same ten where the service has three places: the connections are ten, the times are the same. */
static void
test_capacity (void)
{
  const MwServiceSpec spec = { .latency = MS (100), .items = 20, .capacity = 3 };
  World world;
  Diary all[10];
  guint n_done = 0;

  world_init (&world, &spec, 0);
  for (guint i = 0; i < 10; i++)
    {
      diary_init (&all[i], world.backend, "/v0/item/1.json", &n_done);
      world.services->begin (world.services, &all[i].operation);
    }
  run_out (&world);
  for (guint i = 0; i < 10; i++)
    {
      g_assert_cmpint (all[i].time, ==, MS (100) * (1 + i / 3));
      g_assert_cmpuint (all[i].rank, ==, i + 1);
      g_assert_cmpuint (all[i].connection, ==, i + 1);
    }
  world_clear (&world);
}

static void
test_faults (void)
{
  const gint64 bad[] = { 4 };
  const MwServiceSpec spec = { .latency = MS (10), .items = 9, FAULTS ({ .kind = MW_SERVICE_STATUS, .until = MW_DURATION_MAX, .items = bad, .n_items = 1, .status = 500 }) };
  const struct { const char *path; int status; const char *message; } cases[] = {
    { "/v0/item/1.json", 200, NULL },
    { "/v0/item/10.json", 404, "404 Not Found" },
    { "/v0/item/4.json", 500, "500 Internal Server Error" },
  };
  World world;

  world_init (&world, &spec, 1);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Diary a;

      diary_init (&a, world.backend, cases[i].path, NULL);
      world.services->begin (world.services, &a.operation);
      run_out (&world);
      g_assert_cmpint (a.operation.status, ==, cases[i].status);
      g_assert_cmpint (a.operation.fault, ==, cases[i].status >= 400 ? cases[i].status : 0);
      g_assert_cmpstr (a.operation.message, ==, cases[i].message);
      diary_clear (&a);
    }
  world_clear (&world);
}

/* One that hangs holds the only connection and the only place; when it is cancelled the next goes on, on a new
 * connection. */
static void
test_hang_and_cancel (void)
{
  const gint64 hang[] = { 1 };
  const MwServiceSpec spec = { .latency = MS (10), .handshake = MS (1), .items = 9, .capacity = 1,
                               FAULTS ({ .kind = MW_SERVICE_HANG, .until = MW_DURATION_MAX, .items = hang, .n_items = 1 }) };
  World world;
  Diary a, b, c;

  world_init (&world, &spec, 1);
  diary_init (&a, world.backend, "/v0/item/1.json", NULL);
  diary_init (&b, world.backend, "/v0/item/2.json", NULL);
  diary_init (&c, world.backend, "/v0/item/3.json", NULL);
  world.services->begin (world.services, &a.operation);
  world.services->begin (world.services, &b.operation);
  world.services->begin (world.services, &c.operation);
  run_out (&world);
  g_assert_cmpuint (a.n_done + b.n_done + c.n_done, ==, 0);
  world.services->cancel (world.services, &b.operation);
  world.services->cancel (world.services, &a.operation);
  world.services->cancel (world.services, &a.operation);
  run_out (&world);
  g_assert_cmpuint (a.n_done + b.n_done, ==, 0);
  g_assert_cmpuint (c.n_done, ==, 1);
  g_assert_cmpuint (c.connection, ==, 2);
  g_assert_cmpint (c.time, ==, MS (1) + MS (1) + MS (10));
  world_clear (&world);
}

static void
test_block (void)
{
  const gint64 hang[] = { 1 };
  const MwServiceSpec spec = { .latency = MS (10), .items = 9, FAULTS ({ .kind = MW_SERVICE_HANG, .until = MW_DURATION_MAX, .items = hang, .n_items = 1 }) };
  const gint64 times[] = { 0, 0, 0, 0, MS (10), MS (10) };
  World world;
  Diary a, b;

  world_init (&world, &spec, 1);
  diary_init (&a, world.backend, "/v0/item/2.json", NULL);
  world.services->block (world.services, &a.operation);
  assert_diary (&a, "QCSWRE", times);
  g_assert_cmpuint (a.n_done, ==, 0);
  g_assert_cmpint (a.operation.status, ==, 200);
  g_assert_cmpint (mw_simulated_now (world.backend), ==, MS (10));
  diary_init (&b, world.backend, "/v0/item/1.json", NULL);
  world.services->block (world.services, &b.operation);
  g_assert_cmpint (b.operation.fault, ==, MW_FAULT_CONNECTION);
  g_assert_nonnull (b.operation.message);
  diary_clear (&b);
  world_clear (&world);
}

/* What is still under way when the world ends is not done, and not leaked. */
static void
test_end_of_the_world (void)
{
  const MwServiceSpec spec = { .latency = MS (10), .items = 9 };
  World world;
  Diary all[5];

  world_init (&world, &spec, 2);
  for (guint i = 0; i < 5; i++)
    {
      diary_init (&all[i], world.backend, "/v0/item/2.json", NULL);
      world.services->begin (world.services, &all[i].operation);
    }
  world_clear (&world);
  for (guint i = 0; i < 5; i++)
    g_assert_cmpuint (all[i].n_done, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lab-model/one-after-the-other", test_one_after_the_other);
  g_test_add_func ("/lab-model/not-within-begin", test_not_within_begin);
  g_test_add_func ("/lab-model/three-connections", test_three_connections);
  g_test_add_func ("/lab-model/capacity", test_capacity);
  g_test_add_func ("/lab-model/faults", test_faults);
  g_test_add_func ("/lab-model/hang-and-cancel", test_hang_and_cancel);
  g_test_add_func ("/lab-model/block", test_block);
  g_test_add_func ("/lab-model/end-of-the-world", test_end_of_the_world);
  return g_test_run ();
}
