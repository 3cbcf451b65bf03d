/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "mw-describe.h"
#include "mw-fixture.h"

#define MS MW_NS_PER_MS

/* TEXT with ordinary spaces, freed. */
static char *
plain (char *text)
{
  g_auto (GStrv) parts = text != NULL ? g_strsplit (text, "\u00a0", -1) : NULL;

  g_free (text);
  return parts != NULL ? g_strjoinv (" ", parts) : NULL;
}

#define assert_text(call, expected) \
  G_STMT_START { g_autofree char *text_ = plain (call); g_assert_cmpstr (text_, ==, expected); } G_STMT_END

static void
test_span (void)
{
  g_autoptr (MwHistory) gather = mw_fixture_greetings (TRUE, 0);
  g_autoptr (MwHistory) stories = mw_fixture_stories (6, 3, 0);
  g_autoptr (MwHistory) retries = mw_fixture_retries (240 * MS);
  const MwTaskHistory *story = mw_history_get_task (stories, 5);
  gint index = mw_task_history_find (story, 10 * MS);

  assert_text (mw_describe_span (gather, 2, (guint) mw_task_history_find (mw_history_get_task (gather, 2), 1), G_MAXINT64),
               "Alice sleeps, 0.000 s to 2.000 s (2.000 s)");
  assert_text (mw_describe_span (gather, 2, (guint) mw_task_history_find (mw_history_get_task (gather, 2), 1), 500 * MS),
               "Alice sleeps, since 0.000 s (0.500 s so far)");
  g_assert_cmpint (index, >=, 0);
  {
    g_autofree char *text = plain (mw_describe_span (stories, 5, (guint) index, G_MAXINT64));

    g_assert_true (g_str_has_prefix (text, "story 4 waits for a permit of gate, 0.000 s to 0."));
  }
  assert_text (mw_describe_span (retries, 3, (guint) mw_task_history_find (mw_history_get_task (retries, 3), 500 * MS), G_MAXINT64),
               "id 99999999999 backs off before attempt 2, 0.240 s to 1.240 s (1.000 s)");
}

static void
test_now (void)
{
  g_autoptr (MwHistory) gather = mw_fixture_greetings (TRUE, 0);
  g_autoptr (MwHistory) retries = mw_fixture_retries (240 * MS);

  assert_text (mw_describe_now (gather, 1000 * MS), "3 sleeping, 1 waiting for tasks");
  assert_text (mw_describe_now (gather, 2000 * MS), "4 done");
  assert_text (mw_describe_now (gather, -1), "nothing has begun");
  assert_text (mw_describe_now (retries, 700 * MS), "2 waiting for I/O, 1 backing off, 1 waiting for tasks, 1 done");
  assert_text (mw_describe_now (retries, G_MAXINT64), "2 done, 1 failed, 1 timed out, 1 cancelled");
}

static void
test_figures (void)
{
  g_autoptr (MwHistory) await = mw_fixture_greetings (FALSE, 0);
  g_autoptr (MwHistory) gather = mw_fixture_greetings (TRUE, 0);
  MwEntrant both[] = { { await, NULL, -1 }, { gather, NULL, -1 } }, turned[] = { both[1], both[0] }, same[] = { both[0], both[0] };
  MwRaceView view = { both, 2, G_MAXINT64 };

  assert_text (mw_describe_figures (&view), "×3.0 faster · 4.00 s saved · the loop was idle 100 %");
  assert_text (mw_describe_end (&view, 0), "6.00 s");
  assert_text (mw_describe_executor (gather), "one event loop");
  view.now = 5000 * MS;
  g_assert_null (mw_describe_figures (&view));
  assert_text (mw_describe_end (&view, 0), "5.00 s …");
  assert_text (mw_describe_end (&view, 1), "2.00 s");
  view = (MwRaceView) { turned, 2, G_MAXINT64 };
  assert_text (mw_describe_figures (&view), "×3.0 slower · 4.00 s lost · the loop was idle 100 %");
  view = (MwRaceView) { same, 2, G_MAXINT64 };
  assert_text (mw_describe_figures (&view), "no faster · the loop was idle 100 %");
  view = (MwRaceView) { both, 1, G_MAXINT64 };
  g_assert_null (mw_describe_figures (&view));
}

/* Every state and reason has words. */
static void
test_complete (void)
{
  MwRandom random;
  g_autoptr (MwHistory) history = NULL;

  for (guint state = MW_STATE_CREATED; state < MW_N_STATES; state++)
    g_assert_cmpuint (strlen (mw_describe_legend (state)), >, 0);
  mw_random_init (&random, 444, 7);
  history = mw_fixture_random (&random, 5, 500, 1 << 20);
  for (guint32 id = 1; id <= 5; id++)
    for (guint i = 0; i < mw_history_get_task (history, id)->spans->len; i++)
      {
        g_autofree char *text = mw_describe_span (history, id, i, G_MAXINT64);

        g_assert_null (strstr (text, "  "));
        g_assert_null (strchr (text, '%'));
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/describe/span", test_span);
  g_test_add_func ("/describe/now", test_now);
  g_test_add_func ("/describe/figures", test_figures);
  g_test_add_func ("/describe/complete", test_complete);
  return g_test_run ();
}
