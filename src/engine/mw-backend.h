/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mw-program.h"
#include "mw-time.h"

G_BEGIN_DECLS

/* The engine knows its world only through this struct of functions.  Two worlds exist: the live one
 * (mw-live.h) and the simulated one (mw-simulated.h); the engine's code is the same in both.
 * Everything here is called on, and calls back on, the run's loop thread. */

typedef struct _MwBackend   MwBackend;
typedef struct _MwOperation MwOperation;

/* What a query found: n_columns values for each row, row by row; texts live in it. */
typedef struct
{
  guint         n_columns;
  GArray       *values;    /* of MwValue */
  GStringChunk *texts;
} MwRecordSet;

MwRecordSet *mw_record_set_new  (guint n_columns);
void    mw_record_set_free (MwRecordSet *self);

typedef struct
{
  guint32     session;   /* resource id */
  const char *path;      /* "/v0/item/7.json"; valid until the operation is done or cancelled */
  const char *body;      /* what is posted, likewise; NULL: it is a GET */
} MwRequest;

typedef enum
{
  MW_JOB_BLOCK,          /* wait, as a blocking call does */
  MW_JOB_COMPUTE,        /* use the CPU for its duration of CPU time */
  MW_JOB_REQUEST,        /* HTTP */
  MW_JOB_FILE,           /* a file is written or read */
  MW_JOB_STATEMENT,      /* SQL */
  MW_JOB_SOCKET,         /* WebSocket */
} MwJobKind;

/* Somebody to whom a message goes. */
typedef struct
{
  guint32  client;
  gboolean lost;         /* set where it has gone, or did not take the message in time */
} MwAddressee;

typedef enum
{
  MW_SOCKET_CONNECT,     /* status: that of the handshake, where it is refused */
  MW_SOCKET_RECEIVE,     /* status: the number of the message, 1, 2 … */
  MW_SOCKET_SEND,        /* to all at once; done when each has it or is lost */
  MW_SOCKET_CLOSE,       /* after what is queued has been sent */
  MW_SOCKET_QUEUE,       /* as SEND, but nobody waits; takes no time: by the backend's block only */
  MW_SOCKET_DROP,        /* forgets a client at once; by block only */
} MwSocketVerb;

typedef struct
{
  guint32      room;      /* resource id */
  MwSocketVerb verb;
  MwAddressee *clients;   /* one, but for SEND and QUEUE */
  guint        n_clients;
  const char  *text;      /* lives as long as the run */
  gint64       patience;  /* ns: who has not taken a message by then is cut off; MW_TIME_OPEN */
} MwSocketJob;

typedef struct
{
  guint32     disk;      /* resource id */
  const char *name;      /* without a folder; lives as long as the operation */
  gboolean    write;
  gint64      bytes;     /* that are written */
} MwFileJob;

typedef enum { MW_STATEMENT_EXECUTE, MW_STATEMENT_QUERY, MW_STATEMENT_COMMIT } MwStatementKind;

typedef struct
{
  guint32         database;    /* resource id */
  guint           connection;  /* 0, 1 … */
  MwStatementKind kind;
  const char     *sql;         /* of one statement; NULL: commit */
  const MwValue  *values;      /* numbers, texts, none: for its question marks */
  guint           n_values;
  guint           n_columns;   /* that a query must have */
  gboolean        is_transaction; /* a change waits for the commit; else each statement stands for itself */
} MwStatementJob;

typedef struct
{
  MwJobKind kind;
  gint64    duration;    /* ns; of a request or socket: the longest that it may take, MW_TIME_OPEN without a limit; of a file
                          * or statement: what it takes on top */
  gint64    per_megabyte; /* ns on top for each 10⁶ bytes of a file */
  gboolean  unlocked;    /* of computing: in a process of its own, which has its own interpreter lock */
  union
  {
    MwRequest      request;
    MwFileJob      file;
    MwStatementJob statement;
    MwSocketJob    socket;
  };
} MwJob;

/* One operation under way.  The engine owns it and embeds it; the backend fills the results and calls DONE once. */
struct _MwOperation
{
  void      (*phase) (MwOperation *self, MwPhase phase, guint32 connection); /* request phases, as they begin */
  void      (*done)  (MwOperation *self);
  MwJob       job;
  int         fault;     /* MwFault or HTTP status that is an error; 0: success; MW_FAULT_CANCELLED: the run was
                          * stopped while it blocked */
  int         status;    /* HTTP status, or as MwSocketVerb says; 0: none */
  gint64      length;    /* bytes of the body or file; rows that a statement changed */
  MwRecordSet *records;   /* of a query; freed with the operation */
  char       *message;   /* of the fault, g_malloc; NULL: none */
  gpointer    data;      /* the backend's own */
};

struct _MwBackend
{
  const char *name;      /* "live", "simulated" */

  /* ns since the run began; never goes back */
  gint64 (*now)     (MwBackend *self);
  /* call the engine at DEADLINE or, if it is past, soon; MW_TIME_OPEN: not for a timer.  Replaces the one before. */
  void   (*wake_at) (MwBackend *self, gint64 deadline);
  /* the asynchronous operation: returns at once, OPERATION->done is called later, never from within */
  void   (*begin)   (MwBackend *self, MwOperation *operation);
  /* its blocking twin on the calling thread: returns when done, with the results filled; DONE is not called */
  void   (*block)   (MwBackend *self, MwOperation *operation);
  /* its blocking twin on the worker thread LANE (1, 2 …), which is free; DONE is called on the loop thread.
   * A job on a thread cannot be cancelled. */
  void   (*offload) (MwBackend *self, MwOperation *operation, guint lane);
  /* ends an operation begun with BEGIN: DONE and PHASE are not called any more when it returns */
  void   (*cancel)  (MwBackend *self, MwOperation *operation);
  void   (*free)    (MwBackend *self);
};

/* HTTP and WebSocket as a backend reaches them; the lab layer implements it twice: over libsoup, and as a model. */
typedef struct _MwServices MwServices;

struct _MwServices
{
  void (*begin)  (MwServices *self, MwOperation *operation);
  /* any thread in the live world */
  void (*block)  (MwServices *self, MwOperation *operation);
  void (*cancel) (MwServices *self, MwOperation *operation);
  void (*free)   (MwServices *self);
};

/* Whether somebody reads what the operation brought. */
static inline gboolean
mw_job_has_result (MwJobKind kind)
{
  return kind != MW_JOB_BLOCK && kind != MW_JOB_COMPUTE;
}

/* What a file or statement takes on top, once it is known how long it is (ns). */
static inline gint64
mw_operation_get_cost (const MwOperation *self)
{
  gint64 bytes = self->job.kind == MW_JOB_FILE ? self->length : 0;

  return self->job.duration + (gint64) ((MwWide) bytes * self->job.per_megabyte / 1000000);
}

/* Files and databases as a backend reaches them; the lab layer implements it twice: over GIO and SQLite, and as a model
 * without files. */
typedef struct _MwStorage MwStorage;

struct _MwStorage
{
  /* the blocking twin; any thread in the live world */
  void   (*block)  (MwStorage *self, MwOperation *operation);
  /* a file, asynchronously, on the loop thread; only in the live world */
  void   (*begin)  (MwStorage *self, MwOperation *operation);
  void   (*cancel) (MwStorage *self, MwOperation *operation);
  void   (*free)   (MwStorage *self);
  /* Set by the live backend: waits for DURATION (ns) or until the run is stopped; any thread.  NULL: the backend models
   * what operations cost. */
  void   (*wait)   (gpointer data, gint64 duration);
  gpointer wait_data;
};

G_END_DECLS
