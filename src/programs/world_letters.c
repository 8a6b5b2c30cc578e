/* world_letters.c: see world_letters.h. */

#include "programs/world_letters.h"

#include "base/check.h"
#include "base/child.h"
#include "base/digest.h"
#include "base/limits.h"
#include "core/book.h"
#include "core/paper_sniff.h"
#include "doors/mail/letter.h"
#include "doors/mail/maildir.h"
#include "programs/house_asking.h"
#include "programs/letter_sheets.h"
#include "rooms/mailbox/mailbox.h"
#include "rooms/party/party_facts.h"
#include "stores/registry.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define LOOK_EVERY_MS 300
#define AGAIN_AFTER_MS 1000     /* when the house could not take one */

struct letters {
    struct world *world;
    struct store *store;
    pthread_t thread;
    bool running;
    bool unanswered;            /* store or house said nothing of the letter in hand: later */
    atomic_bool stopping;
};

/* One letter being fetched. */
struct fetching {
    struct letters *letters;
    struct arena arena;
    struct mailbox_receive_input input;
    struct mailbox_part_input parts[MAILBOX_PARTS_MAX];
    struct blob_writer *writer; /* of the attachment in hand */
    int64_t part_size;
    struct paper_sniffing sniffing;    /* what it is */
    bool too_large;             /* it is left out, the letter is not */
    bool failed;                /* the disk: try again later */
};

/* ---- what the child tells ---- */

static bool take_head(void *data, const struct letter_head *head)
{
    struct fetching *fetching = data;
    struct arena *arena = &fetching->arena;
    struct mailbox_receive_input *input = &fetching->input;
    const struct letter_address *to = head->to.items;
    struct mailbox_address_input *copy =
        ARENA_ARRAY(arena, struct mailbox_address_input, head->to.count + 1);
    for (size_t i = 0; i < head->to.count; i++)
        copy[i].address = arena_text(arena, to[i].address);
    input->to = (struct list){ copy, head->to.count };
    input->sender = arena_text(arena, head->from);
    input->sender_name = arena_text(arena, head->from_name);
    input->subject = arena_text(arena, head->subject);
    input->message_id = arena_text(arena, head->message_id);
    input->in_reply_to = arena_text(arena, head->in_reply_to);
    input->body = arena_text(arena, head->text);
    input->sent_at = head->sent_at;
    input->automatic = head->automatic;
    return true;
}

static bool begin_part(void *data, const struct letter_part_head *part)
{
    struct fetching *fetching = data;
    struct blobs *papers = fetching->letters->world->papers;
    size_t at = fetching->input.parts.count;
    if (at >= MAILBOX_PARTS_MAX)
        return false;
    fetching->parts[at] = (struct mailbox_part_input){
        .file_name = arena_text(&fetching->arena, part->file_name),
        .file_type = arena_text(&fetching->arena, part->file_type),
    };
    fetching->part_size = 0;
    fetching->sniffing = (struct paper_sniffing){ .length = 0 };
    fetching->too_large = false;
    if (papers->port->begin(papers, (int64_t)LIMIT_UPLOAD_BYTES, &fetching->writer) == BLOB_DONE)
        return true;
    fetching->writer = NULL;
    fetching->failed = true;
    return false;
}

static bool take_bytes(void *data, struct text bytes)
{
    struct fetching *fetching = data;
    struct blobs *papers = fetching->letters->world->papers;
    paper_sniff_add(&fetching->sniffing, bytes);
    if (fetching->too_large)
        return true;
    fetching->part_size += (int64_t)bytes.length;
    enum blob_answer answer = papers->port->append(fetching->writer, bytes);
    if (answer == BLOB_DONE)
        return true;
    papers->port->abandon(fetching->writer);
    fetching->writer = NULL;
    fetching->too_large = answer == BLOB_TOO_LARGE;
    fetching->failed = answer != BLOB_TOO_LARGE;
    return fetching->too_large;
}

