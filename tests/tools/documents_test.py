#!/usr/bin/env python3
"""What documents say of the program is what it says itself: its help, its settings, the files that
are named. YIBAO_PROGRAM is the program, YIBAO_SOURCE the tree."""
import glob
import os
import re
import subprocess
import unittest

SOURCE = os.environ["YIBAO_SOURCE"]
HELP = re.compile(r"^## (yibao.*)\n(?:.*\n)*?```\n((?:.*\n)*?)```$", re.M)
# `settle_desk.c: settle_gather` and `src/base/limits.h` alike.
FILE_NAMED = re.compile(r"`([\w/]+\.(?:c|h|sql|py|tsv|yaml))\b[^`]*`")
# Shapes of names, as in `x_store.c`.
PATTERN = re.compile(r"^(?:x|x_\w+|(?:schema/)?NNNN_name)\.\w+$")


def said_by(*words):
    program = os.environ["YIBAO_PROGRAM"]
    return subprocess.run([program, *words], capture_output=True, text=True, cwd=SOURCE,
                          env={"PATH": os.environ["PATH"]}, timeout=300, check=True).stdout


def document(name):
    with open(os.path.join(SOURCE, name), encoding="utf-8") as text:
        return text.read()


class Commands(unittest.TestCase):
    def setUp(self):
        self.told = dict(HELP.findall(document("docs/commands.md")))

    def test_every_program_is_told(self):
        programs = re.findall(r"^  (\w+) ", said_by("--help"), re.M)
        self.assertIn("serve", programs)
        told = " ".join(self.told).replace(",", " ").split()
        self.assertEqual([name for name in programs if name not in told], [])

    def test_help_is_what_it_prints(self):
        for heading, text in self.told.items():
            with self.subTest(heading):
                program = heading.split()[-1]
                words = [] if program == "yibao" else [program]
                english = said_by(*words, "--help", "--language", "en")
                self.assertEqual(text.rstrip(), english.rstrip())

    def test_help_is_chinese_and_names_the_same(self):
        """Chinese where nobody asks for English; the same options in both."""
        for heading in self.told:
            program = heading.split()[-1]
            words = [] if program == "yibao" else [program]
            chinese = said_by(*words, "--help")
            english = said_by(*words, "--help", "--language=en")
            flags = [set(re.findall(r"--[a-z][a-z-]+", told)) for told in (chinese, english)]
            with self.subTest(heading):
                self.assertIn("用法：", chinese)
                self.assertEqual(flags[0], flags[1])
                self.assertNotRegex(english, "[\u4e00-\u9fff]{6}")


class Settings(unittest.TestCase):
    def test_every_setting_is_told(self):
        settings = re.findall(r"^ *--([a-z-]+) ", said_by("serve", "--help"), re.M)
        self.assertIn("store", settings)
        rows = [line.split("|")[1] for line in document("docs/operating.md").split("\n")
                if line.startswith("| `")]
        told = re.findall(r"`([a-z-]+)`", " ".join(rows))
        self.assertEqual([name for name in settings if name not in told], [])


class Transactions(unittest.TestCase):
    def test_what_is_said_to_be_served_is_served(self):
        rows = [line.split("\t") for line in
                document("rules/interface/transactions.tsv").splitlines()
                if not line.startswith("#")]
        column = rows[0].index("served")
        said = {row[0] for row in rows[1:] if row[column] == "yes"}
        made = set()
        for path in glob.glob(os.path.join(SOURCE, "src", "rooms", "*", "*_nhsa.c")):
            made.update(re.findall(r'\.infno = "(\w+)"', document(path)))
        self.assertEqual(made, said)


class Files(unittest.TestCase):
    def test_files_that_are_named_are_there(self):
        there = set()
        for folder in ("src", "tests", "schema", "rules", "tools", "words", "demo"):
            for path, _, names in os.walk(os.path.join(SOURCE, folder)):
                there.update(os.path.relpath(os.path.join(path, name), SOURCE) for name in names)
        for name in ("ARCHITECTURE.md", "docs/operating.md", "src/lanes/README.md",
                     "src/doors/README.md", "src/stores/README.md"):
            named = FILE_NAMED.findall(document(name))
            self.assertTrue(named)
            gone = [file for file in named if not PATTERN.match(file)
                    and not any(("/" + path).endswith("/" + file) for path in there)]
            self.assertEqual(gone, [], name)

    def test_every_figure_has_an_example_that_is_there(self):
        folders = {"good": "src/rooms/settle/cases/good", "bad": "src/rooms/settle/cases/bad"}
        lines = {"months": document("src/rooms/contribute/cases/months.yaml"),
                 "claims": document("src/rooms/claim/cases/claims.yaml")}
        rows = [row.split("|")[1:-1] for row in document("docs/worked-examples.md").splitlines()
                if row.startswith("| ") and not row.startswith("| Figure")]
        self.assertGreater(len(rows), 40)
        gone = []
        for figure, examples, _ in rows:
            named = re.findall("`([^`]+)`", examples)
            if not named and "not served: " not in examples:
                gone.append(figure)
            for name in named:
                file, _, says = name.partition(": ")
                folder, _, example = name.partition("/")
                path = f"{folders[folder]}/{example}.yaml" if folder in folders else name
                there = ("says: " + says in lines[file] if file in lines
                         else glob.glob(os.path.join(SOURCE, path)))
                if not there:
                    gone.append(name)
        self.assertEqual(gone, [])


if __name__ == "__main__":
    unittest.main()
