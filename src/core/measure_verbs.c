/* measure_verbs.c: the fields of the verbs that are typed; see measure.h. */

#include "core/measure_inside.h"

#include "base/check.h"

/* Scalars go by shape; names, points and what is kept as written stand beside it. */
static bool fill(const struct yaml_reading *reading, const struct yaml *body,
                 const struct shape *shape, void *object, const char *const *beside)
{
    struct yaml_part part = { .shape = shape, .object = object };
    return yaml_shape_fill_parts(reading, body, &part, 1, beside);
}

static bool needed(const struct yaml_reading *reading, const struct yaml *body, const char *key,
                   bool there)
{
    if (!there)
        measure_complain(reading, body, key, "rules.fault.missing", text_of(key), TEXT(""));
    return there;
}

static bool span_read(const struct yaml_reading *reading, const struct yaml *body,
                      const char *key, struct measure_span *span)
{
    const struct yaml *node = yaml_member(body, text_of(key));
    if (node == NULL || measure_span_parse(yaml_text(node), span))
        return true;
    measure_complain(reading, node, key, "rules.fault.not-a-span", yaml_text(node), TEXT(""));
    return false;
}

static bool one_of(const struct yaml_reading *reading, const struct yaml *body, const char *key,
                   struct text name, const char *const *names, size_t count)
{
    struct text list[16];
    CHECK(count <= COUNT_OF(list));
    for (size_t i = 0; i < count; i++) {
        if (text_is(name, names[i]))
            return true;
        list[i] = text_of(names[i]);
    }
    struct text nearest = nearest_name(name, list, count);
    measure_complain(reading, yaml_member(body, text_of(key)), key,
                     text_present(nearest) ? "rules.fault.unknown-name-near"
                                           : "rules.fault.unknown-name", name, nearest);
    return false;
}

/* ---- extend ---- */

struct extend_row { struct text as, expiring, decided; };
static const struct field extend_fields[] = {
    { .name = "as", .kind = FIELD_TEXT, .offset = AT(struct extend_row, as), .length_max = 40 },
    { .name = "expiring", .kind = FIELD_TEXT, .offset = AT(struct extend_row, expiring),
      .length_max = 40 },
    { .name = "decided", .kind = FIELD_TEXT, .offset = AT(struct extend_row, decided),
      .length_max = 60 },
};
static const struct shape extend_shape = SHAPE("extend", struct extend_row, extend_fields);

static bool extend_read(const struct yaml_reading *reading, const struct yaml *body,
                        struct measure *measure)
{
    static const char *const beside[] = { "deadlines", "periods", "to", "by", "missed", NULL };
    struct measure_extend *extend = &measure->extend;
    struct extend_row row = { 0 };
    if (!fill(reading, body, &extend_shape, &row, beside))
        return false;
    extend->as = row.as;
    extend->expiring = row.expiring;
    if (text_present(row.decided))
        measure->decided = row.decided;
    extend->missed = yaml_member(body, TEXT("missed"));
    extend->periods_node = yaml_member(body, TEXT("periods"));
    bool good = name_list_read(reading, body, "deadlines", &extend->deadlines);
    if (extend->periods_node != NULL && yaml_kind(extend->periods_node) != YAML_MAPPING)
        good &= name_list_read(reading, body, "periods", &extend->periods);
    good &= point_read(reading, body, "to", &extend->to);
    good &= span_read(reading, body, "by", &extend->by);
    return good && needed(reading, body, "deadlines", extend->deadlines.count > 0)
        && needed(reading, body, "to", extend->to.kind != POINT_NONE || extend->by.count > 0);
}

/* ---- keep ---- */

static const struct field keep_fields[] = {
    { .name = "right", .kind = FIELD_TEXT, .flags = FIELD_REQUIRED,
      .offset = AT(struct measure_keep, right), .length_max = 60 },
    { .name = "as", .kind = FIELD_TEXT, .offset = AT(struct measure_keep, as), .length_max = 60 },
    { .name = "from", .kind = FIELD_TEXT, .offset = AT(struct measure_keep, from),
      .length_max = 60 },
    { .name = "shown-as", .kind = FIELD_TEXT, .offset = AT(struct measure_keep, shown_as),
      .length_max = 60 },
};
static const struct shape keep_shape = SHAPE("keep", struct measure_keep, keep_fields);

