#include "lanes/recorder.h"

#include "base/check.h"
#include "core/book.h"
#include "lanes/gathering.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

struct batch *batch_new(void)
{
    /* Items are set as they come: most batches are a part of the largest one. */
    struct batch *batch = malloc(sizeof *batch);
    CHECK(batch != NULL);
    memset(batch, 0, offsetof(struct batch, items));
    arena_init(&batch->arena);
    atomic_init(&batch->users, 1);
    return batch;
}

void batch_add(struct batch *batch, struct call *call)
{
    CHECK(batch->count < LIMIT_BATCH);
    batch->items[batch->count++] = (struct batch_item){ .call = call };
}

void batch_leave(struct batch *batch)
{
    if (atomic_fetch_sub(&batch->users, 1) != 1)
        return;
    arena_release(&batch->arena);
    if (batch->book != NULL)
        book_release(batch->book);
    free(batch);
}

enum store_answer recorder_start(struct recorder *recorder)
{
    struct arena arena;
    arena_init(&arena);
    const struct journal_head_key key = { .bucket = recorder->lane };
    struct want want = { .query = &journal_head_of, .key = &key };
    enum store_answer answer = recorder->store->port->read(recorder->store, &want, &arena);
    if (answer == STORE_DONE) {
        memset(recorder->chain, 0, CHAIN_BYTES);
        recorder->head = (struct journal_head_row){ .bucket = recorder->lane };
        recorder->head_stored = want.rows.count > 0;
        if (recorder->head_stored) {
            recorder->head = *(const struct journal_head_row *)want.rows.items;
            CHECK(recorder->head.chain.length == CHAIN_BYTES);
            memcpy(recorder->chain, recorder->head.chain.data, CHAIN_BYTES);
        }
        recorder->head_unsure = false;
        if (recorder->head.sequence < recorder->sequence_low)
            recorder->sequence_low = recorder->head.sequence;
        recorder->head.chain = (struct text){ (const char *)recorder->chain, CHAIN_BYTES };
    }
    arena_release(&arena);
    return answer;
}

struct text recorder_input_digest(struct call *call)
{
    if (call->input_digest.data == NULL)
        call->input_digest = journal_input_digest(call->request.action->input,
                                                  call->request.input, call->request.arena);
    return call->input_digest;
}

static void answer_fault(struct batch_item *item, const char *fault)
{
    item->call->status = CALL_FAULT;
    item->call->fault = arena_text(item->call->request.arena, text_of(fault));
    item->state = ITEM_ANSWERED;
}

/* Decided and told beside the others, never recorded: it has no key and changes nothing. */
static bool item_is_trial(const struct batch_item *item)
{
    return (item->call->request.action->flags & ACTION_READ) != 0;
}

static struct minter *scratch_minter(struct arena *arena, struct moment now)
{
    struct minter *scratch = ARENA_NEW(arena, struct minter);
    minter_init(scratch, MINTER_COUNT - 1, now);
    return scratch;
}

/* Forgets what an earlier round found, for gathering anew. */
static void item_open(struct batch_item *item, const struct recorder *recorder,
                      struct moment now)
{
    struct request *request = &item->call->request;
    request->at = now;
    request->book = recorder->book;
    bool trial = item_is_trial(item);
    request->minter = trial ? scratch_minter(request->arena, now)
                            : (struct minter *)&recorder->minter;
    if (request->key.data == NULL && !trial)    /* its own, never repeated */
        request->key = arena_format(request->arena, "own-%lld", (long long)id_mint(
                                    request->minter, (int)(now.ms % BUCKET_COUNT)));

    item->state = ITEM_OPEN;
    item->gather = (struct gather){ .arena = request->arena };
    item->facts = arena_take(request->arena, request->action->facts->size);
    item->decision = (struct decision){ .request = request };
    trail_init(&item->decision.trail, request->arena);
    item->found = NULL;
    item->subject = journal_subject(request);
    if (!trial)
        item->receipt = journal_receipt(journal_asker(request->actor), request->action->name,
                                        request->key, item->subject, request->arena);
}

