/* log.h: one line an event, for the operator.
 *
 *     2020-02-10T09:00:00.000+08:00 warning lane.batch.undone rows=12 why="duplicate key"
 *
 * Each line is one write, so lines of several threads never mix. Lines are bounded
 * (LOG_LINE_BYTES): a value that does not fit is cut and marked with "…". That no name, number or
 * other private thing of a person is logged is its callers' promise. */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include "base/clock.h"
#include "base/text.h"

#include <stdatomic.h>

/* A pipe takes this much in one piece. */
#define LOG_LINE_BYTES 4096

enum log_level { LOG_LEVEL_DEBUG, LOG_LEVEL_NOTE, LOG_LEVEL_WARNING, LOG_LEVEL_FAULT, LOG_LEVELS };

struct log {
    int file;
    enum log_level least;               /* lower levels are counted, not written */
    const struct clock *clock;          /* NULL: real time */
    _Atomic int64_t count[LOG_LEVELS];
    _Atomic int64_t lost;               /* lines the file did not take */
};

/* `file` is a descriptor that stays open, usually 2. */
void log_init(struct log *log, int file, enum log_level least, const struct clock *clock);
int64_t log_count(const struct log *log, enum log_level level);
const char *log_level_name(enum log_level level);       /* "warning" */
bool log_level_parse(struct text name, enum log_level *ret_level);

/* An event without values. */
void log_event(struct log *log, enum log_level level, const char *event);

/* An event with values:
 *
 *     struct log_line line;
 *     log_begin(&line, log, LOG_LEVEL_WARNING, "lane.batch.undone");
 *     log_int(&line, "rows", 12);
 *     log_text(&line, "why", why);
 *     log_end(&line);
 *
 * `log` may be NULL in tests: nothing is written. Names are literals of small letters. */
struct log_line {
    struct log *log;
    bool wanted;
    struct builder builder;
    char data[LOG_LINE_BYTES];
};

void log_begin(struct log_line *line, struct log *log, enum log_level level, const char *event);
void log_text(struct log_line *line, const char *name, struct text value);
void log_int(struct log_line *line, const char *name, int64_t value);
void log_end(struct log_line *line);

#endif
