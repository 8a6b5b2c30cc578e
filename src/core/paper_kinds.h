/* paper_kinds.h: what papers are sent as, told by their first bytes whatever they are called:
 * pictures of a phone, scans, office documents, signed layouts. Whatever is a program or a page
 * for a browser is none of these. The web application is built with the same lists
 * (web/plugins/kinds.ts), so that a paper that would be refused is told when it is chosen; it
 * reads them line by line. */
#ifndef CORE_PAPER_KINDS_H
#define CORE_PAPER_KINDS_H

/* The bytes, how many stand before them, what it is. */
#define PAPER_KINDS(KIND) \
    KIND("\xFF\xD8\xFF", 0, "image/jpeg") \
    KIND("\x89PNG\r\n\x1A\n", 0, "image/png") \
    KIND("GIF8", 0, "image/gif") \
    KIND("BM", 0, "image/bmp") \
    KIND("II*\0", 0, "image/tiff") \
    KIND("MM\0*", 0, "image/tiff") \
    KIND("WEBP", 8, "image/webp") \
    KIND("ftypheic", 4, "image/heic") \
    KIND("ftypmif1", 4, "image/heic") \
    KIND("ftypheix", 4, "image/heic") \
    KIND("%PDF-", 0, "application/pdf") \
    KIND("PK\x03\x04", 0, "application/zip") \
    KIND("\xD0\xCF\x11\xE0", 0, "application/x-ole")

/* A folder packed by an office program holds the list of its parts, or says so in its first entry;
 * any other may hold anything. */
#define PAPER_OFFICE_MARKS(MARK) \
    MARK("[Content_Types].xml") \
    MARK("mimetypeapplication/vnd.oasis.opendocument.")

/* How the name of a picture ends, in small letters. */
#define PAPER_PICTURE_ENDINGS(ENDING) \
    ENDING(".jpg") ENDING(".jpeg") ENDING(".png") ENDING(".gif") ENDING(".bmp") ENDING(".tif") \
    ENDING(".tiff") ENDING(".webp") ENDING(".heic")

#endif
