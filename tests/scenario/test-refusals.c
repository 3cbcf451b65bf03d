/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Bad files, each with the whole of what is said about it.
 *
 * A row replaces FROM by TO in a small good scenario; the first row is that scenario itself. */

#include <string.h>

#include <glib/gstdio.h>

#include "mw-error.h"
#include "mw-format.h"

static const char good[] =
  "{ \"format\": \"meanwhile-scenario/1\", \"id\": \"x\", \"group\": \"waiting\", \"title\": \"X\", \"summary\": \"X.\", \"text\": \"X.\",\n"
  "  \"seed\": 1,\n"
  "  \"parameters\": {\n"
  "    \"n\": { \"type\": \"number\", \"default\": 3, \"min\": 0, \"max\": 10, \"label\": \"N\" },\n"
  "    \"delay\": { \"type\": \"duration\", \"default\": \"1s\", \"min\": \"0s\", \"max\": \"2s\", \"label\": \"D\" },\n"
  "    \"mode\": { \"type\": \"choice\", \"default\": \"none\", \"choices\": [\"none\", \"full\"], \"label\": \"M\" } },\n"
  "  \"resources\": {\n"
  "    \"gate\": { \"type\": \"semaphore\", \"permits\": 2 },\n"
  "    \"site\": { \"type\": \"service\", \"latency\": \"10ms\" },\n"
  "    \"web\": { \"type\": \"session\", \"service\": \"site\" },\n"
  "    \"tape\": { \"type\": \"disk\", \"latency\": \"1ms\" },\n"
  "    \"books\": { \"type\": \"database\", \"latency\": \"1ms\" },\n"
  "    \"room\": { \"type\": \"room\", \"latency\": \"1s\", \"send\": \"1ms\" },"
  " \"key\": { \"type\": \"lock\" }, \"pace\": { \"type\": \"limiter\", \"rate\": 5, \"burst\": 1 }, \"orders\": { \"type\": \"queue\", \"bound\": 4 },"
  " \"bell\": { \"type\": \"event\" }, \"total\": { \"type\": \"value\", \"initial\": 0 }, \"db\": { \"type\": \"scope\", \"open\": \"1ms\" },"
  " \"memo\": { \"type\": \"cache\", \"ttl\": \"60s\" } },\n"
  "  \"coroutines\": {\n"
  "    \"greet\": { \"arguments\": { \"name\": \"text\", \"wait\": \"duration\" }, \"task-name\": \"$name\",\n"
  "      \"steps\": [ { \"print\": \"Hi $name\" }, { \"sleep\": \"$wait\" }, { \"with\": \"gate\", \"steps\": [ { \"block\": \"1ms\" } ] } ] },\n"
  "    \"main\": { \"steps\": [\n"
  "      { \"start\": \"greet\", \"arguments\": { \"name\": \"A\", \"wait\": \"$delay\" }, \"as\": \"task\" },\n"
  "      { \"await\": \"task\" },\n"
  "      { \"gather\": [ { \"call\": \"greet\", \"times\": \"$n\", \"for\": \"i\", \"arguments\": { \"name\": \"B\", \"wait\": \"1s\" } } ] },\n"
  "      { \"get\": \"/v0/item/1.json\", \"session\": \"web\", \"as\": \"status\" },\n"
  "      { \"retry\": 3, \"jitter\": \"none\", \"on\": [503], \"steps\": [ { \"raise\": \"no\" } ] } ] } },\n"
  "  \"variants\": [ { \"id\": \"v\", \"title\": \"V\", \"entry\": \"main\" } ],\n"
  "  \"claims\": [ { \"variant\": \"v\", \"measure\": \"makespan\", \"expected\": \"1s\" } ] }";

#define NAMES "<the steps>"   /* all of them, in the order of the format */
#define TALK(step, code, message) { "{ \"await\": \"task\" }", step, code, message }
#define TALKED "x.json: $.coroutines.main.steps[1]"

#define PART(part, code, message) { "\"expected\": \"1s\" } ]", "\"expected\": \"1s\" } ], " part, code, message }
#define END "{ \"answer\": \"A\", \"advice\": \"D\", \"scenario\": \"permits\" }"
#define TWO(first, second) "\"guide\": [ { \"id\": \"a\", \"question\": \"Q\", \"answers\": [ " END ", " first " ] }, " \
  "{ \"id\": \"b\", \"question\": \"Q\", \"answers\": [ " END ", " second " ] } ]"
#define BEATS(beats, code, message) { "\"expected\": \"1s\" } ]", "\"expected\": \"1s\" } ], \"beats\": [ " beats " ]", code, message }

#define TASKS(step, code, message) { "{ \"await\": \"task\" }", step, code, "x.json: $.coroutines.main.steps[1]" message }
#define FINE(step) { "{ \"await\": \"task\" }", step, -1, "" }
/* The same with a coroutine "gen" of STEPS. */
#define GENERATOR(steps, step, code, message) \
  { "\"main\": { \"steps\": [\n", "\"gen\": { \"steps\": [ " steps " ] }, \"main\": { \"steps\": [ " step ", \n", code, message }
#define LISTEN "{ \"stream\": \"gen\", \"as\": \"x\", \"steps\": [ { \"print\": \"$x\" } ] }"

