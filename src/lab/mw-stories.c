/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "mw-random.h"
#include "mw-stories.h"

static const char *const openings[] = {
  "Show: ", "Ask: ", "", "", "A short history of ", "Why we left ", "Notes on ", "In praise of ",
};

static const char *const subjects[] = {
  "event loops", "the humble queue", "boring databases", "a clock that never goes back", "tiny web servers",
  "reading other people's code", "semaphores", "the last mile of caching", "plain text", "paper maps",
};

static const char *const authors[] = {
  "ada", "grace", "edsger", "barbara", "alan", "radia", "tony", "margaret",
};

#define PICK(table, bits) ((table)[(bits) % G_N_ELEMENTS (table)])

/**
 * mw_stories_list:
 * @n_stories: how many stories there are
 *
 * Returns: (transfer full): the ids 1 … @n_stories as a JSON list
 */
GBytes *
mw_stories_list (guint n_stories)
{
  GString *text = g_string_sized_new (8 + (gsize) n_stories * 4);

  g_string_append_c (text, '[');
  for (guint id = 1; id <= n_stories; id++)
    g_string_append_printf (text, id == 1 ? "%u" : ",%u", id);
  g_string_append_c (text, ']');
  return g_string_free_to_bytes (text);
}

/**
 * mw_stories_item:
 * @id: of the story
 *
 * Returns: (transfer full): the story as a JSON object
 */
char *
mw_stories_item (gint64 id)
{
  MwRandom random;
  guint32 opening, subject, author, score;

  mw_random_init (&random, (guint64) id, mw_random_hash ("story"));
  opening = mw_random_next (&random);
  subject = mw_random_next (&random);
  author = mw_random_next (&random);
  score = 1 + mw_random_next (&random) % 700;
  return g_strdup_printf ("{\"by\":\"%s\",\"id\":%" G_GINT64_FORMAT ",\"score\":%u,\"title\":\"%s%s\","
                          "\"type\":\"story\",\"url\":\"https://stories.example/%" G_GINT64_FORMAT "\"}",
                          PICK (authors, author), id, score,
                          PICK (openings, opening), PICK (subjects, subject), id);
}
