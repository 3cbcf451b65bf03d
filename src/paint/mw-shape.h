/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mw-painter.h"

G_BEGIN_DECLS

/* What a shape is made of, in a square from −0.5 to 0.5, y down. */
typedef enum { MW_PART_FILL, MW_PART_STROKE, MW_PART_DISC, MW_PART_RING } MwPartKind;

#define MW_PART_POINTS 5

typedef struct
{
  MwPartKind kind;
  gboolean   paper;    /* drawn in the background's colour, on what is below */
  double     width;    /* of a stroke or ring */
  double     radius;   /* of a disc or ring */
  guint      n_points;
  MwPoint    points[MW_PART_POINTS];
} MwPart;

/* The parts of SHAPE from bottom to top. */
const MwPart *mw_shape_get_parts (MwShape shape, guint *n_parts);
MwShape       mw_shape_of_state  (MwState state);

G_END_DECLS
