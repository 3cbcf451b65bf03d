/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define MW_JSON_MAX_SIZE   (16u << 20)
#define MW_JSON_MAX_DEPTH  64
#define MW_JSON_MAX_STRING 65536u
#define MW_JSON_MAX_VALUES 200000u

gboolean mw_json_scan (const char *data, gsize length, const char *file, GError **error);

G_END_DECLS
