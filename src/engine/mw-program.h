/* SPDX-FileCopyrightText: 2026 The Meanwhile authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mw-event.h"
#include "mw-trace.h"

G_BEGIN_DECLS

/* A program is plain data: what one variant of a scenario does, with every parameter already put in.
 * The scenario layer writes it, the engine reads it and never changes it.  Everything in it lives in the
 * program's own arena (mw_program_alloc, mw_program_intern), so that nothing is freed one by one. */

#define MW_PROGRAM_MAX_OPERANDS 6
#define MW_PROGRAM_MAX_BLOCKS   3
#define MW_QUERY_MAX_ROWS       1000
#define MW_NO_SLOT              G_MAXUINT16

typedef struct _MwProgram MwProgram;
typedef struct _MwStep    MwStep;
typedef struct _MwOperand MwOperand;

typedef enum
{
  MW_VALUE_NONE,
  MW_VALUE_NUMBER,   /* an integer; a duration is one in ns */
  MW_VALUE_TEXT,     /* interned; never freed before its engine */
  MW_VALUE_TASK,     /* a task id */
  MW_VALUE_LIST,     /* results of a gather */
} MwValueType;

typedef struct _MwList MwList;

typedef struct
{
  MwValueType type;
  union
  {
    gint64      number;
    const char *text;
    MwList     *list;   /* owned by the engine, freed with it */
  };
} MwValue;

struct _MwList
{
  guint   n_values;
  MwValue values[];
};

typedef enum
{
  MW_OPERAND_NONE,        /* not given: the step's default */
  MW_OPERAND_CONSTANT,    /* value */
  MW_OPERAND_SLOT,        /* the frame's variable *slot* */
  MW_OPERAND_ITEM,        /* items[index % n_items]; index is the operand *index* (a number) */
  MW_OPERAND_UNIFORM,     /* drawn from [low, high), both ns or both integers */
  MW_OPERAND_EXPONENTIAL, /* drawn with mean low */
  MW_OPERAND_TEMPLATE,    /* items as text, one after the other */
  MW_OPERAND_GROUP,       /* items that the step reads one by one; no value of its own */
  MW_OPERAND_LIST,        /* a list of items */
  MW_OPERAND_DONE,        /* "True" when the task in variable *slot* has ended, else "False" */
  MW_OPERAND_SUM,         /* items, numbers, added */
} MwOperandKind;

/* Draws are keyed by seed, site, and the frame's coroutine with its arguments, and counted within the frame:
 * all variants of a race draw the same delays, in whatever order their tasks come to run. */
struct _MwOperand
{
  MwOperandKind    kind;
  MwValue          value;
  guint            slot;
  const MwOperand *index;
  const MwOperand *items;
  guint            n_items;
  gint64           low;
  gint64           high;
  guint32          site;   /* of a draw: unique in the scenario and the same in all its variants */
};

