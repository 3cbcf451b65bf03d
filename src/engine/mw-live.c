/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The live world.
 *
 * One GSource in the run's context dispatches iterations.  GLib before 2.82 polls in whole milliseconds; the run's
 * context belongs to the run, so it polls with ppoll instead, until the nearest deadline of the engine, which brings the
 * median lateness of a wake from 0.5 ms to 0.05 ms.  (A timerfd in the context does the same for two more system calls a
 * wake-up.)  Precision costs wake-ups, so that there is at most one per WAKE_GAP: deadlines that fall into it are served
 * together.  In a crowd nobody sees the difference, and the gap grows to IDLE_SHARE times what the last wake-up took,
 * up to a millisecond, the grain of asyncio and libuv.
 *
 * asyncio polls before each iteration.  A poll costs more than an iteration in which one task hands a permit to the
 * next, so that while tasks are ready the context is asked only every POLL_GAP; due timers are looked at in every
 * iteration all the same.
 *
 * Blocking calls wait in ppoll on an eventfd that mw_live_stop writes: even time.sleep (3600) on the loop ends when
 * the user presses Stop.  Worker threads are those of a pool of our own (GTask's has ten, shared with the whole
 * process); a finished job crosses back as a message to the run's context.
 */

#include <errno.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

#include "mw-engine.h"
#include "mw-interpreter-lock.h"
#include "mw-live.h"
#include "mw-random.h"
#include "mw-time.h"

#define WAKE_GAP     (250 * MW_NS_PER_US)
#define WAKE_GAP_MAX MW_NS_PER_MS
#define IDLE_SHARE   8
#define POLL_GAP     (50 * MW_NS_PER_US)
#define SWITCH_SLICE (5 * MW_NS_PER_MS) /* sys.getswitchinterval (): how long CPython keeps its lock */
#define STOP_PATIENCE MW_NS_PER_SEC

typedef struct
{
  MwBackend     base;
  GMainContext *context;
  GSource      *source;
  MwEngine     *engine;
  MwServices   *services;
  MwStorage    *storage;
  GThreadPool  *workers;
  MwInterpreterLock one_lock;
  gboolean      has_one_lock;
  gint64        epoch;
  gint64        last_wake;
  gint64        next_wake;   /* MW_TIME_OPEN: not for a timer */
  gint64        give_up;     /* when a stop has been ignored for too long */
  guint         n_jobs;      /* in worker threads */
  int           stop_fd;
  gint          stop;        /* atomic */
} MwLive;

typedef struct
{
  GSource base;
  MwLive *live;
} LoopSource;

typedef struct
{
  MwLive      *live;
  MwOperation *operation;
} Job;

static gint64
read_clock (clockid_t clock)
{
  struct timespec now;

  clock_gettime (clock, &now);
  return now.tv_sec * MW_NS_PER_SEC + now.tv_nsec;
}

gint64
mw_live_clock (void)
{
  return read_clock (CLOCK_MONOTONIC);
}

static gint64
live_now (MwBackend *base)
{
  return MAX (0, mw_live_clock () - ((MwLive *) base)->epoch);
}

static void
live_wake_at (MwBackend *base, gint64 deadline)
{
  MwLive *self = (MwLive *) base;
  gint64 busy;

  if (mw_engine_has_ready (self->engine))
    return;
  busy = live_now (base) - self->last_wake;
  self->next_wake = MAX (deadline, self->last_wake + CLAMP (IDLE_SHARE * busy, WAKE_GAP, WAKE_GAP_MAX));
}

/* Waits until TIME (CLOCK_MONOTONIC) or until the run is stopped; any thread. */
static void
wait_until (MwLive *self, gint64 time)
{
  struct pollfd stop = { self->stop_fd, POLLIN, 0 };
  gint64 left;

  while ((left = time - mw_live_clock ()) > 0)
    {
      struct timespec timeout = { left / MW_NS_PER_SEC, left % MW_NS_PER_SEC };

      if (ppoll (&stop, 1, &timeout, NULL) > 0)
        return;
    }
}

/* As MwStorage wants it. */
static void
wait_cb (gpointer data, gint64 duration)
{
  wait_until (data, mw_live_clock () + duration);
}

/* Uses the CPU until the calling thread has spent the job's duration of CPU time; any thread.  A worker that stands for
 * a process is a thread of ours which does not ask for the lock: it computes beside the others as a process would. */
