/* nhsa_fuzz.c: any bytes as a message of the national interface: envelope, then input. */

#include "base/check.h"
#include "doors/nhsa/envelope.h"
#include "doors/nhsa/input.h"

static void check_sentence(const struct nhsa_faults *faults, struct arena *arena)
{
    struct text said = nhsa_faults_say(faults, arena);
    CHECK(text_is_utf8(said));
    CHECK(text_characters(said) <= NHSA_MESSAGE_CHARACTERS);
}

/* What was taken once is taken again as it is: the second tree needs no other spelling. */
static void check_input(const struct interface_transaction *table, const struct json *input,
                        struct arena *arena)
{
    const struct json *tree, *again;
    struct nhsa_faults faults;
    nhsa_faults_init(&faults);
    if (!nhsa_input_check(table, input, arena, &tree, &faults)) {
        check_sentence(&faults, arena);
        return;
    }
    CHECK(nhsa_input_check(table, tree, arena, &again, &faults));
    CHECK(tree == input || again == tree);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct text text = { (const char *)data, size };
    const struct json *json, *input;
    struct json_fault fault;
    struct nhsa_envelope envelope;
    struct nhsa_faults faults;
    struct text refusal = { 0 };
    struct arena arena;
    arena_init(&arena);
    nhsa_faults_init(&faults);
    if (!json_parse(text, 64 * 1024, &arena, &json, &fault))
        goto end;
    if (!nhsa_envelope_read(json, &arena, &envelope, &faults))
        check_sentence(&faults, &arena);
    input = nhsa_envelope_input(json_member_loose(json, TEXT("input")), &arena, &refusal);
    CHECK((input == NULL) == text_present(refusal));
    /* Every transaction, not only the one named: the tables are what is tried here. */
    for (size_t i = 0; input != NULL && i < interface_transaction_count; i++)
        if (interface_transactions[i].served)
            check_input(&interface_transactions[i], input, &arena);
end:
    arena_release(&arena);
    return 0;
}
