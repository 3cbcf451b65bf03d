/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mw-event.h"

G_BEGIN_DECLS

typedef struct _MwTrace MwTrace;

#define MW_TRACE_TIME_MAX  (G_GINT64_CONSTANT (366) * 24 * 3600 * 1000000000) /* ns: a year */
#define MW_TRACE_TEXT_MAX  65536   /* bytes of one text; longer ones are cut */
#define MW_TRACE_MAX_TASKS 4194304

typedef enum
{
  MW_RESOURCE_SEMAPHORE,
  MW_RESOURCE_LOCK,
  MW_RESOURCE_LIMITER,
  MW_RESOURCE_QUEUE,
  MW_RESOURCE_POOL,     /* worker threads */
  MW_RESOURCE_SERVICE,  /* a simulated or lab server */
  MW_RESOURCE_SESSION,  /* an HTTP client with its connections */
  MW_RESOURCE_SCOPE,    /* something opened and closed */
  MW_RESOURCE_EVENT,
  MW_RESOURCE_VALUE,
  MW_RESOURCE_PROCESSES, /* worker processes */
  MW_RESOURCE_DISK,
  MW_RESOURCE_DATABASE, /* with its connections */
  MW_RESOURCE_ROOM,     /* WebSocket clients, connected so many */
  MW_RESOURCE_CACHE,
  MW_N_RESOURCES
} MwResourceKind;

const char *mw_resource_kind_name (MwResourceKind kind);

/* What a run is, said before its first event and never changed afterwards. */
typedef struct
{
  char *name;           /* as in the scenario file */
  MwResourceKind kind;
  gint64 limit;         /* permits, bound, slots, burst; 0: none */
  gint64 rate;          /* of a limiter: tokens … */
  gint64 per;           /* … in so many ns */
} MwTraceResource;

typedef struct
{
  char *scenario;       /* id */
  char *variant;        /* id */
  char *title;          /* of the variant, in the run's language */
  char *executor;       /* "loop", "blocking", "threads" */
  guint threads;        /* of the executor "threads" */
  char *clock;          /* "live", "simulated" */
  guint64 seed;
  gint64 time_scale;    /* every duration was divided by this; 1: true to life */
  char **parameters;    /* NULL-terminated name, value, name, value … as text */
  GArray *resources;    /* of MwTraceResource; resource id = index + 1 */
} MwTraceHeader;

/* HEADER is taken over with all its strings (g_malloc).  The trace is reference counted atomically. */
MwTrace             *mw_trace_new          (MwTraceHeader *header);
MwTrace             *mw_trace_ref          (MwTrace *self);
void                 mw_trace_unref        (MwTrace *self);
MwTraceHeader       *mw_trace_header_new   (void);
void                 mw_trace_header_add_resource (MwTraceHeader *header, const char *name, MwResourceKind kind, gint64 limit);
/* Of the resource that was added last, a limiter: RATE tokens in PER ns. */
void                 mw_trace_header_set_rate (MwTraceHeader *header, gint64 rate, gint64 per);
void                 mw_trace_header_free  (MwTraceHeader *header);
const MwTraceHeader *mw_trace_get_header   (MwTrace *self);
const MwTraceResource *mw_trace_get_resource (MwTrace *self, guint32 id);

/* Writer: one thread at a time.  Times must not go back, task ids count 1, 2, 3 … in the order of creation,
 * transitions are legal, nothing follows RUN_ENDED: else the event is refused with a critical message. */
MwEvent             *mw_trace_reserve      (MwTrace *self);
void                 mw_trace_commit       (MwTrace *self, const MwEvent *slot);
void                 mw_trace_append       (MwTrace *self, const MwEvent *event);
gboolean             mw_trace_try_append   (MwTrace *self, const MwEvent *event, const char **why);
guint32              mw_trace_intern       (MwTrace *self, const char *text);

/* Readers: any thread, without a lock; what they are given never moves and lives as long as the trace. */
gsize                mw_trace_get_n_events (MwTrace *self);
const MwEvent       *mw_trace_get_event    (MwTrace *self, gsize index);
const char          *mw_trace_get_string   (MwTrace *self, guint32 id);
gsize                mw_trace_get_memory   (MwTrace *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MwTrace, mw_trace_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MwTraceHeader, mw_trace_header_free)

G_END_DECLS
