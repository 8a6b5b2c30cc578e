/* clause_search_test.c: cases are found again by whoever may, and in pages that are full while
 * there are more. */

#include "clause_offices.h"
#include "clause_runner.h"

#include "base/check.h"
#include "rooms/intake/intake_inside.h"
#include "rooms/rooms.h"

#define CHAOYANG 110105

static void begin(struct clause_world *world)
{
    intake_use_rooms(all_rooms, all_rooms_count);
    clause_now(world, DATE(2020, 3, 2), 9);
    clause_offices(world);
}

struct search {
    struct text receipt, number, name, state, channel, ten, four;
    int64_t office;
    struct date from, until;
    struct moment after;
    int64_t after_case;
};
static size_t found_with(struct clause_world *world, int64_t place, const char *kind,
                         struct search search)
{
    struct search *input = ARENA_NEW(&world->arena, struct search);
    *input = search;
    clause_as_staff(world, ROLE_REVIEWER, clause_office(world, place, kind));
    clause_act(world, &intake_search_action, input);
    return ((const struct intake_list_answer *)world->outcome)->cases.count;
}

static size_t found(struct clause_world *world, int64_t place, const char *kind, struct text name,
                    const char *state, int64_t office)
{
    return found_with(world, place, kind, (struct search){
        .name = name, .state = text_of(state), .office = office });
}

/* How many the next page by name has, of who asked last. */
static size_t found_after(struct clause_world *world, int64_t case_id)
{
    struct search *input = ARENA_NEW(&world->arena, struct search);
    input->name = TEXT("示例");
    input->after_case = case_id;
    clause_act(world, &intake_search_action, input);
    return ((const struct intake_list_answer *)world->outcome)->cases.count;
}

/* By how they came: all are of one state, one channel and one mode. */
static size_t found_by(struct clause_world *world, int64_t place, const char *by)
{
    struct search search = { .channel = TEXT("web") };
    if (strcmp(by, "both") == 0)
        search.state = TEXT("accepted");
    if (strcmp(by, "ten") == 0)
        search = (struct search){ .ten = TEXT("web") };
    return found_with(world, place, "agency", search);
}

/* A city finds what lies in its districts, newest first, and a district nothing of another. */
static void whoever_stands_above_finds_it(struct clause_world *world)
{
    begin(world);
    for (int i = 0; i < 3; i++) {
        clause_now(world, DATE(2020, 3, 2), 9 + i);
        world->actor = (struct actor){ .role = ROLE_PUBLIC };
        EXPECT(world, clause_apply_for(world, clause_employee(world, i == 1 ? 110108 : CHAOYANG),
                                       &(struct clause_application){
            "offsite-filing", "web", { "id-card", "work-proof" },
            { { TEXT("kind"), TEXT("stationed-worker") }, { TEXT("division"), TEXT("371302") },
              { TEXT("from"), TEXT("2020-03-02") } }, .value_count = 3,
        }) != NULL);
    }
    const struct text all = { 0 };
    EXPECT(world, found(world, 110000, "agency", all, "accepted", 0) == 3);
    const struct intake_listed *rows =
        ((const struct intake_list_answer *)world->outcome)->cases.items;
    EXPECT(world, rows[0].received_at.ms > rows[1].received_at.ms
                      && rows[1].received_at.ms > rows[2].received_at.ms);
    EXPECT(world, found(world, 110000, "agency", TEXT("示例"), NULL, 0) == 3);
    const struct intake_listed *named =
        ((const struct intake_list_answer *)world->outcome)->cases.items;
    int64_t first = named[0].case_id, last = named[2].case_id;
    EXPECT(world, found_after(world, first) == 2 && found_after(world, last) == 0);
    EXPECT(world, found(world, 110000, "agency", all, NULL, 0) == 3);
    int64_t chaoyang = clause_office(world, CHAOYANG, "agency");
    EXPECT(world, found(world, 110000, "agency", all, NULL, chaoyang) == 2);
    EXPECT(world, found(world, CHAOYANG, "agency", all, NULL, 0) == 2);
    EXPECT(world, found(world, 110108, "agency", TEXT("示例"), NULL, 0) == 1);
    EXPECT(world, found(world, 110108, "agency", all, NULL, chaoyang) == 0);
    EXPECT(world, found(world, 371300, "agency", all, NULL, 0) == 0);
    /* The province has more offices than are asked one by one, a district few: both find alike. */
    static const char *const places[] = { "channel", "both", "ten" };
    for (size_t i = 0; i < COUNT_OF(places); i++) {
        EXPECT(world, found_by(world, 110000, places[i]) == 3);
        EXPECT(world, found_by(world, CHAOYANG, places[i]) == 2);
        EXPECT(world, found_by(world, 371300, places[i]) == 0);
    }
}

/* A closed case of that place which lies in an office, come some seconds from now. */
static void lies_in(struct clause_world *world, int64_t office, int64_t came_to, int64_t place,
                    int64_t seconds)
{
    struct intake_case row = {
        .bucket = 5, .case_id = id_mint(&world->minter, 5), .office = office, .place = place,
        .matter = TEXT("offsite-filing"), .state = TEXT("closed"), .channel = TEXT("web"),
        .received_at = { world->now.ms + seconds * 1000 }, .handovers = office != came_to,
        .version = 1,
    };
    row.receipt = arena_format(&world->arena, "R-%lld", (long long)row.case_id);
    row.subject_key = row.receipt;
    clause_insert(world, &intake_case_table, &row);
    const struct intake_way way = {
        .bucket = row.bucket, .case_id = row.case_id, .office = came_to, .channel = row.channel,
        .ten = TEXT("web"), .four = TEXT("online"), .counted = TEXT("online"),
        .received_at = row.received_at,
    };
    clause_insert(world, &intake_way_table, &way);
}

/* What a county took over of another city's is newer than all its own: its city, which does not
 * find that, finds what is its own all the same, on the first page. By a mode, too, an office finds
 * what came to another and lies with it now. */
static void a_page_is_full_while_there_are_more(struct clause_world *world)
{
    begin(world);
    int64_t county = clause_office(world, 371329, "agency");
    int64_t beijing = clause_office(world, CHAOYANG, "agency");
    for (int i = 0; i < INTAKE_FOUND_MAX; i++)
        lies_in(world, county, beijing, CHAOYANG, i + 1);
    for (int i = 0; i < 3; i++)
        lies_in(world, county, county, 371329, -i);
    const struct search all = { .office = county }, web = { .office = county, .ten = TEXT("web") },
        online = { .office = county, .four = TEXT("online") };
    EXPECT(world, found_with(world, 371300, "agency", all) == 3);
    EXPECT(world, found_with(world, 371300, "agency", web) == 3);
    EXPECT(world, found_with(world, 371300, "agency", online) == 3);
    EXPECT(world, found_with(world, 371329, "agency", web) == INTAKE_FOUND_MAX);
    struct search next = web;
    const struct intake_listed *rows =
        ((const struct intake_list_answer *)world->outcome)->cases.items;
    next.after = rows[INTAKE_FOUND_MAX - 1].received_at;
    next.after_case = rows[INTAKE_FOUND_MAX - 1].case_id;
    EXPECT(world, found_with(world, 371329, "agency", next) == 3);
}

int main(void)
{
    static const struct clause_scenario scenarios[] = {
        { "", whoever_stands_above_finds_it },
        { "", a_page_is_full_while_there_are_more },
    };
    return clause_run(scenarios, COUNT_OF(scenarios));
}
