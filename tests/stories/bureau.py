"""A bureau from nothing: keys, tables, offices and the first administrator by `yibao init`; then an
office, a clerk, a hospital with each kind of credentials, a person, and a visit that is settled."""

import base64
import hashlib
import hmac
import http.client
import re
import subprocess
import time
import unittest
import urllib.parse

import house
from certificates import resident, unified

LOGIN, PASSWORD = "admin.beijing", "a password of her own"
FULL = "XD04DA003A0010101039000"        # 甲, no price limit
DISTRICT = 110105


class GatewayHospital(house.Hospital):
    """A hospital's software that brings headers with each message."""

    headers = staticmethod(lambda infno: {})

    def call(self, infno, given, msgid=None, person=None):
        self.infno = infno
        return super().call(infno, given, msgid, person)

    def send(self, message):
        self.connection.request("POST", "/fsi/api/rsfComIfsService/callService", message,
                                {"Content-Type": "application/json", **self.headers(self.infno)})
        return self.connection.getresponse().read()


class Bureau(unittest.TestCase):
    def setUp(self):
        self.world = house.World()
        self.addCleanup(self.world.close)

    def init(self, *more, place="110000"):
        return self.world.run("init", "--place", place, "--administrator", LOGIN, "--catalogue",
                              str(house.SOURCE / "rules" / "catalogue"), "--now", house.NOW, *more)

    def begin(self):
        """Made, served, and the administrator's password changed."""
        done = self.init()
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        once = re.search(r"只显示这一次：(\w+)", done.stdout).group(1)
        port = house.free_port()
        # Nobody is there to answer for a hospital yet.
        self.world.answers = lambda: self.healthy(port)
        self.world.serve("--http", f"127.0.0.1:{port}")
        self.hall = house.Hall(port, PASSWORD)
        self.change_password(LOGIN, once)

    @staticmethod
    def healthy(port):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port,
                                                    timeout=house.PATIENCE)
            connection.request("GET", "/healthz")
            return connection.getresponse().status == 200
        except OSError:
            return False

    def change_password(self, login, once):
        """Nothing goes with a password that somebody else gave, but a new one."""
        opened = self.hall.good("POST", "/api/v1/sessions", {"login": login, "password": once})
        self.assertTrue(opened["change_password"])
        self.hall.tokens[login] = opened["token"]
        self.assertEqual(self.hall.refused("POST", "/api/v1/persons/find", {"number": "x"}, login),
                         "core.refused.change-password")
        self.assertEqual(self.hall.refused("POST", "/api/v1/sessions/password",
                                           {"old": once, "new": once}, login),
                         "access.refused.password-same")
        self.hall.good("POST", "/api/v1/sessions/password", {"old": once, "new": PASSWORD}, login)
        del self.hall.tokens[login]
        self.assertFalse(self.hall.good("POST", "/api/v1/sessions", {
            "login": login, "password": PASSWORD})["change_password"])

    def office(self, division, kind):
        offices = self.hall.good("GET", f"/api/v1/offices?division={division}&kind={kind}")
        return next(office["office"] for office in offices["offices"]
                    if office["division"] == division)

    def clerk(self, login, role, office):
        once = "given by somebody"
        self.hall.good("POST", "/api/v1/accounts", {
            "login": login, "password": once, "label": login, "role": role, "office": office,
            "once": True}, LOGIN)
        self.change_password(login, once)

    def hospital(self):
        """Registered and under agreement; not let in by any gateway yet."""
        place = {"code": "H11010590009", "name": "示例新开医院", "division": str(DISTRICT)}
        given = {"code": place["code"], "name": place["name"], "division": DISTRICT, "tier": 3,
                 "level": "02", "credit_code": unified("12110105MB9900009"),
                 "from": "2019-06-01"}
        place["institution"] = self.hall.good("POST", "/api/v1/institutions", given,
                                              LOGIN)["institution"]
        self.assertEqual(self.hall.refused("POST", "/api/v1/institutions", given, LOGIN),
                         "party.refused.institution-known")
        agreements = f"/api/v1/institutions/{place['institution']}/agreements"
        term = {"from": "2020-01-01", "until": "2020-12-31"}
        self.hall.good("POST", agreements, term, LOGIN)
        self.assertEqual(self.hall.refused("POST", agreements, term, LOGIN),
                         "agreement.refused.overlaps")
        return place

    def gateway(self, place, **given):
        return self.hall.good("POST", f"/api/v1/institutions/{place['institution']}/gateway",
                              given, LOGIN)

    def enrolled(self, clerk):
        number = resident("99010519800101001")
        person = self.hall.good("POST", "/api/v1/persons", {
            "certificate": "01", "number": number, "name": "示例甲", "sex": "1",
            "born": "1980-01-01", "insurance": "310", "kind": "11", "place": DISTRICT,
            "from": "2015-01-01"}, clerk)["person"]
        return {"psn_no": person, "id_number": number, "insutype": "310", "place": str(DISTRICT)}

    def asks(self, hospital, person):
        """1101, as each kind of gateway lets it in."""
        return hospital.call("1101", {"data": {"mdtrt_cert_type": "02",
                                               "mdtrt_cert_no": person["id_number"]}}, None, person)

    def test_from_nothing_to_a_settled_visit(self):
        self.begin()
        hall = self.hall
        agency = self.office(DISTRICT, "agency")
        town = hall.good("POST", "/api/v1/offices", {
            "parent": agency, "kind": "town", "division": DISTRICT, "name": "示例街道事务所"},
            LOGIN)["office"]
        self.clerk("clerk.chaoyang", "intake-clerk", agency)
        self.clerk("clerk.town", "intake-clerk", town)
        place = self.hospital()
        person = self.enrolled("clerk.chaoyang")
        visit = house.Visit(house.Hospital(self.world, place), person, [(FULL, "100.00", 30)])
        visit.prepared().settle()
        self.assertEqual(self.world.count("settlement"), 1)

        # An administrator of a district gives no account of another place, and no office above.
        bureau = self.office(DISTRICT, "bureau")
        self.clerk("admin.chaoyang", "administrator", bureau)
        self.assertEqual(hall.refused("POST", "/api/v1/accounts", {
            "login": "x", "password": "long enough a word", "label": "x", "role": "leader",
            "office": self.office(110108, "bureau")}, "admin.chaoyang"),
            "access.refused.other-office")
        self.assertEqual(hall.refused("POST", "/api/v1/offices", {
            "parent": self.office(110000, "bureau"), "kind": "centre", "division": DISTRICT,
            "name": "x"}, "admin.chaoyang"), "staff.refused.not-yours")

        self.assertEqual(self.world.stop(), 0)
        done = self.world.verify()
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        made = self.world.rows("SELECT DISTINCT door FROM journal "
                               "WHERE action = 'staff.register-office' ORDER BY door")
        self.assertEqual(made, [("cli",), ("http",)], "the journal says who did it")
        self.assertNotIn(PASSWORD, self.world.said())

    def test_each_kind_of_credentials(self):
        self.begin()
        self.clerk("clerk.chaoyang", "intake-clerk", self.office(DISTRICT, "agency"))
        place, person = self.hospital(), self.enrolled("clerk.chaoyang")
        open_door = house.Hospital(self.world, place)
        self.assertEqual(self.asks(open_door, person)["infcode"], 0)

        told = self.gateway(place, gateway="csb")
        hospital = GatewayHospital(self.world, place)
        self.assertNotEqual(self.asks(hospital, person).get("infcode"), 0)

        def signed(infno):
            headers = {"_api_name": infno, "_api_version": "1.0.0",
                       "_api_timestamp": self.now_ms(), "_api_access_key": told["key_id"]}
            text = "&".join(f"{name}={headers[name]}" for name in sorted(headers))
            digest = hmac.new(told["secret"].encode(), text.encode(), hashlib.sha1).digest()
            return {**headers, "_api_signature": base64.b64encode(digest).decode()}
        hospital.headers = signed
        self.assertEqual(self.asks(hospital, person)["infcode"], 0)

        again = self.gateway(place, gateway="tif", key_id="paas-of-the-hospital")
        self.assertNotEqual(self.asks(hospital, person).get("infcode"), 0, "the old ones ended")

        def hashed(infno):
            now, nonce = str(int(self.now_ms()) // 1000), f"nonce-{time.monotonic_ns()}"
            text = f"{now}{again['secret']}{nonce}{now}"
            return {"x-tif-paasid": again["key_id"], "x-tif-timestamp": now, "x-tif-nonce": nonce,
                    "x-tif-signature": hashlib.sha256(text.encode()).hexdigest()}
        hospital.headers = hashed
        self.assertEqual(self.asks(hospital, person)["infcode"], 0)

        point = ("04" "32C4AE2C1F1981195F9904466A39C9948FE30BBFF2660BE1715A4589334C74C7"
                 "BC3736A2F4F6779C59BDCEE36B692153D0A9877CC62A474002DF32E52139F0A0")
        last = self.gateway(place, gateway="token", public_key=point)
        self.assertEqual(len(last["our_public_key"]), 130)
        token = self.token(last)
        hospital.headers = lambda infno: {"Authorization": f"Bearer {token}"}
        self.assertEqual(self.asks(hospital, person)["infcode"], 0)
        for told_once in (told, again, last):
            self.assertNotIn(told_once["secret"], self.world.said())

    def now_ms(self):
        """The demo clock began at house.NOW; the windows of the gateways are minutes."""
        return "1581296405000"

    def token(self, told):
        connection = http.client.HTTPConnection("127.0.0.1", self.world.port,
                                                timeout=house.PATIENCE)
        basic = base64.b64encode(f"{told['key_id']}:{told['secret']}".encode()).decode()
        connection.request("POST", "/auth/oauth/token", urllib.parse.urlencode({
            "username": told["user_name"], "password": told["password"], "scope": "server",
            "grant_type": "password"}),
            {"Authorization": f"Basic {basic}",
             "Content-Type": "application/x-www-form-urlencoded"})
        answer = connection.getresponse().read().decode()
        return re.search(r'"access_token":"([^"]+)"', answer).group(1)

    def test_the_packaged_settings_are_ones(self):
        packaged = house.SOURCE / "packaging"
        done = subprocess.run([house.PROGRAM, "config", "--config", str(packaged / "yibao.conf")],
                              capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("/etc/yibao/yibao.sm2", done.stdout)
        unit = (packaged / "systemd" / "yibao.service").read_text()
        self.assertIn("YIBAO_CONFIG=/etc/yibao/yibao.conf", unit)
        doors = (packaged / "nginx" / "yibao.conf").read_text()
        for address in re.findall(r"^(?:http|nhsa) = (\S+)",
                                  (packaged / "yibao.conf").read_text(), re.MULTILINE):
            self.assertIn(f"server {address};", doors)

    def test_what_is_there_is_never_overwritten(self):
        keys = self.world.keys
        keys.parent.mkdir(parents=True)
        keys.write_text("somebody's keys")
        refused = self.init()
        self.assertEqual(refused.returncode, 1)
        self.assertEqual(keys.read_text(), "somebody's keys")
        keys.unlink()
        # What cannot be finished leaves no keys behind, and the next try goes through.
        self.assertEqual(self.init("--catalogue", str(self.world.folder)).returncode, 1)
        self.assertFalse(keys.exists())
        self.assertEqual(self.init(place="123456").returncode, 1)
        done = self.init()
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        offices = self.world.count("office")
        keys.rename(keys.with_suffix(".kept"))
        signing = keys.with_name(keys.name + ".sm2")
        signing.rename(signing.with_suffix(".kept"))
        again = self.init()
        self.assertEqual(again.returncode, 1)
        self.assertIn("这个库已在使用", again.stderr)
        self.assertFalse(keys.exists())
        self.assertEqual(self.world.count("office"), offices)


if __name__ == "__main__":
    unittest.main()
