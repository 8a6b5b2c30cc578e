/* paper_sniff.h: what the bytes of a paper are, whatever its name says; they come in pieces. */
#ifndef CORE_PAPER_SNIFF_H
#define CORE_PAPER_SNIFF_H

#include "base/text.h"

#define PAPER_SNIFF_SEAM 47
/* Filled with zeros at first. */
struct paper_sniffing {
    char start[16];
    size_t length;              /* of the start */
    char end[PAPER_SNIFF_SEAM]; /* what is sought may lie over two pieces */
    size_t end_length;
    bool office;
};
void paper_sniff_add(struct paper_sniffing *sniffing, struct text bytes);
bool paper_says_picture(struct text file_name, struct text file_type);
/* Absent: nothing that papers are sent as, packed and no office document, or called a picture and
 * none. */
struct text paper_sniffed(const struct paper_sniffing *sniffing, struct text file_name,
                          struct text file_type);

#endif
