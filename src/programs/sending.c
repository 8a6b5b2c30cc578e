/* sending.c: see sending.h. */

#include "programs/sending.h"

#include "base/check.h"
#include "base/digest.h"
#include "base/json.h"

#include <curl/curl.h>
#include <stdio.h>
#include <string.h>

#define CONNECT_SECONDS 10L
#define WHOLE_SECONDS 30L
#define ANSWER_BYTES 4096
#define MAIL_LINE 76
#define MAIL_WORD 45            /* bytes of a head's encoded word, which is 75 long at most */

void sending_start(void)
{
    CHECK(curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK);
}

/* ---- both ---- */

struct upload { struct text text; size_t at; };

static size_t upload_read(char *buffer, size_t size, size_t count, void *data)
{
    struct upload *upload = data;
    size_t left = upload->text.length - upload->at, room = size * count;
    size_t take = left < room ? left : room;
    memcpy(buffer, upload->text.data + upload->at, take);
    upload->at += take;
    return take;
}

struct answer { char bytes[ANSWER_BYTES]; size_t length; };

static size_t answer_write(char *bytes, size_t size, size_t count, void *data)
{
    struct answer *answer = data;
    size_t room = sizeof answer->bytes - answer->length, take = size * count;
    take = take < room ? take : room;
    memcpy(answer->bytes + answer->length, bytes, take);
    answer->length += take;
    return size * count;
}

/* Before a connection nothing can have gone out; after it, only a plain answer tells. */
static enum sent outcome_of(CURLcode code, CURL *curl)
{
    long connected = 0;
    curl_off_t sent = 0;
    if (code == CURLE_OK)
        return SENT_DONE;
    curl_easy_getinfo(curl, CURLINFO_NUM_CONNECTS, &connected);
    curl_easy_getinfo(curl, CURLINFO_SIZE_UPLOAD_T, &sent);
    bool before = code == CURLE_COULDNT_CONNECT || code == CURLE_COULDNT_RESOLVE_HOST
        || code == CURLE_COULDNT_RESOLVE_PROXY || code == CURLE_SSL_CONNECT_ERROR
        || code == CURLE_LOGIN_DENIED || sent == 0;
    return before ? SENT_AGAIN : SENT_UNCERTAIN;
}

static CURL *curl_new(const char *url, struct answer *answer)
{
    CURL *curl = curl_easy_init();
    CHECK(curl != NULL);
    curl_easy_setopt(curl, CURLOPT_URL, url);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, CONNECT_SECONDS);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, WHOLE_SECONDS);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, answer_write);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, answer);
    return curl;
}

/* ---- mail ---- */

static void add_base64_lines(struct builder *builder, struct text text, struct arena *arena)
{
    struct text encoded = base64_encode(arena, text);
    for (size_t at = 0; at < encoded.length; at += MAIL_LINE) {
        builder_add(builder, text_slice(encoded, at, at + MAIL_LINE));
        builder_add(builder, TEXT("\r\n"));
    }
}

/* Addresses and titles come from people: a line end in one would begin a header of its own. */
static bool is_one_line(struct text text)
{
    for (size_t i = 0; i < text.length; i++)
        if ((unsigned char)text.data[i] < 0x20)
            return false;
    return text.length > 0;
}

/* A title of any length in words that programs of any age put together again; none ends within a
 * character (RFC 2047). */
static void add_title(struct builder *builder, struct text title, struct arena *arena)
{
    for (size_t at = 0; at < title.length;) {
        size_t end = at + MAIL_WORD < title.length ? at + MAIL_WORD : title.length;
        while (end < title.length && ((unsigned char)title.data[end] & 0xC0) == 0x80)
            end--;
        builder_add(builder, at == 0 ? TEXT("Subject: =?UTF-8?B?") : TEXT(" =?UTF-8?B?"));
        builder_add(builder, base64_encode(arena, text_slice(title, at, end)));
        builder_add(builder, TEXT("?=\r\n"));
        at = end;
    }
}

