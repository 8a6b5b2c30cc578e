"""One-time codes: asked of a role, set up with an app, asked for at each sign-in, good once;
recovery codes; a lost telephone. By the public door."""

import base64
import hashlib
import hmac
import json
import struct
import unittest

import house

CLERK = "intake-clerk.110105"
ADMINISTRATOR = "administrator.110105"
PASSWORD = "yibao-demo-2020"


def code_at(secret, step):
    """RFC 6238, written a second time."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    mac = hmac.new(key, struct.pack(">Q", step), hashlib.sha1).digest()
    number = struct.unpack(">I", mac[mac[-1] & 15:][:4])[0] & 0x7FFFFFFF
    return f"{number % 1000000:06d}"


class Codes(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = house.World(people=20).make()
        cls.addClassCleanup(cls.world.close)
        cls.port = house.free_port()
        cls.world.serve("--http", f"127.0.0.1:{cls.port}", "--code-roles", "intake-clerk")
        cls.hall = house.Hall(cls.port)

    def sign_in(self, code=None, login=CLERK):
        given = {"login": login, "password": PASSWORD}
        if code:
            given["code"] = code
        return self.hall.good("POST", "/api/v1/sessions", given)

    def test_set_up_used_and_reset(self):
        opened = self.sign_in()
        self.assertTrue(opened["opened"] and opened["set_up_codes"])
        self.assertEqual(self.hall.ask("GET", "/api/v1/questions", login=CLERK)[0], 409)
        begun = self.hall.good("POST", "/api/v1/sessions/codes", {}, CLERK)
        self.assertTrue(begun["address"].startswith("otpauth://totp/yibao:"))
        self.assertIn(begun["secret"], begun["address"])
        self.assertEqual(len(begun["qr"]), len(begun["qr"][0]["modules"]))
        self.assertEqual(self.hall.refused("POST", "/api/v1/sessions/codes/confirmation",
                                           {"code": "000000"}, CLERK),
                         "access.refused.code-wrong")
        first = self.moment()
        done = self.hall.good("POST", "/api/v1/sessions/codes/confirmation",
                              {"code": code_at(begun["secret"], first)}, CLERK)
        recovery = [one["code"] for one in done["recovery"]]
        self.assertEqual(len(set(recovery)), 10)
        self.assertEqual(self.hall.ask("GET", "/api/v1/questions", login=CLERK)[0], 200)

        self.assertEqual(self.sign_in()["reason"], "access.refused.code-needed")
        self.assertEqual(self.sign_in(code_at(begun["secret"], first))["reason"],
                         "access.refused.code-wrong")
        later = max(self.moment(), first + 1)       # a code is good once, and half a minute
        self.assertTrue(self.sign_in(code_at(begun["secret"], later))["opened"])
        self.assertTrue(self.sign_in(recovery[3])["opened"])
        self.assertEqual(self.sign_in(recovery[3])["reason"], "access.refused.code-wrong")
        for left in (3, 2, 1):
            self.assertEqual(self.sign_in("111111")["attempts_left"], left)
        self.assertEqual(self.sign_in("111111")["reason"], "access.refused.locked")

        self.hall.good("POST", "/api/v1/accounts/codes-reset",
                       {"login": CLERK, "reason": "手机丢失"}, ADMINISTRATOR)
        rows = self.world.rows("SELECT COUNT(*) FROM account WHERE totp_since IS NOT NULL")
        self.assertEqual(int(rows[0][0]), 0)
        kept = json.dumps([list(map(str, row)) for row in self.world.rows(
            "SELECT action, outcome FROM journal")])
        self.assertNotIn(begun["secret"], kept)

    def moment(self):
        """The step of the last sign-in, by the server's clock."""
        self.sign_in(login="reviewer.110105")
        return int(self.world.rows("SELECT MAX(opened) FROM session")[0][0]) // 30000


if __name__ == "__main__":
    unittest.main()
