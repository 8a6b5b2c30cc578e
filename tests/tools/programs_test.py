#!/usr/bin/env python3
"""The programs that need no store, as somebody calls them: settle, rules, deadline. YIBAO_PROGRAM
is the program, YIBAO_SOURCE the tree."""
import json
import os
import re
import shlex
import shutil
import subprocess
import tempfile
import unittest

SOURCE = os.environ["YIBAO_SOURCE"]
VISIT = "docs/examples/visit.json"
SHOW = ("rules", "show", "110000", "benefit.inpatient", "--insurance", "employee", "--person",
        "active")


def call(*words, given=""):
    return subprocess.run([os.environ["YIBAO_PROGRAM"], *words], capture_output=True, text=True,
                          cwd=SOURCE, input=given, timeout=300, check=False,
                          env={"PATH": os.environ["PATH"]})


class Test(unittest.TestCase):
    def said(self, *words, code=0, given=""):
        done = call(*words, given=given)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done.stdout

    def complaint(self, *words, given=""):
        """What it says it cannot use; nothing is answered beside it."""
        done = call(*words, given=given)
        self.assertEqual((done.returncode, done.stdout), (2, ""))
        return done.stderr


class Settle(Test):
    def visit(self, **changes):
        with open(os.path.join(SOURCE, VISIT), encoding="utf-8") as text:
            visit = json.load(text)
        for part, values in changes.items():
            visit[part].update(values)
        return json.dumps(visit)

    def test_parts_and_steps_in_both_languages(self):
        text = self.said("settle", VISIT, "--explain")
        self.assertRegex(text, r"(?m)^已结算\n(.*\n)*统筹基金 +42895\.00\n(.*\n)*个人现金 +7225\.00$")
        self.assertRegex(text, r"(?m)^统筹分段 1300-30000 元 +28700\.00 +85% +24395\.00 +"
                               r"住院待遇（benefit\.inpatient）：北京市.* \[媒体转述\] "
                               r"rules/values/110000/employee-active-inpatient\.yaml:\d+$")
        text = self.said("settle", VISIT, "--explain", "--language", "en")
        self.assertRegex(text, r"(?m)^band 30000-40000 yuan +10000\.00 +90% +9000\.00 ")
        self.assertNotRegex(text, "[一-鿿]")
        self.assertNotIn("band", self.said("settle", VISIT, "--language", "en"))

    def test_json_says_the_same(self):
        told = json.loads(self.said("settle", VISIT, "--explain", "--json"))
        self.assertEqual((told["outcome"], told["pooled_fund"], told["cash"]),
                         ("settle.done", "42895.00", "7225.00"))
        parts = ("funds", "account", "family_account", "cash")
        fen = sum(int(told[part].replace(".", "")) for part in parts)
        self.assertEqual(fen, int(told["total"].replace(".", "")))
        self.assertEqual([step["result"] for step in told["trail"]
                          if step["key"] == "settle.trail.band"],
                         ["24395.00", "9000.00", "9500.00"])
        self.assertEqual(json.loads(self.said("settle", VISIT, "--json"))["trail"], [])
        self.assertEqual(told, json.loads(
            self.said("settle", "-", "--explain", "--json", given=self.visit())))

    def test_as_known_on_a_day(self):
        """The rule of 2023 was not known in 2022; by the file and by the flag, the flag first."""
        bill = {"category": "outpatient", "visit": "2023-02-01"}
        later = self.visit(bill=bill)
        self.assertIn("统筹基金", self.said("settle", "-", given=later))
        for words, given in ((("--as-known", "2022-06-01"), later),
                             ((), json.dumps({**json.loads(later), "known": "2022-06-01"}))):
            self.assertIn("尚未收录：普通门诊待遇（benefit.outpatient）",
                          self.said("settle", "-", *words, given=given, code=1))
        self.said("settle", "-", "--as-known", "2023-06-01",
                  given=json.dumps({**json.loads(later), "known": "2022-06-01"}))

    def test_what_cannot_be_used_is_named(self):
        self.assertIn("不是日期（如 2020-02-10）: 2022-13-01",
                      self.complaint("settle", VISIT, "--as-known", "2022-13-01"))
        self.assertIn("不认识的选项: --explian", self.complaint("settle", VISIT, "--explian", "x"))
        self.assertIn("缺少内容: --rules", self.complaint("settle", VISIT, "--rules"))
        self.assertIn("no-such.json", self.complaint("settle", "no-such.json"))
        self.assertIn("-:2:1: 内容没有结束", self.complaint("settle", "-", given="{\n"))
        self.assertIn("bill.categry", self.complaint("settle", "-", given=self.visit(
            bill={"categry": "inpatient"})))


