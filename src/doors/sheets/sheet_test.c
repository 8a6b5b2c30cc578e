/* sheet_test.c: sheets as offices send them, read in this process and in a child of it. */

#include "doors/sheets/sheet_inside.h"

#include "base/check.h"
#include "base/child.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <xlsxwriter.h>
#include <cmocka.h>

/* ---- what was read, as one text: "1:a|b;3:c|" ---- */

struct seen {
    struct sheet_form form;
    char text[4096];
    struct builder builder;
    int64_t rows, rounded;
    int64_t rows_max;
};

static void see_form(void *data, struct sheet_form form)
{
    ((struct seen *)data)->form = form;
}

static bool see_row(void *data, const struct sheet_row *row)
{
    struct seen *seen = data;
    builder_format(&seen->builder, "%lld:", (long long)row->number);
    for (size_t i = 0; i < row->count; i++) {
        builder_add(&seen->builder, row->cells[i]);
        builder_add_char(&seen->builder, '|');
        seen->rounded += row->rounded[i];
    }
    builder_add_char(&seen->builder, ';');
    return ++seen->rows != seen->rows_max;
}

static enum sheet_answer read_all(struct text bytes, struct seen *seen)
{
    *seen = (struct seen){ .rows_max = seen->rows_max };
    seen->builder = builder_over(seen->text, sizeof seen->text);
    const struct sheet_reader reader = { .data = seen, .form = see_form, .row = see_row };
    return sheet_read(bytes, &reader);
}

#define SAYS(seen_, text_) \
    assert_string_equal((builder_add_char(&(seen_).builder, '\0'), (seen_).text), (text_))

static void test_texts(void **state)
{
    (void)state;
    struct seen seen = { .rows_max = -1 };
    assert_int_equal(read_all(TEXT("姓名,金额\r\n张三,12.50\r\n\r\n李四,\" 1,200 \"\n"), &seen),
                     SHEET_READ);
    SAYS(seen, "1:姓名|金额|;2:张三|12.50|;4:李四|1,200|;");
    assert_int_equal(seen.form.separator, ',');
    assert_false(seen.form.gb18030);
    assert_int_equal(read_all(TEXT("\xEF\xBB\xBF" "a\tb,c\n\t\"x\"\"y\nz\""), &seen), SHEET_READ);
    SAYS(seen, "1:a|b,c|;2:|x\"y\nz|;");
    /* 姓名 张三 in GB18030, and a letter that only its four bytes have: U+20BB7 (𠮷). */
    assert_int_equal(read_all(TEXT("\xD0\xD5\xC3\xFB,b\n\xD5\xC5\xC8\xFD,\x95\x34\xB2\x35"),
                              &seen), SHEET_READ);
    SAYS(seen, "1:姓名|b|;2:张三|\xF0\xA0\xAE\xB7|;");
    assert_true(seen.form.gb18030);
    assert_int_equal(read_all(TEXT("\xFF\xFE" "a\0\t\0\x20\x5F\n\0"), &seen), SHEET_READ);
    SAYS(seen, "1:a|张|;");
    assert_int_equal(read_all(TEXT("=\"00123\",\xE3\x80\x80" "x\xE3\x80\x80\n"), &seen),
                     SHEET_READ);
    SAYS(seen, "1:00123|x|;");
    assert_int_equal(seen.rows, 1);
}

static void test_no_sheets(void **state)
{
    (void)state;
    struct seen seen = { .rows_max = -1 };
    assert_int_equal(read_all(TEXT(""), &seen), SHEET_NOT_ONE);
    assert_int_equal(read_all(TEXT("\xFF\xD8\xFF\xE0\0\0"), &seen), SHEET_NOT_ONE);
    assert_int_equal(read_all(TEXT("a\0b"), &seen), SHEET_NOT_ONE);
    assert_int_equal(read_all(TEXT("\xD0\xCF\x11\xE0 old"), &seen), SHEET_OLD);
    assert_int_equal(read_all(TEXT("PK\x03\x04 nothing more"), &seen), SHEET_DAMAGED);
    assert_int_equal(read_all(TEXT("a,\"never ends\n"), &seen), SHEET_DAMAGED);
    static char wide[SHEET_CELLS_MAX * 2 + 4];
    for (size_t i = 0; i + 1 < sizeof wide; i += 2)
        memcpy(wide + i, "x,", 2);
    assert_int_equal(read_all((struct text){ wide, sizeof wide }, &seen), SHEET_TOO_LARGE);
    static char cell[SHEET_CELL_BYTES + 2];
    memset(cell, 'x', sizeof cell);
    assert_int_equal(read_all((struct text){ cell, sizeof cell }, &seen), SHEET_TOO_LARGE);
    seen.rows_max = 2;
    assert_int_equal(read_all(TEXT("a\nb\nc\n"), &seen), SHEET_STOPPED);
    assert_int_equal(seen.rows, 2);
}

