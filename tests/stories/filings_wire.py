"""Filings over the wire, as a hospital's own software makes them: a disease, a hospital chosen, a
referral, an injury; looked at and taken back."""

import unittest

import house

TODAY = "2020-02-10"
DISEASE = "M03900"


class FilingsOverTheWire(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = house.World().make()
        cls.addClassCleanup(cls.world.close)
        cls.world.serve()
        cls.town = house.Town(300)
        cls.people = [person for person in cls.town.active() if person["place"].startswith("11")]
        cls.place = next(place for place in cls.town.hospitals
                         if place["division"].startswith("11") and place["tier"] == 3)
        cls.hospital = house.Hospital(cls.world, cls.place)

    def ask(self, infno, node, given, person, hospital=None):
        """Its number, or the sentence of the refusal."""
        answer = (hospital or self.hospital).call(infno, {node: given}, None, person)
        if answer["infcode"] != 0:
            return answer["err_msg"]
        output = answer["output"] or {}
        return (output.get("result") or {}).get("trt_dcla_detl_sn", "")

    def seen(self, person):
        """5301: what is filed of his diseases, as the hospital reads it."""
        output = self.hospital.good("5301", {"data": {"psn_no": person["psn_no"]}}, person=person)
        return output["feedetail"]

    def states(self, person, about):
        return [row[0] for row in self.world.rows(
            f"SELECT state FROM filing WHERE person = {person['psn_no']} AND about = '{about}' "
            "ORDER BY filing")]

    def at_hospital(self, person):
        self.hospital.good("1101", {"data": {
            "mdtrt_cert_type": "02", "mdtrt_cert_no": person["id_number"], "card_sn": "",
            "begntime": "", "psn_cert_type": "", "certno": "", "psn_name": ""}}, person=person)
        return person

    def disease(self, person, **changed):
        return {"psn_no": person["psn_no"], "insutype": person["insutype"],
                "opsp_dise_code": DISEASE, "opsp_dise_name": "高血压",
                "insu_optins": person["place"], "ide_fixmedins_no": self.place["code"],
                "ide_fixmedins_name": self.place["name"], "hosp_ide_date": TODAY,
                "diag_dr_codg": "D110101000001", "diag_dr_name": "示例医师", "begndate": TODAY,
                **changed}

    def test_a_disease_is_filed_and_cancelled(self):
        person = self.at_hospital(self.people[0])
        number = self.ask("2503", "data", self.disease(person), person)
        self.assertTrue(number.isdigit(), number)
        (row,) = self.seen(person)
        self.assertEqual((row["opsp_dise_code"], row["begndate"]), (DISEASE, TODAY))
        again = self.ask("2503", "data", self.disease(person), person)
        self.assertFalse(again.isdigit(), again)
        # Only what nobody has put into force yet may be taken back by its hospital.
        told = self.ask("2504", "data", {"trt_dcla_detl_sn": number, "psn_no": person["psn_no"],
                                         "memo": "登记错误"}, person)
        self.assertEqual(told, "")
        self.assertEqual(self.states(person, "disease"), ["withdrawn"])
        unknown = self.ask("2504", "data", {"trt_dcla_detl_sn": "1", "psn_no": person["psn_no"],
                                            "memo": "登记错误"}, person)
        self.assertTrue(unknown)
        other = self.ask("2503", "data", self.disease(person, opsp_dise_code="X99999"), person)
        self.assertIn("没有这个病种", other)
        early = self.ask("2503", "data", self.disease(person, opsp_dise_code="M01600",
                                                      opsp_dise_name="糖尿病",
                                                      begndate="2019-12-01"), person)
        self.assertIn("不能追溯", early)

    def test_a_hospital_is_chosen(self):
        person = self.at_hospital(self.people[1])
        given = {"psn_no": person["psn_no"], "biz_appy_type": "03", "begndate": TODAY,
                 "fix_srt_no": "1", "fixmedins_code": self.place["code"],
                 "fixmedins_name": self.place["name"]}
        number = self.ask("2505", "data", given, person)
        self.assertTrue(number.isdigit(), number)
        self.assertFalse(self.ask("2505", "data", given, person).isdigit(), "twice")
        told = self.ask("2506", "data", {"trt_dcla_detl_sn": number, "psn_no": person["psn_no"],
                                         "memo": "选错"}, person)
        self.assertEqual((told, self.states(person, "designated")), ("", ["withdrawn"]))
        unknown = self.ask("2505", "data", {**given, "fixmedins_code": "H99999999999"}, person)
        self.assertIn("没有查到该医疗机构", unknown)

    def test_a_referral(self):
        person = self.at_hospital(self.people[2])
        given = {"psn_no": person["psn_no"], "diag_code": "I10.x00", "diag_name": "高血压",
                 "reflin_medins_no": "H37130100001", "reflin_medins_name": "某院",
                 "mdtrtarea_admdvs": "371300", "refl_type": "1", "refl_date": TODAY,
                 "refl_rea": "病情需要", "refl_opnn": "同意"}
        number = self.ask("2501", "refmedin", given, person)
        self.assertTrue(number.isdigit(), number)
        # Out of the city it is the out-of-area filing, too.
        self.assertEqual(self.states(person, "offsite"), ["in-force"])
        given = {"trt_dcla_detl_sn": number, "psn_no": person["psn_no"], "memo": "不再转院"}
        other = house.Hospital(self.world, next(
            place for place in self.town.hospitals if place["code"] != self.place["code"]))
        self.assertTrue(self.ask("2502", "data", given, person, other), "not its referral")
        # By the one that wrote it, though it names another; the filing it made goes with it.
        self.assertEqual(self.ask("2502", "data", given, person), "")
        self.assertEqual(self.states(person, "offsite"), ["withdrawn"])
        self.assertEqual(self.states(person, "referral"), ["withdrawn"])

    def test_an_injury(self):
        person = self.at_hospital(self.people[3])
        given = {"dcla_souc": "01", "psn_no": person["psn_no"], "psn_cert_type": "01",
                 "certno": person["id_number"], "psn_name": "示例",
                 "insu_admdvs": person["place"], "chk_pay_flag": "1", "begndate": TODAY,
                 "trum_time": TODAY, "trum_site": "路上", "trum_rea": "摔伤"}
        # Neither a neighbour's certificate nor one that nobody has.
        for certificate in (self.people[4]["id_number"], "110105194912310047"):
            said = self.ask("2507", "data", {**given, "certno": certificate}, person)
            self.assertIn("证件号码不是该人员编号的参保人的", said)
        self.assertEqual(self.states(person, "injury"), [])
        number = self.ask("2507", "data", given, person)
        self.assertTrue(number.isdigit(), number)
        self.assertEqual(self.states(person, "injury"), ["filed"])
        self.assertIn("已有备案", self.ask("2507", "data", given, person), "under another msgid")
        self.assertEqual(self.states(person, "injury"), ["filed"])


if __name__ == "__main__":
    unittest.main()
