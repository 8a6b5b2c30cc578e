/* mailbox_addresses.c: which addresses an office has, what comes in by them and from whom. */

#include "rooms/mailbox/mailbox_inside.h"

struct addresses_input { int64_t office; };
struct addresses_facts { const struct list *rows; };
struct addresses_answer { struct list addresses; };

static bool addresses_gather(struct gather *gather, const struct request *request, void *facts)
{
    const struct addresses_input *input = request->input;
    const struct mailbox_office_key key = {
        input->office == 0 ? request->actor->office : input->office,
    };
    struct addresses_facts *found = facts;
    found->rows = gather_want(gather, &mailbox_addresses_of, &key);
    return found->rows != NULL;
}

static void addresses_decide(const struct request *request, const void *facts,
                             struct decision *decision)
{
    (void)request;
    ((struct addresses_answer *)decision->outcome)->addresses =
        *((const struct addresses_facts *)facts)->rows;
}

static const struct field input_fields[] = {
    { "office", NULL, FIELD_ID, 0, AT(struct addresses_input, office),
      .help = "mailbox.field.office" },
};
static const struct shape input_shape =
    SHAPE("mailbox_addresses_asked", struct addresses_input, input_fields);
#define TOLD(member_) AT(struct mailbox, member_)
static const struct field told_fields[] = {
    { "address", NULL, FIELD_TEXT, 0, TOLD(address), 200, .help = "mailbox.field.address" },
    { "office", NULL, FIELD_ID, 0, TOLD(office), .help = "mailbox.field.office" },
    { "channel", NULL, FIELD_CODE, 0, TOLD(channel), 20, "mailbox_channel",
      .help = "mailbox.field.channel" },
    { "matter", NULL, FIELD_TEXT, FIELD_SPARSE, TOLD(matter), 40,
      .help = "mailbox.field.matter" },
    { "strangers", NULL, FIELD_FLAG, 0, TOLD(strangers), .help = "mailbox.field.strangers" },
};
static const struct shape told_shape = SHAPE("mailbox_address", struct mailbox, told_fields);
static const struct field answer_fields[] = {
    { "addresses", NULL, FIELD_LIST, 0, AT(struct addresses_answer, addresses),
      .of = &told_shape, .help = "mailbox.field.addresses" },
};
static const struct shape answer_shape =
    SHAPE("mailbox_addresses", struct addresses_answer, answer_fields);
static const struct shape facts_shape =
    { .name = "mailbox_addresses_facts", .size = sizeof(struct addresses_facts) };

const struct action mailbox_addresses_action = {
    .name = "mailbox.addresses", .method = "GET", .path = "/api/v1/mailboxes",
    .flags = ACTION_READ, .input = &input_shape, .facts = &facts_shape,
    .outcome = &answer_shape, .answer = &answer_shape, .help = "mailbox.help.addresses",
    .gather = addresses_gather, .decide = addresses_decide,
};
