/* hospital_town.c: who there is in a demo world, drawn from the same numbers as the world. */

#include "hospital.h"

#include "base/check.h"
#include "rooms/party/party.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Beijing's hospitals in the demo list; one of them (2) speaks through a gateway. */
#define FIRST_PLACE 0
#define LAST_PLACE 12
#define GATEWAY_PLACE 2
/* Of every so many units one owes contributions. */
#define UNITS_A_DEBTOR 20

static void read_places(struct hospital_town *town, struct demo *demo)
{
    for (int64_t n = FIRST_PLACE; n <= LAST_PLACE; n++) {
        if (n == GATEWAY_PLACE)
            continue;
        struct party_institution institution = party_demo_institution(demo, n);
        struct hospital_place *place = &town->places[town->place_count++];
        CHECK(town->place_count <= COUNT_OF(town->places));
        *place = (struct hospital_place){
            .institution = institution.institution, .division = institution.division,
            .tier = institution.tier, .community = institution.community,
        };
        snprintf(place->code, sizeof place->code, "%.*s", TEXT_ARGS(institution.code));
        snprintf(place->name, sizeof place->name, "%.*s", TEXT_ARGS(institution.name));
    }
}

/* Insured with the employees of Beijing, not paused, and nothing owed for them. */
static bool in_good_standing(const struct demo *demo, int64_t n,
                             const struct party_demo_person *person)
{
    return person->place / 10000 == 11 && strcmp(person->insurance, "310") == 0
        && demo_below(demo, "spell.paused", n, 100) != 0
        && (person->unit_index < 0 || person->unit_index % UNITS_A_DEBTOR != 0);
}

void hospital_town_make(struct hospital_town *town, uint64_t seed, int64_t people)
{
    struct arena arena;
    arena_init(&arena);
    struct demo demo = { .arena = &arena, .scratch = &arena, .seed = seed, .people = people };
    memset(town, 0, sizeof *town);
    town->people = calloc((size_t)people, sizeof *town->people);
    CHECK(town->people != NULL);
    for (int64_t n = 0; n < people; n++) {
        struct party_demo_person from = party_demo_person(&demo, n);
        if (!in_good_standing(&demo, n, &from))
            continue;
        struct hospital_person *to = &town->people[town->person_count++];
        *to = (struct hospital_person){
            .person = from.person, .born = from.born.yyyymmdd, .place = from.place,
        };
        memcpy(to->id_number, from.id_number, sizeof to->id_number);
        snprintf(to->insurance, sizeof to->insurance, "%s", from.insurance);
        snprintf(to->kind, sizeof to->kind, "%s", from.kind);
    }
    read_places(town, &demo);
    arena_release(&arena);
}

void hospital_town_free(struct hospital_town *town)
{
    free(town->people);
    memset(town, 0, sizeof *town);
}
