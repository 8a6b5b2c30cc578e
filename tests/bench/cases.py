#!/usr/bin/env python3
"""How fast cases are found and listed when there are many: `cases.py [--cases N] [--rounds N]
[--offices N]`.

A demo world, N more cases written straight into its store (SQLite, or PostgreSQL when
YIBAO_STORY_STORE=postgres), a server over it, and each search asked over the public door: as a
clerk of the office that has half of them, and as one of the province's agency, which looks into
all offices below. Prints the median, the 99th percentile and the slowest of each in
milliseconds."""

import argparse
import contextlib
import pathlib
import sqlite3
import subprocess
import statistics
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "stories"))
import house  # noqa: E402

SERIES = {
    "sqlite": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count})",
    "postgres": "WITH n(i) AS (SELECT generate_series(1::bigint, {count}))",
}
# Towns of a province, beside the offices that the demo world has.
TOWN = {
    "bucket": "{bucket}", "office": "7000000000000000 + i", "parent": "{agency}",
    "kind": "'town'", "division": "110101 + i % 19", "sort": "i", "version": "1",
}
ABOVE = {"bucket": "{bucket}", "above": "above", "office": "7000000000000000 + i"}
# Half a year: one case in forty waits, every channel, ten thousand names; the one office has more
# than half of them, the others as many each.
CASE = {
    "bucket": "i % 1024", "case_id": "9000000000000000 + i", "person": "8000000000000000 + i",
    "receipt": "'bench-' || i", "matter": "'offsite-filing'", "publication": "1",
    "state": "CASE WHEN i % 40 = 0 THEN 'accepted' WHEN i % 40 < 3 THEN 'decided-refused' "
             "ELSE 'closed' END",
    "office": "CASE WHEN i % 9 < 5 THEN {office} ELSE o.office END",
    "place": "CASE WHEN i % 9 < 5 THEN 110105 ELSE o.division END",
    "applicant": "'person'",
    "channel": "CASE i % 7 WHEN 0 THEN 'fax' WHEN 1 THEN 'post' WHEN 2 THEN 'mail' "
               "WHEN 3 THEN 'phone' WHEN 4 THEN 'mobile' ELSE 'web' END",
    "name_key": "'姓' || (i % 10000) || '名'", "subject_key": "'bench-' || i",
    "received_at": "{first} + i * 15000", "sent_at": "{first} + i * 15000",
    "waiting": "CASE WHEN i % 40 = 0 THEN 1 ELSE 0 END", "order_at": "{first} + i * 15000",
    "form": "'{{}}'", "version": "1",
}
# The way they came by.
WAY = {
    "bucket": "i % 1024", "case_id": "9000000000000000 + i", "office": CASE["office"],
    "channel": CASE["channel"], "counted": "'online'",
    "ten": "CASE WHEN i % 9973 = 1 THEN 'prepay' WHEN i % 40 = 0 THEN 'system' ELSE 'web' END",
    "four": "CASE WHEN i % 9973 = 2 THEN 'special' WHEN i % 3 = 0 THEN 'nearby' ELSE 'online' END",
    "received_at": CASE["received_at"],
}
NUMBERED = " FROM n JOIN below o ON o.at = (i / 9) % (SELECT count(*) FROM below)"


def columns_of(world, table):
    """Of each column that must have a value and has no default: what stands for nothing in it."""
    if world.kind == "sqlite":
        rows = world.rows(f"SELECT name, type FROM pragma_table_info('{table}') "
                          "WHERE \"notnull\" = 1 AND dflt_value IS NULL")
        every = world.rows(f"SELECT name FROM pragma_table_info('{table}')")
    else:
        known = f"FROM information_schema.columns WHERE table_name = '{table}'"
        rows = world.rows(f"SELECT column_name, data_type {known} AND is_nullable = 'NO' "
                          "AND column_default IS NULL")
        every = world.rows(f"SELECT column_name {known}")
    nothing = {name: "''" if "text" in kind.lower() else "0" for name, kind in rows}
    return nothing, {name for (name,) in every}


def insert(world, table, values, source):
    """The columns named here, and nothing in whatever else the table wants: a table that grows is
    filled all the same, and one that lost a column says so."""
    nothing, every = columns_of(world, table)
    if not values.keys() <= every:
        raise SystemExit(f"{table} has no {', '.join(sorted(values.keys() - every))}")
    values = nothing | values
    return (f"INSERT INTO {table} ({', '.join(values)}) {SERIES[world.kind]} "
            f"SELECT {', '.join(values.values())}{source}")


