/* store.h: the port to a database. Mechanical: it knows tables, queries and rows, no insurance.
 *
 * Rooms describe their tables and their SELECTs as const data; a store turns them into prepared
 * statements once. A store handle is one connection: the lane owns one that writes, each reader
 * thread one that does not. Handles are not shared between threads, but for `flush`.
 *
 * Four kinds of "no" here: a fault (the database or the network failed: try later), a conflict
 * (a row was not at the version read, or a key exists: decide again), fenced (another owner took
 * the lane: stop the program), too many (more facts than may be read: the asker is told). */
#ifndef CORE_STORE_H
#define CORE_STORE_H

#include "base/arena.h"
#include "core/shape.h"

/* ---- tables and queries, as rooms describe them ---- */

struct table {
    const char *name;
    const struct shape *row;    /* scalar fields only; `bucket` is the first */
    size_t key_count;           /* the first fields are the primary key */
    /* Field that is 1 at insert and one more at every replace, or NULL for rows never replaced. */
    const char *version;
    /* Rows come with or after the row of that table whose whole key theirs begins with, and never
     * before: where that row is new there are none yet. NULL: nothing is promised. */
    const struct table *under;
};
/* A row is changed once a batch at most: a second change of it answers STORE_CONFLICT. A row of a
 * table without a version is inserted and stays. */

/* Who may see the rows a query answers (checked row by row by the store port, see scope). */
enum query_guard {
    GUARD_DECISION,     /* facts of a decision: never handed out as they are */
    GUARD_PUBLIC,       /* anybody: institutions, catalogue, matters */
    GUARD_SCOPED,       /* rows carry who they belong to: the columns named below */
};

/* A number that has a name, in the text of a query. */
#define QUERY_NUMBER_(number_) #number_
#define QUERY_NUMBER(number_) QUERY_NUMBER_(number_)

/* A SELECT with typed keys. The store writes `SELECT <fields of row> FROM <from> WHERE <where>
 * ORDER BY <order> LIMIT <row_max>`; `{name}` in any of them stands for a key field. An absent key
 * field (text without data, id or day 0) is NULL there, unless FIELD_REQUIRED: `= {name}` finds
 * nothing, `({name} IS NULL OR v.office = {name})` is a filter left out. On PostgreSQL all wants of
 * one query in a round become one statement over unnest(...). Constant text only, in the SQL both
 * databases know; flags are 0 and 1, days yyyymmdd, moments milliseconds. Aliases `want` and `t`
 * and the name `n` are the store's. */
struct query {
    const char *name;
    const char *from;           /* "visit v" */
    const char *where;          /* "v.bucket = {bucket} AND v.visit = {visit}" */
    const char *order;          /* "v.line", or NULL when one row at most comes */
    const struct shape *key;
    const struct shape *row;    /* field names are SQL expressions' names, taken from `columns` */
    const char *columns;        /* "v.bucket, v.visit, …" in the row's order; NULL: the names */
    /* A page for lists. For facts (GUARD_DECISION) a bound: one row more answers STORE_TOO_MANY, so
     * that no decision is ever taken on half of its facts. */
    int row_max;
    /* A list all the same, whose guard is the key that only the asker's own account makes (of his
     * unit, say, which is in no scope), or whose rows the room looks at one by one: the first
     * `row_max` come, and more are no fault. */
    bool page;
    enum query_guard guard;
    const char *guard_office, *guard_institution, *guard_person;    /* row fields, or NULL */
    /* The answer is made of rows of this table and of nothing else, all under the query's key,
     * which is the beginning of the table's primary key, field by field: a lane may keep it until
     * it writes such a row. NULL: read anew each time. For facts that stand for many decisions. */
    const struct table *kept_of;
    /* And it is all of those rows, as they stand, in the order of the primary key. */
    bool kept_whole;
};

/* One question: a query, its key (kept by the asker until answered), and what was found. */
struct want {
    const struct query *query;
    const void *key;
    bool answered;
    bool too_many;              /* facts beyond row_max: stays unanswered, see STORE_TOO_MANY */
    struct list rows;           /* of query->row */
    struct want *next;
    uint64_t hash;              /* of query and key; with `next_alike` for gather_want alone */
    struct want *next_alike;
};

/* ---- what an actor may see ---- */

struct scope {
    bool everything;            /* decisions of the house itself */
    const int64_t *offices;     /* with all below them */
    size_t office_count;
    int64_t institution;        /* 0: none */
    const int64_t *persons;     /* oneself, and those who gave a mandate */
    size_t person_count;
};
/* Everything, or one of those persons. */
bool scope_has_person(const struct scope *scope, int64_t person);
bool scope_admits(const struct scope *scope, const struct query *query, const void *row);

