#!/usr/bin/env python3
"""Turns words/*.yaml and rules/codes/*.tsv into the tables of src/core/words.c.

A line of words/<room>.yaml is one sentence in both languages:

    settle.refused.not-covered: { zh: "…", en: "…" }

Blank lines and lines that begin with # are passed over; nothing else is allowed. Places {0} {1}
{2}, {0/1} (the first in Chinese, the second in English) and {0:day} must be the same in both
languages; \\" \\\\ and \\n are the only escapes. A code table has the columns value, label,
english, edition, parent; lines that begin with # are passed over.
Every mistake is told as file:line, and then nothing is written.
"""

import argparse
import pathlib
import re
import sys

KEY = r"[a-z0-9_]+(?:[.-][a-z0-9_]+)*"
QUOTED = r'"((?:[^"\\]|\\["\\n])*)"'
SENTENCE = re.compile(rf"({KEY}):\s+\{{\s*zh:\s*{QUOTED}\s*,\s*en:\s*{QUOTED}\s*\}}\s*$")
PLACE = re.compile(r"\{[^{}]*\}?|\}")
PLACES = re.compile(r"\{[012](?:/[012]|:day)?\}")
CODE_COLUMNS = ["value", "label", "english", "edition", "parent"]


class Mistakes:
    def __init__(self):
        self.found = []

    def add(self, path, line, what):
        self.found.append(f"{path}:{line}: {what}")


def lines_of(path, mistakes):
    """Numbered lines that say something."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as fault:
        mistakes.add(path, 1, f"not UTF-8: {fault}")
        return
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip() and not line.startswith("#"):
            yield number, line


def unescape(quoted):
    return re.sub(r"\\(.)", lambda found: {"n": "\n"}.get(found[1], found[1]), quoted)


def places_of(sentence):
    return sorted(set(PLACE.findall(sentence)))


def read_words(folder, mistakes):
    """{key: (chinese, english)} of every file."""
    words, seen = {}, {}
    for path in sorted(folder.glob("*.yaml")):
        for number, line in lines_of(path, mistakes):
            found = SENTENCE.match(line)
            if found is None:
                mistakes.add(path, number, 'not of the form  key: { zh: "…", en: "…" }')
                continue
            key, chinese, english = found[1], unescape(found[2]), unescape(found[3])
            if key in seen:
                mistakes.add(path, number, f"{key} stands already in {seen[key]}")
                continue
            seen[key] = f"{path}:{number}"
            for language, sentence in (("zh", chinese), ("en", english)):
                if not sentence.strip():
                    mistakes.add(path, number, f"{key} says nothing in {language}")
            strange = [place for place in places_of(chinese) + places_of(english)
                       if not PLACES.fullmatch(place)]
            if strange:
                mistakes.add(path, number,
                             f"{key}: {strange[0]} is no place, only {{0}} {{1}} {{2}}, "
                             f"two of them or {{0:day}}")
            elif places_of(chinese) != places_of(english):
                mistakes.add(path, number, f"{key} has other places in zh than in en")
            words[key] = (chinese, english)
    return words


def bare(value):
    """A code without leading zeros: software writes 1, 01 and 001 for the same."""
    return value.lstrip("0") or value[-1:]


def read_table(path, mistakes):
    rows, seen = [], set()
    heading = None
    for number, line in lines_of(path, mistakes):
        columns = [column.strip() for column in line.split("\t")]
        if heading is None:
            heading = columns
            if heading != CODE_COLUMNS:
                mistakes.add(path, number, "the columns are not " + " ".join(CODE_COLUMNS))
                return rows
            continue
        if len(columns) != len(CODE_COLUMNS):
            mistakes.add(path, number, f"{len(columns)} columns, not {len(CODE_COLUMNS)}")
            continue
        value, label, english = columns[:3]
        if not value or not label:
            mistakes.add(path, number, "value or label is missing")
        elif value in seen:
            mistakes.add(path, number, f"value {value} stands twice")
        else:
            seen.add(value)
            rows.append((value, label, label if english in ("", "-") else english))
    if heading is None:
        mistakes.add(path, 1, "empty")
    return rows


def read_codes(folder, mistakes):
    return {path.stem: read_table(path, mistakes) for path in sorted(folder.glob("*.tsv"))}


def quoted(text):
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def in_bytes(text):
    return text.encode("utf-8")


def source_of(words, tables):
    out = ['/* Made by tools/embed_words.py. */', '', '#include "core/words_table.h"', '',
           'const struct words_row words_rows[] = {']
    for key in sorted(words, key=in_bytes):
        chinese, english = words[key]
        out.append(f"    {{ {quoted(key)}, {{ {quoted(chinese)}, {quoted(english)} }} }},")
    if not words:
        out.append('    { "", { "", "" } },')
    out += ["};", f"const size_t words_row_count = {len(words)};", ""]

    names = sorted((name for name, rows in tables.items() if rows), key=in_bytes)
    for index, name in enumerate(names):
        out.append(f"static const struct code_row table_{index}[] = {{")
        for value, label, english in sorted(
                tables[name], key=lambda row: (in_bytes(bare(row[0])), in_bytes(row[0]))):
            out.append(f"    {{ {quoted(value)}, {{ {quoted(label)}, {quoted(english)} }} }},")
        out.append("};")
    out += ["", "const struct code_table code_tables[] = {"]
    for index, name in enumerate(names):
        out.append(f"    {{ {quoted(name)}, table_{index}, {len(tables[name])} }},")
    if not names:
        out.append('    { "", 0, 0 },')
    out += ["};", f"const size_t code_table_count = {len(names)};", ""]
    return "\n".join(out)


def write_depfile(depfile, output, folders):
    """The folders stand in it too, so that a new file is seen."""
    inputs = [path for folder, pattern in folders for path in [folder, *folder.glob(pattern)]]
    escaped = [str(path).replace(" ", "\\ ") for path in inputs]
    depfile.write_text(f"{output}: {' '.join(escaped)}\n", encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(description="embed sentences and code tables")
    parser.add_argument("--words", type=pathlib.Path, required=True)
    parser.add_argument("--codes", type=pathlib.Path, required=True)
    parser.add_argument("--output", type=pathlib.Path, required=True)
    parser.add_argument("--depfile", type=pathlib.Path)
    options = parser.parse_args()

    mistakes = Mistakes()
    words = read_words(options.words, mistakes)
    tables = read_codes(options.codes, mistakes)
    if mistakes.found:
        print("\n".join(mistakes.found), file=sys.stderr)
        return 1
    options.output.write_text(source_of(words, tables), encoding="utf-8")
    if options.depfile:
        write_depfile(options.depfile, options.output,
                      [(options.words, "*.yaml"), (options.codes, "*.tsv")])
    return 0


if __name__ == "__main__":
    sys.exit(main())
