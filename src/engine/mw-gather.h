/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mw-task.h"

G_BEGIN_DECLS

/* The children that one step starts: of gather, batches, arrivals, shield and as-completed.  The object is counted,
 * for children outlive a parent that went on. */

typedef struct _MwChild MwChild;

struct _MwChild
{
  MwWaiter  waiter;
  MwHandle  handle;   /* a child's end takes one turn of the loop to reach whom it concerns */
  MwGather *gather;
  MwTask   *task;
  MwChild  *next;     /* of those that have ended and were not looked at */
};

struct _MwGather
{
  guint     ref_count;
  MwTask   *parent;
  guint     n_children;
  guint     n_started;
  guint     n_done;
  guint     size;         /* how many are started before they are waited for */
  guint     spawn;        /* the cursor over spawns and their times */
  gint64    time;
  gboolean  collect;
  gboolean  cancelled;    /* the parent was cancelled: say so when all have ended */
  gboolean  resolved;
  gboolean  paused;       /* arrivals: the pause before the next one has been made */
  MwRaised  raised;
  MwChild  *first_done;   /* as-completed */
  MwChild  *last_done;
  MwChild   children[];
};

MwGather *mw_gather_new        (MwTask *task, const MwStep *step, guint size);
void      mw_gather_count      (MwGather *self, MwTask *task, const MwStep *step);
MwChild  *mw_gather_start_next (MwGather *self, MwTask *task, const MwStep *step);
void      mw_gather_watch      (MwGather *self, MwChild *child, void (*done) (MwEngine *engine, MwHandle *handle));
MwFlow    mw_gather_wait       (MwGather *self, MwTask *task);
MwFlow    mw_gather_finish     (MwGather *self, MwTask *task, const MwStep *step);
MwValue   mw_gather_result_of  (const MwChild *child);

static inline MwChild *
mw_child_of_handle (MwHandle *handle)
{
  return (MwChild *) ((char *) handle - G_STRUCT_OFFSET (MwChild, handle));
}

static inline gboolean
mw_task_has_loop (const MwTask *self)
{
  return self->engine->program->executor != MW_EXECUTOR_BLOCKING;
}

G_END_DECLS
