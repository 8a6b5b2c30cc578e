"""Each statement of a decision fails in turn, in the real database: the table is away, or what is
written to it is refused. Nothing is left behind, and the same message is then decided once."""

import contextlib
import itertools
import sqlite3
import subprocess
import unittest

import desk
import house

FULL = "XD04DA003A0010101039000"        # 甲, no price limit
PEOPLE = 1100                           # of whom each step wants one of its own
PICTURE = "/9j/4HNhbXBsZSBwaWN0dXJl"        # the bytes of a paper
CLERK, REVIEWER, PUBLISHER = "intake-clerk.110105", "reviewer.110105", "publisher.110000"
CITY_REVIEWER = "reviewer.110000"
# What the house does by itself between decisions (of the journal its own rows, too), and what
# stands still. The head of the journal is compared with its rows at the end.
LEFT_OUT = {"account", "catalogue_diagnosis", "catalogue_disease", "catalogue_item",
            "due_basis", "due_class", "institution_key", "job", "journal_anchor",
            "journal_head", "lane", "notice_publication", "office", "office_above",
            "person_key", "post", "reaction_cursor", "schema_file", "session", "timer"}
# Written by the house itself after some decisions, as its own work: clocks are kept by a reaction,
# documents are sealed many at a time. Whether a fault there is met hangs on which comes first.
OWN_WORK = {"due_clock", "intake_document"}
# Read by these decisions and written by none of them; the rest of what is read they write too.
READ = ("person", "spell", "person_identity", "person_status", "institution", "agreement",
        "visit_line", "contribute_arrears", "notice_event", "filing", "visit_stay")


class Step:
    """One decision: `prepare` makes what it needs, `send` sends it with a key of its own and
    answers whether it was done, and the answer."""

    def __init__(self, test, person):
        self.test, self.person = test, person
        self.prepare()

    def prepare(self):
        pass

    def by_hospital(self, hospital, infno, given):
        self.key = getattr(self, "key", None) or hospital.msgid()
        answer = hospital.call(infno, given, self.key, self.person)
        return answer["infcode"] == 0, answer.get("output") or answer["err_msg"]

    def by_hall(self, path, given, login=None):
        self.key = getattr(self, "key", None) or f"faults-{next(self.test.serial)}"
        status, answer = self.test.hall.ask("POST", path, given, login, self.key)
        return status == 200, answer


class Settled(Step):
    """2207"""

    def prepare(self):
        self.hospital = house.Hospital(self.test.world, self.test.place)
        self.visit = house.Visit(self.hospital, self.person, [(FULL, "100.00", 30)]).prepared()

    def send(self):
        return self.by_hospital(self.hospital, "2207", self.visit.settle_input())


class Undone(Settled):
    """2208"""

    def prepare(self):
        super().prepare()
        self.visit.settle()

    def send(self):
        return self.by_hospital(self.hospital, "2208", self.visit.undo_input())


class StaySettled(Step):
    """2304"""

    def prepare(self):
        self.hospital = house.Hospital(self.test.world, self.test.place)
        self.stay = desk.Stay(self.hospital, self.person)
        self.stay.admit()
        self.stay.charge([(FULL, "100.00", 200)])
        self.stay.discharge()

    def send(self):
        return self.by_hospital(self.hospital, "2304", self.stay.settle_input())


class StayUndone(StaySettled):
    """2305"""

    def prepare(self):
        super().prepare()
        self.stay.settle()

    def send(self):
        return self.by_hospital(self.hospital, "2305",
                                {"data": self.stay.both(setl_id=self.stay.settlement)})


class Applied(Step):
    """A case that is sent."""

    def application(self):
        return {"matter": "offsite-filing", "channel": "web", "name": self.person["name"],
                "number": self.person["id_number"],
                "values": [{"name": "kind", "value": "stranded"},
                           {"name": "division", "value": "371300"},
                           {"name": "from", "value": "2020-01-25"},
                           {"name": "phone", "value": "13900000000"}],
                "papers": [{"material": "id-card", "file": PICTURE}],
                "owed": [{"material": "stranding-proof"}]}

    def send(self):
        return self.by_hall("/api/v1/cases", self.application())


