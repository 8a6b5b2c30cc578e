/* letter_test.c: letters as Chinese programs write them, in this process and in a child of it. */

#include "doors/mail/letter.h"

#include "base/check.h"
#include "base/child.h"
#include "doors/mail/maildir.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

struct seen {
    struct arena arena;
    struct letter_head head;
    char parts[4096];           /* "name|type|bytes;" */
    struct builder builder;
    int count;
    int stop_at;                /* part at which the taker stops */
};

static bool see_head(void *data, const struct letter_head *head)
{
    struct seen *seen = data;
    const struct letter_head *copy = shape_copy(&letter_head_shape, head, &seen->arena);
    seen->head = *copy;
    return true;
}

static bool see_part(void *data, const struct letter_part_head *part)
{
    struct seen *seen = data;
    builder_format(&seen->builder, "%.*s|%.*s|", TEXT_ARGS(part->file_name),
                   TEXT_ARGS(part->file_type));
    return ++seen->count != seen->stop_at;
}

static bool see_bytes(void *data, struct text bytes)
{
    builder_add(&((struct seen *)data)->builder, bytes);
    return true;
}

static bool see_end(void *data)
{
    builder_add_char(&((struct seen *)data)->builder, ';');
    return true;
}

static bool in_child;

static bool read_letter(struct text bytes, struct seen *seen)
{
    int stop_at = seen->stop_at;
    memset(seen, 0, sizeof *seen);
    seen->stop_at = stop_at;
    arena_init(&seen->arena);
    seen->builder = builder_over(seen->parts, sizeof seen->parts);
    const struct letter_taker taker = {
        .data = seen, .head = see_head, .part = see_part, .bytes = see_bytes,
        .part_end = see_end,
    };
    bool good;
    if (in_child) {
        int input = child_input_begin();
        assert_true(child_input_add(input, bytes));
        good = letter_take(input, &taker);
    } else {
        good = letter_read(bytes, &taker);
    }
    builder_add_char(&seen->builder, '\0');
    return good;
}

#define IS(text_, string_) do { \
    if (!text_is((text_), (string_))) \
        fail_msg("%.*s", TEXT_ARGS(text_)); \
    } while (0)

static const char PLAIN[] =
    "Delivered-To: Chaoyang@yibao.example\r\n"
    "From: =?GB2312?B?1cXI/Q==?= <Zhang.San@Mail.Example>\r\n"
    "To: <office@yibao.example>, other@x.example\r\n"
    "Subject: =?utf-8?B?5YyX5LqsIOWMu+S/nQ==?= =?utf-8?Q?_=E5=A4=87=E6=A1=88?=\r\n"
    "Message-ID: <abc@mail.example>\r\nIn-Reply-To: <77@yibao>\r\n"
    "Date: Mon, 10 Feb 2020 09:00:00 +0800\r\n"
    "Content-Type: text/plain; charset=gb2312\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    "\xD0\xD5\xC3\xFB\xA3\xBA\xD5\xC5\xC8\xFD\r\n\xE5\xB8\x95\x34\xB2\x35 \x01 ok\r\n";

static void test_plain(void **state)
{
    (void)state;
    struct seen seen = { .stop_at = 0 };
    assert_true(read_letter((struct text){ PLAIN, sizeof PLAIN - 1 }, &seen));
    IS(seen.head.from, "zhang.san@mail.example");
    IS(seen.head.from_name, "张三");
    IS(seen.head.subject, "北京 医保 备案");
    IS(seen.head.message_id, "abc@mail.example");
    IS(seen.head.in_reply_to, "77@yibao");
    assert_int_equal(seen.head.sent_at.ms, INT64_C(1581296400000));
    IS(seen.head.text, "姓名：张三\n\xE7\x94\xAF\xF0\xA0\xAE\xB7   ok");
    const struct letter_address *to = seen.head.to.items;
    assert_int_equal(seen.head.to.count, 3);
    IS(to[0].address, "chaoyang@yibao.example");
    assert_false(seen.head.automatic);
    assert_string_equal(seen.parts, "");
    arena_release(&seen.arena);
}

