/* notice_article.h: what the media printed about good practice under a notice (典型做法宣传): written
 * down by the office it is about, listed for a notice and a place with all below it. */
#ifndef ROOMS_NOTICE_NOTICE_ARTICLE_H
#define ROOMS_NOTICE_NOTICE_ARTICLE_H

#include "core/action.h"
#include "core/store.h"

struct notice_article {
    int64_t bucket, article;
    struct text number;         /* of the notice */
    struct text title, medium, link;
    struct date printed_on;
    int64_t office, place;
    int64_t said_by;
    struct moment said_at;
};
extern const struct table notice_article_table;
extern const struct query notice_articles_of;       /* of a notice: struct notice_progress_key */

struct notice_article_input {
    struct text number, title, medium, link;
    struct date printed_on;
};
struct notice_article_said { int64_t article; };
struct notice_articles_input { struct text number; int64_t place; };
struct notice_articles { struct list articles; };   /* of notice_article */

extern const struct action notice_article_action, notice_articles_action;

#endif