static const struct { const char *from, *to; int code; const char *message; } rows[] = {
  { "\"seed\": 1", "\"seed\": 2", -1, "" },
  /* JSON */
  { "\"seed\": 1,", "\"seed\": 1,,", MW_ERROR_FORMAT, "x.json:2:13: found \",\", expected a key in double quotes" },
  { "\"seed\": 1", "\"seed\": 01", MW_ERROR_FORMAT, "x.json:2:11: found a number that begins with 0, expected a decimal number without leading zeros" },
  { "\"seed\": 1", "\"seed\": 0x10", MW_ERROR_FORMAT, "x.json:2:11: found a number that begins with 0, expected a decimal number without leading zeros" },
  { "\"seed\": 1", "\"seed\": 99999999999999999999", MW_ERROR_LIMIT, "x.json:2:11: found a number of more than 18 digits" },
  { "\"seed\": 1", "\"seed\": 1e400", MW_ERROR_LIMIT, "x.json:2:11: found a number that is too large: 1e400" },
  { "\"seed\": 1", "\"seed\": /* one */ 1", MW_ERROR_FORMAT,
    "x.json:2:11: found a comment, expected a value: a text, a number, true, false, null, a list or an object" },
  { "\"seed\": 1", "\"seed\": 1, // one\n\"x\": 1", MW_ERROR_FORMAT, "x.json:2:14: found a comment, expected a key in double quotes" },
  { "\"seed\": 1", "'seed': 1", MW_ERROR_FORMAT, "x.json:2:3: found \"'\", expected a key in double quotes" },
  { "\"seed\": 1", "\"seed\": 1, \"s\\u0065ed\": 2", MW_ERROR_FORMAT, "x.json:2:14: found the key \"seed\" a second time, expected it once" },
  { "\"seed\": 1", "\"seed\": NaN", MW_ERROR_FORMAT,
    "x.json:2:11: found \"N\", expected a value: a text, a number, true, false, null, a list or an object" },
  { "\"seed\": 1", "\"seed\": -", MW_ERROR_FORMAT, "x.json:2:12: found \",\", expected a digit" },
  { "\"X.\"", "\"a\\u0000b\"", MW_ERROR_FORMAT, "x.json:1:95: found the character U+0000, expected text without it" },
  { "\"X.\"", "\"\\ud800\"", MW_ERROR_FORMAT, "x.json:1:94: found half of a surrogate pair, expected a character" },
  { "\"X.\"", "\"\\q\"", MW_ERROR_FORMAT, "x.json:1:95: found \"q\", expected one of \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u" },
  { "\"X.\"", "\"a\nb\"", MW_ERROR_FORMAT,
    "x.json:1:95: found the control character U+000A, expected the closing double quote of a text (a line break is written \\n)" },
  { "\"X.\"", "\"\xff\"", MW_ERROR_FORMAT, "x.json:1:94: found the byte 0xff, expected text in UTF-8" },
  { "\"1s\" } ] }", "\"1s\" } ]", MW_ERROR_FORMAT, "x.json:24:76: found the end of the file, expected \",\" or \"}\"" },
  { "\"1s\" } ] }", "\"1s\" } ] } x", MW_ERROR_FORMAT, "x.json:24:79: found \"x\", expected the end of the file" },
  /* the head */
  { "meanwhile-scenario/1", "meanwhile-scenario/9", MW_ERROR_FORMAT,
    "x.json: $.format: found the text \"meanwhile-scenario/9\", expected \"meanwhile-scenario/1\"" },
  { "\"id\": \"x\", ", "", MW_ERROR_FORMAT, "x.json: $.id: found nothing, expected id" },
  { "\"id\": \"x\"", "\"id\": \"X y\"", MW_ERROR_FORMAT,
    "x.json: $.id: found the text \"X y\", expected lower-case letters, digits and dashes, beginning with a letter, at most 60" },
  { "\"group\": \"waiting\"", "\"group\": \"misc\"", MW_ERROR_FORMAT,
    "x.json: $.group: found the text \"misc\", expected one of \"waiting\", \"limits\", \"failing\", \"flow\" or \"loop\"" },
  { "\"title\": \"X\"", "\"title\": { \"fr\": \"X\" }", MW_ERROR_FORMAT, "x.json: $.title.en: found nothing, expected text" },
  { "\"title\": \"X\"", "\"title\": { \"en\": \"X\", \"de\": \"X\" }", MW_ERROR_FORMAT,
    "x.json: $.title: found \"de\", expected one of the keys \"en\" or \"fr\"" },
  { "\"title\": \"X\"", "\"title\": 7", MW_ERROR_FORMAT,
    "x.json: $.title: found the number 7, expected a text, or an object with the texts \"en\" and \"fr\"" },
  { "\"seed\": 1", "\"seed\": -1", MW_ERROR_FORMAT, "x.json: $.seed: found the number -1, expected a whole number from 0 to 9223372036854775807" },
  { "\"seed\": 1", "\"sed\": 1", MW_ERROR_FORMAT,
    "x.json: $: found \"sed\", expected one of the keys \"format\", \"id\", \"group\", \"title\", \"summary\", \"text\", \"time-scale\", \"seed\", \"parameters\", "
    "\"resources\", \"coroutines\", \"variants\", \"claims\", \"beats\", \"guide\" or \"quoted\"" },
  /* parameters */
  { "\"default\": 3", "\"default\": 11", MW_ERROR_FORMAT, "x.json: $.parameters.n.default: found the number 11, expected a whole number from 0 to 10" },
  { "\"default\": 3", "\"default\": 2.5", MW_ERROR_FORMAT, "x.json: $.parameters.n.default: found the number 2.5, expected a whole number from 0 to 10" },
  { "\"max\": 10", "\"max\": -1", MW_ERROR_FORMAT, "x.json: $.parameters.n.max: found the number -1, expected no less than \"min\"" },
  { "\"default\": \"1s\"", "\"default\": \"3s\"", MW_ERROR_FORMAT,
    "x.json: $.parameters.delay.default: found the text \"3s\", expected a duration from 0\u00a0s to 2.00\u00a0s, such as \"240ms\"" },
  { "\"default\": \"none\"", "\"default\": \"some\"", MW_ERROR_FORMAT,
    "x.json: $.parameters.mode.default: found the text \"some\", expected one of \"none\" or \"full\"" },
  { "\"type\": \"number\"", "\"type\": \"integer\"", MW_ERROR_FORMAT,
    "x.json: $.parameters.n.type: found the text \"integer\", expected one of \"number\", \"duration\", \"choice\" or \"switch\"" },
  { "\"n\": {", "\"for\": {", MW_ERROR_FORMAT, "x.json: $.parameters.for: found \"for\", expected a name that neither Python nor the listing uses" },
  { "\"n\": {", "\"N\": {", MW_ERROR_FORMAT,
    "x.json: $.parameters.N: found \"N\", expected a name of lower-case letters, digits and underscores, beginning with a letter, of at most 40" },
  { "\"gate\": {", "\"n\": {", MW_ERROR_FORMAT, "x.json: $.resources.n: found \"n\", expected a name that no parameter, resource or coroutine has" },
  /* resources */
  { "\"permits\": 2", "\"permits\": 0", MW_ERROR_FORMAT, "x.json: $.resources.gate.permits: found the number 0, expected a whole number from 1 to 100000" },
  { "\"permits\": 2", "\"permits\": \"$n\"", MW_ERROR_FORMAT,
    "x.json: $.resources.gate.permits: found $n, which may be from 0 to 10, expected a whole number from 1 to 100000" },
  { "\"label\": \"M\" } },\n  \"resources\": {", "\"label\": \"M\" }, \"many\": { \"type\": \"number\", \"default\": 1, \"min\": 1, \"max\": 65, \"label\": \"M\" } },\n"
    "  \"resources\": { \"crew\": { \"type\": \"pool\", \"threads\": \"$many\" },", MW_ERROR_FORMAT,
    "x.json: $.resources.crew.threads: found $many, which may be from 1 to 65, expected a whole number from 1 to 64" },
  { "\"permits\": 2", "\"permits\": \"$m\"", MW_ERROR_FORMAT, "x.json: $.resources.gate.permits: found \"$m\", expected $n, $delay, $mode" },
  { "\"permits\": 2", "\"slots\": 2", MW_ERROR_FORMAT,
    "x.json: $.resources.gate: found \"slots\", expected one of the keys \"type\" or \"permits\"" },
  { "\"type\": \"semaphore\"", "\"type\": \"mutex\"", MW_ERROR_FORMAT,
    "x.json: $.resources.gate.type: found the text \"mutex\", expected one of \"semaphore\", \"service\", \"session\", \"pool\", \"processes\", \"disk\", "
    "\"database\", \"room\", \"lock\", \"limiter\", \"queue\", \"event\", \"value\", \"scope\" or \"cache\"" },
  { "\"latency\": \"10ms\"", "\"latency\": \"-1s\"", MW_ERROR_FORMAT,
    "x.json: $.resources.site.latency: found the text \"-1s\", expected a duration from 0\u00a0s to 24.00\u00a0h, such as \"240ms\"" },
  { "\"latency\": \"10ms\"", "\"latency\": \"25h\"", MW_ERROR_FORMAT,
    "x.json: $.resources.site.latency: found the text \"25h\", expected a duration from 0\u00a0s to 24.00\u00a0h, such as \"240ms\"" },
  { "\"latency\": \"10ms\"", "\"latency\": 10", MW_ERROR_FORMAT,
    "x.json: $.resources.site.latency: found the number 10, expected a duration from 0\u00a0s to 24.00\u00a0h, such as \"240ms\"" },
  { "\"latency\": \"10ms\"", "\"latency\": \"10ms\", \"faults\": [ { \"fault\": \"reset\", \"items\": [0] } ]", MW_ERROR_FORMAT,
    "x.json: $.resources.site.faults[0].items[0]: found the number 0, expected a whole number from 1 to 100000" },
  { "\"latency\": \"10ms\"", "\"latency\": \"10ms\", \"faults\": [ { \"items\": [1] } ]", MW_ERROR_FORMAT,
    "x.json: $.resources.site.faults[0].fault: found nothing, expected word" },
  { "\"latency\": \"10ms\"", "\"latency\": \"10ms\", \"faults\": [ { \"fault\": \"explode\" } ]", MW_ERROR_FORMAT,
    "x.json: $.resources.site.faults[0].fault: found the text \"explode\", expected one of \"none\", \"status\", \"down\", \"hang\", \"late\", "
    "\"slow-body\", \"half-body\", \"wrong-length\", \"huge-body\", \"not-utf8\", \"reset\" or \"redirect\"" },
  { "\"latency\": \"10ms\"", "\"latency\": \"10ms\", \"real\": [\"https://a:b@example.com\"]", MW_ERROR_FORMAT,
    "x.json: $.resources.site.real[0]: found the text \"https://a:b@example.com\", expected a URL that begins with http:// or https://, without a password" },
  { "\"latency\": \"10ms\"", "\"latency\": \"10ms\", \"real\": [\"file:///etc/passwd\"]", MW_ERROR_FORMAT,
    "x.json: $.resources.site.real[0]: found the text \"file:///etc/passwd\", expected a URL that begins with http:// or https://, without a password" },
  { "\"service\": \"site\"", "\"service\": \"gate\"", MW_ERROR_FORMAT,
    "x.json: $.resources.web.service: found the text \"gate\", expected the name of a resource of the type \"service\"" },
  /* steps */
  TALK ("{ \"connect\": \"room\", \"client\": 1, \"steps\": [ { \"receive\": \"room\", \"client\": 1 } ] }", -1, ""),
  TALK ("{ \"connect\": \"gate\", \"client\": 1, \"steps\": [ { \"sleep\": \"0s\" } ] }", MW_ERROR_FORMAT, TALKED ".connect: found the text \"gate\", expected \"room\""),
  TALK ("{ \"connect\": \"room\", \"client\": 0, \"steps\": [ { \"sleep\": \"0s\" } ] }", MW_ERROR_FORMAT, TALKED ".client: found the number 0, expected a whole number from 1 to 100000"),
  TALK ("{ \"connect\": \"room\", \"client\": 1, \"steps\": [] }", MW_ERROR_FORMAT, TALKED ".steps: found a list of 0, expected a list of 1 to 10000"),
  TALK ("{ \"receive\": \"room\" }", MW_ERROR_FORMAT, TALKED ".client: found nothing, expected number"),
  TALK ("{ \"send\": 3, \"room\": \"room\", \"client\": 1 }", MW_ERROR_FORMAT, TALKED ".send: found the number 3, expected a text"),
  TALK ("{ \"broadcast\": \"x\", \"room\": \"room\", \"how\": \"twice\" }", MW_ERROR_FORMAT, TALKED ".how: found the text \"twice\", expected one of \"together\", \"one-by-one\" or \"queued\""),
  TALK ("{ \"broadcast\": \"x\", \"room\": \"room\", \"how\": \"queued\", \"drop-after\": \"1s\" }", MW_ERROR_FORMAT, TALKED ": found \"drop-after\" with \"queued\", where nobody waits, expected one of them"),
  { "{ \"await\": \"task\" }", "{ \"slep\": \"1s\" }", MW_ERROR_FORMAT, "x.json: $.coroutines.main.steps[1]: found \"slep\", expected one of " NAMES },
  { "{ \"await\": \"task\" }", "{ }", MW_ERROR_FORMAT, "x.json: $.coroutines.main.steps[1]: found an empty object, expected one of " NAMES },
  { "{ \"await\": \"task\" }", "\"await\"", MW_ERROR_FORMAT, "x.json: $.coroutines.main.steps[1]: found the text \"await\", expected an object" },
  { "{ \"await\": \"task\" }", "{ \"await\": \"task\", \"sleep\": \"1s\" }", MW_ERROR_FORMAT,
    "x.json: $.coroutines.main.steps[1]: found \"sleep\" and \"await\" in one step, expected one step in each object" },
  { "{ \"await\": \"task\" }", "{ \"await\": \"task\", \"to\": 1 }", MW_ERROR_FORMAT,
    "x.json: $.coroutines.main.steps[1]: found \"to\", expected one of the keys \"await\" or \"as\"" },
  { "{ \"await\": \"task\" }", "{ \"await\": \"tusk\" }", MW_ERROR_FORMAT,
    "x.json: $.coroutines.main.steps[1].await: found the text \"tusk\", expected a variable that \"start\" has set with \"as\"" },
  { "{ \"await\": \"task\" }", "{ \"with\": \"door\", \"steps\": [ { \"sleep\": \"1s\" } ] }", MW_ERROR_FORMAT,
    "x.json: $.coroutines.main.steps[1].with: found the text \"door\", expected one of \"gate\", \"web\", \"books\", \"key\", \"pace\" or \"db\"" },
  { "{ \"await\": \"task\" }", "{ \"with\": \"gate\", \"steps\": [] }", MW_ERROR_FORMAT,
    "x.json: $.coroutines.main.steps[1].steps: found a list of 0, expected a list of 1 to 10000" },
  { "{ \"await\": \"task\" }", "{ \"offload\": \"block\", \"for\": \"1s\", \"pool\": \"p\" }", MW_ERROR_FORMAT,
    "x.json: $.coroutines.main.steps[1].pool: found the text \"p\", expected a fitting resource, of which there is none" },
  { "{ \"await\": \"task\" }", "{ \"call\": \"great\" }", MW_ERROR_FORMAT,
    "x.json: $.coroutines.main.steps[1].call: found the text \"great\", expected one of \"greet\" or \"main\"" },
  { "{ \"await\": \"task\" }", "{ \"try\": [ { \"sleep\": \"1s\" } ] }", MW_ERROR_FORMAT,
    "x.json: $.coroutines.main.steps[1]: found neither \"except\" nor \"finally\", expected one of them, or both" },
  { "{ \"await\": \"task\" }", "{ \"repeat\": 1000000000, \"steps\": [ { \"sleep\": \"1s\" } ] }", MW_ERROR_FORMAT,
    "x.json: $.coroutines.main.steps[1].repeat: found the number 1000000000, expected a whole number from 0 to 100000" },
  { "{ \"await\": \"task\" }", "{ \"sleep\": { \"uniform\": [\"2s\", \"1s\"] } }", MW_ERROR_FORMAT,
    "x.json: $.coroutines.main.steps[1].sleep.uniform: found a list of 2, expected two values, the smaller one first" },
  { "{ \"await\": \"task\" }", "{ \"sleep\": { \"list\": [\"2s\"], \"index\": \"a\" } }", MW_ERROR_FORMAT,
    "x.json: $.coroutines.main.steps[1].sleep.index: found the text \"a\", expected a whole number from 0 to 1000000000" },
  { "{ \"await\": \"task\" }", "{ \"set\": \"task\", \"to\": 1 }", MW_ERROR_FORMAT,
    "x.json: $.coroutines.main.steps[1].set: found \"task\", which is a task already, expected a name that is not in use" },
  { "{ \"await\": \"task\" }", "{ \"print\": \"$task\" }", MW_ERROR_FORMAT,
    "x.json: $.coroutines.main.steps[1].print: found $task, which is a task, expected a text" },
  { "\"$wait\" }", "\"$weight\" }", MW_ERROR_FORMAT,
    "x.json: $.coroutines.greet.steps[1].sleep: found \"$weight\", expected $name, $wait, $n, $delay, $mode" },
  { "\"$wait\" }", "\"$name\" }", MW_ERROR_FORMAT,
    "x.json: $.coroutines.greet.steps[1].sleep: found $name, which is a text, expected a duration from 0\u00a0s to 24.00\u00a0h, such as \"240ms\"" },
  { "Hi $name", "Hi $wait", MW_ERROR_FORMAT, "x.json: $.coroutines.greet.steps[0].print: found $wait, which is a duration, expected a text" },
  { "Hi $name", "5 $", MW_ERROR_FORMAT,
    "x.json: $.coroutines.greet.steps[0].print: found a dollar sign without a name, expected \"$name\", \"${name}\", or \"$$\" for the sign itself" },
  { ", \"wait\": \"$delay\" }", " }", MW_ERROR_FORMAT, "x.json: $.coroutines.main.steps[0].arguments.wait: found nothing, expected a duration" },
  { ", \"wait\": \"$delay\" }", ", \"wait\": \"1s\", \"x\": 1 }", MW_ERROR_FORMAT,
    "x.json: $.coroutines.main.steps[0].arguments: found 3 arguments, expected only the 2 of \"greet\"" },
  { "\"wait\": \"duration\"", "\"wait\": \"time\"", MW_ERROR_FORMAT,
    "x.json: $.coroutines.greet.arguments.wait: found the text \"time\", expected one of \"number\", \"duration\", \"text\", \"task\" or \"list\"" },
  { "\"retry\": 3", "\"retry\": 0", MW_ERROR_FORMAT, "x.json: $.coroutines.main.steps[4].retry: found the number 0, expected a whole number from 1 to 1000" },
  { "\"on\": [503]", "\"on\": [200]", MW_ERROR_FORMAT,
    "x.json: $.coroutines.main.steps[4].on[0]: found the number 200, expected \"error\", \"timeout\", \"cancelled\", \"connection\", \"file\", \"database\" or an HTTP status from 400 to 599" },
  { "\"on\": [503]", "\"factor\": 0.5", MW_ERROR_FORMAT, "x.json: $.coroutines.main.steps[4].factor: found the number 0.5, expected a number from 1 to 100" },
  { "\"jitter\": \"none\"", "\"jitter\": \"$n\"", MW_ERROR_FORMAT,
    "x.json: $.coroutines.main.steps[4].jitter: found the text \"$n\", expected one of \"none\", \"equal\" or \"full\"" },
  { "\"session\": \"web\"", "\"session\": \"gate\"", MW_ERROR_FORMAT,
    "x.json: $.coroutines.main.steps[3].session: found the text \"gate\", expected \"web\"" },
  /* files, databases */
#define STEP "x.json: $.coroutines.main.steps[1]"
#define FILE_NAME "expected the name of a file: letters, digits, \".\", \"_\", \"-\" and spaces, no folder, not beginning with a dot, at most 60"
  { "{ \"await\": \"task\" }", "{ \"write-file\": \"a.txt\", \"bytes\": 0, \"disk\": \"tape\" }, { \"read-file\": \"a ${n}.txt\", \"disk\": \"tape\" }", -1, "" },
  { "{ \"await\": \"task\" }", "{ \"write-file\": \"../a\", \"bytes\": 1, \"disk\": \"tape\" }", MW_ERROR_FORMAT,
    STEP ".write-file: found the text \"../a\", " FILE_NAME },
  { "{ \"await\": \"task\" }", "{ \"read-file\": \"$n/a\", \"disk\": \"tape\" }", MW_ERROR_FORMAT,
    STEP ".read-file: found the text \"$n/a\", " FILE_NAME },
  { "{ \"await\": \"task\" }", "{ \"write-file\": \"a\", \"bytes\": 99999999, \"disk\": \"tape\" }", MW_ERROR_FORMAT,
    STEP ".bytes: found the number 99999999, expected a whole number from 0 to 16777216" },
  { "{ \"await\": \"task\" }", "{ \"execute\": \"DELETE FROM t WHERE a = $n\", \"database\": \"books\" }", MW_ERROR_FORMAT,
    STEP ".execute: found the text \"DELETE FROM t WHERE a = $n\", expected SQL without $names: write ? and give the value in \"values\"" },
  { "{ \"await\": \"task\" }", "{ \"execute\": \"DELETE FROM t WHERE a = ? AND b = '?'\", \"values\": [1, \"x\"], \"database\": \"books\" }", MW_ERROR_FORMAT,
    STEP ".execute: found 1 question marks and 2 values, expected as many of these as of those" },
  { "{ \"await\": \"task\" }", "{ \"execute\": \"DELETE FROM t WHERE a = ?\", \"values\": [\"$delay\"], \"database\": \"books\" }", MW_ERROR_FORMAT,
    STEP ".values[0]: found a duration, expected a number or a text" },
  { "{ \"await\": \"task\" }", "{ \"query\": \"SELECT 1\", \"database\": \"books\", \"columns\": {} }", MW_ERROR_FORMAT,
    STEP ".columns: found an object, expected one to ten columns" },
  { "{ \"await\": \"task\" }", "{ \"query\": \"SELECT 1\", \"database\": \"books\", \"columns\": { \"one\": \"duration\" } }", MW_ERROR_FORMAT,
    STEP ".columns.one: found the text \"duration\", expected one of \"number\" or \"text\"" },
  { "{ \"await\": \"task\" }", "{ \"query\": \"SELECT 1\", \"database\": \"books\", \"columns\": { \"task\": \"text\" } }", MW_ERROR_FORMAT,
    STEP ".columns.task: found \"task\", which is a task already, expected a name that is not in use" },
  { "{ \"await\": \"task\" }", "{ \"commit\": \"tape\" }", MW_ERROR_FORMAT, STEP ".commit: found the text \"tape\", expected \"books\"" },
  /* cycles, work */
  { "{ \"await\": \"task\" }", "{ \"call\": \"main\" }", MW_ERROR_FORMAT,
    "x.json: $.coroutines.main.steps[1]: found \"main\", which comes back to itself, expected that at most of one \"start\" after a step that takes time" },
  { "{ \"block\": \"1ms\" }", "{ \"start\": \"main\" }", MW_ERROR_FORMAT,
    "x.json: $.coroutines.greet.steps[2].steps[0]: found \"main\", which comes back to \"greet\", expected that at most of one \"start\" after a step that takes time" },
  { "{ \"await\": \"task\" }", "{ \"sleep\": \"1s\" }, { \"start\": \"main\" }", -1, "" },
  { "{ \"await\": \"task\" }", "{ \"sleep\": \"1s\" }, { \"start\": \"main\" }, { \"start\": \"main\" }", MW_ERROR_FORMAT,
    "x.json: $.coroutines.main.steps[2]: found \"main\", which comes back to itself, expected that at most of one \"start\" after a step that takes time" },
  { "{ \"await\": \"task\" }", "{ \"sleep\": \"$delay\" }, { \"start\": \"main\" }", MW_ERROR_FORMAT,
    "x.json: $.coroutines.main.steps[2]: found \"main\", which comes back to itself, expected that at most of one \"start\" after a step that takes time" },
  { "{ \"await\": \"task\" }", "{ \"repeat\": 100000, \"steps\": [ { \"repeat\": 100000, \"steps\": [ { \"start\": \"greet\", \"arguments\": { \"name\": \"\", \"wait\": \"1s\" } } ] } ] }",
    MW_ERROR_LIMIT, "x.json: the variant \"v\": found 10000000005 tasks, expected at most 100000" },
  { "{ \"await\": \"task\" }", "{ \"repeat\": 100000, \"steps\": [ { \"repeat\": 100000, \"steps\": [ { \"sleep\": \"0s\" } ] } ] }",
    MW_ERROR_LIMIT, "x.json: the variant \"v\": found 10000100028 steps to take, expected at most 10000000" },
  /* variants, claims */
  { "\"entry\": \"main\"", "\"entry\": \"greet\"", MW_ERROR_FORMAT, "x.json: $.variants[0].entry: found the text \"greet\", expected \"main\"" },
  { "\"entry\": \"main\"", "\"entry\": \"main\", \"executor\": \"fibres\"", MW_ERROR_FORMAT,
    "x.json: $.variants[0].executor: found the text \"fibres\", expected one of \"loop\" or \"blocking\"" },
  { "\"entry\": \"main\"", "\"entry\": \"main\", \"executor\": 4", MW_ERROR_FORMAT,
    "x.json: $.variants[0].executor: found the number 4, expected \"loop\", \"blocking\" or {\"threads\": 1 … 256}" },
  { "\"entry\": \"main\"", "\"entry\": \"main\", \"executor\": { \"threads\": 0 }", MW_ERROR_FORMAT,
    "x.json: $.variants[0].executor.threads: found the number 0, expected a whole number from 1 to 256" },
  { "\"entry\": \"main\"", "\"entry\": \"main\", \"set\": { \"m\": 1 }", MW_ERROR_FORMAT,
    "x.json: $.variants[0].set: found an object, expected only names of parameters as keys" },
  { "\"entry\": \"main\"", "\"entry\": \"main\", \"set\": { \"n\": 12 }", MW_ERROR_FORMAT,
    "x.json: $.variants[0].set.n: found the number 12, expected a whole number from 0 to 10" },
  { "\"variant\": \"v\"", "\"variant\": \"w\"", MW_ERROR_FORMAT, "x.json: $.claims[0].variant: found the text \"w\", expected \"v\"" },
  { "\"measure\": \"makespan\"", "\"measure\": \"makespan\", \"subject\": \"A\"", MW_ERROR_FORMAT,
    "x.json: $.claims[0].subject: found the text \"A\", expected nothing: this measure is about the whole run" },
  { "\"measure\": \"makespan\"", "\"measure\": \"max-in-use\"", MW_ERROR_FORMAT,
    "x.json: $.claims[0].expected: found the text \"1s\", expected a whole number from 0 to 1000000000" },
  { "\"expected\": \"1s\"", "\"expected\": 1", MW_ERROR_FORMAT, "x.json: $.claims[0].expected: found the number 1, expected a duration such as \"6s\"" },
  /* tasks, groups, streams */
  FINE ("{ \"yield\": true }, { \"for-each\": [1, 2], \"as\": \"e\", \"steps\": [ { \"yield\": true } ] }"),
  TASKS ("{ \"yield\": false }", MW_ERROR_FORMAT, ": found \"yield\": false, expected true, or no such step"),
  TASKS ("{ \"for-each\": 3, \"as\": \"e\", \"steps\": [ { \"yield\": true } ] }", MW_ERROR_FORMAT,
        ".for-each: found the number 3, expected a variable that holds a list, or its elements in brackets"),
  TASKS ("{ \"for-each\": [1, \"1s\"], \"as\": \"e\", \"steps\": [ { \"yield\": true } ] }", MW_ERROR_FORMAT,
        ".for-each[1]: found the text \"1s\", expected a whole number from -1000000000 to 1000000000"),
  TASKS ("{ \"for-each\": \"$delay\", \"as\": \"e\", \"steps\": [ { \"yield\": true } ] }", MW_ERROR_FORMAT,
        ".for-each: found $delay, which is a duration, expected a variable that holds a list, or its elements in brackets"),
  FINE ("{ \"group\": \"tg\", \"steps\": [ { \"start\": \"greet\", \"in\": \"tg\", \"arguments\": { \"name\": \"B\", \"wait\": \"1s\" } } ] }"),
  TASKS ("{ \"start\": \"main\", \"in\": \"tg\" }", MW_ERROR_FORMAT, ".in: found the text \"tg\", expected the name of a \"group\" around this step"),
  { "{ \"await\": \"task\" }", "{ \"group\": \"tg\", \"steps\": [ { \"yield\": true } ] }, { \"start\": \"main\", \"in\": \"tg\" }", MW_ERROR_FORMAT,
    "x.json: $.coroutines.main.steps[2].in: found the text \"tg\", expected the name of a \"group\" around this step" },
  TASKS ("{ \"group\": \"tg\", \"steps\": [ { \"print\": \"$tg\" } ] }", MW_ERROR_FORMAT,
        ".steps[0].print: found $tg, which is a group, expected a text"),
  FINE ("{ \"set\": \"over\", \"to\": { \"done\": \"task\" } }"),
  TASKS ("{ \"set\": \"over\", \"to\": { \"done\": \"tusk\" } }", MW_ERROR_FORMAT,
        ".to.done: found the text \"tusk\", expected a variable that \"start\" has set with \"as\""),
  TASKS ("{ \"batches\": [ { \"call\": \"main\" } ], \"size\": 0 }", MW_ERROR_FORMAT, ".size: found the number 0, expected a whole number from 1 to 100000"),
  TASKS ("{ \"arrivals\": 3, \"every\": \"1s\" }", MW_ERROR_FORMAT, ".call: found nothing, expected coroutine"),
  GENERATOR ("{ \"emit\": 1 }", LISTEN, -1, ""),
  GENERATOR ("{ \"yield\": true }", LISTEN, MW_ERROR_FORMAT,
             "x.json: $.coroutines.main.steps[0]: found \"gen\", expected a coroutine that has an \"emit\""),
  GENERATOR ("{ \"emit\": 1 }", "{ \"call\": \"gen\" }", MW_ERROR_FORMAT,
             "x.json: $.coroutines.main.steps[0]: found \"gen\", expected a coroutine without \"emit\"; one that emits is run by \"stream\""),
  GENERATOR ("{ \"emit\": 1 }, { \"return\": 2 }", LISTEN, MW_ERROR_FORMAT,
             "x.json: $.coroutines.gen.steps[1]: found \"return\", expected none in a coroutine that emits"),
  GENERATOR ("{ \"try\": [ { \"yield\": true } ], \"finally\": [ { \"emit\": 1 } ] }", LISTEN, MW_ERROR_FORMAT,
             "x.json: $.coroutines.gen.steps[0].finally[0]: found \"emit\", expected it outside \"finally\" and \"group\""),
  GENERATOR ("{ \"repeat\": 100000, \"steps\": [ { \"emit\": 1 } ] }", "{ \"repeat\": 1000, \"steps\": [ " LISTEN " ] }", MW_ERROR_LIMIT,
             "x.json: the variant \"v\": found 200002029 steps to take, expected at most 10000000"),
  { "\"variants\"", "\"time-scale\": 0, \"variants\"", MW_ERROR_FORMAT, "x.json: $.time-scale: found the number 0, expected a whole number from 1 to 1000000" },
  /* what is shared */
  FINE ("{ \"with\": \"key\", \"steps\": [ { \"put\": \"orders\", \"sentinel\": true }, { \"take\": \"orders\", \"as\": \"order\" } ] }"),
  FINE ("{ \"cached\": \"memo\", \"key\": \"$n\", \"steps\": [ { \"read\": \"total\", \"as\": \"t\" } ], \"value\": \"$t\", \"as\": \"kept\" }"),
  TASKS ("{ \"put\": \"orders\" }", MW_ERROR_FORMAT,
         ": found an object, expected either \"item\" or \"sentinel\": true"),
  TASKS ("{ \"put\": \"orders\", \"item\": 1, \"sentinel\": true }", MW_ERROR_FORMAT,
         ": found an object, expected either \"item\" or \"sentinel\": true"),
  TASKS ("{ \"put\": \"orders\", \"sentinel\": false }", MW_ERROR_FORMAT,
         ": found an object, expected either \"item\" or \"sentinel\": true"),
  TASKS ("{ \"put\": \"orders\", \"item\": [1] }", MW_ERROR_FORMAT,
         ".item: found a list of 1, expected a value"),
  TASKS ("{ \"put\": \"gate\", \"item\": 1 }", MW_ERROR_FORMAT,
         ".put: found the text \"gate\", expected \"orders\""),
  TASKS ("{ \"take\": \"key\" }", MW_ERROR_FORMAT,
         ".take: found the text \"key\", expected \"orders\""),
  TASKS ("{ \"take\": \"orders\", \"as\": \"task\" }", MW_ERROR_FORMAT,
         ".as: found \"task\", which is a task already, expected a name that is not in use"),
  TASKS ("{ \"consume\": \"orders\" }", MW_ERROR_FORMAT,
         ".steps: found nothing, expected steps"),
  TASKS ("{ \"consume\": \"orders\", \"done\": 1, \"steps\": [ { \"sleep\": \"0s\" } ] }", MW_ERROR_FORMAT,
         ".done: found the number 1, expected true or false"),
  TASKS ("{ \"task-done\": \"bell\" }", MW_ERROR_FORMAT,
         ".task-done: found the text \"bell\", expected \"orders\""),
  TASKS ("{ \"join\": \"task\" }", MW_ERROR_FORMAT,
         ".join: found the text \"task\", expected \"orders\""),
  TASKS ("{ \"signal\": \"orders\" }", MW_ERROR_FORMAT,
         ".signal: found the text \"orders\", expected \"bell\""),
  TASKS ("{ \"wait\": \"bell\", \"as\": \"x\" }", MW_ERROR_FORMAT,
         ": found \"as\", expected only the key \"wait\""),
  TASKS ("{ \"read\": \"total\" }", MW_ERROR_FORMAT,
         ".as: found nothing, expected new variable"),
  TASKS ("{ \"read\": \"memo\", \"as\": \"m\" }", MW_ERROR_FORMAT,
         ".read: found the text \"memo\", expected \"total\""),
  TASKS ("{ \"write\": \"total\" }", MW_ERROR_FORMAT,
         ".to: found nothing, expected number"),
  TASKS ("{ \"write\": \"total\", \"to\": \"many\" }", MW_ERROR_FORMAT,
         ".to: found the text \"many\", expected a whole number from -1000000000 to 1000000000"),
  TASKS ("{ \"write\": \"total\", \"to\": \"$task\" }", MW_ERROR_FORMAT,
         ".to: found $task, which is a task, expected a whole number from -1000000000 to 1000000000"),
  TASKS ("{ \"write\": \"total\", \"to\": { \"sum\": [\"$n\"] } }", MW_ERROR_FORMAT,
         ".to.sum: found a list of 1, expected a list of 2 to 10"),
  TASKS ("{ \"open\": \"key\" }", MW_ERROR_FORMAT,
         ".open: found the text \"key\", expected \"db\""),
  TASKS ("{ \"close\": \"web\" }", MW_ERROR_FORMAT,
         ".close: found the text \"web\", expected \"db\""),
  TASKS ("{ \"with\": \"orders\", \"steps\": [ { \"sleep\": \"0s\" } ] }", MW_ERROR_FORMAT,
         ".with: found the text \"orders\", expected one of \"gate\", \"web\", \"books\", \"key\", \"pace\" or \"db\""),
  TASKS ("{ \"cached\": \"memo\", \"steps\": [ { \"sleep\": \"0s\" } ] }", MW_ERROR_FORMAT,
         ".key: found nothing, expected any value"),
  TASKS ("{ \"cached\": \"memo\", \"key\": \"a\" }", MW_ERROR_FORMAT,
         ".steps: found nothing, expected steps"),
  TASKS ("{ \"cached\": \"total\", \"key\": \"a\", \"steps\": [ { \"sleep\": \"0s\" } ] }", MW_ERROR_FORMAT,
         ".cached: found the text \"total\", expected \"memo\""),
  { "\"bound\": 4", "\"bound\": -1", MW_ERROR_FORMAT,
    "x.json: $.resources.orders.bound: found the number -1, expected a whole number from 0 to 100000" },
  { "\"rate\": 5", "\"rate\": 0", MW_ERROR_FORMAT,
    "x.json: $.resources.pace.rate: found the number 0, expected a whole number from 1 to 100000" },
  { "\"rate\": 5", "\"rate\": \"$n\"", MW_ERROR_FORMAT,
    "x.json: $.resources.pace.rate: found $n, which may be from 0 to 10, expected a whole number from 1 to 100000" },
  { "\"rate\": 5", "\"rate\": 5, \"per\": \"0s\"", MW_ERROR_FORMAT,
    "x.json: $.resources.pace.per: found the text \"0s\", expected a duration from 1\u00a0ns to 24.00\u00a0h, such as \"240ms\"" },
  { "\"burst\": 1", "\"burst\": 0", MW_ERROR_FORMAT,
    "x.json: $.resources.pace.burst: found the number 0, expected a whole number from 1 to 100000" },
  { ", \"burst\": 1", "", MW_ERROR_FORMAT,
    "x.json: $.resources.pace.burst: found nothing, expected number" },
  { "\"type\": \"lock\"", "\"type\": \"lock\", \"permits\": 1", MW_ERROR_FORMAT,
    "x.json: $.resources.key: found \"permits\", expected only the key \"type\"" },
  { "\"initial\": 0", "\"initial\": \"1s\"", MW_ERROR_FORMAT,
    "x.json: $.resources.total.initial: found the text \"1s\", expected a whole number from -1000000000 to 1000000000" },
  { "\"open\": \"1ms\"", "\"open\": \"-1ms\"", MW_ERROR_FORMAT,
    "x.json: $.resources.db.open: found the text \"-1ms\", expected a duration from 0\u00a0s to 24.00\u00a0h, such as \"240ms\"" },
  { "\"ttl\": \"60s\"", "\"ttl\": 60", MW_ERROR_FORMAT,
    "x.json: $.resources.memo.ttl: found the number 60, expected a duration from 0\u00a0s to 24.00\u00a0h, such as \"240ms\"" },
  { "\"ttl\": \"60s\"", "\"single-flight\": 1", MW_ERROR_FORMAT,
    "x.json: $.resources.memo.single-flight: found the number 1, expected true or false" },
  /* beats */
  BEATS ("{ \"caption\": \"C\", \"event\": \"ended\", \"task\": \"A\", \"variant\": \"v\", \"index\": 2 }, { \"caption\": \"C\", \"at\": \"1s\" }", -1, ""),
  /* guides */
  PART (TWO ("{ \"answer\": \"A\", \"question\": \"b\" }", END), -1, ""),
  PART (TWO (END, END), MW_ERROR_FORMAT, "x.json: $.guide[1]: found an object, expected a question to which an earlier answer leads"),
  PART (TWO ("{ \"answer\": \"A\", \"question\": \"a\" }", END), MW_ERROR_FORMAT,
        "x.json: $.guide[0].answers[1].question: found the text \"a\", expected \"b\""),
  PART (TWO ("{ \"answer\": \"A\", \"question\": \"b\" }", "{ \"answer\": \"A\", \"question\": \"b\" }"), MW_ERROR_FORMAT,
        "x.json: $.guide[1].answers[1].question: found the text \"b\", expected a later question, of which there is none"),
  PART (TWO ("{ \"answer\": \"A\" }", END), MW_ERROR_FORMAT,
        "x.json: $.guide[0].answers[1]: found neither \"question\" nor \"scenario\", expected one of them"),
  PART (TWO ("{ \"answer\": \"A\", \"question\": \"b\", \"scenario\": \"x\" }", END), MW_ERROR_FORMAT,
        "x.json: $.guide[0].answers[1]: found \"question\" and \"scenario\", expected one of them"),
  PART (TWO ("{ \"answer\": \"A\", \"question\": \"b\", \"advice\": \"x\" }", END), MW_ERROR_FORMAT,
        "x.json: $.guide[0].answers[1].advice: found the text \"x\", expected nothing: it is given at the end"),
  PART (TWO ("{ \"answer\": \"A\", \"scenario\": \"x\" }", END), MW_ERROR_FORMAT,
        "x.json: $.guide[0].answers[1].advice: found nothing, expected a text, or an object with the texts \"en\" and \"fr\""),
  PART ("\"guide\": []", MW_ERROR_FORMAT, "x.json: $.guide: found a list of 0, expected a list of 1 to 20"),
  PART ("\"quoted\": [ { \"label\": \"L\", \"percent\": -80 } ]", -1, ""),
  PART ("\"quoted\": [ { \"label\": \"L\", \"percent\": -101 } ]", MW_ERROR_FORMAT,
        "x.json: $.quoted[0].percent: found the number -101, expected a whole number from -100 to 1000"),
  BEATS ("{ \"at\": \"1s\" }", MW_ERROR_FORMAT, "x.json: $.beats[0].caption: found nothing, expected text in one or two languages"),
  BEATS ("{ \"caption\": \"C\" }", MW_ERROR_FORMAT, "x.json: $.beats[0]: found neither \"at\" nor \"event\", expected one of them"),
  BEATS ("{ \"caption\": \"C\", \"at\": \"1s\", \"event\": \"ended\" }", MW_ERROR_FORMAT,
         "x.json: $.beats[0]: found \"at\" and \"event\", expected one of them"),
  BEATS ("{ \"caption\": \"C\", \"at\": 1 }", MW_ERROR_FORMAT, "x.json: $.beats[0].at: found the number 1, expected a duration such as \"6s\""),
  BEATS ("{ \"caption\": \"C\", \"at\": \"25h\" }", MW_ERROR_FORMAT,
         "x.json: $.beats[0].at: found the text \"25h\", expected a duration such as \"6s\""),
  BEATS ("{ \"caption\": \"C\", \"at\": \"1s\", \"index\": 2 }", MW_ERROR_FORMAT,
         "x.json: $.beats[0].index: found the number 2, expected nothing: a time comes once"),
  BEATS ("{ \"caption\": \"C\", \"event\": \"slept\" }", MW_ERROR_FORMAT,
         "x.json: $.beats[0].event: found the text \"slept\", expected one of \"created\", \"started\", \"suspended\", \"waiting\", \"woken\", \"resumed\", \"printed\", "
         "\"ended\", \"loop-idle\" or \"run-ended\""),
  BEATS ("{ \"caption\": \"C\", \"event\": \"ended\" }", MW_ERROR_FORMAT,
         "x.json: $.beats[0].task: found nothing, expected a text, or an object with the texts \"en\" and \"fr\""),
  BEATS ("{ \"caption\": \"C\", \"event\": \"loop-idle\", \"task\": \"A\" }", MW_ERROR_FORMAT,
         "x.json: $.beats[0].task: found the text \"A\", expected nothing: it does not happen to a task"),
  BEATS ("{ \"caption\": \"C\", \"event\": \"ended\", \"task\": \"A\", \"index\": 0 }", MW_ERROR_FORMAT,
         "x.json: $.beats[0].index: found the number 0, expected a whole number from 1 to 1000000"),
  BEATS ("{ \"caption\": \"C\", \"variant\": \"w\", \"at\": \"1s\" }", MW_ERROR_FORMAT,
         "x.json: $.beats[0].variant: found the text \"w\", expected \"v\""),
};

