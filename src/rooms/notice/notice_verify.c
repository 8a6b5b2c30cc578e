/* notice_verify.c: a text that was published is still the text that was published. */

#include "rooms/notice/notice_inside.h"
#include "rooms/notice/notice_publication.h"

#include "base/digest.h"

enum store_answer notice_verify(struct store *store, struct verify_report *report)
{
    int64_t after = 0;
    while (true) {
        const struct notice_after_key key = { NOTICE_BUCKET, after };
        struct want want = { .query = &notice_publications_after, .key = &key };
        enum store_answer answer = store->port->read(store, &want, report->arena);
        if (answer != STORE_DONE)
            return answer;
        const struct notice_publication_row *rows = want.rows.items;
        for (size_t i = 0; i < want.rows.count; i++) {
            struct digest digest = digest_sm3(rows[i].text);
            report->checked++;
            if (rows[i].sequence != after + 1
                || !text_equal(hex_encode(report->arena, digest_text(&digest)), rows[i].digest))
                verify_complain_of(report, "verify.notice.digest", rows[i].sequence, 0);
            after = rows[i].sequence;
        }
        if (want.rows.count < PUBLICATIONS_A_PAGE)
            return STORE_DONE;
    }
}
