/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* meanwhile-cli: a table of commands, and what they share.
 *
 * Everything that goes wrong is one line on stderr and an exit status.  Text is written as UTF-8 whatever the locale says: g_print
 * would turn a scenario's "é" into "?" in the C locale, where terminals show UTF-8 all the same. */

#include "mw-config.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mw-cli.h"
#include "mw-error.h"

static const MwCommand commands[] = {
  { "list", "", N_("List the built-in scenarios"), mw_command_list },
  { "run", N_("SCENARIO|FILE"), N_("Run a scenario and show what happened"), mw_command_run },
  { "check", N_("[SCENARIO|FILE]…"), N_("Hold scenarios against their claims"), mw_command_check },
  { "verify", N_("FILE…"), N_("Check recorded runs against the rules that hold for every run"), mw_command_verify },
};

/* One line on stderr, whatever the message holds. */
void
mw_cli_complain (const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  g_strdelimit (text, "\r\n", ' ');
  fprintf (stderr, "meanwhile-cli: %s\n", text);
}

/* Says ERROR and returns the exit status that it deserves. */
int
mw_cli_fail (const GError *error)
{
  mw_cli_complain ("%s", error->message);
  return g_error_matches (error, MW_ERROR, MW_ERROR_RUN) ? MW_EXIT_FAILED : MW_EXIT_USAGE;
}

/* Whether it could be written is asked once, at the end of the program. */
void
mw_cli_put (const char *text)
{
  fputs (text, stdout);
}

/* Whether VALUE, which --OPTION was given (NULL: nothing), is SECOND rather than FIRST; FALSE: neither, and that is said. */
gboolean
mw_cli_choose (const char *option, const char *value, const char *first, const char *second, gboolean *is_second)
{
  *is_second = g_strcmp0 (value, second) == 0;
  if (value == NULL || *is_second || strcmp (value, first) == 0)
    return TRUE;
  mw_cli_complain (_("--%s is “%s”, it can be: %s, %s"), option, value, first, second);
  return FALSE;
}

/* WANTED ("en", "fr") or, if it is NULL, the language of the user's messages; FALSE after a complaint.  A
 * language that is asked for is also that of the words and decimal marks around the scenario's texts, as far as
 * the system has it: a picture speaks one language.  Before there are threads. */
gboolean
mw_cli_choose_lang (const char *wanted, const char **lang)
{
  static const char *const langs[] = { "en", "fr" };
  static const char *const locales[] = { "C", "fr_FR.UTF-8" };

  if (wanted == NULL)
    {
      const char *locale = setlocale (LC_MESSAGES, NULL);

      *lang = locale != NULL && g_str_has_prefix (locale, "fr") ? "fr" : "en";
      return TRUE;
    }
  for (guint i = 0; i < G_N_ELEMENTS (langs); i++)
    if (strcmp (wanted, langs[i]) == 0)
      {
        g_setenv ("LANGUAGE", wanted, TRUE);
        setlocale (LC_NUMERIC, locales[i]);
        *lang = langs[i];
        return TRUE;
      }
  mw_cli_complain (_("there is no language “%s”; there are: en, fr"), wanted);
  return FALSE;
}

/* Reads the command line into ENTRIES; FALSE after a complaint.  --help prints and exits. */
gboolean
mw_command_parse (const MwCommand *self, const GOptionEntry *entries, int argc, char **argv)
{
  g_autofree char *name = g_strdup_printf ("meanwhile-cli %s", self->name);
  g_autoptr (GOptionContext) context = g_option_context_new (*self->arguments != '\0' ? _(self->arguments) : NULL);
  g_autoptr (GError) error = NULL;

  g_set_prgname (name);
  g_option_context_set_summary (context, _(self->summary));
  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  if (g_option_context_parse (context, &argc, &argv, &error))
    return TRUE;
  mw_cli_complain ("%s: %s", self->name, error->message);
  return FALSE;
}

static void
print_help (FILE *stream)
{
  fprintf (stream, _("Usage: %s COMMAND [OPTION…] [ARGUMENT…]\n\nCommands:\n"), "meanwhile-cli");
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    fprintf (stream, "  %-8s %s\n", commands[i].name, _(commands[i].summary));
  fprintf (stream, _("\n“%s COMMAND --help” lists the options of a command.\n"), "meanwhile-cli");
}

/* A full disk shows itself only when the last bytes are written. */
static int
finish (int status)
{
  if (fflush (stdout) == 0 && !ferror (stdout))
    return status;
  mw_cli_complain (_("cannot write to standard output: %s"), g_strerror (errno));
  return MAX (status, MW_EXIT_FAILED);
}

static gboolean
is_one_of (const char *word, const char *const *words)
{
  return g_strv_contains (words, word);
}

int
main (int argc, char *argv[])
{
  static const char *const help[] = { "--help", "-h", "help", NULL };
  static const char *const version[] = { "--version", NULL };

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, MW_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  if (argc < 2)
    {
      mw_cli_complain (_("no command; “meanwhile-cli --help” lists them"));
      return MW_EXIT_USAGE;
    }
  if (is_one_of (argv[1], help))
    {
      print_help (stdout);
      return finish (MW_EXIT_OK);
    }
  if (is_one_of (argv[1], version))
    {
      printf ("meanwhile-cli %s\n", MW_VERSION);
      return finish (MW_EXIT_OK);
    }
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    if (strcmp (argv[1], commands[i].name) == 0)
      return finish (commands[i].run (&commands[i], argc - 1, argv + 1));
  mw_cli_complain (_("there is no command “%s”; “meanwhile-cli --help” lists them"), argv[1]);
  return MW_EXIT_USAGE;
}
