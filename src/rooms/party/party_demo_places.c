/* party_demo_places.c: demo institutions and units: real places, invented names, serials 9xxxx. */

#include "rooms/party/party.h"

#include "base/check.h"
#include "base/ident.h"

#include <stdio.h>

struct demo_hospital {
    const char *code, *name, *level;
    int tier;
    /* c community, d district-owned, t traditional medicine, f fever clinic, e epidemic, g gateway
     * with headers, k token gateway, s sign-in required */
    const char *flags;
};

static const struct demo_hospital HOSPITALS[PARTY_DEMO_INSTITUTIONS] = {
    { "H11010190001", "示例北京东城综合医院", "02", 3, "f" },
    { "H11010290001", "示例北京西城儿童医院", "02", 3, "f" },
    { "H11010590001", "示例北京朝阳医院", "02", 3, "fdg" },
    { "H11010590002", "示例朝阳双井社区卫生服务中心", "11", 1, "c" },
    { "H11010690001", "示例丰台传染病医院", "02", 3, "fe" },
    { "H11010790001", "示例石景山区医院", "05", 2, "df" },
    { "H11010890001", "示例海淀区医院", "03", 3, "df" },
    { "H11010890002", "示例海淀中医医院", "05", 2, "t" },
    { "H11010890003", "示例中关村社区卫生服务中心", "11", 1, "c" },
    { "H11011290001", "示例通州区中医医院", "02", 3, "tdf" },
    { "H11011490001", "示例昌平区医院", "05", 2, "df" },
    { "H11011990001", "示例延庆区医院", "05", 2, "df" },
    { "H11019590001", "示例亦庄社区卫生服务中心", "11", 1, "c" },
    { "P11010590001", "示例朝阳大药房望京店", NULL, 0, "" },
    { "P11010890001", "示例海淀药店", NULL, 0, "" },
    { "P11010690001", "示例丰台药店", NULL, 0, "" },
    { "H37130290001", "示例临沂市人民医院", "02", 3, "fe" },
    { "H37130290002", "示例临沂市中医医院", "02", 3, "tf" },
    { "H37131290001", "示例河东区人民医院", "05", 2, "df" },
    { "H37132390001", "示例沂水县人民医院", "05", 2, "df" },
    { "H37132990001", "示例临沭县人民医院", "05", 2, "dfs" },
    { "H37132990002", "示例临沭县蛟龙镇卫生院", "11", 1, "c" },
    { "P37132990001", "示例临沭大药房", NULL, 0, "" },
    { "H33060290001", "示例绍兴市人民医院", "02", 3, "f" },
    { "H33060290002", "示例越城塔山社区卫生服务中心", "11", 1, "c" },
    { "H33068190001", "示例诸暨市中医医院", "05", 2, "tf" },
    { "P33060290001", "示例越城药店", NULL, 0, "" },
    { "H36010090001", "示例南昌市第一医院", "02", 3, "fk" },
    { "H36010090002", "示例南昌朝阳社区卫生服务中心", "11", 1, "c" },
    { "P36010090001", "示例南昌药店", NULL, 0, "" },
};

static bool has(const char *flags, char flag)
{
    for (const char *at = flags; *at != '\0'; at++)
        if (*at == flag)
            return true;
    return false;
}

static int64_t digits(const char *from, int count)
{
    int64_t value = 0;
    for (int i = 0; i < count; i++)
        value = value * 10 + (from[i] - '0');
    return value;
}

/* A unified code of the form, with its check digit: 12 (institution of the state), a division, a
 * nine-character body. */
static struct text demo_credit_code(struct arena *arena, const char *first2, int64_t division,
                                    int64_t n)
{
    char code[32];
    snprintf(code, sizeof code, "%s%06lldMB99%05lld", first2, (long long)division,
             (long long)n % 100000);
    char check = ident_unified_check(text_of(code));
    return arena_format(arena, "%s%c", code, check);
}