static bool keep_read(const struct yaml_reading *reading, const struct yaml *body,
                      struct measure *measure)
{
    static const char *const beside[] = { "against", "while", "when", NULL };
    struct measure_keep *keep = &measure->keep;
    keep->when = yaml_member(body, TEXT("when"));
    return fill(reading, body, &keep_shape, keep, beside)
        && name_list_read(reading, body, "against", &keep->against)
        && name_list_read(reading, body, "while", &keep->while_ids);
}

/* ---- backdate ---- */

static const struct field backdate_fields[] = {
    { .name = "start-not-before", .kind = FIELD_TEXT, .flags = FIELD_REQUIRED,
      .offset = AT(struct measure_backdate, start_not_before), .length_max = 40 },
};
static const struct shape backdate_shape =
    SHAPE("backdate", struct measure_backdate, backdate_fields);

static bool backdate_read(const struct yaml_reading *reading, const struct yaml *body,
                          struct measure *measure)
{
    static const char *const beside[] = { "filing", NULL };
    struct measure_backdate *backdate = &measure->backdate;
    return fill(reading, body, &backdate_shape, backdate, beside)
        && name_list_read(reading, body, "filing", &backdate->filing)
        && needed(reading, body, "filing", backdate->filing.count > 0);
}

/* ---- tolerate ---- */

struct tolerate_row { struct text decide, decided; };
static const struct field tolerate_fields[] = {
    { .name = "decide", .kind = FIELD_TEXT, .offset = AT(struct tolerate_row, decide),
      .length_max = 20 },
    { .name = "decided", .kind = FIELD_TEXT, .offset = AT(struct tolerate_row, decided),
      .length_max = 60 },
};
static const struct shape tolerate_shape =
    SHAPE("tolerate", struct tolerate_row, tolerate_fields);

static bool tolerate_read(const struct yaml_reading *reading, const struct yaml *body,
                          struct measure *measure)
{
    static const char *const beside[] = { "papers", "by", NULL };
    static const char *const ways[] = { "debt", "commitment", "copy", "system-data" };
    struct measure_tolerate *tolerate = &measure->tolerate;
    struct tolerate_row row = { 0 };
    if (!fill(reading, body, &tolerate_shape, &row, beside)
        || !name_list_read(reading, body, "papers", &tolerate->papers)
        || !name_list_read(reading, body, "by", &tolerate->by)
        || !needed(reading, body, "papers", tolerate->papers.count > 0)
        || !needed(reading, body, "by", tolerate->by.count > 0))
        return false;
    tolerate->decide = row.decide;
    if (text_present(row.decided))
        measure->decided = row.decided;
    bool good = true;
    for (size_t i = 0; i < tolerate->by.count; i++)
        good &= one_of(reading, body, "by", tolerate->by.items[i], ways, COUNT_OF(ways));
    if (name_list_has(tolerate->papers, TEXT("key"))) {
        measure_complain(reading, body, "papers", "rules.fault.key-paper", TEXT(""), TEXT(""));
        return false;
    }
    return good;
}

/* ---- entrust ---- */

struct entrust_row { bool only; struct text agency_step, in_force, decided; };
static const struct field entrust_fields[] = {
    { .name = "only", .kind = FIELD_FLAG, .offset = AT(struct entrust_row, only) },
    { .name = "agency-step", .kind = FIELD_TEXT, .offset = AT(struct entrust_row, agency_step),
      .length_max = 40 },
    { .name = "in-force", .kind = FIELD_TEXT, .offset = AT(struct entrust_row, in_force),
      .length_max = 40 },
    { .name = "decided", .kind = FIELD_TEXT, .offset = AT(struct entrust_row, decided),
      .length_max = 60 },
};
static const struct shape entrust_shape = SHAPE("entrust", struct entrust_row, entrust_fields);

