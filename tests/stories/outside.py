"""Residents sign in by an outside provider of identities, a process of its own that speaks OpenID
Connect: the button, the way there and back in a browser, the question of the first time; and each
way in which its answer can be wrong."""

import http.client
import base64
import json
import pathlib
import re
import subprocess
import sys
import time
import unittest
import urllib.parse

import house

CLIENT, SECRET = "yibao", "a secret & 100 %"
NOW = 1581296400    # house.NOW


def visit(address, method="GET", body=None, cookies=None, **headers):
    """Status, head and text; cookies are kept."""
    url = urllib.parse.urlsplit(address)
    connection = http.client.HTTPConnection(url.netloc, timeout=house.PATIENCE)
    if cookies:
        headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in cookies.items())
    connection.request(method, url.path + ("?" + url.query if url.query else ""), body, headers)
    answer = connection.getresponse()
    text = answer.read().decode()
    for one in answer.headers.get_all("Set-Cookie") or []:
        assert "; Secure" in one, one       # a proxy speaks TLS: see --behind-tls
        name, value = one.split(";")[0].split("=", 1)
        if cookies is not None:
            cookies[name] = value
    connection.close()
    return answer.status, answer.headers, text


class Outside(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = house.World(people=100).make()
        cls.addClassCleanup(cls.world.close)
        cls.port, provider_port = house.free_port(), house.free_port()
        cls.provider = f"http://127.0.0.1:{provider_port}"
        cls.process = subprocess.Popen(
            [sys.executable, str(pathlib.Path(__file__).parent / "provider.py"),
             str(cls.world.folder), str(provider_port), CLIENT, SECRET, str(NOW)])
        cls.addClassCleanup(cls.process.wait)
        cls.addClassCleanup(cls.process.kill)
        secret = cls.world.folder / "secret"
        secret.write_text(SECRET + "\n", encoding="utf-8")
        cls.address = f"http://127.0.0.1:{cls.port}"
        cls.world.serve("--http", f"127.0.0.1:{cls.port}", "--behind-tls",
                        "--oidc-issuer", cls.provider, "--oidc-client", CLIENT,
                        "--oidc-secret", str(secret),
                        "--oidc-return", cls.address + "/sign-in/outside")
        cls.hall = house.Hall(cls.port)
        cls.people = house.Town(100).people
        begin = time.monotonic()
        while True:
            try:
                cls.told()
                break
            except OSError:
                if time.monotonic() - begin > house.PATIENCE:
                    raise
                time.sleep(0.02)

    @classmethod
    def told(cls, sub="nobody", id_number="", wrong="", method="RS256"):
        visit(cls.provider + "/told", "POST", json.dumps(
            {"sub": sub, "id_number": id_number, "wrong": wrong, "method": method}))

    def away(self):
        """State and code as the provider sends them back."""
        begun = self.hall.good("POST", "/api/v1/sessions/outside", {})
        status, head, _ = visit(begun["address"])
        self.assertEqual(status, 302)
        back = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(head["Location"]).query))
        self.assertEqual(back["state"], begun["state"])
        return back

    def answered(self):
        return self.hall.good("POST", "/api/v1/sessions/outside/answer", self.away())

    def who(self, token):
        _, _, text = visit(self.address + "/api/v1/sessions/current",
                           Authorization="Bearer " + token)
        return json.loads(text)

    def attempts(self, result):
        return self.world.count("outside_attempt", f"result = '{result}'")

    def test_in_a_browser_the_first_time_and_the_second(self):
        person = self.people[3]
        self.told("subject-3", person["id_number"], method="ES256")
        for first in (True, False):
            cookies = {}
            _, _, text = visit(self.address + "/sign-in", cookies=cookies)
            self.assertIn("用统一身份认证登录", text)
            form = text[text.index('action="/sign-in/outside"'):]
            key = re.search(r'name="_key" value="([^"]+)"', form).group(1)
            status, head, text = visit(
                self.address + "/sign-in/outside", "POST", urllib.parse.urlencode({"_key": key}),
                cookies, **{"Content-Type": "application/x-www-form-urlencoded"})
            self.assertEqual(status, 200, text)
            away = head["Refresh"].removeprefix("0; url=")
            _, head, _ = visit(away)
            # A browser that did not begin it is not let in with it.
            status, _, _ = visit(head["Location"], cookies={})
            self.assertEqual(status, 403)
            status, said, text = visit(head["Location"], cookies=cookies)
            self.assertEqual(status, 200, text)
            if first:
                self.assertNotIn("session", cookies)
                self.assertIn(person["id_number"][-4:], text)
                self.assertNotIn(person["id_number"], text)
                fields = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]+)"', text))
                status, said, text = visit(
                    self.address + "/sign-in/outside/link", "POST",
                    urllib.parse.urlencode(fields), cookies,
                    **{"Content-Type": "application/x-www-form-urlencoded"})
                self.assertEqual(status, 200, text)
            self.assertEqual(said["Refresh"], "0; url=/")
            who = self.who(cookies["session"])
            self.assertEqual((who["role"], str(who["person"])), ("resident", person["psn_no"]))
        self.applies_without_signing_in_again(person, cookies["session"])
        own = f"person = {person['psn_no']}"
        self.assertEqual(self.world.count("outside_attempt", f"result = 'linked' AND {own}"), 1)
        self.assertEqual(self.world.count("account", f"{own} AND password = ''"
                                          f" OR {own} AND password IS NULL"), 1)
        self.assertGreaterEqual(self.attempts("opened"), 1)
        self.assertGreaterEqual(self.world.count(
            "journal", "action IN ('resident.begin-outside', 'resident.sign-in-outside', "
            "'resident.link-outside')"), 5)

    def applies_without_signing_in_again(self, person, token):
        """LAW: SX9-G3b: the same session opens the claim and finds it again."""
        before = self.world.count("session")
        name = self.world.rows(f"SELECT name FROM person WHERE person = {person['psn_no']}")[0][0]
        values = {"begin": "2020-01-15", "total": "300.00", "receipt-count": "1",
                  "ground": "no-card", "account-holder": "示例", "bank": "某银行",
                  "account": "6222020200000000001"}
        given = {"matter": "outpatient-claim", "channel": "web", "name": name,
                 "number": person["id_number"],
                 "values": [{"name": one, "value": value} for one, value in values.items()],
                 "papers": [{"material": material, "file": base64.b64encode(
                                b"\xff\xd8\xff\xe0" + material.encode()).decode()}
                            for material in ("id-card", "receipts", "cost-list",
                                             "prescriptions")]}
        headers = {"Authorization": "Bearer " + token, "Content-Type": "application/json",
                   "Idempotency-Key": "one-sign-in"}
        status, _, text = visit(self.address + "/api/v1/cases", "POST", json.dumps(given),
                                **headers)
        self.assertEqual(status, 200, text)
        receipt = json.loads(text)["receipt"]
        status, _, text = visit(f"{self.address}/api/v1/persons/{person['psn_no']}/cases",
                                Authorization="Bearer " + token)
        self.assertIn(receipt, [one["receipt"] for one in json.loads(text)["cases"]], text)
        self.assertEqual(self.world.count("session"), before)

    def test_each_wrong_answer_opens_nothing(self):
        number = self.people[5]["id_number"]
        for wrong, reason in (("nonce", "nonce"), ("expired", "expired"), ("issuer", "issuer"),
                              ("audience", "audience"), ("forged", "forged"),
                              ("unsigned", "forged")):
            with self.subTest(wrong):
                self.told("subject-5", number, wrong)
                key = "resident.refused.outside-" + reason
                before = self.attempts(key)
                said = self.answered()
                self.assertEqual((said["opened"], said["link"], said["reason"]),
                                 (False, False, key))
                self.assertNotIn("token", said)
                self.assertEqual(self.attempts(key), before + 1)
        self.told("subject-5")
        self.assertEqual(self.answered()["reason"], "resident.refused.outside-no-number")
        self.told("subject-5", "110105190001010013")
        self.assertEqual(self.answered()["reason"], "resident.refused.outside-nobody")
        self.assertEqual(self.world.count("account", "password = '' OR password IS NULL"),
                         self.attempts("linked"))

    def test_code_and_state_are_good_once(self):
        self.told("subject-7", self.people[7]["id_number"])
        back = self.away()
        said = self.hall.good("POST", "/api/v1/sessions/outside/answer", back)
        self.assertTrue(said["link"])
        self.assertEqual(self.hall.refused("POST", "/api/v1/sessions/outside/answer", back),
                         "resident.refused.outside-state")
        # A code of another sign-in: its verifier does not fit, and it was used.
        other = self.hall.good("POST", "/api/v1/sessions/outside", {})
        again = self.hall.good("POST", "/api/v1/sessions/outside/answer",
                               {"state": other["state"], "code": back["code"]})
        self.assertEqual(again["reason"], "resident.refused.outside-code")
        link = {"state": back["state"], "subject": said["subject"]}
        self.assertEqual(self.hall.refused("POST", "/api/v1/sessions/outside/link",
                                           {**link, "subject": "0" * 64}),
                         "resident.refused.outside-state")
        opened = self.hall.good("POST", "/api/v1/sessions/outside/link", link)
        self.assertEqual(str(self.who(opened["token"])["person"]), self.people[7]["psn_no"])
        self.assertEqual(self.hall.refused("POST", "/api/v1/sessions/outside/link", link),
                         "resident.refused.outside-state")
        self.assertTrue(self.answered()["opened"])


if __name__ == "__main__":
    unittest.main()
