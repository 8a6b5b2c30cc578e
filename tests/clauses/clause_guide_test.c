/* clause_guide_test.c: what is read of a matter before anything is sent: its family and ways, its
 * versions, what is open to whom in a place, and whose office it is. */

#include "clause_ask.h"
#include "clause_offices.h"
#include "clause_runner.h"

#include "base/check.h"
#include "rooms/intake/intake_inside.h"
#include "rooms/matter/matter_inside.h"
#include "rooms/staff/staff.h"

#define NANCHANG 360100
#define YUECHENG 330602
#define LINYI 371300

static const struct matter_shown *guide(struct clause_world *world, const char *matter,
                                        int64_t place)
{
    struct matter_show_input *input = ARENA_NEW(&world->arena, struct matter_show_input);
    *input = (struct matter_show_input){ .matter = text_of(matter), .place = place };
    world->actor = (struct actor){ .role = ROLE_PUBLIC };
    clause_act(world, &matter_show_action, input);
    return world->outcome;
}

/* Five families with two ways each; a matter shows those of its own, elsewhere none. */
static void families_have_their_ways(struct clause_world *world)
{
    static const struct { const char *matter, *family, *modes; } CASES[] = {
        { "offsite-filing", "filing-query", "web mobile" },
        { "enrolment-query", "filing-query", "web mobile" },
        { "inpatient-claim", "claims", "post helper" },
        { "monthly-statement", "settlement", "system prepay" },
        { "early-claim", "counter", "booking relaxed" },
        { "major-event-report", "consultation", "phone online" },
    };
    clause_now(world, DATE(2020, 2, 10), 9);
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        const struct matter_shown *shown = guide(world, CASES[i].matter, NANCHANG);
        EXPECT(world, text_is(shown->family, CASES[i].family));
        EXPECT(world, text_is(shown->modes_wanted, CASES[i].modes));
        EXPECT(world, text_present(shown->family_zh) && text_present(shown->modes_zh));
        EXPECT(world, !text_present(guide(world, CASES[i].matter, 110105)->family));
    }
}

static bool is_listed_in(struct clause_world *world, int64_t place, const char *applicant,
                         const char *matter)
{
    const struct matters_input input = { .applicant = text_of(applicant), .place = place };
    world->actor = (struct actor){ .role = ROLE_PUBLIC };
    clause_act(world, &matter_list_action, &input);
    const struct matters_answer *answer = world->outcome;
    const struct matter_listed *rows = answer->matters.items;
    for (size_t i = 0; i < answer->matters.count; i++)
        if (text_is(rows[i].matter, matter))
            return true;
    return false;
}

static bool is_listed(struct clause_world *world, const char *applicant, const char *matter)
{
    return is_listed_in(world, YUECHENG, applicant, matter);
}

/* ---- versions ---- */

/* A later text of the matter: one line otherwise, another limit say. */
static const struct book *changed_file(struct clause_world *world, const char *file,
                                       const char *start, const char *now,
                                       struct rule_faults *faults)
{
    const struct publication *before = book_publication(world->book, text_of(file));
    CHECK(before != NULL);
    struct text all = { "", 0 };
    for (struct text rest = before->text; text_present(rest);) {
        struct text line = text_until(rest, '\n', &rest);
        if (text_starts(line, text_of(start)))
            line = text_of(now);
        all = arena_format(&world->arena, "%.*s%.*s\n", TEXT_ARGS(all), TEXT_ARGS(line));
    }
    struct publication more = *before;
    more.sequence = 999999;
    more.text = all;
    more.known = moment_of_date(DATE(2020, 3, 16));
    publication_digest(&more);
    return book_add(world->book, &more, 1, faults);
}

static const struct book *changed(struct clause_world *world, const char *start,
                                  const char *now, struct rule_faults *faults)
{
    return changed_file(world, "rules/matters/certificate.yaml", start, now, faults);
}

/* What is a unit's is not a person's; and what a place takes at its counter alone is not listed
 * there, while it is elsewhere. */
