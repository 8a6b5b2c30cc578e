"""A notice on its way: drafted, tried, approved by a second person, published while hospitals
settle, revoked; kills in the middle; an event declared and withdrawn."""

import base64
import contextlib
import itertools
import json
import shutil
import subprocess
import threading
import time
import unittest

import house

DEAR = "ZA01AAD0000000109000"           # 甲, in scope in full
NUMBER = "测试〔2020〕1号"
TEXT = """notice: 测试〔2020〕1号
title: 关于先救治后结算的通知
place: 110000
issued: 2020-02-10
basis: [国医保电〔2020〕7号]
register:
  issuer: 北京市医疗保障局
  checker: 待遇保障处
  contact: "12393"
  cc: ["110105"]
  plain_zh: 看病先不用自己付钱。
measures:
  - ids: [1a]
    clause: 一
    says: who is stranded is treated first and pays nothing at the desk
    zh: 先救治后结算，个人在窗口不付钱
    scope: { people: { status: stranded-outside } }
    cover: { deposit: none, person-pays: 0, catalogue: open, remainder: medical_assistance }
"""
PICTURE = "/9j/4HNhbXBsZSBwaWN0dXJl"        # the bytes of a paper
PUBLISHER, LEADER = "publisher.110000", "leader.110000"


class Publishing(unittest.TestCase):
    def setUp(self):
        self.world = house.World(people=300).make()
        self.addCleanup(self.world.close)
        self.serve()
        self.town = house.Town(300)
        self.place = self.town.hospital(tier=3)
        self.people = [person for person in self.town.active()
                       if person["place"].startswith("11")][:30]
        for person in self.people:
            self.hall.good("POST", f"/api/v1/persons/{person['psn_no']}/statuses",
                           {"kind": "stranded", "from": "2020-01-25", "source": "own statement"},
                           "intake-clerk.110000")

    def serve(self, *more):
        port = house.free_port()
        self.world.serve("--http", f"127.0.0.1:{port}", *more)
        self.hall = house.Hall(port)

    def settled(self, person):
        visit = house.Visit(house.Hospital(self.world, self.place), person,
                            [(DEAR, "2000.00", 1)]).prepared()
        answer = visit.hospital.good("2207", visit.settle_input(), visit.hospital.msgid(), person)
        return house.fen(answer["setlinfo"]["psn_cash_pay"])

    def priced(self, person):
        visit = house.Visit(house.Hospital(self.world, self.place), person,
                            [(DEAR, "2000.00", 1)]).prepared()
        answer = visit.hospital.good("2206", visit.settle_input(), None, person)
        return house.fen(answer["setlinfo"]["psn_cash_pay"])

    def draft(self, text=TEXT, login=PUBLISHER):
        return self.hall.good("POST", "/api/v1/notice-documents", {
            "text": base64.b64encode(text.encode()).decode()}, login)

    def approve(self, document, login=LEADER):
        return self.hall.good("POST", f"/api/v1/notice-documents/{document}/approval", {}, login)

    def publish(self, document, login=PUBLISHER, **more):
        return self.hall.good("POST", f"/api/v1/notice-documents/{document}/publication", more,
                              login)

    def numbers(self, query="/api/v1/notices"):
        return [notice["number"] for notice in self.hall.good("GET", query)["notices"]]

    def test_a_changed_matter_waits_for_its_announcement(self):
        self.world.stop()
        rules = self.world.folder / "rules"
        shutil.copytree(house.SOURCE / "rules", rules)
        file = rules / "matters" / "certificate.yaml"
        text = file.read_text(encoding="utf-8")
        changed = text.replace("limit: { at-once: yes", "limit: { working-days: 3", 1)
        self.assertNotEqual(text, changed)
        file.write_text(changed, encoding="utf-8")

        def limit():
            shown = self.hall.good("GET", "/api/v1/matters/certificate?place=110000")
            return shown.get("at_once", False), shown.get("working_days", 0)

        self.serve("--rules", str(rules))
        self.assertEqual(limit(), (True, 0))
        self.assertIn("certificate.yaml", self.world.said())

        def announce(aspects):
            announcement = self.hall.good("POST", "/api/v1/announcements", {
                "kind": "announcement", "place": 110000, "title": "参保证明办理时限调整",
                "body": "即日起三个工作日内办结。", "matter": "certificate", "aspects": aspects,
                "item": "参保证明", "method": "网上", "materials": "身份证件",
                "flow": "申请、办结"}, PUBLISHER)["announcement"]
            return self.hall.good("POST", f"/api/v1/announcements/{announcement}/publication",
                                  {}, LEADER).get("taken", 0)
        self.assertEqual(announce("way place"), 0)  # not what changes
        self.assertEqual(limit(), (True, 0))
        self.assertEqual(announce("limit"), 1)      # in force before it is answered
        self.assertEqual(limit(), (False, 3))
        self.world.stop()
        self.serve("--rules", str(rules))
        self.assertEqual(limit(), (False, 3))

    def test_live_while_hospitals_settle(self):
        self.assertGreater(self.priced(self.people[0]), 0)
        document = self.draft()["document"]
        self.assertEqual(self.hall.refused(
            "POST", f"/api/v1/notice-documents/{document}/publication", {}, PUBLISHER),
            "notice.refused.not-approved")
        self.assertEqual(self.hall.refused(
            "POST", f"/api/v1/notice-documents/{document}/approval", {}, PUBLISHER),
            "notice.refused.four-eyes")
        self.assertEqual(self.hall.refused(
            "POST", f"/api/v1/notice-documents/{document}/approval", {}, "leader.371300"),
            "notice.refused.out-of-place")
        self.approve(document)
        self.assertNotIn(NUMBER, self.numbers())
        paid, failed = [], []
        enough, told_all = threading.Event(), threading.Event()

        def pay(person):
            try:
                paid.append(self.settled(person))
            except AssertionError as problem:
                failed.append(str(problem))

        def keep_busy():
            for person in itertools.cycle(self.people[1:25]):
                pay(person)
                if len(paid) >= 5 or failed:
                    enough.set()
                if told_all.is_set() or failed:
                    break
            pay(self.people[25])

        busy = threading.Thread(target=keep_busy, daemon=True)
        busy.start()
        self.assertTrue(enough.wait(120))
        try:
            told = self.publish(document)
        finally:
            told_all.set()
        after = self.settled(self.people[26])       # asked after the answer: by the new book
        busy.join()
        self.assertEqual(failed, [])
        self.assertEqual(after, 0)
        self.assertEqual(paid[-1], 0)
        self.assertGreater(paid[0], 0)
        books = {int(row[0]) for row in self.world.rows(
            "SELECT DISTINCT book FROM journal WHERE action = 'settle.outpatient'")}
        self.assertEqual(books, {told["sequence"] - 1, told["sequence"]})
        self.assertIn(NUMBER, self.numbers())
        shown = self.hall.good("GET", "/api/v1/notice?number=" + house.urllib.parse.quote(NUMBER))
        self.assertEqual(shown["measures"][0]["clause"], "一")
        self.assertEqual(shown["notice"]["issuer"], "北京市医疗保障局")
        board = self.hall.good("GET", "/api/v1/notice-board?number="
                               + house.urllib.parse.quote(NUMBER), login=PUBLISHER)
        # Issued as the tenth began, in force since it was published in the day's ninth hour.
        self.assertEqual((board["issued"], board["hours_to_force"]), ("2020-02-10", 9))
        before = self.hall.good("GET", "/api/v1/notice?known=2020-02-09&number="
                                + house.urllib.parse.quote(NUMBER))
        self.assertEqual(before["measures"], [])    # not known then
        received = self.hall.good("GET", "/api/v1/notices-received", login="leader.110105")
        self.assertEqual([row["number"] for row in received["received"]], [NUMBER])
        self.assertNotIn("read_at", received["received"][0])
        self.hall.good("POST", f"/api/v1/notices-received/{document}/reading", {}, "leader.110105")
        receivers = self.hall.good("GET", f"/api/v1/notice-documents/{document}/receivers",
                                   login=PUBLISHER)["received"]
        self.assertTrue(any("read_at" in row for row in receivers))

        # Revoked from tomorrow in the same way; from today it would not have held today.
        revoked = self.hall.good("POST", "/api/v1/notice-revocations", {
            "number": NUMBER, "never": True, "paper": "测试〔2020〕2号"}, PUBLISHER)["document"]
        self.approve(revoked)
        self.publish(revoked)
        self.assertGreater(self.settled(self.people[27]), 0)
        self.assertNotIn(NUMBER, self.numbers())
        self.assertEqual(self.world.verify().returncode, 0)

    def test_what_was_published_since_is_not_taken_back_unseen(self):
        self.publish(self.approve(self.draft()["document"])["document"])
        paper = {"number": NUMBER, "paper": "测试〔2020〕9号"}
        revoked, changed = (
            self.hall.good("POST", "/api/v1/notice-revocations", paper, PUBLISHER)["document"],
            self.draft(TEXT.replace("看病先不用", "看病暂时不用"))["document"])
        for document in (revoked, changed):
            self.approve(document)
        self.publish(changed)
        self.assertEqual(self.hall.refused(
            "POST", f"/api/v1/notice-documents/{revoked}/publication", {}, PUBLISHER),
            "notice.refused.overtaken")
        again = self.hall.good("POST", "/api/v1/notice-revocations",
                               {**paper, "from": "2020-02-12"}, PUBLISHER)["document"]
        self.approve(again)
        self.world.stop()
        self.serve("--now", "2020-02-13T09:00")
        self.assertEqual(self.hall.refused(
            "POST", f"/api/v1/notice-documents/{again}/publication", {}, PUBLISHER),
            "notice.refused.revoked-backwards")

    def test_no_bureau_writes_over_another(self):
        def told(text, **more):
            return {"text": base64.b64encode(text.encode()).decode(), **more}
        document = self.draft()["document"]
        ours = TEXT.replace("110000", "371300").replace("110105", "371329")
        other = "publisher.371300"
        self.assertEqual(self.hall.refused(
            "POST", "/api/v1/notice-documents",
            told(ours.replace(NUMBER, "临测〔2020〕1号"), document=document), other),
            "notice.refused.out-of-place")
        self.publish(self.approve(document)["document"])
        self.assertEqual(self.hall.refused("POST", "/api/v1/notice-documents", told(ours), other),
                         "notice.refused.out-of-place")
        written = {"kind": "announcement", "place": 110000, "title": "通告", "body": "一"}
        made = self.hall.good("POST", "/api/v1/announcements", written, PUBLISHER)["announcement"]
        self.assertEqual(self.hall.refused(
            "POST", "/api/v1/announcements",
            {**written, "place": 371300, "announcement": made}, other),
            "notice.refused.out-of-place")
        drafts = "/api/v1/announcements?state=draft"
        self.assertEqual([len(self.hall.good("GET", drafts, login=login)["announcements"])
                          for login in (PUBLISHER, other)], [1, 0])

    def test_killed_right_after_the_answer(self):
        document = self.draft()["document"]
        self.world.kill()
        self.serve()
        self.approve(document)
        told = self.publish(document)
        self.world.kill()
        self.serve()
        self.assertEqual(self.settled(self.people[0]), 0)
        self.assertEqual(self.world.count("notice_publication", "origin = 'desk'"), 1)
        again = self.hall.refused("POST", f"/api/v1/notice-documents/{document}/publication", {},
                                  PUBLISHER)
        self.assertEqual(again, "notice.refused.not-open")
        copy = self.world.folder / "copy"
        self.assertEqual(self.world.run("backup", str(copy)).returncode, 0)
        self.world.kill()
        self.assertEqual(self.world.run("restore", str(copy)).returncode, 0)
        self.serve()
        self.assertEqual(self.settled(self.people[1]), 0)
        last = self.world.rows("SELECT max(sequence) FROM notice_publication")[0][0]
        self.assertEqual(int(last), told["sequence"])
        self.assertEqual(self.world.verify().returncode, 0)

    def notice(self, *words):
        done = subprocess.run(
            [house.PROGRAM, "notice", *words, "--raw", "--data", str(self.world.data)],
            capture_output=True, text=True, check=False)
        return done.returncode, json.loads(done.stdout) if done.stdout.startswith("{") else done

    def test_from_the_command_line(self):
        draft = self.world.folder / "draft.yaml"
        draft.write_text(TEXT)
        code, told = self.notice("draft", str(draft), "--as", PUBLISHER)
        self.assertEqual(code, 0, told)
        document = told["answer"]["document"]
        self.assertEqual(self.notice("publish", document, "--as", PUBLISHER)[0], 1)
        self.assertEqual(self.notice("approve", document, "--as", PUBLISHER)[0], 1)
        self.assertEqual(self.world.count("notice_publication", "origin = 'desk'"), 0)
        self.assertEqual(self.notice("approve", document, "--as", LEADER)[0], 0)
        code, told = self.notice("publish", document, "--as", PUBLISHER)
        self.assertEqual(code, 0, told)
        self.assertEqual(self.world.count("notice_publication", "origin = 'desk'"), 1)

    def try_file(self, *words):
        done = subprocess.run(
            [house.PROGRAM, "notice", "try", *words, "--json", *self.world.options(),
             "--now", house.NOW], capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout)["findings"]

    def test_tried_before_it_is_published(self):
        cash = sum(self.settled(person) for person in self.people[:6])
        self.assertGreater(cash, 0)
        draft = self.world.folder / "draft.yaml"
        draft.write_text(TEXT)
        findings = self.try_file(str(draft))
        money = next(found for found in findings if found["room"] == "settle")
        self.assertEqual((money["looked"], money["changed"], money["people"]), (6, 6, 6))
        self.assertEqual(house.fen(money["more"]), cash)
        self.assertEqual(house.fen(money["more_a_month"]), cash)
        self.assertEqual(len(money["examples"]), 5)
        self.assertTrue(any(found["what"] == "notice.impact.benefit" for found in findings))
        self.assertEqual(self.world.count("notice_publication", "origin = 'desk'"), 0)

        # By the server, beside the lane, with progress.
        document = self.draft()["document"]
        trial = self.hall.good("POST", "/api/v1/notice-trials", {"document": document},
                               PUBLISHER)["trial"]
        told = self.wait_for_trial(trial)
        self.assertEqual(told["state"], "done")
        again = next(found for found in told["findings"] if found["room"] == "settle")
        self.assertEqual(house.fen(again["more"]), cash)

        # Once it holds: who would lose what if it ended.
        self.approve(document)
        self.publish(document)
        self.assertEqual(self.settled(self.people[7]), 0)
        lost = next(found for found in self.try_file("--end", NUMBER)
                    if found["room"] == "settle")
        self.assertEqual(lost["changed"], 7)
        self.assertLess(house.fen(lost["more"]), 0)

    def wait_for_trial(self, trial):
        until = time.monotonic() + 120
        while True:
            told = self.hall.good("GET", f"/api/v1/notice-trials/{trial}", login=PUBLISHER)
            if told["state"] in ("done", "failed"):
                return told
            self.assertLess(time.monotonic(), until, told)
            time.sleep(0.05)

    def test_a_change_of_the_flow_is_announced_first(self):
        text = TEXT.replace("cover: { deposit: none, person-pays: 0, catalogue: open, "
                            "remainder: medical_assistance }",
                            "entrust: { matter: special-disease-filing, steps: "
                            "{ decide: insurance-office-of-the-institution } }")
        document = self.draft(text)["document"]
        self.approve(document)
        path = f"/api/v1/notice-documents/{document}/publication"
        self.assertEqual(self.hall.refused("POST", path, {}, PUBLISHER),
                         "notice.refused.not-announced")
        given = {"kind": "announcement", "place": 110000, "title": "门诊特殊病备案改在医院办理",
                 "body": "自公布之日起……", "matter": "special-disease-filing", "aspects": "flow",
                 "document": str(document),
                 "item": "门诊特殊病备案", "method": "在定点医院办理", "flow": "医师填表，医保办办结"}
        announcement = self.hall.good("POST", "/api/v1/announcements", given,
                                      PUBLISHER)["announcement"]
        out = f"/api/v1/announcements/{announcement}/publication"
        status, answer = self.hall.ask("POST", out, {}, LEADER)
        self.assertEqual((status != 200, answer["refusal"]),
                         (True, "notice.refused.announcement-lacks"))
        self.assertIn("materials", json.dumps(answer))
        self.hall.good("POST", "/api/v1/announcements",
                       {**given, "announcement": str(announcement), "materials": "无"}, PUBLISHER)
        self.assertEqual(self.hall.refused("POST", out, {}, PUBLISHER),
                         "notice.refused.four-eyes")
        self.hall.good("POST", out, {}, LEADER)
        self.publish(document)
        listed = self.hall.good("GET", "/api/v1/announcements")["announcements"]
        self.assertEqual([row["title"] for row in listed], [given["title"]])
        self.hall.good("POST", f"/api/v1/announcements/{announcement}/withdrawal",
                       {"reason": "有误"}, LEADER)
        self.assertEqual(self.hall.good("GET", "/api/v1/announcements")["announcements"], [])
        traced = self.hall.good("GET", f"/api/v1/announcements/{announcement}")
        self.assertEqual((traced["state"], traced["withdrawn_why"]), ("withdrawn", "有误"))

    def test_an_event_withdrawn_is_tried_before(self):
        event = self.hall.good("POST", "/api/v1/events", {
            "kind": "epidemic-end", "place": 110000, "day": "2020-06-12", "paper": "一份公告"},
            LEADER)["event"]
        self.assertEqual(self.hall.refused("POST", "/api/v1/events", {
            "kind": "epidemic-end", "place": 110000, "day": "2020-06-13", "paper": "又一份"},
            LEADER), "notice.refused.declared-already")
        found = [one for one in self.try_file("--withdraw", str(event))
                 if one["what"] == "notice.impact.waits"]
        self.assertGreater(len(found), 5)
        self.assertTrue(all(one.get("from") and "until" not in one for one in found))
        self.hall.good("POST", f"/api/v1/events/{event}/withdrawal", {"reason": "宣布有误"}, LEADER)
        shown = self.hall.good("GET", "/api/v1/events")["events"]
        self.assertEqual([row["event"] for row in shown if "withdrawn" in row], [event])

    def letter_refused(self, person):
        """A fax asks for a filing that reaches back: a rule is against it, so it is refused."""
        name = self.world.rows(f"SELECT name FROM person WHERE person = {person['psn_no']}")[0][0]
        receipt = self.hall.good("POST", "/api/v1/cases", {
            "matter": "offsite-filing", "channel": "fax", "name": name,
            "number": person["id_number"],
            "values": [{"name": "kind", "value": "settled-retiree"},
                       {"name": "division", "value": "371300"},
                       {"name": "from", "value": "2020-01-25"},
                       {"name": "phone", "value": "13900000000"}],
            "papers": [{"material": "id-card", "file": PICTURE},
                       {"material": "residence-proof", "file": PICTURE}]},
            "intake-clerk.110105")["receipt"]
        case, doubt = self.world.rows("SELECT case_id, doubt FROM intake_case "
                                      f"WHERE receipt = '{receipt}'")[0]
        self.assertEqual(doubt.split("\t")[0], "filing.refused.backdated")
        if self.state_of(case) == "received":
            self.hall.good("POST", f"/api/v1/cases/{case}/acceptance", {}, "intake-clerk.110105")
        self.hall.good("POST", f"/api/v1/cases/{case}/verdict",
                       {"verdict": "refuse", "reason": "不能追溯"}, "reviewer.110105")
        return case, receipt

    def state_of(self, case):
        return self.world.rows(f"SELECT state FROM intake_case WHERE case_id = {case}")[0][0]

    def test_a_notice_that_reaches_back_reopens_refusals(self):
        person = next(person for person in self.town.active()
                      if person["place"] == "110105" and person not in self.people)
        case, receipt = self.letter_refused(person)
        self.assertEqual(self.state_of(case), "decided-refused")
        text = TEXT.replace("cover: { deposit: none, person-pays: 0, catalogue: open, "
                            "remainder: medical_assistance }",
                            "backdate: { filing: [offsite-filing], "
                            "start-not-before: 2020-01-01 }").replace(
                                "    scope: { people: { status: stranded-outside } }\n", "")
        draft = self.world.folder / "draft.yaml"
        draft.write_text(text)
        told = next(found for found in self.try_file(str(draft)) if found["room"] == "intake")
        self.assertEqual((told["looked"], told["changed"]), (1, 1))
        self.assertIn(receipt, told["examples"][0]["example"])
        document = self.draft(text)["document"]
        self.approve(document)
        self.publish(document)
        house.until("the case to be opened again",
                    lambda: self.state_of(case) != "decided-refused")
        self.assertTrue(self.state_of(case).startswith("accepted"))
        self.assertEqual(self.world.count(
            "message", f"kind = 'intake.message.reopened' AND subject = {case}"), 1)
        self.assertEqual(self.world.verify().returncode, 0)

    def test_a_wrong_text_is_refused_with_its_line(self):
        status, answer = self.hall.ask("POST", "/api/v1/notice-documents", {
            "text": base64.b64encode(TEXT.replace("person-pays", "person-pay").encode()).decode()},
            PUBLISHER)
        self.assertNotEqual(status, 200)
        self.assertEqual(answer["refusal"], "notice.refused.text-wrong")
        self.assertIn("person-pay", json.dumps(answer, ensure_ascii=False))


if __name__ == "__main__":
    unittest.main()