/* One round of one item: its receipt and its facts. True when nothing is missing. */
static bool item_gather(void *context)
{
    struct batch_item *item = context;
    item->gather.missing = false;
    const void *found = NULL;
    bool known = item_is_trial(item)
        || gather_one(&item->gather, &journal_by_receipt, &item->receipt, &found);
    item->found = found;
    const struct request *request = &item->call->request;
    bool complete = request->action->gather == NULL
        || request->action->gather(&item->gather, request, item->facts);
    return known && (complete || item->found != NULL);
}

static bool item_recall(void *context)
{
    struct batch_item *item = context;
    item->gather.missing = false;
    const struct request *request = &item->call->request;
    return request->action->recall(&item->gather, request, item->decision.outcome,
                                   item->memory);
}

static enum store_answer batch_gather(struct recorder *recorder, struct batch *batch,
                                      bool (*round)(void *), enum item_state state)
{
    struct gathering gathering = {
        .store = recorder->store, .rows = &batch->arena,
        /* What is recorded is told, however much that takes. */
        .wants_max = state == ITEM_OPEN ? LIMIT_WANTS_AN_ACTION : 0,
    };
    for (int i = 0; i < batch->count; i++)
        if (batch->items[i].state == state
            && (round != item_recall || batch->items[i].call->request.action->recall != NULL))
            gathering_add(&gathering, &batch->items[i].gather, round, &batch->items[i],
                          item_is_trial(&batch->items[i]) ? &batch->items[i].call->actor.scope
                                                          : NULL);
    return gathering_run(&gathering);
}

/* A repeat: the outcome of then, told again; with another input it is a misuse of the key. */
static void item_repeat(struct batch_item *item)
{
    struct request *request = &item->call->request;
    const struct action *action = request->action;
    bool voided = text_is(item->found->action, JOURNAL_VOIDED);
    if (voided || !text_equal(item->found->input_digest, recorder_input_digest(item->call))) {
        item->call->status = CALL_MISUSED;
        item->call->refusal.key =
            voided ? "core.refused.voided" : "core.refused.key-used-otherwise";
        item->state = ITEM_ANSWERED;
        return;
    }
    void *outcome = arena_take(request->arena, action->outcome->size);
    if (!shape_unpack(action->outcome, item->found->outcome, request->arena, outcome)) {
        answer_fault(item, "an outcome in the journal cannot be read");
        return;
    }
    item->decision.outcome = outcome;
    item->call->repeated = true;
    item->call->decided_at = item->found->at;
    item->call->subject = item->found->subject;
    request->at = item->found->at;
    item->state = ITEM_REPEATED;
}

static void item_decide(struct batch_item *item)
{
    struct call *call = item->call;
    struct request *request = &call->request;
    item->decision.outcome = arena_take(request->arena, request->action->outcome->size);
    item->decision.subject = item->subject;
    request->action->decide(request, item->facts, &item->decision);

    if (item->decision.refusal.key != NULL) {
        call->status = CALL_REFUSED;
        call->refusal = item->decision.refusal;
        call->trail = item->decision.trail;
        item->state = ITEM_ANSWERED;
        return;
    }
    call->decided_at = request->at;
    call->subject = item->decision.subject;
    call->trail = item->decision.trail;
    item->state = ITEM_DECIDED;
}

/* What was recorded is told again, however many facts there are by now. */
static bool item_was_recorded(struct batch_item *item)
{
    const void *found = NULL;
    if (item->gather.too_many != NULL && !item_is_trial(item)
        && gather_one(&item->gather, &journal_by_receipt, &item->receipt, &found))
        item->found = found;
    return item->found != NULL;
}

