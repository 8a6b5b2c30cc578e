"""A unit with more people than the lane takes at once: its staff in pages and found by name or
number, its month declared in parts, through a kill, its bill read line by line. By the public
door."""

import base64
import time
import unittest

import house
from certificates import number
from staffed import UNIT_NUMBER, bases_file, fill, person_number

PEOPLE, SPELLS = 2400, 6000
UNIT = f"/api/v1/units/{UNIT_NUMBER}"


class LargeUnit(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = house.World(people=300, now="2020-03-10T09:00").make()
        cls.addClassCleanup(cls.world.close)
        fill(cls.world, PEOPLE, SPELLS)
        cls.world.change(f"UPDATE account SET unit = {UNIT_NUMBER} WHERE role = 'employer'")
        cls.serve()

    @classmethod
    def serve(cls):
        port = house.free_port()
        cls.world.serve("--http", f"127.0.0.1:{port}")
        cls.hall = house.Hall(port)

    def clerk(self, method, path, given=None):
        return self.hall.good(method, path, given, "reviewer.110105")

    def pages(self, path, rows):
        """All rows of a list that comes in pages, and how many pages that were."""
        found, after, count = [], "", 0
        while True:
            told = self.clerk("GET", f"{path}{after}")
            found += told[rows]
            count += 1
            if not told.get("next"):
                return found, count
            after = f"?after={told['next']}"

    def find(self, what, **more):
        return [one["name"] for one in self.clerk(
            "POST", f"{UNIT}/staff/search", {"find": what, **more})["staff"]]

    def run_ended(self):
        """The newest declaration in parts, once it is over."""
        for _ in range(600):
            newest = self.clerk("GET", f"{UNIT}/declarations")["declarations"][0]
            if newest["state"] not in ("checking", "writing", "closing"):
                return newest
            time.sleep(0.1)
        raise AssertionError(f"still {newest}")

    def give_bases(self):
        file = self.clerk("POST", "/api/v1/bulk-files", {
            "action": "contribute.set-base", "file_name": "bases.csv",
            "file": base64.b64encode(bases_file(PEOPLE, "2020-01")).decode()})["file"]
        for _ in range(600):
            told = self.clerk("GET", f"/api/v1/bulk-files/{file}")
            if told["state"] not in ("waiting", "running"):
                break
            time.sleep(0.1)
        self.assertEqual((told["state"], int(told["good"]), int(told.get("bad", 0))),
                         ("done", PEOPLE, 0))

    def test_1_staff_comes_in_pages_and_is_found(self):
        first = self.clerk("GET", f"{UNIT}/staff")
        self.assertEqual((int(first["count"]), int(first["without_base"])), (PEOPLE, PEOPLE))
        everybody, pages = self.pages(f"{UNIT}/staff", "staff")
        self.assertEqual(pages, PEOPLE // 100)
        self.assertEqual(sorted(int(one["person"]) for one in everybody),
                         sorted(person_number(i) for i in range(PEOPLE)))
        self.assertEqual(self.find("职工2399"), ["职工2399"])
        self.assertEqual(len(self.find("239")), 13)     # 239, 1239, 2239, 2390 … 2399
        self.assertEqual(self.find("查无此人"), [])
        self.clerk("POST", "/api/v1/persons", {
            "certificate": "01", "number": number(77), "name": "后来者", "sex": "1",
            "born": "1985-03-15", "insurance": "310", "kind": "11", "place": 110105,
            "unit": str(UNIT_NUMBER), "unit_name": "示例集团公司", "from": "2020-04-01"})
        self.assertEqual(self.find(number(77)), [])     # not here before April
        self.assertEqual(self.find(number(78)), [])

    def test_2_nothing_is_written_while_somebody_has_no_base(self):
        begun = self.clerk("POST", f"{UNIT}/declarations", {"month": "2020-02"})
        self.assertEqual(begun["state"], "declaring")
        self.assertIn(self.hall.refused("POST", f"{UNIT}/declarations", {"month": "2020-02"},
                                        "reviewer.110105"),
                      ("contribute.refused.being-declared",))
        ended = self.run_ended()
        self.assertEqual((ended["state"], int(ended["counted"]), int(ended["without_base"])),
                         ("no-base", PEOPLE, PEOPLE))
        owned = f"owner = {UNIT_NUMBER}"
        self.assertEqual((self.world.count("contribute_line", owned),
                          self.world.count("contribute_bill", owned),
                          self.world.count("contribute_arrears", owned)), (0, 0, 0))
        # Whoever declared it may look no more: the unit is told.
        self.assertEqual(self.world.count(
            "message", f"unit = {UNIT_NUMBER} AND kind = 'contribute.message.no-base'"
            f" AND body_zh LIKE '2020-02的缴费申报未完成：{PEOPLE}人没有缴费基数。%'"), 1)

    def test_3_declared_in_parts_through_a_kill(self):
        self.give_bases()
        # Of one whose number went into another the base stands under the former: it counts.
        former, kept = person_number(PEOPLE), person_number(11)
        self.world.change(f"UPDATE spell SET former = {former} WHERE person = {kept}")
        self.world.change(f"UPDATE contribute_base SET person = {former} WHERE person = {kept}")
        self.assertNotIn("without_base", self.clerk("GET", f"{UNIT}/staff"))     # none
        self.assertEqual(self.clerk("GET", f"{UNIT}/staff?without_base=true")["staff"], [])
        self.world.change(f"UPDATE spell SET paused_from = 20191101, paused_until = 20191130 "
                          f"WHERE person = {person_number(7)} AND status = '1'")
        came = f"person = {person_number(0)} AND status = '1'"       # the lowest number
        self.world.change(f"UPDATE spell SET valid_until = 20191231 WHERE {came}")
        self.clerk("POST", f"{UNIT}/declarations", {"month": "2020-02"})
        for _ in range(2000):
            if self.world.count("contribute_line", f"owner = {UNIT_NUMBER}") > 0:
                break
        self.world.kill()
        # Who came while it was written, under a number that was passed already, is on it, too.
        self.world.change(f"UPDATE spell SET valid_until = NULL WHERE {came}")
        written = self.world.count("contribute_run", "state = 'writing'") == 1
        people = PEOPLE if written else PEOPLE - 1
        self.assertEqual(self.world.count("contribute_bill", f"owner = {UNIT_NUMBER}") in (0, 1),
                         True)
        self.serve()
        ended = self.run_ended()
        self.assertEqual((ended["state"], int(ended["people"]), int(ended["left_out"])),
                         ("done", people, 0))
        months = self.clerk("GET", f"/api/v1/contributions/{UNIT_NUMBER}/statement")["months"]
        self.assertEqual([(one["month"], int(one["people"]), one["base"]) for one in months],
                         [("2020-02", people, f"{8000 * people}.00")])
        self.assertEqual(months[0]["bill"], ended["bill"])
        lines, pages = self.pages(
            f"/api/v1/contributions/{UNIT_NUMBER}/bills/{ended['bill']}", "lines")
        self.assertEqual((len(lines), pages, len({line["person"] for line in lines})),
                         (people, people // 500 + 1, people))
        self.assertEqual(sum(house.fen(line["own"]) for line in lines),
                         house.fen(months[0]["own"]))
        self.assertTrue(all(line["name"].startswith("职工") for line in lines))
        self.assertEqual(self.hall.refused("POST", f"{UNIT}/declarations", {"month": "2020-02"},
                                           "reviewer.110105"), "contribute.refused.declared")
        own = self.clerk("GET", f"/api/v1/persons/{person_number(5)}/contributions")["months"]
        self.assertEqual([one["month"] for one in own], ["2020-02"])
        self.assertEqual(self.world.verify().returncode, 0)

    def apply(self, month):
        told = self.hall.good("POST", "/api/v1/cases", {
            "matter": "contribution-declaration", "channel": "web", "applicant": "employer",
            "papers": [],
            "values": [{"name": "month", "value": month},
                       {"name": "people", "value": str(PEOPLE)},
                       {"name": "base", "value": f"{8000 * PEOPLE}.00"}]}, "employer.1")
        return told["receipt"], self.clerk("POST", "/api/v1/cases/search", {
            "receipt": told["receipt"]})["cases"][0]["case_id"]

    def approve(self, case):
        return self.clerk("POST", f"/api/v1/cases/{case}/verdict",
                          {"verdict": "approve", "reason": "与名册一致"})

    def look_again(self, receipt, case):
        self.hall.good("POST", "/api/v1/cases/objection", {
            "receipt": receipt, "reason": "人数有误"}, "employer.1")
        self.hall.good("POST", f"/api/v1/cases/{case}/reopening", {
            "reason": "重新核对"}, "section-head.110105")
        return self.clerk("GET", f"/api/v1/cases/{case}")

    def test_4_approved_again_after_an_objection(self):
        # While the month is still being written, and when its bill is there: never declared twice.
        receipt, case = self.apply("2020-03")
        self.approve(case)
        again = self.look_again(receipt, case)
        self.assertEqual((again["state"], again["effect"]), ("accepted", "by-hand"))
        self.approve(case)
        ended = self.run_ended()
        self.assertEqual((ended["month"], ended["state"], int(ended["people"])),
                         ("2020-03", "done", PEOPLE))
        self.look_again(receipt, case)
        told = self.approve(case)
        self.assertEqual((told["effect"], told["result"]), ("recorded", ended["bill"]))
        # Now the case names the bill, which stands when it is looked at once more.
        again = self.look_again(receipt, case)
        self.assertEqual((again["effect"], again["result"]), ("by-hand", ended["bill"]))
        self.approve(case)
        owned = f"owner = {UNIT_NUMBER} AND month = 202003"
        self.assertEqual((self.world.count("contribute_bill", owned),
                          self.world.count("contribute_run", owned),
                          self.world.count("contribute_line", owned)), (1, 1, PEOPLE))

    def test_5_what_came_to_nothing_is_declared_anew(self):
        self.world.change(f"UPDATE contribute_base SET from_month = 202006 "
                          f"WHERE owner = {UNIT_NUMBER} AND person = {person_number(3)}")
        receipt, case = self.apply("2020-04")
        self.approve(case)
        self.assertEqual(self.run_ended()["state"], "no-base")
        for one in ({"person": str(person_number(3))}, {"number": number(77)}):
            self.clerk("POST", f"{UNIT}/bases", {**one, "month": "2020-04", "base": "8000.00"})
        self.look_again(receipt, case)
        self.approve(case)
        ended = self.run_ended()
        self.assertEqual((ended["month"], ended["state"], int(ended["people"])),
                         ("2020-04", "done", PEOPLE + 1))
        self.assertEqual(self.world.count(
            "contribute_bill", f"owner = {UNIT_NUMBER} AND month = 202004"), 1)


if __name__ == "__main__":
    unittest.main()