static void only_what_is_open_to_persons(struct clause_world *world)
{
    struct rule_faults faults;
    rule_faults_init(&faults, &world->arena);
    clause_now(world, DATE(2020, 3, 17), 9);
    EXPECT(world, is_listed(world, "person", "outpatient-claim"));
    EXPECT(world, is_listed(world, "person", "resident-enrolment"));
    EXPECT(world, !is_listed(world, "person", "contribution-declaration"));
    EXPECT(world, !is_listed(world, "person", "monthly-statement"));
    EXPECT(world, is_listed(world, "employer", "contribution-declaration"));
    EXPECT(world, is_listed(world, "person", "certificate"));
    const struct book *rules = world->book;
    const struct book *narrower = changed(world, "life:", "life: query\nregions: [ { place: 330600,"
        " channels: [counter], source: s, certainty: default } ]", &faults);
    rule_faults_print(&faults, stderr);
    EXPECT(world, narrower != NULL);
    world->book = narrower;
    bool here = is_listed(world, "person", "certificate");
    bool elsewhere = is_listed_in(world, LINYI, "person", "certificate");
    world->book = rules;
    book_release(narrower);
    EXPECT(world, !here && elsewhere);
}

static const struct book *simplified(struct clause_world *world, const char *limit,
                                     struct rule_faults *faults)
{
    return changed(world, "limit:", limit, faults);
}

/* The one thing that is otherwise. */
static const struct matter_change *only_change(struct clause_world *world)
{
    const struct matter_show_input input = { .matter = TEXT("certificate"), .place = LINYI };
    world->actor = (struct actor){ .role = ROLE_PUBLIC };
    clause_act(world, &matter_versions_action, &input);
    const struct matter_versions *answer = world->outcome;
    const struct matter_version *versions = answer->versions.items;
    if (answer->versions.count != 2 || versions[0].changes.count != 0
        || versions[1].changes.count != 1)
        return NULL;
    return versions[1].changes.items;
}

static void move(struct clause_world *world, int64_t case_id, enum role role)
{
    const struct intake_case_input input = { .case_id = case_id,
                                             .reason = TEXT("新版本时限更短") };
    clause_as_staff(world, role, clause_office(world, LINYI, "agency"));
    clause_act(world, &intake_move_version_action, &input);
}

static bool may_move(struct clause_world *world, int64_t case_id)
{
    const struct intake_case_input input = { .case_id = case_id };
    clause_as_staff(world, ROLE_SECTION_HEAD, clause_office(world, LINYI, "agency"));
    clause_act(world, &intake_version_action, &input);
    return refused(world, "") && *(const bool *)told(world, "may");
}

/* A case is taken over to a later text by a head of section, once he has seen what would be
 * otherwise; not where the text asks for a paper that the case has not got, or knows the choice no
 * more that was made. */
static void a_case_is_taken_over(struct clause_world *world)
{
    const struct clause_application application = {
        "certificate", "web", { "id-card" }, { { TEXT("insurance"), TEXT("employee") } }, 1,
    };
    static const struct { const char *start, *now; bool may; int64_t days; } TEXTS[] = {
        { "limit:", "limit: { working-days: 9, source: test, certainty: default }\nformer-limits:\n"
          "  - { until: 2020-03-16, working-days: 40, source: test, certainty: default }", true,
          40 },
        { "materials:", "materials:\n  - { name: extra, zh: 新材料, en: A new paper }", false, 0 },
        { "      { value: employee", "      { value: staff, zh: 职工, en: Staff },", false, 0 },
    };
    clause_now(world, DATE(2020, 3, 16), 9);
    clause_offices(world);
    const struct book *old = world->book;
    for (size_t i = 0; i < COUNT_OF(TEXTS); i++) {
        const struct intake_applied *applied =
            clause_apply_for(world, clause_employee(world, LINYI), &application);
        EXPECT(world, applied != NULL);
        const int64_t case_id = applied->case_id;
        EXPECT(world, !may_move(world, case_id));
        move(world, case_id, ROLE_SECTION_HEAD);
        bool good = refused(world, "intake.refused.newest-already");
        struct rule_faults faults;
        rule_faults_init(&faults, &world->arena);
        world->book = changed(world, TEXTS[i].start, TEXTS[i].now, &faults);
        good &= world->book != NULL && may_move(world, case_id) == TEXTS[i].may;
        good &= count_told(world, "working_days_newest") == TEXTS[i].days;
        move(world, case_id, ROLE_SECTION_HEAD);
        good &= refused(world, TEXTS[i].may ? "" : "intake.refused.version-lacks");
        good &= (clause_case(world, case_id)->publication == 999999) == TEXTS[i].may;
        book_release(world->book);
        world->book = old;
        world->actor = (struct actor){ .role = ROLE_PUBLIC };
        EXPECT(world, good);
    }
}

