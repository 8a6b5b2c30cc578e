/* world_pictures.c: see world_pictures.h. What is kept is read at once; what has to be made waits
 * for one of few threads, each with one child at a time. */

#include "programs/world_pictures.h"

#include "base/check.h"
#include "base/limits.h"
#include "base/seal.h"
#include "core/paper_view.h"
#include "doors/pictures/picture.h"
#include "programs/previews.h"
#include "stores/blobs.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FOLDER "%s/previews"
#define KEPT_BYTES_MAX (LIMIT_PREVIEW_BYTES + SEAL_EXTRA_BYTES + 1)
/* The first byte of what is kept. */
#define KEPT_PICTURE 'P'
#define KEPT_NONE 'N'
#define KEPT_STOPPED 'S'        /* its child died or took too long, and when that was */

struct pictures {
    struct world *world;
    const char *folder;
    pthread_t threads[LIMIT_PICTURES_AT_ONCE];
    size_t thread_count;
    pthread_mutex_t lock;       /* of what follows */
    pthread_cond_t more;
    struct paper_view *first, **last;
    size_t waiting;
    bool stopping;
    /* Of who tends alone: the day whose folders were gone through, and the next of them. */
    struct date pruned;
    int prune_next;
    size_t prune_gone;
};

/* ---- what is kept ---- */

struct place {
    const char *folder, *path;
    struct text label;          /* a preview put where another belongs does not open */
};

static struct picture_wish wish_of(const struct paper_view *view)
{
    const struct paper_view_asked *asked = &view->asked;
    return (struct picture_wish){
        .size = text_is(asked->size, "thumbnail") ? PICTURE_THUMBNAIL : PICTURE_SCREEN,
        .turned = text_present(asked->turned) ? asked->turned.data[0] - '0' : 0,
    };
}

static struct place place_of(const struct pictures *pictures, const struct paper_view *view,
                             struct arena *arena)
{
    struct picture_wish wish = wish_of(view);
    const char *folder = pictures->folder;
    const char *name = arena_format(arena, "%.*s.%c%d", TEXT_ARGS(view->name),
                                    wish.size == PICTURE_THUMBNAIL ? 't' : 's',
                                    wish.turned).data;
    return (struct place){
        .folder = arena_format(arena, "%s/%.2s", folder, name).data,
        .path = arena_format(arena, "%s/%.2s/%s", folder, name, name).data,
        .label = arena_format(arena, "preview %s", name),
    };
}

/* Absent: nothing is there that we could use. */
static struct text file_read(const char *path, struct arena *arena)
{
    struct stat about;
    struct text found = { 0 };
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return found;
    if (fstat(file, &about) == 0 && about.st_size > 0
        && (size_t)about.st_size <= KEPT_BYTES_MAX) {
        size_t length = (size_t)about.st_size;
        char *bytes = arena_take(arena, length);
        if (pread(file, bytes, length, 0) == (ssize_t)length)
            found = (struct text){ bytes, length };
    }
    close(file);
    return found;
}

/* False: it has to be made. */
static bool kept_find(const struct pictures *pictures, struct paper_view *view)
{
    struct arena *arena = view->arena;
    struct place place = place_of(pictures, view, arena);
    struct text sealed = file_read(place.path, arena), plain;
    if (!text_present(sealed)
        || seal_open(pictures->world->keys, sealed, place.label, arena, &plain) != SEAL_OPENED
        || plain.length == 0)
        return false;
    struct moment now = pictures->world->house.now(&pictures->world->house);
    struct text rest = text_slice(plain, 1, plain.length);
    if (plain.data[0] == KEPT_STOPPED && !preview_rests(rest, now))
        return false;
    preview_seen(place.path, now);
    bool made = plain.data[0] == KEPT_PICTURE;
    view->answer = made ? PAPER_VIEW_MADE : PAPER_VIEW_NONE;
    view->jpeg = made ? rest : (struct text){ 0 };
    return true;
}

