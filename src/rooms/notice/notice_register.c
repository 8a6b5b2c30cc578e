/* notice_register.c: see notice_register.h. */

#include "rooms/notice/notice_register.h"

#include "base/check.h"
#include "core/divisions.h"
#include "core/measure_form.h"
#include "core/measure_words.h"

#include <string.h>

#define SCOPE_BYTES 600

bool notice_may_see(const struct request *request, const struct notice_head *head)
{
    /* Before its day of issue nobody outside has it, though the book may know it already. */
    bool issued = date_compare(head->issued, date_of_moment(request->at)) <= 0;
    if (text_is(head->of.disclosure, "open") && issued)
        return true;
    enum role role = request->actor->role;
    bool staff = (ROLE_BIT(role) & (ROLES_STAFF | ROLE_BIT(ROLE_FINANCE)
        | ROLE_BIT(ROLE_INSPECTOR) | ROLE_BIT(ROLE_PUBLISHER) | ROLE_BIT(ROLE_LEADER)
        | ROLE_BIT(ROLE_ADMINISTRATOR) | ROLE_BIT(ROLE_HOUSE))) != 0;
    return staff;
}

bool notice_gather_register(struct gather *gather, const struct request *request, void *facts)
{
    (void)request;
    return notice_gather_events(gather, &((struct notice_register_facts *)facts)->events);
}

/* ---- the list ---- */

static bool text_has(struct text text, struct text part)
{
    for (size_t i = 0; i + part.length <= text.length; i++)
        if (text_starts(text_slice(text, i, text.length), part))
            return true;
    return false;
}

static struct text words_joined(const struct list *list, struct arena *arena)
{
    const struct notice_word *words = list->items;
    struct text joined = { 0 };
    for (size_t i = 0; i < list->count; i++)
        joined = i == 0 ? words[i].word
            : arena_format(arena, "%.*s、%.*s", TEXT_ARGS(joined), TEXT_ARGS(words[i].word));
    return joined;
}

size_t notice_measures_of(const struct book *book, const struct notice_head *head,
                          struct date known, struct arena *arena,
                          const struct measure ***ret_measures)
{
    size_t all, count = 0;
    const struct measure *const *measures = book_measures(book, &all);
    const struct measure **found = ARENA_ARRAY(arena, const struct measure *, all + 1);
    struct date then = known.yyyymmdd == 0 ? DATE_LATEST : known;
    for (size_t i = 0; i < all; i++)
        if (text_equal(measures[i]->file, head->file)
            && date_within(then, measures[i]->known_from, measures[i]->known_until))
            found[count++] = measures[i];
    *ret_measures = found;
    return count;
}

static struct date begin_of(const struct measure *measure)
{
    switch (measure->time.from.kind) {
    case POINT_DAY: case POINT_FIRST_WORKING_DAY: return measure->time.from.day;
    case POINT_MOMENT: return date_of_moment(measure->time.from.moment);
    case POINT_EVENT: case POINT_NONE: case POINT_OPEN: break;
    }
    return measure->issued;
}

static struct date first_day(const struct request *request, const struct notice_head *head)
{
    const struct measure **measures;
    size_t count = notice_measures_of(request->book, head, DATE_NONE, request->arena, &measures);
    struct date first = head->issued;
    for (size_t i = 0; i < count; i++) {
        struct date begin = begin_of(measures[i]);
        if (i == 0 || date_compare(begin, first) < 0)
            first = begin;
    }
    return first;
}

struct notice_listed notice_list_row(const struct request *request,
                                     const struct notice_head *head, struct date day)
{
    const struct divisions *divisions = book_divisions(request->book);
    return (struct notice_listed){
        .number = head->number, .title = head->title, .place = head->place,
        .place_name = division_name(divisions, head->place),
        .place_en = division_english(divisions, head->place), .issuer = head->of.issuer,
        .category = head->of.category, .disclosure = head->of.disclosure,
        .issued = head->issued, .from = first_day(request, head), .until = head->until,
        .state = notice_state_on(head, day) == NOTICE_ENDED ? TEXT("notice.state.ended")
            : date_compare(head->issued, day) > 0 ? TEXT("notice.state.to-come")
                                                  : TEXT("notice.state.in-force"),
        .basis = words_joined(&head->of.cc, request->arena), .forwards = head->forwards,
        .measures = head->measures,
    };
}

static bool is_asked_for(const struct request *request, const struct notice_head *head,
                         struct date day)
{
    const struct notice_list_input *input = request->input;
    const struct divisions *divisions = book_divisions(request->book);
    bool named = !text_present(input->search) || text_has(head->number, input->search)
        || text_has(head->title, input->search)
        || text_has(head->of.issuer, input->search);
    bool there = input->place == 0
        || division_is_within(divisions, (int32_t)input->place, head->place);
    return named && there && (input->ended || notice_state_on(head, day) == NOTICE_IN_FORCE);
}

static struct date asked_day(struct date on, const struct request *request)
{
    return on.yyyymmdd == 0 ? date_of_moment(request->at) : on;
}

