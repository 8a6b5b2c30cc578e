/* provider.c: see provider.h. */

#include "programs/provider.h"

#include "programs/sending.h"
#include "programs/say.h"
#include "rooms/resident/resident_outside.h"

#include "base/check.h"
#include "base/digest.h"
#include "base/limits.h"

#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

#define SECRET_BYTES 4096
#define DESCRIPTION "/.well-known/openid-configuration"

struct provider {
    struct text issuer, client, secret, claim, back;
    _Atomic int asked;
};
static struct provider the_provider;

bool provider_is_set(const struct settings *settings)
{
    return settings->oidc_issuer != NULL;
}

/* What crosses a network in the open is read and changed by others. */
static bool is_safe(struct text address)
{
    return text_starts(address, TEXT("https://"))
        || text_starts(address, TEXT("http://127.0.0.1:"))
        || text_starts(address, TEXT("http://localhost:"));
}

static bool is_unreserved(char letter)
{
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z')
        || (letter >= '0' && letter <= '9') || strchr("-._~", letter) != NULL;
}

static void add_encoded(struct builder *builder, struct text value)
{
    for (size_t i = 0; i < value.length; i++) {
        const unsigned char byte = (unsigned char)value.data[i];
        if (byte != 0 && is_unreserved(value.data[i]))
            builder_add_char(builder, value.data[i]);
        else
            builder_format(builder, "%%%02X", byte);
    }
}

/* `name=` and the value, after what is there already. */
static void add_pair(struct builder *builder, const char *separator, const char *name,
                     struct text value)
{
    builder_format(builder, "%s%s=", separator, name);
    add_encoded(builder, value);
}

/* ---- the description ---- */

static const struct json *ask(struct text address, const struct sending_post *post,
                              struct arena *arena, long *ret_status)
{
    struct text body = { 0 };
    const struct json *json = NULL;
    struct json_fault fault;
    *ret_status = 0;
    if (!is_safe(address)
        || !send_ask(arena_text(arena, address).data, post, arena, ret_status, &body)
        || !json_parse(body, SENDING_ANSWER_MAX, arena, &json, &fault))
        return NULL;
    return json;
}

/* NULL: no answer, or it describes another (Discovery 1.0, 4.3). */
static const struct json *description_of(const struct provider *provider, struct arena *arena)
{
    const size_t end = provider->issuer.length;
    const bool slash = end > 0 && provider->issuer.data[end - 1] == '/';
    struct text base = text_slice(provider->issuer, 0, slash ? end - 1 : end);
    long status;
    const struct json *said = ask(arena_format(arena, "%.*s" DESCRIPTION, TEXT_ARGS(base)), NULL,
                                  arena, &status);
    struct text issuer = json_text(json_member(said, TEXT("issuer")));
    return status == 200 && text_equal(issuer, provider->issuer) ? said : NULL;
}

/* It goes into heads of answers and requests: nothing in it may end a line. */
static struct text described(const struct json *description, const char *name)
{
    struct text address = json_text(json_member(description, text_of(name)));
    for (size_t i = 0; i < address.length; i++)
        if (address.data[i] <= ' ' || address.data[i] > '~')
            return (struct text){ 0 };
    return is_safe(address) ? address : (struct text){ 0 };
}

static bool enter(struct provider *provider)
{
    if (atomic_fetch_add(&provider->asked, 1) < PROVIDER_ASKED_MAX)
        return true;
    atomic_fetch_sub(&provider->asked, 1);
    return false;
}

/* ---- the way there ---- */

static struct text address_of(const struct provider *provider, struct text page,
                              const struct outside_question *question, struct arena *arena)
{
    const size_t room = 1024 + 3 * (page.length + provider->client.length
        + provider->back.length + question->state.length + question->nonce.length);
    struct builder builder = builder_over(arena_take(arena, room), room);
    struct digest digest = digest_sha256(question->verifier);
    builder_add(&builder, page);
    const bool has_query = memchr(page.data, '?', page.length) != NULL;
    add_pair(&builder, has_query ? "&" : "?", "response_type", TEXT("code"));
    add_pair(&builder, "&", "scope", TEXT("openid profile"));
    add_pair(&builder, "&", "client_id", provider->client);
    add_pair(&builder, "&", "redirect_uri", provider->back);
    add_pair(&builder, "&", "state", question->state);
    add_pair(&builder, "&", "nonce", question->nonce);
    add_pair(&builder, "&", "code_challenge", base64url_encode(arena, digest_text(&digest)));
    add_pair(&builder, "&", "code_challenge_method", TEXT("S256"));
    CHECK(!builder.overflow);
    return builder_text(&builder);
}

static enum outside_reach provider_address(void *context,
                                           const struct outside_question *question,
                                           struct arena *arena, struct text *ret_address)
{
    struct provider *provider = context;
    if (!enter(provider))
        return OUTSIDE_BUSY;
    const struct json *description = description_of(provider, arena);
    atomic_fetch_sub(&provider->asked, 1);
    struct text page = described(description, "authorization_endpoint");
    if (!text_present(page) || page.length > 1000)
        return OUTSIDE_UNREACHABLE;
    *ret_address = address_of(provider, page, question, arena);
    return OUTSIDE_SAID;
}