static void
compute (MwLive *self, const MwJob *job)
{
  gboolean has_lock = self->has_one_lock && !job->unlocked;
  gint64 duration = job->duration;
  gint64 end = read_clock (CLOCK_THREAD_CPUTIME_ID) + duration;
  guint64 hash = 0;
  gint64 now;

  do
    {
      gint64 slice = read_clock (CLOCK_THREAD_CPUTIME_ID) + SWITCH_SLICE;

      if (has_lock)
        mw_interpreter_lock_acquire (&self->one_lock);
      do
        {
          for (guint64 i = 0; i < 2000; i++)
            hash = mw_random_mix (hash, i);
          now = read_clock (CLOCK_THREAD_CPUTIME_ID);
        }
      while (now < MIN (end, slice));
      if (has_lock)
        mw_interpreter_lock_release (&self->one_lock);
    }
  while (now < end && !g_atomic_int_get (&self->stop));
  __asm__ volatile ("" : : "r" (hash)); /* the sum is wanted, says this to the compiler */
}

static void
perform (MwLive *self, MwOperation *operation)
{
  switch (operation->job.kind)
    {
    case MW_JOB_COMPUTE:
      compute (self, &operation->job);
      break;
    case MW_JOB_REQUEST:
    case MW_JOB_SOCKET:
      self->services->block (self->services, operation);
      break;
    case MW_JOB_FILE:
    case MW_JOB_STATEMENT:
      self->storage->block (self->storage, operation);
      break;
    case MW_JOB_BLOCK:
    default:
      wait_until (self, mw_live_clock () + operation->job.duration);
      break;
    }
  if (g_atomic_int_get (&self->stop) && operation->fault == 0)
    operation->fault = MW_FAULT_CANCELLED;
}

static void
live_begin (MwBackend *base, MwOperation *operation)
{
  MwLive *self = (MwLive *) base;

  if (operation->job.kind == MW_JOB_FILE)
    self->storage->begin (self->storage, operation);
  else
    self->services->begin (self->services, operation);
}

static void
live_block (MwBackend *base, MwOperation *operation)
{
  perform ((MwLive *) base, operation);
}

static gboolean
job_done_cb (gpointer data)
{
  Job *job = data;

  job->live->n_jobs--;
  job->operation->done (job->operation);
  return G_SOURCE_REMOVE;
}

static void
worker_cb (gpointer data, gpointer user_data)
{
  Job *job = data;
  GMainContext *context = job->live->context;

  perform (job->live, job->operation);
  g_main_context_invoke_full (context, G_PRIORITY_DEFAULT, job_done_cb, job, g_free);
}

static void
live_offload (MwBackend *base, MwOperation *operation, guint lane)
{
  MwLive *self = (MwLive *) base;
  Job *job = g_new (Job, 1);

  job->live = self;
  job->operation = operation;
  self->n_jobs++;
  g_thread_pool_push (self->workers, job, NULL);
}

static void
live_cancel (MwBackend *base, MwOperation *operation)
{
  MwLive *self = (MwLive *) base;

  if (operation->job.kind == MW_JOB_FILE)
    self->storage->cancel (self->storage, operation);
  else
    self->services->cancel (self->services, operation);
}

static void
live_free (MwBackend *base)
{
  MwLive *self = (MwLive *) base;

  if (self->services != NULL)
    self->services->free (self->services);
  g_thread_pool_free (self->workers, FALSE, TRUE);
  if (self->storage != NULL)
    self->storage->free (self->storage);
  mw_interpreter_lock_clear (&self->one_lock);
  g_main_context_unref (self->context);
  close (self->stop_fd);
  g_free (self);
}

/* The run whose context this thread polls. */
static _Thread_local MwLive *polling;

/* In the place of g_poll: waits until something happens, but not beyond the run's next wake. */
static gint
poll_cb (GPollFD *fds, guint n_fds, gint timeout_ms)
{
  gint64 timeout = timeout_ms < 0 ? MW_TIME_OPEN : timeout_ms * MW_NS_PER_MS;
  struct timespec wait;

  if (timeout > 0 && polling->next_wake != MW_TIME_OPEN)
    timeout = CLAMP (polling->next_wake - live_now (&polling->base), 0, timeout);
  wait = (struct timespec) { timeout / MW_NS_PER_SEC, timeout % MW_NS_PER_SEC };
  return ppoll ((struct pollfd *) fds, n_fds, timeout == MW_TIME_OPEN ? NULL : &wait, NULL);
}

