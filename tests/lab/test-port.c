/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <sys/resource.h>
#include <unistd.h>

#include "mw-port.h"

#define MANY 150

static void
connected_cb (GSocketConnection *connection, gpointer data)
{
  guint *n = data;

  g_assert_true (g_socket_connection_is_connected (connection));
  ++*n;
}

/* A client that the system has connected; nobody needs to have accepted it. */
static GSocket *
connect_to (MwPort *port)
{
  g_autoptr (GInetAddress) host = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (host, mw_port_get_number (port));
  g_autoptr (GError) error = NULL;
  GSocket *socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, &error);

  g_assert_no_error (error);
  g_socket_connect (socket, address, NULL, &error);
  g_assert_no_error (error);
  return socket;
}

/* A burst that is larger than what one turn of the loop takes, and than libsoup's backlog. */
static void
test_burst (void)
{
  g_autoptr (GError) error = NULL;
  guint n = 0;
  g_autoptr (MwPort) port = mw_port_new (g_main_context_get_thread_default (), 0, connected_cb, &n, &error);
  GSocket *sockets[MANY];

  g_assert_no_error (error);
  g_assert_cmpuint (mw_port_get_number (port), >, 0);
  for (guint i = 0; i < MANY; i++)
    sockets[i] = connect_to (port);
  while (n < MANY)
    g_main_context_iteration (NULL, TRUE);
  for (guint i = 0; i < MANY; i++)
    g_object_unref (sockets[i]);
}

/* While the process has no descriptor left nobody is accepted; afterwards everybody is. */
static void
test_out_of_descriptors (void)
{
  g_autoptr (GError) error = NULL;
  guint n = 0;
  g_autoptr (MwPort) port = mw_port_new (g_main_context_get_thread_default (), 0, connected_cb, &n, &error);
  g_autoptr (GSocket) socket = NULL;
  struct rlimit limit, narrow;
  int next = dup (0);

  g_assert_no_error (error);
  close (next);
  g_assert_cmpint (getrlimit (RLIMIT_NOFILE, &limit), ==, 0);
  narrow = limit;
  narrow.rlim_cur = next + 1;
  g_assert_cmpint (setrlimit (RLIMIT_NOFILE, &narrow), ==, 0);
  socket = connect_to (port);
  g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (n, ==, 0);
  g_assert_cmpint (setrlimit (RLIMIT_NOFILE, &limit), ==, 0);
  while (n < 1)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_taken (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MwPort) port = mw_port_new (g_main_context_get_thread_default (), 0, connected_cb, NULL, &error);

  g_assert_no_error (error);
  g_assert_null (mw_port_new (g_main_context_get_thread_default (), mw_port_get_number (port), connected_cb, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_ADDRESS_IN_USE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/port/burst", test_burst);
  g_test_add_func ("/port/out-of-descriptors", test_out_of_descriptors);
  g_test_add_func ("/port/taken", test_taken);
  return g_test_run ();
}