static bool end_part(void *data)
{
    struct fetching *fetching = data;
    struct blobs *papers = fetching->letters->world->papers;
    struct mailbox_part_input *part = &fetching->parts[fetching->input.parts.count];
    struct blob_name name;
    int64_t size = 0;
    if (fetching->too_large || fetching->part_size == 0) {
        if (fetching->writer != NULL)
            papers->port->abandon(fetching->writer);
        fetching->writer = NULL;
        return true;
    }
    struct blob_writer *writer = fetching->writer;
    fetching->writer = NULL;
    if (papers->port->finish(writer, &name, &size) != BLOB_DONE) {
        fetching->failed = true;
        return false;
    }
    struct text type = paper_sniffed(&fetching->sniffing, part->file_name, part->file_type);
    part->paper = text_present(type);
    if (part->paper)
        part->file_type = type;
    if (!text_present(part->file_type))
        part->file_type = TEXT("application/octet-stream");
    part->blob = arena_text(&fetching->arena, text_of(name.digits));
    part->size = size;
    fetching->input.parts.count++;
    return true;
}

/* ---- a letter is taken apart and kept ---- */

static bool keep_raw(struct fetching *fetching, struct text bytes)
{
    struct blobs *papers = fetching->letters->world->papers;
    struct blob_writer *writer;
    struct blob_name name;
    int64_t size;
    if (papers->port->begin(papers, (int64_t)LIMIT_LETTER_BYTES, &writer) != BLOB_DONE)
        return false;
    if (papers->port->append(writer, bytes) != BLOB_DONE) {
        papers->port->abandon(writer);
        return false;
    }
    if (papers->port->finish(writer, &name, &size) != BLOB_DONE)
        return false;
    fetching->input.raw_blob = arena_text(&fetching->arena, text_of(name.digits));
    fetching->input.digest = fetching->input.raw_blob;
    return true;
}

/* False: try again later. What cannot be taken apart is kept as it came, for people to look at. */
static bool take_apart(struct fetching *fetching, struct text bytes)
{
    const struct letter_taker taker = {
        .data = fetching, .head = take_head, .part = begin_part, .bytes = take_bytes,
        .part_end = end_part,
    };
    fetching->input.parts.items = fetching->parts;
    if (!keep_raw(fetching, bytes))
        return false;
    int input = child_input_begin();
    bool good = input >= 0 && child_input_add(input, bytes);
    if (!good || !letter_take(input, &taker))
        fetching->input.unreadable = true;
    if (fetching->writer != NULL)
        fetching->letters->world->papers->port->abandon(fetching->writer);
    fetching->writer = NULL;
    if (!text_present(fetching->input.sender))
        fetching->input.sender = TEXT("-");
    return good && !fetching->failed;
}

/* ---- what becomes of it ---- */

/* None where the store said nothing, either: then nothing is made of the letter now. */
static struct list read_all(struct letters *letters, const struct query *query, const void *key,
                            struct arena *arena)
{
    struct want want = { .query = query, .key = key };
    enum store_answer answer = letters->store->port->read(letters->store, &want, arena);
    if (answer == STORE_DONE)
        return want.rows;
    letters->unanswered |= answer != STORE_TOO_MANY;
    return (struct list){ NULL, 0 };
}

static const void *read_one(struct letters *letters, const struct query *query, const void *key,
                            struct arena *arena)
{
    const struct list rows = read_all(letters, query, key, arena);
    return rows.count > 0 ? rows.items : NULL;
}

/* True when it was done; what the house could not say now it is asked again later, by the same
 * key. */
static bool ask_keep(struct letters *letters, const struct action *action,
                     const struct actor *actor, const struct mailbox_letter *letter,
                     const void *input, struct arena *arena, struct call *ret_call,
                     void *ret_outcome)
{
    if (letters->unanswered)
        return false;
    bool done = house_ask_keep(&letters->world->house, action, actor, letter->digest,
                               TEXT("mail"), input, arena, ret_call, ret_outcome);
    letters->unanswered = ret_call->status == CALL_FAULT || ret_call->status == CALL_BUSY;
    return done;
}

/* The rights of who wrote: an address is no password, so they are those anybody has, and for an
 * employer or institution those of applying for its own people and for itself. LAW: BJ4-05e */
static struct actor sender_of(const struct mailbox_letter *letter)
{
    struct actor actor = { .role = ROLE_PUBLIC };
    if (text_is(letter->sender_kind, "unit")) {
        actor.role = ROLE_EMPLOYER;
        actor.unit = letter->sender_owner;
    } else if (text_is(letter->sender_kind, "institution")) {
        actor.role = ROLE_HOSPITAL_OFFICE;
        actor.institution = letter->sender_owner;
    }
    return actor;
}

