/* intake_say.c: what people are told of their case in a short message: what happened, until when,
 * what to do, and whom to call. */

#include "rooms/intake/intake_inside.h"

#include "base/check.h"

#include <string.h>

struct text intake_sentence(const char *key, enum language language, const struct text *details,
                            int count, struct arena *arena)
{
    struct builder builder = builder_over(arena_take(arena, 1000), 1000);
    words_write(&builder, key, language, details, count);
    CHECK(!builder.overflow);
    return builder_text(&builder);
}

struct text intake_day_text(struct date day, struct arena *arena)
{
    return arena_format(arena, "%04d-%02d-%02d", date_year(day), date_month(day), date_day(day));
}

struct text intake_names(const struct matter *matter, const struct list *papers, const char *how,
                         enum language language, struct arena *arena)
{
    const struct intake_paper *rows = papers->items;
    struct text all = { "", 0 };
    for (size_t i = 0; i < papers->count; i++) {
        if (!intake_paper_is_open(&rows[i], how))
            continue;
        const struct matter_material *material =
            matter == NULL ? NULL : matter_material_of(matter, rows[i].material);
        struct text name = material == NULL ? rows[i].material
            : language == LANGUAGE_CHINESE ? material->zh : material->en;
        all = arena_format(arena, "%.*s%s%.*s", TEXT_ARGS(all),
                           all.length == 0 ? "" : language == LANGUAGE_CHINESE ? "；" : "; ",
                           TEXT_ARGS(name));
    }
    return all;
}

struct text intake_phone(const struct staff_office *agency)
{
    return agency == NULL || !text_present(agency->phone) || text_is(agency->phone, "-")
        ? TEXT("12393") : agency->phone;
}

void intake_say(struct decision *decision, const struct intake_case *row, const char *key,
                const struct text zh[3], const struct text en[3])
{
    const struct message_row about = {
        .person = row->person, .kind = text_of(key), .subject = row->case_id,
        .reference = row->receipt,
    };
    if (row->person != 0)
        message_send(decision, &about, zh, en);
    /* The employer or institution that applied is told as well. */
    struct message_row applied = about;
    applied.person = 0;
    applied.unit = row->institution == 0 ? row->unit : 0;
    applied.institution = row->institution;
    if (applied.unit != 0 || applied.institution != 0)
        message_send(decision, &applied, zh, en);
}

/* What comes first of "first；more"; more is left out where it would push out something else. */
static struct text first_of(struct text text, const char *mark)
{
    size_t length = strlen(mark), end = 0;
    while (end < text.length
           && !text_starts(text_slice(text, end, text.length), (struct text){ mark, length }))
        end++;
    return text_slice(text, 0, end);
}

/* As a short message calls it: which paper of which application, without what explains it on a
 * screen ("（隔离通知、交通停运等）"). Where both are too long, the paper's name is cut: of which
 * application it is cannot be guessed. */
static struct text paper_of(const struct matter *matter, struct text name,
                            enum language language, size_t room, struct arena *arena)
{
    const char *explains = language == LANGUAGE_CHINESE ? "（" : " (";
    if (first_of(name, explains).length > 0)
        name = first_of(name, explains);
    if (matter == NULL)
        return name;
    struct text of = language == LANGUAGE_CHINESE ? matter->zh : matter->en;
    if (text_ends(of, text_of(language == LANGUAGE_CHINESE ? "）" : ")")))
        of = first_of(of, explains);
    struct text details[] = { name, of };
    struct text both =
        intake_sentence("intake.message.paper-of", language, details, 2, arena);
    size_t says = text_characters(both), has = text_characters(name);
    if (says <= room || has <= says - room)
        return both;
    details[0] = message_cut(name, has - (says - room), arena);
    return intake_sentence("intake.message.paper-of", language, details, 2, arena);
}

