"""Cases from several channels: a letter with nothing in it, a case sent three times, one handed to
another office, many decided together, a commitment that was false; documents, messages, searching.
By the public door and the plain pages."""

import base64
import html
import http.client
import re
import unittest
import uuid

import house

PICTURE = b"\xff\xd8\xff\xe0a picture"
PAPER = base64.b64encode(PICTURE).decode()
PROGRAM = base64.b64encode(b"MZ\x90 a program").decode()


class Browser:
    """Plain pages: cookies, hidden fields, multipart forms, one redirect."""

    def __init__(self, port):
        self.port, self.cookies = port, {}

    def ask(self, method, path, body=None, kind=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=house.PATIENCE)
        headers = {"Cookie": "; ".join(f"{n}={v}" for n, v in self.cookies.items())}
        if kind:
            headers["Content-Type"] = kind
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        for name, value in answer.getheaders():
            if name == "Set-Cookie":
                cookie, _, value = value.partition(";")[0].partition("=")
                self.cookies[cookie] = value
        if answer.status == 303:
            return self.ask("GET", answer.getheader("Location"))
        return text

    def get(self, path):
        return self.ask("GET", path)

    def send(self, path, page, fields, files=()):
        given = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"',
                                page.partition("<main")[2]))
        given.update(fields)
        border = uuid.uuid4().hex
        parts = [f'--{border}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
                 .encode() for name, value in given.items()]
        for name, content in files:
            parts.append(f'--{border}\r\nContent-Disposition: form-data; name="{name}"; '
                         f'filename="a.jpg"\r\nContent-Type: image/jpeg\r\n\r\n'.encode()
                         + content + b"\r\n")
        return self.ask("POST", path, b"".join(parts) + f"--{border}--\r\n".encode(),
                        "multipart/form-data; boundary=" + border)

    @staticmethod
    def links(page, path):
        return [html.unescape(link) for link in re.findall(rf'href="({path}\?[^"]+)"', page)]


