/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mw-chrome-file.h"

G_BEGIN_DECLS

/* Private to the Chrome files: what was read, before it is told as a trace.  Texts are interned in MwChrome.texts. */

typedef struct
{
  gint64      begin;   /* ns, as in the file */
  gint64      end;
  const char *name;
  const char *why;     /* NULL: not said */
  guint32     value;   /* the number among its arguments; 0 */
  guint16     lane;
} MwChromeSlice;

typedef struct
{
  gint64      time;
  const char *text;
} MwChromeLine;

typedef struct
{
  gint64 time;
  gint64 value;
} MwChromePoint;

typedef struct _MwChromeProcess MwChromeProcess;

/* A thread of the file. */
typedef struct
{
  MwChromeProcess *process;
  gint64           id;
  const char      *name;     /* NULL: not said */
  gint64           order;
  GArray          *slices;   /* of MwChromeSlice */
  GArray          *open;     /* of MwChromeSlice: begun (B) and not ended (E) */
  GArray          *lines;    /* of MwChromeLine */
  const char      *outcome;  /* NULL: not said */
} MwChromeTrack;

typedef struct
{
  const char *name;
  const char *kind;
  gint64      limit;
  GArray     *points;        /* of MwChromePoint */
} MwChromeCounter;

struct _MwChromeProcess
{
  gint64         id;
  const char    *name;
  MwTraceHeader *header;     /* of a run of ours; NULL: a stranger's */
  GPtrArray     *counters;   /* of MwChromeCounter */
  GPtrArray     *tracks;     /* of MwChromeTrack */
};

/* Somebody made the thread TO of PROCESS go on at TIME: it was FROM. */
typedef struct
{
  gint64 process;
  gint64 to;
  gint64 time;
  gint64 from;
} MwChromeArrow;

typedef enum
{
  MW_CHROME_UNREADABLE,   /* events that are not what they should be */
  MW_CHROME_FOREIGN,      /* kinds of events that have no place here */
  MW_CHROME_UNPAIRED,     /* an end without a begin, a begin without an end */
  MW_CHROME_NESTED,       /* slices within slices */
  MW_CHROME_OVERLAPPING,  /* slices that partly overlap */
  MW_CHROME_REFUSED,      /* not possible in the state of the task */
  MW_CHROME_N_NOTES
} MwChromeNote;

typedef struct
{
  GStringChunk *texts;
  GPtrArray    *processes;     /* of MwChromeProcess */
  GHashTable   *tracks;        /* of MwChromeTrack, by (process, id) */
  GHashTable   *arrows;        /* of MwChromeArrow, by (process, to, time) */
  GHashTable   *flows;         /* of MwChromeArrow, by id: begun and not ended */
  gsize         n_events;
  gsize         notes[MW_CHROME_N_NOTES];  /* how often */
  char         *cut;           /* where reading stopped before the end; NULL */
} MwChrome;

/* What the metadata of a run of ours say. */
enum { MW_CHROME_SCENARIO, MW_CHROME_VARIANT, MW_CHROME_TITLE, MW_CHROME_EXECUTOR, MW_CHROME_CLOCK, MW_CHROME_SEED, MW_CHROME_N_RUN };

/* One event as it stands in the file; texts are NULL, numbers 0 where it does not say. */
typedef struct
{
  char        phase;
  const char *name;
  const char *category;
  gint64      time;       /* ns */
  gint64      length;
  gint64      process;
  gint64      thread;
  gint64      id;         /* of a flow */
  gboolean    has_time;
  /* args */
  const char *label;      /* "name" */
  const char *why;
  gint64      lane;
  gint64      order;
  gint64      limit;
  gint64      value;      /* of a counter: "value" or whatever number there is */
  gboolean    has_value;
  const char *run[MW_CHROME_N_RUN];
} MwChromeEvent;

MwChrome      *mw_chrome_new          (void);
void           mw_chrome_free         (MwChrome *self);
MwChromeTrack *mw_chrome_get_track    (MwChrome *self, gint64 process, gint64 id);
MwChromeProcess *mw_chrome_get_process (MwChrome *self, gint64 id);
void           mw_chrome_add_arrow    (MwChrome *self, const MwChromeArrow *arrow);
const MwChromeArrow *mw_chrome_find_arrow (MwChrome *self, gint64 process, gint64 to, gint64 time);

/* mw-chrome-events.c */
void           mw_chrome_add          (MwChrome *self, const MwChromeEvent *event);
void           mw_chrome_close_slices (MwChrome *self);

/* mw-chrome-reader.c: TEXT[LENGTH] is writable.  FALSE when CANCELLABLE was. */
gboolean       mw_chrome_read         (MwChrome *self, char *text, gsize length, MwProgressFunc progress, gpointer data,
                                       GCancellable *cancellable);
/* mw-chrome-order.c: leaves the outermost slices of TRACK, one after the other */
void           mw_chrome_flatten      (MwChrome *self, MwChromeTrack *track);
void           mw_chrome_sort_points  (MwChromeCounter *counter);

/* mw-chrome-way.c: the kinds of events that lead from one state to another */
#define MW_CHROME_MAX_STEPS 3

typedef struct
{
  guint8 kinds[MW_CHROME_MAX_STEPS];
  guint  n;
} MwChromeWay;

/* The shortest way FROM one state TO another, the last step of it for REASON; none (0 steps) where it would take more than three. */
void           mw_chrome_find_way     (MwState from, MwState to, MwReason reason, guint16 lane, MwChromeWay *way);
guint          mw_chrome_reason_of    (MwEventKind kind, MwReason reason, gboolean last);

/* mw-chrome-import.c: (transfer full) NULL: nothing in it. */
MwTrace       *mw_chrome_import       (MwChrome *self, MwChromeProcess *process);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MwChrome, mw_chrome_free)

G_END_DECLS
