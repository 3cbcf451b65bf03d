/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The trace: what a run is, and everything that happened in it.
 *
 * Whoever reads a trace (a picture, statistics, a file) must be able to rely on it, also when it came from a file
 * of a stranger.  So the law is enforced where an event enters: the writer keeps one byte of state for each task
 * and refuses what the table of transitions does not allow, a time that goes back, and a reference to a task,
 * string or resource that does not exist.  An event is never mended: a clamped time would be a lie.  Refusal
 * costs about 10 ns an event; the alternative, a judge that runs afterwards, leaves every reader to be defensive.
 *
 * Events and strings lie in stores that never move (mw-store.c), and everything else is the writer's own.
 */

#include "mw-config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "mw-trace-private.h"
#include "mw-store.h"

struct _MwTrace
{
  gatomicrefcount ref_count;
  MwTraceHeader  *header;
  MwStore         events;      /* of MwEvent */
  MwStore         strings;     /* of const char *; string id = index + 1 */

  /* of the writer alone */
  GStringChunk   *text;
  GHashTable     *ids;         /* const char * → id */
  guint8         *states;      /* MwState per task; index = id */
  guint32         n_tasks;
  guint32         n_allocated;
  gint64          last_time;
  gboolean        ended;
  MwEvent         beyond;      /* where an event is made that the store has no room for, to be refused */

  gsize           n_text_bytes; /* relaxed */
};

/* What the object of an event must be, if it is not 0. */
typedef enum { FREE, TASK, STRING, RESOURCE } Reference;

static const struct
{
  guint8 n_reasons; /* the reason is below */
  guint8 object;    /* Reference */
  guint8 of_run;    /* may be said of the run itself (task 0) */
} laws[MW_N_EVENTS] = {
  [MW_EVENT_CREATED] = { MW_N_REASONS, TASK, FALSE },
  [MW_EVENT_READY] = { MW_N_REASONS, TASK, FALSE },
  [MW_EVENT_RUNNING] = { MW_N_REASONS, FREE, FALSE },
  [MW_EVENT_SUSPENDED] = { MW_N_REASONS, FREE, FALSE },
  [MW_EVENT_BLOCKING_BEGIN] = { MW_N_REASONS, FREE, FALSE },
  [MW_EVENT_BLOCKING_END] = { MW_N_REASONS, FREE, FALSE },
  [MW_EVENT_THREAD_QUEUED] = { MW_N_REASONS, RESOURCE, FALSE },
  [MW_EVENT_THREAD_BEGIN] = { MW_N_REASONS, FREE, FALSE },
  [MW_EVENT_THREAD_END] = { MW_N_REASONS, FREE, FALSE },
  [MW_EVENT_ATTEMPT] = { MW_N_REASONS, FREE, FALSE },
  [MW_EVENT_DEADLINE_ARMED] = { MW_N_REASONS, FREE, FALSE },
  [MW_EVENT_DEADLINE_FIRED] = { MW_N_REASONS, FREE, FALSE },
  [MW_EVENT_DEADLINE_DISARMED] = { MW_N_REASONS, FREE, FALSE },
  [MW_EVENT_CANCEL_REQUESTED] = { MW_N_REASONS, TASK, FALSE },
  [MW_EVENT_ENDED] = { MW_N_OUTCOMES, STRING, FALSE },
  [MW_EVENT_RESOURCE] = { MW_N_REASONS, RESOURCE, TRUE },
  [MW_EVENT_PHASE] = { MW_N_PHASES, FREE, FALSE },
  [MW_EVENT_ITERATION_BEGIN] = { MW_N_REASONS, FREE, TRUE },
  [MW_EVENT_ITERATION_END] = { MW_N_REASONS, FREE, TRUE },
  [MW_EVENT_LINE] = { MW_N_REASONS, STRING, FALSE },
  [MW_EVENT_RUN_ENDED] = { MW_N_RUN_ENDS, STRING, TRUE },
  [MW_EVENT_GROUP_JOINED] = { MW_N_REASONS, TASK, FALSE },
  [MW_EVENT_GROUP_LEFT] = { MW_N_REASONS, FREE, FALSE },
  [MW_EVENT_ANSWERED] = { MW_N_REASONS, FREE, FALSE },
  [MW_EVENT_MESSAGE] = { MW_N_MESSAGES, RESOURCE, FALSE },
};

