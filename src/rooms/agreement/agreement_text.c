/* agreement_text.c: the pure part of a text: its digests and seal, what it says, until when it is
 * to be signed, and how it is issued. See agreement_text.h. */

#include "rooms/agreement/agreement_text.h"

#include "base/check.h"
#include "base/digest.h"
#include "base/sm.h"
#include "core/book.h"
#include "core/measure_answer.h"
#include "core/measure_words.h"
#include "rooms/message/message_facts.h"
#include "rooms/notice/notice_facts.h"
#include "rooms/staff/staff.h"

/* ---- digests and the seal ---- */

/* Set once at start; read-only. */
static const struct sm2_key *seal_key;

void agreement_use_seal(const struct sm2_key *key)
{
    seal_key = key;
}

static void add(struct digest_run *run, struct text text)
{
    digest_add_int(run, (int64_t)text.length);
    digest_add(run, text);
}

static struct text ended(struct digest_run *run, struct arena *arena)
{
    const struct digest digest = digest_end(run);
    return hex_encode(arena, digest_text(&digest));
}

static struct text digest_of(const struct agreement_text *row, struct arena *arena)
{
    struct digest_run run;
    digest_begin(&run);
    const int64_t numbers[] = { row->institution, row->agreement, row->text, row->place,
                                row->holds_from.yyyymmdd, row->holds_until.yyyymmdd,
                                row->sign_by.yyyymmdd, row->made_at.ms };
    for (size_t i = 0; i < COUNT_OF(numbers); i++)
        digest_add_int(&run, numbers[i]);
    add(&run, row->kind);
    add(&run, row->number);
    add(&run, row->under);
    add(&run, row->body_zh);
    add(&run, row->body_en);
    return ended(&run, arena);
}

static struct text signed_digest_of(const struct agreement_text *row, struct arena *arena)
{
    struct digest_run run;
    digest_begin(&run);
    digest_add_int(&run, row->signed_at.ms);
    digest_add_int(&run, row->signed_on.yyyymmdd);
    digest_add_int(&run, row->signed_by);
    add(&run, row->digest);
    add(&run, row->signer);
    add(&run, row->signed_how);
    add(&run, row->scan);
    return ended(&run, arena);
}

static struct text countersigned_digest_of(const struct agreement_text *row, struct arena *arena)
{
    struct digest_run run;
    digest_begin(&run);
    digest_add_int(&run, row->countersigned_at.ms);
    digest_add_int(&run, row->countersigned_by);
    add(&run, row->signed_digest);
    return ended(&run, arena);
}

void agreement_text_close(struct agreement_text *row, struct arena *arena)
{
    row->digest = digest_of(row, arena);
    row->signed_digest = row->signed_at.ms == 0 ? (struct text){ 0 }
                                                : signed_digest_of(row, arena);
    row->countersigned_digest = row->countersigned_at.ms == 0
        ? (struct text){ 0 } : countersigned_digest_of(row, arena);
    row->seal = (struct text){ 0 };
    row->sealed_at = (struct moment){ 0 };
}

bool agreement_text_is_whole(const struct agreement_text *row, struct arena *arena)
{
    struct agreement_text again = *row;
    agreement_text_close(&again, arena);
    return text_equal(again.digest, row->digest)
        && text_equal(again.signed_digest, row->signed_digest)
        && text_equal(again.countersigned_digest, row->countersigned_digest);
}

struct text agreement_seal_text(const struct agreement_text *row, struct arena *arena)
{
    struct text last = text_present(row->countersigned_digest) ? row->countersigned_digest
        : text_present(row->signed_digest) ? row->signed_digest : row->digest;
    return arena_format(arena, "%.*s %.*s", TEXT_ARGS(row->number), TEXT_ARGS(last));
}

struct text agreement_seal_made(const struct agreement_text *row, struct arena *arena)
{
    CHECK(seal_key != NULL);
    return sm2_sign_hex(seal_key, agreement_seal_text(row, arena), arena);
}

bool agreement_text_is_sealed(const struct agreement_text *row, struct arena *arena)
{
    return seal_key != NULL && text_present(row->seal) && agreement_text_is_whole(row, arena)
        && sm2_verify_hex(seal_key, agreement_seal_text(row, arena), row->seal, arena);
}

/* ---- facts ---- */

