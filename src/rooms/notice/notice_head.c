/* notice_head.c: see notice_head.h. */

#include "rooms/notice/notice_head.h"

#include "rooms/notice/notice_facts.h"

#include "base/yaml.h"

/* ---- the register's part ---- */

static const struct field word_fields[] = {
    { .name = "word", .kind = FIELD_TEXT, .flags = FIELD_REQUIRED,
      .offset = AT(struct notice_word, word), .length_max = 100 },
};
static const struct shape word_shape = SHAPE("word", struct notice_word, word_fields);
static const struct field attachment_fields[] = {
    { .name = "name", .kind = FIELD_TEXT, .flags = FIELD_REQUIRED,
      .offset = AT(struct notice_attachment, name), .length_max = 100 },
    { .name = "file", .kind = FIELD_TEXT, .offset = AT(struct notice_attachment, file),
      .length_max = 300 },
    { .name = "form", .kind = FIELD_TEXT, .offset = AT(struct notice_attachment, form),
      .length_max = 40 },
    { .name = "policies", .kind = FIELD_LIST, .offset = AT(struct notice_attachment, policies),
      .length_max = 40, .of = &word_shape },
};
static const struct shape attachment_shape =
    SHAPE("attachment", struct notice_attachment, attachment_fields);

#define OF(member_) AT(struct notice_register, member_)
static const struct field register_fields[] = {
    { .name = "issuer", .kind = FIELD_TEXT, .offset = OF(issuer), .length_max = 100 },
    { .name = "category", .kind = FIELD_TEXT, .offset = OF(category), .length_max = 60 },
    { .name = "disclosure", .kind = FIELD_TEXT, .offset = OF(disclosure), .length_max = 20 },
    { .name = "checker", .kind = FIELD_TEXT, .offset = OF(checker), .length_max = 60 },
    { .name = "contact", .kind = FIELD_TEXT, .offset = OF(contact), .length_max = 200 },
    { .name = "plain_zh", .kind = FIELD_TEXT, .offset = OF(plain_zh), .length_max = 1000 },
    { .name = "plain_en", .kind = FIELD_TEXT, .offset = OF(plain_en), .length_max = 2000 },
    { .name = "revoked_by", .kind = FIELD_TEXT, .offset = OF(revoked_by), .length_max = 200 },
    { .name = "cc", .kind = FIELD_LIST, .offset = OF(cc), .length_max = 60, .of = &word_shape },
    { .name = "attachments", .kind = FIELD_LIST, .offset = OF(attachments), .length_max = 40,
      .of = &attachment_shape },
};
static const struct shape register_shape =
    SHAPE("register", struct notice_register, register_fields);

static bool disclosure_is_known(struct text disclosure)
{
    return !text_present(disclosure) || text_is(disclosure, "open")
        || text_is(disclosure, "on-request") || text_is(disclosure, "internal");
}

static bool register_read(const struct yaml_reading *reading, const struct yaml *root,
                          struct notice_register *of)
{
    const struct yaml *node = yaml_member(root, TEXT("register"));
    if (node != NULL && !yaml_shape_fill(reading, node, &register_shape, of))
        return false;
    if (!disclosure_is_known(of->disclosure)) {
        rule_fault_add(reading->faults, reading->file, yaml_line(node), TEXT("disclosure"),
                       "rules.fault.unknown-name", of->disclosure, TEXT(""));
        return false;
    }
    if (!text_present(of->disclosure))
        of->disclosure = TEXT("open");
    return true;
}

/* ---- the head ---- */

static struct text copied(const struct yaml *root, const char *key, struct arena *arena)
{
    const struct yaml *node = yaml_member(root, text_of(key));
    return node == NULL ? (struct text){ 0 } : arena_text(arena, yaml_text(node));
}

static struct date day_of(const struct yaml *root, const char *key)
{
    struct date day = DATE_NONE;
    const struct yaml *node = yaml_member(root, text_of(key));
    return node != NULL && date_parse(yaml_text(node), &day) ? day : DATE_NONE;
}

static struct list words_of_node(const struct yaml_reading *reading, const struct yaml *root,
                                 const char *key)
{
    const struct yaml *node = yaml_member(root, text_of(key));
    struct text *items = NULL;
    size_t count = 0;
    if (node == NULL || !yaml_texts(reading, node, text_of(key), &items, &count))
        return (struct list){ 0 };
    struct notice_word *words = ARENA_ARRAY(reading->arena, struct notice_word, count + 1);
    for (size_t i = 0; i < count; i++)
        words[i].word = items[i];
    return (struct list){ words, count };
}

