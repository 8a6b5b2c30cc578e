/* matter_actions.c: the rows of the room's actions, and the room. */

#include "rooms/matter/matter_inside.h"

#include "base/check.h"

#define INPUT(member_) AT(struct matter_show_input, member_)
static const struct field show_input_fields[] = {
    { "matter", NULL, FIELD_TEXT, FIELD_REQUIRED, INPUT(matter), 40,
      .help = "matter.field.matter" },
    /* Absent: the country, before any measure of a region. */
    { "place", NULL, FIELD_COUNT, 0, INPUT(place), .help = "matter.field.place" },
    { "channel", NULL, FIELD_TEXT, 0, INPUT(channel), 20, .help = "matter.field.channel" },
    { "insurance", NULL, FIELD_TEXT, 0, INPUT(insurance), 20,
      .help = "matter.field.insurance" },
    { "stranded", NULL, FIELD_FLAG, 0, INPUT(stranded), .help = "matter.field.stranded" },
    { "on", NULL, FIELD_DAY, 0, INPUT(on), .help = "matter.field.on" },
    { "publication", NULL, FIELD_COUNT, 0, INPUT(publication),
      .help = "matter.field.publication" },
};
static const struct shape show_input_shape =
    SHAPE("matter_show_input", struct matter_show_input, show_input_fields);
static const struct shape facts_shape =
    { .name = "matter_facts", .size = sizeof(struct matter_facts) };

static const struct field item_fields[] = {
    { "code", NULL, FIELD_TEXT, 0, AT(struct matter_item, code), 30 },
    { "zh", NULL, FIELD_TEXT, 0, AT(struct matter_item, zh), 60 },
    { "for", NULL, FIELD_TEXT, FIELD_SPARSE, AT(struct matter_item, for_kind), 30 },
};
static const struct shape item_shape = SHAPE("matter_item", struct matter_item, item_fields);

static const struct field choice_fields[] = {
    { "value", NULL, FIELD_TEXT, 0, AT(struct matter_choice, value), 30 },
    { "zh", NULL, FIELD_TEXT, 0, AT(struct matter_choice, zh), 60 },
    { "en", NULL, FIELD_TEXT, 0, AT(struct matter_choice, en), 100 },
};
static const struct shape choice_shape =
    SHAPE("matter_choice", struct matter_choice, choice_fields);

static const struct field when_word_fields[] = {
    { "word", NULL, FIELD_TEXT, 0, AT(struct matter_word, word), 60 },
};
static const struct shape when_word_shape =
    SHAPE("matter_word", struct matter_word, when_word_fields);
static const struct field field_fields[] = {
    { "name", NULL, FIELD_TEXT, 0, AT(struct matter_field, name), 30 },
    { "zh", NULL, FIELD_TEXT, 0, AT(struct matter_field, zh), 60 },
    { "en", NULL, FIELD_TEXT, 0, AT(struct matter_field, en), 100 },
    { "type", NULL, FIELD_TEXT, 0, AT(struct matter_field, type), 20 },
    { "required", NULL, FIELD_FLAG, 0, AT(struct matter_field, required) },
    { "choices", NULL, FIELD_LIST, FIELD_SPARSE, AT(struct matter_field, choices),
      .of = &choice_shape },
    { "when_field", NULL, FIELD_TEXT, FIELD_SPARSE, AT(struct matter_field, when.field), 30 },
    { "when_is", NULL, FIELD_LIST, FIELD_SPARSE, AT(struct matter_field, when.is),
      .of = &when_word_shape },
    { "not_after", NULL, FIELD_TEXT, FIELD_SPARSE, AT(struct matter_field, not_after), 20,
      .help = "matter.field.not-after" },
    { "not_after_field", NULL, FIELD_TEXT, FIELD_SPARSE,
      AT(struct matter_field, not_after_when.field), 30 },
    { "not_after_is", NULL, FIELD_LIST, FIELD_SPARSE,
      AT(struct matter_field, not_after_when.is), .of = &when_word_shape },
};
static const struct shape field_shape = SHAPE("matter_field", struct matter_field, field_fields);

