/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The marks as data, so that cairo, SVG and GTK draw the same ones.  They differ in outline, not only in what is inside:
 * at 12 px a disc, a square, an hourglass and a ring are still four things. */

#include "mw-shape.h"

static const MwPart done[] = {
  { MW_PART_DISC, FALSE, 0, 0.5 },
  { MW_PART_STROKE, TRUE, 0.14, 0, 3, { { -0.25, 0.02 }, { -0.07, 0.20 }, { 0.26, -0.18 } } },
};

static const MwPart failed[] = {
  { MW_PART_FILL, FALSE, 0, 0, 4, { { -0.46, -0.46 }, { 0.46, -0.46 }, { 0.46, 0.46 }, { -0.46, 0.46 } } },
  { MW_PART_STROKE, TRUE, 0.14, 0, 2, { { -0.22, -0.22 }, { 0.22, 0.22 } } },
  { MW_PART_STROKE, TRUE, 0.14, 0, 2, { { 0.22, -0.22 }, { -0.22, 0.22 } } },
};

static const MwPart timed_out[] = {
  { MW_PART_FILL, FALSE, 0, 0, 4, { { -0.36, -0.44 }, { 0.36, -0.44 }, { -0.36, 0.44 }, { 0.36, 0.44 } } },
  { MW_PART_STROKE, FALSE, 0.13, 0, 2, { { -0.42, -0.44 }, { 0.42, -0.44 } } },
  { MW_PART_STROKE, FALSE, 0.13, 0, 2, { { -0.42, 0.44 }, { 0.42, 0.44 } } },
};

static const MwPart cancelled[] = {
  { MW_PART_RING, FALSE, 0.14, 0.42 },
  { MW_PART_STROKE, FALSE, 0.14, 0, 2, { { -0.28, 0.28 }, { 0.28, -0.28 } } },
};

static const MwPart forgotten[] = {
  { MW_PART_RING, FALSE, 0.1, 0.42 },
  { MW_PART_DISC, FALSE, 0, 0.1 },
};

static const MwPart flag[] = {
  { MW_PART_STROKE, FALSE, 0.12, 0, 2, { { -0.32, -0.5 }, { -0.32, 0.5 } } },
  { MW_PART_FILL, FALSE, 0, 0, 3, { { -0.32, -0.5 }, { 0.48, -0.22 }, { -0.32, 0.08 } } },
};

static const MwPart deadline[] = {
  { MW_PART_STROKE, FALSE, 0.16, 0, 2, { { 0, -0.5 }, { 0, 0.5 } } },
  { MW_PART_STROKE, FALSE, 0.16, 0, 2, { { -0.4, 0 }, { 0, 0 } } },
};

static const MwPart cancel[] = {
  { MW_PART_STROKE, FALSE, 0.2, 0, 2, { { -0.34, -0.34 }, { 0.34, 0.34 } } },
  { MW_PART_STROKE, FALSE, 0.2, 0, 2, { { 0.34, -0.34 }, { -0.34, 0.34 } } },
};

static const MwPart lost[] = {
  { MW_PART_FILL, FALSE, 0, 0, 4, { { 0, -0.5 }, { 0.42, 0 }, { 0, 0.5 }, { -0.42, 0 } } },
};

static const MwPart ghost[] = {
  { MW_PART_STROKE, FALSE, 0.14, 0, 4, { { -0.42, -0.32 }, { 0.42, -0.32 }, { 0, 0.42 }, { -0.42, -0.32 } } },
};

static const MwPart now[] = {
  { MW_PART_FILL, FALSE, 0, 0, 3, { { -0.45, -0.38 }, { 0.45, -0.38 }, { 0, 0.45 } } },
};

static const struct { const MwPart *parts; guint n_parts; } shapes[MW_N_SHAPES] = {
  [MW_SHAPE_DONE] = { done, G_N_ELEMENTS (done) },
  [MW_SHAPE_FAILED] = { failed, G_N_ELEMENTS (failed) },
  [MW_SHAPE_TIMED_OUT] = { timed_out, G_N_ELEMENTS (timed_out) },
  [MW_SHAPE_CANCELLED] = { cancelled, G_N_ELEMENTS (cancelled) },
  [MW_SHAPE_FORGOTTEN] = { forgotten, G_N_ELEMENTS (forgotten) },
  [MW_SHAPE_FLAG] = { flag, G_N_ELEMENTS (flag) },
  [MW_SHAPE_DEADLINE] = { deadline, G_N_ELEMENTS (deadline) },
  [MW_SHAPE_CANCEL] = { cancel, G_N_ELEMENTS (cancel) },
  [MW_SHAPE_LOST] = { lost, G_N_ELEMENTS (lost) },
  [MW_SHAPE_GHOST] = { ghost, G_N_ELEMENTS (ghost) },
  [MW_SHAPE_NOW] = { now, G_N_ELEMENTS (now) },
};

const MwPart *
mw_shape_get_parts (MwShape shape, guint *n_parts)
{
  g_assert (shape < MW_N_SHAPES);
  *n_parts = shapes[shape].n_parts;
  return shapes[shape].parts;
}

MwShape
mw_shape_of_state (MwState state)
{
  switch ((guint) state)
    {
    case MW_STATE_FAILED:
      return MW_SHAPE_FAILED;
    case MW_STATE_TIMED_OUT:
      return MW_SHAPE_TIMED_OUT;
    case MW_STATE_CANCELLED:
      return MW_SHAPE_CANCELLED;
    case MW_STATE_FORGOTTEN:
      return MW_SHAPE_FORGOTTEN;
    default:
      return MW_SHAPE_DONE;
    }
}
