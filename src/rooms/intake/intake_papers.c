/* intake_papers.c: which papers are there, which may come later, and which cannot be done without.
 *
 * 容缺, 承诺 and 先行 are three things: a debt is owed, a commitment replaces the paper for good, and
 * of a copy the original is owed. */

#include "rooms/intake/intake_inside.h"

#include "base/check.h"
#include "base/limits.h"
#include "core/blob.h"
#include "core/paper_sniff.h"

#include <string.h>

/* Set once at start; the port may be used by several threads. */
static struct blobs *paper_blobs;

void intake_use_blobs(struct blobs *blobs)
{
    paper_blobs = blobs;
}

static bool is_blob_name(struct text name)
{
    for (size_t i = 0; i < name.length; i++)
        if (!((name.data[i] >= '0' && name.data[i] <= '9')
              || (name.data[i] >= 'a' && name.data[i] <= 'f')))
            return false;
    return name.length == BLOB_NAME_LENGTH;
}

/* A name of nothing would be a paper that nobody can open. */
static bool is_kept(struct text text)
{
    struct blob_name name;
    struct blob_reader *reader;
    int64_t size;
    if (paper_blobs == NULL)
        return true;
    if (!is_blob_name(text))
        return false;
    memcpy(name.digits, text.data, BLOB_NAME_LENGTH);
    name.digits[BLOB_NAME_LENGTH] = '\0';
    if (paper_blobs->port->open(paper_blobs, &name, &reader, &size) != BLOB_DONE)
        return false;
    paper_blobs->port->end(reader);
    return true;
}

static enum intake_refusal wrong_type(const struct intake_paper_input *paper)
{
    return paper_says_picture(paper->file_name, paper->file_type) ? INTAKE_REFUSED_NO_PICTURE
                                                                   : INTAKE_REFUSED_WRONG_TYPE;
}

struct text intake_type_of(const struct intake_paper_input *paper)
{
    struct paper_sniffing sniffing = { .length = 0 };
    paper_sniff_add(&sniffing, paper->file);
    return paper_sniffed(&sniffing, paper->file_name, paper->file_type);
}

void intake_papers_keep(const struct list *papers, struct arena *arena,
                        struct intake_prepared *ret_prepared)
{
    const struct intake_paper_input *items = papers->items;
    struct text *names = ARENA_ARRAY(arena, struct text, papers->count + 1);
    struct text *types = ARENA_ARRAY(arena, struct text, papers->count + 1);
    for (size_t i = 0; i < papers->count; i++) {
        struct blob_name name;
        names[i] = is_kept(items[i].blob) ? items[i].blob : (struct text){ 0 };
        if (!text_present(items[i].file))
            continue;
        struct text type = intake_type_of(&items[i]);
        types[i] = text_present(type) ? type : TEXT("");
        names[i] = text_present(type) && paper_blobs != NULL
                && blob_keep(paper_blobs, items[i].file, (int64_t)LIMIT_UPLOAD_BYTES, &name)
            ? arena_text(arena, text_of(name.digits)) : (struct text){ 0 };
    }
    ret_prepared->names = names;
    ret_prepared->types = types;
}

struct intake_paper intake_paper_given(const struct request *request,
                                       const struct intake_paper_input *input,
                                       struct text name, struct text channel)
{
    return (struct intake_paper){
        .material = input->material, .how = TEXT("given"), .blob = name,
        .file_name = input->file_name, .file_type = input->file_type, .channel = channel,
        .at = request->at,
    };
}

/* ---- what was sent ---- */

bool intake_sent_is_good(const struct matter *matter, const struct intake_paper_input *paper,
                         struct text name, const struct text *type, struct decision *decision)
{
    enum intake_refusal why = INTAKE_REFUSALS;
    const struct matter_material *material = matter_material_of(matter, paper->material);
    if (material == NULL)
        why = INTAKE_REFUSED_NO_SUCH_PAPER;
    else if (type != NULL && type->data != NULL && type->length == 0)
        why = wrong_type(paper);
    else if (text_present(paper->file) && !text_present(name))
        why = INTAKE_REFUSED_NOWHERE_TO_KEEP;
    else if (!is_blob_name(name))
        why = INTAKE_REFUSED_PAPER_NOT_THERE;
    if (why == INTAKE_REFUSALS)
        return true;
    if (material == NULL)
        intake_refuse_about(decision, why, "papers", paper->material, paper->material);
    else
        intake_refuse_asked(decision, why, material->name, material->zh, material->en);
    return false;
}

