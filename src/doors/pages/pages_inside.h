/* pages_inside.h: what the files of the plain pages share, for them alone:
 * pages.c (which page, frame, sign-in), page_home.c, page_form.c (drawing a form), page_choice.c
 * and page_asked.c (what a field is chosen from), page_answer.c
 * (drawing an answer), page_parts.c (drawing what a room tells), page_send.c (a form sent),
 * page_outside.c (an outside
 * provider), page_kept.c (answers until they are fetched, one-time numbers), page_style.c. */
#ifndef DOORS_PAGES_INSIDE_H
#define DOORS_PAGES_INSIDE_H

#include "core/deadline_certificate.h"
#include "core/label.h"
#include "core/page.h"
#include "doors/http/form.h"
#include "doors/http/problem.h"
#include "doors/http/visitor.h"
#include "doors/pages/html.h"
#include "doors/pages/pages.h"
#include "doors/pages/web.h"

#include <pthread.h>

#define FORM_COOKIE "form"
#define TYPE_COOKIE "elder"     /* web/src/shared/elder.ts reads and writes it, too */
#define KEPT_ANSWERS 2048       /* of half an hour; 1 submission a second */
#define KEPT_MS (INT64_C(30) * 60 * 1000)
#define FORM_KEY_BYTES 16

struct kept {
    char token[33], browser[33];
    struct moment until;
    char *html[LANGUAGE_COUNT];
    size_t length[LANGUAGE_COUNT];
};

struct pages_entry {
    const struct page *page;
    const struct action *action;
};

struct pages {
    struct pages_plan plan;
    struct pages_entry *entries;
    size_t entry_count;
    const struct action *sign_in, *sign_out;
    const struct action *outside_begin, *outside_end, *outside_link;   /* NULL: no provider */
    struct text style, style_packed, style_path;
    const struct web *web;      /* NULL: not built */
    unsigned char secret[32];   /* of this run; signs one-time numbers */
    pthread_mutex_t mutex;      /* the kept answers */
    struct kept *kept;
    size_t kept_next;
};

/* One request on its way. */
struct visit_task {
    struct pages *pages;
    struct http_request *request;
    struct visitor visitor;
    enum language language;
    struct text query;          /* "?lang=en" when it was asked for, carried along; or "" */
    struct text other_language; /* this page's query in the other language */
    struct text other_type;     /* and in the other size of type */
    bool large, type_chosen;    /* large type; whether this request chose */
    struct text then;           /* page to go on to after signing in */
    struct text origin;         /* "http://host": where a code on paper leads; absent: not known */
    struct text browser;        /* the form cookie's value, ours or a new one */
    bool new_browser;
    /* Of struct choice: what was asked of the house for the form that is drawn; count 0: nothing,
     * or not yet. */
    struct list *asked;
};

/* ---- pages.c ---- */
struct page_frame {
    int status;
    int retry_after;            /* seconds; 0: the header is not sent */
    struct text title;
    bool problem;               /* the title says so, for people who hear the page */
    bool shell;                 /* nothing to read before the application is there */
    const char *refresh, *cookie;       /* of those headers; NULL: not sent */
};
/* Head, landmarks and language switch around `main`; answers the request. */
void page_answer(const struct visit_task *task, const struct page_frame *frame,
                 struct text main);
/* 303; `cookie` NULL or a whole Set-Cookie value. */
void page_redirect(const struct visit_task *task, struct text to, const char *cookie);
/* A page that only says no. */
void page_problem(const struct visit_task *task, const struct problem *problem);
struct text words(const struct visit_task *task, const char *key);
bool form_takes_files(const struct shape *shape);
const struct pages_entry *page_of_path(const struct pages *pages, struct text path);
/* Where the page is: its path, or of "/matters/{matter}" the one that was asked for. */
struct text page_address(const struct visit_task *task, const struct pages_entry *entry);
/* The field that the last part of the address is, and its value; false: the path has none. */
bool page_path_field(const struct page *page, struct text path, struct text *ret_name,
                     struct text *ret_value);
/* Whether the web application has a page at this path. */
bool page_of_application(const struct visit_task *task, struct text path);
/* The page that comes before whatever is asked for; NULL: none. */
const struct pages_entry *page_before(const struct visit_task *task,
                                      const struct pages_entry *asked);
bool page_is_open_to(const struct pages_entry *entry, const struct visitor *visitor);
struct text session_cookie(const struct pages *pages, struct text token, struct arena *arena);

/* ---- page_home.c ---- */
void page_home(const struct visit_task *task);

/* ---- page_form.c ---- */
struct form_view {
    const struct pages_entry *entry;
    struct text key;                    /* one-time number */
    const struct form *values;          /* what was sent or is known; may be NULL */
    const struct shape_faults *faults;  /* beside the fields; may be NULL */
    const struct problem *problem;      /* above the form; may be NULL */
    struct text title;                  /* instead of the page's; may be absent */
    struct text below;                  /* markup that follows: an answer */
};
void form_draw(const struct visit_task *task, int status, const struct form_view *view);
/* Whether the form asks for this field: not fixed, not a file's name. */
bool form_asks(const struct page *page, const struct shape *shape, const struct field *field,
               bool top);

/* ---- page_choice.c ---- */
/* All that a field is chosen from, by its page or by itself (struct choice), in the arena; none: it
 * is typed. Of two that are called the same the first stands, or the one that is chosen. */
