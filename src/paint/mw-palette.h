/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mw-event.h"

G_BEGIN_DECLS

typedef struct
{
  guint8 red, green, blue;
} MwColor;

/* What a colour is for.  The first MW_N_STATES roles are the states themselves: (MwRole) MW_STATE_RUNNING. */
typedef enum
{
  MW_ROLE_BACKGROUND = MW_N_STATES, /* of the picture */
  MW_ROLE_BAND,                     /* a variant's header */
  MW_ROLE_LIFE,                     /* the ground of a lane while its task lives */
  MW_ROLE_TEXT,
  MW_ROLE_DIM,                      /* secondary text */
  MW_ROLE_GRID,                     /* tick lines */
  MW_ROLE_RULE,                     /* baselines, borders */
  MW_ROLE_VEIL,                     /* over lanes that a blocked loop holds up */
  MW_ROLE_GHOST,                    /* the figure that the source printed */
  MW_ROLE_NOW,                      /* the line of now, the cursor */
  MW_ROLE_STRIP,                    /* a strip's line and area */
  MW_ROLE_LIMIT,                    /* its limit */
  MW_ROLE_SELECTION,                /* outline of what is selected or has the focus */
  MW_ROLE_ON_FILL,                  /* text on a solid running bar */
  MW_ROLE_GOOD,                     /* the big number */
  MW_ROLE_OPENING,                  /* of a request: a connection is opened */
  MW_ROLE_MOVING,                   /* of a request: bytes are sent or read */
  MW_N_ROLES
} MwRole;

typedef enum
{
  MW_SCHEME_LIGHT,
  MW_SCHEME_DARK,
  MW_SCHEME_HIGH_LIGHT, /* high contrast */
  MW_SCHEME_HIGH_DARK,
  MW_N_SCHEMES
} MwScheme;

typedef struct
{
  MwScheme scheme;
  gboolean dark;
  gboolean high_contrast;
  MwColor  colors[MW_N_ROLES];
} MwPalette;

/* Static; any thread. */
const MwPalette *mw_palette_get (MwScheme scheme);
/* The role of a state; of an outcome its end mark's. */
static inline MwRole
mw_role_of_state (MwState state)
{
  return (MwRole) state;
}

/* "#rrggbb". */
void     mw_color_to_hex  (MwColor color, char buffer[8]);
/* WCAG contrast, 1 … 21. */
double   mw_color_contrast (MwColor a, MwColor b);

G_END_DECLS
