/* notice_store.c: rows and reads of declared events. */

#include "rooms/notice/notice_facts.h"
#include "rooms/notice/notice_publication.h"

#define ROW(member_) AT(struct notice_event_row, member_)
static const struct field event_fields[] = {
    { "bucket", NULL, FIELD_COUNT, FIELD_REQUIRED, ROW(bucket) },
    { "event", NULL, FIELD_ID, FIELD_REQUIRED, ROW(event) },
    { "kind", NULL, FIELD_TEXT, FIELD_REQUIRED, ROW(kind), 60 },
    { "place", NULL, FIELD_COUNT, FIELD_REQUIRED, ROW(place) },
    { "day", NULL, FIELD_DAY, FIELD_REQUIRED, ROW(day) },
    { "declared", NULL, FIELD_MOMENT, FIELD_REQUIRED, ROW(declared) },
    { "withdrawn", NULL, FIELD_MOMENT, 0, ROW(withdrawn) },
    { "paper", NULL, FIELD_TEXT, FIELD_REQUIRED, ROW(paper), 200 },
    { "declared_by", NULL, FIELD_ID, 0, ROW(declared_by) },
    { "withdrawn_by", NULL, FIELD_ID, 0, ROW(withdrawn_by) },
    { "version", NULL, FIELD_COUNT, FIELD_REQUIRED, ROW(version) },
};
const struct shape notice_event_shape =
    SHAPE("notice_event", struct notice_event_row, event_fields);
const struct table notice_event_table = { "notice_event", &notice_event_shape, 2, "version" };

static const struct field bucket_key_fields[] = {
    { "bucket", NULL, FIELD_COUNT, FIELD_REQUIRED, AT(struct notice_bucket_key, bucket) },
};
static const struct shape bucket_key_shape =
    SHAPE("notice_bucket_key", struct notice_bucket_key, bucket_key_fields);

/* A place declares a handful in years; a thousand places and ten kinds are far off. */
const struct query notice_events_all = {
    .name = "notice.events", .from = "notice_event e", .where = "e.bucket = {bucket}",
    .order = "e.declared, e.event", .key = &bucket_key_shape, .row = &notice_event_shape,
    .row_max = 2000, .guard = GUARD_PUBLIC, .kept_of = &notice_event_table,
};

/* ---- publications ---- */

#define PUBLICATION(member_) AT(struct notice_publication_row, member_)
static const struct field publication_fields[] = {
    { "bucket", NULL, FIELD_COUNT, FIELD_REQUIRED, PUBLICATION(bucket) },
    { "sequence", NULL, FIELD_COUNT, FIELD_REQUIRED, PUBLICATION(sequence) },
    { "file", NULL, FIELD_TEXT, FIELD_REQUIRED, PUBLICATION(file), 200 },
    { "digest", NULL, FIELD_TEXT, FIELD_REQUIRED, PUBLICATION(digest), 64 },
    { "text", NULL, FIELD_TEXT, FIELD_REQUIRED, PUBLICATION(text) },
    { "taken", NULL, FIELD_MOMENT, FIELD_REQUIRED, PUBLICATION(taken) },
    { "known", NULL, FIELD_MOMENT, 0, PUBLICATION(known) },
    { "origin", NULL, FIELD_TEXT, FIELD_REQUIRED, PUBLICATION(origin), 20 },
    { "document", NULL, FIELD_ID, 0, PUBLICATION(document) },
};
const struct shape notice_publication_shape =
    SHAPE("notice_publication", struct notice_publication_row, publication_fields);
const struct table notice_publication_table =
    { "notice_publication", &notice_publication_shape, 2, NULL };

static const struct field after_key_fields[] = {
    { "bucket", NULL, FIELD_COUNT, FIELD_REQUIRED, AT(struct notice_after_key, bucket) },
    { "sequence", NULL, FIELD_COUNT, FIELD_REQUIRED, AT(struct notice_after_key, sequence) },
};
static const struct shape after_key_shape =
    SHAPE("notice_after_key", struct notice_after_key, after_key_fields);

/* A page: the next begins after its last row. */
const struct query notice_publications_after = {
    .name = "notice.publications-after", .from = "notice_publication p",
    .where = "p.bucket = {bucket} AND p.sequence > {sequence}", .order = "p.sequence",
    .key = &after_key_shape, .row = &notice_publication_shape,
    .row_max = PUBLICATIONS_A_PAGE, .guard = GUARD_PUBLIC,
};

struct events notice_events_of(const struct list *rows, struct arena *arena)
{
    const struct notice_event_row *items = rows->items;
    struct event_fact *facts = ARENA_ARRAY(arena, struct event_fact, rows->count + 1);
    for (size_t i = 0; i < rows->count; i++)
        facts[i] = (struct event_fact){
            .kind = items[i].kind, .place = (int32_t)items[i].place, .day = items[i].day,
            .declared = items[i].declared, .withdrawn = items[i].withdrawn,
            .paper = items[i].paper,
        };
    return (struct events){ facts, rows->count };
}

bool notice_gather_events(struct gather *gather, struct events *ret_events)
{
    const struct notice_bucket_key key = { NOTICE_BUCKET };
    const struct list *rows = gather_want(gather, &notice_events_all, &key);
    if (rows == NULL)
        return false;
    *ret_events = notice_events_of(rows, gather->arena);
    return true;
}
