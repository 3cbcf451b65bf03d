/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What the shell is told.  A signal ends with 128 + its number, as shells do. */
typedef enum
{
  MW_EXIT_OK = 0,
  MW_EXIT_FAILED = 1,  /* a run or a claim failed, a file could not be written */
  MW_EXIT_USAGE = 2,   /* the command line or a file that was read is wrong */
  MW_EXIT_SIGNAL = 128,
} MwExit;

typedef struct _MwCommand MwCommand;

struct _MwCommand
{
  const char *name;
  const char *arguments; /* "[SCENARIO]…"; translatable */
  const char *summary;   /* translatable */
  int       (*run) (const MwCommand *self, int argc, char **argv);
};

int      mw_command_list   (const MwCommand *self, int argc, char **argv);
int      mw_command_run    (const MwCommand *self, int argc, char **argv);
int      mw_command_check  (const MwCommand *self, int argc, char **argv);
int      mw_command_verify (const MwCommand *self, int argc, char **argv);

gboolean mw_command_parse  (const MwCommand *self, const GOptionEntry *entries, int argc, char **argv);

void     mw_cli_complain   (const char *format, ...) G_GNUC_PRINTF (1, 2);
int      mw_cli_fail       (const GError *error);
gboolean mw_cli_choose     (const char *option, const char *value, const char *first, const char *second, gboolean *is_second);
gboolean mw_cli_choose_lang (const char *wanted, const char **lang);
void     mw_cli_put        (const char *text);

G_END_DECLS
