/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The format outside steps and resources: the scenario's own keys, parameters, coroutines, variants, claims. */

#include <string.h>

#include "mw-format.h"
#include "mw-guide.h"
#include "mw-time.h"

#define R MW_FIELD_REQUIRED

const char *const mw_format_groups[] = { "waiting", "limits", "failing", "flow", "loop", NULL };
const char *const mw_format_types[] = { "number", "duration", "text", "task", "list", NULL };

const char *const mw_format_findings[] = {
  "blocked", "long-turn", "starved", "swallowed", "unserved", "cut-off", "leaked", "lost-update", "forgotten", NULL,
};

static const char *const parameter_types[] = { "number", "duration", "choice", "switch", NULL };

static const char *const measure_words[MW_N_MEASURES + 1] = {
  "makespan", "speed-up", "max-in-flight", "done", "failed", "timed-out", "cancelled", "tasks", "loop-busy", "loop-idle",
  "longest-iteration", "longest-gap", "ended", "attempts", "attempt-time", "max-in-use", "printed", "order",
  "findings", "forgotten", "sent", "final-value", "lost-updates", "rate", "mean-life",
  "connections", "answered", NULL,
};

static const MwMeasureFormat measures[MW_N_MEASURES] = {
  [MW_MEASURE_MAKESPAN] = { MW_UNIT_DURATION, .help = "from the start to the end of the run" },
  [MW_MEASURE_SPEED_UP] = { MW_UNIT_RATIO, .help = "how many times faster than the first variant" },
  [MW_MEASURE_MAX_IN_FLIGHT] = { MW_UNIT_COUNT, .help = "most operations under way at once" },
  [MW_MEASURE_DONE] = { MW_UNIT_COUNT, .help = "tasks that ended well, the entry task included" },
  [MW_MEASURE_FAILED] = { MW_UNIT_COUNT, .help = "tasks that ended with an error" },
  [MW_MEASURE_TIMED_OUT] = { MW_UNIT_COUNT, .help = "tasks that ended at a deadline" },
  [MW_MEASURE_CANCELLED] = { MW_UNIT_COUNT, .help = "tasks that were cancelled" },
  [MW_MEASURE_TASKS] = { MW_UNIT_COUNT, .help = "tasks in all, the entry task included" },
  [MW_MEASURE_LOOP_BUSY] = { MW_UNIT_DURATION, .help = "time in which the loop ran or was blocked" },
  [MW_MEASURE_LOOP_IDLE] = { MW_UNIT_DURATION, .help = "time in which the loop had nothing to do" },
  [MW_MEASURE_LONGEST_ITERATION] = { MW_UNIT_DURATION, .help = "the longest turn of the loop" },
  [MW_MEASURE_LONGEST_GAP] = { MW_UNIT_DURATION, MW_SUBJECT_TASK, .help = "longest time between two lines printed by the task *subject*" },
  [MW_MEASURE_ENDED] = { MW_UNIT_DURATION, MW_SUBJECT_TASK, .help = "when the task *subject* ended" },
  [MW_MEASURE_ATTEMPTS] = { MW_UNIT_COUNT, MW_SUBJECT_TASK, .help = "attempts made by the task *subject*" },
  [MW_MEASURE_ATTEMPT_TIME] = { MW_UNIT_DURATION, MW_SUBJECT_TASK, .index = TRUE, .help = "when attempt *index* (1, 2 …) of the task *subject* began" },
  [MW_MEASURE_MAX_IN_USE] = { MW_UNIT_COUNT, MW_SUBJECT_RESOURCE, .help = "the most that the resource *subject* was at once: permits or threads in use, items in a queue, scopes open" },
  [MW_MEASURE_PRINTED] = { MW_UNIT_COUNT, .text = TRUE, .help = "lines printed; with *text* only those that read so" },
  [MW_MEASURE_FORGOTTEN] = { MW_UNIT_COUNT, .help = "coroutines that were called and never awaited; they count among *tasks*" },
  [MW_MEASURE_CONNECTIONS] = { MW_UNIT_COUNT, MW_SUBJECT_RESOURCE, .help = "connections that the session *subject* opened while the run went on" },
  [MW_MEASURE_ANSWERED] = { MW_UNIT_COUNT, .index = TRUE, .help = "requests that were answered with the HTTP status *index*" },
  [MW_MEASURE_ORDER] = { MW_UNIT_COUNT, .lines = TRUE, .help = "the printed lines are *lines*, in this order" },
  [MW_MEASURE_FINDINGS] = { MW_UNIT_COUNT, MW_SUBJECT_FINDING, .help = "findings of the kind *subject*: `blocked`, `long-turn`, `starved`, `swallowed`, `unserved`, `cut-off`, `leaked`, `lost-update` or `forgotten`" },
  [MW_MEASURE_SENT] = { MW_UNIT_COUNT, MW_SUBJECT_RESOURCE, .help = "messages sent to clients of the room *subject*" },
  [MW_MEASURE_FINAL_VALUE] = { MW_UNIT_COUNT, MW_SUBJECT_RESOURCE, .help = "what the resource *subject* was at last: a value's number, the scopes that nobody closed" },
  [MW_MEASURE_LOST_UPDATES] = { MW_UNIT_COUNT, MW_SUBJECT_RESOURCE, .help = "writes of the value *subject* over somebody else's that the task had not read" },
  [MW_MEASURE_RATE] = { MW_UNIT_COUNT, .text = TRUE, .help = "most lines printed in any one second; with *text* only those that read so" },
  [MW_MEASURE_MEAN_LIFE] = { MW_UNIT_DURATION, .help = "mean time from the beginning of a task to its end, the entry task not counted" },
};

