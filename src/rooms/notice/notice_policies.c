/* notice_policies.c: what became of each policy a return asks about (政策落实情况): the local
 * document that carries it out, taken from the register; which columns its rule leaves blank; since
 * when its rule works here. LAW: LY22-A1e LY22-A1f LY22-A1o LY22-A1p LY22-A2b LY22-A2c
 *
 * The rows stand with the attachment of the notice that asks for the return (`form`, `policies`): a
 * new policy is a new word there. */

#include "rooms/notice/notice_policies.h"

#include "base/check.h"
#include "core/divisions.h"
#include "core/measure.h"
#include "rooms/notice/notice_register.h"

#include <string.h>

static bool names(const struct list *words, struct text number)
{
    const struct notice_word *items = words->items;
    for (size_t i = 0; i < words->count; i++)
        if (text_equal(items[i].word, number))
            return true;
    return false;
}

/* The place's own notice that rests on the policy or forwards it, the first that did. */
static const struct notice_head *local_of(const struct notice_head *heads, size_t count,
                                          struct text policy, int64_t place, struct date today)
{
    const struct notice_head *found = NULL;
    for (size_t i = 0; i < count; i++)
        if (heads[i].place == place && date_compare(heads[i].issued, today) <= 0
            && (names(&heads[i].basis, policy) || text_equal(heads[i].forwards, policy))
            && (found == NULL || date_compare(heads[i].issued, found->issued) < 0))
            found = &heads[i];
    return found;
}

/* ---- which columns a rate has ---- */

static bool kind_is_of(struct text kind, const char *column)
{
    bool other = text_is(kind, "other") || text_is(kind, "self-employed")
        || text_is(kind, "flexible");
    return text_is(kind, column) || (other && strcmp(column, "other") == 0);
}

static bool scope_has(const struct measure *measure, const char *column)
{
    for (size_t i = 0; i < measure->scope.count; i++) {
        const struct measure_condition *one = &measure->scope.conditions[i];
        if (strcmp(one->path, "units.kind") != 0)
            continue;
        for (size_t k = 0; k < one->any_of.count; k++)
            if (kind_is_of(one->any_of.items[k], column))
                return true;
        return false;
    }
    return true;
}

static void columns_of(const struct request *request, const struct notice_head *head,
                       struct notice_policy_row *row)
{
    const struct measure **measures;
    size_t count = notice_measures_of(request->book, head, DATE_NONE, request->arena, &measures);
    for (size_t i = 0; i < count; i++) {
        if (measures[i]->verb != VERB_RATE)
            continue;
        row->enterprises |= scope_has(measures[i], "enterprise");
        row->public_bodies |= scope_has(measures[i], "public-body");
        row->others |= scope_has(measures[i], "other");
        row->handling |= measures[i]->rate.collected.ways.count > 0;
    }
}

/* ---- the rows ---- */

static struct notice_policy_row row_of(const struct request *request,
                                       const struct notice_head *heads, size_t count,
                                       struct text policy)
{
    const struct notice_policies_input *input = request->input;
    const struct notice_head *head = notice_head_of(heads, count, policy);
    const struct notice_head *local = local_of(heads, count, policy, input->place,
                                               date_of_moment(request->at));
    struct notice_policy_row row = {
        .policy = policy, .registered = head != NULL,
        .state = local == NULL ? TEXT("notice.policy.none") : TEXT("notice.policy.issued"),
    };
    if (head != NULL) {
        row.title = head->title;
        row.works_since = head->issued;
        columns_of(request, head, &row);
    }
    if (local != NULL) {
        row.local = local->number;
        row.local_title = local->title;
        row.local_issued = local->issued;
    }
    return row;
}

static const struct notice_attachment *form_of(const struct notice_head *head, struct text form)
{
    const struct notice_attachment *items = head == NULL ? NULL : head->of.attachments.items;
    for (size_t i = 0; items != NULL && i < head->of.attachments.count; i++)
        if (text_present(form) && text_equal(items[i].form, form))
            return &items[i];
    return NULL;
}

/* ---- what belongs to a row ---- */

static bool carries(const struct notice_head *head, struct text policy)
{
    return text_equal(head->number, policy) || text_equal(head->forwards, policy)
        || names(&head->basis, policy);
}

/* The row of its own number, else the first it rests on. */
static size_t row_of_head(const struct notice_head *head, const struct list *policies)
{
    const struct notice_word *words = policies->items;
    for (size_t i = 0; i < policies->count; i++)
        if (text_equal(head->number, words[i].word))
            return i;
    for (size_t i = 0; i < policies->count; i++)
        if (carries(head, words[i].word))
            return i;
    return policies->count;
}

