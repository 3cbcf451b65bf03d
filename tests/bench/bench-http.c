/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Many requests through a narrow semaphore, tracing on, against the lab's server.
 *
 *   bench-http TASKS PERMITS [COMMAND …]
 *
 * Without a COMMAND the engine is the client: TASKS tasks are born at once, and each takes a permit, sends a request
 * that is answered at once, and reads the answer.  With one, COMMAND does the same against the same server and is told
 * the address, TASKS and PERMITS; bench_aiohttp.py is such a one.  Server and client each have a thread to themselves
 * either way.  Prints "http_ns": the clock's time for one request, from the birth of the first task to the last answer.
 */

#include "mw-build.h"
#include "mw-lab-private.h"

#define PATH "/v0/item/1.json"

static const MwServiceSpec service = { .items = 9 };

/* gather (*(fetch () for _ in range (TASKS))), where fetch is: async with gate: await session.get (PATH). */
static MwProgram *
build_program (gint64 tasks, gint64 permits)
{
  MwProgram *p = mw_build_program (MW_EXECUTOR_LOOP);
  guint32 gate = mw_build_resource (p, "gate", MW_RESOURCE_SEMAPHORE, permits);
  guint32 server = mw_build_resource (p, "server", MW_RESOURCE_SERVICE, 0);
  guint32 session = mw_build_resource (p, "session", MW_RESOURCE_SESSION, 0);
  MwStep get = mw_build_step (p, MW_OP_GET, mw_build_text (p, PATH));
  MwStep gather = mw_build_gather (p, 1, (guint[]) { 1 }, 0);

  p->resources[server - 1].service = service;
  p->resources[session - 1].service_ref = server;
  p->resources[session - 1].max_conns = p->resources[session - 1].max_conns_per_host = (guint) permits;
  get.ref = session;
  gather.spawns[0].times = mw_build_number (tasks);
  mw_build_coroutine (p, 0, "main", 0, 0, BLOCK (p, gather));
  mw_build_coroutine (p, 1, "fetch", 0, 0,
                      BLOCK (p, mw_build_scope (p, MW_OP_WITH, gate, (MwOperand) { 0 }, BLOCK (p, get))));
  return p;
}

/* FALSE where not every request was answered well. */
static gboolean
run_engine (MwLab *lab, gint64 tasks, gint64 permits)
{
  g_autoptr (MwProgram) p = build_program (tasks, permits);
  g_autoptr (MwTrace) trace = mw_trace_new (mw_engine_describe (p, "live"));
  g_autoptr (GMainContext) context = g_main_context_new ();
  MwBackend *backend;
  MwEngine *engine;
  MwRunEnd why;
  gint64 end;

  g_main_context_push_thread_default (context);
  backend = mw_live_new (p, context, mw_live_clock ());
  mw_live_set_services (backend, mw_lab_client_new (lab, p, mw_live_clock (), NULL));
  engine = mw_engine_new (p, backend, trace);
  mw_live_run (backend, engine);
  end = mw_build_end (trace, &why);
  mw_engine_free (engine);
  backend->free (backend);
  g_main_context_pop_thread_default (context);
  g_print ("http_ns %.0f\n", (double) end / (double) tasks);
  return why == MW_RUN_COMPLETE;
}

/* WORDS is COMMAND …, followed by TASKS PERMITS. */
static gboolean
run_command (MwLab *lab, GStrv words, const char *tasks, const char *permits)
{
  MwLabRun *run = mw_lab_run_new ();
  g_autofree char *site = NULL;
  g_autofree char *token = mw_lab_open_service (lab, &service, 0, mw_live_clock (), run, &site);
  g_autofree char *url = g_strdup_printf ("%s/%s%s", site, token, PATH);
  g_autoptr (GStrvBuilder) line = g_strv_builder_new ();
  g_auto (GStrv) argv = NULL;
  g_autoptr (GError) error = NULL;
  int status = -1;

  g_strv_builder_addv (line, (const char **) words);
  g_strv_builder_add_many (line, url, tasks, permits, NULL);
  argv = g_strv_builder_end (line);
  if (!g_spawn_sync (NULL, argv, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_CHILD_INHERITS_STDIN, NULL, NULL, NULL, NULL,
                     &status, &error) ||
      !g_spawn_check_wait_status (status, &error))
    g_printerr ("%s: %s\n", words[0], error->message);
  mw_lab_close_service (lab, token);
  mw_lab_run_unref (run);
  return error == NULL;
}

int
main (int argc, char *argv[])
{
  gint64 tasks = argc > 2 ? g_ascii_strtoll (argv[1], NULL, 10) : 0;
  gint64 permits = argc > 2 ? g_ascii_strtoll (argv[2], NULL, 10) : 0;
  g_autoptr (GError) error = NULL;
  g_autoptr (MwLab) lab = NULL;

  if (tasks < 1 || permits < 1)
    {
      g_printerr ("usage: bench-http TASKS PERMITS [COMMAND]\n");
      return 2;
    }
  lab = mw_lab_new (&error);
  if (lab == NULL)
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }
  return (argc > 3 ? run_command (lab, argv + 3, argv[1], argv[2]) : run_engine (lab, tasks, permits)) ? 0 : 1;
}