typedef enum
{
  /* operand[] and the rest, per op.  Durations are ns. */
  MW_OP_SLEEP,     /* 0: duration; 0 ns yields once */
  MW_OP_BLOCK,     /* 0: duration of a blocking call, made on the calling thread */
  MW_OP_COMPUTE,   /* 0: CPU time used on the calling thread */
  MW_OP_PRINT,     /* 0: text */
  MW_OP_CALL,      /* spawns[0]: coroutine and arguments; run within this task; slot: its result */
  MW_OP_START,     /* spawns[0]; slot: the new task; 0: the variable of the group that it belongs to, or not given */
  MW_OP_AWAIT,     /* 0: task; slot: its result; raises what it raised */
  MW_OP_CANCEL,    /* 0: task */
  MW_OP_GATHER,    /* spawns[]; flags: MW_GATHER_COLLECT; slot: list of results */
  MW_OP_WITH,      /* ref: resource (semaphore, lock, limiter, scope, session); block[0] */
  MW_OP_TIMEOUT,   /* 0: duration; block[0] */
  MW_OP_RETRY,     /* 0: attempts, 1: base, 2: factor × 1000, 3: cap (0: none), 4: MwJitter, site of 1: draw; codes; block[0] */
  MW_OP_RAISE,     /* 0: text */
  MW_OP_TRY,       /* block[0]: body, block[1]: except (codes; may be empty), block[2]: finally */
  MW_OP_GET,       /* ref: session, 0: path, 1: accept every status? (0/1); slot: status */
  MW_OP_POST,      /* as MW_OP_GET; 2: text that is sent */
  MW_OP_OFFLOAD,   /* ref: pool (0: the default pool), 0: duration, 1: MwOffload */
  MW_OP_REPEAT,    /* 0: times; slot: index 0, 1 …; block[0] */
  MW_OP_RETURN,    /* 0: value */
  MW_OP_SET,       /* 0: value; slot */
  MW_OP_WRITE_FILE, /* ref: disk, 0: name, 1: bytes */
  MW_OP_READ_FILE, /* ref: disk, 0: name; slot: bytes */
  MW_OP_EXECUTE,   /* ref: database, 0: SQL, 1: group of values; slot: rows that it changed */
  MW_OP_QUERY,     /* ref: database, 0: SQL, 1: group of values, 2: group of columns, the slots that take them, whose
                    * value.type is wanted; flags: MW_QUERY_EACH; block[0]: for each row */
  MW_OP_COMMIT,    /* ref: database */
  MW_OP_YIELD,     /* lets the others go first: a sleep of 0 */
  MW_OP_AS_COMPLETED, /* spawns[]; flags: MW_GATHER_COLLECT; slot: one result; block[0], once for each in the order of their ends */
  MW_OP_GROUP,     /* slot: by which a start names it; block[0] */
  MW_OP_SHIELD,    /* spawns[0]; slot: its result */
  MW_OP_FORGET,    /* spawns[0], which never starts; slot: the coroutine as text */
  MW_OP_FOR_EACH,  /* 0: list; slot: its element; block[0] */
  MW_OP_EMIT,      /* 0: value, for the stream that runs this coroutine */
  MW_OP_STREAM,    /* spawns[0]; slot: what it emits; block[0] */
  MW_OP_BATCHES,   /* spawns[], 0: how many at once; flags and slot as of a gather */
  MW_OP_ARRIVALS,  /* spawns[0], 1: the pause between two; flags and slot as of a gather */
  MW_OP_CONNECT,   /* ref: room, 0: number of the client; block[0] while it is connected */
  MW_OP_RECEIVE,   /* ref: room, 0: client; slot: number of the message */
  MW_OP_SEND,      /* ref: room, 0: text, 1: client */
  MW_OP_BROADCAST, /* ref: room, 0: text, 1: MwBroadcast, 2: patience (0: none) */
  MW_OP_OPEN,      /* ref: scope */
  MW_OP_CLOSE,     /* ref: scope */
  MW_OP_PUT,       /* ref: queue, 0: item; NONE: a sentinel */
  MW_OP_TAKE,      /* ref: queue; slot: item */
  MW_OP_CONSUME,   /* ref: queue; slot: item; flags: MW_CONSUME_DONE; block[0], until a sentinel comes */
  MW_OP_TASK_DONE, /* ref: queue */
  MW_OP_JOIN,      /* ref: queue */
  MW_OP_SIGNAL,    /* ref: event */
  MW_OP_WAIT,      /* ref: event */
  MW_OP_READ,      /* ref: value; slot */
  MW_OP_WRITE,     /* ref: value, 0: number */
  MW_OP_CACHED,    /* ref: cache, 0: key, 1: value, known after the block; slot: value; block[0]: on a miss */
  MW_N_OPS
} MwOp;

typedef enum { MW_JITTER_NONE, MW_JITTER_EQUAL, MW_JITTER_FULL } MwJitter;
typedef enum { MW_OFFLOAD_BLOCK, MW_OFFLOAD_COMPUTE } MwOffload;
typedef enum { MW_BROADCAST_TOGETHER, MW_BROADCAST_ONE_BY_ONE, MW_BROADCAST_QUEUED } MwBroadcast;

#define MW_GATHER_COLLECT (1 << 0)   /* return_exceptions=True */
#define MW_QUERY_EACH     (1 << 0)   /* all rows, not just the first */
#define MW_TRY_EXCEPT     (1 << 0)   /* there is an except clause, be it empty */
#define MW_CONSUME_DONE   (1 << 0)   /* task_done () for each item when its block has ended, and for the sentinel */

