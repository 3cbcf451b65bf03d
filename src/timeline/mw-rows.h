/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mw-race-view.h"

G_BEGIN_DECLS

/* Where everything stands: the vertical layout of a race, and the columns.
 *
 *   ┌ figures ────────────────────────────────────────────┐  the big number (option)
 *   ├ gutter ──┬ ruler ───────────────────────────────────┤
 *   │ HEADER of the variant                               │
 *   │ name     │ LANE, one per task                       │
 *   │ + 92 more│ FOLD: the tasks that found no lane       │
 *   │ loop     │ LOOP  (or THREAD n)                      │
 *   │ connect… │ CONNECTION, where a session keeps them   │
 *   │ gate     │ STRIP, one per resource that the run uses│
 *   ├──────────┴──────────────────────────────────────────┤
 *   │ legend                                              │  (option)
 *   └─────────────────────────────────────────────────────┘
 *
 * It depends on the recorded histories, the size and the options; never on now, zoom or scroll, so that nothing
 * jumps while one scrubs.  All lengths are px; everything is a multiple of the text size. */

typedef enum
{
  MW_ROW_HEADER,
  MW_ROW_LANE,    /* task */
  MW_ROW_FOLD,    /* task: the first folded one, n_tasks: how many */
  MW_ROW_LOOP,    /* the loop's iterations; for the blocking executor its one thread */
  MW_ROW_THREAD,  /* lane: the worker thread 1, 2 … */
  MW_ROW_CONNECTION, /* lane: the connection 1, 2 …; n_tasks: how many connections it stands for */
  MW_ROW_STRIP,   /* strip: index for mw_history_get_strip, or MW_ROW_IN_FLIGHT */
  MW_N_ROWS
} MwRowKind;

#define MW_ROW_IN_FLIGHT G_MAXUINT

/* One entry of the legend; only states that occur have one. */
typedef struct
{
  MwState state;
  gint    phase;  /* MwPhase; -1: it is a state */
  double  x, y;   /* left end, middle of the line */
  double  width;
} MwLegendItem;

typedef struct
{
  MwRowKind kind;
  guint     entrant;   /* index into MwRaceView.entrants */
  guint32   task;
  guint     n_tasks;
  guint     lane;
  guint     strip;
  double    y;         /* top, counted from the top of the picture, before any scroll */
  double    height;    /* with the gap to the next row */
  double    bar;       /* height of a full bar (LANE, LOOP, THREAD) or of the drawing area; it stands on the row's foot */
  double    foot;      /* y of the line on which bars stand */
  gboolean  labelled;  /* its name fits */
} MwRow;

typedef enum
{
  MW_ROWS_FIGURES   = 1 << 0,  /* room on top for the big number */
  MW_ROWS_LEGEND    = 1 << 1,  /* room below for the legend */
  MW_ROWS_CELLS     = 1 << 2,  /* a terminal: every row is a multiple of the text size */
  MW_ROWS_NO_LOOP   = 1 << 3,  /* without loop and thread lanes */
  MW_ROWS_NO_STRIPS = 1 << 4,
  MW_ROWS_TITLE     = 1 << 5,  /* room at the very top for the scenario's title (exports) */
} MwRowsFlags;

typedef struct
{
  double      width;      /* of the whole picture */
  double      height;     /* ≤ 0: as high as it likes to be */
  double      text;       /* px of the base text */
  guint       max_lanes;  /* labelled lanes per variant before folding; 0: as many as there is room for */
  MwRowsFlags flags;
} MwRowsOptions;

typedef struct
{
  MwRowsOptions options;
  GArray       *rows;           /* of MwRow, from top to bottom, never overlapping */
  double        width;
  double        height;         /* what it needs; more than options.height when it did not fit: scroll */
  double        margin;         /* free on the left and right */
  double        plot_left;      /* x of time's beginning: right of the gutter */
  double        plot_right;     /* x of the extent's end; right of it, up to width − margin, there is room for end marks */
  double        title_y, title_height;     /* 0 high: not wanted */
  double        figures_y, figures_height;
  guint         figures_lines;             /* 2 in a narrow picture */
  double        ruler_y, ruler_height;
  double        body_y, body_height;       /* all rows */
  double        legend_y, legend_height;
  GArray       *legend;         /* of MwLegendItem */
  guint         legend_states;  /* a bit for each state in it */
  guint         legend_phases;  /* and for each phase of a request */
} MwRows;

MwRows      *mw_rows_new        (const MwRaceView *view, const MwRowsOptions *options);
void         mw_rows_free       (MwRows *self);
const MwRow *mw_rows_get        (const MwRows *self, guint index);
/* Index of the row at Y (unscrolled), or -1. */
gint         mw_rows_find_y     (const MwRows *self, double y);
/* Index of the row that shows TASK of ENTRANT (its lane, or the fold that holds it), or -1. */
gint         mw_rows_find_task  (const MwRows *self, guint entrant, guint32 task);
/* The i-th task (0 …) that a lane or a fold stands for; 0 when out of range. */
guint32      mw_rows_get_task   (const MwRow *row, guint i);
/* A fold is drawn as thin lines from its top to its foot: how many, and the tasks of line LINE. */
guint        mw_rows_get_n_lines (const MwRows *self, const MwRow *row);
guint        mw_rows_get_line   (const MwRows *self, const MwRow *row, guint line, guint32 *first);
/* Its name in the gutter ("story 7", "+ 92 more", "loop", "gate"); transfer full. */
char        *mw_rows_dup_label  (const MwRaceView *view, const MwRow *row);
/* Columns that TEXT takes in a terminal; × 0.6 × the text size it is a fair guess of its px. */
guint        mw_text_columns    (const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MwRows, mw_rows_free)

G_END_DECLS
