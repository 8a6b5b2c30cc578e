/* intake_unasked.c: what qualifies is found and taken in hand without an application (免申即享). A
 * matter names the action that says who qualifies (`offered-when`): whom it does not refuse
 * qualifies, and each row of the list that is its outcome is, by the names of the form, what would
 * have been filled in. Every night, and when a book changes, a job looks at all units, and then at
 * all people whom the register of assistance and care names, a page a step; for each that qualifies
 * a case comes into being as if it had been applied for, and is decided by the ordinary steps. Who
 * does not want it withdraws the case, and is not asked about the same again. LAW: LY22-L3j */

#include "rooms/intake/intake_inside.h"

#include "base/check.h"
#include "core/task.h"
#include "rooms/party/party_facts.h"

#define UNITS_A_STEP 10           /* some ten years of bills are looked at again within 20 ms */
#define MATTERS_MOST 8
#define PEOPLE TEXT("people ")  /* a cursor among people begins so */
#define FOUND_MOST 24           /* of one unit and matter; what more there is comes later */

/* ---- who is looked at ---- */

struct units_key { int64_t bucket, after; };
static const struct field units_key_fields[] = {
    { "bucket", NULL, FIELD_COUNT, FIELD_REQUIRED, AT(struct units_key, bucket) },
    { "after", NULL, FIELD_COUNT, FIELD_REQUIRED, AT(struct units_key, after) },
};
static const struct shape units_key_shape =
    SHAPE("intake_units_key", struct units_key, units_key_fields);
const struct query intake_units_after = {
    .name = "intake.units-after", .from = "unit u",
    .where = "(u.bucket, u.unit) > ({bucket}, {after})", .order = "u.bucket, u.unit",
    .key = &units_key_shape, .row = &party_unit_shape, .row_max = UNITS_A_STEP, .page = true,
    .guard = GUARD_DECISION,
};
/* A person has a row for each thing he is: the next page begins after him. */
const struct query intake_identified_after = {
    .name = "intake.identified-after", .from = "person_identity i",
    .where = "(i.bucket, i.person) > ({bucket}, {after})",
    .order = "i.bucket, i.person, i.identity", .key = &units_key_shape,
    .row = &party_identity_shape, .row_max = UNITS_A_STEP, .page = true,
    .guard = GUARD_DECISION,
};
struct before_key { int64_t unit; struct text matter, subject_key; };
static const struct field before_key_fields[] = {
    { "unit", NULL, FIELD_ID, FIELD_REQUIRED, AT(struct before_key, unit) },
    { "matter", NULL, FIELD_TEXT, FIELD_REQUIRED, AT(struct before_key, matter) },
    { "subject_key", NULL, FIELD_TEXT, FIELD_REQUIRED, AT(struct before_key, subject_key) },
};
static const struct shape before_key_shape =
    SHAPE("intake_before_key", struct before_key, before_key_fields);
/* One is enough: the same is in hand, or was and was not wanted, not granted or taken back. What
 * was granted and stands has been given: what is found after that is new. */
const struct query intake_unasked_before = {
    .name = "intake.unasked-before", .from = "intake_case c",
    .where = "c.unit = {unit} AND c.person IS NULL AND c.channel = 'unasked' "
             "AND c.subject_key = {subject_key} AND c.matter = {matter} "
             "AND c.state NOT IN ('decided-approved', 'closed')",
    .order = "c.case_id", .key = &before_key_shape, .row = &intake_case_shape, .row_max = 1,
    .page = true, .guard = GUARD_DECISION,
};

static const struct field person_before_fields[] = {
    { "bucket", NULL, FIELD_COUNT, FIELD_REQUIRED, AT(struct intake_about_key, bucket) },
    { "person", NULL, FIELD_ID, FIELD_REQUIRED, AT(struct intake_about_key, person) },
    { "matter", NULL, FIELD_TEXT, FIELD_REQUIRED, AT(struct intake_about_key, matter) },
    { "subject_key", NULL, FIELD_TEXT, FIELD_REQUIRED,
      AT(struct intake_about_key, subject_key) },
};
static const struct shape person_before_shape =
    SHAPE("intake_person_before_key", struct intake_about_key, person_before_fields);
