/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mw-time.h"
#include "mw-trace.h"

G_BEGIN_DECLS

/* The fold of a trace: spans per task, strips per resource, the loop's iterations.
 * It belongs to one reader (one thread) and is brought up to date by asking. */
typedef struct _MwHistory MwHistory;

/* 24 bytes.  END is MW_TIME_OPEN while it lasts. */
typedef struct
{
  gint64  begin;
  gint64  end;
  guint32 event;  /* index of the event that began it: there stand reason, object, step, value */
  guint8  state;  /* MwState */
  guint8  reason; /* MwReason */
  guint16 lane;
} MwSpan;

G_STATIC_ASSERT (sizeof (MwSpan) == 24);

/* A part of a request over HTTP. */
typedef struct
{
  gint64   begin;
  gint64   end;         /* MW_TIME_OPEN while it lasts */
  guint32  request;     /* 1, 2 … */
  guint32  connection;  /* 1, 2 …; 0: not known yet */
  guint8   phase;       /* MwPhase, never MW_PHASE_END */
  gboolean reused;      /* the connection had carried another request before */
} MwPhaseSpan;

typedef struct
{
  guint32 task;
  guint32 index;        /* into its phases */
} MwPhaseRef;

typedef struct
{
  guint32     id;
  guint32     parent;        /* 0: none */
  const char *name;
  gint64      created;
  gint64      ended;         /* MW_TIME_OPEN while it lives */
  guint8      state;         /* the last one */
  guint8      outcome;       /* MwOutcome */
  guint16     depth;         /* 0: the entry task */
  guint32     group_owner;   /* the task that opened the group it is in; 0: none */
  guint32     attempts;
  GArray     *spans;         /* of MwSpan, in time order, without gaps from created to ended */
  GArray     *phases;        /* of MwPhaseSpan, in time order; NULL: it made no request */
  gint64      sums[MW_N_STATES]; /* ns of the closed spans */
} MwTaskHistory;

typedef struct
{
  gint64  time;
  gint64  value;
  guint32 owner;             /* of a lock: the task that has it */
} MwStripPoint;

/* A value over time: it holds from its point to the next. */
typedef struct
{
  const char    *name;
  MwResourceKind kind;
  guint32        resource;   /* id; 0: the in-flight strip */
  gint64         limit;      /* 0: none */
  gint64         max;
  gint64         area;       /* value × ns up to the last point */
  guint          opened;     /* connections that a session opened */
  GArray        *points;     /* of MwStripPoint */
  GArray        *blocks;     /* private: lowest and highest of every MW_STRIP_BLOCK points */
} MwStrip;

/* A task held a lane; 24 bytes. */
typedef struct
{
  gint64  begin;
  gint64  end;               /* MW_TIME_OPEN while it lasts */
  guint32 task;
} MwStretch;

typedef struct
{
  gint64  begin;
  gint64  end;               /* MW_TIME_OPEN while it lasts */
  guint32 handles;
  guint32 event;
} MwIteration;

typedef struct
{
  gint64      time;
  guint32     task;
  guint32     event;
  const char *text;
} MwLine;

/* An answer over HTTP. */
typedef struct
{
  gint64  time;
  guint32 task;
  guint32 request;
  guint   status;
} MwAnswer;

typedef enum
{
  MW_MARK_DEADLINE,          /* a timeout's deadline: TIME is when it falls due */
  MW_MARK_CANCEL,            /* cancellation was asked for */
  MW_MARK_ATTEMPT,           /* VALUE: number */
  MW_MARK_LOST,              /* a write that overwrites one its task has not read: VALUE: resource */
} MwMarkKind;

typedef struct
{
  gint64  time;
  gint64  value;
  guint32 task;
  guint32 event;
  guint8  kind;              /* MwMarkKind */
} MwMark;

