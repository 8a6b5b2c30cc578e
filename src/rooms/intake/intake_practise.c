/* intake_practise.c: staff try a matter's form (练习): the same judging as a real application, about
 * a person who is nobody, with papers that are none. It is a read: no row, no number, no message
 * and no figure comes of it. */

#include "rooms/intake/intake_shapes.h"

#include "base/check.h"
#include "rooms/notice/notice_facts.h"

#define NOBODY_NUMBER TEXT("990101198001010010")
#define NOBODY_NAME TEXT("练习")
#define NO_PAPER TEXT("0000000000000000000000000000000000000000000000000000000000000000")

struct practise_input {
    struct text matter, channel, insurance;     /* "employee", "resident" */
    int64_t place;
    struct list values;         /* of intake_value */
    struct list papers;         /* of intake_paper_input: materials alone */
    struct list owed, shown;    /* of intake_owed_input */
    bool commitment;
    struct text asked, callback, consent;   /* of a call, and of a station */
};
struct practise_facts { const struct list *offices; struct events events; };
struct practise_answer {
    bool taken;
    struct text refusal, refusal_zh, refusal_en, field; /* why not, and what it is about */
    struct text state, next_zh, next_en;
    struct list owed;           /* of intake_debt */
};

static bool gather_practise(struct gather *gather, const struct request *request, void *facts)
{
    (void)request;
    struct practise_facts *found = facts;
    const struct staff_bucket_key key = { STAFF_BUCKET };
    bool complete = notice_gather_events(gather, &found->events);
    found->offices = gather_want(gather, &staff_offices_all, &key);
    return found->offices != NULL && complete;
}

/* Insured there since long ago, and never anybody's row. */
static struct intake_apply_facts nobody_at(const struct request *request,
                                           const struct practise_facts *found,
                                           const struct matter *matter)
{
    const struct practise_input *input = request->input;
    bool resident = text_is(input->insurance, "resident");
    struct party_person *person = ARENA_NEW(request->arena, struct party_person);
    struct party_spell *spell = ARENA_NEW(request->arena, struct party_spell);
    struct party_person_key *key = ARENA_NEW(request->arena, struct party_person_key);
    struct list *spells = ARENA_NEW(request->arena, struct list);
    static const struct list none;
    int64_t number = id_mint(request->minter, 0);
    *person = (struct party_person){ .person = number, .name = NOBODY_NAME,
        .number_masked = TEXT("9901**********0010"), .born = DATE(1980, 1, 1) };
    *spell = (struct party_spell){ .person = number, .place = input->place,
        .insurance = resident ? TEXT("390") : TEXT("310"),
        .kind = resident ? TEXT("50") : TEXT("11"), .valid_from = DATE(2000, 1, 1),
        .status = TEXT("1") };
    key->person = number;
    *spells = (struct list){ spell, 1 };
    struct party_institution *institution = ARENA_NEW(request->arena, struct party_institution);
    struct party_unit *unit = ARENA_NEW(request->arena, struct party_unit);
    *institution = (struct party_institution){ .institution = number, .name = NOBODY_NAME,
                                               .division = input->place };
    *unit = (struct party_unit){ .unit = number, .name = NOBODY_NAME,
                                 .division = input->place };
    bool own = matter != NULL && matter->own;
    bool institutions = own && matter_words_have(&matter->applicants, TEXT("institution"));
    return (struct intake_apply_facts){
        .key = key, .offices = found->offices, .open = &none, .bars = &none,
        .events = found->events, .person = { person, spells, &none, &none },
        .institution = institutions ? institution : NULL,
        .unit = own && !institutions ? unit : NULL, .unit_statuses = &none,
    };
}

static struct list papers_of(const struct practise_input *input, struct arena *arena)
{
    const struct intake_paper_input *said = input->papers.items;
    struct intake_paper_input *papers =
        ARENA_ARRAY(arena, struct intake_paper_input, input->papers.count + 1);
    for (size_t i = 0; i < input->papers.count; i++)
        papers[i] = (struct intake_paper_input){ .material = said[i].material,
                                                 .blob = NO_PAPER };
    return (struct list){ papers, input->papers.count };
}

