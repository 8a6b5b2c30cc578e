"""What was promised for later is called to mind: at its birth, when an event gives it a day, and
fourteen, three and no days before that. By the clock, day after day, with the server killed in the
middle and days skipped: each time once, never twice."""

import base64
import datetime
import unittest

import house

PAPER = base64.b64encode(b"\xff\xd8\xff\xe0a picture").decode()
ADMINISTRATOR, PUBLISHER = "administrator.110000", "publisher.110000"
BIRTH, DATED = "intake.message.debt", "intake.message.debt-dated"
COMES, TODAY = "intake.message.debt-due", "intake.message.debt-today"


class Reminders(unittest.TestCase):
    def setUp(self):
        self.world = house.World(people=300).make()
        self.addCleanup(self.world.close)
        self.now = house.NOW
        self.serve()
        self.people = [person for person in house.Town(300).people
                       if person["place"] == "110105" and person["kind"] == "11"]

    def serve(self):
        """Anew, at the day where it was."""
        port = house.free_port()
        self.world.serve("--http", f"127.0.0.1:{port}", "--now", self.now)
        self.hall = house.Hall(port)

    def owe(self, person):
        name = self.world.rows(f"SELECT name FROM person WHERE person = {person['psn_no']}")[0][0]
        return self.hall.good("POST", "/api/v1/cases", {
            "matter": "offsite-filing", "channel": "web", "name": name,
            "number": person["id_number"],
            "values": [{"name": "kind", "value": "stranded"},
                       {"name": "division", "value": "371300"},
                       {"name": "from", "value": "2020-01-25"}],
            "papers": [{"material": "id-card", "file": PAPER}],
            "owed": [{"material": "stranding-proof"}]})["receipt"]

    def hand_in(self, receipt, person):
        self.hall.good("POST", "/api/v1/cases/paper", {
            "receipt": receipt, "last_four": person["id_number"][-4:], "channel": "web",
            "material": "stranding-proof", "paper": PAPER})

    def declare(self, day):
        return self.hall.good("POST", "/api/v1/events", {
            "kind": "epidemic-end", "place": 110000, "day": day, "paper": "a paper"},
            PUBLISHER)["event"]

    def to(self, day):
        """To nine in the morning of that day, and until all is done that is due."""
        self.now = f"{day}T09:00"
        self.hall.good("POST", "/api/v1/stage/forward", {"to": str(day)}, ADMINISTRATOR)
        house.until("the morning's timers", lambda: self.world.count(
            "timer", "action = 'intake.remind' AND state = 'waiting' "
            f"AND due <= {self.morning(day)}") == 0)

    @staticmethod
    def morning(day):
        moment = datetime.datetime.combine(day, datetime.time(9), datetime.timezone(
            datetime.timedelta(hours=8)))
        return int(moment.timestamp() * 1000)

    def said(self, person):
        """What he was told of his debt, oldest first."""
        return [row[0] for row in self.world.rows(
            f"SELECT kind FROM message WHERE person = {person['psn_no']} "
            "AND kind LIKE 'intake.message.debt%' ORDER BY message")]

    def dues(self, receipt, person):
        owed = self.hall.good("POST", "/api/v1/cases/find", {
            "receipt": receipt, "last_four": person["id_number"][-4:]})["owed"]
        return datetime.date.fromisoformat(owed[0]["due"])

    def test_each_once_and_never_twice(self):
        slow, quick = self.people[0], self.people[1]
        receipts = {one["psn_no"]: self.owe(one) for one in (slow, quick)}
        self.assertEqual([self.said(one) for one in (slow, quick)], [[BIRTH], [BIRTH]])
        # A month in which nobody knows when: nothing more is said.
        self.to(datetime.date(2020, 3, 10))
        self.assertEqual(self.said(slow), [BIRTH])
        self.declare("2020-03-09")
        house.until("the day", lambda: self.said(quick) == self.said(slow) == [BIRTH, DATED])
        due = self.dues(receipts[slow["psn_no"]], slow)
        before = [due - datetime.timedelta(days=days) for days in (15, 14, 13, 4, 3, 2, 1, 0)]
        told = [BIRTH, DATED]
        for day in before:
            self.to(day)
            left = (due - day).days
            told += [COMES] if left in (14, 3) else [TODAY] if left == 0 else []
            self.assertEqual(self.said(slow), told, f"{left} days before")
            if left == 14:
                self.world.kill()
                self.serve()
                self.hand_in(receipts[quick["psn_no"]], quick)
                self.assertEqual(self.said(slow), told, "after the server was killed")
        self.to(due + datetime.timedelta(days=20))
        self.assertEqual(self.said(slow), told, "when it is over")
        self.assertEqual(self.said(quick), [BIRTH, DATED, COMES], "who handed it in")

    def test_an_event_that_is_withdrawn_and_declared_anew(self):
        person = self.people[2]
        receipt = self.owe(person)
        event = self.declare("2020-02-09")
        house.until("the day", lambda: self.said(person) == [BIRTH, DATED])
        first = self.dues(receipt, person)
        self.to(first - datetime.timedelta(days=20))
        self.hall.good("POST", f"/api/v1/events/{event}/withdrawal", {"reason": "too early"},
                       PUBLISHER)
        self.to(first - datetime.timedelta(days=14))
        self.assertEqual(self.said(person), [BIRTH, DATED], "of a day that is none any more")
        self.declare(str(first - datetime.timedelta(days=15)))
        house.until("the new day", lambda: self.said(person) == [BIRTH, DATED, DATED])
        due = self.dues(receipt, person)
        self.assertGreater(due, first)
        # The old days pass in silence; then days are skipped, over the fourteenth as well.
        self.to(first)
        self.assertEqual(self.said(person), [BIRTH, DATED, DATED])
        self.to(due - datetime.timedelta(days=5))
        told = self.said(person)
        self.assertEqual(told, [BIRTH, DATED, DATED, COMES], "the fourteenth was slept through")
        self.to(due - datetime.timedelta(days=3))
        self.to(due)
        self.assertEqual(self.said(person), told + [COMES, TODAY])


if __name__ == "__main__":
    unittest.main()
