/* party_demo.c: demo people, their spells, cards and accounts. */

#include "rooms/party/party_room.h"

#include "rooms/access/access.h"

#include "base/check.h"
#include "base/ident.h"
#include "core/words.h"

#include <stdio.h>
#include <string.h>

#define DEMO_ACCOUNT_RESIDENTS 20
#define DEMO_ACCOUNT_UNITS 17
/* 99 and four digits of region, 500 pairs of sequence numbers each. */
#define DEMO_PAIRS_A_REGION 500

static const int64_t BEIJING[] = {
    110101, 110102, 110105, 110106, 110107, 110108, 110109, 110111, 110112, 110113, 110114,
    110115, 110116, 110117, 110118, 110119, 110195,
};
static const int64_t LINYI[] = {
    371302, 371311, 371312, 371321, 371322, 371323, 371324, 371325, 371326, 371327, 371328,
    371329,
};
static const int64_t SHAOXING[] = { 330602, 330603, 330604, 330624, 330681, 330683 };

static const char *const FAMILY_NAMES[] = {
    "王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "胡", "朱", "高",
    "林", "何", "郭", "马", "罗", "梁", "宋", "郑", "谢", "韩", "唐", "冯", "于", "董", "萧",
    "欧阳", "司马",
};
static const char *const GIVEN_NAMES[] = {
    "伟", "芳", "娜", "敏", "静", "丽", "强", "磊", "军", "洋", "勇", "艳", "杰", "娟", "涛",
    "明", "超", "霞", "平", "刚", "桂英", "建国", "志强", "秀兰", "玉兰", "海燕", "晓东",
    "春梅", "文博", "雨桐", "子轩", "梓涵", "欣怡", "浩然", "思远", "婉清", "大山", "小雨",
};

static int64_t demo_place(const struct demo *demo, int64_t n)
{
    int64_t hundred = demo_below(demo, "person.region", n, 100);
    if (hundred < 60)
        return BEIJING[demo_below(demo, "person.place", n, COUNT_OF(BEIJING))];
    if (hundred < 85)
        return LINYI[demo_below(demo, "person.place", n, COUNT_OF(LINYI))];
    if (hundred < 93)
        return SHAOXING[demo_below(demo, "person.place", n, COUNT_OF(SHAOXING))];
    return 360100;
}

/* Born so that ages run evenly from 0 to 89 on 1 January 2020. */
static struct date demo_born(const struct demo *demo, int64_t n)
{
    int64_t year = 2019 - demo_below(demo, "person.age", n, 90);
    int64_t month = 1 + demo_below(demo, "person.month", n, 12);
    int64_t day = 1 + demo_below(demo, "person.day", n, 28);
    return DATE((int32_t)year, (int32_t)month, (int32_t)day);
}

static void demo_kind(const struct demo *demo, int64_t n, struct party_demo_person *person)
{
    int age = date_age(person->born, DATE(2020, 1, 1));
    int64_t hundred = demo_below(demo, "person.kind", n, 100);
    if (age < 18) {
        person->insurance = "390";
        person->kind = age < 6 ? "41" : "42";
    } else if (age < 60) {
        bool employed = hundred < 75;
        person->insurance = employed ? "310" : "390";
        person->kind = employed ? "11" : age < 22 ? "43" : "50";
    } else {
        bool worked = hundred < 65;
        person->insurance = worked ? "310" : "390";
        person->kind = worked ? "21" : "60";
    }
}

struct party_demo_person party_demo_person(const struct demo *demo, int64_t n)
{
    CHECK(n >= 0 && n < 10000 * DEMO_PAIRS_A_REGION);
    struct party_demo_person person = { 0 };
    person.bucket = (int)demo_below(demo, "person.bucket", n, BUCKET_COUNT);
    person.person = demo_id(person.bucket, DEMO_PEOPLE, n);
    person.man = demo_below(demo, "person.sex", n, 2) == 1;
    person.born = demo_born(demo, n);
    person.place = demo_place(demo, n);
    person.unit_index = -1;
    demo_kind(demo, n, &person);
    snprintf(person.id_number, sizeof person.id_number, "%06d%08d%03d",
             990000 + (int)(n / DEMO_PAIRS_A_REGION), person.born.yyyymmdd,
             (int)(n % DEMO_PAIRS_A_REGION) * 2 + (person.man ? 1 : 0));
    person.id_number[17] = ident_resident_check((struct text){ person.id_number, 17 });
    snprintf(person.name, sizeof person.name, "%s%s",
             FAMILY_NAMES[demo_below(demo, "person.family", n, COUNT_OF(FAMILY_NAMES))],
             GIVEN_NAMES[demo_below(demo, "person.given", n, COUNT_OF(GIVEN_NAMES))]);
    if (strcmp(person.kind, "11") == 0)
        person.unit_index = demo_below(demo, "person.unit", n, PARTY_DEMO_UNITS);
    return person;
}

/* ---- rows of one person ---- */

