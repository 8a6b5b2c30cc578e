/* notice_compose.c: see notice_compose.h. */

#include "rooms/notice/notice_compose.h"

#include "rooms/notice/notice_document.h"
#include "rooms/notice/notice_register.h"

#include "base/check.h"
#include "base/limits.h"
#include "core/measure_form.h"
#include "core/measure_tell.h"

#include <string.h>

#define PATH_BYTES 120
#define TELL_BYTES (32 * 1024)
/* The longest table of a verb with all its parts has some thirty rows. */
#define FIELDS_MAX 100

/* ---- the forms ---- */

struct form_told {
    struct text path, zh, en, kind, words, values;
    bool required, any, day, span, money;       /* the last four: what may stand there besides */
};
struct verb_told { struct text verb, zh, en, does_zh, does_en; bool rows; struct list fields; };
struct word_told { struct text word, zh, en; };
struct set_told { struct text name; struct list words; };
struct forms_told { struct list verbs, common, point, scope, sets; };

static const char *const kind_names[FORM_KINDS] = {
    [FORM_WORD] = "word", [FORM_WORDS] = "words", [FORM_REF] = "ref", [FORM_REFS] = "refs",
    [FORM_NAME] = "name", [FORM_NAMES] = "names", [FORM_TEXT] = "text", [FORM_SPAN] = "span",
    [FORM_POINT] = "point", [FORM_DAY] = "day", [FORM_FLAG] = "flag", [FORM_COUNT] = "count",
    [FORM_SHARE] = "share", [FORM_POINTS] = "points", [FORM_MONTHS] = "months",
    [FORM_MONTH] = "month", [FORM_MAPPING] = "mapping", [FORM_PERIODS] = "periods",
    [FORM_ROWS] = "rows", [FORM_STEPS] = "steps", [FORM_OWNERS] = "owners",
    [FORM_SCOPE] = "scope",
};

struct telling {
    const struct vocabulary *vocabulary;
    struct arena *arena;
    struct form_told *rows;
    size_t count;
};

static struct text or_absent(const char *name)
{
    return name == NULL ? (struct text){ 0 } : text_of(name);
}

static void tell_fields(struct telling *telling, const struct form *form, const char *prefix)
{
    for (size_t i = 0; i < form->field_count; i++) {
        const struct form_field *field = &form->fields[i];
        struct text name = text_of(field->name);
        char path[PATH_BYTES];
        struct builder builder = builder_over(path, sizeof path);
        builder_format(&builder, "%s%s", prefix, field->name);
        CHECK(!builder.overflow && telling->count < FIELDS_MAX);
        telling->rows[telling->count++] = (struct form_told){
            .path = arena_text(telling->arena, builder_text(&builder)),
            .zh = vocabulary_say(telling->vocabulary, "fields", name, LANGUAGE_CHINESE),
            .en = vocabulary_say(telling->vocabulary, "fields", name, LANGUAGE_ENGLISH),
            .kind = text_of(kind_names[field->kind]), .words = or_absent(field->words),
            .values = or_absent(field->values),
            .required = (field->flags & FORM_REQUIRED) != 0,
            .any = (field->flags & FORM_OR_ANY) != 0, .day = (field->flags & FORM_OR_DAY) != 0,
            .span = (field->flags & FORM_OR_SPAN) != 0,
            .money = (field->flags & FORM_OR_MONEY) != 0,
        };
        if (field->of == NULL)
            continue;
        builder_add(&builder, TEXT("."));
        builder_add_char(&builder, '\0');
        CHECK(!builder.overflow);
        tell_fields(telling, field->of, path);      /* as deep as the tables nest */
    }
}

static struct list fields_of(const struct request *request, const struct form *form)
{
    struct telling telling = { book_vocabulary(request->book), request->arena,
        ARENA_ARRAY(request->arena, struct form_told, FIELDS_MAX), 0 };
    tell_fields(&telling, form, "");
    return (struct list){ telling.rows, telling.count };
}