/* Nothing is kept, and nothing looked for among what is: each paper counts as one that came. */
static const struct text *names_of(const struct list *papers, struct arena *arena)
{
    const struct intake_paper_input *items = papers->items;
    struct text *names = ARENA_ARRAY(arena, struct text, papers->count + 1);
    for (size_t i = 0; i < papers->count; i++)
        names[i] = items[i].blob;
    return names;
}

static struct text said(const struct refusal *refusal, enum language language,
                        struct arena *arena)
{
    char bytes[1200];
    struct builder builder = builder_over(bytes, sizeof bytes);
    words_write(&builder, refusal->key, language, refusal->detail, COUNT_OF(refusal->detail));
    return arena_text(arena, builder_text(&builder));
}

/* LAW: SX9-3.2b. */
static void decide_practise(const struct request *request, const void *facts,
                            struct decision *decision)
{
    const struct practise_input *input = request->input;
    const struct matter *matter = matter_of(request->book, input->matter, request->arena);
    struct intake_apply_facts apply_facts = nobody_at(request, facts, matter);
    struct intake_apply_input apply = {
        .matter = input->matter, .channel = input->channel, .name = NOBODY_NAME,
        .number = NOBODY_NUMBER, .values = input->values, .owed = input->owed,
        .shown = input->shown,
        .papers = papers_of(input, request->arena), .commitment = input->commitment,
        .asked = input->asked, .callback = input->callback, .consent = input->consent,
    };
    const struct intake_prepared prepared = {
        .form_sealed = TEXT("-"), .names = names_of(&apply.papers, request->arena),
    };
    /* A matter of one's own is tried as by whoever is signed in for it. */
    struct actor somebody = { .role = ROLE_PUBLIC };
    if (apply_facts.institution != NULL)
        somebody = (struct actor){ .role = ROLE_HOSPITAL_OFFICE,
                                   .institution = apply_facts.institution->institution };
    else if (apply_facts.unit != NULL)
        somebody = (struct actor){ .role = ROLE_EMPLOYER, .unit = apply_facts.unit->unit };
    struct request inner = *request;
    inner.action = &intake_apply_action;
    inner.input = &apply;
    /* What came over a counter, by telephone or by post is entered by who practises it. */
    inner.actor = &somebody;
    if (!intake_channel_is_true(&inner, input->channel))
        inner.actor = request->actor;
    inner.prepared = &prepared;
    struct decision tried = { .request = &inner };
    tried.outcome = arena_take(request->arena, sizeof(struct intake_applied));
    intake_decide_apply(&inner, &apply_facts, &tried);
    struct practise_answer *answer = decision->outcome;
    if (tried.refusal.key != NULL) {
        answer->refusal = text_of(tried.refusal.key);
        answer->refusal_zh = said(&tried.refusal, LANGUAGE_CHINESE, request->arena);
        answer->refusal_en = said(&tried.refusal, LANGUAGE_ENGLISH, request->arena);
        answer->field = text_of(tried.refusal.field);
        return;
    }
    const struct intake_applied *applied = tried.outcome;
    *answer = (struct practise_answer){ .taken = true, .state = applied->state,
        .next_zh = applied->next_zh, .next_en = applied->next_en, .owed = applied->owed };
}

static const struct field paper_fields[] = {
    { "material", NULL, FIELD_TEXT, FIELD_REQUIRED, AT(struct intake_paper_input, material), 30,
      .help = "intake.field.material" },
};
static const struct shape paper_shape =
    SHAPE("intake_practise_paper", struct intake_paper_input, paper_fields);
static const struct field owed_fields[] = {
    { "material", NULL, FIELD_TEXT, FIELD_REQUIRED, AT(struct intake_owed_input, material), 30,
      .help = "intake.field.material" },
};
static const struct shape owed_shape =
    SHAPE("intake_practise_owed", struct intake_owed_input, owed_fields);
