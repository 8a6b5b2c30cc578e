/* world_sending.c: messages and announcements on their way out, one after another, with a reading
 * handle of its own. Before anything is sent a row says that it is being tried, and after the
 * answer what became of it: what was under way when the program died may have gone out, so it is
 * not sent again but put on the list of people to call. */

#include "programs/world.h"
#include "programs/world_sending.h"

#include "base/check.h"
#include "programs/house_asking.h"
#include "programs/sending.h"
#include "programs/say.h"
#include "rooms/delivery/delivery.h"
#include "rooms/mailbox/mailbox.h"
#include "rooms/message/message.h"
#include "rooms/notice/notice_announce.h"
#include "rooms/party/party.h"
#include "rooms/party/party_facts.h"
#include "stores/registry.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define LOOK_EVERY_MS 200
#define SECRET_BYTES 512
#define TEXT_MESSAGE_CHARACTERS 70

struct sending {
    struct world *world;
    struct store *store;
    pthread_t thread;
    atomic_bool stopping;
    struct text secret;
};

static bool ask(struct sending *sending, const char *action, const void *input,
                struct arena *arena)
{
    struct call call;
    return house_ask(&sending->world->house, action, input, arena, &call);
}

static const void *read_one(struct sending *sending, const struct query *query, const void *key,
                            struct arena *arena)
{
    struct want want = { .query = query, .key = key };
    bool good = sending->store->port->read(sending->store, &want, arena) == STORE_DONE;
    return good && want.rows.count > 0 ? want.rows.items : NULL;
}

static const char *gateway_of(const struct settings *settings, struct text channel)
{
    if (text_is(channel, "sms"))
        return settings->sms;
    if (text_is(channel, "wechat"))
        return settings->wechat;
    return text_is(channel, "app") ? settings->app : NULL;
}

/* ---- letters that are answered ---- */

static const struct mailbox_letter *letter_by_id(struct sending *sending, int64_t letter,
                                                 struct arena *arena)
{
    const struct mailbox_letter_key key = { id_bucket(letter), letter };
    return read_one(sending, &mailbox_letter_by_id, &key, arena);
}

/* The letter that brought the case a message is about, when it can be answered. */
static const struct mailbox_letter *letter_of_case(struct sending *sending,
                                                   const struct message_row *message,
                                                   struct arena *arena)
{
    if (message->subject == 0 || !text_starts(message->kind, TEXT("intake.")))
        return NULL;
    const struct intake_case_key key = { id_bucket(message->subject), message->subject };
    const struct intake_case *row = read_one(sending, &intake_case_by_id, &key, arena);
    int64_t number;
    /* Its person is answered; an own matter's institution or unit. */
    if (row == NULL || (message->person == 0) != (row->person == 0)
        || !text_to_int64(row->reference, &number)
        || (!text_is(row->channel, "mail") && !text_is(row->channel, "dedicated-mailbox")))
        return NULL;
    const struct mailbox_letter *letter = letter_by_id(sending, number, arena);
    return letter == NULL || letter->automatic ? NULL : letter;
}

static void answer_to(const struct mailbox_letter *from, struct letter *letter,
                      struct arena *arena)
{
    letter->to = from->sender;
    letter->in_reply_to = from->message_id;
    letter->title = arena_format(arena, "Re: %.*s", TEXT_ARGS(from->subject));
}

/* ---- which ways a message goes ---- */

static struct text mail_address(struct sending *sending, int64_t owner, struct arena *arena)
{
    const struct delivery_address_key key = { id_bucket(owner), owner, TEXT("mail") };
    const struct delivery_address *row =
        read_one(sending, &delivery_address_by_key, &key, arena);
    return row == NULL ? (struct text){ 0 } : row->address;
}

static struct text phone_of(struct sending *sending, int64_t person, struct arena *arena)
{
    const struct party_of_person key = { id_bucket(person), person };
    const struct party_person *row = read_one(sending, &party_person_by_id, &key, arena);
    return row == NULL || !text_present(row->phone_sealed) ? (struct text){ 0 }
        : party_unseal(row->phone_sealed, "phone", arena);
}

static struct text channels_of(struct sending *sending, const struct message_row *message,
                               struct arena *arena)
{
    const struct settings *settings = &sending->world->settings;
    struct text channels = TEXT("inbox");
    int64_t owner = message->office != 0 ? message->office
        : message->institution != 0 ? message->institution : message->unit;
    bool answers = settings->mail_server != NULL
        && letter_of_case(sending, message, arena) != NULL;
    if (message->person == 0) {
        bool mail = settings->mail_server != NULL
            && text_present(mail_address(sending, owner, arena));
        return mail || answers ? TEXT("inbox mail") : channels;
    }
    bool phone = text_present(phone_of(sending, message->person, arena));
    if (answers)
        channels = TEXT("inbox mail");
    if (settings->sms != NULL && phone)
        channels = arena_format(arena, "%.*s sms", TEXT_ARGS(channels));
    if (settings->app != NULL)
        channels = arena_format(arena, "%.*s app", TEXT_ARGS(channels));
    if (settings->wechat != NULL)
        channels = arena_format(arena, "%.*s wechat", TEXT_ARGS(channels));
    return channels.length > sizeof "inbox" - 1 || !phone || answers ? channels
        : TEXT("inbox phone");
}

