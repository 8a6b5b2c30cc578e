"""Files of many lines: an employer asks about many as a spreadsheet and as a text of
GB18030, with bad lines, twice, checked first, cut short by a kill; the hundred-thousand-and-first
line is bad. By the public door; what goes back is read as an office would read it."""

import base64
import csv
import datetime
import http.client
import io
import os
import time
import unittest
import xml.etree.ElementTree
import zipfile

import house
from certificates import resident

LINES = int(os.environ.get("YIBAO_STORY_LINES", "800"))
HEAD = ["参保人姓名", "参保人身份证件号码", "参保身份", "用工（参保）起始日期"]
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
    types = "http://schemas.openxmlformats.org/package/2006/content-types"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{types}"/>',
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


def newcomer(serial):
    """Somebody no register knows, with a number that is well made."""
    born = datetime.date(1980, 1, 1) + datetime.timedelta(serial % 4000)
    return f"新职工{serial}", resident(f"990999{born:%Y%m%d}{serial // 4000 + 1:03}")


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
        cls.staff = [(name, numbers[person]) for person, name in cls.world.rows(
            "SELECT DISTINCT p.person, p.name FROM person p JOIN spell s "
            f"ON s.bucket = p.bucket AND s.person = p.person WHERE s.unit = {unit} "
            "AND s.status = '1' ORDER BY p.person") if person in numbers]
        cls.unit = unit

    @classmethod
    def serve(cls):
        cls.world.serve("--http", f"127.0.0.1:{cls.port}")

    def send(self, content, name="2020-02.xlsx", login="employer.1", **more):
        given = {"action": "intake.apply", "matter": "employee-enrolment",
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
        connection = http.client.HTTPConnection("127.0.0.1", self.port,
                                                timeout=house.PATIENCE)
        connection.request("GET", f"/api/v1/bulk-files/{file}/{what}", None, {
            "Authorization": "Bearer " + self.hall.token("employer.1")})
        answer = connection.getresponse()
        content = answer.read()
        self.assertEqual(answer.status, 200, content[:300])
        return content

    def enrolment(self, at, about, since="2020年1月6日"):
        """A line of its own, whatever it is about: of somebody no other line names."""
        return [*newcomer((ord(about) - ord("A")) * 100000 + at), "在职职工", since]

    def cases(self):
        return self.world.count("intake_case", f"unit = {self.unit}")

    # ---- the stories ----

    def test_0_all_or_none(self):
        before = self.cases()
        rows = [HEAD, *(self.enrolment(at, "G") for at in range(3))]
        stranger = ["某人", "990101195001010015", "在职职工", "2020-02-01"]
        told = self.wait(self.send(spreadsheet([*rows, stranger]), all_or_none=True)["file"])
        self.assertEqual((told["good"], told["bad"], told.get("recorded_as")), (3, 1, None))
        self.assertEqual(self.cases(), before)
        told = self.wait(self.send(spreadsheet(rows), all_or_none=True)["file"])
        self.assertEqual((told["good"], told["bad"]), (3, 0))
        told = self.wait(told["recorded_as"])
        self.assertEqual((told["state"], told["good"], told["bad"]), ("done", 3, 0))
        self.assertEqual(self.cases(), before + 3)

    def test_1_a_spreadsheet(self):
        before = self.cases()
        good = [self.enrolment(at, "A") for at in range(4)]
        stranger = ["某人", "990101195001010015", "在职职工", "2020-02-01"]
        rounded = ["新职工", 110101198001012234, "在职职工", "2020-02-01"]
        wrong = self.enrolment(5, "A", "去年")
        rows = [HEAD, good[0], stranger, [], good[1], rounded, wrong, good[0], *good[2:]]
        content = spreadsheet(rows)
        checked = self.wait(self.send(content, only_check=True)["file"])
        self.assertEqual((checked["state"], checked["good"], checked["bad"]), ("done", 4, 4),
                         checked)
        self.assertEqual(self.cases(), before)
        told = self.wait(self.send(content)["file"])
        self.assertEqual((told["state"], told["good"], told["bad"], told["repeated"]),
                         ("done", 4, 4, 0))
        self.assertEqual(self.cases(), before + 4)
        self.assertEqual([line["line"] for line in told["lines"]], [3, 6, 7, 8])
        self.assertIn("文本", told["lines"][1]["zh"])
        self.assertIn("第 2 行", told["lines"][3]["zh"])
        back = read_spreadsheet(self.fetch(told["file"], "answer"))
        self.assertEqual(back[0][:8], [*HEAD, "行号", "结果", "问题栏目", "说明"])
        self.assertEqual([row[4] for row in back[1:]], ["2", "3", "5", "6", "7", "8", "9", "10"])
        self.assertEqual([row[5] for row in back[1:]],
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
        left[3][3] = "2020年2月1日"
        mended = self.wait(self.send(spreadsheet(left))["file"])
        self.assertEqual((mended["good"], mended["bad"]), (1, 3))

    def test_2_a_text_of_gb18030(self):
        rows = [HEAD, self.enrolment(0, "B", "2020/3/1"), self.enrolment(1, "B", "20200301"),
                self.enrolment(2, "B", "x")]
        content = "\r\n".join("\t".join(str(cell) for cell in row) for row in rows)
        told = self.wait(self.send(content.encode("gb18030"), "3月.txt")["file"])
        self.assertEqual((told["state"], told["good"], told["bad"]), ("done", 2, 1))
        back = self.fetch(told["file"], "answer").decode("gb18030")
        lines = list(csv.reader(io.StringIO(back), delimiter="\t"))
        self.assertEqual([line[5] for line in lines[1:]], ["成功", "成功", "未办"])
        self.assertEqual(lines[3][1], self.enrolment(2, "B")[1])

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
        file = self.send(spreadsheet([HEAD, self.enrolment(6, "C")]))["file"]
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
                              "&matter=employee-enrolment", login="employer.1")
        headings = [told["zh"] for told in form["columns"]]
        self.assertTrue(set(HEAD) <= set(headings), headings)

    def test_4_people_come_and_go(self):
        """Enrolment of a unit's people: the unit keeps their papers, the file needs none."""
        head = ["参保人姓名", "参保人身份证件号码", "变更内容", "变更后内容", "生效日期"]
        form = self.hall.good("GET", "/api/v1/bulk-form?action=intake.apply"
                              "&matter=employee-change", login="employer.1")
        what = next(column for column in form["columns"] if column["name"] == "what")
        head[2] = what["zh"]
        rows = [head] + [[*self.staff[at], "联系电话", "13900000000", "2020/2/11"]
                         for at in range(3)]
        told = self.wait(self.send(spreadsheet(rows), matter="employee-change")["file"])
        self.assertEqual((told["state"], told["good"], told["bad"]), ("done", 3, 0), told)
        self.assertEqual(self.world.count("intake_way", "channel = 'batch' AND helped = 1 "
                                          "AND ten = 'helper'"), self.world.count(
                                              "intake_case", "channel = 'batch'"))

    def test_5_cut_short(self):
        """A kill in the middle: it goes on, nothing is lost and nothing done twice."""
        before = self.cases()
        rows = [HEAD] + [self.enrolment(at, "D") for at in range(700)]
        file = self.send(spreadsheet(rows))["file"]
        house.until("three hundred lines", lambda: self.show(file)["done"] >= 300)
        self.world.kill()
        self.serve()
        told = self.wait(file)
        self.assertEqual(told["state"], "done")
        self.assertEqual((told["done"], told["good"], told["bad"]), (700, 700, 0))
        self.assertEqual(self.cases() - before, 700)
        back = read_spreadsheet(self.fetch(file, "answer"))
        self.assertEqual([int(row[4]) for row in back[1:]], list(range(2, 702)))

    def test_6_the_last_line_is_bad(self):
        """Many lines are only checked; the last of them alone is bad, and named."""
        lines = [",".join(HEAD)]
        for at in range(LINES):
            lines.append(",".join(self.enrolment(at, "E")))
        lines.append(",".join(self.enrolment(0, "E", "viele")))
        begin = time.monotonic()
        told = self.wait(self.send("\n".join(lines).encode(), "many.csv",
                                   only_check=True)["file"], 600)
        spent = time.monotonic() - begin
        print(f"{LINES + 1} lines checked in {spent:.1f} s")
        self.assertEqual((told["good"], told["bad"]), (LINES, 1), told["lines"][:2])
        self.assertEqual(told["lines"][0]["line"], LINES + 2)
        self.assertEqual(told["lines"][0]["field"], "用工（参保）起始日期")

    def stopped(self, mark):
        """A file whose end is asked for at once; what is told of it then. On a busy machine it may
        be done before that is heard."""
        content = spreadsheet([HEAD] + [self.enrolment(at, mark) for at in range(2000)])
        file = self.send(content)["file"]
        self.hall.ask("POST", f"/api/v1/bulk-files/{file}/end", {}, "employer.1")
        return content, self.show(file)

    def test_7_stopped(self):
        for mark in "FGHIJ":
            content, told = self.stopped(mark)
            if told["state"] == "cancelled" and told["done"] < 2000:
                break
        self.assertEqual(told["state"], "cancelled")
        self.assertLess(told["done"], 2000)
        self.assertEqual(self.send(content)["state"], "waiting")
        self.hall.ask("POST", f"/api/v1/bulk-files/{told['file']}/end", {}, "employer.1")


if __name__ == "__main__":
    unittest.main()
