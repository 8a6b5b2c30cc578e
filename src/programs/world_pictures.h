/* world_pictures.h: previews of stored papers: made when first wanted, kept beside the papers,
 * sealed like them, in `previews/` of the data folder. All there is derived: whoever deletes a
 * file, or the folder while nothing serves, has it made anew. Pictures that gave none are
 * remembered, so that a bomb is tried once. */
#ifndef PROGRAMS_WORLD_PICTURES_H
#define PROGRAMS_WORLD_PICTURES_H

#include "programs/world.h"

/* NULL and why in `ret_fault`. The world's papers must be open. */
struct pictures *pictures_start(struct world *world, struct text *ret_fault);
/* What waits is answered first. NULL is fine. */
void pictures_stop(struct pictures *pictures);
/* Called again and again by one thread: once a day of the house it goes through the folders, one a
 * call, and takes away what belongs to no paper any more and what nobody has looked at for
 * LIMIT_PREVIEW_DAYS. */
void pictures_tend(struct pictures *pictures);
/* For struct house. */
void world_view_paper(struct house *house, struct paper_view *view);

#endif
