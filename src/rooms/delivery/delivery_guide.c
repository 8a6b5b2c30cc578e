/* delivery_guide.c: a published notice goes to every institution of a place, and each one's reading
 * is listed; and to the inbox of every unit there; a page a call. LAW: BJ4-H2 */

#include "rooms/delivery/delivery_tell.h"

#include "base/check.h"
#include "core/book.h"
#include "core/divisions.h"
#include "rooms/party/party.h"

struct guide_input {
    int64_t document, division;
    bool units;                 /* these, and not the institutions */
    int64_t after;              /* to go on from */
};
struct guide_facts {
    const struct list *receivers, *institutions, *units;
    const struct message_row **told;    /* each unit of the page; NULL: it was not */
};
struct guided { int64_t sent, after; };

/* Those of a place that have not got the document yet, as many as one decision sends to. */
#define GUIDED_A_CALL 500
struct unguided_key { int64_t bucket, document, division, division_until; };
static const struct field unguided_key_fields[] = {
    FIELD(struct unguided_key, bucket, FIELD_COUNT, .flags = FIELD_REQUIRED),
    FIELD(struct unguided_key, document, FIELD_ID, .flags = FIELD_REQUIRED),
    FIELD(struct unguided_key, division, FIELD_COUNT, .flags = FIELD_REQUIRED),
    FIELD(struct unguided_key, division_until, FIELD_COUNT, .flags = FIELD_REQUIRED),
};
static const struct shape unguided_key_shape =
    SHAPE("delivery_unguided_key", struct unguided_key, unguided_key_fields);
const struct query delivery_institutions_unguided = {
    .name = "delivery.institutions-unguided", .from = "institution",
    .where = "division BETWEEN {division} AND {division_until} AND NOT EXISTS (SELECT 1"
             " FROM notice_receiver AS r WHERE r.bucket = {bucket} AND r.document = {document}"
             " AND r.receiver = institution.institution)",
    .order = "code", .key = &unguided_key_shape, .row = &party_institution_public_shape,
    .columns = PARTY_INSTITUTION_PUBLIC_COLUMNS, .row_max = GUIDED_A_CALL, .page = true,
    .guard = GUARD_DECISION,
};

/* Whether they have it from an earlier call. */
static bool gather_told(struct gather *gather, int64_t document, struct guide_facts *found)
{
    const struct party_unit *units = found->units->items;
    bool complete = true;
    found->told = ARENA_ARRAY(gather->arena, const struct message_row *, found->units->count + 1);
    for (size_t i = 0; i < found->units->count; i++) {
        const struct message_about_key key = { id_bucket(units[i].unit), units[i].unit,
                                               TEXT("delivery.message.notice"), document };
        const void *row = NULL;
        complete &= gather_one(gather, &message_of_unit_about, &key, &row);
        found->told[i] = row;
    }
    return complete;
}

static bool gather_guide(struct gather *gather, const struct request *request, void *facts)
{
    const struct guide_input *input = request->input;
    struct guide_facts *found = facts;
    const struct notice_document_key key = { NOTICE_BUCKET, input->document };
    const struct unguided_key unguided = {
        NOTICE_BUCKET, input->document, input->division,
        division_last_code((int32_t)input->division),
    };
    found->receivers = gather_want(gather, &notice_receivers_of, &key);
    found->institutions = gather_want(gather, &delivery_institutions_unguided, &unguided);
    const struct party_units_key units = { input->division, unguided.division_until,
                                           input->after };
    found->units = gather_want(gather, &party_units_within, &units);
    return found->receivers != NULL && found->institutions != NULL && found->units != NULL
        && (!input->units || gather_told(gather, input->document, found));
}

static void send_to(const struct request *request, const struct notice_receiver *like,
                    int64_t institution, struct decision *decision)
{
    const struct guide_input *input = request->input;
    const struct notice_receiver row = {
        .bucket = NOTICE_BUCKET, .document = input->document, .receiver = institution,
        .kind = TEXT("institution"), .why = TEXT("guidance"), .number = like->number,
        .title = like->title, .sent_at = request->at,
    };
    const struct message_row about = {
        .institution = institution, .kind = TEXT("delivery.message.notice"),
        .subject = input->document, .reference = like->number,
    };
    const struct text details[3] = { like->number, { 0 }, { 0 } };
    decision_insert(decision, &notice_receiver_table, &row);
    message_send(decision, &about, details, details);
}