void intake_say_debt(struct decision *decision, const struct intake_case *row,
                     const struct matter *matter, const struct intake_debt *debt,
                     const struct staff_office *agency, const char *key)
{
    struct arena *arena = decision->request->arena;
    struct text phone = intake_phone(agency);
    bool dated = strcmp(key, "intake.message.debt") != 0;
    struct text day = dated ? intake_day_text(debt->due, arena) : (struct text){ 0 };
    struct text zh[3] = { { 0 }, dated ? day : debt->due_zh, phone };
    struct text en[3] = { { 0 }, dated ? day : first_of(debt->due_en, ";"), phone };
    struct text whole = paper_of(matter, debt->zh, LANGUAGE_CHINESE, SIZE_MAX, arena);
    if (!dated && text_characters(whole) > message_left(key, LANGUAGE_CHINESE, zh, arena))
        zh[1] = first_of(debt->due_zh, "；");
    zh[0] = paper_of(matter, debt->zh, LANGUAGE_CHINESE,
                     message_left(key, LANGUAGE_CHINESE, zh, arena), arena);
    en[0] = paper_of(matter, debt->en, LANGUAGE_ENGLISH,
                     message_left(key, LANGUAGE_ENGLISH, en, arena), arena);
    intake_say(decision, row, key, zh, en);
}

/* LAW: JX4-2.4g: at its birth a debt says until when, and what follows if it is not paid in. */
void intake_say_debts(struct decision *decision, const struct intake_document_of *of)
{
    const struct request *request = decision->request;
    const struct intake_paper *rows = of->papers->items;
    for (size_t i = 0; i < of->papers->count; i++) {
        if (!intake_paper_is_open(&rows[i], "owed"))
            continue;
        struct intake_debt debt =
            intake_debt_of(request, of->matter, &rows[i], of->events, NULL);
        intake_say_debt(decision, of->row, of->matter, &debt, of->agency, "intake.message.debt");
        intake_remind_from(decision, &rows[i], debt.due);
    }
}

void intake_say_step(struct decision *decision, const struct intake_document_of *of,
                     enum case_event event)
{
    static const char *const keys[CASE_EVENTS] = {
        [CASE_FILE] = "intake.message.received", [CASE_ACCEPT] = "intake.message.accepted",
        [CASE_FILE_COMPLETE] = "intake.message.accepted",
        [CASE_DEEM] = "intake.message.accepted",
        [CASE_ASK_SUPPLEMENT] = "intake.message.supplement",
        [CASE_LAST_PAPER] = "intake.message.paper-in",
        [CASE_TURN_AWAY] = "intake.message.not-accepted",
        [CASE_APPROVE] = "intake.message.approved", [CASE_REFUSE] = "intake.message.refused",
        [CASE_REVOKE] = "intake.message.revoked", [CASE_REOPEN] = "intake.message.reopened",
        [CASE_REOPEN_OWING] = "intake.message.reopened",
        [CASE_UPHOLD] = "intake.message.upheld", [CASE_WITHDRAW] = "intake.message.withdrawn",
    };
    struct arena *arena = decision->request->arena;
    bool debts = event == CASE_FILE_OWING || event == CASE_ACCEPT_OWING
        || event == CASE_DEEM_OWING || event == CASE_LAST_PAPER_OWING;
    if (debts)
        intake_say_debts(decision, of);
    if (keys[event] == NULL || of->matter == NULL)
        return;
    bool asks = event == CASE_ASK_SUPPLEMENT;
    const struct text zh[3] = {
        asks ? intake_names(of->matter, of->papers, "asked", LANGUAGE_CHINESE, arena)
             : of->matter->zh, of->row->receipt, intake_phone(of->agency),
    };
    const struct text en[3] = {
        asks ? intake_names(of->matter, of->papers, "asked", LANGUAGE_ENGLISH, arena)
             : of->matter->en, of->row->receipt, intake_phone(of->agency),
    };
    /* LAW: LY22-L3j: who did not apply hears why there is a case, and how to have none. */
    const char *key = event == CASE_FILE_COMPLETE && text_is(of->row->channel, "unasked")
        ? "intake.message.unasked" : keys[event];
    intake_say(decision, of->row, key, zh, en);
}