void notice_decide_list(const struct request *request, const void *facts,
                        struct decision *decision)
{
    (void)facts;
    const struct notice_list_input *input = request->input;
    struct date day = asked_day(input->on, request);
    const struct notice_head *heads;
    size_t all = notice_heads(request->book, request->arena, &heads), count = 0;
    struct notice_listed *rows = ARENA_ARRAY(request->arena, struct notice_listed, all + 1);
    for (size_t i = 0; i < all; i++) {
        if (!notice_may_see(request, &heads[i]) || !is_asked_for(request, &heads[i], day))
            continue;
        rows[count] = notice_list_row(request, &heads[i], day);
        rows[count++].basis = words_joined(&heads[i].basis, request->arena);
    }
    ((struct notice_list_answer *)decision->outcome)->notices = (struct list){ rows, count };
}

/* ---- one notice ---- */

static const char *scope_words(const char *path)
{
    for (size_t i = 0; i < measure_scope_path_count; i++)
        if (strcmp(measure_scope_paths[i].path, path) == 0
            && measure_scope_paths[i].words != NULL)
            return measure_scope_paths[i].words;
    return "";
}

/* "参保人身份：滞留外地": each condition of the scope, in the words of the vocabulary. */
static struct text whom(const struct book *book, const struct measure *measure,
                        enum language language, struct arena *arena)
{
    char bytes[SCOPE_BYTES];
    struct builder builder = builder_over(bytes, sizeof bytes);
    const struct vocabulary *vocabulary = book_vocabulary(book);
    for (size_t i = 0; i < measure->scope.count; i++) {
        const struct measure_condition *condition = &measure->scope.conditions[i];
        const char *key = arena_format(arena, "notice.scope.%s", condition->path).data;
        if (i > 0)
            builder_add(&builder, language == LANGUAGE_ENGLISH ? TEXT("; ") : TEXT("；"));
        builder_add(&builder, words_of(key, language));
        builder_add(&builder, language == LANGUAGE_ENGLISH ? TEXT(": ") : TEXT("："));
        for (size_t k = 0; k < condition->any_of.count; k++) {
            if (k > 0)
                builder_add(&builder, language == LANGUAGE_ENGLISH ? TEXT(", ") : TEXT("、"));
            builder_add(&builder, vocabulary_say(vocabulary, scope_words(condition->path),
                                                 condition->any_of.items[k], language));
        }
    }
    if (measure->scope.count == 0)
        builder_add(&builder, words_of("notice.scope.all", language));
    return arena_text(arena, builder_text(&builder));
}

static struct text end_told(const struct book *book, const struct measure *measure,
                            enum language language, bool known, struct arena *arena)
{
    const struct measure_point *until = &measure->time.until;
    if (until->kind != POINT_EVENT || known)
        return (struct text){ 0 };
    struct text event = vocabulary_say(book_vocabulary(book), "events", until->event, language);
    if (until->plus.count == 0)
        return event;
    const struct text details[] = { event, arena_format(arena, "%d", (int)until->plus.count) };
    char bytes[300];
    struct builder builder = builder_over(bytes, sizeof bytes);
    words_write(&builder, until->plus.unit == CLOCK_MONTHS ? "notice.end.months"
                : until->plus.unit == CLOCK_WORKING_DAYS ? "notice.end.working-days"
                : "notice.end.days", language, details, COUNT_OF(details));
    return arena_text(arena, builder_text(&builder));
}

struct notice_measure_told notice_measure_tell(const struct request *request,
                                               const struct measure *measure,
                                               struct events events, struct date day)
{
    struct arena *arena = request->arena;
    struct date until = measure->notice_until;
    bool known = measure_point_day(request->book, &measure->time.until, events, measure->place,
                                   (struct moment){ 0 }, &until);
    struct date begin = begin_of(measure);
    struct text ids = { 0 };
    for (size_t i = 0; i < measure->ids.count; i++)
        ids = i == 0 ? measure->ids.items[i]
            : arena_format(arena, "%.*s %.*s", TEXT_ARGS(ids), TEXT_ARGS(measure->ids.items[i]));
    static const char *const bindings[] = {
        [BINDING_DEFAULT] = "notice.binding.default", [BINDING_FLOOR] = "notice.binding.floor",
        [BINDING_FIXED] = "notice.binding.fixed",
    };
    if (date_compare(until, measure->notice_until) > 0)
        until = measure->notice_until;
    return (struct notice_measure_told){
        .clause = measure->clause, .ids = ids,
        .verb = arena_format(arena, "notice.verb.%s", measure_verb_name(measure->verb)),
        .zh = measure->chinese, .en = measure->says, .from = begin,
        .until = date_compare(until, DATE_LATEST) == 0 ? DATE_NONE : until,
        .until_zh = end_told(request->book, measure, LANGUAGE_CHINESE, known, arena),
        .until_en = end_told(request->book, measure, LANGUAGE_ENGLISH, known, arena),
        .whom_zh = whom(request->book, measure, LANGUAGE_CHINESE, arena),
        .whom_en = whom(request->book, measure, LANGUAGE_ENGLISH, arena),
        .in_force = date_within(day, begin, until),
        .binding = text_of(bindings[measure->binding]),
    };
}

