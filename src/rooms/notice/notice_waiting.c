/* notice_waiting.c: see notice_waiting.h. */

#include "rooms/notice/notice_waiting.h"

#include "rooms/notice/notice_document.h"

#include "base/check.h"

/* ---- the row ---- */

#define ROW(member_) AT(struct notice_waiting_row, member_)
static const struct field waiting_fields[] = {
    { "bucket", NULL, FIELD_COUNT, FIELD_REQUIRED, ROW(bucket) },
    { "file", NULL, FIELD_TEXT, FIELD_REQUIRED, ROW(file), 200 },
    { "digest", NULL, FIELD_TEXT, FIELD_REQUIRED, ROW(digest), 64 },
    { "text", NULL, FIELD_TEXT, FIELD_REQUIRED, ROW(text) },
    { "since", NULL, FIELD_MOMENT, FIELD_REQUIRED, ROW(since) },
    { "state", NULL, FIELD_TEXT, FIELD_REQUIRED, ROW(state), 20 },
    { "version", NULL, FIELD_COUNT, FIELD_REQUIRED, ROW(version) },
};
const struct shape notice_waiting_shape =
    SHAPE("notice_waiting", struct notice_waiting_row, waiting_fields);
const struct table notice_waiting_table =
    { "notice_waiting", &notice_waiting_shape, 2, "version" };

static const struct field key_fields[] = {
    { "bucket", NULL, FIELD_COUNT, FIELD_REQUIRED, AT(struct notice_bucket_key, bucket) },
};
static const struct shape key_shape =
    SHAPE("notice_waiting_key", struct notice_bucket_key, key_fields);
const struct query notice_waiting_all = {
    .name = "notice.waiting-all", .from = "notice_waiting", .where = "bucket = {bucket}",
    .order = "file", .key = &key_shape, .row = &notice_waiting_shape, .row_max = 1000,
    .guard = GUARD_PUBLIC,
};

/* ---- for what a text waits ---- */

const struct notice_change *notice_waiting_for(const struct publication *before, struct text file,
                                               struct text after,
                                               const struct list *announcements,
                                               struct arena *arena)
{
    const struct notice_change *changes;
    struct text text = before == NULL ? (struct text){ 0 } : before->text;
    struct moment since = before == NULL ? (struct moment){ 0 } : before->known;
    size_t count = matter_changes(file, text, after, arena, &changes);
    for (size_t i = 0; i < count; i++)
        if (!notice_change_is_announced(&changes[i], announcements, since))
            return &changes[i];
    return NULL;
}

/* Those out before, and the one that goes out now. */
static struct list with_this(const struct list *out, const struct notice_announcement *row,
                             struct arena *arena)
{
    struct notice_announcement *all =
        ARENA_ARRAY(arena, struct notice_announcement, out->count + 1);
    const struct notice_announcement *rows = out->items;
    for (size_t i = 0; i < out->count; i++)
        all[i] = rows[i];
    all[out->count] = *row;
    return (struct list){ all, out->count + 1 };
}

/* A text that would make the book faulty now stays where it is: the next start names the fault. */
static bool loads(const struct request *request, const struct publication *publication)
{
    struct rule_faults faults;
    rule_faults_init(&faults, request->arena);
    const struct book *book = book_add(request->book, publication, 1, &faults);
    if (book != NULL)
        book_release(book);
    return book != NULL;
}

int64_t notice_waiting_take(const struct request *request, const struct list *waiting,
                            const struct list *out, const struct notice_announcement *row,
                            struct decision *decision)
{
    const struct list announcements = with_this(out, row, request->arena);
    const struct notice_waiting_row *rows = waiting->items;
    int64_t taken = 0;
    for (size_t i = 0; i < waiting->count; i++) {
        if (!text_is(rows[i].state, "waiting")
            || notice_waiting_for(book_publication(request->book, rows[i].file), rows[i].file,
                                  rows[i].text, &announcements, request->arena) != NULL)
            continue;
        struct publication publication =
            notice_publication_made(request, rows[i].file, rows[i].text);
        if (!loads(request, &publication))
            continue;
        publication.sequence += taken++;
        struct notice_publication_row made =
            notice_publication_row_of(&publication, request->at, request->arena);
        made.origin = TEXT("desk");
        decision_insert(decision, &notice_publication_table, &made);
        struct notice_waiting_row after = rows[i];
        after.state = TEXT("taken");
        decision_replace(decision, &notice_waiting_table, &after);
    }
    return taken;
}