static void batch_decide(struct batch *batch)
{
    for (int i = 0; i < batch->count; i++) {
        struct batch_item *item = &batch->items[i];
        if (item->state != ITEM_OPEN)
            continue;
        if (item_was_recorded(item))
            item_repeat(item);
        else if (gathering_refuses(&item->gather, item->call))
            item->state = ITEM_ANSWERED;
        else
            item_decide(item);
    }
}

static void append_change(struct change ***tail, struct change *first, struct change *last)
{
    if (first == NULL)
        return;
    **tail = first;
    *tail = &last->next;
}

/* Chains the row after the one before and makes it a change. */
static struct change *journal_change(struct journal_row *row, uint8_t chain[CHAIN_BYTES],
                                     struct arena *arena)
{
    journal_chain(chain, row, arena);
    row->link = arena_copy(arena, chain, LINK_BYTES);
    struct change *change = ARENA_NEW(arena, struct change);
    change->kind = CHANGE_INSERT;
    change->table = &journal_table;
    change->row = shape_copy(&journal_row_shape, row, arena);
    return change;
}

static struct journal_row item_journal(const struct recorder *recorder,
                                       const struct batch_item *item, int64_t sequence)
{
    const struct request *request = &item->call->request;
    return (struct journal_row){
        .bucket = item->receipt.bucket,
        .receipt = item->receipt.receipt,
        .lane = recorder->lane,
        .sequence = sequence,
        .at = request->at,
        .action = text_of(request->action->name),
        .door = request->door.data == NULL ? TEXT("house") : request->door,
        .asker = journal_asker(request->actor),
        .subject = item->decision.subject,
        .book = recorder->book == NULL ? 0 : book_sequence(recorder->book),
        .input_digest = recorder_input_digest(item->call),
        .outcome = shape_pack(request->action->outcome, item->decision.outcome, request->arena),
    };
}

/* A row that only blocks the key it names. */
static struct journal_row void_journal(const struct batch_item *item,
                                       const struct journal_row *own)
{
    const struct decision *decision = &item->decision;
    struct arena *arena = item->call->request.arena;
    struct receipt_key receipt = journal_receipt(own->asker, decision->void_action,
                                                 decision->void_key, item->subject, arena);
    struct journal_row row = *own;
    row.bucket = receipt.bucket;
    row.receipt = receipt.receipt;
    row.sequence = own->sequence + 1;
    row.action = TEXT(JOURNAL_VOIDED);
    row.outcome = TEXT("");
    return row;
}

/* The earliest mark of a batch is the one to flush by. */
static enum store_answer recorder_write(struct recorder *recorder, const struct change *changes)
{
    struct store *store = recorder->store;
    if (!recorder->ahead)
        return store->port->write(store, changes, recorder->fence);
    /* A write of nothing leaves nothing that a reader could see too early. */
    if (changes != NULL)
        atomic_fetch_add(&recorder->written, 1);
    uint32_t mark = 0;
    enum store_answer answer =
        store->port->write_ahead(store, changes, recorder->fence, &mark);
    if (!recorder->marked)
        recorder->mark = mark;
    recorder->marked = true;
    return answer;
}

/* Writes all decided items in one transaction. Touches the recorder only when it is kept. */
static enum store_answer batch_write(struct recorder *recorder, struct batch *batch)
{
    struct change *first = NULL, **tail = &first;
    uint8_t chain[CHAIN_BYTES];
    memcpy(chain, recorder->chain, CHAIN_BYTES);
    int64_t sequence = recorder->head.sequence;

    for (int i = 0; i < batch->count; i++) {
        struct batch_item *item = &batch->items[i];
        if (item->state != ITEM_DECIDED || item_is_trial(item))
            continue;
        append_change(&tail, item->decision.changes, item->decision.last_change);
        struct arena *arena = item->call->request.arena;
        struct journal_row row = item_journal(recorder, item, ++sequence);
        struct change *journal = journal_change(&row, chain, arena);
        append_change(&tail, journal, journal);
        if (item->decision.void_action != NULL) {
            struct journal_row blocked = void_journal(item, &row);
            journal = journal_change(&blocked, chain, arena);
            append_change(&tail, journal, journal);
            sequence++;
        }
    }
    /* Refusals made of kept rows stand only as long as the lane is ours; and a batch of nothing is
     * run for its mark. */
    if (first == NULL && (recorder->store->port->keeps || batch->count == 0))
        return recorder_write(recorder, NULL);
    if (first == NULL)
        return STORE_DONE;

