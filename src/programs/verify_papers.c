/* verify_papers.c: the papers that rows refer to, each opened and read to its end. */

#include "programs/verify.h"

#include "programs/programs.h"
#include "programs/world.h"
#include "stores/blobs.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PIECE_BYTES 65536

/* Names that rows refer to; sorted once they are all there. */
struct references {
    struct verify_report *report;
    struct blob_name *names;
    size_t count, capacity;
    int64_t orphans;
};

static void reference_add(void *data, struct text name)
{
    struct references *references = data;
    struct blob_name parsed;
    if (!blob_name_parse(name, &parsed)) {
        verify_complain(references->report, "verify.papers.name", name, TEXT(""), TEXT(""));
        return;
    }
    if (references->count == references->capacity) {
        size_t larger = references->capacity == 0 ? 1024 : 2 * references->capacity;
        struct blob_name *moved =
            ARENA_ARRAY(references->report->arena, struct blob_name, larger);
        if (references->count > 0)
            memcpy(moved, references->names, references->count * sizeof *moved);
        references->names = moved;
        references->capacity = larger;
    }
    references->names[references->count++] = parsed;
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(((const struct blob_name *)a)->digits, ((const struct blob_name *)b)->digits);
}

static bool count_orphan(void *data, const struct blob_name *name)
{
    struct references *references = data;
    references->orphans += references->count == 0
        || bsearch(name, references->names, references->count, sizeof *name, compare_names)
            == NULL;
    return true;
}

static enum blob_answer read_whole(struct blobs *papers, const struct blob_name *name)
{
    static char piece[PIECE_BYTES];
    struct blob_reader *reader;
    int64_t size;
    enum blob_answer answer = papers->port->open(papers, name, &reader, &size);
    if (answer != BLOB_DONE)
        return answer;
    size_t length = 1;
    while (answer == BLOB_DONE && length > 0)
        answer = papers->port->read(reader, piece, sizeof piece, &length);
    papers->port->end(reader);
    return answer;
}

static void check_names(struct blobs *papers, const struct references *references)
{
    struct verify_report *report = references->report;
    for (size_t i = 0; i < references->count; i++) {
        const struct blob_name *name = &references->names[i];
        if (i > 0 && compare_names(name, &references->names[i - 1]) == 0)
            continue;
        report->checked++;
        enum blob_answer answer =
            papers == NULL ? BLOB_MISSING : read_whole(papers, name);
        if (answer == BLOB_DONE)
            continue;
        const char *key = answer == BLOB_MISSING ? "verify.papers.missing"
            : answer == BLOB_DAMAGED ? "verify.papers.damaged" : "verify.papers.fault";
        verify_complain(report, key, text_of(name->digits),
                        papers == NULL ? TEXT("") : text_of(papers->port->complaint(papers)),
                        TEXT(""));
    }
}

enum store_answer verify_papers(struct world *world, struct store *store,
                                struct verify_report *report, int64_t *ret_orphans)
{
    struct references references = { .report = report };
    enum store_answer answer = STORE_DONE;
    for (size_t i = 0; i < all_rooms_count && answer == STORE_DONE; i++)
        if (all_rooms[i]->papers != NULL)
            answer = all_rooms[i]->papers(store, reference_add, &references);
    if (answer != STORE_DONE)
        return answer;
    if (references.count > 0)
        qsort(references.names, references.count, sizeof *references.names, compare_names);

    const char *folder =
        arena_format(report->arena, WORLD_PAPERS, world->settings.data).data;
    struct text fault = { 0 };
    struct blob_seal seal = blob_seal_with(world->keys);
    struct blobs *papers = access(folder, F_OK) != 0 ? NULL
        : blobs_open(folder, &seal, report->arena, &fault);
    check_names(papers, &references);
    if (papers != NULL) {
        if (papers->port->each(papers, count_orphan, &references) != BLOB_DONE)
            report->complain(report, text_of(papers->port->complaint(papers)));
        papers->port->close(papers);
    }
    *ret_orphans = references.orphans;
    return STORE_DONE;
}