static bool steps_read(const struct yaml_reading *reading, const struct yaml *node,
                       struct measure_entrust *entrust)
{
    if (node == NULL || yaml_kind(node) != YAML_MAPPING || yaml_count(node) == 0) {
        measure_complain(reading, node, "steps", "rules.fault.not-a-mapping", TEXT(""), TEXT(""));
        return false;
    }
    size_t count = yaml_count(node);
    struct measure_step *steps = ARENA_ARRAY(reading->arena, struct measure_step, count);
    for (size_t i = 0; i < count; i++) {
        steps[i].step = arena_text(reading->arena, yaml_text(yaml_key(node, i)));
        struct text *who;
        if (!yaml_texts(reading, yaml_at(node, i), steps[i].step, &who, &steps[i].who.count))
            return false;
        steps[i].who.items = who;
    }
    entrust->steps = steps;
    entrust->step_count = count;
    return true;
}

static bool entrust_read(const struct yaml_reading *reading, const struct yaml *body,
                         struct measure *measure)
{
    static const char *const beside[] = { "matter", "steps", NULL };
    struct measure_entrust *entrust = &measure->entrust;
    struct entrust_row row = { 0 };
    if (!fill(reading, body, &entrust_shape, &row, beside))
        return false;
    entrust->only = row.only;
    entrust->agency_step = row.agency_step;
    entrust->in_force = row.in_force;
    if (text_present(row.decided))
        measure->decided = row.decided;
    return name_list_read(reading, body, "matter", &entrust->matter)
        && needed(reading, body, "matter", entrust->matter.count > 0)
        && steps_read(reading, yaml_member(body, TEXT("steps")), entrust);
}

/* ---- supply ---- */

struct supply_row { struct text over, decided; };
static const struct field supply_fields[] = {
    { .name = "over", .kind = FIELD_TEXT, .flags = FIELD_REQUIRED,
      .offset = AT(struct supply_row, over), .length_max = 20 },
    { .name = "decided", .kind = FIELD_TEXT, .offset = AT(struct supply_row, decided),
      .length_max = 60 },
};
static const struct shape supply_shape = SHAPE("supply", struct supply_row, supply_fields);

static bool supply_read(const struct yaml_reading *reading, const struct yaml *body,
                        struct measure *measure)
{
    static const char *const beside[] = { "at-most", "keeps", NULL };
    static const char *const ways[] = { "confirm", "reason", "refuse" };
    struct measure_supply *supply = &measure->supply;
    struct supply_row row = { 0 };
    if (!fill(reading, body, &supply_shape, &row, beside)
        || !span_read(reading, body, "at-most", &supply->at_most)
        || !name_list_read(reading, body, "keeps", &supply->keeps)
        || !needed(reading, body, "at-most",
                   supply->at_most.count > 0 || text_is(row.over, "reason")))
        return false;
    supply->over = row.over;
    if (text_present(row.decided))
        measure->decided = row.decided;
    /* Medicine is counted in days: three calendar months may be 92 of them. */
    if (supply->at_most.count > 0 && supply->at_most.unit != CLOCK_CALENDAR_DAYS) {
        measure_complain(reading, yaml_member(body, TEXT("at-most")), "at-most",
                         "rules.fault.not-a-span", TEXT(""), TEXT(""));
        return false;
    }
    return one_of(reading, body, "over", supply->over, ways, COUNT_OF(ways));
}

/* ---- waive ---- */

struct waive_row { struct text charge, cut, of, decided; };
static const struct field waive_fields[] = {
    { .name = "charge", .kind = FIELD_TEXT, .offset = AT(struct waive_row, charge),
      .length_max = 40 },
    { .name = "cut", .kind = FIELD_TEXT, .offset = AT(struct waive_row, cut), .length_max = 40 },
    { .name = "for", .kind = FIELD_TEXT, .offset = AT(struct waive_row, of), .length_max = 40 },
    { .name = "decided", .kind = FIELD_TEXT, .offset = AT(struct waive_row, decided),
      .length_max = 60 },
};
static const struct shape waive_shape = SHAPE("waive", struct waive_row, waive_fields);

static bool waive_read(const struct yaml_reading *reading, const struct yaml *body,
                       struct measure *measure)
{
    static const char *const beside[] = { "checks", "also-when", "when", NULL };
    struct measure_waive *waive = &measure->waive;
    struct waive_row row = { 0 };
    if (!fill(reading, body, &waive_shape, &row, beside)
        || !name_list_read(reading, body, "checks", &waive->checks)
        || !name_list_read(reading, body, "also-when", &waive->also_when))
        return false;
    waive->charge = row.charge;
    waive->cut = row.cut;
    waive->of = row.of;
    waive->when = yaml_member(body, TEXT("when"));
    if (text_present(row.decided))
        measure->decided = row.decided;
    int named = text_present(row.charge) + text_present(row.cut) + (waive->checks.count > 0);
    return needed(reading, body, "charge", named == 1);
}

