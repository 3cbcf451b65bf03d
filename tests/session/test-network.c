/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Real URLs without a network: every connection is led to a server of this test on loopback.  The policy is a table. */

#include <string.h>

#include <libsoup/soup.h>

#include "mw-certificate.h"
#include "mw-error.h"
#include "mw-race.h"
#include "mw-verify.h"

static const char text[] =
  "{ 'format': 'meanwhile-scenario/1', 'id': 'real', 'group': 'flow', 'title': 'Real', 'summary': 'Real.', 'text': 'Real.',"
  "  'resources': {"
  "    'news': { 'type': 'service', 'latency': '1ms', 'items': 500, 'real': ['%s'] },"
  "    'web': { 'type': 'session', 'service': 'news', 'max-conns': 100 } },"
  "  'coroutines': {"
  "    'one': { 'arguments': { 'i': 'number' }, 'steps': ["
  "      { 'get': '/v0/item/$i.json', 'session': 'web', 'as': 'status', 'accept': 'any' }, { 'print': '$status' } ] },"
  "    'single': { 'steps': [ { 'call': 'one', 'arguments': { 'i': %d } } ] },"
  "    'many': { 'steps': [ { 'gather': [ { 'call': 'one', 'times': 101, 'for': 'k', 'from': 1,"
  "      'arguments': { 'i': '$k' } } ], 'collect-errors': true } ] } },"
  "  'variants': ["
  "    { 'id': 'loop', 'title': 'a', 'entry': 'single' },"
  "    { 'id': 'blocking', 'title': 'b', 'entry': 'single', 'executor': 'blocking' },"
  "    { 'id': 'many', 'title': 'c', 'entry': 'many' } ] }";

/* Stories of the server that are not simply there. */
enum { MOVED_NEAR = 301, MOVED_FAR, MISSING };

typedef struct
{
  SoupServer *server;
  guint       port;
  guint       n_asked;
} World;

static void
answer_cb (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query, gpointer data)
{
  World *world = data;
  guint id = (guint) g_ascii_strtoull (path + strlen ("/v0/item/"), NULL, 10);

  world->n_asked++;
  if (id == MOVED_NEAR)
    soup_server_message_set_redirect (message, SOUP_STATUS_FOUND, "/v0/item/1.json");
  else if (id == MOVED_FAR)
    soup_server_message_set_redirect (message, SOUP_STATUS_FOUND, "http://elsewhere.example/v0/item/1.json");
  else
    soup_server_message_set_status (message, id == MISSING ? SOUP_STATUS_NOT_FOUND : SOUP_STATUS_OK, NULL);
}

static void
world_open (World *self, gboolean tls)
{
  g_autoptr (GTlsCertificate) certificate = tls ? mw_certificate_new (NULL) : NULL;
  g_autoptr (GError) error = NULL;
  GSList *uris;

  *self = (World) { .server = soup_server_new ("tls-certificate", certificate, NULL) };
  soup_server_add_handler (self->server, "/", answer_cb, self, NULL);
  soup_server_listen_local (self->server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY | (tls ? SOUP_SERVER_LISTEN_HTTPS : 0), &error);
  g_assert_no_error (error);
  uris = soup_server_get_uris (self->server);
  self->port = (guint) g_uri_get_port (uris->data);
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
}

static MwScenario *
load (const char *real, int item)
{
  g_autofree char *json = g_strdup_printf (text, real, item);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  MwScenario *scenario;

  g_strdelimit (json, "'", '"');
  bytes = g_bytes_new (json, strlen (json));
  scenario = mw_scenario_parse (bytes, "real.json", &error);
  g_assert_no_error (error);
  return scenario;
}

/* libsoup 3.2's own listener, which stands for the others' servers here, leaks the socket of each connection that it
 * accepts and the address that it asked for.  (The lab accepts itself and is not concerned.) */
const char *__lsan_default_suppressions (void);