static bool holds_words(struct text text, const char *words)
{
    return memmem(text.data, text.length, words, strlen(words)) != NULL;
}

/* What a form asks, how late a day may be, and who is asked for a paper, stand there like the
 * limit. */
static void what_is_asked_stands_side_by_side(struct clause_world *world)
{
    static const struct { const char *start, *now, *about, *says; } TEXTS[] = {
        { "  - { name: destination", "  - { name: destination, zh: 转入地, en: Place, "
          "type: day, not-after: today+30 }", "field", "not-after today+30" },
        { "      { value: resident", "      { value: other, zh: 其他, en: Other } ] }", "field",
          "choices employee, other" },
        { "    key: yes", "    earlier-months: 6", "material", "earlier-months 6" },
    };
    clause_now(world, DATE(2020, 3, 16), 9);
    const struct book *old = world->book;
    for (size_t i = 0; i < COUNT_OF(TEXTS); i++) {
        struct rule_faults faults;
        rule_faults_init(&faults, &world->arena);
        world->book = changed(world, TEXTS[i].start, TEXTS[i].now, &faults);
        bool loaded = world->book != NULL;
        const struct matter_change *change = loaded ? only_change(world) : NULL;
        bool good = change != NULL && text_is(change->about, TEXTS[i].about)
            && holds_words(change->now, TEXTS[i].says)
            && !holds_words(change->before, TEXTS[i].says);
        if (loaded)
            book_release(world->book);
        world->book = old;
        EXPECT(world, good);
    }
}

/* The limit before and after stand side by side; a case goes on by the text it began with. */
static void versions_stand_side_by_side(struct clause_world *world)
{
    const struct clause_application application = {
        "certificate", "web", { "id-card" }, { { TEXT("insurance"), TEXT("employee") } }, 1,
    };
    clause_now(world, DATE(2020, 3, 16), 9);
    clause_offices(world);
    int64_t before = guide(world, "certificate", LINYI)->publication;
    const struct intake_applied *applied =
        clause_apply_for(world, clause_employee(world, LINYI), &application);
    EXPECT(world, applied != NULL);
    EXPECT(world, clause_case(world, applied->case_id)->publication == before);
    const struct book *old = world->book;
    struct rule_faults faults;
    rule_faults_init(&faults, &world->arena);
    const struct book *grown =
        simplified(world, "limit: { working-days: 9, source: test, certainty: default }", &faults);
    EXPECT(world, grown != NULL);
    world->book = grown;
    const struct matter_change *change = only_change(world);
    const struct matter_shown *now = guide(world, "certificate", LINYI);
    bool good = change != NULL && text_is(change->about, "limit")
        && text_is(change->now, "9 working-days") && !text_equal(change->before, change->now)
        && now->working_days == 9 && now->publication == 999999;
    const struct matter *kept = matter_at(grown, TEXT("certificate"), before, &world->arena);
    good &= kept != NULL && kept->limit.working_days != 9;
    /* Who works the case is shown the procedure it began with, not the one of now. */
    const struct intake_case_input one = { .case_id = applied->case_id };
    clause_as_staff(world, ROLE_SECTION_HEAD, clause_office(world, LINYI, "agency"));
    clause_act(world, &intake_show_action, &one);
    const struct intake_seen *seen = world->outcome;
    const struct matter_show_input help = { .matter = TEXT("certificate"), .place = LINYI,
                                            .publication = seen->publication };
    good &= refused(world, "") && seen->publication == before;
    clause_act(world, &matter_show_action, &help);
    const struct matter_shown *procedure = world->outcome;
    good &= refused(world, "") && procedure->working_days != 9
        && procedure->publication == before && procedure->steps.count > 1
        && text_present(((const struct matter_step_told *)procedure->steps.items)[1].roles);
    world->book = old;
    book_release(grown);
    EXPECT(world, good);
}