static bool was_sent(const struct intake_apply_input *input, struct text material)
{
    const struct intake_paper_input *papers = input->papers.items;
    for (size_t i = 0; i < input->papers.count; i++)
        if (text_equal(papers[i].material, material))
            return true;
    return false;
}

static bool is_named(const struct list *named, struct text material)
{
    const struct intake_owed_input *items = named->items;
    for (size_t i = 0; i < named->count; i++)
        if (text_equal(items[i].material, material))
            return true;
    return false;
}

/* ---- what is missing ---- */

/* "<number of the notice>#<its first clause>": how the measure is found again. */
static struct text reference_of(const struct measure *measure, struct arena *arena)
{
    return arena_format(arena, "%.*s#%.*s", TEXT_ARGS(measure->notice),
                        TEXT_ARGS(measure->ids.items[0]));
}

static bool may_be(const struct request *request, const struct matter *matter,
                   const struct matter_material *material, const struct matter_asker *asker,
                   const char *by, const struct measure **ret_measure)
{
    *ret_measure = NULL;
    if (material->key)
        return false;
    if (matter_words_have(&material->ordinary, text_of(by)))
        return true;
    if (!matter_words_have(&material->may, text_of(by)))
        return false;
    *ret_measure = matter_tolerated(request->book, matter, asker, by, request->arena);
    return *ret_measure != NULL;
}

static struct intake_paper row_for(const struct request *request,
                                   const struct matter_material *material, const char *how,
                                   const struct measure *measure, struct text channel)
{
    struct intake_paper row = {
        .material = material->name, .how = text_of(how), .channel = channel, .at = request->at,
    };
    if (measure != NULL) {
        row.measure = reference_of(measure, request->arena);
        row.clauses = measure->cites;
        if (measure->later.due.kind == POINT_EVENT)
            row.waits_for = measure->later.due.event;
    }
    return row;
}

static void judge_as(const struct request *request, const struct matter_material *material,
                     const char *how, const struct measure *measure,
                     struct intake_papers_judged *judged)
{
    const struct intake_apply_input *input = request->input;
    judged->rows[judged->count++] = row_for(request, material, how, measure, input->channel);
    judged->owed += text_is(text_of(how), "owed");
    judged->committed += text_is(text_of(how), "commitment");
    judged->missing += text_is(text_of(how), "missing");
}

/* The department that holds it is asked, and not who applies. What becomes of the paper when that
 * does not answer rests on the same measure as if it had been promised now. */
static void ask_department(const struct request *request, const struct matter *matter,
                           const struct matter_material *material,
                           const struct matter_asker *asker,
                           const struct intake_papers_terms *terms,
                           struct intake_papers_judged *judged)
{
    const struct intake_apply_input *input = request->input;
    const struct measure *measure = NULL;
    bool commits = !terms->barred && input->commitment
        && may_be(request, matter, material, asker, "commitment", &measure);
    if (!commits && !may_be(request, matter, material, asker, "debt", &measure))
        measure = NULL;
    struct intake_paper row =
        row_for(request, material, "requested", measure, input->channel);
    row.found_in = material->department;
    row.checked = commits ? TEXT("promised") : (struct text){ 0 };
    judged->rows[judged->count++] = row;
    judged->requested++;
}