static gboolean
loop_prepare (GSource *source, gint *timeout)
{
  MwLive *self = ((LoopSource *) source)->live;
  gboolean stop = g_atomic_int_get (&self->stop);

  *timeout = stop ? 50 : -1;
  return mw_engine_has_ready (self->engine) || (stop && self->give_up == 0);
}

static gboolean
loop_check (GSource *source)
{
  MwLive *self = ((LoopSource *) source)->live;

  return mw_engine_has_ready (self->engine) || g_atomic_int_get (&self->stop) ||
         live_now (&self->base) >= self->next_wake;
}

static gboolean
loop_dispatch (GSource *source, GSourceFunc callback, gpointer data)
{
  MwLive *self = ((LoopSource *) source)->live;
  gint64 now = live_now (&self->base);

  self->last_wake = now;
  self->next_wake = MW_TIME_OPEN;
  if (g_atomic_int_get (&self->stop) && (self->give_up == 0 || now > self->give_up))
    {
      if (self->give_up == 0)
        mw_engine_stop (self->engine, MW_RUN_STOPPED);
      else
        mw_engine_abort (self->engine);
      self->give_up = now + STOP_PATIENCE;
    }
  mw_engine_iterate_until (self->engine, now + POLL_GAP);
  return G_SOURCE_CONTINUE;
}

static GSourceFuncs loop_funcs = { loop_prepare, loop_check, loop_dispatch, NULL, NULL, NULL };

MwBackend *
mw_live_new (const MwProgram *program, GMainContext *context, gint64 epoch)
{
  MwLive *self = g_new0 (MwLive, 1);

  self->base = (MwBackend) {
    .name = "live",
    .now = live_now,
    .wake_at = live_wake_at,
    .begin = live_begin,
    .block = live_block,
    .offload = live_offload,
    .cancel = live_cancel,
    .free = live_free,
  };
  self->context = g_main_context_ref (context);
  self->epoch = epoch;
  self->next_wake = MW_TIME_OPEN;
  self->has_one_lock = program->one_lock;
  mw_interpreter_lock_init (&self->one_lock);
  self->stop_fd = eventfd (0, EFD_NONBLOCK | EFD_CLOEXEC);
  self->workers = g_thread_pool_new (worker_cb, NULL, -1, FALSE, NULL);
  return &self->base;
}

/* SERVICES is taken over. */
void
mw_live_set_services (MwBackend *base, MwServices *services)
{
  ((MwLive *) base)->services = services;
}

void
mw_live_set_storage (MwBackend *base, MwStorage *storage)
{
  ((MwLive *) base)->storage = storage;
  storage->wait = wait_cb;
  storage->wait_data = base;
}

void
mw_live_stop (MwBackend *base)
{
  MwLive *self = (MwLive *) base;
  guint64 one = 1;

  g_atomic_int_set (&self->stop, TRUE);
  if (write (self->stop_fd, &one, sizeof one) < 0 && errno != EAGAIN)
    g_critical ("cannot wake a blocked thread: %s", g_strerror (errno));
  g_main_context_wakeup (self->context);
}

void
mw_live_run (MwBackend *base, MwEngine *engine)
{
  MwLive *self = (MwLive *) base;
  LoopSource *loop = (LoopSource *) g_source_new (&loop_funcs, sizeof (LoopSource));

  prctl (PR_SET_TIMERSLACK, 1UL, 0UL, 0UL, 0UL);
  self->engine = engine;
  loop->live = self;
  g_source_set_static_name (&loop->base, "meanwhile loop");
  wait_until (self, self->epoch);
  mw_engine_start (engine);
  polling = self;
  g_main_context_set_poll_func (self->context, poll_cb);
  g_source_attach (&loop->base, self->context);
  while (!mw_engine_is_ended (engine))
    g_main_context_iteration (self->context, TRUE);
  g_source_destroy (&loop->base);
  g_source_unref (&loop->base);
  while (self->n_jobs > 0)
    g_main_context_iteration (self->context, TRUE);
  g_main_context_set_poll_func (self->context, NULL);
}
