/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mw-scenario-private.h"

G_BEGIN_DECLS

/* Between the two halves of the reader of values. */

MwExpression       *mw_expression_new        (MwScope *scope, MwExpressionKind kind, MwType type);
MwExpression       *mw_expression_with_items (MwScope *scope, MwExpressionKind kind, MwType type, guint n_items);
/* Says that FOUND (NULL: the value itself) is not what FIELD wants; returns NULL. */
const MwExpression *mw_expression_refuse     (const MwPlace *place, const char *found, const MwField *field);
MwType              mw_field_get_type        (const MwField *field);
/* What FIELD may be, for a message; transfer full. */
char               *mw_field_describe        (const MwField *field);
const MwExpression *mw_read_reference        (MwScope *scope, const MwPlace *place, const char *name, const MwField *field);
const MwExpression *mw_read_template         (MwScope *scope, const MwPlace *place, const MwField *field);

G_END_DECLS