/* Whoever applied for it himself is not offered it, either. */
const struct query intake_person_before = {
    .name = "intake.person-before", .from = "intake_case c",
    .where = "c.bucket = {bucket} AND c.person = {person} "
             "AND c.subject_key = {subject_key} AND c.matter = {matter}",
    .order = "c.case_id", .key = &person_before_shape, .row = &intake_case_shape, .row_max = 1,
    .page = true, .guard = GUARD_DECISION,
};

enum { OF_UNITS = 1, OF_PEOPLE = 2 };

static size_t offered_matters(const struct request *request, struct arena *arena, int whose,
                              const struct matter *ret_matters[MATTERS_MOST])
{
    const struct list all = matters_of(request->book, arena);
    const struct matter *items = all.items;
    size_t count = 0;
    for (size_t i = 0; i < all.count && count < MATTERS_MOST; i++)
        if (text_present(items[i].offered_when)
            && (whose & (items[i].own ? OF_UNITS : OF_PEOPLE)) != 0)
            ret_matters[count++] = &items[i];
    return count;
}

/* ---- whether one qualifies ---- */

/* One unit, or for a matter that is no unit's own one person, and one matter. */
struct finding {
    const struct matter *matter;
    int64_t whose;
    struct request *rule;       /* NULL: there is no such action */
    void *rule_facts;
    struct would_be *would_be;  /* applications: what the rule found */
    size_t count;
};
struct would_be {
    struct request *application;
    struct intake_apply_facts of;
    const struct list *before;
};

static bool gather_rule(struct gather *gather, const struct request *request,
                        struct finding *finding)
{
    const struct list nothing = { NULL, 0 };
    struct request with_arena = *request;
    with_arena.arena = gather->arena;
    const bool own = finding->matter->own;
    finding->rule = intake_inner_request(&with_arena,
                                         intake_action_of(finding->matter->offered_when),
                                         finding->matter, &nothing, own ? 0 : finding->whose, 0,
                                         true);
    if (finding->rule == NULL)
        return true;
    const struct intake_by by = { TEXT("unasked"), own ? TEXT("employer") : TEXT("person"),
                                  own ? finding->whose : 0, 0, own };
    intake_hand_how(finding->rule, &by, request->at);
    finding->rule_facts = arena_take(gather->arena, finding->rule->action->facts->size);
    return finding->rule->action->gather(gather, finding->rule, finding->rule_facts);
}

static bool qualifies(const struct finding *finding, struct arena *arena,
                      struct decision *ret_decision)
{
    if (finding->rule == NULL)
        return false;
    struct request *rule = ARENA_NEW(arena, struct request);
    *rule = *finding->rule;
    rule->arena = arena;
    intake_run_inner(rule, finding->rule_facts, ret_decision);
    return ret_decision->refusal.key == NULL;
}

/* The list of what was found: the one field of its outcome. */
static const struct field *found_field(const struct finding *finding)
{
    const struct shape *outcome = finding->rule->action->outcome;
    CHECK(outcome->field_count == 1 && outcome->fields[0].kind == FIELD_LIST);
    return &outcome->fields[0];
}

/* One of them, by the names of the form: actions spell them with underscores. */
static struct list values_of(const struct matter *matter, const struct shape *shape,
                             const void *row, struct arena *arena)
{
    const struct matter_field *fields = matter->fields.items;
    struct intake_value *values = ARENA_ARRAY(arena, struct intake_value,
                                              matter->fields.count + 1);
    size_t count = 0;
    for (size_t i = 0; i < matter->fields.count; i++) {
        char name[80], bytes[200];
        struct builder written = builder_over(name, sizeof name);
        struct builder value = builder_over(bytes, sizeof bytes);
        for (size_t k = 0; k < fields[i].name.length; k++)
            builder_add_char(&written, fields[i].name.data[k] == '-' ? '_'
                             : fields[i].name.data[k]);
        const struct field *field = shape_field(shape, builder_text(&written));
        if (field == NULL)
            continue;
        field_write(field, row, &value);
        if (!value.overflow && builder_text(&value).length > 0)
            values[count++] = (struct intake_value){ fields[i].name,
                                                     arena_text(arena, builder_text(&value)) };
    }
    return (struct list){ values, count };
}