#define PAPER(member_) AT(struct matter_paper, member_)
static const struct field paper_fields[] = {
    { "name", NULL, FIELD_TEXT, 0, PAPER(name), 30 },
    { "zh", NULL, FIELD_TEXT, 0, PAPER(zh), 60 },
    { "en", NULL, FIELD_TEXT, 0, PAPER(en), 100 },
    { "key", NULL, FIELD_FLAG, 0, PAPER(key) },
    { "when_field", NULL, FIELD_TEXT, FIELD_SPARSE, PAPER(when_field), 30 },
    { "when_values", NULL, FIELD_TEXT, FIELD_SPARSE, PAPER(when_values), 200 },
    { "before", NULL, FIELD_TEXT, 0, PAPER(before), 60 },
    { "now", NULL, FIELD_TEXT, 0, PAPER(now), 60 },
    { "notice", NULL, FIELD_TEXT, FIELD_SPARSE, PAPER(notice), 60 },
    { "clauses", NULL, FIELD_TEXT, FIELD_SPARSE, PAPER(clauses), 200 },
    { "due", NULL, FIELD_DAY, FIELD_SPARSE, PAPER(due) },
    { "waits_for", NULL, FIELD_TEXT, FIELD_SPARSE, PAPER(waits_for), 60 },
};
static const struct shape paper_shape = SHAPE("matter_paper", struct matter_paper, paper_fields);

#define STEP(member_) AT(struct matter_step_told, member_)
static const struct field step_fields[] = {
    { "step", NULL, FIELD_TEXT, 0, STEP(step), 20 },
    { "roles", NULL, FIELD_TEXT, 0, STEP(roles), 200 },
    { "offices", NULL, FIELD_TEXT, 0, STEP(offices), 200 },
    { "also", NULL, FIELD_TEXT, FIELD_SPARSE, STEP(also), 200 },
    { "clauses", NULL, FIELD_TEXT, FIELD_SPARSE, STEP(clauses), 200 },
};
static const struct shape step_shape = SHAPE("matter_step", struct matter_step_told, step_fields);

#define MEASURE(member_) AT(struct matter_measure, member_)
static const struct field measure_fields[] = {
    { "verb", NULL, FIELD_TEXT, 0, MEASURE(verb), 20 },
    { "notice", NULL, FIELD_TEXT, 0, MEASURE(notice), 60 },
    { "clauses", NULL, FIELD_TEXT, 0, MEASURE(clauses), 200 },
    { "zh", NULL, FIELD_TEXT, 0, MEASURE(zh), 300 },
    { "en", NULL, FIELD_TEXT, 0, MEASURE(en), 500 },
};
static const struct shape measure_shape =
    SHAPE("matter_measure", struct matter_measure, measure_fields);

static const struct field said_fields[] = {
    { "zh", NULL, FIELD_TEXT, 0, AT(struct matter_said, zh), 200 },
    { "en", NULL, FIELD_TEXT, 0, AT(struct matter_said, en), 300 },
};
static const struct shape said_shape = SHAPE("matter_said", struct matter_said, said_fields);

