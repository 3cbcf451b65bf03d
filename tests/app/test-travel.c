/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Time travel: what is shown at an event is one thing, whichever way one came to it. */

#include "mw-describe.h"
#include "mw-player.h"

#define FRAME 16667  /* µs */

static MwPlayer *
new_player (const char *id, MwClock clock)
{
  g_autoptr (GError) error = NULL;
  MwPlayer *player = mw_player_new ("en");

  mw_player_set_clock (player, clock);
  mw_player_open (player, id, &error);
  g_assert_no_error (error);
  return player;
}

static void
set (MwPlayer *player, const char *assignment)
{
  g_autoptr (GError) error = NULL;

  mw_player_set_text (player, assignment, &error);
  g_assert_no_error (error);
}

static gint64
run_to_end (MwPlayer *player)
{
  gint64 frame = 1000000;

  mw_player_run (player);
  for (; mw_player_is_running (player); frame += FRAME)
    {
      mw_player_advance (player, frame);
      g_thread_yield ();
    }
  mw_player_advance (player, frame);
  return frame;
}

static void
dump_task (GString *text, MwHistory *history, guint32 id, gint64 now)
{
  const MwTaskHistory *task = mw_history_get_task (history, id);
  gint span = mw_task_history_find (task, now);

  if (task->created > now)
    return;
  g_string_append_printf (text, "%u %s %s outcome %d attempts %u spans %u", id, task->name, mw_state_name (task->state), task->outcome,
                          task->attempts, task->spans->len);
  for (guint i = 0; i < MW_N_STATES; i++)
    g_string_append_printf (text, " %" G_GINT64_FORMAT, task->sums[i]);
  if (span >= 0)
    {
      g_autofree char *words = mw_describe_span (history, id, (guint) span, now);
      guint32 event = g_array_index (task->spans, MwSpan, span).event;

      g_string_append_printf (text, " step %u: %s", mw_trace_get_event (mw_history_get_trace (history), event)->step, words);
    }
  g_string_append_c (text, '\n');
}

static void
dump_history (GString *text, MwHistory *history, gint64 now)
{
  const GArray *lines = mw_history_get_lines (history);
  g_autofree char *words = mw_describe_now (history, now);

  g_string_append_printf (text, "%s\n", words);
  for (guint32 id = 1; id <= mw_history_get_n_tasks (history); id++)
    dump_task (text, history, id, now);
  for (guint i = 0; i < mw_history_get_n_strips (history); i++)
    {
      const MwStrip *strip = mw_history_get_strip (history, i);

      g_string_append_printf (text, "%s %" G_GINT64_FORMAT " area %" G_GINT64_FORMAT "\n", strip->name, mw_strip_value_at (strip, now), strip->area);
    }
  for (guint i = 0; i < lines->len; i++)
    g_string_append_printf (text, "%s\n", g_array_index (lines, MwLine, i).text);
  g_string_append_printf (text, "in flight %" G_GINT64_FORMAT ", busy %" G_GINT64_FORMAT ", %u iterations, %u marks, %u answers\n",
                          mw_strip_value_at (mw_history_get_in_flight (history), now), mw_history_get_loop_busy (history),
                          mw_history_get_iterations (history)->len, mw_history_get_marks (history)->len, mw_history_get_answers (history)->len);
}

/* Everything that can be seen of the moment. */
static char *
dump (MwPlayer *player)
{
  gint64 now = mw_player_get_playhead (player)->time;
  g_autofree char *event = mw_player_dup_event (player);
  GString *text = g_string_new (event);

  g_string_append_printf (text, "\nat %" G_GINT64_FORMAT "\n", now);
  for (guint i = 0; i < mw_player_get_n_histories (player); i++)
    dump_history (text, mw_player_get_shown (player, i), now);
  return g_string_free (text, FALSE);
}

/* What the first N events of TRACE say of each resource, without any history. */
static void
assert_strips_are_folds (MwHistory *part, gint64 now)
{
  MwTrace *trace = mw_history_get_trace (part);
  guint n_resources = mw_trace_get_header (trace)->resources->len;
  g_autofree gint64 *values = g_new0 (gint64, n_resources + 1);

  for (gsize i = 0; i < mw_history_get_n_read (part); i++)
    {
      const MwEvent *event = mw_trace_get_event (trace, i);

      if (event->kind == MW_EVENT_RESOURCE)
        values[event->object] = event->value;
    }
  for (guint i = 0; i < mw_history_get_n_strips (part); i++)
    {
      const MwStrip *strip = mw_history_get_strip (part, i);

      g_assert_cmpint (mw_strip_value_at (strip, now), ==, values[strip->resource]);
    }
}

