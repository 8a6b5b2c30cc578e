#!/usr/bin/env python3
"""tally.py and clauses.py decide whether a change passes, so they are tested themselves."""
import glob
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import clauses
import tally


def entry(name="yibao:quick+base / text", result="OK", stdout="", stderr=""):
    return {"name": name, "result": result, "stdout": stdout, "stderr": stderr}


class Tally(unittest.TestCase):
    def test_cmocka_tests_are_counted_one_by_one(self):
        text = "[  PASSED  ] 7 test(s).\n[  PASSED  ] 2 test(s).\n"
        self.assertEqual(tally.counts_of(entry(stderr=text)), (9, 0, 0))

    def test_failed_cmocka_tests(self):
        text = "[  PASSED  ] 6 test(s).\n[  FAILED  ] 2 test(s), listed below:\n"
        self.assertEqual(tally.counts_of(entry(result="FAIL", stderr=text)), (6, 2, 0))

    def test_a_crash_after_good_tests_is_a_failure(self):
        text = "[  PASSED  ] 6 test(s).\n==1==ERROR: LeakSanitizer: detected memory leaks\n"
        self.assertEqual(tally.counts_of(entry(result="FAIL", stderr=text)), (6, 1, 0))
        self.assertEqual(tally.counts_of(entry(result="TIMEOUT")), (0, 1, 0))
        self.assertEqual(tally.counts_of(entry(result="ERROR")), (0, 1, 0))

    def test_a_program_that_counts_nothing_is_one_test(self):
        self.assertEqual(tally.counts_of(entry()), (1, 0, 0))

    def test_failures_reported_with_exit_status_0_count(self):
        self.assertEqual(tally.counts_of(entry(stdout="3 passed, 1 failed\n")), (3, 1, 0))

    def test_unittest(self):
        self.assertEqual(tally.counts_of(entry(stderr="Ran 5 tests in 0.1s\n\nOK\n")), (5, 0, 0))
        text = "Ran 5 tests in 0.1s\n\nFAILED (failures=1, errors=1, skipped=1)\n"
        self.assertEqual(tally.counts_of(entry(result="FAIL", stderr=text)), (2, 2, 1))

    def test_skipped(self):
        self.assertEqual(tally.counts_of(entry(result="SKIP")), (0, 0, 1))
        self.assertEqual(tally.counts_of(entry(stderr="[  SKIPPED ] 2 test(s), listed below:\n")),
                         (0, 0, 2))


