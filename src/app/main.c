/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "mw-config.h"

#include <glib/gi18n.h>
#include <locale.h>

#include "mw-application.h"

int
main (int argc, char **argv)
{
  g_autoptr (MwApplication) application = NULL;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, MW_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_set_prgname ("meanwhile");
  application = mw_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
