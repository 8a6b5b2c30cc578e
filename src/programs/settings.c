#include "programs/settings.h"

#include "base/check.h"
#include "base/limits.h"
#include "programs/say.h"

#include <stdio.h>
#include <string.h>

enum setting_kind { SETTING_TEXT, SETTING_NUMBER, SETTING_FLAG, SETTING_LANGUAGE };

struct setting {
    const char *name;
    enum setting_kind kind;
    size_t offset;
    const char *preset;
    int64_t least, most;
};

#define TEXT_SETTING(name_, member_, preset_) \
    { name_, SETTING_TEXT, offsetof(struct settings, member_), preset_, 0, 0 }
#define NUMBER_SETTING(name_, member_, preset_, least_, most_) \
    { name_, SETTING_NUMBER, offsetof(struct settings, member_), preset_, least_, most_ }

/* What each is for stands in words: "setting.NAME". */
static const struct setting settings_table[] = {
    TEXT_SETTING("store", store, "sqlite:var/demo/yibao.db"),
    TEXT_SETTING("data", data, NULL),
    TEXT_SETTING("keys", keys, "var/keys/yibao.keys"),
    TEXT_SETTING("signing-key", signing_key, NULL),
    TEXT_SETTING("rules", rules, "rules"),
    TEXT_SETTING("schema", schema, "schema"),
    TEXT_SETTING("web", web, NULL),
    { "behind-tls", SETTING_FLAG, offsetof(struct settings, behind_tls), NULL, 0, 0 },
    TEXT_SETTING("http", http, "127.0.0.1:8080"),
    TEXT_SETTING("nhsa", nhsa, "127.0.0.1:8081"),
    TEXT_SETTING("now", now, NULL),
    { "frozen", SETTING_FLAG, offsetof(struct settings, frozen), NULL, 0, 0 },
    NUMBER_SETTING("readers", readers, "2", 1, 8),
    NUMBER_SETTING("http-threads", http_threads, "1", 1, 8),
    TEXT_SETTING("log-level", log_level, "note"),
    { "language", SETTING_LANGUAGE, offsetof(struct settings, language), NULL, 0, 0 },
    TEXT_SETTING("mail-in", mail_in, NULL),
    TEXT_SETTING("mail-server", mail_server, NULL),
    TEXT_SETTING("mail-from", mail_from, "yibao@localhost"),
    TEXT_SETTING("sms-gateway", sms, NULL),
    TEXT_SETTING("wechat-gateway", wechat, NULL),
    TEXT_SETTING("app-gateway", app, NULL),
    TEXT_SETTING("gateway-secret", gateway_secret, NULL),
    TEXT_SETTING("code-roles", code_roles, NULL),
    TEXT_SETTING("oidc-issuer", oidc_issuer, NULL),
    TEXT_SETTING("oidc-client", oidc_client, NULL),
    TEXT_SETTING("oidc-secret", oidc_secret, NULL),
    TEXT_SETTING("oidc-return", oidc_return, NULL),
    TEXT_SETTING("oidc-claim", oidc_claim, "id_number"),
    NUMBER_SETTING("retry-seconds", retry_seconds, "60", 1, 86400),
    NUMBER_SETTING("people", people, "20000", 1, 20000000),
    NUMBER_SETTING("seed", seed, "1", 0, INT64_MAX),
    TEXT_SETTING("life", life, "demo/life.tsv"),
    NUMBER_SETTING("place", place, "0", 0, 999999),
    TEXT_SETTING("administrator", administrator, NULL),
    TEXT_SETTING("offices", offices, NULL),
    TEXT_SETTING("catalogue", catalogue, NULL),
    TEXT_SETTING("password-file", password, NULL),
};

static const struct setting *setting_of(struct text name)
{
    for (size_t i = 0; i < COUNT_OF(settings_table); i++)
        if (text_is(name, settings_table[i].name))
            return &settings_table[i];
    return NULL;
}

static bool setting_put(const struct setting *setting, const char *value,
                        struct settings *settings)
{
    char *place = (char *)settings + setting->offset;
    int64_t number;
    switch (setting->kind) {
    case SETTING_TEXT:
        *(const char **)(void *)place = value;
        return true;
    case SETTING_NUMBER:
        if (!text_to_int64(text_of(value), &number) || number < setting->least
            || number > setting->most)
            break;
        *(int64_t *)(void *)place = number;
        return true;
    case SETTING_FLAG:
        if (value != NULL && strcmp(value, "yes") != 0 && strcmp(value, "no") != 0) {
            return say_fault("program.setting.yes-or-no", text_of(setting->name),
                             text_of(value));
        }
        *(bool *)(void *)place = value == NULL || strcmp(value, "yes") == 0;
        return true;
    case SETTING_LANGUAGE:
        if (strcmp(value, "zh") != 0 && strcmp(value, "en") != 0)
            break;
        *(enum language *)(void *)place =
            strcmp(value, "en") == 0 ? LANGUAGE_ENGLISH : LANGUAGE_CHINESE;
        return true;
    }
    return say_fault("program.setting.wrong", text_of(setting->name), text_of(value));
}

