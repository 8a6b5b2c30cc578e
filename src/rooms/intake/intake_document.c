/* intake_document.c: the documents of a case: 受理通知书, 容缺受理通知书, 补正告知书, 不予受理通知书, 承诺书,
 * 办结通知, and the paper that was asked for. A document is a text that stays as it was written;
 * its digest is of number, moment and both languages, and a moment later the house's SM2 signature
 * stands beside it. */

#include "rooms/intake/intake_inside.h"

#include "base/check.h"
#include "base/digest.h"

#define BODY_BYTES 12000

struct writing {
    const struct request *request;
    struct text result;         /* what was found out; absent: nothing was asked */
    const struct intake_document_of *of;
    enum language language;
    struct builder builder;
};

static struct text in(const struct writing *writing, struct text zh, struct text en)
{
    return writing->language == LANGUAGE_CHINESE || !text_present(en) ? zh : en;
}

static void line(struct writing *writing, const char *key, struct text detail0,
                 struct text detail1, struct text detail2)
{
    const struct text details[] = { detail0, detail1, detail2 };
    if (writing->builder.length > 0)
        builder_add_char(&writing->builder, '\n');
    words_write(&writing->builder, key, writing->language, details, 3);
}

static struct text names(const struct writing *writing, const char *how)
{
    return intake_names(writing->of->matter, writing->of->papers, how, writing->language,
                        writing->request->arena);
}

/* ---- the kinds ---- */

static void write_limit(struct writing *writing)
{
    struct deadline_answer due;
    const struct intake_document_of *of = writing->of;
    if (intake_handling_due(writing->request, of->matter, of->row, of->events, &due)
        && due.state != DEADLINE_WAITING)
        line(writing, "intake.document.limit",
             intake_day_text(due.day, writing->request->arena), TEXT(""), TEXT(""));
    else
        line(writing, "intake.document.no-limit", TEXT(""), TEXT(""), TEXT(""));
    line(writing, "intake.document.look-up", of->row->receipt, TEXT(""), TEXT(""));
}

static void write_accepted(struct writing *writing)
{
    line(writing, "intake.document.accepted", TEXT(""), TEXT(""), TEXT(""));
    write_limit(writing);
}

static void write_owing(struct writing *writing)
{
    const struct intake_document_of *of = writing->of;
    struct list debts =
        intake_debts_of(writing->request, of->matter, of->papers, of->events);
    const struct intake_debt *items = debts.items;
    line(writing, "intake.document.owing", TEXT(""), TEXT(""), TEXT(""));
    for (size_t i = 0; i < debts.count; i++)
        line(writing, "intake.document.debt", in(writing, items[i].zh, items[i].en),
             in(writing, items[i].due_zh, items[i].due_en), items[i].basis);
    line(writing, "intake.document.consequence", TEXT(""), TEXT(""), TEXT(""));
    line(writing, "intake.document.waiver", TEXT(""), TEXT(""), TEXT(""));
    write_limit(writing);
}

static void write_supplement(struct writing *writing)
{
    line(writing, "intake.document.supplement", names(writing, "asked"), TEXT(""), TEXT(""));
    if (text_present(writing->of->row->reason))
        line(writing, "intake.document.reason", writing->of->row->reason, TEXT(""), TEXT(""));
    line(writing, "intake.document.supplement-how", TEXT(""), TEXT(""), TEXT(""));
}

static void write_not_accepted(struct writing *writing)
{
    line(writing, "intake.document.not-accepted", TEXT(""), TEXT(""), TEXT(""));
    line(writing, "intake.document.reason", writing->of->row->reason, TEXT(""), TEXT(""));
    line(writing, "intake.document.remedy", TEXT(""), TEXT(""), TEXT(""));
}

static void write_commitment(struct writing *writing)
{
    const struct matter *matter = writing->of->matter;
    line(writing, "intake.document.commitment", names(writing, "commitment"), TEXT(""),
         TEXT(""));
    line(writing, "intake.document.quoted",
         in(writing, matter->commitment.zh, matter->commitment.en), TEXT(""), TEXT(""));
    line(writing, "intake.document.commitment-checked", TEXT(""), TEXT(""), TEXT(""));
    line(writing, "intake.document.commitment-signed", writing->of->name,
         writing->of->row->channel, TEXT(""));
}

#define RESTING_TOLD 40         /* as many as a sheet has room for */