const char *
__lsan_default_suppressions (void)
{
  return "leak:g_socket_accept\nleak:g_socket_get_remote_address\nleak:g_socket_get_local_address\n";
}

/* WAY NULL: nobody consents. */
static MwRace *
run (MwScenario *scenario, guint variant, GSocketConnectable *way)
{
  g_auto (GStrv) hosts = mw_scenario_dup_hosts (scenario);
  g_auto (MwSettings) settings = { 0 };
  g_autoptr (GError) error = NULL;
  MwRace *race;

  mw_settings_init (&settings, scenario, MW_CLOCK_LIVE, "en");
  if (way != NULL)
    settings.consent = mw_consent_new ((const char *const *) hosts, way);
  race = mw_race_new (scenario, &variant, 1, &settings, &error);
  g_assert_no_error (error);
  mw_race_start (race);
  while (!mw_race_is_ended (race))
    if (!g_main_context_iteration (NULL, FALSE))
      g_thread_yield ();
  return race;
}

/* What the run comes to: its printed line, or why it failed. */
static char *
dup_end (MwRace *race)
{
  MwTrace *trace = mw_run_get_trace (mw_race_get_run (race, 0));
  g_autoptr (MwHistory) history = mw_history_new (trace);
  g_autoptr (GPtrArray) findings = mw_verify_trace (trace, 1);
  const GArray *lines;

  if (findings->len > 0)
    g_error ("%s", ((MwFinding *) g_ptr_array_index (findings, 0))->text);
  mw_history_update (history, G_MAXSIZE);
  lines = mw_history_get_lines (history);
  if (lines->len > 0)
    return g_strdup (g_array_index (lines, MwLine, 0).text);
  for (gsize i = 0; i < mw_trace_get_n_events (trace); i++)
    {
      const MwEvent *event = mw_trace_get_event (trace, i);

      if (event->kind == MW_EVENT_ENDED && event->reason == MW_OUTCOME_FAILED)
        return g_strdup (mw_trace_get_string (trace, event->object));
    }
  return NULL;
}

static const struct
{
  const char *name, *real;
  int         item;
  gboolean    tls;
  const char *end;
  guint       n_asked;
} cases[] = {
  { "answered", "http://news.example", 1, FALSE, "200", 1 },
  { "missing", "http://news.example", MISSING, FALSE, "404", 1 },
  { "moved", "http://news.example", MOVED_NEAR, FALSE, "200", 2 },
  { "moved-away", "http://news.example", MOVED_FAR, FALSE, "Not asked: nobody has consented to elsewhere.example", 1 },
  { "certificate", "https://news.example", 1, TRUE, "The certificate of this host is not valid", 0 },
};

static void
test_case (gconstpointer data)
{
  guint row = GPOINTER_TO_UINT (data);
  g_autoptr (MwScenario) scenario = load (cases[row].real, cases[row].item);

  for (guint variant = 0; variant < 2; variant++)
    {
      World world;
      g_autoptr (GSocketConnectable) way = NULL;
      g_autoptr (MwRace) race = NULL;
      g_autofree char *end = NULL;

      world_open (&world, cases[row].tls);
      way = g_network_address_new ("127.0.0.1", (guint16) world.port);
      race = run (scenario, variant, way);
      end = dup_end (race);
      g_assert_cmpstr (end, ==, cases[row].end);
      g_assert_cmpuint (world.n_asked, ==, cases[row].n_asked);
      g_object_unref (world.server);
    }
}

static void
test_unresolved (void)
{
  g_autoptr (MwScenario) scenario = load ("http://news.example", 1);
  g_autofree char *label = g_strnfill (64, 'x'); /* longer than a name may be: nobody is asked about it */
  g_autofree char *name = g_strconcat (label, ".invalid", NULL);
  g_autoptr (GSocketConnectable) way = g_network_address_new (name, 80);
  g_autoptr (MwRace) race = run (scenario, 0, way);
  g_autofree char *end = dup_end (race);

  g_assert_cmpstr (end, ==, "The host name does not resolve");
}

