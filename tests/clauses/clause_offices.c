/* clause_offices.c: see clause_offices.h. */

#include "clause_offices.h"

#include "base/check.h"
#include "core/demo.h"
#include "rooms/intake/intake_inside.h"
#include "rooms/party/party.h"
#include "rooms/staff/staff.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct text read_rules(struct demo *demo, const char *path)
{
    struct text name = arena_format(demo->arena, "%s/%s", getenv("YIBAO_RULES"), path);
    FILE *file = fopen(name.data, "r");
    if (file == NULL)
        return (struct text){ 0 };
    size_t capacity = (size_t)1024 * 1024;
    char *data = arena_take(demo->arena, capacity);
    size_t length = fread(data, 1, capacity, file);
    fclose(file);
    return (struct text){ data, length };
}

static bool emit(struct demo *demo, const struct table *table, const void *row)
{
    clause_insert(demo->emit_data, table, row);
    return true;
}

void clause_offices(struct clause_world *world)
{
    struct demo demo = { .arena = &world->arena, .scratch = &world->arena,
                         .read_rules = read_rules, .emit = emit, .emit_data = world };
    staff_room.demo(&demo);
    CHECK(!demo.failed);
}

int64_t clause_office(struct clause_world *world, int64_t division, const char *kind)
{
    const struct staff_division_key key = { STAFF_BUCKET, division };
    struct list rows = clause_rows(world, &staff_offices_of_division, &key);
    const struct staff_office *offices = rows.items;
    for (size_t i = 0; i < rows.count; i++)
        if (text_is(offices[i].kind, kind))
            return offices[i].office;
    return 0;
}

void clause_as_staff(struct clause_world *world, enum role role, int64_t office)
{
    const struct staff_office_key key = { STAFF_BUCKET, office };
    struct list rows = clause_rows(world, &staff_office_by_id, &key);
    struct list below = clause_rows(world, &staff_offices_below, &key);
    CHECK(rows.count == 1);
    const struct staff_above *found = below.items;
    int64_t *offices = ARENA_ARRAY(&world->arena, int64_t, below.count + 1);
    for (size_t i = 0; i < below.count; i++)
        offices[i] = found[i].office;
    world->actor = (struct actor){
        .account = 4194304 + office % 1000, .role = role, .office = office,
        .division = (int32_t)((const struct staff_office *)rows.items)->division,
        .scope = { .offices = offices, .office_count = below.count },
    };
}

/* ---- who asks ---- */

void clause_as_resident(struct clause_world *world, int64_t person)
{
    int64_t *persons = ARENA_ARRAY(&world->arena, int64_t, 1);
    persons[0] = person;
    world->actor = (struct actor){
        .account = 4194304 + person % 1000, .role = ROLE_RESIDENT, .person = person,
        .scope = { .persons = persons, .person_count = 1 },
    };
}

void clause_as_employer(struct clause_world *world, int64_t person, const char *kind)
{
    int64_t unit = clause_unit_of(person);
    const struct party_unit_key key = { id_bucket(unit), unit };
    const struct party_unit row = {
        .bucket = key.bucket, .unit = unit,
        .credit_code = arena_format(&world->arena, "99%016lld", (long long)unit),
        .name = TEXT("示例单位"), .kind = text_of(kind), .division = 110105,
        .valid_from = DATE(2015, 1, 1), .version = 1,
    };
    if (clause_rows(world, &party_unit_by_id, &key).count == 0)
        clause_insert(world, &party_unit_table, &row);
    world->actor = (struct actor){ .account = 4194304 + unit % 1000, .role = ROLE_EMPLOYER,
                                   .unit = unit };
}

void clause_as_sender(struct clause_world *world, const char *channel, int64_t office)
{
    if (strcmp(channel, "web") == 0 || strcmp(channel, "mobile") == 0)
        world->actor = (struct actor){ .role = ROLE_PUBLIC };
    else
        clause_as_staff(world, ROLE_INTAKE_CLERK, office);
}

void clause_as_unit(struct clause_world *world, int64_t division)
{
    struct text code = arena_format(&world->arena, "99U%015lld", (long long)++world->serial);
    const struct party_unit row = {
        .bucket = bucket_of_name(code), .unit = id_mint(&world->minter, bucket_of_name(code)),
        .credit_code = code, .name = TEXT("示例单位"), .kind = TEXT("small-enterprise"),
        .division = division, .valid_from = DATE(2015, 1, 1), .version = 1,
    };
    clause_insert(world, &party_unit_table, &row);
    world->actor = (struct actor){ .account = 4194304 + row.unit % 1000, .role = ROLE_EMPLOYER,
                                   .unit = row.unit };
}

/* ---- what they send ---- */

struct text clause_number(struct clause_world *world, int64_t person)
{
    struct text number = arena_format(&world->arena, "99%016lld", (long long)++world->serial);
    struct party_number_key key = party_number_key_of("id", number, &world->arena);
    const struct party_person_key row = { key.bucket, key.kind, key.digest, person, 1 };
    clause_insert(world, &party_person_key_table, &row);
    return number;
}

