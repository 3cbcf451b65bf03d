/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The stories that the lab tells: JSON shaped as Hacker News shapes it.  The same id is the same story in every run. */
GBytes *mw_stories_list (guint n_stories);
char   *mw_stories_item (gint64 id);

G_END_DECLS
