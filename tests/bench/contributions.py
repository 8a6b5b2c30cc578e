#!/usr/bin/env python3
"""A month of many units: `contributions.py [--lines N] [--file-lines N] [--kill] [--json]`.

Bases of people by a file of N lines (with --kill the server dies in its middle and goes on), then
months declared over the public door until there are N contribution lines, all of them verified, and
what a cut would cost tried over all units. SQLite, or PostgreSQL when YIBAO_STORY_STORE=postgres.
Beside each figure stands a yardstick of the same run: the store's own program writing, or reading,
the same rows."""

import argparse
import base64
import contextlib
import json
import pathlib
import sqlite3
import subprocess
import sys
import time

from intake import all_at_once, good, message, report, synced_writes

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "stories"))
import house  # noqa: E402

CLERK = "reviewer.110105"
FIRST = 400000000       # seconds of the ids made here: nobody else's
SERIES = {
    "sqlite": "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n "
              "WHERE i + 1 < {count}) ",
    "postgres": "WITH n(i) AS (SELECT generate_series(0::bigint, {count} - 1)) ",
}
UNITS = """INSERT INTO unit (bucket, unit, credit_code, name, kind, industry, division, valid_from,
    version) {series} SELECT i % 1024, {unit}, 'BENCH' || i, '示例单位' || i, 'medium-enterprise',
    'commerce', 110105, 20190101, 1 FROM n"""
PEOPLE = """INSERT INTO person (bucket, person, name, version)
    {series} SELECT i % 1024, {person}, '示例' || i, 1 FROM n"""
SPELLS = """INSERT INTO spell (bucket, person, spell, insurance, kind, place, unit, unit_name,
    valid_from, status, civil_servant, version) {series} SELECT i % 1024, {person}, {person},
    '310', '11', 110105, {unit}, '示例单位', 20190101, '1', 0, 1 FROM n"""
DRAFT = """notice: 京例〔2020〕1号
title: 关于阶段性降低职工医保单位缴费费率的通知
place: 110000
issued: 2020-11-20
known: 2020-11-20
measures:
  - ids: ["1"]
    says: one point less for every employer, July to December 2020
    zh: 2020年7月至12月单位缴费费率降低1个百分点
    scope: { insurance: employee-medical }
    rate:
      { part: employer, cut: { points: 1 }, of: original,
        periods: { from: 2020-07, until: 2020-12 } }
"""


