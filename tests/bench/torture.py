#!/usr/bin/env python3
"""Kills a serving yibao again and again and looks for what was lost, doubled or half done.

    torture [--store sqlite|postgres] [--kills N] [--seconds S] [--people N] [--connections N]

Hospitals send whole visits and reversals all the time; a message that was not answered they send
again, byte for byte, until it is. Every so often the server is killed (SIGKILL), sometimes while it
starts. Now and then hospitals repeat what was answered long ago and must be told the same. In the
end the server is stopped, `yibao verify` recomputes everything, and each acknowledged settlement
and reversal is looked for in the store. The last line is

    lost 0 doubled 0 half 0 unbalanced 0

or the exit code is 1.

  lost        acknowledged, but not in the store with those amounts; one decided again since may
              stand with others when the row of then is kept beside it
  doubled     two settlements for one message, or two standing ones for one bill
  half        a settlement without its transfers, its bill or its counters
  unbalanced  what `yibao verify` finds, and answers told otherwise when repeated
"""

import argparse
import json
import pathlib
import random
import re
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "stories"))
import house  # noqa: E402

EXAMPLES_SHOWN = 5
# What the transfers of a settlement must come to. Payers, personal and family account owe the
# institution, and cash is in its till: together they are the bill. Where the place of treatment
# pays for the funds of another (a patient treated first), two transfers stand where one would: its
# own fund pays the institution, and the fund at home owes it as much. The second is a debt between
# funds, no second payment of the bill, so it is counted by itself: all that funds but finance paid,
# because finance is that of the place of treatment. So is what central finance gives back of it.
# (settle_record.c: post_payer, settle_post.)
POSTED = """
SELECT cause,
       sum(CASE WHEN credit_kind = 1000001 OR (credit_kind = 999998 AND credit_owner <> person)
                THEN amount ELSE 0 END)
       - sum(CASE WHEN debit_kind = 1000001 OR (debit_kind = 999998 AND debit_owner <> person)
                  THEN amount ELSE 0 END),
       sum(CASE WHEN credit_kind = 1000005 THEN amount ELSE 0 END)
       - sum(CASE WHEN debit_kind = 1000005 THEN amount ELSE 0 END),
       sum(CASE WHEN debit_kind = 1000010 THEN amount ELSE 0 END)
       - sum(CASE WHEN credit_kind = 1000010 THEN amount ELSE 0 END)
FROM fund_transfer WHERE about <> 'credit' GROUP BY cause"""


def ask():
    parser = argparse.ArgumentParser(description="Kills a serving yibao again and again.")
    parser.add_argument("--store", choices=["sqlite", "postgres"], default="sqlite")
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--people", type=int, default=3000)
    parser.add_argument("--connections", type=int, default=48)
    parser.add_argument("--seed", type=int, default=None)
    return parser.parse_args()


def restart(world, port):
    """A server on the port the hospitals know."""
    world.server = world.spawn(port=port)


def wait_for_answers(world, patience=house.PATIENCE):
    begin = time.monotonic()
    while not world.answers():
        if world.server.poll() is not None:
            # The port or the lane may not be free yet.
            restart(world, world.port)
        if time.monotonic() - begin > patience:
            sys.exit(f"no server after a kill:\n{world.said()[-3000:]}")
        time.sleep(0.01)