static const char *const beat_words[] = {
  "created", "started", "suspended", "waiting", "woken", "resumed", "printed", "ended", "loop-idle", "run-ended", NULL,
};

static const MwBeatFormat beats[MW_N_BEATS] = {
  [MW_BEAT_CREATED] = { TRUE, "the task *task* is there and has not run yet" },
  [MW_BEAT_STARTED] = { TRUE, "*task* runs for the first time" },
  [MW_BEAT_SUSPENDED] = { TRUE, "*task* waits and lets others run, for the *index*-th time" },
  [MW_BEAT_WAITING] = { TRUE, "*task* waits for a permit, a lock, a queue or a worker, for the *index*-th time" },
  [MW_BEAT_WOKEN] = { TRUE, "what *task* waited for has come, and it is ready, for the *index*-th time" },
  [MW_BEAT_RESUMED] = { TRUE, "*task* runs again, for the *index*-th time" },
  [MW_BEAT_PRINTED] = { TRUE, "*task* prints its *index*-th line" },
  [MW_BEAT_ENDED] = { TRUE, "*task* has ended, in whatever way" },
  [MW_BEAT_LOOP_IDLE] = { FALSE, "the loop begins to wait, a millisecond at least, for the *index*-th time" },
  [MW_BEAT_RUN_ENDED] = { FALSE, "the run is over" },
};

static const MwFaultName faults[] = {
  { "error", MW_FAULT_ERROR, "RuntimeError" },
  { "timeout", MW_FAULT_TIMEOUT, "TimeoutError" },
  { "cancelled", MW_FAULT_CANCELLED, "asyncio.CancelledError" },
  { "connection", MW_FAULT_CONNECTION, "httpx.TransportError" },
  { "file", MW_FAULT_FILE, "OSError" },
  { "database", MW_FAULT_DATABASE, "sqlite3.Error" },
  { "redirects", MW_FAULT_REDIRECTS, "httpx.TooManyRedirects" },
  { "body", MW_FAULT_BODY, "ValueError" },
};

