/* scenario_ask.h: one question of a scenario, as it was given. */
#ifndef TESTS_CLAUSES_SCENARIO_ASK_H
#define TESTS_CLAUSES_SCENARIO_ASK_H

#include "scenario.h"
#include "scenario_show.h"

#define ASK_FACTS_MAX 64
#define ASK_EVENTS_MAX 8

struct asking {
    const struct trying *trying;
    const struct book *book;
    struct measure_fact facts[ASK_FACTS_MAX];
    size_t fact_count;
    struct event_fact events[ASK_EVENTS_MAX];
    size_t event_count;
    int32_t place;
    struct date day, known;
    struct moment at;
    /* What is asked: a verb, or a question of its own, and what it is about. */
    struct text question, thing;
    /* What only some questions take, as written. */
    const struct yaml *extras[24];
    struct text extra_keys[24];
    size_t extra_count;
};

/* Adds what a mapping gives; false and a complaint when a key or a value is not understood. */
bool asking_take(struct asking *asking, const struct yaml *mapping, struct builder *complaint);
struct text asking_extra(const struct asking *asking, const char *key);     /* absent: not given */
struct text asking_fact(const struct asking *asking, const char *path);
struct measure_question asking_question(const struct asking *asking, enum measure_verb verb);
bool verb_of_name(struct text name, enum measure_verb *ret_verb);

/* What came out: `hits` of a measure verb, or what a question of its own said. */
struct asked {
    const struct measure_hit *hits;
    size_t hit_count;
    const struct outage_row *row;       /* of an outage */
    struct asked_line { struct text key, said; } lines[24];
    size_t line_count;
    struct text clauses;        /* all that it rests on, with blanks between */
};
/* What holds of that verb for what is given. */
void ask_verb(const struct asking *asking, enum measure_verb verb, struct asked *asked);
void clauses_add(struct asked *asked, struct text cites, struct arena *arena);
/* scenario_deadline.c; false: something is missing that they need. */
bool ask_deadline(const struct asking *asking, struct asked *ret_asked);
bool ask_duty(const struct asking *asking, struct asked *ret_asked);
bool ask_return(const struct asking *asking, struct asked *ret_asked);
/* "2020-02" among what is given of periods; 0: no month is. */
int32_t month_asked(const struct asking *asking);
/* scenario_answer.c; likewise. */
bool ask_mode(const struct asking *asking, struct asked *ret_asked);
bool ask_pays(const struct asking *asking, struct asked *ret_asked);
bool ask_prepaid(const struct asking *asking, struct asked *ret_asked);
bool ask_who(const struct asking *asking, struct asked *ret_asked);
bool ask_kept(const struct asking *asking, struct asked *ret_asked);
bool ask_ways(const struct asking *asking, struct asked *ret_asked);
bool ask_medicine(const struct asking *asking, struct asked *ret_asked);
/* False: there is no such question. */
bool asking_ask(const struct asking *asking, struct asked *ret_asked);
/* False: nothing says anything under that key. */
bool asked_said(const struct asking *asking, const struct asked *asked,
                const struct measure_hit *hit, struct text key, struct text *ret_said);

#endif
