"""A hall: a thousand people want one place and one gets it; a hold runs out; a day is closed and
its bookings move in their order. By the public door, with many connections."""

import concurrent.futures
import http.client
import json
import time
import unittest

import house

MONDAY = "2020-02-10"
CLERK = "intake-clerk.110105"
HEAD = "section-head.110105"
WHY = "材料须交原件"


class Booking(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = house.World(people=20).make()
        cls.addClassCleanup(cls.world.close)
        cls.port = house.free_port()
        cls.world.serve("--http", f"127.0.0.1:{cls.port}")
        cls.hall = house.Hall(cls.port)
        cls.office = cls.world.rows(
            "SELECT p.office FROM booking_plan p JOIN office o ON o.office = p.office "
            "WHERE o.division = 110105 AND o.kind = 'agency'")[0][0]
        cls.plan = cls.world.rows(
            f"SELECT plan FROM booking_plan WHERE office = {cls.office}")[0][0]

    def wish(self, n, day, minute):
        return {"office": self.office, "plan": self.plan, "day": day, "minute": minute,
                "matter": "inpatient-claim", "name": f"示例{n}", "phone": f"139{n:08d}",
                "why": WHY}

    def taken(self, day, minute):
        rows = self.world.rows(
            f"SELECT taken FROM booking_slot WHERE office = {self.office} AND "
            f"day = {day.replace('-', '')} AND minute = {minute}")
        return int(rows[0][0]) if rows else 0

    def client(self, numbers, day, minute):
        """One connection that asks for each of these people."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        won = []
        for n in numbers:
            while True:
                connection.request("POST", "/api/v1/bookings",
                                   json.dumps(self.wish(n, day, minute)),
                                   {"Content-Type": "application/json",
                                    "Idempotency-Key": f"wish-{n}"})
                answer = connection.getresponse()
                said = json.loads(answer.read())
                if answer.status not in (429, 503):
                    break
                time.sleep(0.05)
            if answer.status < 300:
                won.append(n)
            else:
                assert "booking.refused.full" in json.dumps(said), said
        connection.close()
        return won

    def test_a_thousand_want_one_place(self):
        day, minute = "2020-02-13", 600
        for n in (1, 2):
            self.hall.good("POST", "/api/v1/bookings", self.wish(n, day, minute), key=f"first-{n}")
        self.assertEqual(self.taken(day, minute), 2)
        with concurrent.futures.ThreadPoolExecutor(50) as pool:
            asked = [pool.submit(self.client, range(1000 + 20 * i, 1020 + 20 * i), day, minute)
                     for i in range(50)]
            won = [n for one in asked for n in one.result()]
        self.assertEqual(len(won), 1)
        self.assertEqual(self.taken(day, minute), 3)
        done = self.world.rows(f"SELECT COUNT(*) FROM booking WHERE minute = {minute} AND "
                               f"day = {day.replace('-', '')}")
        self.assertEqual(int(done[0][0]), 3)

    def test_who_booked_without_signing_in(self):
        """Booked by the public door, confirmed and shown by its telephone; called by the hall."""
        wish = self.wish(77, "2020-02-14", 615)
        slots = self.hall.good("GET", "/api/v1/booking-slots?place=110105&matter=inpatient-claim")
        self.assertIn(("2020-02-14", "10:15", self.office),
                      {(slot["day"], slot["from"], slot["office"]) for slot in slots["slots"]})
        held = self.hall.good("POST", "/api/v1/bookings", wish, key="alone")
        own = {"booking": held["booking"], "phone": wish["phone"]}
        self.assertEqual(self.hall.refused("POST", "/api/v1/bookings/confirmation",
                                           {**own, "phone": "13900000000"}),
                         "booking.refused.no-booking")
        self.hall.good("POST", "/api/v1/bookings/confirmation", own, key="alone-2")
        slip = self.hall.good("POST", "/api/v1/bookings/slip", own)
        self.assertEqual((slip["state"], slip["from"]), ("confirmed", "10:15"))
        self.assertTrue(slip["papers"])
        whom = f"/api/v1/bookings/{held['booking']}/contact"
        self.assertEqual(self.hall.refused("POST", whom, {"reason": "改期"}, CLERK),
                         "access.refused.reason-short")
        seen = self.hall.good("POST", whom, {"reason": "大厅改期通知"}, login=CLERK, key="call")
        self.assertEqual((seen["name"], seen["phone"]), ("示例77", wish["phone"]))
        self.assertEqual(self.world.count("booking", f"phone_masked = '{wish['phone']}'"), 0)
        connection = http.client.HTTPConnection("127.0.0.1", self.port,
                                                timeout=house.PATIENCE)
        for path, words in (("/booking", "预约到窗口办事"),
                            (f"/booking?office={self.office}&matter=inpatient-claim", "10:15")):
            connection.request("GET", path)
            page = connection.getresponse()
            self.assertIn(words, page.read().decode())
            self.assertEqual(page.status, 200)

    def test_one_telephone_however_it_is_written(self):
        """What is none is refused while it can be mended; an hour that is not open is answered
        with one that is."""
        wish = self.wish(88, "2020-02-14", 630)
        for none in ("123", "1391234567", "打我电话"):
            self.assertEqual(self.hall.refused("POST", "/api/v1/bookings",
                                               {**wish, "phone": none}),
                             "booking.refused.phone")
        held = self.hall.good("POST", "/api/v1/bookings", {**wish, "phone": "１３９ 1234-5678"})
        self.hall.good("POST", "/api/v1/bookings/confirmation",
                       {"booking": held["booking"], "phone": "13912345678"})
        self.assertEqual(self.hall.refused("POST", "/api/v1/bookings",
                                           {**wish, "minute": 645, "phone": "+86 13912345678"}),
                         "booking.refused.twice")
        told = self.hall.ask("POST", "/api/v1/bookings",
                             {**wish, "minute": 601, "phone": "13912345679"})[1]
        self.assertEqual(told["refusal"], "booking.refused.no-slot")
        self.assertRegex(told["detail"], r"本厅最近可约2020年2月\d+日 \d\d:\d\d；当天可去.*中心；也可不到场")
        self.assertNotIn("报盘", told["detail"])

    def close_for_days(self):
        """From a Monday's noon to a Wednesday's: what was booked in between goes on after it, and
        nothing can be booked in it."""
        office, wish = self.office, self.wish
        made = [self.hall.good("POST", "/api/v1/bookings", wish(60 + i, day, minute),
                               login=CLERK, key=f"days-{i}")
                for i, (day, minute) in enumerate([
                    ("2020-02-17", 705), ("2020-02-17", 810), ("2020-02-18", 540),
                    ("2020-02-18", 960), ("2020-02-19", 540), ("2020-02-19", 810)])]
        ends = {"office": office, "day": "2020-02-17", "until_day": "2020-02-16", "reason": "x"}
        self.assertEqual(self.hall.refused("POST", "/api/v1/booking-closures", ends, login=HEAD),
                         "booking.refused.closing")
        closed = self.hall.good("POST", "/api/v1/booking-closures", {
            "office": office, "day": "2020-02-17", "from_minute": 720,
            "until_day": "2020-02-19", "until_minute": 720, "reason": "装修"},
            login=HEAD, key="closing-days")
        self.assertEqual((closed["moved"], closed["cancelled"]), (4, 0))
        at = {one: (int(day), int(minute)) for one, day, minute in
              self.world.rows("SELECT booking, day, minute FROM booking")}
        places = [at[one["booking"]] for one in made]
        self.assertEqual((places[0], places[5]), ((20200217, 705), (20200219, 810)))
        self.assertEqual(places[1:5], sorted(places[1:5]))
        self.assertTrue(all(place >= (20200219, 720) for place in places[1:5]), places)
        slots = self.hall.good("GET", f"/api/v1/booking-slots?office={office}"
                                      "&matter=inpatient-claim&day=2020-02-17")["slots"]
        times = [(one["day"], one["minute"]) for one in slots]
        self.assertIn(("2020-02-17", 705), times)
        self.assertIn(("2020-02-19", 810), times)
        self.assertFalse([one for one in times if ("2020-02-17", 720) <= one < ("2020-02-19", 720)])

    def test_closing_moves_in_order_and_verify_agrees(self):
        day = "2020-02-12"
        made = [self.hall.good("POST", "/api/v1/bookings", self.wish(50 + i, day, 540 + 15 * i),
                               login=CLERK, key=f"close-{i}") for i in range(4)]
        closed = self.hall.good("POST", "/api/v1/booking-closures", {
            "office": self.office, "day": day, "reason": "消毒"}, login=HEAD, key="closing")
        self.assertEqual((closed["moved"], closed["cancelled"]), (4, 0))
        rows = {booking: int(day) * 10000 + int(minute) for booking, day, minute in
                self.world.rows("SELECT booking, day, minute FROM booking WHERE moves = 1")}
        places = [rows[one["booking"]] for one in made]
        self.assertEqual(places, sorted(places))
        self.assertTrue(all(place // 10000 > 20200212 for place in places))
        bodies = [row[0] for row in self.world.rows(
            "SELECT body_zh FROM message WHERE kind = 'booking.message.moved'")]
        self.assertEqual(len(bodies), 4)
        self.assertTrue(all(len(body) <= 70 for body in bodies), bodies)
        self.close_for_days()
        self.world.stop()
        self.assertEqual(self.world.verify().returncode, 0)
        self.world.serve("--http", f"127.0.0.1:{self.port}")


if __name__ == "__main__":
    unittest.main()