static const MwField scenario_fields[] = {
  { "format", MW_FIELD_FORMAT, R, .help = "always " MW_FORMAT_NAME },
  { "id", MW_FIELD_ID, R, .help = "short name: lower-case letters, digits and dashes" },
  { "group", MW_FIELD_WORD, R, .words = mw_format_groups, .help = "where the library lists it" },
  { "title", MW_FIELD_LOCALISED, R, .help = "a few words" },
  { "summary", MW_FIELD_LOCALISED, R, .help = "one sentence" },
  { "text", MW_FIELD_PARAGRAPHS, R, .help = "the explanation" },
  { "time-scale", MW_FIELD_NUMBER, .min = 1, .max = 1000000, .fallback = 1, .help = "by which every duration is divided when it runs; 1 if not given" },
  { "seed", MW_FIELD_SEED, .help = "of everything that is drawn; 444 if not given" },
  { "parameters", MW_FIELD_PARAMETERS, .max = MW_MAX_PARAMETERS, .help = "what the learner may change, by name" },
  { "resources", MW_FIELD_RESOURCES, .max = MW_MAX_RESOURCES, .help = "what the tasks share, by name" },
  { "coroutines", MW_FIELD_COROUTINES, R, .min = 1, .max = MW_MAX_COROUTINES, .help = "what is done, by name" },
  { "variants", MW_FIELD_VARIANTS, R, .min = 1, .max = MW_MAX_VARIANTS, .help = "the ways to do it that race each other" },
  { "claims", MW_FIELD_CLAIMS, .max = MW_MAX_CLAIMS, .help = "what must come out" },
  { "beats", MW_FIELD_BEATS, .max = MW_MAX_BEATS, .help = "the telling: captions and where they stand" },
  { "guide", MW_FIELD_GUIDE, .min = 1, .max = MW_MAX_QUESTIONS, .help = "questions that lead to other scenarios" },
  { "quoted", MW_FIELD_QUOTED, .min = 1, .max = 10, .help = "what a source says and this run does not measure" },
};

static const MwField coroutine_fields[] = {
  { "arguments", MW_FIELD_TYPES, .help = "name and type of each" },
  { "task-name", MW_FIELD_TEXT, .help = "the name of the lane of a task that begins here" },
  { "steps", MW_FIELD_STEPS, R, .min = 1, .max = MW_MAX_STEPS, .help = "what it does" },
};

static const MwField variant_fields[] = {
  { "id", MW_FIELD_ID, R, .help = "short name" },
  { "title", MW_FIELD_LOCALISED, R, .help = "a few words for its header" },
  { "entry", MW_FIELD_COROUTINE, R, .help = "the coroutine that is run; it has no arguments" },
  { "executor", MW_FIELD_EXECUTOR, .help = "\"loop\", \"blocking\" or {\"threads\": 1 … 256}; \"loop\" if not given" },
  { "cores", MW_FIELD_NUMBER, .min = 1, .max = 256, .fallback = 2, .help = "of the simulated machine; 2 if not given" },
  { "one-lock", MW_FIELD_SWITCH, .help = "true: computing threads exclude each other, as under CPython's interpreter lock" },
  { "set", MW_FIELD_OVERRIDES, .help = "parameters that have another value in this variant, whatever the learner chooses" },
};

static const MwField claim_fields[] = {
  { "variant", MW_FIELD_ID, R, .help = "of which variant" },
  { "measure", MW_FIELD_WORD, R, .words = measure_words, .help = "what is measured" },
  { "subject", MW_FIELD_LOCALISED, .help = "the task or resource" },
  { "index", MW_FIELD_NUMBER, .min = 1, .max = 1000000, .help = "which attempt, or which status" },
  { "text", MW_FIELD_LOCALISED, .help = "the line that is counted" },
  { "lines", MW_FIELD_WORDS, .min = 1, .max = 1000, .help = "all lines in their order" },
  { "expected", MW_FIELD_MEASURED, .help = "with the default parameters" },
  { "tolerance", MW_FIELD_MEASURED, .help = "allowed up and down in a live run" },
  { "exact-tolerance", MW_FIELD_MEASURED, .help = "allowed on the simulated clock; 0 if not given" },
  { "seed-figure", MW_FIELD_MEASURED, .help = "what the document printed from which the scenario was made" },
};