/* Who has read it is asked of institutions alone: a unit is told once, and no list is kept. */
static struct guided tell_units(const struct request *request, const struct guide_facts *found,
                                struct decision *decision)
{
    const struct guide_input *input = request->input;
    const struct notice_receiver *like = found->receivers->items;
    const struct party_unit *rows = found->units->items;
    const struct text details[3] = { like->number, { 0 }, { 0 } };
    struct guided told = { 0 };
    for (size_t i = 0; i < found->units->count; i++) {
        struct date until = rows[i].valid_until;
        if (until.yyyymmdd != 0 && date_compare(until, date_of_moment(request->at)) < 0)
            continue;
        if (found->told[i] != NULL)
            continue;
        const struct message_row about = {
            .unit = rows[i].unit, .kind = TEXT("delivery.message.notice"),
            .subject = input->document, .reference = like->number,
        };
        message_send(decision, &about, details, details);
        told.sent++;
    }
    if (found->units->count == PARTY_UNITS_PAGE)
        told.after = rows[found->units->count - 1].unit;
    return told;
}

static void decide_guide(const struct request *request, const void *facts,
                         struct decision *decision)
{
    const struct guide_input *input = request->input;
    const struct guide_facts *found = facts;
    const struct divisions *divisions = book_divisions(request->book);
    if (!request->actor->scope.everything
        && !division_is_within(divisions, (int32_t)input->division, request->actor->division)) {
        decision_refuse(decision, "notice.refused.out-of-place", "division");
        return;
    }
    /* Offices got it when it was published: what was not published has no receivers. */
    if (found->receivers->count == 0) {
        decision_refuse(decision, "notice.refused.no-such-document", "document");
        return;
    }
    decision->subject = input->document;
    struct guided *told = decision->outcome;
    if (input->units) {
        *told = tell_units(request, found, decision);
        return;
    }
    const struct party_institution_public *rows = found->institutions->items;
    for (size_t i = 0; i < found->institutions->count; i++)
        send_to(request, found->receivers->items, rows[i].institution, decision);
    told->sent = (int64_t)found->institutions->count;
    /* Where it goes on is known by who has it: any number but none says that it does. */
    if (told->sent == GUIDED_A_CALL)
        told->after = rows[GUIDED_A_CALL - 1].institution;
}

static const struct field input_fields[] = {
    { "document", NULL, FIELD_ID, FIELD_REQUIRED, AT(struct guide_input, document),
      .help = "notice.field.document" },
    { "division", NULL, FIELD_COUNT, FIELD_REQUIRED, AT(struct guide_input, division),
      .help = "notice.field.place" },
    { "units", NULL, FIELD_FLAG, 0, AT(struct guide_input, units),
      .help = "delivery.field.units" },
    { "after", NULL, FIELD_ID, 0, AT(struct guide_input, after), .help = "clear.field.after" },
};
static const struct shape input_shape =
    SHAPE("delivery_guide", struct guide_input, input_fields);
static const struct shape facts_shape =
    { .name = "delivery_guide_facts", .size = sizeof(struct guide_facts) };
static const struct field sent_fields[] = {
    { "sent", NULL, FIELD_COUNT, 0, AT(struct guided, sent), .help = "notice.told.receivers" },
    { "after", NULL, FIELD_ID, FIELD_SPARSE, AT(struct guided, after),
      .help = "clear.field.after" },
};
static const struct shape sent_shape =
    SHAPE("delivery_guided", struct guided, sent_fields);

static void guide_keys(const struct request *request, struct keys *keys)
{
    keys_add(keys, ((const struct guide_input *)request->input)->document);
}

const struct action delivery_guide_action = {
    .name = "delivery.guide", .method = "POST",
    .path = "/api/v1/notice-documents/{document}/guidance",
    .flags = ACTION_ONCE,
    .input = &input_shape, .facts = &facts_shape, .outcome = &sent_shape,
    .answer = &sent_shape, .help = "delivery.help.guide",
    .next_page = { { "after", "after" } }, .keys = guide_keys,
    .gather = gather_guide, .decide = decide_guide,
};
