/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <gio/gio.h>
#include <string.h>

#include "lab-diary.h"
#include "mw-lab-private.h"
#include "mw-live.h"
#include "mw-time.h"

/* What reaches the port without the client: requests written by hand. */

typedef struct
{
  MwLab    *lab;
  MwLabRun *run;
  char     *token;
  char     *site;
} Door;

static void
door_init (Door *self, const MwServiceSpec *spec)
{
  g_autoptr (GError) error = NULL;

  self->lab = mw_lab_new (&error);
  g_assert_no_error (error);
  self->run = mw_lab_run_new ();
  self->token = mw_lab_open_service (self->lab, spec, 1, mw_live_clock (), self->run, &self->site);
}

static void
door_clear (Door *self)
{
  mw_lab_run_unref (self->run);
  mw_lab_free (self->lab);
  g_free (self->token);
  g_free (self->site);
}

static GSocketConnection *
knock (Door *self)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GError) error = NULL;
  GSocketConnection *connection;

  g_socket_client_set_enable_proxy (client, FALSE);
  g_socket_client_set_timeout (client, 20);
  connection = g_socket_client_connect_to_host (client, "127.0.0.1", mw_lab_get_port (self->lab), NULL, &error);
  g_assert_no_error (error);
  return connection;
}

/* In TEXT, PORT and TOKEN stand for the lab's. */
static char *
fill_in (Door *self, const char *text)
{
  g_autofree char *port = g_strdup_printf ("%u", mw_lab_get_port (self->lab));
  GString *filled = g_string_new (text);

  g_string_replace (filled, "PORT", port, 0);
  g_string_replace (filled, "TOKEN", self->token, 0);
  return g_string_free (filled, FALSE);
}

static void
say (GSocketConnection *connection, const char *text)
{
  g_autoptr (GError) error = NULL;

  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), text, strlen (text),
                             NULL, NULL, &error);
  g_assert_no_error (error);
}

/* The head of one answer; its first line is "HTTP/1.1 STATUS …". */
static char *
hear (GSocketConnection *connection)
{
  GInputStream *stream = g_io_stream_get_input_stream (G_IO_STREAM (connection));
  g_autoptr (GError) error = NULL;
  GString *heard = g_string_new (NULL);
  char byte;

  while (strstr (heard->str, "\r\n\r\n") == NULL)
    {
      gssize n = g_input_stream_read (stream, &byte, 1, NULL, &error);

      g_assert_no_error (error);
      if (n == 0)
        break;
      g_string_append_c (heard, byte);
    }
  return g_string_free (heard, FALSE);
}

static char *
ask (Door *self, const char *text)
{
  g_autoptr (GSocketConnection) connection = knock (self);
  g_autofree char *request = fill_in (self, text);

  say (connection, request);
  return hear (connection);
}

static const struct
{
  const char *name;
  const char *request;
  guint       status;
} knocks[] = {
  { "plain",             "GET /TOKEN/v0/item/1.json HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\n", 200 },
  { "head",              "HEAD /TOKEN/v0/item/1.json HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\n", 200 },
  { "own origin",        "GET /TOKEN/v0/item/1.json HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n"
                         "Origin: http://127.0.0.1:PORT\r\n\r\n", 200 },
  { "foreign host",      "GET /TOKEN/v0/item/1.json HTTP/1.1\r\nHost: evil.example\r\n\r\n", 421 },
  { "foreign port",      "GET /TOKEN/v0/item/1.json HTTP/1.1\r\nHost: 127.0.0.1:1\r\n\r\n", 421 },
  { "no port",           "GET /TOKEN/v0/item/1.json HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", 421 },
  { "another name",      "GET /TOKEN/v0/item/1.json HTTP/1.1\r\nHost: localhost:PORT\r\n\r\n", 421 },
  { "no host",           "GET /TOKEN/v0/item/1.json HTTP/1.1\r\n\r\n", 400 },
  { "no host, 1.0",      "GET /TOKEN/v0/item/1.json HTTP/1.0\r\n\r\n", 400 },
  { "two hosts",         "GET /TOKEN/v0/item/1.json HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n"
                         "Host: 127.0.0.1:PORT\r\n\r\n", 400 },
  { "own, then foreign", "GET /TOKEN/v0/item/1.json HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n"
                         "hOST: evil.example\r\n\r\n", 400 },
  { "foreign, then own", "GET /TOKEN/v0/item/1.json HTTP/1.1\r\nHost: evil.example\r\n"
                         "Host: 127.0.0.1:PORT\r\n\r\n", 400 },
  { "foreign origin",    "GET /TOKEN/v0/item/1.json HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n"
                         "Origin: http://evil.example\r\n\r\n", 403 },
  { "null origin",       "GET /TOKEN/v0/item/1.json HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nOrigin: null\r\n\r\n", 403 },
  { "two origins",       "GET /TOKEN/v0/item/1.json HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n"
                         "Origin: http://127.0.0.1:PORT\r\nOrigin: http://127.0.0.1:PORT\r\n\r\n", 403 },
  { "absolute, foreign", "GET http://evil.example/TOKEN/v0/item/1.json HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\n", 421 },
  { "absolute, https",   "GET https://127.0.0.1:PORT/TOKEN/v0/item/1.json HTTP/1.1\r\n"
                         "Host: 127.0.0.1:PORT\r\n\r\n", 400 },
  { "absolute, user",    "GET http://a@127.0.0.1:PORT/TOKEN/v0/item/1.json HTTP/1.1\r\n"
                         "Host: 127.0.0.1:PORT\r\n\r\n", 421 },
  { "absolute, both foreign", "GET http://evil.example/TOKEN/v0/item/1.json HTTP/1.1\r\n"
                         "Host: evil.example\r\n\r\n", 421 },
  { "post",              "POST /TOKEN/v0/item/1.json HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n"
                         "Content-Length: 2\r\n\r\nhi", 201 },
  { "preflight",         "OPTIONS /TOKEN/v0/item/1.json HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\n", 405 },
  { "unknown method",    "BREW /TOKEN/v0/item/1.json HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\n", 405 },
  { "no token",          "GET /v0/item/1.json HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\n", 404 },
  { "token alone",       "GET /TOKEN HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\n", 404 },
  { "root",              "GET / HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\n", 404 },
  { "other token",       "GET /00000000-0000-4000-8000-000000000000/v0/item/1.json HTTP/1.1\r\n"
                         "Host: 127.0.0.1:PORT\r\n\r\n", 404 },
  { "unknown item",      "GET /TOKEN/v0/item/99.json HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\n", 404 },
  { "not HTTP",          "\x16\x03\x01 hello\r\n\r\n", 400 },
};

