"""A purchase as a pharmacy sends it: tried, paid, taken back; amounts worked out by hand."""

import unittest

import desk
import house

FULL = "XD04DA003A0010101039000"        # 甲
PARTLY = "XB02BA001A0010101019000"      # 乙, 10 % borne first
PHARMACY = {"code": "P11010590001", "name": "示例朝阳大药房望京店", "division": "110105"}
# Its agreement is suspended in the demo world.
SUSPENDED = {"code": "P36010090001", "name": "示例南昌药店", "division": "360100"}


class Pharmacy(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = house.World().make()
        cls.addClassCleanup(cls.world.close)
        cls.world.serve()
        cls.active = house.Town(300).active()

    def buy(self, person, place=PHARMACY):
        return desk.Purchase(house.Hospital(self.world, place), person,
                             [(FULL, "1000.00", 2), (PARTLY, "100.00", 2)])

    def used(self, person):
        rows = self.world.rows("SELECT outpatient_in_scope, outpatient_pooled_paid FROM "
                               f"settle_counters WHERE person = {person['psn_no']}")
        return rows[0] if rows else ("0", "0")

    def test_a_purchase_is_visit_lines_and_settlement_at_once(self):
        person = self.active[0]
        purchase = self.buy(person)
        priced = purchase.price()["setlinfo"]
        self.assertEqual(self.world.count("visit", f"person = {person['psn_no']}"), 0)
        settled = purchase.settle()
        info = settled["setlinfo"]
        # 2 000.00 and 180.00 in scope, 1 800.00 first: 380.00 at 70 % are 266.00.
        for name, wanted in (("medfee_sumamt", 220000), ("inscp_scp_amt", 218000),
                             ("preselfpay_amt", 2000), ("act_pay_dedc", 180000),
                             ("hifp_pay", 26600), ("psn_cash_pay", 193400)):
            self.assertEqual(house.fen(info[name]), wanted, name)
            self.assertEqual(info[name], priced[name], name)
        self.assertEqual([row["feedetl_sn"] for row in settled["detlcutinfo"]], ["1", "2"])
        self.assertEqual(self.used(person), ("218000", "26600"))

        undone = purchase.undo()["setlinfo"]
        self.assertEqual(house.fen(undone["hifp_pay"]), -26600)
        self.assertEqual(self.used(person), ("0", "0"))
        state = self.world.rows(f"SELECT state FROM visit WHERE visit = {purchase.visit}")
        self.assertEqual(state, [("cancelled",)])
        self.assertEqual(self.world.verify().returncode, 0)

    def test_a_repeat_is_told_the_same(self):
        purchase = self.buy(self.active[1])
        msgid = purchase.pharmacy.msgid()
        self.assertEqual(purchase.settle(msgid), purchase.settle(msgid))
        self.assertEqual(self.world.count("settlement",
                                          f"person = {self.active[1]['psn_no']}"), 1)

    def test_an_invoice_pays_once(self):
        first, second = self.buy(self.active[4]), self.buy(self.active[5])
        for purchase in (first, second):
            purchase.invoice = "0123456789"
        first.settle()
        answer = second.pharmacy.call("2102", second.input(), None, second.person)
        self.assertEqual(answer["infcode"], -1)
        self.assertIn("发票", answer["err_msg"])
        first.undo()
        second.settle()
        self.assertEqual(self.world.verify().returncode, 0)

    def test_what_cannot_be_sold_leaves_nothing(self):
        person = self.active[2]
        journal = self.world.decisions()
        for purchase, changed in ((self.buy(person, SUSPENDED), {}),
                                  (self.buy(person), {"medfee_sumamt": "2200.01"}),
                                  (self.buy(person), {"mdtrt_cert_no":
                                                      self.active[3]["id_number"]})):
            given = purchase.input()
            given["druginfo"].update(changed)
            answer = purchase.pharmacy.call("2102", given, None, person)
            self.assertEqual(answer["infcode"], -1, answer)
            self.assertTrue(answer["err_msg"])
        self.assertEqual(self.world.decisions(), journal)


if __name__ == "__main__":
    unittest.main()
