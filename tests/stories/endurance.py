"""Two at once, two servers, a kill, a stop: what was answered stays, and stays once."""

import http.client
import pathlib
import threading
import unittest

import house

DEAR = "ZA01AAD0000000109000"           # 甲, in scope in full


class Endurance(unittest.TestCase):
    def setUp(self):
        self.world = house.World().make()
        self.addCleanup(self.world.close)
        self.world.serve()
        self.town = house.Town(300)
        self.place = self.town.hospital(tier=3)

    def visit(self, person, price):
        hospital = house.Hospital(self.world, self.place)
        return house.Visit(hospital, person, [(DEAR, price, 1)]).prepared()

    def together(self, *works):
        """Runs each in a thread of its own, begun at one moment; what they returned."""
        gate, told = threading.Barrier(len(works)), [None] * len(works)

        def run(at, work):
            gate.wait()
            told[at] = work()

        threads = [threading.Thread(target=run, args=given) for given in enumerate(works)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return told

    def test_two_at_once_on_the_last_yuan_of_a_deductible(self):
        """1799.00 of 1800.00 are used. Of two bills of 100.00 one bears the last yuan:
        99.00 x 70 % = 69.30; the other bears none: 100.00 x 70 % = 70.00."""
        for person in self.town.active()[:12]:
            self.visit(person, "1799.00").settle()
            told = self.together(self.visit(person, "100.00").settle,
                                 self.visit(person, "100.00").settle)
            paid = sorted((house.fen(each["setlinfo"]["act_pay_dedc"]),
                           house.fen(each["setlinfo"]["hifp_pay"])) for each in told)
            self.assertEqual(paid, [(0, 7000), (100, 6930)])
        self.assertEqual(self.world.verify().returncode, 0)

    def test_one_bill_settled_at_once_under_two_keys(self):
        for person in self.town.active()[:12]:
            visit = self.visit(person, "2000.00")
            hospitals = [house.Hospital(self.world, self.place) for _ in range(2)]
            given = visit.settle_input()
            told = self.together(*[
                lambda hospital=hospital: hospital.call("2207", given, None, person)
                for hospital in hospitals])
            self.assertEqual(sorted(each["infcode"] for each in told), [-1, 0])
        self.assertEqual(self.world.count("settlement"), 12)

    def test_one_message_twice_at_once(self):
        for person in self.town.active()[:12]:
            visit = self.visit(person, "2000.00")
            hospitals = [house.Hospital(self.world, self.place) for _ in range(2)]
            given, msgid = visit.settle_input(), visit.hospital.msgid()
            told = self.together(*[
                lambda hospital=hospital: hospital.call("2207", given, msgid, person)
                for hospital in hospitals])
            self.assertEqual(told[0]["output"], told[1]["output"])
            self.assertEqual(told[0]["infcode"], 0)
        self.assertEqual(self.world.count("settlement"), 12)

    def test_a_second_server_on_the_same_store(self):
        port = self.world.port
        second = self.world.spawn()
        self.addCleanup(second.kill)
        self.assertNotEqual(second.wait(house.PATIENCE), 0)
        self.assertIn("另一个程序正在使用这个库", self.world.said())
        self.world.port = port
        self.assertTrue(self.world.answers())
        self.visit(self.town.active()[0], "2000.00").settle()
        self.assertEqual(self.world.count("settlement"), 1)

    def test_a_kill_keeps_what_was_answered(self):
        visits = [self.visit(person, "2000.00") for person in self.town.active()[:5]]
        keys = [visit.hospital.msgid() for visit in visits]
        told = [visit.settle(key) for visit, key in zip(visits, keys)]
        self.world.kill()
        self.world.serve()
        for visit, key, before in zip(visits, keys, told):
            visit.hospital = house.Hospital(self.world, self.place)
            self.assertEqual(visit.settle(key), before)
            visit.undo()
        self.assertEqual(self.world.count("settlement"), 10)
        self.assertEqual(self.world.verify().returncode, 0)

    def test_a_stop_answers_what_it_took(self):
        """Eight hospitals go on until nobody answers or the server says that it is ending; what
        each was told is there."""
        told, refused = [], []

        def go_on(person):
            hospital = house.Hospital(self.world, self.place)
            try:
                while True:
                    told.append(house.Visit(hospital, person).register().visit)
            except (OSError, http.client.HTTPException):
                pass
            except house.Refused as refusal:
                refused.append(str(refusal))

        threads = [threading.Thread(target=go_on, args=(person,))
                   for person in self.town.active()[:8]]
        for thread in threads:
            thread.start()
        house.until("visits", lambda: len(told) > 16)
        self.assertEqual(self.world.stop(), 0)
        for thread in threads:
            thread.join()
        stored = {row[0] for row in self.world.rows("SELECT visit FROM visit")}
        self.assertGreater(len(told), 8)
        self.assertEqual(set(told), stored)
        for refusal in refused:
            self.assertIn("系统正在停止", refusal)
        if self.world.kind == "sqlite":
            log = pathlib.Path(self.world.store.removeprefix("sqlite:") + "-wal")
            self.assertTrue(not log.exists() or log.stat().st_size == 0)
        self.assertEqual(self.world.verify().returncode, 0)


if __name__ == "__main__":
    unittest.main()
