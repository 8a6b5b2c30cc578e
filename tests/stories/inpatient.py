"""A whole stay as a HIS sends it: charged in parts, settled in the middle and at the end, taken
back, asked about; amounts worked out by hand."""

import unittest

import desk
import house

DEAR = "ZA01AAD0000000109000"           # 甲
PARTLY = "XB02BA001A0010101019000"      # 乙, 10 % borne first
FULL = "XD04DA003A0010101039000"        # 甲


def amounts(info, **expected):
    """Compares in fen; the message names every amount that differs."""
    found = {name: house.fen(info[name]) for name in expected}
    wanted = {name: house.fen(value) for name, value in expected.items()}
    assert found == wanted, f"found {found}, expected {wanted}"


class Inpatient(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = house.World().make()
        cls.addClassCleanup(cls.world.close)
        port = house.free_port()
        cls.world.serve("--http", f"127.0.0.1:{port}")
        cls.hall = house.Hall(port)
        cls.town = house.Town(300)
        cls.active = cls.town.active()

    def hospital(self):
        return house.Hospital(self.world, self.town.hospital(tier=3))

    def counters(self, person):
        rows = self.world.rows(
            "SELECT inpatient_admissions, inpatient_in_scope, inpatient_fund_paid "
            f"FROM settle_counters WHERE person = {person['psn_no']} AND year = 2020")
        return rows[0] if rows else ("0",) * 3

    def refused(self, hospital, infno, given, person, *said):
        journal = self.world.decisions()
        answer = hospital.call(infno, given, None, person)
        self.assertEqual(answer["infcode"], -1, answer)
        for words in said:
            self.assertIn(words, answer["err_msg"])
        self.assertEqual(self.world.decisions(), journal)

    def first_part(self, stay):
        """200 × 100.00 and 110 - 10 of 50.00 with a tenth borne first: 24 500.00 in scope."""
        stay.charge([(DEAR, "100.00", 200), (PARTLY, "50.00", 110)])
        stay.charge([(PARTLY, "50.00", -10)], back=2)

    def test_a_stay_with_an_interim_settlement(self):
        person, hospital = self.active[0], self.hospital()
        stay = desk.Stay(hospital, person)
        stay.admit()
        self.first_part(stay)
        # More than was charged is not taken back, and a line a return stands on does not go.
        self.refused(hospital, "2301",
                     stay.charge_input([(PARTLY, "50.00", -101)], back=2), person)
        self.refused(hospital, "2302", stay.take_back_input("2"), person)

        # (24 500.00 - 1 300.00) × 85 % = 19 720.00; 500.00 was borne first.
        priced = stay.price(interim=True)
        interim = stay.settle(interim=True)["setlinfo"]
        amounts(interim, medfee_sumamt="25000.00", preselfpay_amt="500.00",
                inscp_scp_amt="24500.00", act_pay_dedc="1300.00", hifp_pay="19720.00",
                fund_pay_sumamt="19720.00", psn_part_amt="5280.00", psn_cash_pay="5280.00")
        self.assertEqual(house.fen(priced["setlinfo"]["psn_cash_pay"]), 528000)
        self.assertEqual(self.counters(person), ("1", "2450000", "1972000"))
        self.refused(hospital, "2302", stay.take_back_input("1"), person)

        stay.charge([(DEAR, "200.00", 200)], at="2020-02-07 10:00:00")
        kept = dict(stay.split)
        wrong = stay.charge([(FULL, "10.00", 1)], at="2020-02-07 10:05:00")[0]
        hospital.good("2302", stay.take_back_input(wrong["feedetl_sn"]), person=person)
        stay.split = kept

        # 5 500.00 are left of the first band: 4 675.00; 10 000.00 at 90 %: 9 000.00; 24 500.00
        # at 95 %: 23 275.00. Together 36 950.00; no deductible twice, no admission twice.
        stay.discharge()
        self.assert_final(stay, person)
        self.assert_of_day(stay)
        self.assert_told(stay)

        # The last part is undone first; then the discharge may be taken back.
        self.refused(hospital, "2305", {"data": stay.both(setl_id=interim["setl_id"])}, person)
        undone = stay.undo(stay.settlement)["setlinfo"]
        amounts(undone, medfee_sumamt="-40000.00", fund_pay_sumamt="-36950.00",
                psn_cash_pay="-3050.00", pdn_cash_pay="-3050.00")
        self.assertEqual(self.counters(person), ("1", "2450000", "1972000"))
        hospital.good("2405", {"data": stay.both()}, person=person)
        stay.undo(interim["setl_id"])
        self.assertEqual(self.counters(person), ("0", "0", "0"))
        self.refused(hospital, "2404", {"data": stay.both()}, person)
        hospital.good("2302", stay.take_back_input("0000"), person=person)
        hospital.good("2404", {"data": stay.both()}, person=person)
        self.assertEqual(self.world.rows(f"SELECT state FROM visit WHERE visit = {stay.visit}"),
                         [("cancelled",)])
        self.assertEqual(self.world.verify().returncode, 0)

    def assert_of_day(self, stay):
        """Begun days ago: its insurance office finds it on the day it is settled."""
        office = f"hospital-office.{stay.hospital.place['code']}"
        told = self.hall.good("GET", "/api/v1/institution/settlements", login=office)
        found = [row for row in told["settlements"] if row["visit"] == str(stay.visit)]
        self.assertEqual([house.fen(row["total"]) for row in found], [2500000, 4000000])
        self.assertLess(found[0]["begin_at"][:10], told["day"])

    def assert_final(self, stay, person):
        priced, final = stay.price()["setlinfo"], stay.settle()["setlinfo"]
        amounts(final, medfee_sumamt="40000.00", inscp_scp_amt="40000.00", act_pay_dedc="0",
                hifp_pay="36950.00", fund_pay_sumamt="36950.00", psn_cash_pay="3050.00")
        for name in ("hifp_pay", "psn_cash_pay", "act_pay_dedc", "pool_prop_selfpay"):
            self.assertEqual(priced[name], final[name], name)
        self.assertEqual(self.counters(person), ("1", "6450000", "5667000"))

    def assert_told(self, stay):
        """What the queries of the fifth series say of it."""
        hospital, person = stay.hospital, stay.person
        span = {"begntime": "2020-02-01 00:00:00", "endtime": "2020-02-10 23:59:59"}

        def ask(infno, given):
            return hospital.good(infno, {"data": given}, person=person)

        visits = ask("5201", {"psn_no": person["psn_no"], "med_type": "21", **span})
        self.assertEqual([row["mdtrt_id"] for row in visits["mdtrtinfo"]], [stay.visit])
        self.assertEqual(visits["mdtrtinfo"][0]["endtime"], "2020-02-10 08:50:00")
        sides = [row["inout_diag_type"] for row in ask("5202", stay.both())["diseinfo"]]
        self.assertEqual(sides, ["1", "2"])
        self.assertEqual(ask("5303", span)["data"], [], "let go, so no longer in hospital")
        told = ask("5203", stay.both(setl_id=stay.settlement))["setlinfo"]
        amounts(told, cash_payamt="3050.00", hifp_pay="36950.00")
        self.assertEqual((told["begndate"], told["enddate"]), ("2020-02-03", "2020-02-10"))
        lines = ask("5204", stay.both())
        self.assertEqual(len(lines), 4)
        self.assertEqual(sum(house.fen(row["det_item_fee_sumamt"]) for row in lines), 6500000)
        used = {row["cum_type_code"]: row["cum"]
                for row in ask("5206", {"psn_no": person["psn_no"]})["cuminfo"]}
        self.assertEqual(house.fen(used["D310100_310_BIZ21"]), 5667000)
        self.assertEqual(house.fen(used["Q0000_310_BIZ21"]), 130000)

    def test_in_hospital_until_discharged_and_changed_meanwhile(self):
        person, hospital = self.active[1], self.hospital()
        stay = desk.Stay(hospital, person)
        stay.admit()
        self.refused(hospital, "2401", stay.admit_input(), person, stay.visit)
        span = {"data": {"begntime": "2020-02-01 00:00:00", "endtime": "2020-02-10 23:59:59"}}
        listed = hospital.good("5303", span)["data"]
        self.assertIn(stay.visit, [row["mdtrt_id"] for row in listed])
        changed = stay.admit_input()
        changed["adminfo"] = dict(changed.pop("mdtrtinfo"), mdtrt_id=stay.visit,
                                  ipt_otp_no=stay.number, adm_bed="14")
        for row in changed["diseinfo"]:
            row.update(mdtrt_id=stay.visit, diag_code="J18.000", diag_name="支气管肺炎")
        hospital.good("2403", changed, person=person)
        told = hospital.good("5202", {"data": stay.both()}, person=person)["diseinfo"]
        self.assertEqual([row["diag_code"] for row in told], ["J18.000"])

    def test_only_whose_certificate_was_read(self):
        """A number alone tells nothing of a person, whether there is one or not."""
        person, hospital = self.active[5], self.hospital()
        given = {"data": {"psn_no": person["psn_no"]}}
        nobody = {"data": {"psn_no": "1"}}
        self.refused(hospital, "5301", given, person, "1101")
        self.assertEqual(hospital.call("5301", given)["err_msg"],
                         hospital.call("5301", nobody)["err_msg"])
        hospital.good("1101", {"data": desk.certificate(person)}, person=person)
        hospital.good("5301", given, person=person)
        elsewhere = house.Hospital(self.world, self.town.hospital(community=True))
        self.refused(elsewhere, "5301", given, person, "1101")

    def test_all_lines_or_none(self):
        person, hospital = self.active[2], self.hospital()
        stay = desk.Stay(hospital, person)
        stay.admit()
        given = stay.charge_input([(DEAR, "100.00", 1), ("NO-SUCH-ITEM", "1.00", 1)])
        self.refused(hospital, "2301", given, person, "2")
        self.assertEqual(self.world.count("visit_line", f"visit = {stay.visit}"), 0)

    def test_settled_before_the_discharge(self):
        """Some hospitals settle first and let go afterwards; the amounts are the same."""
        person, hospital = self.active[3], self.hospital()
        stay = desk.Stay(hospital, person)
        stay.admit()
        self.first_part(stay)
        amounts(stay.settle()["setlinfo"], hifp_pay="19720.00", psn_cash_pay="5280.00")
        self.refused(hospital, "2301", stay.charge_input([(DEAR, "1.00", 1)]), person)
        stay.discharge()


if __name__ == "__main__":
    unittest.main()
