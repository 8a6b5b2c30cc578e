"""Copies taken while serving, put back, recomputed and served again; what verify sees; numbers
beyond any bill; messages that come again after kills."""

import contextlib
import subprocess
import threading
import unittest

import house

DEAR = "ZA01AAD0000000109000"           # 甲, in scope in full


class Keeping(unittest.TestCase):
    def setUp(self):
        self.world = house.World().make()
        self.addCleanup(self.world.close)
        self.world.serve()
        self.town = house.Town(300)
        self.place = self.town.hospital(tier=3)

    def settled(self, person):
        """A settled visit, its message and its answer."""
        hospital = house.Hospital(self.world, self.place)
        visit = house.Visit(hospital, person, [(DEAR, "2000.00", 1)]).prepared()
        msgid, given = hospital.msgid(), visit.settle_input()
        return person, given, msgid, hospital.good("2207", given, msgid, person)

    def again(self, told):
        person, given, msgid, _ = told
        return house.Hospital(self.world, self.place).call("2207", given, msgid, person)

    def assert_verified(self):
        done = self.world.verify()
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_what_is_left_out_is_said(self):
        for words in (["backup"], ["restore"], ["actions", "no-such-thing"]):
            done = self.world.run(*words) if words[0] != "actions" else subprocess.run(
                [house.PROGRAM, *words], capture_output=True, text=True, check=False)
            self.assertNotEqual(done.returncode, 0)
            self.assertGreater(len(done.stdout + done.stderr), 10, words)

    def test_a_copy_taken_while_serving_is_whole(self):
        people = self.town.active()
        before = [self.settled(person) for person in people[:6]]
        during, running = [], threading.Event()

        def keep_busy():
            for person in people[6:30]:
                during.append(self.settled(person))
                running.set()

        busy = threading.Thread(target=keep_busy)
        busy.start()
        running.wait()
        copy = self.world.folder / "copy"
        paper = self.world.data / "papers" / "ab" / "paper"
        paper.parent.mkdir(parents=True, exist_ok=True)
        paper.write_bytes(b"sealed")
        done = self.world.run("backup", str(copy))
        self.assertEqual(done.returncode, 0, done.stderr)
        paper.unlink()
        busy.join()
        self.assert_verified()
        refused = self.world.run("restore", str(copy))
        self.assertNotEqual(refused.returncode, 0, "restored under a serving house")
        self.assertEqual(self.world.stop(), 0)

        done = self.world.run("restore", str(copy))
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(paper.read_bytes(), b"sealed", "papers come back with the store")
        self.assert_verified()
        kept = self.world.count("settlement")
        self.assertGreaterEqual(kept, 6)
        self.assertLessEqual(kept, 30)
        self.world.serve()
        for told in before:
            answer = self.again(told)
            self.assertEqual((answer["infcode"], answer["output"]), (0, told[3]))
        self.assertEqual(self.world.count("settlement"), kept)
        self.settled(people[40])
        self.assertEqual(self.world.count("settlement"), kept + 1)
        self.assertEqual(self.world.stop(), 0)
        self.assert_verified()

    def test_verify_agrees_while_others_settle(self):
        people = self.town.active()
        stop = threading.Event()

        def keep_busy():
            for person in people:
                if stop.is_set():
                    return
                self.settled(person)

        busy = threading.Thread(target=keep_busy)
        busy.start()
        try:
            told = [self.world.verify().stdout for _ in range(4)]
        finally:
            stop.set()
            busy.join()
        for each in told:
            self.assertNotIn("✗ journal", each)

    def test_verify_misses_a_head_and_a_row(self):
        self.settled(self.town.active()[0])
        self.assertEqual(self.world.stop(), 0)
        self.assert_verified()
        for harm in ("DELETE FROM journal_head",
                     "UPDATE journal_head SET sequence = sequence - 1",
                     "DELETE FROM journal WHERE sequence = (SELECT max(sequence) FROM journal)",
                     "UPDATE journal SET subject = 4 WHERE sequence = 2",
                     "DELETE FROM settlement",
                     "UPDATE settlement SET cash = cash + 1, pooled_fund = pooled_fund - 1",
                     "UPDATE settlement SET settlement = settlement + 1"):
            with self.subTest(harm=harm):
                world = self.world
                copy = world.folder / "whole"
                if not copy.exists():
                    self.assertEqual(world.run("backup", str(copy)).returncode, 0)
                self.world.change(harm)
                self.assertNotEqual(world.verify().returncode, 0)
                self.assertEqual(world.run("restore", str(copy)).returncode, 0)
                self.assert_verified()

    def test_verify_misses_the_tail_of_the_access_log(self):
        """The chain of what is left is whole: only the signed head tells."""
        person = self.town.active()[0]
        hospital = house.Hospital(self.world, self.place)
        for _ in range(3):
            hospital.good("1101", {"data": {"mdtrt_cert_type": "02",
                                            "mdtrt_cert_no": person["id_number"]}}, None, person)
        self.assertEqual(self.world.stop(), 0)
        self.world.serve()          # the heads are signed at the start and every hour
        house.until("a signed head", lambda: self.world.count(
            "journal_anchor", "log_sequence >= 3") > 0)
        self.assertEqual(self.world.stop(), 0)
        self.assert_verified()
        day = next((self.world.data / "access-log").glob("*.log"))
        lines = day.read_bytes().splitlines(keepends=True)
        day.write_bytes(b"".join(lines[:-1]))
        done = self.world.verify()
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("access log", done.stdout)

    def case_with_a_paper(self):
        """A filing of somebody held up elsewhere, sent with one picture."""
        self.assertEqual(self.world.stop(), 0)
        port = house.free_port()
        self.world.serve("--http", f"127.0.0.1:{port}")
        person = next(person for person in self.town.people
                      if person["place"] == "110105" and person["kind"] == "11")
        name = self.world.rows(f"SELECT name FROM person WHERE person = {person['psn_no']}")[0][0]
        return house.Hall(port).good("POST", "/api/v1/cases", {
            "matter": "offsite-filing", "channel": "web", "name": name,
            "number": person["id_number"],
            "values": [{"name": "kind", "value": "stranded"},
                       {"name": "division", "value": "371300"},
                       {"name": "from", "value": "2020-01-25"},
                       {"name": "phone", "value": "13900000000"}],
            "papers": [{"material": "id-card", "file": "/9j/4HNhbXBsZSBwaWN0dXJl"}],
            "owed": [{"material": "stranding-proof"}]})["receipt"]

    def test_verify_opens_every_paper(self):
        receipt = self.case_with_a_paper()
        self.assert_verified()
        self.assertIn("papers       核对 1", self.world.verify().stdout)
        paper = next(path for path in (self.world.data / "papers").glob("??/*"))
        whole = paper.read_bytes()
        paper.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
        self.assertNotEqual(self.world.verify().returncode, 0, receipt)
        paper.unlink()
        done = self.world.verify()
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("is missing", done.stdout)
        paper.write_bytes(whole)
        self.world.change("UPDATE intake_paper SET blob = NULL")
        done = self.world.verify()
        self.assertEqual(done.returncode, 0, done.stdout)
        self.assertIn("无人引用的附件 1 件", done.stdout)

    def test_numbers_beyond_any_bill_are_refused(self):
        hospital = house.Hospital(self.world, self.place)
        person = self.town.active()[0]
        visit = house.Visit(hospital, person, [(DEAR, "1.00", 1)]).register()
        for price, count, amount in (("9000000000000", "900000000000000", "1.00"),
                                     ("1", "1", "9999999999999999.99"),
                                     ("-5.00", "1", "-5.00")):
            given = visit.charge_input()
            given["feedetail"][0].update(pric=price, cnt=count, det_item_fee_sumamt=amount)
            self.assertEqual(hospital.call("2204", given, None, person)["infcode"], -1)
        visit.charge()

    def test_kills_accuse_no_message(self):
        hospital = house.Hospital(self.world, self.place)
        person = self.town.active()[0]
        visit = house.Visit(hospital, person, [(DEAR, "2000.00", 1)]).prepared()
        msgid, given = hospital.msgid(), visit.settle_input()
        for _ in range(4):
            with contextlib.suppress(Exception):
                killer = threading.Timer(0.004, self.world.kill)
                killer.start()
                house.Hospital(self.world, self.place).call("2207", given, msgid, person)
            killer.join()
            self.world.serve()
        answer = house.Hospital(self.world, self.place).call("2207", given, msgid, person)
        self.assertEqual(answer["infcode"], 0, answer)
        self.assertEqual(self.world.count("settlement"), 1)
        self.assertRegex(self.world.run("poison").stdout, r"拦下 0.* 0$")


if __name__ == "__main__":
    unittest.main()
