/* verify.c: `yibao verify`: recompute what the store holds and say what does not agree. Also
 * `config` and `poison`, which only show. */

#include "base/check.h"
#include "base/sm.h"
#include "core/journal.h"
#include "lanes/poison.h"
#include "programs/access_log.h"
#include "programs/programs.h"
#include "programs/world.h"
#include "stores/migrate.h"
#include "stores/registry.h"

#include <stdio.h>
#include <string.h>

#define WRONG_SHOWN 50
#define JOURNAL_STEP 1000

static const char verify_help[] =
    "用法 / usage: yibao verify [--store ADDRESS]\n\n"
    "重算累计、账户、账目平衡和日志链，逐条列出不一致之处；全部一致时退出码为 0。\n"
    "Recomputes counters, accounts, the books and the journal's chain; lists what disagrees.\n";

static void complain(struct verify_report *report, struct text what)
{
    if (report->wrong++ < WRONG_SHOWN)
        printf("  ✗ %.*s\n", TEXT_ARGS(what));
}

/* A walk along the chain of one lane, up to a head read before: while a server goes on writing,
 * only what was there then is looked at. */
struct walk {
    struct store *store;
    const struct sm2_key *signer;
    struct verify_report *report;
    struct arena arena;                 /* of one page */
    struct arena anchor_arena;
    uint8_t chain[CHAIN_BYTES];
    int64_t sequence;
    struct list anchors;                /* a page of signed heads; `anchor` comes next */
    size_t anchor;
};

static enum store_answer read_head(struct walk *walk, struct arena *arena,
                                   const struct journal_head_row **ret_head)
{
    const struct journal_head_key key = { .bucket = 0 };
    struct want want = { .query = &journal_head_of, .key = &key };
    enum store_answer answer = walk->store->port->read(walk->store, &want, arena);
    *ret_head = answer == STORE_DONE && want.rows.count > 0 ? want.rows.items : NULL;
    return answer;
}

static enum store_answer read_anchors(struct walk *walk, int64_t after)
{
    arena_clear(&walk->anchor_arena);
    const struct journal_anchors_key key = { .bucket = 0, .sequence = after };
    struct want want = { .query = &journal_anchors_after, .key = &key };
    enum store_answer answer =
        walk->store->port->read(walk->store, &want, &walk->anchor_arena);
    walk->anchors = want.rows;
    walk->anchor = 0;
    return answer;
}

static const struct journal_anchor_row *next_anchor(const struct walk *walk)
{
    return walk->anchor == walk->anchors.count ? NULL
        : (const struct journal_anchor_row *)walk->anchors.items + walk->anchor;
}

static enum store_answer check_anchor(struct walk *walk)
{
    const struct journal_anchor_row *row = next_anchor(walk);
    if (row == NULL || row->sequence != walk->sequence)
        return STORE_DONE;
    struct arena *arena = &walk->arena;
    walk->report->checked++;
    if (row->chain.length != CHAIN_BYTES
        || memcmp(row->chain.data, walk->chain, CHAIN_BYTES) != 0
        || !sm2_verify(walk->signer, journal_anchor_text(row, arena), row->signature))
        complain(walk->report,
                 arena_format(arena, "journal %lld: 签名锚点不符 / the anchor does not agree",
                              (long long)walk->sequence));
    walk->anchor++;
    bool more = next_anchor(walk) == NULL && walk->anchors.count == ANCHORS_A_PAGE;
    return more ? read_anchors(walk, walk->sequence) : STORE_DONE;
}

/* False when the chain breaks there: what follows cannot be told apart. */
static bool check_row(struct walk *walk, const struct journal_row *row)
{
    walk->report->checked++;
    journal_chain(walk->chain, row, &walk->arena);
    bool linked = row->link.length == LINK_BYTES
        && memcmp(row->link.data, walk->chain, LINK_BYTES) == 0;
    if (row->sequence == walk->sequence + 1 && linked) {
        walk->sequence = row->sequence;
        return true;
    }
    complain(walk->report, arena_format(&walk->arena, "journal %lld: 链断开 / the chain is broken",
                                        (long long)row->sequence));
    return false;
}

