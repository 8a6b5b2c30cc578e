"""Letters put into a Maildir as a mail server does it: a form becomes a case, a reply brings its
paper, a stranger waits in quarantine, a fax comes through its gateway; answers go back in the
thread; the same letter twice is one case, also when the program is killed over it."""

import base64
import email
import email.header
import email.message
import email.policy
import http.client
import os
import time
import unittest

import delivery
import house
import mta
import sheets

PICTURE = b"\xff\xd8\xff\xe0 a picture of "
HEAD, CLERK = "section-head.110105", "intake-clerk.110105"


class Letters(unittest.TestCase):
    serial = 0

    @classmethod
    def setUpClass(cls):
        cls.world = house.World(people=900).make()
        cls.addClassCleanup(cls.world.close)
        cls.sink = delivery.MailSink()
        cls.addClassCleanup(cls.sink.server.shutdown)
        cls.port = house.free_port()
        cls.mail = cls.world.folder / "mail"
        for part in ("new", "cur", "tmp"):
            (cls.mail / part).mkdir(parents=True)
        cls.serve()
        cls.hall = house.Hall(cls.port)
        people = [person for person in house.Town(900).people if person["kind"] == "11"]
        names = dict(cls.world.rows("SELECT person, name FROM person"))
        cls.people = [(names[person["psn_no"]], person["id_number"], person["place"])
                      for person in people]
        cls.here = [person for person in cls.people if person[2] == "110105"]
        cls.office = cls.hall.good("GET", "/api/v1/sessions/current", login=HEAD)["office"]
        for address, channel, strangers, matter in (
                ("Yewu@yibao.example", "mail", True, None),
                ("beian@yibao.example", "dedicated-mailbox", False, "offsite-filing"),
                ("jigou@yibao.example", "dedicated-mailbox", False, None),
                ("fax@yibao.example", "fax", False, None)):
            given = {"address": address, "channel": channel, "office": cls.office,
                     "strangers": strangers}
            if matter:
                given["matter"] = matter
            cls.hall.good("POST", "/api/v1/mailboxes", given, HEAD)
        cls.hall.good("POST", "/api/v1/mailboxes/senders",
                      {"address": "gateway@fax.example", "kind": "gateway"}, HEAD)

    @classmethod
    def serve(cls):
        cls.world.serve("--http", f"127.0.0.1:{cls.port}", "--mail-in", str(cls.mail),
                        "--mail-server", f"smtp://127.0.0.1:{cls.sink.port}",
                        "--mail-from", "yibao@bureau.example", "--retry-seconds", "1")

    # ---- letters ----

    def letter(self, body, to="yewu@yibao.example", sender="zhang@mail.example",
               subject="异地备案申请", files=(), charset="gb18030", more=()):
        made = email.message.EmailMessage(email.policy.SMTP)
        made["From"] = email.header.Header("张三", "gb2312").encode() + f" <{sender}>"
        made["To"] = to
        made["Subject"] = subject
        Letters.serial += 1
        made["Message-ID"] = f"<{Letters.serial}@mail.example>"
        for name, value in more:
            made[name] = value
        made.set_content(body, charset=charset, cte="base64")
        for name, content in files:
            made.add_attachment(content, "application", "octet-stream", filename=name)
        return made.as_bytes()

    def put(self, content, name=None):
        """As mail servers do: whole in tmp/ first, then moved."""
        Letters.serial += 1
        name = name or f"{time.time_ns()}.{Letters.serial}.host"
        (self.mail / "tmp" / name).write_bytes(content)
        os.rename(self.mail / "tmp" / name, self.mail / "new" / name)
        return name

    def form(self, person, **more):
        lines = {"事项": "异地就医备案", "姓名": person[0], "身份证号": person[1],
                 "备案类别": "疫情滞留外地人员", "就医地": "371300", "开始日期": "2020年1月25日"}
        lines.update(more)
        return "您好：\n" + "\n".join(f"{name}：{value}" for name, value in lines.items())

    def wait(self, what, condition):
        return house.until(what, condition)

    def fetched(self):
        self.wait("the folder is empty", lambda: not os.listdir(self.mail / "new"))

    def letters(self, state, login=CLERK):
        return self.hall.good("GET", f"/api/v1/letters?state={state}", login=login)["letters"]

    def by_subject(self, state, subject):
        """One that waits for a clerk says why; until then it waits to be read."""
        found = [row for row in self.letters(state) if row.get("subject") == subject
                 and (state != "waiting" or row.get("why_zh"))]
        return found[0] if found else None

    def case(self, case):
        return self.hall.good("GET", f"/api/v1/cases/{case}", login="reviewer.110105")

    def whose(self, case):
        return self.world.rows("SELECT p.name FROM intake_case c JOIN person p ON p.bucket = "
                               "c.bucket AND p.person = c.person "
                               f"WHERE c.case_id = {case}")[0][0]

    def answers(self, message_id):
        return [letter for letter in self.sink.letters
                if letter["In-Reply-To"] == f"<{message_id}>"]

    def told(self, number, words):
        """Answers to that letter that say so."""
        return [letter for letter in self.answers(f"{number}@mail.example")
                if words in base64.b64decode(letter.get_payload()).decode()]

    # ---- the stories ----

    def test_1_a_form_becomes_a_case(self):
        person = self.here[0]
        subject = "异地备案 甲"
        content = self.letter(self.form(person), subject=subject,
                              files=[("张三身份证件.jpg", PICTURE + b"1")])
        number = Letters.serial
        self.put(content)
        taken = self.wait("a case", lambda: self.by_subject("taken", subject))
        shown = self.case(taken["case_id"])
        self.assertEqual(shown["channel"], "mail")
        self.assertEqual(shown["receipt"], taken["receipt"])
        papers = {paper["material"]: paper["how"] for paper in shown["papers"]}
        self.assertEqual(papers["id-card"], "given")
        self.assertEqual(papers["stranding-proof"], "missing")
        # The answer goes back in the thread, with the receipt.
        answer = self.wait("an answer", lambda: self.answers(f"{number}@mail.example"))[0]
        self.assertEqual(answer["To"], "<zhang@mail.example>")
        self.assertEqual(answer["Auto-Submitted"], "auto-generated")
        text = base64.b64decode(answer.get_payload()).decode()
        self.assertIn(taken["receipt"], text)
        # The same letter again, as a mail server brings it that was not told.
        before = self.world.count("intake_case")
        self.put(content)
        self.fetched()
        self.assertEqual(self.world.count("intake_case"), before)
        # The reply brings what was missing.
        self.put(self.letter("见附件", subject=f"Re: 受理号 {taken['receipt']}",
                             files=[("滞留外地的证明.zip", b"PK\x03\x04 programs"),
                                    ("滞留外地的证明.jpg", b"%PDF-1.4 no picture"),
                                    ("滞留外地的证明.pdf", b"%PDF-1.4 proof")],
                             more=[("In-Reply-To", f"<{number}@mail.example>")]))
        self.wait("supplied", lambda: [row for row in self.letters("supplied")
                                       if row["case_id"] == taken["case_id"]])
        papers = {paper["material"]: paper for paper in self.case(taken["case_id"])["papers"]}
        self.assertIn("cleared_at", papers["stranding-proof"])
        # What is packed and no office document, or called a picture and none, is no paper.
        self.assertEqual(papers["stranding-proof"]["file_name"], "滞留外地的证明.pdf")
        # By somebody else, who does not know the last four, it waits for a clerk.
        self.put(self.letter("见附件", sender="other@mail.example",
                             subject=f"补充 {taken['receipt']}",
                             files=[("滞留外地的证明.pdf", b"%PDF-1.4 other")]))
        self.wait("waits", lambda: self.by_subject("waiting", f"补充 {taken['receipt']}"))

    def test_2_what_a_camera_named_is_the_paper_that_waits(self):
        """The sheet that was asked for comes as IMG_2301.jpg: only one paper waits."""
        person = self.here[4]
        receipt = self.hall.good("POST", "/api/v1/cases", {
            "matter": "offsite-filing", "channel": "web", "name": person[0], "number": person[1],
            "values": [{"name": "kind", "value": "stranded"},
                       {"name": "division", "value": "371300"},
                       {"name": "from", "value": "2020-01-25"}],
            "papers": [{"material": "id-card",
                        "file": base64.b64encode(PICTURE + b"8").decode()}],
            "owed": [{"material": "stranding-proof"}]})["receipt"]
        # What cannot be read at that moment is read again: no clerk is left with the sheet.
        self.world.change("ALTER TABLE intake_paper RENAME TO intake_paper_away")
        self.put(self.letter(f"后四位：{person[1][-4:]}", subject=f"补交 {receipt}",
                             files=[("IMG_2301.jpg", PICTURE + b"9")]))
        self.wait("it is here", lambda: self.world.count(
            "mailbox_letter", f"subject = '补交 {receipt}'"))
        time.sleep(0.5)
        self.world.change("ALTER TABLE intake_paper_away RENAME TO intake_paper")
        supplied = self.wait("supplied", lambda: self.by_subject("supplied", f"补交 {receipt}"))
        papers = {paper["material"]: paper for paper in self.case(supplied["case_id"])["papers"]}
        self.assertEqual(papers["stranding-proof"]["file_name"], "IMG_2301.jpg")
        self.assertIn("cleared_at", papers["stranding-proof"])

    def test_2_it_goes_where_the_person_is_enrolled(self):
        person = next(person for person in self.people if person[2] != "110105")
        self.put(self.letter(self.form(person), subject="异地备案 乙",
                             files=[("身份证件.png", b"\x89PNG\r\n\x1a\n 2")]))
        taken = self.wait("a case", lambda: self.by_subject("taken", "异地备案 乙"))
        place, division = self.world.rows(
            "SELECT c.place, o.division FROM intake_case c JOIN office o ON o.office = c.office "
            f"WHERE c.case_id = {taken['case_id']}")[0]
        self.assertEqual((place, division), (person[2], person[2]))

    def test_3_quarantine(self):
        person = self.here[1]
        subject = "专用邮箱 生人"
        self.put(self.letter(self.form(person), to="beian@yibao.example", subject=subject,
                             files=[("身份证.jpg", PICTURE + b"3")]))
        number = Letters.serial - 1
        held = self.wait("quarantine", lambda: self.by_subject("quarantined", subject))
        self.assertIn("不认识", held["why_zh"])
        address = f"/api/v1/letters/{held['letter']}"
        shown = self.hall.good("GET", address, login=CLERK)
        self.assertEqual(shown["asked_matter"], "offsite-filing")
        # What it says is not typed again.
        self.assertEqual((shown["asked_name"], shown["asked_number"]), person[:2])
        self.assertEqual({one["name"]: one["value"] for one in shown["asked_values"]},
                         {"kind": "stranded", "division": "371300", "from": "2020-01-25"})
        self.assertEqual([part["file_name"] for part in shown["parts"]], ["身份证.jpg"])
        self.assertEqual(self.hall.refused("GET", address, login="reviewer.371329"),
                         "mailbox.refused.no-letter")
        given = {"matter": "offsite-filing", "name": person[0], "number": person[1],
                 "values": [{"name": "kind", "value": "stranded"},
                            {"name": "division", "value": "371300"},
                            {"name": "from", "value": "2020-01-25"}],
                 "papers": [{"material": "id-card", "part": shown["parts"][0]["part"]}]}
        self.assertEqual(self.hall.refused("POST", address + "/case", given, CLERK),
                         "mailbox.refused.quarantined")
        self.hall.good("POST", address + "/release", {}, CLERK)
        applied = self.hall.good("POST", address + "/case", given, CLERK)
        self.assertRegex(applied["receipt"], r"^110105-2020-")
        self.wait("an answer", lambda: self.told(number, applied["receipt"]))
        self.assertEqual(self.hall.refused("POST", address + "/refusal", {"reason": "x"}, CLERK),
                         "mailbox.refused.settled")
        # Refused with an answer.
        self.put(self.letter("广告", to="beian@yibao.example", subject="广告",
                             sender="spam@x.example"))
        number = Letters.serial - 1
        held = self.wait("quarantine", lambda: self.by_subject("quarantined", "广告"))
        self.hall.good("POST", f"/api/v1/letters/{held['letter']}/refusal",
                       {"reason": "本邮箱只受理异地就医备案。"}, CLERK)
        self.wait("an answer", lambda: self.told(number, "只受理"))
        self.assertEqual(len(self.told(number, "不认识您的地址")), 1)

    def test_4_a_hospital_sends_the_form_filled_in(self):
        """LAW: BJ4-02k, BJ4-05e."""
        hospital, name = self.world.rows("SELECT institution, name FROM institution "
                                         "WHERE division = 110105 ORDER BY institution")[0]
        self.hall.good("POST", "/api/v1/mailboxes/senders",
                       {"address": "yibao@hospital.example", "kind": "institution",
                        "owner": str(hospital)}, HEAD)
        blank = self.hall.good("GET", "/api/v1/matters/institution-change/letter-form",
                               login=CLERK)["zh"]
        filled = {"变更内容": "银行账户", "变更后内容": "新账户", "生效日期": "2020-03-01"}
        lines = []
        for line in blank.splitlines():
            label = line.split("：")[0].split("（")[0]
            lines.append(f"{label}：{filled[label]}" if label in filled else line)
        subjects = {}
        for sender in ("yibao@hospital.example", "nobody@hospital.example"):
            subjects[sender] = f"信息变更 {sender}"
            self.put(self.letter("\n".join(lines), to="jigou@yibao.example", sender=sender,
                                 subject=subjects[sender], files=[("变更后的执业许可证.jpg",
                                                          PICTURE + b"4")]))
        known = subjects["yibao@hospital.example"]
        taken = self.wait("a case", lambda: self.by_subject("taken", known))
        shown = self.case(taken["case_id"])
        self.assertEqual((shown["institution"], shown["name"], shown["matter"]),
                         (str(hospital), name, "institution-change"))
        self.assertNotIn("person", shown)
        values = {value["name"]: value["value"] for value in shown["values"]}
        self.assertEqual(values, {"what": "account", "new": "新账户", "from": "2020-03-01"})
        self.wait("a stranger waits",
                  lambda: self.by_subject("quarantined", subjects["nobody@hospital.example"]))
        self.wait("it is told", lambda: [
            letter for letter in self.sink.letters
            if "yibao@hospital.example" in (letter["To"] or "")
            and taken["receipt"] in base64.b64decode(letter.get_payload()).decode()])
        # Its reply belongs to the case; to one that came another way an address opens nothing.
        code = self.world.rows(f"SELECT code FROM institution WHERE institution = {hospital}")[0][0]
        by_web = self.hall.good("POST", "/api/v1/cases", {
            "matter": "institution-change", "channel": "web", "papers": [
                {"material": material, "file_name": "证.jpg", "file_type": "image/jpeg",
                 "file": base64.b64encode(PICTURE + material.encode()).decode()}
                for material in ("licence", "letter")],
            "values": [{"name": "what", "value": "level"}, {"name": "new", "value": "三级"}]},
            f"hospital-office.{code}")["receipt"]
        for receipt, state in ((taken["receipt"], "supplied"), (by_web, "waiting")):
            subject = f"补充 {receipt}"
            self.put(self.letter("见附件", to="jigou@yibao.example", subject=subject,
                                 sender="yibao@hospital.example",
                                 files=[("变更申请.pdf", b"%PDF-1.4 " + state.encode())]))
            self.wait(state, lambda: self.by_subject(state, subject))

    def test_4_a_fax(self):
        person = self.here[2]
        for sender, state in (("gateway@fax.example", "taken"), ("x@fax.example", "quarantined")):
            subject = f"传真 {sender}"
            self.put(self.letter(self.form(person), to="fax@yibao.example", sender=sender,
                                 subject=subject, files=[("fax.tif", b"II*\0 page")]))
            found = self.wait(subject, lambda: self.by_subject(state, subject))
            if state == "taken":
                self.assertEqual(self.case(found["case_id"])["channel"], "fax")

    def test_5_what_cannot_be_read(self):
        before = self.world.count("intake_case")
        self.put(b"\x00\xff nothing")
        self.put(self.letter("您好，请问医保怎么办？", subject="咨询一下",
                             sender="asks@mail.example"))
        number = Letters.serial - 1
        self.fetched()
        self.wait("it is put aside, and said so", lambda: self.told(number, "邮件申请表"))
        self.assertIn("没有可以读出", self.by_subject("waiting", "咨询一下")["why_zh"])
        wrong = self.form(("无此人", "990101195001010015"))
        self.put(self.letter(wrong, subject="查无此人"))
        self.fetched()
        self.wait("waits", lambda: self.by_subject("waiting", "查无此人"))
        # Why it was not taken names what it is about, to the clerk and to who wrote.
        self.put(self.letter(self.form(self.here[0], 开始日期="2099年1月1日"), subject="来日",
                             sender="late@mail.example"))
        number = Letters.serial - 1
        self.fetched()
        late = self.wait("waits", lambda: self.by_subject("waiting", "来日"))
        self.assertIn("“开始日期”不能晚于2020年2月10日", late["why_zh"])
        self.wait("it is said why", lambda: self.told(number, "“开始日期”不能晚于2020年2月10日"))
        self.assertEqual(self.world.count("intake_case"), before)
        self.assertEqual(self.world.count("mailbox_letter", "sender = '-'"), 1)

    def test_5_what_is_no_letter_blocks_no_other(self):
        (self.mail / "new" / "0 link").symlink_to("/etc/hostname")
        (self.mail / "new" / "0 folder").mkdir()
        self.put(self.letter("您好，请问异地怎么办？", subject="链接之后"))
        self.fetched()
        self.assertTrue(self.by_subject("waiting", "链接之后"))
        for name in ("0 link", "0 folder"):
            why = (self.mail / "refused" / (name + ".why")).read_text(encoding="utf-8")
            self.assertIn("不是一封信件", why)
            self.assertIn("no file with a letter", why)

    def test_5_a_table_and_two_people(self):
        """As people write: a table of a browser's mail program; the forms of two in one letter; a
        text in GBK that is said to be Latin."""
        people = [person for person in self.people if person[2] != "110105"][5:9]
        table = "<html><body><table>" + "".join(
            f"<tr><td><p>{name}</p></td><td><p>{value}</p></td></tr>" for name, value in (
                line.split("：") for line in self.form(people[0]).splitlines()[1:]))
        content = self.letter(table + "</table></body></html>", subject="表格",
                              files=[("身份证件.jpg", PICTURE + b"table")])
        self.put(content.replace(b"text/plain", b"text/html"))
        taken = self.wait("a case", lambda: self.by_subject("taken", "表格"))
        self.assertEqual(self.whose(taken["case_id"]), people[0][0])
        self.assertNotIn("why_zh", taken)
        latin = self.letter(self.form(people[1]), subject="拉丁",
                            files=[("身份证件.jpg", PICTURE + b"latin")])
        self.put(latin.replace(b'charset="gb18030"', b'charset="iso-8859-1"'))
        taken = self.wait("a case", lambda: self.by_subject("taken", "拉丁"))
        self.assertEqual(self.whose(taken["case_id"]), people[1][0])
        before = self.world.count("intake_case")
        both = self.form(people[2]) + "\n" + self.form(people[3])
        self.put(self.letter(both, subject="两人", sender="two@mail.example"))
        number = Letters.serial - 1
        waits = self.wait("a clerk", lambda: self.by_subject("waiting", "两人"))
        self.assertIn("不止一个人", waits["why_zh"])
        self.wait("it is said", lambda: self.told(number, "每人单独寄一封"))
        self.assertEqual(self.world.count("intake_case"), before)

    def brought(self, case, login="reviewer.110105"):
        """Attachments of a case's letters: which are nobody's paper yet."""
        letters = self.hall.good("GET", f"/api/v1/cases/{case}/letters", login=login)["letters"]
        return letters, [(letter["letter"], part["part"], part["file_name"])
                         for letter in letters for part in letter["parts"] if part["left"]]

    def test_5_pictures_that_nobody_named(self):
        """LAW: JX4-2.2e: beside the named one two more as a camera calls them, and one paper that
        is missing: none is lost, and a clerk says what each is."""
        person = self.here[12]
        self.put(self.letter(self.form(person), subject="多张", files=[
            ("张三身份证件.jpg", PICTURE + b"named"), ("IMG_0001.jpg", PICTURE + b"one"),
            ("IMG_0002.jpg", PICTURE + b"two"), ("setup.exe", b"MZ no paper")]))
        taken = self.wait("a case", lambda: self.by_subject("taken", "多张"))
        self.assertIn("有附件分不清", taken["why_zh"])
        case = taken["case_id"]
        letters, left = self.brought(case)
        self.assertEqual([name for _, _, name in left], ["IMG_0001.jpg", "IMG_0002.jpg"])
        self.assertEqual([part["file_name"] for part in letters[0]["parts"]],
                         ["张三身份证件.jpg", "IMG_0001.jpg", "IMG_0002.jpg", "setup.exe"])
        self.assertEqual(self.hall.refused("GET", f"/api/v1/cases/{case}/letters",
                                           login="reviewer.371329"), "intake.refused.no-case")
        address = f"/api/v1/letters/{left[0][0]}/papers"
        said = {"receipt": taken["receipt"],
                "papers": [{"material": "stranding-proof", "part": left[0][1]}]}
        for wrong, why in ((dict(said, papers=[{"material": "stranding-proof", "part": 4}]),
                            "mailbox.refused.no-part"),
                           (dict(said, papers=[{"material": "nothing", "part": 2}]),
                            "intake.refused.no-such-paper"),
                           (dict(said, receipt="110105-2020-000001-1"),
                            "mailbox.refused.settled")):
            self.assertEqual(self.hall.refused("POST", address, wrong, CLERK), why)
        self.assertEqual(self.hall.refused("POST", address, said, "reviewer.371329"),
                         "mailbox.refused.no-letter")
        self.hall.good("POST", address, said, CLERK)
        papers = {paper["material"]: paper for paper in self.case(case)["papers"]}
        self.assertEqual(papers["stranding-proof"]["file_name"], "IMG_0001.jpg")
        self.assertIn("cleared_at", papers["stranding-proof"])
        self.assertEqual(self.paper_bytes(case, "stranding-proof")[1], PICTURE + b"one")
        self.assertEqual([name for _, _, name in self.brought(case)[1]], ["IMG_0002.jpg"])
        self.assertIn("有附件分不清", self.by_subject("taken", "多张")["why_zh"])
        # The second page of it.
        said["papers"][0]["part"] = left[1][1]
        self.hall.good("POST", address, said, CLERK)
        self.assertEqual(self.brought(case)[1], [])
        self.assertNotIn("why_zh", self.by_subject("taken", "多张"))
        self.assertEqual([paper["file_name"] for paper in self.case(case)["papers"]
                          if paper["material"] == "stranding-proof"],
                         ["IMG_0001.jpg", "IMG_0002.jpg"])

    def test_5_pictures_for_a_case_of_elsewhere(self):
        """A letter for a case whose pictures nobody can tell apart waits for a clerk, who adds
        them; what was left over of a case of elsewhere is seen with the case."""
        person = [person for person in self.people if person[2] != "110105"][14]
        self.put(self.letter(self.form(person), subject="外区", files=[
            ("IMG_0011.jpg", PICTURE + b"eleven"), ("IMG_0012.jpg", PICTURE + b"twelve")]))
        taken = self.wait("a case", lambda: self.by_subject("taken", "外区"))
        there = "reviewer.110000"
        _, left = self.brought(taken["case_id"], there)
        self.assertEqual(len(left), 2)
        letter = self.hall.good("GET", f"/api/v1/letters/{left[0][0]}", login=there)
        self.assertEqual(letter["receipt"], taken["receipt"])
        self.put(self.letter("见附件", subject=f"再补 {taken['receipt']}", files=[
            ("IMG_0013.jpg", PICTURE + b"13"), ("IMG_0014.jpg", PICTURE + b"14")]))
        waits = self.wait("a clerk",
                          lambda: self.by_subject("waiting", f"再补 {taken['receipt']}"))
        self.assertIn("受理号", waits["why_zh"])
        shown = self.hall.good("GET", f"/api/v1/letters/{waits['letter']}", login=CLERK)
        self.assertEqual(shown["asked_receipt"], taken["receipt"])
        said = {"receipt": shown["asked_receipt"], "papers": [
            {"material": "id-card", "part": 1}, {"material": "stranding-proof", "part": 2}]}
        address = f"/api/v1/letters/{waits['letter']}/papers"
        # Of another place a clerk knows no more of the case than who wrote.
        self.assertEqual(self.hall.refused("POST", address, said, CLERK),
                         "intake.refused.no-case")
        self.hall.good("POST", address, dict(said, last_four=person[1][-4:]), CLERK)
        supplied = self.wait("supplied", lambda: self.by_subject(
            "supplied", f"再补 {taken['receipt']}"))
        self.assertEqual(supplied["case_id"], taken["case_id"])
        self.assertEqual(len(self.brought(taken["case_id"], there)[1]), 2)

    def test_5_a_sheet_that_is_the_form(self):
        """LAW: BJ4-02k: the form filled in as a spreadsheet, a question a row or a question a
        column, is the letter's answers; another sheet waits for a clerk, who is told why."""
        people = [person for person in self.people if person[2] != "110105"][12:14]
        for subject, person, across in (("竖表", people[0], False), ("横表", people[1], True)):
            rows = [line.split("：") for line in self.form(person).splitlines()[1:]]
            rows = [list(row) for row in zip(*rows)] if across else rows
            self.put(self.letter("您好，申请表见附件。", subject=subject, files=[
                ("异地就医备案申请表.xlsx", sheets.spreadsheet(rows)),
                ("身份证件.jpg", PICTURE + subject.encode())]))
            taken = self.wait(subject, lambda subject=subject: self.by_subject("taken", subject))
            self.assertEqual(self.whose(taken["case_id"]), person[0])
            self.assertNotIn("why_zh", taken)
            letter = self.hall.good("GET", f"/api/v1/letters/{taken['letter']}", login=CLERK)
            self.assertIn(person[1], letter["body"])
            self.assertEqual([part["left"] for part in letter["parts"]], [False, False])
        before = self.world.count("intake_case")
        self.put(self.letter("费用清单", subject="清单", sender="list@mail.example", files=[
            ("清单.xlsx", sheets.spreadsheet([["日期", "项目", "金额"], ["2020-01-05", "药费", 31]]))]))
        number = Letters.serial - 1
        waits = self.wait("a clerk", lambda: self.by_subject("waiting", "清单"))
        self.assertIn("没有认出是申请表", waits["why_zh"])
        self.wait("it is said", lambda: self.told(number, "设为“文本”"))
        self.assertEqual(self.world.count("intake_case"), before)

    def test_6_killed_over_it(self):
        before = self.world.count("intake_case")
        people = [*self.here[3:4], *self.here[5:12], *self.here[14:15]]
        contents = [self.letter(self.form(person), subject=f"批 {at}",
                                files=[("身份证件.jpg", PICTURE + bytes([65 + at]))])
                    for at, person in enumerate(people)]
        for content in contents:
            self.put(content)
        self.wait("some are taken",
                  lambda: self.world.count("intake_case") >= before + 3)
        self.world.kill()
        self.serve()
        for content in contents[:4]:        # and the mail server brings some again
            self.put(content)
        self.fetched()
        self.wait("all are settled", lambda: self.world.count(
            "mailbox_letter", "subject LIKE '批%' AND state = 'taken'") == len(people))
        self.assertEqual(self.world.count("intake_case"), before + len(people))
        # verify: every letter and attachment that a row names is there and whole.
        self.assertEqual(self.world.stop(), 0)
        checked = self.world.verify()
        self.assertEqual(checked.returncode, 0, checked.stdout + checked.stderr)

    # ---- by a real mail server ----

    def by_hand(self, person, photo, to, sender, subject):
        """As an old program of the mainland sends it: GBK in the heads, bare in the text, names of
        files in encoded words; lines that begin with a dot."""
        def word(text):
            return email.header.Header(text, "gb2312").encode(linesep="\r\n")

        body = self.form(person) + "\n.\n..以上属实\n"
        return "\r\n".join([
            f"From: {word('张三')} <{sender}>", f"To: {to}", f"Subject: {word(subject)}",
            "Message-ID: <hand@mail.example>", "MIME-Version: 1.0",
            'Content-Type: multipart/mixed; boundary="=_part"', "",
            "--=_part", 'Content-Type: text/plain; charset="gbk"',
            "Content-Transfer-Encoding: 8bit", "", body.replace("\n", "\r\n"),
            "--=_part", f'Content-Type: image/jpeg; name="{word("张三身份证件.jpg")}"',
            "Content-Transfer-Encoding: base64", "Content-Disposition: attachment", "",
            base64.encodebytes(photo).decode().replace("\n", "\r\n"),
            "--=_part--", ""]).encode("gbk")

    def paper_bytes(self, case, material):
        paper = next(paper for paper in self.case(case)["papers"]
                     if paper["material"] == material)
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=house.PATIENCE)
        connection.request("GET", f"/api/v1/cases/{case}/papers/{paper['paper']}", None, {
            "Authorization": "Bearer " + self.hall.token("reviewer.110105")})
        answer = connection.getresponse()
        return answer.getheader("Content-Type"), answer.read()

    @unittest.skipUnless(mta.PROGRAM, "no exim4 here (exim4-daemon-light)")
    def test_7_through_a_real_mail_server(self):
        """Each end is a mail server: what it does on the way (dots, lines, heads of its own, who it
        is for when no head says so, letters that come back) is its own doing."""
        post = mta.PostOffice()
        self.addCleanup(post.close)
        if self.world.server is not None:
            self.world.stop()
        self.world.serve("--http", f"127.0.0.1:{self.port}", "--mail-in", str(post.bureau),
                         "--mail-server", f"smtp://127.0.0.1:{post.port}",
                         "--mail-from", "yewu@yibao.example", "--retry-seconds", "1")
        person = self.here[13]
        photo = (house.SOURCE / "tests/fuzz/corpus/picture/baseline.jpg").read_bytes()[1:]
        subject = "关于滞留外地人员异地就医备案的申请（附身份证件照片，证明材料随后补交，请予受理为盼）"
        post.send("zhang@mail.example", "yewu@yibao.example", self.by_hand(
            person, photo, "yewu@yibao.example", "zhang@mail.example", subject))
        taken = self.wait("a case", lambda: self.by_subject("taken", subject))
        self.assertEqual(self.case(taken["case_id"])["name"], person[0])
        self.assertEqual(self.paper_bytes(taken["case_id"], "id-card"), ("image/jpeg", photo))

        # The answer came by their server: it has its day, its heads can be read, it is of the
        # thread.
        def answer():
            return [read for read in (email.message_from_bytes(one, policy=email.policy.default)
                                      for one in post.came_back())
                    if read["In-Reply-To"] == "<hand@mail.example>"
                    and taken["receipt"] in read.get_content()]
        told = self.wait("an answer", answer)[0]
        self.assertEqual(told["From"].addresses[0].addr_spec, "yewu@yibao.example")
        self.assertEqual(told["Date"].datetime.utcoffset().total_seconds(), 8 * 3600)
        self.assertEqual(told["Date"].datetime.year, 2020)
        self.assertFalse(told.defects or told["Subject"].defects, told["Subject"])

        # She answers it; the spreadsheet has its name as newer programs write it.
        proof = sheets.spreadsheet([["滞留外地的证明", "临沂"], ["天数", 14]])
        reply = self.letter("见附件", subject=f"回复：{told['Subject']} {taken['receipt']}",
                            files=[("滞留外地的证明（一）.xlsx", proof)],
                            more=[("In-Reply-To", told["Message-ID"])])
        post.send("zhang@mail.example", "yewu@yibao.example", reply)
        self.wait("supplied", lambda: [row for row in self.letters("supplied")
                                       if row["case_id"] == taken["case_id"]])
        self.assertEqual(self.paper_bytes(taken["case_id"], "stranding-proof")[1], proof)

        # Nobody is named in its heads; the server knows which of our addresses it came to.
        post.send("chen@mail.example", "beian@yibao.example", self.letter(
            "见附件", to="undisclosed-recipients:;", sender="chen@mail.example",
            subject="密送"))
        held = self.wait("quarantine", lambda: self.by_subject("quarantined", "密送"))
        shown = self.hall.good("GET", f"/api/v1/letters/{held['letter']}", login=CLERK)
        self.assertEqual(shown["asked_matter"], "offsite-filing")

        # Who wrote cannot be answered: our answer comes back, and is not answered in its turn.
        post.send("ghost@gone.example", "yewu@yibao.example", self.letter(
            "您好，怎么办？", sender="ghost@gone.example", subject="无法投递"))
        self.wait("it came back", lambda: self.world.count(
            "mailbox_letter", "sender LIKE 'mailer-daemon@%'"))
        self.wait("the folder is empty", lambda: not os.listdir(post.bureau / "new"))
        self.hall.at_rest()
        self.assertEqual(self.world.count(
            "mailbox_letter", "sender LIKE 'mailer-daemon@%' AND noted_at IS NOT NULL"), 0)
        self.assertEqual(self.world.stop(), 0)


if __name__ == "__main__":
    unittest.main()
