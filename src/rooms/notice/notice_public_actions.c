/* notice_public_actions.c: the rows of the register and of announcements, and their plain pages. */

#include "rooms/notice/notice_announce.h"
#include "rooms/notice/notice_document.h"
#include "rooms/notice/notice_register.h"

#include "base/check.h"

/* ---- the register ---- */

static const struct field list_input_fields[] = {
    { "place", NULL, FIELD_COUNT, 0, AT(struct notice_list_input, place),
      .help = "notice.field.place" },
    { "on", NULL, FIELD_DAY, 0, AT(struct notice_list_input, on), .help = "notice.field.on" },
    { "search", NULL, FIELD_TEXT, 0, AT(struct notice_list_input, search), 60,
      .help = "notice.field.search" },
    { "ended", NULL, FIELD_FLAG, 0, AT(struct notice_list_input, ended),
      .help = "notice.field.ended" },
};
static const struct shape list_input_shape =
    SHAPE("notice_list_input", struct notice_list_input, list_input_fields);
static const struct field show_input_fields[] = {
    { "number", NULL, FIELD_TEXT, FIELD_REQUIRED, AT(struct notice_show_input, number), 80,
      .help = "notice.field.number" },
    { "on", NULL, FIELD_DAY, 0, AT(struct notice_show_input, on), .help = "notice.field.on" },
    { "known", NULL, FIELD_DAY, 0, AT(struct notice_show_input, known),
      .help = "notice.field.known" },
};
static const struct shape show_input_shape =
    SHAPE("notice_show_input", struct notice_show_input, show_input_fields);
static const struct shape register_facts_shape =
    { .name = "notice_register_facts", .size = sizeof(struct notice_register_facts) };

#define LISTED(member_) AT(struct notice_listed, member_)
static const struct field listed_fields[] = {
    { "number", NULL, FIELD_TEXT, 0, LISTED(number), 80, .help = "notice.told.number" },
    { "title", NULL, FIELD_TEXT, FIELD_SPARSE, LISTED(title), 200,
      .help = "notice.told.title" },
    { "state", NULL, FIELD_TEXT, 0, LISTED(state), 60, .help = "notice.told.state" },
    { "place_name", NULL, FIELD_TEXT, 0, LISTED(place_name), 60,
      .help = "notice.told.place" },
    /* For programs: the word above is for people who read the field itself. */
    { "place_en", NULL, FIELD_TEXT, FIELD_SPARSE, LISTED(place_en), 80 },
    { "place", NULL, FIELD_COUNT, 0, LISTED(place) },
    { "issuer", NULL, FIELD_TEXT, FIELD_SPARSE, LISTED(issuer), 100,
      .help = "notice.told.issuer" },
    { "category", NULL, FIELD_TEXT, FIELD_SPARSE, LISTED(category), 60 },
    { "issued", NULL, FIELD_DAY, 0, LISTED(issued), .help = "notice.told.issued" },
    { "from", NULL, FIELD_DAY, 0, LISTED(from), .help = "notice.told.from" },
    { "until", NULL, FIELD_DAY, FIELD_SPARSE, LISTED(until), .help = "notice.told.until" },
    { "basis", NULL, FIELD_TEXT, FIELD_SPARSE, LISTED(basis), 600,
      .help = "notice.told.basis" },
    { "forwards", NULL, FIELD_TEXT, FIELD_SPARSE, LISTED(forwards), 80,
      .help = "notice.told.forwards" },
    { "disclosure", NULL, FIELD_TEXT, 0, LISTED(disclosure), 20 },
    { "measures", NULL, FIELD_COUNT, 0, LISTED(measures), .help = "notice.told.measures" },
};
const struct shape notice_listed_shape =
    SHAPE("notice_listed", struct notice_listed, listed_fields);
static const struct field list_fields[] = {
    { "notices", NULL, FIELD_LIST, 0, AT(struct notice_list_answer, notices),
      .of = &notice_listed_shape, .help = "notice.told.notices" },
};
static const struct shape list_shape =
    SHAPE("notice_list", struct notice_list_answer, list_fields);

