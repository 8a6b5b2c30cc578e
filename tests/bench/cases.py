#!/usr/bin/env python3
"""How fast cases are found and listed when there are many: `cases.py [--cases N] [--rounds N]`.

A demo world, N more cases written straight into its store (SQLite, or PostgreSQL when
YIBAO_STORY_STORE=postgres), a server over it, and each search asked over the public door as one
clerk would. Prints the median, the 99th percentile and the slowest of each in milliseconds."""

import argparse
import contextlib
import pathlib
import sqlite3
import statistics
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "stories"))
import house  # noqa: E402

SERIES = {
    "sqlite": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count})",
    "postgres": "WITH n(i) AS (SELECT generate_series(1::bigint, {count}))",
}
# Half a year of one office: one case in forty waits, every channel, ten thousand names.
ROWS = """INSERT INTO intake_case (bucket, case_id, person, receipt, matter, publication, state,
    office, place, applicant, channel, name_key, subject_key, received_at, sent_at, waiting,
    order_at, handovers, form, version)
{series}
SELECT i % 1024, 9000000000000000 + i, 8000000000000000 + i, 'bench-' || i, 'offsite-filing', 1,
    CASE WHEN i % 40 = 0 THEN 'accepted' WHEN i % 40 < 3 THEN 'decided-refused' ELSE 'closed' END,
    {office}, 110105, 'person',
    CASE i % 7 WHEN 0 THEN 'fax' WHEN 1 THEN 'post' WHEN 2 THEN 'mail' WHEN 3 THEN 'phone'
        WHEN 4 THEN 'mobile' ELSE 'web' END,
    '姓' || (i % 10000) || '名', 'x', {first} + i * 15000, {first} + i * 15000,
    CASE WHEN i % 40 = 0 THEN 1 ELSE 0 END, {first} + i * 15000, 0, '{{}}', 1 FROM n"""


def fill(world, count):
    office = world.rows("SELECT office FROM office WHERE division = 110105 "
                        "AND kind = 'agency'")[0][0]
    first = 1581296400000 - count * 15000       # the last one is of 10 February 2020
    sql = ROWS.format(series=SERIES[world.kind].format(count=count), office=office, first=first)
    if world.kind == "sqlite":
        with contextlib.closing(sqlite3.connect(world.store.removeprefix("sqlite:"))) as store:
            store.execute(sql)
            store.execute("ANALYZE")
            store.commit()
        return
    address = world.store.replace("postgres:", "postgresql:", 1)
    subprocess.run(["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", address, "-c", sql,
                    "-c", "ANALYZE"], check=True)


def measure(hall, name, rounds, method, path, given=None):
    took = []
    for _ in range(rounds):
        begin = time.perf_counter()
        answer = hall.good(method, path, given, "reviewer.110105")
        took.append(1000 * (time.perf_counter() - begin))
    took.sort()
    print(f"{name:28} {len(answer['cases']):4} rows   median {statistics.median(took):7.1f} ms   "
          f"p99 {took[len(took) * 99 // 100]:7.1f} ms   slowest {took[-1]:7.1f} ms", flush=True)
    return took[-1]


def main():
    given = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    given.add_argument("--cases", type=int, default=1000000)
    given.add_argument("--rounds", type=int, default=200)
    given = given.parse_args()
    with house.World(people=300).make() as world:
        fill(world, given.cases)
        port = house.free_port()
        world.serve("--http", f"127.0.0.1:{port}")
        hall = house.Hall(port)
        hall.token("reviewer.110105")
        print(f"{world.kind}, {world.count('intake_case')} cases")
        search = "/api/v1/cases/search"
        slowest = max(
            measure(hall, "worklist", given.rounds, "GET", "/api/v1/worklist"),
            measure(hall, "by name, whole", given.rounds, "POST", search, {"name": "姓4711名"}),
            measure(hall, "by name, beginning", given.rounds, "POST", search, {"name": "姓47"}),
            measure(hall, "by name and state", given.rounds, "POST", search,
                    {"name": "姓4711名", "state": "closed"}),
            measure(hall, "by state, common", given.rounds, "POST", search, {"state": "closed"}),
            measure(hall, "by state, none has it", given.rounds, "POST", search,
                    {"state": "revoked"}),
            measure(hall, "by channel", given.rounds, "POST", search, {"channel": "fax"}),
            measure(hall, "by state and channel", given.rounds, "POST", search,
                    {"state": "decided-refused", "channel": "phone"}),
            measure(hall, "by day", given.rounds, "POST", search,
                    {"from": "2019-10-01", "until": "2019-10-01"}),
            measure(hall, "by receipt", given.rounds, "POST", search,
                    {"receipt": "110105-2020-000123-7"}),
        )
        print(f"slowest_ms {slowest:.1f}")
        return 0 if slowest < 1000 else 1


if __name__ == "__main__":
    sys.exit(main())
