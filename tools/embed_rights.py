#!/usr/bin/env python3
"""Turns rules/rights.tsv into the table of src/core/rights.h.

The first line that is no comment names the columns: action, then every role in the order of enum
role (src/core/action.h), which is asked here so that a role added there cannot lack a column. Each
other line is an action and a word a role: `.` `own` `all`. Lines are sorted by action. Every
mistake is told as file:line, and then nothing is written.
"""

import argparse
import pathlib
import re
import sys

WORDS = (".", "own", "all")


def roles_of(header):
    """Names of the enum's roles: ROLE_VILLAGE_CLERK is village-clerk."""
    enum = re.search(r"enum role \{(.*?)\};", header, re.S)[1]
    names = re.findall(r"^\s*ROLE_([A-Z_]+),", enum, re.M)
    return [name.lower().replace("_", "-") for name in names]


def read_rights(path, roles):
    """([(action, roles, anywhere)], [mistakes])"""
    rows, mistakes, heading = [], [], None
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if line.startswith("#") or not line.strip():
            continue
        cells = line.split("\t")
        if heading is None:
            heading = cells
            if cells != ["action"] + roles:
                mistakes.append(f"{path}:{number}: the columns are action and {' '.join(roles)}")
            continue
        if len(cells) != len(roles) + 1:
            mistakes.append(f"{path}:{number}: {len(cells) - 1} words for {len(roles)} roles")
            continue
        for role, word in zip(roles, cells[1:]):
            if word not in WORDS:
                mistakes.append(f"{path}:{number}: {role}: no such word: {word!r}")
        if rows and rows[-1][0] >= cells[0]:
            mistakes.append(f"{path}:{number}: {cells[0]} stands after {rows[-1][0]}")
        bits = [(1 << i, word) for i, word in enumerate(cells[1:])]
        rows.append((cells[0], sum(bit for bit, word in bits if word != "."),
                     sum(bit for bit, word in bits if word == "all")))
    return rows, mistakes


def write_table(rows):
    lines = ["/* Made of rules/rights.tsv by tools/embed_rights.py. */", "",
             '#include "core/rights.h"', "", "const struct right rights_table[] = {"]
    lines += [f'    {{ "{name}", {roles:#x}u, {anywhere:#x}u }},' for name, roles, anywhere in rows]
    lines += ["};", "const size_t rights_count = sizeof rights_table / sizeof rights_table[0];", ""]
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rights", type=pathlib.Path, required=True)
    parser.add_argument("--roles", type=pathlib.Path, required=True)
    parser.add_argument("--output", type=pathlib.Path, required=True)
    given = parser.parse_args()
    rows, mistakes = read_rights(given.rights, roles_of(given.roles.read_text(encoding="utf-8")))
    if mistakes:
        print("\n".join(mistakes), file=sys.stderr)
        return 1
    given.output.write_text(write_table(rows), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
