#!/usr/bin/env python3
"""Prints which clauses of the notices are carried by a test that passes.

    clauses.py [--brief] BUILD-FOLDER

The clauses are tests/clauses/clauses.tsv. What carries one is told in two ways:
  - a line `id<TAB>suite<TAB>test name` of tests/clauses/index.tsv: a meson test of that suite, or
    one test of it, by the name that cmocka prints;
  - a file tests/clauses/<id>.*: the meson test of that name, or a line "pass <id>" or "fail <id>"
    that a runner of such files prints.
A clause is "pass" when what carries it passed in the last run of BUILD-FOLDER, "fail" when it
failed, "open" when nothing carries it or it was not run.
"""
import json
import os
import re
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
CLAUSES = os.path.join(ROOT, "tests", "clauses")
CMOCKA_LINE = re.compile(r"^\[ *(OK|FAILED) *\] ([A-Za-z_][A-Za-z0-9_]*)\s*$", re.M)
RUNNER_LINE = re.compile(r"^(pass|fail) ([A-Z]+[0-9]+-[A-Za-z0-9.]+)\b", re.M)


def read_clauses():
    with open(os.path.join(CLAUSES, "clauses.tsv"), encoding="utf-8") as table:
        names = table.readline().rstrip("\n").split("\t")
        return [dict(zip(names, line.rstrip("\n").split("\t"))) for line in table if line.strip()]


def read_index():
    """id -> list of (suite, test name)"""
    index = {}
    try:
        with open(os.path.join(CLAUSES, "index.tsv"), encoding="utf-8") as table:
            for line in table:
                if line.strip() and not line.startswith("#"):
                    clause, suite, name = line.rstrip("\n").split("\t")[:3]
                    index.setdefault(clause, []).append((suite, name))
    except FileNotFoundError:
        pass
    return index


def clause_files():
    return {name.rsplit(".", 1)[0] for name in os.listdir(CLAUSES)
            if re.match(r"[A-Z]+[0-9]+-", name)}


class Results:
    """What the last run said, by (suite, name) and by clause id."""

    def __init__(self, path):
        self.tests = {}
        self.clauses = {}
        try:
            with open(path, encoding="utf-8", errors="replace") as log:
                for line in log:
                    if line.strip():
                        self.add(json.loads(line))
        except FileNotFoundError:
            print("Nothing was run yet in this folder: every clause is open.")

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
        self.note(self.clauses, name, good)
        for verdict, clause in RUNNER_LINE.findall(text):
            self.note(self.clauses, clause, verdict == "pass")


def state_of(clause, index, files, results):
    verdicts = [results.tests.get(test) for test in index.get(clause, [])]
    if clause in files or clause in results.clauses:
        verdicts.append(results.clauses.get(clause))
    if False in verdicts:
        return "fail"
    if verdicts and all(verdicts):
        return "pass"
    return "open"


def main():
    arguments = sys.argv[1:]
    brief = "--brief" in arguments
    folder = [argument for argument in arguments if argument != "--brief"][0]
    if not os.path.exists(os.path.join(CLAUSES, "clauses.tsv")):
        print("No tests/clauses/clauses.tsv in this tree")
        return 1
    clauses, index, files = read_clauses(), read_index(), clause_files()
    results = Results(os.path.join(folder, "meson-logs", "testlog.json"))
    totals, by_notice = {}, {}
    for clause in clauses:
        state = state_of(clause["id"], index, files, results)
        totals[state] = totals.get(state, 0) + 1
        notice = by_notice.setdefault(clause["id"].partition("-")[0], {})
        notice[state] = notice.get(state, 0) + 1
        if not brief:
            print(f"{state:5} {clause['id']:14} {clause['kind']} {clause['scope']:5}"
                  f"{clause['gloss']}")
    if not brief:
        for notice, states in by_notice.items():
            print(f"{notice}: {states.get('pass', 0)} pass, {states.get('fail', 0)} fail, "
                  f"{states.get('open', 0)} open")
    print(f"Clauses: {totals.get('pass', 0)} of {len(clauses)} carried by a test that passes, "
          f"{totals.get('fail', 0)} fail, {totals.get('open', 0)} open")
    return 0


if __name__ == "__main__":
    sys.exit(main())
