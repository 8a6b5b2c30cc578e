#!/usr/bin/env python3
"""Write docs/nhsa.md, the reference of the national interface, from the tables in rules/.

With --check nothing is written: exits 1 when docs/nhsa.md is not what the tables give.
"""

import sys
from pathlib import Path

import interface_check as tables

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "nhsa.md"
INTERFACE = ROOT / "rules" / "interface"
CODES = ROOT / "rules" / "codes"

SIDES = {"in": "输入", "out": "输出"}
MANY = {"one": "一个", "many": "多行"}

INTRODUCTION = """\
# 国家医保接口（定点医药机构）参考

Reference of the national interface for designated institutions.

本页由 `tools/interface_docs.py` 从 [`rules/interface/`](../rules/interface/) 与
[`rules/codes/`](../rules/codes/) 生成，请改表而不是改本页。
出处：江西 V1.0（**J**）与湖南 V1.1.27（**H**）两版规范，个别取值见于湖北版（**HB**）。

- 请求与响应的外层见[报文](#t-envelope)；交易按 `infno` 区分，内容在 `input` 与 `output` 里。
- **节点** `-` 指字段直接在 `input` 或 `output` 下；`甲.乙` 指乙在甲的每一行里；
  `@file` 指文本文件的列（TAB 分隔）。
- **类型**：文本(最多字符数)、数值(总位数,小数位)、日期 `yyyy-MM-dd`、时间 `yyyy-MM-dd HH:mm:ss`。
- **必填**：“是”为两版都必填（交易只在一版有时从该版）；`J`、`H` 为只有该版必填。
- 键名比较不分大小写与下划线；取值比较不计前导零。
"""


def read(path, columns):
    """The rows of a table; stops when the table is not sound."""
    problems = tables.Problems(ROOT)
    rows = [row for _, row in tables.read_table(path, columns, problems)]
    if problems.lines:
        sys.exit("\n".join(problems.lines))
    return rows


def cell(text):
    """Text as it may stand in a table cell."""
    return "" if text == "-" else text.replace("|", "\\|")


def table(head, rows):
    """The lines of a Markdown table."""
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    lines += ["| " + " | ".join(row) + " |" for row in rows]
    return lines + [""]


def type_words(row):
    """The type of a field in words."""
    length = row["length"]
    if row["type"] == "text":
        return "文本" if length == "0" else f"文本({length})"
    if row["type"] == "decimal":
        return f"数值({length},{row['scale']})" if row["scale"] != "0" else f"数值({length})"
    return {"day": "日期", "moment": "时间", "bytes": "字节"}[row["type"]]


def required_words(row):
    """Who demands a field."""
    if row["required"] == "yes":
        return "是"
    return cell(row["required_by"])


def codes_link(name):
    """A link to a code table."""
    if name == "-":
        return ""
    if name == tables.DIVISION_CODES:
        return f"[{name}](../rules/divisions/divisions.tsv)"
    return f"[{name}](../rules/codes/{name}.tsv)"


def field_row(row):
    """One field as the cells of its line."""
    notes = [cell(row["note"])] if row["note"] != "-" else []
    if row["alias"] != "-":
        notes.insert(0, "又作 " + "、".join(f"`{name}`" for name in row["alias"].split(",")))
    return [row["position"], f"`{row['name']}`", cell(row["label"]), type_words(row),
            required_words(row), codes_link(row["codes"]), "；".join(notes)]


def node_lines(rows):
    """One node: its name and its fields."""
    first = rows[0]
    lines = [f"**{SIDES[first['side']]} `{first['node']}`**（{MANY[first['many']]}）", ""]
    head = ["序", "字段", "含义", "类型", "必填", "码表", "备注"]
    return lines + table(head, [field_row(row) for row in rows])