class Decided(Applied):
    """A case that is approved, and what follows of it."""

    def prepare(self):
        hall = self.test.hall
        hall.good("POST", f"/api/v1/persons/{self.person['psn_no']}/statuses",
                  {"kind": "stranded", "from": "2020-01-25", "source": "own statement"}, CLERK)
        receipt = hall.good("POST", "/api/v1/cases", self.application())["receipt"]
        self.case = next(case["case_id"] for case in
                         hall.good("GET", "/api/v1/worklist", login=REVIEWER)["cases"]
                         if case["receipt"] == receipt)

    def send(self):
        return self.by_hall(f"/api/v1/cases/{self.case}/verdict",
                            {"verdict": "approve", "reason": "held up"}, REVIEWER)


class Filed(Step):
    """A filing recorded at the counter."""

    def send(self):
        return self.by_hall("/api/v1/filings", {
            "person": self.person["psn_no"], "kind": "long-term-resident", "division": 371300,
            "from": "2020-02-10"}, CITY_REVIEWER)


class Declared(Step):
    """An event that is declared."""

    def prepare(self):
        self.kind = f"plan:faults-{next(self.test.serial)}"

    def send(self):
        return self.by_hall("/api/v1/events", {
            "kind": self.kind, "place": 110000, "day": "2020-02-10", "paper": "a paper"},
            PUBLISHER)


