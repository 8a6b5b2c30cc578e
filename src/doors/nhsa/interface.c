/* interface.c: looking things up in the tables of interface.h. */

#include "doors/nhsa/interface.h"

#include "base/check.h"
#include "base/json.h"

const struct interface_transaction *interface_transaction_of(struct text infno)
{
    size_t from = 0, to = interface_transaction_count;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        int order = text_compare(infno, text_of(interface_transactions[middle].infno));
        if (order == 0)
            return &interface_transactions[middle];
        if (order < 0)
            to = middle;
        else
            from = middle + 1;
    }
    return NULL;
}

const struct interface_transaction *interface_envelope(void)
{
    const struct interface_transaction *envelope = interface_transaction_of(TEXT("envelope"));
    CHECK(envelope != NULL && envelope->in_count == 1 && envelope->out_count == 1);
    return envelope;
}

static const char *label_among(size_t first_node, size_t node_count, struct text name)
{
    for (size_t i = first_node; i < first_node + node_count; i++) {
        const struct interface_node *node = &interface_nodes[i];
        for (size_t j = 0; j < node->field_count; j++) {
            const struct interface_field *field = &interface_fields[node->first_field + j];
            if (json_name_is_loose(text_of(field->name), name))
                return field->label;
        }
    }
    return NULL;
}

const char *interface_label(const struct interface_transaction *transaction, struct text name)
{
    const char *label = label_among(transaction->first_in, transaction->in_count, name);
    if (label == NULL)
        label = label_among(transaction->first_out, transaction->out_count, name);
    return label;
}
