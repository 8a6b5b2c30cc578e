/* web.c: see web.h. */

#include "doors/pages/web.h"

#include "base/check.h"
#include "base/json.h"
#include "base/limits.h"

#include <stdio.h>
#include <string.h>

enum encoding { ENCODING_NONE, ENCODING_GZIP, ENCODING_BROTLI, ENCODING_COUNT };
static const char *const ENCODING_ENDS[] = { "", ".gz", ".br" };
static const char *const ENCODING_NAMES[] = { NULL, "gzip", "br" };
_Static_assert(COUNT_OF(ENCODING_ENDS) == ENCODING_COUNT, "an end for each");
_Static_assert(COUNT_OF(ENCODING_NAMES) == ENCODING_COUNT, "a name for each");

struct web_file {
    struct text path;           /* "/assets/hall.3f9a.js" */
    const char *type;
    bool for_ever;              /* its name changes with what it holds */
    struct text bodies[ENCODING_COUNT];     /* absent: not compressed that way */
};

struct web_application {
    struct text name, script;
    const struct json *styles, *needs;      /* paths */
    const struct json *paths;       /* of pages: "/desk", with all below them; "=/" alone */
};

struct web {
    struct web_file *files;
    size_t file_count;
    struct web_application *applications;
    size_t application_count;
    struct text begin;          /* the script that starts an application when a page is used */
    size_t bytes;
};

static const struct { const char *end, *type; } TYPES[] = {
    { ".js", "text/javascript; charset=utf-8" }, { ".css", "text/css; charset=utf-8" },
    { ".json", "application/json" }, { ".webmanifest", "application/manifest+json" },
    { ".svg", "image/svg+xml" }, { ".png", "image/png" }, { ".woff2", "font/woff2" },
};

static bool has(struct text text, const char *part)
{
    return text.length > 0 && memmem(text.data, text.length, part, strlen(part)) != NULL;
}

static const char *type_of(struct text path)
{
    for (size_t i = 0; i < COUNT_OF(TYPES); i++)
        if (text_ends(path, text_of(TYPES[i].end)))
            return TYPES[i].type;
    return NULL;
}

/* ---- reading the folder ---- */

static bool body_read(struct web *web, const char *path, struct arena *arena, struct text *ret)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        return false;
    bool good = fseek(file, 0, SEEK_END) == 0;
    long size = good ? ftell(file) : -1;
    good = size >= 0 && web->bytes + (size_t)size <= LIMIT_WEB_BYTES
           && fseek(file, 0, SEEK_SET) == 0;
    if (good) {
        char *data = arena_take(arena, (size_t)size + 1);
        good = fread(data, 1, (size_t)size, file) == (size_t)size;
        *ret = (struct text){ data, (size_t)size };
        web->bytes += (size_t)size;
    }
    fclose(file);
    return good;
}

static bool file_load(struct web *web, const char *folder, struct text path, struct arena *arena)
{
    struct web_file *file = &web->files[web->file_count];
    file->path = path;
    file->type = type_of(path);
    file->for_ever = text_starts(path, TEXT("/assets/"));
    if (file->type == NULL || !text_starts(path, TEXT("/")) || has(path, ".."))
        return false;
    for (int i = 0; i < ENCODING_COUNT; i++) {
        const char *name = arena_format(arena, "%s%.*s%s", folder, TEXT_ARGS(path),
                                        ENCODING_ENDS[i]).data;
        if (!body_read(web, name, arena, &file->bodies[i]) && i == ENCODING_NONE)
            return false;
    }
    web->file_count++;
    return true;
}

static void application_load(struct web *web, const struct json *node)
{
    web->applications[web->application_count++] = (struct web_application){
        .name = json_text(json_member(node, TEXT("name"))),
        .script = json_text(json_member(node, TEXT("script"))),
        .styles = json_member(node, TEXT("styles")),
        .needs = json_member(node, TEXT("needs")),
        .paths = json_member(node, TEXT("paths")),
    };
}

struct web *web_load(const char *folder, struct arena *arena, struct text *ret_reason)
{
    struct web *web = ARENA_NEW(arena, struct web);
    struct text text;
    const struct json *root;
    struct json_fault fault;
    const char *path = arena_format(arena, "%s/manifest.json", folder).data;
    if (!body_read(web, path, arena, &text)
        || !json_parse(text, LIMIT_RULE_FILE_BYTES, arena, &root, &fault)) {
        *ret_reason = arena_format(arena, "%s: no manifest of a built web application", path);
        return NULL;
    }
    const struct json *files = json_member(root, TEXT("files"));
    const struct json *applications = json_member(root, TEXT("applications"));
    web->begin = json_text(json_member(root, TEXT("begin")));
    web->files = ARENA_ARRAY(arena, struct web_file, json_count(files) + 1);
    web->applications =
        ARENA_ARRAY(arena, struct web_application, json_count(applications) + 1);
    for (size_t i = 0; i < json_count(files); i++) {
        struct text name = json_text(json_at(files, i));
        if (!file_load(web, folder, name, arena)) {
            *ret_reason = arena_format(arena, "%s: cannot serve %.*s", folder, TEXT_ARGS(name));
            return NULL;
        }
    }
    for (size_t i = 0; i < json_count(applications); i++)
        application_load(web, json_at(applications, i));
    return web;
}

