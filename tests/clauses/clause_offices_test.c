/* clause_offices_test.c: whom the notices address, who sees what of it, and whom to call. */

#include "clause_offices.h"
#include "clause_runner.h"

#include "base/check.h"
#include "core/blob.h"
#include "rooms/access/access.h"
#include "rooms/contribute/contribute_bills.h"
#include "rooms/intake/intake.h"
#include "rooms/message/message_facts.h"
#include "rooms/party/party.h"
#include "rooms/resident/resident.h"
#include "rooms/staff/staff.h"

#include <stdio.h>
#include <string.h>

static const int64_t BEIJING[] = {
    110101, 110102, 110105, 110106, 110107, 110108, 110109, 110111, 110112, 110113, 110114,
    110115, 110116, 110117, 110118, 110119, 110195,
};
static const int64_t JIANGXI[] = {
    360100, 360200, 360300, 360400, 360500, 360600, 360700, 360800, 360900, 361000, 361100,
};
static const int64_t SHANDONG[] = {
    370100, 370200, 370300, 370400, 370500, 370600, 370700, 370800, 370900, 371000, 371100,
    371300, 371400, 371500, 371600, 371700,
};
static const int64_t SHAOXING[] = { 330602, 330603, 330604, 330624, 330681, 330683 };

/* A case for somebody insured in each place lies with that place's agency, and no other. */
static void routed_in_beijing(struct clause_world *world)
{
    clause_now(world, DATE(2020, 2, 10), 9);
    clause_offices(world);
    int64_t had[COUNT_OF(BEIJING)];
    for (size_t i = 0; i < COUNT_OF(BEIJING); i++) {
        int64_t person = clause_employee(world, BEIJING[i]);
        world->actor = (struct actor){ .role = ROLE_PUBLIC };
        const struct intake_applied *applied = clause_apply(world, person);
        EXPECT(world, applied != NULL);
        const struct intake_case_key key = { id_bucket(applied->case_id), applied->case_id };
        struct list rows = clause_rows(world, &intake_case_by_id, &key);
        EXPECT(world, rows.count == 1);
        had[i] = ((const struct intake_case *)rows.items)->office;
        EXPECT(world, had[i] == clause_office(world, BEIJING[i], "agency"));
        for (size_t j = 0; j < i; j++)
            EXPECT(world, had[j] != had[i]);
    }
}

static size_t waiting_for(struct clause_world *world, int64_t office)
{
    const struct intake_office_key key = { .office = office };
    struct list rows = clause_rows(world, &intake_cases_waiting, &key);
    const struct intake_case *cases = rows.items;
    size_t seen = 0;
    for (size_t i = 0; i < rows.count; i++)
        seen += scope_admits(&world->actor.scope, &intake_cases_waiting, &cases[i]);
    return seen;
}

static void province_sees_all_and_a_city_its_own(struct clause_world *world)
{
    clause_now(world, DATE(2020, 2, 10), 9);
    clause_offices(world);
    for (size_t i = 0; i < COUNT_OF(JIANGXI); i++) {
        int64_t person = clause_employee(world, JIANGXI[i]);
        world->actor = (struct actor){ .role = ROLE_PUBLIC };
        EXPECT(world, clause_apply(world, person) != NULL);
    }
    for (size_t i = 0; i < COUNT_OF(JIANGXI); i++) {
        int64_t agency = clause_office(world, JIANGXI[i], "agency");
        clause_as_staff(world, ROLE_LEADER, clause_office(world, 360000, "bureau"));
        EXPECT(world, waiting_for(world, agency) == 1);
        clause_as_staff(world, ROLE_REVIEWER, agency);
        EXPECT(world, waiting_for(world, agency) == 1);
        int64_t other = clause_office(world, JIANGXI[(i + 1) % COUNT_OF(JIANGXI)], "agency");
        EXPECT(world, waiting_for(world, other) == 0);
    }
}

static bool stands_above(struct clause_world *world, int64_t above, int64_t office)
{
    const struct staff_office_key key = { STAFF_BUCKET, above };
    struct list rows = clause_rows(world, &staff_offices_below, &key);
    const struct staff_above *below = rows.items;
    for (size_t i = 0; i < rows.count; i++)
        if (below[i].office == office)
            return true;
    return false;
}