    struct journal_head_row head = recorder->head;
    head.sequence = sequence;
    head.chain = (struct text){ (const char *)chain, CHAIN_BYTES };
    if (!recorder->head_stored)
        head.version = 1;
    struct change head_change = {
        .kind = recorder->head_stored ? CHANGE_REPLACE : CHANGE_INSERT,
        .table = &journal_head_table, .row = &head,
    };
    append_change(&tail, &head_change, &head_change);
    *tail = NULL;

    enum store_answer answer = recorder_write(recorder, first);
    recorder->head_unsure = answer != STORE_DONE;
    if (answer != STORE_DONE) {
        recorder->faults_in_row += answer != STORE_CONFLICT;
        return answer;
    }
    recorder->faults_in_row = 0;
    recorder->head.sequence = sequence;
    recorder->head.version = recorder->head_stored ? recorder->head.version + 1 : 1;
    recorder->head_stored = true;
    memcpy(recorder->chain, chain, CHAIN_BYTES);
    return STORE_DONE;
}

static void item_tell(struct recorder *recorder, struct batch_item *item)
{
    struct call *call = item->call;
    const struct action *action = call->request.action;
    void *answer = item->decision.outcome;
    if (action->tell != NULL) {
        answer = arena_take(call->request.arena, action->answer->size);
        action->tell(&call->request, item->decision.outcome, item->memory, answer);
    }
    if (item->state == ITEM_REPEATED)
        recorder->repeated++;
    else if (!item_is_trial(item))
        recorder->recorded++;
    call->outcome = item->decision.outcome;
    call->answer = answer;
    call->status = CALL_DONE;
    item->state = ITEM_ANSWERED;
}

/* What is on disk is told; a recall that cannot be read is a fault, and a repeat will find it. */
static void batch_tell(struct recorder *recorder, struct batch *batch)
{
    for (int i = 0; i < batch->count; i++) {
        struct batch_item *item = &batch->items[i];
        if (item->state == ITEM_DECIDED || item->state == ITEM_REPEATED)
            item->memory = arena_take(item->call->request.arena,
                                      item->call->request.action->memory_size);
    }
    bool recalled = batch_gather(recorder, batch, item_recall, ITEM_DECIDED) == STORE_DONE
        && batch_gather(recorder, batch, item_recall, ITEM_REPEATED) == STORE_DONE;
    for (int i = 0; i < batch->count; i++) {
        struct batch_item *item = &batch->items[i];
        if (item->state != ITEM_DECIDED && item->state != ITEM_REPEATED)
            continue;
        bool readable = recalled && item->gather.too_many == NULL;
        if (!readable && item->call->request.action->recall != NULL)
            answer_fault(item, "recorded, but the answer could not be read back: ask again");
        else
            item_tell(recorder, item);
    }
}

static void batch_fault(struct batch *batch, const char *fault)
{
    for (int i = 0; i < batch->count; i++)
        if (batch->items[i].state != ITEM_ANSWERED)
            answer_fault(&batch->items[i], fault);
}

/* After a commit whose answer was lost: one row of the batch in the journal means all are. */
static enum store_answer batch_look_up(struct recorder *recorder, struct batch *batch)
{
    for (int i = 0; i < batch->count; i++) {
        struct batch_item *item = &batch->items[i];
        if (item->state != ITEM_DECIDED || item_is_trial(item))
            continue;
        struct want want = { .query = &journal_by_receipt, .key = &item->receipt };
        enum store_answer answer =
            recorder->store->port->read(recorder->store, &want, &batch->arena);
        if (answer != STORE_DONE)
            return STORE_FAULT;
        /* If this fails too, the next batch reads it. */
        recorder_start(recorder);
        return want.rows.count > 0 ? STORE_DONE : STORE_FAULT;
    }
    return STORE_FAULT;
}

