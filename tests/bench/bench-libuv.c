/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* bench-libuv wakes ACTIVE ROUNDS DORMANT MIN-MS MAX-MS: the same timers as bench-engine's, on libuv.
 *
 * libuv knows callbacks, not tasks: a timer that is armed again is all that a task is here. */

#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <uv.h>

#define HOUR_MS 3600000

typedef struct
{
  uv_timer_t timer;
  uint64_t   deadline;   /* ns of uv_hrtime */
  unsigned   delay_ms;
  unsigned   rounds;     /* left */
} Sleeper;

static unsigned n_active;  /* that still have rounds to go */
static int64_t *late;      /* ns, of every wake; NULL: not noted, for that costs CPU time */
static size_t   n_late;

static int64_t
read_cpu (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * INT64_C (1000000000) +
         (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) * INT64_C (1000);
}

static size_t
read_heap (void)
{
  struct mallinfo2 heap = mallinfo2 ();

  return heap.uordblks + heap.hblkhd;
}

static void
wake_cb (uv_timer_t *timer)
{
  Sleeper *self = (Sleeper *) timer;

  if (late != NULL)
    {
      uint64_t now = uv_hrtime ();

      late[n_late++] = (int64_t) (now - self->deadline);
      self->deadline = now + self->delay_ms * UINT64_C (1000000);
    }
  if (--self->rounds > 0)
    {
      uv_timer_start (timer, wake_cb, self->delay_ms, 0);
      return;
    }
  uv_timer_start (timer, wake_cb, HOUR_MS, 0);
  if (--n_active == 0)
    uv_stop (timer->loop);
}

static int
compare_times (const void *a, const void *b)
{
  int64_t x = *(const int64_t *) a, y = *(const int64_t *) b;

  return (x > y) - (x < y);
}

int
main (int argc, char *argv[])
{
  uv_loop_t *loop = uv_default_loop ();
  unsigned active, rounds, dormant, min_ms, max_ms;
  size_t heap_before, heap_asleep, n_wakes;
  Sleeper **sleepers;
  int64_t begin, end;

  if (argc != 7 || strcmp (argv[1], "wakes") != 0)
    {
      fprintf (stderr, "usage: bench-libuv wakes ACTIVE ROUNDS DORMANT MIN-MS MAX-MS\n");
      return 2;
    }
  active = n_active = (unsigned) atoi (argv[2]);
  rounds = (unsigned) atoi (argv[3]);
  dormant = (unsigned) atoi (argv[4]);
  min_ms = (unsigned) atoi (argv[5]);
  max_ms = (unsigned) atoi (argv[6]);
  n_wakes = (size_t) active * rounds;
  if (min_ms >= 20)
    late = calloc (n_wakes, sizeof *late);

  sleepers = calloc (active + dormant, sizeof *sleepers);
  heap_before = read_heap ();
  uv_update_time (loop);
  for (unsigned i = 0; i < active + dormant; i++)
    {
      Sleeper *self = sleepers[i] = calloc (1, sizeof *self);

      uv_timer_init (loop, &self->timer);
      self->rounds = rounds;
      self->delay_ms = i < active ? min_ms + i % (max_ms - min_ms + 1) : HOUR_MS;
      self->deadline = uv_hrtime () + self->delay_ms * UINT64_C (1000000);
      uv_timer_start (&self->timer, wake_cb, self->delay_ms, 0);
    }
  heap_asleep = read_heap ();

  begin = read_cpu ();
  uv_run (loop, UV_RUN_DEFAULT);
  end = read_cpu ();

  printf ("cpu_ns %.1f\n", (double) (end - begin) / (double) n_wakes);
  printf ("task_bytes %.1f\n", (double) (heap_asleep - heap_before) / (double) (active + dormant));
  if (late != NULL)
    {
      qsort (late, n_late, sizeof *late, compare_times);
      printf ("late_p50_us %.1f\n", (double) late[n_late / 2] / 1e3);
      printf ("late_p99_us %.1f\n", (double) late[n_late * 99 / 100] / 1e3);
    }

  for (unsigned i = 0; i < active + dormant; i++)
    uv_close ((uv_handle_t *) &sleepers[i]->timer, NULL);
  uv_run (loop, UV_RUN_DEFAULT);
  for (unsigned i = 0; i < active + dormant; i++)
    free (sleepers[i]);
  free (sleepers);
  free (late);
  return uv_loop_close (loop);
}
