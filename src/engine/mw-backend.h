/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mw-program.h"

G_BEGIN_DECLS

/* The engine knows its world only through this struct of functions.  Two worlds exist: the live one
 * (mw-live.h) and the simulated one (mw-simulated.h); the engine's code is the same in both.
 * Everything here is called on, and calls back on, the run's loop thread. */

typedef struct _MwBackend   MwBackend;
typedef struct _MwOperation MwOperation;

typedef struct
{
  guint32     session;   /* resource id */
  const char *path;      /* "/v0/item/7.json"; valid until the operation is done or cancelled */
} MwRequest;

typedef enum
{
  MW_JOB_BLOCK,          /* wait, as a blocking call does */
  MW_JOB_COMPUTE,        /* use the CPU for its duration of CPU time */
  MW_JOB_REQUEST,        /* HTTP */
} MwJobKind;

typedef struct
{
  MwJobKind kind;
  gint64    duration;    /* ns; of a request: the longest that it may take, MW_TIME_OPEN without a limit */
  MwRequest request;
} MwJob;

/* One operation under way.  The engine owns it and embeds it; the backend fills the results and calls DONE once. */
struct _MwOperation
{
  void      (*phase) (MwOperation *self, MwPhase phase, guint32 connection); /* request phases, as they begin */
  void      (*done)  (MwOperation *self);
  MwJob       job;
  int         fault;     /* MwFault or HTTP status that is an error; 0: success; MW_FAULT_CANCELLED: the run was
                          * stopped while it blocked */
  int         status;    /* HTTP status; 0: none */
  gint64      length;    /* bytes of the body */
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

/* HTTP as a backend reaches it; the lab layer implements it twice: over libsoup, and as a model. */
typedef struct _MwServices MwServices;

struct _MwServices
{
  void (*begin)  (MwServices *self, MwOperation *operation);
  /* any thread in the live world */
  void (*block)  (MwServices *self, MwOperation *operation);
  void (*cancel) (MwServices *self, MwOperation *operation);
  void (*free)   (MwServices *self);
};

G_END_DECLS
