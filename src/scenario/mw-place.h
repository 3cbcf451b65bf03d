/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* A value of the file together with the way that leads to it, so that whoever dislikes it can say where it stands.
 * Lives on the stack: a child points to its parent.  NODE is NULL where nothing is given. */
typedef struct _MwPlace MwPlace;

struct _MwPlace
{
  const MwPlace *parent;
  const char    *key;    /* of a member; NULL: an element, or the root */
  guint          index;  /* of an element */
  JsonNode      *node;
  const char    *file;
  GError       **error;
};

MwPlace    mw_place_root    (JsonNode *node, const char *file, GError **error);
MwPlace    mw_place_member  (const MwPlace *object, const char *key);
MwPlace    mw_place_element (const MwPlace *list, guint index);

gboolean   mw_place_is_text    (const MwPlace *self);
gboolean   mw_place_is_integer (const MwPlace *self);
gboolean   mw_place_is_object  (const MwPlace *self);
gboolean   mw_place_is_list    (const MwPlace *self);

/* Both set the error and return FALSE.  FOUND NULL: the value itself is described. */
gboolean   mw_place_fail     (const MwPlace *self, const char *found, const char *expected);
gboolean   mw_place_fail_key (const MwPlace *object, const char *key, const char *found, const char *expected);
char      *mw_place_dup_path (const MwPlace *self);
/* "\"a\", \"b\" or \"c\"". */
char      *mw_place_join     (const char *const *words);
/* A text of the file in quotes, cut after 40 characters; transfer full. */
char      *mw_place_quote    (const char *text);

gboolean   mw_place_get_text    (const MwPlace *self, const char *expected, const char **text);
gboolean   mw_place_get_integer (const MwPlace *self, gint64 min, gint64 max, gint64 *value);
gboolean   mw_place_get_number  (const MwPlace *self, double min, double max, double *value);
gboolean   mw_place_get_boolean (const MwPlace *self, gboolean *value);
gboolean   mw_place_get_word    (const MwPlace *self, const char *const *words, guint *index);
gboolean   mw_place_get_list    (const MwPlace *self, guint min, guint max, guint *n);
gboolean   mw_place_get_object  (const MwPlace *self);

G_END_DECLS