/* ---- the way back ---- */

/* By the head of the request unless the provider's description leaves that out. */
static bool takes_basic(const struct json *description)
{
    const struct json *ways =
        json_member(description, TEXT("token_endpoint_auth_methods_supported"));
    for (size_t i = 0; i < json_count(ways); i++)
        if (text_is(json_text(json_at(ways, i)), "client_secret_basic"))
            return true;
    return ways == NULL;
}

static struct sending_post post_of(const struct provider *provider,
                                   const struct json *description, struct text verifier,
                                   struct text code, struct arena *arena)
{
    const size_t room = 1024 + 3 * (provider->client.length + provider->secret.length
        + provider->back.length + verifier.length + code.length);
    struct builder body = builder_over(arena_take(arena, room), room);
    struct builder user = builder_over(arena_take(arena, room), room);
    add_pair(&body, "", "grant_type", TEXT("authorization_code"));
    add_pair(&body, "&", "code", code);
    add_pair(&body, "&", "redirect_uri", provider->back);
    add_pair(&body, "&", "code_verifier", verifier);
    const bool secret = text_present(provider->secret);
    if (secret && takes_basic(description)) {
        add_encoded(&user, provider->client);
        builder_add_char(&user, ':');
        add_encoded(&user, provider->secret);
    } else {
        add_pair(&body, "&", "client_id", provider->client);
        if (secret)
            add_pair(&body, "&", "client_secret", provider->secret);
    }
    CHECK(!body.overflow && !user.overflow);
    struct text named = builder_text(&user);
    return (struct sending_post){ builder_text(&body),
                                  named.length > 0 ? named : (struct text){ 0 } };
}

static enum outside_reach redeem(const struct provider *provider,
                                 const struct outside_question *question, struct text code,
                                 struct arena *arena, struct outside_said *ret_said)
{
    long status;
    const struct json *description = description_of(provider, arena);
    if (description == NULL)
        return OUTSIDE_UNREACHABLE;
    const struct sending_post post =
        post_of(provider, description, question->verifier, code, arena);
    const struct json *said = ask(described(description, "token_endpoint"), &post, arena,
                                  &status);
    if (status >= 400 && status < 500)
        return OUTSIDE_CODE_REFUSED;
    if (said == NULL || status != 200)
        return OUTSIDE_UNREACHABLE;
    const struct json *keys = ask(described(description, "jwks_uri"), NULL, arena, &status);
    if (keys == NULL || status != 200)
        return OUTSIDE_UNREACHABLE;
    const struct identity_expected expected = {
        .issuer = provider->issuer, .client = provider->client, .nonce = question->nonce,
        .now = question->at.ms / 1000,
    };
    const struct json *claims = NULL;
    ret_said->verdict = identity_token_check(json_text(json_member(said, TEXT("id_token"))),
                                             keys, &expected, arena, &claims);
    if (ret_said->verdict != IDENTITY_GOOD)
        return OUTSIDE_UNTRUSTED;
    ret_said->issuer = provider->issuer;
    ret_said->subject = json_text(json_member(claims, TEXT("sub")));
    ret_said->number = json_text(json_member(claims, provider->claim));
    const bool named = text_present(ret_said->number) && ret_said->number.length <= 40;
    return named ? OUTSIDE_SAID : OUTSIDE_NO_NUMBER;
}

static enum outside_reach provider_redeem(void *context,
                                          const struct outside_question *question,
                                          struct text code, struct arena *arena,
                                          struct outside_said *ret_said)
{
    struct provider *provider = context;
    if (!enter(provider))
        return OUTSIDE_BUSY;
    enum outside_reach reach = redeem(provider, question, code, arena, ret_said);
    atomic_fetch_sub(&provider->asked, 1);
    return reach;
}

/* ---- opening ---- */

static const struct outside_provider the_way = {
    .context = &the_provider, .address = provider_address, .redeem = provider_redeem,
};

static bool read_secret(const char *path, struct arena *arena, struct text *ret_secret)
{
    char *bytes = arena_take(arena, SECRET_BYTES);
    FILE *file = fopen(path, "re");
    size_t length = file == NULL ? 0 : fread(bytes, 1, SECRET_BYTES, file);
    if (file != NULL)
        fclose(file);
    *ret_secret = text_trim((struct text){ bytes, length });
    return text_present(*ret_secret);
}

bool provider_open(const struct settings *settings, struct arena *arena, struct text *ret_fault)
{
    if (!provider_is_set(settings))
        return true;
    if (settings->oidc_client == NULL || settings->oidc_return == NULL
        || !is_safe(text_of(settings->oidc_issuer))) {
        *ret_fault = words_of("program.setting.oidc", say_language());
        return false;
    }
    the_provider.issuer = text_of(settings->oidc_issuer);
    the_provider.client = text_of(settings->oidc_client);
    the_provider.back = text_of(settings->oidc_return);
    the_provider.claim = text_of(settings->oidc_claim);
    if (settings->oidc_secret != NULL
        && !read_secret(settings->oidc_secret, arena, &the_provider.secret)) {
        *ret_fault = arena_format(arena, "oidc-secret: %s", settings->oidc_secret);
        return false;
    }
    sending_start();
    resident_use_provider(&the_way);
    return true;
}
