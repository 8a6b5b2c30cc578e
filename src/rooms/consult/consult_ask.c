/* consult_ask.c: a question comes in, from wherever, and finds its office. */

#include "rooms/consult/consult_inside.h"

#include "base/check.h"
#include "base/ident.h"
#include "rooms/message/message_facts.h"
#include "rooms/party/party.h"

static void ask_keys(const struct request *request, struct keys *keys)
{
    (void)request;
    (void)keys;
}

static bool gather_case(struct gather *gather, struct text said,
                        const struct intake_case **ret_case)
{
    struct text receipt;
    const void *row = NULL;
    *ret_case = NULL;
    if (!intake_receipt_read(said, gather->arena, &receipt))
        return true;
    const struct intake_receipt_key key = intake_receipt_key_of(receipt);
    if (!gather_one(gather, &intake_case_by_receipt, &key, &row))
        return false;
    if (row == NULL)
        return true;
    const struct intake_receipt *found = row;
    const struct intake_case_key case_key = { id_bucket(found->case_id), found->case_id };
    if (!gather_one(gather, &intake_case_by_id, &case_key, &row))
        return false;
    *ret_case = row;
    return true;
}

static bool ask_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct consult_ask_input *input = request->input;
    struct consult_ask_facts *found = facts;
    const struct actor *actor = request->actor;
    const struct staff_bucket_key key = { STAFF_BUCKET };
    const void *row = NULL;
    found->offices = gather_want(gather, &staff_offices_all, &key);
    bool complete = found->offices != NULL;
    if (actor->institution != 0) {
        const struct party_institution_key by_id = { id_bucket(actor->institution),
                                                     actor->institution };
        complete &= gather_one(gather, &party_institution_by_id, &by_id, &row);
        found->institution = row;
    }
    if (actor->person != 0 && input->place == 0) {
        complete &= party_gather_person(gather, actor->person, &found->person_facts);
        found->person = &found->person_facts;
    }
    if (text_present(input->receipt))
        complete &= gather_case(gather, input->receipt, &found->of_case);
    return complete;
}

static void ask_prepare(const struct request *request, const void *facts, void *ret_prepared)
{
    (void)facts;
    const struct consult_ask_input *input = request->input;
    struct consult_prepared *prepared = ret_prepared;
    if (text_present(input->name))
        prepared->name_sealed = party_seal(input->name, "consult-name", request->arena);
    if (text_present(input->phone))
        prepared->phone_sealed = party_seal(ident_phone(input->phone, request->arena),
                                            "consult-phone", request->arena);
}

/* Whose case may be asked about: one's own, one's mandate's, the unit's, the office's. */
static bool case_is_theirs(const struct actor *actor, const struct intake_case *row)
{
    if (row == NULL)
        return false;
    if (actor_is_person(actor))
        return actor->person == row->person
            || actor_mandate_for(actor, row->person, row->matter) != NULL;
    if (actor->role == ROLE_EMPLOYER)
        return actor->unit != 0 && actor->unit == row->unit;
    for (size_t i = 0; i < actor->scope.office_count; i++)
        if (actor->scope.offices[i] == row->office)
            return true;
    return false;
}

/* LAW: SX9-A4a: the place of enrolment decides who answers, unless another is named. */
static int64_t place_of(const struct request *request, const struct consult_ask_facts *facts)
{
    const struct consult_ask_input *input = request->input;
    if (facts->of_case != NULL)
        return facts->of_case->place;
    if (input->place != 0)
        return input->place;
    if (facts->institution != NULL)
        return facts->institution->division;
    if (facts->person != NULL && facts->person->person != NULL)
        return party_standing_on(facts->person, (struct text){ 0 },
                                 date_of_moment(request->at)).place;
    return request->actor->division;
}

/* Who gives it himself gives a mobile telephone, which can be told things; whom a clerk writes down
 * may have a telephone on the wall. */
static bool can_be_called(const struct request *request)
{
    const struct consult_ask_input *input = request->input;
    struct text phone = ident_phone(input->phone, request->arena);
    bool typed_in = (ROLE_BIT(request->actor->role) & ROLES_STAFF) != 0;
    return ident_mobile(phone) || (typed_in && ident_telephone(phone));
}

