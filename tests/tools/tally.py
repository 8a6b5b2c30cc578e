#!/usr/bin/env python3
"""Counts what a test run did: prints "passed failed skipped" for one testlog.json of meson.

A test program that counts its own tests (cmocka, Python's unittest, or a last line
"N passed, N failed") adds those; any other counts as one. A program that failed without saying
which test did (a sanitizer, a crash, a timeout) adds one failure.
"""
import json
import re
import sys

CMOCKA_PASSED = re.compile(r"^\[  PASSED  \] (\d+) test\(s\)\.", re.M)
CMOCKA_FAILED = re.compile(r"^\[  FAILED  \] (\d+) test\(s\)", re.M)
CMOCKA_SKIPPED = re.compile(r"^\[  SKIPPED \] (\d+) test\(s\)", re.M)
UNITTEST_RAN = re.compile(r"^Ran (\d+) tests? in ", re.M)
UNITTEST_END = re.compile(r"^(?:OK|FAILED)(?: \(([^)]*)\))?$", re.M)
OUR_SUMS = re.compile(r"^(\d+) passed, (\d+) failed$", re.M)


def sum_of(pattern, text):
    return sum(int(found) for found in pattern.findall(text))


def unittest_counts(text):
    ran = sum_of(UNITTEST_RAN, text)
    end = UNITTEST_END.search(text)
    if not ran or end is None:
        return 0, 0, 0
    words = dict(part.split("=") for part in (end.group(1) or "").split(", ") if "=" in part)
    failed = int(words.get("failures", 0)) + int(words.get("errors", 0))
    skipped = int(words.get("skipped", 0))
    return max(ran - failed - skipped, 0), failed, skipped


def counts_of(entry):
    """(passed, failed, skipped) of one test program."""
    text = (entry.get("stdout") or "") + "\n" + (entry.get("stderr") or "")
    result = entry.get("result", "ERROR")
    if result == "SKIP":
        return 0, 0, 1
    passed, failed, skipped = unittest_counts(text)
    passed += sum_of(CMOCKA_PASSED, text)
    failed += sum_of(CMOCKA_FAILED, text)
    skipped += sum_of(CMOCKA_SKIPPED, text)
    ours = OUR_SUMS.findall(text)
    if ours:
        passed += int(ours[-1][0])
        failed += int(ours[-1][1])
    good = result in ("OK", "EXPECTEDFAIL")
    if good and failed == 0:
        return (passed, 0, skipped) if passed or skipped else (1, 0, 0)
    if good:
        # It reported failures and still exited 0: believe the report.
        return passed, failed, skipped
    return passed, max(failed, 1), skipped


def read_log(path):
    with open(path, encoding="utf-8", errors="replace") as log:
        return [json.loads(line) for line in log if line.strip()]


def main():
    try:
        entries = read_log(sys.argv[1])
    except FileNotFoundError:
        print("no tests were run: there is no " + sys.argv[1], file=sys.stderr)
        print("0 0 0")
        return
    sums = [sum(column) for column in zip(*map(counts_of, entries))] or [0, 0, 0]
    print(*sums)


if __name__ == "__main__":
    main()
