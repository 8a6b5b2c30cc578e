"""A long prescription over the wire: warned of, confirmed with a reason, settled."""

import json
import unittest

import desk
import house

ANTIBIOTIC = "XB02BA001A0010101019000"  # not for long use


def long_drug():
    """The first medicine of the catalogue for long use, without a limit of its own."""
    with open(house.SOURCE / "rules" / "catalogue" / "items.tsv", encoding="utf-8") as table:
        names = table.readline().rstrip("\n").split("\t")
        for line in table:
            row = dict(zip(names, line.rstrip("\n").split("\t")))
            if row.get("long_prescription") == "yes" and row["days_max"] == "-" \
                    and row["controlled"] == "no" and row["short_supply"] == "no" \
                    and row["list_type"].startswith("1") and row["place"] == "0":
                return row["code"]
    raise LookupError("no medicine for long use in the catalogue")


class Prescription(house.Visit):
    """A visit for high blood pressure with one medicine for so many days."""
    med_type = "11"

    def __init__(self, hospital, person, days, item=None):
        self.item = item or long_drug()
        super().__init__(hospital, person, [(self.item, "10.00", 30)])
        self.days = days

    def describe(self):
        self.hospital.good("2203", {
            "mdtrtinfo": {"mdtrt_id": self.visit, "psn_no": self.person["psn_no"],
                          "med_type": self.med_type, "begntime": "2020-02-10 09:00:00",
                          "main_cond_dscr": "", "dise_codg": "", "dise_name": ""},
            "diseinfo": [{"diag_type": "1", "diag_srt_no": "1", "diag_code": "I10.x00",
                          "diag_name": "高血压", "diag_dept": "A03", **desk.DOCTOR,
                          "diag_time": "2020-02-10 09:05:00", "vali_flag": "1"}]},
            person=self.person)
        return self

    def charge_input(self):
        given = super().charge_input()
        for line in given["feedetail"]:
            line["prd_days"] = str(self.days)
        return given

    def check_input(self):
        person, place = self.person, self.hospital.place
        order = {
            "rx_id": "CF1", "rxno": "CF1", "long_drord_flag": "0", "hilist_type": "101",
            "chrg_type": "09", "drord_bhvr": "1", "hilist_code": self.item,
            "hilist_name": "示例药品", "hilist_lv": "01", "hilist_pric": "10.00",
            "hosplist_code": "OWN-1", "hosplist_name": "示例药品", "cnt": "30",
            "pric": "10.00", "sumamt": "300.00", "ownpay_amt": "0", "selfpay_amt": "0",
            "spec": "10mg×7片/盒", "spec_unt": "盒", "drord_begn_date": "2020-02-10 09:10:00",
            "drord_dept_codg": "A03", "drord_dept_name": "内科",
            "drord_dr_codg": "D110101000001", "drord_dr_name": "示例医师",
            "drord_dr_profttl": "231", "curr_drord_flag": "1", "o_prdDays": str(self.days)}
        encounter = {
            "mdtrt_id": self.visit, "medins_id": place["code"], "medins_name": place["name"],
            "medins_admdvs": place["division"], "medins_type": "1", "medins_lv": "02",
            "adm_date": "2020-02-10 09:00:00", "dscg_date": "2020-02-10 09:00:00",
            "dscg_main_dise_codg": "I10.x00", "dscg_main_dise_name": "高血压",
            "dr_codg": "D110101000001", "adm_dept_codg": "A03", "adm_dept_name": "内科",
            "dscg_dept_codg": "A03", "dscg_dept_name": "内科", "med_mdtrt_type": "1",
            "med_type": "11", "matn_stas": "0", "medfee_sumamt": "300.00", "ownpay_amt": "0",
            "selfpay_amt": "0", "setl_totlnum": "0", "insutype": person["insutype"],
            "reim_flag": "1", "out_setl_flag": "0",
            "fsi_diagnose_dtos": [{
                "dise_id": "1", "inout_dise_type": "1", "maindise_flag": "1",
                "dias_srt_no": "1", "dise_codg": "I10.x00", "dise_name": "高血压",
                "dise_date": "2020-02-10 09:05:00"}],
            "fsi_order_dtos": [order]}
        return {"data": {
            "syscode": "HIS", "task_id": "T1", "trig_scen": "2",
            "patient_dtos": [{
                "patn_id": person["psn_no"], "patn_name": "示例", "gend": "1",
                "brdy": "1960-01-01", "poolarea": "110000", "curr_mdtrt_id": self.visit,
                "fsi_encounter_dtos": [encounter]}]}}

    def check(self, infno="3101"):
        return self.hospital.good(infno, self.check_input(), person=self.person)["result"]

    def answer_input(self, warning, way="1", reason="外地返京不便，病情稳定"):
        return {"data": {"warn_type": "1", "warns": [{
            "warn_rslt_id": warning["jr_id"], "dspo_way": way, "dspo_way_rea": reason}]}}

    def answer(self, warning, **how):
        return self.hospital.good("3103", self.answer_input(warning, **how), person=self.person)


