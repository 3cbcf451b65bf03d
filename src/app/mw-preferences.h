/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What survives the program; transfer none, made once.  NULL when the schema is not installed: then nothing
 * survives and nothing else changes. */
GSettings *mw_preferences_get (void);

G_END_DECLS