/* Not synced: what a crash leaves of it does not open, and is made anew. A disk that takes nothing
 * is told of where papers are written. */
static void keep(const struct pictures *pictures, const struct paper_view *view, char kind,
                 struct arena *arena)
{
    struct place place = place_of(pictures, view, arena);
    struct text plain = arena_format(arena, "%c", kind);
    if (view->jpeg.length > 0) {
        char *bytes = arena_take(arena, view->jpeg.length + 1);
        bytes[0] = kind;
        memcpy(bytes + 1, view->jpeg.data, view->jpeg.length);
        plain = (struct text){ bytes, view->jpeg.length + 1 };
    }
    struct text sealed = seal_text(pictures->world->keys, plain, place.label, arena);
    struct text fresh = arena_format(arena, "%s/new-XXXXXX", place.folder);
    char *path = arena_take(arena, fresh.length + 1);
    memcpy(path, fresh.data, fresh.length + 1);
    if (mkdir(place.folder, 0700) != 0 && errno != EEXIST)
        return;
    int file = mkostemp(path, O_CLOEXEC);
    if (file < 0)
        return;
    bool whole = write(file, sealed.data, sealed.length) == (ssize_t)sealed.length;
    close(file);
    if (!whole || rename(path, place.path) != 0)
        unlink(path);
    else
        preview_seen(place.path, pictures->world->house.now(&pictures->world->house));
}

/* ---- making one ---- */

static void log_stopped(const struct pictures *pictures, const struct paper_view *view)
{
    struct log_line line;
    log_begin(&line, &pictures->world->log, LOG_LEVEL_WARNING, "picture.stopped");
    log_text(&line, "paper", view->name);
    log_end(&line);
}

static void make(const struct pictures *pictures, struct paper_view *view, struct arena *arena)
{
    struct text paper;
    view->answer = PAPER_VIEW_FAULT;
    if (!world_paper(&pictures->world->house, view->name, arena, &paper))
        return;
    enum picture_answer answer =
        picture_preview(paper, wish_of(view), view->arena, &view->jpeg);
    switch (answer) {
    case PICTURE_MADE:
        view->answer = PAPER_VIEW_MADE;
        keep(pictures, view, KEPT_PICTURE, arena);
        break;
    case PICTURE_TOO_LARGE:
    case PICTURE_DAMAGED:
        view->answer = PAPER_VIEW_NONE;
        keep(pictures, view, KEPT_NONE, arena);
        break;
    case PICTURE_NOT_ONE:
        view->answer = PAPER_VIEW_NONE;
        break;
    case PICTURE_STOPPED:
        log_stopped(pictures, view);
        view->jpeg = preview_stopped_at(pictures->world->house.now(&pictures->world->house),
                                        view->arena);
        keep(pictures, view, KEPT_STOPPED, arena);
        view->jpeg = (struct text){ 0 };
        break;
    }
}

static struct paper_view *next_of(struct pictures *pictures)
{
    pthread_mutex_lock(&pictures->lock);
    while (pictures->first == NULL && !pictures->stopping)
        pthread_cond_wait(&pictures->more, &pictures->lock);
    struct paper_view *view = pictures->first;
    if (view != NULL) {
        pictures->first = view->next;
        if (pictures->first == NULL)
            pictures->last = &pictures->first;
        pictures->waiting--;
    }
    pthread_mutex_unlock(&pictures->lock);
    return view;
}

static void *pictures_thread(void *data)
{
    struct pictures *pictures = data;
    for (struct paper_view *view; (view = next_of(pictures)) != NULL;) {
        struct arena arena;
        arena_init(&arena);
        /* Whoever came before may have wanted the same. */
        if (!kept_find(pictures, view))
            make(pictures, view, &arena);
        arena_release(&arena);
        view->done(view);
    }
    return NULL;
}

/* ---- asking ---- */

