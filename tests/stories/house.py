"""A demo world in a folder of its own, a server over it, and a hospital that speaks to it.

Programs come from the environment: YIBAO_PROGRAM, YIBAO_HOSPITAL_LOAD, YIBAO_SOURCE (the tree with
rules/ and schema/). YIBAO_STORY_STORE is "sqlite" or "postgres"; the latter needs
YIBAO_TEST_POSTGRES, the address of a server where databases may be made.
"""

import atexit
import contextlib
import csv
import fcntl
import hashlib
import http.client
import io
import json
import os
import pathlib
import random
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.parse

SOURCE = pathlib.Path(os.environ.get("YIBAO_SOURCE", pathlib.Path(__file__).parents[2]))
PROGRAM = os.environ.get("YIBAO_PROGRAM", str(SOURCE / "var/build/bench/src/programs/yibao"))
LOAD = os.environ.get("YIBAO_HOSPITAL_LOAD",
                      str(SOURCE / "var/build/bench/tests/bench/hospital_load"))
# Itself, not the script that Debian puts before it to choose a server: that takes longer to start.
PSQL = next(map(str, pathlib.Path("/usr/lib/postgresql").glob("*/bin/psql")), "psql")
NOW = "2020-02-10T09:00"
# Seconds that whatever is waited for may take on a slow machine with other things to do.
PATIENCE = 120
os.environ["LC_ALL"] = "C.UTF-8"    # programs speak Chinese unless the locale asks for English
SKIPPED = 77


# Worlds that somebody must clear away, however the story ends. A runner that loses patience asks
# with a signal first.
OPEN = []


def clear_away(*asked):
    for world in list(OPEN):
        world.close()
    if asked:
        os._exit(143)


atexit.register(clear_away)
signal.signal(signal.SIGTERM, clear_away)


# Below the ports that the kernel gives to whoever connects. Stories run beside each other: each
# holds a name by its port until it ends, so that none talks to the server of another.
PORTS = range(16000, 32000)
HELD = []


def free_port():
    for port in random.sample(PORTS, len(PORTS)):
        name = socket.socket(socket.AF_UNIX)
        try:
            name.bind(f"\0yibao-test-port-{port}")
            with socket.socket() as asked:
                asked.bind(("127.0.0.1", port))
        except OSError:
            name.close()
            continue
        HELD.append(name)
        return port
    raise RuntimeError("no port is free")


def until(what, condition, patience=PATIENCE):
    """Waits for it; what it was, if it was anything. The machine may be slow, so nothing is said of
    how long it takes."""
    end = time.monotonic() + patience
    while True:
        found = condition()
        if found:
            return found
        if time.monotonic() > end:
            raise AssertionError(f"waited for {what() if callable(what) else what} in vain")
        time.sleep(0.02)


def store_kind():
    kind = os.environ.get("YIBAO_STORY_STORE", "sqlite")
    if kind == "postgres" and not os.environ.get("YIBAO_TEST_POSTGRES"):
        print("skipped: YIBAO_TEST_POSTGRES is not set (tests/tools/postgres.sh)",
              file=sys.stderr)
        sys.exit(SKIPPED)
    return kind


store_kind()        # before any test begins: one that cannot be set up would have failed


def fen(value):
    """Yuan as they come ("12.30", 12.3, Decimal) in fen, exactly."""
    text = str(value)
    sign = -1 if text.startswith("-") else 1
    yuan, _, part = text.lstrip("-").partition(".")
    return sign * (int(yuan or 0) * 100 + int((part + "00")[:2]))


class Town:
    """Who there is in a demo world, as the loads see it."""

    def __init__(self, people, seed=1):
        listed = subprocess.run([LOAD, "people", "--people", str(people), "--seed", str(seed)],
                                capture_output=True, text=True, check=True).stdout
        rows = [line.split("\t") for line in listed.splitlines()]
        self.hospitals = [
            dict(code=row[1], name=row[2], division=row[3], tier=int(row[4]),
                 community=row[5] == "1") for row in rows if row[0] == "hospital"]
        self.people = [
            dict(psn_no=row[1], id_number=row[2], born=int(row[3]), insutype=row[4],
                 kind=row[5], place=row[6]) for row in rows if row[0] == "person"]

    def hospital(self, **wanted):
        return next(place for place in self.hospitals
                    if all(place[name] == value for name, value in wanted.items()))

    def active(self):
        return [person for person in self.people if person["kind"] == "11"]

    def retired(self, born_from, born_until):
        return [person for person in self.people
                if person["kind"] == "21" and born_from <= person["born"] <= born_until]