/* What the object of a wait (suspended, blocking) is, by its reason. */
static const guint8 awaited[MW_N_REASONS] = {
  [MW_REASON_PERMIT] = RESOURCE,
  [MW_REASON_LOCK] = RESOURCE,
  [MW_REASON_QUEUE_PUT] = RESOURCE,
  [MW_REASON_QUEUE_GET] = RESOURCE,
  [MW_REASON_TOKENS] = RESOURCE,
  [MW_REASON_EVENT] = RESOURCE,
  [MW_REASON_TASK] = TASK,
  [MW_REASON_REQUEST] = RESOURCE,
  [MW_REASON_SOCKET] = RESOURCE,
  [MW_REASON_POOL] = RESOURCE,
  [MW_REASON_FILE] = RESOURCE,
  [MW_REASON_QUERY] = RESOURCE,
  [MW_REASON_JOIN] = RESOURCE,
  [MW_REASON_CACHE] = RESOURCE,
};

static void
replace_text (char **text)
{
  char *kept = mw_trace_dup_text (*text);

  g_free (*text);
  *text = kept;
}

static gboolean
refers (MwTrace *self, Reference reference, guint32 object)
{
  switch (reference)
    {
    case TASK:
      return object <= self->n_tasks;
    case STRING:
      return object <= self->strings.n_published;
    case RESOURCE:
      return object <= self->header->resources->len;
    case FREE:
    default:
      return TRUE;
    }
}

/* NULL when EVENT may be appended, otherwise why not. */
static const char *
check_fields (MwTrace *self, const MwEvent *event)
{
  Reference reference;

  if (event->kind >= MW_N_EVENTS)
    return N_("unknown kind of event");
  if (event->time < self->last_time)
    return N_("the time goes back");
  if (event->time > MW_TRACE_TIME_MAX)
    return N_("the time is beyond a year");
  if (self->ended)
    return N_("the run has ended");
  if (event->reason >= laws[event->kind].n_reasons)
    return N_("unknown reason");
  reference = laws[event->kind].object;
  if (event->kind == MW_EVENT_SUSPENDED || event->kind == MW_EVENT_BLOCKING_BEGIN)
    reference = awaited[event->reason];
  if (!refers (self, reference, event->object))
    return N_("the object does not exist");
  if (event->kind == MW_EVENT_RESOURCE && event->object == 0)
    return N_("a resource event without its resource");
  return NULL;
}

/* The same for a new task. */
static const char *
check_created (MwTrace *self, const MwEvent *event)
{
  if (event->task != self->n_tasks + 1)
    return N_("task numbers count 1, 2, 3 … in the order of creation");
  if (event->task > MW_TRACE_MAX_TASKS)
    return N_("too many tasks");
  if (event->value < 0 || event->value > (gint64) self->strings.n_published)
    return N_("the name does not exist");
  return NULL;
}

static void
add_task (MwTrace *self)
{
  self->n_tasks++;
  if (self->n_tasks >= self->n_allocated)
    {
      self->n_allocated = MAX (64, self->n_allocated * 2);
      self->states = g_realloc (self->states, self->n_allocated);
    }
  self->states[self->n_tasks] = MW_STATE_CREATED;
}

/**
 * mw_trace_new:
 * @header: (transfer full)
 *
 * A trace without events.  Its creator is its first writer.
 */
