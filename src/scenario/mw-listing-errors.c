/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What deals with errors in Python: retry and try. */

#include <string.h>

#include "mw-listing.h"
#include "mw-time.h"

/* The classes of the errors in CELL, "(A, B)"; STATUSES gets the HTTP statuses among them, "429, 503". */
static char *
errors_of (MwListing *self, const MwCell *cell, GString *statuses)
{
  g_autoptr (GPtrArray) classes = g_ptr_array_new ();
  g_autofree char *joined = NULL;
  guint n;
  const MwFaultName *faults = mw_format_get_faults (&n);

  for (guint i = 0; i < cell->n_codes; i++)
    {
      const char *name = "httpx.HTTPStatusError";

      if (cell->codes[i] >= MW_FAULT_HTTP_FIRST)
        g_string_append_printf (statuses, "%s%d", statuses->len > 0 ? ", " : "", cell->codes[i]);
      for (guint j = 0; j < n; j++)
        if (faults[j].code == cell->codes[i])
          name = faults[j].code == MW_FAULT_CONNECTION ? mw_listing_connection_error (self) : faults[j].python;
      if (!g_ptr_array_find_with_equal_func (classes, name, g_str_equal, NULL))
        g_ptr_array_add (classes, (gpointer) name);
      self->modules |= g_str_has_prefix (name, "httpx.") ? MW_MODULE_HTTPX : 0;
      self->modules |= g_str_has_prefix (name, "sqlite3.") ? MW_MODULE_SQLITE : 0;
      self->modules |= g_str_has_prefix (name, "websockets.") ? MW_MODULE_WEBSOCKETS : 0;
      self->modules |= g_str_has_prefix (name, "asyncio.") ? MW_MODULE_ASYNCIO : 0;
    }
  if (classes->len == 0)
    return g_strdup ("Exception");
  if (classes->len == 1)
    return g_strdup (g_ptr_array_index (classes, 0));
  g_ptr_array_add (classes, NULL);
  joined = g_strjoinv (", ", (char **) classes->pdata);
  return g_strdup_printf ("(%s)", joined);
}

/* Named errors that come out of a group come in an exception group.  "except*" may hold no return; "except Exception" takes
 * groups as well. */
static gboolean
needs_star (MwListing *self, const MwNode *node, const MwCell *codes)
{
  const MwCell *body = mw_node_get_cell (node, "try"), *except = mw_node_get_cell (node, "except");

  return body != NULL && codes->n_codes > 0 && mw_listing_is_async (self) && mw_listing_has (body->nodes, body->n_nodes, MW_OP_GROUP) &&
         !mw_listing_has (except->nodes, except->n_nodes, MW_OP_RETURN);
}

/* "except …:", and for HTTP errors which statuses are meant; indents. */
static void
add_except (MwListing *self, const MwNode *node, const MwCell *codes)
{
  g_autoptr (GString) statuses = g_string_new (NULL);
  g_autofree char *errors = errors_of (self, codes, statuses);

  mw_listing_add (self, node->id, "except%s %s%s:", needs_star (self, node, codes) ? "*" : "", errors, statuses->len > 0 ? " as error" : "");
  self->indent++;
  if (statuses->len == 0)
    return;
  mw_listing_add (self, node->id, "if %serror.response.status_code not in (%s%s):",
                  *errors == '(' ? "isinstance(error, httpx.HTTPStatusError) and " : "", statuses->str,
                  strchr (statuses->str, ' ') == NULL ? "," : "");
  mw_listing_add (self, node->id, "    raise");
}

/* base * factor ** attempt, under the cap, scattered; transfer full. */
static char *
pause_of (MwListing *self, const MwNode *node, const char *attempt)
{
  g_autofree char *base = mw_listing_value_of (self, node, "base"), *cap = mw_listing_value_of (self, node, "cap");
  const MwCell *factor = mw_node_get_cell (node, "factor");
  gint64 thousandths = factor->expression != NULL ? factor->expression->number : mw_format_find_field (node->format, "factor")->fallback;
  gboolean is_parameter = factor->expression != NULL && factor->expression->kind == MW_EXPRESSION_PARAMETER;
  g_autofree char *by = is_parameter ? mw_listing_expression (self, factor->expression) : mw_seconds_to_text (thousandths * (MW_NS_PER_SEC / 1000));
  g_autofree char *grown = !is_parameter && thousandths == 1000 ? g_strdup (base) : g_strdup_printf ("%s * %s ** %s", base, by, attempt);
  g_autofree char *capped = strcmp (cap, "0") == 0 ? g_strdup (grown) : g_strdup_printf ("min(%s, %s)", cap, grown);
  gint64 kind = mw_listing_word_of (self, node, "jitter");

  if (kind != MW_JITTER_NONE)
    self->modules |= MW_MODULE_RANDOM;
  if (kind == MW_JITTER_FULL)
    return g_strdup_printf ("random.uniform(0, %s)", capped);
  if (kind == MW_JITTER_EQUAL)
    return g_strdup_printf ("random.uniform(0.5, 1) * %s", capped);
  return g_steal_pointer (&capped);
}

void
mw_listing_write_retry (MwListing *self, const MwNode *node)
{
  const MwCell *limit = mw_node_get_cell (node, "retry");
  g_autofree char *attempts = mw_listing_value_of (self, node, "retry");
  g_autofree char *attempt = self->n_retries == 0 ? g_strdup ("attempt") : g_strdup_printf ("attempt_%u", self->n_retries + 1);
  g_autofree char *delay = pause_of (self, node, attempt);

  mw_listing_add (self, node->id, "for %s in range(%s):", attempt, attempts);
  self->indent++;
  self->n_retries++;
  mw_listing_add (self, node->id, "try:");
  mw_listing_add_inner (self, node, "steps");
  mw_listing_add (self, node->id, "    break");
  add_except (self, node, mw_node_get_cell (node, "on"));
  if (limit->expression->kind == MW_EXPRESSION_NUMBER)
    mw_listing_add (self, node->id, "if %s == %" G_GINT64_FORMAT ":", attempt, limit->expression->number - 1);
  else
    mw_listing_add (self, node->id, "if %s == %s - 1:", attempt, attempts);
  mw_listing_add (self, node->id, "    raise");
  self->modules |= mw_listing_is_async (self) ? MW_MODULE_ASYNCIO : MW_MODULE_TIME;
  mw_listing_add (self, node->id, mw_listing_is_async (self) ? "await asyncio.sleep(%s)" : "time.sleep(%s)", delay);
  self->n_retries--;
  self->indent -= 2;
}

void
mw_listing_write_try (MwListing *self, const MwNode *node)
{
  const MwCell *except = mw_node_get_cell (node, "except");

  mw_listing_add (self, node->id, "try:");
  mw_listing_add_inner (self, node, "try");
  if (except->given)
    {
      add_except (self, node, mw_node_get_cell (node, "errors"));
      mw_listing_add_steps (self, except->nodes, except->n_nodes);
      self->indent--;
    }
  if (!mw_node_get_cell (node, "finally")->given)
    return;
  mw_listing_add (self, node->id, "finally:");
  mw_listing_add_inner (self, node, "finally");
}
