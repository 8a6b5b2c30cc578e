"""Claims by hand from the application to the bank: a letter and a web form, receipts entered, two
people above the sum, a payment file, money that comes back and is paid again; and the same invoice
sent by a hospital."""

import base64
import unittest

import house

PAPER = base64.b64encode(b"\xff\xd8\xff\xe0a picture").decode()
MEDICINE = "XA01AA000A0010101009000"
DEPARTMENT, ACCOUNT = "某医院", "6222020200012345678"


class Claims(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = house.World(people=600).make()
        cls.addClassCleanup(cls.world.close)
        cls.port = house.free_port()
        cls.world.serve("--http", f"127.0.0.1:{cls.port}")
        cls.hall = house.Hall(cls.port)
        cls.town = house.Town(600)
        cls.people = [person for person in cls.town.people
                      if person["place"] == "110105" and person["kind"] == "11"]

    def name(self, person):
        return self.world.rows(f"SELECT name FROM person WHERE person = {person['psn_no']}")[0][0]

    def apply(self, person, total, **changed):
        values = {"begin": "2020-01-15", "total": total, "receipt-count": "1",
                  "ground": "no-card", "account-holder": "示例", "bank": "某银行",
                  "account": ACCOUNT}
        given = {
            "matter": "outpatient-claim", "channel": "web", "name": self.name(person),
            "number": person["id_number"],
            "values": [{"name": name, "value": value} for name, value in values.items()],
            "papers": [{"material": material, "file": base64.b64encode(
                           b"\xff\xd8\xff\xe0" + (person["psn_no"] + material).encode()).decode()}
                       for material in ("id-card", "receipts", "cost-list", "prescriptions")]}
        given.update(changed)
        # A letter is entered by who opened it.
        login = None if given["channel"] == "web" else "intake-clerk.110105"
        return self.hall.good("POST", "/api/v1/cases", given, login)

    def case_of(self, receipt, login="reviewer.110105"):
        found = self.hall.good("POST", "/api/v1/cases/search", {"receipt": receipt}, login)
        return found["cases"][0]["case_id"]

    def receipt(self, person, case, invoice, total, **changed):
        fen = house.fen(total)
        given = {"person": person["psn_no"], "cause": case, "ground": "no-card",
                 "invoice": invoice, "institution_name": DEPARTMENT, "division": 110105,
                 "tier": 3, "designated": True,
                 "med_type": "11", "begin": "2020-01-15", "total": total,
                 "lines": [{"item": MEDICINE, "amount": total, "price": "8.00",
                            "quantity": str(fen // 800)}]}
        given.update(changed)
        return given

    def approve(self, case, login="reviewer.110105"):
        return self.hall.ask("POST", f"/api/v1/cases/{case}/verdict", {"verdict": "approve"},
                             login)

    def payments(self, person, login="reviewer.110105"):
        return self.hall.good("GET", f"/api/v1/persons/{person['psn_no']}/claims",
                              login=login)["payments"]

    def test_from_the_application_to_the_bank(self):
        person = self.people[0]
        applied = self.apply(person, "40000.00")
        case = self.case_of(applied["receipt"])
        status, answer = self.approve(case)
        self.assertEqual((status, answer["refusal"]), (422, "claim.refused.no-receipts"))

        added = self.hall.good("POST", "/api/v1/claims/receipts",
                               self.receipt(person, case, "R-1", "40000.00"), "reviewer.110105")
        self.assertEqual(self.hall.refused(
            "POST", "/api/v1/claims/receipts", self.receipt(person, case, "R-1", "8.00"),
            "reviewer.110105"), "claim.refused.invoice-used")
        shown = self.hall.good(
            "GET", f"/api/v1/claims/{added['claim']}?person={person['psn_no']}",
            login="reviewer.110105")
        # 20 000 of cost counts; less 1 800 at 70 per cent.
        self.assertEqual(shown["claim"]["funds"], "12740.00")
        self.assertIn("12740.00", shown["letter_zh"])

        # Above the sum one person alone does not decide; who looked first does not decide, either.
        status, answer = self.approve(case)
        self.assertEqual((status, answer["refusal"]), (422, "claim.refused.second-person"))
        self.hall.good("POST", "/api/v1/claims/review",
                       {"person": person["psn_no"], "claim": added["claim"]},
                       "reviewer.110105")
        status, answer = self.approve(case)
        self.assertEqual((status, answer["refusal"]), (422, "claim.refused.second-person"))
        status, answer = self.approve(case, "second-reviewer.110105")
        self.assertEqual(status, 200, answer)
        self.assertEqual(answer["effect"], "recorded")
        self.assertEqual(self.payments(person)[0]["state"], "waiting")
        shown = self.hall.good(
            "GET", f"/api/v1/claims/{added['claim']}?person={person['psn_no']}",
            login="reviewer.110105")
        self.assertEqual([bill["funds"] for bill in shown["bills"]], ["12740.00"])

        # The file, the bank's answer, the corrected account, the second file.
        made = self.hall.good("POST", "/api/v1/claims/payment-files", {}, "finance.110105")
        said = self.hall.good("GET", f"/api/v1/claims/payment-files/{made['batch']}",
                              login="finance.110105")
        payment = self.payments(person)[0]["payment"]
        line = next(one for one in said["lines"] if one["payment"] == payment)
        self.assertEqual((line["amount"], line["account"]), ("12740.00", ACCOUNT))
        self.assertIn(f"{payment}|{ACCOUNT}|示例|某银行|12740.00", said["text"])
        answer = {"payment": payment, "result": "returned", "reason": "账号户名不符"}
        self.hall.good("POST", "/api/v1/claims/payments/answers", answer, "finance.110105")
        self.assertEqual(self.payments(person)[0]["state"], "returned")
        self.hall.good("POST", "/api/v1/claims/payments/again",
                       {"payment": payment, "bank": "某银行", "account_holder": "示例",
                        "account": "6222029999999999999"}, "reviewer.110105")
        made = self.hall.good("POST", "/api/v1/claims/payment-files", {}, "finance.110105")
        said = self.hall.good("GET", f"/api/v1/claims/payment-files/{made['batch']}",
                              login="finance.110105")
        self.assertIn("6222029999999999999", said["text"])
        payment = self.payments(person)[0]["payment"]
        self.hall.good("POST", "/api/v1/claims/payments/answers",
                       {"payment": payment, "result": "paid", "day": "2020-02-11"},
                       "finance.110105")
        self.assertEqual([one["state"] for one in self.payments(person)], ["paid", "replaced"])
        kinds = [row[0] for row in self.world.rows(
            f"SELECT kind FROM message WHERE person = {person['psn_no']} ORDER BY message")]
        for kind in ("settled", "returned", "paid"):
            self.assertIn(f"claim.message.{kind}", kinds)
        # No account stands in the store as it was written.
        sealed = self.world.count("claim_payment", f"person = {person['psn_no']} "
                                  "AND account_sealed IS NOT NULL")
        self.assertEqual(sealed, 2)

    def test_invoices_of_before_are_folded(self):
        """As they were put down until numbers were folded: the schema file's own job goes through
        them once, and each counts however it is typed now."""
        person, other = self.people[2], self.people[3]
        case = self.case_of(self.apply(person, "100.00")["receipt"])
        self.hall.good("POST", "/api/v1/claims/receipts",
                       self.receipt(person, case, "NEW-1", "8.00"), "reviewer.110105")
        hospital = self.world.rows(
            "SELECT institution FROM settle_invoice WHERE invoice = 'NEW-1'")[0][0]
        folded = self.world.rows("SELECT invoice FROM settle_invoice ORDER BY invoice")
        typed = [(7, "old-1"), (9, "old 2"), (9, "ｏｌｄ-3"), (11, "OLD-4")]
        # More than a page, so that one ends within a bucket and is gone on with behind it.
        many = [(10 + i // 60, f"more-{i:03d}") for i in range(260)]
        self.world.change(
            "INSERT INTO settle_invoice (bucket, institution, invoice, person, settlement, "
            "version) VALUES " + ", ".join(
                f"({bucket}, {hospital}, '{invoice}', {other['psn_no']}, 77, 1)"
                for bucket, invoice in typed + many))
        job = (house.SOURCE / "schema" / "0222_invoices_folded.sql").read_text(encoding="utf-8")
        self.world.change(job)
        house.until("all buckets", lambda: self.world.count(
            "job", "kind = 'settle.fold-invoices' AND state = 'done' AND done = 1024") == 1)
        for invoice in ("OLD-1", "old2", "Old-3"):
            self.assertEqual(self.hall.refused(
                "POST", "/api/v1/claims/receipts", self.receipt(person, case, invoice, "8.00"),
                "reviewer.110105"), "claim.refused.invoice-used")
        # Each once, and what was folded already is left as it was.
        rows = [row[0] for row in self.world.rows("SELECT invoice FROM settle_invoice")]
        self.assertEqual(sorted(rows), sorted(
            [row[0] for row in folded] + [invoice for _, invoice in typed + many]
            + ["OLD-1", "OLD2", "OLD-3"] + [invoice.upper() for _, invoice in many]))

    def test_a_letter_below_the_sum_is_decided_by_one(self):
        person = self.people[1]
        applied = self.apply(person, "4000.00", channel="post", postmark="2020-02-05")
        case = self.case_of(applied["receipt"])
        self.hall.good("POST", f"/api/v1/cases/{case}/acceptance", {}, "intake-clerk.110105")
        self.hall.good("POST", "/api/v1/claims/receipts",
                       self.receipt(person, case, "R-2", "4000.00"), "reviewer.110105")
        status, answer = self.approve(case)
        self.assertEqual(status, 200, answer)
        self.assertEqual(self.payments(person)[0]["amount"], "1540.00")
        row = self.world.rows(f"SELECT total, funds FROM claim WHERE person = {person['psn_no']}")
        self.assertEqual([int(value) for value in row[0]], [400000, 154000])

    def test_the_hospital_cannot_settle_what_was_claimed(self):
        person = self.people[2]
        place = self.town.hospital(tier=3, community=False)
        hospital = house.Hospital(self.world, place)
        visit = house.Visit(hospital, person, [(MEDICINE, "8.00", 50)])
        visit.register().describe()
        visit.charge()
        self.hall.good("POST", "/api/v1/claims/receipts", self.receipt(
            person, "0", "INV-77", "400.00", institution=place["code"], begin="2020-02-10",
            cause="", institution_name=""), "reviewer.110105")
        answer = hospital.call("2207", visit.settle_input(invono="INV-77"), None, person)
        self.assertEqual(answer["infcode"], -1)
        output = hospital.good("2207", visit.settle_input(invono="INV-78"), None, person)
        self.assertIn("setlinfo", output)
        self.assertEqual(self.hall.refused("POST", "/api/v1/claims/receipts", self.receipt(
            person, "", "INV-78", "400.00", institution=place["code"], begin="2020-02-10",
            institution_name=""), "reviewer.110105"), "claim.refused.invoice-used")
        # A filing is tried on what was settled at any hospital, for the office of its person alone.
        tried = (f"/api/v1/persons/{person['psn_no']}/filings/preview"
                 "?division=371300&from=2020-02-10")
        found = self.hall.good("GET", tried + "&kind=referral", login="reviewer.110105")
        # It begins today: nothing that was settled changes.
        self.assertEqual((found["settlements"], found["change"]), (0, "0.00"))
        self.assertEqual(self.hall.refused("GET", tried + "&kind=long-term",
                                           login="reviewer.110105"), "filing.refused.no-such-kind")
        self.assertEqual(self.hall.ask("GET", tried + "&kind=referral", None,
                                       "reviewer.371329")[0], 422)
        # Written by its name it is the same hospital; under another name the number is looked at.
        called = self.world.rows(f"SELECT name FROM institution WHERE code = '{place['code']}'")
        named = {"division": int(place["division"]), "begin": "2020-02-10", "cause": ""}
        self.assertEqual(self.hall.refused("POST", "/api/v1/claims/receipts", self.receipt(
            person, "", "INV-78", "160.00", institution_name=called[0][0] + " ", **named),
            "reviewer.110105"), "claim.refused.invoice-used")
        # However its number is typed.
        for typed in ("inv-78", " ＩＮＶ-78", "INV- 78"):
            self.assertEqual(self.hall.refused("POST", "/api/v1/claims/receipts", self.receipt(
                person, "", typed, "176.00", institution_name=called[0][0], apart=True, **named),
                "reviewer.110105"), "claim.refused.invoice-used")
        other = self.receipt(person, "", "INV-78", "160.00", institution_name="另一家", **named)
        self.assertEqual(self.hall.refused("POST", "/api/v1/claims/receipts", other,
                                           "reviewer.110105"), "claim.refused.invoice-perhaps")
        self.hall.good("POST", "/api/v1/claims/receipts", dict(other, apart=True),
                       "reviewer.110105")
        done = self.world.run("verify")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)


if __name__ == "__main__":
    unittest.main()
