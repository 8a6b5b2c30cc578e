"""What happened in a demo world before it is shown: every line of demo/life.tsv is done, the books
agree, each list has something in it, and the same seed gives the same world."""

import unittest

import house

LIFE = str(house.SOURCE / "demo" / "life.tsv")
SEEN = "SELECT action, subject, at FROM journal WHERE door = 'demo' ORDER BY sequence"


class Life(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = house.World(people=2000).make(life=LIFE)
        cls.addClassCleanup(cls.world.close)

    def test_nothing_was_refused(self):
        self.assertEqual(self.world.made, "")

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

    def test_the_same_seed_gives_the_same_world(self):
        with house.World(people=2000) as again:
            again.make(life=LIFE)
            self.assertEqual(again.rows(SEEN), self.world.rows(SEEN))


if __name__ == "__main__":
    unittest.main()
