/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Each row of a film: what happens before a frame, and what the frame then shows. */

#include "mw-playhead.h"

#define MS MW_NS_PER_MS

typedef enum { NOTHING, PAUSE, GO_ON, SPEED, SEEK, TO_END } What;

typedef struct
{
  What     what;
  double   argument;  /* speed, or ms */
  gint64   frame;     /* ms */
  gint64   end;       /* ms */
  gboolean growing;
  gint64   time;      /* ms, expected */
  MwBadge  badge;     /* expected */
} Frame;

typedef struct
{
  const char *name;
  gboolean    live;
  Frame       frames[12];
} Film;

#define LIVE   MW_BADGE_LIVE
#define REPLAY MW_BADGE_REPLAY
#define SIM    MW_BADGE_SIMULATED

static const Film films[] = {
  { "live-is-followed", TRUE, {
    { NOTHING, 0, 1000, 0, TRUE, 0, LIVE },
    { NOTHING, 0, 1016, 17, TRUE, 17, LIVE },
    { NOTHING, 0, 1500, 501, TRUE, 501, LIVE },
    { NOTHING, 0, 1516, 510, FALSE, 510, LIVE } } },
  { "paused-picture-run-goes-on", TRUE, {
    { NOTHING, 0, 1000, 100, TRUE, 100, LIVE },
    { PAUSE, 0, 1016, 116, TRUE, 100, REPLAY },
    { NOTHING, 0, 1032, 132, TRUE, 100, REPLAY },
    { GO_ON, 0, 1048, 148, TRUE, 100, REPLAY },
    { NOTHING, 0, 1064, 164, TRUE, 116, REPLAY },
    { TO_END, 0, 1080, 180, TRUE, 180, LIVE },
    { NOTHING, 0, 1096, 196, TRUE, 196, LIVE } } },
  { "slow-motion-falls-behind-and-arrives", TRUE, {
    { SPEED, 0.5, 1000, 0, TRUE, 0, REPLAY },
    { NOTHING, 0, 1020, 20, TRUE, 10, REPLAY },
    { NOTHING, 0, 1040, 30, FALSE, 20, REPLAY },
    { NOTHING, 0, 1060, 30, FALSE, 30, REPLAY },
    { NOTHING, 0, 1080, 30, FALSE, 30, REPLAY } } },
  { "fast-catches-up-and-follows", TRUE, {
    { NOTHING, 0, 1000, 100, TRUE, 100, LIVE },
    { SEEK, 40, 1020, 120, TRUE, 60, REPLAY },
    { SPEED, 8, 1040, 140, TRUE, 140, LIVE },
    { NOTHING, 0, 1050, 150, TRUE, 150, LIVE } } },
  { "simulated-is-a-film", FALSE, {
    { NOTHING, 0, 1000, 6000, FALSE, 0, SIM },
    { NOTHING, 0, 1016, 6000, FALSE, 16, SIM },
    { NOTHING, 0, 1032, 6000, FALSE, 32, SIM },
    { SPEED, 2, 1048, 6000, FALSE, 64, SIM },
    { TO_END, 0, 1064, 6000, FALSE, 6000, SIM },
    { SEEK, 10, 1080, 6000, FALSE, 42, SIM } } },
  { "simulated-that-still-computes-does-not-jump", FALSE, {
    { SPEED, 8, 1000, 0, TRUE, 0, SIM },
    { NOTHING, 0, 1010, 50, TRUE, 50, SIM },
    { NOTHING, 0, 1020, 6000, FALSE, 130, SIM } } },
  { "a-stalled-window-goes-on-where-it-was", FALSE, {
    { NOTHING, 0, 1000, 6000, FALSE, 0, SIM },
    { NOTHING, 0, 5000, 6000, FALSE, 100, SIM },
    { NOTHING, 0, 4000, 6000, FALSE, 100, SIM } } },
  { "seek-stays-within-the-run", FALSE, {
    { NOTHING, 0, 1000, 500, FALSE, 0, SIM },
    { PAUSE, 0, 1016, 500, FALSE, 0, SIM },
    { SEEK, 900, 1032, 500, FALSE, 500, SIM },
    { SEEK, -5, 1048, 500, FALSE, 0, SIM } } },
  { "what-is-not-known-yet-is-waited-for", TRUE, {
    { NOTHING, 0, 1000, 100, TRUE, 100, LIVE },
    { PAUSE, 0, 1016, 116, TRUE, 100, REPLAY },
    { SEEK, 300, 1032, 132, TRUE, 116, REPLAY },
    { NOTHING, 0, 1048, 310, TRUE, 300, REPLAY },
    { NOTHING, 0, 1064, 330, TRUE, 300, REPLAY },
    { SEEK, 900, 1080, 400, FALSE, 400, REPLAY } } },
};

