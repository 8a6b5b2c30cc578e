/* clause_units.c: see clause_units.h. */

#include "clause_units.h"

#include "base/check.h"
#include "rooms/claim/claim.h"
#include "rooms/contribute/contribute.h"
#include "rooms/contribute/contribute_bills.h"
#include "rooms/party/party_facts.h"

int64_t unit_of(struct clause_world *world, int64_t place, const char *kind,
                const char *industry)
{
    struct text code = arena_format(&world->arena, "99U%015lld", (long long)++world->serial);
    const struct party_unit row = {
        .bucket = bucket_of_name(code), .unit = id_mint(&world->minter, bucket_of_name(code)),
        .credit_code = code, .name = TEXT("示例单位"), .kind = text_of(kind),
        .industry = text_of(industry), .division = place, .valid_from = DATE(2015, 1, 1),
        .version = 1,
    };
    clause_insert(world, &party_unit_table, &row);
    return row.unit;
}

int64_t employed(struct clause_world *world, int64_t unit, int64_t place,
                 struct date from)
{
    int64_t person = clause_stranger(world);
    const struct party_spell spell = {
        .bucket = id_bucket(person), .person = person, .spell = person,
        .insurance = TEXT("310"), .kind = TEXT("11"), .place = place, .unit = unit,
        .unit_name = TEXT("示例单位"), .valid_from = from, .status = TEXT("1"), .version = 1,
    };
    clause_insert(world, &party_spell_table, &spell);
    world->insurance = spell.insurance;
    return person;
}

void by_unit(struct clause_world *world, int64_t unit)
{
    world->actor = (struct actor){ .account = 2, .role = ROLE_EMPLOYER, .unit = unit };
}

void by_house(struct clause_world *world)
{
    world->actor = (struct actor){ .role = ROLE_HOUSE, .scope = { .everything = true } };
}

void base_of(struct clause_world *world, int64_t unit, int64_t person, const char *month,
             const char *base)
{
    ask(world, &contribute_set_base_action,
        GIVEN({ "unit", of_id(world, unit) }, { "person", of_id(world, person) },
              { "month", month }, { "base", base }));
}

void declare(struct clause_world *world, int64_t unit, const char *month)
{
    ask(world, &contribute_declare_action,
        GIVEN({ "unit", of_id(world, unit) }, { "month", month }));
}

void pay(struct clause_world *world, int64_t owner, const char *month,
         const char *amount)
{
    by_house(world);
    ask(world, &contribute_pay_action,
        GIVEN({ "owner", of_id(world, owner) }, { "month", month }, { "amount", amount }));
}

void give_back(struct clause_world *world, int64_t unit, const char *month, const char *way)
{
    world->actor = (struct actor){ .account = 9, .role = ROLE_SECTION_HEAD, .office = 7,
                                   .division = 371300 };
    ask(world, &claim_give_back_action,
        GIVEN({ "unit", of_id(world, unit) }, { "month", month }, { "way", way }));
}

/* A row of the unit's month table. */
const void *month_told(struct clause_world *world, int64_t owner, const char *month,
                       const char *name)
{
    by_house(world);
    ask(world, &contribute_statement_action,
        GIVEN({ "owner", of_id(world, owner) }, { "from_month", month },
              { "until_month", month }));
    const struct list *months = told(world, "months");
    const struct field *list = shape_field(&contribute_statement_action.outcome[0],
                                           TEXT("months"));
    const struct field *field = shape_field(list->of, text_of(name));
    CHECK(months->count > 0 && field != NULL);
    return field_in(field, months->items);
}

bool says(struct clause_world *world, int64_t owner, const char *month,
          const char *name, const char *value)
{
    return text_is(*(const struct text *)month_told(world, owner, month, name), value);
}

int64_t month_fen(struct clause_world *world, int64_t owner, const char *month,
                  const char *name)
{
    return ((const struct money *)month_told(world, owner, month, name))->fen;
}

bool entitled(struct clause_world *world, int64_t person, struct date day)
{
    by_house(world);
    ask(world, &contribute_entitlement_action,
        GIVEN({ "person", of_id(world, person) },
              { "on", arena_format(&world->arena, "%08d", day.yyyymmdd).data }));
    return *(const bool *)told(world, "entitled");
}

/* An employee with a base and a unit that has declared a month. */
int64_t declared_unit(struct clause_world *world, int64_t place, const char *kind,
                      const char *industry, const char *month, const char *base,
                      int64_t *ret_person)
{
    int64_t unit = unit_of(world, place, kind, industry);
    int64_t person = employed(world, unit, place, DATE(2015, 1, 1));
    by_unit(world, unit);
    base_of(world, unit, person, "2020-01", base);
    declare(world, unit, month);
    if (ret_person != NULL)
        *ret_person = person;
    return unit;
}

/* What the record of the months just asked for says of one insurance. */
bool counted_is(struct clause_world *world, const char *insurance, int64_t paid,
                int64_t gaps, const char *first)
{
    const struct shape *of = shape_field(contribute_months_action.outcome,
                                         TEXT("insurances"))->of;
    const struct list *rows = told(world, "insurances");
    for (size_t i = 0; i < rows->count; i++) {
        const char *row = (const char *)rows->items + i * of->size;
        if (text_is(*(const struct text *)field_in(shape_field(of, TEXT("insurance")), row),
                    insurance))
            return *(const int64_t *)field_in(shape_field(of, TEXT("paid_months")), row) == paid
                && *(const int64_t *)field_in(shape_field(of, TEXT("gaps")), row) == gaps
                && text_is(*(const struct text *)field_in(shape_field(of, TEXT("first")), row),
                           first);
    }
    return false;
}

void make_up(struct clause_world *world, int64_t unit, int64_t person,
             const char *from_month, const char *until_month)
{
    by_unit(world, unit);
    ask(world, &contribute_make_up_action,
        GIVEN({ "unit", of_id(world, unit) }, { "person", of_id(world, person) },
              { "from_month", from_month }, { "until_month", until_month },
              { "base", "10000.00" }, { "reason", "omitted" }));
}
