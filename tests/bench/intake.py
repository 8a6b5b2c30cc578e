#!/usr/bin/env python3
"""What the hall's door bears: `intake.py [--people N] [--cases N] [--papers N] [--json]`.

Cases sent at once by many people over the public door, then cases with a large paper each, then
those papers read back by a clerk; SQLite, or PostgreSQL when YIBAO_STORY_STORE=postgres. Beside
each stands a yardstick taken in turn with it: `pgbench` for cases on PostgreSQL, single synced
writes for cases on SQLite, plain files of the same size, synced and renamed, for papers."""

import argparse
import base64
import json
import os
import pathlib
import queue
import re
import socket
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "stories"))
import house  # noqa: E402

JPEG = b"\xff\xd8\xff\xe0"
WRITERS = 8


class Line:
    """One kept-alive connection; bytes out, status and body in."""

    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self, message):
        self.socket.sendall(message)
        said = b""
        while b"\r\n\r\n" not in said:
            more = self.socket.recv(262144)
            if not more:
                raise OSError("the door closed")
            said += more
        head, _, body = said.partition(b"\r\n\r\n")
        length = int(re.search(rb"(?i)content-length: (\d+)", head)[1])
        parts, got = [body], len(body)
        while got < length:
            parts.append(self.socket.recv(262144))
            got += len(parts[-1])
        return int(head[9:12]), b"".join(parts)


def message(method, path, body=b"", more=""):
    return (f"{method} {path} HTTP/1.1\r\nHost: hall\r\nContent-Type: application/json\r\n{more}"
            f"Content-Length: {len(body)}\r\n\r\n").encode() + body


def all_at_once(port, connections, messages):
    """Each message once, on so many connections: the answers, the seconds, each one's own."""
    waiting, answers, took = queue.SimpleQueue(), [], []
    for one in messages:
        waiting.put(one)

    def work():
        line = Line(port)
        while True:
            try:
                one = waiting.get_nowait()
            except queue.Empty:
                return
            begin = time.perf_counter()
            answer = line.ask(one)
            took.append(time.perf_counter() - begin)
            answers.append(answer)

    threads = [threading.Thread(target=work) for _ in range(connections)]
    begin = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers, time.perf_counter() - begin, sorted(took)


# ---- yardsticks ----