static bool ask_is_good(const struct request *request, const struct consult_ask_facts *facts,
                        struct decision *decision)
{
    const struct consult_ask_input *input = request->input;
    const struct actor *actor = request->actor;
    if (text_present(input->receipt) && !case_is_theirs(actor, facts->of_case))
        consult_refuse(decision, CONSULT_REFUSED_NO_CASE, "receipt");
    else if (text_present(input->matter)
             && matter_of(request->book, input->matter, request->arena) == NULL)
        consult_refuse(decision, CONSULT_REFUSED_NO_MATTER, "matter");
    else if (!consult_kind_exists(input->kind))
        consult_refuse(decision, CONSULT_REFUSED_NO_KIND, "kind");
    else if (actor->person == 0 && actor->unit == 0 && actor->institution == 0
             && !can_be_called(request))
        consult_refuse(decision, CONSULT_REFUSED_NO_CONTACT, "phone");
    return decision->refusal.key == NULL;
}

static struct text channel_of(const struct request *request)
{
    const struct consult_ask_input *input = request->input;
    if (request->actor->institution != 0)
        return TEXT("hospital");
    if (text_present(input->receipt))
        return TEXT("case");
    if ((ROLE_BIT(request->actor->role) & ROLES_STAFF) == 0)
        return TEXT("web");
    return text_is(input->channel, "phone") || text_is(input->channel, "counter")
        ? input->channel : TEXT("hotline");
}

static bool is_hotline(const struct request *request)
{
    return text_is(channel_of(request), "hotline");
}

static struct consult_ticket ticket_row(const struct request *request,
                                        const struct consult_ask_facts *facts,
                                        const struct staff_office *office, int64_t place)
{
    const struct consult_ask_input *input = request->input;
    const struct consult_prepared *prepared = request->prepared;
    const struct actor *actor = request->actor;
    int bucket = consult_bucket(office->office);
    struct consult_ticket row = {
        .bucket = bucket, .ticket = id_mint(request->minter, bucket), .office = office->office,
        .place = place, .channel = channel_of(request), .kind = input->kind,
        .matter = input->matter, .question = input->question, .person = actor->person,
        .unit = actor->unit, .institution = actor->institution,
        .name_sealed = prepared->name_sealed, .phone_sealed = prepared->phone_sealed,
        .their_number = is_hotline(request) ? input->their_number : (struct text){ 0 },
        .asked_at = request->at, .state = text_of(consult_state_name(CONSULT_OPEN)),
        .version = 1,
    };
    if (text_present(input->phone))
        row.phone_digest = party_digest("phone", ident_phone(input->phone, request->arena),
                                        request->arena);
    if (facts->of_case == NULL)
        return row;
    row.case_id = facts->of_case->case_id;
    row.matter = facts->of_case->matter;
    if (row.person == 0 && actor->unit == 0)
        row.person = facts->of_case->person;
    return row;
}

/* The names of a list, or the labels of its codes, with signs of enumeration between. */
static struct text joined(struct text all, struct text more, enum language language,
                          struct arena *arena)
{
    if (!text_present(more))
        return all;
    const char *sign = language == LANGUAGE_CHINESE ? "、" : ", ";
    return !text_present(all) ? more
        : arena_format(arena, "%.*s%s%.*s", TEXT_ARGS(all), sign, TEXT_ARGS(more));
}

/* LAW: JX4-2.5d: how the matter is done there: by which ways, with which papers. */
static struct text procedure_of(const struct request *request, const struct matter *matter,
                                int64_t place, enum language language)
{
    const struct matter_terms terms = matter_terms_at(request->book, matter, (int32_t)place);
    const struct matter_word *channels = terms.channels->items;
    const struct matter_material *materials = matter->materials.items;
    struct text details[3] = { { 0 } };
    /* The machine's own command is no way for people. */
    for (size_t i = 0; i < terms.channels->count; i++)
        if (!text_is(channels[i].word, "cli"))
            details[0] =
                joined(details[0], code_label("case_channel", channels[i].word, language),
                       language, request->arena);
    for (size_t i = 0; i < matter->materials.count; i++)
        if (!text_present(materials[i].from))
            details[1] = joined(details[1], language == LANGUAGE_CHINESE ? materials[i].zh
                                    : materials[i].en, language, request->arena);
    details[2] = language == LANGUAGE_CHINESE ? matter->guide.zh : matter->guide.en;
    struct builder builder = builder_over(arena_take(request->arena, 4000), 4000);
    words_write(&builder, "consult.told.procedure", language, details, 3);
    return builder_text(&builder);
}

