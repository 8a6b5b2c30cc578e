"""Patients of the epidemic who are treated first, as the software of a hospital sends them: what is
outside the catalogue counts, the person pays nothing; a status that changes or ends during the
stay, by the day of charge; the figures of the week. Amounts worked out by hand."""

import unittest

import desk
import house

FULL = "ZA01AAD0000000109000"           # 甲
OUTSIDE = "XA01AC000C0030101009000"         # 丙


def amounts(info, **expected):
    """Compares in fen; the message names every amount that differs."""
    found = {name: house.fen(info[name]) for name in expected}
    wanted = {name: house.fen(value) for name, value in expected.items()}
    assert found == wanted, f"found {found}, expected {wanted}"


class TreatedFirst(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = house.World().make()
        cls.addClassCleanup(cls.world.close)
        port = house.free_port()
        cls.world.serve("--http", f"127.0.0.1:{port}")
        cls.hall = house.Hall(port)
        cls.town = house.Town(300)
        cls.active = [person for person in cls.town.active() if person["place"].startswith("11")]

    def hospital(self):
        return house.Hospital(self.world, self.town.hospital(tier=3))

    def status(self, person, kind, first, last=None):
        given = {"kind": kind, "from": first, "source": "朝阳区疾控中心"}
        if last:
            given["until"] = last
        self.hall.good("POST", f"/api/v1/persons/{person['psn_no']}/statuses", given,
                       "reviewer.110000")

    def stay(self, person):
        """20 000.00 and 1 000.00 outside the catalogue on 4 February, 10 000.00 on the 8th."""
        stay = desk.Stay(self.hospital(), person)
        stay.admit()
        stay.charge([(FULL, "100.00", 200), (OUTSIDE, "100.00", 10)])
        stay.charge([(FULL, "100.00", 100)], at="2020-02-08 10:00:00")
        stay.discharge()
        return stay

    def figures(self):
        rows = self.hall.good("GET", "/api/v1/epidemic-figures", login="section-head.110000")
        return {row["status"]: row for row in rows["rows"]}

    def test_1_a_stay_without_a_status(self):
        """(30 000.00 - 1 300.00) × 85 %."""
        stay = self.stay(self.active[0])
        amounts(stay.settle()["setlinfo"], medfee_sumamt="31000.00", fulamt_ownpay_amt="1000.00",
                inscp_scp_amt="30000.00", act_pay_dedc="1300.00", hifp_pay="24395.00",
                psn_cash_pay="6605.00")

    def test_2_confirmed(self):
        """(31 000.00 - 1 300.00): 28 700.00 × 85 % + 1 000.00 × 90 %; finance bears the rest."""
        person = self.active[1]
        self.status(person, "confirmed", "2020-02-03")
        info = self.stay(person).settle()["setlinfo"]
        amounts(info, medfee_sumamt="31000.00", fulamt_ownpay_amt="0", inscp_scp_amt="31000.00",
                hifp_pay="25295.00", fund_pay_sumamt="31000.00", psn_cash_pay="0")


    def test_3_suspected_and_excluded(self):
        """To the 5th as a suspected patient's: (21 000.00 - 1 300.00) × 85 % = 16 745.00, finance
        4 255.00. From the 6th on as anybody's, without a second deductible: 9 000.00 to the end of
        the first band at 85 %, 1 000.00 at 90 %: 8 550.00; 1 450.00 are the person's."""
        person = self.active[2]
        self.status(person, "suspected", "2020-02-03", "2020-02-05")
        stay = self.stay(person)
        priced = stay.price()["setlinfo"]
        info = stay.settle()["setlinfo"]
        amounts(info, medfee_sumamt="31000.00", fulamt_ownpay_amt="0", inscp_scp_amt="31000.00",
                act_pay_dedc="1300.00", hifp_pay="25295.00", fund_pay_sumamt="29550.00",
                psn_cash_pay="1450.00")
        self.assertEqual(priced["psn_cash_pay"], info["psn_cash_pay"])
        # Why: the notice he is treated under, and each stretch with its own sums.
        office = f"hospital-office.{stay.hospital.place['code']}"
        why = self.hall.good("GET", f"/api/v1/settlements/{stay.settlement}/why"
                             f"?person={person['psn_no']}&explain=1", login=office)
        self.assertTrue(why["same"])
        told = [(step["key"].removeprefix("settle.trail."), step["result"])
                for step in why["trail"]]
        self.assertEqual([step for step in told if step[0].startswith("part-")
                          or step[0] in ("treat-first", "deductible", "cash")],
                         [("part-suspected", "0.00"), ("deductible", "1300.00"),
                          ("treat-first", "4255.00"), ("cash", "0.00"),
                          ("part-without", "0.00"), ("deductible", "0.00"), ("cash", "1450.00")])
        self.assertIn("国医保电〔2020〕5号、6号 补充通知一", next(
            step["subject"] for step in why["trail"] if step["key"] == "settle.trail.measure"))
        self.assertEqual(self.world.rows(
            f"SELECT finance, central, cash FROM settlement WHERE visit = {stay.visit}"),
            [("425500", "0", "145000")])

    def test_4_suspected_then_confirmed(self):
        """Finance bears 4 255.00 of the days of suspicion, and 1 450.00 of the days from the 6th
        on, of which the centre gives back sixty per cent."""
        person = self.active[3]
        self.status(person, "suspected", "2020-02-03", "2020-02-05")
        self.status(person, "confirmed", "2020-02-06")
        stay = self.stay(person)
        amounts(stay.settle()["setlinfo"], hifp_pay="25295.00", fund_pay_sumamt="31000.00",
                psn_cash_pay="0")
        self.assertEqual(self.world.rows(
            f"SELECT finance, central FROM settlement WHERE visit = {stay.visit}"),
            [("570500", "87000")])


    def test_5_the_figures_of_the_week(self):
        """Of the stay of which the suspicion ended, its days alone; a stay is of the gravest status
        it had: two of confirmed patients, of 31 000.00 each, finance 5 705.00 each; the centre
        sixty per cent of 5 705.00 = 3 423.00 and of 1 450.00 = 870.00."""
        def row(status, *names):
            return [house.fen(self.figures()[status][name]) for name in names]
        self.assertEqual({status: (int(one["patients"]), int(one["settlements"]))
                          for status, one in self.figures().items()},
                         {"suspected": (1, 1), "confirmed": (2, 2)})
        money = ("total", "pooled", "assistance", "finance", "central", "own")
        self.assertEqual(row("suspected", *money), [2100000, 1674500, 0, 425500, 0, 0])
        self.assertEqual(row("confirmed", *money), [6200000, 5059000, 0, 1141000, 429300, 0])
        self.assertEqual(self.world.verify().returncode, 0)

    def test_6_found_to_be_ill_after_the_bill(self):
        """Who was charged as anybody, and is put on record afterwards: decided again as in the
        second test; what was paid at the till is owed back, and told."""
        person = self.active[4]
        stay = self.stay(person)
        amounts(stay.settle()["setlinfo"], hifp_pay="24395.00", psn_cash_pay="6605.00")
        self.status(person, "confirmed", "2020-02-03")

        def now():
            return self.world.rows("SELECT pooled_fund, finance, central, cash FROM settlement "
                                   f"WHERE settlement = {stay.settlement}")
        house.until("decided again", lambda: now()[0][3] == "0")
        self.assertEqual(now(), [("2529500", "570500", "342300", "0")])
        self.assertEqual(self.world.rows(
            f"SELECT kind, subject FROM message WHERE person = {person['psn_no']}"),
            [("settle.message.again", stay.settlement)])
        self.assertEqual(self.figures()["confirmed"]["patients"], 3)
        # By the list of the disease control centre, a day less: the days after are his own.
        other = self.active[5]
        second = self.stay(other)
        amounts(second.settle()["setlinfo"], psn_cash_pay="6605.00")
        told = self.hall.good("POST", "/api/v1/patients/check", {
            "number": other["id_number"], "status": "suspected", "from": "2020-02-03",
            "until": "2020-02-05"}, "section-head.110000")
        self.assertTrue(told["recorded"])
        house.until("decided again", lambda: self.world.rows(
            f"SELECT cash FROM settlement WHERE settlement = {second.settlement}")
            == [("145000",)])
        self.assertEqual(self.world.verify().returncode, 0)


if __name__ == "__main__":
    unittest.main()