def plain_files(folder, count, size):
    """Bytes a second of files written, synced and renamed by a few writers."""
    content = os.urandom(size)

    def work(writer):
        for at in range(count // WRITERS):
            name = f"{folder}/{writer}-{at}"
            with open(name + ".part", "wb") as out:
                out.write(content)
                out.flush()
                os.fsync(out.fileno())
            os.rename(name + ".part", name)

    threads = [threading.Thread(target=work, args=(writer,)) for writer in range(WRITERS)]
    begin = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return count // WRITERS * WRITERS * size / (time.perf_counter() - begin)


def synced_writes(folder):
    """Writes of a page a second, each on disk before the next."""
    with open(f"{folder}/synced", "wb") as out:
        begin, count = time.perf_counter(), 0
        while time.perf_counter() - begin < 1:
            os.pwrite(out.fileno(), b"\0" * 4096, 0)
            os.fdatasync(out.fileno())
            count += 1
        return count / (time.perf_counter() - begin)


class Pgbench:
    def __init__(self, address):
        programs = os.environ.get("YIBAO_POSTGRES_PROGRAMS", "/usr/lib/postgresql/15/bin")
        place = re.fullmatch(r"postgres://([^@]+)@([^:]+):(\d+)/.*", address)
        self.words = [f"{programs}/pgbench", "-h", place[2], "-p", place[3], "-U", place[1]]
        house.World._psql(address, "DROP DATABASE IF EXISTS intake_bench")
        house.World._psql(address, "CREATE DATABASE intake_bench")
        self.run("-i", "-q", "-s", "10")

    def run(self, *more):
        return subprocess.run([*self.words, *more, "intake_bench"], capture_output=True,
                              text=True, check=True).stdout

    def rate(self):
        return float(re.search(r"tps = ([\d.]+)", self.run("-c", "8", "-j", "1", "-T", "3"))[1])


# ---- what is sent ----

def application(number, person, name, paper):
    given = {
        "matter": "offsite-filing", "channel": "web", "name": name, "number": person["id_number"],
        "values": [{"name": "kind", "value": "stranded"},
                   {"name": "division", "value": "371300"},
                   {"name": "from", "value": "2020-01-25"}],
        "papers": [{"material": "id-card", "file": base64.b64encode(paper).decode()}],
        "owed": [{"material": "stranding-proof"}]}
    return message("POST", "/api/v1/cases", json.dumps(given, ensure_ascii=False).encode(),
                   f"Idempotency-Key: bench-{number}\r\n")


def good(answers, what):
    bad = [body for status, body in answers if status != 200]
    if bad:
        raise SystemExit(f"{what}: {len(bad)} refused, {bad[0][:300]}")


def large_papers(world):
    """The small picture is one and the same in all other cases."""
    return world.rows(
        "SELECT p.case_id, p.paper FROM intake_paper p JOIN intake_case c ON c.bucket = p.bucket "
        "AND c.case_id = p.case_id WHERE c.place = 110105 AND p.blob <> (SELECT blob FROM "
        "intake_paper WHERE blob IS NOT NULL GROUP BY blob ORDER BY count(*) DESC LIMIT 1)")


def measure(world, given):
    port = house.free_port()
    world.serve("--http", f"127.0.0.1:{port}")
    names = dict(world.rows("SELECT person, name FROM person"))
    people = [one for one in house.Town(given.people).people
              if one["place"].startswith("11") and one["kind"] == "11"]
    if len(people) < given.cases + given.papers:
        raise SystemExit(f"only {len(people)} people can send: more of them with --people")
    sent = [(at, one, names[one["psn_no"]]) for at, one in enumerate(people)]
    found = {}

    pgbench = Pgbench(world.server_address) if world.kind == "postgres" else None
    beside = pgbench.rate if pgbench else lambda: synced_writes(world.folder)
    before = beside()
    messages = [application(*one, JPEG + b"one picture") for one in sent[:given.cases]]
    answers, seconds, took = all_at_once(port, given.connections, messages)
    good(answers, "cases")
    found["cases_per_s"] = given.cases / seconds
    found["cases_p99_ms"] = 1000 * took[len(took) * 99 // 100]
    found["cases_yardstick_per_s"] = (before + beside()) / 2
    found["cases_ratio"] = found["cases_per_s"] / found["cases_yardstick_per_s"]

    with tempfile.TemporaryDirectory(dir=world.folder) as folder:
        before = plain_files(folder, given.papers, given.bytes)
        messages = [application(*one, JPEG + os.urandom(given.bytes))
                    for one in sent[given.cases:given.cases + given.papers]]
        answers, seconds, took = all_at_once(port, WRITERS, messages)
        good(answers, "papers")
        found["papers_mb_per_s"] = given.papers * given.bytes / seconds / 1e6
        found["papers_p99_ms"] = 1000 * took[len(took) * 99 // 100]
        after = plain_files(folder, given.papers, given.bytes)
        found["plain_files_mb_per_s"] = (before + after) / 2e6
        found["papers_ratio"] = found["papers_mb_per_s"] / found["plain_files_mb_per_s"]

    bearer = f"Authorization: Bearer {house.Hall(port).token('reviewer.110105')}\r\n"
    asked = [message("GET", f"/api/v1/cases/{case}/papers/{paper}", more=bearer)
             for case, paper in large_papers(world)]
    answers, seconds, took = all_at_once(port, WRITERS, asked)
    good(answers, "reading")
    found["read_mb_per_s"] = sum(len(body) for _, body in answers) / seconds / 1e6
    world.stop()
    found["verify_code"] = world.verify().returncode
    return found


def report(world, found, as_json):
    """The figures of a run as lines, and as one object where asked; the code to end with."""
    for name, value in found.items():
        print(f"{world.kind} {name:26} {value:14.2f}")
    if as_json:
        print(json.dumps(found))
    return 1 if found["verify_code"] else 0


def main():
    given = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    given.add_argument("--people", type=int, default=20000)
    given.add_argument("--cases", type=int, default=2000)
    given.add_argument("--papers", type=int, default=200)
    given.add_argument("--bytes", type=int, default=1024 * 1024)
    given.add_argument("--connections", type=int, default=64)
    given.add_argument("--json", action="store_true")
    given = given.parse_args()
    with house.World(people=given.people).make() as world:
        return report(world, measure(world, given), given.json)


if __name__ == "__main__":
    sys.exit(main())