/* As if the unit or person had applied, and by the house. */
static struct request *application_of(const struct request *request,
                                      const struct finding *finding, const struct list *values,
                                      struct arena *arena)
{
    static const struct intake_prepared nothing_sent = { .names = NULL };
    struct actor *actor = ARENA_NEW(arena, struct actor);
    struct intake_apply_input *input = ARENA_NEW(arena, struct intake_apply_input);
    struct request *application = ARENA_NEW(arena, struct request);
    const bool own = finding->matter->own;
    *actor = (struct actor){ .role = ROLE_HOUSE, .unit = own ? finding->whose : 0,
                             .scope = { .everything = true } };
    *input = (struct intake_apply_input){
        .matter = finding->matter->matter, .channel = TEXT("unasked"), .values = *values,
        .person = own ? 0 : finding->whose,
    };
    *application = *request;
    application->action = &intake_apply_action;
    application->actor = actor;
    application->input = input;
    application->prepared = &nothing_sent;
    application->arena = arena;
    return application;
}

static bool gather_would_be(struct gather *gather, const struct request *request,
                            const struct finding *finding, const struct list *values,
                            struct would_be *would_be)
{
    const struct matter *matter = finding->matter;
    const struct before_key own_key = {
        finding->whose, matter->matter,
        intake_own_key_of(matter, values, finding->whose, gather->arena),
    };
    const struct intake_about_key person_key = {
        id_bucket(finding->whose), finding->whose, matter->matter,
        intake_subject_key(matter, values, gather->arena),
    };
    would_be->application = application_of(request, finding, values, gather->arena);
    would_be->before = matter->own
        ? gather_want(gather, &intake_unasked_before, &own_key)
        : gather_want(gather, &intake_person_before, &person_key);
    return intake_gather_apply(gather, would_be->application, &would_be->of)
        && would_be->before != NULL;
}

static bool gather_finding(struct gather *gather, const struct request *request,
                           struct finding *finding)
{
    struct decision inner;
    if (!gather_rule(gather, request, finding))
        return false;
    if (!qualifies(finding, gather->arena, &inner))
        return true;
    const struct field *field = found_field(finding);
    const struct list *found = field_in(field, inner.outcome);
    const char *rows = found->items;
    bool complete = true;
    finding->count = found->count < FOUND_MOST ? found->count : FOUND_MOST;
    finding->would_be = ARENA_ARRAY(gather->arena, struct would_be, finding->count + 1);
    for (size_t i = 0; i < finding->count; i++) {
        const struct list values = values_of(finding->matter, field->of,
                                             rows + i * field->of->size, gather->arena);
        finding->would_be[i] = (struct would_be){ .application = NULL };
        complete &= gather_would_be(gather, request, finding, &values, &finding->would_be[i]);
    }
    return complete;
}

/* ---- intake.seek: the job begins ---- */

struct sought { int64_t found; };
static const struct field sought_fields[] = {
    { "found", NULL, FIELD_COUNT, 0, AT(struct sought, found),
      .help = "intake.field.unasked-found" },
};
static const struct shape sought_shape = SHAPE("intake_sought", struct sought, sought_fields);

/* A look that is under way; there is one at most. */
struct seeking_key { struct text kind; };
static const struct field seeking_key_fields[] = {
    { "kind", NULL, FIELD_TEXT, FIELD_REQUIRED, AT(struct seeking_key, kind) },
};
static const struct shape seeking_key_shape =
    SHAPE("intake_seeking_key", struct seeking_key, seeking_key_fields);
const struct query intake_seeking = {
    .name = "intake.seeking", .from = "job j",
    .where = "j.state = 'running' AND j.kind = {kind}", .order = "j.job",
    .key = &seeking_key_shape, .row = &job_row_shape, .row_max = 1, .page = true,
    .guard = GUARD_DECISION,
};

static const struct shape seek_facts_shape =
    { .name = "intake_seek_facts", .size = sizeof(struct intake_seek_facts) };

static void seek_keys(const struct request *request, struct keys *keys)
{
    (void)request;
    keys_add(keys, (int64_t)(text_hash(TEXT("intake.seek")) >> 1));
}

static bool gather_seek(struct gather *gather, const struct request *request, void *facts)
{
    (void)request;
    const struct seeking_key key = { text_of(intake_seek_page_action.name) };
    struct intake_seek_facts *found = facts;
    const void *row = NULL;
    if (!gather_one(gather, &intake_seeking, &key, &row))
        return false;
    found->running = row;
    return true;
}