/* ---- places ---- */

static bool cites_only(const struct matter_shown *shown, const char *notice)
{
    const struct matter_measure *rows = shown->measures.items;
    for (size_t i = 0; i < shown->measures.count; i++)
        if (!text_starts(rows[i].clauses, text_of(notice)))
            return false;
    return shown->measures.count > 0;
}

/* Another place, other rules and words: what is shown is of the place chosen. */
static void the_place_changes_what_is_shown(struct clause_world *world)
{
    clause_now(world, DATE(2020, 2, 10), 9);
    const struct matter_shown *shown = guide(world, "outpatient-claim", 330600);
    EXPECT(world, cites_only(shown, "SX9") && text_is(shown->place_zh, "绍兴市"));
    shown = guide(world, "outpatient-claim", YUECHENG);
    EXPECT(world, cites_only(shown, "SX9") && text_is(shown->place_zh, "越城区"));
    shown = guide(world, "outpatient-claim", NANCHANG);
    EXPECT(world, cites_only(shown, "JX4") && !text_is(shown->place_zh, "越城区"));
}

/* Twelve counties below the city; what is of the city itself belongs to the city's agency. */
static void the_city_and_its_counties(struct clause_world *world)
{
    static const int64_t COUNTIES[] = { 371302, 371311, 371312, 371321, 371322, 371323, 371324,
                                        371325, 371326, 371327, 371328, 371329 };
    clause_now(world, DATE(2020, 3, 15), 9);
    clause_offices(world);
    const struct staff_bucket_key key = { STAFF_BUCKET };
    struct list offices = clause_rows(world, &staff_offices_all, &key);
    const struct staff_office *city = staff_office_for(&offices, LINYI, "agency");
    EXPECT(world, city != NULL && city->division == LINYI);
    for (size_t i = 0; i < COUNT_OF(COUNTIES); i++) {
        EXPECT(world, clause_office(world, COUNTIES[i], "bureau") != 0);
        const struct staff_office *county = staff_office_for(&offices, COUNTIES[i], "agency");
        EXPECT(world, county != NULL && county->division == COUNTIES[i]);
    }
}

/* ---- a district's own ---- */

static const struct book *with_text(struct clause_world *world, const char *file,
                                    const char *text, struct rule_faults *faults)
{
    struct publication more = { .sequence = 999998, .file = text_of(file),
                                .text = text_of(text),
                                .known = moment_of_date(DATE(2020, 2, 10)) };
    publication_digest(&more);
    rule_faults_init(faults, &world->arena);
    return book_add(world->book, &more, 1, faults);
}

/* A district sets how many come to its hall a day, and of a matter its hours and ways: not its
 * papers, nor what its approval gives. */
