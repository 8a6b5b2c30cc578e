/* say.h: what the programs say to whoever runs them: sentences of words/, in one language. */
#ifndef PROGRAMS_SAY_H
#define PROGRAMS_SAY_H

#include "core/words.h"

#include <stdint.h>
#include <stdio.h>

/* Chinese, unless `--language en` or the locale (LC_ALL, LC_MESSAGES, LANG) asks for English. */
void say_begin(int argc, char *const *argv);
void say_in(enum language language);
enum language say_language(void);

/* The sentence without its end of line; details may be absent. */
void say_part(FILE *to, const char *key, struct text one, struct text two, struct text three);
/* A line to standard output. */
void say_line(const char *key);
void say_line_with(const char *key, struct text one, struct text two);
/* "yibao: …" as a line to standard error; false, for who answers with it. */
bool say_fault(const char *key, struct text one, struct text two);

/* "yibao PROGRAM: sentence: what", for a command line that cannot be understood; false. */
bool say_complaint(const char *program, const char *key, const char *what);

#define SAY_NUMBER_BYTES 24
struct text say_number(int64_t number, char bytes[SAY_NUMBER_BYTES]);

#endif