static void tell_measures(const struct request *request, const struct notice_head *head,
                          struct events events, struct notice_shown *shown)
{
    const struct notice_show_input *input = request->input;
    const struct measure **measures;
    size_t count = notice_measures_of(request->book, head, input->known, request->arena,
                                      &measures);
    struct notice_measure_told *told =
        ARENA_ARRAY(request->arena, struct notice_measure_told, count + 1);
    for (size_t i = 0; i < count; i++)
        told[i] = notice_measure_tell(request, measures[i], events,
                                      asked_day(input->on, request));
    shown->measures = (struct list){ told, count };
}

static void tell_publications(const struct request *request, const struct notice_head *head,
                              struct notice_shown *shown)
{
    size_t all, count = 0;
    const struct publication *publications = book_publications(request->book, &all);
    struct notice_publication_told *told =
        ARENA_ARRAY(request->arena, struct notice_publication_told, all + 1);
    for (size_t i = 0; i < all; i++) {
        const struct publication *one = &publications[i];
        if (!text_equal(one->file, head->file))
            continue;
        struct digest digest = digest_sm3(one->text);
        told[count] = (struct notice_publication_told){
            .sequence = one->sequence, .known = one->known,
            .digest = hex_encode(request->arena, digest_text(&digest)),
            .what = count == 0 ? TEXT("notice.publication.first")
                : text_present(text_trim(one->text)) ? TEXT("notice.publication.replaced")
                                                     : TEXT("notice.publication.taken-back"),
        };
        count++;
    }
    shown->publications = (struct list){ told, count };
}

/* The numbers of a list, as related in that way. */
static size_t relate(const struct list *numbers, const char *how, struct notice_related *rows)
{
    const struct notice_word *words = numbers->items;
    for (size_t i = 0; i < numbers->count; i++)
        rows[i] = (struct notice_related){ words[i].word, text_of(how), { 0 } };
    return numbers->count;
}

static bool names(const struct list *numbers, struct text number)
{
    const struct notice_word *words = numbers->items;
    for (size_t i = 0; i < numbers->count; i++)
        if (text_equal(words[i].word, number))
            return true;
    return false;
}

/* Upwards what it rests on, forwards and revokes, downwards who does so with it. */
static void tell_related(const struct request *request, const struct notice_head *heads,
                         size_t count, const struct notice_head *head,
                         struct notice_shown *shown)
{
    struct arena *arena = request->arena;
    struct notice_related *rows =
        ARENA_ARRAY(arena, struct notice_related,
                    count * 3 + head->basis.count + head->revokes.count + 1);
    size_t found = relate(&head->basis, "notice.related.basis", rows);
    found += relate(&head->revokes, "notice.related.revokes", &rows[found]);
    if (text_present(head->forwards))
        rows[found++] = (struct notice_related){ head->forwards,
                                                 TEXT("notice.related.forwards"), { 0 } };
    for (size_t i = 0; i < count; i++) {
        const struct notice_head *other = &heads[i];
        if (!notice_may_see(request, other))
            continue;
        if (text_equal(other->forwards, head->number))
            rows[found++] = (struct notice_related){ other->number,
                TEXT("notice.related.forwarded-by"), other->title };
        if (names(&other->basis, head->number))
            rows[found++] = (struct notice_related){ other->number,
                TEXT("notice.related.basis-of"), other->title };
        if (names(&other->revokes, head->number))
            rows[found++] = (struct notice_related){ other->number,
                TEXT("notice.related.revoked-by"), other->title };
    }
    for (size_t i = 0; i < found; i++) {
        const struct notice_head *other = notice_head_of(heads, count, rows[i].number);
        if (other != NULL)
            rows[i].title = other->title;
    }
    shown->related = (struct list){ rows, found };
}

void notice_decide_show(const struct request *request, const void *facts,
                        struct decision *decision)
{
    const struct notice_show_input *input = request->input;
    const struct notice_register_facts *found = facts;
    const struct notice_head *heads;
    size_t count = notice_heads(request->book, request->arena, &heads);
    const struct notice_head *head = notice_head_of(heads, count, input->number);
    if (head == NULL || !notice_may_see(request, head)) {
        decision_refuse(decision, "notice.refused.no-such-notice", "number");
        return;
    }
    struct notice_shown *shown = decision->outcome;
    shown->head = notice_list_row(request, head, asked_day(input->on, request));
    shown->head.basis = words_joined(&head->basis, request->arena);
    shown->plain_zh = head->of.plain_zh;
    shown->plain_en = head->of.plain_en;
    shown->contact = head->of.contact;
    shown->checker = head->of.checker;
    shown->attachments = head->of.attachments;
    tell_related(request, heads, count, head, shown);
    tell_measures(request, head, found->events, shown);
    tell_publications(request, head, shown);
}
