"""Files of many lines: an employer sends a month's declarations as a spreadsheet and as a text of
GB18030, with bad lines, twice, checked first, cut short by a kill; the hundred-thousand-and-first
line is bad. By the public door; what goes back is read as an office would read it."""

import base64
import csv
import http.client
import io
import os
import time
import unittest
import xml.etree.ElementTree
import zipfile

import house

LINES = int(os.environ.get("YIBAO_STORY_LINES", "3000"))
HEAD = ["参保人姓名", "参保人身份证件号码", "费款所属期", "人数", "缴费基数合计", "情况说明"]
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def column(at):
    return chr(ord("A") + at)


def spreadsheet(rows):
    """The smallest .xlsx an office program would write: texts in a table, numbers as numbers."""
    texts, cells = {}, []
    for number, row in enumerate(rows, 1):
        made = []
        for at, cell in enumerate(row):
            if isinstance(cell, (int, float)):
                made.append(f'<c r="{column(at)}{number}"><v>{cell!r}</v></c>')
            elif cell:
                index = texts.setdefault(cell, len(texts))
                made.append(f'<c r="{column(at)}{number}" t="s"><v>{index}</v></c>')
        cells.append(f'<row r="{number}">{"".join(made)}</row>')
    space = f'xmlns="{SHEET[1:-1]}"'
    related = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    escaped = (text.replace("&", "&amp;").replace("<", "&lt;") for text in texts)
    parts = {
        "xl/workbook.xml": f'<workbook {space} xmlns:r="{related}"><sheets>'
                           '<sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels":
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="rId1" Type="{related}/worksheet" Target="worksheets/s.xml"/>'
            '</Relationships>',
        "xl/sharedStrings.xml": f"<sst {space}>" + "".join(
            f"<si><t>{text}</t></si>" for text in escaped) + "</sst>",
        "xl/worksheets/s.xml": f'<worksheet {space}><sheetData>{"".join(cells)}</sheetData>'
                               '</worksheet>',
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as book:
        for name, text in parts.items():
            book.writestr(name, text)
    return made.getvalue()


def read_spreadsheet(content):
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        texts = [] if "xl/sharedStrings.xml" not in book.namelist() else [
            "".join(t.text or "" for t in item.iter(SHEET + "t"))
            for item in xml.etree.ElementTree.fromstring(book.read("xl/sharedStrings.xml"))]
        sheet = xml.etree.ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    rows = []
    for row in sheet.iter(SHEET + "row"):
        cells = {}
        for cell in row:
            at = ord(cell.get("r")[0]) - ord("A")
            value = cell.find(SHEET + "v")
            inline = cell.find(SHEET + "is")
            cells[at] = "".join(inline.itertext()) if inline is not None \
                else texts[int(value.text)] if cell.get("t") == "s" else value.text
        rows.append([cells.get(at, "") for at in range(max(cells, default=-1) + 1)])
    return rows


class Sheets(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = house.World(people=3000).make()
        cls.addClassCleanup(cls.world.close)
        cls.port = house.free_port()
        cls.serve()
        cls.hall = house.Hall(cls.port)
        numbers = {person["psn_no"]: person["id_number"] for person in house.Town(3000).people}
        account = cls.hall.good("GET", "/api/v1/sessions/current", login="employer.1")["account"]
        unit = cls.world.rows(f"SELECT unit FROM account WHERE account = {account}")[0][0]
        cls.people = [(name, numbers[person]) for person, name in cls.world.rows(
            "SELECT DISTINCT p.person, p.name FROM person p JOIN spell s "
            f"ON s.bucket = p.bucket AND s.person = p.person WHERE s.unit = {unit} "
            "AND s.status = '1' ORDER BY p.person") if person in numbers]
        cls.unit = unit

    @classmethod
    def serve(cls):
        cls.world.serve("--http", f"127.0.0.1:{cls.port}")

    def send(self, content, name="2020-02.xlsx", login="employer.1", **more):
        given = {"action": "intake.apply", "matter": "contribution-declaration",
                 "file": base64.b64encode(content).decode(), "file_name": name}
        given.update(more)
        return self.hall.good("POST", "/api/v1/bulk-files", given, login)

    def show(self, file, login="employer.1"):
        return self.hall.good("GET", f"/api/v1/bulk-files/{file}", login=login)

    def wait(self, file, patience=120):
        until = time.monotonic() + patience
        while True:
            told = self.show(file)
            if told["state"] not in ("waiting", "running"):
                return told
            self.assertLess(time.monotonic(), until, told)
            time.sleep(0.05)

    def fetch(self, file, what):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request("GET", f"/api/v1/bulk-files/{file}/{what}", None, {
            "Authorization": "Bearer " + self.hall.token("employer.1")})
        answer = connection.getresponse()
        content = answer.read()
        self.assertEqual(answer.status, 200, content[:300])
        return content

    def declaration(self, at, month):
        name, number = self.people[at % len(self.people)]
        return [name, number, month, 1, "5,000.50元", ""]

    def cases(self):
        return self.world.count("intake_case", f"unit = {self.unit}")

    # ---- the stories ----

    def test_1_a_spreadsheet(self):
        before = self.cases()
        good = [self.declaration(at, "2020-02") for at in range(4)]
        stranger = ["某人", "990101195001010015", "2020-02", 1, 5000, ""]
        rounded = [self.people[4][0], 110101198001011234, "2020-02", 1, 5000, ""]
        wrong = self.declaration(5, "去年")
        rows = [HEAD, good[0], stranger, [], good[1], rounded, wrong, good[0], *good[2:]]
        content = spreadsheet(rows)
        checked = self.wait(self.send(content, only_check=True)["file"])
        self.assertEqual((checked["state"], checked["good"], checked["bad"]), ("done", 4, 4))
        self.assertEqual(self.cases(), before)
        told = self.wait(self.send(content)["file"])
        self.assertEqual((told["state"], told["good"], told["bad"], told["repeated"]),
                         ("done", 4, 4, 0))
        self.assertEqual(self.cases(), before + 4)
        self.assertEqual([line["line"] for line in told["lines"]], [3, 6, 7, 8])
        self.assertIn("文本", told["lines"][1]["zh"])
        self.assertIn("第 2 行", told["lines"][3]["zh"])
        back = read_spreadsheet(self.fetch(told["file"], "answer"))
        self.assertEqual(back[0][:10], [*HEAD, "行号", "结果", "问题栏目", "说明"])
        self.assertEqual([row[6] for row in back[1:]], ["2", "3", "5", "6", "7", "8", "9", "10"])
        self.assertEqual([row[7] for row in back[1:]],
                         ["成功", "未办", "成功", "未办", "未办", "未办", "成功", "成功"])
        receipt = back[0].index("办理结果—受理号")
        self.assertRegex(back[1][receipt], r"^\d{6}-2020-\d+-[\dX]$")
        # The same file again, by anybody of the unit, is the same file.
        again = self.send(content, name="renamed.xlsx")
        self.assertTrue(again["again"])
        self.assertEqual(again["file"], told["file"])
        self.assertEqual(self.cases(), before + 4)
        # Only the bad lines, one of them corrected: the others stay bad.
        left = read_spreadsheet(self.fetch(told["file"], "left"))
        self.assertEqual(len(left), 5)
        left[3][2] = "2020年2月"
        mended = self.wait(self.send(spreadsheet(left))["file"])
        self.assertEqual((mended["good"], mended["bad"]), (1, 3))

    def test_2_a_text_of_gb18030(self):
        rows = [HEAD, self.declaration(0, "2020/03"), self.declaration(1, "202003"),
                [self.people[2][0], self.people[2][1], "2020-03", "x", "1", ""]]
        content = "\r\n".join("\t".join(str(cell) for cell in row) for row in rows)
        told = self.wait(self.send(content.encode("gb18030"), "3月.txt")["file"])
        self.assertEqual((told["state"], told["good"], told["bad"]), ("done", 2, 1))
        back = self.fetch(told["file"], "answer").decode("gb18030")
        lines = list(csv.reader(io.StringIO(back), delimiter="\t"))
        self.assertEqual([line[7] for line in lines[1:]], ["成功", "成功", "未办"])
        self.assertEqual(lines[3][1], self.people[2][1])

    def test_3_what_is_no_sheet(self):
        for content, words in ((b"\xff\xd8\xff\xe0 a picture \x00", ".xlsx"),
                               (b"\xd0\xcf\x11\xe0 old", ".xls"),
                               ("姓名,身份证\r\n张三,1".encode(), "姓名、身份证"),
                               ("参保人姓名\r\n张三".encode(), "参保人身份证件号码"),
                               (b"PK\x03\x04 broken", "损坏"),
                               (",".join(HEAD).encode(), "没有内容")):
            told = self.wait(self.send(content)["file"])
            self.assertEqual(told["state"], "failed")
            self.assertIn(words, told["fault_zh"])
            self.assertEqual(told["done"], 0)

    def test_4_whose_it_is(self):
        file = self.send(spreadsheet([HEAD, self.declaration(6, "2020-04")]))["file"]
        self.wait(file)
        for login in ("employer.2", "reviewer.110105"):
            self.assertEqual(self.hall.refused("GET", f"/api/v1/bulk-files/{file}", login=login),
                             "bulk.refused.no-file")
        self.assertIn(file, [told["file"] for told in self.hall.good(
            "GET", "/api/v1/bulk-files", login="employer.1")["files"]])
        self.assertEqual(self.hall.good("GET", "/api/v1/bulk-files", login="employer.2"),
                         {"files": []})
        kinds = self.hall.good("GET", "/api/v1/bulk-kinds", login="employer.1")["kinds"]
        self.assertIn("intake.apply", [kind["action"] for kind in kinds])
        form = self.hall.good("GET", "/api/v1/bulk-form?action=intake.apply"
                              "&matter=contribution-declaration", login="employer.1")
        headings = [told["zh"] for told in form["columns"]]
        self.assertTrue(set(HEAD) <= set(headings), headings)

    def test_5_cut_short(self):
        """A kill in the middle: it goes on, nothing is lost and nothing done twice."""
        before = self.cases()
        rows = [HEAD] + [self.declaration(at, f"{1990 + at // len(self.people) // 12}"
                                          f"-{at // len(self.people) % 12 + 1:02d}")
                         for at in range(1500)]
        file = self.send(spreadsheet(rows))["file"]
        until = time.monotonic() + 60
        while self.show(file)["done"] < 300:
            self.assertLess(time.monotonic(), until)
            time.sleep(0.01)
        self.world.kill()
        self.serve()
        told = self.wait(file)
        self.assertEqual(told["state"], "done")
        self.assertEqual(told["done"], 1500)
        self.assertEqual(self.cases() - before, told["good"])
        back = read_spreadsheet(self.fetch(file, "answer"))
        self.assertEqual([int(row[6]) for row in back[1:]], list(range(2, 1502)))

    def test_6_the_last_line_is_bad(self):
        """Many lines are only checked; the last of them alone is bad, and named."""
        people = self.people
        lines = [",".join(HEAD)]
        for at in range(LINES):
            name, number = people[at % len(people)]
            month = at // len(people)
            lines.append(f"{name},{number},{1900 + month // 12}-{month % 12 + 1:02d},1,5000,{at}")
        lines.append(f"{people[0][0]},{people[0][1]},2020-05,viele,5000,")
        begin = time.monotonic()
        told = self.wait(self.send("\n".join(lines).encode(), "many.csv",
                                   only_check=True)["file"], 600)
        spent = time.monotonic() - begin
        print(f"{LINES + 1} lines checked in {spent:.1f} s")
        self.assertEqual((told["good"], told["bad"]), (LINES, 1), told["lines"][:2])
        self.assertEqual(told["lines"][0]["line"], LINES + 2)
        self.assertEqual(told["lines"][0]["field"], "人数")

    def test_7_stopped(self):
        rows = [HEAD] + [self.declaration(at, f"{1930 + at // len(self.people) // 12}"
                                          f"-{at // len(self.people) % 12 + 1:02d}")
                         for at in range(4000)]
        content = spreadsheet(rows)
        file = self.send(content)["file"]
        self.hall.good("POST", f"/api/v1/bulk-files/{file}/end", {}, "employer.1")
        told = self.show(file)
        self.assertEqual(told["state"], "cancelled")
        self.assertLess(told["done"], 4000)
        self.assertEqual(self.send(content)["state"], "waiting")
        self.hall.good("POST", f"/api/v1/bulk-files/{file}/end", {}, "employer.1")


if __name__ == "__main__":
    unittest.main()