static void shaoxing_and_below(struct clause_world *world)
{
    clause_now(world, DATE(2020, 2, 10), 9);
    clause_offices(world);
    int64_t city = clause_office(world, 330600, "bureau");
    for (size_t i = 0; i < COUNT_OF(SHAOXING); i++) {
        int64_t person = clause_employee(world, SHAOXING[i]);
        world->actor = (struct actor){ .role = ROLE_PUBLIC };
        const struct intake_applied *applied = clause_apply(world, person);
        EXPECT(world, applied != NULL);
        const struct intake_case_key key = { id_bucket(applied->case_id), applied->case_id };
        struct list rows = clause_rows(world, &intake_case_by_id, &key);
        int64_t office = ((const struct intake_case *)rows.items)->office;
        EXPECT(world, office == clause_office(world, SHAOXING[i], "agency"));
        EXPECT(world, stands_above(world, city, office));
    }
    /* 三级联办: a village station and a town stand below their county's agency. */
    int64_t agency = clause_office(world, 330602, "agency");
    EXPECT(world, stands_above(world, agency, clause_office(world, 330602, "town")));
    EXPECT(world, stands_above(world, agency, clause_office(world, 330602, "village")));
}

static void seventeen_units_report_in_shandong(struct clause_world *world)
{
    clause_now(world, DATE(2020, 3, 15), 9);
    clause_offices(world);
    int64_t province = clause_office(world, 370000, "bureau");
    size_t units = 0;
    for (size_t i = 0; i < COUNT_OF(SHANDONG); i++) {
        int64_t bureau = clause_office(world, SHANDONG[i], "bureau");
        EXPECT(world, bureau != 0 && stands_above(world, province, bureau));
        units++;
    }
    int64_t centre = clause_office(world, 379500, "centre");
    EXPECT(world, centre != 0 && stands_above(world, province, centre));
    EXPECT(world, units + 1 == 17);
}

/* ---- the way in: the place decides what is shown ---- */

struct divisions_asked { int64_t parent; };

static size_t places_below(struct clause_world *world, int64_t parent)
{
    struct divisions_asked *input = ARENA_NEW(&world->arena, struct divisions_asked);
    input->parent = parent;
    world->actor = (struct actor){ .role = ROLE_PUBLIC };
    clause_act(world, &staff_divisions_action, input);
    return ((const struct list *)world->outcome)->count;
}

static const char *bureau_name(struct clause_world *world, int64_t division)
{
    const struct staff_bucket_key key = { STAFF_BUCKET };
    struct list rows = clause_rows(world, &staff_offices_all, &key);
    const struct staff_office *office = staff_office_for(&rows, division, "bureau");
    return office == NULL ? "" : arena_text(&world->arena, office->name).data;
}

static void the_place_of_enrolment_is_chosen(struct clause_world *world)
{
    clause_now(world, DATE(2020, 2, 10), 9);
    clause_offices(world);
    EXPECT(world, places_below(world, 330600) == COUNT_OF(SHAOXING));
    EXPECT(world, strcmp(bureau_name(world, 330600), "绍兴市医疗保障局") == 0);
    EXPECT(world, strcmp(bureau_name(world, 330681), "诸暨市医疗保障局") == 0);
    EXPECT(world, strcmp(bureau_name(world, 371329), "临沭县医疗保障局") == 0);
    EXPECT(world, strcmp(bureau_name(world, 330624), "新昌县医疗保障局") == 0);
}

/* ---- the directory ---- */

/* Its input and answer as the door would fill and read them. */
struct directory_asked { int64_t division; struct text business, name; };
struct phone_told { int64_t entry; struct text business, number, hours; };
struct entry_told {
    int64_t office, division;
    struct text name, kind, address, hours;
    bool own;
    struct list phones;
};

static struct list look_up(struct clause_world *world, int64_t division, const char *business)
{
    struct directory_asked *input = ARENA_NEW(&world->arena, struct directory_asked);
    input->division = division;
    input->business = text_of(business);
    world->actor = (struct actor){ .role = ROLE_PUBLIC };
    clause_act(world, &staff_directory_action, input);
    return *(const struct list *)world->outcome;
}

/* The numbers of the place's own agency for a business, with commas between. */
static const char *numbers(struct clause_world *world, int64_t division, const char *business)
{
    struct list found = look_up(world, division, business);
    const struct entry_told *entries = found.items;
    for (size_t i = 0; i < found.count; i++) {
        if (!entries[i].own || !text_is(entries[i].kind, "agency"))
            continue;
        const struct phone_told *phones = entries[i].phones.items;
        struct text all = TEXT("");
        for (size_t p = 0; p < entries[i].phones.count; p++)
            all = arena_format(&world->arena, "%.*s%s%.*s", TEXT_ARGS(all), p == 0 ? "" : ",",
                               TEXT_ARGS(phones[p].number));
        return all.data;
    }
    return "";
}