bool notice_head_read(struct text file, struct text text, struct arena *arena,
                      struct rule_faults *faults, struct notice_head *ret_head)
{
    const struct yaml *root = NULL;
    struct yaml_fault fault = { .line = 0 };
    int32_t before = faults->count;
    if (!yaml_parse(text, arena, &root, &fault)) {
        rule_fault_add(faults, file, fault.line, TEXT(""), "rules.fault.yaml", fault.reason,
                       TEXT(""));
        return false;
    }
    const struct yaml_reading reading = { file, arena, faults };
    int64_t place = -1;
    struct notice_head head = {
        .file = arena_text(arena, file), .number = copied(root, "notice", arena),
        .title = copied(root, "title", arena), .forwards = copied(root, "forwards", arena),
        .prefix = copied(root, "short", arena),
        .issued = day_of(root, "issued"), .known = day_of(root, "known"),
        .until = day_of(root, "until"),
        .basis = words_of_node(&reading, root, "basis"),
        .revokes = words_of_node(&reading, root, "revokes"),
        .measures = (int64_t)yaml_count(yaml_member(root, TEXT("measures"))),
        .digest = digest_sm3(text),
    };
    if (!text_present(head.number) || head.issued.yyyymmdd == 0
        || !text_to_int64(yaml_text(yaml_member(root, TEXT("place"))), &place) || place < 0
        || place > INT32_MAX)
        rule_fault_add(faults, file, 1, TEXT("notice"), "rules.fault.not-a-notice", TEXT(""),
                       TEXT(""));
    head.place = (int32_t)place;
    register_read(&reading, root, &head.of);
    if (faults->count != before)
        return false;
    *ret_head = head;
    return true;
}

/* The day before it, when the head of another notice revokes this one. */
static void until_revoked(const struct book *book, const struct publication *of,
                          struct notice_head *head)
{
    struct date known = head->known.yyyymmdd != 0 ? head->known
        : of->known.ms != 0 ? date_of_moment(of->known) : head->issued;
    struct date from = book_notice_revoked(book, head->number, known);
    if (from.yyyymmdd == 0)
        return;
    struct date last = date_plus_days(from, -1);
    if (head->until.yyyymmdd == 0 || date_compare(last, head->until) < 0)
        head->until = last;
}

size_t notice_heads(const struct book *book, struct arena *arena,
                    const struct notice_head **ret_heads)
{
    size_t all, count = 0;
    const struct publication *publications = book_publications(book, &all);
    struct notice_head *heads = ARENA_ARRAY(arena, struct notice_head, all + 1);
    struct rule_faults faults;
    rule_faults_init(&faults, arena);
    for (size_t i = 0; i < all; i++) {
        const struct publication *one = &publications[i];
        if (!text_starts(one->file, TEXT(NOTICE_FILES)) || !text_present(text_trim(one->text))
            || book_publication(book, one->file) != one
            || !notice_head_read(one->file, one->text, arena, &faults, &heads[count]))
            continue;
        until_revoked(book, one, &heads[count]);
        heads[count++].sequence = one->sequence;
    }
    *ret_heads = heads;
    return count;
}

const struct notice_head *notice_head_of(const struct notice_head *heads, size_t count,
                                         struct text number)
{
    for (size_t i = 0; i < count; i++)
        if (text_equal(heads[i].number, number))
            return &heads[i];
    return NULL;
}

enum notice_state notice_state_on(const struct notice_head *head, struct date day)
{
    bool ended = head->until.yyyymmdd != 0 && date_compare(day, head->until) > 0;
    return ended ? NOTICE_ENDED : NOTICE_IN_FORCE;
}

/* ---- its end ---- */

/* Lines of the head stand at the margin: a measure's own `until` does not. The new text is known
 * from its publication, whatever the old one said of itself. */
struct text notice_text_ended(struct text text, struct date until, struct text paper,
                              struct arena *arena)
{
    size_t most = text.length + paper.length + 100;
    struct builder builder = builder_over(arena_take(arena, most), most);
    builder_add(&builder, TEXT("until: "));
    date_write(&builder, until);
    if (text_present(paper)) {
        builder_add(&builder, TEXT("    # "));
        builder_add(&builder, paper);
    }
    builder_add_char(&builder, '\n');
    for (struct text rest = text; rest.data != NULL && rest.length > 0;) {
        struct text line = text_until(rest, '\n', &rest);
        if (text_starts(line, TEXT("until:")) || text_starts(line, TEXT("known:")))
            continue;
        builder_add(&builder, line);
        builder_add_char(&builder, '\n');
    }
    return builder_text(&builder);
}

struct text notice_contact_of(const struct book *book, struct text number, struct arena *arena,
                              int32_t *ret_place)
{
    const struct notice_head *heads;
    size_t count = notice_heads(book, arena, &heads);
    const struct notice_head *head = notice_head_of(heads, count, number);
    if (head == NULL)
        return (struct text){ 0 };
    *ret_place = head->place;
    return head->of.contact;
}