#define MODE(member_) AT(struct matter_mode_told, member_)
static const struct field mode_fields[] = {
    { "what_zh", NULL, FIELD_TEXT, 0, MODE(what_zh), 300, .help = "matter.mode.what" },
    { "what_en", NULL, FIELD_TEXT, 0, MODE(what_en), 500, .help = "matter.mode.what" },
    { "mode_zh", NULL, FIELD_TEXT, 0, MODE(mode_zh), 40, .help = "matter.mode.mode" },
    { "mode_en", NULL, FIELD_TEXT, 0, MODE(mode_en), 60, .help = "matter.mode.mode" },
    { "after_zh", NULL, FIELD_TEXT, FIELD_SPARSE, MODE(after_zh), 60,
      .help = "matter.mode.after" },
    { "after_en", NULL, FIELD_TEXT, FIELD_SPARSE, MODE(after_en), 100,
      .help = "matter.mode.after" },
    { "from", NULL, FIELD_MOMENT, 0, MODE(from), .help = "matter.mode.from" },
    { "until", NULL, FIELD_MOMENT, FIELD_SPARSE, MODE(until), .help = "matter.mode.until" },
    { "now", NULL, FIELD_FLAG, 0, MODE(now), .help = "matter.mode.now" },
    { "mode", NULL, FIELD_TEXT, 0, MODE(mode), 20 },
    { "notice", NULL, FIELD_TEXT, 0, MODE(notice), 80, .help = "matter.mode.notice" },
    { "clauses", NULL, FIELD_TEXT, 0, MODE(clauses), 200 },
};
static const struct shape mode_shape = SHAPE("matter_mode", struct matter_mode_told, mode_fields);

#define SHOWN(member_) AT(struct matter_shown, member_)
static const struct field shown_fields[] = {
    { "matter", NULL, FIELD_TEXT, 0, SHOWN(matter), 40 },
    { "zh", NULL, FIELD_TEXT, 0, SHOWN(zh), 60 },
    { "en", NULL, FIELD_TEXT, 0, SHOWN(en), 100 },
    { "source", NULL, FIELD_TEXT, 0, SHOWN(source), 200 },
    { "source_zh", NULL, FIELD_TEXT, FIELD_SPARSE, SHOWN(source_zh), 200 },
    { "certainty", NULL, FIELD_TEXT, 0, SHOWN(certainty), 20 },
    { "national", NULL, FIELD_LIST, FIELD_SPARSE, SHOWN(national), .of = &item_shape },
    { "code", NULL, FIELD_TEXT, FIELD_SPARSE, SHOWN(code), 30 },
    { "channels", NULL, FIELD_TEXT, 0, SHOWN(channels), 200 },
    { "applicants", NULL, FIELD_TEXT, 0, SHOWN(applicants), 200 },
    { "own", NULL, FIELD_FLAG, FIELD_SPARSE, SHOWN(own), .help = "matter.field.own" },
    { "newcomer", NULL, FIELD_FLAG, FIELD_SPARSE, SHOWN(newcomer),
      .help = "matter.field.newcomer" },
    { "fields", NULL, FIELD_LIST, 0, SHOWN(fields), .of = &field_shape },
    { "papers", NULL, FIELD_LIST, 0, SHOWN(papers), .of = &paper_shape },
    { "steps", NULL, FIELD_LIST, 0, SHOWN(steps), .of = &step_shape },
    { "measures", NULL, FIELD_LIST, 0, SHOWN(measures), .of = &measure_shape },
    { "place", NULL, FIELD_COUNT, 0, SHOWN(place) },
    { "place_zh", NULL, FIELD_TEXT, FIELD_SPARSE, SHOWN(place_zh), 100 },
    { "place_en", NULL, FIELD_TEXT, FIELD_SPARSE, SHOWN(place_en), 100 },
    { "modes", NULL, FIELD_LIST, FIELD_SPARSE, SHOWN(modes), .of = &mode_shape },
    { "opened", NULL, FIELD_TEXT, FIELD_SPARSE, SHOWN(opened), 200 },
    { "entries", NULL, FIELD_LIST, FIELD_SPARSE, SHOWN(entries), .of = &matter_entry_shape,
      .help = "matter.field.entries" },
    { "visits", NULL, FIELD_COUNT, 0, SHOWN(visits) },
    { "working_days", NULL, FIELD_COUNT, 0, SHOWN(working_days) },
    { "calendar_days", NULL, FIELD_COUNT, FIELD_SPARSE, SHOWN(calendar_days) },
    { "months", NULL, FIELD_COUNT, FIELD_SPARSE, SHOWN(months) },
    { "at_once", NULL, FIELD_FLAG, FIELD_SPARSE, SHOWN(at_once) },
    { "hours", NULL, FIELD_OBJECT, FIELD_SPARSE, SHOWN(hours), .of = &said_shape },
    { "limit_source", NULL, FIELD_TEXT, 0, SHOWN(limit_source), 100 },
    { "limit_source_zh", NULL, FIELD_TEXT, FIELD_SPARSE, SHOWN(limit_source_zh), 100 },
    { "limit_certainty", NULL, FIELD_TEXT, 0, SHOWN(limit_certainty), 20 },
    { "result", NULL, FIELD_OBJECT, 0, SHOWN(result), .of = &said_shape },
    { "commitment", NULL, FIELD_OBJECT, 0, SHOWN(commitment), .of = &said_shape },
    { "guide", NULL, FIELD_OBJECT, FIELD_SPARSE, SHOWN(guide), .of = &said_shape,
      .help = "matter.field.guide" },
    { "publication", NULL, FIELD_COUNT, 0, SHOWN(publication) },
    { "family_zh", NULL, FIELD_TEXT, FIELD_SPARSE, SHOWN(family_zh), 30,
      .help = "matter.field.family" },
    { "family_en", NULL, FIELD_TEXT, FIELD_SPARSE, SHOWN(family_en), 60,
      .help = "matter.field.family" },
    { "modes_zh", NULL, FIELD_TEXT, FIELD_SPARSE, SHOWN(modes_zh), 60,
      .help = "matter.field.modes-wanted" },
    { "modes_en", NULL, FIELD_TEXT, FIELD_SPARSE, SHOWN(modes_en), 100,
      .help = "matter.field.modes-wanted" },
    { "family", NULL, FIELD_TEXT, FIELD_SPARSE, SHOWN(family), 30 },
    { "modes_wanted", NULL, FIELD_TEXT, FIELD_SPARSE, SHOWN(modes_wanted), 60 },
};
static const struct shape shown_shape = SHAPE("matter_shown", struct matter_shown, shown_fields);

