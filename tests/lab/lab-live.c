/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "lab-live.h"
#include "mw-live.h"
#include "mw-time.h"

#define PATIENCE_SECONDS 20

/* GSocketClient tells each of its steps, and GTest writes it all down. */
static void
ignore_cb (const char *domain, GLogLevelFlags level, const char *message, gpointer data)
{
}

void
live_init (Live *self, const MwServiceSpec *spec, guint max_conns)
{
  g_autoptr (GError) error = NULL;

  g_log_set_handler ("GLib-GIO", G_LOG_LEVEL_DEBUG, ignore_cb, NULL);
  self->lab = mw_lab_new (&error);
  g_assert_no_error (error);
  self->context = g_main_context_new ();
  g_main_context_push_thread_default (self->context);
  self->program = lab_program (spec, max_conns, 444);
  self->client = mw_lab_client_new (self->lab, self->program, mw_live_clock (), NULL);
}

void
live_clear (Live *self)
{
  self->client->free (self->client);
  g_main_context_pop_thread_default (self->context);
  g_main_context_unref (self->context);
  mw_lab_free (self->lab);
  mw_program_unref (self->program);
}

/* Begins the operation of DIARY, which is not done by then. */
void
live_begin (Live *self, Diary *diary)
{
  self->client->begin (self->client, &diary->operation);
  g_assert_cmpuint (diary->n_done, ==, 0);
  g_assert_cmpuint (diary->n_phases, ==, 1);
}

static gboolean
impatient_cb (gpointer data)
{
  g_test_message ("nothing happens any more");
  g_assert_not_reached ();
}

/* Also makes the context look up, for conditions that another thread fulfils. */
static gboolean
tick_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

static GSource *
attach (Live *self, GSource *source, GSourceFunc func)
{
  g_source_set_callback (source, func, NULL, NULL);
  g_source_attach (source, self->context);
  return source;
}

static void
detach (GSource *source)
{
  g_source_destroy (source);
  g_source_unref (source);
}

void
live_wait (Live *self, const guint *count, guint wanted)
{
  GSource *patience = attach (self, g_timeout_source_new_seconds (PATIENCE_SECONDS), impatient_cb);

  while (*count < wanted)
    g_main_context_iteration (self->context, TRUE);
  detach (patience);
}

static gboolean
has_requests (Live *self, guint wanted)
{
  MwLabCount count;

  mw_lab_client_count (self->client, &count);
  return count.requests >= wanted;
}

static gboolean
has_descriptors (Live *self, guint wanted)
{
  return live_count_descriptors () <= wanted;
}

static void
wait_for (Live *self, gboolean (*is_so) (Live *self, guint wanted), guint wanted)
{
  GSource *patience = attach (self, g_timeout_source_new_seconds (PATIENCE_SECONDS), impatient_cb);
  GSource *tick = attach (self, g_timeout_source_new (1), tick_cb);

  while (!is_so (self, wanted))
    g_main_context_iteration (self->context, TRUE);
  detach (tick);
  detach (patience);
}

void
live_wait_for_requests (Live *self, guint wanted)
{
  wait_for (self, has_requests, wanted);
}

void
live_wait_for_descriptors (Live *self, guint wanted)
{
  wait_for (self, has_descriptors, wanted);
}

guint
live_count_descriptors (void)
{
  g_autoptr (GDir) dir = g_dir_open ("/proc/self/fd", 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}