static gsize
count_events (MwPlayer *player)
{
  gsize n = 0;

  for (guint i = 0; i < mw_player_get_n_histories (player); i++)
    n += mw_history_get_n_read (mw_player_get_history (player, i));
  return n;
}

/* Forth and back over all events; the same moments, and another one at each. */
static void
walk (MwPlayer *player)
{
  g_autoptr (GPtrArray) dumps = g_ptr_array_new_with_free_func (g_free);
  gsize n = count_events (player);

  mw_player_seek (player, 0);
  while (mw_player_step (player, MW_STRIDE_EVENT, -1))
    ;
  do
    {
      g_ptr_array_add (dumps, dump (player));
      for (guint i = 0; i < mw_player_get_n_histories (player); i++)
        assert_strips_are_folds (mw_player_get_shown (player, i), mw_player_get_playhead (player)->time);
      if (dumps->len > 1)
        g_assert_cmpstr (g_ptr_array_index (dumps, dumps->len - 1), !=, g_ptr_array_index (dumps, dumps->len - 2));
    }
  while (mw_player_step (player, MW_STRIDE_EVENT, 1));
  g_assert_cmpuint (dumps->len, ==, n + 1);
  for (guint i = dumps->len; i-- > 0;)
    {
      g_autofree char *now = dump (player);

      g_assert_cmpstr (now, ==, g_ptr_array_index (dumps, i));
      g_assert_true (mw_player_step (player, MW_STRIDE_EVENT, -1) == (i > 0));
    }
}

static void
test_walk_live (void)
{
  g_autoptr (MwPlayer) player = new_player ("ten-requests", MW_CLOCK_LIVE);

  set (player, "requests=20");
  set (player, "latency=10ms");
  run_to_end (player);
  g_assert_cmpuint (count_events (player), >=, 500);
  walk (player);
}

static void
test_walk_simulated (void)
{
  static const char *const ids[] = { "three-greetings", "permits", "blocked-loop", "backoff", "timeout" };

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_autoptr (MwPlayer) player = new_player (ids[i], MW_CLOCK_SIMULATED);

      run_to_end (player);
      walk (player);
    }
}

/* Behind the last event of an instant everything is as if the instant had been sought. */
static void
test_instants (void)
{
  g_autoptr (MwPlayer) player = new_player ("permits", MW_CLOCK_SIMULATED);
  gint64 before = 0;

  run_to_end (player);
  mw_player_seek (player, 0);
  while (mw_player_step (player, MW_STRIDE_EVENT, 1))
    {
      gint64 now = mw_player_get_playhead (player)->time;

      if (now == before)
        continue;
      mw_player_step (player, MW_STRIDE_EVENT, -1);
      g_assert_cmpint (mw_player_get_playhead (player)->time, ==, before);
      for (guint i = 0; i < mw_player_get_n_histories (player); i++)
        {
          g_autofree char *end = mw_describe_now (mw_player_get_shown (player, i), before);
          g_autofree char *whole = mw_describe_now (mw_player_get_history (player, i), before);

          g_assert_cmpstr (end, ==, whole);
        }
      mw_player_step (player, MW_STRIDE_EVENT, 1);
      before = now;
    }
}

static void
test_strides (void)
{
  g_autoptr (MwPlayer) player = new_player ("three-greetings", MW_CLOCK_SIMULATED);
  guint entrant, n = 0;

  run_to_end (player);
  mw_player_seek (player, 0);
  while (mw_player_step (player, MW_STRIDE_EVENT, -1))
    ;
  g_assert_false (mw_player_step (player, MW_STRIDE_TASK, 1));
  mw_player_select (player, 1, 2);
  g_assert_cmpuint (mw_player_get_selected (player, &entrant), ==, 2);
  g_assert_cmpuint (entrant, ==, 1);
  while (mw_player_step (player, MW_STRIDE_TASK, 1))
    {
      MwHistory *shown = mw_player_get_shown (player, 1);

      g_assert_cmpuint (mw_trace_get_event (mw_history_get_trace (shown), mw_history_get_n_read (shown) - 1)->task, ==, 2);
      n++;
    }
  while (mw_player_step (player, MW_STRIDE_TASK, -1))
    n--;
  g_assert_cmpuint (n, ==, 1);
  mw_player_seek (player, 0);
  while (mw_player_step (player, MW_STRIDE_SWITCH, 1))
    {
      g_autofree char *event = mw_player_dup_event (player);

      g_assert_true (strstr (event, "runs") != NULL || strstr (event, "resumes") != NULL || strstr (event, "begins to run") != NULL);
      n++;
    }
  g_assert_cmpuint (n, >=, 4);
}

