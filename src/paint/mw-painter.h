/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mw-palette.h"

G_BEGIN_DECLS

/* What a picture is drawn with.  A painter is a struct whose first member is MwPainter and whose class says how;
 * it lives for one picture.  Coordinates are px, y down; colours are roles of the painter's palette. */

typedef struct
{
  double x, y, width, height;
} MwBox;

typedef struct
{
  double x, y;
} MwPoint;

typedef struct
{
  MwRole role;
  double alpha;  /* 0 … 1 */
} MwInk;

#define MW_INK(role)            ((MwInk) { (MwRole) (role), 1.0 })
#define MW_INK_ALPHA(role, a)   ((MwInk) { (MwRole) (role), (a) })

typedef enum
{
  MW_PATTERN_NONE,
  MW_PATTERN_TICKS,    /* | | |   ready */
  MW_PATTERN_HATCH,    /* / / /   waits for somebody */
  MW_PATTERN_DOTS,     /* . . .   backs off */
  MW_PATTERN_CROSS,    /* X X X   blocks */
  MW_PATTERN_STRIPES,  /* = = =   in a thread */
  MW_N_PATTERNS
} MwPattern;

typedef enum
{
  MW_SHAPE_DONE,       /* disc with a tick */
  MW_SHAPE_FAILED,     /* square with a cross */
  MW_SHAPE_TIMED_OUT,  /* hourglass */
  MW_SHAPE_CANCELLED,  /* ring with a slash */
  MW_SHAPE_FORGOTTEN,  /* thin ring around a point */
  MW_SHAPE_FLAG,       /* the finish */
  MW_SHAPE_DEADLINE,   /* ⊣ on a lane: its time is up here */
  MW_SHAPE_CANCEL,     /* small ✕ on a lane: asked to stop here */
  MW_SHAPE_LOST,       /* ◆ on a lane: this write buried another */
  MW_SHAPE_GHOST,      /* ▾ on the ruler: the source's figure */
  MW_SHAPE_NOW,        /* ▼ on the ruler: now */
  MW_N_SHAPES
} MwShape;

typedef enum { MW_DASH_NONE, MW_DASH_DASHED, MW_DASH_DOTTED } MwDash;

/* Lengths of a dash and of the hole behind it, in line widths. */
#define MW_DASH_ON(dash)  ((dash) == MW_DASH_DASHED ? 3.0 : 1.0)
#define MW_DASH_OFF(dash) ((dash) == MW_DASH_DASHED ? 1.5 : 1.5)
typedef enum { MW_ALIGN_START, MW_ALIGN_CENTRE, MW_ALIGN_END } MwAlign;

typedef struct
{
  double   size;    /* px */
  gboolean bold;
  gboolean tabular; /* figures of equal width, so that running numbers do not dance */
} MwFont;

typedef struct _MwPainter      MwPainter;
typedef struct _MwPainterClass MwPainterClass;

struct _MwPainter
{
  const MwPainterClass *klass;
  const MwPalette      *palette;
};

struct _MwPainterClass
{
  /* A filled box; RADIUS rounds its corners where the painter can. */
  void   (*box)       (MwPainter *self, const MwBox *box, double radius, MwInk ink);
  /* Its border, WIDTH px wide, inside. */
  void   (*outline)   (MwPainter *self, const MwBox *box, double radius, double width, MwDash dash, MwInk ink);
  /* Lines or dots over BOX, PERIOD px apart, THICKNESS px wide; the pattern is anchored at (ORIGIN, bottom of the box), so that
   * it moves with its span and not with the window. */
  void   (*pattern)   (MwPainter *self, const MwBox *box, MwPattern pattern, double origin, double period, double thickness, MwInk ink);
  /* A shape of SIZE px about a centre. */
  void   (*mark)      (MwPainter *self, MwShape shape, double x, double y, double size, MwInk ink);
  void   (*line)      (MwPainter *self, double x0, double y0, double x1, double y1, double width, MwDash dash, MwInk ink);
  /* A stepped line through POINTS (already stepped), filled down to FOOT with FILL (alpha 0: not). */
  void   (*strip)     (MwPainter *self, const MwPoint *points, guint n_points, double foot, double width, MwInk ink, MwInk fill);
  /* One line of text; (X, Y) is where its baseline starts, has its middle, or ends. */
  void   (*text)      (MwPainter *self, double x, double y, MwAlign align, const MwFont *font, MwInk ink, const char *text);
  /* Its width. */
  double (*measure)   (MwPainter *self, const MwFont *font, const char *text);
  void   (*push_clip) (MwPainter *self, const MwBox *box);
  void   (*pop_clip)  (MwPainter *self);
  /* Optional (NULL: nothing): what the next things belong to, for readers of the file; TITLE is a full sentence or a name. */
  void   (*push_group) (MwPainter *self, const char *kind, const char *title);
  void   (*pop_group)  (MwPainter *self);
  /* Optional: a span as one thing.  NULL: mw_painter_span composes it of boxes and patterns.
   * BOX is what a full bar would fill; ORIGIN where the whole span begins. */
  void   (*span)      (MwPainter *self, const MwBox *box, double origin, double text, MwState state, MwReason reason, gboolean merged);
};

