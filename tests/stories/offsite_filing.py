"""Somebody held up elsewhere files without coming in and without one of the papers; the district
decides; the next visit elsewhere is paid; the paper follows. By the public and hospital door."""

import http.client
import shutil
import time
import unittest

import desk
import house
from certificates import number

PICTURE = "/9j/4HNhbXBsZSBwaWN0dXJl"        # the bytes of a paper
FULL = "XD04DA003A0010101039000"        # 甲, no price limit
LINYI = "371300"
MADE_UP = """notice: 测试〔2020〕2号
title: 关于补办异地就医备案的通知
place: 330600
issued: 2020-02-01
known: 2020-02-01
register: { issuer: 绍兴市医疗保障局, category: 医保经办, disclosure: open }
measures:
  - ids: [1]
    clause: 一
    says: the out-of-area filing of a stranded patient is made up and reaches back
    zh: 滞留外地人员可补办异地就医手续，效力溯及滞留期间
    scope: { people: { status: stranded-outside } }
    backdate: { filing: offsite-filing, start-not-before: start-of-stranding }
"""


class OffsiteFiling(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = house.World(people=400).make()
        cls.addClassCleanup(cls.world.close)
        port = house.free_port()
        cls.world.serve("--http", f"127.0.0.1:{port}")
        cls.hall = house.Hall(port)
        cls.person = next(person for person in house.Town(400).people
                          if person["place"] == "110105" and person["kind"] == "11")
        cls.name = cls.world.rows(
            f"SELECT name FROM person WHERE person = {cls.person['psn_no']}")[0][0]
        code, name, division = cls.world.rows(
            "SELECT code, name, division FROM institution WHERE division BETWEEN 371300 AND 371399 "
            "AND type = '1' ORDER BY code")[0]
        cls.elsewhere = {"code": code, "name": name, "division": division}

    def application(self, **changed):
        given = {
            "matter": "offsite-filing", "channel": "web", "name": self.name,
            "number": self.person["id_number"],
            "values": [{"name": "kind", "value": "stranded"},
                       {"name": "division", "value": LINYI},
                       {"name": "from", "value": "2020-01-25"},
                       {"name": "phone", "value": "13900000000"}],
            "papers": [{"material": "id-card", "file": PICTURE}],
            "owed": [{"material": "stranding-proof"}]}
        given.update(changed)
        return given

    def fund_pays(self):
        """What the fund pays of 3000.00 in Linyi; None: nothing is settled at the desk."""
        visit = house.Visit(house.Hospital(self.world, self.elsewhere), self.person,
                            [(FULL, "100.00", 30)]).prepared()
        answer = visit.hospital.call("2206", visit.settle_input(), None, self.person)
        if answer["infcode"] != 0:
            return None
        return house.fen(answer["output"]["setlinfo"]["fund_pay_sumamt"])

    def office(self):
        """The agency that has the case."""
        return self.world.rows("SELECT office FROM intake_case")[0][0]

    def look_up(self, receipt):
        return self.hall.good("POST", "/api/v1/cases/find", {
            "receipt": receipt, "last_four": self.person["id_number"][-4:]})

    def wait_for(self, action):
        house.until(action, lambda: self.world.count("journal", f"action = '{action}'") > 0)

    def wait_for_clocks(self, expected):
        """Names and days of what runs, as lists see it."""
        def found():
            return self.world.rows(
                "SELECT c.name, d.day FROM due_clock c JOIN due_class d ON d.class_id = c.class_id "
                "WHERE c.running = 1 ORDER BY c.name")
        house.until(lambda: f"{expected}, it is {found()},", lambda: found() == expected)

    def test_strangers_who_guess_are_slowed_down(self):
        """Counted by the address a proxy of ours names; who has signed in is not counted."""
        guess = {"receipt": "110105202000000000", "last_four": "0000"}

        def look(address, language="zh", login=None):
            return self.hall.ask("POST", "/api/v1/cases/find", guess, login,
                                 more={"X-Forwarded-For": address, "Accept-Language": language})

        for last in range(20, 30):      # twenty a minute: where they took longer, again
            guesser = f"203.0.113.{last}"
            for _ in range(20):
                self.assertEqual(look(guesser)[1]["refusal"], "intake.refused.no-case")
            status, answer = look(guesser)
            if status == 429:
                break
        self.assertEqual(status, 429)
        self.assertIn("查询过于频繁", answer["detail"])
        self.assertIn(int(self.hall.heads["Retry-After"]), range(1, 61))
        self.assertIn("Too many look-ups", look(guesser, "en")[1]["detail"])
        self.assertEqual(look(f"198.51.100.1, {guesser}")[0], 429)
        self.assertEqual(look("203.0.113.10")[1]["refusal"], "intake.refused.no-case")
        self.assertNotEqual(look(guesser, login="reviewer.110105")[0], 429)
        page = http.client.HTTPConnection("127.0.0.1", self.hall.port,
                                          timeout=house.PATIENCE)
        page.request("GET", "/metrics")
        counted = page.getresponse().read().decode()
        self.assertIn("\nyibao_look_ups_turned_away_total 3\n", counted)
        self.assertIn('route="/api/v1/cases/find",status="429"} 3', counted)

    def test_the_whole_way(self):
        hall, reviewer = self.hall, "reviewer.110105"
        self.assertIn(self.fund_pays(), (None, 0))

        # Without the key paper, and with the other one neither there nor promised.
        self.assertEqual(hall.refused("POST", "/api/v1/cases", self.application(papers=[])),
                         "intake.refused.key-paper")
        self.assertEqual(hall.refused("POST", "/api/v1/cases", self.application(owed=[])),
                         "intake.refused.paper-missing")
        self.assertEqual(hall.refused("POST", "/api/v1/cases", self.application(
            papers=[{"material": "id-card", "blob": "ab" * 32}])), "intake.refused.paper-not-there")
        applied = hall.good("POST", "/api/v1/cases", self.application(), key="once")
        again = hall.good("POST", "/api/v1/cases", self.application(), key="once")
        self.assertEqual(applied, again)
        self.assertEqual(self.world.count("intake_case"), 1)
        self.assertEqual(applied["state"], "accepted-owing")
        self.assertEqual(applied["owed"][0]["waits_for"], "epidemic-end")
        receipt = applied["receipt"]

        waiting = hall.good("GET", "/api/v1/worklist", login=reviewer)["cases"]
        self.assertEqual([case["receipt"] for case in waiting], [receipt])
        self.assertEqual(hall.good("GET", "/api/v1/worklist", login="reviewer.371329")["cases"], [])
        self.wait_for_clocks([("handling", "20200212"), ("paper.owed", "")])
        listed = hall.good("GET", f"/api/v1/offices/{self.office()}/deadlines", login=reviewer)
        self.assertEqual([clock.get("day") for clock in listed["clocks"]], ["2020-02-12", None])
        verdict = f"/api/v1/cases/{waiting[0]['case_id']}/verdict"
        approve = {"verdict": "approve", "reason": "held up in Linyi"}
        self.assertEqual(hall.refused("POST", verdict, approve, "reviewer.371329"),
                         "intake.refused.other-office")
        decided = hall.good("POST", verdict, approve, reviewer)
        self.assertEqual(decided["state"], "decided-approved")
        self.wait_for_clocks([("paper.owed", "")])
        filed = self.world.rows("SELECT valid_from, division, cause, basis FROM filing "
                                f"WHERE person = {self.person['psn_no']}")
        self.assertEqual(filed, [("20200125", LINYI, waiting[0]["case_id"], "BJ4-S4c")])
        self.wait_for("filing.reach-back")
        self.assertGreater(self.fund_pays(), 0)

        # The end is declared, and withdrawn: the debt has its day, and waits again.
        event = hall.good("POST", "/api/v1/events", {
            "kind": "epidemic-end", "place": 110000, "day": "2020-06-12", "paper": "a paper"},
            "publisher.110000")["event"]
        self.assertEqual(self.look_up(receipt)["owed"][0]["due"], "2020-09-14")
        self.wait_for_clocks([("paper.owed", "20200914")])
        hall.good("POST", f"/api/v1/events/{event}/withdrawal", {"reason": "too early"},
                  "publisher.110000")
        self.assertNotIn("due", self.look_up(receipt)["owed"][0])
        self.wait_for_clocks([("paper.owed", "")])

        # It comes by fax: whoever took it in says so, nobody else.
        owed = {"receipt": receipt, "last_four": self.person["id_number"][-4:], "channel": "fax",
                "papers": [{"material": "stranding-proof", "file": PICTURE}]}
        self.assertEqual(hall.refused("POST", "/api/v1/cases/papers", owed),
                         "intake.refused.not-your-channel")
        hall.good("POST", "/api/v1/cases/papers", owed, "intake-clerk.110105")
        self.assertEqual(self.look_up(receipt)["state"], "closed")
        self.wait_for_clocks([])
        self.assertEqual(hall.good("GET", "/api/v1/debts", login=reviewer)["debts"], [])
        self.assertEqual(hall.refused("POST", "/api/v1/cases/find",
                                      {"receipt": receipt, "last_four": "0000"}),
                         "intake.refused.no-case")
        self.assertEqual(self.world.verify().returncode, 0)

        # The telephone number is nowhere as it was written.
        self.assertEqual(self.world.count("intake_case", "form LIKE '%13900000000%'"), 0)
        self.assertNotIn("13900000000", self.world.said())


class ReachedBack(unittest.TestCase):
    """Somebody of Shaoxing, in hospital in Beijing without a filing: what it changes is shown
    first, then it is filed and reaches back; the difference is posted and the person told, with
    the way to his bill."""

    @classmethod
    def setUpClass(cls):
        cls.world = house.World(people=400).make()
        cls.addClassCleanup(cls.world.close)
        rules = cls.world.folder / "rules"
        shutil.copytree(house.SOURCE / "rules", rules)
        (rules / "notices" / "330600" / "made-up.yaml").write_text(MADE_UP, encoding="utf-8")
        port = house.free_port()
        cls.world.serve("--http", f"127.0.0.1:{port}", "--rules", str(rules))
        cls.hall = house.Hall(port)

    def ask(self, method, path, given=None):
        return self.hall.good(method, path, given, "reviewer.330602")

    def test_shown_then_posted_then_told(self):
        town = house.Town(400)
        psn = self.ask("POST", "/api/v1/persons", {
            "certificate": "01", "number": number(7), "name": "示例", "sex": "1",
            "born": "1985-03-15", "insurance": "310", "kind": "11", "place": 330602,
            "from": "2019-01-01"})["person"]
        person = {"psn_no": psn, "id_number": number(7), "insutype": "310", "kind": "11",
                  "place": "330602"}
        self.ask("POST", f"/api/v1/persons/{psn}/statuses",
                 {"kind": "stranded", "from": "2020-01-25", "source": "own statement"})
        stay = desk.Stay(house.Hospital(self.world, town.hospital(tier=3)), person)
        stay.admit()
        stay.charge([(FULL, "100.00", 300)])
        stay.discharge()
        # A quarter is borne first: (30 000 - 7 500 - 800) × 80 %.
        info = stay.settle()["setlinfo"]
        self.assertEqual((house.fen(info["hifp_pay"]), house.fen(info["psn_cash_pay"])),
                         (1736000, 1264000))
        filing = {"kind": "stranded", "division": 110000, "from": "2020-01-25"}
        rows = self.world.decisions()
        query = "&".join(f"{name}={said}" for name, said in filing.items())
        shown = self.ask("GET", f"/api/v1/persons/{psn}/filings/preview?{query}")
        # (30 000 - 800) × 80 %: 6 000.00 more.
        self.assertEqual((shown["settlements"], shown["change"]), (1, "6000.00"))
        self.assertEqual([(one["funds_before"], one["funds_after"]) for one in shown["lines"]],
                         [("17360.00", "23360.00")])
        self.assertEqual(self.world.decisions(), rows)
        self.ask("POST", "/api/v1/filings", {**filing, "person": psn})

        def standing():
            return self.world.rows("SELECT settlement, pooled_fund, cash FROM settlement "
                                   f"WHERE person = {psn} AND state = 'final'")
        house.until("decided again", lambda: standing()[0][1] == "2336000")
        (settlement, _, cash), = standing()
        self.assertEqual((settlement, cash), (stay.settlement, "664000"))
        # What is posted is the difference alone: the fund's to the hospital, the till's to him.
        self.assertEqual(self.world.rows(
            f"SELECT amount FROM fund_transfer WHERE person = {psn} AND about = 'again'"),
            [("600000",), ("600000",)])
        # He is told, after it was posted, and led to the bill that shows it.
        self.assertEqual(self.world.rows(
            f"SELECT subject, body_en FROM message WHERE person = {psn}"),
            [(settlement, "Your care of 10 February 2020 was decided again: the funds pay 23360.00 "
              "instead of 17360.00 yuan. Settle the difference with the hospital; your bill shows "
              "it.")])
        self.assertEqual(self.world.rows(
            "SELECT pooled_fund, cash FROM settlement WHERE state = 'superseded' AND "
            f"superseded_by = {settlement}"), [("1736000", "1264000")])
        self.assertEqual(self.world.verify().returncode, 0)


if __name__ == "__main__":
    unittest.main()
