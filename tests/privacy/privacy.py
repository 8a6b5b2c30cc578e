"""What is known of people stays where it belongs: after whole visits and sign-ins, good and broken
ones, no ID number, phone or name stands in a log, the journal, the metrics or a file but in the
columns made for it; and the time zone of the machine moves no day.
"""

import contextlib
import http.client
import json
import os
import pathlib
import re
import sqlite3
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "stories"))
import house  # noqa: E402

PEOPLE = 200
PASSWORD = "yibao-demo-2020"
DEAR = "ZA01AAD0000000109000"
STRANGER = "990105197807070017"         # asked for, and enrolled last of all
STRANGER_PHONE = "19912345678"
STRANGER_NAME = "慕容示例"

# Where the name of a person may stand as it is: the register itself.
# Cases are looked up by name, too.
NAMES_MAY_STAND = {("person", "name"), ("intake_case", "name_key")}


class Web:
    """A browser or program at the public door."""

    asked = 0

    def __init__(self, port):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=house.PATIENCE)
        self.token = None

    def close(self):
        self.connection.close()

    def ask(self, method, path, given=None):
        headers = {"Accept": "application/json"}
        body = None
        if given is not None:
            body = json.dumps(given, ensure_ascii=False).encode()
            headers["Content-Type"] = "application/json"
            Web.asked += 1
            headers["Idempotency-Key"] = f"privacy-{Web.asked}"
        if self.token:
            headers["Authorization"] = "Bearer " + self.token
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        return answer.status, answer.read().decode()

    def sign_in(self, login):
        status, said = self.ask("POST", "/api/v1/sessions",
                                {"login": login, "password": PASSWORD})
        if status not in (200, 201):
            raise AssertionError(f"{login}: {status} {said}")
        self.token = json.loads(said)["token"]
        return self