static enum store_answer batch_once(struct recorder *recorder, struct batch *batch)
{
    enum store_answer answer = recorder->head_unsure ? recorder_start(recorder) : STORE_DONE;
    if (answer == STORE_DONE)
        answer = batch_gather(recorder, batch, item_gather, ITEM_OPEN);
    if (answer != STORE_DONE)
        return answer;
    batch_decide(batch);
    answer = batch_write(recorder, batch);
    if (answer == STORE_UNKNOWN)
        answer = batch_look_up(recorder, batch);
    return answer;
}

static struct batch *batch_of_one(const struct recorder *recorder, struct call *call)
{
    struct batch *alone = batch_new();
    batch_add(alone, call);
    if (recorder->book != NULL)
        book_hold(recorder->book);
    alone->book = recorder->book;
    return alone;
}

/* Each open or decided item alone; a conflict is decided again once with fresh facts. When the
 * store itself is gone nobody is guilty, and one wait for it is enough for all. */
static bool batch_one_by_one(struct recorder *recorder, struct batch *batch, struct moment now)
{
    recorder->reruns++;
    for (int i = 0; i < batch->count; i++) {
        if (batch->items[i].state == ITEM_ANSWERED || batch->items[i].state == ITEM_REPEATED)
            continue;
        struct batch *alone = batch_of_one(recorder, batch->items[i].call);
        enum store_answer answer = STORE_CONFLICT;
        for (int attempt = 0; attempt < 2 && answer == STORE_CONFLICT; attempt++) {
            item_open(&alone->items[0], recorder, now);
            answer = batch_once(recorder, alone);
        }
        if (answer == STORE_FENCED)
            return batch_leave(alone), false;
        if (answer == STORE_DONE)
            batch_tell(recorder, alone);
        else
            batch_fault(alone, recorder->store->port->complaint(recorder->store));
        batch->items[i].state = ITEM_ANSWERED;
        /* The answer points into `alone`: the call keeps that instead of the batch. */
        alone->items[0].call->memory = alone;
        batch_leave(batch);
        if (answer == STORE_FAULT && recorder_start(recorder) != STORE_DONE) {
            recorder->faults_in_row++;
            batch_fault(batch, recorder->store->port->complaint(recorder->store));
            return true;
        }
    }
    return true;
}

bool recorder_run(struct recorder *recorder, struct batch *batch, struct moment now)
{
    recorder->batches++;
    recorder->marked = false;
    minter_move_to(&recorder->minter, now);
    if (recorder->book != NULL)
        book_hold(recorder->book);
    batch->book = recorder->book;
    for (int i = 0; i < batch->count; i++) {
        batch->items[i].call->memory = batch;
        atomic_fetch_add(&batch->users, 1);
        if (batch->items[i].call->status == CALL_WAITING)
            item_open(&batch->items[i], recorder, now);
        else
            batch->items[i].state = ITEM_ANSWERED;
    }

    enum store_answer answer = batch_once(recorder, batch);
    if (answer == STORE_FENCED)
        return false;
    if (answer != STORE_DONE && batch->count == 0)
        recorder->head_unsure = true;       /* run to be sure, and it failed */
    if (answer != STORE_DONE && batch->count > 0
        && !batch_one_by_one(recorder, batch, now))
        return false;
    batch_tell(recorder, batch);
    for (int i = 0; i < batch->count; i++) {
        const struct call *call = batch->items[i].call;
        recorder->refused += call->status == CALL_REFUSED || call->status == CALL_MISUSED;
        recorder->faults += call->status == CALL_FAULT;
    }
    batch->written = atomic_load(&recorder->written);
    batch->mark = recorder->mark;
    batch->sequence = recorder->head.sequence;
    return true;
}
