"""A unit is registered, enrols people, declares, is put off, pays and may check it line by line;
another is late: its people stay insured under the notice, and an older debt closes the desk. By the
public door."""

import base64
import unittest

import house
from certificates import credit_code, number

CUT = """notice: 测试〔2020〕9号
title: 关于降费的通知
place: 371300
issued: 2020-03-10
register: { issuer: 临沂市医疗保障局, checker: 待遇保障处, contact: "12393" }
measures:
  - ids: [1]
    clause: 一
    says: a point less for enterprises in February and March
    zh: 企业单位缴费费率再降一个百分点
    scope: { insurance: employee-medical, units: { kind: [enterprise] } }
    rate:
      part: employer
      cut: { points: 1 }
      of: original
      periods: { from: 2020-02, until: 2020-03 }
"""


class Contributions(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = house.World(people=300, now="2020-03-10T09:00").make()
        cls.addClassCleanup(cls.world.close)
        port = house.free_port()
        cls.world.serve("--http", f"127.0.0.1:{port}")
        cls.hall = house.Hall(port)

    def clerk(self, method, path, given=None):
        return self.hall.good(method, path, given, "reviewer.110105")

    def a_unit(self, serial, industry):
        return self.clerk("POST", "/api/v1/units", {
            "credit_code": credit_code(serial), "name": f"示例单位{serial}",
            "kind": "medium-enterprise", "industry": industry, "division": 110105,
            "from": "2019-01-01"})["unit"]

    def enrolled(self, unit, serial, since):
        return self.clerk("POST", "/api/v1/persons", {
            "certificate": "01", "number": number(serial), "name": "示例", "sex": "1",
            "born": "1985-03-15", "insurance": "310", "kind": "11", "place": 110105,
            "unit": unit, "unit_name": "示例单位", "from": since})

    def statement(self, unit):
        return self.clerk("GET", f"/api/v1/contributions/{unit}/statement")

    def declared(self, serial, industry, month, people=2):
        unit = self.a_unit(serial, industry)
        persons = []
        for one in range(people):
            enrolled = self.enrolled(unit, serial * 10 + one, "2019-06-01")
            persons.append(enrolled["person"])
            self.assertTrue(enrolled["late"])
            self.assertEqual(enrolled["made_up_under"], "BJ4-10g BJ4-10h")
            self.clerk("POST", f"/api/v1/units/{unit}/bases", {
                "person": enrolled["person"], "month": "2019-06", "base": "10000.00"})
        bill = self.clerk("POST", f"/api/v1/units/{unit}/declarations", {"month": month})
        self.assertEqual(bill["people"], people)
        return unit, persons, bill

    def entitled(self, person, day):
        return self.clerk("GET", f"/api/v1/persons/{person}/entitlement?on={day}")

    def test_declared_cut_put_off_and_paid(self):
        unit, persons, bill = self.declared(1, "lodging", "2020-03")
        # 20 000 at 5.4 %, 2 % and 3 yuan each withheld.
        self.assertEqual((bill["employer"], bill["own"], bill["fixed"], bill["total"]),
                         ("1080.00", "400.00", "6.00", "1486.00"))
        self.clerk("POST", "/api/v1/contributions/deferrals", {
            "unit": unit, "from_month": "2020-03", "until_month": "2020-03",
            "industry": "lodging", "difficulty": "停业", "amount": "1486.00"})
        month = self.statement(unit)["months"][0]
        self.assertEqual((month["state"], month["due"], month["rate"], month["cut_by"]),
                         ("deferred", "2020-07-31", "0.054", "BJ11-4"))
        self.assertIn("5.4%", month["says_zh"])
        lines = self.clerk("GET", f"/api/v1/contributions/{unit}/bills/{month['bill']}")
        self.assertEqual(sum(house.fen(line["counted"]) for line in lines["lines"]),
                         house.fen(month["base"]))
        self.assertEqual(self.hall.refused(
            "POST", "/api/v1/contributions/payments",
            {"owner": unit, "month": "2020-03", "amount": "1000.00"}, "reviewer.110105"),
            "contribute.refused.not-enough")
        paid = self.hall.good("POST", "/api/v1/contributions/payments", {
            "credit_code": credit_code(1), "month": "2020-03", "amount": "1500.00",
            "by": "tax", "reference": "T-1"}, "reviewer.110105")
        self.assertEqual((paid["credit"], paid["fee"]), ("14.00", "0.00"))
        told = self.statement(unit)
        self.assertEqual(told["months"][0]["state"], "paid")
        self.assertEqual(house.fen(told["collected"]), house.fen(told["kept"])
                         + house.fen(told["refunded"]) + house.fen(told["credit"]))
        own = self.clerk("GET", f"/api/v1/persons/{persons[0]}/contributions")
        self.assertEqual([row["state_zh"] for row in own["months"]], ["已缴费"])
        sides = self.hall.good("GET", "/api/v1/contributions/collected?month=2020-03&place=110105",
                               None, "reviewer.110105")
        self.assertEqual((sides["bills"] >= 1, sides["complete"]), (True, True))
        # Other units and other districts see nothing of it.
        self.assertEqual(self.hall.refused(
            "GET", f"/api/v1/contributions/{unit}/statement", None, "reviewer.371329"),
            "contribute.refused.no-such-unit")

    def test_late_and_kept(self):
        _, persons, _ = self.declared(2, "medical-products", "2020-02")
        self.assertTrue(self.entitled(persons[0], "2020-03-20")["entitled"])
        _, older, _ = self.declared(3, "medical-products", "2019-12")
        answer = self.entitled(older[0], "2020-03-10")
        self.assertEqual((answer["entitled"], answer["reason"]), (False, "arrears"))
        # At the cashier of a hospital, of a visit of 10 February: since when; open from the day the
        # money was there, however late the bank says so.
        visit = house.Visit(house.Hospital(self.world, house.Town(300).hospital(tier=3)),
                            {"psn_no": older[0], "id_number": number(30), "insutype": "310",
                             "place": "110105"}, [("XB02BC001C0030101019000", "100.00", 25)])
        visit.register().charge()
        turned = visit.hospital.call("2207", visit.settle_input(), None, visit.person)
        self.assertIn("自 2020-01-01 起暂停待遇", turned["err_msg"])
        self.clerk("POST", "/api/v1/contributions/payments", {
            "credit_code": credit_code(3), "month": "2019-12", "amount": "2566.00",
            "day": "2020-02-10"})
        told = visit.settle()["setlinfo"]
        # 70 % of what is above the 1 800 of the year.
        self.assertEqual(told["fund_pay_sumamt"], "490.00")

    def made_up_file(self, lines, sent):
        """The same months as lines of a file, by the unit itself."""
        text = "\n".join([",".join(["person", "from_month", "until_month", "base"]), *lines])
        file = self.hall.good("POST", "/api/v1/bulk-files", {
            "action": "contribute.make-up", "file": base64.b64encode(text.encode()).decode(),
            "file_name": sent}, "employer.1")["file"]
        path = f"/api/v1/bulk-files/{file}"
        return house.until("the file", lambda: (
            lambda told: told if told["state"] == "done" else None)(
                self.hall.good("GET", path, None, "employer.1")))

    def test_left_out_and_made_up_in_the_hall_and_by_a_file(self):
        unit = self.hall.good("GET", "/api/v1/sessions/current", None, "employer.1")["unit"]
        given = {"certificate": "01", "name": "示例", "sex": "1", "born": "1985-03-15",
                 "insurance": "310", "kind": "11", "place": 110108, "unit": unit,
                 "from": "2019-12-01"}
        one, two = (self.hall.good("POST", "/api/v1/persons", {**given, "number": number(serial)},
                                   "employer.1")["person"] for serial in (450, 451))

        def apply(**answers):
            answers = {"from-month": "2019-12", "until-month": "2020-02", "reason": "omitted",
                       **answers}
            return self.hall.ask("POST", "/api/v1/cases", {
                "matter": "back-payment", "channel": "web", "applicant": "employer",
                "name": "示例", "number": number(450), "papers": [],
                "values": [{"name": name, "value": said} for name, said in answers.items()]},
                "employer.1")

        # What lacks is said at the question it belongs to.
        for answers, refusal, question in [
                ({}, "no-base", "base"),
                ({"base": "8888.88", "until-month": "2020-04"}, "month-to-come", "until-month")]:
            status, told = apply(**answers)
            self.assertEqual((status, told["refusal"], told["field"]),
                             (422, f"contribute.refused.{refusal}", question))
        status, told = apply(base="8888.88")
        self.assertEqual(status, 200, told)
        case = self.hall.good("POST", "/api/v1/cases/search", {"receipt": told["receipt"]},
                              "reviewer.110000")["cases"][0]["case_id"]
        self.hall.good("POST", f"/api/v1/cases/{case}/verdict",
                       {"verdict": "approve", "reason": "漏报属实"}, "reviewer.110000")
        told = self.made_up_file([f"{two},2019-12,2020-02,8888.88"], "补缴.csv")
        self.assertEqual((told["good"], told["bad"]), (1, 0))
        # Sent again it changes nothing; what is made up already is told.
        self.assertEqual(self.made_up_file([f"{two},2019-12,2020-02,8888.88"], "补缴.csv")["file"],
                         told["file"])
        told = self.made_up_file([f"{two},2019-12,2020-02,8888.88", ""], "又补缴.csv")
        self.assertEqual((told["good"], told["bad"]), (0, 1))
        bills = [month for month in self.hall.good(
            "GET", f"/api/v1/contributions/{unit}/statement", None, "employer.1")["months"]
            if month["kind"] == "made-up"]
        # 8 888.88 at 10.8 % and 2 %, 3 yuan; half of the first from February 2020.
        self.assertEqual([(bill["month"], bill["employer"], bill["own"], bill["total"])
                          for bill in bills],
                         [(month, employer, "177.78", total) for month, employer, total in [
                             ("2019-12", "960.00", "1140.78"), ("2020-01", "960.00", "1140.78"),
                             ("2020-02", "480.00", "660.78")] for _ in (one, two)])

    def test_a_late_month_says_how_its_fee_was_reckoned(self):
        unit = self.hall.good("POST", "/api/v1/units", {
            "credit_code": credit_code(9), "name": "示例单位9", "kind": "medium-enterprise",
            "division": 371329, "from": "2018-01-01"}, "reviewer.371329")["unit"]
        person = self.hall.good("POST", "/api/v1/persons", {
            "certificate": "01", "number": number(90), "name": "示例", "sex": "1",
            "born": "1985-03-15", "insurance": "310", "kind": "11", "place": 371329,
            "unit": unit, "from": "2019-08-01"}, "reviewer.371329")["person"]
        self.hall.good("POST", f"/api/v1/units/{unit}/made-up", {
            "person": person, "from_month": "2019-08", "until_month": "2019-08",
            "base": "8888.88"}, "reviewer.371329")
        (month,) = self.hall.good("GET", f"/api/v1/contributions/{unit}/statement", None,
                                  "reviewer.371329")["months"]
        # 1 September to 10 March, both counted; 711.11 x 0.05 % x 192 = 68.26656.
        self.assertEqual((month["fee_days"], month["fee"], month["open"]),
                         (192, "68.27", "779.38"))
        self.assertIn("欠缴711.11元 × 0.05% × 192天 = 68.27元", month["fee_says_zh"])
        self.assertIn("192 days", month["fee_says_en"])

    def enterprise(self, serial, base, kind="medium-enterprise"):
        """A unit of Linshu with one person, three months of this year declared."""
        asker = "reviewer.371329"
        unit = self.hall.good("POST", "/api/v1/units", {
            "credit_code": credit_code(serial), "name": f"示例单位{serial}", "kind": kind,
            "division": 371329, "from": "2018-01-01"}, asker)["unit"]
        self.hall.good("POST", "/api/v1/persons", {
            "certificate": "01", "number": number(serial), "name": "示例", "sex": "1",
            "born": "1985-03-15", "insurance": "310", "kind": "11", "place": 371329,
            "unit": unit, "from": "2019-08-01"}, asker)
        self.hall.good("POST", f"/api/v1/units/{unit}/bases", {
            "number": number(serial), "month": "2020-01", "base": base}, asker)
        for month in ("2020-01", "2020-02", "2020-03"):
            self.hall.good("POST", f"/api/v1/units/{unit}/declarations", {"month": month}, asker)

    def test_what_a_cut_costs_the_fund(self):
        """A further point for enterprises in February and March: of 8 000.00 it is 80.00 a month;
        of 12 345.67 it is 740.74 - 617.28 = 123.46 or 617.28 - 493.83 = 123.45, whichever of the
        rates of the two months; a public body has none of it, and January is left alone. Two
        people, each of whom has two bills that change."""
        self.enterprise(460, "8000.00")
        self.enterprise(461, "12345.67")
        self.enterprise(462, "9000.00", "public-body")
        document = self.hall.good("POST", "/api/v1/notice-documents", {
            "text": base64.b64encode(CUT.encode()).decode()}, "publisher.371300")["document"]
        trial = self.hall.good("POST", "/api/v1/notice-trials", {"document": document},
                               "publisher.371300")["trial"]
        told = house.until("the trial", lambda: (
            lambda one: one if one["state"] == "done" else None)(
                self.hall.good("GET", f"/api/v1/notice-trials/{trial}", login="publisher.371300")))
        found, = [one for one in told["findings"] if one["what"] == "contribute.impact.bills"]
        self.assertEqual({name: found[name] for name in ("changed", "people", "institutions")},
                         {"changed": 4, "people": 2, "institutions": 2})
        self.assertEqual(found["more"], "406.91")

    def test_moving(self):
        person = self.enrolled(self.a_unit(4, ""), 40, "2019-06-01")["person"]
        applied = self.clerk("POST", f"/api/v1/persons/{person}/transfers", {
            "direction": "out", "other_place": 371302, "insurance": "employee"})
        out = self.clerk("POST", f"/api/v1/persons/{person}/transfers/{applied['transfer']}/out",
                         {})
        self.assertEqual(out["state"], "out")
        told = self.clerk("GET", f"/api/v1/persons/{person}/transfers")
        self.assertEqual(told["transfers"][0]["with_place"], 371302)

    @classmethod
    def tearDownClass(cls):
        cls.world.stop()
        done = cls.world.verify()
        if done.returncode != 0:
            raise AssertionError(done.stdout + done.stderr)


if __name__ == "__main__":
    unittest.main()
