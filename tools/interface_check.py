#!/usr/bin/env python3
"""Check the tables of the national interface, of its codes and of the divisions.

Reads rules/interface/*.tsv, rules/codes/*.tsv and rules/divisions/divisions.tsv below the
repository (or below the folder given as the only argument), prints one `file:line: message`
a problem and exits 1 when there is any.
"""

import re
import sys
from pathlib import Path

TRANSACTION_COLUMNS = ["infno", "name", "english", "has_output", "served", "note"]
FIELD_COLUMNS = ["infno", "side", "node", "many", "position", "name", "label", "type", "length",
                 "scale", "required", "required_by", "codes", "alias", "note"]
CODE_COLUMNS = ["value", "label", "english", "edition", "parent"]
DIVISION_COLUMNS = ["code", "parent", "level", "name", "english", "pseudo", "source"]

ENVELOPE = "envelope"
DIVISION_CODES = "admdvs"   # a code table kept as divisions.tsv
ANSWERS = {"yes", "no"}
CHOICES = {
    "side": {"in", "out"},
    "many": {"one", "many"},
    "type": {"text", "decimal", "day", "moment", "bytes"},
    "required": ANSWERS,
    "required_by": {"J", "H", "J,H", "-"},
    "has_output": ANSWERS,
    "served": ANSWERS,
    "edition": {"J", "H", "HB", "both", "own"},
    "level": {"province", "city", "county", "special"},
    "pseudo": ANSWERS,
}
NODE = re.compile(r"-|@file|[A-Za-z_]\w*(\.[A-Za-z_]\w*)*")
NAME = re.compile(r"[A-Za-z_]\w*")


class Problems:
    """What is wrong, in the order found, with paths below `root`."""

    def __init__(self, root):
        self.root = root
        self.lines = []

    def add(self, path, line, text):
        """Remember one problem."""
        self.lines.append(f"{path.relative_to(self.root)}:{line}: {text}")


def read_table(path, columns, problems):
    """The rows of a table as (line number, dictionary); the first line names the columns."""
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as fault:
        problems.add(path, 1, f"cannot be read: {fault}")
        return []
    if lines[0].split("\t") != columns:
        problems.add(path, 1, f"columns are not {' '.join(columns)}")
        return []
    if lines[-1] != "":
        problems.add(path, len(lines), "no newline at the end")
    rows = []
    for number, line in enumerate(lines[1:], start=2):
        if line == "" or line.startswith("#"):
            continue
        cells = line.split("\t")
        if len(cells) != len(columns):
            problems.add(path, number, f"{len(cells)} columns instead of {len(columns)}")
            continue
        row = dict(zip(columns, cells))
        check_cells(path, number, row, problems)
        rows.append((number, row))
    if not rows:
        problems.add(path, 1, "has no rows")
    return rows


def check_cells(path, number, row, problems):
    """No cell is empty or padded with blanks; cells with a closed list hold one of it."""
    for column, cell in row.items():
        if cell == "" or cell != cell.strip():
            problems.add(path, number, f"{column} is empty or has blanks around it")
        elif column in CHOICES and cell not in CHOICES[column]:
            problems.add(path, number, f"{column} {cell!r} is not known")


def check_order(path, rows, key, problems):
    """Rows are sorted by `key`, and no two have the same one."""
    previous = None
    for number, row in rows:
        current = key(row)
        if previous is not None and current == previous:
            problems.add(path, number, f"stands twice: {current}")
        elif previous is not None and current < previous:
            problems.add(path, number, "is not in order")
        previous = current


def check_type(path, number, row, problems):
    """Length and scale are numbers that suit the type."""
    if not row["length"].isdecimal() or not row["scale"].isdecimal():
        problems.add(path, number, "length or scale is not a number")
        return
    length, scale = int(row["length"]), int(row["scale"])
    if row["type"] == "decimal":
        if length == 0 or scale > length:
            problems.add(path, number, f"decimal of {length} digits, {scale} after the point")
    elif scale != 0:
        problems.add(path, number, f"scale {scale} of a {row['type']}")
    if row["type"] in ("day", "moment"):
        expected = 10 if row["type"] == "day" else 19
        if length != expected:
            problems.add(path, number, f"a {row['type']} has length {expected}")


def check_field(path, number, row, tables, problems):
    """One row of fields.tsv for itself."""
    check_type(path, number, row, problems)
    if not NODE.fullmatch(row["node"]):
        problems.add(path, number, f"node {row['node']!r} is not a name")
    for name in [row["name"]] + (row["alias"].split(",") if row["alias"] != "-" else []):
        if not NAME.fullmatch(name):
            problems.add(path, number, f"{name!r} is not a name")
    if row["required"] == "yes" and row["required_by"] == "-":
        problems.add(path, number, "required, but by no edition")
    if row["codes"] != "-" and row["codes"] not in tables:
        problems.add(path, number, f"no code table {row['codes']}")