/* Whether the case came in by a letter from the same address. */
static bool came_from_there(struct letters *letters, const struct mailbox_letter *letter,
                            const struct intake_case *of, struct arena *arena)
{
    int64_t number;
    if (!text_to_int64(of->reference, &number))
        return false;
    const struct mailbox_letter_key key = { id_bucket(number), number };
    const struct mailbox_letter *first = read_one(letters, &mailbox_letter_by_id, &key, arena);
    return first != NULL && text_equal(first->sender, letter->sender);
}

/* The last four of the number of a case's person. */
static struct text last_four_of(struct letters *letters, const struct intake_case *of,
                                struct arena *arena)
{
    const struct party_of_person person_key = { id_bucket(of->person), of->person };
    const struct party_person *person =
        read_one(letters, &party_person_by_id, &person_key, arena);
    struct text masked = person == NULL ? (struct text){ 0 } : person->number_masked;
    return masked.length < 4 ? (struct text){ 0 }
        : text_slice(masked, masked.length - 4, masked.length);
}

static struct list parts_of(struct letters *letters, const struct mailbox_letter *letter,
                            struct arena *arena)
{
    const struct mailbox_letter_key key = { letter->bucket, letter->letter };
    return read_all(letters, &mailbox_parts_of, &key, arena);
}

static bool brings_sheet(struct letters *letters, const struct mailbox_letter *letter,
                         struct arena *arena)
{
    const struct list parts = parts_of(letters, letter, arena);
    const struct mailbox_part *rows = parts.items;
    for (size_t i = 0; i < parts.count; i++)
        if (rows[i].paper && letter_sheets_is_one(rows[i].file_name, rows[i].file_type))
            return true;
    return false;
}

/* Which of several pictures is which paper may be for people to see; none is lost. */
static struct text over_of(const struct mailbox_letter *letter, const struct list *parts,
                           const struct list *papers, struct arena *arena)
{
    return mailbox_parts_over(letter->body, parts, papers, arena) > 0 ? TEXT("parts-left")
                                                                       : (struct text){ 0 };
}

/* LAW: JX4-2.2e: papers of one case come by any channel. */
static bool supply(struct letters *letters, const struct mailbox_letter *letter,
                   const struct mailbox_asked *asked, const struct book *book,
                   struct arena *arena, struct mailbox_settle_input *settle)
{
    const struct intake_receipt_key key = intake_receipt_key_of(asked->receipt);
    const struct intake_receipt *of = read_one(letters, &intake_case_by_receipt, &key, arena);
    const struct intake_case_key case_key = { of == NULL ? 0 : id_bucket(of->case_id),
                                              of == NULL ? 0 : of->case_id };
    const struct intake_case *row =
        of == NULL ? NULL : read_one(letters, &intake_case_by_id, &case_key, arena);
    const struct matter *matter = row == NULL ? NULL
        : matter_at(book, row->matter, row->publication, arena);
    if (matter == NULL)
        return false;
    const struct list values = intake_form_read(row->form, arena);
    const struct list parts = parts_of(letters, letter, arena);
    const struct list papers = read_all(letters, &intake_papers_of, &case_key, arena);
    const bool from_there = came_from_there(letters, letter, row, arena);
    const struct intake_supply_input input = {
        .receipt = asked->receipt, .channel = letter->channel,
        .last_four = text_present(asked->last_four) || !from_there ? asked->last_four
            : last_four_of(letters, row, arena),
        .papers = mailbox_papers_of(matter, &values, &parts, &papers, arena),
    };
    /* An own matter has no person, and no last four. */
    const struct actor anybody = { .role = ROLE_PUBLIC };
    const struct actor actor = from_there && row->person == 0 ? sender_of(letter) : anybody;
    struct call call;
    if (input.papers.count == 0
        || !ask_keep(letters, &intake_supply_action, &actor, letter, &input, arena, &call, NULL))
        return false;
    settle->state = TEXT("supplied");
    settle->why = over_of(letter, &parts, &input.papers, arena);
    settle->case_id = row->case_id;
    settle->receipt = asked->receipt;
    return true;
}

static struct text said(const struct refusal *refusal, enum language language,
                        struct arena *arena)
{
    char bytes[MAILBOX_REFUSAL_BYTES];
    struct builder builder = builder_over(bytes, sizeof bytes);
    words_write(&builder, refusal->key, language, refusal->detail, COUNT_OF(refusal->detail));
    return arena_text(arena, builder_text(&builder));
}

