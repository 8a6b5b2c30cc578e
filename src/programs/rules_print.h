/* rules_print.h: values, changes and days as `yibao rules` shows them. */
#ifndef PROGRAMS_RULES_PRINT_H
#define PROGRAMS_RULES_PRINT_H

#include "core/book.h"

/* What was asked for on the command line. */
struct rules_asking {
    struct arena *arena;
    const struct book *book;
    const char *folder;
    const char *store;          /* the list of publications of a house; NULL: the folder */
    struct moment taken_until;  /* of a house: only what it had taken in by then */
    enum language language;
    bool json;
    const char *words[8];
    int word_count;
    int32_t place;
    struct date on, known;
    struct text insurance, person;
    int32_t plus;               /* working days to count; -1: none */
};

/* Everything of one value, its payload included. */
void rules_print_rule(const struct rules_asking *asking, const struct rule *rule);
/* One line: subject, insurance, person, days, source. */
void rules_print_line(const struct rules_asking *asking, const struct rule *rule);
/* Why nothing was found, and which days are written. */
void rules_print_none(const struct rules_asking *asking, const struct question *question,
                      enum rule_answer answer);
void rules_print_json(const struct rules_asking *asking, const struct question *question,
                      enum rule_answer answer, const struct rule *rule);
/* Values and measures that differ between two days; answers how many. */
int rules_print_changes(const struct rules_asking *asking, struct date before, struct date after,
                        bool one_place);
/* The measures of a place on a day, as a reader says them; answers how many (rules_measures.c). */
int rules_print_measures(const struct rules_asking *asking);
int rules_print_measure_changes(const struct rules_asking *asking, struct date before,
                                struct date after, bool one_place);
void rules_print_day(const struct rules_asking *asking, struct date day);

#endif