static const struct field list_input_fields[] = {
    { "words", NULL, FIELD_TEXT, 0, AT(struct matters_input, words), 60,
      .help = "matter.field.words" },
    { "applicant", NULL, FIELD_TEXT, 0, AT(struct matters_input, applicant), 30,
      .help = "matter.field.applicant" },
    { "place", NULL, FIELD_COUNT, 0, AT(struct matters_input, place),
      .help = "matter.field.place" },
};
static const struct shape list_input_shape =
    SHAPE("matter_list_input", struct matters_input, list_input_fields);
static const struct field listed_fields[] = {
    { "matter", NULL, FIELD_TEXT, 0, AT(struct matter_listed, matter), 40 },
    { "zh", NULL, FIELD_TEXT, 0, AT(struct matter_listed, zh), 60 },
    { "en", NULL, FIELD_TEXT, 0, AT(struct matter_listed, en), 100 },
    { "life", NULL, FIELD_TEXT, FIELD_SPARSE, AT(struct matter_listed, life), 20 },
};
static const struct shape listed_shape =
    SHAPE("matter_listed", struct matter_listed, listed_fields);
static const struct field life_fields[] = {
    { "life", NULL, FIELD_TEXT, 0, AT(struct matter_life, life), 20 },
    { "zh", NULL, FIELD_TEXT, 0, AT(struct matter_life, zh), 60 },
    { "en", NULL, FIELD_TEXT, 0, AT(struct matter_life, en), 100 },
};
static const struct shape life_shape = SHAPE("matter_life", struct matter_life, life_fields);
static const struct field list_fields[] = {
    { "matters", NULL, FIELD_LIST, 0, AT(struct matters_answer, matters), .of = &listed_shape },
    { "lives", NULL, FIELD_LIST, 0, AT(struct matters_answer, lives), .of = &life_shape },
    { "featured", NULL, FIELD_LIST, 0, AT(struct matters_answer, featured), .of = &listed_shape,
      .help = "matter.field.featured" },
    { "place", NULL, FIELD_COUNT, FIELD_SPARSE, AT(struct matters_answer, place),
      .help = "matter.field.place" },
};
static const struct shape list_shape = SHAPE("matter_list", struct matters_answer, list_fields);