class World:
    """A store with a demo world, and at most one server over it."""

    def __init__(self, people=300, kind=None, seed=1, now=NOW):
        self.kind = kind or store_kind()
        self.people, self.seed, self.now = people, seed, now
        self.server, self.database, self.port = None, None, 0
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="yibao-story-"))
        OPEN.append(self)
        self.data = self.folder / "data"
        self.keys = self.folder / "keys" / "demo.keys"
        self.log = open(self.folder / "server.log", "ab")
        self.store = self._new_store()

    def _new_store(self):
        if self.kind == "sqlite":
            return f"sqlite:{self.data / 'yibao.db'}"
        address = os.environ["YIBAO_TEST_POSTGRES"]
        self.server_address = address
        self.database_name = f"story_{os.getpid()}_{time.monotonic_ns()}"
        parts = urllib.parse.urlsplit(address)
        return urllib.parse.urlunsplit(parts._replace(path="/" + self.database_name))

    def _have_database(self, pattern="template1"):
        """Before the first program looks for it."""
        if self.kind == "postgres" and self.database is None:
            self._psql(self.server_address,
                       f'CREATE DATABASE "{self.database_name}" TEMPLATE "{pattern}"')
            self.database = self.database_name

    @staticmethod
    def _psql(address, sql):
        address = address.replace("postgres://", "postgresql://", 1)
        done = subprocess.run([PSQL, "-X", "-q", "--csv", "-t", "-v", "ON_ERROR_STOP=1", "-d",
                               address, "-c", sql], capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise RuntimeError(f"psql: {done.stderr}")
        return done.stdout

    def options(self):
        return ["--store", self.store, "--data", str(self.data), "--keys", str(self.keys),
                "--rules", str(SOURCE / "rules"), "--schema", str(SOURCE / "schema")]

    def run(self, *words):
        self._have_database()
        return subprocess.run([PROGRAM, *words, *self.options()], capture_output=True, text=True,
                              check=False)

    def make(self, life="none"):
        """A demo world; what a story counts and adds up begins with nothing, unless it says so.
        Where YIBAO_STORY_WORLDS names a folder each is made once and copied from then on."""
        folder = os.environ.get("YIBAO_STORY_WORLDS")
        if folder is None:
            return self.make_anew(life)
        name = "-".join([self.kind, str(self.people), str(self.seed), self.now, life,
                         hashlib.sha256(PROGRAM.encode()).hexdigest()[:8]])
        pattern = pathlib.Path(folder) / name
        pattern.parent.mkdir(parents=True, exist_ok=True)
        with open(f"{pattern}.lock", "w", encoding="ascii") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if pattern.exists():
                self._copy_from(pattern)
            else:
                self.make_anew(life)._copy_to(pattern)
        return self

    def _copy_to(self, pattern):
        part = pattern.with_suffix(".part")
        shutil.copytree(self.data, part / "data")
        shutil.copytree(self.keys.parent, part / "keys")
        if self.database is not None:
            self._psql(self.server_address,
                       f'CREATE DATABASE "{pattern.name}" TEMPLATE "{self.database}"')
        part.rename(pattern)

    def _copy_from(self, pattern):
        shutil.copytree(pattern / "data", self.data)
        shutil.copytree(pattern / "keys", self.keys.parent)
        self._have_database(pattern.name)

    def make_anew(self, life):
        """Whatever YIBAO_STORY_WORLDS says."""
        done = self.run("demo", "make", "--people", str(self.people), "--seed", str(self.seed),
                        "--now", self.now, "--life", life)
        if done.returncode != 0:
            raise RuntimeError(done.stdout + done.stderr)
        self.made = done.stderr     # what it complained of
        if life == "none":
            # Whom the register helps is offered help unasked, in the night: nobody sent those.
            self.change("DELETE FROM person_identity")
        return self

    # ---- the server ----

    def spawn(self, *more, port=None):
        """A server on that port, or one of its own; not waited for."""
        self._have_database()
        self.port = port or free_port()
        command = [PROGRAM, "serve", *self.options(), "--now", self.now, "--nhsa",
                   f"127.0.0.1:{self.port}", "--http", f"127.0.0.1:{free_port()}", *more]
        last = len(command) - 1 - command[::-1].index("--http")
        self.http_port = int(command[last + 1].rpartition(":")[2])
        return subprocess.Popen(command, stdout=self.log, stderr=self.log)

    def answers(self):
        try:
            hospital = Hospital(self, {"code": "H11010190001", "name": "-", "division": "110101"})
            return hospital.call("1201", {"medinsinfo": {"fixmedins_type": "1"}})["infcode"] == 0
        except (OSError, http.client.HTTPException, ValueError):
            return False

    def serve(self, *more, port=None, patience=PATIENCE):
        """Starts the server and waits for its first good answer; seconds it took."""
        begin = time.monotonic()
        self.server = self.spawn(*more, port=port)
        while not self.answers():
            if self.server.poll() is not None or time.monotonic() - begin > patience:
                raise RuntimeError(f"no server:\n{self.said()}")
            time.sleep(0.002)
        return time.monotonic() - begin

    def said(self):
        self.log.flush()
        return (self.folder / "server.log").read_text(errors="replace")

    def stop(self, patience=PATIENCE):
        """SIGTERM; the exit code."""
        self.server.send_signal(signal.SIGTERM)
        code = self.server.wait(patience)
        self.server = None
        return code

    def kill(self):
        self.server.kill()
        self.server.wait()
        self.server = None

    def at_rest(self):
        """Until the house has nothing left to do by itself."""
        Hall(self.http_port).at_rest()

    def verify(self):
        return self.run("verify")

    def close(self):
        if self in OPEN:
            OPEN.remove(self)
        if self.server is not None:
            if self.server.poll() is not None:
                print(f"a server ended by itself ({self.server.returncode}):\n{self.said()}",
                      file=sys.stderr)
            self.kill()
        self.log.close()
        if self.database is not None:
            with contextlib.suppress(RuntimeError):
                self._psql(self.server_address,
                           f'DROP DATABASE IF EXISTS "{self.database}" WITH (FORCE)')
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    # ---- what is stored ----

    def rows(self, sql):
        """Rows of texts, read only."""
        if self.kind == "postgres":
            return [tuple(row) for row in csv.reader(io.StringIO(self._psql(self.store, sql)))]
        path = self.store.removeprefix("sqlite:")
        with contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True,
                                                timeout=PATIENCE)) as database:
            return [tuple("" if cell is None else str(cell) for cell in row)
                    for row in database.execute(sql)]

    def change(self, sql):
        """Behind the program's back."""
        if self.kind == "postgres":
            self._psql(self.store, sql)
            return
        path = self.store.removeprefix("sqlite:")
        with contextlib.closing(sqlite3.connect(path, timeout=PATIENCE)) as database:
            database.execute(sql)
            database.commit()

    def decisions(self):
        """Of people and their software; the house decides by itself meanwhile."""
        return self.count("journal", "door <> 'house'")

    def count(self, table, where="1 = 1"):
        return int(self.rows(f"SELECT count(*) FROM {table} WHERE {where}")[0][0])


