/* clause_world.c: see clause_world.h. */

#include "clause_world.h"

#include "clause_store.h"

#include "base/check.h"
#include "base/seal.h"
#include "rooms/catalogue/catalogue_facts.h"
#include "rooms/catalogue/catalogue.h"
#include "rooms/notice/notice_facts.h"
#include "rooms/party/party.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const char CLAUSE_CHRONIC_DRUG[] = "XG05EA004A0010101049000";      /* 硝苯地平片, class 02 */
const char CLAUSE_ANTIBIOTIC[] = "XA01AA000A0010101009000";        /* 阿莫西林片, class 01 */
const char CLAUSE_PSYCHOTROPIC[] = "XH13SA044A0010101449000";      /* 艾司唑仑片, 7 days */
const char CLAUSE_SHORT_SUPPLY[] = "XV01MA064A0010101649000";      /* 人血白蛋白 */
const char CLAUSE_EXAMINATION[] = "000001009000000";               /* 医事服务费, class 01 */

void clause_complain(struct clause_world *world, const char *file, int line, const char *what)
{
    world->failed = true;
    fprintf(stderr, "%s:%d: %s; last refused with \"%s\"\n", file, line, what,
            clause_refused(world));
    for (const struct trail_line *at = world->decision.trail.first; at != NULL; at = at->next)
        fprintf(stderr, "    %s %.*s\n", at->key, TEXT_ARGS(at->subject));
}

/* ---- opening ---- */

static bool fault_told(struct text fault)
{
    fprintf(stderr, "%.*s\n", TEXT_ARGS(fault));
    return false;
}

static void use_keys(void)
{
    static struct seal_keys *keys;
    if (keys != NULL)
        return;
    char folder[] = "/tmp/yibao-clauses-XXXXXX";
    CHECK(mkdtemp(folder) != NULL);
    struct arena arena;
    struct text fault;
    arena_init(&arena);
    struct text path = arena_format(&arena, "%s/keys", folder);
    CHECK(seal_keys_create(path.data, &arena, &fault));
    keys = seal_keys_load(path.data, &arena, &fault);
    CHECK(keys != NULL);
    unlink(path.data);
    rmdir(folder);
    arena_release(&arena);
    party_use_keys(keys);
}

/* The items that scenarios use; the whole catalogue would only take time. */
static bool is_used(struct text code)
{
    const char *const used[] = { CLAUSE_CHRONIC_DRUG, CLAUSE_ANTIBIOTIC, CLAUSE_PSYCHOTROPIC,
                                 CLAUSE_SHORT_SUPPLY, CLAUSE_EXAMINATION };
    for (size_t i = 0; i < COUNT_OF(used); i++)
        if (text_is(code, used[i]))
            return true;
    return false;
}

static void load_catalogue(struct clause_world *world)
{
    const struct publication *file =
        book_publication(world->book, TEXT("rules/catalogue/items.tsv"));
    struct list rows;
    int32_t line;
    const char *why;
    CHECK(file != NULL);
    CHECK(catalogue_read(&catalogue_item_shape, file->text, &world->arena, &rows, &line, &why));
    const struct catalogue_item *items = rows.items;
    for (size_t i = 0; i < rows.count; i++)
        if (is_used(items[i].code))
            clause_insert(world, &catalogue_item_table, &items[i]);
}

bool clause_world_open(struct clause_world *world, const struct book *book)
{
    *world = (struct clause_world){ .book = book };
    arena_init(&world->arena);
    use_keys();
    struct text fault = { 0 };
    world->store = clause_store_open(&world->arena, &fault);
    if (world->store == NULL)
        return fault_told(fault);
    if (world->store->port->take_lane(world->store, 0, TEXT("clauses"), &world->fence)
        != STORE_DONE)
        return fault_told(TEXT("the lane cannot be taken"));
    clause_now(world, DATE(2020, 1, 1), 9);
    minter_init(&world->minter, 1, world->now);
    load_catalogue(world);
    return true;
}

void clause_world_close(struct clause_world *world)
{
    if (world->store != NULL)
        clause_store_close(world->store);
    arena_release(&world->arena);
}

void clause_now(struct clause_world *world, struct date day, int hour)
{
    world->now = moment_at(day, hour, 0, 0);
    minter_move_to(&world->minter, world->now);
}

static void write_changes(struct clause_world *world, const struct change *changes)
{
    if (world->store->port->write(world->store, changes, world->fence) == STORE_DONE)
        return;
    fprintf(stderr, "store: %s\n", world->store->port->complaint(world->store));
    world->failed = true;
}

