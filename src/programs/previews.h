/* previews.h: the folder of previews, kept small: FOLDER/ab/abcdef….t0, one file a paper, size and
 * turn. A file's time is when it was made or last looked at, by the clock of the house. */
#ifndef PROGRAMS_PREVIEWS_H
#define PROGRAMS_PREVIEWS_H

#include "base/arena.h"
#include "core/blob.h"
#include "core/date.h"

/* Papers have this many folders, and previews as many. */
#define PREVIEW_FOLDERS 256

/* It was made, or somebody looked at it. Written at most once a day. */
void preview_seen(const char *path, struct moment now);

/* What is kept of one whose making stopped, and whether it is left alone still: for a day, because
 * the machine may have been at fault. */
struct text preview_stopped_at(struct moment now, struct arena *arena);
bool preview_rests(struct text stopped_at, struct moment now);

/* One of the folders: what belongs to no paper, what nobody has looked at since `unseen_since`, and
 * what a crash left half written goes. Answers how many files went. `stands` says whether there
 * is a paper of that name. */
size_t previews_prune(const char *folder, int which, struct moment unseen_since,
                      bool (*stands)(void *data, const struct blob_name *name), void *data);

#endif