static inline void
mw_painter_box (MwPainter *self, const MwBox *box, double radius, MwInk ink)
{
  self->klass->box (self, box, radius, ink);
}

static inline void
mw_painter_outline (MwPainter *self, const MwBox *box, double radius, double width, MwDash dash, MwInk ink)
{
  self->klass->outline (self, box, radius, width, dash, ink);
}

static inline void
mw_painter_pattern (MwPainter *self, const MwBox *box, MwPattern pattern, double origin, double period, double thickness, MwInk ink)
{
  self->klass->pattern (self, box, pattern, origin, period, thickness, ink);
}

static inline void
mw_painter_mark (MwPainter *self, MwShape shape, double x, double y, double size, MwInk ink)
{
  self->klass->mark (self, shape, x, y, size, ink);
}

static inline void
mw_painter_line (MwPainter *self, double x0, double y0, double x1, double y1, double width, MwDash dash, MwInk ink)
{
  self->klass->line (self, x0, y0, x1, y1, width, dash, ink);
}

static inline void
mw_painter_strip (MwPainter *self, const MwPoint *points, guint n_points, double foot, double width, MwInk ink, MwInk fill)
{
  self->klass->strip (self, points, n_points, foot, width, ink, fill);
}

static inline void
mw_painter_push_clip (MwPainter *self, const MwBox *box)
{
  self->klass->push_clip (self, box);
}

static inline void
mw_painter_pop_clip (MwPainter *self)
{
  self->klass->pop_clip (self);
}

static inline double
mw_painter_measure (MwPainter *self, const MwFont *font, const char *text)
{
  return self->klass->measure (self, font, text);
}

/* Writes TEXT, shortened with "…" to ROOM px; returns the width taken (0: there was no room for a single letter). */
double    mw_painter_text       (MwPainter *self, double x, double y, MwAlign align, double room, const MwFont *font, MwInk ink, const char *text);
void      mw_painter_push_group (MwPainter *self, const char *kind, const char *title);
void      mw_painter_pop_group  (MwPainter *self);
/* A span in the form of its state: height, fill, pattern. */
void      mw_painter_span       (MwPainter *self, const MwBox *box, double origin, double text, MwState state, MwReason reason, gboolean merged);

/* A phase of a request, on the foot of a rail that fills BOX; ORIGIN as for spans (mw-picture-phase.c). */
void      mw_painter_phase      (MwPainter *self, const MwBox *box, double origin, MwPhase phase);

/* The form of each state: one line per state, for painters, legend and terminal. */
typedef struct
{
  double      height;   /* share of the bar: 1, 0.5, or 0 (thin) */
  MwPattern   pattern;
  MwDash      dash;     /* of a thin line */
  gboolean    solid;    /* filled; otherwise a tint below the pattern */
  const char *letter;   /* "▶", "~", "P" … */
  gunichar    cell;     /* in a terminal */
  char        ascii;    /* in a poor terminal */
} MwForm;

const MwForm *mw_form_of_state (MwState state);
/* How high a span of STATE stands in a full bar of BAR px with base text TEXT px. */
double        mw_form_height   (MwState state, double bar, double text);

G_END_DECLS