bool agreement_gather_texts(struct gather *gather, int64_t institution,
                            struct agreement_text_facts *found)
{
    const struct agreement_of_key key = { id_bucket(institution), institution };
    const struct party_institution_key of = { id_bucket(institution), institution };
    const struct staff_bucket_key offices = { STAFF_BUCKET };
    const void *row = NULL;
    bool complete = notice_gather_events(gather, &found->events);
    complete &= gather_one(gather, &party_institution_by_id, &of, &row);
    found->institution = row;
    found->rows = gather_want(gather, &agreements_of, &key);
    found->texts = gather_want(gather, &agreement_texts_of, &key);
    found->offices = gather_want(gather, &staff_offices_all, &offices);
    return complete && found->rows != NULL && found->texts != NULL && found->offices != NULL;
}

static const struct agreement_terms *terms_on(const struct request *request, int64_t place)
{
    const struct question question = { .about = agreement_terms_rule.about,
                                       .place = (int32_t)place,
                                       .day = date_of_moment(request->at) };
    const struct rule *rule = NULL;
    return rules_on(request->book, &question, &rule) == RULE_FOUND ? rule->payload : NULL;
}

/* ---- until when it is to be signed ---- */

static const struct measure *made_up_by(const struct request *request,
                                        const struct agreement_text_facts *found,
                                        const char *matter)
{
    struct measure_fact facts[2];
    size_t count = 0;
    if (found->institution->designated_epidemic) {
        facts[count++] = (struct measure_fact){ "institutions.task", TEXT("covid-treatment") };
        facts[count++] = (struct measure_fact){ "institutions.status", TEXT("covid-designated") };
    }
    struct date today = date_of_moment(request->at);
    const struct measure_question question = {
        .verb = VERB_TOLERATE, .place = (int32_t)found->institution->division,
        .applicant = TEXT("institution"), .matter = text_of(matter), .thing = TEXT("signature"),
        .facts = facts, .fact_count = count, .day = today, .known = today,
        .events = found->events,
    };
    return measure_tolerated(request->book, &question, TEXT("debt"), request->arena);
}

/* As it stands in the book of today. */
static const struct measure *measure_named(const struct book *book, struct text name)
{
    size_t count;
    const struct measure *const *measures = book_measures(book, &count);
    for (size_t i = 0; text_present(name) && i < count; i++)
        if (measure_is_called(measures[i], name)
            && date_compare(measures[i]->known_until, DATE_LATEST) == 0)
            return measures[i];
    return NULL;
}

struct agreement_to_sign agreement_to_sign_of(const struct request *request, struct events events,
                                        const struct agreement_text *row)
{
    const struct measure *measure = measure_named(request->book, row->under);
    struct agreement_to_sign owed = { .due = row->sign_by };
    if (measure != NULL) {
        const struct vocabulary *words = book_vocabulary(request->book);
        const struct measure_point *due = &measure->later.due;
        owed.clauses = measure->cites;
        if (!measure_point_day(request->book, due, events, (int32_t)row->place,
                               (struct moment){ 0 }, &owed.due)) {
            owed.due = DATE_NONE;
            owed.waits_zh = vocabulary_say(words, "events", due->event, LANGUAGE_CHINESE);
            owed.waits_en = vocabulary_say(words, "events", due->event, LANGUAGE_ENGLISH);
        }
    }
    owed.late = text_is(row->state, "issued") && owed.due.yyyymmdd != 0
        && date_compare(date_of_moment(request->at), owed.due) > 0;
    return owed;
}

/* ---- what it says ---- */

#define AROUND_BYTES 4096       /* what stands around articles or words: names, days, sentences */
#define BEFORE_ARTICLE_BYTES 40

struct writing {
    const struct request *request;
    const struct agreement_text *row;
    const struct agreement_text_facts *found;
    const struct agreement_terms *terms;    /* NULL: of a supplement */
    struct text words;
};

static struct text day_text(struct date day, struct arena *arena)
{
    return arena_format(arena, "%04d-%02d-%02d", date_year(day), date_month(day), date_day(day));
}

static void line(struct builder *builder, const char *key, enum language language,
                 struct text detail0, struct text detail1)
{
    const struct text details[] = { detail0, detail1 };
    if (builder->length > 0)
        builder_add_char(builder, '\n');
    words_write(builder, key, language, details, 2);
}

