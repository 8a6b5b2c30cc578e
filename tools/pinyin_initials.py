#!/usr/bin/env python3
"""Writes src/base/pinyin_table.h from the Unicode Consortium's Unihan_Readings (Debian:
unicode-data): the first letter of the usual Mandarin reading of U+4E00 to U+9FFF.

    pinyin_initials.py Unihan_Readings.txt.bz2 > src/base/pinyin_table.h
"""
import bz2
import sys
import unicodedata

FIRST, LAST, A_LINE = 0x4E00, 0x9FFF, 80

letters = {}
with bz2.open(sys.argv[1], "rt", encoding="utf-8") as readings:
    for line in readings:
        if line.startswith("U+") and "\tkMandarin\t" in line:
            code, _, reading = line.rstrip("\n").split("\t")
            letter = unicodedata.normalize("NFD", reading.split()[0])[0].lower()
            letters[int(code[2:], 16)] = letter if "a" <= letter <= "z" else "."
print("/* pinyin_table.h: first letters of Mandarin readings, U+4E00 to U+9FFF; '.' for none.\n"
      " * Written by tools/pinyin_initials.py from Unihan_Readings (Unicode Consortium). */\n"
      f"#define PINYIN_A_ROW {A_LINE}\n"
      "static const char PINYIN_INITIALS[][PINYIN_A_ROW + 1] = {")
row = "".join(letters.get(code, ".") for code in range(FIRST, LAST + 1))
lines = [row[at:at + A_LINE] for at in range(0, len(row), A_LINE)]
print("\n".join(f'    "{line}",' for line in lines) + "\n};")