static void plan_one(struct sending *sending, const struct message_row *message,
                     struct arena *arena)
{
    const struct delivery_plan_input plan = { message->message,
                                              channels_of(sending, message, arena) };
    ask(sending, "delivery.plan", &plan, arena);    /* a second one is refused */
    const struct message_settle_input settle = {
        .message = message->message, .channel = TEXT("inbox"), .delivered = true,
    };
    ask(sending, "message.settle", &settle, arena);
}

static void plan_waiting(struct sending *sending)
{
    struct arena arena;
    arena_init(&arena);
    const struct message_state_key key = {
        .state = TEXT("waiting"), .until = { clock_now_ms(&sending->world->clock) },
    };
    struct want want = { .query = &messages_in_state, .key = &key };
    if (sending->store->port->read(sending->store, &want, &arena) == STORE_DONE) {
        const struct message_row *rows = want.rows.items;
        for (size_t i = 0; i < want.rows.count && !atomic_load(&sending->stopping); i++)
            plan_one(sending, &rows[i], &arena);
    }
    arena_release(&arena);
}

/* ---- one delivery ---- */

/* Whom it goes to and what it says; false: it cannot go that way. */
static bool letter_of(struct sending *sending, const struct delivery_row *row,
                      struct arena *arena, struct letter *letter)
{
    *letter = (struct letter){ .key = row->delivery, .channel = row->channel,
                               .at = { clock_now_ms(&sending->world->clock) } };
    if (text_is(row->kind, "announcement")) {
        const struct notice_announcement_key key = { row->bucket, row->subject };
        const struct notice_announcement *said =
            read_one(sending, &notice_announcement_by_id, &key, arena);
        if (said == NULL)
            return false;
        letter->title = said->title;
        letter->text = text_is(row->channel, "sms") ? said->title : said->body;
        letter->to = arena_format(arena, "%lld", (long long)said->place);
        return true;
    }
    if (text_starts(row->kind, TEXT("letter"))) {
        const struct mailbox_letter *answered = letter_by_id(sending, row->subject, arena);
        if (answered == NULL)
            return false;
        letter->text = text_is(row->kind, "letter-aside") ? mailbox_note_text(answered, arena)
                                                          : answered->answer;
        answer_to(answered, letter, arena);
        return true;
    }
    const struct message_key key = { row->bucket, row->subject };
    const struct message_row *message = read_one(sending, &message_by_id, &key, arena);
    if (message == NULL)
        return false;
    letter->title = text_present(message->reference) ? message->reference : TEXT("yibao");
    letter->text = message->body_zh;
    const struct mailbox_letter *answered = letter_of_case(sending, message, arena);
    if (text_is(row->channel, "mail") && answered != NULL)
        answer_to(answered, letter, arena);
    else if (text_is(row->channel, "mail"))
        letter->to = mail_address(sending, message->office != 0 ? message->office
            : message->institution != 0 ? message->institution : message->unit, arena);
    else if (text_is(row->channel, "sms"))
        letter->to = phone_of(sending, message->person, arena);
    else
        letter->to = arena_format(arena, "%lld", (long long)message->person);
    return text_present(letter->to);
}

static struct delivery_result_input result_of(const struct sending *sending,
                                              const struct delivery_row *row, enum sent sent,
                                              struct text receipt, struct text fault)
{
    static const char *const states[] = {
        [SENT_DONE] = "sent", [SENT_AGAIN] = "again", [SENT_REFUSED] = "failed",
        [SENT_UNCERTAIN] = "uncertain",
    };
    return (struct delivery_result_input){
        .delivery = row->delivery, .state = text_of(states[sent]), .receipt = receipt,
        .fault = fault, .wait_seconds = sending->world->settings.retry_seconds,
    };
}