#define MEASURE(member_) AT(struct notice_measure_told, member_)
static const struct field measure_fields[] = {
    { "clause", NULL, FIELD_TEXT, 0, MEASURE(clause), 60, .help = "notice.told.clause" },
    { "ids", NULL, FIELD_TEXT, 0, MEASURE(ids), 200 },
    { "verb", NULL, FIELD_TEXT, 0, MEASURE(verb), 40, .help = "notice.told.verb" },
    { "says_zh", NULL, FIELD_TEXT, 0, MEASURE(zh), 400, .help = "notice.told.says" },
    { "says_en", NULL, FIELD_TEXT, 0, MEASURE(en), 600, .help = "notice.told.says" },
    { "whom_zh", NULL, FIELD_TEXT, 0, MEASURE(whom_zh), 600, .help = "notice.told.whom" },
    { "whom_en", NULL, FIELD_TEXT, 0, MEASURE(whom_en), 600, .help = "notice.told.whom" },
    { "from", NULL, FIELD_DAY, 0, MEASURE(from), .help = "notice.told.from" },
    { "until", NULL, FIELD_DAY, FIELD_SPARSE, MEASURE(until), .help = "notice.told.until" },
    { "until_zh", NULL, FIELD_TEXT, FIELD_SPARSE, MEASURE(until_zh), 100,
      .help = "notice.told.until-event" },
    { "until_en", NULL, FIELD_TEXT, FIELD_SPARSE, MEASURE(until_en), 100,
      .help = "notice.told.until-event" },
    { "in_force", NULL, FIELD_FLAG, 0, MEASURE(in_force), .help = "notice.told.holds" },
    { "binding", NULL, FIELD_TEXT, 0, MEASURE(binding), 40 },
};
const struct shape notice_measure_told_shape =
    SHAPE("notice_measure_told", struct notice_measure_told, measure_fields);

static const struct field attachment_fields[] = {
    { "name", NULL, FIELD_TEXT, 0, AT(struct notice_attachment, name), 100,
      .help = "notice.told.attachment" },
    { "file", NULL, FIELD_TEXT, FIELD_SPARSE, AT(struct notice_attachment, file), 300,
      .help = "notice.told.file" },
};
static const struct shape attachment_shape =
    SHAPE("notice_attachment", struct notice_attachment, attachment_fields);
static const struct field publication_fields[] = {
    { "sequence", NULL, FIELD_COUNT, 0, AT(struct notice_publication_told, sequence),
      .help = "notice.told.sequence" },
    { "what", NULL, FIELD_TEXT, 0, AT(struct notice_publication_told, what), 60,
      .help = "notice.told.what" },
    { "known", NULL, FIELD_MOMENT, FIELD_SPARSE, AT(struct notice_publication_told, known),
      .help = "notice.told.known" },
    { "digest", NULL, FIELD_TEXT, 0, AT(struct notice_publication_told, digest), 64 },
};
static const struct shape publication_shape =
    SHAPE("notice_publication_told", struct notice_publication_told, publication_fields);
static const struct field related_fields[] = {
    { "how", NULL, FIELD_TEXT, 0, AT(struct notice_related, how), 60,
      .help = "notice.told.how" },
    { "number", NULL, FIELD_TEXT, 0, AT(struct notice_related, number), 80,
      .help = "notice.told.number" },
    { "title", NULL, FIELD_TEXT, FIELD_SPARSE, AT(struct notice_related, title), 200,
      .help = "notice.told.title" },
};
static const struct shape related_shape =
    SHAPE("notice_related", struct notice_related, related_fields);

