"""The family account: money of one person's account on another one's bill, over two buckets, with a
kill in between."""

import json
import subprocess
import time
import unittest

import house

DEAR = "ZA01AAD0000000109000"           # 甲, in scope in full


class Hospital(house.Hospital):
    """One that sends all its messages on that day."""

    def send(self, message):
        return super().send(message.replace(b"2020-02-10", b"2023-06-01"))


class FamilyVisit(house.Visit):
    """A visit with the wish "own account, then the family's"."""

    def settle_input(self, **changed):
        return super().settle_input(**{"acct_used_flag": "2", **changed})


class Family(unittest.TestCase):
    def setUp(self):
        # LAW: in Beijing the family may use an account from 2023-01-01.
        self.world = house.World(now="2023-06-01T09:00").make()
        self.addCleanup(self.world.close)
        self.world.serve()
        self.town = house.Town(300)
        self.place = self.town.hospital(tier=3)
        balances = {row[0]: int(row[1]) for row in self.world.rows(
            "SELECT person, balance FROM fund_personal")}
        people = [person for person in self.town.active() if person["place"] == "110105"]
        people.sort(key=lambda person: balances[person["psn_no"]])
        # The taker has the least of his own, so that a bill reaches the family's money.
        self.taker, self.giver = people[0], people[-1]
        self.before = balances[self.giver["psn_no"]]

    def call(self, action, *options, **given):
        words = [word for name, value in given.items() for word in (f"--{name}", str(value))]
        command = [house.PROGRAM, "call", action, "--as", "intake-clerk.110105", *options, *words,
                   "--store", self.world.store, "--data", str(self.world.data)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done.stdout

    def account(self):
        """Balance and held of the giver."""
        row = self.world.rows("SELECT balance, held FROM fund_personal WHERE person = "
                              + self.giver["psn_no"])[0]
        return int(row[0]) - self.before, int(row[1])

    def wait_for(self, wanted, look, patience=house.PATIENCE):
        begin = time.monotonic()
        while look() != wanted and time.monotonic() - begin < patience:
            time.sleep(0.01)
        self.assertEqual(look(), wanted)

    def offer(self, amount):
        self.call("fund.offer-family", giver=self.giver["psn_no"], taker=self.taker["psn_no"],
                  amount=amount, relation="parent", mandate="2023-0007")
        self.wait_for(1, lambda: self.world.count(
            "family_offer", "state = 'open' AND used < amount"))
        return self.world.rows("SELECT hold FROM fund_hold")[0][0]

    def visit(self):
        hospital = Hospital(self.world, self.place)
        return FamilyVisit(hospital, self.taker, [(DEAR, "9000.00", 2)]).prepared()

    def verified(self):
        done = self.world.verify()
        self.assertEqual(done.returncode, 0, done.stdout)

    def test_offered_used_undone_and_withdrawn(self):
        hold = self.offer("500.00")
        self.assertEqual(self.account(), (0, 50000))
        self.verified()

        # Own part of the bill is above what the taker has; the offer is used whole.
        visit = self.visit()
        priced = visit.price()["setlinfo"]
        self.assertEqual(house.fen(priced["acct_mulaid_pay"]), 50000)
        self.assertEqual(self.world.count("family_use"), 0)
        settled = visit.settle()["setlinfo"]
        self.assertEqual(house.fen(settled["acct_mulaid_pay"]), 50000)
        # acct_pay is both accounts' together.
        self.assertEqual(
            sum(house.fen(settled[name]) for name in
                ("fund_pay_sumamt", "acct_pay", "psn_cash_pay")),
            house.fen(settled["medfee_sumamt"]))
        self.wait_for((-50000, 0), self.account)
        self.verified()

        visit.undo()
        self.wait_for((0, 50000), self.account)
        self.verified()

        # Whoever may take it back for the giver finds it.
        told = json.loads(self.call("fund.family", "--raw", person=self.giver["psn_no"]))["answer"]
        self.assertEqual([(one["hold"], one["giver"], one["state"]) for one in told["given"]],
                         [(hold, self.giver["psn_no"], "held")])
        self.call("fund.withdraw-family", giver=self.giver["psn_no"], hold=hold,
                  mandate="2023-0007")
        self.wait_for((0, 0), self.account)
        self.wait_for("voided", lambda: self.world.rows("SELECT state FROM fund_hold")[0][0])
        again = self.visit().settle()["setlinfo"]
        self.assertEqual(house.fen(again["acct_mulaid_pay"]), 0)
        self.verified()

    def test_a_kill_between_the_two_buckets(self):
        for used in (30000, 60000, 90000):
            self.offer("300.00")
            self.visit().settle()
            self.world.kill()
            self.world.serve()
            self.wait_for((-used, 0), self.account)
            # And once only, however often it is begun.
            self.world.kill()
            self.world.serve()
            self.world.at_rest()
            self.assertEqual(self.account(), (-used, 0))
            self.assertEqual(self.world.count("fund_transfer", "about = 'family'"),
                             used // 30000)
            self.verified()


if __name__ == "__main__":
    unittest.main()
