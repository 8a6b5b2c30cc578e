/* notice_article.c: see notice_article.h. LAW: LY22-L4b */

#include "rooms/notice/notice_article.h"

#include "base/check.h"
#include "core/divisions.h"
#include "rooms/notice/notice_board.h"
#include "rooms/notice/notice_register.h"

#define ROW(member_) AT(struct notice_article, member_)
static const struct field row_fields[] = {
    { "bucket", NULL, FIELD_COUNT, FIELD_REQUIRED, ROW(bucket) },
    { "article", NULL, FIELD_ID, FIELD_REQUIRED, ROW(article) },
    { "number", NULL, FIELD_TEXT, FIELD_REQUIRED, ROW(number), 80 },
    { "title", NULL, FIELD_TEXT, FIELD_REQUIRED, ROW(title), 200 },
    { "medium", NULL, FIELD_TEXT, FIELD_REQUIRED, ROW(medium), 100 },
    { "link", NULL, FIELD_TEXT, 0, ROW(link), 300 },
    { "printed_on", NULL, FIELD_DAY, FIELD_REQUIRED, ROW(printed_on) },
    { "office", NULL, FIELD_ID, FIELD_REQUIRED, ROW(office) },
    { "place", NULL, FIELD_COUNT, FIELD_REQUIRED, ROW(place) },
    { "said_by", NULL, FIELD_ID, FIELD_REQUIRED, ROW(said_by) },
    { "said_at", NULL, FIELD_MOMENT, FIELD_REQUIRED, ROW(said_at) },
};
static const struct shape row_shape = SHAPE("notice_article", struct notice_article, row_fields);
const struct table notice_article_table = { "notice_article", &row_shape, 2, NULL };
static const struct field key_fields[] = {
    { "bucket", NULL, FIELD_COUNT, FIELD_REQUIRED, AT(struct notice_progress_key, bucket) },
    { "number", NULL, FIELD_TEXT, FIELD_REQUIRED, AT(struct notice_progress_key, number) },
};
static const struct shape key_shape =
    SHAPE("notice_article_key", struct notice_progress_key, key_fields);
const struct query notice_articles_of = {
    .name = "notice.articles-of", .from = "notice_article",
    .where = "bucket = {bucket} AND number = {number}", .order = "printed_on, article",
    .key = &key_shape, .row = &row_shape, .row_max = 20000, .guard = GUARD_PUBLIC,
};

/* ---- writing one down ---- */

struct article_facts { const struct list *articles; };

static bool gather_nothing(struct gather *gather, const struct request *request, void *facts)
{
    (void)gather;
    (void)request;
    (void)facts;
    return true;
}

static bool is_in_register(const struct request *request, struct text number)
{
    const struct notice_head *heads;
    size_t count = notice_heads(request->book, request->arena, &heads);
    const struct notice_head *head = notice_head_of(heads, count, number);
    return head != NULL && notice_may_see(request, head);
}

static void article_keys(const struct request *request, struct keys *keys)
{
    (void)request;
    keys_add(keys, (int64_t)(text_hash(TEXT("notice.article")) >> 1));
}

static void decide_article(const struct request *request, const void *facts,
                           struct decision *decision)
{
    (void)facts;
    const struct notice_article_input *input = request->input;
    if (!is_in_register(request, input->number)) {
        decision_refuse(decision, "notice.refused.no-such-notice", "number");
        return;
    }
    if (date_compare(input->printed_on, date_of_moment(request->at)) > 0) {
        decision_refuse(decision, "notice.refused.not-printed-yet", "printed_on");
        return;
    }
    const struct notice_article row = {
        .bucket = NOTICE_BUCKET, .article = id_mint(request->minter, NOTICE_BUCKET),
        .number = input->number, .title = input->title, .medium = input->medium,
        .link = input->link, .printed_on = input->printed_on,
        .office = request->actor->office, .place = request->actor->division,
        .said_by = request->actor->account, .said_at = request->at,
    };
    decision_insert(decision, &notice_article_table, &row);
    decision->subject = row.article;
    ((struct notice_article_said *)decision->outcome)->article = row.article;
}

/* ---- the list ---- */

static bool gather_articles(struct gather *gather, const struct request *request, void *facts)
{
    const struct notice_articles_input *input = request->input;
    const struct notice_progress_key key = { NOTICE_BUCKET, input->number };
    struct article_facts *found = facts;
    found->articles = gather_want(gather, &notice_articles_of, &key);
    return found->articles != NULL;
}