static void demo_key(struct demo *demo, const char *kind, struct text number, int64_t person)
{
    struct party_number_key key = party_number_key_of(kind, number, demo->scratch);
    struct party_person_key row = { key.bucket, key.kind, key.digest, person, 1 };
    demo_emit(demo, &party_person_key_table, &row);
}

static void demo_spell(struct demo *demo, int64_t n, const struct party_demo_person *person)
{
    struct party_spell row = {
        .bucket = person->bucket, .person = person->person,
        .spell = demo_id(person->bucket, DEMO_SPELLS, n),
        .insurance = text_of(person->insurance), .kind = text_of(person->kind),
        .place = person->place, .status = TEXT("1"), .version = 1,
    };
    int64_t year = 2010 + demo_below(demo, "spell.year", n, 9);
    row.valid_from = DATE((int32_t)year, 1, 1);
    if (date_compare(row.valid_from, person->born) < 0)
        row.valid_from = person->born;
    if (person->unit_index >= 0) {
        struct party_unit unit = party_demo_unit(demo, person->unit_index);
        row.unit = unit.unit;
        row.unit_name = unit.name;
        row.civil_servant = text_is(unit.kind, "public-body");
    }
    /* One in a hundred is paused: the refusal has to be seen somewhere. */
    if (demo_below(demo, "spell.paused", n, 100) == 0) {
        row.status = TEXT("2");
        row.paused_from = DATE(2020, 1, 1);
    }
    demo_emit(demo, &party_spell_table, &row);
}

static void demo_marks(struct demo *demo, int64_t n, const struct party_demo_person *person)
{
    int64_t draw = demo_below(demo, "person.mark", n, 1000);
    bool resident = strcmp(person->insurance, "390") == 0;
    if (resident && draw < 40) {
        struct party_identity row = {
            .bucket = person->bucket, .person = person->person,
            .identity = demo_id(person->bucket, DEMO_IDENTITIES, n),
            .type = draw < 10 ? TEXT("2304") : TEXT("2303"),
            .valid_from = moment_of_date(DATE(2019, 1, 1)), .version = 1,
        };
        if (date_compare(person->born, DATE(2019, 1, 1)) > 0)
            row.valid_from = moment_of_date(person->born);
        demo_emit(demo, &party_identity_table, &row);
    }
    if (draw >= 980) {
        struct party_status row = {
            .bucket = person->bucket, .person = person->person,
            .status = demo_id(person->bucket, DEMO_STATUSES, n),
            .kind = draw >= 996 ? TEXT("confirmed") : draw >= 992 ? TEXT("suspected")
                                                                : TEXT("stranded"),
            .valid_from = DATE(2020, 1, 24), .valid_until = DATE(2020, 4, 30),
            .source = TEXT("demo"), .version = 1,
        };
        demo_emit(demo, &party_status_table, &row);
    }
}

static void demo_person(struct demo *demo, int64_t n)
{
    struct arena *arena = demo->scratch;
    struct party_demo_person person = party_demo_person(demo, n);
    struct text number = text_of(person.id_number);
    struct text phone = arena_format(arena, "1990000%04d", (int)(n % 10000));
    struct party_person row = {
        .bucket = person.bucket, .person = person.person, .name = text_of(person.name),
        .certificate = TEXT("01"), .number_sealed = party_seal(number, "number", arena),
        .number_masked = party_mask_number(number, arena),
        .sex = person.man ? TEXT("1") : TEXT("2"), .ethnicity = TEXT("01"),
        .born = person.born, .phone_sealed = party_seal(phone, "phone", arena),
        .phone_masked = party_mask_phone(phone, arena), .version = 1,
    };
    demo_emit(demo, &party_person_table, &row);
    demo_key(demo, "id", number, person.person);
    demo_key(demo, "card", arena_format(arena, "DEMO%08lld", (long long)n), person.person);
    demo_key(demo, "token", arena_format(arena, "demo-token-%lld", (long long)n), person.person);
    demo_spell(demo, n, &person);
    demo_marks(demo, n, &person);
    arena_clear(arena);
}

/* ---- accounts of people, units and institutions ---- */

static void demo_accounts_of_institution(struct demo *demo, int64_t n,
                                         const struct party_institution *institution)
{
    static const enum role HOSPITAL[] = { ROLE_HOSPITAL_OFFICE, ROLE_PHYSICIAN, ROLE_INSTITUTION };
    static const enum role PHARMACY[] = { ROLE_PHARMACY, ROLE_INSTITUTION };
    const bool pharmacy = text_is(institution->type, "2");
    const size_t count = pharmacy ? COUNT_OF(PHARMACY) : COUNT_OF(HOSPITAL);
    for (size_t r = 0; r < count; r++) {
        const char *role = role_name(pharmacy ? PHARMACY[r] : HOSPITAL[r]);
        struct text key = arena_format(demo->scratch, "role.%s", role);
        struct text login =
            arena_format(demo->scratch, "%s.%.*s", role, TEXT_ARGS(institution->code));
        struct access_account like = {
            .role = text_of(role), .institution = institution->institution,
            .label = arena_format(demo->scratch, "%.*s %.*s", TEXT_ARGS(institution->name),
                                  TEXT_ARGS(words_of(key.data, LANGUAGE_CHINESE))),
        };
        access_demo_account(demo, ACCESS_DEMO_OTHERS + n * 4 + (int64_t)r, login.data, &like);
    }
}