/* A file of `name = value` lines; '#' begins a comment. */
static bool settings_file(const char *path, struct arena *arena, struct settings *settings)
{
    FILE *file = fopen(path, "re");
    if (file == NULL) {
        return say_fault("program.setting.no-file", text_of(path), (struct text){ 0 });
    }
    char line[1024], digits[SAY_NUMBER_BYTES];
    int number = 0;
    bool good = true;
    while (good && fgets(line, sizeof line, file) != NULL) {
        number++;
        if (strlen(line) == sizeof line - 1 && line[sizeof line - 2] != '\n') {
            good = say_fault("program.setting.long-line", text_of(path),
                             say_number(number, digits));
            continue;
        }
        struct text value, text = text_trim(text_of(line));
        if (text.length == 0 || text.data[0] == '#')
            continue;
        struct text name = text_trim(text_until(text, '=', &value));
        const struct setting *setting = setting_of(name);
        if (setting == NULL || value.data == NULL) {
            good = say_fault("program.setting.unknown",
                             arena_format(arena, "%s:%d", path, number), name);
        } else {
            good = setting_put(setting, arena_text(arena, text_trim(value)).data, settings);
        }
    }
    fclose(file);
    return good;
}

static bool flag_read(int argc, char **argv, int *at, struct arena *arena,
                      struct settings *settings)
{
    struct text value, name = text_until(text_of(argv[*at] + 2), '=', &value);
    const struct setting *setting = setting_of(name);
    if (setting == NULL)
        return say_fault("program.setting.no-option", name, (struct text){ 0 });
    if (setting->kind == SETTING_FLAG)
        return setting_put(setting, value.data == NULL ? NULL : arena_text(arena, value).data,
                           settings);
    if (value.data == NULL) {
        if (*at + 1 >= argc)
            return say_fault("program.setting.no-value", text_of(setting->name),
                             (struct text){ 0 });
        value = text_of(argv[++*at]);
    }
    return setting_put(setting, arena_text(arena, value).data, settings);
}

/* The data folder of an SQLite file is where the file lies. */
static const char *data_of_store(const char *store, struct arena *arena)
{
    struct text path = text_of(store);
    if (!text_starts(path, TEXT("sqlite:")))
        return "var/data";
    size_t from = strlen("sqlite:"), end = path.length;
    while (end > from && path.data[end - 1] != '/')
        end--;
    return end > from ? arena_text(arena, text_slice(path, from, end - 1)).data : ".";
}

bool settings_read(int argc, char **argv, struct arena *arena, struct settings *ret_settings,
                   const char **ret_rest, int rest_max, int *ret_rest_count)
{
    struct settings settings = { .language = say_language() };
    for (size_t i = 0; i < COUNT_OF(settings_table); i++)
        if (settings_table[i].preset != NULL)
            CHECK(setting_put(&settings_table[i], settings_table[i].preset, &settings));
    const char *config = getenv("YIBAO_CONFIG");
    for (int i = 0; i < argc; i++)
        if (strncmp(argv[i], "--config=", strlen("--config=")) == 0)
            config = argv[i] + strlen("--config=");
        else if (strcmp(argv[i], "--config") == 0 && i + 1 < argc)
            config = argv[i + 1];
    if (config != NULL && !settings_file(config, arena, &settings))
        return false;

    *ret_rest_count = 0;
    for (int i = 0; i < argc; i++) {
        if (strncmp(argv[i], "--config=", strlen("--config=")) == 0)
            continue;
        if (strcmp(argv[i], "--config") == 0) {
            if (++i == argc)
                return say_fault("program.setting.no-value", TEXT("config"),
                                 (struct text){ 0 });
        } else if (strncmp(argv[i], "--", 2) == 0) {
            if (!flag_read(argc, argv, &i, arena, &settings))
                return false;
        } else if (*ret_rest_count < rest_max) {
            ret_rest[(*ret_rest_count)++] = argv[i];
        } else {
            return say_fault("program.too-many", text_of(argv[i]), (struct text){ 0 });
        }
    }
    say_in(settings.language);
    if (settings.frozen && settings.now == NULL)
        return say_fault("program.setting.frozen", (struct text){ 0 }, (struct text){ 0 });
    if (settings.data == NULL)
        settings.data = data_of_store(settings.store, arena);
    if (settings.signing_key == NULL)
        settings.signing_key = arena_format(arena, "%s.sm2", settings.keys).data;
    *ret_settings = settings;
    return true;
}

static void setting_print(const struct setting *setting, const struct settings *settings,
                          enum language language)
{
    const char *place = (const char *)settings + setting->offset;
    char value[256] = "-";
    const char *text = NULL;
    switch (setting->kind) {
    case SETTING_TEXT:
        text = *(const char *const *)(const void *)place;
        snprintf(value, sizeof value, "%s", text == NULL ? "-" : text);
        break;
    case SETTING_NUMBER:
        snprintf(value, sizeof value, "%lld", (long long)*(const int64_t *)(const void *)place);
        break;
    case SETTING_FLAG:
        snprintf(value, sizeof value, "%s", *(const bool *)(const void *)place ? "yes" : "no");
        break;
    case SETTING_LANGUAGE:
        snprintf(value, sizeof value, "%s",
                 settings->language == LANGUAGE_ENGLISH ? "en" : "zh");
        break;
    }
    char key[60];
    snprintf(key, sizeof key, "setting.%s", setting->name);
    struct text is = words_of(key, language);
    printf("  --%-14s %-28s %.*s\n", setting->name, value, TEXT_ARGS(is));
}

void settings_print(const struct settings *settings, enum language language)
{
    for (size_t i = 0; i < COUNT_OF(settings_table); i++)
        setting_print(&settings_table[i], settings, language);
}

bool settings_address(const char *text, char ret_host[64], uint16_t *ret_port)
{
    struct text whole = text_of(text);
    size_t colon = whole.length;
    while (colon > 0 && whole.data[colon - 1] != ':')
        colon--;
    int64_t port;
    if (colon < 2 || colon > 64 || !text_to_int64(text_slice(whole, colon, whole.length), &port)
        || port < 0 || port > 65535)
        return false;
    memcpy(ret_host, whole.data, colon - 1);
    ret_host[colon - 1] = '\0';
    *ret_port = (uint16_t)port;
    return true;
}