/* ---- pages ---- */

/* "/desk" is itself and all below it; "=/" is the first page alone. */
static bool path_is_in(struct text path, struct text pattern)
{
    if (text_starts(pattern, TEXT("=")))
        return text_equal(path, text_slice(pattern, 1, pattern.length));
    return text_equal(path, pattern)
           || (text_starts(path, pattern) && path.data[pattern.length] == '/');
}

struct text web_application_of(const struct web *web, struct text path)
{
    for (size_t i = 0; i < web->application_count; i++) {
        const struct web_application *application = &web->applications[i];
        for (size_t j = 0; j < json_count(application->paths); j++)
            if (path_is_in(path, json_text(json_at(application->paths, j))))
                return application->name;
    }
    return (struct text){ 0 };
}

static void links(struct html *html, const char *begin, const struct json *paths)
{
    for (size_t i = 0; i < json_count(paths); i++) {
        html_raw(html, begin);
        html_attribute(html, "href", json_text(json_at(paths, i)));
        html_raw(html, ">\n");
    }
}

static void parts(struct html *html, const char *begin, const struct json *paths)
{
    html_raw(html, begin);
    for (size_t i = 0; i < json_count(paths); i++) {
        html_raw(html, i == 0 ? "" : " ");
        html_text(html, json_text(json_at(paths, i)));
    }
    html_raw(html, "\"");
}

/* The words of the page are read while these come: no sheet of the application holds up its first
 * sight (it lets them count when it takes over), and nothing goes ahead of the page's own. */
#define SHEET "<link rel=\"stylesheet\" media=\"not all\""
#define PART "<link rel=\"modulepreload\" fetchpriority=\"low\""
#define SCRIPT "<script type=\"module\" fetchpriority=\"low\""

/* A page that is whole without the application names its files only: the reader's line and
 * processor are for the page until he begins to use it (web/src/shared/begin.ts). */
static void begun_by_use(const struct web *web, const struct web_application *found,
                         struct text page, struct html *html)
{
    html_raw(html, "<meta name=\"application\"");
    html_attribute(html, "content", found->script);
    html_attribute(html, "data-page", page);
    parts(html, " data-sheets=\"", found->styles);
    parts(html, " data-parts=\"", found->needs);
    html_raw(html, ">\n" SCRIPT);
    html_attribute(html, "src", web->begin);
    html_raw(html, "></script>\n");
}

void web_head(const struct web *web, struct text application, struct text whole,
              struct html *html)
{
    for (size_t i = 0; i < web->application_count; i++) {
        const struct web_application *found = &web->applications[i];
        if (!text_equal(found->name, application))
            continue;
        html_raw(html, "<link rel=\"manifest\" href=\"/hall.webmanifest\">\n");
        if (text_present(whole) && text_present(web->begin)) {
            begun_by_use(web, found, whole, html);
            continue;
        }
        links(html, SHEET, found->styles);
        links(html, PART, found->needs);
        html_raw(html, SCRIPT);
        html_attribute(html, "src", found->script);
        html_raw(html, "></script>\n");
    }
}

/* ---- files ---- */

/* Only the plain form is understood: a browser that gives a weight of 0 gets what it refuses, and
 * there is none that does. */
static enum encoding encoding_for(const struct http_request *request, const struct web_file *file)
{
    struct text accepted = http_header_of(request, "Accept-Encoding");
    if (file->bodies[ENCODING_BROTLI].data != NULL && has(accepted, "br"))
        return ENCODING_BROTLI;
    if (file->bodies[ENCODING_GZIP].data != NULL && has(accepted, "gzip"))
        return ENCODING_GZIP;
    return ENCODING_NONE;
}

bool web_answer(const struct web *web, struct http_request *request)
{
    const struct web_file *file = NULL;
    for (size_t i = 0; i < web->file_count && file == NULL; i++)
        if (text_equal(web->files[i].path, request->path))
            file = &web->files[i];
    if (file == NULL)
        return false;
    enum encoding encoding = encoding_for(request, file);
    struct http_header headers[] = {
        { "Cache-Control", file->for_ever ? "public, max-age=31536000, immutable" : "no-cache" },
        { "X-Content-Type-Options", "nosniff" },
        { "Vary", "Accept-Encoding" },
        { "Content-Encoding", ENCODING_NAMES[encoding] },
    };
    http_answer(request, 200, file->type, file->bodies[encoding], headers,
                COUNT_OF(headers) - (encoding == ENCODING_NONE ? 1 : 0));
    return true;
}
