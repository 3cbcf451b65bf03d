/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mw-scenario.h"

G_BEGIN_DECLS

/* The scenarios that the program carries in itself (GResource), in teaching order: group by group. */
guint       mw_catalogue_get_n_groups (void);
const char *mw_catalogue_get_group    (guint index);                          /* "waiting" … */
const char *mw_catalogue_get_group_title (const char *group, const char *lang);
/* Array of MwScenario (transfer none, kept for the life of the process; main thread). */
GPtrArray  *mw_catalogue_get_all      (void);
MwScenario *mw_catalogue_find         (const char *id);                       /* transfer none; NULL */
/* An id of the catalogue or a path of a file (transfer full). */
MwScenario *mw_catalogue_open         (const char *id_or_path, GError **error);

G_END_DECLS