MwHistory           *mw_history_new           (MwTrace *trace);
void                 mw_history_free          (MwHistory *self);
MwTrace             *mw_history_get_trace     (MwHistory *self);

/* Reads what is new; TRUE if anything was.  MAX_EVENTS bounds the work (G_MAXSIZE: all). */
gboolean             mw_history_update        (MwHistory *self, gsize max_events);
/* Shows sleepers whose deadline passed before NOW (ns) as ready although the loop, which is held, has not yet said
 * so; for a live picture, once a frame after mw_history_update. */
void                 mw_history_anticipate    (MwHistory *self, gint64 now);
gsize                mw_history_get_n_read    (MwHistory *self);
/* SELF is about to read a part of what WHOLE has read, and is to be looked at in its stead: every task and strip of
 * WHOLE gets the same id and index here, and every strip the same MAX, so that a layout made for one holds for the
 * other.  A task that the part does not know yet is CREATED at MW_TIME_OPEN and has no spans. */
void                 mw_history_make_room     (MwHistory *self, MwHistory *whole);

gboolean             mw_history_is_finished   (MwHistory *self);
MwRunEnd             mw_history_get_run_end   (MwHistory *self, const char **message);
/* Time of the last event: the makespan when finished. */
gint64               mw_history_get_end       (MwHistory *self);

guint                mw_history_get_n_tasks   (MwHistory *self);
const MwTaskHistory *mw_history_get_task      (MwHistory *self, guint32 id);
/* Index of the span that holds TIME, or -1. */
gint                 mw_task_history_find     (const MwTaskHistory *task, gint64 time);

/* One strip per semaphore, queue, pool … in the header's order. */
guint                mw_history_get_n_strips  (MwHistory *self);
const MwStrip       *mw_history_get_strip     (MwHistory *self, guint index);
const MwStrip       *mw_history_get_in_flight (MwHistory *self);
gint64               mw_strip_value_at        (const MwStrip *strip, gint64 time);
/* The first point that is later than TIME (ns), from the point FROM on. */
guint                mw_strip_find_after      (const MwStrip *strip, gint64 time, guint from);
/* Widens LOW … HIGH to the values of the points FIRST … LAST, without looking at each. */
void                 mw_strip_get_range       (const MwStrip *strip, guint first, guint last, gint64 *low, gint64 *high);

const GArray        *mw_history_get_iterations (MwHistory *self); /* of MwIteration */
/* When a task was in STATE on LANE: blocking, in a thread, or running where there are no iterations; in the order in which
 * they began.  NULL: never. */
const GArray        *mw_history_get_stretches  (MwHistory *self, MwState state, guint lane); /* of MwStretch */
/* The last lane on which a task was in a thread; 0: none was. */
guint                mw_history_get_n_threads  (MwHistory *self);
/* How many tasks are in each state at NOW (ns); kept until it is asked for another moment. */
const guint         *mw_history_count_states   (MwHistory *self, gint64 now);
const GArray        *mw_history_get_lines      (MwHistory *self); /* of MwLine */
const GArray        *mw_history_get_marks      (MwHistory *self); /* of MwMark */
const GArray        *mw_history_get_answers    (MwHistory *self); /* of MwAnswer */

/* Connections are numbered from 1; see mw-history-wire.c. */
guint                mw_history_get_n_connections (MwHistory *self);
/* Empty in a part of a run in which it is not open yet. */
const GArray        *mw_history_get_connection    (MwHistory *self, guint connection);
const MwPhaseSpan   *mw_history_get_phase         (MwHistory *self, const MwPhaseRef *ref);
const MwPhaseSpan   *mw_task_history_find_phase   (const MwTaskHistory *task, gint64 time);

/* ns in which a task was running on or blocking lane 0, up to the last event. */
gint64               mw_history_get_loop_busy  (MwHistory *self);
guint                mw_history_count_outcome  (MwHistory *self, MwOutcome outcome);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MwHistory, mw_history_free)

G_END_DECLS
