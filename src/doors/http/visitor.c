/* visitor.c: see visitor.h. */

#include "doors/http/visitor.h"

#include <strings.h>

struct text cookie_of(const struct http_request *request, const char *name)
{
    struct text left = http_header_of(request, "Cookie");
    while (left.data != NULL) {
        struct text value, pair = text_trim(text_until(left, ';', &left));
        if (text_is(text_until(pair, '=', &value), name))
            return value;
    }
    return (struct text){ 0 };
}

static struct text bearer_of(const struct http_request *request)
{
    struct text header = http_header_of(request, "Authorization");
    struct text word = text_slice(header, 0, sizeof "Bearer " - 1);
    if (word.length < sizeof "Bearer " - 1 || strncasecmp(word.data, "Bearer ", word.length) != 0)
        return (struct text){ 0 };
    return text_trim(text_slice(header, word.length, header.length));
}

struct visitor visitor_of(struct house *house, const struct http_request *request)
{
    struct visitor visitor = { .actor = { .role = ROLE_PUBLIC } };
    struct text token = bearer_of(request);
    if (token.data == NULL) {
        token = cookie_of(request, SESSION_COOKIE);
        visitor.by_cookie = text_present(token);
    }
    if (token.data == NULL || (visitor.by_cookie && token.length == 0))
        return visitor;
    struct actor actor = { .role = ROLE_PUBLIC };
    enum house_session session = house->actor_of_session(house, token, request->arena, &actor);
    visitor.signed_in = session == HOUSE_SESSION_OPEN;
    visitor.session_ended = session == HOUSE_SESSION_NONE;
    visitor.unasked = session == HOUSE_SESSION_UNASKED;
    if (visitor.signed_in)
        visitor.actor = actor;
    return visitor;
}

struct problem visitor_problem(void)
{
    return (struct problem){ .status = 503, .key = "http.problem.unasked" };
}

bool visitor_may_write(const struct visitor *visitor, const struct http_request *request)
{
    return !visitor->by_cookie || text_present(http_header_of(request, "X-Requested-With"));
}

static bool is_language(struct text tag, const char *name)
{
    return tag.length >= 2 && strncasecmp(tag.data, name, 2) == 0
        && (tag.length == 2 || tag.data[2] == '-' || tag.data[2] == ';');
}

enum language language_of_request(const struct http_request *request)
{
    struct text asked = http_query_of(request, "lang");
    if (is_language(asked, "en"))
        return LANGUAGE_ENGLISH;
    if (is_language(asked, "zh"))
        return LANGUAGE_CHINESE;
    /* Browsers write the tags in the order they want them. */
    struct text left = http_header_of(request, "Accept-Language");
    while (left.data != NULL) {
        struct text tag = text_trim(text_until(left, ',', &left));
        if (is_language(tag, "zh"))
            return LANGUAGE_CHINESE;
        if (is_language(tag, "en"))
            return LANGUAGE_ENGLISH;
    }
    return LANGUAGE_CHINESE;
}