def nodes_of(fields):
    """infno -> list of nodes, each a list of rows; inputs first."""
    nodes = {}
    for row in fields:
        of = nodes.setdefault(row["infno"], {})
        of.setdefault((row["side"], row["node"]), []).append(row)
    return {infno: list(of.values()) for infno, of in nodes.items()}


def section(infno, title, note, nodes, has_output):
    """One transaction, or the envelope."""
    lines = [f'<a id="t-{infno}"></a>', "", f"### {title}", ""]
    if note != "-":
        lines += [cell(note) + "。", ""]
    for rows in nodes:
        lines += node_lines(rows)
    if has_output == "no":
        lines += ["没有输出。", ""]
    return lines


def node_names(nodes, side):
    """The nodes of one side in one cell."""
    names = [f"`{rows[0]['node']}`" + ("[]" if rows[0]["many"] == "many" else "")
             for rows in nodes if rows[0]["side"] == side]
    return "、".join(names)


def overview(transactions, nodes):
    """The table of transactions."""
    rows = []
    for row in transactions:
        own = nodes[row["infno"]]
        rows.append([f"[{row['infno']}](#t-{row['infno']})", cell(row["name"]),
                     cell(row["english"]), node_names(own, "in"), node_names(own, "out")])
    return table(["编号", "名称", "English", "输入节点", "输出节点"], rows)


def code_title(path):
    """The Chinese name of a code table: its second comment."""
    comments = [line[1:].strip() for line in path.read_text(encoding="utf-8").split("\n")
                if line.startswith("#")]
    return comments[1] if len(comments) > 1 else ""


def code_lines(fields):
    """The table of code tables, with the transactions that use each."""
    used = {}
    for row in fields:
        users = used.setdefault(row["codes"], [])
        if row["infno"] not in users:
            users.append(row["infno"])
    rows = []
    for path in sorted(CODES.glob("*.tsv")):
        users = used.get(path.stem, [])
        links = "、".join(f"[{infno}](#t-{infno})" for infno in users[:6])
        more = f" 等 {len(users)} 个" if len(users) > 6 else ""
        count = len(read(path, tables.CODE_COLUMNS))
        rows.append([codes_link(path.stem), cell(code_title(path)), str(count), links + more])
    return table(["码表", "名称", "取值数", "用于"], rows)


def page():
    """The whole page."""
    transactions = read(INTERFACE / "transactions.tsv", tables.TRANSACTION_COLUMNS)
    fields = read(INTERFACE / "fields.tsv", tables.FIELD_COLUMNS)
    nodes = nodes_of(fields)
    served = [row for row in transactions if row["served"] == "yes"]
    later = [row for row in transactions if row["served"] == "no"]

    lines = [INTRODUCTION, "## 交易一览", ""]
    lines += [f"### 已提供（{len(served)}）", ""] + overview(served, nodes)
    lines += [f"### 尚未提供（{len(later)}）", ""] + overview(later, nodes)
    lines += ["其他：[码表](#codes)", "", "## 报文", ""]
    lines += section(tables.ENVELOPE, "请求与响应", "-", nodes[tables.ENVELOPE], "yes")
    for title, group in (("## 已提供的交易", served), ("## 尚未提供的交易", later)):
        lines += [title, ""]
        for row in group:
            lines += section(row["infno"], f"{row['infno']} {row['name']}", row["note"],
                             nodes[row["infno"]], row["has_output"])
    lines += ['<a id="codes"></a>', "", "## 码表", ""] + code_lines(fields)
    return "\n".join(lines).rstrip("\n") + "\n"


def main():
    """Write the page, or with --check compare it."""
    if sys.argv[1:] not in ([], ["--check"]):
        print("usage: interface_docs.py [--check]", file=sys.stderr)
        return 2
    text = page()
    if sys.argv[1:] == ["--check"]:
        if not PAGE.exists() or PAGE.read_text(encoding="utf-8") != text:
            print(f"{PAGE.relative_to(ROOT)} is stale: run tools/interface_docs.py")
            return 1
        return 0
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(text, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
