#!/usr/bin/env python3
"""A feature a reader cannot find does not exist: whatever people may do by the table of rights is
asked by a page, of web/ or a plain one, or stands in unseen.tsv with the reason why it is not.
YIBAO_ACTIONS prints the actions (actions_list.c), YIBAO_SOURCE is the tree."""
import os
import re
import subprocess
import unittest

SOURCE = os.environ["YIBAO_SOURCE"]
# Programs and the house itself look at no page.
NO_PEOPLE = {"institution", "house"}
CALL = re.compile(r"""\bapi\.(GET|POST|PUT|DELETE)\(\s*(['"`])(/api/v1[^'"`]*)\2""")
ADDRESS = re.compile(r"`(/api/v1[^`]*)`")
QUOTED = re.compile(r"""['"]([a-z-]+)['"]""")


def pattern_of(address):
    """`/cases/${id}/papers` as the path of an action may be written: one part for each place."""
    parts = re.split(r"\$\{[^}]*\}", address.split("?")[0])
    return re.compile(r"(\{\w+\}|[a-z-]+)".join(re.escape(part) for part in parts) + "$")


class Web:
    """What the sources of the application ask of the server."""

    def __init__(self):
        self.asked = set()
        self.patterns = []      # (method, pattern, words its folder has in quotes)
        for folder, _, names in os.walk(os.path.join(SOURCE, "web", "src")):
            texts = [self.read(os.path.join(folder, name)) for name in names
                     if name.endswith((".ts", ".vue")) and ".test." not in name
                     and name != "api.gen.ts"]
            words = {word for text in texts for word in QUOTED.findall(text)}
            for text in texts:
                self.take(text, words)

    @staticmethod
    def read(path):
        with open(path, encoding="utf-8") as file:
            return file.read()

    def take(self, text, words):
        calls = set()
        for method, quote, address in CALL.findall(text):
            if quote == "`":
                calls.add(address)
                self.patterns.append((method, pattern_of(address), words))
            else:
                self.asked.add((method, address))
        for address in ADDRESS.findall(text):
            if address not in calls:
                self.patterns.append(("GET", pattern_of(address), words))

    @staticmethod
    def drawn():
        """Actions that the desk draws a form of (more/tasks.ts)."""
        text = Web.read(os.path.join(SOURCE, "web", "src", "desk", "more", "tasks.ts"))
        return set(re.findall(r"'([a-z]+\.[a-z-]+)'", text))

    def asks(self, method, path):
        return (method, path) in self.asked or any(
            method == asked and self.fits(pattern.match(path), words)
            for asked, pattern, words in self.patterns)

    @staticmethod
    def fits(found, words):
        """A word put into an address stands in its folder."""
        return found is not None and all(part.startswith("{") or part in words
                                         for part in found.groups())


def actions():
    said = subprocess.run([os.environ["YIBAO_ACTIONS"]], capture_output=True, text=True,
                          check=True).stdout
    return [line.split("\t") for line in said.splitlines()]


def reasons():
    path = os.path.join(SOURCE, "tests", "tidy", "unseen.tsv")
    with open(path, encoding="utf-8") as file:
        lines = [line.rstrip("\n") for line in file if not line.startswith("#")]
    return dict(line.split("\t", 1) for line in lines if line)


class Screens(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        web = Web()
        cls.all = {name for name, *_ in actions()}
        cls.drawn = web.drawn()
        cls.single = {name for name, *_, fields in actions() if fields == "single"}
        cls.unseen = {name for name, method, path, roles, page, _ in actions()
                      if set(roles.split()) - NO_PEOPLE and page != "page"
                      and name not in cls.drawn and not web.asks(method, path)}
        cls.reasons = reasons()

    def test_what_people_may_do_has_a_page(self):
        self.assertEqual(sorted(self.unseen - set(self.reasons)), [])

    def test_what_has_a_page_needs_no_reason(self):
        self.assertEqual(sorted(set(self.reasons) - self.unseen), [])

    def test_a_form_is_drawn_of_single_fields(self):
        self.assertEqual(sorted(self.drawn - self.single), [])

    def test_a_reason_is_said(self):
        self.assertEqual([name for name, why in self.reasons.items() if len(why) < 20], [])
        self.assertEqual(sorted(set(self.reasons) - self.all), [])


if __name__ == "__main__":
    unittest.main()
