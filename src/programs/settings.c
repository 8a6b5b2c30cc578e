#include "programs/settings.h"

#include "base/check.h"
#include "base/limits.h"

#include <stdio.h>
#include <string.h>

enum setting_kind { SETTING_TEXT, SETTING_NUMBER, SETTING_FLAG, SETTING_LANGUAGE };

struct setting {
    const char *name;
    enum setting_kind kind;
    size_t offset;
    const char *preset;
    int64_t least, most;
    const char *zh, *en;
};

#define TEXT_SETTING(name_, member_, preset_, zh_, en_) \
    { name_, SETTING_TEXT, offsetof(struct settings, member_), preset_, 0, 0, zh_, en_ }
#define NUMBER_SETTING(name_, member_, preset_, least_, most_, zh_, en_) \
    { name_, SETTING_NUMBER, offsetof(struct settings, member_), preset_, least_, most_, zh_, en_ }

static const struct setting settings_table[] = {
    TEXT_SETTING("store", store, "sqlite:var/demo/yibao.db",
                 "数据库地址：sqlite:文件 或 postgres://…", "the database"),
    TEXT_SETTING("data", data, NULL, "数据目录（默认与 SQLite 文件同目录）",
                 "folder for socket, poison file, attachments"),
    TEXT_SETTING("keys", keys, "var/keys/yibao.keys", "加密密钥文件，须在数据目录之外",
                 "file of the sealing keys, outside the data folder"),
    TEXT_SETTING("signing-key", signing_key, NULL,
                 "日志锚点签名密钥文件（默认在密钥文件旁，.sm2）",
                 "SM2 key that signs the journal (beside keys, .sm2)"),
    TEXT_SETTING("rules", rules, "rules", "规则目录", "folder of the rule files"),
    TEXT_SETTING("schema", schema, "schema", "数据库结构目录", "folder of the schema files"),
    TEXT_SETTING("web", web, NULL, "网页应用所在目录（不填则只有无脚本页面）",
                 "folder of the built web application (absent: plain pages only)"),
    TEXT_SETTING("http", http, "127.0.0.1:8080", "公众和经办端口", "public door"),
    TEXT_SETTING("nhsa", nhsa, "127.0.0.1:8081", "医药机构接口端口", "hospital door"),
    TEXT_SETTING("now", now, NULL, "演示时钟从此刻开始，如 2020-02-10T09:00",
                 "start a demo clock at this moment"),
    { "frozen", SETTING_FLAG, offsetof(struct settings, frozen), NULL, 0, 0,
      "演示时钟静止不走", "the demo clock stands still" },
    NUMBER_SETTING("readers", readers, "2", 1, 8, "读线程数", "reader threads"),
    NUMBER_SETTING("http-threads", http_threads, "1", 1, 8, "网络线程数", "network threads"),
    TEXT_SETTING("log-level", log_level, "note", "日志级别 debug|note|warning|fault",
                 "debug|note|warning|fault"),
    { "language", SETTING_LANGUAGE, offsetof(struct settings, language), "zh", 0, 0,
      "输出语言 zh|en", "language of the output, zh or en" },
    TEXT_SETTING("mail-in", mail_in, NULL, "收信目录（Maildir，由邮件服务器投递）",
                 "Maildir into which a mail server puts letters for us"),
    TEXT_SETTING("mail-server", mail_server, NULL, "发邮件的服务器，如 smtp://127.0.0.1:25",
                 "where mail is handed in, smtp://HOST:PORT"),
    TEXT_SETTING("mail-from", mail_from, "yibao@localhost", "发件人地址", "sender of our mail"),
    TEXT_SETTING("sms-gateway", sms, NULL, "短信网关地址", "address of the text-message gateway"),
    TEXT_SETTING("wechat-gateway", wechat, NULL, "微信公众号网关地址", "the WeChat gateway"),
    TEXT_SETTING("app-gateway", app, NULL, "手机 App 推送网关地址", "the gateway of the app"),
    TEXT_SETTING("gateway-secret", gateway_secret, NULL, "与网关共用的密钥文件",
                 "file of the secret shared with gateways"),
    TEXT_SETTING("code-roles", code_roles, NULL,
                 "登录必须用动态口令的角色，以空格分隔，如 administrator publisher",
                 "roles that must sign in with one-time codes, a blank between two"),
    TEXT_SETTING("oidc-issuer", oidc_issuer, NULL, "居民登录用的统一身份认证平台（OpenID Connect）",
                 "OpenID Connect provider where residents may sign in"),
    TEXT_SETTING("oidc-client", oidc_client, NULL, "本系统在认证平台的 client_id",
                 "our client_id there"),
    TEXT_SETTING("oidc-secret", oidc_secret, NULL, "认证平台给本系统的密钥所在文件",
                 "file of our secret there"),
    TEXT_SETTING("oidc-return", oidc_return, NULL, "登录后返回的地址：https://…/sign-in/outside",
                 "where it sends people back: https://…/sign-in/outside"),
    TEXT_SETTING("oidc-claim", oidc_claim, "id_number", "认证平台应答中证件号码的名称",
                 "claim that holds the ID number"),
    NUMBER_SETTING("retry-seconds", retry_seconds, "60", 1, 86400, "发送失败后隔多少秒再试（逐次加倍）",
                   "until the first next try of a delivery; doubles"),
    NUMBER_SETTING("people", people, "20000", 1, 20000000, "演示人数", "people of a demo world"),
    NUMBER_SETTING("seed", seed, "1", 0, INT64_MAX, "演示数据种子", "seed of a demo world"),
    TEXT_SETTING("life", life, "demo/life.tsv", "演示世界里已经发生的事（none：没有）",
                 "what has happened in a demo world; none: nothing"),
    NUMBER_SETTING("place", place, "0", 0, 999999, "init：本机构的区划代码",
                   "init: the bureau's division"),
    TEXT_SETTING("administrator", administrator, NULL, "init：第一个管理员的账号名",
                 "init: account name of the first administrator"),
    TEXT_SETTING("offices", offices, NULL, "init：机构表（不填则按区划生成）",
                 "init: table of offices, else one by the divisions"),
    TEXT_SETTING("catalogue", catalogue, NULL, "init：目录表所在目录",
                 "init: folder of the catalogue's tables"),
    TEXT_SETTING("password-file", password, NULL, "演示账号密码所在文件",
                 "file with the password of the demo accounts"),
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
            fprintf(stderr, "yibao: --%s 只能是 yes 或 no / is yes or no, not \"%s\"\n",
                    setting->name, value);
            return false;
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
    fprintf(stderr, "yibao: --%s 不能是 “%s” / cannot be \"%s\" (%lld … %lld)\n", setting->name,
            value, value, (long long)setting->least, (long long)setting->most);
    return false;
}

