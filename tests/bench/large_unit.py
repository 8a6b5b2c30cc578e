#!/usr/bin/env python3
"""A unit of tens of thousands of people: `large_unit.py [--people N] [--spells N] [--json]`.

Its staff (first page, a later one, found by name, those without a base), bases by one file, a month
declared in parts with what others wait for meanwhile, its bill line by line, its statement. SQLite,
or PostgreSQL when YIBAO_STORY_STORE=postgres."""

import argparse
import base64
import pathlib
import sys
import threading
import time

from intake import report

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "stories"))
import house  # noqa: E402
from certificates import credit_code  # noqa: E402
from staffed import UNIT_NUMBER, bases_file, fill  # noqa: E402

CLERK = "reviewer.110105"
UNIT = f"/api/v1/units/{UNIT_NUMBER}"


def asked(hall, method, path, given=None, times=5):
    """The answer, and the middle of so many times in milliseconds."""
    took = []
    for _ in range(times):
        begin = time.perf_counter()
        told = hall.good(method, path, given, CLERK)
        took.append(1000 * (time.perf_counter() - begin))
    return told, sorted(took)[times // 2]


def all_pages(hall, path):
    """Of a list: how many pages, and the seconds of all."""
    begin, after, pages = time.perf_counter(), "", 0
    while True:
        told = hall.good("GET", path + after, login=CLERK)
        pages += 1
        if not told.get("next"):
            return pages, time.perf_counter() - begin
        after = f"?after={told['next']}"


def until_over(hall, path, rows, over):
    while True:
        told = hall.good("GET", path, login=CLERK)
        one = told[rows][0] if rows else told
        if over(one["state"]):
            return one
        time.sleep(0.05)


class Beside(threading.Thread):
    """Somebody else who writes all the while, one decision after the other."""

    def __init__(self, port):
        super().__init__()
        self.hall, self.on, self.took = house.Hall(port), True, []

    def run(self):
        while self.on:
            begin = time.perf_counter()
            self.hall.good("POST", "/api/v1/units", {
                "credit_code": credit_code(len(self.took)), "name": "示例单位",
                "kind": "medium-enterprise", "industry": "commerce", "division": 110105,
                "from": "2019-01-01"}, CLERK)
            self.took.append(1000 * (time.perf_counter() - begin))


def measure(world, given):
    found = {"people": given.people, "spells": given.spells}
    fill(world, given.people, given.spells)
    port = house.free_port()
    world.serve("--http", f"127.0.0.1:{port}")
    hall = house.Hall(port)
    hall.token(CLERK)
    first, found["staff_first_ms"] = asked(hall, "GET", f"{UNIT}/staff")
    _, found["staff_later_ms"] = asked(hall, "GET", f"{UNIT}/staff?after={first['next']}")
    _, found["staff_find_ms"] = asked(hall, "POST", f"{UNIT}/staff/search",
                                      {"find": f"职工{given.people - 1}"})
    _, found["staff_find_nobody_ms"] = asked(hall, "POST", f"{UNIT}/staff/search",
                                             {"find": "查无此人"})
    found["staff_pages"], found["staff_all_s"] = all_pages(hall, f"{UNIT}/staff")
    begin = time.perf_counter()
    hall.good("POST", f"{UNIT}/declarations", {"month": "2020-02"}, CLERK)
    over = ("no-base", "done", "nobody")
    told = until_over(hall, f"{UNIT}/declarations", "declarations", lambda state: state in over)
    found["without_base"] = int(told["without_base"])
    found["checked_s"] = time.perf_counter() - begin
    begin = time.perf_counter()
    file = hall.good("POST", "/api/v1/bulk-files", {
        "action": "contribute.set-base", "file_name": "bases.csv",
        "file": base64.b64encode(bases_file(given.people, "2020-01")).decode()}, CLERK)["file"]
    told = until_over(hall, f"/api/v1/bulk-files/{file}", None,
                      lambda state: state not in ("waiting", "running"))
    found["bases_s"], found["bases_bad"] = time.perf_counter() - begin, int(told.get("bad", 0))
    _, found["staff_without_ms"] = asked(hall, "GET", f"{UNIT}/staff?without_base=true")
    beside = Beside(port)
    beside.start()
    begin = time.perf_counter()
    hall.good("POST", f"{UNIT}/declarations", {"month": "2020-02"}, CLERK)
    done = until_over(hall, f"{UNIT}/declarations", "declarations", lambda state: state in over)
    found["declared_s"] = time.perf_counter() - begin
    found["declared_people"] = int(done["people"])
    beside.on = False
    beside.join()
    beside.took.sort()
    found["beside_p50_ms"] = beside.took[len(beside.took) // 2]
    found["beside_most_ms"] = beside.took[-1]
    bill = f"/api/v1/contributions/{UNIT_NUMBER}/bills/{done['bill']}"
    _, found["lines_first_ms"] = asked(hall, "GET", bill)
    found["lines_pages"], found["lines_all_s"] = all_pages(hall, bill)
    _, found["statement_ms"] = asked(hall, "GET",
                                     f"/api/v1/contributions/{UNIT_NUMBER}/statement")
    world.stop()
    verified = world.verify()
    found["verify_code"] = verified.returncode
    if verified.returncode != 0:
        print(verified.stdout, verified.stderr, file=sys.stderr)
    return found


def main():
    given = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    given.add_argument("--people", type=int, default=60000)
    given.add_argument("--spells", type=int, default=150000)
    given.add_argument("--json", action="store_true")
    given = given.parse_args()
    with house.World(people=300, now="2020-03-10T09:00").make() as world:
        return report(world, measure(world, given), given.json)


if __name__ == "__main__":
    sys.exit(main())
