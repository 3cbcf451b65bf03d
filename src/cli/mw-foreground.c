/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A race in the foreground of a terminal.
 *
 * The first Ctrl+C asks the runs to stop, so that what was measured so far is still printed and exported; the second one finds
 * the default handler again and ends the program at once, for a run that sits in a long blocking call. */

#include "mw-config.h"

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "mw-foreground.h"
#include "mw-time.h"

#define PROGRESS_AFTER (300 * MW_NS_PER_MS)
#define PROGRESS_EVERY 100 /* ms */

typedef struct
{
  MwRace    *race;
  GMainLoop *loop;
  int        signal;    /* 0: none came */
  gboolean   progress;  /* a line of progress stands on the terminal */
} Foreground;

static const int signals[] = { SIGINT, SIGTERM };

static gboolean
quit_cb (gpointer data)
{
  Foreground *self = data;

  g_main_loop_quit (self->loop);
  return G_SOURCE_REMOVE;
}

/* The race can only be waited for, so a thread waits and the main loop is free for signals. */
static gpointer
wait_thread (gpointer data)
{
  Foreground *self = data;

  mw_race_join (self->race);
  g_idle_add (quit_cb, self);
  return NULL;
}

static gboolean
stop (Foreground *self, int number)
{
  self->signal = number;
  mw_race_stop (self->race);
  for (guint i = 0; i < G_N_ELEMENTS (signals); i++)
    signal (signals[i], SIG_DFL);
  return G_SOURCE_CONTINUE;
}

static gboolean
interrupt_cb (gpointer data)
{
  return stop (data, SIGINT);
}

static gboolean
terminate_cb (gpointer data)
{
  return stop (data, SIGTERM);
}

static gboolean
progress_cb (gpointer data)
{
  Foreground *self = data;
  char buffer[MW_TIME_BUFFER];
  gint64 now = mw_race_get_now (self->race);

  if (now < PROGRESS_AFTER || self->signal != 0)
    return G_SOURCE_CONTINUE;
  fputs ("\r", stderr);
  fprintf (stderr, _("%s  running, Ctrl+C stops"), mw_time_format (now, MW_TIME_SECONDS, buffer));
  fputs ("\033[K", stderr);
  self->progress = TRUE;
  return G_SOURCE_CONTINUE;
}

static gboolean
is_talking_terminal (int descriptor)
{
  return isatty (descriptor) && g_strcmp0 (g_getenv ("TERM"), "dumb") != 0;
}

int
mw_foreground_run (MwRace *race)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Foreground self = { .race = race, .loop = loop };
  guint sources[] = {
    g_unix_signal_add (SIGINT, interrupt_cb, &self),
    g_unix_signal_add (SIGTERM, terminate_cb, &self),
  };
  guint progress = is_talking_terminal (STDERR_FILENO) ? g_timeout_add (PROGRESS_EVERY, progress_cb, &self) : 0;
  GThread *waiter;

  mw_race_start (race);
  waiter = g_thread_new ("mw-wait", wait_thread, &self);
  g_main_loop_run (loop);
  g_thread_join (waiter);

  g_clear_handle_id (&progress, g_source_remove);
  for (guint i = 0; i < G_N_ELEMENTS (sources); i++)
    g_source_remove (sources[i]);
  if (self.progress)
    fputs ("\r\033[K", stderr);
  return self.signal;
}