size_t notice_return_rows(const struct book *book, struct text number, struct text form,
                          struct arena *arena, const struct notice_return_row **ret_rows)
{
    const struct notice_head *heads;
    size_t count = notice_heads(book, arena, &heads);
    const struct notice_attachment *asked = form_of(notice_head_of(heads, count, number), form);
    if (asked == NULL)
        return 0;
    const struct notice_word *words = asked->policies.items;
    struct notice_return_row *rows =
        ARENA_ARRAY(arena, struct notice_return_row, asked->policies.count + 1);
    for (size_t i = 0; i < asked->policies.count; i++) {
        struct text *under = ARENA_ARRAY(arena, struct text, count + 1);
        rows[i] = (struct notice_return_row){ .policy = words[i].word, .under = under };
        for (size_t h = 0; h < count; h++)
            if (row_of_head(&heads[h], &asked->policies) == i)
                under[rows[i].under_count++] = heads[h].number;
    }
    *ret_rows = rows;
    return asked->policies.count;
}

/* A return is asked for until its notice is revoked: a late one is owed, and may be corrected. */
const struct measure *notice_return_asked(const struct book *book, struct text form,
                                          int32_t place, struct date today)
{
    size_t count;
    const struct measure *const *measures = book_measures(book, &count), *asked = NULL;
    for (size_t i = 0; i < count; i++) {
        const struct measure *one = measures[i];
        struct date revoked = book_notice_revoked(book, one->notice, today);
        if (one->verb == VERB_REPORT && name_list_has(one->report.forms, form)
            && division_is_within(book_divisions(book), place, one->place)
            && date_compare(one->known_until, DATE_LATEST) == 0
            && date_compare(one->issued, today) <= 0
            && (revoked.yyyymmdd == 0 || date_compare(today, revoked) < 0)
            && (asked == NULL || one->place_depth > asked->place_depth
                || (one->place_depth == asked->place_depth
                    && date_compare(one->issued, asked->issued) > 0)))
            asked = one;
    }
    return asked;
}

static bool return_stands(const struct list *returns, struct text form)
{
    const struct notice_return *rows = returns->items;
    for (size_t i = 0; i < returns->count; i++)
        if (text_equal(rows[i].form, form))
            return true;
    return false;
}

struct list notice_returns_covered(const struct book *book, int32_t place, struct date today,
                                   struct arena *arena)
{
    const struct notice_head *heads;
    size_t count, most = 0, head_count = notice_heads(book, arena, &heads);
    const struct measure *const *measures = book_measures(book, &count);
    for (size_t i = 0; i < count; i++)
        most += measures[i]->verb == VERB_REPORT ? measures[i]->report.forms.count : 0;
    struct notice_return *rows = ARENA_ARRAY(arena, struct notice_return, most + 1);
    struct list returns = { rows, 0 };
    for (size_t i = 0; i < count; i++)
        for (size_t f = 0; measures[i]->verb == VERB_REPORT && f < measures[i]->report.forms.count;
             f++) {
            struct text form = measures[i]->report.forms.items[f];
            const struct measure *asked = return_stands(&returns, form) ? NULL
                : notice_return_asked(book, form, place, today);
            if (asked == NULL || asked->report.covers.from.yyyymmdd == 0)
                continue;
            const struct notice_attachment *paper =
                form_of(notice_head_of(heads, head_count, asked->notice), form);
            rows[returns.count++] = (struct notice_return){
                form, asked->notice, paper == NULL ? (struct text){ 0 } : paper->name,
            };
        }
    return returns;
}

struct date notice_return_cut_off(const struct book *book, struct text number, struct text form)
{
    size_t count;
    const struct measure *const *measures = book_measures(book, &count);
    for (size_t i = 0; i < count; i++)
        if (measures[i]->verb == VERB_REPORT && text_equal(measures[i]->notice, number)
            && name_list_has(measures[i]->report.forms, form))
            return measures[i]->report.cut_off;
    return DATE_NONE;
}

static bool gather_nothing(struct gather *gather, const struct request *request, void *facts)
{
    (void)gather;
    (void)request;
    (void)facts;
    return true;
}

