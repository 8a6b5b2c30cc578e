/* api_batch.c: a file of inputs, one a line. At most BATCH_IN_FLIGHT lines are with the house at a
 * time, so that a long file neither fills the lane's queue nor waits for each answer; answers are
 * put in order as they come. Whoever finds the file not being worked on works on it. */

#include "doors/http/api_inside.h"

#include "base/check.h"
#include "base/digest.h"

#include <pthread.h>
#include <string.h>

#define BATCH_IN_FLIGHT 32

struct file;

struct file_line {
    struct call call;
    struct arena arena;         /* its own: several threads work at a time */
    struct file *file;
    int64_t number;             /* from 1, blank lines counted */
    bool answered;
    struct text result;
};

struct file {
    struct api_task task;
    struct actor actor;
    const struct text *steps;
    bool explain;
    struct text digest;         /* in hex: half of each line's key */

    pthread_mutex_t mutex;      /* all below */
    struct text left;           /* lines not begun; absent at the end */
    int64_t number;
    int64_t begun, ended;       /* lines; line n is in slot n % BATCH_IN_FLIGHT */
    bool running;               /* a thread is in file_run */
    bool again;                 /* something was answered meanwhile */
    struct file_line line[BATCH_IN_FLIGHT];
    char *out;
    size_t out_length, out_capacity;
};

/* ---- one line ---- */

static void result_begin(struct json_writer *writer, struct file_line *line, int status)
{
    json_writer_init(writer, &line->arena);
    json_object_begin(writer);
    json_key(writer, TEXT("line"));
    json_write_int(writer, line->number);
    json_key(writer, TEXT("status"));
    json_write_int(writer, status);
}

static void result_problem(struct file_line *line, const struct problem *problem)
{
    struct json_writer writer;
    result_begin(&writer, line, problem->status);
    json_key(&writer, TEXT("problem"));
    problem_write(problem, line->file->task.language, &writer);
    json_object_end(&writer);
    line->result = json_writer_text(&writer);
}

static void result_answer(struct file_line *line)
{
    struct json_writer writer;
    result_begin(&writer, line, 200);
    if (line->call.repeated) {
        json_key(&writer, TEXT("repeated"));
        json_write_flag(&writer, true);
    }
    json_key(&writer, TEXT("answer"));
    answer_write(&line->call, line->file->explain, &writer);
    json_object_end(&writer);
    line->result = json_writer_text(&writer);
}

static void file_run(struct file *file);

static void line_done(struct call *call)
{
    struct file_line *line = call->door_data;
    struct file *file = line->file;
    if (call->status == CALL_DONE) {
        result_answer(line);
    } else {
        struct problem problem = problem_of_call(call);
        result_problem(line, &problem);
    }
    file->task.api->plan.house->finish(file->task.api->plan.house, call);

    pthread_mutex_lock(&file->mutex);
    line->answered = true;
    if (file->running) {
        file->again = true;
        pthread_mutex_unlock(&file->mutex);
        return;
    }
    file->running = true;
    file_run(file);
}

/* Begins a line that was read; false: it is answered already. */
static bool line_start(struct file_line *line, struct text text)
{
    struct file *file = line->file;
    const struct route *route = file->task.route;
    const struct shape *shape = route->action->input;
    void *input = arena_take(&line->arena, shape->size);
    const struct json *json = NULL;
    struct json_fault fault;
    struct shape_faults faults;
    shape_faults_init(&faults, &line->arena, true);
    if (!json_parse(text, LIMIT_MESSAGE_BYTES, &line->arena, &json, &fault)) {
        struct problem problem = {
            .status = 400, .key = "http.problem.not-json",
            .detail = { arena_format(&line->arena, "%lld", (long long)line->number),
                        arena_format(&line->arena, "%d", fault.column),
                        words_of(fault.reason, line->file->task.language) } };
        result_problem(line, &problem);
        return false;
    }
    steps_read(route, file->steps, &line->arena, input, &faults);
    shape_from_json(shape, json, NAMES_OURS, &line->arena, input, &faults);
    if (faults.blocking > 0) {
        struct problem problem = problem_of_faults(&faults, shape);
        result_problem(line, &problem);
        return false;
    }
    steps_read(route, file->steps, &line->arena, input, &faults);
    struct text key = arena_format(&line->arena, "%.*s.%lld", TEXT_ARGS(file->digest),
                                   (long long)line->number);
    call_prepare(&line->call, route->action, &file->actor, key, input, &line->arena);
    line->call.request.door = TEXT("file");
    line->call.done = line_done;
    line->call.door_data = line;
    struct house *house = file->task.api->plan.house;
    house->submit(house, &line->call);
    return true;
}