static char *
replaced (const char *from, const char *to)
{
  const char *place = strstr (good, from);

  g_assert_nonnull (place);
  return g_strdup_printf ("%.*s%s%s", (int) (place - good), good, to, place + strlen (from));
}

static MwScenario *
parse (const char *text, gssize length, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, length < 0 ? strlen (text) : (gsize) length);

  return mw_scenario_parse (bytes, "x.json", error);
}

/* MESSAGE with the names of the steps put in. */
static char *
with_names (const char *message)
{
  g_auto (GStrv) parts = g_strsplit (message, NAMES, 2);
  g_autoptr (GString) names = g_string_new (NULL);
  guint n;
  const MwFormat *steps = mw_format_get_steps (&n);

  for (guint i = 0; i < n; i++)
    g_string_append_printf (names, "%s\"%s\"", i == 0 ? "" : i < n - 1 ? ", " : " or ", steps[i].name);
  return g_strjoinv (names->str, parts);
}

static void
test_rows (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = replaced (rows[i].from, rows[i].to), *message = with_names (rows[i].message);
      g_autoptr (GError) error = NULL;
      g_autoptr (MwScenario) scenario = parse (text, -1, &error);

      g_assert_cmpstr (error != NULL ? error->message : "", ==, message);
      if (rows[i].code < 0)
        g_assert_nonnull (scenario);
      else
        g_assert_error (error, MW_ERROR, rows[i].code);
    }
}

