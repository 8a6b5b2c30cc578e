/* http_check.c: what the library lets through and we do not: heads that a proxy and we could read
 * differently, so that one request might hide another. */

#include "doors/http_exchange.h"

#include "base/limits.h"

#include <string.h>
#include <strings.h>

struct head {
    struct text length, encoding;   /* Content-Length, Transfer-Encoding */
    const char *reason;             /* the first fault found */
};

static bool name_is(struct text name, const char *wanted)
{
    return name.length == strlen(wanted) && strncasecmp(name.data, wanted, name.length) == 0;
}

/* The library joins folded lines silently. A value that was not folded still lies where it was
 * read, behind its name, the colon and blanks. */
static bool value_follows(const char *name, size_t name_size, const char *value)
{
    const char *at = name + name_size + 1;
    while (at != value && (*at == ' ' || *at == '\t'))
        at++;
    return at == value;
}

static enum MHD_Result look_at_header(void *data, enum MHD_ValueKind kind, const char *name,
                                      size_t name_size, const char *value, size_t value_size)
{
    (void)kind;
    struct head *head = data;
    struct text label = { name, name_size };
    struct text content = { value, value_size };
    if (value == NULL || !value_follows(name, name_size, value))
        head->reason = "http.reason.folded";
    else if (name_size == 0 || memchr(name, ' ', name_size) || memchr(name, '\t', name_size))
        head->reason = "http.reason.blank-name";
    else if (name_is(label, "Content-Length")) {
        if (head->length.data != NULL && !text_equal(head->length, content))
            head->reason = "http.reason.two-lengths";
        head->length = content;
    } else if (name_is(label, "Transfer-Encoding")) {
        if (head->encoding.data != NULL)
            head->reason = "http.reason.two-encodings";
        head->encoding = content;
    }
    return head->reason == NULL ? MHD_YES : MHD_NO;
}

int http_check_head(struct http_exchange *exchange, const char **ret_reason)
{
    const union MHD_ConnectionInfo *size =
        MHD_get_connection_info(exchange->peer, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
    if (size != NULL && size->header_size > LIMIT_HEADER_BYTES) {
        *ret_reason = "http.reason.head-too-large";
        return MHD_HTTP_REQUEST_HEADER_FIELDS_TOO_LARGE;
    }
    struct head head = { 0 };
    MHD_get_connection_values_n(exchange->peer, MHD_HEADER_KIND, look_at_header, &head);
    if (head.reason == NULL && head.length.data != NULL && head.encoding.data != NULL)
        head.reason = "http.reason.length-and-encoding";
    if (head.reason == NULL && !text_is_utf8(exchange->request.path))
        head.reason = "http.reason.path-not-utf8";
    if (head.reason != NULL) {
        *ret_reason = head.reason;
        return MHD_HTTP_BAD_REQUEST;
    }
    if (head.encoding.data != NULL && !name_is(head.encoding, "chunked")) {
        *ret_reason = "http.reason.encoding";
        return MHD_HTTP_NOT_IMPLEMENTED;
    }
    int64_t length = 0;
    if (head.length.data != NULL
        && (!text_to_int64(text_trim(head.length), &length) || length < 0)) {
        *ret_reason = "http.reason.length-no-number";
        return MHD_HTTP_BAD_REQUEST;
    }
    if ((uint64_t)length > exchange->body_max) {
        *ret_reason = "http.reason.body-too-large";
        return MHD_HTTP_CONTENT_TOO_LARGE;
    }
    exchange->body_promised = (size_t)length;
    return 0;
}