def check_node(path, rows, problems):
    """One node: positions 1..n, one cardinality, each name and spelling once."""
    spellings = {}
    for expected, (number, row) in enumerate(rows, start=1):
        if row["position"] != str(expected):
            problems.add(path, number, f"position {row['position']} instead of {expected}")
        if row["many"] != rows[0][1]["many"]:
            problems.add(path, number, "one and many in the same node")
        aliases = row["alias"].split(",") if row["alias"] != "-" else []
        for spelling in [row["name"]] + aliases:
            first = spellings.setdefault(spelling, number)
            if first != number:
                problems.add(path, number, f"{spelling} stands in line {first} too")


def check_fields(path, rows, tables, problems):
    """All of fields.tsv."""
    nodes = {}
    for number, row in rows:
        check_field(path, number, row, tables, problems)
        nodes.setdefault((row["infno"], row["side"], row["node"]), []).append((number, row))
    for node in nodes.values():
        check_node(path, node, problems)
    previous = None
    for (infno, side, node), node_rows in nodes.items():
        if previous is not None and (infno, side, node) < previous:
            problems.add(path, node_rows[0][0], "the node is not in order")
        previous = (infno, side, node)
        above = node.rpartition(".")[0]
        if above and (infno, side, above) not in nodes:
            problems.add(path, node_rows[0][0], f"node {node} has no node {above} above it")
        for number, row in node_rows:
            inner = row["name"] if node == "-" else f"{node}.{row['name']}"
            if (infno, side, inner) in nodes:
                problems.add(path, number, f"{inner} is a field and a node")


def check_transactions(path, transactions, field_path, fields, problems):
    """Every transaction has fields and every field a transaction; outputs agree."""
    check_order(path, transactions, lambda row: row["infno"], problems)
    known = {row["infno"] for _, row in transactions}
    sides = {(row["infno"], row["side"]) for _, row in fields}
    for number, row in transactions:
        infno = row["infno"]
        if (infno, "in") not in sides and (infno, "out") not in sides:
            problems.add(path, number, f"{infno} has no fields")
        if (row["has_output"] == "yes") != ((infno, "out") in sides):
            problems.add(path, number, f"has_output {row['has_output']} and the fields of {infno}"
                                       " do not agree")
    stray = {}
    for number, row in fields:
        if row["infno"] not in known and row["infno"] != ENVELOPE:
            stray.setdefault(row["infno"], number)
    for infno, number in stray.items():
        problems.add(field_path, number, f"no transaction {infno}")
    for side in ("in", "out"):
        if fields and (ENVELOPE, side) not in sides:
            problems.add(field_path, 1, f"no {ENVELOPE} {side}")


def check_codes(path, problems):
    """One code table: values once (leading zeros aside), in order, parents among them."""
    rows = read_table(path, CODE_COLUMNS, problems)
    check_order(path, rows, lambda row: row["value"], problems)
    values = {row["value"] for _, row in rows}
    plain = {}
    for number, row in rows:
        first = plain.setdefault(row["value"].lstrip("0") or "0", number)
        if first != number:
            problems.add(path, number, f"{row['value']} stands in line {first} too")
        if row["parent"] != "-" and row["parent"] not in values - {row["value"]}:
            problems.add(path, number, f"parent {row['parent']} is not in the table")


def check_divisions(path, problems):
    """Codes of six digits, one root (its own parent), and every way up ends there."""
    rows = read_table(path, DIVISION_COLUMNS, problems)
    check_order(path, rows, lambda row: row["code"], problems)
    parents = {row["code"]: row["parent"] for _, row in rows}
    roots = [code for code, parent in parents.items() if parent == code]
    if rows and len(roots) != 1:
        problems.add(path, 1, f"{len(roots)} roots instead of 1")
    for number, row in rows:
        if not re.fullmatch(r"[0-9]{6}", row["code"]):
            problems.add(path, number, f"code {row['code']!r} is not six digits")
        code, steps = row["code"], 0
        while parents.get(code, code) != code and steps <= len(parents):
            code, steps = parents[code], steps + 1
        if code not in roots:
            problems.add(path, number, f"the way up ends at {code}")


def check(root):
    """All problems below `root`, as lines."""
    problems = Problems(root)
    interface = root / "rules" / "interface"
    transaction_path, field_path = interface / "transactions.tsv", interface / "fields.tsv"
    code_paths = sorted((root / "rules" / "codes").glob("*.tsv"))
    tables = {path.stem for path in code_paths} | {DIVISION_CODES}
    transactions = read_table(transaction_path, TRANSACTION_COLUMNS, problems)
    fields = read_table(field_path, FIELD_COLUMNS, problems)
    check_fields(field_path, fields, tables, problems)
    check_transactions(transaction_path, transactions, field_path, fields, problems)
    for path in code_paths:
        check_codes(path, problems)
    check_divisions(root / "rules" / "divisions" / "divisions.tsv", problems)
    return problems.lines


def main():
    """Print the problems; 1 when there are any."""
    if len(sys.argv) > 2:
        print("usage: interface_check.py [folder]", file=sys.stderr)
        return 2
    here = Path(__file__).resolve().parent.parent
    root = Path(sys.argv[1]).resolve() if len(sys.argv) == 2 else here
    lines = check(root)
    for line in lines:
        print(line)
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