/* ---- spreadsheets ---- */

static struct text written(void (*fill)(lxw_workbook *book, lxw_worksheet *sheet), char **ret)
{
    char path[] = "/tmp/yibao-sheet-XXXXXX";
    int file = mkstemp(path);
    assert_true(file >= 0);
    lxw_workbook *book = workbook_new(path);
    fill(book, workbook_add_worksheet(book, NULL));
    assert_int_equal(workbook_close(book), LXW_NO_ERROR);
    off_t size = lseek(file, 0, SEEK_END);
    *ret = malloc((size_t)size);
    assert_int_equal(pread(file, *ret, (size_t)size, 0), size);
    close(file);
    unlink(path);
    return (struct text){ *ret, (size_t)size };
}

static void fill_people(lxw_workbook *book, lxw_worksheet *sheet)
{
    lxw_format *day = workbook_add_format(book), *chinese = workbook_add_format(book);
    lxw_format *moment = workbook_add_format(book), *amount = workbook_add_format(book);
    format_set_num_format_index(day, 14);
    format_set_num_format(chinese, "yyyy\"年\"m\"月\"d\"日\";@");
    format_set_num_format(moment, "yyyy/m/d h:mm");
    format_set_num_format(amount, "#,##0.00_);[Red](#,##0.00)");
    worksheet_write_string(sheet, 0, 0, "姓名", NULL);
    worksheet_write_string(sheet, 0, 2, "身份证号", NULL);
    worksheet_write_string(sheet, 2, 0, "张三", NULL);
    worksheet_write_number(sheet, 2, 1, 43871, day);
    worksheet_write_number(sheet, 2, 2, 43871, chinese);
    worksheet_write_number(sheet, 2, 3, 43871.375, moment);
    worksheet_write_number(sheet, 2, 4, 0.1 + 0.2, amount);
    worksheet_write_number(sheet, 2, 5, 13800138000, NULL);
    worksheet_write_boolean(sheet, 2, 6, 1, NULL);
    worksheet_write_number(sheet, 3, 0, 110101198001011234.0, NULL);
    worksheet_write_number(sheet, 4, 0, 1, day);
    worksheet_write_number(sheet, 4, 1, 61, day);
    worksheet_write_formula_str(sheet, 4, 2, "=A1", NULL, "姓名");
}

static const char PEOPLE[] = "1:姓名||身份证号|;"
    "3:张三|2020-02-10|2020-02-10|2020-02-10T09:00:00|0.3|13800138000|1|;"
    "4:110101198001011200|;5:1900-01-01|1900-03-01|姓名|;";

static void test_spreadsheet(void **state)
{
    (void)state;
    struct seen seen = { .rows_max = -1 };
    char *bytes;
    struct text sheet = written(fill_people, &bytes);
    assert_int_equal(read_all(sheet, &seen), SHEET_READ);
    SAYS(seen, PEOPLE);
    assert_int_equal(seen.rounded, 1);
    assert_int_equal(seen.form.kind, SHEET_XLSX);
    /* Cut anywhere it is damaged, and never more. */
    for (size_t length = 4; length < sheet.length; length += 97)
        assert_int_not_equal(read_all(text_slice(sheet, 0, length), &seen), SHEET_READ);
    free(bytes);
}

static void test_format_codes(void **state)
{
    (void)state;
    assert_true(sheet_format_is_day(TEXT("yyyy-mm-dd")));
    assert_true(sheet_format_is_day(TEXT("[$-804]aaaa;[DBNum1]d")) == false);
    assert_true(sheet_format_is_day(TEXT("[$-F800]dddd, mmmm dd, yyyy")));
    assert_false(sheet_format_is_day(TEXT("0.00\"day\"")));
    assert_false(sheet_format_is_day(TEXT("[Red]0.00")));
    assert_false(sheet_format_is_day(TEXT("\\d0")));
    assert_false(sheet_format_is_day((struct text){ 0 }));
}