static bool queue(struct pictures *pictures, struct paper_view *view)
{
    pthread_mutex_lock(&pictures->lock);
    bool room = !pictures->stopping && pictures->waiting < LIMIT_PICTURES_WAITING;
    if (room) {
        view->next = NULL;
        *pictures->last = view;
        pictures->last = &view->next;
        pictures->waiting++;
        pthread_cond_signal(&pictures->more);
    }
    pthread_mutex_unlock(&pictures->lock);
    return room;
}

void world_view_paper(struct house *house, struct paper_view *view)
{
    struct pictures *pictures = ((struct world *)house)->pictures;
    struct blob_name name;
    view->answer = PAPER_VIEW_FAULT;
    if (blob_name_parse(view->name, &name) && !kept_find(pictures, view)) {
        if (queue(pictures, view))
            return;
        view->answer = PAPER_VIEW_BUSY;
    }
    view->done(view);
}

/* ---- what no paper needs goes ---- */

static bool paper_stands(void *data, const struct blob_name *name)
{
    struct blobs *papers = data;
    struct blob_reader *reader;
    int64_t size;
    enum blob_answer answer = papers->port->open(papers, name, &reader, &size);
    if (answer == BLOB_DONE)
        papers->port->end(reader);
    return answer != BLOB_MISSING;      /* a disk that does not answer takes nothing away */
}

static void log_pruned(const struct pictures *pictures)
{
    struct log_line line;
    log_begin(&line, &pictures->world->log, LOG_LEVEL_NOTE, "pictures.pruned");
    log_int(&line, "files", (int64_t)pictures->prune_gone);
    log_end(&line);
}

void pictures_tend(struct pictures *pictures)
{
    struct moment now = pictures->world->house.now(&pictures->world->house);
    struct date today = date_of_moment(now);
    if (pictures->pruned.yyyymmdd == today.yyyymmdd)
        return;
    const struct moment since = { now.ms - LIMIT_PREVIEW_DAYS * INT64_C(86400) * 1000 };
    pictures->prune_gone += previews_prune(pictures->folder, pictures->prune_next, since,
                                           paper_stands, pictures->world->papers);
    if (++pictures->prune_next < PREVIEW_FOLDERS)
        return;
    if (pictures->prune_gone > 0)
        log_pruned(pictures);
    pictures->pruned = today;
    pictures->prune_next = 0;
    pictures->prune_gone = 0;
}

struct pictures *pictures_start(struct world *world, struct text *ret_fault)
{
    struct pictures *pictures = calloc(1, sizeof *pictures);
    CHECK(pictures != NULL);
    pictures->world = world;
    pictures->folder = arena_format(&world->arena, FOLDER, world->settings.data).data;
    pictures->last = &pictures->first;
    pthread_mutex_init(&pictures->lock, NULL);
    pthread_cond_init(&pictures->more, NULL);
    int fault = mkdir(pictures->folder, 0700) != 0 && errno != EEXIST ? errno : 0;
    while (fault == 0 && pictures->thread_count < LIMIT_PICTURES_AT_ONCE) {
        fault = pthread_create(&pictures->threads[pictures->thread_count], NULL, pictures_thread,
                               pictures);
        pictures->thread_count += fault == 0;
    }
    if (fault == 0)
        return pictures;
    pictures_stop(pictures);
    *ret_fault = text_of(strerror(fault));
    return NULL;
}

void pictures_stop(struct pictures *pictures)
{
    if (pictures == NULL)
        return;
    pthread_mutex_lock(&pictures->lock);
    pictures->stopping = true;
    pthread_cond_broadcast(&pictures->more);
    pthread_mutex_unlock(&pictures->lock);
    for (size_t i = 0; i < pictures->thread_count; i++)
        pthread_join(pictures->threads[i], NULL);
    pthread_cond_destroy(&pictures->more);
    pthread_mutex_destroy(&pictures->lock);
    free(pictures);
}
