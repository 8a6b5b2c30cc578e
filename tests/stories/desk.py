"""A stay and a purchase as the software of a hospital and a pharmacy keeps them."""

import house

DOCTOR = {"dise_dor_no": "D110101000001", "dise_dor_name": "示例医师"}


def yuan(fen):
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100}.{abs(fen) % 100:02d}"


def certificate(person):
    return {"mdtrt_cert_type": "02", "mdtrt_cert_no": person["id_number"]}


class Stay:
    """A stay; lines are (item, price, quantity), `back` the serial a line takes back."""

    def __init__(self, hospital, person, begin="2020-02-03 08:30:00", number=None):
        self.hospital, self.person, self.begin = hospital, person, begin
        self.number = number or "ZY" + hospital.msgid()[-12:]
        self.visit = self.settlement = None
        self.serial, self.split = 0, {}

    def both(self, **more):
        return {"mdtrt_id": self.visit, "psn_no": self.person["psn_no"], **more}

    def diagnosis(self, code="J18.900", name="肺炎", at=None, **more):
        return {"psn_no": self.person["psn_no"], "diag_type": "1", "maindiag_flag": "1",
                "diag_srt_no": "1", "diag_code": code, "diag_name": name, "diag_dept": "A03",
                **DOCTOR, "diag_time": at or self.begin, **more}

    def admit_input(self):
        return {
            "mdtrtinfo": {
                "psn_no": self.person["psn_no"], "insutype": self.person["insutype"],
                "begntime": self.begin, **certificate(self.person), "med_type": "21",
                "ipt_no": self.number, "medrcdno": "BA" + self.number,
                "atddr_no": "D110101000001", "chfpdr_name": "示例医师",
                "adm_diag_dscr": "肺炎", "adm_dept_codg": "A03", "adm_dept_name": "内科",
                "adm_bed": "12", "dscg_maindiag_code": "J18.900",
                "dscg_maindiag_name": "肺炎"},
            "diseinfo": [self.diagnosis()]}

    def admit(self, msgid=None):
        output = self.hospital.good("2401", self.admit_input(), msgid, self.person)
        self.visit = output["result"]["mdtrt_id"]
        return output

    def charge_input(self, lines, at="2020-02-04 10:00:00", back=None):
        rows = []
        for item, price, quantity in lines:
            self.serial += 1
            rows.append({
                "feedetl_sn": str(self.serial), **self.both(), "med_type": "21",
                "fee_ocur_time": at, "med_list_codg": item,
                "medins_list_codg": f"OWN-{self.serial}",
                "det_item_fee_sumamt": yuan(house.fen(price) * quantity), "cnt": str(quantity),
                "pric": price, "bilg_dept_codg": "A03", "bilg_dept_name": "内科",
                "bilg_dr_codg": "D110101000001", "bilg_dr_name": "示例医师",
                "hosp_appr_flag": "1"})
            if back is not None:
                rows[-1]["init_feedetl_sn"] = str(back)
        return {"feedetail": rows}

    def charge(self, lines, msgid=None, **how):
        output = self.hospital.good("2301", self.charge_input(lines, **how), msgid, self.person)
        for line in output["result"]:
            for name in ("det_item_fee_sumamt", "fulamt_ownpay_amt", "overlmt_amt",
                         "preselfpay_amt", "inscp_scp_amt"):
                self.split[name] = self.split.get(name, 0) + house.fen(line[name])
        return output["result"]

    def take_back_input(self, serial):
        return {"data": [{"feedetl_sn": serial, **self.both()}]}

    def settle_input(self, interim=False, **changed):
        """Of what was charged since the last settlement, as the HIS added it up."""
        split = self.split
        data = {
            "psn_no": self.person["psn_no"], **certificate(self.person),
            "medfee_sumamt": yuan(split["det_item_fee_sumamt"]), "psn_setlway": "01",
            "mdtrt_id": self.visit, "insutype": self.person["insutype"], "acct_used_flag": "0",
            "invono": "", "mid_setl_flag": "1" if interim else "0",
            "fulamt_ownpay_amt": yuan(split["fulamt_ownpay_amt"]),
            "overlmt_selfpay": yuan(split["overlmt_amt"]),
            "preselfpay_amt": yuan(split["preselfpay_amt"]),
            "inscp_scp_amt": yuan(split["inscp_scp_amt"])}
        data.update(changed)
        return {"data": data}

    def price(self, interim=False):
        return self.hospital.good("2303", self.settle_input(interim), person=self.person)

    def settle(self, msgid=None, interim=False):
        output = self.hospital.good("2304", self.settle_input(interim), msgid, self.person)
        self.settlement = output["setlinfo"]["setl_id"]
        self.settled, self.split = self.split, {}
        return output

    def undo(self, settlement, msgid=None):
        return self.hospital.good("2305", {"data": self.both(setl_id=settlement)}, msgid,
                                  self.person)

    def discharge_input(self, end="2020-02-10 08:50:00"):
        return {
            "dscginfo": {**self.both(), "insutype": self.person["insutype"], "endtime": end,
                         "dscg_dept_codg": "A03", "dscg_dept_name": "内科", "dscg_bed": "12",
                         "dscg_way": "1"},
            "diseinfo": [self.diagnosis(at=end, mdtrt_id=self.visit)]}

    def discharge(self, **how):
        self.hospital.good("2402", self.discharge_input(**how), person=self.person)


class Purchase:
    """Medicines bought at a pharmacy; lines are (item, price, quantity)."""

    def __init__(self, pharmacy, person, lines, begin="2020-02-10 08:40:00"):
        self.pharmacy, self.person = pharmacy, person
        self.lines, self.begin, self.invoice = list(lines), begin, ""

    def input(self):
        person = self.person
        total = sum(house.fen(price) * quantity for _, price, quantity in self.lines)
        return {
            "druginfo": {
                "psn_no": person["psn_no"], **certificate(person), "begntime": self.begin,
                "psn_cert_type": "01", "certno": person["id_number"],
                "psn_type": person["kind"], "psn_name": person.get("psn_name", "示例"),
                "medfee_sumamt": yuan(total), "invono": self.invoice,
                "insutype": person["insutype"],
                "dise_codg": "", "dise_name": "", "acct_used_flag": "0", "med_type": "41"},
            "drugdetail": [{
                "feedetl_sn": str(at + 1), "rxno": "", "rx_circ_flag": "0",
                "fee_ocur_time": self.begin, "med_list_codg": item,
                "medins_list_codg": f"YD-{at + 1}",
                "det_item_fee_sumamt": yuan(house.fen(price) * quantity),
                "cnt": str(quantity), "pric": price,
                "drug_trac_info": [{"feedetl_sn": str(at + 1), "trdn_flag": "0",
                                    "drug_trac_codg": f"8100000000000000000{at}"}],
            } for at, (item, price, quantity) in enumerate(self.lines)]}

    def price(self):
        return self.pharmacy.good("2101", self.input(), person=self.person)

    def settle(self, msgid=None):
        output = self.pharmacy.good("2102", self.input(), msgid, self.person)
        self.visit = output["setlinfo"]["mdtrt_id"]
        self.settlement = output["setlinfo"]["setl_id"]
        return output

    def undo(self, msgid=None):
        return self.pharmacy.good("2103", {"data": {
            "setl_id": self.settlement, "mdtrt_id": self.visit,
            "psn_no": self.person["psn_no"]}}, msgid, self.person)
