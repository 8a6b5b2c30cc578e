/* demo_life.c: see demo_life.h. */

#include "programs/demo_life.h"

#include "base/check.h"
#include "core/shape_json.h"
#include "lanes/lane.h"
#include "programs/demo.h"
#include "programs/demo_words.h"
#include "programs/house_asking.h"
#include "programs/say.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#define LINES_MAX 4000
/* Nothing happens before it. */
#define BEGINS "2020-01-01T00:00"
#define COLUMNS 7
/* Reactions and timers of a day are done before the next begins: so often is looked, and so often
 * in a row nothing may have been written. */
#define LOOK_MS 10
#define LOOKS_AT_REST 3
#define LOOKS_MAX 500

/* One doing of one line. */
struct scene {
    struct moment at;
    int32_t line;
    int64_t n;
    struct text as, action, keep, input;
};

struct life {
    struct world world;
    struct arena arena, line_arena;
    struct demo demo;
    struct demo_words words;
    struct scene *scenes;
    size_t scene_count;
    int64_t done, left_out;
};

static void complain(struct life *life, int32_t line, struct text what, struct text why)
{
    fprintf(stderr, "yibao demo: %s:%d: %.*s: %.*s\n", life->world.settings.life, (int)line,
            TEXT_ARGS(what), TEXT_ARGS(why));
}

/* ---- reading ---- */

/* at, as, action, keep, times, minutes between them, input. */
static void take_scenes(struct life *life, int32_t line, const struct text columns[COLUMNS])
{
    struct moment at;
    int64_t times, every;
    if (!moment_parse(columns[0], &at) || !text_to_int64(columns[4], &times)
        || !text_to_int64(columns[5], &every) || times < 1 || every < 0
        || life->scene_count + (size_t)times > LINES_MAX) {
        complain(life, line, columns[0], TEXT("not a line of this file"));
        return;
    }
    for (int64_t n = 0; n < times; n++)
        life->scenes[life->scene_count++] = (struct scene){
            .at.ms = at.ms + n * every * 60 * 1000, .line = line, .n = n, .as = columns[1],
            .action = columns[2], .keep = columns[3], .input = columns[6],
        };
}

static void take_line(struct life *life, int32_t number, struct text line)
{
    struct text columns[COLUMNS] = { { 0 } };
    for (size_t i = 0; i < COLUMNS; i++)
        columns[i] = text_trim(i + 1 < COLUMNS ? text_until(line, '\t', &line) : line);
    if (text_is(columns[0], "set")) {
        if (!demo_words_add_set(&life->words, columns[1], columns[2], columns[3], columns[4]))
            complain(life, number, columns[1], TEXT("not a set of people"));
        return;
    }
    take_scenes(life, number, columns);
}

static int scene_compare(const void *left, const void *right)
{
    const struct scene *a = left, *b = right;
    if (a->at.ms != b->at.ms)
        return a->at.ms < b->at.ms ? -1 : 1;
    if (a->n != b->n)
        return a->n < b->n ? -1 : 1;
    return (a->line > b->line) - (a->line < b->line);
}

static void read_life(struct life *life, struct text text)
{
    life->scenes = ARENA_ARRAY(&life->arena, struct scene, LINES_MAX);
    int32_t number = 0;
    while (text.data != NULL) {
        struct text line = text_trim(text_until(text, '\n', &text));
        number++;
        if (line.length > 0 && line.data[0] != '#')
            take_line(life, number, line);
    }
    qsort(life->scenes, life->scene_count, sizeof *life->scenes, scene_compare);
}

/* ---- doing ---- */

static void come_to_rest(struct life *life)
{
    const struct timespec nap = { .tv_nsec = 2 * LOOK_MS * 1000000L };
    int64_t before = -1;
    for (int looks = 0, still = 0; looks < LOOKS_MAX && still < LOOKS_AT_REST; looks++) {
        nanosleep(&nap, NULL);
        struct lane_numbers numbers;
        lane_numbers(life->world.lane, &numbers);
        still = numbers.sequence == before && numbers.waiting == 0 ? still + 1 : 0;
        before = numbers.sequence;
    }
}

static void move_clock(struct life *life, struct moment at)
{
    struct moment now = life->world.house.now(&life->world.house);
    if (at.ms <= now.ms)
        return;
    bool new_day = date_compare(date_of_moment(at), date_of_moment(now)) != 0;
    if (new_day)
        come_to_rest(life);
    clock_forward(&life->world.clock, at.ms);
    if (new_day)
        come_to_rest(life);
}

static bool find_actor(struct life *life, const struct scene *scene, struct actor *ret_actor)
{
    struct house *house = &life->world.house;
    *ret_actor = (struct actor){ .role = ROLE_PUBLIC };
    return text_is(scene->as, "public")
        || house->actor_of_account(house, scene->as, &life->line_arena, ret_actor);
}

