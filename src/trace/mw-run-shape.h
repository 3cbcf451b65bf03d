/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <string.h>

#include "mw-trace.h"

G_BEGIN_DECLS

/* Private to the run file: how a line says what an event says.  Writer and reader go by the same table. */

#define MW_RUN_FORMAT   "meanwhile-run"
#define MW_RUN_VERSION  1
#define MW_RUN_PROGRAM  "meanwhile"
#define MW_RUN_END      "{\"e\":\"end\","   /* the end line begins so, and no other line does */
#define MW_RUN_CHECKSUM "sha256:"
#define MW_RUN_LINE_MAX (16 * 1024 * 1024)  /* bytes */
#define MW_RUN_SIZE_MAX (G_GUINT64_CONSTANT (8) * 1024 * 1024 * 1024)

typedef struct
{
  const char *object;          /* keys */
  const char *value;
  const char *reason;
  gboolean    object_is_text;  /* a string id, written as the string */
  gboolean    value_is_text;
  gboolean    value_always;    /* written also when it is the default */
  gboolean    reason_always;
  gint64      value_default;
} MwRunShape;

static inline gboolean
mw_run_is (const char *text, const char *word)
{
  return text[0] == word[0] && strcmp (text, word) == 0;
}

const MwRunShape *mw_run_shape_get         (MwEventKind kind);
const char       *mw_run_shape_reason_name (MwEventKind kind, guint reason);
gboolean          mw_run_shape_find_kind   (const char *name, MwEventKind *kind);
gboolean          mw_run_shape_find_reason (MwEventKind kind, const char *name, guint8 *reason);

G_END_DECLS