/* ---- changes ---- */

enum change_kind { CHANGE_INSERT, CHANGE_REPLACE };

struct change {
    enum change_kind kind;
    const struct table *table;
    const void *row;            /* REPLACE: the key picks the row, its version is the one read */
    struct change *next;
};

/* The row `lane(lane, epoch, owner)`: every commit touches it where the epoch is mine. */
struct fence {
    int64_t lane, epoch;
};

enum store_answer {
    STORE_DONE,
    STORE_CONFLICT,     /* a version moved, or a key is taken; nothing of the batch was kept */
    STORE_FENCED,       /* not our lane any more; nothing was kept */
    STORE_FAULT,        /* the database failed; nothing was kept */
    STORE_UNKNOWN,      /* the commit was sent and its answer lost: ask the journal what is there */
    /* A read found more facts than row_max for the wants marked so; all others are answered. */
    STORE_TOO_MANY,
};

/* ---- the port ---- */

struct store;

struct store_port {
    const char *scheme;         /* "sqlite", "postgres" */
    /* Answers may have been kept from earlier: whoever decides by them and writes nothing asks for
     * the fence with an empty write. */
    bool keeps;
    /* Opens "sqlite:/path/file.db" or "postgres://…". `writes` is false for readers. On failure
     * NULL and why (for the operator) in `ret_fault`, kept in the arena. */
    struct store *(*open)(const char *address, bool writes, struct arena *arena,
                          struct text *ret_fault);
    void (*close)(struct store *store);
    /* Answers every unanswered want of the chain in one round trip; rows lie in the arena. Wants
     * of one call need not see one moment of the store: only the lane's own reads do. */
    enum store_answer (*read)(struct store *store, struct want *wants, struct arena *arena);
    /* Answers of the chain what it has at hand, without a round trip; how many wants that was.
     * NULL: it has nothing at hand. */
    size_t (*look)(struct store *store, struct want *wants, struct arena *arena);
    /* All changes in one transaction under the fence, durable when it answers STORE_DONE; without
     * changes it only asks for the fence.
     * Changes are grouped by table and kind, tables as they first come; order inside a group is
     * kept. Versions are the store's: 1 at insert, the version read + 1 at replace. */
    enum store_answer (*write)(struct store *store, const struct change *changes,
                               struct fence fence);
    /* As write, but answers once the changes stand for whoever reads next, which may be before they
     * are on disk: nobody may be told of them before a flush. `ret_mark` is for that flush. NULL:
     * the store has no such thing. */
    enum store_answer (*write_ahead)(struct store *store, const struct change *changes,
                                     struct fence fence, uint32_t *ret_mark);
    /* Waits until everything is on disk that was written ahead with that mark. The one function
     * that may run beside the others, on one thread of its own. DONE; UNKNOWN: it may be there or
     * not, who asks again finds out; FAULT: the disk refused, the store must not be written on. */
    enum store_answer (*flush)(struct store *store, uint32_t mark);
    /* Whether the database takes the SQL made of these, asked of it at once: FAULT and a complaint
     * name a misspelled column. For the start of a server and for tests. */
    enum store_answer (*prepare)(struct store *store, const struct query *const *queries,
                                 size_t query_count, const struct table *const *tables,
                                 size_t table_count);
    /* Runs schema text, already spelled for this database, in one transaction. */
    enum store_answer (*run_schema)(struct store *store, struct text sql);
    /* How `{id}` and the other words of schema/ are spelled here; NULL: no such word. */
    const char *(*spell)(struct text word);
    /* Keeps others from taking the lane without beginning a term of it: for who makes the tables,
     * the lanes' own among them. CONFLICT as below; take_lane follows on the same handle. */
    enum store_answer (*hold_lane)(struct store *store, int64_t lane);
    /* Takes the lane: epoch + 1. CONFLICT when a live owner holds it; the hold ends with its
     * handle or process, however that ends. A former owner that wakes up is fenced. */
    enum store_answer (*take_lane)(struct store *store, int64_t lane, struct text owner,
                                   struct fence *ret_fence);
    /* A consistent copy while serving, into a file or folder of that name. */
    enum store_answer (*backup)(struct store *store, const char *to);
    /* Puts such a copy into a store nobody serves; what was there is gone. */
    enum store_answer (*restore)(struct store *store, const char *from);
    /* Housekeeping of a server (checkpoints); called by its own thread with its own handle. */
    void (*tend)(struct store *store);
    /* What went wrong last, for the operator; without values of rows. */
    const char *(*complaint)(const struct store *store);
};

/* A handle knows its port: every struct of a backend begins with this. */
struct store {
    const struct store_port *port;
};

#endif
