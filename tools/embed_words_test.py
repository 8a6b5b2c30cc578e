#!/usr/bin/env python3
"""What tools/embed_words.py lets pass and what it names as a mistake."""

import pathlib
import tempfile
import unittest

import embed_words


class Embedding(unittest.TestCase):
    def setUp(self):
        self.place = tempfile.TemporaryDirectory()
        self.addCleanup(self.place.cleanup)
        self.folder = pathlib.Path(self.place.name)

    def read(self, **files):
        for name, text in files.items():
            (self.folder / f"{name}.yaml").write_text(text, encoding="utf-8")
        mistakes = embed_words.Mistakes()
        words = embed_words.read_words(self.folder, mistakes)
        return words, [pathlib.Path(line).name for line in mistakes.found]

    def read_table(self, text):
        path = self.folder / "table.tsv"
        path.write_text(text, encoding="utf-8")
        mistakes = embed_words.Mistakes()
        return embed_words.read_table(path, mistakes), mistakes.found

    def test_sentences(self):
        words, mistakes = self.read(a='# why\n\na.b-c: { zh: "一 \\"{0}\\"", en: "x: {0}, #" }\n')
        self.assertEqual(mistakes, [])
        self.assertEqual(words, {"a.b-c": ('一 "{0}"', "x: {0}, #")})

    def test_places_of_both_languages_and_of_days(self):
        words, mistakes = self.read(a='k: { zh: "{0/1}到{2:day}", en: "{0/1} by {2:day}" }\n')
        self.assertEqual(mistakes, [])
        self.assertEqual(words["k"][0], "{0/1}到{2:day}")

    def test_a_key_stands_once_in_all_files(self):
        _, mistakes = self.read(a='k: { zh: "一", en: "a" }\n', b='\nk: { zh: "二", en: "b" }\n')
        self.assertEqual(len(mistakes), 1)
        self.assertTrue(mistakes[0].startswith("a.yaml:1") or "b.yaml:2" in mistakes[0])

    def test_mistakes_name_their_line(self):
        for text, what in {
            'k: { zh: "一" }\n': "not of the form",
            'K: { zh: "一", en: "a" }\n': "not of the form",
            'k: { zh: "一", en: "a" } trailing\n': "not of the form",
            'k: { zh: "", en: "a" }\n': "says nothing in zh",
            'k: { zh: "{0}", en: "{1}" }\n': "other places",
            'k: { zh: "{3}", en: "{3}" }\n': "is no place",
            'k: { zh: "{0:month}", en: "{0:month}" }\n': "is no place",
            'k: { zh: "{0", en: "{0" }\n': "is no place",
        }.items():
            with self.subTest(text=text):
                _, mistakes = self.read(a="\n" + text)
                self.assertEqual(len(mistakes), 1)
                self.assertTrue(mistakes[0].startswith("a.yaml:2: "), mistakes[0])
                self.assertIn(what, mistakes[0])

    def test_code_tables(self):
        heading = "value\tlabel\tenglish\tedition\tparent\n"
        rows, mistakes = self.read_table("# source\n" + heading + "01\t甲\tA\tJ\t-\n2\t乙\t-\tJ\t-\n")
        self.assertEqual(mistakes, [])
        self.assertEqual(rows, [("01", "甲", "A"), ("2", "乙", "乙")])
        for text in ("value\tlabel\n", heading + "01\t甲\n", heading + "1\t\tA\tJ\t-\n",
                     heading + "1\t甲\tA\tJ\t-\n1\t乙\tB\tJ\t-\n", ""):
            with self.subTest(text=text):
                self.assertEqual(len(self.read_table(text)[1]), 1)

    def test_codes_are_sorted_without_their_zeros(self):
        tables = {"t": [("10", "十", "ten"), ("02", "二", "two"), ("1", "一", "one")]}
        source = embed_words.source_of({}, tables)
        self.assertLess(source.index('"1"'), source.index('"10"'))
        self.assertLess(source.index('"10"'), source.index('"02"'))


if __name__ == "__main__":
    unittest.main()
