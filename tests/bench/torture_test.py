"""The torture's judgement, on ledgers and stores in which something is wrong."""

import unittest

import torture


def visit(**changed):
    return {"person": "1", "visit": "10", "settled": "S", "settlement": "20", "undone": "U",
            "reversal": "", "total": "500", "funds": "300", "cash": "200", **changed}


def stored(**changed):
    return {"settlement": "20", "key": "S", "visit": "10", "bill": "b", "state": "final",
            "total": "500", "funds": "300", "cash": "200", "reverses": "0", "person": "1",
            "superseded_by": "0", "advanced_by": "0", "finance": "0", "central": "0", **changed}


def posted(bill, between="0", central="0", cause="20"):
    return cause, bill, between, central


class FakeWorld:
    """Answers the three reads of find_half in their order."""

    def __init__(self, transfers, bills, counters):
        self.answers = [transfers, bills, counters]

    def rows(self, _):
        return self.answers.pop(0)


class Judgement(unittest.TestCase):
    def test_all_is_well(self):
        world = FakeWorld([posted("500")], [("10", "b", "20")], [("1",)])
        self.assertEqual(torture.find_lost([visit()], [stored()]), [])
        self.assertEqual(torture.find_doubled([stored()]), [])
        self.assertEqual(torture.find_half(world, [stored()]), [])

    def test_lost(self):
        self.assertEqual(len(torture.find_lost([visit()], [])), 1)
        self.assertEqual(len(torture.find_lost([visit()], [stored(cash="201")])), 1)
        self.assertEqual(len(torture.find_lost([visit()], [stored(key="T")])), 1)
        self.assertEqual(len(torture.find_lost([visit(reversal="21")], [stored()])), 1)
        self.assertEqual(torture.find_lost([visit(settlement="")], []), [])

    def test_decided_again(self):
        """The row of then, superseded by the one that stands under the same number."""
        now = stored(funds="250", cash="250")
        then = stored(settlement="22", state="superseded", superseded_by="20")
        self.assertEqual(torture.find_lost([visit()], [now, then]), [])
        self.assertEqual(len(torture.find_lost([visit()], [now])), 1)
        self.assertEqual(len(torture.find_lost([visit()], [then])), 1, "nothing stands")
        other = stored(settlement="22", state="superseded", superseded_by="20", cash="199")
        self.assertEqual(len(torture.find_lost([visit()], [now, other])), 1)
        elsewhere = stored(settlement="22", state="superseded", superseded_by="23")
        self.assertEqual(len(torture.find_lost([visit()], [now, elsewhere])), 1)
        moved = stored(visit="11", funds="250", cash="250")
        self.assertEqual(len(torture.find_lost([visit()], [moved, then])), 1)

    def test_reversals(self):
        undone = stored(state="reversed", superseded_by="21")
        reversal = stored(settlement="21", key="U", total="-500", reverses="20")
        acknowledged = visit(reversal="21")
        self.assertEqual(torture.find_lost([acknowledged], [undone, reversal]), [])
        self.assertEqual(len(torture.find_lost([acknowledged], [stored(), reversal])), 1,
                         "what was undone stands")
        self.assertEqual(len(torture.find_lost([acknowledged], [undone])), 1)
        wrong = stored(settlement="21", key="U", total="-499", reverses="20")
        self.assertEqual(len(torture.find_lost([acknowledged], [undone, wrong])), 1)

    def test_doubled(self):
        again = stored(settlement="21")
        self.assertEqual(len(torture.find_doubled([stored(), again])), 2)
        other_key = stored(settlement="21", key="T")
        self.assertEqual(len(torture.find_doubled([stored(), other_key])), 1)
        self.assertEqual(torture.find_doubled([stored(state="reversed"), other_key]), [])

    def test_half(self):
        def count(transfers, bills=(("10", "b", "20"),), counters=(("1",),), **changed):
            return len(torture.find_half(FakeWorld(transfers, bills, counters),
                                         [stored(**changed)]))
        self.assertEqual(count([posted("499")]), 1)
        self.assertEqual(count([]), 1, "nothing was posted")
        self.assertEqual(count([posted("500")], bills=[("10", "b", "0")]), 1)
        self.assertEqual(count([posted("500")], counters=[]), 1)
        self.assertEqual(count([posted("500"), posted("1", cause="9")]), 1)
        self.assertEqual(count([posted("-500")], total="-500", state="reversal"), 0)
        self.assertEqual(count([posted("500")], total="-500", state="reversal"), 1,
                         "a reversal takes back")

    def test_half_of_patients_treated_first(self):
        def count(transfers, **changed):
            row = stored(**{"advanced_by": "371300", "finance": "100", "central": "60", **changed})
            return len(torture.find_half(FakeWorld(transfers, [("10", "b", "20")], [("1",)]),
                                         [row]))
        self.assertEqual(count([posted("500", "200", "60")]), 0)
        self.assertEqual(count([posted("500", "0", "60")]), 1, "nobody owes the place of treatment")
        self.assertEqual(count([posted("500", "200", "0")]), 1, "central finance gives nothing")
        self.assertEqual(count([posted("700", "200", "60")]), 1, "the bill was paid twice")
        self.assertEqual(count([posted("500", "200")], central="0"), 0)


if __name__ == "__main__":
    unittest.main()