static struct list scope_of(const struct request *request)
{
    const struct vocabulary *vocabulary = book_vocabulary(request->book);
    struct form_told *rows =
        ARENA_ARRAY(request->arena, struct form_told, measure_scope_path_count);
    for (size_t i = 0; i < measure_scope_path_count; i++) {
        const struct scope_path *path = &measure_scope_paths[i];
        struct text name = text_of(path->path);
        rows[i] = (struct form_told){
            .path = name, .words = or_absent(path->words),
            .zh = vocabulary_say(vocabulary, "fields", name, LANGUAGE_CHINESE),
            .en = vocabulary_say(vocabulary, "fields", name, LANGUAGE_ENGLISH),
            .kind = path->words != NULL ? TEXT("words")
                : path->of == SCOPE_PLACE ? TEXT("places") : TEXT("names"),
        };
    }
    return (struct list){ rows, measure_scope_path_count };
}

static struct list verbs_of(const struct request *request)
{
    const struct vocabulary *vocabulary = book_vocabulary(request->book);
    struct verb_told *rows = ARENA_ARRAY(request->arena, struct verb_told, VERB_COUNT);
    for (int i = 0; i < VERB_COUNT; i++) {
        const char *name = measure_verb_name((enum measure_verb)i);
        const char *key = arena_format(request->arena, "rules.verb.%s", name).data;
        rows[i] = (struct verb_told){
            .verb = text_of(name),
            .zh = vocabulary_say(vocabulary, "verbs", text_of(name), LANGUAGE_CHINESE),
            .en = vocabulary_say(vocabulary, "verbs", text_of(name), LANGUAGE_ENGLISH),
            .does_zh = words_of(key, LANGUAGE_CHINESE),
            .does_en = words_of(key, LANGUAGE_ENGLISH),
            .rows = i == VERB_OUTAGE, .fields = fields_of(request, &measure_forms[i]),
        };
    }
    return (struct list){ rows, VERB_COUNT };
}

/* The names of fields and verbs stand beside them already. */
static struct list sets_of(const struct request *request)
{
    const struct vocabulary *vocabulary = book_vocabulary(request->book);
    struct set_told *rows = ARENA_ARRAY(request->arena, struct set_told, vocabulary->count + 1);
    size_t count = 0;
    for (size_t i = 0; i < vocabulary->count; i++) {
        const struct word_set *set = &vocabulary->sets[i];
        if (text_is(set->name, "fields"))
            continue;
        struct word_told *words = ARENA_ARRAY(request->arena, struct word_told, set->count + 1);
        for (size_t k = 0; k < set->count; k++)
            words[k] = (struct word_told){ set->words[k].name, set->words[k].chinese,
                                           set->words[k].english };
        rows[count++] = (struct set_told){ set->name, { words, set->count } };
    }
    return (struct list){ rows, count };
}

static void decide_forms(const struct request *request, const void *facts,
                         struct decision *decision)
{
    (void)facts;
    if (book_vocabulary(request->book) == NULL)
        return;
    *(struct forms_told *)decision->outcome = (struct forms_told){
        .verbs = verbs_of(request), .common = fields_of(request, &measure_common_form),
        .point = fields_of(request, &measure_point_form), .scope = scope_of(request),
        .sets = sets_of(request),
    };
}

/* ---- the preview ---- */

/* A form has names for its fields; who reads it has never seen their keys. */
static struct text sentence(const struct request *request, const struct rule_fault *fault,
                            enum language language)
{
    char bytes[600];
    struct builder builder = builder_over(bytes, sizeof bytes);
    struct text details[] = { fault->detail[0], fault->detail[1] };
    if (strcmp(fault->why, "rules.fault.missing") == 0)
        details[0] = vocabulary_say(book_vocabulary(request->book), "fields", details[0],
                                    language);
    words_write(&builder, fault->why, language, details, 2);
    return arena_text(request->arena, builder_text(&builder));
}