const struct action matter_show_action = {
    .name = "matter.show", .method = "GET", .path = "/api/v1/matters/{matter}",
    .flags = ACTION_READ | ACTION_PUBLIC, .input = &show_input_shape,
    .facts = &facts_shape, .outcome = &shown_shape, .answer = &shown_shape,
    .help = "matter.help.show", .gather = matter_gather_show, .decide = matter_decide_show,
};
const struct action matter_list_action = {
    .name = "matter.list", .method = "GET", .path = "/api/v1/matters",
    .flags = ACTION_READ | ACTION_PUBLIC, .input = &list_input_shape,
    .facts = &facts_shape, .outcome = &list_shape, .answer = &list_shape,
    .help = "matter.help.list", .gather = matter_gather_list, .decide = matter_decide_list,
};

static const struct field modes_input_fields[] = {
    { "place", NULL, FIELD_COUNT, FIELD_REQUIRED, AT(struct matter_modes_input, place),
      .help = "matter.field.place" },
};
static const struct shape modes_input_shape =
    SHAPE("matter_modes_input", struct matter_modes_input, modes_input_fields);
static const struct field modes_fields[] = {
    { "modes", NULL, FIELD_LIST, 0, AT(struct matter_modes, modes), .of = &mode_shape,
      .help = "matter.mode.modes" },
};
static const struct shape modes_shape = SHAPE("matter_modes", struct matter_modes, modes_fields);
const struct action matter_modes_action = {
    .name = "matter.modes", .method = "GET", .path = "/api/v1/outages",
    .flags = ACTION_READ | ACTION_PUBLIC, .input = &modes_input_shape,
    .facts = &facts_shape, .outcome = &modes_shape, .answer = &modes_shape,
    .help = "matter.help.modes", .gather = matter_gather_modes, .decide = matter_decide_modes,
};

/* ---- who is served first, as data ---- */

static const struct field class_fields[] = {
    { "name", NULL, FIELD_TEXT, FIELD_REQUIRED, AT(struct matter_class, name), 30 },
    { "hours", NULL, FIELD_COUNT, FIELD_REQUIRED, AT(struct matter_class, hours) },
};
static const struct shape class_shape = SHAPE("matter_class", struct matter_class, class_fields);
static const struct field order_fields[] = {
    { "classes", NULL, FIELD_LIST, FIELD_REQUIRED, AT(struct matter_order, classes), 20,
      .of = &class_shape },
    { "offer_working_days", NULL, FIELD_COUNT, FIELD_REQUIRED,
      AT(struct matter_order, offer_working_days) },
};
static const struct shape order_shape = SHAPE("matter_order", struct matter_order, order_fields);

static const char *order_check(const void *payload)
{
    const struct matter_order *order = payload;
    const struct matter_class *classes = order->classes.items;
    for (size_t i = 0; i < order->classes.count; i++) {
        if (classes[i].hours < 1 || classes[i].hours > 24 * 90)
            return "matter.fault.class-twice";
        for (size_t j = 0; j < i; j++)
            if (text_equal(classes[i].name, classes[j].name))
                return "matter.fault.class-twice";
    }
    return NULL;
}
const struct rule_kind matter_order_rule = {
    .about = "matter.order", .payload = &order_shape, .check = order_check,
};
static const struct rule_kind *const rule_kinds[] = {
    &matter_order_rule, &matter_families_rule, &matter_featured_rule, &matter_entry_rule,
};

static const struct action *const actions[] = {
    &matter_show_action, &matter_list_action, &matter_modes_action, &matter_versions_action,
};

const struct room matter_room = {
    .name = "matter",
    ROOM_LIST(action, actions),
    ROOM_LIST(rule_kind, rule_kinds),
    .pages = matter_pages, .page_count = MATTER_PAGES,
};