static void
test_whole_files (void)
{
  static const struct { const char *text; gssize length; const char *message; } files[] = {
    { "", 0, "x.json: found an empty file, expected a scenario" },
    { " \n ", 3, "x.json: found an empty file, expected a scenario" },
    { "\xef\xbb\xbf[]", 5, "x.json: $: found a list of 0, expected an object" },
    { "[]", 2, "x.json: $: found a list of 0, expected an object" },
    { "{}", 2, "x.json: $.format: found nothing, expected \"meanwhile-scenario/1\"" },
    { "null", 4, "x.json: $: found null, expected an object" },
    { "{\"a\0\": 1}", 9, "x.json:1:4: found the byte 0x00, expected text in UTF-8" },
    { "\xff\xfe{\0}\0", 6, "x.json:1:1: found the byte 0xff, expected text in UTF-8" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (parse (files[i].text, files[i].length, &error));
      g_assert_cmpstr (error->message, ==, files[i].message);
    }
}

/* What would overflow a stack or fill the memory is refused before a tree is made of it. */
static void
test_limits (void)
{
  g_autoptr (GString) deep = g_string_new (NULL);
  g_autoptr (GString) text = g_string_new ("[\"");
  g_autoptr (GString) many = g_string_new ("[0");
  g_autofree char *large = g_malloc ((16u << 20) + 1);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 100000; i++)
    g_string_append_c (deep, '[');
  g_assert_null (parse (deep->str, -1, &error));
  g_assert_cmpstr (error->message, ==, "x.json:1:65: found more than 64 levels of nesting");
  g_assert_error (error, MW_ERROR, MW_ERROR_LIMIT);
  g_clear_error (&error);
  for (guint i = 0; i < 70000; i++)
    g_string_append_c (text, 'a');
  g_string_append (text, "\"]");
  g_assert_null (parse (text->str, -1, &error));
  g_assert_cmpstr (error->message, ==, "x.json:1:2: found a text of more than 65536 bytes");
  g_clear_error (&error);
  for (guint i = 0; i < 200000; i++)
    g_string_append (many, ",0");
  g_string_append_c (many, ']');
  g_assert_null (parse (many->str, -1, &error));
  g_assert_error (error, MW_ERROR, MW_ERROR_LIMIT);
  g_clear_error (&error);
  memset (large, ' ', (16u << 20) + 1);
  g_assert_null (parse (large, (16 << 20) + 1, &error));
  g_assert_cmpstr (error->message, ==, "x.json: found 16777217 bytes, expected at most 16777216");
}