static void a_district_sets_its_own_ways(struct clause_world *world)
{
    static const char QUOTA[] = "notice: 示例区〔2020〕1号\ntitle: 例\nplace: 110105\n"
        "issued: 2020-02-10\nmeasures:\n  - ids: [\"1\"]\n    says: thirty a day come to the hall\n"
        "    quota: { at: counter, tickets: 30, per: day }\n";
    static const struct { const char *region; bool good; } REGIONS[] = {
        { "hours: { zh: 上午, en: mornings }", true },
        { "materials: []", false }, { "approval: filing.record", false },
    };
    struct rule_faults faults;
    clause_now(world, DATE(2020, 3, 16), 9);
    rule_faults_init(&faults, &world->arena);
    const struct book *old = world->book;
    const struct book *grown =
        with_text(world, "rules/notices/110105/example.yaml", QUOTA, &faults);
    EXPECT(world, grown != NULL);
    book_release(grown);
    for (size_t i = 0; i < COUNT_OF(REGIONS); i++) {
        const char *terms = arena_format(&world->arena, "limit: { working-days: 5, source: test, "
            "certainty: default }\nregions: [ { place: 110105, %s, source: test, "
            "certainty: default } ]", REGIONS[i].region).data;
        rule_faults_init(&faults, &world->arena);
        grown = simplified(world, terms, &faults);
        bool taken = grown != NULL && matters_check(grown, &faults), here = false;
        if (taken) {
            world->book = grown;
            here = text_is(guide(world, "certificate", 110105)->hours.zh, "上午")
                && !text_is(guide(world, "certificate", 110106)->hours.zh, "上午");
            world->book = old;
        }
        if (grown != NULL)
            book_release(grown);
        EXPECT(world, taken == REGIONS[i].good && here == REGIONS[i].good);
    }
}

/* Where one applies online is data of the place: the guide shows it, elsewhere nothing, and another
 * address from the day it is known. What is no page of the web is not taken. */
static void the_entry_is_shown(struct clause_world *world)
{
    static const char FILE[] = "rules/values/330600/matter-entry.yaml";
    clause_now(world, DATE(2020, 2, 10), 9);
    const struct matter_shown *shown = guide(world, "offsite-filing", YUECHENG);
    const struct matter_entry *entries = shown->entries.items;
    EXPECT(world, shown->entries.count == 2);
    EXPECT(world, text_is(entries[0].zh, "浙江政务服务网"));
    EXPECT(world, text_is(entries[0].address, "http://www.zjzfw.gov.cn"));
    struct page_parts parts = { .arena = &world->arena, .language = LANGUAGE_CHINESE };
    matter_pages[1].tell(&parts, shown);
    bool linked = false;
    for (size_t i = 0; i < parts.count; i++)
        linked = linked || (text_is(parts.items[i].path, "http://www.zjzfw.gov.cn")
                            && text_is(parts.items[i].note, "http://www.zjzfw.gov.cn"));
    EXPECT(world, linked);
    EXPECT(world, guide(world, "offsite-filing", NANCHANG)->entries.count == 0);

    clause_now(world, DATE(2020, 3, 20), 9);
    const struct book *old = world->book;
    struct rule_faults faults;
    rule_faults_init(&faults, &world->arena);
    const struct book *grown = changed_file(world, FILE, "    entries:", "    entries: [ "
        "{ zh: 网上大厅, en: Online hall, address: \"https://hall.example.cn\" } ]", &faults);
    EXPECT(world, grown != NULL);
    world->book = grown;
    shown = guide(world, "offsite-filing", YUECHENG);
    bool changed_there = shown->entries.count == 1
        && text_is(((const struct matter_entry *)shown->entries.items)->address,
                   "https://hall.example.cn");
    world->book = old;
    book_release(grown);
    EXPECT(world, changed_there);
    EXPECT(world, changed_file(world, FILE, "    entries:", "    entries: [ "
        "{ zh: 网上大厅, en: Online hall, address: \"javascript:alert(1)\" } ]", &faults) == NULL);
}

static const struct clause_scenario scenarios[] = {
    { "JX4-2.0i", families_have_their_ways },
    { "SX9-G4b", only_what_is_open_to_persons },
    { "JX4-1a LY22-P2d SX9-3.1c", versions_stand_side_by_side },
    { "JX4-1a", what_is_asked_stands_side_by_side },
    { "JX4-1a LY22-P2d", a_case_is_taken_over },
    { "SX9-G1 SX9-M2", the_place_changes_what_is_shown },
    { "SX9-G1b", the_entry_is_shown },
    { "BJ4-S2h", a_district_sets_its_own_ways },
    { "LY22-H1", the_city_and_its_counties },
};

int main(void)
{
    return clause_run(scenarios, COUNT_OF(scenarios));
}
