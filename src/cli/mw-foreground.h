/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mw-race.h"

G_BEGIN_DECLS

/* Starts RACE and waits for its end; a signal (SIGINT, SIGTERM) stops it.  Returns that signal, or 0. */
int mw_foreground_run (MwRace *race);

G_END_DECLS