class Rules(Test):
    def test_a_mistake_is_told_with_file_line_and_key(self):
        self.assertRegex(self.said("rules", "check"), r"^\d{3} 个文件：数值 \d{3} 条.*全部正确\n$")
        with tempfile.TemporaryDirectory() as folder:
            shutil.copytree(os.path.join(SOURCE, "rules"), folder, dirs_exist_ok=True)
            path = os.path.join(folder, "values", "371300", "resident-inpatient.yaml")
            with open(path, encoding="utf-8") as text:
                whole = text.read()
            with open(path, "w", encoding="utf-8") as text:
                text.write(whole.replace("deductible-per:", "deductible-pre:", 1))
            line = whole[:whole.index("deductible-per:")].count("\n") + 1
            said = self.said("rules", "check", folder, code=1)
            self.assertIn(f"values/371300/resident-inpatient.yaml:{line}", said)
            self.assertIn("deductible-pre", said)

    def test_what_holds_on_a_day(self):
        told = json.loads(self.said(*SHOW, "--on", "2022-01-01", "--json"))
        self.assertEqual((told["answer"], told["from"], told["certainty"]),
                         ("found", "2022-01-01", "reported"))
        older = self.said(*SHOW, "--on", "2021-12-31")
        self.assertRegex(older, r"bands\[4\]\.until +300000\.00")
        self.assertRegex(self.said(*SHOW, "--on", "2022-01-01"), r"bands\[4\]\.until +500000\.00")
        # What was left open is named with what we took.
        self.assertRegex(older, r"counts +cost\n +per +year\n(.*\n)* +decided +counts and per")
        # Between two snapshots nothing is known, and the nearest is not taken.
        self.assertIn("不可知", self.said("rules", "show", "371300", "benefit.inpatient",
                                       "--insurance", "employee", "--on", "2023-06-01", code=1))

    def test_as_known_on_a_day(self):
        day = ("rules", "calendar", "2020-02-01")
        self.assertRegex(self.said(*day, "--as-known", "2020-01-20"), "^2020-02-01 周六  上班")
        self.assertRegex(self.said(*day), "^2020-02-01 周六  不上班")
        show = ("rules", "show", "110000", "benefit.outpatient", "--insurance", "employee",
                "--person", "active", "--on", "2023-02-01")
        self.assertIn("20000.00", self.said(*show))
        self.said(*show, "--as-known", "2022-06-01", code=1)

    def test_what_changes_between_two_days(self):
        said = self.said("rules", "diff", "2022-08-31", "2022-09-01", "371300")
        self.assertRegex(said, r"rates\[tier3\]\.bands\[1\]\.share +55% → 60%\n")
        self.assertRegex(said, r"rates\[tier2\]\.deductible\[1\]\.first +500\.00 → 400\.00\n")
        self.assertEqual(self.said("rules", "diff", "2022-09-02", "2022-09-03", "371300"),
                         "没有变化。\n")

    def test_what_cannot_be_used_is_named(self):
        self.assertIn("999999", self.complaint("rules", "show", "999999", "--on", "2020-01-01"))
        self.assertIn("benefit.inpatient", self.complaint(
            "rules", "show", "110000", "benefit.inpatent", "--on", "2020-01-01"))
        self.assertIn("2020-02-30", self.complaint(*SHOW, "--on", "2020-02-30"))
        for words in (("diff", "2022-08-31", "2022-09-01"), ("check",),
                      ("show", "110000", "measures", "--on", "2020-02-10")):
            self.assertIn("--json 只用于", self.complaint("rules", *words, "--json"))


class Deadline(Test):
    def test_each_day_is_explained(self):
        ask = ("deadline", "explain", "5 working-days", "--place", "110105", "--start",
               "2020-01-20")
        said = self.said(*ask)
        self.assertRegex(said, r"截止 2020-02-04 ")
        self.assertRegex(said, r"2020-01-31 – 2020-02-02  不计 3 天.*国办发明电〔2020〕1号")
        self.assertRegex(self.said(*ask, "--known", "2020-01-26"), "截止 2020-02-01 ")
        for example in re.findall(r"(?m)^  yibao (deadline .*)$", self.said("deadline", "--help")):
            self.assertIn("截止 ", self.said(*shlex.split(example)))


if __name__ == "__main__":
    unittest.main()