def torment(world, draw, port, kills, seconds):
    """Kills at random moments; one in four of them while the server starts."""
    for number in range(kills):
        time.sleep(draw.uniform(0.1, 2.0 * seconds / kills))
        world.kill()
        restart(world, port)
        if draw.random() < 0.25:
            time.sleep(draw.uniform(0.0, 0.3))
            world.kill()
            restart(world, port)
        wait_for_answers(world)
        print(f"\rkilled {number + 1} of {kills}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)


def read_ledger(path):
    names = ["person", "visit", "settled", "settlement", "undone", "reversal", "total", "funds",
             "cash"]
    with open(path, encoding="ascii") as ledger:
        return [dict(zip(names, line.rstrip("\n").split("\t"))) for line in ledger]


PAYERS = ["pooled_fund", "large_amount", "supplementary", "critical_illness", "civil_servant",
          "medical_assistance", "maternity", "finance"]


def read_settlements(world):
    rows = world.rows(
        f"SELECT settlement, asker_key, visit, bill, state, total, {' + '.join(PAYERS)}, cash, "
        "coalesce(reverses, 0), person, coalesce(superseded_by, 0), coalesce(advanced_by, 0), "
        "finance, central FROM settlement")
    names = ["settlement", "key", "visit", "bill", "state", "total", "funds", "cash", "reverses",
             "person", "superseded_by", "advanced_by", "finance", "central"]
    return [dict(zip(names, row)) for row in rows]


def show(what, examples):
    for example in examples[:EXAMPLES_SHOWN]:
        print(f"{what}: {example}")
    return len(examples)


AMOUNTS = ("visit", "total", "funds", "cash")


def find_lost(ledger, settlements):
    """What was acknowledged is the row that stands under its number; or, where it was decided again
    since, a superseded row beside it, which says what stands in its place."""
    standing = {row["settlement"]: row for row in settlements if row["state"] != "superseded"}
    before = {}
    for row in settlements:
        if row["state"] == "superseded":
            before.setdefault(row["superseded_by"], []).append(row)

    def acknowledged(visit, row):
        return row["key"] == visit["settled"] and all(
            row[name] == visit[name] for name in AMOUNTS)

    def is_there(visit):
        row = standing.get(visit["settlement"])
        if row is None or row["key"] != visit["settled"] or row["visit"] != visit["visit"]:
            return False
        return any(acknowledged(visit, one) for one in [row, *before.get(row["settlement"], [])])

    def is_undone(visit):
        row = standing.get(visit["reversal"])
        return row is not None and row["reverses"] == visit["settlement"] \
            and row["key"] == visit["undone"] and int(row["total"]) == -int(visit["total"]) \
            and standing.get(visit["settlement"], {}).get("state") == "reversed"

    lost = []
    for visit in ledger:
        if visit["settlement"] and not is_there(visit):
            lost.append((visit, standing.get(visit["settlement"])))
        if visit["reversal"] and not is_undone(visit):
            lost.append((visit, standing.get(visit["reversal"])))
    return lost


def find_doubled(settlements):
    doubled, keys, bills = [], {}, {}
    for row in settlements:
        if row["state"] == "superseded":
            continue
        if keys.setdefault(row["key"], row) is not row:
            doubled.append((row, keys[row["key"]]))
        standing = row["state"] == "final"
        bill = (row["visit"], row["bill"])
        if standing and bills.setdefault(bill, row) is not row:
            doubled.append((row, bills[bill]))
    return doubled


def expected_transfers(row):
    """Bill, debt between funds, central finance: what they come to. A reversal's are below 0."""
    between = int(row["funds"]) - int(row["finance"]) if row["advanced_by"] != "0" else 0
    return int(row["total"]), between, int(row["central"])


def find_half(world, settlements):
    sums = {row[0]: tuple(int(cell) for cell in row[1:]) for row in world.rows(POSTED)}
    bills = {(row[0], row[1]): row[2] for row in world.rows(
        "SELECT visit, bill, coalesce(settlement, 0) FROM visit_bill")}
    counters = {row[0] for row in world.rows("SELECT person FROM settle_counters")}
    half = []
    for row in settlements:
        if row["state"] == "superseded":
            continue
        posted = sums.get(row["settlement"], (0, 0, 0))
        if posted != expected_transfers(row):
            half.append(("transfers", posted, row))
        if row["state"] == "final" and bills.get((row["visit"], row["bill"])) \
                != row["settlement"]:
            half.append(("bill", bills.get((row["visit"], row["bill"])), row))
        if row["person"] not in counters:
            half.append(("counters", None, row))
    known = {row["settlement"] for row in settlements}
    half.extend(("transfers of no settlement", cause, None) for cause in sums
                if cause not in known)
    return half


def judge(world, ledger, told):
    settlements = read_settlements(world)
    lost = show("lost", find_lost(ledger, settlements))
    doubled = show("doubled", find_doubled(settlements))
    half = show("half", find_half(world, settlements))
    verified = world.verify()
    wrong = sum(int(number) for number in re.findall(r"wrong (\d+)", verified.stdout))
    if verified.returncode != 0:
        print(verified.stdout + verified.stderr)
        wrong = max(wrong, 1)
    acknowledged = sum(1 for visit in ledger if visit["settlement"])
    reversed_ = sum(1 for visit in ledger if visit["reversal"])
    print(f"{world.kind}: {acknowledged} settlements and {reversed_} reversals acknowledged, "
          f"{len(settlements)} stored, {told['lost']} messages repeated after a loss, "
          f"{told['refused']} refused, {told['different']} told otherwise")
    unbalanced = wrong + told["different"] + told["refused"]
    print(f"lost {lost} doubled {doubled} half {half} unbalanced {unbalanced}")
    nothing_done = acknowledged == 0 or told["lost"] == 0
    if nothing_done:
        print("the torture did not torture: nothing was settled, or nothing was lost on the way",
              file=sys.stderr)
    return 1 if lost or doubled or half or unbalanced or nothing_done else 0


def main():
    options = ask()
    seed = options.seed if options.seed is not None else random.randrange(1 << 32)
    draw = random.Random(seed)
    print(f"seed {seed}")
    if options.store == "postgres":
        house.os.environ["YIBAO_STORY_STORE"] = "postgres"
        house.store_kind()
    with house.World(options.people, options.store) as world:
        world.make()
        world.serve()
        port = world.port
        ledger = world.folder / "ledger"
        load = subprocess.Popen(
            [house.LOAD, "torture", "--port", str(port), "--people", str(options.people),
             "--connections", str(options.connections), "--ledger", str(ledger)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        try:
            torment(world, draw, port, options.kills, options.seconds)
            # What is open is sent until it is answered; then the ledger is written.
            said, _ = load.communicate("", timeout=120)
        finally:
            load.kill()
        told = json.loads(said)
        print(said.strip())
        code = world.stop()
        if code != 0:
            print(f"the server ended with {code}:\n{world.said()[-2000:]}")
            return 1
        return judge(world, read_ledger(ledger), told)


if __name__ == "__main__":
    sys.exit(main())