static void write_articles(struct builder *builder, const struct writing *writing,
                          enum language language)
{
    const struct agreement_article *articles = writing->terms->articles.items;
    for (size_t i = 0; i < writing->terms->articles.count; i++)
        line(builder, "agreement.text.article", language,
             arena_format(writing->request->arena, "%zu", i + 1),
             language == LANGUAGE_CHINESE ? articles[i].zh : articles[i].en);
}

static size_t body_bytes(const struct writing *writing, enum language language)
{
    size_t bytes = AROUND_BYTES + writing->words.length;
    if (writing->terms == NULL)
        return bytes;
    const struct agreement_article *articles = writing->terms->articles.items;
    for (size_t i = 0; i < writing->terms->articles.count; i++)
        bytes += BEFORE_ARTICLE_BYTES
            + (language == LANGUAGE_CHINESE ? articles[i].zh : articles[i].en).length;
    return bytes;
}

static struct text body(const struct writing *writing, enum language language)
{
    struct arena *arena = writing->request->arena;
    const struct agreement_text *row = writing->row;
    const struct staff_office *agency =
        staff_office_for(writing->found->offices, row->place, "agency");
    size_t most = body_bytes(writing, language);
    struct builder builder = builder_over(arena_take(arena, most), most);
    bool first = text_is(row->kind, "first");
    bool supplement = writing->terms == NULL;
    line(&builder, supplement ? "agreement.text.supplement" : "agreement.text.title", language,
         row->number, TEXT(""));
    line(&builder, "agreement.text.agency", language,
         agency == NULL ? TEXT("—") : agency->name, TEXT(""));
    line(&builder, "agreement.text.institution", language, writing->found->institution->name,
         writing->found->institution->code);
    line(&builder, supplement ? "agreement.text.from" : "agreement.text.days", language,
         day_text(row->holds_from, arena), day_text(row->holds_until, arena));
    if (supplement)
        line(&builder, "agreement.text.words", language, writing->words, TEXT(""));
    else
        write_articles(&builder, writing, language);
    line(&builder, text_present(row->under) ? "agreement.text.at-once"
                   : first ? "agreement.text.when-signed" : "agreement.text.by-both",
         language, TEXT(""), TEXT(""));
    CHECK(!builder.overflow);
    return builder_text(&builder);
}

/* ---- issuing ---- */

void agreement_tell(struct decision *decision, const struct agreement_text *row, bool office,
                    const char *key, struct text detail)
{
    const struct message_row about = {
        .institution = office ? 0 : row->institution, .office = office ? row->office : 0,
        .kind = text_of(key), .subject = row->text, .reference = row->number,
    };
    const struct text details[3] = { row->number, detail };
    if (about.institution != 0 || about.office != 0)
        message_send(decision, &about, details, details);
}

static void issue(const struct request *request, const struct agreement_text_facts *found,
                  const struct writing *writing, struct agreement_text *row,
                  struct decision *decision)
{
    struct date today = date_of_moment(request->at);
    const struct staff_office *agency =
        staff_office_for(found->offices, found->institution->division, "agency");
    row->bucket = id_bucket(row->institution);
    row->text = id_mint(request->minter, (int)row->bucket);
    row->number = arena_format(request->arena, "%.*s-%08d-%zu",
                               TEXT_ARGS(found->institution->code), (int)today.yyyymmdd,
                               found->texts->count + 1);
    row->place = found->institution->division;
    row->office = agency == NULL ? 0 : agency->office;
    row->made_at = request->at;
    row->made_by = request->actor->account;
    row->state = TEXT("issued");
    row->body_zh = body(writing, LANGUAGE_CHINESE);
    row->body_en = body(writing, LANGUAGE_ENGLISH);
    agreement_text_close(row, request->arena);
    decision_insert(decision, &agreement_text_table, row);
    struct agreement_to_sign owed = agreement_to_sign_of(request, found->events, row);
    bool dated = owed.due.yyyymmdd != 0;
    const char *key = !text_present(row->under) ? "agreement.message.issued"
        : dated ? "agreement.message.ahead" : "agreement.message.ahead-waits";
    agreement_tell(decision, row, false, key,
                   dated ? day_text(owed.due, request->arena) : TEXT(""));
    struct moment next = agreement_remind_next(owed.due, request->at);
    if (next.ms != 0)
        task_timer_set(decision, agreement_remind_action.name, row->text, next);
}