/* What is written is read as it was, in each form. */
static void test_there_and_back(void **state)
{
    (void)state;
    static const struct sheet_form FORMS[] = {
        { SHEET_XLSX, 0, false }, { SHEET_TEXT, ',', false }, { SHEET_TEXT, '\t', true },
    };
    for (size_t i = 0; i < COUNT_OF(FORMS); i++) {
        const struct text head[] = { TEXT("行号"), TEXT("结果"), TEXT("说明") };
        const struct text row[] = { TEXT("2"), TEXT(""),
                                    TEXT("“a,b”\t不对\n再填\"x\"\xF0\xA0\xAE\xB7") };
        struct sheet_writer *writer = sheet_write_begin(FORMS[i]);
        sheet_write_row(writer, head, COUNT_OF(head));
        sheet_write_row(writer, row, COUNT_OF(row));
        char *bytes;
        size_t length;
        assert_true(sheet_write_end(writer, &bytes, &length));
        struct seen seen = { .rows_max = -1 };
        assert_int_equal(read_all((struct text){ bytes, length }, &seen), SHEET_READ);
        SAYS(seen, "1:行号|结果|说明|;2:2||“a,b”\t不对\n再填\"x\"\xF0\xA0\xAE\xB7|;");
        assert_int_equal(seen.form.gb18030, FORMS[i].gb18030);
        free(bytes);
    }
}

/* ---- in a child ---- */

static enum sheet_answer in_child(struct text bytes, struct seen *seen)
{
    *seen = (struct seen){ .rows_max = -1 };
    seen->builder = builder_over(seen->text, sizeof seen->text);
    struct arena arena;
    arena_init(&arena);
    int input = child_input_begin();
    assert_true(child_input_add(input, bytes));
    struct sheet_reading *reading = sheet_open(input);
    assert_non_null(reading);
    struct sheet_row row;
    while (sheet_next(reading, &arena, &row)) {
        see_row(seen, &row);
        arena_clear(&arena);
    }
    seen->form = sheet_form_of(reading);
    arena_release(&arena);
    return sheet_close(reading);
}

static void test_child(void **state)
{
    (void)state;
    struct seen seen;
    char *bytes;
    struct text sheet = written(fill_people, &bytes);
    assert_int_equal(in_child(sheet, &seen), SHEET_READ);
    SAYS(seen, PEOPLE);
    assert_int_equal(seen.rounded, 1);
    free(bytes);
    assert_int_equal(in_child(TEXT("\xD0\xD5\xC3\xFB\t\xD5\xC5"), &seen), SHEET_READ);
    SAYS(seen, "1:姓名|张|;");
    assert_true(seen.form.gb18030 && seen.form.separator == '\t');
    assert_int_equal(in_child(TEXT(""), &seen), SHEET_NOT_ONE);
    assert_int_equal(in_child(TEXT("\xD0\xCF\x11\xE0"), &seen), SHEET_OLD);
}

static void test_left_early(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    int input = child_input_begin();
    for (int i = 0; i < 100000; i++)
        assert_true(child_input_add(input, TEXT("a,b,c\n")));
    struct sheet_reading *reading = sheet_open(input);
    struct sheet_row row;
    assert_true(sheet_next(reading, &arena, &row));
    assert_int_equal(sheet_close(reading), SHEET_STOPPED);
    arena_release(&arena);
}

/* The hundred thousand and first line is bad: it is read as the others are, by its number, and what
 * is wrong with it is said of it alone. */
static void fill_many(lxw_workbook *book, lxw_worksheet *sheet)
{
    (void)book;
    for (lxw_row_t at = 0; at < 100000; at++)
        worksheet_write_string(sheet, at, 0, "990101198001010010", NULL);
    worksheet_write_number(sheet, 100000, 0, 990101198001010010.0, NULL);
}

static void test_a_bad_line_behind_a_hundred_thousand(void **state)
{
    (void)state;
    struct arena arena;
    char *bytes;
    arena_init(&arena);
    int input = child_input_begin();
    assert_true(child_input_add(input, written(fill_many, &bytes)));
    free(bytes);
    struct sheet_reading *reading = sheet_open(input);
    assert_non_null(reading);
    struct sheet_row row;
    int64_t rows = 0, bad = 0;
    while (sheet_next(reading, &arena, &row)) {
        assert_int_equal(row.number, ++rows);
        if (row.rounded[0])
            bad = bad == 0 ? row.number : -1;
        arena_clear(&arena);
    }
    assert_int_equal(sheet_close(reading), SHEET_READ);
    assert_int_equal(rows, 100001);
    assert_int_equal(bad, 100001);
    arena_release(&arena);
}

int main(int argc, char **argv)
{
    if (argc > 2 && strcmp(argv[2], "sheet") == 0)
        sheet_child();
    static const struct CMUnitTest TESTS[] = {
        cmocka_unit_test(test_texts), cmocka_unit_test(test_no_sheets),
        cmocka_unit_test(test_spreadsheet), cmocka_unit_test(test_format_codes),
        cmocka_unit_test(test_there_and_back), cmocka_unit_test(test_child),
        cmocka_unit_test(test_left_early),
        cmocka_unit_test(test_a_bad_line_behind_a_hundred_thousand),
    };
    sheet_make_ready();
    return cmocka_run_group_tests(TESTS, NULL, NULL);
}