static struct text numbers_of(const struct intake_document_of *of, struct arena *arena)
{
    char bytes[RESTING_TOLD * 80];
    struct builder builder = builder_over(bytes, sizeof bytes);
    const struct intake_document *rows = of->resting->items;
    for (size_t i = 0; i < of->resting->count && i < RESTING_TOLD; i++) {
        builder_add(&builder, i == 0 ? TEXT("") : TEXT("、"));
        builder_add(&builder, rows[i].number);
    }
    builder_add(&builder, of->resting->count > RESTING_TOLD ? TEXT(" …") : TEXT(""));
    CHECK(!builder.overflow);
    return arena_text(arena, builder_text(&builder));
}

static void write_decided(struct writing *writing)
{
    const struct intake_document_of *of = writing->of;
    bool approved = text_is(of->row->verdict, "approved");
    bool revoked = text_is(of->row->verdict, "revoked");
    line(writing, approved ? "intake.document.approved" : revoked ? "intake.document.revoked"
                                                                  : "intake.document.refused",
         in(writing, of->matter->result.zh, of->matter->result.en), TEXT(""), TEXT(""));
    if (text_is(of->row->effect, "by-hand"))
        line(writing, "intake.document.by-hand", TEXT(""), TEXT(""), TEXT(""));
    if (text_present(of->row->reason))
        line(writing, "intake.document.reason", of->row->reason, TEXT(""), TEXT(""));
    if (revoked && of->resting != NULL && of->resting->count > 0)
        line(writing, "intake.document.void-too", numbers_of(of, writing->request->arena),
             TEXT(""), TEXT(""));
    if (approved && intake_open_count(of->papers, "owed") > 0)
        line(writing, "intake.document.still-owed", names(writing, "owed"), TEXT(""), TEXT(""));
    if (!approved)
        line(writing, "intake.document.remedy", TEXT(""), TEXT(""), TEXT(""));
}

/* The paper itself: what the register says of whom it is about. */
static void write_result(struct writing *writing)
{
    const struct intake_document_of *of = writing->of;
    line(writing, "intake.document.result",
         in(writing, of->matter->result.zh, of->matter->result.en), TEXT(""), TEXT(""));
    builder_add_char(&writing->builder, '\n');
    builder_add(&writing->builder, writing->result);
}

/* LAW: BJ22-2.3.2b BJ22-2.3.2c. The day it was taken beforehand is the day it counts by. */
static void write_pre_received(struct writing *writing)
{
    line(writing, "intake.document.pre-received", names(writing, "given"), TEXT(""), TEXT(""));
}

static const struct {
    const char *kind, *title, *mark;
    void (*write)(struct writing *writing);
} kinds[] = {
    { "accepted", "intake.document.title.accepted", "受", write_accepted },
    { "accepted-owing", "intake.document.title.accepted-owing", "容", write_owing },
    { "supplement", "intake.document.title.supplement", "补", write_supplement },
    { "not-accepted", "intake.document.title.not-accepted", "拒", write_not_accepted },
    { "commitment", "intake.document.title.commitment", "诺", write_commitment },
    { "decided", "intake.document.title.decided", "结", write_decided },
    { "pre-received", "intake.document.title.pre-received", "预", write_pre_received },
    { "result", "intake.document.title.result", "证", write_result },
};

static size_t kind_of(struct text kind)
{
    size_t at = 0;
    while (at < COUNT_OF(kinds) && !text_is(kind, kinds[at].kind))
        at++;
    return at;
}

struct text intake_document_title(struct text kind, enum language language)
{
    size_t at = kind_of(kind);
    return at == COUNT_OF(kinds) ? kind : words_of(kinds[at].title, language);
}

/* ---- writing one ---- */

static struct text body(const struct request *request, const struct intake_document_of *of,
                        size_t kind, enum language language)
{
    struct writing writing = { .request = request, .of = of, .language = language };
    if (kinds[kind].write == write_result)
        writing.result = intake_result_text(of->told, of->answer, language, request->arena);
    size_t bytes = BODY_BYTES + writing.result.length;
    writing.builder = builder_over(arena_take(request->arena, bytes), bytes);
    line(&writing, "intake.document.to", of->name, TEXT(""), TEXT(""));
    if (kinds[kind].write != write_commitment)
        line(&writing, "intake.document.came",
             intake_day_text(date_of_moment(of->row->received_at), request->arena),
             in(&writing, of->matter->zh, of->matter->en), of->row->receipt);
    kinds[kind].write(&writing);
    if (of->agency != NULL)
        line(&writing, "intake.document.agency", of->agency->name, intake_phone(of->agency),
             TEXT(""));
    CHECK(!writing.builder.overflow);
    return builder_text(&writing.builder);
}