static struct delivery_result_input carry(struct sending *sending,
                                          const struct delivery_row *row, struct arena *arena)
{
    const struct settings *settings = &sending->world->settings;
    const char *gateway = gateway_of(settings, row->channel);
    struct text receipt = { 0 }, fault = { 0 };
    struct letter letter;
    bool mail = text_is(row->channel, "mail");
    if (mail ? settings->mail_server == NULL : gateway == NULL) {
        struct delivery_result_input none =
            result_of(sending, row, SENT_REFUSED, receipt, fault);
        none.state = TEXT("not-set-up");
        return none;
    }
    if (!letter_of(sending, row, arena, &letter))
        return result_of(sending, row, SENT_REFUSED, receipt, TEXT("no address"));
    if (text_is(row->channel, "sms")
        && text_characters(letter.text) > TEXT_MESSAGE_CHARACTERS)
        return result_of(sending, row, SENT_REFUSED, receipt, TEXT("over 70 characters"));
    enum sent sent = mail
        ? send_mail(settings->mail_server, settings->mail_from, &letter, arena, &receipt, &fault)
        : send_hook(gateway, sending->secret, &letter, arena, &receipt, &fault);
    return result_of(sending, row, sent, receipt, fault);
}

static void send_one(struct sending *sending, const struct delivery_row *row)
{
    struct arena arena;
    arena_init(&arena);
    const struct delivery_try_input trying = { row->delivery };
    if (ask(sending, "delivery.try", &trying, &arena)) {
        const struct delivery_result_input result = carry(sending, row, &arena);
        ask(sending, "delivery.result", &result, &arena);
    }
    arena_release(&arena);
}

static bool next_page(struct sending *sending, const char *state, int64_t after,
                      struct arena *arena, struct list *ret_rows)
{
    const struct delivery_state_key key = { text_of(state), after };
    struct want want = { .query = &deliveries_in_state, .key = &key };
    bool good = sending->store->port->read(sending->store, &want, arena) == STORE_DONE;
    *ret_rows = want.rows;
    return good && want.rows.count > 0;
}

static void send_waiting(struct sending *sending)
{
    struct list page;
    int64_t after = 0, now = clock_now_ms(&sending->world->clock);
    struct arena arena;
    arena_init(&arena);
    while (!atomic_load(&sending->stopping)
           && next_page(sending, "waiting", after, &arena, &page)) {
        const struct delivery_row *rows = page.items;
        for (size_t i = 0; i < page.count && !atomic_load(&sending->stopping); i++)
            if (rows[i].next_try.ms <= now)
                send_one(sending, &rows[i]);
        after = rows[page.count - 1].delivery;
        if (page.count < DELIVERIES_A_PAGE)
            break;
        arena_clear(&arena);
    }
    arena_release(&arena);
}

/* Cut short by a kill: it may be out. */
static void close_cut_short(struct sending *sending)
{
    struct list page;
    struct arena arena;
    arena_init(&arena);
    while (next_page(sending, "trying", 0, &arena, &page)) {
        const struct delivery_row *rows = page.items;
        bool moved = false;
        for (size_t i = 0; i < page.count; i++) {
            const struct delivery_result_input result = result_of(
                sending, &rows[i], SENT_UNCERTAIN, (struct text){ 0 }, TEXT("cut short"));
            moved |= ask(sending, "delivery.result", &result, &arena);
        }
        arena_clear(&arena);
        if (!moved)
            break;
    }
    arena_release(&arena);
}

static void *sending_thread(void *context)
{
    struct sending *sending = context;
    const struct timespec nap = { .tv_nsec = LOOK_EVERY_MS * 1000000L };
    close_cut_short(sending);
    while (!atomic_load(&sending->stopping)) {
        plan_waiting(sending);
        send_waiting(sending);
        nanosleep(&nap, NULL);
    }
    return NULL;
}

/* ---- open and close ---- */

static bool read_secret(struct sending *sending, struct text *ret_fault)
{
    const char *path = sending->world->settings.gateway_secret;
    const struct settings *settings = &sending->world->settings;
    bool gateways = settings->sms != NULL || settings->wechat != NULL || settings->app != NULL;
    if (path == NULL) {
        *ret_fault = words_of("program.setting.gateway-secret", say_language());
        return !gateways;
    }
    char *bytes = arena_take(&sending->world->arena, SECRET_BYTES);
    FILE *file = fopen(path, "re");
    size_t length = file == NULL ? 0 : fread(bytes, 1, SECRET_BYTES, file);
    if (file != NULL)
        fclose(file);
    sending->secret = text_trim((struct text){ bytes, length });
    *ret_fault = text_of(path);
    return text_present(sending->secret);
}

struct sending *sending_open(struct world *world, struct text *ret_fault)
{
    struct sending *sending = calloc(1, sizeof *sending);
    CHECK(sending != NULL);
    sending->world = world;
    if (read_secret(sending, ret_fault))
        sending->store = store_open_any(world->settings.store, false, &world->arena, ret_fault);
    if (sending->store == NULL) {
        free(sending);
        return NULL;
    }
    sending_start();
    CHECK(pthread_create(&sending->thread, NULL, sending_thread, sending) == 0);
    return sending;
}

void sending_close(struct sending *sending)
{
    if (sending == NULL)
        return;
    atomic_store(&sending->stopping, true);
    pthread_join(sending->thread, NULL);
    sending->store->port->close(sending->store);
    free(sending);
}