def fill(world, count, towns):
    bucket, agency = world.rows("SELECT bucket, office FROM office WHERE division = 110000 "
                                "AND kind = 'agency'")[0]
    office = world.rows("SELECT office FROM office WHERE division = 110105 "
                        "AND kind = 'agency'")[0][0]
    first = 1581296400000 - count * 15000       # the last one is of 10 February 2020
    statements = [sql.format(count=number, bucket=bucket, agency=agency, office=office,
                             first=first) for sql, number in (
        (insert(world, "office", TOWN, " FROM n"), towns),
        (insert(world, "office_above", ABOVE,
                " FROM n JOIN office_above ON office = {agency}"), towns),
        ("CREATE TEMPORARY TABLE below AS SELECT row_number() OVER (ORDER BY office) - 1 AS at, "
         "office, division FROM office WHERE division > 110000 AND division < 120000", 0),
        ("CREATE INDEX below_at ON below (at)", 0),
        (insert(world, "intake_case", CASE, NUMBERED), count),
        (insert(world, "intake_way", WAY, NUMBERED), count),
        # Whoever decides of an office far away sits in the province's agency here.
        ("UPDATE account SET office = {agency} WHERE role = 'reviewer' AND office IN "
         "(SELECT office FROM office WHERE division = 371329)", 0),
        ("ANALYZE", 0),
    )]
    if world.kind == "sqlite":
        with contextlib.closing(sqlite3.connect(world.store.removeprefix("sqlite:"))) as store:
            store.execute("PRAGMA cache_size = -1500000")   # a million rows in fifteen orders
            for sql in statements:
                store.execute(sql)
            store.commit()
        return
    address = world.store.replace("postgres:", "postgresql:", 1)
    subprocess.run(["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", address]
                   + [word for sql in statements for word in ("-c", sql)], check=True)


def measure(hall, login, name, rounds, given=None, shown=None):
    """A page of whatever is asked, of as many rows as there have to be."""
    took = []
    for _ in range(rounds):
        begin = time.perf_counter()
        if given is None:
            answer = hall.good("GET", "/api/v1/worklist", None, login)
        else:
            answer = hall.good("POST", "/api/v1/cases/search", given, login)
        took.append(1000 * (time.perf_counter() - begin))
    took.sort()
    rows = len(answer["cases"])
    print(f"{name:28} {rows:4} rows   median {statistics.median(took):7.1f} ms   "
          f"p99 {took[len(took) * 99 // 100]:7.1f} ms   slowest {took[-1]:7.1f} ms", flush=True)
    if shown is not None and rows != shown:
        raise SystemExit(f"{name}: {rows} rows instead of {shown}")
    return took[-1]


SEARCHES = (
    ("by name, whole", {"name": "姓4711名"}, None),
    ("by name, beginning", {"name": "姓47"}, 100),
    ("by name and state", {"name": "姓4711名", "state": "closed"}, None),
    ("by state, common", {"state": "closed"}, 100),
    ("by state, none has it", {"state": "revoked"}, 0),
    ("by channel", {"channel": "fax"}, 100),
    ("by state and channel", {"state": "decided-refused", "channel": "phone"}, 100),
    ("by state and channel, none", {"state": "revoked", "channel": "phone"}, 0),
    ("by day", {"from": "2020-02-08", "until": "2020-02-08"}, 100),
    ("newest", {}, 100),
    ("by mode", {"ten": "web"}, 100),
    ("by mode, few came so", {"ten": "prepay"}, None),
    ("by mode, none came so", {"ten": "booking"}, 0),
    ("by one of four, few", {"four": "special"}, None),
    ("by receipt", {"receipt": "110105-2020-000123-7"}, 0),
    ("by number", {"number": "110105199001010015"}, 0),
    # Several at once; the hardest are two that many have each, and hardly any both.
    ("mode, state", {"ten": "web", "state": "closed"}, 100),
    ("mode, state, none has both", {"ten": "system", "state": "closed"}, 0),
    ("mode, state, few have both", {"ten": "web", "state": "accepted"}, None),
    ("mode, channel", {"ten": "web", "channel": "post"}, 100),
    ("mode, channel, state", {"ten": "system", "channel": "fax", "state": "accepted"}, 100),
    ("mode, day", {"ten": "web", "from": "2020-02-08", "until": "2020-02-08"}, 100),
    ("few came so, state", {"ten": "prepay", "state": "closed"}, None),
    ("name, mode", {"name": "姓4711名", "ten": "web"}, None),
    ("name, channel, state", {"name": "姓47", "channel": "fax", "state": "closed"}, 100),
    ("name, day", {"name": "姓4711名", "from": "2020-02-01", "until": "2020-02-08"}, None),
    ("ten, four", {"ten": "system", "four": "nearby"}, 100),
    ("all at once", {"name": "姓4711名", "state": "closed", "channel": "fax", "ten": "web",
                     "from": "2020-01-24", "until": "2020-02-08"}, None),
)


def main():
    given = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    given.add_argument("--cases", type=int, default=1000000)
    given.add_argument("--rounds", type=int, default=200)
    given.add_argument("--offices", type=int, default=1700, help="towns of the province")
    given = given.parse_args()
    with house.World(people=300).make() as world:
        fill(world, given.cases, given.offices)
        world.serve()
        hall = house.Hall(world.http_port)
        print(f"{world.kind}, {world.count('intake_case')} cases, {world.count('office')} offices")
        clerk, above = "reviewer.110105", "reviewer.371329"
        print("a clerk of one office")
        slowest = [measure(hall, clerk, "worklist", given.rounds)]
        slowest += [measure(hall, clerk, name, given.rounds, asked, shown)
                    for name, asked, shown in SEARCHES]
        print("the province's agency")
        slowest += [measure(hall, above, name, given.rounds, asked, shown)
                    for name, asked, shown in SEARCHES]
        print(f"slowest_ms {max(slowest):.1f}")
        return 0 if max(slowest) < 1000 else 1


if __name__ == "__main__":
    sys.exit(main())
