/* access_demo.c: demo accounts of staff: every role of a bureau in six places, named after both,
 * and one of each department that is asked for the papers it holds. */

#include "rooms/access/access.h"

#include "rooms/staff/staff.h"

#include "base/check.h"
#include "core/words.h"

static const int64_t PLACES[] = { 110000, 110105, 371300, 371329, 330602, 360100 };

static const struct {
    enum role role;
    const char *office_kind;
} POSTS[] = {
    { ROLE_INTAKE_CLERK, "agency" }, { ROLE_REVIEWER, "agency" },
    { ROLE_SECOND_REVIEWER, "agency" }, { ROLE_SECTION_HEAD, "agency" },
    { ROLE_FINANCE, "agency" }, { ROLE_INSPECTOR, "agency" }, { ROLE_PUBLISHER, "bureau" },
    { ROLE_LEADER, "bureau" }, { ROLE_ADMINISTRATOR, "bureau" }, { ROLE_VILLAGE_CLERK, "village" },
    { ROLE_TOWN_CLERK, "town" }, { ROLE_FILLER, "bureau" }, { ROLE_KIOSK, "agency" },
};

void access_demo_account(struct demo *demo, int64_t n, const char *login,
                         const struct access_account *like)
{
    struct access_account row = *like;
    row.login_digest = access_login_digest(text_of(login), demo->arena);
    row.bucket = bucket_of_name(row.login_digest);
    row.account = demo_id((int)row.bucket, DEMO_ACCOUNTS, n);
    row.password = demo->password_hash;
    row.version = 1;
    demo_emit(demo, &access_account_table, &row);
}

static struct text demo_label(struct arena *arena, struct text office, const char *role)
{
    struct text key = arena_format(arena, "role.%s", role);
    struct text word = words_of(key.data, LANGUAGE_CHINESE);
    return arena_format(arena, "%.*s %.*s", TEXT_ARGS(office), TEXT_ARGS(word));
}

/* The office of that kind in the place itself: a village clerk of a county sits in its first
 * village station. */
static const struct staff_office *demo_office_in(const struct list *lines, int64_t place,
                                                 const char *kind)
{
    const struct staff_line *rows = lines->items;
    for (size_t i = 0; i < lines->count; i++)
        if (rows[i].office.division == place && text_is(rows[i].office.kind, kind))
            return &rows[i].office;
    return NULL;
}

void access_demo(struct demo *demo)
{
    struct list lines = staff_demo_offices(demo);
    struct staff_line *rows = lines.items;
    for (size_t i = 0; i < lines.count; i++)
        rows[i].office.office = demo_id(STAFF_BUCKET, DEMO_OFFICES, (int64_t)i);

    int64_t n = 0;
    for (size_t p = 0; p < COUNT_OF(PLACES); p++)
        for (size_t r = 0; r < COUNT_OF(POSTS); r++) {
            const struct staff_office *office =
                demo_office_in(&lines, PLACES[p], POSTS[r].office_kind);
            if (office == NULL)
                continue;
            const char *role = role_name(POSTS[r].role);
            struct text login =
                arena_format(demo->arena, "%s.%lld", role, (long long)PLACES[p]);
            struct access_account like = {
                .role = text_of(role), .office = office->office,
                .label = demo_label(demo->arena, office->name, role),
            };
            access_demo_account(demo, n++, login.data, &like);
        }
    for (size_t i = 0; i < lines.count; i++) {
        const struct staff_office *office = &rows[i].office;
        if (!text_present(office->department))
            continue;
        struct access_account like = {
            .role = text_of(role_name(ROLE_FILLER)), .office = office->office,
            .label = office->name,
        };
        access_demo_account(demo, n++, arena_format(demo->arena, "%.*s.%lld",
                                                    TEXT_ARGS(office->department),
                                                    (long long)office->division).data, &like);
    }
}
