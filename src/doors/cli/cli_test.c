#include "doors/cli/cli.h"

#include "doors/cli/cli_table.h"
#include "doors/cli/socket.h"
#include "doors/http/fake_house_test.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

static struct fake_house fake;
static struct arena memory;
static struct cli_server *server;
static char folder[] = "/tmp/yibao-cli-XXXXXX";
static char path[64];
static char *out, *complaints;
static size_t out_size, complaints_size;

static int set_up(void **state)
{
    (void)state;
    struct text reason = { 0 };
    arena_init(&memory);
    fake_house_init(&fake);
    memcpy(folder, "/tmp/yibao-cli-XXXXXX", sizeof folder);
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/socket", folder);
    server = cli_server_start(&fake.house, path, NULL, &memory, &reason);
    assert_non_null(server);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    cli_server_stop(server);
    assert_int_equal(access(path, F_OK), -1);
    assert_int_equal(rmdir(folder), 0);
    assert_int_equal(fake.submitted, fake.finished);
    fake_house_release(&fake);
    arena_release(&memory);
    free(out);
    free(complaints);
    out = complaints = NULL;
    return 0;
}

/* Runs "word word …"; a word may hold no blank. */
static enum cli_exit run(const char *line, const char *input)
{
    char words_bytes[1000];
    char *words[60];
    int count = 0;
    struct text left = text_of(line);
    struct builder builder = builder_over(words_bytes, sizeof words_bytes);
    while (left.data != NULL) {
        words[count++] = words_bytes + builder.length;
        builder_add(&builder, text_until(left, ' ', &left));
        builder_add_char(&builder, '\0');
    }
    assert_false(builder.overflow);
    free(out);
    free(complaints);
    struct cli_plan plan = { .house = &fake.house, .socket_path = path,
                             .language = LANGUAGE_ENGLISH };
    plan.out = open_memstream(&out, &out_size);
    plan.complaints = open_memstream(&complaints, &complaints_size);
    plan.in = tmpfile();
    fputs(input, plan.in);
    rewind(plan.in);
    enum cli_exit answer = cli_run(&plan, count, words);
    fclose(plan.out);
    fclose(plan.complaints);
    fclose(plan.in);
    return answer;
}

#define assert_has(given_, part_) \
    do { \
        if (strstr((given_), (part_)) == NULL) \
            fail_msg("no \"%s\" in: %s", (part_), (given_)); \
    } while (0)

static void test_call(void **state)
{
    (void)state;
    static const char line[] = "call fake.open-case --name 张三 --sex 1 --born 1980-02-29 "
        "--promise --amount=113.40 --key k1 --lines.0.item a --lines.0.price 3.5 "
        "--lines.1.item 贵";
    assert_int_equal(run(line, ""), CLI_DONE);
    assert_has(out, "Insured person  张三\n");
    assert_has(out, "Insured person  male\n");
    assert_has(out, "Insured person  113.40\n");
    assert_has(out, "number          4618000000000000001\n");     /* a field without a label */
    assert_has(out, "\na               3.5 ");
    assert_has(out, "\n贵              0");
    assert_string_equal(complaints, "");
    assert_int_equal(run(line, ""), CLI_DONE);
    assert_has(complaints, "Done before");
    assert_int_equal(fake.recorded, 1);
    assert_int_equal(run("call fake.open-case --name - --sex 1 --born 1980-02-29 --promise "
                         "--raw --language zh", "李四\n"), CLI_DONE);
    assert_has(out, "{\"status\":\"done\",\"repeated\":false,\"answer\":{");
    assert_has(out, "\"name\":\"李四\"");
    assert_int_equal(run("call fake.open-case --name a --sex 1 --born 1980-02-29 --promise "
                         "--amount 5 --explain", ""), CLI_DONE);
    assert_has(out, "rules/values/0/fake.yaml:7  a source");
}

static void test_json_and_files(void **state)
{
    (void)state;
    assert_int_equal(run("call fake.open-case --json - --sex 2 --raw",
        "{\"name\":\"a\",\"sex\":\"1\",\"born\":\"1980-02-29\",\"promise\":true}"), CLI_DONE);
    assert_has(out, "\"sex\":\"2\"");
    assert_int_equal(run("call fake.open-case --json -", "[1]"), CLI_USAGE);
    assert_int_equal(run("call fake.open-case --json - --name -", "{}"), CLI_USAGE);
    const char *photo = arena_format(&memory, "%s/photo.png", folder).data;
    FILE *file = fopen(photo, "we");
    assert_non_null(file);
    fputs("bytes", file);
    fclose(file);
    enum cli_exit answer = run(arena_format(&memory, "call fake.open-case --name a --sex 1 "
        "--born 1980-02-29 --promise --photo @%s --raw", photo).data, "");
    unlink(photo);
    assert_int_equal(answer, CLI_DONE);
    assert_has(out, "\"photo_bytes\":5");
    assert_has(out, "\"photo_name\":\"photo.png\"");
    assert_int_equal(run("call fake.open-case --photo @/nowhere/at/all", ""), CLI_USAGE);
}

