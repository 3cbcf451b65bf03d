/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Text in columns as wide as their widest cell. */
typedef struct _MwTable MwTable;

/* ALIGNMENT: one letter per column, "l" or "r"; kept by the caller. */
MwTable *mw_table_new   (const char *alignment);
void     mw_table_free  (MwTable *self);
/* The next cell, row by row. */
void     mw_table_add   (MwTable *self, const char *text);
/* Exactly as many cells as there are columns. */
void     mw_table_add_row (MwTable *self, ...);
/* The lines, each after INDENT blanks; transfer full. */
char    *mw_table_print (MwTable *self, guint indent);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MwTable, mw_table_free)

G_END_DECLS
