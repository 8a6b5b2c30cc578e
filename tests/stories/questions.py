"""A morning of questions: asked without signing in, by a hospital and by the hotline; one becomes a
case, one is asked often and answered for all, one waits and is told upwards; a clerk is lent to
another office; what offices do for themselves. By the public door."""

import time
import unittest
import urllib.parse

import house

CLERK, HEAD, PUBLISHER = "intake-clerk.110105", "section-head.110105", "publisher.110105"
LEADER = "leader.110000"


class Questions(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = house.World(people=300).make()
        cls.addClassCleanup(cls.world.close)
        cls.port = house.free_port()
        cls.world.serve("--http", f"127.0.0.1:{cls.port}")
        cls.hall = house.Hall(cls.port)
        cls.office = cls.world.rows(
            "SELECT office FROM office WHERE division = 110105 AND kind = 'agency'")[0][0]

    def ask(self, question, login=None, **more):
        given = {"kind": "policy", "question": question, "place": 110105}
        if login in (None, CLERK):
            given["phone"] = "13900000001"
        return self.hall.good("POST", "/api/v1/questions", {**given, **more}, login)

    def step(self, ticket, word, given, login=CLERK):
        return self.hall.good("POST", f"/api/v1/questions/{ticket}/{word}", given, login)

    def find(self, text):
        return self.hall.good("GET", "/api/v1/answers?text=" + urllib.parse.quote(text))["answers"]

    def test_asked_and_answered_without_signing_in(self):
        asked = self.ask("门诊报销比例是多少")
        self.assertEqual(str(asked["office"]), str(self.office))
        own = {"phone": "139 0000 0001"}
        self.assertEqual(self.step(asked["ticket"], "show", own, None)["state"], "open")
        self.assertEqual(self.hall.refused("POST", f"/api/v1/questions/{asked['ticket']}/show",
                                           {"phone": "13900000002"}),
                         "consult.refused.no-ticket")
        listed = self.hall.good("GET", "/api/v1/questions", login=CLERK)["questions"]
        self.assertIn(asked["ticket"], [one["ticket"] for one in listed])
        self.step(asked["ticket"], "taking", {})
        self.step(asked["ticket"], "answer", {"text": "见办事指南"})
        done = self.step(asked["ticket"], "rating", {"rating": 1, **own}, None)
        self.assertEqual(done["state"], "closed")
        self.step(asked["ticket"], "follow-up", {"text": "已回电"}, HEAD)
        day = self.world.rows("SELECT MAX(opened) FROM session")[0][0]
        today = time.strftime("%Y-%m-%d", time.gmtime(int(day) // 1000 + 8 * 3600))
        counts = self.hall.good("GET", f"/api/v1/questions/counts?from={today}&until={today}",
                                login=CLERK)["counts"]
        self.assertGreaterEqual(sum(one["low"] for one in counts), 1)
        for column in ("name_sealed", "phone_sealed"):
            self.assertEqual(self.world.count("consult_ticket", f"{column} = '13900000001'"), 0)

    def test_who_rang_up_is_called_back(self):
        """A telephone on the wall, looked at with a reason by who answers and by nobody else."""
        wall = {"name": "王大爷", "phone": "010-8512 3456", "channel": "hotline",
                "their_number": "12345-20200210-7"}
        self.assertEqual(self.hall.refused("POST", "/api/v1/questions",
                                           {"kind": "policy", "question": "药费怎么报",
                                            "place": 110105, "phone": wall["phone"]}),
                         "consult.refused.no-contact")
        ticket = self.ask("药费怎么报", CLERK, **wall)["ticket"]
        path = f"/api/v1/questions/{ticket}/contact"
        self.assertEqual(self.hall.ask("POST", path, {}, CLERK)[0], 422)
        seen = self.step(ticket, "contact", {"reason": "答复咨询"})
        self.assertEqual((seen["name"], seen["phone"]), ("王大爷", "01085123456"))
        self.assertEqual(self.hall.refused("POST", path, {"reason": "好奇"},
                                           "intake-clerk.360100"), "consult.refused.no-ticket")
        self.step(ticket, "answer", {"text": "带发票来"})
        waiting = self.hall.good("GET", "/api/v1/questions/to-return", login=CLERK)["tickets"]
        self.assertIn(ticket, [one["ticket"] for one in waiting])
        self.step(ticket, "returned", {})
        waiting = self.hall.good("GET", "/api/v1/questions/to-return", login=CLERK)["tickets"]
        self.assertNotIn(ticket, [one["ticket"] for one in waiting])
        for what in ("王大爷", "01085123456"):
            self.assertEqual(self.world.count(
                "unmasking", f"what = 'consult-phone' AND reason = '{what}'"), 0)
        self.assertEqual(self.world.count(
            "unmasking", f"what = 'consult-phone' AND person = {ticket}"), 1)

    def test_who_works_here_and_what_each_has_done(self):
        asked = self.ask("住院押金要交多少")
        self.step(asked["ticket"], "taking", {})
        accounts = self.hall.good("GET", f"/api/v1/accounts?office={self.office}",
                                  login=LEADER)["accounts"]
        clerk = next(one["account"] for one in accounts if one["role"] == "intake-clerk")
        self.assertNotIn("password", accounts[0])
        steps = self.hall.good("GET", f"/api/v1/accounts/{clerk}/steps", login=LEADER)["steps"]
        self.assertIn(("consult.take", asked["ticket"]),
                      [(one["action"], one.get("subject")) for one in steps])
        elsewhere = "leader.360100"
        self.assertEqual(self.hall.good("GET", f"/api/v1/accounts/{clerk}/steps",
                                        login=elsewhere)["steps"], [])
        self.assertEqual(self.hall.good("GET", f"/api/v1/accounts?office={self.office}",
                                        login=elsewhere)["accounts"], [])

    def test_a_question_becomes_a_case(self):
        person = next(one for one in house.Town(300).people
                      if one["place"] == "110105" and one["kind"] == "11")
        name = self.world.rows(f"SELECT name FROM person WHERE person = {person['psn_no']}")[0][0]
        asked = self.ask("人在临沂回不来，怎么备案", CLERK, channel="hotline",
                         matter="offsite-filing")
        self.assertIn("材料", asked["guide_zh"])
        made = self.step(asked["ticket"], "case", {
            "matter": "offsite-filing", "name": name, "number": person["id_number"],
            "values": [{"name": "kind", "value": "stranded"},
                       {"name": "division", "value": "371300"},
                       {"name": "from", "value": "2020-01-25"}],
            "papers": [{"material": "id-card", "file": "/9j/4AAQSkZJRg==",
                        "file_type": "image/jpeg"}],
            "owed": [{"material": "stranding-proof"}]})
        self.assertEqual(made["ticket_state"], "closed")
        rows = self.world.rows(
            f"SELECT receipt, channel FROM intake_case WHERE case_id = {made['case_id']}")
        self.assertEqual([tuple(map(str, row)) for row in rows], [(made["receipt"], "phone")])
        whom = f"/api/v1/cases/{made['case_id']}/contact"
        called = self.hall.good("POST", whom, {"reason": "告知补正"}, CLERK)
        self.assertEqual(called["name"], name)
        self.assertRegex(called["phone"], r"^1\d{10}$")
        self.assertEqual(self.hall.refused("POST", whom, {"reason": " 看看 "}, CLERK),
                         "access.refused.reason-short")
        self.assertEqual(self.world.count("unmasking", "what = 'case-phone' AND person = "
                                          f"{person['psn_no']}"), 1)
        self.assertEqual(self.hall.refused("POST", whom, {"reason": "好奇"},
                                           "reviewer.360100"), "intake.refused.no-case")
        self.assertEqual(self.hall.refused(
            "POST", f"/api/v1/questions/{asked['ticket']}/answer", {"text": "晚了"}, CLERK),
            "consult.refused.no-such-step")

    def test_asked_often_it_is_found_by_two_characters(self):
        for n in range(3):
            ticket = self.ask("慢病备案要哪些材料")["ticket"]
            done = self.step(ticket, "answer",
                             {"text": "诊断证明", "topic": "慢性病备案材料"})
        self.assertTrue(done["proposed"])
        proposals = self.hall.good("GET", "/api/v1/answers/proposals", login=CLERK)["answers"]
        proposal = next(one for one in proposals if one["topic"] == "慢性病备案材料")
        self.assertEqual(self.find("慢病"), [])
        self.hall.good("POST", "/api/v1/answers", {
            "answer": proposal["answer"], "topic": proposal["topic"],
            "question": proposal["question"], "body": "诊断证明和病历。"}, PUBLISHER)
        for text in ("慢病", "病历", "mbba", "MXB", "病历 备案", "慢病　诊断证明"):
            self.assertEqual([one["answer"] for one in self.find(text)], [proposal["answer"]],
                             text)
        # Written anew without saying for where: it is the same answer of the same place.
        anew = {"topic": proposal["topic"], "question": proposal["question"], "body": "诊断证明。"}
        self.assertEqual(self.hall.good("POST", "/api/v1/answers", anew, PUBLISHER)["answer"],
                         proposal["answer"])
        self.assertEqual(self.find("病历"), [])
        self.assertEqual(self.find("住院"), [])
        self.assertEqual(self.find("慢病 住院"), [])
        one = urllib.parse.quote("慢")
        self.assertEqual(self.hall.refused("GET", f"/api/v1/answers?text={one}"),
                         "consult.refused.too-short")

    def test_a_clerk_is_lent_and_the_offices_own_affairs(self):
        clerk = self.hall.good("GET", "/api/v1/sessions/current", login="intake-clerk.110000")
        today = self.world.rows("SELECT MAX(opened) FROM session")[0][0]
        day = time.strftime("%Y-%m-%d", time.gmtime(int(today) // 1000 + 8 * 3600))
        posted = self.hall.good("POST", "/api/v1/postings", {
            "account": clerk["account"], "office": self.office, "from": day, "until": day,
            "reason": "充实一线"}, LEADER)
        lent = self.hall.good("GET", "/api/v1/sessions/current", login="intake-clerk.110000")
        self.assertEqual((lent["office"], lent["division"]), (str(self.office), 110105))
        self.hall.good("POST", f"/api/v1/postings/{posted['posting']}/end",
                       {"account": clerk["account"]}, LEADER)
        back = self.hall.good("GET", "/api/v1/sessions/current", login="intake-clerk.110000")
        self.assertEqual(back["office"], clerk["office"])

        self.hall.good("POST", "/api/v1/duty/log", {"kind": "disinfection"}, CLERK)
        self.assertIn("disinfected_at",
                      self.hall.good("GET", f"/api/v1/offices/{self.office}/hall"))
        filed = self.hall.good("POST", "/api/v1/duty/reports",
                               {"kind": "major-event", "what": "大厅停电"}, CLERK)
        self.assertGreaterEqual(filed["told"], 2)
        self.hall.good("POST", f"/api/v1/duty/reports/{filed['made']}/acknowledgement",
                       {"what": "知悉"}, LEADER)
        seen = self.hall.good("GET", "/api/v1/duty/reports", login=LEADER)["reports"]
        self.assertEqual(len([one for one in seen[0]["steps"] if "seen_at" in one]), 1)
        roster = self.hall.good("GET", f"/api/v1/duty/shifts?from={day}&until={day}", login=HEAD)
        self.assertEqual(len(roster["gaps"]), 1)
        listed = self.hall.good("GET", "/api/v1/directory?division=330602&business=claim")
        own = [one for one in listed["entries"] if one["own"] and one["kind"] == "agency"]
        self.assertEqual(own[0]["phones"][0]["number"], "0575-89102755")

    def test_the_service_is_watched_round_the_clock(self):
        """LAW: BJ4-S7f, JX4-3e: a shift nobody has is shown, what watches the service is answered
        by it, and a time it was down is an incident from its start to its end."""
        status, told = self.hall.ask("GET", "/healthz")
        self.assertEqual((status, "state" in told), (200, True))
        today = self.world.rows("SELECT MAX(opened) FROM session")[0][0]
        day = time.strftime("%Y-%m-%d", time.gmtime(int(today) // 1000 + 8 * 3600))
        asked = f"/api/v1/duty/shifts?what=service&from={day}&until={day}"
        self.assertEqual(len(self.hall.good("GET", asked, login=HEAD)["gaps"]), 1)
        owner = self.hall.good("GET", "/api/v1/sessions/current", login=CLERK)["account"]
        deputy = self.hall.good("GET", "/api/v1/sessions/current", login=HEAD)["account"]
        later = time.strftime("%Y-%m-%d", time.gmtime(int(today) // 1000 + 32 * 3600))
        for begin, end, gaps in (("00:00", f"{day}T12:00", 1), ("12:00", f"{later}T00:00", 0)):
            self.hall.good("POST", "/api/v1/duty/shifts", {
                "office": self.office, "what": "service", "owner": owner, "deputy": deputy,
                "from": f"{day}T{begin}", "until": end}, HEAD)
            left = self.hall.good("GET", asked, login=HEAD)["gaps"]
            self.assertEqual(len(left), gaps)
        down = self.hall.good("POST", "/api/v1/duty/reports", {
            "kind": "service-down", "what": "网办系统不可用"}, CLERK)["made"]
        mine = [one for one in self.hall.good("GET", "/api/v1/duty/reports", login=HEAD)["reports"]
                if one["incident"] == down]
        self.assertNotIn("ended_at", mine[0])
        self.hall.good("POST", f"/api/v1/duty/reports/{down}/end", {}, CLERK)
        mine = [one for one in self.hall.good("GET", "/api/v1/duty/reports", login=HEAD)["reports"]
                if one["incident"] == down]
        self.assertEqual((mine[0]["kind"], "ended_at" in mine[0]), ("service-down", True))


if __name__ == "__main__":
    unittest.main()