/* What may go wrong in a task.  HTTP statuses stand for themselves (404, 503 …) among the codes. */
typedef enum
{
  MW_FAULT_NONE = 0,
  MW_FAULT_ERROR = 1,       /* raised by the scenario */
  MW_FAULT_TIMEOUT = 2,
  MW_FAULT_CANCELLED = 3,
  MW_FAULT_CONNECTION = 4,  /* no host, refused, not trusted, reset, cut, not HTTP */
  MW_FAULT_FILE = 5,        /* not there, no room, not allowed */
  MW_FAULT_DATABASE = 6,    /* what SQLite refused */
  MW_FAULT_REDIRECTS = 7,   /* too many */
  MW_FAULT_BODY = 8,        /* came whole, but is too large or not text */
  MW_FAULT_HTTP_FIRST = 100 /* an HTTP status from here on */
} MwFault;

typedef struct
{
  MwStep *steps;
  guint   n_steps;
} MwBlock;

typedef struct
{
  guint            coroutine;    /* index */
  const MwOperand *arguments;    /* evaluated in the spawner's frame */
  guint            n_arguments;
  MwOperand        times;        /* how many; NONE: one */
  guint16          loop_slot;    /* of the spawner: 0, 1 … while the arguments are evaluated; MW_NO_SLOT */
} MwSpawn;

struct _MwStep
{
  MwOp       op;
  guint32    id;                 /* 1, 2 … in the order of the scenario's text, the same in all variants */
  guint32    ref;                /* resource id (index + 1); 0: none */
  guint16    slot;               /* variable that takes the result; MW_NO_SLOT */
  guint16    flags;
  MwOperand  operand[MW_PROGRAM_MAX_OPERANDS];
  MwBlock    block[MW_PROGRAM_MAX_BLOCKS];
  MwSpawn   *spawns;
  guint      n_spawns;
  const int *codes;              /* retry, except: MwFault or HTTP status; none: every fault but cancellation */
  guint      n_codes;
};

typedef struct
{
  const char *name;
  MwOperand   task_name;         /* of a task that starts here; NONE: NAME and a number */
  guint       n_arguments;       /* slots 0 … n − 1 */
  guint       n_slots;
  MwBlock     body;
} MwCoroutine;

/* What a service may do to some of its requests instead of answering well. */
typedef enum
{
  MW_SERVICE_WELL,
  MW_SERVICE_STATUS,       /* answers STATUS, in its time */
  MW_SERVICE_DOWN,         /* 503 at the door: takes no place */
  MW_SERVICE_HANG,         /* never answers, but keeps its place */
  MW_SERVICE_LATE,         /* the first byte comes after DURATION, whatever the latency */
  MW_SERVICE_SLOW_BODY,    /* the body comes in pieces and takes DURATION */
  MW_SERVICE_HALF_BODY,    /* the connection ends in the middle of the body */
  MW_SERVICE_WRONG_LENGTH, /* the head promises more than comes, and the connection stays open */
  MW_SERVICE_HUGE_BODY,    /* more than a client should read */
  MW_SERVICE_NOT_UTF8,     /* a body that is no text */
  MW_SERVICE_RESET,        /* the connection is reset instead */
  MW_SERVICE_REDIRECT,     /* to the story TO; to itself: for ever */
  MW_N_SERVICE_FAULTS
} MwServiceFaultKind;

typedef struct
{
  guint         kind;      /* MwServiceFaultKind */
  const gint64 *items;     /* the stories that it concerns */
  guint         n_items;   /* 0: everything that is asked for */
  guint         status;
  guint         to;
  gint64        duration;
  gint64        from;      /* ns since the run began … */
  gint64        until;     /* … until then */
} MwServiceFault;

/* Whom a client finds that wants to connect. */
typedef enum
{
  MW_DOOR_OPEN,
  MW_DOOR_REFUSED,         /* nobody listens */
  MW_DOOR_NO_HOST,         /* the name does not resolve */
  MW_DOOR_FOREIGN,         /* somebody with another certificate */
} MwDoorKind;

/* How the lab answers; read by the lab server and by the simulated services alike. */
typedef struct
{
  gint64       latency;          /* ns from request to first byte */
  gint64       jitter;           /* ns; uniform in ± jitter around latency */
  guint        capacity;         /* requests served at once, the rest queue; 0: no limit */
  gint64       handshake;        /* ns that a new connection waits before it is served, as for a TLS handshake */
  guint        door;             /* MwDoorKind */
  gint64       list_latency;     /* of /v0/topstories.json; −1: as the rest */
  guint        items;            /* stories there are: ids 1 … items; others are 404 */
  guint        rate_limit;       /* requests a second, above it 429; 0: none */
  gint64       retry_after;      /* ns, with 429 and 503 */
  const MwServiceFault *faults;  /* the first that concerns a request is what happens to it */
  guint        n_faults;
  const char *const *real;       /* what it stands for on the network: one to put paths after, or that of each story */
  guint        n_real;           /* 0: it is nowhere but in the lab */
} MwServiceSpec;

