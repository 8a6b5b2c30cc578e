"""A daughter acts for her father: a code on his telephone, a case by her, what she sees and what
not, the end of it; and a mandate witnessed at a village station. By the public door."""

import base64
import re
import unittest

import house

PAPER = base64.b64encode(b"\xff\xd8\xff\xe0a picture").decode()


class Mandate(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = house.World(people=300).make()
        cls.addClassCleanup(cls.world.close)
        cls.port = house.free_port()
        cls.world.serve("--http", f"127.0.0.1:{cls.port}")
        cls.hall = house.Hall(cls.port)
        people = {str(one["psn_no"]): one for one in house.Town(300).people}
        known = [(login, people[cls.own(login)]) for login in
                 (f"resident.{n}" for n in range(20)) if cls.own(login) in people]
        (cls.his, cls.father), (cls.hers, cls.daughter) = known[0], known[1]

    @classmethod
    def own(cls, login):
        return cls.hall.good("GET", "/api/v1/sessions/current", login=login)["person"]

    def name(self, person):
        return self.world.rows(f"SELECT name FROM person WHERE person = {person['psn_no']}")[0][0]

    def pair(self, **more):
        return {"giver_number": self.father["id_number"], "giver_name": self.name(self.father),
                **more}

    def application(self, **changed):
        return {"matter": "offsite-filing", "channel": "web", "name": self.name(self.father),
                "number": self.father["id_number"],
                "values": [{"name": "kind", "value": "stranded"},
                           {"name": "division", "value": "371300"},
                           {"name": "from", "value": "2020-01-25"}],
                "papers": [{"material": "id-card", "file": PAPER},
                           {"material": "stranding-proof", "file": PAPER}], **changed}

    def code(self):
        inbox = self.hall.good("GET", "/api/v1/messages", login=self.his)["messages"]
        said = [one for one in inbox if one["kind"] == "resident.message.code"]
        return re.search(r"\d{6}", said[0]["zh"]).group()

    def test_by_code_for_one_matter(self):
        cases = f"/api/v1/persons/{self.father['psn_no']}/cases"
        self.assertEqual(self.hall.refused("POST", "/api/v1/cases", self.application(),
                                           self.hers), "intake.refused.no-mandate")
        sent = self.hall.good("POST", "/api/v1/mandates/codes", self.pair(), self.hers)
        self.assertIn("*", sent["phone"])
        wish = self.pair(matters=[{"matter": "offsite-filing"}], until="2020-05-10")
        wrong = "000000" if self.code() != "000000" else "000001"
        said = self.hall.good("POST", "/api/v1/mandates", {**wish, "code": wrong}, self.hers)
        self.assertEqual((said["given"], said["tries_left"]), (False, 4))
        said = self.hall.good("POST", "/api/v1/mandates", {**wish, "code": self.code()},
                              self.hers)
        self.assertTrue(said["given"])
        for login, side in ((self.his, "given"), (self.hers, "held")):
            [one] = self.hall.good("GET", "/api/v1/mandates", login=login)[side]
            self.assertEqual((one["mandate"], one["in_force"]), (said["mandate"], True))
            self.assertEqual(one["matters"][0]["matter"], "offsite-filing")
        self.hall.good("POST", "/api/v1/cases", self.application(), self.hers)
        rows = self.world.rows("SELECT applicant, agent, mandate FROM intake_case")
        self.assertEqual([list(map(str, rows[0]))],
                         [["agent", self.daughter["psn_no"], said["mandate"]]])
        self.assertEqual(len(self.hall.good("GET", cases, login=self.hers)["cases"]), 1)
        bills = f"/api/v1/persons/{self.father['psn_no']}"
        self.assertNotEqual(self.hall.ask("GET", bills, login=self.hers)[0], 200)

        self.hall.good("POST", f"/api/v1/mandates/{said['mandate']}/end", {}, self.his)
        self.assertEqual(self.hall.good("GET", cases, login=self.hers)["cases"], [])
        self.assertEqual(self.hall.good("GET", "/api/v1/mandates", login=self.hers)["held"], [])

    def test_by_a_witness_with_records(self):
        wish = {"giver_number": self.daughter["id_number"],
                "giver_name": self.name(self.daughter),
                "agent_number": self.father["id_number"], "agent_name": self.name(self.father),
                "matters": [{"matter": "account-query"}], "records": True, "until": "2020-03-01",
                "witness": "voice", "note": "LY-0210-7"}
        # She is insured in Beijing: held up in Linshu, she comes to the station there.
        self.assertEqual(self.hall.refused("POST", "/api/v1/mandates", wish,
                                           "village-clerk.371329"), "resident.refused.not-of-here")
        wish["witness"] = "presence"
        said = self.hall.good("POST", "/api/v1/mandates", wish, "village-clerk.371329")
        self.assertTrue(said["given"])
        person = f"/api/v1/persons/{self.daughter['psn_no']}"
        self.hall.good("GET", person, login=self.his)
        end, why = f"/api/v1/mandates/{said['mandate']}/end", {"reason": "本人来电"}
        self.assertEqual(self.hall.refused("POST", end, why, "intake-clerk.371300"),
                         "resident.refused.no-mandate")
        self.hall.good("POST", end, why, "village-clerk.371329")
        self.assertNotEqual(self.hall.ask("GET", person, login=self.his)[0], 200)
        rows = self.world.rows("SELECT COUNT(*) FROM journal WHERE action IN "
                               "('resident.give-mandate', 'resident.end-mandate')")
        self.assertGreaterEqual(int(rows[0][0]), 2)

    def test_the_last_day_is_that_of_the_demo_world(self):
        """Days that a demo world skips close nobody's session; a mandate ends with its day."""
        wish = {"giver_number": self.daughter["id_number"],
                "giver_name": self.name(self.daughter),
                "agent_number": self.father["id_number"], "agent_name": self.name(self.father),
                "matters": [{"matter": "account-query"}], "records": True, "until": "2020-03-01",
                "witness": "presence", "note": "LY-0210-8"}
        self.hall.good("POST", "/api/v1/mandates", wish, "village-clerk.371329")
        person = f"/api/v1/persons/{self.daughter['psn_no']}"
        self.hall.good("GET", person, login=self.his)
        self.hall.good("POST", "/api/v1/stage/forward", {"to": "2020-03-02"}, self.his)
        self.assertEqual(self.own(self.his), str(self.father["psn_no"]))
        self.assertNotEqual(self.hall.ask("GET", person, login=self.his)[0], 200)

    def test_each_role_of_the_demo_does_its_own(self):
        """A terminal, an agent, a pharmacy, a social-security office, a village, a filler."""
        hall = self.hall
        card = {"number": self.father["id_number"], "name": self.name(self.father)}
        self.assertEqual(hall.refused("POST", "/api/v1/sessions/terminal",
                                      {**card, "name": "某某"}, "kiosk.110105"),
                         "resident.refused.kiosk-nobody")
        sat = hall.good("POST", "/api/v1/sessions/terminal", card, "kiosk.110105")
        hall.tokens["sitting"] = sat["token"]
        who = hall.good("GET", "/api/v1/sessions/current", login="sitting")
        self.assertEqual((who["role"], who["person"]), ("kiosk", self.father["psn_no"]))
        applied = hall.good("POST", "/api/v1/cases", {
            "matter": "certificate", "channel": "kiosk", **card,
            "values": [{"name": "insurance", "value": "employee"}],
            "papers": [{"material": "id-card", "file": PAPER}]}, "sitting")
        [row] = self.world.rows("SELECT channel, entered_by FROM intake_case"
                                f" WHERE receipt = '{applied['receipt']}'")
        device = hall.good("GET", "/api/v1/sessions/current", login="kiosk.110105")["account"]
        self.assertEqual(list(map(str, row)), ["kiosk", device])
        hall.good("POST", "/api/v1/sessions/end", {}, "sitting")
        mine = f"/api/v1/persons/{self.father['psn_no']}/cases"
        self.assertEqual(hall.ask("GET", mine, login="sitting")[0], 401)
        hall.good("GET", "/api/v1/sessions/current", login="kiosk.110105")

        held = hall.good("GET", "/api/v1/mandates", login="agent.0")["held"]
        patient = self.own("patient.110105")
        self.assertEqual([one["in_force"] for one in held], [True])
        hall.good("GET", f"/api/v1/persons/{patient}/cases", login="agent.0")
        himself = hall.good("GET", "/api/v1/sessions/current", login="agent.0")["person"]
        self.assertEqual(hall.good("GET", f"/api/v1/persons/{himself}/cases",
                                   login="agent.0")["cases"], [])
        hall.good("GET", "/api/v1/questions/mine", login="pharmacy.P11010590001")
        hall.good("GET", "/api/v1/worklist", login="town-clerk.110105")
        hall.good("GET", "/api/v1/worklist", login="village-clerk.371329")
        hall.good("GET", "/api/v1/notice-duties", login="filler.110000")
        self.assertEqual(hall.ask("GET", "/api/v1/worklist", login="filler.110000")[0], 403)


if __name__ == "__main__":
    unittest.main()