static void tell_faults(const struct request *request, const struct rule_faults *faults,
                        struct text file, struct notice_preview *preview)
{
    const struct notice_head *heads;
    size_t head_count = notice_heads(request->book, request->arena, &heads), count = 0;
    struct notice_preview_fault *rows = ARENA_ARRAY(request->arena, struct notice_preview_fault,
                                                    (size_t)faults->count + 1);
    for (const struct rule_fault *fault = faults->first; fault != NULL; fault = fault->next) {
        struct text elsewhere = { 0 };
        for (size_t i = 0; i < head_count && !text_equal(fault->file, file); i++)
            if (text_equal(heads[i].file, fault->file))
                elsewhere = heads[i].number;
        rows[count++] = (struct notice_preview_fault){
            .line = text_present(elsewhere) ? 0 : fault->line, .key = fault->key,
            .elsewhere = elsewhere,
            .zh = sentence(request, fault, LANGUAGE_CHINESE),
            .en = sentence(request, fault, LANGUAGE_ENGLISH),
        };
    }
    preview->faults = (struct list){ rows, count };
}

typedef void tell_function(struct builder *builder, const struct measure *measure,
                           const struct vocabulary *vocabulary, enum language language);

static struct text told(const struct request *request, const struct book *book,
                        const struct measure *measure, enum language language,
                        tell_function *tell, char *scratch)
{
    struct builder builder = builder_over(scratch, TELL_BYTES);
    tell(&builder, measure, book_vocabulary(book), language);
    return arena_text(request->arena, builder_text(&builder));
}

/* Texts of the book that is given back are copied. */
static struct notice_preview_measure measure_told(const struct request *request,
                                                  const struct book *book,
                                                  const struct measure *measure, char *scratch)
{
    struct arena *arena = request->arena;
    struct text ids = { 0 };
    for (size_t i = 0; i < measure->ids.count; i++)
        ids = arena_format(arena, "%.*s%s%.*s", TEXT_ARGS(ids), i == 0 ? "" : " ",
                           TEXT_ARGS(measure->ids.items[i]));
    return (struct notice_preview_measure){
        .ids = ids, .verb = text_of(measure_verb_name(measure->verb)),
        .zh = arena_text(arena, measure->chinese), .en = arena_text(arena, measure->says),
        .does_zh = told(request, book, measure, LANGUAGE_CHINESE, measure_tell_body, scratch),
        .does_en = told(request, book, measure, LANGUAGE_ENGLISH, measure_tell_body, scratch),
        .rest_zh = told(request, book, measure, LANGUAGE_CHINESE, measure_tell_rest, scratch),
        .rest_en = told(request, book, measure, LANGUAGE_ENGLISH, measure_tell_rest, scratch),
    };
}

static void tell_measures(const struct request *request, const struct book *book,
                          const struct notice_head *head, struct notice_preview *preview)
{
    char *scratch = arena_take(request->arena, TELL_BYTES);
    const struct measure **measures;
    size_t count = notice_measures_of(book, head, DATE_NONE, request->arena, &measures);
    struct notice_preview_measure *rows =
        ARENA_ARRAY(request->arena, struct notice_preview_measure, count + 1);
    for (size_t i = 0; i < count; i++)
        rows[i] = measure_told(request, book, measures[i], scratch);
    preview->measures = (struct list){ rows, count };
}