/* A file of `name = value` lines; '#' begins a comment. */
static bool settings_file(const char *path, struct arena *arena, struct settings *settings)
{
    FILE *file = fopen(path, "re");
    if (file == NULL) {
        fprintf(stderr, "yibao: 打不开配置文件 / cannot open %s\n", path);
        return false;
    }
    char line[1024];
    int number = 0;
    bool good = true;
    while (good && fgets(line, sizeof line, file) != NULL) {
        number++;
        if (strlen(line) == sizeof line - 1 && line[sizeof line - 2] != '\n') {
            fprintf(stderr, "yibao: %s:%d: 这一行太长 / this line is too long\n", path, number);
            good = false;
            continue;
        }
        struct text value, text = text_trim(text_of(line));
        if (text.length == 0 || text.data[0] == '#')
            continue;
        struct text name = text_trim(text_until(text, '=', &value));
        const struct setting *setting = setting_of(name);
        if (setting == NULL || value.data == NULL) {
            fprintf(stderr, "yibao: %s:%d: 不认识的设置 / unknown setting: %.*s\n", path, number,
                    TEXT_ARGS(name));
            good = false;
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
    if (setting == NULL) {
        fprintf(stderr, "yibao: 没有这个选项 / no such option: --%.*s (yibao config)\n",
                TEXT_ARGS(name));
        return false;
    }
    if (setting->kind == SETTING_FLAG)
        return setting_put(setting, value.data == NULL ? NULL : arena_text(arena, value).data,
                           settings);
    if (value.data == NULL) {
        if (*at + 1 >= argc) {
            fprintf(stderr, "yibao: --%s 后面缺少值 / needs a value\n", setting->name);
            return false;
        }
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
    struct settings settings = { 0 };
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
            if (++i == argc) {
                fputs("yibao: --config 后面缺少值 / needs a value\n", stderr);
                return false;
            }
        } else if (strncmp(argv[i], "--", 2) == 0) {
            if (!flag_read(argc, argv, &i, arena, &settings))
                return false;
        } else if (*ret_rest_count < rest_max) {
            ret_rest[(*ret_rest_count)++] = argv[i];
        } else {
            fprintf(stderr, "yibao: 多余的参数 / unexpected: %s\n", argv[i]);
            return false;
        }
    }
    if (settings.frozen && settings.now == NULL) {
        fputs("yibao: --frozen 须与 --now 同用 / goes with --now alone\n", stderr);
        return false;
    }
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
    printf("  --%-14s %-28s %s\n", setting->name, value,
           language == LANGUAGE_ENGLISH ? setting->en : setting->zh);
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
