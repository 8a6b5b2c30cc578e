"""What happened in a demo world before it is shown: every line of demo/life.tsv is done, the books
agree, each list has something in it, and the same seed gives the same world."""

import shutil
import unittest
import urllib.parse

import house

LIFE = str(house.SOURCE / "demo" / "life.tsv")
# Of a subject its second and bucket: how many ids the house took of itself in the same second and
# bucket, meanwhile, says nothing of what happened.
SEEN = ("SELECT action, subject >> 22 AS born, at FROM journal WHERE door = 'demo' "
        "ORDER BY sequence")


class Life(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = house.World(people=2000).make(life=LIFE)
        cls.addClassCleanup(cls.world.close)

    def test_nothing_was_refused(self):
        self.assertEqual(self.world.made, "")

    def test_a_life_that_is_not_there_is_told_before_a_world_is_made(self):
        with house.World() as world:
            done = world.run("demo", "make", "--life", "/nowhere/life.tsv")
            self.assertEqual(done.returncode, 1)
            self.assertIn("/nowhere/life.tsv", done.stderr)
            self.assertFalse(world.data.exists())

    def states(self):
        return dict(self.world.rows("SELECT state, count(*) FROM intake_case GROUP BY state"))

    def test_the_books_agree(self):
        done = self.world.verify()
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_every_list_has_something_in_it(self):
        states = self.states()
        for state in ("received", "accepted", "accepted-owing", "decided-approved", "closed",
                      "supplement-asked"):
            self.assertIn(state, states)
        self.assertGreater(self.world.count("settlement"), 40)
        self.assertGreater(self.world.count("booking", "state = 'confirmed'"), 3)
        self.assertEqual(self.world.count("notice_document", "state = 'draft'"), 1)

    def test_the_morning_of_an_insurance_office(self):
        port = house.free_port()
        self.world.serve("--http", f"127.0.0.1:{port}")
        hall = house.Hall(port)
        mine, theirs = "hospital-office.H11010190001", "hospital-office.H11010590001"
        today = hall.good("GET", "/api/v1/institution/settlements", login=mine)
        self.assertEqual((today["day"], len(today["settlements"])), ("2020-02-10", 16))
        other = hall.good("GET", "/api/v1/institution/settlements?day=2020-02-05", login=theirs)
        ours = {row["settlement"] for row in today["settlements"]}
        self.assertEqual(ours & {row["settlement"] for row in other["settlements"]}, set())
        self.assertEqual(len(other["settlements"]), 8)
        last = today["settlements"][9]
        rest = hall.good("GET", "/api/v1/institution/settlements?" + urllib.parse.urlencode(
            {"after": last["at"], "after_settlement": last["settlement"]}), login=mine)
        self.assertEqual(len(rest["settlements"]), 6)
        waiting = hall.good("GET", "/api/v1/prescriptions/unconfirmed", login=mine)
        self.assertEqual([row["days"] for row in waiting["prescriptions"]], [100, 100, 100])
        self.assertEqual(
            hall.good("GET", "/api/v1/prescriptions/unconfirmed", login=theirs)["prescriptions"],
            [])
        self.world.stop()

    def test_the_person_of_the_greeting_has_a_life(self):
        port = house.free_port()
        self.world.serve("--http", f"127.0.0.1:{port}")
        hall = house.Hall(port)
        login = "patient.110105"
        person = hall.good("GET", "/api/v1/sessions/current", login=login)["person"]
        paid = hall.good("GET", f"/api/v1/persons/{person}/contributions", login=login)
        self.assertEqual([row["paid_months"] for row in paid["insurances"]], [7])
        self.assertEqual(len(paid["months"]), 8)
        claims = hall.good("GET", f"/api/v1/persons/{person}/claims", login=login)["claims"]
        self.assertEqual([row["total"] for row in claims], ["9680.00"])
        # What a visit will cost about, with what the year has used up; not told to others.
        place = hall.good("GET", "/api/v1/institutions?code=H11010590001")["institutions"][0]
        cost = f"institution={place['institution']}&med_type=11&amount=3000.00"
        about = hall.good("GET", f"/api/v1/persons/{person}/estimate?{cost}", login=login)
        self.assertEqual((about["pays"], about["total"], about["funds"], about["cash"]),
                         (True, "3000.00", "2100.00", "900.00"))
        other, _ = hall.ask("GET", f"/api/v1/persons/{person}/estimate?{cost}",
                            login="resident.0")
        self.assertNotEqual(other, 200)
        told = hall.good("GET", "/api/v1/messages", login=login)["messages"]
        self.assertGreater(len(told), 4)
        self.world.stop()

    @unittest.skipIf(house.store_kind() == "postgres", "the worlds are made by the same program")
    def test_the_same_seed_gives_the_same_world(self):
        with house.World(people=2000) as again:
            # An account lies where the keys put its login.
            shutil.copytree(self.world.keys.parent, again.keys.parent)
            again.make_anew(LIFE)
            self.assertEqual(again.rows(SEEN), self.world.rows(SEEN))


if __name__ == "__main__":
    unittest.main()
