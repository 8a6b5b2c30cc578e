"""A whole outpatient visit as a HIS sends it: amounts worked out by hand, repeats, reversal, and
messages that are broken."""

import json
import unittest

import house

# Of the demo catalogue.
FULL = "XD04DA003A0010101039000"        # 甲, no price limit
PARTLY = "XB02BA001A0010101019000"      # 乙, 10 % borne first
LIMITED = "XA01AA000A0010101009000"     # 甲, at most 43.21 a piece
OWN = "XA01AC000C0030101009000"         # 丙
DEAR = "ZA01AAD0000000109000"           # 甲


def amounts(info, **expected):
    """Compares in fen; the message names every amount that differs."""
    found = {name: house.fen(info[name]) for name in expected}
    wanted = {name: house.fen(value) for name, value in expected.items()}
    assert found == wanted, f"found {found}, expected {wanted}"


class Outpatient(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = house.World().make()
        cls.addClassCleanup(cls.world.close)
        cls.world.serve()
        cls.town = house.Town(300)
        cls.active = cls.town.active()

    def hospital(self, **wanted):
        return house.Hospital(self.world, self.town.hospital(**(wanted or {"tier": 3})))

    def counters(self, person):
        """Of the year, without the version; zeros when there are none."""
        rows = self.world.rows(
            "SELECT outpatient_deductible_used, outpatient_in_scope, outpatient_pooled_paid, "
            "outpatient_fund_paid, supplementary_paid FROM settle_counters "
            f"WHERE person = {person['psn_no']} AND year = 2020")
        return rows[0] if rows else ("0",) * 5

    def holdings(self):
        """How many rows there are of everything a visit writes."""
        tables = ("visit", "visit_diagnosis", "visit_bill", "visit_line", "settlement",
                  "settle_counters", "fund_transfer")
        found = self.world.rows(" UNION ALL ".join(
            f"SELECT '{table}', count(*) FROM {table}" for table in tables))
        return [*found, ("journal", self.world.decisions())]

    # ---- the amounts ----

    def test_whole_visit_of_an_active_employee(self):
        """Beijing, in work, hospital: 1800.00 of the year first, then 70 %."""
        person = self.active[0]
        visit = house.Visit(self.hospital(), person, [
            (FULL, "42.50", 10),        # 425.00 in scope
            (PARTLY, "61.20", 5),       # 306.00: 10 % = 30.60 first, 275.40 in scope
            (LIMITED, "50.00", 4),      # 200.00: 4 x 43.21 = 172.84 in scope, 27.16 over
            (OWN, "150.87", 1),         # 150.87 own
            (DEAR, "980.00", 2),        # 1960.00 in scope
        ])
        visit.register().describe()
        lines = visit.charge()
        amounts(lines[1], preselfpay_amt="30.60", inscp_scp_amt="275.40")
        amounts(lines[2], overlmt_amt="27.16", inscp_scp_amt="172.84")
        amounts(lines[3], fulamt_ownpay_amt="150.87", inscp_scp_amt="0")

        # In scope 425.00 + 275.40 + 172.84 + 1960.00 = 2833.24; 2833.24 - 1800.00 = 1033.24;
        # 70 % of that is 723.268, to the fen 723.27. The person bears 3041.87 - 723.27.
        priced, settled = visit.price(), visit.settle()
        amounts(settled["setlinfo"], medfee_sumamt="3041.87", inscp_scp_amt="2833.24",
                preselfpay_amt="30.60", overlmt_selfpay="27.16", fulamt_ownpay_amt="150.87",
                act_pay_dedc="1800.00", hifp_pay="723.27", fund_pay_sumamt="723.27",
                psn_part_amt="2318.60", acct_pay="0", psn_cash_pay="2318.60")
        self.assertEqual(self.counters(person), ("180000", "283324", "72327", "72327", "0"))
        self.assert_priced_as_settled(priced, settled)
        self.assertEqual(self.world.verify().returncode, 0)

    def assert_priced_as_settled(self, priced, settled):
        own = {"setl_id", "medins_setl_id", "setl_time", "balc"}
        for name, value in priced["setlinfo"].items():
            if name not in own:
                self.assertEqual(value, settled["setlinfo"][name], name)
        self.assertEqual(priced["setldetail"], settled["setldetail"])

    def test_next_visit_goes_on_where_the_last_ended(self):
        """The deductible is the year's; a community centre is paid at 90 %."""
        person = self.active[1]
        first = house.Visit(self.hospital(), person, [(DEAR, "900.00", 1)]).prepared().settle()
        # 900.00 is below 1800.00: all hers.
        amounts(first["setlinfo"], act_pay_dedc="900.00", hifp_pay="0", psn_cash_pay="900.00")
        second = house.Visit(self.hospital(community=True), person,
                             [(DEAR, "980.00", 2)]).prepared().settle()
        # 1960.00 - (1800.00 - 900.00) = 1060.00; 90 % = 954.00; 1960.00 - 954.00 = 1006.00
        amounts(second["setlinfo"], act_pay_dedc="900.00", hifp_pay="954.00",
                psn_cash_pay="1006.00")

    def test_retired_people(self):
        """1300.00 first; 70 + 15 % below seventy, 80 + 10 % from seventy on."""
        younger = self.town.retired(19510101, 19591231)[0]
        visit = house.Visit(self.hospital(), younger, [(DEAR, "980.00", 2)]).prepared()
        # 1960.00 - 1300.00 = 660.00: 462.00 and 99.00; 1960.00 - 561.00 = 1399.00
        amounts(visit.settle()["setlinfo"], act_pay_dedc="1300.00", hifp_pay="462.00",
                hifes_pay="99.00", fund_pay_sumamt="561.00", psn_cash_pay="1399.00")
        older = self.town.retired(19300101, 19491231)[0]
        visit = house.Visit(self.hospital(), older, [(DEAR, "980.00", 2)]).prepared()
        # 660.00: 528.00 and 66.00; 1960.00 - 594.00 = 1366.00
        amounts(visit.settle()["setlinfo"], act_pay_dedc="1300.00", hifp_pay="528.00",
                hifes_pay="66.00", fund_pay_sumamt="594.00", psn_cash_pay="1366.00")

    # ---- once, and back ----

    def test_a_repeat_is_told_the_same(self):
        visit = house.Visit(self.hospital(), self.active[2], [(DEAR, "980.00", 3)]).prepared()
        msgid = visit.hospital.msgid()
        settled = visit.settle(msgid)
        before = self.holdings()
        self.assertEqual(visit.settle(msgid), settled)
        self.assertEqual(self.holdings(), before)

    def test_the_same_key_with_other_input_is_refused(self):
        visit = house.Visit(self.hospital(), self.active[3], [(DEAR, "980.00", 3)]).prepared()
        msgid = visit.hospital.msgid()
        visit.settle(msgid)
        before = self.holdings()
        answer = visit.hospital.call("2207", visit.settle_input(invono="7"), msgid, visit.person)
        self.assertEqual(answer["infcode"], -1)
        self.assertIn("报文ID", answer["err_msg"])
        self.assertEqual(self.holdings(), before)

    def test_settled_twice_under_two_keys_is_refused(self):
        visit = house.Visit(self.hospital(), self.active[4], [(DEAR, "980.00", 3)]).prepared()
        visit.settle()
        before = self.holdings()
        answer = visit.hospital.call("2207", visit.settle_input(), None, visit.person)
        self.assertEqual(answer["infcode"], -1)
        self.assertEqual(self.holdings(), before)

    def test_a_reversal_gives_everything_back(self):
        person = self.active[5]
        house.Visit(self.hospital(), person, [(DEAR, "500.00", 1)]).prepared().settle()
        before = self.counters(person)
        visit = house.Visit(self.hospital(), person, [(DEAR, "980.00", 3)]).prepared()
        settled = visit.settle()["setlinfo"]
        self.assertNotEqual(self.counters(person), before)
        msgid = visit.hospital.msgid()
        undone = visit.undo(msgid)
        for name in ("medfee_sumamt", "fund_pay_sumamt", "psn_cash_pay", "act_pay_dedc"):
            self.assertEqual(house.fen(undone["setlinfo"][name]), -house.fen(settled[name]))
        self.assertEqual(self.counters(person), before)
        self.assertEqual(visit.undo(msgid), undone)
        self.assertEqual(visit.hospital.call("2208", visit.undo_input())["infcode"], -1)
        # The bill is open again: charged anew it settles as before.
        again = visit.settle()["setlinfo"]
        for name in ("fund_pay_sumamt", "psn_cash_pay", "act_pay_dedc"):
            self.assertEqual(again[name], settled[name], name)
        self.assertEqual(self.world.verify().returncode, 0)

    def test_a_visit_is_undone_in_the_reverse_order(self):
        visit = house.Visit(self.hospital(), self.active[6], [(DEAR, "980.00", 3)]).prepared()
        visit.settle()
        common = {"mdtrt_id": visit.visit, "psn_no": visit.person["psn_no"]}
        lines = {"data": {**common, "chrg_bchno": "0000"}}
        whole = {"data": {**common, "ipt_otp_no": visit.number}}
        self.assertEqual(visit.hospital.call("2202", whole)["infcode"], -1)
        visit.undo()
        self.assertEqual(visit.hospital.call("2202", whole)["infcode"], -1)
        visit.hospital.good("2205", lines)
        visit.hospital.good("2202", whole)
        state = self.world.rows(f"SELECT state FROM visit WHERE visit = {visit.visit}")
        self.assertEqual(state, [("cancelled",)])

    # ---- messages that are broken ----

    def refused(self, hospital, infno, given, *said):
        before = self.holdings()
        answer = hospital.call(infno, given)
        self.assertEqual(answer["infcode"], -1, answer)
        self.assertIsNone(answer["output"])
        for words in said:
            self.assertIn(words, answer["err_msg"])
        self.assertEqual(self.holdings(), before)

    def test_broken_messages_say_what_to_do_and_change_nothing(self):
        visit = house.Visit(self.hospital(), self.active[7], [(DEAR, "980.00", 3)])
        hospital = visit.hospital
        missing = visit.register_input()
        del missing["data"]["psn_no"]
        self.refused(hospital, "2201", missing, "psn_no", "必填")
        day = visit.register_input()
        day["data"]["begntime"] = "the tenth"
        self.refused(hospital, "2201", day, "begntime")
        code = visit.register_input()
        code["data"]["insutype"] = "999"
        self.refused(hospital, "2201", code, "insutype")
        nobody = visit.register_input()
        nobody["data"]["psn_no"] = "1"
        self.refused(hospital, "2201", nobody)
        other = visit.register_input()
        other["data"]["mdtrt_cert_no"] = self.active[8]["id_number"]
        self.refused(hospital, "2201", other)

        visit.register()
        amount = visit.charge_input()
        amount["feedetail"][0]["det_item_fee_sumamt"] = "1.00"
        self.refused(hospital, "2204", amount)
        number = visit.charge_input()
        number["feedetail"][0]["pric"] = "nine"
        self.refused(hospital, "2204", number, "feedetail", "pric")
        item = visit.charge_input()
        item["feedetail"][0]["med_list_codg"] = "NO-SUCH-ITEM"
        self.refused(hospital, "2204", item)

        visit.charge()
        self.refused(hospital, "2207", visit.settle_input(medfee_sumamt="2940.01"))
        self.refused(hospital, "2207", visit.settle_input(inscp_scp_amt="2939.99"))
        self.refused(hospital, "2207", visit.settle_input(mdtrt_id="12345"))
        self.refused(hospital, "2207", visit.settle_input(chrg_bchno="none"))
        self.refused(hospital, "2207", visit.settle_input(medfee_sumamt=""), "medfee_sumamt")
        self.refused(house.Hospital(self.world, self.town.hospitals[1]), "2207",
                     visit.settle_input())
        visit.settle()

    def test_bytes_that_are_no_message(self):
        hospital = self.hospital()
        before = self.holdings()
        for message in (b"", b"{", b"[]", b"null", b'{"infno":"2201"}', b"\xff\xfe",
                        json.dumps(hospital.envelope("9999", {})).encode(),
                        json.dumps(hospital.envelope("2201", "not json")).encode(),
                        json.dumps(hospital.envelope("2201", None)).encode()):
            answer = json.loads(house.Hospital(self.world, hospital.place).send(message))
            self.assertEqual(answer["infcode"], -1, message)
            self.assertTrue(answer["err_msg"], message)
        self.assertEqual(self.holdings(), before)


if __name__ == "__main__":
    unittest.main()
