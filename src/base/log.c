#include "base/log.h"

#include "base/check.h"

#include <errno.h>
#include <time.h>
#include <unistd.h>

/* Kept for `…"` and the line end. */
#define LOG_RESERVED 8

static const char *const LOG_NAMES[] = { "debug", "note", "warning", "fault" };
_Static_assert(COUNT_OF(LOG_NAMES) == LOG_LEVELS, "each level has a name");

void log_init(struct log *log, int file, enum log_level least, const struct clock *clock)
{
    log->file = file;
    log->least = least;
    log->clock = clock;
    for (int i = 0; i < LOG_LEVELS; i++)
        atomic_init(&log->count[i], 0);
    atomic_init(&log->lost, 0);
}

int64_t log_count(const struct log *log, enum log_level level)
{
    return atomic_load_explicit(&log->count[level], memory_order_relaxed);
}

const char *log_level_name(enum log_level level)
{
    CHECK(level < LOG_LEVELS);
    return LOG_NAMES[level];
}

bool log_level_parse(struct text name, enum log_level *ret_level)
{
    for (size_t i = 0; i < COUNT_OF(LOG_NAMES); i++)
        if (text_is(name, LOG_NAMES[i])) {
            *ret_level = (enum log_level)i;
            return true;
        }
    return false;
}

static int64_t log_now(const struct log *log)
{
    if (log->clock != NULL)
        return clock_now_ms(log->clock);
    struct clock real;
    clock_init(&real);
    return clock_now_ms(&real);
}

/* Business time, whatever zone the machine is in. */
static void log_put_moment(struct builder *builder, int64_t ms)
{
    int64_t local = ms + INT64_C(8) * 3600 * 1000;
    int64_t part = ((local % 1000) + 1000) % 1000;
    time_t seconds = (time_t)((local - part) / 1000);
    struct tm day;
    CHECK(gmtime_r(&seconds, &day) != NULL);
    builder_format(builder, "%04d-%02d-%02dT%02d:%02d:%02d.%03d+08:00", day.tm_year + 1900,
                   day.tm_mon + 1, day.tm_mday, day.tm_hour, day.tm_min, day.tm_sec, (int)part);
}

void log_begin(struct log_line *line, struct log *log, enum log_level level, const char *event)
{
    CHECK(level < LOG_LEVELS);
    line->log = log;
    line->wanted = log != NULL && level >= log->least;
    if (log != NULL)
        atomic_fetch_add_explicit(&log->count[level], 1, memory_order_relaxed);
    if (!line->wanted)
        return;
    line->builder = builder_over(line->data, sizeof line->data - LOG_RESERVED);
    log_put_moment(&line->builder, log_now(log));
    builder_format(&line->builder, " %s %s", LOG_NAMES[level], event);
}

static bool log_is_plain(struct text value)
{
    for (size_t i = 0; i < value.length; i++) {
        unsigned char byte = (unsigned char)value.data[i];
        if (byte <= ' ' || byte == '"' || byte == '\\' || byte == '=' || byte == 0x7F)
            return false;
    }
    return value.length > 0 && text_is_utf8(value);
}

/* One character of a quoted value, or false when there is no room for it. */
static bool log_put_character(struct builder *builder, struct text character)
{
    unsigned char byte = (unsigned char)character.data[0];
    if (builder->capacity - builder->length < 4)
        return false;
    if (byte == '"' || byte == '\\')
        builder_format(builder, "\\%c", byte);
    else if (byte == '\n')
        builder_add(builder, TEXT("\\n"));
    else if (byte < 0x20 || byte == 0x7F || (byte >= 0x80 && character.length == 1))
        builder_format(builder, "\\x%02x", byte);
    else
        builder_add(builder, character);
    return true;
}

/* The first character; a byte that is not UTF-8 is one of its own. */
static struct text log_first_character(struct text text)
{
    unsigned char byte = (unsigned char)text.data[0];
    size_t length = byte < 0xC0 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
    struct text character = text_slice(text, 0, length);
    return text_is_utf8(character) ? character : text_slice(text, 0, 1);
}

/* The reserved bytes take the mark of a cut and the closing quote. */
static void log_put_quoted(struct builder *builder, struct text value)
{
    builder_add_char(builder, '"');
    bool cut = false;
    while (value.length > 0 && !cut) {
        struct text character = log_first_character(value);
        cut = !log_put_character(builder, character);
        value = text_slice(value, character.length, value.length);
    }
    builder->capacity += LOG_RESERVED - 1;
    builder_add(builder, cut ? TEXT("…\"") : TEXT("\""));
    builder->capacity -= LOG_RESERVED - 1;
    /* Nothing follows a line that is full. */
    builder->overflow = builder->length > builder->capacity || cut;
}

void log_text(struct log_line *line, const char *name, struct text value)
{
    struct builder *builder = &line->builder;
    if (!line->wanted || builder->overflow)
        return;
    /* A name is written only when some of its value will be. */
    struct text label = text_of(name);
    if (builder->capacity - builder->length < label.length + 16) {
        builder->overflow = true;
        return;
    }
    builder_add_char(builder, ' ');
    builder_add(builder, label);
    builder_add_char(builder, '=');
    if (log_is_plain(value) && value.length <= builder->capacity - builder->length)
        builder_add(builder, value);
    else
        log_put_quoted(builder, value);
}

void log_int(struct log_line *line, const char *name, int64_t value)
{
    char digits[24];
    struct builder builder = builder_over(digits, sizeof digits);
    builder_add_int(&builder, value);
    log_text(line, name, builder_text(&builder));
}

void log_end(struct log_line *line)
{
    if (!line->wanted)
        return;
    size_t length = line->builder.length;
    CHECK(length < sizeof line->data);
    line->data[length++] = '\n';
    ssize_t written;
    do
        written = write(line->log->file, line->data, length);
    while (written < 0 && errno == EINTR);
    /* A log that cannot be written must not stop a settlement: it is counted. */
    if (written != (ssize_t)length)
        atomic_fetch_add_explicit(&line->log->lost, 1, memory_order_relaxed);
}

void log_event(struct log *log, enum log_level level, const char *event)
{
    struct log_line line;
    log_begin(&line, log, level, event);
    log_end(&line);
}