/* LAW: BJ4-S2f, BJ4-02c. */
static bool missing_judge(const struct request *request, const struct matter *matter,
                          const struct matter_material *material,
                          const struct matter_asker *asker,
                          const struct intake_papers_terms *terms,
                          const struct intake_apply_facts *facts, struct decision *decision,
                          struct intake_papers_judged *judged)
{
    const struct intake_apply_input *input = request->input;
    const struct measure *debt, *commitment;
    if (intake_paper_found(request, facts, material, &judged->rows[judged->count])) {
        judged->count++;
        return true;
    }
    if (text_present(material->department)) {
        ask_department(request, matter, material, asker, terms, judged);
        return true;
    }
    bool owable = !terms->barred && may_be(request, matter, material, asker, "debt", &debt);
    bool replaceable = !terms->barred && input->commitment
        && may_be(request, matter, material, asker, "commitment", &commitment);
    bool promised = is_named(&input->owed, material->name);
    if (promised && owable) {
        judge_as(request, material, "owed", debt, judged);
        return true;
    }
    if (replaceable) {
        judge_as(request, material, "commitment", commitment, judged);
        return true;
    }
    if (terms->letter) {
        judge_as(request, material, "missing", NULL, judged);
        return true;
    }
    if (material->shown && text_is(asker->channel, "phone")) {
        intake_refuse(decision, INTAKE_REFUSED_WHO_CALLS, "asked");
        return false;
    }
    enum intake_refusal why = material->key ? INTAKE_REFUSED_KEY_PAPER
        : terms->barred && (promised || input->commitment) ? INTAKE_REFUSED_BARRED
        : promised ? INTAKE_REFUSED_NOT_OWABLE : INTAKE_REFUSED_PAPER_MISSING;
    intake_refuse_asked(decision, why, material->name, material->zh, material->en);
    return false;
}

/* What an employer who files for many keeps is not sent with the file; who names that channel
 * without being one sends it all the same. Nor does anybody show what shows who he is, who did not
 * apply. */
static bool is_kept_there(const struct matter_material *material,
                          const struct matter_asker *asker)
{
    return (text_is(asker->applicant, "employer") || text_is(asker->channel, "unasked"))
        && matter_words_have(&material->not_by, asker->channel);
}

/* On the telephone nobody shows a paper: what was asked to know who calls stands for one that is
 * only looked at. LAW: BJ4-S2e, SX9-2.4b */
static bool is_asked_instead(const struct matter_material *material,
                             const struct matter_asker *asker,
                             const struct intake_apply_input *input)
{
    return material->shown && text_is(asker->channel, "phone")
        && text_present(text_trim(input->asked));
}

static bool needed_and_missing(const struct matter_material *material,
                               const struct matter_asker *asker,
                               const struct intake_apply_input *input)
{
    return matter_material_needed(material, intake_value_of, &input->values)
        && !is_kept_there(material, asker) && !is_asked_instead(material, asker, input)
        && !was_sent(input, material->name) && !is_named(&input->shown, material->name);
}

/* Looked at by staff before whom somebody stands, and one that is only looked at. */
bool intake_shown_are_good(const struct request *request, const struct matter *matter,
                           const struct list *named, struct text channel,
                           struct decision *decision)
{
    const struct intake_owed_input *shown = named->items;
    for (size_t i = 0; i < named->count; i++) {
        const struct matter_material *material = matter_material_of(matter, shown[i].material);
        if (material == NULL) {
            intake_refuse_about(decision, INTAKE_REFUSED_NO_SUCH_PAPER, "shown",
                                shown[i].material, shown[i].material);
            return false;
        }
        if (!intake_is_staff(request->actor) || !matter_may_be_shown(material, channel)) {
            intake_refuse_asked(decision, INTAKE_REFUSED_NOT_SHOWN, material->name, material->zh,
                                material->en);
            return false;
        }
    }
    return true;
}

/* The original was looked at by who takes the case in, and needs no copy: of a paper that shows who
 * somebody is, where he stands before us. By whom and when is written down. False: refused. */
static bool judge_shown(const struct request *request, const struct matter *matter,
                        const struct intake_apply_input *input, struct decision *decision,
                        struct intake_papers_judged *judged)
{
    const struct intake_owed_input *shown = input->shown.items;
    if (!intake_shown_are_good(request, matter, &input->shown, input->channel, decision))
        return false;
    for (size_t i = 0; i < input->shown.count; i++) {
        const struct matter_material *material = matter_material_of(matter, shown[i].material);
        const struct list before = { input->shown.items, i };
        if (was_sent(input, material->name) || is_named(&before, material->name))
            continue;
        struct intake_paper *row = &judged->rows[judged->count++];
        *row = row_for(request, material, "shown", NULL, input->channel);
        row->checked_at = request->at;
        row->checked_by = request->actor->account;
    }
    return true;
}