/* ---- cover ---- */

struct cover_row {
    struct text deposit, person_pays, advance_by, catalogue, remainder, rules_of, hospital_budget;
    struct text self_paid, by, order, invoice, refund, decided;
};
#define COVER(name_, member_) \
    { .name = (name_), .kind = FIELD_TEXT, .offset = AT(struct cover_row, member_), \
      .length_max = 60 }
static const struct field cover_fields[] = {
    COVER("deposit", deposit), COVER("person-pays", person_pays),
    COVER("advance-by", advance_by), COVER("catalogue", catalogue),
    COVER("remainder", remainder), COVER("rules-of", rules_of),
    COVER("hospital-budget", hospital_budget), COVER("self-paid", self_paid), COVER("by", by),
    COVER("order", order), COVER("invoice", invoice), COVER("refund", refund),
    COVER("decided", decided),
};
static const struct shape cover_shape = SHAPE("cover", struct cover_row, cover_fields);

static bool optional_of(const struct yaml_reading *reading, const struct yaml *body,
                        const char *key, struct text name, const char *const *names, size_t count)
{
    return !text_present(name) || one_of(reading, body, key, name, names, count);
}

static bool cover_read(const struct yaml_reading *reading, const struct yaml *body,
                       struct measure *measure)
{
    static const char *const beside[] = { "clear", NULL };
    static const char *const none[] = { "none" }, *const nothing[] = { "0" };
    static const char *const catalogues[] = { "open", "of-treatment-place" };
    struct cover_row row = { 0 };
    if (!fill(reading, body, &cover_shape, &row, beside)
        || !optional_of(reading, body, "deposit", row.deposit, none, COUNT_OF(none))
        || !optional_of(reading, body, "person-pays", row.person_pays, nothing, COUNT_OF(nothing))
        || !optional_of(reading, body, "catalogue", row.catalogue, catalogues,
                        COUNT_OF(catalogues)))
        return false;
    measure->cover = (struct measure_cover){
        .treat_first = text_present(row.deposit) && text_present(row.person_pays),
        .catalogue_open = text_is(row.catalogue, "open"), .catalogue = row.catalogue,
        .advance_by = row.advance_by, .remainder = row.remainder, .rules_of = row.rules_of,
        .hospital_budget = row.hospital_budget, .self_paid = row.self_paid, .by = row.by,
        .order = row.order, .invoice = row.invoice, .refund = row.refund,
        .clear = yaml_member(body, TEXT("clear")),
    };
    if (text_present(row.decided))
        measure->decided = row.decided;
    /* Nobody is treated free of charge against a deposit, nor asked for none and then billed. */
    return needed(reading, body, "deposit",
                  text_present(row.deposit) == text_present(row.person_pays));
}

bool measure_body_read(const struct yaml_reading *reading, const struct yaml *body,
                       struct measure *measure)
{
    switch (measure->verb) {
    case VERB_EXTEND: return extend_read(reading, body, measure);
    case VERB_KEEP: return keep_read(reading, body, measure);
    case VERB_BACKDATE: return backdate_read(reading, body, measure);
    case VERB_TOLERATE: return tolerate_read(reading, body, measure);
    case VERB_ENTRUST: return entrust_read(reading, body, measure);
    case VERB_SUPPLY: return supply_read(reading, body, measure);
    case VERB_WAIVE: return waive_read(reading, body, measure);
    case VERB_COVER: return cover_read(reading, body, measure);
    case VERB_SUSPEND: case VERB_OUTAGE: case VERB_OPEN: case VERB_REINSTATE:
    case VERB_PREFER: case VERB_RATE: case VERB_PREPAY: case VERB_QUOTA:
    case VERB_REPORT: case VERB_TASK: case VERB_WATCH: case VERB_REVIEW: case VERB_ANNOUNCE:
    case VERB_EMPOWER: case VERB_COUNT:
        return true;
    }
    return true;
}