static void ask_decide(const struct request *request, const void *facts,
                       struct decision *decision)
{
    const struct consult_ask_facts *found = facts;
    CHECK(request->prepared != NULL);
    if (!ask_is_good(request, found, decision))
        return;
    int64_t place = place_of(request, found);
    const struct staff_office *office = staff_office_for(found->offices, place, "agency");
    if (office == NULL) {
        consult_refuse(decision, CONSULT_REFUSED_NO_OFFICE, "place");
        return;
    }
    struct consult_ticket row = ticket_row(request, found, office, place);
    const struct consult_terms *terms =
        consult_terms_on(request->book, (int32_t)place, date_of_moment(request->at));
    if (terms != NULL)
        row.due_at = consult_due(request->book, date_of_moment(request->at),
                                 terms->answer_working_days);
    decision_insert(decision, &consult_ticket_table, &row);
    if (row.due_at.ms != 0)
        task_timer_set(decision, consult_escalate_action.name, row.ticket, row.due_at);
    decision->subject = row.ticket;
    struct consult_asked *asked = decision->outcome;
    *asked = (struct consult_asked){ .ticket = row.ticket, .office = row.office, .place = place,
        .due_at = row.due_at, .matter = row.matter, .office_name = office->name,
        .office_phone = office->phone };
    const struct matter *matter = matter_of(request->book, row.matter, request->arena);
    if (matter != NULL) {
        asked->guide_zh = procedure_of(request, matter, place, LANGUAGE_CHINESE);
        asked->guide_en = procedure_of(request, matter, place, LANGUAGE_ENGLISH);
    }
}

#define ASK(member_) AT(struct consult_ask_input, member_)
static const struct field ask_fields[] = {
    { "question", NULL, FIELD_TEXT, FIELD_REQUIRED, ASK(question), 2000,
      .help = "consult.field.question" },
    { "kind", NULL, FIELD_TEXT, FIELD_REQUIRED, ASK(kind), 20, .help = "consult.field.kind" },
    { "place", NULL, FIELD_COUNT, 0, ASK(place), .help = "consult.field.place" },
    { "matter", NULL, FIELD_TEXT, 0, ASK(matter), 60, .help = "consult.field.matter" },
    { "receipt", NULL, FIELD_TEXT, 0, ASK(receipt), 40, .help = "consult.field.receipt" },
    { "channel", NULL, FIELD_TEXT, 0, ASK(channel), 20, .help = "consult.field.channel" },
    { "their_number", NULL, FIELD_TEXT, 0, ASK(their_number), 40,
      .help = "consult.field.their-number" },
    { "name", NULL, FIELD_TEXT, FIELD_PRIVATE, ASK(name), 40, .help = "consult.field.name" },
    { "phone", NULL, FIELD_TEXT, FIELD_PRIVATE, ASK(phone), 20, .help = "consult.field.phone" },
};
static const struct shape ask_shape =
    SHAPE("consult_ask", struct consult_ask_input, ask_fields);
#define ASKED(member_) AT(struct consult_asked, member_)
static const struct field asked_fields[] = {
    { "ticket", NULL, FIELD_ID, 0, ASKED(ticket), .help = "consult.field.ticket" },
    { "office", NULL, FIELD_ID, 0, ASKED(office) },
    { "place", NULL, FIELD_COUNT, 0, ASKED(place), .help = "consult.field.place" },
    { "due_at", NULL, FIELD_MOMENT, FIELD_SPARSE, ASKED(due_at),
      .help = "consult.field.due-at" },
    { "matter", NULL, FIELD_TEXT, FIELD_SPARSE, ASKED(matter), 60,
      .help = "consult.field.matter" },
    { "office_name", NULL, FIELD_TEXT, 0, ASKED(office_name), 200 },
    { "office_phone", NULL, FIELD_TEXT, FIELD_SPARSE, ASKED(office_phone), 100,
      .help = "consult.field.office-phone" },
    { "guide_zh", NULL, FIELD_TEXT, FIELD_SPARSE, ASKED(guide_zh), 2000,
      .help = "consult.field.guide" },
    { "guide_en", NULL, FIELD_TEXT, FIELD_SPARSE, ASKED(guide_en), 2000,
      .help = "consult.field.guide" },
};
static const struct shape asked_shape =
    SHAPE("consult_asked", struct consult_asked, asked_fields);
static const struct shape ask_facts_shape =
    { .name = "consult_ask_facts", .size = sizeof(struct consult_ask_facts) };

const struct action consult_ask_action = {
    .name = "consult.ask", .method = "POST", .path = "/api/v1/questions",
    .flags = ACTION_ONCE | ACTION_ONE_BY_ONE | ACTION_PUBLIC | ACTION_PREPARES_ALONE,
    .input = &ask_shape,
    .facts = &ask_facts_shape, .outcome = &asked_shape, .answer = &asked_shape,
    .help = "consult.help.ask", .keys = ask_keys, .gather = ask_gather, .decide = ask_decide,
    .prepare = ask_prepare, .prepared_size = sizeof(struct consult_prepared),
};
