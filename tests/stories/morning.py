"""A whole morning: three hundred cases over nine channels, ten clerks at once, one connection lost
after the house had accepted, one notice published in the middle. At the end every count is equal on
both sides: what people sent and were told, and what the house holds, lists and counts."""

import base64
import collections
import contextlib
import http.client
import json
import random
import threading
import time
import unittest

import house

CASES = 300
CHANNELS = ("web", "mobile", "phone", "mail", "fax", "post", "helper", "station", "counter")
SAYS = {  # ten modes, four modes, column of the return
    "web": ("web", "online", "online"), "mobile": ("mobile", "online", "online"),
    "phone": ("phone", "innovative", "online"), "mail": ("online", "innovative", "mail_fax"),
    "fax": ("online", "innovative", "mail_fax"), "post": ("post", "innovative", "post_in"),
    "helper": ("helper", "nearby", "counter"), "station": ("helper", "nearby", "counter"),
    "counter": ("relaxed", None, "counter"),
}
PICTURE = base64.b64encode(b"\xff\xd8\xff\xe0 a card").decode()
ADMINISTRATOR = "administrator.110000"
PUBLISHER, LEADER = "publisher.110000", "leader.110000"
NUMBER = "测试〔2020〕9号"
NOTICE = f"""notice: {NUMBER}
title: 关于特事特办的通知
place: 110000
issued: 2020-02-10
measures:
  - ids: [1a]
    clause: 一
    says: filings of this morning are served first
    zh: 异地就医备案优先办理
    scope: {{ matters: [offsite-filing] }}
    prefer: {{ class: green-channel }}
"""