static const MwField beat_fields[] = {
  { "caption", MW_FIELD_LOCALISED, R, .help = "what is to be seen there, in a sentence or two" },
  { "variant", MW_FIELD_ID, .help = "in whose run; the first one if not given" },
  { "at", MW_FIELD_TIME, .help = "the time at which it stands" },
  { "event", MW_FIELD_WORD, .words = beat_words, .help = "or what happens there" },
  { "task", MW_FIELD_LOCALISED, .help = "the name of the task to which it happens" },
  { "index", MW_FIELD_NUMBER, .min = 1, .max = 1000000, .help = "which time; 1 if not given" },
};

static const MwField question_fields[] = {
  { "id", MW_FIELD_ID, R, .help = "short name" },
  { "question", MW_FIELD_LOCALISED, R, .help = "what is asked" },
  { "answers", MW_FIELD_ANSWERS, R, .min = 2, .max = MW_MAX_ANSWERS, .help = "the answers to choose from" },
};

static const MwField answer_fields[] = {
  { "answer", MW_FIELD_LOCALISED, R, .help = "a few words" },
  { "question", MW_FIELD_ID, .help = "the later question to which it leads" },
  { "advice", MW_FIELD_LOCALISED, .help = "or, at an end, what to do" },
  { "scenario", MW_FIELD_ID, .help = "and the scenario that proves it" },
};

static const MwField quoted_fields[] = {
  { "label", MW_FIELD_LOCALISED, R, .help = "what the figure is of" },
  { "percent", MW_FIELD_NUMBER, R, .min = -100, .max = 1000, .help = "by how much faster; below 0: slower" },
};

#define PARAMETER_KEYS \
  { "type", MW_FIELD_WORD, R, .words = parameter_types, .help = "what it is" }, \
  { "label", MW_FIELD_LOCALISED, R, .help = "its name on the control" }, \
  { "default", MW_FIELD_SETTING, R, .help = "its value at first" }

static const MwField range_fields[] = {
  PARAMETER_KEYS,
  { "min", MW_FIELD_SETTING, R, .help = "the smallest value" },
  { "max", MW_FIELD_SETTING, R, .help = "the largest value" },
  { "step", MW_FIELD_SETTING, .help = "by which the control moves" },
};

static const MwField choice_fields[] = {
  PARAMETER_KEYS,
  { "choices", MW_FIELD_WORDS, R, .min = 2, .max = 20, .help = "the names to choose from" },
};

static const MwField switch_fields[] = { PARAMETER_KEYS };

#define FORMAT(name, help) { #name, -1, name##_fields, G_N_ELEMENTS (name##_fields), help }

const MwFormat mw_format_scenario = FORMAT (scenario, "a scenario");
const MwFormat mw_format_coroutine = FORMAT (coroutine, "a coroutine");
const MwFormat mw_format_variant = FORMAT (variant, "a variant");
const MwFormat mw_format_claim = FORMAT (claim, "a claim");
const MwFormat mw_format_beat = FORMAT (beat, "a beat");
const MwFormat mw_format_question = FORMAT (question, "a question of the guide");
const MwFormat mw_format_answer = FORMAT (answer, "an answer to it");
const MwFormat mw_format_quoted = FORMAT (quoted, "a figure that is quoted");
const MwFormat mw_format_parameters[] = {
  [MW_PARAMETER_NUMBER] = { "number", MW_PARAMETER_NUMBER, range_fields, G_N_ELEMENTS (range_fields), "a whole number" },
  [MW_PARAMETER_DURATION] = { "duration", MW_PARAMETER_DURATION, range_fields, G_N_ELEMENTS (range_fields), "a time such as \"240ms\"" },
  [MW_PARAMETER_CHOICE] = { "choice", MW_PARAMETER_CHOICE, choice_fields, G_N_ELEMENTS (choice_fields), "one of several names; as a number its place, from 0" },
  [MW_PARAMETER_SWITCH] = { "switch", MW_PARAMETER_SWITCH, switch_fields, G_N_ELEMENTS (switch_fields), "true or false; as a number 1 or 0" },
};