#define SHOWN(member_) AT(struct notice_shown, member_)
static const struct field shown_fields[] = {
    { "notice", NULL, FIELD_OBJECT, 0, SHOWN(head), .of = &notice_listed_shape,
      .help = "notice.told.notice" },
    { "plain_zh", NULL, FIELD_TEXT, FIELD_SPARSE, SHOWN(plain_zh), 1000,
      .help = "notice.told.plain" },
    { "plain_en", NULL, FIELD_TEXT, FIELD_SPARSE, SHOWN(plain_en), 2000,
      .help = "notice.told.plain" },
    { "contact", NULL, FIELD_TEXT, FIELD_SPARSE, SHOWN(contact), 200,
      .help = "notice.told.contact" },
    { "checker", NULL, FIELD_TEXT, FIELD_SPARSE, SHOWN(checker), 60,
      .help = "notice.told.checker" },
    { "measures", NULL, FIELD_LIST, 0, SHOWN(measures), .of = &notice_measure_told_shape,
      .help = "notice.told.measures" },
    { "attachments", NULL, FIELD_LIST, FIELD_SPARSE, SHOWN(attachments),
      .of = &attachment_shape, .help = "notice.told.attachments" },
    { "related", NULL, FIELD_LIST, FIELD_SPARSE, SHOWN(related), .of = &related_shape,
      .help = "notice.told.related" },
    { "publications", NULL, FIELD_LIST, 0, SHOWN(publications), .of = &publication_shape,
      .help = "notice.told.publications" },
};
static const struct shape shown_shape =
    SHAPE("notice_shown", struct notice_shown, shown_fields);

const struct action notice_list_action = {
    .name = "notice.list", .method = "GET", .path = "/api/v1/notices",
    .flags = ACTION_READ | ACTION_PUBLIC, .input = &list_input_shape,
    .facts = &register_facts_shape, .outcome = &list_shape, .answer = &list_shape,
    .help = "notice.help.list", .gather = notice_gather_register, .decide = notice_decide_list,
};
const struct action notice_show_action = {
    .name = "notice.show", .method = "GET", .path = "/api/v1/notice",
    .flags = ACTION_READ | ACTION_PUBLIC, .input = &show_input_shape,
    .facts = &register_facts_shape, .outcome = &shown_shape, .answer = &shown_shape,
    .help = "notice.help.show", .gather = notice_gather_register, .decide = notice_decide_show,
};

/* ---- announcements ---- */

#define SAID(member_) AT(struct notice_announce_input, member_)
static const struct field announce_fields[] = {
    { "announcement", NULL, FIELD_ID, 0, SAID(announcement),
      .help = "notice.field.announcement" },
    { "kind", NULL, FIELD_TEXT, FIELD_REQUIRED, SAID(kind), 20,
      .help = "notice.field.announcement-kind" },
    { "place", NULL, FIELD_COUNT, FIELD_REQUIRED, SAID(place), .help = "notice.field.place" },
    { "title", NULL, FIELD_TEXT, FIELD_REQUIRED, SAID(title), 200,
      .help = "notice.told.title" },
    { "body", NULL, FIELD_TEXT, FIELD_REQUIRED, SAID(body), 8000, .help = "notice.told.body" },
    { "matter", NULL, FIELD_TEXT, 0, SAID(matter), 400, .help = "notice.field.matter" },
    { "aspects", NULL, FIELD_TEXT, 0, SAID(aspects), 60, .help = "notice.field.aspects" },
    { "item", NULL, FIELD_TEXT, 0, SAID(item), 200, .help = "notice.told.item" },
    { "method", NULL, FIELD_TEXT, 0, SAID(method), 1000, .help = "notice.told.method" },
    { "materials", NULL, FIELD_TEXT, 0, SAID(materials), 1000,
      .help = "notice.told.materials" },
    { "flow", NULL, FIELD_TEXT, 0, SAID(flow), 1000, .help = "notice.told.flow" },
    { "contact", NULL, FIELD_TEXT, 0, SAID(contact), 200, .help = "notice.told.contact" },
    { "document", NULL, FIELD_ID, 0, SAID(document), .help = "notice.field.document" },
};
static const struct shape announce_shape =
    SHAPE("notice_announce", struct notice_announce_input, announce_fields);
static const struct field announcement_input_fields[] = {
    { "announcement", NULL, FIELD_ID, FIELD_REQUIRED,
      AT(struct notice_announcement_input, announcement),
      .help = "notice.field.announcement" },
};
static const struct shape announcement_input_shape =
    SHAPE("notice_announcement_input", struct notice_announcement_input,
          announcement_input_fields);