/* A letter without its day passes for junk (RFC 5322). */
static void add_day(struct builder *builder, struct moment at)
{
    static const char WEEKDAYS[][4] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
    static const char MONTHS[][4] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
    struct date day = date_of_moment(at);
    int64_t second = (at.ms - moment_of_date(day).ms) / 1000;
    builder_format(builder, "Date: %s, %d %s %d %02d:%02d:%02d +0800\r\n",
                   WEEKDAYS[date_weekday(day) - 1], date_day(day),
                   MONTHS[date_month(day) - 1], date_year(day),
                   (int)(second / 3600), (int)(second / 60 % 60), (int)(second % 60));
}

static struct text mail_text(const char *from, const struct letter *letter, struct arena *arena)
{
    size_t room = 8192 + 4 * letter->text.length + 4 * letter->title.length;
    struct builder builder = builder_over(arena_take(arena, room), room);
    builder_format(&builder, "From: <%s>\r\nTo: <%.*s>\r\nMessage-ID: <%lld@yibao>\r\n", from,
                   TEXT_ARGS(letter->to), (long long)letter->key);
    if (is_one_line(letter->in_reply_to))
        builder_format(&builder, "In-Reply-To: <%.*s>\r\nReferences: <%.*s>\r\n",
                       TEXT_ARGS(letter->in_reply_to), TEXT_ARGS(letter->in_reply_to));
    add_day(&builder, letter->at);
    add_title(&builder, letter->title, arena);
    builder_add(&builder, TEXT("Auto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n"
                               "Content-Type: text/plain; charset=utf-8\r\n"
                               "Content-Transfer-Encoding: base64\r\n\r\n"));
    add_base64_lines(&builder, letter->text, arena);
    CHECK(!builder.overflow);
    return builder_text(&builder);
}

enum sent send_mail(const char *server, const char *from, const struct letter *letter,
                    struct arena *arena, struct text *ret_receipt, struct text *ret_fault)
{
    *ret_receipt = *ret_fault = (struct text){ 0 };
    if (!is_one_line(letter->to) || !is_one_line(letter->title)) {
        *ret_fault = TEXT("not an address");
        return SENT_REFUSED;
    }
    struct answer answer = { .length = 0 };
    struct upload upload = { mail_text(from, letter, arena), 0 };
    CURL *curl = curl_new(server, &answer);
    struct curl_slist *to = curl_slist_append(NULL,
        arena_format(arena, "<%.*s>", TEXT_ARGS(letter->to)).data);
    curl_easy_setopt(curl, CURLOPT_MAIL_FROM, arena_format(arena, "<%s>", from).data);
    curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, to);
    curl_easy_setopt(curl, CURLOPT_READFUNCTION, upload_read);
    curl_easy_setopt(curl, CURLOPT_READDATA, &upload);
    curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
    CURLcode code = curl_easy_perform(curl);
    long said = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &said);
    enum sent sent = outcome_of(code, curl);
    if (sent != SENT_DONE && said >= 500 && said < 600)
        sent = SENT_REFUSED;
    else if (sent != SENT_DONE && said >= 400 && said < 500)
        sent = SENT_AGAIN;
    if (sent == SENT_DONE)
        *ret_receipt = arena_format(arena, "%ld", said);
    else
        *ret_fault = arena_format(arena, "%s (%ld)", curl_easy_strerror(code), said);
    curl_slist_free_all(to);
    curl_easy_cleanup(curl);
    return sent;
}

/* ---- gateways ---- */

static void member(struct json_writer *writer, const char *name, struct text value)
{
    json_key(writer, text_of(name));
    json_write_text(writer, value);
}

static struct text hook_body(const struct letter *letter, struct arena *arena)
{
    struct json_writer writer;
    json_writer_init(&writer, arena);
    json_object_begin(&writer);
    member(&writer, "key", arena_format(arena, "%lld", (long long)letter->key));
    member(&writer, "channel", letter->channel);
    member(&writer, "to", letter->to.data == NULL ? TEXT("") : letter->to);
    member(&writer, "title", letter->title);
    member(&writer, "text", letter->text);
    json_object_end(&writer);
    return json_writer_text(&writer);
}