class Hall:
    """The public door."""

    serial = 0

    def __init__(self, port, password="yibao-demo-2020"):
        self.port, self.password = port, password
        self.tokens = {}

    def ask(self, method, path, given=None, login=None, key=None, more=None):
        """Status and answer; `more` headers go along, and those of the answer are kept."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        Hall.serial += 1
        headers = {"Content-Type": "application/json",
                   "Idempotency-Key": key or f"story-{Hall.serial}"}
        if login:
            headers["Authorization"] = "Bearer " + self.token(login)
        headers.update(more or {})
        body = None if given is None else json.dumps(given)
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        self.heads = answer.headers
        return answer.status, json.loads(answer.read())

    def token(self, login):
        if login not in self.tokens:
            self.tokens[login] = self.good("POST", "/api/v1/sessions",
                                           {"login": login, "password": self.password})["token"]
        return self.tokens[login]

    def good(self, method, path, given=None, login=None, key=None):
        """Asked again with the same key while the house is too busy, as 503 wishes."""
        Hall.serial += 1
        key = key or f"story-{Hall.serial}"
        told = until(f"an answer to {path}", lambda: self._unless_busy(
            method, path, given, login, key))
        if told[0] != 200:
            raise AssertionError(f"{path}: {told[0]} {told[1]}")
        return told[1]

    def _unless_busy(self, *asked):
        told = self.ask(*asked)
        return None if told[0] == 503 else told

    def metric(self, name):
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", self.port,
                                                           timeout=PATIENCE)) as connection:
            connection.request("GET", "/metrics")
            said = connection.getresponse().read().decode()
        return next(int(line.split()[1]) for line in said.splitlines()
                    if line.startswith(name + " "))

    def at_rest(self):
        """Until nothing is left of what decisions called for."""
        end = time.monotonic() + PATIENCE
        while self.metric("yibao_own_work") != 0:
            if time.monotonic() > end:
                raise AssertionError("the house does not come to rest")
            time.sleep(0.002)

    def refused(self, method, path, given=None, login=None):
        status, answer = self.ask(method, path, given, login)
        assert status != 200, answer
        return answer.get("refusal", str(status))


class Refused(AssertionError):
    """What should have been answered was not."""


class Hospital:
    """The software of one hospital on one connection."""

    serial = int(time.time() * 1000)

    def __init__(self, world, place):
        self.place = place
        self.port, self.status, self.used = world.port, 0, time.monotonic()
        self.connection = http.client.HTTPConnection("127.0.0.1", world.port, timeout=PATIENCE)

    def msgid(self):
        Hospital.serial += 1
        return f"{self.place['code']}{Hospital.serial:018d}"

    def envelope(self, infno, given, msgid=None, person=None):
        place = self.place
        return {
            "infno": infno, "msgid": msgid or self.msgid(),
            "mdtrtarea_admvs": place["division"],
            "insuplc_admdvs": person["place"] if person else place["division"],
            "recer_sys_code": "MBS_LOCAL", "dev_no": "", "dev_safe_info": "", "cainfo": "",
            "signtype": "", "infver": "V1.0", "opter_type": "1", "opter": "0001",
            "opter_name": "示例收费员", "inf_time": "2020-02-10 09:00:00",
            "fixmedins_code": place["code"], "fixmedins_name": place["name"], "sign_no": "",
            "input": given,
        }

    def send(self, message):
        """Bytes of an answer to bytes."""
        if time.monotonic() - self.used > 30:       # the server ends what is idle
            self.connection.close()
        self.connection.request("POST", "/fsi/api/rsfComIfsService/callService", message,
                                {"Content-Type": "application/json; charset=utf-8"})
        answer = self.connection.getresponse()
        self.status, self.used = answer.status, time.monotonic()
        return answer.read()

    def call(self, infno, given, msgid=None, person=None):
        message = json.dumps(self.envelope(infno, given, msgid, person), ensure_ascii=False)
        # Amounts stay as they are written: 285.60 is not a float.
        return json.loads(self.send(message.encode()), parse_float=str)

    def good(self, infno, given, msgid=None, person=None):
        msgid = msgid or self.msgid()
        answer = self.call(infno, given, msgid, person)
        end = time.monotonic() + PATIENCE
        while self.status == 503 and time.monotonic() < end:    # too busy: the same again
            time.sleep(0.05)
            answer = self.call(infno, given, msgid, person)
        if answer["infcode"] != 0:
            raise Refused(f"{infno}: {answer['err_msg']}")
        return answer["output"]


class Visit:
    """An outpatient visit as a HIS keeps it; lines are (item, price, quantity)."""

    def __init__(self, hospital, person, lines=(), department="内科"):
        self.hospital, self.person, self.department = hospital, person, department
        self.number = "MZ" + hospital.msgid()[-12:]
        self.visit, self.bill, self.settlement = None, self.number, None
        self.lines, self.split = list(lines), {}

    def register_input(self):
        return {"data": {
            "psn_no": self.person["psn_no"], "insutype": self.person["insutype"],
            "begntime": "2020-02-10 09:00:00", "mdtrt_cert_type": "02",
            "mdtrt_cert_no": self.person["id_number"], "ipt_otp_no": self.number,
            "atddr_no": "D110101000001", "dr_name": "示例医师", "dept_code": "A03",
            "dept_name": self.department, "caty": "A03"}}

    def register(self):
        output = self.hospital.good("2201", self.register_input(), person=self.person)
        self.visit = output["data"]["mdtrt_id"]
        return self

    def describe(self):
        self.hospital.good("2203", {
            "mdtrtinfo": {"mdtrt_id": self.visit, "psn_no": self.person["psn_no"],
                          "med_type": "11", "begntime": "2020-02-10 09:00:00",
                          "main_cond_dscr": "", "dise_codg": "", "dise_name": ""},
            "diseinfo": [{"diag_type": "1", "diag_srt_no": "1", "diag_code": "A09.900",
                          "diag_name": "感染性腹泻", "diag_dept": "A03",
                          "dise_dor_no": "D110101000001", "dise_dor_name": "示例医师",
                          "diag_time": "2020-02-10 09:05:00", "vali_flag": "1"}]},
            person=self.person)
        return self

    def charge_input(self):
        def line(at, item, price, quantity):
            amount = fen(price) * quantity
            return {
                "feedetl_sn": str(at), "mdtrt_id": self.visit, "psn_no": self.person["psn_no"],
                "chrg_bchno": self.bill, "dise_codg": "", "rxno": "", "rx_circ_flag": "0",
                "fee_ocur_time": "2020-02-10 09:10:00", "med_list_codg": item,
                "medins_list_codg": f"OWN-{at}",
                "det_item_fee_sumamt": f"{amount // 100}.{amount % 100:02d}",
                "cnt": str(quantity), "pric": price, "bilg_dept_codg": "A03",
                "bilg_dept_name": "内科", "bilg_dr_codg": "D110101000001",
                "bilg_dr_name": "示例医师", "hosp_appr_flag": "1"}
        return {"feedetail": [line(at + 1, *given) for at, given in enumerate(self.lines)]}

    def charge(self):
        output = self.hospital.good("2204", self.charge_input(), person=self.person)
        names = ["det_item_fee_sumamt", "fulamt_ownpay_amt", "overlmt_amt", "preselfpay_amt",
                 "inscp_scp_amt"]
        self.split = {name: sum(fen(line[name]) for line in output["result"]) for name in names}
        return output["result"]

    def settle_input(self, **changed):
        def yuan(name):
            return f"{self.split[name] // 100}.{self.split[name] % 100:02d}"
        data = {
            "psn_no": self.person["psn_no"], "mdtrt_cert_type": "02",
            "mdtrt_cert_no": self.person["id_number"], "med_type": "11",
            "medfee_sumamt": yuan("det_item_fee_sumamt"), "psn_setlway": "01",
            "mdtrt_id": self.visit, "chrg_bchno": self.bill,
            "insutype": self.person["insutype"], "acct_used_flag": "0", "invono": "",
            "fulamt_ownpay_amt": yuan("fulamt_ownpay_amt"),
            "overlmt_selfpay": yuan("overlmt_amt"),
            "preselfpay_amt": yuan("preselfpay_amt"), "inscp_scp_amt": yuan("inscp_scp_amt")}
        data.update(changed)
        return {"data": data}

    def price(self):
        return self.hospital.good("2206", self.settle_input(), person=self.person)

    def settle(self, msgid=None):
        output = self.hospital.good("2207", self.settle_input(), msgid, self.person)
        self.settlement = output["setlinfo"]["setl_id"]
        return output

    def undo_input(self):
        return {"data": {"setl_id": self.settlement, "mdtrt_id": self.visit,
                         "psn_no": self.person["psn_no"]}}

    def undo(self, msgid=None):
        return self.hospital.good("2208", self.undo_input(), msgid, self.person)

    def prepared(self):
        self.register().describe().charge()
        return self