static const char MIXED[] =
    "From: a@b.example\r\nTo: c@yibao.example\r\nSubject: \xB1\xA8\xCF\xFA\r\n"
    "Auto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n"
    "Content-Type: multipart/mixed; boundary=\"xx\"\r\n\r\n--xx\r\n"
    "Content-Type: multipart/alternative; boundary=yy\r\n\r\n--yy\r\n"
    "Content-Type: text/html; charset=utf-8\r\n\r\n"
    "<style>p{}</style><p>\xE4\xBD\xA0\xE5\xA5\xBD&nbsp;&lt;b&gt;</p>x<br>y\r\n--yy--\r\n"
    "--xx\r\nContent-Type: application/octet-stream\r\n"
    "Content-Disposition: attachment;\r\n"
    " filename*0*=gb18030''%B2%A1%C0%FA;\r\n filename*1*=%D6%A4%C3%F7.xlsx\r\n"
    "Content-Transfer-Encoding: base64\r\n\r\nUEsDBA==\r\n"
    "--xx\r\nContent-Type: image/jpeg; name=\"=?GBK?B?ye233dakLmpwZw==?=\"\r\n"
    "Content-Transfer-Encoding: base64\r\n\r\n/9j/\r\n"
    "--xx\r\nContent-Type: text/plain; name=\"..\\..\\etc/passwd\"\r\n"
    "Content-Disposition: attachment\r\n\r\nroot\r\n"
    "--xx\r\nContent-Type: message/rfc822\r\n\r\nFrom: z@z\r\nSubject: in\r\n\r\n"
    "inner\r\n--xx--\r\n";

static void test_mixed(void **state)
{
    (void)state;
    struct seen seen = { .stop_at = 0 };
    assert_true(read_letter((struct text){ MIXED, sizeof MIXED - 1 }, &seen));
    IS(seen.head.subject, "报销");
    IS(seen.head.text, "你好 <b>\nx\ny");
    assert_true(seen.head.automatic);
    assert_non_null(strstr(seen.parts, "病历证明.xlsx|application/octet-stream|PK\x03\x04;"));
    assert_non_null(strstr(seen.parts, "身份证.jpg|image/jpeg|\xFF\xD8\xFF;"));
    assert_non_null(strstr(seen.parts, "passwd|text/plain|root"));
    assert_null(strstr(seen.parts, "etc"));
    assert_non_null(strstr(seen.parts, "letter.eml|message/rfc822|"));
    assert_int_equal(seen.count, 4);
    arena_release(&seen.arena);
}

static void test_no_letters(void **state)
{
    (void)state;
    struct seen seen = { .stop_at = 0 };
    static const char *const NONE[] = { "", "hello", "Subject: nobody\r\n\r\nx", "\xFF\xFE\x00" };
    for (size_t i = 0; i < COUNT_OF(NONE); i++) {
        assert_false(read_letter(text_of(NONE[i]), &seen));
        arena_release(&seen.arena);
    }
    seen.stop_at = 2;
    assert_false(read_letter((struct text){ MIXED, sizeof MIXED - 1 }, &seen));
    assert_int_equal(seen.count, 2);
    arena_release(&seen.arena);
}

/* Boxes in boxes: what the child cannot bear costs the child and nobody else. */
static void test_nested(void **state)
{
    (void)state;
    struct seen seen = { .stop_at = 0 };
    struct arena arena;
    arena_init(&arena);
    size_t room = 40 * 20000;
    struct builder builder = builder_over(arena_take(&arena, room), room);
    builder_add(&builder, TEXT("From: a@b.example\r\n"));
    for (int i = 0; i < 3000; i++)
        builder_format(&builder, "Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n",
                       i, i);
    builder_add(&builder, TEXT("Content-Type: text/plain\r\n\r\ndeep\r\n"));
    read_letter(builder_text(&builder), &seen);
    arena_release(&seen.arena);
    arena_release(&arena);
}

static void as_a_child(void **state)
{
    in_child = true;
    test_plain(state);
    test_mixed(state);
    test_no_letters(state);
    test_nested(state);
    in_child = false;
}

/* ---- the folder ---- */