static void
apply (MwPlayhead *playhead, const Frame *frame)
{
  switch (frame->what)
    {
    case PAUSE:
      mw_playhead_set_paused (playhead, TRUE);
      break;
    case GO_ON:
      mw_playhead_set_paused (playhead, FALSE);
      break;
    case SPEED:
      mw_playhead_set_speed (playhead, frame->argument);
      break;
    case SEEK:
      mw_playhead_seek (playhead, (gint64) frame->argument * MS);
      break;
    case TO_END:
      mw_playhead_go_to_end (playhead);
      break;
    case NOTHING:
    default:
      break;
    }
}

static void
test_film (gconstpointer data)
{
  const Film *film = data;
  MwPlayhead playhead;

  mw_playhead_init (&playhead);
  mw_playhead_begin (&playhead, film->live);
  for (guint i = 0; i < G_N_ELEMENTS (film->frames) && film->frames[i].frame > 0; i++)
    {
      const Frame *frame = &film->frames[i];

      g_test_message ("frame %u", i);
      apply (&playhead, frame);
      mw_playhead_advance (&playhead, frame->frame * MS, frame->end * MS, frame->growing);
      g_assert_cmpint (playhead.time, ==, frame->time * MS);
      g_assert_cmpint (mw_playhead_get_badge (&playhead, !film->live), ==, frame->badge);
    }
}

/* Frames are asked for while, and only while, the next one would differ. */
static void
test_moving (void)
{
  MwPlayhead playhead;

  mw_playhead_init (&playhead);
  g_assert_false (mw_playhead_is_moving (&playhead));
  mw_playhead_begin (&playhead, TRUE);
  g_assert_true (mw_playhead_is_moving (&playhead));
  g_assert_true (mw_playhead_advance (&playhead, 1000 * MS, 10 * MS, TRUE));
  g_assert_false (mw_playhead_advance (&playhead, 1016 * MS, 10 * MS, TRUE));
  g_assert_true (mw_playhead_advance (&playhead, 1032 * MS, 10 * MS, FALSE));
  g_assert_false (mw_playhead_is_moving (&playhead));
  mw_playhead_seek (&playhead, 0);
  g_assert_true (mw_playhead_is_moving (&playhead));
  mw_playhead_set_paused (&playhead, TRUE);
  g_assert_false (mw_playhead_is_moving (&playhead));
}

static void
test_speed_limits (void)
{
  MwPlayhead playhead;

  mw_playhead_init (&playhead);
  mw_playhead_set_speed (&playhead, -1);
  g_assert_cmpfloat (playhead.speed, ==, MW_SPEED_MIN);
  mw_playhead_set_speed (&playhead, 1e9);
  g_assert_cmpfloat (playhead.speed, ==, MW_SPEED_MAX);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (films); i++)
    {
      g_autofree char *path = g_strconcat ("/playhead/film/", films[i].name, NULL);

      g_test_add_data_func (path, &films[i], test_film);
    }
  g_test_add_func ("/playhead/moving", test_moving);
  g_test_add_func ("/playhead/speed-limits", test_speed_limits);
  return g_test_run ();
}