#define NUMBERS(name_, division_, claim_, enrol_) \
    static void name_(struct clause_world *world) \
    { \
        clause_now(world, DATE(2020, 2, 10), 9); \
        clause_offices(world); \
        EXPECT(world, strcmp(numbers(world, (division_), "claim"), (claim_)) == 0); \
        EXPECT(world, strcmp(numbers(world, (division_), "enrol"), (enrol_)) == 0); \
    }
NUMBERS(numbers_of_the_city, 330600, "0575-89115826", "0575-81162923")
NUMBERS(numbers_of_yuecheng, 330602, "0575-89102755", "0575-89102742")
NUMBERS(numbers_of_keqiao, 330603, "0575-81110613", "0575-84787137")
NUMBERS(numbers_of_shangyu, 330604, "0575-82219077", "0575-82219077")
NUMBERS(numbers_of_zhuji, 330681, "0575-87013576,0575-87373999", "0575-87013576,0575-87373999")
NUMBERS(numbers_of_shengzhou, 330683, "0575-83278051", "0575-83273855")
NUMBERS(numbers_of_xinchang, 330624, "0575-86230160", "0575-86044392")

/* By city and business, to anybody; an office changes its own numbers and nobody else's. */
static void the_directory_is_public_and_kept(struct clause_world *world)
{
    clause_now(world, DATE(2020, 2, 10), 9);
    clause_offices(world);
    EXPECT(world, strcmp(numbers(world, 360100, "claim"), "0791-99000212") == 0);
    EXPECT(world, strcmp(numbers(world, 360100, "consult"), "0791-99000211") == 0);
    EXPECT(world, strcmp(numbers(world, 360100, "enrol"), "") == 0);
    int64_t agency = clause_office(world, 360100, "agency");
    struct staff_phone entry = { .office = agency, .business = TEXT("enrol"),
                                 .number = TEXT("0791-99000213") };
    clause_as_staff(world, ROLE_ADMINISTRATOR, clause_office(world, 360200, "bureau"));
    clause_act(world, &staff_set_phone_action, &entry);
    EXPECT(world, strcmp(clause_refused(world), "staff.refused.not-yours") == 0);
    clause_as_staff(world, ROLE_ADMINISTRATOR, clause_office(world, 360100, "bureau"));
    clause_act(world, &staff_set_phone_action, &entry);
    EXPECT(world, strcmp(clause_refused(world), "") == 0);
    EXPECT(world, strcmp(numbers(world, 360100, "enrol"), "0791-99000213") == 0);
}

/* ---- practice: the whole form by the real rules, and nothing comes of it ---- */

struct practise_said {
    struct text matter, channel, insurance;
    int64_t place;
    struct list values, papers, owed, shown;
    bool commitment;
    struct text asked, callback, consent;
};
struct practised {
    bool taken;
    struct text refusal, refusal_zh, refusal_en, field, state;
};

/* With nothing filled in and with all that a form has: each is taken, or refused in words. */
static bool every_matter_is_practised(struct clause_world *world, struct practise_said *input)
{
    const struct list matters = matters_of(world->book, &world->arena);
    const struct matter *items = matters.items;
    for (size_t i = 0; i < 2 * matters.count; i++) {
        const struct matter *matter = &items[i / 2];
        const struct matter_field *fields = matter->fields.items;
        const struct matter_material *materials = matter->materials.items;
        struct intake_value *values =
            ARENA_ARRAY(&world->arena, struct intake_value, matter->fields.count + 1);
        struct intake_paper_input *papers =
            ARENA_ARRAY(&world->arena, struct intake_paper_input, matter->materials.count + 1);
        size_t value_count = 0, paper_count = 0;
        for (size_t k = 0; i % 2 == 1 && k < matter->fields.count; k++) {
            const struct matter_choice *choices = fields[k].choices.items;
            values[value_count++] = (struct intake_value){ fields[k].name,
                fields[k].choices.count > 0 ? choices[0].value
                : text_is(fields[k].type, "day") ? TEXT("2020-01-20")
                : text_is(fields[k].type, "division") ? TEXT("371300") : TEXT("1") };
        }
        for (size_t k = 0; i % 2 == 1 && k < matter->materials.count; k++)
            papers[paper_count++] = (struct intake_paper_input){ .material = materials[k].name };
        input->matter = matter->matter;
        input->values = (struct list){ values, value_count };
        input->papers = (struct list){ papers, paper_count };
        clause_act(world, &intake_practise_action, input);
        const struct practised *told = world->outcome;
        if (clause_refused(world)[0] != '\0' || world->decision.change_count != 0
            || (!told->taken && (!text_present(told->refusal_zh)
                                 || memchr(told->refusal_zh.data, '{', told->refusal_zh.length)
                                     != NULL))) {
            fprintf(stderr, "%.*s: %.*s\n", TEXT_ARGS(matter->matter), TEXT_ARGS(told->refusal_zh));
            return false;
        }
    }
    return matters.count > 28;
}