static void demo_institutions(struct demo *demo)
{
    for (int64_t n = 0; n < PARTY_DEMO_INSTITUTIONS; n++) {
        struct party_institution row = party_demo_institution(demo, n);
        demo_emit(demo, &party_institution_table, &row);
        if (text_present(row.key_id)) {
            struct party_gateway_key key =
                { bucket_of_name(row.key_id), row.key_id, row.institution };
            demo_emit(demo, &party_gateway_key_table, &key);
        }
        demo_accounts_of_institution(demo, n, &row);
        arena_clear(demo->scratch);
    }
}

static void demo_units(struct demo *demo)
{
    for (int64_t n = 0; n < PARTY_DEMO_UNITS; n++) {
        struct party_unit row = party_demo_unit(demo, n);
        demo_emit(demo, &party_unit_table, &row);
        if (n < DEMO_ACCOUNT_UNITS) {
            struct access_account like = {
                .role = text_of(role_name(ROLE_EMPLOYER)), .unit = row.unit, .label = row.name,
            };
            struct text login = arena_format(demo->scratch, "employer.%lld", (long long)n);
            access_demo_account(demo, ACCESS_DEMO_OTHERS + 1000 + n, login.data, &like);
        }
        arena_clear(demo->scratch);
    }
}

#define PATIENT_DISTRICT 110105

struct party_demo_person party_demo_patient(const struct demo *demo)
{
    for (int64_t n = 0; n < demo->people; n++) {
        struct party_demo_person person = party_demo_person(demo, n);
        if (person.place == PATIENT_DISTRICT && strcmp(person.kind, "11") == 0)
            return person;
    }
    return party_demo_person(demo, 0);
}

static int64_t patient_account(const struct demo *demo)
{
    struct text login = arena_format(demo->scratch, "patient.%d", PATIENT_DISTRICT);
    struct text digest = access_login_digest(login, demo->scratch);
    return demo_id(bucket_of_name(digest), DEMO_ACCOUNTS,
                   ACCESS_DEMO_OTHERS + 2000 + DEMO_ACCOUNT_RESIDENTS);
}

/* Who acts for the patient of the greeting: the next person, with a mandate for two matters. */
static void demo_agent(struct demo *demo, const struct party_demo_person *giver,
                       const struct party_demo_person *agent)
{
    const int bucket = id_bucket(agent->person);
    const struct access_mandate mandate = {
        .bucket = bucket, .agent = agent->person, .giver = giver->person,
        .mandate = demo_id(bucket, DEMO_ACCOUNTS, ACCESS_DEMO_OTHERS + 3000),
        .matters = TEXT("offsite-filing certificate"), .records = true,
        .valid_from = DATE(2020, 1, 1), .valid_until = DATE(2020, 12, 31),
        .confirmed = TEXT("self"), .given_by = patient_account(demo),
        .given_at = moment_at(DATE(2020, 1, 2), 9, 0, 0), .version = 1,
    };
    const struct access_mandate_given given = {
        id_bucket(giver->person), giver->person, mandate.mandate, agent->person,
    };
    const struct access_account like = {
        .role = text_of(role_name(ROLE_AGENT)), .person = agent->person,
        .label = words_of("role.agent", LANGUAGE_CHINESE),
    };
    demo_emit(demo, &access_mandate_table, &mandate);
    demo_emit(demo, &access_mandate_given_table, &given);
    access_demo_account(demo, ACCESS_DEMO_OTHERS + 3000, "agent.0", &like);
}

static void demo_resident(struct demo *demo, int64_t n, struct text login,
                          const struct party_demo_person *person)
{
    const struct access_account like = {
        .role = text_of(role_name(ROLE_RESIDENT)), .person = person->person,
        .label = arena_format(demo->scratch, "参保人 %.*s", TEXT_ARGS(login)),
    };
    access_demo_account(demo, ACCESS_DEMO_OTHERS + 2000 + n, login.data, &like);
    arena_clear(demo->scratch);
}

void party_demo(struct demo *demo)
{
    demo_institutions(demo);
    demo_units(demo);
    for (int64_t n = 0; n < demo->people && !demo->failed; n++)
        demo_person(demo, n);
    for (int64_t n = 0; n < demo->people && n < DEMO_ACCOUNT_RESIDENTS; n++) {
        struct party_demo_person person = party_demo_person(demo, n);
        demo_resident(demo, n, arena_format(demo->scratch, "resident.%lld", (long long)n), &person);
    }
    if (demo->people > 0 && !demo->failed) {
        struct party_demo_person patient = party_demo_patient(demo);
        demo_resident(demo, DEMO_ACCOUNT_RESIDENTS,
                      arena_format(demo->scratch, "patient.%d", PATIENT_DISTRICT), &patient);
        const struct party_demo_person next = party_demo_person(demo, 1);
        if (next.person != patient.person)
            demo_agent(demo, &patient, &next);
    }
}
