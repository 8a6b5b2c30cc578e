#!/usr/bin/env python3
"""Prints of every clause of the notices what it is and whether a test that passes carries it.

    clauses.py [--brief | --json] BUILD-FOLDER
    clauses.py --carriers BUILD-FOLDER      the tests of that folder that may carry a clause
    clauses.py --tree                       the line by which a log says of which tree it is

The clauses are tests/clauses/clauses.tsv; tests/clauses/kinds.tsv says of each whether it is
carried by a measure, is a base rule, structure of the program or organisational, and why it is no
measure, or what is missing for a measure that nothing follows from yet.
What carries one is told in two ways:
  - a line `id<TAB>suite<TAB>test name` of tests/clauses/index.tsv: a meson test of that suite, or
    one test of it, by the name that cmocka prints; of the suite `browser`, a test of
    tests/browser as the last `./check browser` (or `./check`) of this tree found it: a log that
    was begun over other files counts for nothing;
  - a line "pass <id>" or "fail <id>" that a runner of scenarios prints.
"holds <id>" and "breaks <id>" tell of its measure alone: what the book says of it is shown, not
what follows from it in a room.

A clause is "pass" when what carries it passed in the last run of BUILD-FOLDER, "fail" when it
failed, "book" when only its measure is shown, "open" when nothing is or it was not run. --json
counts "book" and "fail" among the open ones, with the reason.
"""
import hashlib
import json
import os
import re
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
CLAUSES = os.path.join(ROOT, "tests", "clauses")
CMOCKA_LINE = re.compile(r"^\[ *(OK|FAILED) *\] ([A-Za-z_][A-Za-z0-9_]*)\s*$", re.M)
TAP_LINE = re.compile(r"^ *(not )?ok [0-9]+ - (.*?)(?: # .*)?$", re.M)
RUNNER_LINE = re.compile(r"^(pass|fail|holds|breaks) ([A-Z]+[0-9]+-[A-Za-z0-9.]+)\b", re.M)


# What a test in the browser looks at, or looks with.
SEEN = ("demo", "rules", "schema", "src", "tests/browser", "web/plugins", "web/public", "web/src",
        "words")
MADE = ("node_modules", "__pycache__", "api.gen.ts")


def tree_line():
    """The first line of a browser log: a digest of what it was about."""
    digest = hashlib.sha256()
    for top in SEEN:
        for folder, folders, files in os.walk(os.path.join(ROOT, top)):
            folders[:] = sorted(name for name in folders if name not in MADE)
            for name in sorted(name for name in files if name not in MADE):
                path = os.path.join(folder, name)
                digest.update(os.path.relpath(path, ROOT).encode() + b"\0")
                with open(path, "rb") as file:
                    digest.update(hashlib.sha256(file.read()).digest())
    return f"# tree {digest.hexdigest()}"


def read_table(name):
    with open(os.path.join(CLAUSES, name), encoding="utf-8") as table:
        names = table.readline().rstrip("\n").split("\t")
        return [dict(zip(names, line.rstrip("\n").split("\t"))) for line in table if line.strip()]


def read_clauses():
    """The rows of clauses.tsv, each with what kind of clause it is, and why or what is missing."""
    kinds = {row["id"]: row for row in read_table("kinds.tsv")}
    clauses = read_table("clauses.tsv")
    missing = [row["id"] for row in clauses if row["id"] not in kinds]
    if missing:
        sys.exit("tests/clauses/kinds.tsv does not know " + " ".join(missing))
    for row in clauses:
        row["is"] = kinds[row["id"]]["kind"]
        row["why"] = kinds[row["id"]].get("reason", "")
    return clauses


def read_index():
    """id -> list of (suite, test name)"""
    index = {}
    with open(os.path.join(CLAUSES, "index.tsv"), encoding="utf-8") as table:
        for line in table:
            if line.strip() and not line.startswith("#"):
                clause, suite, name = line.rstrip("\n").split("\t")[:3]
                index.setdefault(clause, []).append((suite, name))
    return index


class Results:
    """What the last run said, by (suite, name) and by clause id."""

    def __init__(self, path):
        self.tests = {}
        self.clauses = {}
        self.measures = {}
        try:
            with open(path, encoding="utf-8", errors="replace") as log:
                for line in log:
                    if line.strip():
                        self.add(json.loads(line))
        except FileNotFoundError:
            print("Nothing was run yet in this folder: every clause is open.", file=sys.stderr)

    def add_browser(self, path):
        """The log of the tests in the browser (TAP), if it is of these files; there is none where
        no browser has run."""
        try:
            with open(path, encoding="utf-8", errors="replace") as log:
                text = log.read()
        except FileNotFoundError:
            return
        if text.partition("\n")[0] != tree_line():
            print("The tests in the browser were not run since these files changed.",
                  file=sys.stderr)
            return
        for no, name in TAP_LINE.findall(text):
            self.note(self.tests, ("browser", name), not no)

    def note(self, table, key, good):
        table[key] = table.get(key, True) and good

    def add(self, entry):
        if entry.get("result") == "SKIP":
            return
        good = entry.get("result") in ("OK", "EXPECTEDFAIL")
        suites, _, name = entry["name"].rpartition(" / ")
        suites = suites.partition(":")[2].split("+") if suites else [""]
        text = (entry.get("stdout") or "") + "\n" + (entry.get("stderr") or "")
        for suite in suites:
            self.note(self.tests, (suite, name), good)
            for verdict, test in CMOCKA_LINE.findall(text):
                self.note(self.tests, (suite, test), verdict == "OK")
        for verdict, clause in RUNNER_LINE.findall(text):
            table = self.clauses if verdict in ("pass", "fail") else self.measures
            self.note(table, clause, verdict in ("pass", "holds"))


