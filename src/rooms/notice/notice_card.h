/* notice_card.h: the counter card of a notice, made from its measures: what changes from when, for
 * whom, what to say on the telephone, five questions and their answers. Of a draft too, so that
 * hotline and stations have it before the public does. */
#ifndef ROOMS_NOTICE_NOTICE_CARD_H
#define ROOMS_NOTICE_NOTICE_CARD_H

#include "rooms/notice/notice_document.h"
#include "rooms/notice/notice_register.h"

struct notice_card_input {
    struct text number;         /* of a notice in force, or: */
    int64_t document;
};
struct notice_answered { struct text question_zh, question_en, answer_zh, answer_en; };
struct notice_card {
    struct text number, title, place_name, contact;
    struct date issued;
    bool draft;                 /* not published yet: for our own people alone */
    struct text say_zh, say_en; /* on the telephone */
    struct list changes;        /* of notice_measure_told */
    struct list questions;      /* five of notice_answered */
};

extern const struct action notice_card_action;

#endif
