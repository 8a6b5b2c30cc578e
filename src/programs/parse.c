/* parse.c: what children of ours do: read one thing from outside and say what is in it. */

#include "programs/programs.h"

#include "doors/mail/letter.h"
#include "doors/pictures/picture.h"
#include "doors/sheets/sheet.h"

#include <stdio.h>
#include <string.h>

int program_parse(const char *kind)
{
    if (strcmp(kind, "sheet") == 0)
        sheet_child();
    if (strcmp(kind, "letter") == 0)
        letter_child();
    if (strcmp(kind, "picture") == 0)
        picture_child();
    fprintf(stderr, "yibao: parse: %s\n", kind);
    return 2;
}
