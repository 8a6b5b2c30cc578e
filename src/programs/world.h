/* world.h: the wiring of a running yibao: store, book, keys, lane, desk, and the house that doors
 * are handed. */
#ifndef PROGRAMS_WORLD_H
#define PROGRAMS_WORLD_H

#include "base/clock.h"
#include "base/log.h"
#include "core/blob.h"
#include "core/house.h"
#include "programs/settings.h"

#include <pthread.h>
#include <stdatomic.h>

struct access_log;
/* Of the data folder: written by `yibao demo make`, so that only a made-up world shows accounts. */
#define WORLD_DEMO_MARK "%s/demo-world"

/* Of the data folder: sealed papers of cases. */
#define WORLD_PAPERS "%s/papers"

struct lane;
struct pictures;
struct desk;
struct seal_keys;
struct sm2_key;

/* Institutions as the hospital door asks for them, kept for some seconds and until one of them is
 * changed: that is rare, and every message needs one. */
#define WORLD_INSTITUTIONS 256
#define WORLD_INSTITUTION_US (INT64_C(5) * 1000 * 1000)

struct known_institution {
    struct text code;
    int64_t until_us;
    int admissions;             /* of the world, when it was read */
    bool found;
    struct institution_access access;
    struct arena arena;
};

struct world {
    struct house house;         /* first: doors hand it back */
    struct settings settings;
    struct arena arena;         /* as long as the program */
    struct clock clock;
    struct log log;
    struct seal_keys *keys;
    struct sm2_key *signing_key;
    struct blob_seal paper_seal;
    struct blobs *papers;
    struct pictures *pictures;
    pthread_mutex_t book_lock;  /* of `book`, which publications exchange */
    const struct book *book;
    struct store *publications; /* a reading handle of the lane's thread, for new publications */
    atomic_int admissions;      /* how many changes of institutions were recorded */
    atomic_bool book_behind;    /* a publication is recorded and could not be taken over */
    struct lane *lane;
    struct desk *desk;
    struct access_log *access_log;
    struct identified *identified;
    int64_t started_us;
    int look_ms;                /* how often the lane looks for due timers; 0: as it likes */

    pthread_mutex_t lock;       /* of what follows */
    struct store *asking;       /* a reading handle for sessions and institutions */
    struct known_institution institutions[WORLD_INSTITUTIONS];
};

/* Each step prints what is wrong and answers false; world_close undoes what was opened. */
bool world_open_rules(struct world *world, const struct settings *settings);
bool world_open_keys(struct world *world, bool create);
/* Migrates, takes the lane, starts lane and desk. */
bool world_open_house(struct world *world);
void world_close(struct world *world);
/* The folders above a path, readable by us alone. */
bool world_make_folder_of(const char *path, struct arena *arena);

/* The book (world_book.c): from the store and the folder, before the lane starts. */
bool world_book_open(struct world *world, struct store *store, struct fence fence);
const struct book *world_book(struct world *world);     /* held; the caller releases it */
void world_book_published(void *context);               /* for struct lane_plan */
void world_book_close(struct world *world);

/* Are the days of lists still what rules, calendar and events give? (world_due.c) */
void world_due_look(struct world *world);

/* Institutions and sessions (world_asking.c). */
void world_ask_init(struct world *world);
enum house_session world_actor_of_session(struct house *house, struct text token,
                                          struct arena *arena, struct actor *ret_actor);
/* As it may act now, by its number; false: there is none, or it has ended. */
bool world_actor_of_number(struct world *world, int64_t account, struct arena *arena,
                           struct actor *ret_actor);
bool world_paper(struct house *house, struct text name, struct arena *arena,
                 struct text *ret_bytes);
bool world_actor_of_account(struct house *house, struct text login, struct arena *arena,
                            struct actor *ret_actor);
bool world_institution_of(struct house *house, struct text code, struct arena *arena,
                          struct institution_access *ret_access);
bool world_institution_of_key(struct house *house, struct text key_id, struct arena *arena,
                              struct institution_access *ret_access);
void world_metrics(struct house *house, struct builder *builder);

#endif
