"""What becomes of a message that came without an answer, twice, a month later, for two people, or
that stops the server: repeats and reversals (2601) as a HIS sends them."""

import ctypes
import pathlib
import platform
import signal
import sqlite3
import subprocess
import sys
import threading
import unittest

import desk
import house

DEAR = "ZA01AAD0000000109000"           # 甲
FULL = "XD04DA003A0010101039000"        # 甲
# Signals one thread of another process; Python has no call for it.
TGKILL = {"x86_64": 234, "aarch64": 131}.get(platform.machine(), 234)
PHARMACY = {"code": "P11010590001", "name": "示例朝阳大药房望京店", "division": "110105"}


class Messages(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = house.World().make()
        cls.addClassCleanup(cls.world.close)
        cls.world.serve()
        cls.town = house.Town(300)
        cls.active = cls.town.active()

    def hospital(self):
        return house.Hospital(self.world, self.town.hospital(tier=3))

    def reverse(self, hospital, person, infno, msgid, own=None):
        return hospital.call("2601", {"data": {"psn_no": person["psn_no"], "omsgid": msgid,
                                               "oinfno": infno}}, own, person)

    def standing(self, person):
        return self.world.count("settlement", f"person = {person['psn_no']} AND state = 'final'")

    def funds(self, person):
        rows = self.world.rows("SELECT outpatient_fund_paid, inpatient_fund_paid FROM "
                               f"settle_counters WHERE person = {person['psn_no']}")
        return rows[0] if rows else ("0", "0")

    # ---- reversals ----

    def assert_reversed(self, hospital, person, infno, msgid):
        """Afterwards nothing of the message stands, however often it is asked."""
        own = hospital.msgid()
        first = self.reverse(hospital, person, infno, msgid, own)
        self.assertEqual(first["infcode"], 0, first)
        self.assertEqual(self.funds(person), ("0", "0"))
        journal = self.world.decisions()
        self.assertEqual(self.reverse(hospital, person, infno, msgid, own)["output"],
                         first["output"])
        self.assertEqual(self.world.decisions(), journal)
        # Under another msgid the same: what is undone stays so.
        self.assertEqual(self.reverse(hospital, person, infno, msgid)["infcode"], 0)
        self.assertEqual(self.funds(person), ("0", "0"))

    def test_an_outpatient_settlement(self):
        person, hospital = self.active[0], self.hospital()
        visit = house.Visit(hospital, person, [(DEAR, "980.00", 3)]).prepared()
        msgid = hospital.msgid()
        visit.settle(msgid)
        self.assertNotEqual(self.funds(person), ("0", "0"))
        self.assert_reversed(hospital, person, "2207", msgid)
        # The bill is open again, for a message of its own.
        visit.settle()

    def test_a_settlement_of_a_stay_and_the_admission(self):
        person, hospital = self.active[1], self.hospital()
        stay = desk.Stay(hospital, person)
        admission, settling = hospital.msgid(), hospital.msgid()
        stay.admit(admission)
        empty = self.reverse(hospital, person, "2401", admission)
        self.assertEqual(empty["infcode"], 0, "an empty admission is taken back")
        self.assertEqual(self.world.rows(f"SELECT state FROM visit WHERE visit = {stay.visit}"),
                         [("cancelled",)])
        again = hospital.call("2401", stay.admit_input(), admission, person)
        self.assertEqual(again["output"]["result"]["mdtrt_id"], stay.visit,
                         "a repeat is told what was told")

        stay.admit()
        stay.charge([(DEAR, "100.00", 100)])
        stay.settle(settling)
        self.assert_reversed(hospital, person, "2304", settling)
        self.assertEqual(self.world.rows("SELECT finally_settled FROM visit_stay "
                                         f"WHERE visit = {stay.visit}"), [("0",)])

    def test_an_admission_with_charges_is_not_taken_back(self):
        person, hospital = self.active[2], self.hospital()
        stay = desk.Stay(hospital, person)
        admission = hospital.msgid()
        stay.admit(admission)
        stay.charge([(DEAR, "100.00", 1)])
        answer = self.reverse(hospital, person, "2401", admission)
        self.assertEqual(answer["infcode"], -1)
        hospital.good("2302", stay.take_back_input("0000"), person=person)
        self.assertEqual(self.reverse(hospital, person, "2401", admission)["infcode"], 0)

    def test_a_purchase(self):
        person = self.active[3]
        purchase = desk.Purchase(house.Hospital(self.world, PHARMACY), person,
                                 [(FULL, "1000.00", 3)])
        msgid = purchase.pharmacy.msgid()
        purchase.settle(msgid)
        self.assert_reversed(purchase.pharmacy, person, "2102", msgid)
        self.assertEqual(self.world.rows(
            f"SELECT state FROM visit WHERE visit = {purchase.visit}"), [("cancelled",)])

    def test_a_message_that_never_came_is_blocked(self):
        person, hospital = self.active[4], self.hospital()
        visit = house.Visit(hospital, person, [(DEAR, "980.00", 3)]).prepared()
        lost = hospital.msgid()
        self.assert_reversed(hospital, person, "2207", lost)
        late = hospital.call("2207", visit.settle_input(), lost, person)
        self.assertEqual(late["infcode"], -1)
        self.assertIn("冲正", late["err_msg"])
        self.assertEqual(self.standing(person), 0)
        visit.settle()

    def test_what_cannot_be_reversed(self):
        person, hospital = self.active[5], self.hospital()
        answer = self.reverse(hospital, person, "2204", hospital.msgid())
        self.assertEqual(answer["infcode"], -1)
        self.assertTrue(answer["err_msg"])

    # ---- one msgid for two ----

    def test_one_msgid_for_two_people(self):
        first, second, hospital = self.active[6], self.active[7], self.hospital()
        one = house.Visit(hospital, first, [(DEAR, "980.00", 3)]).prepared()
        two = house.Visit(hospital, second, [(DEAR, "980.00", 3)]).prepared()
        msgid = hospital.msgid()
        told = one.settle(msgid)
        journal = self.world.decisions()
        answer = hospital.call("2207", two.settle_input(), msgid, second)
        self.assertEqual(answer["infcode"], -1)
        for words in ("2207", "另一人", "新号"):
            self.assertIn(words, answer["err_msg"])
        self.assertNotIn(first["psn_no"], answer["err_msg"])
        self.assertEqual(self.world.decisions(), journal)
        self.assertEqual(self.standing(second), 0)
        self.assertEqual(one.settle(msgid), told, "the first is told the same as ever")
        two.settle()


class Later(unittest.TestCase):
    """Each with a world of its own."""

    def setUp(self):
        self.world = house.World().make()
        self.addCleanup(self.world.close)
        self.world.serve()
        self.town = house.Town(300)
        self.active = self.town.active()

    def hospital(self):
        return house.Hospital(self.world, self.town.hospital(tier=3))

    def told(self):
        """One message of each kind that settles, and its answer."""
        hospital, pharmacy = self.hospital(), house.Hospital(self.world, PHARMACY)
        visit = house.Visit(hospital, self.active[0], [(DEAR, "980.00", 3)]).prepared()
        stay = desk.Stay(hospital, self.active[1])
        admit = stay.admit_input()
        sent = []

        def send(door, infno, given, person):
            msgid = door.msgid()
            sent.append((door.place, infno, given, msgid, person,
                         door.good(infno, given, msgid, person)))
            return sent[-1][-1]

        settled = send(hospital, "2207", visit.settle_input(), self.active[0])
        visit.settlement = settled["setlinfo"]["setl_id"]
        send(hospital, "2208", visit.undo_input(), self.active[0])
        stay.visit = send(hospital, "2401", admit, self.active[1])["result"]["mdtrt_id"]
        lines = stay.charge_input([(DEAR, "100.00", 90)])
        send(hospital, "2301", lines, self.active[1])
        stay.split = {"det_item_fee_sumamt": 900000, "fulamt_ownpay_amt": 0, "overlmt_amt": 0,
                      "preselfpay_amt": 0, "inscp_scp_amt": 900000}
        send(hospital, "2304", stay.settle_input(), self.active[1])
        send(pharmacy, "2102", desk.Purchase(pharmacy, self.active[2],
                                             [(FULL, "1000.00", 3)]).input(), self.active[2])
        return sent

    def test_repeated_a_month_later(self):
        """The same plain output, by a server started again on a later day."""
        sent = self.told()
        journal = self.world.decisions()
        self.assertEqual(self.world.stop(), 0)
        self.assertRegex(self.world.said(), rf"\S+ note server\.started version=\S+ "
                                            rf"store={self.world.kind} http=\S+ nhsa=\S+\n"
                                            r"(.*\n)*\S+ note server\.stopping\n"
                                            r"(.*\n)*\S+ note server\.stopped\n$")
        self.world.serve("--now", "2020-03-12T10:00")
        for place, infno, given, msgid, person, output in sent:
            again = house.Hospital(self.world, place).good(infno, given, msgid, person)
            self.assertEqual(again, output, infno)
        self.assertEqual(self.world.decisions(), journal)
        # It is March: what is decided now is of another day.
        visit = house.Visit(self.hospital(), self.active[3], [(DEAR, "980.00", 1)]).prepared()
        self.assertEqual(visit.settle()["setlinfo"]["setl_time"][:10], "2020-03-12")

    # ---- a message that stops the server ----

    def hold_store(self):
        """Nothing can be written until what is answered is called."""
        if self.world.kind == "sqlite":
            database = sqlite3.connect(self.world.store.removeprefix("sqlite:"),
                                       isolation_level=None, timeout=house.PATIENCE)
            database.execute("BEGIN IMMEDIATE")
            return database.close
        address = self.world.store.replace("postgres://", "postgresql://", 1)
        holder = subprocess.Popen([house.PSQL, "-X", "-q", "-d", address], stdin=subprocess.PIPE,
                                  stdout=subprocess.PIPE, text=True)
        holder.stdin.write("BEGIN; LOCK TABLE journal IN ACCESS EXCLUSIVE MODE;\n"
                           "\\echo held\n")
        holder.stdin.flush()
        holder.stdout.readline()

        def let_go():
            holder.stdin.close()
            holder.wait()
            holder.stdout.close()
        return let_go

    def hold_quiet_store(self):
        """Held while nothing is in hand: the house's own work would be accused instead."""
        while True:
            self.world.at_rest()
            let_go = self.hold_store()
            if self.in_hand() == 0:
                return let_go
            let_go()

    def break_lane(self, message, person, place):
        """A message is in hand; its thread is made to break, as a wild pointer would."""
        let_go = self.hold_quiet_store()
        server = self.world.server

        def send():
            try:
                house.Hospital(self.world, place).call("2207", message[0], message[1], person)
            except (OSError, house.http.client.HTTPException, ValueError):
                pass

        sender = threading.Thread(target=send)
        sender.start()
        house.until("the message in the lane's hand", self.in_hand)
        ctypes.CDLL(None).syscall(TGKILL, server.pid, self.lane_of(server.pid), signal.SIGSEGV)
        server.wait(house.PATIENCE)
        self.world.server = None
        let_go()
        sender.join()

    def in_hand(self):
        """How many calls the lane notes as being in its hand: see src/lanes/poison.c."""
        noted = (self.world.data / "poison").read_bytes()
        return int.from_bytes(noted[12:16], sys.byteorder)

    @staticmethod
    def lane_of(process):
        """The thread that writes; another one's break would accuse nobody."""
        tasks = pathlib.Path(f"/proc/{process}/task")
        return next(int(task.name) for task in tasks.iterdir()
                    if (task / "comm").read_text().strip() == "lane")

    def held_back_message(self):
        """One that was in the lane's hand both times it broke: what the house does by itself can
        be there instead, and then nobody was there twice."""
        place = self.town.hospital(tier=3)
        for person in self.active[2:]:
            visit = house.Visit(self.hospital(), person, [(DEAR, "980.00", 3)]).prepared()
            message = (visit.settle_input(), visit.hospital.msgid())
            for _ in range(2):
                self.break_lane(message, person, place)
                self.world.serve()
            answer = self.hospital().call("2207", *message, person)
            if answer["infcode"] == -1:
                return message, person, answer
        self.fail("no message was in the lane's hand twice")

    def test_a_message_that_stops_the_server_twice_is_held_back(self):
        other = house.Visit(self.hospital(), self.active[1], [(DEAR, "980.00", 3)]).prepared()
        # The day's look begins with the first start; no later one of that day has any.
        house.until("the day's look", lambda: self.world.count(
            "job", "kind = 'intake.seek-page' AND state = 'done'") == 1)
        message, person, answer = self.held_back_message()
        self.assertIn("拦下", answer["err_msg"])
        # Work of the house that was in the hand beside it both times is held back as well.
        self.assertRegex(self.world.run("poison").stdout, r"拦下 [1-9]")
        # Everybody else is served.
        other.hospital = self.hospital()
        other.settle()
        # The administrator looks into it and lets it in again.
        self.world.stop()
        self.assertRegex(self.world.run("poison", "clear").stdout, r"拦下 0.* 0$")
        self.world.serve()
        self.assertEqual(self.hospital().call("2207", *message, person)["infcode"], 0)
        self.assertEqual(self.world.verify().returncode, 0)


if __name__ == "__main__":
    unittest.main()