class Clauses(unittest.TestCase):
    def results(self, *entries):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "log.json")
            with open(path, "w", encoding="utf-8") as log:
                log.writelines(json.dumps(one) + "\n" for one in entries)
            return clauses.Results(path)

    def test_by_program_and_by_single_test(self):
        results = self.results(
            entry("yibao:quick+settle / cases", stdout="[       OK ] halved_rate\n"
                                                       "[  FAILED  ] late_fee\n", result="FAIL"))
        index = {"A1-1": [("settle", "halved_rate")], "A1-2": [("settle", "late_fee")],
                 "A1-3": [("settle", "cases")], "A1-4": [("fund", "halved_rate")]}
        states = [clauses.state_of(name, index, results)
                  for name in ("A1-1", "A1-2", "A1-3", "A1-4", "A1-5")]
        self.assertEqual(states, ["pass", "fail", "fail", "open", "open"])

    def test_by_runner(self):
        results = self.results(entry("yibao:clauses / clauses", stdout="pass BJ4-10a\n"
                                     "fail BJ4-10b\nholds BJ4-10d\nbreaks BJ4-10e\n"
                                     "holds BJ4-10a\nbreaks BJ4-10f\npass BJ4-10f\n"))
        states = [clauses.state_of("BJ4-10" + letter, {}, results) for letter in "abcdef"]
        self.assertEqual(states, ["pass", "fail", "open", "book", "fail", "fail"])

    def test_features_count_and_explain(self):
        rows = [{"id": "A1-1", "features": "F01 F02", "state": "pass", "is": "measure", "why": ""},
                {"id": "A1-2", "features": "F01", "state": "open", "is": "base", "why": "of old"}]
        features = clauses.features_of(rows)
        self.assertEqual((features["F01"]["clauses"], features["F01"]["passing"]), (2, 1))
        self.assertIn("of old", features["F01"]["open_clauses"]["A1-2"])
        self.assertEqual(features["F02"]["open"], 0)

    def test_a_measure_says_what_is_missing(self):
        shown = {"state": "book", "is": "measure", "why": "no room of reports"}
        self.assertIn("no room of reports", clauses.reason_of(shown))
        self.assertEqual(clauses.reason_of(dict(shown, state="open")), "no room of reports")
        self.assertEqual(clauses.reason_of(dict(shown, state="open", why="")),
                         "no test shows it yet")

    def test_settling_and_prescribing_are_carried_or_say_why_not(self):
        carried = set(clauses.read_index())
        for path in glob.glob(os.path.join(clauses.CLAUSES, "clause_*_test.c")):
            with open(path, encoding="utf-8") as source:
                carried.update(re.findall(r'\{ "([^"]*)"', source.read()))
        carried = {one for names in carried for one in names.split()}
        for path in glob.glob(os.path.join(clauses.CLAUSES, "scenarios", "*", "*.yaml")):
            with open(path, encoding="utf-8") as source:
                for names in re.findall(r"\bclauses: \[([^]]*)\]", source.read()):
                    carried.update(names.replace(",", " ").split())
        silent = [row["id"] for row in clauses.read_clauses()
                  if {"F13", "F16"} & set(row["features"].split())
                  and row["id"] not in carried and not row["why"]]
        self.assertEqual(silent, [])

    def test_a_test_in_the_browser_carries(self):
        results, stale = self.results(), self.results()
        ran = ("TAP version 13\n# Subtest: hall\n    ok 1 - is shown\n"
               "    not ok 2 - is sent # time=3\nok 1 - hall\n")
        for told, tree in ((results, clauses.tree_line()), (stale, "# tree 0")):
            with tempfile.NamedTemporaryFile("w", suffix=".log") as log:
                log.write(tree + "\n" + ran)
                log.flush()
                told.add_browser(log.name)
        self.assertEqual(stale.tests, self.results().tests)
        results.add_browser("/nowhere")
        index = {"A1-1": [("browser", "is shown")], "A1-2": [("browser", "is sent")],
                 "A1-3": [("browser", "is gone")]}
        self.assertEqual([clauses.state_of(name, index, results) for name in index],
                         ["pass", "fail", "open"])

    def test_a_skipped_test_carries_nothing(self):
        results = self.results(entry("yibao:settle / one", result="SKIP"))
        self.assertEqual(clauses.state_of("A1-1", {"A1-1": [("settle", "one")]}, results),
                         "open")


class Check(unittest.TestCase):
    """./check in a tree whose builders, testers and databases are noisy stand-ins."""

    def stand_in(self, tree, path, text):
        path = os.path.join(tree, path)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as script:
            script.write("#!/bin/bash\n" + text)
        os.chmod(path, 0o755)

    def test_clauses_as_one_object(self):
        with tempfile.TemporaryDirectory() as tree:
            shutil.copy(os.path.join(clauses.ROOT, "check"), tree)
            for folder in ("tests/tools", "tests/clauses"):
                shutil.copytree(os.path.join(clauses.ROOT, folder), os.path.join(tree, folder))
            for noisy in ("tools/install-packages", "tools/build", "tests/tools/postgres.sh"):
                self.stand_in(tree, noisy, 'echo "$0 says something"\n')
            ran = entry("yibao:clauses / x", stdout="pass BJ4-10a\n")
            self.stand_in(tree, "bin/meson", "echo testing\nmkdir -p var/build/quick/meson-logs\n"
                          f"echo '{json.dumps(ran)}' >var/build/quick/meson-logs/testlog.json\n")
            path = os.path.join(tree, "bin") + ":" + os.environ["PATH"]
            done = subprocess.run(["./check", "clauses", "--json"], cwd=tree, check=True,
                                  capture_output=True, text=True,
                                  env={**os.environ, "PATH": path})
        told = json.loads(done.stdout)
        self.assertEqual(told["rows"]["BJ4-10a"]["state"], "pass")
        self.assertGreater(told["features"]["F01"]["open"], 0)
        self.assertIn("testing", done.stderr)


if __name__ == "__main__":
    unittest.main()
