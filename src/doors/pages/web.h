/* web.h: the built web application, served from memory: files with hashed names, compressed when
 * they were built, listed in a manifest.
 *
 * A folder as `web/` builds it:
 *     manifest.json          entry by entry: its script, its style sheets, what it needs at once;
 *                            and "begin", the script that starts one when a page is used
 *     assets/NAME.HASH.ext   and beside each NAME.HASH.ext.br and .gz
 *     icons, service worker and the like: listed under "public" with the path they are served at
 *
 * A file below /assets/ never changes under its name, so browsers keep it for a year. */
#ifndef DOORS_PAGES_WEB_H
#define DOORS_PAGES_WEB_H

#include "doors/http_server.h"
#include "doors/pages/html.h"

struct web;

/* Everything is read into the arena. NULL and a reason when the folder has no manifest or something
 * named in it is missing. */
struct web *web_load(const char *folder, struct arena *arena, struct text *ret_reason);

/* The application whose page this path is, or absent: "hall", "desk". */
struct text web_application_of(const struct web *web, struct text path);
/* For the head of a page: what starts an application at once, or, on a page that is whole without
 * it (`whole`, its path; absent: it is not), what starts it when somebody begins to use it. */
void web_head(const struct web *web, struct text application, struct text whole,
              struct html *html);
/* Answers a request for one of the files; false: it is none. */
bool web_answer(const struct web *web, struct http_request *request);

#endif