static void decide_policies(const struct request *request, const void *facts,
                            struct decision *decision)
{
    (void)facts;
    const struct notice_policies_input *input = request->input;
    const struct notice_head *heads;
    size_t count = notice_heads(request->book, request->arena, &heads);
    const struct notice_head *head = notice_head_of(heads, count, input->number);
    if (head == NULL || !notice_may_see(request, head)) {
        decision_refuse(decision, "notice.refused.no-such-notice", "number");
        return;
    }
    const struct notice_attachment *form = form_of(head, input->form);
    if (form == NULL) {
        decision_refuse(decision, "notice.refused.no-such-form", "form");
        return;
    }
    if (!division_exists(book_divisions(request->book), (int32_t)input->place)) {
        decision_refuse(decision, "notice.refused.no-such-place", "place");
        return;
    }
    const struct notice_word *policies = form->policies.items;
    struct notice_policy_row *rows =
        ARENA_ARRAY(request->arena, struct notice_policy_row, form->policies.count + 1);
    struct notice_policies *told = decision->outcome;
    *told = (struct notice_policies){ .title = form->name,
                                      .rows = { rows, form->policies.count } };
    for (size_t i = 0; i < form->policies.count; i++) {
        rows[i] = row_of(request, heads, count, policies[i].word);
        told->issued += text_present(rows[i].local);
        told->none += !text_present(rows[i].local);
    }
}

/* ---- tables ---- */

#define INPUT(member_) AT(struct notice_policies_input, member_)
static const struct field input_fields[] = {
    { "number", NULL, FIELD_TEXT, FIELD_REQUIRED, INPUT(number), 80,
      .help = "notice.field.number" },
    { "form", NULL, FIELD_TEXT, FIELD_REQUIRED, INPUT(form), 40, .help = "notice.field.form" },
    { "place", NULL, FIELD_COUNT, FIELD_REQUIRED, INPUT(place), .help = "notice.field.place" },
};
static const struct shape input_shape =
    SHAPE("notice_policies_input", struct notice_policies_input, input_fields);
struct policies_facts { int64_t nothing; };
static const struct shape facts_shape =
    { .name = "notice_policies_facts", .size = sizeof(struct policies_facts) };
#define ROW(member_) AT(struct notice_policy_row, member_)
static const struct field row_fields[] = {
    { "policy", NULL, FIELD_TEXT, 0, ROW(policy), 80, .help = "notice.policy.policy" },
    { "title", NULL, FIELD_TEXT, FIELD_SPARSE, ROW(title), 200, .help = "notice.told.title" },
    { "state", NULL, FIELD_TEXT, 0, ROW(state), 40, .help = "notice.told.state" },
    { "local", NULL, FIELD_TEXT, FIELD_SPARSE, ROW(local), 80, .help = "notice.policy.local" },
    { "local_title", NULL, FIELD_TEXT, FIELD_SPARSE, ROW(local_title), 200 },
    { "local_issued", NULL, FIELD_DAY, FIELD_SPARSE, ROW(local_issued),
      .help = "notice.told.issued" },
    { "registered", NULL, FIELD_FLAG, 0, ROW(registered), .help = "notice.policy.registered" },
    { "works_since", NULL, FIELD_DAY, FIELD_SPARSE, ROW(works_since),
      .help = "notice.policy.works" },
    { "enterprises", NULL, FIELD_FLAG, 0, ROW(enterprises), .help = "notice.policy.enterprises" },
    { "public_bodies", NULL, FIELD_FLAG, 0, ROW(public_bodies),
      .help = "notice.policy.public-bodies" },
    { "others", NULL, FIELD_FLAG, 0, ROW(others), .help = "notice.policy.others" },
    { "handling", NULL, FIELD_FLAG, 0, ROW(handling), .help = "notice.policy.handling" },
};
static const struct shape row_shape =
    SHAPE("notice_policy", struct notice_policy_row, row_fields);
static const struct field told_fields[] = {
    { "title", NULL, FIELD_TEXT, 0, AT(struct notice_policies, title), 100,
      .help = "notice.told.title" },
    { "issued", NULL, FIELD_COUNT, 0, AT(struct notice_policies, issued),
      .help = "notice.policy.issued" },
    { "none", NULL, FIELD_COUNT, 0, AT(struct notice_policies, none),
      .help = "notice.policy.none" },
    { "policies", NULL, FIELD_LIST, 0, AT(struct notice_policies, rows), .of = &row_shape,
      .help = "notice.policy.rows" },
};
static const struct shape told_shape =
    SHAPE("notice_policies", struct notice_policies, told_fields);

const struct action notice_policies_action = {
    .name = "notice.policies", .method = "GET", .path = "/api/v1/notice-policies",
    .flags = ACTION_READ, .input = &input_shape, .facts = &facts_shape, .outcome = &told_shape,
    .answer = &told_shape, .help = "notice.help.policies", .gather = gather_nothing,
    .decide = decide_policies,
};
