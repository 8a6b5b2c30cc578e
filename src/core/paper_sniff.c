/* paper_sniff.c: see paper_sniff.h. */

#include "core/paper_kinds.h"
#include "core/paper_sniff.h"

#include "base/check.h"

#include <string.h>
#include <strings.h>

static struct text kind_of(struct text bytes)
{
#define KIND(start_, at_, type_) { start_, sizeof(start_) - 1, at_, type_ },
    static const struct { const char *start; size_t length, at; const char *type; } kinds[] = {
        PAPER_KINDS(KIND)
    };
#undef KIND
    for (size_t i = 0; i < COUNT_OF(kinds); i++)
        if (bytes.length >= kinds[i].at + kinds[i].length
            && memcmp(bytes.data + kinds[i].at, kinds[i].start, kinds[i].length) == 0)
            return text_of(kinds[i].type);
    return (struct text){ 0 };
}

static bool is_office(struct text bytes)
{
#define MARK(text_) \
    _Static_assert(sizeof(text_) - 2 <= PAPER_SNIFF_SEAM, "what lies over two pieces is found");
    PAPER_OFFICE_MARKS(MARK)
#undef MARK
#define MARK(text_) || memmem(bytes.data, bytes.length, text_, sizeof(text_) - 1) != NULL
    return false PAPER_OFFICE_MARKS(MARK);
#undef MARK
}

/* As much of the piece as makes the kept end whole again, at most. */
static void look_at_seam(struct paper_sniffing *sniffing, struct text bytes)
{
    char seam[2 * PAPER_SNIFF_SEAM];
    size_t kept = sniffing->end_length;
    size_t more = bytes.length < PAPER_SNIFF_SEAM ? bytes.length : PAPER_SNIFF_SEAM;
    memcpy(seam, sniffing->end, kept);
    memcpy(seam + kept, bytes.data, more);
    sniffing->office |= is_office((struct text){ seam, kept + more });
    if (bytes.length >= PAPER_SNIFF_SEAM) {
        memcpy(sniffing->end, bytes.data + bytes.length - PAPER_SNIFF_SEAM, PAPER_SNIFF_SEAM);
        sniffing->end_length = PAPER_SNIFF_SEAM;
        return;
    }
    size_t keep = kept + more < PAPER_SNIFF_SEAM ? kept + more : PAPER_SNIFF_SEAM;
    memcpy(sniffing->end, seam + kept + more - keep, keep);
    sniffing->end_length = keep;
}

void paper_sniff_add(struct paper_sniffing *sniffing, struct text bytes)
{
    if (bytes.length == 0)
        return;
    size_t room = sizeof sniffing->start - sniffing->length;
    size_t take = bytes.length < room ? bytes.length : room;
    memcpy(sniffing->start + sniffing->length, bytes.data, take);
    sniffing->length += take;
    if (sniffing->office)
        return;
    look_at_seam(sniffing, bytes);
    sniffing->office = sniffing->office || is_office(bytes);
}

bool paper_says_picture(struct text file_name, struct text file_type)
{
#define ENDING(text_) text_,
    static const char *const ENDINGS[] = { PAPER_PICTURE_ENDINGS(ENDING) };
#undef ENDING
    bool says = text_starts(file_type, TEXT("image/"));
    for (size_t i = 0; i < COUNT_OF(ENDINGS) && !says; i++) {
        size_t length = strlen(ENDINGS[i]);
        says = file_name.length >= length
            && strncasecmp(file_name.data + file_name.length - length, ENDINGS[i], length) == 0;
    }
    return says;
}

struct text paper_sniffed(const struct paper_sniffing *sniffing, struct text file_name,
                           struct text file_type)
{
    struct text type = kind_of((struct text){ sniffing->start, sniffing->length });
    bool none = text_is(type, "application/zip") && !sniffing->office;
    if (none || (paper_says_picture(file_name, file_type) && !text_starts(type, TEXT("image/"))))
        return (struct text){ 0 };
    return type;
}
