/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Before many threads use libsoup, one does.
 *
 * GLib 2.74 can lock up when two threads use types for the first time: one registers GTask and wants the type lock to
 * add its interfaces, the other holds that lock while it initialises a class of libsoup which asks for GTask.  Seen
 * in 3 of 40 races whose variants sent their first requests at the same instant.  So the types that such
 * initialisers ask for are made before the lab has a thread, and one request each of both kinds goes through the whole
 * of libsoup before the first run.  It also takes the 1.5 ms that a process's first request costs out of the picture.
 */

#include "mw-warm-up.h"

static void
answered_cb (GObject *session, GAsyncResult *result, gpointer data)
{
  GBytes *body = soup_session_send_and_read_finish (SOUP_SESSION (session), result, NULL);

  g_clear_pointer (&body, g_bytes_unref);
  *(gboolean *) data = TRUE;
}

/* Call it while no thread but the calling one uses libsoup. */
void
mw_warm_up_types (void)
{
  GType types[] = {
    G_TYPE_TASK, G_TYPE_CANCELLABLE, G_TYPE_SOCKET, G_TYPE_SOCKET_CLIENT, G_TYPE_TCP_CONNECTION,
    G_TYPE_INET_SOCKET_ADDRESS, G_TYPE_NETWORK_ADDRESS, G_TYPE_MEMORY_OUTPUT_STREAM, G_TYPE_BUFFERED_INPUT_STREAM,
    SOUP_TYPE_SESSION, SOUP_TYPE_MESSAGE, SOUP_TYPE_SERVER, SOUP_TYPE_SERVER_MESSAGE,
  };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    g_type_class_unref (g_type_class_ref (types[i]));
}

/* Sends two requests to the server at PORT, which answers them with a refusal, and waits for the answers. */
void
mw_warm_up_requests (guint16 port)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autofree char *address = g_strdup_printf ("http://127.0.0.1:%u/", port);
  g_autoptr (SoupMessage) blocking = soup_message_new (SOUP_METHOD_GET, address);
  g_autoptr (SoupMessage) asynchronous = soup_message_new (SOUP_METHOD_GET, address);
  g_autoptr (SoupSession) session = NULL;
  GBytes *body;
  gboolean is_answered = FALSE;

  g_main_context_push_thread_default (context);
  session = soup_session_new_with_options ("proxy-resolver", NULL, "timeout", 1, NULL);
  body = soup_session_send_and_read (session, blocking, NULL, NULL);
  g_clear_pointer (&body, g_bytes_unref);
  soup_session_send_and_read_async (session, asynchronous, G_PRIORITY_DEFAULT, NULL, answered_cb, &is_answered);
  while (!is_answered)
    g_main_context_iteration (context, TRUE);
  g_main_context_pop_thread_default (context);
}
