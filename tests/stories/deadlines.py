"""Time limits: a certificate as JSON and as a page, and days of lists that are worked out again
when an event is declared or withdrawn while the house serves, and not when nothing has changed."""

import http.client
import unittest
import urllib.parse

import house

EXPLAIN = "/api/v1/deadlines/explanation?"


class Deadlines(unittest.TestCase):
    def setUp(self):
        self.world = house.World().make()
        self.addCleanup(self.world.close)

    def serve(self, now):
        self.http_port = house.free_port()
        self.world.serve("--now", now, "--http", f"127.0.0.1:{self.http_port}")
        self.hall = house.Hall(self.http_port)

    def explain(self, **asked):
        return self.hall.good("GET", EXPLAIN + urllib.parse.urlencode(asked))["certificate"]

    def page(self, **asked):
        connection = http.client.HTTPConnection("127.0.0.1", self.http_port,
                                                timeout=house.PATIENCE)
        connection.request("GET", "/deadline?" + urllib.parse.urlencode(asked))
        answer = connection.getresponse()
        return answer.status, answer.read().decode()

    def wait_for(self, cause):
        """Until the days have been worked out for that cause."""
        def worked_out():
            found = self.world.rows(
                "SELECT b.cause FROM due_basis b JOIN job j ON j.job = b.job "
                "WHERE j.state = 'done'")
            return found[0][0] if found and found[0][0].startswith(cause) else None
        return house.until(lambda: f"days for {cause}: {self.world.said()}", worked_out)

    def test_a_certificate(self):
        self.serve("2020-02-10T09:00")
        asked = {"kind": "5 working-days", "place": "110105", "start": "2020-01-20"}
        self.assertEqual(self.explain(**asked)["day"], "2020-02-04")
        before = self.explain(**asked, known="2020-01-26")
        self.assertEqual(before["day"], "2020-02-01")
        self.assertEqual(before["days"][-1]["reason_en"], "make-up workday")
        paper = self.explain(**asked)["days"][11]
        self.assertEqual((paper["date"], paper["what"]), ("2020-01-31", "skipped"))
        self.assertIn("国办发明电", paper["source_zh"])
        status, page = self.page(**asked, lang="zh")
        self.assertEqual(status, 200)
        self.assertEqual(page.count('<table class="month">'), 2)
        self.assertIn('<td class="counted last"><b>4</b>', page)
        self.assertEqual(self.hall.refused("GET", EXPLAIN + urllib.parse.urlencode(
            {**asked, "kind": "soon"})), "due.refused.no-such-kind")

    def test_a_month_put_off_on_application_says_why(self):
        self.serve("2020-02-10T09:00")
        asked = {"kind": "contribution.collection", "place": "110105", "start": "2020-04-01",
                 "period": "2020-04", "insurance": "employee", "applicant": "employer"}
        self.assertEqual(self.explain(**asked)["day"], "2020-04-30")
        granted = self.explain(**asked, granted="京医保发〔2020〕4号#10d")
        self.assertEqual((granted["day"], granted["own_day"]), ("2020-07-31", "2020-04-30"))
        self.assertEqual(self.hall.refused("GET", EXPLAIN + urllib.parse.urlencode(
            {**asked, "granted": "京医保发〔2020〕4号#10x"})), "due.refused.no-such-grant")

    def test_a_place_is_picked_not_typed(self):
        self.serve("2020-02-10T09:00")
        status, page = self.page(lang="zh")
        self.assertEqual(status, 200)
        self.assertNotIn('name="place"', page)
        self.assertIn('name="place.1"', page)
        self.assertIn('<option value="110000"', page)
        asked = {"kind": "5 working-days", "start": "2020-01-20", "lang": "zh"}
        status, page = self.page(**asked, **{"place.1": "110000", "place.2": "110105"})
        self.assertEqual(status, 200)
        self.assertIn('<td class="counted last"><b>4</b>', page)
        self.assertIn('<option value="110105" selected>', page)

    def test_an_event_is_declared_and_withdrawn(self):
        self.serve("2020-02-10T09:00")
        self.wait_for("start")
        event = self.hall.good("POST", "/api/v1/events", {
            "kind": "epidemic-end", "place": 110000, "day": "2020-02-10", "paper": "京公告1号"},
            login="publisher.110000")["event"]
        self.assertEqual(self.wait_for("event:epidemic-end:110000:declared"),
                         "event:epidemic-end:110000:declared:京公告1号")
        asked = {"kind": "3 months", "place": "110105", "event": "epidemic-end",
                 "roll": "next-working-day"}
        self.assertEqual(self.explain(**asked)["day"], "2020-05-11")
        self.hall.good("POST", f"/api/v1/events/{event}/withdrawal", {
            "event": event, "reason": "误报"}, login="publisher.110000")
        self.wait_for("event:epidemic-end:110000:withdrawn")
        self.assertEqual(self.explain(**asked)["state"], "waiting")
        self.assertEqual(self.world.stop(), 0)
        self.assertEqual(self.world.verify().returncode, 0)

    def test_nothing_changed_over_a_start(self):
        self.serve("2020-02-10T09:00")
        self.wait_for("start")
        self.assertEqual(self.world.stop(), 0)
        self.serve("2020-02-10T09:05")
        self.world.at_rest()
        jobs = self.world.count("job", "kind = 'due.project'")
        self.assertEqual(jobs, 1, "nothing has changed: nothing is worked out again")


if __name__ == "__main__":
    unittest.main()