/* From the first row to that sequence; `ret_whole` is false where the chain breaks. */
static enum store_answer walk_to(struct walk *walk, int64_t until, bool *ret_whole)
{
    *ret_whole = true;
    while (*ret_whole && walk->sequence < until) {
        arena_clear(&walk->arena);
        int64_t step = walk->sequence + JOURNAL_STEP;
        const struct journal_after_key key = {
            .lane = 0, .sequence = walk->sequence, .until = step < until ? step : until,
        };
        struct want want = { .query = &journal_after, .key = &key };
        enum store_answer answer = walk->store->port->read(walk->store, &want, &walk->arena);
        if (answer != STORE_DONE || want.rows.count == 0)
            return answer;
        const struct journal_row *rows = want.rows.items;
        for (size_t i = 0; i < want.rows.count && *ret_whole; i++) {
            *ret_whole = check_row(walk, &rows[i]);
            if (*ret_whole && (answer = check_anchor(walk)) != STORE_DONE)
                return answer;
        }
    }
    return STORE_DONE;
}

/* Rows that no head knows of were never decided by a lane. */
static enum store_answer look_beyond(struct walk *walk)
{
    const struct journal_after_key key = {
        .lane = 0, .sequence = walk->sequence, .until = INT64_MAX,
    };
    arena_clear(&walk->arena);
    struct want want = { .query = &journal_last_after, .key = &key };
    enum store_answer answer = walk->store->port->read(walk->store, &want, &walk->arena);
    const struct journal_head_row *head = NULL;
    if (answer == STORE_DONE)
        answer = read_head(walk, &walk->arena, &head);
    if (answer == STORE_DONE && want.rows.count > 0
        && (head == NULL
            || ((const struct journal_row *)want.rows.items)->sequence > head->sequence))
        complain(walk->report, TEXT("journal: 有链头之外的记录 / rows beyond the head"));
    return answer;
}

static enum store_answer verify_walk(struct walk *walk)
{
    const struct journal_head_row *head = NULL;
    enum store_answer answer = read_head(walk, walk->report->arena, &head);
    if (answer == STORE_DONE)
        answer = read_anchors(walk, 0);
    bool whole = true;
    int64_t until = head == NULL ? 0 : head->sequence;
    if (answer == STORE_DONE)
        answer = walk_to(walk, until, &whole);
    if (answer != STORE_DONE || !whole)
        return answer;
    if (walk->sequence != until
        || (head != NULL && memcmp(head->chain.data, walk->chain, CHAIN_BYTES) != 0))
        complain(walk->report, TEXT("journal: 链头不符 / the head does not agree"));
    const struct journal_anchor_row *anchor = next_anchor(walk);
    if (anchor != NULL && (head == NULL || anchor->sequence <= until))
        complain(walk->report, TEXT("journal: 签名过的记录不见了 / signed rows are missing"));
    return look_beyond(walk);
}

static enum store_answer verify_journal(struct store *store, const struct sm2_key *signer,
                                        struct verify_report *report)
{
    struct walk walk = { .store = store, .signer = signer, .report = report };
    arena_init(&walk.arena);
    arena_init(&walk.anchor_arena);
    enum store_answer answer = verify_walk(&walk);
    arena_release(&walk.arena);
    arena_release(&walk.anchor_arena);
    return answer;
}

static int64_t verify_access_log(struct world *world)
{
    struct arena arena;
    arena_init(&arena);
    struct verify_report report = { .arena = &arena, .complain = complain };
    access_log_verify(arena_format(&arena, "%s/access-log", world->settings.data).data, &report);
    printf("%-12s 核对 %lld，不一致 %lld / checked %lld, wrong %lld\n", "access-log",
           (long long)report.checked, (long long)report.wrong, (long long)report.checked,
           (long long)report.wrong);
    arena_release(&arena);
    return report.wrong;
}