static struct curl_slist *hook_headers(const struct letter *letter, struct text secret,
                                       struct text body, struct arena *arena)
{
    struct text time = arena_format(arena, "%lld", (long long)letter->at.ms);
    struct digest digest = digest_hmac_sm3(secret,
        arena_format(arena, "%.*s\n%.*s", TEXT_ARGS(time), TEXT_ARGS(body)));
    struct curl_slist *headers = curl_slist_append(NULL, "Content-Type: application/json");
    headers = curl_slist_append(headers,
        arena_format(arena, "X-Yibao-Key: %lld", (long long)letter->key).data);
    headers = curl_slist_append(headers,
        arena_format(arena, "X-Yibao-Time: %.*s", TEXT_ARGS(time)).data);
    struct text hex = hex_encode(arena, digest_text(&digest));
    return curl_slist_append(headers,
        arena_format(arena, "X-Yibao-Signature: %.*s", TEXT_ARGS(hex)).data);
}

static struct text receipt_of(const struct answer *answer, struct arena *arena)
{
    const struct json *root = NULL;
    struct json_fault fault;
    struct text said = { answer->bytes, answer->length };
    if (!json_parse(said, ANSWER_BYTES, arena, &root, &fault))
        return (struct text){ 0 };
    struct text text = json_text(json_member(root, TEXT("receipt")));
    return text.length > 200 ? text_slice(text, 0, 200) : text;
}

enum sent send_hook(const char *url, struct text secret, const struct letter *letter,
                    struct arena *arena, struct text *ret_receipt, struct text *ret_fault)
{
    *ret_receipt = *ret_fault = (struct text){ 0 };
    struct answer *answer = ARENA_NEW(arena, struct answer);
    struct text body = hook_body(letter, arena);
    CURL *curl = curl_new(url, answer);
    struct curl_slist *headers = hook_headers(letter, secret, body, arena);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body.data);
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, (long)body.length);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    CURLcode code = curl_easy_perform(curl);
    long status = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    enum sent sent = outcome_of(code, curl);
    if (sent == SENT_DONE && (status < 200 || status > 299))
        sent = status == 429 || status >= 500 ? SENT_AGAIN : SENT_REFUSED;
    if (sent == SENT_DONE)
        *ret_receipt = receipt_of(answer, arena);
    else
        *ret_fault = arena_format(arena, "%s (%ld)",
                                  code == CURLE_OK ? "refused" : curl_easy_strerror(code), status);
    curl_slist_free_all(headers);
    curl_easy_cleanup(curl);
    return sent;
}

/* ---- asking ---- */

#define ASK_CONNECT_SECONDS 5L
#define ASK_SECONDS 10L

struct asked { char *bytes; size_t length; };

/* Less than all taken ends the transfer: nobody's answer fills our memory. */
static size_t asked_write(char *bytes, size_t size, size_t count, void *data)
{
    struct asked *asked = data;
    const size_t more = size * count;
    if (more > SENDING_ANSWER_MAX - asked->length)
        return 0;
    memcpy(asked->bytes + asked->length, bytes, more);
    asked->length += more;
    return more;
}

bool send_ask(const char *url, const struct sending_post *post, struct arena *arena,
              long *ret_status, struct text *ret_body)
{
    struct asked asked = { arena_take(arena, SENDING_ANSWER_MAX), 0 };
    CURL *curl = curl_easy_init();
    CHECK(curl != NULL);
    curl_easy_setopt(curl, CURLOPT_URL, url);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, ASK_CONNECT_SECONDS);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, ASK_SECONDS);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, asked_write);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &asked);
    struct curl_slist *headers = curl_slist_append(NULL, "Accept: application/json");
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    if (post != NULL) {
        curl_easy_setopt(curl, CURLOPT_POSTFIELDS, post->body.data);
        curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, (long)post->body.length);
        if (text_present(post->user)) {
            curl_easy_setopt(curl, CURLOPT_HTTPAUTH, (long)CURLAUTH_BASIC);
            curl_easy_setopt(curl, CURLOPT_USERPWD, arena_text(arena, post->user).data);
        }
    }
    const CURLcode code = curl_easy_perform(curl);
    *ret_status = 0;
    if (code == CURLE_OK)
        curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, ret_status);
    *ret_body = (struct text){ asked.bytes, asked.length };
    curl_slist_free_all(headers);
    curl_easy_cleanup(curl);
    return code == CURLE_OK;
}