/* How statements reach a database. */
typedef enum { MW_DRIVER_THREAD, MW_DRIVER_BLOCKING } MwDriver;

/* What a disk and a database take on top of what the machine's own take. */
typedef struct
{
  gint64 latency;                /* ns for each operation */
  gint64 per_megabyte;           /* ns, of a disk */
  gint64 capacity;               /* bytes, of a disk */
  guint  driver;                 /* MwDriver, of a database */
} MwStorageSpec;
/* How the clients of a WebSocket room behave; read by the lab server and by the model alike.  They are numbered 1, 2 … */
typedef struct
{
  gint64        latency;           /* ns that a client takes to write a message, once it is listened to */
  gint64        send;              /* ns from sending a message until its client has it */
  gint64        slow_send;         /* the same for slow_clients */
  const gint64 *slow_clients;
  guint         n_slow_clients;
  const gint64 *refused_clients;   /* whose connections are refused with 403 */
  guint         n_refused_clients;
  const gint64 *cut_clients;       /* who are gone without a farewell after cut_after messages of theirs */
  guint         n_cut_clients;
  guint         cut_after;
} MwRoomSpec;

typedef struct
{
  const char    *name;
  MwResourceKind kind;
  gint64         limit;          /* permits, slots, workers; connections of a database, bound of a queue, burst of a limiter */
  gint64         rate, per;      /* of a limiter: tokens in so many ns */
  gint64         initial;        /* of a value */
  gint64         open_cost, close_cost; /* ns; of a scope; the first also of a cache: what asking costs */
  gint64         ttl;            /* ns; of a cache */
  guint          single_flight;  /* of a cache: 0 or 1 */
  MwServiceSpec  service;        /* of a service */
  guint32        service_ref;    /* of a session: resource id of its service */
  guint          max_conns;      /* of a session */
  guint          max_conns_per_host;
  gboolean       fresh;          /* of a session: a new connection for each request, closed after it */
  guint          warm;           /* of a session: connections that are open when the run begins */
  MwStorageSpec  storage;        /* of a disk or database */
  MwRoomSpec     room;           /* of a room */
} MwProgramResource;

/* How much of it may be in use at once, as a trace says it; 0: no limit. */
gint64 mw_program_resource_get_limit (const MwProgramResource *self);

typedef enum { MW_EXECUTOR_LOOP, MW_EXECUTOR_BLOCKING, MW_EXECUTOR_THREADS, MW_N_EXECUTORS } MwExecutor;

const char *mw_executor_name (MwExecutor executor);

struct _MwProgram
{
  const char        *scenario;
  const char        *variant;
  const char        *title;
  MwExecutor         executor;
  guint              threads;
  gboolean           one_lock;   /* one interpreter lock: computing threads exclude each other */
  guint              cores;      /* of the simulated machine */
  guint64            seed;
  gint64             time_scale;
  char             **parameters; /* name, value … NULL, as in MwTraceHeader */

  MwCoroutine       *coroutines;
  guint              n_coroutines;
  MwProgramResource *resources;
  guint              n_resources;
  guint              entry;      /* coroutine without arguments */
  guint64            max_steps;  /* 0: the default */
  guint              max_tasks;  /* 0: the default, 1,000,000 */
  guint64            max_events; /* 0: the default, three quarters of what a trace holds */
  gint64             max_time;   /* ns; 0: 24 h */

  /*< private >*/
  gint               ref_count;
  GStringChunk      *strings;
  GPtrArray         *arena;
};

MwProgram  *mw_program_new    (void);
MwProgram  *mw_program_ref    (MwProgram *self);
void        mw_program_unref  (MwProgram *self);
gpointer    mw_program_alloc  (MwProgram *self, gsize n_elements, gsize element_size);
const char *mw_program_intern (MwProgram *self, const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MwProgram, mw_program_unref)

G_END_DECLS
