#!/usr/bin/env python3
"""Each rule of tidy.py is shown bad files, which it must name at their line, and good ones."""
import os
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import tidy
from source import Tree, functions

WORDS = 'settle.refused.late: { zh: "晚了 {0} 天", en: "{0} days late" }\n'
CLAUSES = "id\tkind\nBJ4-10a\tD\nBJ4-10b\tD\nBJ4-07c\tR\n"
DIVISIONS = "code\tparent\n110000\t0\n370000\t0\n120000\t0\n"


class Rules(unittest.TestCase):
    def complaints(self, rule, files):
        with tempfile.TemporaryDirectory() as root:
            for path, text in files.items():
                os.makedirs(os.path.dirname(os.path.join(root, path)) or root, exist_ok=True)
                with open(os.path.join(root, path), "w", encoding="utf-8", newline="") as file:
                    file.write(text)
            return [(path, line) for path, line, _ in rule(Tree(root))]

    def bad(self, rule, path, text, line=1, **more):
        files = dict(more.get("beside", {}))
        files[path] = text
        self.assertIn((path, line), self.complaints(rule, files))

    def good(self, rule, path, text, **more):
        files = dict(more.get("beside", {}))
        files[path] = text
        self.assertEqual(self.complaints(rule, files), [])

    def test_arrows(self):
        self.bad(tidy.arrows, "src/base/a.c", '\n#include "core/money.h"\n', 2)
        self.bad(tidy.arrows, "src/core/a.c", '#include "rooms/fund/fund.h"\n')
        self.bad(tidy.arrows, "src/core/a_test.c", '#include "stores/sqlite.h"\n')
        self.bad(tidy.arrows, "src/doors/http/a.c", '#include "lanes/lane.h"\n')
        self.bad(tidy.arrows, "src/rooms/fund/fund.c", '#include "fund.h"\n')
        self.bad(tidy.arrows, "src/odd/a.c", "\n")
        self.good(tidy.arrows, "src/lanes/a_test.c", '#include "stores/sqlite.h"\n')
        self.good(tidy.arrows, "src/doors/http/a.c", '#include "doors/http/a.h"\n'
                  '#include "core/money.h"\n#include "base/text.h"\n#include <stdio.h>\n')
        self.good(tidy.arrows, "src/programs/a.c", '#include "lanes/lane.h"\n')
        self.good(tidy.arrows, "src/base/a.c", '/*\n#include "core/money.h"\n*/\n')

    def test_room_order(self):
        self.bad(tidy.room_order, "src/rooms/party/party.c", '#include "rooms/settle/settle.h"\n')
        self.bad(tidy.room_order, "src/rooms/settle/settle.c",
                 '#include "rooms/fund/fund_room.h"\n')
        self.bad(tidy.room_order, "src/rooms/kitchen/kitchen.c", "\n")
        self.good(tidy.room_order, "src/rooms/settle/settle.c", '#include "rooms/fund/fund.h"\n'
                  '#include "rooms/party/party_facts.h"\n#include "rooms/settle/settle_room.h"\n')
        self.good(tidy.room_order, "src/rooms/rooms.c", '#include "rooms/report/report_room.h"\n')

    def test_pure_decisions(self):
        for header in ("core/store.h", "base/clock.h", "base/log.h", "base/json.h"):
            self.bad(tidy.pure_decisions, "src/rooms/fund/fund.c", f'#include "{header}"\n')
        self.bad(tidy.pure_decisions, "src/rooms/fund/fund_hold.c", '#include "core/store.h"\n')
        self.good(tidy.pure_decisions, "src/rooms/fund/fund_store.c", '#include "core/store.h"\n')

    def test_decisions_explained(self):
        rule = "measures:\n  - { extend: { to: open, decided: our-day } }\n"
        self.bad(tidy.decisions_explained, "rules/notices/110000/a.yaml", rule, 2)
        self.good(tidy.decisions_explained, "rules/notices/110000/a.yaml", rule,
                  beside={"docs/decisions/001-a.md": "| `our-day` | ours |\n"})

    def test_libraries(self):
        self.bad(tidy.libraries, "src/core/a.c", "#include <sqlite3.h>\n")
        self.bad(tidy.libraries, "src/rooms/fund/fund.c", "#include <json-c/json.h>\n")
        self.good(tidy.libraries, "src/stores/a.c", "#include <sqlite3.h>\n")

    def test_file_length(self):
        self.bad(tidy.file_length, "src/base/a.c", "\n" * 601, 601)
        self.bad(tidy.file_length, "tests/browser/a.test.mjs", "\n" * 601, 601)
        self.good(tidy.file_length, "src/base/a.c", "\n" * 600)

    def test_function_length(self):
        self.bad(tidy.function_length, "src/base/a.c",
                 "int f(void)\n{\n" + "    g();\n" * 69 + "}\n", 2)
        self.good(tidy.function_length, "src/base/a.c",
                  "int f(void)\n{\n" + "    g();\n" * 68 + "}\n")
        # A table is no function, however long.
        self.good(tidy.function_length, "src/base/a.c",
                  "static const int a[] = {\n" + "    1,\n" * 200 + "};\n")

    def test_function_scanner(self):
        code = ("struct a { int b; };\nstatic struct a *f(int (*call)(void), char c)\n{\n"
                "#ifdef X\n    if (c) {\n#else\n    {\n#endif\n    }\n}\n"
                "int g(void) { return 0; }\n")
        self.assertEqual([(name, last - first) for name, first, last in functions(code)],
                         [("f", 7), ("g", 0)])

    def test_line_length(self):
        self.bad(tidy.line_length, "src/base/a.c", "\n" + "x" * 101 + "\n", 2)
        self.good(tidy.line_length, "src/base/a.c", "医" * 100 + "\n")

    def test_blanks(self):
        self.bad(tidy.blanks, "src/base/a.c", "\tint a;\n")
        self.bad(tidy.blanks, "src/base/a.c", "int a; \n")
        self.bad(tidy.blanks, "src/base/a.c", "int a;\r\n")
        self.bad(tidy.blanks, "run", "true")
        self.good(tidy.blanks, "src/base/a.c", "int a;\n")

    def test_banned_calls(self):
        for name in tidy.BANNED:
            self.bad(tidy.banned_calls, "src/core/a.c", f"int a = {name}(b);\n")
        self.good(tidy.banned_calls, "src/base/clock.c", "x = time(NULL);\n")
        self.good(tidy.banned_calls, "src/core/a.c", "/* system(x) */ a->time(b); run_time(c);\n")
        self.good(tidy.banned_calls, "src/core/a.c", 'say("system(x)");\n')

    def test_no_typedef(self):
        self.bad(tidy.no_typedef, "src/core/a.h", "typedef struct a { int b; } a;\n")
        self.good(tidy.no_typedef, "src/core/a.h", "struct a { int b; };\n")

    def test_no_floats(self):
        self.bad(tidy.no_floats, "src/rooms/fund/fund.c", "static double rate;\n")
        self.bad(tidy.no_floats, "src/core/a.h", "float rate;\n")
        self.good(tidy.no_floats, "src/core/a.h", "/* never a double */\n")
        self.good(tidy.no_floats, "src/programs/bench.c", "double seconds;\n")
        self.good(tidy.no_floats, "src/core/a_test.c", "double seconds;\n")

    def test_bucket_first(self):
        table = "CREATE TABLE visit (\n    bucket {bucket} NOT NULL,\n    visit {id} NOT NULL,\n"
        self.bad(tidy.bucket_first, "schema/1.sql", table + "    PRIMARY KEY (visit)\n);\n", 4)
        self.bad(tidy.bucket_first, "schema/1.sql",
                 table + "    PRIMARY KEY (bucket, visit),\n    UNIQUE (visit)\n);\n", 5)
        self.bad(tidy.bucket_first, "schema/1.sql", "CREATE TABLE a (\n    b {id} PRIMARY KEY\n);",
                 2)
        self.bad(tidy.bucket_first, "schema/1.sql",
                 "\nCREATE UNIQUE INDEX a ON visit (visit);\n", 2)
        self.good(tidy.bucket_first, "schema/1.sql",
                  table + "    -- UNIQUE (visit)\n    PRIMARY KEY (bucket, visit)\n);\n"
                  "CREATE INDEX a ON visit (visit);\n")
        self.good(tidy.bucket_first, "schema/1.sql", "CREATE TABLE lane (lane {id} PRIMARY KEY);\n")

    def test_words_complete(self):
        self.bad(tidy.words_complete, "words/a.yaml", '\na.b: { zh: "好", en: "" }\n', 2)
        self.bad(tidy.words_complete, "words/a.yaml", 'a.b: { zh: "好" }\n')
        self.bad(tidy.words_complete, "words/a.yaml", 'a.b: { zh: "{0}", en: "none" }\n')
        self.bad(tidy.words_complete, "words/a.yaml", 'a.b: { zh: "好", en: "a" }\n' * 2, 2)
        self.good(tidy.words_complete, "words/a.yaml", WORDS)

    def test_words_used(self):
        beside = {"words/settle.yaml": WORDS}
        self.bad(tidy.words_used, "src/rooms/settle/settle.c", '\nsay("settle.refused.early");\n',
                 2, beside=beside)
        self.good(tidy.words_used, "src/rooms/settle/settle.c",
                  'say("settle.refused.late");\nopen("settle.yaml");\n/* "settle.refused.no" */\n'
                  '.name = "settle.outpatient",\nrun("settle.outpatient");\n', beside=beside)

    def test_sentences_in_words(self):
        rule = tidy.sentences_in_words
        self.bad(rule, "src/rooms/a/a.c", 'tell("没有这个地区");\n')
        self.bad(rule, "src/programs/a.c", '\nputs("there is no such place");\n', 2)
        self.bad(rule, "src/programs/a.c", 'fprintf(stderr, "yibao a: no such day: %s\\n", day);\n')
        self.good(rule, "src/programs/a.c", '/* 没有 */ printf("%-9s %s\\n", name, is);\n')
        self.good(rule, "src/programs/a.c", 'fprintf(stderr, "yibao demo: %s\\n", why);\n')
        self.good(rule, "src/rooms/a/a_test.c", 'is("姓名");\n')
        self.good(rule, "src/rooms/bulk/bulk_columns.c", 'is("是");\n')

    def test_web_words(self):
        path = "words/web/a.yaml"
        self.bad(tidy.web_words, path, 'a.b: { zh: "好" }\n')
        self.bad(tidy.web_words, path, 'a.b: { zh: "好 {n}", en: "good" }\n')
        self.bad(tidy.web_words, path, 'a: { zh: "好", en: "a" }\n' * 2, 2)
        self.good(tidy.web_words, path, '# one\na.b: { zh: "好 {n}", en: "{n} good" }\n')
        beside = {path: 'a.b: { zh: "好", en: "a" }\n'}
        self.bad(tidy.web_words, "web/src/a.vue", "<p>{{ t('a.c') }}</p>\n", beside=beside)
        self.good(tidy.web_words, "web/src/a.vue", "<p>{{ t('a.b') }}</p>\n", beside=beside)

    def test_law_in_data(self):
        beside = {"rules/divisions/divisions.tsv": DIVISIONS}
        self.bad(tidy.law_in_data, "src/core/a.c", 'cite("京医保发〔2020〕4号");\n', beside=beside)
        self.bad(tidy.law_in_data, "src/core/a.c", 'if (is(place, "120000"))\n', beside=beside)
        self.bad(tidy.law_in_data, "src/core/a.c", "if (place == 370000)\n", beside=beside)
        text = '/* 京医保发〔2020〕4号 */ wait_ms = 120000; days = 146097; division = 999999;\n'
        self.good(tidy.law_in_data, "src/core/a.c", text, beside=beside)
        self.good(tidy.law_in_data, "src/core/a_test.c", "place = 110000;\n", beside=beside)

    def test_clauses_known(self):
        beside = {tidy.CLAUSES: CLAUSES}
        self.bad(tidy.clauses_known, "src/core/a.c", "/* LAW: BJ4-99x */\n", beside=beside)
        self.bad(tidy.clauses_known, "rules/a.yaml", "\nclauses: JX4-2.1a\n", 2, beside=beside)
        self.good(tidy.clauses_known, "src/core/a.c", "/* BJ4-10a, and all of BJ4-07 */\n",
                  beside=beside)
        notice = "notice: 京医保发〔2020〕4号\nmeasures:\n  - ids: ["
        self.bad(tidy.clauses_known, "rules/notices/a.yaml", notice + "10a, 10z]\n", 3,
                 beside=beside)
        self.good(tidy.clauses_known, "rules/notices/a.yaml", notice + "10a, 10b]\n", beside=beside)

    def test_clauses_claimed(self):
        beside = {tidy.CLAUSES: CLAUSES}
        index = tidy.CLAUSE_INDEX
        self.bad(tidy.clauses_claimed, index, "BJ4-99\tsettle\tone\n", beside=beside)
        self.bad(tidy.clauses_claimed, index, "BJ4-10a\tsettle\n", beside=beside)
        self.bad(tidy.clauses_claimed, index, "BJ4-10a\ts\ta\nBJ4-10a\ts\tb\n", 2, beside=beside)
        self.bad(tidy.clauses_claimed, "tests/clauses/BJ4-10c.yaml", "a: b\n", beside=beside)
        self.bad(tidy.clauses_claimed, "tests/clauses/BJ4-10a.yaml", "a: b\n",
                 beside={tidy.CLAUSES: CLAUSES, index: "BJ4-10a\ts\ta\n"})
        self.good(tidy.clauses_claimed, index, "# id, suite, test\nBJ4-10a\ts\ta\n", beside=beside)

    def test_sources_in_chinese(self):
        path = "rules/values/110000/a.yaml"
        self.bad(tidy.sources_in_chinese, path, "about: x\nsource: county page\nknown: 1\n", 2)
        self.bad(tidy.sources_in_chinese, path, "source: county page\n")
        self.good(tidy.sources_in_chinese, path, "source: county page\nsource-zh: 县网页\n")
        self.good(tidy.sources_in_chinese, path, "source: 医保发〔2022〕22号\nknown: 1\n")

    def test_finished(self):
        self.bad(tidy.finished, "README.md", "\nTO" + "DO: the rest\n", 2)
        self.bad(tidy.finished, "src/base/a.c", "/* FIX" + "ME */\n")
        self.good(tidy.finished, "src/base/a.c", "/* 99xxxx */ mktemp(XXXXXX)\n")

    def test_every_rule_is_shown_here(self):
        for rule in tidy.RULES:
            self.assertTrue(hasattr(self, "test_" + rule.__name__), rule.__name__)


if __name__ == "__main__":
    unittest.main()