class Psql:
    """One connection for all that a test asks and changes: a program a statement would take most
    of the time."""

    def __init__(self, address):
        self.program = subprocess.Popen(
            [house.PSQL, "-X", "-q", "-A", "-t", "-F", "\t", "-v", "ON_ERROR_STOP=1", "-d",
             address.replace("postgres://", "postgresql://", 1)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def run(self, sql):
        self.program.stdin.write(f"{sql};\n\\echo ~\n")
        self.program.stdin.flush()
        rows = []
        for line in self.program.stdout:
            if line == "~\n":
                return rows
            rows.append(tuple(line.rstrip("\n").split("\t")))
        raise RuntimeError(f"psql ended: {sql}")

    def close(self):
        self.program.stdin.close()
        self.program.wait()
        self.program.stdout.close()


class Faults(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = house.World(people=PEOPLE).make()
        cls.addClassCleanup(cls.world.close)
        if cls.world.kind == "postgres":
            cls.psql = Psql(cls.world.store)
            cls.addClassCleanup(cls.psql.close)
        else:
            path = cls.world.store.removeprefix("sqlite:")
            cls.reader = sqlite3.connect(f"file:{path}?mode=ro", uri=True, isolation_level=None)
            cls.addClassCleanup(cls.reader.close)
            cls.writer = sqlite3.connect(path, timeout=house.PATIENCE, isolation_level=None)
            cls.addClassCleanup(cls.writer.close)
            cls.known = None, None
            cls.change("CREATE TABLE refusing (named TEXT); INSERT INTO refusing VALUES ('')")
        port = house.free_port()
        # Each connection reads the whole schema again when a table is away, and when it is back.
        cls.world.serve("--http", f"127.0.0.1:{port}", "--readers", "1")
        cls.hall = house.Hall(port)
        for login in (CLERK, REVIEWER, CITY_REVIEWER, PUBLISHER):
            cls.hall.token(login)
        town = house.Town(PEOPLE)
        cls.place = town.hospital(tier=3)
        names = dict(cls.world.rows("SELECT person, name FROM person"))
        paused = {row[0] for row in cls.world.rows("SELECT person FROM spell WHERE status <> '1'")}
        stranded = {row[0] for row in cls.world.rows("SELECT person FROM person_status")}
        good = [dict(person, name=names[person["psn_no"]]) for person in town.people
                if person["place"].startswith("11") and person["insutype"] == "310"
                and person["psn_no"] not in paused | stranded]
        cls.of_district = iter([one for one in good if one["place"] == "110105"])
        cls.of_city = iter([one for one in good if one["place"] != "110105"])
        cls.serial = itertools.count(1)
        cls.tables = [name for name, in cls.world.rows(cls.tables_sql())]
        cls.seen = [name for name in cls.tables
                    if name not in LEFT_OUT and not name.startswith("delivery")]

    @classmethod
    def tables_sql(cls):
        if cls.world.kind == "postgres":
            return "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
        return "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY 1"

    # ---- what is there ----

    @staticmethod
    def shown(table):
        """Without what the house does meanwhile: its own decisions, seals, letters on their way."""
        return {"intake_document": "(SELECT bucket, case_id, document, kind, at "
                                   "FROM intake_document)",
                # Each row is chained to the one before, and the chain is verified at the end: where
                # the last ones are the same, all are.
                "journal": "(SELECT * FROM journal WHERE door <> 'house' "
                           "ORDER BY sequence DESC LIMIT 20)",
                "message": "(SELECT bucket, message, person, kind, subject FROM message)",
                }.get(table, table)

    def state(self):
        """By table, a number made of all its rows, in whatever order they come."""
        if self.world.kind == "postgres":
            return self.state_of_postgres()
        found = {}
        with self.reader:
            self.reader.execute("BEGIN")
            version = self.reader.execute("PRAGMA data_version").fetchone()
            if version == self.known[0]:            # nobody has written since
                return self.known[1]
            for name in self.seen:
                rows = self.reader.execute(f"SELECT * FROM {self.shown(name)}")
                found[name] = sum(map(hash, rows))
        type(self).known = version, found
        return found

    def state_of_postgres(self):
        """Most tables have no row yet: they are not asked, which takes longer than to ask the
        others. One that gets its first row has a page from then on."""
        kept = {name for name, in self.psql.run(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND pg_relation_size(oid) > 0 "
            "AND relnamespace = 'public'::regnamespace")}
        parts = [f"SELECT '{name}', coalesce(sum(hashtext(t::text)::numeric), 0) "
                 f"FROM {self.shown(name)} t" for name in self.seen if name in kept]
        return dict.fromkeys(self.seen, "0") | dict(self.psql.run(" UNION ALL ".join(parts)))

    def quiet(self):
        """The state once the house has nothing left to do by itself, as it says of itself: what a
        decision calls for is counted there before the decision is answered."""
        self.hall.at_rest()
        return self.state()

    @classmethod
    def change(cls, sql):
        if cls.world.kind == "postgres":
            cls.psql.run(sql)
        else:
            cls.writer.executescript(sql)

    # ---- faults ----

    def away(self, table):
        """Every statement that names it fails, reads too."""
        self.change(f"ALTER TABLE {table} RENAME TO {table}_away")
        return f"ALTER TABLE {table}_away RENAME TO {table}"

    @contextlib.contextmanager
    def able_to_refuse(self, tables):
        """SQLite's triggers of all those tables: a schema that changes with each fault is read
        again by every connection, which takes longer than the decision."""
        if self.world.kind == "postgres":
            yield
            return
        named = [(f"no_{table}_{event}", event, table) for table in tables
                 for event in ("INSERT", "UPDATE")]
        self.change("".join(
            f"CREATE TRIGGER {name} BEFORE {event} ON {table} "
            f"WHEN (SELECT named FROM refusing) = '{table}' BEGIN "
            "SELECT RAISE(ABORT, 'no row today'); END;" for name, event, table in named))
        yield
        self.change("".join(f"DROP TRIGGER {name};" for name, _, _ in named))

    def refusing(self, table):
        """Statements that write it fail, after those before them in the transaction went well."""
        if self.world.kind == "postgres":
            self.change(
                "CREATE OR REPLACE FUNCTION no_row() RETURNS trigger LANGUAGE plpgsql AS $$ "
                "BEGIN RAISE EXCEPTION 'no row today'; END $$; "
                f"CREATE TRIGGER no_row BEFORE INSERT OR UPDATE ON {table} FOR EACH ROW "
                "EXECUTE FUNCTION no_row()")
            return f"DROP TRIGGER no_row ON {table}"
        self.change(f"UPDATE refusing SET named = '{table}'")
        return "UPDATE refusing SET named = ''"

    def somebody(self, kind):
        """New each time: what one has done stands in nobody else's way."""
        return next(self.of_district if kind is Decided else self.of_city)

    def losing(self, table):
        """The connection is cut while it commits: whether that was kept nobody is told."""
        self.change(
            "CREATE OR REPLACE FUNCTION cut() RETURNS trigger LANGUAGE plpgsql AS $$ "
            "BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$; "
            f"CREATE CONSTRAINT TRIGGER cut AFTER INSERT ON {table} DEFERRABLE "
            "INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION cut()")
        return f"DROP TRIGGER cut ON {table}"

    def attempt(self, kind, fault, table):
        """One step of that kind with one fault. Whether the fault was met."""
        step = kind(self, self.somebody(kind))
        before = self.quiet()
        with self.subTest(step=kind.__doc__, fault=fault.__name__, table=table):
            mend = fault(table)
            try:
                done, answer = step.send()
            finally:
                self.change(mend)
            if not done:
                now = self.state()
                changed = [name for name in self.seen if now[name] != before[name]
                           and name not in OWN_WORK]
                self.assertEqual(changed, [], f"left behind after: {answer}")
            again, told = step.send()
            self.assertTrue(again, told)
            after = self.quiet()
            self.assertEqual(step.send(), (True, told), "a repeat tells the same")
            now = self.quiet()
            changed = [name for name in self.seen if now[name] != after[name]
                       and name not in OWN_WORK]
            self.assertEqual(changed, [], "a repeat changes nothing")
            if done:
                self.assertEqual(told, answer)
            return not done

    def written_by(self, kind):
        step = kind(self, self.somebody(kind))
        before = self.quiet()
        done, told = step.send()
        self.assertTrue(done, told)
        after = self.state()
        return [name for name in self.seen if after[name] != before[name]]

    def each_fails(self, *kinds):
        for kind in kinds:
            written = [table for table in self.written_by(kind) if table not in OWN_WORK]
            self.assertIn("journal", written)
            with self.able_to_refuse({*written, *OWN_WORK}):
                for table in written:
                    self.assertTrue(self.attempt(kind, self.refusing, table),
                                    f"{kind.__doc__}: {table} was written although it refused")
                for table in OWN_WORK:
                    self.attempt(kind, self.refusing, table)
            met = [table for table in (*written, *READ) if self.attempt(kind, self.away, table)]
            self.assertLessEqual(set(written), set(met))
            if self.world.kind == "postgres":
                self.assertTrue(self.attempt(kind, self.losing, "journal"))

    def tearDown(self):
        done = self.world.verify()
        self.assertEqual(done.returncode, 0, done.stdout)

    def test_an_outpatient_settlement_and_its_undoing(self):
        self.each_fails(Settled, Undone)

    def test_a_stay_settled_and_undone(self):
        self.each_fails(StaySettled, StayUndone)

    def test_a_case_sent_and_decided(self):
        self.each_fails(Applied, Decided)

    def test_a_filing_and_an_event(self):
        self.each_fails(Filed, Declared)

    def test_a_session_outlives_the_store(self):
        """Who is signed in is told to repeat, and not that his session has ended."""
        path = "/api/v1/duty/lessons"
        self.hall.good("GET", path, login=CLERK)
        mend = self.away("session")
        try:
            status, answer = self.hall.ask("GET", path, login=CLERK)
        finally:
            self.change(mend)
        self.assertEqual((status, answer["type"]), (503, "urn:yibao:http.problem.unasked"))
        self.hall.good("GET", path, login=CLERK)


if __name__ == "__main__":
    unittest.main()