void clause_insert(struct clause_world *world, const struct table *table, const void *row)
{
    const struct change change = { .kind = CHANGE_INSERT, .table = table, .row = row };
    write_changes(world, &change);
}

void clause_replace(struct clause_world *world, const struct table *table, const void *row)
{
    const struct change change = { .kind = CHANGE_REPLACE, .table = table, .row = row };
    write_changes(world, &change);
}

/* ---- people and places ---- */

static struct text next_name(struct clause_world *world, const char *prefix)
{
    return arena_format(&world->arena, "%s%05lld", prefix, (long long)++world->serial);
}

int64_t clause_unit_of(int64_t person)
{
    return person + 1;      /* no id ever minted here: only arrears are looked up by it */
}

int64_t clause_stranger(struct clause_world *world)
{
    int64_t person = id_mint(&world->minter, (int)(++world->serial % BUCKET_COUNT));
    const struct party_person row = {
        .bucket = id_bucket(person), .person = person, .name = TEXT("示例"),
        .certificate = TEXT("01"), .number_sealed = TEXT("sealed"),
        .number_masked = TEXT("99010119******0001"), .sex = TEXT("2"), .ethnicity = TEXT("01"),
        .born = DATE(1970, 5, 1), .version = 1,
    };
    clause_insert(world, &party_person_table, &row);
    return person;
}

static int64_t insured(struct clause_world *world, int64_t place, const char *insurance,
                       const char *kind, bool employed, struct date until)
{
    int64_t person = clause_stranger(world);
    const struct party_spell spell = {
        .bucket = id_bucket(person), .person = person, .spell = person,
        .insurance = text_of(insurance), .kind = text_of(kind), .place = place,
        .unit = employed ? clause_unit_of(person) : 0,
        .unit_name = employed ? TEXT("示例单位") : TEXT("-"), .valid_from = DATE(2015, 1, 1),
        .valid_until = until, .status = TEXT("1"), .version = 1,
    };
    clause_insert(world, &party_spell_table, &spell);
    world->insurance = spell.insurance;
    return person;
}

int64_t clause_employee(struct clause_world *world, int64_t place)
{
    return insured(world, place, "310", "11", true, DATE_NONE);
}

int64_t clause_resident(struct clause_world *world, int64_t place)
{
    return insured(world, place, "390", "50", false, DATE_NONE);
}

int64_t clause_former_resident(struct clause_world *world, int64_t place, struct date until)
{
    return insured(world, place, "390", "50", false, until);
}

struct text clause_card(struct clause_world *world, int64_t person)
{
    struct text number = next_name(world, "C9900");
    const struct party_number_key key = party_number_key_of("card", number, &world->arena);
    const struct party_person_key row = {
        .bucket = key.bucket, .kind = key.kind, .digest = key.digest, .person = person,
    };
    clause_insert(world, &party_person_key_table, &row);
    return number;
}

int64_t clause_hospital_of(struct clause_world *world, int64_t division,
                           struct clause_hospital_kind kind)
{
    struct text code = next_name(world, "H9905");
    int64_t institution = id_mint(&world->minter, bucket_of_name(code));
    const struct party_institution row = {
        .bucket = id_bucket(institution), .institution = institution, .code = code,
        .name = TEXT("示例医院"), .credit_code = code, .type = TEXT("1"), .level = TEXT("01"),
        .tier = kind.tier, .fever_clinic = kind.fever_clinic,
        .designated_epidemic = kind.designated_epidemic, .division = division,
        .address = TEXT("示例路"), .phone = TEXT("-"), .valid_from = DATE(2015, 1, 1),
        .gateway = TEXT("none"), .version = 1,
    };
    clause_insert(world, &party_institution_table, &row);
    const struct agreement agreement = {
        .bucket = row.bucket, .institution = institution, .agreement = institution,
        .valid_from = DATE(2019, 1, 1), .valid_until = DATE(2029, 12, 31),
        .status = TEXT("in-force"), .status_from = DATE(2019, 1, 1),
        .payment_held = kind.payment_held, .version = 1,
    };
    clause_insert(world, &agreement_table, &agreement);
    world->actor = (struct actor){
        .account = 1, .role = ROLE_INSTITUTION, .institution = institution,
        .division = (int32_t)division, .scope = { .institution = institution },
    };
    return institution;
}

int64_t clause_hospital(struct clause_world *world, int64_t division)
{
    return clause_hospital_of(world, division, (struct clause_hospital_kind){ .tier = 3 });
}

void clause_status(struct clause_world *world, int64_t person, const char *kind,
                   struct date from, struct date until)
{
    const struct party_status row = {
        .bucket = id_bucket(person), .person = person,
        .status = id_mint(&world->minter, id_bucket(person)), .kind = text_of(kind),
        .valid_from = from, .valid_until = until, .source = TEXT("示例"), .version = 1,
    };
    clause_insert(world, &party_status_table, &row);
}

