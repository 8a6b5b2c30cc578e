/* notice_publication.c: see notice_publication.h. */

#include "rooms/notice/notice_publication.h"

#include "rooms/notice/notice_facts.h"

#include "base/digest.h"

struct publication notice_publication_of(const struct notice_publication_row *row)
{
    struct publication publication = {
        .sequence = row->sequence, .file = row->file, .text = row->text, .known = row->known,
    };
    publication_digest(&publication);
    return publication;
}

struct notice_publication_row notice_publication_row_of(const struct publication *publication,
                                                        struct moment taken,
                                                        struct arena *arena)
{
    return (struct notice_publication_row){
        .bucket = NOTICE_BUCKET, .sequence = publication->sequence, .file = publication->file,
        .digest = hex_encode(arena, digest_text(&publication->digest)),
        .text = publication->text.data == NULL ? TEXT("") : publication->text,
        .taken = taken, .known = publication->known, .origin = TEXT("folder"),
    };
}

static bool is_held(const struct publication *held, size_t count,
                    const struct publication *publication)
{
    for (size_t i = 0; i < count; i++)
        if (text_equal(held[i].file, publication->file)
            && digest_equal(&held[i].digest, &publication->digest))
            return true;
    return false;
}

size_t notice_publications_new(const struct publication *held, size_t held_count,
                               const struct publication *found, size_t found_count,
                               struct moment now, struct arena *arena,
                               struct publication **ret_new)
{
    int64_t last = 0;
    for (size_t i = 0; i < held_count; i++)
        last = held[i].sequence > last ? held[i].sequence : last;
    struct publication *made = ARENA_ARRAY(arena, struct publication, found_count + 1);
    size_t count = 0;
    for (size_t i = 0; i < found_count; i++) {
        if (is_held(held, held_count, &found[i]))
            continue;
        made[count] = found[i];
        made[count].sequence = last + (int64_t)count + 1;
        made[count].known = held_count == 0 ? (struct moment){ 0 } : now;
        count++;
    }
    *ret_new = made;
    return count;
}