static void
test_knocks (void)
{
  const MwServiceSpec spec = { .items = 9 };
  Door door;

  door_init (&door, &spec);
  for (guint i = 0; i < G_N_ELEMENTS (knocks); i++)
    {
      g_autofree char *head = ask (&door, knocks[i].request);
      g_autofree char *expected = g_strdup_printf (" %u ", knocks[i].status);

      g_test_message ("%s: %.20s", knocks[i].name, head);
      g_assert_true (g_str_has_prefix (head, "HTTP/1."));
      g_assert_true (g_str_has_prefix (head + strlen ("HTTP/1.1"), expected));
    }
  /* Only what was let in is counted. */
  g_assert_cmpuint (door.run->count.requests, ==, 5);
  door_clear (&door);
}

#define UPGRADE "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n" \
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"

/* The token is that of a room; SERVICE that of a service. */
static const struct
{
  const char *name;
  const char *request;
  guint       status;
} room_knocks[] = {
  { "in",             "GET /room/TOKEN/1 HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n" UPGRADE "\r\n", 101 },
  { "own origin",     "GET /room/TOKEN/1 HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nOrigin: http://127.0.0.1:PORT\r\n" UPGRADE "\r\n", 101 },
  { "foreign origin", "GET /room/TOKEN/1 HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nOrigin: http://evil.example\r\n" UPGRADE "\r\n", 403 },
  { "null origin",    "GET /room/TOKEN/1 HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nOrigin: null\r\n" UPGRADE "\r\n", 403 },
  { "foreign host",   "GET /room/TOKEN/1 HTTP/1.1\r\nHost: evil.example\r\n" UPGRADE "\r\n", 421 },
  { "two hosts",      "GET /room/TOKEN/1 HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nHost: 127.0.0.1:PORT\r\n" UPGRADE "\r\n", 400 },
  { "refused client", "GET /room/TOKEN/2 HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n" UPGRADE "\r\n", 403 },
  { "no number",      "GET /room/TOKEN/x HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n" UPGRADE "\r\n", 404 },
  { "number 0",       "GET /room/TOKEN/0 HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n" UPGRADE "\r\n", 404 },
  { "no client",      "GET /room/TOKEN HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n" UPGRADE "\r\n", 404 },
  { "no token",       "GET /room HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n" UPGRADE "\r\n", 404 },
  { "other token",    "GET /room/00000000-0000-4000-8000-000000000000/1 HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n" UPGRADE "\r\n", 404 },
  { "of a service",   "GET /room/SERVICE/1 HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n" UPGRADE "\r\n", 404 },
  { "a service is no room", "GET /SERVICE/v0/item/1.json HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n" UPGRADE "\r\n", 200 },
  { "a room is no service", "GET /TOKEN/v0/item/1.json HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\n", 404 },
  { "no handshake",   "GET /room/TOKEN/1 HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\n", 400 },
  { "post",           "POST /room/TOKEN/1 HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nContent-Length: 0\r\n" UPGRADE "\r\n", 400 },
};