def state_of(clause, index, results):
    verdicts = [results.tests.get(test) for test in index.get(clause, [])]
    if clause in results.clauses:
        verdicts.append(results.clauses[clause])
    if False in verdicts or results.measures.get(clause) is False:
        return "fail"
    if verdicts and all(verdicts):
        return "pass"
    return "book" if results.measures.get(clause) else "open"


def reason_of(row):
    """Why a clause does not pass."""
    if row["state"] == "fail":
        return "what carries it failed in the last run"
    if row["state"] == "book":
        shown = "its measure is shown over the book; no test shows what follows from it"
        return f"{shown}: {row['why']}" if row["why"] else shown
    if row["is"] == "measure":
        return row["why"] or "no test shows it yet"
    if row["is"] == "organisational":
        return f"binds people, and no test can show it ({row['why']})"
    return f"{row['is']}, no measure ({row['why']}); no test shows it yet"


def features_of(clauses):
    """feature -> counts, and the open clauses with their reasons"""
    features = {}
    for row in clauses:
        for name in row["features"].split():
            feature = features.setdefault(
                name, {"clauses": 0, "passing": 0, "open": 0, "open_clauses": {}})
            feature["clauses"] += 1
            if row["state"] == "pass":
                feature["passing"] += 1
            else:
                feature["open"] += 1
                feature["open_clauses"][row["id"]] = reason_of(row)
    return dict(sorted(features.items()))


def count(rows, key):
    counts = {}
    for row in rows:
        counts[row[key]] = counts.get(row[key], 0) + 1
    return counts


def say(counts, names):
    return ", ".join(f"{counts.get(name, 0)} {name}" for name in names)


STATES = ("pass", "book", "open", "fail")
KINDS = ("measure", "base", "structure", "organisational")


def print_all(clauses):
    for row in clauses:
        told = f"{row['gloss']} [{row['why']}]" if row["why"] else row["gloss"]
        print(f"{row['state']:5} {row['id']:14} {row['is']:15} {row['kind']} {row['scope']:5}"
              f"{told}")
    for name, feature in features_of(clauses).items():
        print(f"{name}: {feature['clauses']} clauses, {feature['passing']} pass, "
              f"{feature['open']} open")
    notices = {}
    for row in clauses:
        notices.setdefault(row["id"].partition("-")[0], []).append(row)
    for notice, rows in notices.items():
        print(f"{notice}: {say(count(rows, 'state'), STATES)}")


def print_json(clauses):
    print(json.dumps({
        "clauses": len(clauses), "states": count(clauses, "state"), "kinds": count(clauses, "is"),
        "features": features_of(clauses),
        "rows": {row["id"]: {"kind": row["is"], "state": row["state"],
                             **({"reason": row["why"]} if row["why"] else {})}
                 for row in clauses},
    }, ensure_ascii=False, indent=1))


def print_carriers(folder, index):
    """The tests that index.tsv names by their own name, and the quick ones of every suite that can
    hold one it names, or a runner of scenarios."""
    named = {test for tests in index.values() for test in tests}
    suites = {suite for suite, _ in named} | {"clauses"}
    told = subprocess.run(["meson", "introspect", "--tests", folder], check=True,
                          capture_output=True, text=True).stdout
    for test in json.loads(told):
        own = {suite.partition(":")[2] for suite in test["suite"]}
        if ("quick" in own and own & suites) or any((suite, test["name"]) in named
                                                    for suite in own):
            print(test["name"])


def main():
    if sys.argv[1:] == ["--tree"]:
        print(tree_line())
        return 0
    options = [argument for argument in sys.argv[1:] if argument.startswith("--")]
    folder = [argument for argument in sys.argv[1:] if not argument.startswith("--")][0]
    clauses, index = read_clauses(), read_index()
    if "--carriers" in options:
        print_carriers(folder, index)
        return 0
    results = Results(os.path.join(folder, "meson-logs", "testlog.json"))
    results.add_browser(os.path.join(ROOT, "var", "log", "browser.log"))
    for row in clauses:
        row["state"] = state_of(row["id"], index, results)
    if "--json" in options:
        print_json(clauses)
        return 0
    if "--brief" not in options:
        print_all(clauses)
    print(f"Clauses: {len(clauses)}; {say(count(clauses, 'is'), KINDS)}; "
          f"{say(count(clauses, 'state'), STATES)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
