/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "mw-config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "mw-cli.h"
#include "mw-run-file.h"
#include "mw-verify.h"

#define MAX_FINDINGS 100

static void
put_finding (const char *file, const MwFinding *finding)
{
  g_autofree char *line = g_strdup_printf ("%s: %s: event %" G_GSIZE_FORMAT ": %s\n", file, finding->rule, finding->event,
                                           finding->text);

  mw_cli_put (line);
}

/* Findings are the command's result and go to standard output, one a line: FILE: RULE: event N: what is wrong. */
static int
verify_file (const char *path)
{
  g_autofree char *shown = g_filename_display_name (path);
  g_autofree char *fault = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (MwTrace) trace = mw_run_file_load (path, &fault, NULL, &error);
  g_autoptr (GPtrArray) findings = NULL;
  g_autofree char *summary = NULL;

  if (trace == NULL)
    {
      mw_cli_fail (error);
      return MW_EXIT_USAGE;
    }
  findings = mw_verify_trace (trace, MAX_FINDINGS);
  if (fault != NULL)
    summary = g_strdup_printf ("%s: file: %s\n", shown, fault);
  else if (findings->len == 0)
    summary = g_strdup_printf (_("%s: %zu events, all rules hold\n"), shown, mw_trace_get_n_events (trace));
  if (summary != NULL)
    mw_cli_put (summary);
  for (guint i = 0; i < findings->len; i++)
    put_finding (shown, g_ptr_array_index (findings, i));
  if (fault == NULL && findings->len == 0)
    return MW_EXIT_OK;
  mw_cli_complain (_("%s does not hold what a run must"), shown);
  return MW_EXIT_FAILED;
}

int
mw_command_verify (const MwCommand *self, int argc, char **argv)
{
  g_auto (GStrv) files = NULL;
  const GOptionEntry entries[] = {
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &files, NULL, NULL },
    G_OPTION_ENTRY_NULL
  };
  int status = MW_EXIT_OK;

  if (!mw_command_parse (self, entries, argc, argv))
    return MW_EXIT_USAGE;
  if (files == NULL)
    {
      mw_cli_complain (_("verify: no file is named"));
      return MW_EXIT_USAGE;
    }
  for (guint i = 0; files[i] != NULL; i++)
    {
      int own = verify_file (files[i]);

      status = MAX (status, own);
    }
  return status;
}
