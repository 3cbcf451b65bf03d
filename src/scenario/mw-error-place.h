/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Where in TEXT the thing stands that ERROR, of mw_scenario_parse with NAME, is about: LINE and COLUMN count from 1.
 * FALSE when it is about the whole. */
gboolean    mw_error_find_place (const GError *error, const char *name, const char *text, guint *line, guint *column);
/* What ERROR says without NAME and, if it is in line and column, without them; a part of the message. */
const char *mw_error_get_words  (const GError *error, const char *name);

G_END_DECLS