/* LAW: BJ4-02b, BJ4-02k: a letter with the form filled in is a case. */
static void apply(struct letters *letters, const struct mailbox_letter *letter,
                  const struct mailbox_asked *asked, struct arena *arena,
                  struct mailbox_settle_input *settle)
{
    const struct list parts = parts_of(letters, letter, arena);
    const struct actor actor = sender_of(letter);
    const struct intake_apply_input input = {
        .matter = asked->matter->matter, .name = asked->name,
        .number = asked->number, .values = asked->values, .commitment = asked->commitment,
        .papers = mailbox_papers_of(asked->matter, &asked->values, &parts, NULL, arena),
        .channel = mailbox_channel_of(asked->matter, letter->channel),
        .reference = arena_format(arena, "%lld", (long long)letter->letter),
    };
    struct call call;
    struct intake_applied applied;
    if (ask_keep(letters, &intake_apply_action, &actor, letter, &input, arena, &call,
                 &applied)) {
        settle->state = TEXT("taken");
        settle->why = over_of(letter, &parts, &input.papers, arena);
        settle->case_id = applied.case_id;
        settle->receipt = arena_text(arena, applied.receipt);
        return;
    }
    settle->state = TEXT("waiting");
    settle->why = TEXT("refused");
    if (letters->unanswered || call.status != CALL_REFUSED)
        return;
    settle->refusal = text_of(call.refusal.key);
    settle->refusal_zh = said(&call.refusal, LANGUAGE_CHINESE, arena);
    settle->refusal_en = said(&call.refusal, LANGUAGE_ENGLISH, arena);
}

/* False: it could not be found out now, and is to be worked on again. */
static bool work_on(struct letters *letters, int64_t number, struct arena *arena)
{
    const struct mailbox_letter_key key = { id_bucket(number), number };
    letters->unanswered = false;
    const struct mailbox_letter *letter =
        read_one(letters, &mailbox_letter_by_id, &key, arena);
    if (letters->unanswered)
        return false;
    if (letter == NULL || !text_is(letter->state, "waiting") || letter->worked_at.ms != 0
        || text_is(letter->why, "unreadable"))
        return true;
    const struct book *book = world_book(letters->world);
    const struct mailbox_asked asked =
        mailbox_read_form(book, letter->subject, letter->body, letter->matter, arena);
    struct mailbox_settle_input settle = {
        .letter = number, .state = TEXT("waiting"), .why = TEXT("no-form"),
    };
    struct call call;
    bool done = text_present(asked.receipt)
        && supply(letters, letter, &asked, book, arena, &settle);
    if (!done && text_present(asked.receipt))
        settle.why = TEXT("for-case");
    else if (!done && brings_sheet(letters, letter, arena))
        settle.why = TEXT("other-sheet");
    bool named = text_present(asked.name) && text_present(asked.number);
    bool own = asked.matter != NULL && asked.matter->own && letter->sender_owner != 0;
    if (!done && asked.several)
        settle.why = TEXT("several");
    else if (!done && asked.matter != NULL && (named || own))
        apply(letters, letter, &asked, arena, &settle);
    if (!letters->unanswered) {
        house_ask(&letters->world->house, "mailbox.settle", &settle, arena, &call);
        letters->unanswered = call.status == CALL_FAULT || call.status == CALL_BUSY;
    }
    book_release(book);
    return !letters->unanswered;
}

/* ---- the folder ---- */

enum fetched { FETCHED, FETCH_AGAIN, FETCH_NEVER };

/* What the house said about it. That no address of ours is known yet may change; what else it
 * refuses stays refused. */
static enum fetched fetched_as(const struct call *call, const char **ret_why)
{
    if (call->status == CALL_DONE)
        return FETCHED;
    *ret_why = call->refusal.key != NULL ? call->refusal.key : "mail.refused.misused";
    bool refused = call->status == CALL_REFUSED || call->status == CALL_MISUSED;
    return refused && strcmp(*ret_why, "mailbox.refused.no-mailbox") != 0 ? FETCH_NEVER
                                                                         : FETCH_AGAIN;
}

static enum fetched receive(struct letters *letters, struct fetching *fetching,
                            const char **ret_why)
{
    struct call call;
    struct mailbox_received received;
    const struct actor house = { .role = ROLE_HOUSE, .scope = { .everything = true } };
    const struct action *action = house_action(&letters->world->house, TEXT("mailbox.receive"));
    call.refusal.key = NULL;
    if (house_ask_keep(&letters->world->house, action, &house, fetching->input.digest,
                       TEXT("mail"), &fetching->input, &fetching->arena, &call, &received)
        && !work_on(letters, received.letter, &fetching->arena))
        return FETCH_AGAIN;
    return fetched_as(&call, ret_why);
}

