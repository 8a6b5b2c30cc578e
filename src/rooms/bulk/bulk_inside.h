/* bulk_inside.h: what the files of this room share. */
#ifndef ROOMS_BULK_BULK_INSIDE_H
#define ROOMS_BULK_BULK_INSIDE_H

#include "rooms/bulk/bulk.h"

#include "core/blob.h"

#define BULK_PARTS_A_PAGE 16
#define BULK_BAD_SHOWN 100

struct bulk_name_key { int64_t bucket; struct text name; };
struct bulk_own_key { int64_t account, unit, before; };
struct bulk_after_key { int64_t after; };
extern const struct query bulk_file_by_name, bulk_files_of_unit, bulk_files_of_account,
    bulk_parts_bad, bulk_files_kept;
enum store_answer bulk_papers_all(struct store *store,
                                  void (*visit)(void *data, struct text name), void *data);

/* ---- sending ---- */

struct bulk_send_input {
    struct text action, matter;
    struct text bytes, file_name;
    bool only_check, all_or_none;
};
struct bulk_prepared { struct text blob; };     /* absent: nowhere to keep it */
struct bulk_facts {
    const struct bulk_file *file;
    const struct bulk_file *recorded;   /* of a check of all or none: the file itself, if sent */
    const struct list *parts;
};
struct bulk_sent {
    int64_t file;
    struct text state;
    bool again;                 /* the same was sent before: nothing is done a second time */
};
bool bulk_gather_send(struct gather *gather, const struct request *request, void *facts);
void bulk_prepare_send(const struct request *request, const void *facts, void *ret_prepared);
void bulk_decide_send(const struct request *request, const void *facts,
                      struct decision *decision);

/* ---- what happens to it ---- */

struct bulk_file_input { int64_t file; };
struct bulk_noted { int64_t file; };
bool bulk_gather_file(struct gather *gather, const struct request *request, void *facts);
bool bulk_gather_end(struct gather *gather, const struct request *request, void *facts);
void bulk_decide_note(const struct request *request, const void *facts,
                      struct decision *decision);
void bulk_decide_end(const struct request *request, const void *facts,
                     struct decision *decision);
void bulk_decide_cancel(const struct request *request, const void *facts,
                        struct decision *decision);

/* ---- looking ---- */

struct bulk_line_told { int64_t line; struct text field, zh, en; };
struct bulk_told {
    int64_t file;
    struct text action, action_zh, action_en, matter, file_name, state, state_zh, state_en;
    bool checking, all_or_none;
    int64_t recorded_as;
    struct moment sent_at, ended_at;
    int64_t last_line, done, good, repeated, bad;
    struct text fault_zh, fault_en;
    bool answered;              /* there is a file to fetch */
    struct list lines;          /* of bulk_line_told: the first bad ones */
};
struct bulk_list_input { int64_t before; };
struct bulk_list_facts { const struct list *rows; };
struct bulk_list_answer { struct list files; };
bool bulk_gather_show(struct gather *gather, const struct request *request, void *facts);
void bulk_decide_show(const struct request *request, const void *facts,
                      struct decision *decision);
bool bulk_gather_list(struct gather *gather, const struct request *request, void *facts);
void bulk_decide_list(const struct request *request, const void *facts,
                      struct decision *decision);
struct bulk_paper { struct text blob, file_name, file_type; };
void bulk_decide_answer(const struct request *request, const void *facts,
                        struct decision *decision);
void bulk_decide_left(const struct request *request, const void *facts,
                      struct decision *decision);

struct bulk_form_input { struct text action, matter; };
struct bulk_column_told {
    struct text name, zh, en, kind, codes;
    bool required;
    struct list choices;        /* of bulk_answer */
};
struct bulk_form { struct text action, matter; struct list columns, answers; };
struct bulk_kind { struct text action, zh, en; bool matter; };
struct bulk_kinds { struct list kinds; };
struct bulk_nothing { int64_t nothing; };
void bulk_decide_form(const struct request *request, const void *facts,
                      struct decision *decision);
void bulk_decide_kinds(const struct request *request, const void *facts,
                       struct decision *decision);
const struct action *bulk_action_of(struct text name);

#endif
