/* actions_list.c: every action that the HTTP door has, a line each: name, method, path, who may,
 * `page` where a plain page asks it or `-`, and `single` where no field is a list or an object.
 * screens_check.py compares it with web/. */

#include "core/rights.h"
#include "rooms/rooms.h"

#include <stdio.h>
#include <string.h>

static bool has_page(const char *action)
{
    for (size_t i = 0; i < all_rooms_count; i++)
        for (size_t p = 0; p < all_rooms[i]->page_count; p++)
            if (strcmp(all_rooms[i]->pages[p].action, action) == 0)
                return true;
    return false;
}

static bool is_single(const struct shape *input)
{
    for (size_t i = 0; i < input->field_count; i++)
        if (input->fields[i].kind == FIELD_LIST || input->fields[i].kind == FIELD_OBJECT)
            return false;
    return true;
}

int main(void)
{
    for (size_t i = 0; i < all_rooms_count; i++)
        for (size_t a = 0; a < all_rooms[i]->action_count; a++) {
            const struct action *action = all_rooms[i]->actions[a];
            if (action->method == NULL)
                continue;
            printf("%s\t%s\t%s\t", action->name, action->method, action->path);
            for (int role = 0; role < ROLE_COUNT; role++)
                if (rights_allow(action, (enum role)role))
                    printf("%s ", role_name((enum role)role));
            printf("\t%s\t%s\n", has_page(action->name) ? "page" : "-",
                   is_single(action->input) ? "single" : "-");
        }
    return 0;
}