class Morning(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = house.World(people=1500).make()
        cls.addClassCleanup(cls.world.close)
        cls.port = house.free_port()
        cls.world.serve("--http", f"127.0.0.1:{cls.port}")
        cls.hall = house.Hall(cls.port)
        names = dict(cls.world.rows("SELECT person, name FROM person"))
        # Who stands at Chaoyang's counter is of Chaoyang.
        known = house.Town(1500).people
        near = [person for person in known if person["place"] == "110105"]
        far = [person for person in known if person["place"] != "110105"]
        cls.people = [(names[person["psn_no"]], person["id_number"]) for person in (
            (near if CHANNELS[at % len(CHANNELS)] == "counter" else far).pop()
            for at in range(CASES))]
        # What is not sent over the net is entered by who took it in.
        cls.entered = {"web": None, "mobile": None, "counter": "intake-clerk.110105",
                       "station": "station", **dict.fromkeys(
                           ("phone", "mail", "fax", "post", "helper"), "taker")}
        cls.account("station", "village-clerk", "a-password-of-a-station")
        cls.account("taker", "intake-clerk", "a-password-of-a-taker")
        cls.clerks = [cls.clerk(number) for number in range(10)]

    @classmethod
    def account(cls, login, role, password):
        """Signed in by a password of its own; the one hall may ask as it."""
        office = cls.hall.good("GET", "/api/v1/sessions/current", login="reviewer.110000")["office"]
        cls.hall.good("POST", "/api/v1/accounts", {
            "login": login, "label": f"受理{login}", "role": role, "office": office,
            "password": password}, ADMINISTRATOR)
        hall = house.Hall(cls.port, password)
        cls.hall.tokens[login] = hall.token(login)
        return hall

    @classmethod
    def clerk(cls, number):
        """An account of its own."""
        login = f"clerk-{number}"
        return cls.account(login, "reviewer", f"a-password-of-{number}"), login

    def application(self, at, channel):
        name, number = self.people[at]
        given = {"matter": "offsite-filing", "channel": channel, "name": name, "number": number,
                 "values": [{"name": "kind", "value": "stranded"},
                            {"name": "division", "value": "371300"},
                            {"name": "from", "value": "2020-01-25"}],
                 "papers": [{"material": "id-card", "file": PICTURE}],
                 "owed": [{"material": "stranding-proof"}]}
        if channel == "post":
            given.update(postmark="2020-02-08", reference=f"EMS{at:09d}CN")
        if channel == "phone":
            given.update(callback="01012345678", asked="出生日期", reference=f"REC-{at}")
        if channel == "station":
            given.update(consent="signed")
        return given

    def book(self, at):
        """A time of today at the counters of Chaoyang, confirmed; three have one time."""
        with self.lock:
            place = self.times
            self.times += 1
        wish = {"office": self.agency, "plan": self.plan, "day": "2020-02-10",
                "minute": 555 + 15 * (place // 3), "matter": "inpatient-claim",
                "name": self.people[at][0], "phone": f"139{at:08d}", "why": "材料须交原件"}
        booking = self.hall.good("POST", "/api/v1/bookings", wish, key=f"wish-{at}")["booking"]
        self.hall.good("POST", "/api/v1/bookings/confirmation",
                       {"booking": booking, "phone": wish["phone"]}, key=f"confirm-{at}")
        return booking

    # ---- those who send ----

    def lost(self, given, key, login):
        """The request arrives whole; the answer is never read."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port,
                                                timeout=house.PATIENCE)
        connection.request("POST", "/api/v1/cases", json.dumps(given), {
            "Content-Type": "application/json", "Idempotency-Key": key,
            "Authorization": f"Bearer {self.hall.token(login)}"})
        before = self.world.count("intake_case")
        with contextlib.suppress(AssertionError):   # it may have been counted already
            house.until("a case", lambda: self.world.count("intake_case") > before, 10)
        connection.close()

    def send(self, share, seed):
        dice = random.Random(seed)
        for at in share:
            channel = CHANNELS[at % len(CHANNELS)]
            booked = channel == "counter" and dice.random() < 0.5
            given = self.application(at, channel)
            if booked:
                given["booking"] = self.book(at)
            key = f"morning-{at}"
            if at == 17:
                self.lost(given, key, self.entered[channel])
            try:
                applied = self.hall.good("POST", "/api/v1/cases", given,
                                         self.entered[channel], key)
            except AssertionError as problem:
                self.trouble.append(str(problem))
                continue
            with self.lock:
                self.sent[applied["receipt"]] = (channel, booked)

    # ---- those who decide ----

    def work(self, number):
        hall, login = self.clerks[number]
        while not self.over.is_set() or self.todo:
            with self.lock:
                receipt = self.todo.pop() if self.todo else None
            if receipt is None:
                time.sleep(0.02)
                continue
            try:
                case = hall.good("POST", "/api/v1/cases/search", {"receipt": receipt},
                                 login)["cases"][0]["case_id"]
                if hall.good("GET", f"/api/v1/cases/{case}", login=login)["state"] == "received":
                    hall.good("POST", f"/api/v1/cases/{case}/acceptance", {}, login)
                hall.good("POST", f"/api/v1/cases/{case}/verdict", {"verdict": "approve"}, login)
            except AssertionError as problem:
                self.trouble.append(str(problem))
                continue
            with self.lock:
                self.decided[login].append(receipt)

    def publish(self):
        document = self.hall.good("POST", "/api/v1/notice-documents", {
            "text": base64.b64encode(NOTICE.encode()).decode()}, PUBLISHER)["document"]
        self.hall.good("POST", f"/api/v1/notice-documents/{document}/approval", {}, LEADER)
        self.hall.good("POST", f"/api/v1/notice-documents/{document}/publication", {}, PUBLISHER)

    def test_a_whole_morning(self):
        self.lock, self.over = threading.Lock(), threading.Event()
        self.sent, self.trouble, self.times = {}, [], 0
        self.agency, self.plan = self.world.rows(
            "SELECT p.office, p.plan FROM booking_plan p JOIN office o ON o.office = p.office "
            "WHERE o.division = 110105 AND o.kind = 'agency'")[0]
        self.todo, self.decided = [], collections.defaultdict(list)
        clerks = [threading.Thread(target=self.work, args=(number,)) for number in range(10)]
        for clerk in clerks:
            clerk.start()
        for part in (range(CASES // 2), range(CASES // 2, CASES)):
            senders = [threading.Thread(target=self.send, args=(part[start::5], start))
                       for start in range(5)]
            for sender in senders:
                sender.start()
            for sender in senders:
                sender.join()
            with self.lock:     # half of what there is, as they come
                self.todo += [receipt for receipt in self.sent
                              if sum(map(ord, receipt)) % 2 == 0
                              and receipt not in self.todo
                              and not any(receipt in done for done in self.decided.values())]
            if part.start == 0:
                self.publish()
        self.over.set()
        for clerk in clerks:
            clerk.join()
        self.assertEqual(self.trouble, [])
        self.assertEqual(len(self.sent), CASES)
        self.look()

    # ---- both sides ----

    def look(self):
        count = self.world.count
        decided = [receipt for done in self.decided.values() for receipt in done]
        self.assertEqual(len(decided), len(set(decided)))
        self.assertGreater(len(decided), CASES // 4)
        self.assertEqual(count("intake_case"), CASES)       # the lost one once, too
        self.assertEqual(count("intake_way"), CASES)
        self.assertEqual(count("intake_case", "verdict = 'approved'"), len(decided))
        self.assertEqual(count("filing", "about = 'offsite'"), len(decided))
        for hall, login in self.clerks:
            account = hall.good("GET", "/api/v1/sessions/current", login=login)["account"]
            self.assertEqual(count("intake_case", f"decided_by = {account}"),
                             len(self.decided[login]))
        # Nobody was served first before the notice; afterwards everybody was.
        green = count("intake_case", "urgency = 'green-channel'")
        self.assertEqual(green, CASES - CASES // 2)
        # A call keeps what the caller was asked and where to call back, a parcel its number.
        sent = collections.Counter(channel for channel, _ in self.sent.values())
        self.assertEqual(count("intake_way", "channel = 'phone' AND callback_sealed IS NOT NULL "
                               "AND asked = '出生日期'"), sent["phone"])
        self.assertEqual(count("intake_way", "channel = 'station' AND consent = 'signed'"),
                         sent["station"])
        for channel, mark in (("phone", "REC-"), ("post", "EMS")):
            self.assertEqual(count("intake_case", f"channel = '{channel}' AND reference LIKE "
                                   f"'{mark}%'"), sent[channel])
            self.assertGreater(count("intake_case", f"channel = '{channel}' "
                                     "AND accepted_at IS NOT NULL"), 0)
        self.counted(decided)
        self.assertEqual(self.world.stop(), 0)
        checked = self.world.verify()
        self.assertEqual(checked.returncode, 0, checked.stdout + checked.stderr)

    def counted(self, decided):
        told = self.hall.good("GET", "/api/v1/cases/ways?from=2020-02-10&until=2020-02-10",
                              login=LEADER)
        accepted = {receipt: self.sent[receipt] for receipt, in self.world.rows(
            "SELECT receipt FROM intake_case WHERE accepted_at IS NOT NULL")}
        self.assertTrue(set(decided) <= set(accepted))
        letters = sum(channel in ("mail", "fax", "post") for channel, _ in self.sent.values())
        waiting = sum(channel in ("mail", "fax", "post") for receipt, (channel, _)
                      in self.sent.items() if receipt not in accepted)
        self.assertEqual(len(accepted), CASES - waiting)
        self.assertLess(waiting, letters)
        channels = collections.Counter(channel for channel, _ in accepted.values())
        columns, ten = collections.Counter(), collections.Counter()
        for channel, booked in accepted.values():
            columns[SAYS[channel][2]] += 1
            ten["booking" if booked else SAYS[channel][0]] += 1
        self.assertEqual({row["way"]: row["all"] for row in told["channels"]}, channels)
        self.assertEqual({row["way"]: row["all"] for row in told["ten"]}, ten)
        self.assertEqual(sum(row["all"] for row in told["ten"]), told["total"])
        self.assertEqual(told["total"], len(accepted))
        for name in ("counter", "online", "mail_fax", "post_in"):
            self.assertEqual(told[name], columns[name], name)
        self.assertEqual(told["booked"], sum(booked for _, booked in accepted.values()))
        self.assertEqual(told["helped"], channels["helper"] + channels["station"])
        self.assertEqual(told["contact_free"],
                         len(accepted) - columns["counter"])
        self.assertEqual((told["enterprises"], told["post_out"]), (0, 0))
        # Special ones are those of the notice, whatever their channel.
        four = {row["way"]: row["all"] for row in told["four"]}
        self.assertEqual(four["special"], self.world.count(
            "intake_case", "urgency = 'green-channel' AND accepted_at IS NOT NULL"))
        # A district is counted for itself; together they are the city.
        places = collections.Counter(place for place, in self.world.rows(
            "SELECT place FROM intake_case WHERE accepted_at IS NOT NULL"))
        here = self.hall.good("GET", "/api/v1/cases/ways?from=2020-02-10&until=2020-02-10",
                              login="leader.110105")
        self.assertEqual(here["total"], places["110105"])
        for day, total in (("2020-02-09", 0), ("2020-02-11", 0)):
            self.assertEqual(self.hall.good(
                "GET", f"/api/v1/cases/ways?from={day}&until={day}", login=LEADER)["total"], total)


if __name__ == "__main__":
    unittest.main()
