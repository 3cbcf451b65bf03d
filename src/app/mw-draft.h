/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mw-scenario.h"

G_BEGIN_DECLS

#define MW_PLAYGROUND "playground"  /* the library's entry whose text is edited */

/* The text on the bench: what the user has made of it, kept in a file of its own from pause to pause.  One thread. */
typedef struct _MwDraft MwDraft;

typedef struct
{
  guint line, column;  /* from 1; 0: about the whole */
  char *words;         /* owned */
} MwMistake;

MwDraft    *mw_draft_new       (const char *path, const char *fallback);
void        mw_draft_free      (MwDraft *self);
const char *mw_draft_get_text  (MwDraft *self);
void        mw_draft_set_text  (MwDraft *self, const char *text);
gboolean    mw_draft_is_changed (MwDraft *self);
gboolean    mw_draft_keep      (MwDraft *self, GError **error);
MwScenario *mw_draft_parse     (MwDraft *self, MwMistake *mistake);
void        mw_mistake_clear   (MwMistake *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MwDraft, mw_draft_free)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MwMistake, mw_mistake_clear)

G_END_DECLS