static void decide_preview(const struct request *request, const void *facts,
                           struct decision *decision)
{
    (void)facts;
    const struct notice_preview_input *input = request->input;
    struct notice_preview *preview = decision->outcome;
    struct text file = TEXT("text");
    struct rule_faults faults;
    rule_faults_init(&faults, request->arena);
    struct notice_head head;
    const struct book *book = NULL;
    if (notice_head_read(file, input->text, request->arena, &faults, &head)) {
        const struct notice_head *heads;
        size_t count = notice_heads(request->book, request->arena, &heads);
        const struct notice_head *held = notice_head_of(heads, count, head.number);
        preview->number = head.number;
        preview->replaces = held != NULL;
        file = held != NULL ? held->file : arena_format(request->arena,
            NOTICE_FILES "%d/desk-preview.yaml", (int)head.place);
        head.file = file;
        if (!notice_may_speak_for(request, head.place))
            rule_fault_add(&faults, file, 0, TEXT("place"), "notice.refused.out-of-place",
                           TEXT(""), TEXT(""));
        const struct publication publication =
            notice_publication_made(request, file, input->text);
        if (faults.count == 0)
            book = book_add(request->book, &publication, 1, &faults);
    }
    if (book == NULL)
        tell_faults(request, &faults, file, preview);
    else
        tell_measures(request, book, &head, preview);
    book_release(book);
}

/* ---- the rows ---- */

static const struct field form_fields[] = {
    FIELD(struct form_told, path, FIELD_TEXT, .length_max = PATH_BYTES),
    FIELD(struct form_told, zh, FIELD_TEXT, .length_max = 60),
    FIELD(struct form_told, en, FIELD_TEXT, .length_max = 120),
    FIELD(struct form_told, kind, FIELD_TEXT, .length_max = 20),
    FIELD(struct form_told, words, FIELD_TEXT, .flags = FIELD_SPARSE, .length_max = 60),
    FIELD(struct form_told, values, FIELD_TEXT, .flags = FIELD_SPARSE, .length_max = 60),
    FIELD(struct form_told, required, FIELD_FLAG, .flags = 0),
    FIELD(struct form_told, any, FIELD_FLAG, .flags = 0),
    FIELD(struct form_told, day, FIELD_FLAG, .flags = 0),
    FIELD(struct form_told, span, FIELD_FLAG, .flags = 0),
    FIELD(struct form_told, money, FIELD_FLAG, .flags = 0),
};
static const struct shape form_shape = SHAPE("notice_form_field", struct form_told, form_fields);
static const struct field verb_fields[] = {
    FIELD(struct verb_told, verb, FIELD_TEXT, .length_max = 20),
    FIELD(struct verb_told, zh, FIELD_TEXT, .length_max = 60),
    FIELD(struct verb_told, en, FIELD_TEXT, .length_max = 120),
    FIELD(struct verb_told, does_zh, FIELD_TEXT, .length_max = 400),
    FIELD(struct verb_told, does_en, FIELD_TEXT, .length_max = 400),
    FIELD(struct verb_told, rows, FIELD_FLAG, .flags = 0),
    FIELD(struct verb_told, fields, FIELD_LIST, .of = &form_shape),
};
static const struct shape verb_shape = SHAPE("notice_form_verb", struct verb_told, verb_fields);
static const struct field word_fields[] = {
    FIELD(struct word_told, word, FIELD_TEXT, .length_max = 80),
    FIELD(struct word_told, zh, FIELD_TEXT, .length_max = 60),
    FIELD(struct word_told, en, FIELD_TEXT, .length_max = 120),
};
static const struct shape word_shape = SHAPE("notice_form_word", struct word_told, word_fields);
static const struct field set_fields[] = {
    FIELD(struct set_told, name, FIELD_TEXT, .length_max = 60),
    FIELD(struct set_told, words, FIELD_LIST, .of = &word_shape),
};
static const struct shape set_shape = SHAPE("notice_form_set", struct set_told, set_fields);
static const struct field forms_fields[] = {
    FIELD(struct forms_told, verbs, FIELD_LIST, .of = &verb_shape),
    FIELD(struct forms_told, common, FIELD_LIST, .of = &form_shape),
    FIELD(struct forms_told, point, FIELD_LIST, .of = &form_shape),
    FIELD(struct forms_told, scope, FIELD_LIST, .of = &form_shape),
    FIELD(struct forms_told, sets, FIELD_LIST, .of = &set_shape),
};
static const struct shape forms_shape = SHAPE("notice_forms", struct forms_told, forms_fields);