/* One that is under way begins anew: what it has looked at may have changed, and two of them would
 * look at every unit twice. */
static void decide_seek(const struct request *request, const void *facts,
                        struct decision *decision)
{
    const struct intake_seek_facts *found = facts;
    const struct matter *matters[MATTERS_MOST];
    decision->subject = found->running != NULL ? found->running->subject
                                               : id_mint(request->minter, 0);
    if (found->running != NULL) {
        struct job_row job = *found->running;
        job.cursor = TEXT("0");
        decision_replace(decision, &job_table, &job);
    } else if (offered_matters(request, request->arena, OF_UNITS | OF_PEOPLE, matters) > 0)
        task_job_start(decision, intake_seek_page_action.name, decision->subject, TEXT("0"), 0);
}

bool intake_ask_seek(const struct request *done, const void *outcome, struct arena *arena,
                     void *ret_input)
{
    (void)done;
    (void)outcome;
    (void)arena;
    *(struct task_input *)ret_input = (struct task_input){ 0 };
    return true;
}

const struct action intake_seek_action = {
    .name = "intake.seek", .flags = ACTION_ONCE, .input = &task_input_shape,
    .facts = &seek_facts_shape, .outcome = &sought_shape, .answer = &sought_shape,
    .help = "intake.help.seek", .keys = seek_keys, .gather = gather_seek,
    .decide = decide_seek,
};

/* ---- intake.seek-page: a page of units, and after the last one of people ---- */

struct page_facts {
    const struct job_row *job;
    bool people;
    const struct list *rows;            /* of units, or identities of people */
    int64_t last;
    struct finding findings[UNITS_A_STEP * MATTERS_MOST];
    size_t count;
};
static const struct shape page_facts_shape =
    { .name = "intake_seek_page_facts", .size = sizeof(struct page_facts) };

static int64_t row_of_page(const struct page_facts *found, size_t index)
{
    const struct party_unit *units = found->rows->items;
    const struct party_identity *identities = found->rows->items;
    return found->people ? identities[index].person : units[index].unit;
}

static bool gather_page(struct gather *gather, const struct request *request, void *facts)
{
    const struct task_input *input = request->input;
    struct page_facts *found = facts;
    const struct task_key key = { input->bucket, input->task };
    const struct matter *matters[MATTERS_MOST];
    const void *row = NULL;
    int64_t after;
    if (!gather_one(gather, &job_by_id, &key, &row))
        return false;
    found->job = row;
    if (row == NULL)
        return true;
    struct text cursor = found->job->cursor;
    found->people = text_starts(cursor, PEOPLE);
    if (found->people)
        cursor = text_slice(cursor, PEOPLE.length, cursor.length);
    if (!text_to_int64(cursor, &after))
        return true;
    const struct units_key key_after = { id_bucket(after), after };
    found->rows = gather_want(gather, found->people ? &intake_identified_after
                                                    : &intake_units_after, &key_after);
    if (found->rows == NULL)
        return false;
    size_t matter_count = offered_matters(request, gather->arena,
                                          found->people ? OF_PEOPLE : OF_UNITS, matters);
    bool complete = true;
    found->count = 0;
    found->last = 0;
    for (size_t u = 0; u < found->rows->count; u++) {
        int64_t whose = row_of_page(found, u);
        for (size_t m = 0; m < matter_count && whose != found->last; m++) {
            struct finding *finding = &found->findings[found->count++];
            *finding = (struct finding){ .matter = matters[m], .whose = whose };
            complete &= gather_rule(gather, request, finding);
        }
        found->last = whose;
    }
    return complete;
}

/* Where the next page begins; absent: this was the last. */
static struct text cursor_after(const struct page_facts *found, struct arena *arena)
{
    const bool more = found->rows->count == UNITS_A_STEP;
    if (!more)
        return found->people ? (struct text){ 0 } : TEXT("people 0");
    return arena_format(arena, "%s%lld", found->people ? "people " : "",
                        (long long)found->last);
}

