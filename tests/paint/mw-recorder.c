/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>

#include "mw-recorder.h"

static void
record_free (gpointer data)
{
  Record *record = data;

  g_free (record->text);
  g_free (record->group);
  g_free (record);
}

static Record *
add (MwPainter *painter, RecordKind kind, MwBox box, MwRole role)
{
  MwRecorder *self = (MwRecorder *) painter;
  Record *record = g_new0 (Record, 1);

  /* Whatever is drawn is somewhere. */
  g_assert_true (isfinite (box.x) && isfinite (box.y) && isfinite (box.width) && isfinite (box.height));
  record->kind = kind;
  record->box = box;
  record->role = role;
  record->clip = self->clips->len > 0 ? g_array_index (self->clips, MwBox, self->clips->len - 1) : (MwBox) { -1e9, -1e9, 2e9, 2e9 };
  for (guint i = self->groups->len; i > 0 && record->group == NULL; i--)
    record->group = g_strdup (g_ptr_array_index (self->groups, i - 1));
  g_ptr_array_add (self->records, record);
  return record;
}

static void
recorder_box (MwPainter *painter, const MwBox *box, double radius, MwInk ink)
{
  add (painter, RECORD_BOX, *box, ink.role);
}

static void
recorder_outline (MwPainter *painter, const MwBox *box, double radius, double width, MwDash dash, MwInk ink)
{
}

static void
recorder_pattern (MwPainter *painter, const MwBox *box, MwPattern pattern, double origin, double period, double thickness, MwInk ink)
{
}

static void
recorder_mark (MwPainter *painter, MwShape shape, double x, double y, double size, MwInk ink)
{
  add (painter, RECORD_MARK, (MwBox) { x - size / 2, y - size / 2, size, size }, ink.role)->shape = shape;
}

static void
recorder_line (MwPainter *painter, double x0, double y0, double x1, double y1, double width, MwDash dash, MwInk ink)
{
  add (painter, RECORD_LINE, (MwBox) { MIN (x0, x1), MIN (y0, y1), fabs (x1 - x0), fabs (y1 - y0) }, ink.role);
}

static void
recorder_strip (MwPainter *painter, const MwPoint *points, guint n_points, double foot, double width, MwInk ink, MwInk fill)
{
  for (guint i = 1; i < n_points; i++)
    g_assert_cmpfloat (points[i].x, >=, points[i - 1].x);
  if (n_points > 0)
    add (painter, RECORD_STRIP, (MwBox) { points[0].x, foot, points[n_points - 1].x - points[0].x, 0 }, ink.role);
}

/* Three letters in five sizes: narrower than most fonts are, so that what overlaps here overlaps anywhere. */
static double
recorder_measure (MwPainter *painter, const MwFont *font, const char *text)
{
  return (double) g_utf8_strlen (text, -1) * font->size * 0.6;
}

static void
recorder_text (MwPainter *painter, double x, double y, MwAlign align, const MwFont *font, MwInk ink, const char *text)
{
  double width = recorder_measure (painter, font, text);
  MwBox box = { align == MW_ALIGN_START ? x : align == MW_ALIGN_END ? x - width : x - width / 2, y - font->size * 0.75, width, font->size * 0.95 };
  Record *record = add (painter, RECORD_TEXT, box, ink.role);

  g_assert_true (g_utf8_validate (text, -1, NULL));
  record->text = g_strdup (text);
  record->size = font->size;
}

static void
recorder_push_clip (MwPainter *painter, const MwBox *box)
{
  g_array_append_val (((MwRecorder *) painter)->clips, *box);
}

static void
recorder_pop_clip (MwPainter *painter)
{
  MwRecorder *self = (MwRecorder *) painter;

  g_assert_cmpuint (self->clips->len, >, 0);
  g_array_set_size (self->clips, self->clips->len - 1);
}

static void
recorder_push_group (MwPainter *painter, const char *kind, const char *title)
{
  g_ptr_array_add (((MwRecorder *) painter)->groups, g_strdup (title));
}

static void
recorder_pop_group (MwPainter *painter)
{
  MwRecorder *self = (MwRecorder *) painter;

  g_assert_cmpuint (self->groups->len, >, 0);
  g_ptr_array_set_size (self->groups, (gint) self->groups->len - 1);
}

static void
recorder_span (MwPainter *painter, const MwBox *box, double origin, double text, MwState state, MwReason reason, gboolean merged)
{
  add (painter, RECORD_SPAN, *box, mw_role_of_state (state))->state = state;
}

static const MwPainterClass recorder_class = {
  .box = recorder_box,
  .outline = recorder_outline,
  .pattern = recorder_pattern,
  .mark = recorder_mark,
  .line = recorder_line,
  .strip = recorder_strip,
  .text = recorder_text,
  .measure = recorder_measure,
  .push_clip = recorder_push_clip,
  .pop_clip = recorder_pop_clip,
  .push_group = recorder_push_group,
  .pop_group = recorder_pop_group,
  .span = recorder_span,
};

MwRecorder *
mw_recorder_new (void)
{
  MwRecorder *self = g_new0 (MwRecorder, 1);

  self->parent = (MwPainter) { &recorder_class, mw_palette_get (MW_SCHEME_LIGHT) };
  self->records = g_ptr_array_new_with_free_func (record_free);
  self->clips = g_array_new (FALSE, FALSE, sizeof (MwBox));
  self->groups = g_ptr_array_new_with_free_func (g_free);
  return self;
}

/* Every clip and group was closed. */
void
mw_recorder_free (MwRecorder *self)
{
  g_assert_cmpuint (self->clips->len, ==, 0);
  g_assert_cmpuint (self->groups->len, ==, 0);
  g_ptr_array_unref (self->records);
  g_array_unref (self->clips);
  g_ptr_array_unref (self->groups);
  g_free (self);
}
