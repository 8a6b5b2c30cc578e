/* letter_sheets.c: see letter_sheets.h. */

#include "programs/letter_sheets.h"

#include "base/check.h"
#include "base/ident.h"
#include "core/book.h"
#include "doors/sheets/sheet.h"
#include "programs/world_bulk.h"

#define BODY_BYTES 38000        /* what a letter's text may come to with them */
#define SHEETS_MAX 5            /* of a letter that are looked into */
#define ROWS_MAX 200            /* the longest form has some eighty questions */
#define TEXT_BYTES 6000         /* of a sheet, as text */

/* One form in both the ways it may be laid out. */
struct laid_out {
    struct builder rows;        /* a question a row: "姓名<tab>张三" */
    struct builder columns;     /* questions in the first row: "姓名：张三", a line each */
    struct text heads[SHEET_CELLS_MAX];
    size_t head_count;
};

bool letter_sheets_is_one(struct text file_name, struct text file_type)
{
    return text_ends(file_name, TEXT(".xlsx")) || text_ends(file_name, TEXT(".XLSX"))
        || text_is(file_type, sheet_file_type((struct sheet_form){ .kind = SHEET_XLSX }));
}

static void lay_out(struct laid_out *laid, const struct sheet_row *row, bool first,
                    struct arena *arena)
{
    for (size_t i = 0; i < row->count; i++) {
        /* A number that the program that made the sheet has rounded is none. */
        struct text cell = row->rounded[i] || row->cells[i].data == NULL ? TEXT("") : row->cells[i];
        builder_add(&laid->rows, i == 0 ? TEXT("") : TEXT("\t"));
        builder_add(&laid->rows, cell);
        if (first && i < SHEET_CELLS_MAX) {
            laid->heads[i] = arena_text(arena, cell);
            laid->head_count = i + 1;
        } else if (!first && i < laid->head_count && text_present(cell)) {
            builder_add(&laid->columns, laid->heads[i]);
            builder_add(&laid->columns, TEXT("："));
            builder_add(&laid->columns, cell);
            builder_add(&laid->columns, TEXT("\n"));
        }
    }
    builder_add(&laid->rows, TEXT("\n"));
}

/* Somebody's number stands in it, or the matter of who wrote and what it asks. */
static bool is_form(const struct mailbox_asked *asked, struct arena *arena)
{
    struct text number = ident_number(asked->number, arena);
    bool numbered = number.length >= 15 && number.data[0] >= '0' && number.data[0] <= '9';
    bool named = text_present(asked->name) && numbered;
    return asked->matter != NULL && asked->matter->own ? asked->values.count > 0 : named;
}

static struct text form_in(const struct book *book, const struct laid_out *laid,
                           struct arena *arena)
{
    const struct builder *ways[] = { &laid->rows, &laid->columns };
    const struct text nothing = { 0 };
    for (size_t i = 0; i < COUNT_OF(ways); i++) {
        if (ways[i]->overflow)
            continue;
        struct text text = builder_text(ways[i]);
        const struct mailbox_asked asked = mailbox_read_form(book, nothing, text, nothing, arena);
        if (is_form(&asked, arena))
            return text;
    }
    return nothing;
}

/* Absent: it cannot be read, or is no form of ours. */
static struct text read_one(struct world *world, const struct book *book, struct text blob,
                            struct arena *arena)
{
    int input = bulk_input_of(world, blob);
    struct sheet_reading *reading = input < 0 ? NULL : sheet_open(input);
    if (reading == NULL)
        return (struct text){ 0 };
    struct laid_out *laid = ARENA_NEW(arena, struct laid_out);
    laid->rows = builder_over(arena_take(arena, TEXT_BYTES), TEXT_BYTES);
    laid->columns = builder_over(arena_take(arena, TEXT_BYTES), TEXT_BYTES);
    struct sheet_row row;
    for (size_t count = 0; count < ROWS_MAX && sheet_next(reading, arena, &row); count++)
        lay_out(laid, &row, count == 0, arena);
    sheet_close(reading);
    return form_in(book, laid, arena);
}

void letter_sheets_read(struct world *world, struct mailbox_receive_input *input,
                        struct arena *arena)
{
    const struct mailbox_part_input *parts = input->parts.items;
    const struct text nothing = { 0 };
    const struct book *book = world_book(world);
    const struct mailbox_asked asked =
        mailbox_read_form(book, input->subject, input->body, nothing, arena);
    size_t looked = 0;
    for (size_t i = 0; i < input->parts.count && !is_form(&asked, arena) && looked < SHEETS_MAX;
         i++) {
        if (!parts[i].paper || !letter_sheets_is_one(parts[i].file_name, parts[i].file_type))
            continue;
        looked++;
        struct text form = read_one(world, book, parts[i].blob, arena);
        struct text heading = mailbox_sheet_heading(parts[i].file_name, arena);
        if (text_present(form)
            && input->body.length + heading.length + form.length < BODY_BYTES)
            input->body = arena_format(arena, "%.*s\n%.*s\n%.*s", TEXT_ARGS(input->body),
                                       TEXT_ARGS(heading), TEXT_ARGS(form));
    }
    book_release(book);
}