def number_of(index, series):
    """An id in the bucket of its index; each series begins anew."""
    return (FIRST + series * 10000000 + index // 1024) << 32 | index % 1024 << 22


def sql_number(index, series):
    first = FIRST + series * 10000000
    return f"(({first} + {index} / 1024) * 4294967296 + {index} % 1024 * 4194304)"


def execute(world, *statements):
    """In the store's own program; the seconds it took."""
    begin = time.perf_counter()
    if world.kind == "sqlite":
        with contextlib.closing(sqlite3.connect(world.store.removeprefix("sqlite:"))) as store:
            for sql in statements:
                store.execute(sql)
            store.commit()
    else:
        address = world.store.replace("postgres:", "postgresql:", 1)
        asked = [word for sql in statements for word in ("-c", sql)]
        subprocess.run(["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", address, *asked],
                       check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - begin


def fill(world, units, people):
    series = SERIES[world.kind]
    person = sql_number("i", 1)
    execute(world,
            UNITS.format(series=series.format(count=units), unit=sql_number("i", 0)),
            PEOPLE.format(series=series.format(count=people), person=person),
            SPELLS.format(series=series.format(count=people), person=person,
                          unit=sql_number(f"(i % {units})", 0)),
            "ANALYZE")


def send_file(world, serve, hall, units, count, kill):
    """The bases of people as one file; how long until the last line has its answer."""
    rows = [f"{number_of(i % units, 0)},{number_of(i, 1)},2020-01,{6000 + i % 9000}.50"
            for i in range(count)]
    content = ("unit,person,month,base\n" + "\n".join(rows) + "\n").encode()
    begin = time.perf_counter()
    file = hall.good("POST", "/api/v1/bulk-files", {
        "action": "contribute.set-base", "file": base64.b64encode(content).decode(),
        "file_name": "bases.csv"}, CLERK)["file"]
    killed, shown = False, 0
    while True:
        told = hall.good("GET", f"/api/v1/bulk-files/{file}", login=CLERK)
        done = int(told["done"])
        if done >= shown + count // 10:
            shown = done
            print(f"  {done} of {count} lines, {time.perf_counter() - begin:.1f} s",
                  file=sys.stderr, flush=True)
        if told["state"] not in ("waiting", "running"):
            break
        if kill and not killed and done > count // 2:
            killed = True
            world.kill()
            serve()
            print(f"  killed after {done} lines, and started again", file=sys.stderr, flush=True)
        time.sleep(0.1)
    if told["state"] != "done" or int(told.get("bad", 0)) != 0:
        raise SystemExit(f"file: {told}")
    return time.perf_counter() - begin, told


def declare(port, hall, units, months, connections):
    bearer = f"Authorization: Bearer {hall.token(CLERK)}\r\n"
    asked = [message("POST", f"/api/v1/units/{number_of(unit, 0)}/declarations",
                     json.dumps({"month": f"{2020 + month // 12}-{month % 12 + 1:02}"}).encode(),
                     f"{bearer}Idempotency-Key: {month}-{unit}\r\n")
             for month in range(months) for unit in range(units)]
    answers, seconds, took = all_at_once(port, connections, asked)
    good(answers, "declarations")
    return seconds, took


def try_cut(world, found):
    """What the draft would cost, and the share of the time that no progress was shown."""
    draft = pathlib.Path(world.folder) / "draft.yaml"
    draft.write_text(DRAFT, encoding="utf-8")
    begin = time.perf_counter()
    done = subprocess.run([house.PROGRAM, "notice", "try", draft, "--json", *world.options()],
                          capture_output=True, text=True, check=False)
    found["what_if_s"] = time.perf_counter() - begin
    if done.returncode != 0:
        raise SystemExit(done.stdout + done.stderr)
    findings = json.loads(done.stdout)["findings"]
    bills = next(one for one in findings if one["room"] == "contribute")
    found["what_if_bills"] = bills["looked"]
    found["what_if_changed"] = bills["changed"]


def measure(world, given):
    people = given.file_lines
    units = max(people // given.people_a_unit, 1)
    months = max(given.lines // people, 1)
    fill(world, units, people)
    port = house.free_port()

    def serve():
        world.serve("--http", f"127.0.0.1:{port}")

    serve()
    hall = house.Hall(port)
    found = {"file_lines": people}
    found["file_s"], _ = send_file(world, serve, hall, units, people, given.kill)
    found["file_lines_per_s"] = people / found["file_s"]
    found["synced_writes_per_s"] = synced_writes(world.folder)
    seconds, took = declare(port, hall, units, months, given.connections)
    found["lines"] = world.count("contribute_line")
    found["declare_s"] = seconds
    found["lines_per_s"] = found["lines"] / seconds
    found["declare_p99_ms"] = 1000 * took[len(took) * 99 // 100]
    world.stop()
    # The same rows, written by the store's own program in one transaction.
    plain = execute(world, "CREATE TABLE bench_line AS SELECT * FROM contribute_line WHERE 1 = 0",
                    "CREATE UNIQUE INDEX bench_line_key ON bench_line "
                    "(bucket, owner, bill, person)",
                    "INSERT INTO bench_line SELECT * FROM contribute_line")
    found["plain_lines_per_s"] = found["lines"] / plain
    found["lines_ratio"] = found["lines_per_s"] / found["plain_lines_per_s"]
    execute(world, "DROP TABLE bench_line")
    read = execute(world, "SELECT sum(counted), sum(own), sum(fixed) FROM contribute_line")
    try_cut(world, found)
    begin = time.perf_counter()
    found["verify_code"] = world.verify().returncode
    found["verify_s"] = time.perf_counter() - begin
    found["one_read_s"] = read
    found["verify_ratio"] = found["verify_s"] / max(read, 1e-6)
    return found


def main():
    given = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    given.add_argument("--lines", type=int, default=1000000)
    given.add_argument("--file-lines", type=int, default=100000)
    given.add_argument("--people-a-unit", type=int, default=100)
    given.add_argument("--connections", type=int, default=4)
    given.add_argument("--kill", action="store_true", help="kill the server in the file's middle")
    given.add_argument("--json", action="store_true")
    given = given.parse_args()
    with house.World(people=300, now="2020-12-01T09:00").make() as world:
        return report(world, measure(world, given), given.json)


if __name__ == "__main__":
    sys.exit(main())