static void put(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

/* Of more than one look takes, the first names in their order, then those after them. */
static void test_the_first_names_come(const char *folder, struct arena *arena)
{
    struct text names[MAILDIR_A_LOOK];
    char path[200];
    for (int i = 0; i < MAILDIR_A_LOOK + 10; i++) {
        snprintf(path, sizeof path, "%s/new/%03d", folder, (i * 37) % (MAILDIR_A_LOOK + 10));
        put(path, "one");
    }
    assert_int_equal(maildir_look(folder, (struct text){ 0 }, arena, names), MAILDIR_A_LOOK);
    for (int i = 0; i < MAILDIR_A_LOOK; i++) {
        snprintf(path, sizeof path, "%03d", i);
        IS(names[i], path);
    }
    assert_int_equal(maildir_look(folder, names[MAILDIR_A_LOOK - 1], arena, names), 10);
    for (int i = 0; i < MAILDIR_A_LOOK + 10; i++) {
        snprintf(path, sizeof path, "%s/new/%03d", folder, i);
        assert_int_equal(unlink(path), 0);
    }
}

static void test_maildir(void **state)
{
    (void)state;
    char folder[] = "/tmp/yibao-maildir-XXXXXX";
    char path[200];
    struct arena arena;
    struct text names[MAILDIR_A_LOOK], after[MAILDIR_A_LOOK], bytes;
    const struct text all = { 0 };
    arena_init(&arena);
    assert_non_null(mkdtemp(folder));
    assert_int_equal(maildir_look(folder, all, &arena, names), 0);
    static const char *const PARTS[] = { "new", "cur", "tmp" };
    for (size_t i = 0; i < COUNT_OF(PARTS); i++) {
        snprintf(path, sizeof path, "%s/%s", folder, PARTS[i]);
        assert_int_equal(mkdir(path, 0700), 0);
    }
    snprintf(path, sizeof path, "%s/new/2.b", folder);
    put(path, "second");
    snprintf(path, sizeof path, "%s/new/1.a", folder);
    put(path, "first");
    assert_int_equal(maildir_look(folder, all, &arena, names), 2);
    IS(names[0], "1.a");
    assert_int_equal(maildir_look(folder, TEXT("1.a"), &arena, after), 1);
    IS(after[0], "2.b");
    assert_int_equal(maildir_look(folder, TEXT("2.b"), &arena, after), 0);
    assert_int_equal(maildir_read(folder, names[0], 100, &arena, &bytes), MAILDIR_READ);
    IS(bytes, "first");
    assert_int_equal(maildir_read(folder, names[1], 3, &arena, &bytes), MAILDIR_TOO_LONG);
    snprintf(path, sizeof path, "%s/new/3.c", folder);
    assert_int_equal(symlink("/etc/hostname", path), 0);
    assert_int_equal(maildir_read(folder, TEXT("3.c"), 99, &arena, &bytes), MAILDIR_NO_LETTER);
    assert_int_equal(maildir_read(folder, TEXT("4.d"), 99, &arena, &bytes), MAILDIR_FAULT);
    assert_true(maildir_done(folder, names[0], &arena));
    assert_true(maildir_done(folder, names[1], &arena));
    assert_true(maildir_refuse(folder, TEXT("3.c"), TEXT("a link"), &arena));
    assert_int_equal(maildir_look(folder, all, &arena, names), 0);
    test_the_first_names_come(folder, &arena);
    assert_false(maildir_done(folder, TEXT("3"), &arena));
    static const char *const LEFT[] = { "cur/1.a:2,S", "cur/2.b:2,S", "refused/3.c.why",
                                        "refused/3.c" };
    for (size_t i = 0; i < COUNT_OF(LEFT); i++) {
        snprintf(path, sizeof path, "%s/%s", folder, LEFT[i]);
        assert_int_equal(unlink(path), 0);
    }
    snprintf(path, sizeof path, "%s/refused", folder);
    assert_int_equal(rmdir(path), 0);
    for (size_t i = 0; i < COUNT_OF(PARTS); i++) {
        snprintf(path, sizeof path, "%s/%s", folder, PARTS[i]);
        rmdir(path);
    }
    rmdir(folder);
    arena_release(&arena);
}

int main(int argc, char **argv)
{
    if (argc > 2 && strcmp(argv[2], "letter") == 0)
        letter_child();
    static const struct CMUnitTest TESTS[] = {
        cmocka_unit_test(test_plain), cmocka_unit_test(test_mixed),
        cmocka_unit_test(test_no_letters), cmocka_unit_test(as_a_child),
        cmocka_unit_test(test_maildir),
    };
    letter_make_ready();
    return cmocka_run_group_tests(TESTS, NULL, NULL);
}