static void demo_gateway(struct party_institution *row, const char *flags, struct arena *arena)
{
    row->gateway = TEXT("none");
    if (has(flags, 'g'))
        row->gateway = TEXT("csb");
    if (has(flags, 'k'))
        row->gateway = TEXT("tif");
    if (text_is(row->gateway, "none"))
        return;
    row->key_id = arena_format(arena, "demo-%.*s", TEXT_ARGS(row->code));
    struct text secret = arena_format(arena, "demo-secret-%.*s", TEXT_ARGS(row->code));
    row->secret_sealed = party_seal(secret, "secret", arena);
}

struct party_institution party_demo_institution(struct demo *demo, int64_t n)
{
    CHECK(n >= 0 && n < PARTY_DEMO_INSTITUTIONS);
    const struct demo_hospital *hospital = &HOSPITALS[n];
    struct arena *arena = demo->scratch;
    struct text code = text_of(hospital->code);
    int bucket = bucket_of_name(code);
    struct party_institution row = {
        .bucket = bucket, .institution = demo_id(bucket, DEMO_INSTITUTIONS, n), .code = code,
        .name = text_of(hospital->name), .type = text_of(hospital->code[0] == 'H' ? "1" : "2"),
        .level = text_of(hospital->level), .tier = hospital->tier,
        .community = has(hospital->flags, 'c'), .district_owned = has(hospital->flags, 'd'),
        .chinese_medicine = has(hospital->flags, 't'), .fever_clinic = has(hospital->flags, 'f'),
        .designated_epidemic = has(hospital->flags, 'e'), .division = digits(code.data + 1, 6),
        .valid_from = DATE(2018, 1, 1), .sign_in_required = has(hospital->flags, 's'),
        .version = 1,
    };
    row.credit_code = demo_credit_code(arena, "12", row.division, n);
    row.address = arena_format(arena, "示例路%lld号", (long long)n + 1);
    demo_gateway(&row, hospital->flags, arena);
    return row;
}

/* ---- units ---- */

static const int64_t UNIT_PLACES[] = {
    110105, 110108, 110102, 110101, 110106, 110112, 110195, 110114,
    371302, 371329, 371323, 371311, 330602, 330681, 360100, 360100,
};
static const char *const UNIT_NAMES[] = { "示例科技有限公司", "示例餐饮有限公司", "示例中学",
                                          "示例旅游服务有限公司", "示例制造有限公司" };
static const char *const UNIT_KINDS[] = { "medium-enterprise", "small-enterprise", "public-body",
                                          "small-enterprise", "large-enterprise" };
static const char *const UNIT_INDUSTRIES[] = { "software", "catering", "education", "tourism",
                                               "manufacturing" };
_Static_assert(COUNT_OF(UNIT_NAMES) == COUNT_OF(UNIT_KINDS), "a name has a kind");
_Static_assert(COUNT_OF(UNIT_NAMES) == COUNT_OF(UNIT_INDUSTRIES), "a name has an industry");

struct party_unit party_demo_unit(struct demo *demo, int64_t n)
{
    CHECK(n >= 0 && n < PARTY_DEMO_UNITS);
    size_t what = (size_t)n % COUNT_OF(UNIT_NAMES);
    int64_t place = UNIT_PLACES[(size_t)n % COUNT_OF(UNIT_PLACES)];
    struct text code = demo_credit_code(demo->scratch, "91", place, 500 + n);
    int bucket = bucket_of_name(code);
    return (struct party_unit){
        .bucket = bucket, .unit = demo_id(bucket, DEMO_UNITS, n), .credit_code = code,
        .name = arena_format(demo->scratch, "%s（%02lld）", UNIT_NAMES[what], (long long)n + 1),
        .kind = text_of(UNIT_KINDS[what]), .industry = text_of(UNIT_INDUSTRIES[what]),
        .division = place, .valid_from = DATE(2016, 1, 1), .version = 1,
    };
}