static void decide_page(const struct request *request, const void *facts,
                        struct decision *decision)
{
    const struct page_facts *found = facts;
    struct sought *sought = decision->outcome;
    if (found->job == NULL || found->rows == NULL) {
        intake_refuse(decision, INTAKE_REFUSED_NO_CASE, NULL);
        return;
    }
    int64_t last = 0;
    for (size_t i = 0; i < found->count; i++) {
        const struct finding *finding = &found->findings[i];
        struct decision inner;
        if (finding->whose == last || !qualifies(finding, request->arena, &inner))
            continue;
        last = finding->whose;
        sought->found++;
        task_timer_set(decision, intake_open_unasked_action.name, last, request->at);
    }
    task_job_step(decision, found->job, cursor_after(found, request->arena),
                  (int64_t)found->rows->count);
    decision->subject = found->job->subject;
}

static void page_keys(const struct request *request, struct keys *keys)
{
    keys_add(keys, ((const struct task_input *)request->input)->task);
}

const struct action intake_seek_page_action = {
    .name = "intake.seek-page", .flags = ACTION_ONCE, .input = &task_input_shape,
    .facts = &page_facts_shape, .outcome = &sought_shape, .answer = &sought_shape,
    .help = "intake.help.seek-page", .keys = page_keys, .gather = gather_page,
    .decide = decide_page,
};

/* ---- intake.open-unasked: the case of one unit or person ---- */

struct open_facts {
    const struct timer_row *timer;
    struct finding findings[MATTERS_MOST];
    size_t count;
};
static const struct shape open_facts_shape =
    { .name = "intake_open_unasked_facts", .size = sizeof(struct open_facts) };

static bool gather_open(struct gather *gather, const struct request *request, void *facts)
{
    const struct task_input *input = request->input;
    struct open_facts *found = facts;
    const struct task_key key = { input->bucket, input->task };
    const struct matter *matters[MATTERS_MOST];
    const void *row = NULL;
    bool complete = gather_one(gather, &timer_by_id, &key, &row);
    found->timer = row;
    found->count = offered_matters(request, gather->arena, OF_UNITS | OF_PEOPLE, matters);
    for (size_t m = 0; m < found->count; m++) {
        found->findings[m] = (struct finding){ .matter = matters[m], .whose = input->subject };
        complete &= gather_finding(gather, request, &found->findings[m]);
    }
    return complete;
}

/* False: nothing is to be opened. What an application would be refused for (it is open already, a
 * paper is needed that only he has) is refused here alike, and stays its own to ask for. */
static bool open_case(const struct request *request, const struct would_be *would_be,
                      struct decision *decision)
{
    if (would_be->before->count > 0)
        return false;
    struct request *application = ARENA_NEW(request->arena, struct request);
    struct decision inner;
    *application = *would_be->application;
    application->arena = request->arena;
    application->minter = request->minter;
    intake_run_inner(application, &would_be->of, &inner);
    if (inner.refusal.key != NULL)
        return false;
    intake_join_changes(decision, &inner);
    return true;
}

/* One case at a time, for they share a range of serials; the same one is looked at again for
 * more. */
static void decide_open(const struct request *request, const void *facts,
                        struct decision *decision)
{
    const struct task_input *input = request->input;
    const struct open_facts *found = facts;
    struct sought *sought = decision->outcome;
    for (size_t i = 0; i < found->count; i++)
        for (size_t k = 0; k < found->findings[i].count && sought->found == 0; k++)
            sought->found += open_case(request, &found->findings[i].would_be[k], decision);
    if (sought->found > 0)
        task_timer_set(decision, intake_open_unasked_action.name, input->subject, request->at);
    if (found->timer != NULL)
        task_timer_done(decision, found->timer);
    decision->subject = input->subject;
}

/* What an application of the unit or person itself would hold. */
static void open_keys(const struct request *request, struct keys *keys)
{
    const struct task_input *input = request->input;
    const struct actor actor = { .role = ROLE_HOUSE, .unit = input->subject };
    const struct intake_apply_input nothing = { .matter = { 0 } };
    struct request applying = *request;
    applying.actor = &actor;
    applying.input = &nothing;
    intake_keys_apply(&applying, keys);
}

const struct action intake_open_unasked_action = {
    .name = "intake.open-unasked", .flags = ACTION_ONCE, .input = &task_input_shape,
    .facts = &open_facts_shape, .outcome = &sought_shape, .answer = &sought_shape,
    .help = "intake.help.open-unasked", .keys = open_keys, .gather = gather_open,
    .decide = decide_open,
};