#define INPUT(member_) AT(struct practise_input, member_)
static const struct field input_fields[] = {
    { "matter", NULL, FIELD_TEXT, FIELD_REQUIRED, INPUT(matter), 40,
      .help = "intake.field.matter" },
    { "channel", NULL, FIELD_TEXT, FIELD_REQUIRED, INPUT(channel), 20,
      .help = "intake.field.channel" },
    { "place", NULL, FIELD_COUNT, FIELD_REQUIRED, INPUT(place),
      .help = "intake.field.practise-place" },
    { "insurance", NULL, FIELD_TEXT, 0, INPUT(insurance), 20,
      .help = "intake.field.practise-insurance" },
    { "values", NULL, FIELD_LIST, 0, INPUT(values), 60, .of = &intake_value_shape,
      .help = "intake.field.values" },
    { "papers", NULL, FIELD_LIST, 0, INPUT(papers), 20, .of = &paper_shape,
      .help = "intake.field.papers" },
    { "owed", NULL, FIELD_LIST, 0, INPUT(owed), 20, .of = &owed_shape,
      .help = "intake.field.owed" },
    { "shown", NULL, FIELD_LIST, 0, INPUT(shown), 20, .of = &owed_shape,
      .help = "intake.field.shown" },
    { "commitment", NULL, FIELD_FLAG, 0, INPUT(commitment), .help = "intake.field.commitment" },
    { "asked", NULL, FIELD_TEXT, 0, INPUT(asked), 300, .help = "intake.field.asked" },
    { "callback", NULL, FIELD_TEXT, FIELD_PRIVATE, INPUT(callback), 30,
      .help = "intake.field.callback" },
    { "consent", NULL, FIELD_CODE, 0, INPUT(consent), 20, "consent_way",
      .help = "intake.field.consent" },
};
static const struct shape input_shape =
    SHAPE("intake_practise", struct practise_input, input_fields);
#define TOLD(member_) AT(struct practise_answer, member_)
static const struct field answer_fields[] = {
    { "taken", NULL, FIELD_FLAG, 0, TOLD(taken), .help = "intake.told.would-be-taken" },
    { "refusal", NULL, FIELD_TEXT, FIELD_SPARSE, TOLD(refusal), 60 },
    { "refusal_zh", NULL, FIELD_TEXT, FIELD_SPARSE, TOLD(refusal_zh), 400,
      .help = "intake.told.why-not" },
    { "refusal_en", NULL, FIELD_TEXT, FIELD_SPARSE, TOLD(refusal_en), 1000,
      .help = "intake.told.why-not" },
    { "field", NULL, FIELD_TEXT, FIELD_SPARSE, TOLD(field), 40,
      .help = "intake.told.which-field" },
    { "state", NULL, FIELD_TEXT, FIELD_SPARSE, TOLD(state), 20 },
    { "next_zh", NULL, FIELD_TEXT, FIELD_SPARSE, TOLD(next_zh), 200,
      .help = "intake.told.next" },
    { "next_en", NULL, FIELD_TEXT, FIELD_SPARSE, TOLD(next_en), 300,
      .help = "intake.told.next" },
    { "owed", NULL, FIELD_LIST, FIELD_SPARSE, TOLD(owed), .of = &intake_debt_shape,
      .help = "intake.told.owed" },
};
static const struct shape answer_shape =
    SHAPE("intake_practised", struct practise_answer, answer_fields);
static const struct shape facts_shape =
    { .name = "intake_practise_facts", .size = sizeof(struct practise_facts) };

const struct action intake_practise_action = {
    .name = "intake.practise", .method = "POST", .path = "/api/v1/cases/practice",
    .flags = ACTION_READ, .input = &input_shape, .facts = &facts_shape,
    .outcome = &answer_shape, .answer = &answer_shape, .help = "intake.help.practise",
    .gather = gather_practise, .decide = decide_practise,
};