/* Why, beside the letter in both languages, and in the log. */
static void turn_away(struct letters *letters, struct text name, const char *why,
                      struct arena *arena)
{
    const struct text both = arena_format(arena, "%.*s\n%.*s\n",
                                          TEXT_ARGS(words_of(why, LANGUAGE_CHINESE)),
                                          TEXT_ARGS(words_of(why, LANGUAGE_ENGLISH)));
    bool moved = maildir_refuse(letters->world->settings.mail_in, name, both, arena);
    struct log_line line;
    log_begin(&line, &letters->world->log, LOG_LEVEL_WARNING,
              moved ? "letter.refused" : "letter.not-moved");
    log_text(&line, "file", name);
    log_text(&line, "why", text_of(why));
    log_end(&line);
}

static enum fetched fetch_one(struct letters *letters, struct text name)
{
    const char *folder = letters->world->settings.mail_in;
    struct fetching *fetching = calloc(1, sizeof *fetching);
    CHECK(fetching != NULL);
    fetching->letters = letters;
    arena_init(&fetching->arena);
    struct text bytes;
    const char *why = NULL;
    enum fetched fetched = FETCH_AGAIN;
    switch (maildir_read(folder, name, LIMIT_LETTER_BYTES, &fetching->arena, &bytes)) {
    case MAILDIR_READ:
        if (take_apart(fetching, bytes)) {
            letter_sheets_read(letters->world, &fetching->input, &fetching->arena);
            fetched = receive(letters, fetching, &why);
        }
        break;
    case MAILDIR_TOO_LONG:
        fetched = FETCH_NEVER;
        why = "mail.refused.too-long";
        break;
    case MAILDIR_NO_LETTER:
        fetched = FETCH_NEVER;
        why = "mail.refused.no-letter";
        break;
    case MAILDIR_FAULT:
        break;
    }
    if (fetched == FETCHED)
        maildir_done(folder, name, &fetching->arena);
    else if (fetched == FETCH_NEVER)
        turn_away(letters, name, why, &fetching->arena);
    arena_release(&fetching->arena);
    free(fetching);
    return fetched;
}

static void pause_ms(long ms)
{
    const struct timespec nap = { .tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000L };
    nanosleep(&nap, NULL);
}

static void *letters_thread(void *context)
{
    struct letters *letters = context;
    char last[256] = "";        /* of the look before: those that stay are passed */
    while (!atomic_load(&letters->stopping)) {
        struct arena arena;
        struct text names[MAILDIR_A_LOOK];
        bool again = false;
        arena_init(&arena);
        size_t count =
            maildir_look(letters->world->settings.mail_in, text_of(last), &arena, names);
        for (size_t i = 0; i < count && !atomic_load(&letters->stopping); i++)
            again |= fetch_one(letters, names[i]) == FETCH_AGAIN;
        bool more = count == MAILDIR_A_LOOK && names[count - 1].length < sizeof last;
        struct builder builder = builder_over(last, sizeof last);
        if (more)
            builder_add(&builder, names[count - 1]);
        last[more ? names[count - 1].length : 0] = '\0';
        arena_release(&arena);
        if (again || !more)
            pause_ms(again ? AGAIN_AFTER_MS : LOOK_EVERY_MS);
    }
    return NULL;
}

struct letters *letters_start(struct world *world, struct text *ret_fault)
{
    struct letters *letters = calloc(1, sizeof *letters);
    CHECK(letters != NULL);
    letters->world = world;
    if (world->settings.mail_in == NULL)
        return letters;
    letters->store = store_open_any(world->settings.store, false, &world->arena, ret_fault);
    if (letters->store == NULL) {
        free(letters);
        return NULL;
    }
    CHECK(pthread_create(&letters->thread, NULL, letters_thread, letters) == 0);
    letters->running = true;
    return letters;
}

void letters_stop(struct letters *letters)
{
    if (letters == NULL)
        return;
    atomic_store(&letters->stopping, true);
    if (letters->running) {
        pthread_join(letters->thread, NULL);
        letters->store->port->close(letters->store);
    }
    free(letters);
}
