/* clause_application_test.c: applications over the web and by post whose approval files a disease
 * or decides a claim. */

#include "clause_offices.h"
#include "clause_runner.h"

#include "base/check.h"
#include "rooms/catalogue/catalogue_facts.h"
#include "rooms/filing/filing.h"
#include "rooms/intake/intake_inside.h"
#include "rooms/party/party.h"
#include "rooms/rooms.h"

#define NANCHANG 360100

static bool refused(const struct clause_world *world, const char *key)
{
    return text_is(text_of(clause_refused(world)), key);
}

static struct text number_of(struct clause_world *world, int64_t person)
{
    struct text number = arena_format(&world->arena, "99%016lld", (long long)++world->serial);
    struct party_number_key key = party_number_key_of("id", number, &world->arena);
    const struct party_person_key row = { key.bucket, key.kind, key.digest, person };
    clause_insert(world, &party_person_key_table, &row);
    return number;
}

struct application {
    const char *matter, *channel;
    const char *papers[4];
    struct intake_value values[8];
    size_t value_count;
};

static const struct intake_applied *apply(struct clause_world *world, int64_t person,
                                          const struct application *application)
{
    struct intake_apply_input *input = ARENA_NEW(&world->arena, struct intake_apply_input);
    struct intake_paper_input *papers =
        ARENA_ARRAY(&world->arena, struct intake_paper_input, 4);
    struct intake_value *values = ARENA_ARRAY(&world->arena, struct intake_value, 8);
    size_t count = 0;
    for (; count < 4 && application->papers[count] != NULL; count++)
        papers[count] = (struct intake_paper_input){
            .material = text_of(application->papers[count]), .file_type = TEXT("image/jpeg"),
            .blob = arena_format(&world->arena, "%064lld", (long long)++world->serial),
        };
    for (size_t i = 0; i < application->value_count; i++)
        values[i] = application->values[i];
    bool post = text_is(text_of(application->channel), "post");
    *input = (struct intake_apply_input){
        .papers = { papers, count }, .matter = text_of(application->matter),
        .channel = text_of(application->channel), .name = TEXT("示例"),
        .number = number_of(world, person), .values = { values, application->value_count },
        .postmark = post ? date_plus_days(date_of_moment(world->now), -2) : DATE_NONE,
    };
    world->actor = (struct actor){ .role = ROLE_PUBLIC };
    clause_act(world, &intake_apply_action, input);
    return refused(world, "") ? world->outcome : NULL;
}

/* Claims and maternity allowances of Jiangxi come by post, each paper on record by itself. */
static void papers_come_by_post(struct clause_world *world)
{
    const struct application applications[] = {
        { "outpatient-claim", "post", { "id-card", "receipts", "cost-list", "prescriptions" },
          { { TEXT("begin"), TEXT("2020-02-10") }, { TEXT("total"), TEXT("300.00") },
            { TEXT("receipt-count"), TEXT("1") }, { TEXT("ground"), TEXT("no-card") },
            { TEXT("account-holder"), TEXT("示例") }, { TEXT("bank"), TEXT("某银行") },
            { TEXT("account"), TEXT("6222020200012345678") } }, 7 },
        { "maternity-allowance", "post", { "id-card", "birth-record" },
          { { TEXT("way"), TEXT("natural") }, { TEXT("event"), TEXT("2020-02-10") },
            { TEXT("base"), TEXT("6000.00") }, { TEXT("account-holder"), TEXT("示例") },
            { TEXT("bank"), TEXT("某银行") }, { TEXT("account"), TEXT("6222020200012345678") } },
          6 },
    };
    intake_use_rooms(all_rooms, all_rooms_count);
    clause_now(world, DATE(2020, 3, 2), 9);
    clause_offices(world);
    for (size_t i = 0; i < COUNT_OF(applications); i++) {
        const struct intake_applied *applied =
            apply(world, clause_employee(world, NANCHANG), &applications[i]);
        EXPECT(world, applied != NULL);
        const struct intake_case_key key = { id_bucket(applied->case_id), applied->case_id };
        struct list rows = clause_rows(world, &intake_case_by_id, &key);
        const struct intake_case *row = rows.items;
        EXPECT(world, text_is(row->channel, "post") && !text_present(row->doubt));
        EXPECT(world, date_of_moment(row->sent_at).yyyymmdd == 20200229);
        struct list papers = clause_rows(world, &intake_papers_of, &key);
        EXPECT(world, papers.count == (i == 0 ? 4 : 2));
    }
}

/* A chronic disease is applied for over the web with its proof; two people of the agency later it
 * is in force from the day of the approval. */
static void a_chronic_disease_is_filed_online(struct clause_world *world)
{
    int64_t hospital = clause_hospital(world, NANCHANG);
    struct text number = arena_format(&world->arena, "%lld", (long long)hospital);
    const struct application application = {
        "chronic-disease-filing", "web", { "id-card", "record" },
        { { TEXT("disease"), TEXT("M99901") }, { TEXT("institution"), number } }, 2,
    };
    const struct catalogue_code_key code = catalogue_code_key_of(TEXT("M99901"));
    const struct catalogue_disease disease = {
        .bucket = code.bucket, .code = TEXT("M99901"), .valid_from = DATE(2019, 1, 1),
        .name = TEXT("示例病种"), .kind = TEXT("chronic"), .version = 1,
    };
    intake_use_rooms(all_rooms, all_rooms_count);
    clause_now(world, DATE(2020, 3, 2), 9);
    clause_offices(world);
    clause_insert(world, &catalogue_disease_table, &disease);
    int64_t person = clause_employee(world, NANCHANG);
    const struct intake_applied *applied = apply(world, person, &application);
    EXPECT(world, applied != NULL);
    struct intake_case_input verdict = { .case_id = applied->case_id,
                                         .verdict = TEXT("approve") };
    clause_as_staff(world, ROLE_REVIEWER, clause_office(world, NANCHANG, "agency"));
    clause_act(world, &intake_decide_action, &verdict);
    EXPECT(world, refused(world, ""));
    clause_as_staff(world, ROLE_SECTION_HEAD, clause_office(world, NANCHANG, "agency"));
    world->actor.account++;
    clause_act(world, &intake_decide_action, &verdict);
    EXPECT(world, refused(world, ""));
    const struct filing_of_key key = { id_bucket(person), person };
    struct list rows = clause_rows(world, &filings_of, &key);
    EXPECT(world, rows.count == 1);
    EXPECT(world, filing_disease_on(&rows, DATE(2020, 3, 2), hospital, TEXT("M99901"))
                      != NULL);
    EXPECT(world, filing_disease_on(&rows, DATE(2020, 3, 1), hospital, TEXT("M99901"))
                      == NULL);
}

int main(void)
{
    static const struct clause_scenario scenarios[] = {
        { "JX4-2.2a", papers_come_by_post },
        { "JX4-2.1f", a_chronic_disease_is_filed_online },
    };
    return clause_run(scenarios, COUNT_OF(scenarios));
}