static const struct field withdraw_fields[] = {
    { "announcement", NULL, FIELD_ID, FIELD_REQUIRED,
      AT(struct notice_announcement_input, announcement),
      .help = "notice.field.announcement" },
    { "reason", NULL, FIELD_TEXT, FIELD_REQUIRED, AT(struct notice_announcement_input, reason),
      200, .help = "notice.field.reason" },
};
static const struct shape withdraw_shape =
    SHAPE("notice_announcement_withdraw", struct notice_announcement_input, withdraw_fields);
static const struct field announcements_input_fields[] = {
    { "state", NULL, FIELD_TEXT, 0, AT(struct notice_announcements_input, state), 20,
      .help = "notice.told.state" },
    { "before", NULL, FIELD_ID, 0, AT(struct notice_announcements_input, before),
      .help = "notice.field.before" },
    { "place", NULL, FIELD_COUNT, 0, AT(struct notice_announcements_input, place),
      .help = "notice.field.place" },
};
static const struct shape announcements_input_shape =
    SHAPE("notice_announcements_input", struct notice_announcements_input,
          announcements_input_fields);
static const struct shape announcement_facts_shape =
    { .name = "notice_announcement_facts", .size = sizeof(struct notice_announcement_facts) };

static const struct field announced_fields[] = {
    { "announcement", NULL, FIELD_ID, 0, AT(struct notice_announced, announcement),
      .help = "notice.field.announcement" },
    { "state", NULL, FIELD_TEXT, 0, AT(struct notice_announced, state), 20,
      .help = "notice.told.state" },
    { "out_at", NULL, FIELD_MOMENT, FIELD_SPARSE, AT(struct notice_announced, out_at),
      .help = "notice.told.out" },
    { "taken", NULL, FIELD_COUNT, FIELD_SPARSE, AT(struct notice_announced, taken),
      .help = "notice.told.taken" },
};
static const struct shape announced_shape =
    SHAPE("notice_announced", struct notice_announced, announced_fields);

#define ROW(member_) AT(struct notice_announcement, member_)
#define ANNOUNCEMENT_TOLD \
    { "announcement", NULL, FIELD_ID, 0, ROW(announcement), \
        .help = "notice.field.announcement" }, \
    { "kind", NULL, FIELD_TEXT, 0, ROW(kind), 20 }, \
    { "title", NULL, FIELD_TEXT, 0, ROW(title), 200, .help = "notice.told.title" }, \
    { "out_at", NULL, FIELD_MOMENT, FIELD_SPARSE, ROW(out_at), .help = "notice.told.out" }, \
    { "place", NULL, FIELD_COUNT, 0, ROW(place), .help = "notice.told.place" }, \
    { "state", NULL, FIELD_TEXT, 0, ROW(state), 20 }
static const struct field row_fields[] = { ANNOUNCEMENT_TOLD };
static const struct shape row_shape =
    SHAPE("notice_announcement_row", struct notice_announcement, row_fields);
static const struct field told_fields[] = {
    ANNOUNCEMENT_TOLD,
    { "body", NULL, FIELD_TEXT, 0, ROW(body), 8000, .help = "notice.told.body" },
    { "matter", NULL, FIELD_TEXT, FIELD_SPARSE, ROW(matter), 400 },
    { "item", NULL, FIELD_TEXT, FIELD_SPARSE, ROW(item), 200, .help = "notice.told.item" },
    { "method", NULL, FIELD_TEXT, FIELD_SPARSE, ROW(method), 1000,
      .help = "notice.told.method" },
    { "materials", NULL, FIELD_TEXT, FIELD_SPARSE, ROW(materials), 1000,
      .help = "notice.told.materials" },
    { "flow", NULL, FIELD_TEXT, FIELD_SPARSE, ROW(flow), 1000, .help = "notice.told.flow" },
    { "contact", NULL, FIELD_TEXT, FIELD_SPARSE, ROW(contact), 200,
      .help = "notice.told.contact" },
    { "document", NULL, FIELD_ID, FIELD_SPARSE, ROW(document) },
    { "withdrawn_at", NULL, FIELD_MOMENT, FIELD_SPARSE, ROW(withdrawn_at),
      .help = "notice.told.withdrawn" },
    { "withdrawn_why", NULL, FIELD_TEXT, FIELD_SPARSE, ROW(withdrawn_why), 200,
      .help = "notice.told.withdrawn-why" },
};
static const struct shape told_shape =
    SHAPE("notice_announcement_told", struct notice_announcement, told_fields);