class Chronic(Prescription):
    """The same as care of a filed disease."""
    med_type = "14"


class Prescriptions(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = house.World().make()
        cls.addClassCleanup(cls.world.close)
        cls.world.serve()
        cls.town = house.Town(300)
        cls.active = cls.town.active()

    def prescribe(self, number, days, item=None):
        hospital = house.Hospital(self.world, self.town.hospital(tier=3))
        return Prescription(hospital, self.active[number], days, item).register().describe()

    def refused(self, visit, infno, given):
        answer = visit.hospital.call(infno, given, None, visit.person)
        self.assertEqual(answer["infcode"], -1, answer)
        return answer["err_msg"]

    def confirmations(self, visit):
        return self.world.rows("SELECT bill, state, physician, reason FROM visit_confirmation "
                               f"WHERE visit = {visit.visit} ORDER BY bill")

    def test_medicines_for_a_chronic_disease_are_told_wherever_they_were_given(self):
        here = house.Hospital(self.world, self.town.hospital(tier=3))
        there = house.Hospital(self.world, self.town.hospital(tier=2))
        person = self.active[8]
        asked = {"data": {"psn_no": person["psn_no"], "begntime": "2020-02-10 00:00:00",
                          "endtime": "2020-02-10 00:00:00"}}
        Chronic(here, person, 30).register().describe().charge()
        Prescription(here, person, 30, item=ANTIBIOTIC).register().describe().charge()
        answer = there.call("5205", asked, None, person)
        self.assertEqual(answer["infcode"], -1)
        self.assertIn("一年内没有在贵机构就诊", answer["err_msg"])
        Prescription(there, person, 30).register()
        (line,) = there.good("5205", asked, person=person)["feedetail"]
        self.assertEqual((line["fixmedins_code"], line["med_list_codg"], line["cnt"]),
                         (here.place["code"], long_drug(), 30))
        self.assertEqual((line["med_type"], line["psn_no"]), ("14", person["psn_no"]))
        asked["data"]["begntime"] = "2020-02-11 00:00:00"
        asked["data"]["endtime"] = ""
        self.assertEqual(there.good("5205", asked, person=person)["feedetail"], [])

    def test_ordinary_days_are_not_spoken_of(self):
        self.assertEqual(self.prescribe(0, 30).check(), [])

    def test_over_the_ordinary_days_within_three_months(self):
        visit = self.prescribe(1, 90)
        (warning,) = visit.check()
        self.assertEqual((warning["sev_deg"], warning["rule_id"]), ("3", "prescription.days"))
        self.assertIn("90", warning["vola_cont"])
        self.assertIn("京医保发〔2020〕4号", warning["vola_evid"])
        answer = visit.hospital.call("2204", visit.charge_input(), None, visit.person)
        self.assertEqual(answer["infcode"], 0)
        self.assertIn("京医保发〔2020〕4号", answer["warn_msg"], "the rule that applied is shown")
        # Who would lose it, were the notice revoked: told beforehand, beside the server.
        done = self.world.run("notice", "try", "--end", "京医保发〔2020〕4号", "--json")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        (lost,) = [finding for finding in json.loads(done.stdout)["findings"]
                   if finding["room"] == "visit"]
        self.assertGreaterEqual(lost["changed"], 1)
        self.assertTrue(any("BJ4-07" in example["example"] for example in lost["examples"]))
        plain = self.prescribe(6, 30)
        answer = plain.hospital.call("2204", plain.charge_input(), None, plain.person)
        self.assertEqual((answer["infcode"], answer["warn_msg"]), (0, ""))

    def test_warned_of_confirmed_and_settled(self):
        """Before anything is charged: the answer counts for the line that comes."""
        visit = self.prescribe(2, 91)
        (warning,) = visit.check()
        self.assertIn("确认", warning["vola_cont"])
        self.assertEqual(warning["task_id"], "T1")
        (detail,) = warning["judge_result_detail_dtos"]
        self.assertEqual((detail["rx_id"], detail["patn_id"]), ("CF1", visit.person["psn_no"]))
        self.assertLessEqual(len(warning["jr_id"]), 40)
        self.assertIn("理由", self.refused(visit, "3103", visit.answer_input(warning, reason="")))
        visit.answer(warning)
        self.assertEqual(visit.charge()[0]["memo"], "", "nobody is asked again")
        visit.settle()
        ordered, line = self.confirmations(visit)
        self.assertEqual(ordered[0], "*")
        for row in (ordered, line):
            self.assertEqual(row[1:], ("given", "0001", "外地返京不便，病情稳定"))

    def test_charged_first_then_confirmed(self):
        """Without the physician 2207 refuses; asked during care (3102) it is confirmed."""
        visit = self.prescribe(3, 120)
        self.assertIn("确认", visit.charge()[0]["memo"])
        self.assertIn("确认", self.refused(visit, "2207", visit.settle_input()))
        (warning,) = visit.check("3102")
        visit.answer(warning, way="2", reason="")
        self.refused(visit, "2207", visit.settle_input())
        visit.answer(warning)
        visit.settle()

    def test_who_confirms_second_learns_who_was_first(self):
        """Two screens of one office show the same line: neither writes over the other."""
        visit = self.prescribe(7, 120)
        visit.charge()
        hall = house.Hall(self.world.http_port)
        login = f"hospital-office.{visit.hospital.place['code']}"
        path = f"/api/v1/visits/{visit.visit}/confirmations"
        given = {"person": visit.person["psn_no"], "bill": visit.bill, "serial": "1",
                 "physician": "D1", "physician_name": "第一位医师", "reason": "病情稳定"}
        self.assertEqual(hall.refused("POST", path, {**given, "physician": ""}, login),
                         "visit.supply.no-physician")
        hall.good("POST", path, given, login)
        status, told = hall.ask("POST", path, {**given, "physician": "D2",
                                               "physician_name": "第二位", "reason": "外地"}, login)
        self.assertNotEqual(status, 200)
        self.assertEqual(told["refusal"], "visit.supply.given-already")
        self.assertIn("第一位医师", told["detail"])
        self.assertIn("2020-02-10", told["detail"])
        (warning,) = visit.check("3102")
        visit.answer(warning, reason="另一理由")
        _, line = self.confirmations(visit)
        self.assertEqual(line[1:], ("given", "D1", "病情稳定"))
        visit.settle()

    def test_an_answer_is_for_what_was_warned_of(self):
        visit = self.prescribe(4, 91)
        (warning,) = visit.check()
        visit.answer(warning)
        visit.days = 150        # more than was confirmed
        visit.charge()
        self.refused(visit, "2207", visit.settle_input())
        self.assertIn("3101", self.refused(visit, "3103", {"data": {
            "warn_type": "1", "warns": [{"warn_rslt_id": "nothing", "dspo_way": "1",
                                         "dspo_way_rea": "理由"}]}}))
        other = house.Hospital(self.world, self.town.hospital(community=True))
        answer = other.call("3103", visit.answer_input(warning))
        self.assertEqual(answer["infcode"], -1)

    def test_what_would_be_refused_is_said_before(self):
        visit = self.prescribe(5, 60, ANTIBIOTIC)
        (warning,) = visit.check()
        self.assertEqual(warning["sev_deg"], "1")
        self.assertIn("30", warning["vola_cont"])
        self.refused(visit, "2204", visit.charge_input())


if __name__ == "__main__":
    unittest.main()