class Cases(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = house.World(people=900).make()
        cls.addClassCleanup(cls.world.close)
        cls.port = house.free_port()
        cls.world.serve("--http", f"127.0.0.1:{cls.port}")
        cls.hall = house.Hall(cls.port)
        cls.people = [person for person in house.Town(900).people
                      if person["place"] == "110105" and person["kind"] == "11"]

    def name(self, person):
        return self.world.rows(f"SELECT name FROM person WHERE person = {person['psn_no']}")[0][0]

    def application(self, person, **changed):
        given = {
            "matter": "offsite-filing", "channel": "web", "name": self.name(person),
            "number": person["id_number"],
            "values": [{"name": "kind", "value": "stranded"},
                       {"name": "division", "value": "371300"},
                       {"name": "from", "value": "2020-01-25"}],
            "papers": [{"material": "id-card", "file": PAPER}],
            "owed": [{"material": "stranding-proof"}]}
        given.update(changed)
        return given

    def apply(self, person, **changed):
        """Who writes or sends a letter has it entered by a clerk."""
        login = None if changed.get("channel", "web") == "web" else "intake-clerk.110105"
        return self.hall.good("POST", "/api/v1/cases", self.application(person, **changed), login)

    def case_of(self, receipt, login="reviewer.110105"):
        found = self.hall.good("POST", "/api/v1/cases/search", {"receipt": receipt}, login)
        return found["cases"][0]["case_id"]

    def show(self, case, login="reviewer.110105"):
        return self.hall.good("GET", f"/api/v1/cases/{case}", login=login)

    def step(self, case, word, given=None, login="reviewer.110105"):
        return self.hall.good("POST", f"/api/v1/cases/{case}/{word}", given or {}, login)

    def messages(self, person):
        return [row[0] for row in self.world.rows(
            f"SELECT kind FROM message WHERE person = {person['psn_no']} ORDER BY message")]

    # ---- coming in ----

    def test_sent_three_times_it_is_one_case(self):
        person = self.people[0]
        receipt = self.apply(person)["receipt"]
        for _ in range(2):
            status, answer = self.hall.ask("POST", "/api/v1/cases", self.application(person))
            self.assertEqual((status, answer["refusal"]), (422, "intake.refused.open-already"))
            self.assertIn(receipt, answer["detail"])
        self.assertEqual(self.world.count("intake_case", f"person = {person['psn_no']}"), 1)
        self.assertEqual(self.messages(person), ["intake.message.debt"])
        self.assertEqual(self.hall.refused("POST", "/api/v1/cases", self.application(
            person, values=[{"name": "kind", "value": "stranded"},
                            {"name": "division", "value": "110108"}])),
            "filing.refused.not-elsewhere")
        self.assertEqual(self.hall.refused("POST", "/api/v1/cases", self.application(
            self.people[9], papers=[{"material": "id-card", "file": PROGRAM}])),
            "intake.refused.wrong-type")

    def test_a_letter_is_taken_and_told_once_what_it_lacks(self):
        person = self.people[1]
        applied = self.apply(person, channel="post", papers=[], owed=[], reference="SF1234567890")
        self.assertEqual(applied["state"], "received")
        case = self.case_of(applied["receipt"])
        seen = self.show(case)
        self.assertEqual(sorted(paper["how"] for paper in seen["papers"]), ["missing", "missing"])
        self.assertEqual(self.hall.refused("POST", f"/api/v1/cases/{case}/acceptance", {},
                                           "intake-clerk.110105"), "intake.refused.still-missing")
        self.step(case, "supplement", {"reason": "please"}, "intake-clerk.110105")
        look = {"receipt": applied["receipt"], "last_four": person["id_number"][-4:]}
        seen = self.hall.good("POST", "/api/v1/cases/find", look)
        self.assertEqual(sorted(paper["material"] for paper in seen["asked"]),
                         ["id-card", "stranding-proof"])
        # What went by post is served when the clerk says so.
        unserved = self.hall.good("GET", "/api/v1/documents/unserved",
                                  login="intake-clerk.110105")["documents"]
        mine = [one for one in unserved if one["case_id"] == case]
        self.assertEqual([one["title_zh"] for one in mine], ["补正告知书"])
        self.step(case, "service", {"document": mine[0]["document"], "how": "post",
                                    "note": "SF1"}, "intake-clerk.110105")
        self.hall.good("POST", "/api/v1/cases/paper", dict(
            look, channel="web", material="id-card", paper=PAPER))
        state = self.hall.good("POST", "/api/v1/cases/paper", dict(
            look, channel="web", paper=PAPER))["state"]
        self.assertEqual(state, "accepted")
        kinds = [row[0] for row in self.world.rows(
            f"SELECT kind FROM intake_document WHERE case_id = {case} ORDER BY document")]
        self.assertEqual(kinds, ["supplement", "accepted"])
        document = self.hall.good("POST", "/api/v1/cases/document", look)
        self.assertIn("受理", document["title_zh"])
        # Asked of the store: who looks without having signed in may do so twenty times a minute.
        house.until("the seal", lambda: self.world.count(
            "intake_document", f"case_id = {case} AND sealed_at IS NULL") == 0)
        self.assertTrue(self.hall.good("POST", "/api/v1/cases/document", look)["sealed"])
        # The same picture stands for two papers of other cases, too.
        self.assertTrue(any(paper.get("elsewhere") for paper in self.show(case)["papers"])
                        or self.world.count("intake_case") == 1)

    # ---- pictures of papers ----

    def raw(self, path, login):
        """Status, type, bytes."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=house.PATIENCE)
        connection.request("GET", path, None, {
            "Authorization": "Bearer " + self.hall.token(login)})
        answer = connection.getresponse()
        return answer.status, answer.getheader("Content-Type"), answer.read()

    @staticmethod
    def shape_of(jpeg):
        frame = jpeg.index(b"\xff\xc0")
        return (int.from_bytes(jpeg[frame + 7:frame + 9], "big"),
                int.from_bytes(jpeg[frame + 5:frame + 7], "big"))

    def test_a_picture_is_made_small_and_upright(self):
        # 24 x 16, and the camera was held upright; what is no picture; one that claims too much.
        photo = (house.SOURCE / "tests/fuzz/corpus/picture/baseline.jpg").read_bytes()[1:]
        frame = photo.index(b"\xff\xc0")
        bomb = photo[:frame + 5] + b"\xff\xdc\xff\xdc" + photo[frame + 9:]
        given = self.application(self.people[12])
        given["papers"] = [{"material": "id-card", "file": base64.b64encode(one).decode()}
                           for one in (photo, PICTURE, bomb)]
        case = self.case_of(self.hall.good("POST", "/api/v1/cases", given)["receipt"])
        papers = {paper["blob"]: f"/api/v1/cases/{case}/papers/{paper['paper']}"
                  for paper in self.show(case)["papers"] if paper.get("blob")}
        self.assertEqual(len(papers), 3)
        paths = {}
        for path in papers.values():
            status, kind, whole = self.raw(path, "reviewer.110105")
            self.assertEqual((status, kind), (200, "image/jpeg"))
            paths[whole] = path
        previews = self.world.data / "previews"
        for _ in range(2):
            status, kind, small = self.raw(paths[photo] + "?size=thumbnail", "reviewer.110105")
            self.assertEqual((status, kind, self.shape_of(small)), (200, "image/jpeg", (16, 24)))
            self.assertNotIn(b"Exif", small)
            kept = [file for file in previews.rglob("*.t0")]
            self.assertNotIn(small[:20], kept[0].read_bytes())
            for file in kept:       # derived: made anew, or again none
                file.unlink()
            for none in (PICTURE, bomb):
                self.assertEqual(self.raw(paths[none] + "?size=thumbnail", "reviewer.110105")[0],
                                 404)
        turned = self.raw(paths[photo] + "?turned=1", "reviewer.110105")[2]
        self.assertEqual(self.shape_of(turned), (24, 16))
        self.assertEqual(self.raw(paths[photo], "reviewer.110105")[2], photo)
        for view in ("", "?size=thumbnail"):
            self.assertEqual(self.raw(paths[photo] + view, "reviewer.371329")[0],
                             self.raw(paths[photo], "reviewer.371329")[0])
        self.assertNotEqual(self.raw(paths[photo], "reviewer.371329")[0], 200)

    # ---- who has it ----

    def test_an_offer_is_accepted_or_comes_back(self):
        person = self.people[2]
        case = self.case_of(self.apply(person)["receipt"])
        office = self.world.rows("SELECT office FROM office WHERE division = 371329 "
                                 "AND kind = 'agency'")[0][0]
        bureau = self.world.rows("SELECT office FROM office WHERE division = 110105 "
                                 "AND kind = 'bureau'")[0][0]
        status, told = self.hall.ask("POST", f"/api/v1/cases/{case}/offer",
                                     {"office": bureau, "reason": "x"}, "intake-clerk.110105")
        self.assertEqual((status, told["refusal"]), (422, "intake.refused.takes-none-in"))
        self.assertIn("异地就医备案", told["detail"])
        self.step(case, "offer", {"office": office, "reason": "nearer to the hospital"},
                  "intake-clerk.110105")
        self.assertEqual(self.hall.refused("POST", f"/api/v1/cases/{case}/taking-over", {},
                                           "intake-clerk.110105"), "intake.refused.not-offered")
        offered = self.hall.good("GET", "/api/v1/offers", login="reviewer.371329")["cases"]
        self.assertEqual([one["case_id"] for one in offered], [case])
        self.step(case, "handing-back", {"reason": "not ours"}, "reviewer.371329")
        self.assertNotIn("offered_to", self.show(case))
        self.step(case, "offer", {"office": office, "reason": "please"}, "intake-clerk.110105")
        self.step(case, "taking-over", {}, "reviewer.371329")
        self.assertEqual(self.show(case, "reviewer.371329")["office"], office)
        # Who gave it away decides it no more.
        self.assertEqual(self.hall.refused("POST", f"/api/v1/cases/{case}/verdict",
                                           {"verdict": "approve"}, "reviewer.110105"),
                         "intake.refused.other-office")
        decided = self.step(case, "verdict", {"verdict": "approve", "reason": "so it is"},
                            "reviewer.371329")
        self.assertEqual(decided["state"], "decided-approved")

    # ---- counted ----

    def counted(self, login):
        return self.hall.good("GET", "/api/v1/cases/ways?from=2020-02-10&until=2020-02-10",
                              login=login)["total"]

    def test_what_was_counted_stays_counted(self):
        """A return that was sent says the same when it is asked again: whatever becomes of a case
        that was accepted, its office accepted it that day. LAW: LY22-A4k"""
        person, leader = self.people[10], "leader.110000"
        case = self.case_of(self.apply(person)["receipt"])
        self.assertEqual(self.hall.refused("POST", f"/api/v1/cases/{case}/reopening",
                                           {"reason": "x"}, "section-head.110105"),
                         "intake.refused.no-such-step")
        sent, theirs = self.counted(leader), self.counted("leader.371300")
        office = self.world.rows("SELECT office FROM office WHERE division = 371329 "
                                 "AND kind = 'agency'")[0][0]
        self.step(case, "offer", {"office": office, "reason": "nearer"}, "intake-clerk.110105")
        self.step(case, "taking-over", {}, "reviewer.371329")
        self.assertEqual((self.counted(leader), self.counted("leader.371300")), (sent, theirs))
        self.hall.good("POST", "/api/v1/cases/withdrawal", {
            "receipt": self.show(case, "reviewer.371329")["receipt"],
            "last_four": person["id_number"][-4:]})
        self.assertEqual(self.counted(leader), sent)
        self.step(case, "reopening", {"reason": "wanted after all"}, "section-head.371329")
        self.assertEqual(self.show(case, "reviewer.371329")["state"], "received")
        self.assertEqual(self.counted(leader), sent)
        self.step(case, "acceptance", {}, "intake-clerk.371329")
        self.assertEqual((self.counted(leader), self.counted("leader.371300")), (sent, theirs))

    def test_a_form_of_which_nothing_must_be_filled_in(self):
        person = self.people[11]
        applied = self.apply(person, matter="account-query", values=[], owed=[])
        self.assertEqual(applied["state"], "accepted")

    # ---- many together, and one that objects ----

    def test_many_are_decided_each_for_itself(self):
        cases = [self.case_of(self.apply(person)["receipt"]) for person in self.people[3:6]]
        self.step(cases[1], "verdict", {"verdict": "refuse", "reason": "not so"})
        batch = self.hall.good("POST", "/api/v1/cases/verdicts", {
            "cases": [{"case_id": case} for case in cases], "verdict": "approve",
            "reason": "checked"}, "reviewer.110105")["batch"]

        def lines():
            return self.hall.good("GET", f"/api/v1/cases/verdicts/{batch}",
                                  login="reviewer.110105")
        house.until("three lines", lambda: lines()["done"] + lines()["refused"] == 3)
        told = lines()
        self.assertEqual((told["done"], told["refused"]), (2, 1))
        self.assertEqual([one["refusal"] for one in told["lines"] if "refusal" in one],
                         ["intake.refused.no-such-step"])
        self.assertEqual(self.show(cases[0])["state"], "decided-approved")
        # The one that was refused objects; another than who decided takes it up again.
        look = {"receipt": self.show(cases[1])["receipt"],
                "last_four": self.people[4]["id_number"][-4:]}
        told = self.hall.good("POST", "/api/v1/cases/objection",
                              dict(look, reason="I am in Linyi"))
        self.assertIn("异议已收到", told["next_zh"])
        # What was refused wants no papers: nothing invites to hand one in, no list waits for it.
        def owed():
            return case_id in [one["case_id"] for one in self.hall.good(
                "GET", "/api/v1/debts", login="reviewer.110105")["debts"]]
        case_id = cases[1]
        self.assertNotIn("owed", self.hall.good("POST", "/api/v1/cases/find", look))
        self.assertFalse(owed())
        self.step(cases[1], "reopening", {"reason": "a ticket was shown"}, "section-head.110105")
        self.assertEqual([one["material"] for one in self.hall.good(
            "POST", "/api/v1/cases/find", look)["owed"]], ["stranding-proof"])
        self.assertTrue(owed())
        self.assertEqual(self.show(cases[1])["state"], "accepted-owing")
        self.assertIn("intake.message.reopened", self.messages(self.people[4]))

    # ---- a false commitment, and a debt called to mind ----

    def test_a_false_commitment_is_taken_back(self):
        person = self.people[6]
        case = self.case_of(self.apply(person, channel="mail", owed=[], commitment=True)["receipt"])
        self.step(case, "acceptance", {}, "intake-clerk.110105")
        self.step(case, "verdict", {"verdict": "approve", "reason": "as stated"})
        self.assertEqual(self.world.count("filing", f"person = {person['psn_no']}"), 1)
        self.step(case, "check", {"result": "false", "reason": "never left Beijing"},
                  "section-head.110105")
        self.assertEqual(self.world.rows(
            f"SELECT state FROM filing WHERE person = {person['psn_no']}"), [("revoked",)])
        self.assertEqual(self.hall.refused("POST", "/api/v1/cases", self.application(person)),
                         "intake.refused.barred")
        house.until("deciding again", lambda: self.world.count(
            "journal", "action = 'settle.reach-back'") > 0)

    def test_an_event_calls_debts_to_mind(self):
        person, gone = self.people[7], self.people[13]
        self.apply(person)
        self.hall.good("POST", "/api/v1/cases/withdrawal", {
            "receipt": self.apply(gone)["receipt"], "last_four": gone["id_number"][-4:]})
        event = self.hall.good("POST", "/api/v1/events", {
            "kind": "epidemic-end", "place": 110000, "day": "2020-02-09", "paper": "a paper"},
            "publisher.110000")["event"]
        house.until("the day", lambda: "intake.message.debt-dated" in self.messages(person))
        # Who took his application back is not reminded of what it lacked.
        self.assertNotIn("intake.message.debt-dated", self.messages(gone))
        timers = self.world.rows("SELECT due FROM timer WHERE action = 'intake.remind' "
                                 "AND state = 'waiting'")
        self.assertTrue(timers)
        self.hall.good("POST", f"/api/v1/events/{event}/withdrawal", {"reason": "too early"},
                       "publisher.110000")
        longest = self.world.rows("SELECT max(length(body_zh)) FROM message")[0][0]
        self.assertLessEqual(int(longest), 70)

    # ---- plain pages, and searching ----

    def test_a_resident_without_script(self):
        person, browser = self.people[8], Browser(self.port)
        page = browser.get("/offsite-filing")
        self.assertNotIn('name="division"', page)
        given = {"name": self.name(person), "number": person["id_number"], "kind": "stranded",
                 "from": "2020-01-25", "proof_later": "true", "true_statement": "true",
                 "division.1": "370000"}
        page = browser.send("/offsite-filing", page, dict(given, _pick="1"))
        self.assertIn("临沂市", page)
        self.assertIn(given["name"], page)
        given["division.2"] = "371300"
        page = browser.send("/offsite-filing", page, given, [("id_card", PICTURE)])
        self.assertIn('<svg class="qr"', page)
        receipt = re.search(r'class="keep">([^<]+)<', page).group(1)
        page = browser.send("/progress", browser.get("/progress"), {
            "receipt": receipt, "last_four": person["id_number"][-4:]})
        self.assertEqual(len(Browser.links(page, "/document")), 1)
        link = Browser.links(page, "/hand-in")[0]
        page = browser.send("/hand-in", browser.get(link), {
            "receipt": receipt, "last_four": person["id_number"][-4:]}, [("paper", PICTURE)])
        self.assertIn("材料已收到", page)
        self.assertEqual(self.world.rows(
            f"SELECT state FROM intake_case WHERE receipt = '{receipt}'"), [("accepted",)])

        desk = Browser(self.port)
        desk.send("/sign-in", desk.get("/sign-in"), {"login": "reviewer.110105",
                                                     "password": "yibao-demo-2020"})
        self.assertIn(receipt, desk.get("/worklist"))
        shown = desk.get(next(link for link in Browser.links(desk.get("/worklist"), "/show")
                              if self.case_of(receipt) in link))
        page = desk.send("/decide", desk.get(Browser.links(shown, "/decide")[0]), {
            "verdict": "approve", "reason": "so it is"})
        self.assertIn("已办结", page)
        by_name = self.hall.good("POST", "/api/v1/cases/search", {"name": self.name(person)},
                                 "reviewer.110105")["cases"]
        self.assertIn(receipt, [case["receipt"] for case in by_name])
        for asked in ({"number": person["id_number"]}, {"state": "closed"},
                      {"state": "closed", "channel": "web"}, {"channel": "web"},
                      {"from": "2020-02-10", "until": "2020-02-10"}):
            found = self.hall.good("POST", "/api/v1/cases/search", asked, "reviewer.110105")
            self.assertIn(receipt, [case["receipt"] for case in found["cases"]], asked)
            other = self.hall.good("POST", "/api/v1/cases/search", asked, "reviewer.371329")
            self.assertNotIn(receipt, [case["receipt"] for case in other["cases"]], asked)

    def claim_early(self, person, total):
        return self.hall.good("POST", "/api/v1/cases", {
            "matter": "early-claim", "channel": "web", "name": self.name(person),
            "number": person["id_number"], "papers": [{"material": "id-card", "file": PAPER}],
            "values": [{"name": "total", "value": f"{total}.00"},
                       {"name": "reason", "value": "heavy"}]})["receipt"]

    def test_who_has_a_number_finds_ones_own_among_hundreds(self):
        person = self.people[9]
        first = self.claim_early(person, 1000)
        case = self.case_of(first, "reviewer.110105")
        office = self.world.rows("SELECT office FROM office WHERE division = 371329 "
                                 "AND kind = 'agency'")[0][0]
        self.step(case, "offer", {"office": office, "reason": "treated there"},
                  "intake-clerk.110105")
        self.step(case, "taking-over", {}, "reviewer.371329")
        theirs = {self.claim_early(person, 2000 + i) for i in range(205)}
        number = {"number": person["id_number"]}
        found = self.hall.good("POST", "/api/v1/cases/search", number, "reviewer.371329")["cases"]
        self.assertEqual([one["receipt"] for one in found], [first])
        pages, last = [], {}
        while not pages or pages[-1]:
            pages.append(self.hall.good("POST", "/api/v1/cases/search", {**number, **last},
                                        "reviewer.110105")["cases"])
            last = pages[-1] and {"after": pages[-1][-1]["received_at"],
                                  "after_case": pages[-1][-1]["case_id"]}
        self.assertEqual([len(page) for page in pages], [100, 100, 5, 0])
        self.assertEqual({one["receipt"] for page in pages for one in page}, theirs)
        self.assertEqual(self.hall.good("POST", "/api/v1/cases/search",
                                        {**number, "state": "closed"}, "reviewer.110105")["cases"],
                         [])

    @classmethod
    def tearDownClass(cls):
        done = cls.world.verify()
        assert done.returncode == 0, done.stdout + done.stderr
        bodies = "\n".join(row[0] for row in cls.world.rows(
            "SELECT body_zh || ' ' || body_en FROM message WHERE subject IS NOT NULL"))
        for person in cls.people[:9]:
            name = cls.world.rows(f"SELECT name FROM person WHERE person = {person['psn_no']}")
            assert name[0][0] not in bodies and person["id_number"] not in bodies
        said = cls.world.said()
        for person in cls.people[1:9]:        # the first is shown to who starts a demo
            assert person["id_number"] not in said, [line for line in said.splitlines()
                                                     if person["id_number"] in line]


if __name__ == "__main__":
    unittest.main()
