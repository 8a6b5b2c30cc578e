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

/* The signed heads, in order; `at` is the next one to come by. */
struct anchors {
    const struct journal_anchor_row *rows;
    size_t count, at;
    const struct sm2_key *key;
};

static void check_anchor(struct anchors *anchors, int64_t sequence,
                         const uint8_t chain[CHAIN_BYTES], struct verify_report *report,
                         struct arena *arena)
{
    if (anchors->at == anchors->count || anchors->rows[anchors->at].sequence != sequence)
        return;
    const struct journal_anchor_row *row = &anchors->rows[anchors->at++];
    report->checked++;
    if (row->chain.length != CHAIN_BYTES || memcmp(row->chain.data, chain, CHAIN_BYTES) != 0
        || !sm2_verify(anchors->key, journal_anchor_text(row, arena), row->signature))
        complain(report, arena_format(arena, "journal %lld: 签名锚点不符 / the anchor does not agree",
                                      (long long)sequence));
}

static bool chain_step(const struct list *rows, uint8_t chain[CHAIN_BYTES], int64_t *sequence,
                       struct anchors *anchors, struct verify_report *report,
                       struct arena *arena)
{
    const struct journal_row *items = rows->items;
    for (size_t i = 0; i < rows->count; i++) {
        report->checked++;
        journal_chain(chain, &items[i], arena);
        bool linked = items[i].link.length == LINK_BYTES
            && memcmp(items[i].link.data, chain, LINK_BYTES) == 0;
        if (items[i].sequence != *sequence + 1 || !linked) {
            complain(report, arena_format(arena, "journal %lld: 链断开 / the chain is broken",
                                          (long long)items[i].sequence));
            return false;
        }
        *sequence = items[i].sequence;
        check_anchor(anchors, *sequence, chain, report, arena);
    }
    return true;
}

/* The chain of one lane from its first row to its head. */
static enum store_answer verify_journal(struct store *store, const struct sm2_key *signer,
                                        struct verify_report *report)
{
    struct arena arena;
    arena_init(&arena);
    const struct journal_head_key head_key = { .bucket = 0 };
    struct want head = { .query = &journal_head_of, .key = &head_key };
    const struct journal_anchors_key anchors_key = { .bucket = 0, .sequence = 0 };
    struct want signed_heads = {
        .query = &journal_anchors_after, .key = &anchors_key, .next = &head,
    };
    enum store_answer answer = store->port->read(store, &signed_heads, report->arena);
    struct anchors anchors = {
        .rows = signed_heads.rows.items, .count = signed_heads.rows.count, .key = signer,
    };
    uint8_t chain[CHAIN_BYTES] = { 0 };
    int64_t sequence = 0;
    bool good = true;
    while (answer == STORE_DONE && good) {
        arena_clear(&arena);
        const struct journal_after_key key = {
            .lane = 0, .sequence = sequence, .until = sequence + JOURNAL_STEP,
        };
        struct want want = { .query = &journal_after, .key = &key };
        answer = store->port->read(store, &want, &arena);
        if (answer != STORE_DONE || want.rows.count == 0)
            break;
        good = chain_step(&want.rows, chain, &sequence, &anchors, report, &arena);
    }
    if (answer == STORE_DONE && good && head.rows.count > 0) {
        const struct journal_head_row *row = head.rows.items;
        if (row->sequence != sequence || memcmp(row->chain.data, chain, CHAIN_BYTES) != 0)
            complain(report, TEXT("journal: 链头不符 / the head does not agree"));
        if (anchors.at != anchors.count)
            complain(report, TEXT("journal: 签名过的记录不见了 / signed rows are missing"));
    }
    arena_release(&arena);
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