static int verify_all(struct world *world)
{
    struct text fault = { 0 };
    struct store *store =
        store_open_any(world->settings.store, false, &world->arena, &fault);
    if (store == NULL || !migrate_check(store, world->settings.schema, &world->arena, &fault)) {
        fprintf(stderr, "yibao verify: %.*s\n", TEXT_ARGS(fault));
        return 1;
    }
    int64_t wrong = verify_access_log(world);
    enum store_answer answer = STORE_DONE;
    for (size_t i = 0; i <= all_rooms_count && answer == STORE_DONE; i++) {
        bool journal = i == all_rooms_count;
        if (!journal && all_rooms[i]->verify == NULL)
            continue;
        struct arena arena;
        arena_init(&arena);
        struct verify_report report = { .arena = &arena, .complain = complain };
        answer = journal ? verify_journal(store, world->signing_key, &report)
                         : all_rooms[i]->verify(store, &report);
        printf("%-12s 核对 %lld，不一致 %lld / checked %lld, wrong %lld\n",
               journal ? "journal" : all_rooms[i]->name, (long long)report.checked,
               (long long)report.wrong, (long long)report.checked, (long long)report.wrong);
        wrong += report.wrong;
        arena_release(&arena);
    }
    if (answer != STORE_DONE)
        fprintf(stderr, "yibao verify: %s\n", store->port->complaint(store));
    store->port->close(store);
    return answer == STORE_DONE && wrong == 0 ? 0 : 1;
}

/* Reads the settings, or prints help: -1 to go on, else the exit code. */
static int begin(int argc, char **argv, const char *help, struct arena *arena,
                 struct settings *settings, const char **rest, int *rest_count)
{
    if (program_wants_help(argc, argv)) {
        fputs(help, stdout);
        return 0;
    }
    return settings_read(argc, argv, arena, settings, rest, 2, rest_count) ? -1 : 2;
}

int program_verify(int argc, char **argv)
{
    static struct world world;
    struct arena arena;
    arena_init(&arena);
    struct settings settings;
    const char *rest[2];
    int rest_count = 0;
    int code = begin(argc, argv, verify_help, &arena, &settings, rest, &rest_count);
    if (code == -1)
        code = world_open_rules(&world, &settings) && world_open_keys(&world, false)
            ? verify_all(&world) : 1;
    world_close(&world);
    arena_release(&arena);
    return code;
}

int program_config(int argc, char **argv)
{
    struct arena arena;
    arena_init(&arena);
    struct settings settings;
    const char *rest[2];
    int rest_count = 0;
    int code = begin(argc, argv, "用法 / usage: yibao config\n列出全部设置及现值。\n"
                     "Lists every setting and its value.\n", &arena, &settings, rest,
                     &rest_count);
    if (code == -1) {
        settings_print(&settings, settings.language);
        code = 0;
    }
    arena_release(&arena);
    return code;
}

int program_poison(int argc, char **argv)
{
    struct arena arena;
    arena_init(&arena);
    struct settings settings;
    const char *rest[2];
    int rest_count = 0;
    int code = begin(argc, argv, "用法 / usage: yibao poison [clear]\n"
                     "使程序停止过的输入：查看数目，或全部放行。\n"
                     "Inputs that stopped the program: how many, or let them in again.\n",
                     &arena, &settings, rest, &rest_count);
    const char *fault = NULL;
    if (code == -1) {
        struct poison *poison =
            poison_look(arena_format(&arena, "%s/poison", settings.data).data, &fault);
        if (poison == NULL) {
            fprintf(stderr, "yibao poison: %s\n", fault);
            code = 1;
        } else {
            if (rest_count == 1 && strcmp(rest[0], "clear") == 0)
                poison_clear(poison);
            printf("%d\n", poison_suspects(poison));
            poison_close(poison);
            code = 0;
        }
    }
    arena_release(&arena);
    return code;
}