MwTrace *
mw_trace_new (MwTraceHeader *header)
{
  MwTrace *self = g_new0 (MwTrace, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->header = header;
  header->time_scale = MAX (header->time_scale, 1);
  replace_text (&header->scenario);
  replace_text (&header->variant);
  replace_text (&header->title);
  replace_text (&header->executor);
  replace_text (&header->clock);
  for (char **p = header->parameters; p && *p; p++)
    replace_text (p);
  for (guint i = 0; i < header->resources->len; i++)
    replace_text (&g_array_index (header->resources, MwTraceResource, i).name);
  self->events.element_size = sizeof (MwEvent);
  self->strings.element_size = sizeof (char *);
  self->text = g_string_chunk_new (1024);
  self->ids = g_hash_table_new (g_str_hash, g_str_equal);
  return self;
}

MwTrace *
mw_trace_ref (MwTrace *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
mw_trace_unref (MwTrace *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->ref_count))
    return;
  mw_trace_header_free (self->header);
  mw_store_clear (&self->events);
  mw_store_clear (&self->strings);
  g_string_chunk_free (self->text);
  g_hash_table_unref (self->ids);
  g_free (self->states);
  g_free (self);
}

const MwTraceHeader *
mw_trace_get_header (MwTrace *self)
{
  return self->header;
}

/**
 * mw_trace_get_resource:
 *
 * NULL where no resource has that ID.
 */
const MwTraceResource *
mw_trace_get_resource (MwTrace *self, guint32 id)
{
  if (id == 0 || id > self->header->resources->len)
    return NULL;
  return &g_array_index (self->header->resources, MwTraceResource, id - 1);
}

gboolean
mw_trace_push (MwTrace *self, const MwEvent *event)
{
  MwEvent *slot = mw_store_reserve (&self->events);

  if (slot == NULL)
    return FALSE;
  *slot = *event;
  mw_store_publish (&self->events);
  return TRUE;
}

/* NULL when EVENT may be appended, otherwise why not; STATE is that of its task afterwards. */
static const char *
check (MwTrace *self, const MwEvent *event, MwState *state)
{
  const char *fault = check_fields (self, event);

  *state = MW_STATE_NONE;
  if (fault != NULL)
    return fault;
  if (event->kind == MW_EVENT_CREATED)
    return check_created (self, event);
  if (event->task > self->n_tasks)
    return N_("the task does not exist");
  if (event->task == 0)
    return laws[event->kind].of_run ? NULL : N_("the event says of no task that it is about");
  *state = mw_state_after (self->states[event->task], event);
  return *state == MW_STATE_NONE ? N_("not possible in the state in which the task is") : NULL;
}

/* Appends SLOT, what mw_trace_reserve gave, or returns why not. */
static const char *
commit (MwTrace *self, const MwEvent *slot)
{
  MwState state;
  const char *fault = check (self, slot, &state);

  if (fault == NULL && slot == &self->beyond)
    fault = N_("the trace is full");
  if (fault != NULL)
    return fault;
  self->last_time = slot->time;
  if (slot->kind == MW_EVENT_CREATED)
    add_task (self);
  else if (slot->task)
    self->states[slot->task] = state;
  self->ended = slot->kind == MW_EVENT_RUN_ENDED;
  mw_store_publish (&self->events);
  return NULL;
}

/**
 * mw_trace_reserve:
 *
 * Returns: where the writer makes its next event, for mw_trace_commit.  It is written there and nowhere else first:
 * a copy would wait until the processor has stored what the pieces are.
 */
MwEvent *
mw_trace_reserve (MwTrace *self)
{
  MwEvent *slot = mw_store_reserve (&self->events);

  return slot != NULL ? slot : &self->beyond;
}

/**
 * mw_trace_commit:
 * @slot: what mw_trace_reserve returned, filled in
 *
 * Adds what has happened.  An event that is not lawful is a fault of the caller: it is refused with a critical
 * message, and the trace stays as it was.
 */