class Privacy(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = house.World(PEOPLE, kind="sqlite").make()
        cls.addClassCleanup(cls.world.close)
        cls.web_port = house.free_port()
        cls.world.serve("--http", f"127.0.0.1:{cls.web_port}", "--log-level", "debug")
        cls.town = house.Town(PEOPLE)
        cls.told = {}
        cls.visits()
        cls.broken()
        cls.people_at_the_public_door()
        cls.metrics = Web(cls.web_port).ask("GET", "/metrics")[1]
        cls.exit_code = cls.world.stop()
        cls.verified = cls.world.verify()
        cls.names = {row[0] for row in cls.world.rows("SELECT name FROM person")}

    # ---- what happens ----

    @classmethod
    def visits(cls):
        hospital = house.Hospital(cls.world, cls.town.hospital(tier=3))
        for person in cls.town.active()[:6]:
            told = hospital.good("1101", {"data": {
                "mdtrt_cert_type": "02", "mdtrt_cert_no": person["id_number"], "card_sn": "",
                "begntime": "", "psn_cert_type": "01", "certno": person["id_number"],
                "psn_name": ""}}, person=person)
            cls.told[person["psn_no"]] = told["baseinfo"]
            visit = house.Visit(hospital, person, [(DEAR, "980.00", 3)]).prepared()
            visit.price()
            visit.settle()
            visit.undo()

    @classmethod
    def broken(cls):
        """What a program in trouble sends: the numbers are in it, the faults are logged."""
        hospital = house.Hospital(cls.world, cls.town.hospital(tier=3))
        person = cls.town.active()[0]
        whole = json.dumps(hospital.envelope("1101", {"data": {
            "mdtrt_cert_type": "02", "mdtrt_cert_no": person["id_number"],
            "psn_name": STRANGER_NAME}}), ensure_ascii=False)
        for message in (whole[:-4], whole.replace('"infno"', '"infon"'),
                        whole.replace("1101", person["id_number"]), whole):
            with contextlib.suppress(ValueError):
                json.loads(hospital.send(message.encode()))
        hospital.call("1101", {"data": {"mdtrt_cert_type": "02", "mdtrt_cert_no": STRANGER}})
        hospital.call("1101", {"data": {"mdtrt_cert_type": STRANGER, "mdtrt_cert_no": STRANGER}})
        hospital.call("2201", {"data": {"psn_no": person["id_number"]}})
        hospital.call("2207", {"data": {"psn_no": person["psn_no"], "mdtrt_id": STRANGER}})

    @classmethod
    def people_at_the_public_door(cls):
        web = Web(cls.web_port)
        person = cls.neighbour()
        # A number where a login, a path or a word is asked for.
        web.ask("POST", "/api/v1/sessions", {"login": STRANGER, "password": STRANGER})
        web.ask("GET", f"/api/v1/persons/{STRANGER}")
        web.ask("GET", f"/api/v1/{STRANGER_PHONE}?number={STRANGER}")
        web.ask("POST", "/api/v1/persons/find", {"number": STRANGER})
        resident = Web(cls.web_port).sign_in("resident.0")
        resident.ask("GET", "/api/v1/sessions/current")
        clerk = Web(cls.web_port).sign_in("intake-clerk.110105")
        cls.found = clerk.ask("POST", "/api/v1/persons/find", {"number": person["id_number"]})
        clerk.ask("POST", "/api/v1/persons/find", {"number": STRANGER})
        clerk.ask("GET", f"/api/v1/persons/{person['psn_no']}")
        cls.shown = clerk.ask("POST", f"/api/v1/persons/{person['psn_no']}/number",
                              {"reason": "核对材料"})
        cls.enrolled = clerk.ask("POST", "/api/v1/persons", {
            "name": STRANGER_NAME, "certificate": "01", "number": STRANGER, "sex": "1",
            "born": "1978-07-07", "phone": STRANGER_PHONE, "insurance": "390", "kind": "15",
            "place": "110105", "from": "2020-01-01"})

    @classmethod
    def neighbour(cls):
        """Insured where the clerk works."""
        return next(person for person in cls.town.active() if person["place"] == "110105")

    # ---- where it may not stand ----

    def numbers(self):
        found = {person["id_number"] for person in self.town.people}
        found |= {f"1990000{at:04d}" for at in range(PEOPLE)}
        return found | {STRANGER, STRANGER_PHONE}

    def assert_silent(self, text, where, names=True):
        """No number and no name in a text or in bytes."""
        if isinstance(text, bytes):
            text = text.decode("utf-8", "replace")
        for number in self.numbers():
            self.assertNotIn(number, text, where)
        for name in (self.names | {STRANGER_NAME}) if names else ():
            self.assertNotIn(name, text, where)

    def test_something_happened(self):
        self.assertEqual(self.exit_code, 0)
        self.assertEqual(self.verified.returncode, 0, self.verified.stdout)
        self.assertEqual(self.world.count("settlement"), 12)
        self.assertGreater(self.world.count("journal"), 30)
        self.assertIn(self.enrolled[0], (200, 201), self.enrolled[1])
        person = self.neighbour()
        self.assertIn(person["psn_no"], self.found[1])
        self.assertIn(person["id_number"], self.shown[1])
        person = self.town.active()[1]
        self.assertEqual(self.told[person["psn_no"]]["certno"], person["id_number"])

    def logged(self):
        """Without the greeting of a demo world, which names somebody made up to ask for."""
        said = self.world.said()
        return said[said.index("Ctrl-C"):]

    def test_the_server_log(self):
        self.assert_silent(self.logged(), "server log")

    def test_the_metrics(self):
        self.assertIn("yibao_decisions_recorded_total", self.metrics)
        self.assert_silent(self.metrics, "/metrics")

    def test_verify_and_its_words(self):
        self.assert_silent(self.verified.stdout + self.verified.stderr, "verify")

    def test_every_column(self):
        path = self.world.store.removeprefix("sqlite:")
        with contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
            tables = [row[0] for row in database.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table'"
                " AND name NOT LIKE 'sqlite_%'")]
            self.assertIn("journal", tables)
            for table in tables:
                rows = database.execute(f'SELECT * FROM "{table}"')
                columns = [column[0] for column in rows.description]
                held = {column: [] for column in columns}
                for row in rows:
                    for column, cell in zip(columns, row):
                        if cell is not None:
                            held[column].append(
                                cell if isinstance(cell, bytes) else str(cell).encode())
                for column, cells in held.items():
                    self.assert_silent(b"\n".join(cells), f"{table}.{column}",
                                       (table, column) not in NAMES_MAY_STAND)

    def test_every_file_of_the_data_folder(self):
        files = [path for path in self.world.data.rglob("*") if path.is_file()]
        self.assertTrue(files)
        for path in files:
            # A database also holds what its tables do: people's names.
            names = "yibao.db" not in path.name
            self.assert_silent(path.read_bytes(), str(path), names)
            self.assert_silent(str(path), "a file's name")

    def test_the_access_log(self):
        folder = self.world.data / "access-log"
        lines = (folder / "2020-02-10.log").read_text().splitlines()
        self.assertEqual([path.name for path in folder.iterdir()], ["2020-02-10.log"])
        person = self.town.active()[0]["psn_no"]
        told = [line.split(" ") for line in lines]
        self.assertEqual([int(line[0]) for line in told], list(range(1, len(told) + 1)))
        for line in told:
            self.assertEqual(len(line), 9, line)
            self.assertRegex(line[8], "^[0-9a-f]{64}$")
        mine = [line[5] for line in told if line[6] == person]
        # The sixth word is the action: who stands there, the price, the settlement, its undoing.
        self.assertEqual(mine, ["fund.person-at-desk", "settle.price", "settle.outpatient",
                                "settle.undo"])
        self.assertIn("party.show-number", [line[5] for line in told])
        self.assertIn("access-log", self.verified.stdout)

    def test_no_path_takes_a_number_of_a_person(self):
        """Ids may stand in a path; what is looked up by number is asked in the body."""
        listed = self.world_paths()
        self.assertGreater(len(listed), 20)
        for path in listed:
            for name in re.findall(r"{(\w+)}", path):
                self.assertNotIn(name, ("number", "phone", "name", "card", "certno", "login"),
                                 path)

    @staticmethod
    def world_paths():
        """Of the rows of the actions, as the source says them."""
        found = []
        for path in (house.SOURCE / "src" / "rooms").rglob("*_*.c"):
            found += re.findall(r'\.path =\s+"([^"]+)"', path.read_text())
        return found

    # ---- days ----

    def test_days_are_those_of_the_business_wherever_the_machine_stands(self):
        """09:00 in Beijing is the evening before in New York."""
        days = {row for row in self.world.rows("SELECT DISTINCT day FROM settlement")}
        self.assertEqual(days, {("20200210",)})
        for line in (self.world.data / "access-log" / "2020-02-10.log").read_text().splitlines():
            self.assertRegex(line, r"^\d+ 2020-02-10 09:\d\d:\d\d ")
        for line in self.logged().splitlines()[1:]:
            self.assertRegex(line, r"^2020-02-10T09:\d\d:\d\d\.\d{3}\+08:00 ")
        for person in self.town.active()[:6]:
            told, born = self.told[person["psn_no"]], str(person["born"])
            self.assertEqual(told["brdy"], f"{born[:4]}-{born[4:6]}-{born[6:]}")


if __name__ == "__main__":
    print("time zone", os.environ.get("TZ", "of the machine"), file=sys.stderr)
    unittest.main()