static const struct field announcements_fields[] = {
    { "announcements", NULL, FIELD_LIST, 0,
      AT(struct notice_announcements_answer, announcements), .of = &row_shape,
      .help = "notice.told.announcements" },
};
static const struct shape announcements_shape =
    SHAPE("notice_announcements", struct notice_announcements_answer, announcements_fields);

static void announcement_keys(const struct request *request, struct keys *keys)
{
    keys_add(keys, ((const struct notice_announcement_input *)request->input)->announcement);
}

/* What it lets into force is numbered as a publication. */
static void out_keys(const struct request *request, struct keys *keys)
{
    announcement_keys(request, keys);
    keys_add(keys, notice_publications_key());
}

static void announce_keys(const struct request *request, struct keys *keys)
{
    const struct notice_announce_input *input = request->input;
    keys_add(keys, input->announcement != 0 ? input->announcement
                                            : (int64_t)(text_hash(input->title) >> 1));
}

/* The first field of every input is the number. */
_Static_assert(offsetof(struct notice_announce_input, announcement)
               == offsetof(struct notice_announcement_input, announcement), "read alike");

const struct action notice_announce_action = {
    .name = "notice.announce", .method = "POST", .path = "/api/v1/announcements",
    .flags = ACTION_ONCE, .input = &announce_shape,
    .facts = &announcement_facts_shape, .outcome = &announced_shape,
    .answer = &announced_shape, .help = "notice.help.announce", .keys = announce_keys,
    .gather = notice_gather_announcement, .decide = notice_decide_announce,
};
const struct action notice_announce_out_action = {
    .name = "notice.announce-out", .method = "POST",
    .path = "/api/v1/announcements/{announcement}/publication",
    .flags = ACTION_ONCE | ACTION_PUBLISHES, .input = &announcement_input_shape,
    .facts = &announcement_facts_shape, .outcome = &announced_shape,
    .answer = &announced_shape, .help = "notice.help.announce-out", .keys = out_keys,
    .gather = notice_gather_announce_out, .decide = notice_decide_announce_out,
};
const struct action notice_announce_withdraw_action = {
    .name = "notice.announce-withdraw", .method = "POST",
    .path = "/api/v1/announcements/{announcement}/withdrawal",
    .flags = ACTION_ONCE, .input = &withdraw_shape, .facts = &announcement_facts_shape,
    .outcome = &announced_shape, .answer = &announced_shape,
    .help = "notice.help.announce-withdraw", .keys = announcement_keys,
    .gather = notice_gather_announcement, .decide = notice_decide_announce_withdraw,
};
const struct action notice_announcements_action = {
    .name = "notice.announcements", .method = "GET", .path = "/api/v1/announcements",
    .flags = ACTION_READ | ACTION_PUBLIC,
    .input = &announcements_input_shape, .facts = &announcement_facts_shape,
    .outcome = &announcements_shape, .answer = &announcements_shape,
    .next_page = { { "before", "announcement" } },
    .help = "notice.help.announcements", .gather = notice_gather_announcements,
    .decide = notice_decide_announcements,
};
const struct action notice_announcement_action = {
    .name = "notice.announcement", .method = "GET",
    .path = "/api/v1/announcements/{announcement}",
    .flags = ACTION_READ | ACTION_PUBLIC, .input = &announcement_input_shape,
    .facts = &announcement_facts_shape, .outcome = &told_shape, .answer = &told_shape,
    .help = "notice.help.announcement", .gather = notice_gather_announcement,
    .decide = notice_decide_announcement,
};
