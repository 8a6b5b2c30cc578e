/* clause_offices.c: see clause_offices.h. */

#include "clause_offices.h"

#include "base/check.h"
#include "core/demo.h"
#include "rooms/intake/intake.h"
#include "rooms/party/party.h"
#include "rooms/staff/staff.h"

#include <stdio.h>
#include <stdlib.h>

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

const struct intake_applied *clause_apply(struct clause_world *world, int64_t person)
{
    struct text number = arena_format(&world->arena, "99%016lld", (long long)++world->serial);
    struct party_number_key key = party_number_key_of("id", number, &world->arena);
    const struct party_person_key row = { key.bucket, key.kind, key.digest, person };
    clause_insert(world, &party_person_key_table, &row);
    struct intake_apply_input *input = ARENA_NEW(&world->arena, struct intake_apply_input);
    struct intake_paper_input *card = ARENA_NEW(&world->arena, struct intake_paper_input);
    *card = (struct intake_paper_input){
        .material = TEXT("id-card"), .file_type = TEXT("image/jpeg"),
        .blob = TEXT("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"),
    };
    *input = (struct intake_apply_input){
        .papers = { card, 1 },
        .matter = TEXT("account-query"), .channel = TEXT("web"), .name = TEXT("示例"),
        .number = number,
    };
    clause_act(world, &intake_apply_action, input);
    return text_is(text_of(clause_refused(world)), "") ? world->outcome : NULL;
}