/* What comes so is a copy, whatever it shows. */
static bool carries_copies(struct text channel)
{
    return text_is(channel, "fax") || text_is(channel, "mail") || text_is(channel, "dingtalk")
        || text_is(channel, "dedicated-mailbox");
}

static bool is_owed_already(const struct intake_papers_judged *judged, struct text material)
{
    for (size_t i = 0; i < judged->count; i++)
        if (text_is(judged->rows[i].how, "owed") && text_equal(judged->rows[i].material, material))
            return true;
    return false;
}

/* 先行: where a measure lets a copy suffice for now, the paper is one and its original is owed. What
 * is only shown has none, and of two pictures of one paper there is one. LAW: BJ4-02h, SX9-2.4d */
static void add_given(const struct request *request, const struct matter *matter,
                      const struct matter_asker *asker, struct intake_paper paper,
                      struct intake_papers_judged *judged)
{
    const struct matter_material *material = matter_material_of(matter, paper.material);
    const struct measure *measure =
        material == NULL || material->shown || !carries_copies(asker->channel) ? NULL
        : matter_copy_suffices(request->book, matter, asker, request->arena);
    if (measure == NULL) {
        judged->rows[judged->count++] = paper;
        return;
    }
    paper.how = TEXT("copy");
    judged->rows[judged->count++] = paper;
    if (!is_owed_already(judged, material->name))
        judge_as(request, material, "owed", measure, judged);
}

/* One picture for two papers is told: mostly it was a slip of the finger. */
static bool sent_twice(const struct text *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < i; j++)
            if (text_present(names[i]) && text_equal(names[i], names[j]))
                return true;
    return false;
}

/* What nobody is ever asked for: the clerk sees that it is there, or that it is not. */
static void judge_registered(const struct request *request, const struct matter *matter,
                             const struct intake_apply_facts *facts,
                             struct intake_papers_judged *judged)
{
    const struct intake_apply_input *input = request->input;
    const struct matter_material *materials = matter->materials.items;
    for (size_t i = 0; i < matter->materials.count; i++) {
        if (!text_is(materials[i].from, "register") || was_sent(input, materials[i].name))
            continue;
        struct intake_paper *row = &judged->rows[judged->count++];
        if (!intake_paper_found(request, facts, &materials[i], row))
            *row = row_for(request, &materials[i], "not-found", NULL, input->channel);
    }
}

/* A key paper is named before anything else is looked at. */
bool intake_papers_judge(const struct request *request, const struct matter *matter,
                         const struct matter_asker *asker,
                         const struct intake_apply_input *input,
                         const struct intake_papers_terms *terms,
                         const struct intake_apply_facts *facts, const struct text *types,
                         const struct text *names, struct decision *decision,
                         struct intake_papers_judged *ret_judged)
{
    const struct intake_paper_input *sent = input->papers.items;
    const struct matter_material *materials = matter->materials.items;
    size_t most = 2 * input->papers.count + input->shown.count + matter->materials.count;
    struct intake_papers_judged judged = {
        .rows = ARENA_ARRAY(request->arena, struct intake_paper, most + 1),
        .same_twice = sent_twice(names, input->papers.count),
    };
    for (size_t i = 0; i < input->papers.count; i++) {
        const struct text *type = types == NULL ? NULL : &types[i];
        if (!intake_sent_is_good(matter, &sent[i], names[i], type, decision))
            return false;
        struct intake_paper paper =
            intake_paper_given(request, &sent[i], names[i], input->channel);
        if (type != NULL && text_present(*type))
            paper.file_type = *type;
        add_given(request, matter, asker, paper, &judged);
    }
    if (!judge_shown(request, matter, input, decision, &judged))
        return false;
    for (int key = 1; key >= 0; key--)
        for (size_t i = 0; i < matter->materials.count; i++)
            if (materials[i].key == (key == 1) && needed_and_missing(&materials[i], asker, input)
                && !missing_judge(request, matter, &materials[i], asker, terms, facts, decision,
                                  &judged))
                return false;
    judge_registered(request, matter, facts, &judged);
    *ret_judged = judged;
    return true;
}
