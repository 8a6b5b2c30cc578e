/* base_yaml_fuzz.c: what yaml.h promises of any bytes. */

#include "base/check.h"
#include "base/limits.h"
#include "base/yaml.h"

static void ask_node(const struct yaml *yaml)
{
    CHECK(yaml_line(yaml) >= 1 && yaml_column(yaml) >= 1);
    CHECK(text_is_utf8(yaml_text(yaml)));
    CHECK((yaml_kind(yaml) == YAML_SCALAR) == (yaml_text(yaml).data != NULL));
    CHECK(yaml_at(yaml, yaml_count(yaml)) == NULL);
    for (size_t i = 0; i < yaml_count(yaml) && i < 50; i++) {
        const struct yaml *key = yaml_key(yaml, i);
        CHECK((key != NULL) == (yaml_kind(yaml) == YAML_MAPPING));
        if (key != NULL)
            CHECK(yaml_member(yaml, yaml_text(key)) == yaml_at(yaml, i));
    }
}

/* Every node, by a stack of our own: no deeper than was promised. */
static void ask_tree(const struct yaml *root)
{
    struct { const struct yaml *node; size_t next; } level[LIMIT_DEPTH + 1];
    int depth = 0;
    ask_node(root);
    level[depth].node = root;
    level[depth++].next = 0;
    while (depth > 0) {
        const struct yaml *child = yaml_at(level[depth - 1].node, level[depth - 1].next++);
        if (child == NULL) {
            depth--;
            continue;
        }
        ask_node(child);
        CHECK(depth <= LIMIT_DEPTH);
        level[depth].node = child;
        level[depth++].next = 0;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena;
    arena_init(&arena);
    const struct yaml *yaml = NULL;
    struct yaml_fault fault = { 0 };
    if (yaml_parse((struct text){ (const char *)data, size }, &arena, &yaml, &fault)) {
        ask_tree(yaml);
    } else {
        CHECK(yaml == NULL && text_present(fault.reason) && text_is_utf8(fault.reason));
        CHECK(fault.line >= 1 && fault.column >= 1);
    }
    arena_release(&arena);
    return 0;
}
