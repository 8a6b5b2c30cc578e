"""More than fits a page: what a decision counts with, a list goes on to and a sum is made of is all
of it, however much a person, a place or a ledger has."""

import unittest

import house

DEAR = "ZA01AAD0000000109000"           # 甲, in scope in full
REVERSED, INSTITUTIONS, UNITS = 2100, 1200, 20500
NUMBERS = "WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < {most}) "


class Many(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = house.World()
        cls.addClassCleanup(cls.world.close)
        cls.world.make()
        cls.world.serve()
        cls.hall = house.Hall(cls.world.http_port)
        cls.town = house.Town(300)
        cls.hospital = house.Hospital(cls.world, cls.town.hospital(tier=3))

    def visit(self, person, price):
        return house.Visit(self.hospital, person, [(DEAR, price, 1)]).prepared()

    def multiply(self, table, most, where, **changed):
        """Copies of one row, each changed by its number `n`."""
        if self.world.kind == "sqlite":
            names = [row[1] for row in self.world.rows(f"PRAGMA table_info({table})")]
        else:
            names = [row[0] for row in self.world.rows(
                "SELECT column_name FROM information_schema.columns"
                f" WHERE table_name = '{table}' AND table_schema = current_schema()"
                " ORDER BY ordinal_position")]
        values = ", ".join(changed.get(name, f"t.{name}") for name in names)
        self.world.change(f"INSERT INTO {table} ({', '.join(names)}) "
                          + NUMBERS.format(most=most)
                          + f"SELECT {values} FROM (SELECT * FROM {table} WHERE {where}"
                            " LIMIT 1) AS t CROSS JOIN n")

    def test_care_is_decided_again_beside_all_that_was_taken_back(self):
        """1500.00 of the deductible of 1800.00 were used before; without them a bill of 1000.00
        bears 1000.00 of it."""
        person = self.town.active()[0]
        first = self.visit(person, "1500.00")
        first.settle()
        # Older than either: what was taken back in years before.
        self.multiply("settlement", REVERSED, f"settlement = {first.settlement}",
                      settlement="t.settlement - n.n - 1000000", state="'reversed'",
                      superseded_by="t.settlement")
        later = self.visit(person, "1000.00")
        self.assertEqual(house.fen(later.settle()["setlinfo"]["act_pay_dedc"]), 30000)
        first.undo()
        self.world.at_rest()
        took = self.world.rows("SELECT deductible FROM settlement WHERE settlement = "
                               f"{later.settlement}")[0][0]
        self.assertEqual(int(took), 100000)

        # And the person reads them from the newest on, a page at a time.
        number = self.world.rows("SELECT person FROM settlement WHERE settlement = "
                                 f"{later.settlement}")[0][0]
        whole = self.world.count("settlement", f"person = {number}")
        path = f"/api/v1/persons/{number}/settlements"
        login = f"hospital-office.{self.hospital.place['code']}"
        read, before = [], ""
        while True:
            page = self.hall.good("GET", path + before, login=login)
            read += [int(bill["settlement"]) for bill in page["bills"]]
            if "next" not in page:
                break
            before = f"?before={page['next']}"
        self.assertEqual(len(read), whole)
        self.assertEqual(read, sorted(read, reverse=True))

    def test_the_last_of_many_institutions_is_found_and_told(self):
        self.multiply("institution", INSTITUTIONS, "division = 110105",
                      institution="t.institution + n.n", name="'村卫生室'",
                      code="'H1101059' || (7000 + n.n)")
        last = f"H1101059{7000 + INSTITUTIONS}"
        found = self.hall.good("GET", f"/api/v1/institutions?code={last}")["institutions"]
        self.assertEqual([one["code"] for one in found], [last])
        codes, after = [], ""
        while True:
            page = self.hall.good("GET", f"/api/v1/institutions?division=110105&after={after}")
            codes += [one["code"] for one in page["institutions"]]
            if not page["institutions"]:
                break
            after = codes[-1]
        self.assertEqual(len(set(codes)), self.world.count("institution", "division = 110105"))
        self.assertEqual(codes, sorted(codes))

    def test_the_ledger_of_many_units_is_summed(self):
        self.visit(self.town.active()[1], "100.00").settle()
        self.multiply("fund_transfer", UNITS, "amount > 0", line="n.n + 100",
                      debit_kind="1000006", debit_owner="4611686018427387904 + n.n",
                      credit_kind="1000002", credit_owner="110000", amount="100")
        elsewhere = self.world.rows(
            "SELECT institution FROM institution WHERE division BETWEEN 370000 AND 379999")[0][0]
        self.multiply("fund_transfer", 1, "amount > 0", line="90000", credit_kind="1000001",
                      credit_owner=str(elsewhere), amount="100")
        rows = self.hall.good("GET", "/api/v1/funds/balances", login="finance.110000")["accounts"]
        # What is owed to an institution is its own place's to see.
        self.assertNotIn(str(elsewhere), [row["owner"] for row in rows])
        units = [row for row in rows if row["kind"] == 1000006]
        self.assertEqual([(row["owner"], row["debits"]) for row in units],
                         [("units", f"{UNITS}.00")])
        self.assertTrue(self.hall.good("GET", "/api/v1/funds/trial-balance",
                                       login="finance.110000")["balanced"])

    def test_the_ledger_is_sealed_at_night_by_one_job_at_a_time(self):
        # Two thousand steps: once is enough, where a step is quick.
        if self.world.kind == "postgres":
            self.skipTest("seen on SQLite")
        with house.World(people=20) as world:
            world.make()
            world.change("DELETE FROM due_basis")       # nobody has looked yet
            world.serve()
            hall, admin = house.Hall(world.http_port), "administrator.110000"
            bucket, timer = house.until("a timer", lambda: world.rows(
                "SELECT bucket, timer FROM timer WHERE state = 'waiting'"
                " AND action = 'due.watch'"))[0]
            house.until("a night", lambda: world.count("timer", "action = 'fund.start-sealing'"))
            whose = {"bucket": int(bucket), "task": timer, "subject": timer}
            hall.ask("POST", "/api/v1/deadlines/projection", whose, admin)
            hall.ask("POST", "/api/v1/funds/sealing", whose, admin)
            self.assertEqual(world.count("timer", f"timer = {timer} AND state = 'waiting'"), 1)
            seals = "job", "kind = 'fund.seal'"

            def at_rest():
                house.until("the ledger", lambda: not world.count(
                    "job", "kind = 'fund.seal' AND state = 'running'"))

            jobs = {hall.good("POST", "/api/v1/funds/sealing", {}, admin)["job"]
                    for _ in range(3)}
            self.assertEqual(world.count(*seals), 1)
            self.assertEqual(len(jobs), 1)
            at_rest()
            hall.good("POST", "/api/v1/stage/forward", {"to": "2020-02-12"}, admin)
            house.until("the night", lambda: world.count(*seals) == 2)
            at_rest()
            self.assertEqual(world.count("fund_seal", "until < 20200210"),
                             world.count("fund_seal"))
            self.assertEqual(world.count("timer", "action = 'fund.start-sealing'"
                                         " AND state = 'waiting'"), 1)
            self.assertEqual(world.verify().returncode, 0)


if __name__ == "__main__":
    unittest.main()