void clause_event(struct clause_world *world, const char *kind, int64_t place, struct date day)
{
    const struct notice_event_row row = {
        .bucket = NOTICE_BUCKET, .event = id_mint(&world->minter, NOTICE_BUCKET),
        .kind = text_of(kind), .place = place, .day = day, .declared = world->now,
        .paper = TEXT("示例公告"), .version = 1,
    };
    clause_insert(world, &notice_event_table, &row);
}

void clause_disease(struct clause_world *world, const char *code, const char *kind)
{
    const struct catalogue_code_key key = catalogue_code_key_of(text_of(code));
    const struct catalogue_disease row = {
        .bucket = key.bucket, .code = text_of(code), .valid_from = DATE(2019, 1, 1),
        .name = TEXT("示例病种"), .kind = text_of(kind), .version = 1,
    };
    clause_insert(world, &catalogue_disease_table, &row);
}

void clause_filing(struct clause_world *world, int64_t person, struct filing_row filing)
{
    filing.bucket = id_bucket(person);
    filing.person = person;
    filing.filing = id_mint(&world->minter, id_bucket(person));
    filing.state = TEXT("in-force");
    filing.filed_on = filing.valid_from;
    filing.version = 1;
    clause_insert(world, &filing_table, &filing);
}

void clause_arrears(struct clause_world *world, int64_t owner, struct date due)
{
    const struct contribute_arrears row = {
        .bucket = id_bucket(owner), .owner = owner,
        .arrears = id_mint(&world->minter, id_bucket(owner)), .insurance = world->insurance,
        .due = due, .amount = { 100000 }, .version = 1,
    };
    clause_insert(world, &contribute_arrears_table, &row);
}

/* ---- acting ---- */

static void run_action(struct clause_world *world, const struct action *action,
                       struct request *request)
{
    struct gather gather = { .arena = &world->arena };
    void *facts = arena_take(&world->arena, action->facts->size);
    for (int round = 0; !action->gather(&gather, request, facts); round++) {
        CHECK(round < LIMIT_GATHER_ROUNDS);
        if (world->store->port->read(world->store, gather.wants, &world->arena) != STORE_DONE) {
            fprintf(stderr, "store: %s\n", world->store->port->complaint(world->store));
            world->failed = true;
            return;
        }
        gather.missing = false;
    }
    if (action->prepare != NULL) {
        void *prepared = arena_take(&world->arena, action->prepared_size);
        action->prepare(request, facts, prepared);
        request->prepared = prepared;
    }
    action->decide(request, facts, &world->decision);
}

/* An input that was copied by hand and has fallen short of what the action reads ends it, where the
 * compiler sees how long it is. */
void clause_act_sized(struct clause_world *world, const struct action *action, const void *input,
                      size_t input_size)
{
    CHECK(input == NULL || action->input == NULL || input_size >= action->input->size);
    struct request *request = ARENA_NEW(&world->arena, struct request);
    *request = (struct request){
        .action = action, .actor = &world->actor, .key = next_name(world, "msg"),
        .at = world->now, .input = input, .book = world->book, .minter = &world->minter,
        .arena = &world->arena,
        .door = text_present(world->door) ? world->door : TEXT("test"),
    };
    world->decision = (struct decision){ .request = request };
    world->decision.outcome = arena_take(&world->arena, action->outcome->size);
    world->outcome = world->decision.outcome;
    trail_init(&world->decision.trail, &world->arena);
    run_action(world, action, request);
    if (world->decision.refusal.key == NULL && world->decision.changes != NULL)
        write_changes(world, world->decision.changes);
}

const char *clause_refused(const struct clause_world *world)
{
    return world->decision.refusal.key == NULL ? "" : world->decision.refusal.key;
}

bool clause_trail(const struct clause_world *world, const char *key, const char *words)
{
    for (const struct trail_line *line = world->decision.trail.first; line != NULL;
         line = line->next)
        if (strcmp(line->key, key) == 0
            && (words[0] == '\0' || (line->subject.length > 0
                && memmem(line->subject.data, line->subject.length, words, strlen(words)))))
            return true;
    return false;
}

struct list clause_rows(struct clause_world *world, const struct query *query, const void *key)
{
    struct want want = { .query = query, .key = key };
    if (world->store->port->read(world->store, &want, &world->arena) != STORE_DONE) {
        fprintf(stderr, "store: %s\n", world->store->port->complaint(world->store));
        world->failed = true;
    }
    return want.rows;
}
