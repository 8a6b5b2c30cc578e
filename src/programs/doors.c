#include "programs/say.h"
#include "programs/doors.h"

#include "base/check.h"
#include "core/words.h"
#include "doors/askers.h"
#include "doors/cli/socket.h"
#include "doors/http/api.h"
#include "doors/http_server.h"
#include "doors/nhsa/nhsa.h"
#include "doors/pages/pages.h"
#include "programs/demo.h"
#include "programs/provider.h"
#include "programs/world_changes.h"

#include <stdio.h>

#define DRAIN_STEP_MS 1000

struct doors {
    struct http_server *server;
    struct nhsa *nhsa;
    struct pages *pages;
    struct api *api;
    struct changes_watch *changes;
    struct cli_server *socket;
};

static const struct demo_account demo_accounts[] = {
    { "patient.110105", "demo.account.patient" },
    { "resident.0", "demo.account.person" },
    { "agent.0", "demo.account.agent" },
    { "kiosk.110105", "demo.account.kiosk" },
    { "employer.16", "demo.account.employer" },
    { "hospital-office.H11010190001", "demo.account.hospital-office" },
    { "pharmacy.P11010590001", "demo.account.pharmacy" },
    { "town-clerk.110105", "demo.account.town-clerk" },
    { "village-clerk.371329", "demo.account.village-clerk" },
    { "intake-clerk.110105", "demo.account.intake-clerk" },
    { "reviewer.110105", "demo.account.reviewer" },
    { "section-head.110105", "demo.account.section-head" },
    { "finance.110105", "demo.account.finance" },
    { "inspector.110105", "demo.account.inspector" },
    { "administrator.110105", "demo.account.administrator" },
    { "civil-affairs.110000", "demo.account.department" },
    { "publisher.110000", "demo.account.publisher" },
    { "filler.110000", "demo.account.filler" },
    { "leader.110000", "demo.account.leader" },
    { "reviewer.371329", "demo.account.reviewer-elsewhere" },
};

static bool listen_address(const char *name, const char *setting, char host[64], uint16_t *port)
{
    if (settings_address(setting, host, port))
        return true;
    return say_fault("program.serve.address", text_of(name), text_of(setting));
}

static struct pages *open_pages(struct world *world, struct doors *doors, struct text *ret_reason)
{
    struct askers *askers = askers_new(&world->arena);
    const struct api_plan api_plan = {
        .house = &world->house, .log = &world->log, .askers = askers,
    };
    doors->api = api_start(&api_plan, &world->arena, ret_reason);
    if (doors->api == NULL)
        return NULL;
    const bool outside = provider_is_set(&world->settings);
    const struct pages_plan plan = {
        .house = &world->house, .api = doors->api, .log = &world->log, .askers = askers,
        .sign_in = "access.sign-in", .sign_out = "access.sign-out",
        .registration = "/registration",
        .outside_begin = outside ? "resident.begin-outside" : NULL,
        .outside_end = "resident.sign-in-outside", .outside_link = "resident.link-outside",
        .interface_address = world->settings.nhsa, .web = world->settings.web,
        .accounts = demo_accounts, .account_count = COUNT_OF(demo_accounts),
        .password = DEMO_PASSWORD, .secure_cookies = world->settings.behind_tls,
    };
    return pages_start(&plan, &world->arena, ret_reason);
}

static bool open_server(struct world *world, struct doors *doors)
{
    char host[2][64];
    uint16_t port[2];
    if (!listen_address("http", world->settings.http, host[0], &port[0])
        || !listen_address("nhsa", world->settings.nhsa, host[1], &port[1]))
        return false;
    struct text reason = { 0 };
    doors->pages = open_pages(world, doors, &reason);
    doors->nhsa = nhsa_new(&(struct nhsa_plan){ .house = &world->house,
                                                .log = &world->log });
    if (doors->pages != NULL) {
        const struct http_listener_plan plans[] = {
            { .address = host[0], .port = port[0],
              .threads = (int)world->settings.http_threads, .handle = pages_handle,
              .body_max_of = pages_body_max, .refuse = pages_refuse, .data = doors->pages },
            nhsa_listener(doors->nhsa, host[1], port[1]),
        };
        doors->server =
            http_server_start(plans, COUNT_OF(plans), &world->arena, &reason);
    }
    if (doors->server == NULL)
        fprintf(stderr, "yibao: %.*s\n", TEXT_ARGS(reason));
    return doors->server != NULL;
}

/* For `yibao call`: whoever may read the data folder. */
static bool open_socket(struct world *world, struct doors *doors)
{
    struct text reason = { 0 };
    const char *path = arena_format(&world->arena, DOORS_SOCKET, world->settings.data).data;
    doors->socket =
        cli_server_start(&world->house, path, &world->log, &world->arena, &reason);
    if (doors->socket == NULL)
        fprintf(stderr, "yibao: %s: %.*s\n", path, TEXT_ARGS(reason));
    return doors->socket != NULL;
}

struct doors *doors_open(struct world *world)
{
    struct doors *doors = calloc(1, sizeof *doors);
    CHECK(doors != NULL);
    if (open_server(world, doors) && open_socket(world, doors)) {
        doors->changes = changes_watch_start(world, doors->api);
        return doors;
    }
    doors_close(doors);
    return NULL;
}

void doors_close(struct doors *doors)
{
    if (doors->socket != NULL)
        cli_server_stop(doors->socket);
    changes_watch_stop(doors->changes);
    if (doors->server != NULL) {
        while (!http_server_drain(doors->server, DRAIN_STEP_MS))
            continue;
        http_server_free(doors->server);
    }
    if (doors->nhsa != NULL)
        nhsa_free(doors->nhsa);
    if (doors->pages != NULL)
        pages_stop(doors->pages);
    free(doors);
}

static void greet_account(const struct demo_account *account)
{
    printf("  %-30s ", account->login);
    say_line(account->is);
}

void doors_greet(const struct world *world)
{
    say_line_with("program.serve.greeting", text_of(world->settings.http),
             text_of(world->settings.nhsa));
    if (world->house.demo) {
        say_line_with("program.serve.accounts", TEXT(DEMO_PASSWORD), (struct text){ 0 });
        for (size_t i = 0; i < COUNT_OF(demo_accounts); i++)
            greet_account(&demo_accounts[i]);
        demo_visit_print(world);
    }
    say_line("program.serve.stop");
    fflush(stdout);
}