static struct intake_apply_input *input_of(struct clause_world *world, int64_t person,
                                           const struct clause_application *application)
{
    struct intake_apply_input *input = ARENA_NEW(&world->arena, struct intake_apply_input);
    struct intake_paper_input *papers = ARENA_ARRAY(&world->arena, struct intake_paper_input, 6);
    struct intake_value *values = ARENA_ARRAY(&world->arena, struct intake_value, 9);
    struct intake_owed_input *owed = ARENA_ARRAY(&world->arena, struct intake_owed_input, 3);
    size_t count = 0, owed_count = 0;
    for (; count < 6 && application->papers[count] != NULL; count++)
        papers[count] = (struct intake_paper_input){
            .material = text_of(application->papers[count]), .file_type = TEXT("image/jpeg"),
            .blob = arena_format(&world->arena, "%064lld", (long long)++world->serial),
        };
    for (; owed_count < 3 && application->owed[owed_count] != NULL; owed_count++)
        owed[owed_count].material = text_of(application->owed[owed_count]);
    for (size_t i = 0; i < application->value_count; i++)
        values[i] = application->values[i];
    *input = application->more;
    input->matter = text_of(application->matter);
    input->channel = text_of(application->channel);
    input->papers = (struct list){ papers, count };
    input->owed = (struct list){ owed, owed_count };
    input->values = (struct list){ values, application->value_count };
    input->commitment = application->commitment;
    if (person == 0)
        return input;
    input->name = TEXT("示例");
    input->number = clause_number(world, person);
    return input;
}

const struct intake_applied *clause_apply_for(struct clause_world *world, int64_t person,
                                              const struct clause_application *application)
{
    /* A letter and a fax come in by the mailbox, for who sent them. */
    const struct text channel = text_of(application->channel);
    if (text_is(channel, "mail") || text_is(channel, "fax"))
        world->door = TEXT("mail");
    clause_act(world, &intake_apply_action, input_of(world, person, application));
    world->door = (struct text){ 0 };
    return text_is(text_of(clause_refused(world)), "") ? world->outcome : NULL;
}

const struct intake_applied *clause_apply_own(struct clause_world *world,
                                              const struct clause_application *application)
{
    clause_act(world, &intake_apply_action, input_of(world, 0, application));
    return text_is(text_of(clause_refused(world)), "") ? world->outcome : NULL;
}

const struct intake_applied *clause_import_for(struct clause_world *world, int64_t person,
                                               const struct clause_application *application)
{
    clause_act(world, &intake_import_action, input_of(world, person, application));
    return text_is(text_of(clause_refused(world)), "") ? world->outcome : NULL;
}

const struct intake_applied *clause_apply(struct clause_world *world, int64_t person)
{
    static const struct clause_application application = {
        .matter = "account-query", .channel = "web", .papers = { "id-card" },
    };
    return clause_apply_for(world, person, &application);
}

const struct intake_case *clause_case(struct clause_world *world, int64_t case_id)
{
    const struct intake_case_key key = { id_bucket(case_id), case_id };
    struct list rows = clause_rows(world, &intake_case_by_id, &key);
    CHECK(rows.count == 1);
    return rows.items;
}

struct list clause_papers(struct clause_world *world, int64_t case_id)
{
    const struct intake_case_key key = { id_bucket(case_id), case_id };
    return clause_rows(world, &intake_papers_of, &key);
}

void clause_accept(struct clause_world *world, int64_t case_id, int64_t office)
{
    struct intake_case_input input = { .case_id = case_id };
    clause_as_staff(world, ROLE_INTAKE_CLERK, office);
    clause_act(world, &intake_accept_action, &input);
}

void clause_supply(struct clause_world *world, struct text receipt, const char *channel,
                   const char *material)
{
    struct intake_paper_input *paper = ARENA_NEW(&world->arena, struct intake_paper_input);
    struct intake_supply_input *input = ARENA_NEW(&world->arena, struct intake_supply_input);
    *paper = (struct intake_paper_input){
        .material = text_of(material), .file_type = TEXT("image/jpeg"),
        .blob = arena_format(&world->arena, "%064lld", (long long)++world->serial),
    };
    *input = (struct intake_supply_input){ .receipt = receipt, .last_four = TEXT("0001"),
                                           .channel = text_of(channel), .papers = { paper, 1 } };
    clause_act(world, &intake_supply_action, input);
}

struct clause_application clause_allowance(const char *channel)
{
    return (struct clause_application){
        .matter = "maternity-allowance", .channel = channel,
        .papers = { "id-card", "birth-record" },
        .values = { { TEXT("way"), TEXT("natural") }, { TEXT("event"), TEXT("2020-02-01") },
                    { TEXT("base"), TEXT("6000.00") },
                    { TEXT("account-holder"), TEXT("示例") }, { TEXT("bank"), TEXT("某银行") },
                    { TEXT("account"), TEXT("6222020200012345678") } },
        .value_count = 6,
    };
}
