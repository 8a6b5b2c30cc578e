/* notice_evidence.h: papers beside what an office says it has done (notice_board.h): sent after it
 * was said, by the office itself; read by it and by the offices above. */
#ifndef ROOMS_NOTICE_NOTICE_EVIDENCE_H
#define ROOMS_NOTICE_NOTICE_EVIDENCE_H

#include "core/room.h"
#include "rooms/notice/notice_board.h"

struct notice_evidence {
    int64_t bucket, evidence, progress;
    struct text number;         /* of the notice */
    struct text blob, file_name, file_type;
    int64_t sent_by;
    struct moment sent_at;
};
extern const struct shape notice_evidence_shape;
extern const struct table notice_evidence_table;
extern const struct query notice_evidence_of;       /* of a notice: struct notice_progress_key */
extern const struct query notice_evidence_all;      /* struct notice_bucket_key */

struct notice_attach_input {
    int64_t progress;
    struct text file, file_name, file_type;
};
struct notice_evidence_input { int64_t progress, evidence; };
struct notice_evidence_answer { struct list papers; };      /* of notice_evidence */

int64_t notice_evidence_count(const struct list *papers, int64_t progress);
enum store_answer notice_papers_all(struct store *store,
                                    void (*visit)(void *data, struct text name), void *data);

extern const struct action notice_attach_action, notice_evidence_action,
    notice_evidence_file_action;

#endif