bool agreement_overlaps(const struct list *rows, struct date from, struct date until)
{
    const struct agreement *known = rows->items;
    for (size_t i = 0; i < rows->count; i++) {
        if (text_is(known[i].status, "rescinded") || text_is(known[i].status, "ended"))
            continue;
        bool before = until.yyyymmdd != 0 && date_compare(until, known[i].valid_from) < 0;
        bool after = known[i].valid_until.yyyymmdd != 0
            && date_compare(from, known[i].valid_until) > 0;
        if (!before && !after)
            return true;
    }
    return false;
}

/* NULL: it may. */
static const char *why_not(const struct request *request,
                           const struct agreement_text_facts *found, struct date from,
                           struct date until, const char **ret_field)
{
    *ret_field = "institution";
    if (!party_may_see_institution(request->actor, found->institution))
        return "agreement.refused.no-such-institution";
    if (found->texts->count >= AGREEMENT_TEXTS_MOST)
        return "agreement.refused.too-many-texts";
    *ret_field = "until";
    if (until.yyyymmdd != 0 && date_compare(until, from) < 0)
        return "agreement.refused.ends-before";
    *ret_field = "from";
    if (agreement_overlaps(found->rows, from, until))
        return "agreement.refused.overlaps";
    return NULL;
}

bool agreement_issue(const struct request *request, const struct agreement_text_facts *found,
                     const struct agreement_issuing *issuing, struct decision *decision,
                     int64_t *ret_agreement)
{
    const char *field;
    const char *refused = why_not(request, found, issuing->from, issuing->until, &field);
    const struct agreement_terms *terms =
        refused != NULL ? NULL : terms_on(request, found->institution->division);
    if (refused != NULL || terms == NULL) {
        decision_refuse(decision, refused != NULL ? refused : "agreement.refused.no-terms", field);
        return false;
    }
    int bucket = id_bucket(found->institution->institution);
    const struct measure *ahead = made_up_by(request, found, issuing->matter);
    const struct agreement row = {
        .bucket = bucket, .institution = found->institution->institution,
        .agreement = id_mint(request->minter, bucket),
        .valid_from = issuing->from, .valid_until = issuing->until,
        .status = ahead == NULL ? TEXT("unsigned") : TEXT("in-force"),
    };
    decision_insert(decision, &agreement_table, &row);
    struct agreement_text text = {
        .institution = row.institution, .agreement = row.agreement,
        .kind = text_of(issuing->kind), .holds_from = issuing->from,
        .holds_until = issuing->until, .cause = issuing->cause,
        .sign_by = date_plus_days(date_of_moment(request->at), (int)terms->sign_days),
    };
    if (ahead != NULL)
        text.under = arena_format(request->arena, "%.*s#%.*s", TEXT_ARGS(ahead->notice),
                                  TEXT_ARGS(ahead->ids.items[0]));
    const struct writing writing = { request, &text, found, terms, (struct text){ 0 } };
    issue(request, found, &writing, &text, decision);
    *ret_agreement = row.agreement;
    return true;
}

void agreement_issue_supplement(const struct request *request,
                                const struct agreement_text_facts *found,
                                const struct agreement *row, struct date from, struct text words,
                                struct decision *decision)
{
    const struct agreement_terms *terms = terms_on(request, found->institution->division);
    if (terms == NULL || found->texts->count >= AGREEMENT_TEXTS_MOST) {
        decision_refuse(decision, terms == NULL ? "agreement.refused.no-terms"
                                                : "agreement.refused.too-many-texts",
                        "institution");
        return;
    }
    struct agreement_text text = {
        .institution = row->institution, .agreement = row->agreement, .kind = TEXT("supplement"),
        .holds_from = from, .holds_until = row->valid_until,
        .sign_by = date_plus_days(date_of_moment(request->at), (int)terms->sign_days),
    };
    const struct writing writing = { request, &text, found, NULL, words };
    issue(request, found, &writing, &text, decision);
    struct agreement_texted *told = decision->outcome;
    *told = (struct agreement_texted){ text.text, text.state };
    decision->subject = row->institution;
}