static const char *const type_names[MW_N_FIELD_TYPES] = {
  [MW_FIELD_DURATION] = "duration",
  [MW_FIELD_NUMBER] = "number",
  [MW_FIELD_FACTOR] = "decimal number",
  [MW_FIELD_TEXT] = "text",
  [MW_FIELD_VALUE] = "any value",
  [MW_FIELD_WORD] = "word",
  [MW_FIELD_SWITCH] = "true or false",
  [MW_FIELD_NAME] = "new variable",
  [MW_FIELD_TASK] = "task variable",
  [MW_FIELD_GROUP] = "group variable",
  [MW_FIELD_LIST] = "list",
  [MW_FIELD_COROUTINE] = "coroutine",
  [MW_FIELD_ARGUMENTS] = "arguments",
  [MW_FIELD_RESOURCE] = "resource",
  [MW_FIELD_STEPS] = "steps",
  [MW_FIELD_CALLS] = "calls",
  [MW_FIELD_CODES] = "errors",
  [MW_FIELD_VALUES] = "values",
  [MW_FIELD_COLUMNS] = "names and types",
  [MW_FIELD_TYPE] = "word",
  [MW_FIELD_NUMBERS] = "list of numbers",
  [MW_FIELD_FAULTS] = "list of faults",
  [MW_FIELD_URLS] = "list of URLs",
  [MW_FIELD_FORMAT] = "text",
  [MW_FIELD_ID] = "id",
  [MW_FIELD_LOCALISED] = "text in one or two languages",
  [MW_FIELD_PARAGRAPHS] = "paragraphs",
  [MW_FIELD_SEED] = "number",
  [MW_FIELD_PARAMETERS] = "parameters",
  [MW_FIELD_RESOURCES] = "resources",
  [MW_FIELD_COROUTINES] = "coroutines",
  [MW_FIELD_VARIANTS] = "variants",
  [MW_FIELD_CLAIMS] = "claims",
  [MW_FIELD_BEATS] = "beats",
  [MW_FIELD_GUIDE] = "questions",
  [MW_FIELD_ANSWERS] = "answers",
  [MW_FIELD_QUOTED] = "figures",
  [MW_FIELD_TIME] = "duration",
  [MW_FIELD_TYPES] = "names and types",
  [MW_FIELD_EXECUTOR] = "executor",
  [MW_FIELD_OVERRIDES] = "parameter values",
  [MW_FIELD_SETTING] = "value of its type",
  [MW_FIELD_WORDS] = "list of texts",
  [MW_FIELD_MEASURED] = "value in the measure's unit",
};

const char *
mw_field_type_name (MwFieldType type)
{
  return type_names[type];
}

const MwMeasureFormat *
mw_format_get_measure (MwMeasure measure)
{
  return &measures[measure];
}

const MwBeatFormat *
mw_format_get_beat (MwBeatEvent event)
{
  return &beats[event];
}

/* "makespan"; static. */
const char *
mw_measure_name (MwMeasure measure)
{
  return measure_words[measure];
}

const MwFaultName *
mw_format_get_faults (guint *n)
{
  *n = G_N_ELEMENTS (faults);
  return faults;
}

/* NULL: there is no such key. */
const MwField *
mw_format_find_field (const MwFormat *self, const char *key)
{
  for (guint i = 0; i < self->n_fields; i++)
    if (strcmp (self->fields[i].key, key) == 0)
      return &self->fields[i];
  return NULL;
}
