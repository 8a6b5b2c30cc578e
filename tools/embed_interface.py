#!/usr/bin/env python3
"""Turns rules/interface/*.tsv into the tables of src/doors/nhsa/interface.h.

Transactions are sorted by number, the envelope among them; nodes and fields keep the order of the
tables. Columns of TAB separated files (node @file) are left out: they are no part of a message.
Every mistake is told as file:line, and then nothing is written.
"""

import argparse
import pathlib
import sys

TRANSACTION_COLUMNS = ["infno", "name", "english", "has_output", "served", "note"]
FIELD_COLUMNS = ["infno", "side", "node", "many", "position", "name", "label", "type", "length",
                 "scale", "required", "required_by", "codes", "alias", "note"]
TYPES = {"text": "INTERFACE_TEXT", "decimal": "INTERFACE_DECIMAL", "day": "INTERFACE_DAY",
         "moment": "INTERFACE_MOMENT", "bytes": "INTERFACE_BYTES"}
SIDES = ("in", "out")
FIELDS_MAX = 160    # INTERFACE_NODE_FIELDS of interface.h
NODES_MAX = 16      # INTERFACE_NODES of interface.h


class Mistake(Exception):
    pass


def read_table(path, columns):
    """Rows as (line number, {column: cell})."""
    lines = path.read_text(encoding="utf-8").split("\n")
    if lines[0].split("\t") != columns:
        raise Mistake(f"{path}:1: columns are not {' '.join(columns)}")
    for number, line in enumerate(lines[1:], start=2):
        if line == "" or line.startswith("#"):
            continue
        cells = line.split("\t")
        if len(cells) != len(columns):
            raise Mistake(f"{path}:{number}: {len(cells)} columns, not {len(columns)}")
        yield number, dict(zip(columns, cells))


def loose(name):
    """Names are compared without case and underscores."""
    return name.replace("_", "").lower()


def read_fields(path):
    """{infno: {side: {node: [row]}}}, all in the order of the file."""
    transactions = {}
    for number, row in read_table(path, FIELD_COLUMNS):
        if row["node"] == "@file":
            continue
        if row["type"] not in TYPES or row["side"] not in SIDES:
            raise Mistake(f"{path}:{number}: type or side is not known")
        if row["node"] == "-" and row["side"] == "in" and row["infno"] != "envelope":
            raise Mistake(f"{path}:{number}: fields directly under input are not served")
        sides = transactions.setdefault(row["infno"], {side: {} for side in SIDES})
        rows = sides[row["side"]].setdefault(row["node"], [])
        if rows and rows[0]["many"] != row["many"]:
            raise Mistake(f"{path}:{number}: node {row['node']} is one and many")
        if any(loose(one["name"]) == loose(row["name"]) for one in rows):
            raise Mistake(f"{path}:{number}: {row['name']} stands twice in the node")
        if len(rows) == FIELDS_MAX:
            raise Mistake(f"{path}:{number}: more than {FIELDS_MAX} fields in a node")
        rows.append(row)
    return transactions


def quoted(text):
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def quoted_or_null(cell):
    return "NULL" if cell == "-" else quoted(cell)


def other_name(row):
    """The first alias that is not the name itself in other spelling."""
    for alias in row["alias"].split(","):
        if alias != "-" and loose(alias) != loose(row["name"]):
            return quoted(alias)
    return "NULL"


class Tables:
    def __init__(self):
        self.fields, self.nodes, self.transactions = [], [], []

    def add_field(self, row):
        self.fields.append(
            f'    {{ {quoted(row["name"])}, {quoted(row["label"])}, {other_name(row)}, '
            f'{quoted_or_null(row["codes"])}, {TYPES[row["type"]]}, '
            f'{int(row["length"])}, {int(row["scale"])}, '
            f'{"true" if row["required"] == "yes" else "false"} }},')

    def add_side(self, nodes):
        """First node and count of a side; a node a.b has a as its parent."""
        first, names = len(self.nodes), list(nodes)
        if len(names) > NODES_MAX:
            raise Mistake(f"more than {NODES_MAX} nodes on one side: {' '.join(names)}")
        for name, rows in nodes.items():
            outer, _, last = name.rpartition(".")
            if outer and outer not in names:
                raise Mistake(f"node {name} has no outer node {outer}")
            parent = first + names.index(outer) if outer else -1
            self.nodes.append(
                f'    {{ {quoted(last)}, {"true" if rows[0]["many"] == "many" else "false"}, '
                f'{parent}, {len(self.fields)}, {len(rows)} }},')
            for row in rows:
                self.add_field(row)
        return first, len(names)

    def add(self, infno, name, served, has_output, sides):
        first_in, count_in = self.add_side(sides["in"])
        first_out, count_out = self.add_side(sides["out"])
        self.transactions.append(
            f'    {{ {quoted(infno)}, {quoted(name)}, {served}, {has_output}, '
            f'{first_in}, {count_in}, {first_out}, {count_out} }},')


def build(folder):
    rows = {"envelope": {"name": "-", "served": "no", "has_output": "yes"}}
    for number, row in read_table(folder / "transactions.tsv", TRANSACTION_COLUMNS):
        if row["infno"] in rows:
            raise Mistake(f"transactions.tsv:{number}: {row['infno']} stands twice")
        rows[row["infno"]] = row
    fields = read_fields(folder / "fields.tsv")
    for infno in fields:
        if infno not in rows:
            raise Mistake(f"fields.tsv: {infno} is no transaction")
    tables = Tables()
    for infno in sorted(rows):
        tables.add(infno, rows[infno]["name"],
                   *("true" if rows[infno][column] == "yes" else "false"
                     for column in ("served", "has_output")),
                   fields.get(infno, {side: {} for side in SIDES}))
    return tables


def write(tables, path):
    out = ["/* Made by tools/embed_interface.py; not to be changed by hand. */", "",
           '#include "doors/nhsa/interface.h"', ""]
    for name, lines in (("field", tables.fields), ("node", tables.nodes),
                        ("transaction", tables.transactions)):
        out += [f"const struct interface_{name} interface_{name}s[] = {{", *lines, "};",
                f"const size_t interface_{name}_count ="
                f" sizeof interface_{name}s / sizeof interface_{name}s[0];", ""]
    path.write_text("\n".join(out), encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--interface", type=pathlib.Path, required=True)
    parser.add_argument("--output", type=pathlib.Path, required=True)
    parser.add_argument("--depfile", type=pathlib.Path)
    arguments = parser.parse_args()
    try:
        tables = build(arguments.interface)
    except (Mistake, OSError, UnicodeDecodeError, ValueError) as mistake:
        print(mistake, file=sys.stderr)
        return 1
    write(tables, arguments.output)
    if arguments.depfile:
        sources = " ".join(str(arguments.interface / name)
                           for name in ("transactions.tsv", "fields.tsv"))
        arguments.depfile.write_text(f"{arguments.output}: {sources}\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
