/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "mw-painter.h"
#include "mw-recorder.h"
#include "mw-shape.h"

static const MwFont font = { 10, FALSE, FALSE };

/* The recorder's letters are 6 px wide. */
static void
test_ellipsis (void)
{
  static const struct { const char *text; double room; const char *drawn; double width; } rows[] = {
    { "story 7", 100, "story 7", 42 },
    { "story 7", 42, "story 7", 42 },
    { "story 7", 41, "story…", 36 },
    { "story 17", 42, "story…", 36 }, /* no space before the dots */
    { "story 7", 12, "s…", 12 },
    { "story 7", 11, NULL, 0 },
    { "story 7", 0, NULL, 0 },
    { "story 7", -5, NULL, 0 },
    { "", 100, NULL, 0 },
    { "e\u0301te\u0301", 24, "e\u0301t…", 24 }, /* an accent stays with its letter */
    { "e\u0301te\u0301", 23, "e\u0301…", 18 },
    { "مرحبا بالعالم", 36, "مرحبا…", 36 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (MwRecorder) recorder = mw_recorder_new ();
      double width = mw_painter_text (&recorder->parent, 0, 0, MW_ALIGN_START, rows[i].room, &font, MW_INK (MW_ROLE_TEXT), rows[i].text);

      g_assert_cmpfloat (width, ==, rows[i].width);
      g_assert_cmpuint (recorder->records->len, ==, rows[i].drawn != NULL);
      if (rows[i].drawn != NULL)
        g_assert_cmpstr (((Record *) g_ptr_array_index (recorder->records, 0))->text, ==, rows[i].drawn);
    }
}

/* No two states look alike in a picture, nor in a terminal. */
static void
test_forms_differ (void)
{
  for (guint one = MW_STATE_CREATED; one < MW_N_STATES; one++)
    for (guint other = MW_STATE_CREATED; other < one; other++)
      {
        const MwForm *a = mw_form_of_state (one), *b = mw_form_of_state (other);

        g_assert_true (a->cell != b->cell);
        g_assert_true (a->ascii != b->ascii);
        if (!mw_state_is_end (one) && !mw_state_is_end (other))
          g_assert_true (a->height != b->height || a->pattern != b->pattern || a->dash != b->dash || a->solid != b->solid);
      }
  for (guint one = 0; one < MW_N_SHAPES; one++)
    {
      guint n_parts;

      g_assert_nonnull (mw_shape_get_parts (one, &n_parts));
      g_assert_cmpuint (n_parts, >, 0);
    }
}

/* What a height says: full uses the loop, half waits for somebody, thin waits for time. */
static void
test_heights (void)
{
  g_assert_cmpfloat (mw_form_height (MW_STATE_RUNNING, 40, 14), ==, 40);
  g_assert_cmpfloat (mw_form_height (MW_STATE_BLOCKING, 40, 14), ==, 40);
  g_assert_cmpfloat (mw_form_height (MW_STATE_WAITING, 40, 14), <, 21);
  g_assert_cmpfloat (mw_form_height (MW_STATE_WAITING, 40, 14), >, 15);
  g_assert_cmpfloat (mw_form_height (MW_STATE_SLEEPING, 40, 14), <, 4);
  g_assert_cmpfloat (mw_form_height (MW_STATE_SLEEPING, 40, 96), <=, 10);
  g_assert_cmpfloat (mw_form_height (MW_STATE_SLEEPING, 1, 14), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/painter/ellipsis", test_ellipsis);
  g_test_add_func ("/painter/forms-differ", test_forms_differ);
  g_test_add_func ("/painter/heights", test_heights);
  return g_test_run ();
}