/* As on a server that keeps papers, and has none of those that are only said to be there. */
static enum blob_answer nothing_is_kept(struct blobs *blobs, const struct blob_name *name,
                                        struct blob_reader **ret_reader, int64_t *ret_size)
{
    (void)blobs;
    (void)name;
    *ret_reader = NULL;
    *ret_size = 0;
    return BLOB_MISSING;
}

static void practice_counts_nowhere(struct clause_world *world)
{
    static const struct blob_port port = { .open = nothing_is_kept };
    struct blobs blobs = { .port = &port };
    clause_now(world, DATE(2020, 2, 10), 9);
    clause_offices(world);
    int64_t agency = clause_office(world, 330602, "agency");
    clause_as_staff(world, ROLE_INTAKE_CLERK, agency);
    struct practise_said input = { .matter = TEXT("account-query"), .channel = TEXT("web"),
                                   .place = 330602 };
    clause_act(world, &intake_practise_action, &input);
    const struct practised *told = world->outcome;
    /* In words, with what is lacking in its place. */
    EXPECT(world, !told->taken && text_present(told->refusal_zh)
           && text_present(told->refusal_en) && !text_equal(told->refusal_zh, told->refusal));
    for (size_t i = 0; i < told->refusal_zh.length; i++)
        EXPECT(world, told->refusal_zh.data[i] != '{');
    struct intake_paper_input card = { .material = TEXT("id-card") };
    input.papers = (struct list){ &card, 1 };
    intake_use_blobs(&blobs);
    clause_act(world, &intake_practise_action, &input);
    intake_use_blobs(NULL);
    told = world->outcome;
    EXPECT(world, told->taken && text_is(told->state, "accepted"));
    /* Over a counter and by telephone, too, as those who take it in do. */
    struct intake_owed_input seen = { .material = TEXT("id-card") };
    input.papers.count = 0;
    input.shown = (struct list){ &seen, 1 };
    input.channel = TEXT("counter");
    clause_act(world, &intake_practise_action, &input);
    EXPECT(world, ((const struct practised *)world->outcome)->taken);
    input.shown.count = 0;
    input.channel = TEXT("phone");
    input.callback = TEXT("13900000001");
    clause_act(world, &intake_practise_action, &input);
    EXPECT(world, !((const struct practised *)world->outcome)->taken);
    input.asked = TEXT("参保单位名称");
    clause_act(world, &intake_practise_action, &input);
    EXPECT(world, ((const struct practised *)world->outcome)->taken);
    input.channel = TEXT("web");
    input.papers = (struct list){ &card, 1 };
    EXPECT(world, world->decision.change_count == 0 && world->decision.changes == NULL);
    EXPECT(world, waiting_for(world, agency) == 0);
    EXPECT(world, (intake_practise_action.flags & ACTION_READ) != 0);
    EXPECT(world, every_matter_is_practised(world, &input));
}

/* ---- who has no account registers, by the telephone on record and a code sent to it ---- */

struct registering { struct text number, name, phone, code, login, password; };

static int64_t with_a_phone(struct clause_world *world)
{
    int64_t person = clause_employee(world, 110105);
    const struct party_of_person key = { id_bucket(person), person };
    struct party_person row =
        *(const struct party_person *)clause_rows(world, &party_person_by_id, &key).items;
    row.phone_sealed = party_seal(TEXT("13900000001"), "phone", &world->arena);
    row.phone_masked = TEXT("139****0001");
    const struct change change = { CHANGE_REPLACE, &party_person_table, &row, NULL };
    CHECK(world->store->port->write(world->store, &change, world->fence) == STORE_DONE);
    return person;
}

/* The digits of the newest message. */
static struct text code_sent(struct clause_world *world, int64_t person)
{
    const struct message_person_key key = { id_bucket(person), person, 0 };
    const struct list rows = clause_rows(world, &messages_of_person, &key);
    const struct message_row *row = rows.items;
    size_t at = 0;
    if (rows.count == 0 || !text_is(row->kind, "resident.message.register"))
        return (struct text){ 0 };
    while (at < row->body_en.length
           && (row->body_en.data[at] < '0' || row->body_en.data[at] > '9'))
        at++;
    return text_slice(row->body_en, at, at + 6);
}

