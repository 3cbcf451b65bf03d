/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The steps and the resources of the format, one row per key.
 *
 * Rows are read from top to bottom: what a row defines (a loop's variable) is known to the rows below it. */

#include "mw-format.h"
#include "mw-time.h"

#define R MW_FIELD_REQUIRED
#define D MW_FIELD_DEFAULT
#define KIND(kind) (1u << MW_RESOURCE_##kind)

#define DURATION(key_, flags_, place_, ...) \
  { .key = key_, .type = MW_FIELD_DURATION, .flags = flags_, .place = place_, .max = MW_DURATION_MAX, __VA_ARGS__ }
#define STEPS(key_, flags_, place_, ...) \
  { .key = key_, .type = MW_FIELD_STEPS, .flags = flags_, .place = place_, .min = 1, .max = MW_MAX_STEPS, __VA_ARGS__ }
#define COLLECT \
  { "collect-errors", MW_FIELD_SWITCH, MW_FIELD_FIXED, .place = -1, .bit = MW_GATHER_COLLECT, \
    .help = "true: an error becomes a result; false: the first one is raised at once" }
#define AS(type_, help_) { .key = "as", .type = MW_FIELD_NAME, .defines = type_, .help = help_ }

static const char *const jitters[] = { "none", "equal", "full", NULL };
static const char *const works[] = { "block", "compute", NULL };
static const char *const broadcasts[] = { "together", "one-by-one", "queued", NULL };
static const char *const accepted[] = { "ok", "any", NULL };
static const char *const drivers[] = { "thread", "blocking", NULL };

static const MwField sleep_fields[] = {
  DURATION ("sleep", R, 0, .help = "how long this task is suspended; 0 lets the others go first"),
};

static const MwField yield_fields[] = {
  { "yield", MW_FIELD_SWITCH, R | MW_FIELD_FIXED, .place = -1, .help = "true: the others that are ready go first" },
};

static const MwField block_fields[] = {
  DURATION ("block", R, 0, .help = "how long a blocking call holds the thread, and with it the loop"),
};

static const MwField compute_fields[] = {
  DURATION ("compute", R, 0, .help = "how much CPU time is used on the thread"),
};

static const MwField print_fields[] = {
  { "print", MW_FIELD_TEXT, R, .help = "the line for the console" },
};

static const MwField call_fields[] = {
  { "call", MW_FIELD_COROUTINE, R, .help = "the coroutine that runs within this task until it returns" },
  { "arguments", MW_FIELD_ARGUMENTS, .help = "a value for each of its arguments" },
  AS (MW_TYPE_ANY, "variable for what it returns"),
};

static const MwField start_fields[] = {
  { "start", MW_FIELD_COROUTINE, R, .help = "the coroutine that becomes a task of its own" },
  { "in", MW_FIELD_GROUP, .place = 0, .help = "the group that it belongs to; none if not given" },
  { "arguments", MW_FIELD_ARGUMENTS, .help = "a value for each of its arguments" },
  AS (MW_TYPE_TASK, "variable for the task"),
};

static const MwField await_fields[] = {
  { "await", MW_FIELD_TASK, R, .help = "variable of the task whose end is waited for" },
  AS (MW_TYPE_ANY, "variable for what it returned"),
};

static const MwField cancel_fields[] = {
  { "cancel", MW_FIELD_TASK, R, .help = "variable of the task that is asked to stop" },
};

static const MwField gather_fields[] = {
  { "gather", MW_FIELD_CALLS, R, .min = 1, .max = 1000, .help = "the calls that become tasks at the same time" },
  COLLECT,
  AS (MW_TYPE_LIST, "variable for the results, in the order of the calls"),
};

static const MwField completed_fields[] = {
  { "as-completed", MW_FIELD_CALLS, R, .min = 1, .max = 1000, .help = "the calls that become tasks at the same time" },
  COLLECT,
  AS (MW_TYPE_ANY, "variable for one result"),
  STEPS ("steps", R, 0, .help = "what is done with each result, in the order in which they come"),
};

static const MwField batches_fields[] = {
  { "batches", MW_FIELD_CALLS, R, .min = 1, .max = 1000, .help = "the calls that become tasks, some at a time" },
  { "size", MW_FIELD_NUMBER, R | MW_FIELD_FIXED, .place = 0, .min = 1, .max = MW_MAX_TIMES, .help = "how many at a time: the next ones wait for all of them" },
  COLLECT,
  AS (MW_TYPE_LIST, "variable for the results, in the order of the calls"),
};

static const MwField arrivals_fields[] = {
  { "arrivals", MW_FIELD_NUMBER, R | MW_FIELD_FIXED, .place = MW_CALL_TIMES, .min = 0, .max = MW_MAX_TIMES, .help = "how many tasks are started" },
  { "from", MW_FIELD_NUMBER, MW_FIELD_FIXED, .place = -1, .min = 0, .max = MW_MAX_TIMES, .help = "the first value of the counting variable; 0 if not given" },
  { "for", MW_FIELD_NAME, MW_FIELD_COUNTS, .place = -1, .defines = MW_TYPE_NUMBER, .help = "variable that counts the tasks" },
  DURATION ("every", R, 1, .help = "the pause between two of them"),
  { "call", MW_FIELD_COROUTINE, R, .help = "the coroutine" },
  { "arguments", MW_FIELD_ARGUMENTS, .help = "a value for each of its arguments" },
  COLLECT,
  AS (MW_TYPE_LIST, "variable for the results, in the order of the arrivals"),
};

static const MwField group_fields[] = {
  { "group", MW_FIELD_NAME, R, .defines = MW_TYPE_GROUP, .help = "the name by which a \"start\" puts a task into it" },
  STEPS ("steps", R, 0, .help = "what is done meanwhile; who leaves waits for all tasks of the group"),
};

static const MwField shield_fields[] = {
  { "shield", MW_FIELD_COROUTINE, R, .help = "the coroutine that becomes a task and is not cancelled with this one" },
  { "arguments", MW_FIELD_ARGUMENTS, .help = "a value for each of its arguments" },
  AS (MW_TYPE_ANY, "variable for what it returns"),
};

static const MwField forget_fields[] = {
  { "forget", MW_FIELD_COROUTINE, R, .help = "the coroutine that is called and never awaited" },
  { "arguments", MW_FIELD_ARGUMENTS, .help = "a value for each of its arguments" },
  AS (MW_TYPE_TEXT, "variable that keeps it until its coroutine ends"),
};

static const MwField gathered_fields[] = {
  { "call", MW_FIELD_COROUTINE, R, .help = "the coroutine" },
  { "times", MW_FIELD_NUMBER, MW_FIELD_FIXED, .place = MW_CALL_TIMES, .min = 0, .max = MW_MAX_TIMES, .help = "how many tasks; 1 if not given" },
  { "from", MW_FIELD_NUMBER, MW_FIELD_FIXED, .place = MW_CALL_FROM, .min = 0, .max = MW_MAX_TIMES, .help = "the first value of the counting variable; 0 if not given" },
  { "for", MW_FIELD_NAME, MW_FIELD_COUNTS, .place = -1, .defines = MW_TYPE_NUMBER, .help = "variable that counts the tasks in the arguments" },
  { "arguments", MW_FIELD_ARGUMENTS, .help = "a value for each of its arguments" },
};

static const MwField with_fields[] = {
  { "with", MW_FIELD_RESOURCE, R, .kinds = KIND (SEMAPHORE) | KIND (LOCK) | KIND (LIMITER) | KIND (SCOPE) | KIND (SESSION) | KIND (DATABASE),
    .help = "the semaphore of which a permit is held, the lock that is held, the limiter of which a token is taken, the scope, session or database that is open" },
  STEPS ("steps", R, 0, .help = "what is done meanwhile"),
};

static const MwField timeout_fields[] = {
  DURATION ("timeout", R, 0, .help = "how long the steps may take"),
  STEPS ("steps", R, 0, .help = "what is cancelled at the deadline"),
};

static const MwField retry_fields[] = {
  { "retry", MW_FIELD_NUMBER, R | MW_FIELD_FIXED, .place = 0, .min = 1, .max = 1000, .help = "how many attempts at most" },
  DURATION ("base", D | MW_FIELD_DRAWS, 1, .fallback = MW_NS_PER_SEC, .help = "the pause after the first attempt"),
  { "factor", MW_FIELD_FACTOR, D | MW_FIELD_FIXED, .place = 2, .min = 1, .max = 100, .fallback = 2000, .help = "by which each pause is longer than the one before" },
  DURATION ("cap", D, 3, .fallback = 0, .help = "the longest pause; 0: any"),
  { "jitter", MW_FIELD_WORD, D | MW_FIELD_FIXED, .place = 4, .words = jitters, .help = "how pauses are scattered: not at all, half of each, all of each" },
  { "on", MW_FIELD_CODES, .help = "the errors after which another attempt is made; all if not given" },
  STEPS ("steps", R, 0, .help = "one attempt"),
};

static const MwField raise_fields[] = {
  { "raise", MW_FIELD_TEXT, R, .help = "the message of the error" },
};

static const MwField try_fields[] = {
  STEPS ("try", R, 0, .help = "what may fail"),
  { "errors", MW_FIELD_CODES, .help = "the errors that are caught; all but cancelled if not given" },
  { "except", MW_FIELD_STEPS, .place = 1, .max = MW_MAX_STEPS, .bit = MW_TRY_EXCEPT, .help = "what is done after such an error; may be empty" },
  STEPS ("finally", 0, 2, .help = "what is done in any case"),
};

static const MwField get_fields[] = {
  { "get", MW_FIELD_TEXT, R, .help = "the path, beginning with a slash" },
  { "session", MW_FIELD_RESOURCE, R, .place = -1, .kinds = KIND (SESSION), .help = "the session that sends the request" },
  { "accept", MW_FIELD_WORD, D | MW_FIELD_FIXED, .place = 1, .words = accepted, .help = "ok: a status of 400 and above is raised as an error; any: none is" },
  AS (MW_TYPE_NUMBER, "variable for the status"),
};

static const MwField post_fields[] = {
  { "post", MW_FIELD_TEXT, R, .help = "the path, beginning with a slash" },
  { "session", MW_FIELD_RESOURCE, R, .place = -1, .kinds = KIND (SESSION), .help = "the session that sends the request" },
  { "body", MW_FIELD_TEXT, R, .place = 2, .help = "what is sent" },
  { "accept", MW_FIELD_WORD, D | MW_FIELD_FIXED, .place = 1, .words = accepted, .help = "as with get" },
  AS (MW_TYPE_NUMBER, "variable for the status"),
};

static const MwField offload_fields[] = {
  { "offload", MW_FIELD_WORD, R | MW_FIELD_FIXED, .place = 1, .words = works, .help = "what a worker thread does: a blocking call or computing" },
  DURATION ("for", R, 0, .help = "how long it does so"),
  { "pool", MW_FIELD_RESOURCE, .place = -1, .kinds = KIND (POOL) | KIND (PROCESSES), .help = "whose worker; the default pool of threads if not given" },
};

static const MwField repeat_fields[] = {
  { "repeat", MW_FIELD_NUMBER, R | MW_FIELD_FIXED, .place = 0, .min = 0, .max = MW_MAX_TIMES, .help = "how often" },
  { "from", MW_FIELD_NUMBER, MW_FIELD_FIXED, .place = -1, .min = 0, .max = MW_MAX_TIMES, .help = "the first value of the counting variable; 0 if not given" },
  { "for", MW_FIELD_NAME, MW_FIELD_COUNTS, .defines = MW_TYPE_NUMBER, .help = "variable that counts" },
  STEPS ("steps", R, 0, .help = "what is done each time"),
};

static const MwField for_each_fields[] = {
  { "for-each", MW_FIELD_LIST, R, .place = 0, .min = 0, .max = 1000, .help = "variable with a list, or its elements, which are of one type" },
  { "as", MW_FIELD_NAME, R, .help = "variable for one element" },
  STEPS ("steps", R, 0, .help = "what is done with each"),
};

static const MwField emit_fields[] = {
  { "emit", MW_FIELD_VALUE, R, .help = "what the \"stream\" over this coroutine gets; the coroutine goes on when it asks for more" },
};

static const MwField stream_fields[] = {
  { "stream", MW_FIELD_COROUTINE, R, .help = "the coroutine that emits" },
  { "arguments", MW_FIELD_ARGUMENTS, .help = "a value for each of its arguments" },
  AS (MW_TYPE_ANY, "variable for what it emits"),
  STEPS ("steps", R, 0, .help = "what is done with each; the coroutine rests meanwhile"),
};

static const MwField return_fields[] = {
  { "return", MW_FIELD_VALUE, R, .help = "the result of the coroutine" },
};

static const MwField set_fields[] = {
  { "to", MW_FIELD_VALUE, R, .help = "its value" },
  { "set", MW_FIELD_NAME, R, .help = "the variable" },
};

static const MwField write_file_fields[] = {
  { "write-file", MW_FIELD_TEXT, R, .help = "the name of the file, without a folder" },
  { "bytes", MW_FIELD_NUMBER, R, .place = 1, .min = 0, .max = MW_MAX_FILE, .help = "how many bytes are written" },
  { "disk", MW_FIELD_RESOURCE, R, .place = -1, .kinds = KIND (DISK), .help = "the disk on which it lies" },
};

static const MwField read_file_fields[] = {
  { "read-file", MW_FIELD_TEXT, R, .help = "the name of the file, without a folder" },
  { "disk", MW_FIELD_RESOURCE, R, .place = -1, .kinds = KIND (DISK), .help = "the disk on which it lies" },
  AS (MW_TYPE_NUMBER, "variable for the number of bytes"),
};

#define DATABASE_KEYS \
  { "values", MW_FIELD_VALUES, .place = 1, .min = 0, .max = 20, .help = "numbers and texts for the question marks" }, \
  { "database", MW_FIELD_RESOURCE, R, .place = -1, .kinds = KIND (DATABASE), .help = "the database" }

static const MwField execute_fields[] = {
  { "execute", MW_FIELD_TEXT, R | MW_FIELD_FIXED, .help = "one statement of SQL, a question mark for each value" },
  DATABASE_KEYS,
  AS (MW_TYPE_NUMBER, "variable for the number of rows that were changed"),
};

static const MwField query_fields[] = {
  { "query", MW_FIELD_TEXT, R | MW_FIELD_FIXED, .help = "one SELECT of SQL, a question mark for each value" },
  DATABASE_KEYS,
  { "columns", MW_FIELD_COLUMNS, R, .place = 2, .min = 1, .max = 10, .help = "variable and type, number or text, of each column that it finds" },
  STEPS ("steps", 0, 0, .bit = MW_QUERY_EACH, .help = "what is done for each row; if not given the first row is taken"),
};

static const MwField commit_fields[] = {
  { "commit", MW_FIELD_RESOURCE, R, .place = -1, .kinds = KIND (DATABASE), .help = "the database whose changes are to stay" },
};

#define CLIENT(place_, help_) \
  { "client", MW_FIELD_NUMBER, R, .place = place_, .min = 1, .max = 100000, .help = help_ }

static const MwField connect_fields[] = {
  { "connect", MW_FIELD_RESOURCE, R, .place = -1, .kinds = KIND (ROOM), .help = "the room in which the client is" },
  CLIENT (0, "its number; nobody else may have it meanwhile"),
  STEPS ("steps", R, 0, .help = "what is done while it is connected"),
};

static const MwField receive_fields[] = {
  { "receive", MW_FIELD_RESOURCE, R, .place = -1, .kinds = KIND (ROOM), .help = "the room" },
  CLIENT (0, "whose next message is waited for; it begins to write when somebody listens"),
  AS (MW_TYPE_NUMBER, "variable for the number of the message: 1, 2 …"),
};

static const MwField send_fields[] = {
  { "send", MW_FIELD_TEXT, R, .help = "the message" },
  { "room", MW_FIELD_RESOURCE, R, .place = -1, .kinds = KIND (ROOM), .help = "the room" },
  CLIENT (1, "to whom; the step is over when it has the message"),
};

static const MwField broadcast_fields[] = {
  { "broadcast", MW_FIELD_TEXT, R, .help = "the message" },
  { "room", MW_FIELD_RESOURCE, R, .place = -1, .kinds = KIND (ROOM), .help = "to everybody who is connected there" },
  { "how", MW_FIELD_WORD, D | MW_FIELD_FIXED, .place = 1, .words = broadcasts, .help = "together: to all at once, until the last has it; one-by-one: the next when the one before has it; queued: put into the queue of each, nobody waits" },
  DURATION ("drop-after", D, 2, .fallback = 0, .help = "who has not taken the message by then is cut off; 0: nobody; not with queued"),
};

static const MwField open_fields[] = {
  { "open", MW_FIELD_RESOURCE, R, .place = -1, .kinds = KIND (SCOPE), .help = "the scope that is opened" },
};

static const MwField close_fields[] = {
  { "close", MW_FIELD_RESOURCE, R, .place = -1, .kinds = KIND (SCOPE), .help = "the scope that is closed" },
};

#define QUEUE(key_, help_) { key_, MW_FIELD_RESOURCE, R, .place = -1, .kinds = KIND (QUEUE), .help = help_ }

static const MwField put_fields[] = {
  QUEUE ("put", "the queue, at the end of which something is put"),
  { "item", MW_FIELD_VALUE, .help = "what is put" },
  { "sentinel", MW_FIELD_SWITCH, MW_FIELD_FIXED, .place = -1, .help = "true, instead of an item: None, which ends a consumer" },
};

static const MwField take_fields[] = {
  QUEUE ("take", "the queue, from the head of which an item is taken"),
  AS (MW_TYPE_ANY, "variable for the item"),
};

static const MwField consume_fields[] = {
  QUEUE ("consume", "the queue from which items are taken, one after the other"),
  AS (MW_TYPE_ANY, "variable for the item"),
  { "done", MW_FIELD_SWITCH, MW_FIELD_FIXED, .place = -1, .bit = MW_CONSUME_DONE, .help = "true: each item is reported as done with after its steps, and the sentinel" },
  STEPS ("steps", R, 0, .help = "what is done with each item, until a sentinel comes"),
};

static const MwField task_done_fields[] = {
  QUEUE ("task-done", "the queue of which one more item is done with"),
};

static const MwField join_fields[] = {
  QUEUE ("join", "the queue of which every item must be done with"),
};

static const MwField signal_fields[] = {
  { "signal", MW_FIELD_RESOURCE, R, .place = -1, .kinds = KIND (EVENT), .help = "the event that is set, for good" },
};

static const MwField wait_fields[] = {
  { "wait", MW_FIELD_RESOURCE, R, .place = -1, .kinds = KIND (EVENT), .help = "the event that must be set" },
};

static const MwField read_fields[] = {
  { "read", MW_FIELD_RESOURCE, R, .place = -1, .kinds = KIND (VALUE), .help = "the shared value" },
  { "as", MW_FIELD_NAME, R, .defines = MW_TYPE_NUMBER, .help = "variable for the number that it has now" },
};

static const MwField write_fields[] = {
  { "write", MW_FIELD_RESOURCE, R, .place = -1, .kinds = KIND (VALUE), .help = "the shared value" },
  { "to", MW_FIELD_NUMBER, R, .min = -MW_MAX_NUMBER, .max = MW_MAX_NUMBER, .help = "the number that it has from now on" },
};

static const MwField cached_fields[] = {
  { "cached", MW_FIELD_RESOURCE, R, .place = -1, .kinds = KIND (CACHE), .help = "the cache that is asked first" },
  { "key", MW_FIELD_VALUE, R, .help = "what it is asked for" },
  STEPS ("steps", R, 0, .help = "what is done when it does not know"),
  { "value", MW_FIELD_VALUE, .place = 1, .help = "what it keeps after these steps" },
  AS (MW_TYPE_ANY, "variable for what it knew, or now knows"),
};

#define STEP(name, op, help) { #name, MW_OP_##op, name##_fields, G_N_ELEMENTS (name##_fields), help }

static const MwFormat steps[] = {
  STEP (sleep, SLEEP, "waits without holding the loop"),
  STEP (yield, YIELD, "lets the others go first"),
  STEP (block, BLOCK, "waits and holds the loop: the pitfall"),
  STEP (compute, COMPUTE, "computes on the loop"),
  STEP (print, PRINT, "prints a line"),
  STEP (call, CALL, "awaits a coroutine within this task"),
  STEP (start, START, "starts a task and goes on"),
  STEP (await, AWAIT, "waits for a task, and raises what it raised"),
  STEP (cancel, CANCEL, "asks a task to stop"),
  STEP (gather, GATHER, "starts several tasks and waits for all"),
  { "as-completed", MW_OP_AS_COMPLETED, completed_fields, G_N_ELEMENTS (completed_fields), "starts several tasks and takes each result as it comes" },
  STEP (batches, BATCHES, "starts several tasks, some at a time, and waits for all"),
  STEP (arrivals, ARRIVALS, "starts a task every so often, and waits for all"),
  STEP (group, GROUP, "waits for the tasks that are started in it; if one fails, cancels the others"),
  STEP (shield, SHIELD, "awaits a task that a cancellation does not reach"),
  STEP (forget, FORGET, "calls a coroutine and forgets to await it: the pitfall"),
  STEP (with, WITH, "holds a resource"),
  STEP (timeout, TIMEOUT, "limits the time of some steps"),
  STEP (retry, RETRY, "tries again after an error, later and later"),
  STEP (raise, RAISE, "fails"),
  STEP (try, TRY, "catches errors, cleans up"),
  STEP (get, GET, "makes an HTTP request"),
  STEP (post, POST, "sends something over HTTP"),
  STEP (offload, OFFLOAD, "lets a worker thread do what would hold the loop"),
  STEP (repeat, REPEAT, "does steps several times, one after the other"),
  { "for-each", MW_OP_FOR_EACH, for_each_fields, G_N_ELEMENTS (for_each_fields), "does steps for each element of a list" },
  STEP (stream, STREAM, "does steps for each value that a coroutine emits"),
  STEP (emit, EMIT, "hands a value to the stream over this coroutine"),
  STEP (return, RETURN, "ends the coroutine with a value"),
  STEP (set, SET, "puts a value into a variable"),
  { "write-file", MW_OP_WRITE_FILE, write_file_fields, G_N_ELEMENTS (write_file_fields), "writes a file" },
  { "read-file", MW_OP_READ_FILE, read_file_fields, G_N_ELEMENTS (read_file_fields), "reads a file" },
  STEP (execute, EXECUTE, "changes something in a database"),
  STEP (query, QUERY, "asks a database"),
  STEP (commit, COMMIT, "makes the changes of a database stay"),
  STEP (connect, CONNECT, "has a WebSocket client connected during some steps"),
  STEP (receive, RECEIVE, "waits for a message of a client"),
  STEP (send, SEND, "sends a message to a client"),
  STEP (broadcast, BROADCAST, "sends a message to all clients of a room"),
  STEP (open, OPEN, "opens a scope by hand"),
  STEP (close, CLOSE, "closes a scope by hand"),
  STEP (put, PUT, "puts an item into a queue; waits while it is full"),
  STEP (take, TAKE, "takes an item from a queue; waits while it is empty"),
  STEP (consume, CONSUME, "takes items from a queue until a sentinel comes"),
  { "task-done", MW_OP_TASK_DONE, task_done_fields, G_N_ELEMENTS (task_done_fields), "reports an item of a queue as done with" },
  STEP (join, JOIN, "waits until every item of a queue is done with"),
  STEP (signal, SIGNAL, "sets an event and wakes all who wait for it"),
  STEP (wait, WAIT, "waits for an event"),
  STEP (read, READ, "reads a shared value"),
  STEP (write, WRITE, "writes a shared value"),
  STEP (cached, CACHED, "asks a cache, and on a miss somebody else"),
};

const MwFormat mw_format_call = { "call", -1, gathered_fields, G_N_ELEMENTS (gathered_fields), "one or several tasks of a gather" };

#define AT(member) .place = G_STRUCT_OFFSET (MwProgramResource, member)
#define LIST(member) AT (service.member), .place_n = G_STRUCT_OFFSET (MwProgramResource, service.n_##member)
#define SPAN(key_, flags_, member_, help_) \
  { .key = key_, .type = MW_FIELD_DURATION, .flags = MW_FIELD_FIXED | (flags_), AT (service.member_), .wide = TRUE, .max = MW_DURATION_MAX, .help = help_ }
#define COUNT(key_, flags_, member_, min_, max_, fallback_, help_) \
  { .key = key_, .type = MW_FIELD_NUMBER, .flags = MW_FIELD_FIXED | (flags_), AT (member_), .min = min_, .max = max_, .fallback = fallback_, .help = help_ }

#define TYPE { "type", MW_FIELD_TYPE, R, .help = "what it is" }

static const MwField semaphore_fields[] = {
  TYPE,
  { "permits", MW_FIELD_NUMBER, R | MW_FIELD_FIXED, AT (limit), .wide = TRUE, .min = 1, .max = 100000, .help = "how many may be held at once" },
};

static const char *const doors[] = { "open", "refused", "no-host", "foreign", NULL };
static const char *const faults[] = {
  "none", "status", "down", "hang", "late", "slow-body", "half-body", "wrong-length", "huge-body", "not-utf8", "reset", "redirect", NULL,
};

G_STATIC_ASSERT (G_N_ELEMENTS (faults) == MW_N_SERVICE_FAULTS + 1);

static const MwField service_fields[] = {
  TYPE,
  SPAN ("latency", R, latency, "from a request to the first byte of its answer"),
  SPAN ("jitter", D, jitter, "the latency varies by this much up and down, drawn from the seed"),
  COUNT ("capacity", D, service.capacity, 0, 100000, 0, "requests served at once, the rest queue; 0: any number"),
  { "items", MW_FIELD_NUMBER, D | MW_FIELD_FIXED, AT (service.items), .min = 1, .max = 100000, .fallback = 500, .help = "stories there are, from /v0/item/1.json on; others are 404" },
  { "list-latency", MW_FIELD_DURATION, D | MW_FIELD_FIXED, AT (service.list_latency), .wide = TRUE, .max = MW_DURATION_MAX, .fallback = -1, .help = "the latency of /v0/topstories.json, if it differs" },
  COUNT ("rate-limit", D | MW_FIELD_RATE, service.rate_limit, 0, 100000, 0, "requests a second, above it 429; 0: no limit"),
  SPAN ("retry-after", D, retry_after, "what 429 and 503 ask the client to wait"),
  SPAN ("handshake", D, handshake, "what a new connection waits before it is served, in the place of a TLS handshake; 0: nothing"),
  { "door", MW_FIELD_WORD, D | MW_FIELD_FIXED, AT (service.door), .words = doors, .help = "whom a new connection finds: the service, nobody who listens, a name that does not resolve, somebody else's certificate" },
  { "faults", MW_FIELD_FAULTS, LIST (faults), .min = 0, .max = 100, .help = "what it does to some requests instead of answering well; the first that fits" },
  { "real", MW_FIELD_URLS, LIST (real), .min = 1, .max = 20, .help = "what it stands for on the network, asked only with the user's consent: one URL, which the paths are put after, or the URL of each story" },
};

#define FAULT(member) .place = G_STRUCT_OFFSET (MwServiceFault, member)
#define MOMENT(key_, member_, fallback_, help_) \
  { .key = key_, .type = MW_FIELD_DURATION, .flags = MW_FIELD_FIXED | D, FAULT (member_), .wide = TRUE, .max = MW_DURATION_MAX, .fallback = fallback_, .help = help_ }

static const MwField fault_fields[] = {
  { "fault", MW_FIELD_WORD, R | MW_FIELD_FIXED, FAULT (kind), .words = faults, .help = "what happens; see below" },
  { "items", MW_FIELD_NUMBERS, FAULT (items), .place_n = G_STRUCT_OFFSET (MwServiceFault, n_items), .min = 1, .max = 100000, .help = "to the requests for these stories; to all if not given" },
  { "status", MW_FIELD_NUMBER, D | MW_FIELD_FIXED, FAULT (status), .min = 400, .max = 599, .fallback = 404, .help = "of a status" },
  { "to", MW_FIELD_NUMBER, D | MW_FIELD_FIXED, FAULT (to), .min = 1, .max = 100000, .fallback = 1, .help = "the story to which a redirect leads; to itself, it never ends" },
  MOMENT ("for", duration, 0, "how long it takes, of late and slow-body"),
  MOMENT ("from", from, 0, "counted from the start of the run"),
  MOMENT ("until", until, MW_DURATION_MAX, "likewise; to its end if not given"),
};

static const MwField session_fields[] = {
  TYPE,
  { "service", MW_FIELD_RESOURCE, R, AT (service_ref), .kinds = KIND (SERVICE), .help = "the server it talks to" },
  COUNT ("max-conns", D, max_conns, 1, 1000, 100, "connections in all"),
  COUNT ("max-conns-per-host", D, max_conns_per_host, 1, 1000, 100, "connections to one host"),
  { "fresh", MW_FIELD_SWITCH, D | MW_FIELD_FIXED, AT (fresh), .help = "true: a session for each request, which opens a connection and closes it" },
  COUNT ("warm", D, warm, 0, 1000, 0, "connections that are open when the run begins, as earlier requests would have left them"),
};

static const MwField pool_fields[] = {
  TYPE,
  { "threads", MW_FIELD_NUMBER, R | MW_FIELD_FIXED, AT (limit), .wide = TRUE, .min = 1, .max = 64, .help = "worker threads" },
};

static const MwField processes_fields[] = {
  TYPE,
  { "workers", MW_FIELD_NUMBER, R | MW_FIELD_FIXED, AT (limit), .wide = TRUE, .min = 1, .max = 64, .help = "worker processes, each with an interpreter lock of its own" },
};

static const MwField disk_fields[] = {
  TYPE,
  { "latency", MW_FIELD_DURATION, R | MW_FIELD_FIXED, AT (storage.latency), .wide = TRUE, .max = MW_DURATION_MAX, .help = "what each file takes on top of the machine's own disk" },
  { "per-megabyte", MW_FIELD_DURATION, D | MW_FIELD_FIXED, AT (storage.per_megabyte), .wide = TRUE, .max = MW_DURATION_MAX, .help = "what each 1,000,000 bytes take on top" },
  { "capacity", MW_FIELD_NUMBER, D | MW_FIELD_FIXED, AT (storage.capacity), .wide = TRUE, .min = 0, .max = MW_MAX_DISK, .fallback = MW_MAX_DISK, .help = "how many bytes there is room for" },
};

static const MwField database_fields[] = {
  TYPE,
  { "latency", MW_FIELD_DURATION, R | MW_FIELD_FIXED, AT (storage.latency), .wide = TRUE, .max = MW_DURATION_MAX, .help = "what each statement takes on top of SQLite's own time" },
  { "driver", MW_FIELD_WORD, D | MW_FIELD_FIXED, AT (storage.driver), .words = drivers, .help = "thread: each connection has a worker thread, as aiosqlite has it; blocking: statements are made on the loop, as sqlite3 has it" },
  { "connections", MW_FIELD_NUMBER, D | MW_FIELD_FIXED, AT (limit), .wide = TRUE, .min = 1, .max = 16, .fallback = 1, .help = "connections; with more than one each statement stands for itself and needs no commit" },
};

#define CLIENTS(key_, member, help_) \
  { key_, MW_FIELD_NUMBERS, AT (room.member), .place_n = G_STRUCT_OFFSET (MwProgramResource, room.n_##member), .min = 1, .max = 100000, .help = help_ }
#define ROOM_SPAN(key_, flags_, member_, help_) \
  { .key = key_, .type = MW_FIELD_DURATION, .flags = MW_FIELD_FIXED | (flags_), AT (room.member_), .wide = TRUE, .max = MW_DURATION_MAX, .help = help_ }

static const MwField room_fields[] = {
  TYPE,
  ROOM_SPAN ("latency", R, latency, "how long a client takes to write a message, from when somebody listens"),
  ROOM_SPAN ("send", R, send, "from sending a message until its client has it"),
  CLIENTS ("slow-clients", slow_clients, "to whom it takes slow-send"),
  ROOM_SPAN ("slow-send", D, slow_send, "the same for slow-clients"),
  CLIENTS ("refused-clients", refused_clients, "whose connections are refused with 403"),
  CLIENTS ("cut-clients", cut_clients, "who are gone without a farewell after cut-after messages"),
  COUNT ("cut-after", D, room.cut_after, 0, 100000, 0, "how many messages cut-clients write before"),
};

static const MwField lock_fields[] = { TYPE };
static const MwField event_fields[] = { TYPE };

#define TIME(key_, member_, fallback_, help_) \
  { key_, MW_FIELD_DURATION, D | MW_FIELD_FIXED, AT (member_), .wide = TRUE, .max = MW_DURATION_MAX, .fallback = fallback_, .help = help_ }

static const MwField limiter_fields[] = {
  TYPE,
  { "rate", MW_FIELD_NUMBER, R | MW_FIELD_FIXED, AT (rate), .wide = TRUE, .min = 1, .max = 100000, .help = "how many tokens come in" },
  { "per", MW_FIELD_DURATION, D | MW_FIELD_FIXED, AT (per), .wide = TRUE, .min = 1, .max = MW_DURATION_MAX, .fallback = MW_NS_PER_SEC, .help = "in which time, evenly spaced" },
  { "burst", MW_FIELD_NUMBER, R | MW_FIELD_FIXED, AT (limit), .wide = TRUE, .min = 1, .max = 100000, .help = "how many the bucket holds; it is full at first" },
};

static const MwField queue_fields[] = {
  TYPE,
  { "bound", MW_FIELD_NUMBER, D | MW_FIELD_FIXED, AT (limit), .wide = TRUE, .min = 0, .max = 100000, .help = "how many items it holds at most; 0: any number" },
};

static const MwField value_fields[] = {
  TYPE,
  { "initial", MW_FIELD_NUMBER, D | MW_FIELD_FIXED, AT (initial), .wide = TRUE, .min = -MW_MAX_NUMBER, .max = MW_MAX_NUMBER, .help = "the number that it has at first" },
};

static const MwField scope_fields[] = {
  TYPE,
  TIME ("open", open_cost, 0, "how long it takes to open it"),
  TIME ("close", close_cost, 0, "how long it takes to close it"),
};

static const MwField cache_fields[] = {
  TYPE,
  TIME ("cost", open_cost, 0, "how long it takes to ask it"),
  TIME ("ttl", ttl, 3600 * MW_NS_PER_SEC, "how long it keeps a value"),
  { "single-flight", MW_FIELD_SWITCH, MW_FIELD_FIXED, AT (single_flight), .help = "true: of several who miss the same key one does the steps, and the others wait for it" },
};

#define RESOURCE(name, kind, help) { #name, MW_RESOURCE_##kind, name##_fields, G_N_ELEMENTS (name##_fields), help }

static const MwFormat resources[] = {
  RESOURCE (semaphore, SEMAPHORE, "permits, handed out first come, first served"),
  RESOURCE (service, SERVICE, "a web server: the built-in one, or its model on the simulated clock"),
  RESOURCE (session, SESSION, "an HTTP client with its connections"),
  RESOURCE (pool, POOL, "worker threads"),
  RESOURCE (processes, PROCESSES, "worker processes"),
  RESOURCE (disk, DISK, "a private folder for the files of a run, empty at first"),
  RESOURCE (database, DATABASE, "a private SQLite database, empty at first"),
  RESOURCE (room, ROOM, "WebSocket clients, numbered 1, 2 …: real ones, or their model on the simulated clock"),
  RESOURCE (lock, LOCK, "held by one at a time, first come, first served"),
  RESOURCE (limiter, LIMITER, "a bucket of tokens, of which so many come in a second"),
  RESOURCE (queue, QUEUE, "items that are put at one end and taken at the other"),
  RESOURCE (event, EVENT, "something that happens once, for which many may wait"),
  RESOURCE (value, VALUE, "a number that all may read and write"),
  RESOURCE (scope, SCOPE, "something that takes time to open and to close, such as a connection"),
  RESOURCE (cache, CACHE, "values by key, kept for a time"),
};

const MwFormat mw_format_fault = { "fault", -1, fault_fields, G_N_ELEMENTS (fault_fields), "what a service does to some requests" };

/* The rows are static; any thread. */
const MwFormat *
mw_format_get_steps (guint *n)
{
  *n = G_N_ELEMENTS (steps);
  return steps;
}

const MwFormat *
mw_format_get_resources (guint *n)
{
  *n = G_N_ELEMENTS (resources);
  return resources;
}
