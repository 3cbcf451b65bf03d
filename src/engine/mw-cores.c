/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Who computes shares the cores evenly.
 *
 * With one interpreter lock all threads together count as one that computes, for only its holder does, and they share
 * what that one gets; a worker process has a lock of its own and counts for itself.  With h that compute at once on c
 * cores each gets min (c, h) / h of a core, and each of k threads under the lock a k-th of that.
 *
 * Times are rounded up to the ns in which the first is done, so that nobody is ever done a little late. */

#include "mw-cores.h"
#include "mw-time.h"

typedef struct
{
  MwOperation *operation;
  gboolean    *blocked;   /* set when it is done, instead of DONE; NULL */
  gint64       left;      /* ns of CPU time */
} Computation;

struct _MwCores
{
  MwBackend *simulated;
  gint64     n_cores;
  gboolean   one_lock;
  GArray    *computations;
  gint64     computed_until;
  guint64    event;        /* the next that is done; 0: none */
};

MwCores *
mw_cores_new (MwBackend *simulated, const MwProgram *program)
{
  MwCores *self = g_new0 (MwCores, 1);

  self->simulated = simulated;
  self->n_cores = MAX (1, program->cores);
  self->one_lock = program->one_lock;
  self->computations = g_array_new (FALSE, FALSE, sizeof (Computation));
  return self;
}

void
mw_cores_free (MwCores *self)
{
  g_array_unref (self->computations);
  g_free (self);
}

static gboolean
is_locked (MwCores *self, const Computation *computation)
{
  return self->one_lock && !computation->operation->job.unlocked;
}

/* What a computation gets of a core, as a fraction; [1] is that of those under the lock. */
typedef struct
{
  gint64 numerator;
  gint64 denominator;
} Share;

static void
get_shares (MwCores *self, Share shares[2])
{
  gint64 n_locked = 0, n;

  for (guint i = 0; i < self->computations->len; i++)
    n_locked += is_locked (self, &g_array_index (self->computations, Computation, i));
  n = self->computations->len - n_locked + MIN (n_locked, 1);
  shares[0] = shares[1] = (Share) { MIN (self->n_cores, n), n };
  shares[1].denominator *= MAX (1, n_locked);
}

static void
compute_so_far (MwCores *self)
{
  gint64 now = mw_simulated_now (self->simulated);
  MwWide elapsed = now - self->computed_until;
  Share shares[2];

  get_shares (self, shares);
  for (guint i = 0; i < self->computations->len; i++)
    {
      Computation *computation = &g_array_index (self->computations, Computation, i);
      Share share = shares[is_locked (self, computation)];

      computation->left -= (gint64) (elapsed * share.numerator / share.denominator);
    }
  self->computed_until = now;
}

static void computed_cb (gpointer data);

static void
schedule (MwCores *self)
{
  gint64 least = MW_TIME_OPEN;
  Share shares[2];

  get_shares (self, shares);
  mw_simulated_unschedule (self->simulated, self->event);
  self->event = 0;
  for (guint i = 0; i < self->computations->len; i++)
    {
      const Computation *computation = &g_array_index (self->computations, Computation, i);
      Share share = shares[is_locked (self, computation)];
      MwWide wait = (MwWide) computation->left * share.denominator + share.numerator - 1;

      least = MIN (least, (gint64) (wait / share.numerator));
    }
  if (least < MW_TIME_OPEN)
    self->event = mw_simulated_schedule (self->simulated, self->computed_until + least, computed_cb, self);
}

/* Those that are done leave, and are told when the books are in order. */
static void
computed_cb (gpointer data)
{
  MwCores *self = data;
  g_autoptr (GPtrArray) done = g_ptr_array_new ();

  self->event = 0;
  compute_so_far (self);
  for (guint i = 0; i < self->computations->len;)
    {
      Computation *computation = &g_array_index (self->computations, Computation, i);

      if (computation->left > 0)
        {
          i++;
          continue;
        }
      if (computation->blocked != NULL)
        *computation->blocked = TRUE;
      else
        g_ptr_array_add (done, computation->operation);
      g_array_remove_index (self->computations, i);
    }
  schedule (self);
  for (guint i = 0; i < done->len; i++)
    {
      MwOperation *operation = g_ptr_array_index (done, i);

      operation->done (operation);
    }
}

static void
add (MwCores *self, MwOperation *operation, gboolean *blocked)
{
  Computation computation = { operation, blocked, operation->job.duration };

  compute_so_far (self);
  g_array_append_val (self->computations, computation);
  schedule (self);
}

void
mw_cores_begin (MwCores *self, MwOperation *operation)
{
  add (self, operation, NULL);
}

void
mw_cores_block (MwCores *self, MwOperation *operation)
{
  gboolean is_done = FALSE;

  add (self, operation, &is_done);
  mw_simulated_run_until (self->simulated, &is_done);
}

void
mw_cores_finish (MwCores *self)
{
  for (guint i = 0; i < self->computations->len; i++)
    {
      MwOperation *operation = g_array_index (self->computations, Computation, i).operation;

      operation->done (operation);
    }
  g_array_set_size (self->computations, 0);
}