struct list choices_of(const struct visit_task *task, const struct page *page,
                       const struct field *field, bool top, struct text chosen);
/* Whether the field is the person who is signed in; and whether nothing else is asked. */
bool form_knows_own(const struct visit_task *task, const struct page *page,
                    const struct field *field);
bool form_is_own_alone(const struct visit_task *task, const struct pages_entry *entry);
/* Nobody is asked who he is, nor to choose from nothing where that may stay empty. */
bool form_may_ask(const struct visit_task *task, const struct page *page,
                  const struct field *field, const struct list *choices);
/* Where the page names the choices of a field of the input itself; NULL: it does not. */
const struct page_choices *choices_by_page(const struct page *page, const struct field *field);

/* ---- page_asked.c ---- */
/* Draws the form, once the choices that only the store knows are there; whatever the house says
 * of them, it is drawn. The view may go: what it points to may not, its problem excepted. */
void page_form(const struct visit_task *task, int status, const struct form_view *view);
/* Whether the read that a page asks for its choices is there, with the fields it names. */
bool page_asks_soundly(const struct pages *pages, const struct page *page);

/* Whether a text about money says in what, already. */
bool text_has_yuan(struct text text, enum language language);

/* ---- page_answer.c ---- */
/* Markup that shows an answer, in the arena. */
struct text answer_markup(const struct pages *pages, const struct page *page,
                          const struct call *call, enum language language, bool heading,
                          struct text origin, struct arena *arena);

/* A moment as people write it, to the minute. */
struct text moment_told(struct moment moment, enum language language, struct arena *arena);

/* ---- page_parts.c ---- */
struct text parts_markup(const struct page_parts *parts);

/* ---- page_certificate.c ---- */
/* A time limit with a grid of its months, for the screen and for paper. */
void certificate_markup(struct html *html, const struct deadline_certificate *certificate,
                        enum language language);

/* ---- page_link.c ---- */
/* `<a href="path?lang=…`, still open for fields. */
void link_begin(struct html *html, const char *path, enum language language, const char *class);
/* `&name=value` of each field that the other form has; answers how many. */
size_t link_fields(struct html *html, const struct shape *shape, const void *object,
                   const struct shape *input);
const struct pages_entry *link_of_list(const struct pages *pages, const struct page *page,
                                       const struct field *list);
void link_more(struct html *html, const struct pages *pages, const struct page *page,
               const struct call *call, enum language language);

/* The bar of the application's main pages; not for who works here. */
void page_tabs(const struct visit_task *task, struct html *html);

/* ---- page_sheet.c ---- */
void sheet_markup(struct html *html, const struct call *call, enum language language);
void qr_markup(struct html *html, struct text text, struct text label);

/* ---- page_division.c ---- */
bool division_is_picked(const struct pages_entry *entry, const struct field *field);
void division_draw(struct html *html, const struct visit_task *task, const char *name,
                   const struct form *values);
/* The place that the levels sent stand for, under its own name. */
void division_gather(const struct visit_task *task, const struct pages_entry *entry,
                     const struct form *sent, struct form *form);
bool division_is_level(const struct pages_entry *entry, struct text name);

/* ---- page_send.c ---- */
void page_show(const struct visit_task *task, const struct pages_entry *entry);
void page_send(const struct visit_task *task, const struct pages_entry *entry);
/* What the address of any page says for the input of that action; NULL: it is wrong. */
const void *page_input_of_query(const struct visit_task *task, const struct pages_entry *entry);
void page_sign_out(const struct visit_task *task);
/* Where one goes after signing in: the page that sent there, with its query, when it is one of ours
 * (no address from outside is followed), else the first. */
struct text page_onward(const struct visit_task *task);
/* Leads to the first page of who is signed in, by his role. */
#define START_PATH "/start"
void page_start(const struct visit_task *task);
/* A read without private fields: the query is the input, and the page can be passed on. */
bool form_is_get(const struct pages_entry *entry);

/* A text of the answer; absent when there is none of that name. */
struct text call_answer_text(const struct call *call, const char *name);

/* ---- page_outside.c ---- */
extern const struct page OUTSIDE_PAGE, OUTSIDE_LINK_PAGE;
/* The button below name and password. */
struct text page_sign_in_offers(const struct visit_task *task);
/* The provider's address is known: finishes the call and goes there. */
void page_outside_away(const struct visit_task *task, struct call *call);
bool page_outside_is_back(const struct visit_task *task);
void page_outside_back(const struct visit_task *task);
void page_outside_opened(const struct visit_task *task, struct text token);

/* ---- page_kept.c ---- */
struct text form_key_new(const struct visit_task *task, struct text path);
/* The number is well formed; `ret_ours` whether we gave it to this browser for this page. */
bool form_key_check(const struct visit_task *task, struct text path, struct text key,
                    bool *ret_ours);
/* The same number, signed for this browser. */
struct text form_key_again(const struct visit_task *task, struct text path, struct text key);
struct text browser_new(struct arena *arena);
/* Answers the token under which the page can be fetched. */
struct text kept_put(const struct visit_task *task, const struct text html[LANGUAGE_COUNT]);
/* Copied into the arena; absent when there is none for this browser. */
struct text kept_get(const struct visit_task *task, struct text token);

/* ---- page_style.c ---- */
struct text page_style(struct arena *arena);

#endif