/* ---- the file ---- */

static void out_add(struct file *file, struct text text)
{
    size_t needed = file->out_length + text.length + 1;
    if (needed > file->out_capacity) {
        file->out_capacity = 2 * needed;
        file->out = realloc(file->out, file->out_capacity);
        CHECK(file->out != NULL);
    }
    memcpy(file->out + file->out_length, text.data, text.length);
    file->out[needed - 1] = '\n';
    file->out_length = needed;
}

static void collect(struct file *file)
{
    while (file->ended < file->begun && file->line[file->ended % BATCH_IN_FLIGHT].answered) {
        struct file_line *line = &file->line[file->ended % BATCH_IN_FLIGHT];
        out_add(file, line->result);
        arena_clear(&line->arena);
        file->ended++;
    }
}

/* The next line with something on it; absent: there is none. */
static struct text next_line(struct file *file)
{
    while (file->left.data != NULL) {
        struct text line = text_trim(text_until(file->left, '\n', &file->left));
        file->number++;
        if (line.length > 0)
            return line;
    }
    return (struct text){ 0 };
}

static void file_answer(struct file *file)
{
    struct api_task task = file->task;
    struct text out = arena_copy(task.request->arena, file->out == NULL ? "" : file->out,
                                 file->out_length);
    free(file->out);
    for (size_t i = 0; i < BATCH_IN_FLIGHT; i++)
        arena_release(&file->line[i].arena);
    pthread_mutex_destroy(&file->mutex);
    api_answer(&task, 200, "application/x-ndjson", out, NULL, 0);
}

/* With the mutex held and `running` set by us; without either when it returns. The file may be
 * gone then. */
static void file_run(struct file *file)
{
    for (;;) {
        file->again = false;
        collect(file);
        struct text text = { 0 };
        if (file->begun - file->ended < BATCH_IN_FLIGHT)
            text = next_line(file);
        if (text.data == NULL && file->again)
            continue;
        if (text.data == NULL)
            break;
        struct file_line *line = &file->line[file->begun++ % BATCH_IN_FLIGHT];
        line->file = file;
        line->number = file->number;
        line->answered = false;
        pthread_mutex_unlock(&file->mutex);
        bool with_house = line_start(line, text);
        pthread_mutex_lock(&file->mutex);
        if (!with_house)
            line->answered = true;
    }
    bool over = file->left.data == NULL && file->begun == file->ended;
    file->running = over;
    pthread_mutex_unlock(&file->mutex);
    if (over)
        file_answer(file);
}

void api_batch(const struct api_task *task, const struct visitor *visitor,
               const struct text *steps)
{
    struct http_request *request = task->request;
    struct problem problem = { .status = 0 };
    if ((task->route->action->flags & ACTION_ONCE) == 0)
        problem = (struct problem){ .status = 415, .key = "http.problem.not-a-batch" };
    else if (request->body.length > LIMIT_UPLOAD_BYTES)
        problem = (struct problem){ .status = 413, .key = "http.problem.413",
            .detail = { arena_format(request->arena, "%zu", LIMIT_UPLOAD_BYTES) } };
    if (problem.status != 0) {
        api_answer_problem(task, &problem);
        return;
    }
    struct file *file = ARENA_NEW(request->arena, struct file);
    struct digest digest = digest_sm3(request->body);
    file->task = *task;
    file->actor = visitor->actor;
    struct text *kept = ARENA_ARRAY(request->arena, struct text, API_STEPS_MAX);
    memcpy(kept, steps, API_STEPS_MAX * sizeof *steps);
    file->steps = kept;
    file->explain = text_is(http_query_of(request, "explain"), "1");
    file->digest = hex_encode(request->arena, digest_text(&digest));
    file->left = request->body;
    pthread_mutex_init(&file->mutex, NULL);
    for (size_t i = 0; i < BATCH_IN_FLIGHT; i++)
        arena_init(&file->line[i].arena);
    pthread_mutex_lock(&file->mutex);
    file->running = true;
    file_run(file);
}
