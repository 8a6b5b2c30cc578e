/* client_test.c: see client_test.h. */

#include "doors/http/client_test.h"

#include "base/check.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#define ANSWER_MAX ((size_t)8 * 1024 * 1024)

static void send_all(int peer, struct text text)
{
    for (size_t sent = 0; sent < text.length;) {
        ssize_t count = send(peer, text.data + sent, text.length - sent, MSG_NOSIGNAL);
        CHECK(count > 0);
        sent += (size_t)count;
    }
}

struct client_answer client_ask(uint16_t port, const char *method, const char *target,
                                const char *head, struct text body, struct arena *arena)
{
    int peer = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons(port),
                                   .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    int connected = connect(peer, (const struct sockaddr *)&address, sizeof address);
    CHECK(connected == 0);
    send_all(peer, arena_format(arena, "%s %s HTTP/1.1\r\nHost: test\r\nConnection: close\r\n"
                                "Content-Length: %zu\r\n%s\r\n", method, target, body.length,
                                head));
    send_all(peer, body);
    char *bytes = arena_take(arena, ANSWER_MAX);
    size_t length = 0;
    for (ssize_t count = 1; count > 0 && length < ANSWER_MAX; length += (size_t)count) {
        count = recv(peer, bytes + length, ANSWER_MAX - length, 0);
        CHECK(count >= 0);
    }
    close(peer);
    struct client_answer answer = { .status = 0 };
    const char *end = memmem(bytes, length, "\r\n\r\n", 4);
    CHECK(end != NULL && length > 12);
    answer.head = (struct text){ bytes, (size_t)(end - bytes) };
    answer.body = (struct text){ end + 4, length - answer.head.length - 4 };
    int64_t status = 0;
    bool read = text_to_int64(text_slice(answer.head, 9, 12), &status);
    CHECK(read);
    answer.status = (int)status;
    return answer;
}

struct text client_header(const struct client_answer *answer, const char *name)
{
    struct text left = answer->head;
    while (left.data != NULL) {
        struct text value, line = text_until(left, '\n', &left);
        struct text found = text_until(line, ':', &value);
        if (value.data != NULL && found.length == strlen(name)
            && strncasecmp(found.data, name, found.length) == 0)
            return text_trim(value);
    }
    return (struct text){ 0 };
}

bool text_has(struct text text, const char *part)
{
    return text.length > 0 && memmem(text.data, text.length, part, strlen(part)) != NULL;
}
