/* nhsa_token.c: POST …/oauth/token, as OAuth 2 servers answer the password grant. */

#include "doors/nhsa/nhsa_door.h"

#include "base/check.h"

#include <string.h>

#define JSON_TYPE "application/json; charset=utf-8"

bool nhsa_is_token_request(const struct http_request *request)
{
    return text_ends(request->path, TEXT("/oauth/token"));
}

static int hex_digit(char character)
{
    if (character >= '0' && character <= '9')
        return character - '0';
    if (character >= 'a' && character <= 'f')
        return character - 'a' + 10;
    return character >= 'A' && character <= 'F' ? character - 'A' + 10 : -1;
}

static struct text form_decoded(struct text text, struct arena *arena)
{
    char *plain = arena_take(arena, text.length + 1);
    size_t length = 0;
    for (size_t i = 0; i < text.length; i++) {
        int high = i + 2 < text.length ? hex_digit(text.data[i + 1]) : -1;
        int low = i + 2 < text.length ? hex_digit(text.data[i + 2]) : -1;
        if (text.data[i] == '%' && high >= 0 && low >= 0) {
            plain[length++] = (char)(high * 16 + low);
            i += 2;
        } else {
            plain[length++] = text.data[i] == '+' ? ' ' : text.data[i];
        }
    }
    return (struct text){ plain, length };
}

/* A field of the form in the body, or of the query: clients do both. */
static struct text form_field(const struct http_request *request, const char *name)
{
    struct text rest = request->body;
    while (rest.data != NULL) {
        struct text value, pair = text_until(rest, '&', &rest);
        struct text key = text_until(text_trim(pair), '=', &value);
        if (text_is(key, name) && value.data != NULL)
            return form_decoded(value, request->arena);
    }
    return http_query_of(request, name);
}

static void token_refuse(struct nhsa *nhsa, struct http_request *request, int status,
                         const char *error)
{
    atomic_fetch_add(&nhsa->turned_away, 1);
    struct http_header header = { "Cache-Control", "no-store" };
    http_answer(request, status, JSON_TYPE,
                arena_format(request->arena, "{\"error\":\"%s\"}", error), &header, 1);
}

void nhsa_give_token(struct nhsa *nhsa, struct http_request *request)
{
    struct house *house = nhsa->plan.house;
    struct institution_access access = { 0 };
    struct text client, secret;
    bool named = gateway_basic(http_header_of(request, "Authorization"), request->arena, &client,
                               &secret);
    bool found = named && house->institution_of_key(house, client, request->arena, &access);
    if (named && !found && access.unasked) {
        token_refuse(nhsa, request, 503, "temporarily_unavailable");
        return;
    }
    if (!found || access.mode != GATEWAY_TOKEN || !gateway_secrets_equal(secret, access.secret)) {
        token_refuse(nhsa, request, 401, "invalid_client");
        return;
    }
    if (!text_is(form_field(request, "grant_type"), "password")) {
        token_refuse(nhsa, request, 400, "unsupported_grant_type");
        return;
    }
    bool name_good = gateway_secrets_equal(form_field(request, "username"), access.user_name);
    bool password_good = gateway_secrets_equal(form_field(request, "password"), access.password);
    if (!name_good || !password_good) {
        token_refuse(nhsa, request, 400, "invalid_grant");
        return;
    }
    struct text token =
        gateway_token_make(nhsa->gateway, &access, house->now(house), request->arena);
    struct http_header header = { "Cache-Control", "no-store" };
    http_answer(request, 200, JSON_TYPE,
                arena_format(request->arena,
                             "{\"access_token\":\"%.*s\",\"token_type\":\"bearer\","
                             "\"expires_in\":%lld,\"scope\":\"server\"}",
                             TEXT_ARGS(token), (long long)GATEWAY_TOKEN_SECONDS), &header, 1);
}