static bool asks(struct clause_world *world, const struct registering *who, const char *refusal)
{
    struct { struct text number, name, phone, code, login, password; } input = {
        who->number, who->name, who->phone, { 0 }, { 0 }, { 0 },
    };
    world->actor = (struct actor){ .role = ROLE_PUBLIC };
    clause_act(world, &resident_ask_registration_action, &input);
    return refused(world, refusal);
}

static bool registers(struct clause_world *world, const struct registering *who,
                      const char *refusal)
{
    world->actor = (struct actor){ .role = ROLE_PUBLIC };
    clause_act(world, &resident_register_action, who);
    return refused(world, refusal);
}

/* One number, one account; a wrong code makes none and costs a try; until then whoever asks is as
 * anybody and is told nothing of the person. */
static void who_has_no_account_registers(struct clause_world *world)
{
    clause_now(world, DATE(2020, 2, 10), 9);
    int64_t person = with_a_phone(world);
    struct registering who = { clause_number(world, person), TEXT("示例"), TEXT("13900000002"),
                               { 0 }, TEXT("13900000001"), TEXT("a-password-of-mine") };
    EXPECT(world, asks(world, &who, "resident.refused.register-nobody"));
    who.phone = TEXT("+86 139 0000 0001");
    who.name = TEXT("别人");
    EXPECT(world, asks(world, &who, "resident.refused.register-nobody"));
    EXPECT(world, !text_present(code_sent(world, person)));
    who.name = TEXT("示例");
    EXPECT(world, registers(world, &who, "resident.refused.no-code"));
    EXPECT(world, asks(world, &who, ""));
    who.code = TEXT("abcdef");
    EXPECT(world, registers(world, &who, ""));
    EXPECT(world, !*(const bool *)world->outcome);
    struct { int64_t person; } mine = { person };
    clause_act(world, &contribute_months_action, &mine);
    EXPECT(world, !refused(world, ""));
    who.code = code_sent(world, person);
    EXPECT(world, registers(world, &who, "") && *(const bool *)world->outcome);
    const struct access_person_key key = { person };
    const struct list rows = clause_rows(world, &access_accounts_of_person, &key);
    const struct access_account *account = rows.items;
    EXPECT(world, rows.count == 1 && account->person == person && !account->password_once
                      && text_is(account->role, "resident"));
    /* Not a second time, and nobody else under that name. */
    EXPECT(world, asks(world, &who, "resident.refused.registered"));
    EXPECT(world, registers(world, &who, "resident.refused.no-code"));
    int64_t other = with_a_phone(world);
    who.number = clause_number(world, other);
    EXPECT(world, asks(world, &who, ""));
    who.code = code_sent(world, other);
    EXPECT(world, registers(world, &who, "access.refused.login-taken"));
    /* Signed in, he sees his own. */
    const struct access_sign_in_input sign_in = { .login = TEXT("13900000001"),
                                                  .password = TEXT("a-password-of-mine") };
    world->actor = (struct actor){ .role = ROLE_PUBLIC };
    clause_act(world, &access_sign_in_action, &sign_in);
    EXPECT(world, refused(world, ""));
    clause_as_resident(world, person);
    clause_act(world, &contribute_months_action, &mine);
    EXPECT(world, refused(world, ""));
}

static const struct clause_scenario scenarios[] = {
    { "SX9-G2b SX9-M1b", who_has_no_account_registers },
    { "SX9-3.2b", practice_counts_nowhere },
    { "BJ4-H1", routed_in_beijing },
    { "JX4-H1", province_sees_all_and_a_city_its_own },
    { "SX9-H1", shaoxing_and_below },
    { "LY22-P0", seventeen_units_report_in_shandong },
    { "SX9-G1c SX9-G3c", the_place_of_enrolment_is_chosen },
    { "SX9-A4b", numbers_of_the_city },
    { "SX9-A4c", numbers_of_yuecheng },
    { "SX9-A4d", numbers_of_keqiao },
    { "SX9-A4e", numbers_of_shangyu },
    { "SX9-A4f", numbers_of_zhuji },
    { "SX9-A4g", numbers_of_shengzhou },
    { "SX9-A4h", numbers_of_xinchang },
    { "JX4-2.5a", the_directory_is_public_and_kept },
};

int main(void)
{
    return clause_run(scenarios, COUNT_OF(scenarios));
}
