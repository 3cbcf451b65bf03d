/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean mw_file_is_special (const char *path);
gboolean mw_file_write      (const char *path, GBytes *bytes, GError **error);

G_END_DECLS
