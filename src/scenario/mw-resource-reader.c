/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Reading what the tasks share, led by the rows of mw-format-steps.c. */

#include "mw-config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "mw-scenario-private.h"
#include "mw-url.h"

#define MAX_LISTED 1000

/* The index of the resource NAME; −1. */
gint
mw_scenario_find_resource (MwScenario *self, const char *name)
{
  for (guint i = 0; i < self->n_shared; i++)
    if (strcmp (self->shared[i].name, name) == 0)
      return (gint) i;
  return -1;
}

static const MwFormat *
read_type (const MwPlace *place)
{
  guint n, index;
  const MwFormat *formats = mw_format_get_resources (&n);
  g_autofree const char **names = g_new0 (const char *, n + 1);

  for (guint i = 0; i < n; i++)
    names[i] = formats[i].name;
  return mw_place_get_word (place, names, &index) ? &formats[index] : NULL;
}

static gboolean
read_numbers (MwScenario *self, const MwPlace *place, const MwField *field, gint64 **numbers, guint *n)
{
  if (!mw_place_get_list (place, 0, MAX_LISTED, n))
    return FALSE;
  *numbers = mw_scenario_alloc (self, *n, sizeof (gint64));
  for (guint i = 0; i < *n; i++)
    {
      MwPlace number = mw_place_element (place, i);

      if (!mw_place_get_integer (&number, field->min, field->max, &(*numbers)[i]))
        return FALSE;
    }
  return TRUE;
}

/* The name of another resource, which may stand further down in the file. */
static gboolean
read_link (const MwPlace *resources, const MwPlace *place, const MwField *field, guint *ref)
{
  JsonObject *object = json_node_get_object (resources->node);
  g_autoptr (GList) names = json_object_get_members (object);
  const char *name = NULL;

  if (mw_place_is_text (place))
    name = json_node_get_string (place->node);
  for (GList *l = names; l != NULL && name != NULL; l = l->next)
    {
      MwPlace other = mw_place_member (resources, l->data), type = { 0 };

      if (mw_place_is_object (&other))
        type = mw_place_member (&other, "type");
      if (strcmp (l->data, name) == 0 && mw_place_is_text (&type) && strcmp (json_node_get_string (type.node), "service") == 0)
        {
          *ref = (guint) g_list_position (names, l) + 1;
          return TRUE;
        }
    }
  return mw_place_fail (place, NULL, _("the name of a resource of the type \"service\""));
}

static gboolean
read_urls (MwScenario *self, const MwPlace *place, const MwField *field, const char ***urls, guint *n)
{
  if (!mw_place_get_list (place, (guint) field->min, (guint) field->max, n))
    return FALSE;
  *urls = mw_scenario_alloc (self, *n, sizeof (const char *));
  for (guint i = 0; i < *n; i++)
    {
      MwPlace url = mw_place_element (place, i);
      g_autofree char *host = NULL;
      const char *text;

      if (!mw_place_get_text (&url, NULL, &text))
        return FALSE;
      host = mw_url_dup_host (text);
      if (host == NULL)
        return mw_place_fail (&url, NULL, _("a URL that begins with http:// or https://, without a password"));
      (*urls)[i] = mw_scenario_intern (self, text);
    }
  return TRUE;
}

static gboolean read_rows (MwScenario *self, const MwPlace *place, const MwField *field, MwShared **rows, guint *n);

/* The value at PLACE of the row at INDEX. */
static gboolean
read_member (MwScenario *self, const MwPlace *resources, const MwPlace *place, guint index, MwShared *shared)
{
  const MwField *field = &shared->format->fields[index];
  MwScope scope = { self, NULL };

  switch ((int) field->type)
    {
    case MW_FIELD_TYPE:
      return TRUE;
    case MW_FIELD_NUMBERS:
      return read_numbers (self, place, field, &shared->numbers[index], &shared->n_numbers[index]);
    case MW_FIELD_FAULTS:
      return read_rows (self, place, field, &shared->rows[index], &shared->n_numbers[index]);
    case MW_FIELD_URLS:
      return read_urls (self, place, field, &shared->urls[index], &shared->n_numbers[index]);
    case MW_FIELD_RESOURCE:
      return read_link (resources, place, field, &shared->refs[index]);
    default:
      shared->cells[index] = mw_read_expression (&scope, place, field);
      return shared->cells[index] != NULL;
    }
}

static gboolean
read_record (MwScenario *self, const MwPlace *resources, const MwPlace *place, const MwFormat *format, MwShared *shared)
{
  if (!mw_read_keys (place, format))
    return FALSE;
  shared->format = format;
  shared->cells = mw_scenario_alloc (self, format->n_fields, sizeof (MwExpression *));
  shared->numbers = mw_scenario_alloc (self, format->n_fields, sizeof (gint64 *));
  shared->n_numbers = mw_scenario_alloc (self, format->n_fields, sizeof (guint));
  shared->refs = mw_scenario_alloc (self, format->n_fields, sizeof (guint));
  shared->urls = mw_scenario_alloc (self, format->n_fields, sizeof (const char **));
  shared->rows = mw_scenario_alloc (self, format->n_fields, sizeof (MwShared *));
  for (guint i = 0; i < format->n_fields; i++)
    {
      MwPlace member = mw_place_member (place, format->fields[i].key);

      if (member.node != NULL && !read_member (self, resources, &member, i, shared))
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_rows (MwScenario *self, const MwPlace *place, const MwField *field, MwShared **rows, guint *n)
{
  if (!mw_place_get_list (place, (guint) field->min, (guint) field->max, n))
    return FALSE;
  *rows = mw_scenario_alloc (self, *n, sizeof (MwShared));
  for (guint i = 0; i < *n; i++)
    {
      MwPlace row = mw_place_element (place, i);

      if (!mw_place_get_object (&row) || !read_record (self, NULL, &row, &mw_format_fault, &(*rows)[i]))
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_resource (MwScenario *self, const MwPlace *resources, const MwPlace *place, MwShared *shared)
{
  MwPlace type = mw_place_member (place, "type");
  const MwFormat *format = read_type (&type);

  return format != NULL && read_record (self, resources, place, format, shared);
}

/* $.resources */
gboolean
mw_read_resources (MwScenario *self, const MwPlace *place)
{
  g_autoptr (GList) names = json_object_get_members (json_node_get_object (place->node));

  self->shared = mw_scenario_alloc (self, g_list_length (names), sizeof (MwShared));
  for (GList *l = names; l != NULL; l = l->next)
    {
      MwPlace resource = mw_place_member (place, l->data);

      if (!mw_read_name (self, &resource, l->data) || !mw_place_get_object (&resource) ||
          !read_resource (self, place, &resource, &self->shared[self->n_shared]))
        return FALSE;
      self->shared[self->n_shared++].name = mw_scenario_intern (self, l->data);
    }
  return TRUE;
}