static void test_no(void **state)
{
    (void)state;
    assert_int_equal(run("call fake.open-case --name a --born 30.2.1980", ""), CLI_REFUSED);
    assert_has(complaints, "born                  Not a date");
    assert_has(complaints, "sex                   This must be filled in");
    assert_int_equal(run("call fake.open-case --name nobody --sex 1 --born 1980-02-29 "
                         "--promise", ""), CLI_REFUSED);
    assert_has(complaints, "Line 7: code X");
    assert_int_equal(run("call fake.open-case --name fault --sex 1 --born 1980-02-29 "
                         "--promise", ""), CLI_FAULT);
    assert_has(complaints, "a secret of the operator");
    assert_int_equal(run("call fake.opne-case", ""), CLI_USAGE);
    assert_has(complaints, "did you mean fake.open-case?");
    assert_int_equal(run("call fake.open-case --nmae x", ""), CLI_USAGE);
    assert_has(complaints, "did you mean --name?");
    assert_int_equal(run("call fake.open-case x", ""), CLI_USAGE);
    assert_int_equal(run("call fake.open-case --name", ""), CLI_USAGE);
    assert_int_equal(run("call", ""), CLI_USAGE);
    assert_int_equal(run("cook", ""), CLI_USAGE);
}

static void test_acting_as(void **state)
{
    (void)state;
    assert_int_equal(run("call fake.review --number 7", ""), CLI_DONE);
    assert_int_equal(run("call fake.review --number 7 --as reviewer", ""), CLI_DONE);
    assert_int_equal(run("call fake.review --number 7 --as stranger", ""), CLI_REFUSED);
    assert_has(complaints, "There is no account stranger");
}

static void test_help(void **state)
{
    (void)state;
    assert_int_equal(run("call fake.open-case --help", ""), CLI_DONE);
    assert_has(out, "--lines.0.price 12.35");
    assert_has(out, "1 = male");
    assert_has(out, "--name text                      * Insured person\n");
    assert_int_equal(run("actions", ""), CLI_DONE);
    assert_has(out, "fake.open-case  Register an outpatient visit");
    assert_int_equal(run("actions sign", ""), CLI_DONE);
    assert_null(strstr(out, "open-case"));
    assert_int_equal(fake.submitted, 0);
}

static void test_columns(void **state)
{
    (void)state;
    assert_int_equal(text_columns(TEXT("abc")), 3);
    assert_int_equal(text_columns(TEXT("张a·𠮷")), 6);
    char *printed;
    size_t size;
    FILE *file = open_memstream(&printed, &size);
    print_padded(file, TEXT("a\033[2J张\xC2\x9B"), 12);
    fclose(file);
    assert_string_equal(printed, "a [2J张     ");
    free(printed);
}

static void test_socket(void **state)
{
    (void)state;
    struct stat status;
    assert_int_equal(stat(path, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0600);
    /* One server at a time; a file that nobody listens at is replaced. */
    struct text reason = { 0 }, answer;
    assert_null(cli_server_start(&fake.house, path, NULL, &memory, &reason));
    const char *left = arena_format(&memory, "%s/left", folder).data;
    struct sockaddr_un address = { .sun_family = AF_UNIX };
    memcpy(address.sun_path, left, strlen(left));
    int dead = socket(AF_UNIX, SOCK_STREAM, 0);
    assert_int_equal(bind(dead, (const struct sockaddr *)&address, sizeof address), 0);
    close(dead);
    struct cli_server *second = cli_server_start(&fake.house, left, NULL, &memory, &reason);
    assert_non_null(second);
    cli_server_stop(second);
    assert_false(cli_socket_ask(left, TEXT("{}"), &memory, &answer, &reason));
    assert_true(reason.length > 0);

    assert_true(cli_socket_ask(path, TEXT("{\"action\":"), &memory, &answer, &reason));
    assert_has(arena_text(&memory, answer).data, "\"status\":\"misused\"");
    fake.late = true;
    assert_int_equal(run("call fake.find --receipt R-1 --raw", ""), CLI_DONE);
    assert_has(out, "\"state\":\"accepted\"");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_call, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_json_and_files, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_no, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_acting_as, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_help, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_columns, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_socket, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
