/* ident.h: numbers that name people, units, institutions and telephones, and the one spelling in
 * which texts, numbers and names are kept and compared.
 *
 * The checks take the normal form (ident_number) and look at form and check digit only: whether a
 * county or a person exists is not known here. In the normal forms of numbers and names a byte that
 * is not UTF-8 becomes U+FFFD; ident_text answers that it is not UTF-8. */
#ifndef BASE_IDENT_H
#define BASE_IDENT_H

#include "base/arena.h"
#include "base/text.h"

enum ident_answer {
    IDENT_OK,
    IDENT_MALFORMED,        /* cannot be such a number */
    IDENT_BAD_CHECK,        /* the form is right, the check digit is not: a slip of the pen, or,
                               among unified codes, an early one that was issued so */
};

/* ---- people: 18 characters of GB 11643-1999 ---- */

enum ident_kind {
    IDENT_CITIZEN,
    IDENT_HONG_KONG,        /* residence permits of 港澳台居民: 810000, 820000, 830000 */
    IDENT_MACAO,
    IDENT_TAIWAN,
    IDENT_FOREIGN,          /* permanent residents, card of 2023: 9, province, country */
    IDENT_SYNTHETIC,        /* 99xxxx: a demo or test person, never a real one */
};

struct ident_person {
    enum ident_kind kind;
    int32_t division;       /* first six digits; where the number was issued, not where one lives */
    int32_t born;           /* yyyymmdd, a day that exists */
    bool female;
};

/* `ret_person` is set unless malformed, so that a form can show what a slip would have meant. */
enum ident_answer ident_resident(struct text number, struct ident_person *ret_person);
/* The check digit of the first 17 digits, '0'-'9' or 'X'. CHECKs that they are digits. */
char ident_resident_check(struct text seventeen);

/* ---- units, institutions, physicians, telephones ---- */

/* 统一社会信用代码, GB 32100-2015. */
enum ident_answer ident_unified(struct text code);
char ident_unified_check(struct text seventeen);

enum ident_institution { IDENT_HOSPITAL, IDENT_PHARMACY };
/* H or P, division, five digits. True only for that form. */
bool ident_institution(struct text code, enum ident_institution *ret_kind, int32_t *ret_division);
/* D, division, six digits. */
bool ident_physician(struct text code, int32_t *ret_division);
/* A mobile phone of the mainland: 11 digits, 13… to 19…. */
bool ident_mobile(struct text number);
/* One that can be dialled here, in its normal form: a mobile one, which alone begins with 1, or 7
 * to 12 digits on the wall, with those of the area or not. */
bool ident_telephone(struct text number);

/* ---- normal forms; the result may be the text given, or lives in the arena ---- */

/* Identifiers: full width to half width, small letters to capitals (x to X), without blanks. */
struct text ident_number(struct text text, struct arena *arena);
/* Telephones: as above, also without - ( ) and a leading +86 or 0086. */
struct text ident_phone(struct text text, struct arena *arena);
/* A bank account: as above, without -; absent when what is left is not 8 to 32 digits. */
struct text ident_account(struct text text, struct arena *arena);
/* What two spellings of one name have in common: capitals, half width and other compatibility forms
 * undone (NFKC), no blanks, one sign for the many middle dots (买买提•艾力, 买买提.艾力). For comparing
 * only: names are kept as given. */
struct text ident_name_key(struct text name, struct arena *arena);

enum ident_text_answer {
    IDENT_TEXT_OK,
    IDENT_TEXT_NOT_UTF8,
    IDENT_TEXT_CONTROL,     /* control characters, line separators, direction overrides */
    IDENT_TEXT_TOO_LONG,
};
/* Text as it is kept: NFC, trimmed, at most `characters_max` characters (0: no limit). With `lines`
 * it may hold line ends, which become LF, and tabs. */
enum ident_text_answer ident_text(struct text text, size_t characters_max, bool lines,
                                  struct arena *arena, struct text *ret_text);

/* "110***********0017": `front` and `back` characters stay. At least one is hidden, whatever is
 * asked for; the number of stars tells the length. */
struct text ident_masked(struct text text, size_t front, size_t back, struct arena *arena);

#endif