struct forms_input { int64_t nothing; };
static const struct shape forms_input_shape =
    { .name = "notice_forms_input", .size = sizeof(struct forms_input) };
struct compose_facts { int64_t nothing; };
static const struct shape compose_facts_shape =
    { .name = "notice_compose_facts", .size = sizeof(struct compose_facts) };

static const struct field preview_input_fields[] = {
    FIELD(struct notice_preview_input, text, FIELD_BYTES, .flags = FIELD_REQUIRED,
          .length_max = LIMIT_FIELD_BYTES, .help = "notice.field.text"),
};
static const struct shape preview_input_shape =
    SHAPE("notice_preview_input", struct notice_preview_input, preview_input_fields);
static const struct field fault_fields[] = {
    FIELD(struct notice_preview_fault, line, FIELD_COUNT, .flags = 0),
    FIELD(struct notice_preview_fault, key, FIELD_TEXT, .flags = FIELD_SPARSE, .length_max = 120),
    FIELD(struct notice_preview_fault, elsewhere, FIELD_TEXT, .flags = FIELD_SPARSE,
          .length_max = 80, .help = "notice.told.number"),
    FIELD(struct notice_preview_fault, zh, FIELD_TEXT, .length_max = 600),
    FIELD(struct notice_preview_fault, en, FIELD_TEXT, .length_max = 600),
};
static const struct shape fault_shape =
    SHAPE("notice_preview_fault", struct notice_preview_fault, fault_fields);
static const struct field measure_fields[] = {
    FIELD(struct notice_preview_measure, ids, FIELD_TEXT, .length_max = 400),
    FIELD(struct notice_preview_measure, verb, FIELD_TEXT, .length_max = 20),
    FIELD(struct notice_preview_measure, zh, FIELD_TEXT, .length_max = 400),
    FIELD(struct notice_preview_measure, en, FIELD_TEXT, .length_max = 400),
    FIELD(struct notice_preview_measure, does_zh, FIELD_TEXT, .flags = 0),
    FIELD(struct notice_preview_measure, does_en, FIELD_TEXT, .flags = 0),
    FIELD(struct notice_preview_measure, rest_zh, FIELD_TEXT, .flags = 0),
    FIELD(struct notice_preview_measure, rest_en, FIELD_TEXT, .flags = 0),
};
static const struct shape measure_shape =
    SHAPE("notice_preview_measure", struct notice_preview_measure, measure_fields);
static const struct field preview_fields[] = {
    FIELD(struct notice_preview, faults, FIELD_LIST, .of = &fault_shape),
    FIELD(struct notice_preview, number, FIELD_TEXT, .flags = FIELD_SPARSE, .length_max = 80,
          .help = "notice.told.number"),
    FIELD(struct notice_preview, replaces, FIELD_FLAG, .help = "notice.told.replaces"),
    FIELD(struct notice_preview, measures, FIELD_LIST, .of = &measure_shape),
};
static const struct shape preview_shape =
    SHAPE("notice_preview", struct notice_preview, preview_fields);

static bool gather_nothing(struct gather *gather, const struct request *request, void *facts)
{
    (void)gather;
    (void)request;
    (void)facts;
    return true;
}

const struct action notice_forms_action = {
    .name = "notice.forms", .method = "GET", .path = "/api/v1/notice-forms",
    .flags = ACTION_READ, .input = &forms_input_shape, .facts = &compose_facts_shape,
    .outcome = &forms_shape, .answer = &forms_shape, .help = "notice.help.forms",
    .gather = gather_nothing, .decide = decide_forms,
};
const struct action notice_preview_action = {
    .name = "notice.preview", .method = "POST", .path = "/api/v1/notice-previews",
    .flags = ACTION_READ, .input = &preview_input_shape, .facts = &compose_facts_shape,
    .outcome = &preview_shape, .answer = &preview_shape, .help = "notice.help.preview",
    .gather = gather_nothing, .decide = decide_preview,
};