struct text intake_document_digest(const struct intake_document *document, struct arena *arena)
{
    struct digest_run run;
    const struct text *texts[] = { &document->number, &document->kind, &document->body_zh,
                                   &document->body_en };
    digest_begin(&run);
    digest_add_int(&run, document->at.ms);
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        digest_add_int(&run, (int64_t)texts[i]->length);
        digest_add(&run, *texts[i]);
    }
    struct digest digest = digest_end(&run);
    return hex_encode(arena, digest_text(&digest));
}

/* Who sent it over the net sees it there at once, and that is service; others are sent it, and who
 * sends it writes down how. */
static bool served_at_once(struct text channel)
{
    static const char *const there[] = { "web", "mobile", "portal", "batch", "hospital", "cli" };
    for (size_t i = 0; i < COUNT_OF(there); i++)
        if (text_is(channel, there[i]))
            return true;
    return false;
}

static int made_before(const struct decision *decision)
{
    int count = 0;
    for (const struct change *at = decision->changes; at != NULL; at = at->next)
        count += at->table == &intake_document_table && at->kind == CHANGE_INSERT;
    return count;
}

void intake_document_make(struct decision *decision, const struct intake_document_of *of,
                          const char *kind)
{
    const struct request *request = decision->request;
    size_t which = kind_of(text_of(kind));
    CHECK(which < COUNT_OF(kinds));
    if (!text_present(of->name) || of->matter == NULL)
        return;
    struct intake_document document = {
        .bucket = of->row->bucket, .case_id = of->row->case_id,
        .document = id_mint(request->minter, (int)of->row->bucket), .kind = text_of(kind),
        .number = arena_format(request->arena, "%s %.*s-%d", kinds[which].mark,
                               TEXT_ARGS(of->row->receipt),
                               (int)of->before + made_before(decision) + 1),
        .at = request->at, .office = of->row->office,
        .body_zh = body(request, of, which, LANGUAGE_CHINESE),
        .body_en = body(request, of, which, LANGUAGE_ENGLISH), .version = 1,
    };
    if (served_at_once(of->row->channel)) {
        document.served_how = TEXT("online");
        document.served_at = request->at;
    }
    document.digest = intake_document_digest(&document, request->arena);
    decision_insert(decision, &intake_document_table, &document);
}

void intake_documents_after(struct decision *decision, const struct intake_document_of *of,
                            enum case_event event)
{
    static const char *const made[CASE_EVENTS] = {
        [CASE_FILE_COMPLETE] = "accepted", [CASE_ACCEPT] = "accepted",
        [CASE_DEEM] = "accepted", [CASE_FILE_OWING] = "accepted-owing",
        [CASE_NO_ANSWER] = "accepted-owing",
        [CASE_ACCEPT_OWING] = "accepted-owing", [CASE_DEEM_OWING] = "accepted-owing",
        [CASE_LAST_PAPER_OWING] = "accepted-owing", [CASE_ASK_SUPPLEMENT] = "supplement",
        [CASE_TURN_AWAY] = "not-accepted", [CASE_APPROVE] = "decided",
        [CASE_REFUSE] = "decided", [CASE_REVOKE] = "decided",
    };
    /* A supplement that came whole is an acceptance; the last of what was owed is not. */
    bool whole = event == CASE_LAST_PAPER && text_is(of->row->state, "accepted")
        && of->row->asked_at.ms != 0 && of->row->supplied_at.ms == decision->request->at.ms;
    const char *kind = whole ? "accepted" : made[event];
    if (kind != NULL)
        intake_document_make(decision, of, kind);
    if (event == CASE_APPROVE && of->answer != NULL)
        intake_document_make(decision, of, "result");
}

struct intake_document_of intake_document_facts(const struct matter *matter,
                                                const struct intake_case *row,
                                                const struct intake_case_facts *found,
                                                const struct list *papers)
{
    return (struct intake_document_of){
        .matter = matter, .row = row, .name = intake_whose_name(found), .agency = found->agency,
        .papers = papers, .before = found->documents == NULL ? 0 : found->documents->count,
        .events = found->events,
    };
}
