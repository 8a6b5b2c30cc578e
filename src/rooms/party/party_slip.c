/* party_slip.c: a slip of the pen in the number of an identity paper, told while one still has the
 * paper in hand: by the rule that the register itself goes by. Numbers of papers that are no
 * resident's (passports, permits of other forms) are not judged. Nobody is looked up. */

#include "rooms/party/party_data.h"

#include "base/check.h"
#include "base/ident.h"
#include "core/words.h"

/* No identity paper has a shorter number; from that many digits on it can be a resident's alone. */
#define SHORTEST 5
#define RESIDENT_FROM 16
#define RESIDENT_LENGTH 18

static bool looks_resident(struct text number)
{
    bool crossed = number.length > 0 && number.data[number.length - 1] == 'X';
    if (number.length < RESIDENT_FROM)
        return false;
    for (size_t i = 0; i < number.length - crossed; i++)
        if (number.data[i] < '0' || number.data[i] > '9')
            return false;
    return true;
}

const char *party_slip_key(struct text number, struct arena *arena)
{
    struct text normal = ident_number(number, arena);
    struct ident_person person;
    if (normal.length < SHORTEST)
        return "party.slip.short";
    if (!looks_resident(normal))
        return NULL;
    if (normal.length != RESIDENT_LENGTH)
        return "party.slip.length";
    return ident_resident(normal, &person) == IDENT_OK ? NULL : "party.slip.check";
}

struct slip_input { struct text number; };
struct slip_told {
    bool good;
    struct text zh, en;         /* what is wrong with it */
};

static bool gather_nothing(struct gather *gather, const struct request *request, void *facts)
{
    (void)gather, (void)request, (void)facts;
    return true;
}

static void decide_slip(const struct request *request, const void *facts,
                        struct decision *decision)
{
    (void)facts;
    const struct slip_input *input = request->input;
    const char *key = party_slip_key(input->number, request->arena);
    struct slip_told *told = decision->outcome;
    told->good = key == NULL;
    if (key == NULL)
        return;
    told->zh = words_of(key, LANGUAGE_CHINESE);
    told->en = words_of(key, LANGUAGE_ENGLISH);
}

static const struct field input_fields[] = {
    FIELD(struct slip_input, number, FIELD_TEXT, .flags = FIELD_REQUIRED | FIELD_PRIVATE,
          .length_max = 50, .help = "party.field.number"),
};
static const struct shape input_shape =
    SHAPE("party_number_to_check", struct slip_input, input_fields);
static const struct shape facts_shape = { .name = "party_number_facts", .size = 1 };
static const struct field told_fields[] = {
    FIELD(struct slip_told, good, FIELD_FLAG, .flags = 0),
    FIELD(struct slip_told, zh, FIELD_TEXT, .flags = FIELD_SPARSE),
    FIELD(struct slip_told, en, FIELD_TEXT, .flags = FIELD_SPARSE),
};
static const struct shape told_shape = SHAPE("party_number_checked", struct slip_told, told_fields);

const struct action party_check_number_action = {
    .name = "party.check-number", .method = "POST", .path = "/api/v1/numbers/check",
    .flags = ACTION_READ | ACTION_PUBLIC, .input = &input_shape, .facts = &facts_shape,
    .outcome = &told_shape, .answer = &told_shape, .help = "party.help.check-number",
    .gather = gather_nothing, .decide = decide_slip,
};