static void
test_room_knocks (void)
{
  const gint64 refused[] = { 2 };
  const MwRoomSpec spec = { .refused_clients = refused, .n_refused_clients = 1 };
  const MwServiceSpec service = { .items = 9 };
  g_autofree char *token = NULL;
  Door door;

  door_init (&door, &service);
  token = g_strdup (door.token);
  g_free (door.token);
  door.token = mw_lab_open_room (door.lab, &spec, door.run);
  for (guint i = 0; i < G_N_ELEMENTS (room_knocks); i++)
    {
      g_autoptr (GString) request = g_string_new (room_knocks[i].request);
      g_autofree char *expected = g_strdup_printf (" %u ", room_knocks[i].status);
      g_autofree char *head = NULL;

      g_string_replace (request, "SERVICE", token, 0);
      head = ask (&door, request->str);
      g_test_message ("%s: %.20s", room_knocks[i].name, head);
      g_assert_true (g_str_has_prefix (head + strlen ("HTTP/1.1"), expected));
    }
  door_clear (&door);
}

static void
test_retry_after (void)
{
  const MwServiceSpec down = { .items = 9, FAULTS ({ .kind = MW_SERVICE_DOWN, .until = MW_DURATION_MAX }), .retry_after = MS (1500) };
  const MwServiceSpec limited = { .items = 9, .rate_limit = 1 };
  const char *request = "GET /TOKEN/v0/item/1.json HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\n";
  g_autofree char *head = NULL;
  g_autofree char *first = NULL;
  g_autofree char *refused = NULL;
  Door door;

  door_init (&door, &down);
  head = ask (&door, request);
  g_assert_true (g_str_has_prefix (head, "HTTP/1.1 503 Service Unavailable\r\n"));
  g_assert_nonnull (strstr (head, "\r\nRetry-After: 2\r\n"));
  door_clear (&door);

  door_init (&door, &limited);
  first = ask (&door, request);
  g_assert_true (g_str_has_prefix (first, "HTTP/1.1 200 OK\r\n"));
  g_assert_null (strstr (first, "Retry-After"));
  for (guint i = 0; i < 9 && refused == NULL; i++)
    {
      g_autofree char *next = ask (&door, request);

      if (g_str_has_prefix (next, "HTTP/1.1 429 Too Many Requests\r\n"))
        refused = g_steal_pointer (&next);
    }
  g_assert_nonnull (refused);
  g_assert_nonnull (strstr (refused, "\r\nRetry-After: 1\r\n"));
  door_clear (&door);
}

/* A service that is closed is not found any more, not even through a connection that knew it; the connection goes
 * on for the other services that it may know. */
static void
test_closed_service (void)
{
  const MwServiceSpec spec = { .items = 9 };
  Door door;
  g_autoptr (GSocketConnection) connection = NULL;
  g_autofree char *request = NULL;
  g_autofree char *other = NULL;
  g_autofree char *site = NULL;
  const guint expected[] = { 200, 404, 404, 404 };

  door_init (&door, &spec);
  other = mw_lab_open_service (door.lab, &spec, 1, mw_live_clock (), door.run, &site);
  request = fill_in (&door, "HEAD /TOKEN/v0/item/1.json HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\n");
  connection = knock (&door);
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_autofree char *line = g_strdup_printf ("HTTP/1.1 %u ", expected[i]);
      g_autofree char *head = NULL;

      say (connection, request);
      head = hear (connection);
      g_assert_true (g_str_has_prefix (head, line));
      mw_lab_close_service (door.lab, door.token);
    }
  g_assert_cmpuint (door.run->count.requests, ==, 1);
  door_clear (&door);
}

/* The first hangs with the only place and hangs up; so the second is answered. */
static void
test_hang_up (void)
{
  const gint64 hang[] = { 1 };
  const MwServiceSpec spec = { .items = 9, .capacity = 1, FAULTS ({ .kind = MW_SERVICE_HANG, .until = MW_DURATION_MAX, .items = hang, .n_items = 1 }) };
  Door door;
  GSocketConnection *first;
  g_autoptr (GSocketConnection) second = NULL;
  g_autofree char *hanging = NULL;
  g_autofree char *other = NULL;
  g_autofree char *head = NULL;

  door_init (&door, &spec);
  hanging = fill_in (&door, "GET /TOKEN/v0/item/1.json HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\n");
  other = fill_in (&door, "GET /TOKEN/v0/item/2.json HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\n");
  first = knock (&door);
  say (first, hanging);
  second = knock (&door);
  say (second, other);
  g_object_unref (first);
  head = hear (second);
  g_assert_true (g_str_has_prefix (head, "HTTP/1.1 200 OK\r\n"));
  door_clear (&door);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lab-guard/knocks", test_knocks);
  g_test_add_func ("/lab-guard/room-knocks", test_room_knocks);
  g_test_add_func ("/lab-guard/retry-after", test_retry_after);
  g_test_add_func ("/lab-guard/closed-service", test_closed_service);
  g_test_add_func ("/lab-guard/hang-up", test_hang_up);
  return g_test_run ();
}
