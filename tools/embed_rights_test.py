#!/usr/bin/env python3
"""Each mistake in a table of rights that embed_rights must name."""

import pathlib
import tempfile
import unittest

import embed_rights

HEADER = "enum role {\n    ROLE_PUBLIC,  /* x */\n    ROLE_VILLAGE_CLERK,\n    ROLE_COUNT\n};"
HEADING = "action\tpublic\tvillage-clerk\n"


class Rights(unittest.TestCase):
    def read(self, text):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "rights.tsv"
            path.write_text(text, encoding="utf-8")
            return embed_rights.read_rights(path, embed_rights.roles_of(HEADER))

    def test_roles_of_the_enum(self):
        self.assertEqual(embed_rights.roles_of(HEADER), ["public", "village-clerk"])

    def test_a_good_table(self):
        rows, mistakes = self.read("# why\n" + HEADING + "a.b\t.\town\na.c\tall\tall\n")
        self.assertEqual((rows, mistakes), ([("a.b", 2, 0), ("a.c", 3, 3)], []))
        self.assertIn('{ "a.b", 0x2u, 0x0u }', embed_rights.write_table(rows))

    def test_mistakes(self):
        for text, what in (("action\tpublic\n", "the columns are"),
                           (HEADING + "a.b\t.\n", "1 words for 2 roles"),
                           (HEADING + "a.b\t.\tyes\n", "no such word: 'yes'"),
                           (HEADING + "b.b\t.\t.\na.b\t.\t.\n", "stands after"),
                           (HEADING + "a.b\t.\t.\na.b\t.\t.\n", "stands after")):
            _, mistakes = self.read(text)
            self.assertEqual(len(mistakes), 1, text)
            self.assertIn(what, mistakes[0])


if __name__ == "__main__":
    unittest.main()