/* The lab counts what it is asked; with a consent it is asked nothing, without one everything. */
static void
test_without_consent (void)
{
  g_autoptr (MwScenario) scenario = load ("http://news.example", 1);
  g_autoptr (MwRace) race = run (scenario, 0, NULL);
  MwLabCount counted;

  g_assert_true (mw_run_get_lab_count (mw_race_get_run (race, 0), &counted));
  g_assert_cmpuint (counted.requests, ==, 1);
}

static void
test_limits (void)
{
  g_autoptr (MwScenario) scenario = load ("http://news.example", 1);
  g_autoptr (GSocketConnectable) way = NULL;
  g_autoptr (MwRace) race = NULL;
  g_autofree char *end = NULL;
  MwLabCount counted;
  World world;

  world_open (&world, FALSE);
  way = g_network_address_new ("127.0.0.1", (guint16) world.port);
  race = run (scenario, 2, way);
  end = dup_end (race);
  g_assert_cmpstr (end, ==, "200");
  g_assert_cmpuint (world.n_asked, ==, MW_NETWORK_MAX_REQUESTS);
  g_assert_true (mw_run_get_lab_count (mw_race_get_run (race, 0), &counted));
  g_assert_cmpuint (counted.requests, ==, 0);
  g_object_unref (world.server);
}

static const struct { const char *url, *message; } urls[] = {
  { "https://news.example/v0", NULL },
  { "HTTP://NEWS.example:8080/v0?a=b", NULL },
  { "https://other.example/", "Not asked: nobody has consented to other.example" },
  { "https://news.example.evil.example/", "Not asked: nobody has consented to news.example.evil.example" },
  { "https://me:secret@news.example/", "Not asked: only URLs of http and https, without a password" },
  { "https://me@news.example/", "Not asked: only URLs of http and https, without a password" },
  { "ftp://news.example/", "Not asked: only URLs of http and https, without a password" },
  { "file:///etc/passwd", "Not asked: only URLs of http and https, without a password" },
  { "news.example", "Not asked: only URLs of http and https, without a password" },
  { NULL, "Not asked: only URLs of http and https, without a password" },
};

static void
test_policy (void)
{
  const char *const hosts[] = { "News.example", NULL };
  g_autoptr (MwConsent) consent = mw_consent_new (hosts, NULL);
  g_autoptr (MwNetwork) network = mw_network_new (consent);
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (urls); i++)
    {
      g_autoptr (GError) error = NULL;
      gboolean admitted = mw_network_admit (network, urls[i].url, &error);

      g_assert_cmpstr (error != NULL ? error->message : NULL, ==, urls[i].message);
      n += admitted;
      if (admitted)
        mw_network_release (network);
      g_assert_cmpuint (mw_network_get_n_requests (network), ==, n);
    }
}

static void
test_in_flight (void)
{
  const char *const hosts[] = { "news.example", NULL };
  g_autoptr (MwConsent) consent = mw_consent_new (hosts, NULL);
  g_autoptr (MwNetwork) network = mw_network_new (consent);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < MW_NETWORK_MAX_IN_FLIGHT; i++)
    g_assert_true (mw_network_admit (network, urls[0].url, NULL));
  g_assert_false (mw_network_admit (network, urls[0].url, &error));
  g_assert_error (error, MW_ERROR, MW_ERROR_RUN);
  mw_network_release (network);
  g_assert_true (mw_network_admit (network, urls[0].url, NULL));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/network/policy", test_policy);
  g_test_add_func ("/network/in-flight", test_in_flight);
  g_test_add_func ("/network/without-consent", test_without_consent);
  g_test_add_func ("/network/unresolved", test_unresolved);
  g_test_add_func ("/network/limits", test_limits);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/network/", cases[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_case);
    }
  return g_test_run ();
}
