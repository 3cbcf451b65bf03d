/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* There is one bench and therefore one draft: a copy of any scenario is put on it, with a way back to what lay there.
 * Rejected: a draft for each scenario (which of three texts named "permits" is the one that runs?). */

#include "mw-config.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "mw-draft.h"
#include "mw-error.h"
#include "mw-error-place.h"
#include "mw-file.h"

#define FILE_NAME MW_PLAYGROUND ".json"

struct _MwDraft
{
  char    *path;
  char    *fallback;
  char    *text;
  gboolean kept;      /* the file says what the text says */
};

/* PATH: where it is kept; what cannot be read there is not there.  FALLBACK: the text as it is delivered. */
MwDraft *
mw_draft_new (const char *path, const char *fallback)
{
  MwDraft *self = g_new0 (MwDraft, 1);
  g_autofree char *text = NULL;
  gsize length;

  self->path = g_strdup (path);
  self->fallback = g_strdup (fallback);
  self->kept = TRUE;
  if (g_file_get_contents (path, &text, &length, NULL) && g_utf8_validate (text, (gssize) length, NULL))
    self->text = g_steal_pointer (&text);
  else
    self->text = g_strdup (fallback);
  return self;
}

void
mw_draft_free (MwDraft *self)
{
  g_free (self->path);
  g_free (self->fallback);
  g_free (self->text);
  g_free (self);
}

const char *
mw_draft_get_text (MwDraft *self)
{
  return self->text;
}

/* TEXT may be the draft's own. */
void
mw_draft_set_text (MwDraft *self, const char *text)
{
  char *copy;

  if (strcmp (text, self->text) == 0)
    return;
  copy = g_strdup (text);
  g_free (self->text);
  self->text = copy;
  self->kept = FALSE;
}

/* It is not as it was delivered. */
gboolean
mw_draft_is_changed (MwDraft *self)
{
  return strcmp (self->text, self->fallback) != 0;
}

/* Writes it to its file, whole or not at all.  A text as it was delivered needs none: a later release may have a better one. */
gboolean
mw_draft_keep (MwDraft *self, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (self->path);
  g_autoptr (GBytes) bytes = NULL;

  if (self->kept)
    return TRUE;
  if (!mw_draft_is_changed (self))
    {
      g_unlink (self->path);
      self->kept = TRUE;
      return TRUE;
    }
  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      g_set_error (error, MW_ERROR, MW_ERROR_FILE, _("the folder %s cannot be made: %s"), folder, g_strerror (errno));
      return FALSE;
    }
  bytes = g_bytes_new (self->text, strlen (self->text));
  self->kept = mw_file_write (self->path, bytes, error);
  return self->kept;
}

/* The scenario that the text is, transfer full; or NULL and the MISTAKE in it. */
MwScenario *
mw_draft_parse (MwDraft *self, MwMistake *mistake)
{
  g_autoptr (GBytes) bytes = g_bytes_new (self->text, strlen (self->text));
  g_autoptr (GError) error = NULL;
  MwScenario *scenario = mw_scenario_parse (bytes, FILE_NAME, &error);

  *mistake = (MwMistake) { 0 };
  if (scenario != NULL)
    return scenario;
  mw_error_find_place (error, FILE_NAME, self->text, &mistake->line, &mistake->column);
  mistake->words = g_strdup (mw_error_get_words (error, FILE_NAME));
  return NULL;
}

void
mw_mistake_clear (MwMistake *self)
{
  g_clear_pointer (&self->words, g_free);
}