static void
test_sentence (void)
{
  g_autoptr (MwPlayer) player = new_player ("three-greetings", MW_CLOCK_SIMULATED);
  g_autofree char *first = NULL;
  gboolean woken = FALSE;

  run_to_end (player);
  mw_player_seek (player, MW_NS_PER_SEC);
  g_assert_null (mw_player_dup_event (player));
  while (mw_player_step (player, MW_STRIDE_EVENT, 1))
    {
      g_autofree char *event = mw_player_dup_event (player);

      woken |= strstr (event, "woken by the clock") != NULL;
    }
  g_assert_true (woken);
  while (mw_player_step (player, MW_STRIDE_EVENT, -1))
    ;
  first = mw_player_dup_event (player);
  g_assert_true (g_str_has_prefix (first, "before the first of "));
  mw_player_set_paused (player, FALSE);
  g_assert_null (mw_player_dup_event (player));
}

static void
test_findings (void)
{
  g_autoptr (MwPlayer) player = new_player ("blocked-loop", MW_CLOCK_SIMULATED);
  gint64 last;
  guint entrant, n = 0;

  run_to_end (player);
  mw_player_seek (player, 0);
  for (last = 0; mw_player_step_finding (player, 1); n++)
    {
      g_assert_cmpint (mw_player_get_playhead (player)->time, >=, last);
      g_assert_cmpuint (mw_player_get_selected (player, &entrant), >, 0);
      last = mw_player_get_playhead (player)->time;
    }
  g_assert_cmpuint (n, >=, 2);
  for (guint i = 1; i < n; i++)
    g_assert_true (mw_player_step_finding (player, -1));
  g_assert_false (mw_player_step_finding (player, -1));
}

static GBytes *
copy_events (MwPlayer *player)
{
  MwTrace *trace = mw_history_get_trace (mw_player_get_history (player, 0));
  GByteArray *bytes = g_byte_array_new ();

  for (gsize i = 0; i < mw_trace_get_n_events (trace); i++)
    g_byte_array_append (bytes, (const guint8 *) mw_trace_get_event (trace, i), sizeof (MwEvent));
  return g_byte_array_free_to_bytes (bytes);
}

/* The speed is the picture's: it changes nothing in the run. */
static void
test_speed_live (void)
{
  g_autoptr (MwPlayer) player = new_player ("ten-requests", MW_CLOCK_LIVE);
  g_autoptr (GBytes) before = NULL;
  g_autoptr (GBytes) after = NULL;
  gint64 frame = 1000000, begin;
  gsize n;

  set (player, "requests=20");
  set (player, "latency=10ms");
  begin = g_get_monotonic_time ();
  mw_player_run (player);
  for (; mw_player_is_running (player); frame += FRAME)
    {
      mw_player_advance (player, frame);
      if (before == NULL && count_events (player) > 200)
        {
          before = copy_events (player);
          mw_player_set_speed (player, MW_SPEED_MIN);
        }
      else if (before != NULL)
        mw_player_set_speed (player, mw_player_get_playhead (player)->speed * 2);
      g_thread_yield ();
    }
  after = copy_events (player);
  n = g_bytes_get_size (before);
  g_assert_cmpuint (n, >, 0);
  g_assert_cmpuint (n, <, g_bytes_get_size (after));
  g_assert_cmpmem (g_bytes_get_data (before, NULL), n, g_bytes_get_data (after, NULL), n);
  g_assert_cmpint (mw_player_get_playhead (player)->end, <=, (g_get_monotonic_time () - begin) * MW_NS_PER_US);
}

/* On the simulated clock every event is where it was. */
static void
test_speed_simulated (void)
{
  g_autoptr (MwPlayer) player = new_player ("permits", MW_CLOCK_SIMULATED);
  g_autoptr (GBytes) plain = NULL;
  g_autoptr (GBytes) slow = NULL;
  gint64 frame;

  frame = run_to_end (player);
  plain = copy_events (player);
  mw_player_run (player);
  for (double speed = MW_SPEED_MIN; speed <= MW_SPEED_MAX; speed *= 2, frame += FRAME)
    {
      mw_player_set_speed (player, speed);
      mw_player_advance (player, frame);
    }
  while (mw_player_is_running (player))
    mw_player_advance (player, frame += FRAME);
  slow = copy_events (player);
  g_assert_true (g_bytes_equal (plain, slow));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/travel/walk-live", test_walk_live);
  g_test_add_func ("/travel/walk-simulated", test_walk_simulated);
  g_test_add_func ("/travel/instants", test_instants);
  g_test_add_func ("/travel/strides", test_strides);
  g_test_add_func ("/travel/sentence", test_sentence);
  g_test_add_func ("/travel/findings", test_findings);
  g_test_add_func ("/travel/speed-live", test_speed_live);
  g_test_add_func ("/travel/speed-simulated", test_speed_simulated);
  return g_test_run ();
}