static void
test_load (void)
{
  g_autofree char *folder = g_dir_make_tmp ("mw-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "x.json", NULL);
  g_autofree char *expected = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (MwScenario) scenario = NULL;

  g_assert_null (mw_scenario_load (path, &error));
  g_assert_error (error, MW_ERROR, MW_ERROR_FILE);
  g_assert_true (g_str_has_prefix (error->message, path));
  g_clear_error (&error);
  g_assert_null (mw_scenario_load (folder, &error));
  expected = g_strdup_printf ("%s is a folder, expected a scenario file", folder);
  g_assert_cmpstr (error->message, ==, expected);
  g_clear_error (&error);
  g_assert_null (mw_scenario_load ("/dev/null", &error));
  g_assert_cmpstr (error->message, ==, "/dev/null is not a regular file, expected a scenario file");
  g_clear_error (&error);
  g_assert_true (g_file_set_contents (path, good, -1, NULL));
  scenario = mw_scenario_load (path, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (mw_scenario_get_id (scenario), ==, "x");
  g_unlink (path);
  g_rmdir (folder);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions ();
  g_test_add_func ("/refusals/rows", test_rows);
  g_test_add_func ("/refusals/whole-files", test_whole_files);
  g_test_add_func ("/refusals/limits", test_limits);
  g_test_add_func ("/refusals/load", test_load);
  return g_test_run ();
}