static void decide_articles(const struct request *request, const void *facts,
                            struct decision *decision)
{
    const struct notice_articles_input *input = request->input;
    const struct list *all = ((const struct article_facts *)facts)->articles;
    if (!is_in_register(request, input->number)) {
        decision_refuse(decision, "notice.refused.no-such-notice", "number");
        return;
    }
    const struct notice_article *rows = all->items;
    struct notice_article *told =
        ARENA_ARRAY(request->arena, struct notice_article, all->count + 1);
    size_t count = 0;
    for (size_t i = 0; i < all->count; i++)
        if (input->place == 0
            || division_is_within(book_divisions(request->book), (int32_t)rows[i].place,
                                  (int32_t)input->place))
            told[count++] = rows[i];
    ((struct notice_articles *)decision->outcome)->articles = (struct list){ told, count };
}

/* ---- tables ---- */

#define SAID(member_) AT(struct notice_article_input, member_)
static const struct field input_fields[] = {
    { "number", NULL, FIELD_TEXT, FIELD_REQUIRED, SAID(number), 80,
      .help = "notice.field.number" },
    { "title", NULL, FIELD_TEXT, FIELD_REQUIRED, SAID(title), 200,
      .help = "notice.article.title" },
    { "medium", NULL, FIELD_TEXT, FIELD_REQUIRED, SAID(medium), 100,
      .help = "notice.article.medium" },
    { "link", NULL, FIELD_TEXT, 0, SAID(link), 300, .help = "notice.article.link" },
    { "printed_on", NULL, FIELD_DAY, FIELD_REQUIRED, SAID(printed_on),
      .help = "notice.article.printed-on" },
};
static const struct shape input_shape =
    SHAPE("notice_article_input", struct notice_article_input, input_fields);
static const struct field said_fields[] = {
    { "article", NULL, FIELD_ID, 0, AT(struct notice_article_said, article) },
};
static const struct shape said_shape =
    SHAPE("notice_article_said", struct notice_article_said, said_fields);
static const struct field asked_fields[] = {
    { "number", NULL, FIELD_TEXT, FIELD_REQUIRED, AT(struct notice_articles_input, number), 80,
      .help = "notice.field.number" },
    { "place", NULL, FIELD_COUNT, 0, AT(struct notice_articles_input, place),
      .help = "notice.field.place" },
};
static const struct shape asked_shape =
    SHAPE("notice_articles_asked", struct notice_articles_input, asked_fields);
static const struct field told_fields[] = {
    { "title", NULL, FIELD_TEXT, 0, ROW(title), 200, .help = "notice.article.title" },
    { "medium", NULL, FIELD_TEXT, 0, ROW(medium), 100, .help = "notice.article.medium" },
    { "printed_on", NULL, FIELD_DAY, 0, ROW(printed_on), .help = "notice.article.printed-on" },
    { "link", NULL, FIELD_TEXT, FIELD_SPARSE, ROW(link), 300, .help = "notice.article.link" },
    { "place", NULL, FIELD_COUNT, 0, ROW(place), .help = "notice.field.place" },
};
static const struct shape told_shape =
    SHAPE("notice_article_told", struct notice_article, told_fields);
static const struct field answer_fields[] = {
    { "articles", NULL, FIELD_LIST, 0, AT(struct notice_articles, articles), .of = &told_shape,
      .help = "notice.article.articles" },
};
static const struct shape answer_shape =
    SHAPE("notice_articles", struct notice_articles, answer_fields);
static const struct shape facts_shape =
    { .name = "notice_article_facts", .size = sizeof(struct article_facts) };

const struct action notice_article_action = {
    .name = "notice.article", .method = "POST", .path = "/api/v1/articles",
    .flags = ACTION_ONCE, .input = &input_shape, .facts = &facts_shape,
    .outcome = &said_shape, .answer = &said_shape, .help = "notice.help.article",
    .keys = article_keys, .gather = gather_nothing, .decide = decide_article,
};
const struct action notice_articles_action = {
    .name = "notice.articles", .method = "GET", .path = "/api/v1/articles",
    .flags = ACTION_READ, .input = &asked_shape, .facts = &facts_shape,
    .outcome = &answer_shape, .answer = &answer_shape, .help = "notice.help.articles",
    .gather = gather_articles, .decide = decide_articles,
};