static bool read_input(struct life *life, const struct scene *scene, const struct shape *shape,
                       struct text text, void *input)
{
    const struct json *json;
    struct json_fault fault;
    if (!json_parse(text, text.length, &life->line_arena, &json, &fault)) {
        complain(life, scene->line, scene->action, words_of(fault.reason, say_language()));
        return false;
    }
    struct shape_faults faults;
    shape_faults_init(&faults, &life->line_arena, true);
    if (shape_from_json(shape, json, NAMES_OURS, &life->line_arena, input, &faults)
        && faults.first == NULL)
        return true;
    complain(life, scene->line, faults.first->path, text_of(faults.first->key));
    return false;
}

static void tell_no(struct life *life, const struct scene *scene, const struct call *call)
{
    if (call->status == CALL_REFUSED)
        complain(life, scene->line, scene->action,
                 arena_format(&life->line_arena, "%s %.*s", call->refusal.key,
                              TEXT_ARGS(call->refusal.detail[0])));
    else
        complain(life, scene->line, scene->action,
                 text_present(call->fault) ? call->fault : TEXT("may not, busy or at fault"));
}

static void do_scene(struct life *life, const struct scene *scene)
{
    struct house *house = &life->world.house;
    struct arena *arena = &life->line_arena;
    const struct action *action = house_action(house, scene->action);
    struct text input_text, name;
    struct actor actor;
    if (action == NULL || !find_actor(life, scene, &actor)) {
        complain(life, scene->line, action == NULL ? scene->action : scene->as,
                 TEXT("there is none"));
        return;
    }
    if (!demo_words_fill(&life->words, scene->input, scene->n, arena, &input_text, &name)) {
        life->left_out++;
        return;
    }
    void *input = arena_take(arena, action->input->size);
    if (!read_input(life, scene, action->input, input_text, input))
        return;
    struct call *call;
    struct text key = arena_format(arena, "life-%d-%lld", (int)scene->line, (long long)scene->n);
    if (house_ask_as(house, &actor, TEXT("demo"), key, action, input, arena, &call)) {
        life->done++;
        if (!text_is(scene->keep, "-"))
            demo_words_keep(&life->words, scene->keep, scene->n, action->answer, call->answer);
    } else {
        tell_no(life, scene, call);
    }
    if (call->memory != NULL)
        house->finish(house, call);
}

static void play(struct life *life)
{
    for (size_t i = 0; i < life->scene_count; i++) {
        move_clock(life, life->scenes[i].at);
        do_scene(life, &life->scenes[i]);
        arena_clear(&life->line_arena);
    }
    come_to_rest(life);
    char done[SAY_NUMBER_BYTES], left_out[SAY_NUMBER_BYTES];
    say_line_with("program.demo.life", say_number(life->done, done),
             say_number(life->left_out, left_out));
}

/* ---- the whole ---- */

static struct text read_rules(struct demo *demo, const char *path)
{
    return demo_read(((const struct life *)demo->emit_data)->world.settings.rules, path,
                     demo->arena);
}

static struct text folder_of(const char *path, struct arena *arena)
{
    const char *slash = strrchr(path, '/');
    return slash == NULL ? TEXT(".") : arena_copy(arena, path, (size_t)(slash - path));
}

static bool open_house(struct life *life, const struct settings *settings)
{
    struct settings own = *settings;
    own.log_level = "warning";
    own.frozen = true;
    own.now = BEGINS;
    if (!world_open_rules(&life->world, &own) || !world_open_keys(&life->world, false))
        return false;
    life->world.look_ms = LOOK_MS;
    return world_open_house(&life->world);
}

bool demo_life(const struct settings *settings)
{
    if (strcmp(settings->life, "none") == 0)
        return true;
    static struct life life;
    arena_init(&life.arena);
    arena_init(&life.line_arena);
    life.demo = (struct demo){
        .arena = &life.arena, .scratch = &life.line_arena, .seed = (uint64_t)settings->seed,
        .people = settings->people, .read_rules = read_rules, .emit_data = &life,
    };
    struct text folder = folder_of(settings->life, &life.arena);
    demo_words_init(&life.words, &life.demo, folder, &life.arena);
    struct text text = demo_read(".", settings->life, &life.arena);
    bool opened = text.data != NULL && open_house(&life, settings);
    if (opened) {
        read_life(&life, text);
        play(&life);
    } else {
        fprintf(stderr, "yibao demo: %s\n", settings->life);
    }
    if (text.data != NULL)
        world_close(&life.world);
    arena_release(&life.line_arena);
    arena_release(&life.arena);
    return opened;
}