void
mw_trace_commit (MwTrace *self, const MwEvent *slot)
{
  const char *why = commit (self, slot);

  if (why != NULL)
    g_critical ("refused event %" G_GSIZE_FORMAT ", %s of task %u at %" G_GINT64_FORMAT " ns "
                "(reason %u, object %u, value %" G_GINT64_FORMAT ", lane %u; the task was %s): %s",
                self->events.n_published, mw_event_kind_name (slot->kind), slot->task, slot->time, slot->reason,
                slot->object, slot->value, slot->lane,
                slot->task && slot->task <= self->n_tasks ? mw_state_name (self->states[slot->task]) : "not there", why);
}

/**
 * mw_trace_append:
 *
 * As mw_trace_commit, for an event that lies elsewhere; it is copied.
 */
void
mw_trace_append (MwTrace *self, const MwEvent *event)
{
  MwEvent *slot = mw_trace_reserve (self);

  *slot = *event;
  mw_trace_commit (self, slot);
}

/**
 * mw_trace_try_append:
 * @why: (out) (optional): a static string that says why EVENT was refused, for gettext
 *
 * As mw_trace_append, for events that a stranger wrote.  FALSE leaves the trace as it was.
 */
gboolean
mw_trace_try_append (MwTrace *self, const MwEvent *event, const char **why)
{
  MwEvent *slot = mw_trace_reserve (self);
  const char *fault;

  *slot = *event;
  fault = commit (self, slot);
  if (fault != NULL && why != NULL)
    *why = fault;
  return fault == NULL;
}

/**
 * mw_trace_intern:
 *
 * The id of TEXT in this trace, from 1; the same text has the same id.  NULL is 0, no text.  Text that is not
 * valid UTF-8 is made so, and what is beyond MW_TRACE_TEXT_MAX bytes is cut off.
 */
guint32
mw_trace_intern (MwTrace *self, const char *text)
{
  g_autofree char *kept = NULL;
  gpointer id;
  const char **slot;

  if (text == NULL)
    return 0;
  if (g_hash_table_lookup_extended (self->ids, text, NULL, &id))
    return GPOINTER_TO_UINT (id);
  kept = mw_trace_dup_text (text);
  if (g_hash_table_lookup_extended (self->ids, kept, NULL, &id))
    return GPOINTER_TO_UINT (id);
  slot = mw_store_reserve (&self->strings);
  if (slot == NULL)
    return 0;
  *slot = g_string_chunk_insert (self->text, kept);
  mw_store_publish (&self->strings);
  g_hash_table_insert (self->ids, (gpointer) *slot, GSIZE_TO_POINTER (self->strings.n_published));
  __atomic_fetch_add (&self->n_text_bytes, strlen (kept) + 1, __ATOMIC_RELAXED);
  return (guint32) self->strings.n_published;
}

gsize
mw_trace_get_n_events (MwTrace *self)
{
  return mw_store_get_n (&self->events);
}

/**
 * mw_trace_get_event:
 *
 * NULL where INDEX is not below the number of events.
 */
const MwEvent *
mw_trace_get_event (MwTrace *self, gsize index)
{
  return index < mw_store_get_n (&self->events) ? mw_store_get (&self->events, index) : NULL;
}

/**
 * mw_trace_get_string:
 *
 * NULL for 0 and for an ID that was never given.
 */
const char *
mw_trace_get_string (MwTrace *self, guint32 id)
{
  if (id == 0 || id > mw_store_get_n (&self->strings))
    return NULL;
  return *(const char **) mw_store_get (&self->strings, id - 1);
}

/**
 * mw_trace_get_memory:
 *
 * Bytes that the events and texts occupy; what the writer keeps for itself (a byte a task, the table of texts)
 * is not counted.
 */
gsize
mw_trace_get_memory (MwTrace *self)
{
  return sizeof *self + __atomic_load_n (&self->events.n_bytes, __ATOMIC_RELAXED) +
         __atomic_load_n (&self->strings.n_bytes, __ATOMIC_RELAXED) +
         __atomic_load_n (&self->n_text_bytes, __ATOMIC_RELAXED);
}
