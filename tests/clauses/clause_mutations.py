#!/usr/bin/env python3
"""Breaks each rule that a clause rests on, once, and asks that the clause's test then fails.

    clause_mutations.py RULES-FOLDER BUILD-FOLDER

The programs clause_* of the build folder run over a copy of the rules with one text changed. A
change that no test notices, or that the rules' own checks refuse, is a failure. YIBAO_SCHEMA is the
folder of the schema.
"""
import contextlib
import glob
import os
import re
import shutil
import subprocess
import sys
import tempfile

BEIJING = "notices/110000/jingyibaofa-2020-4.yaml"
JIANGXI = "notices/360000/ganyibaobanzi-2020-4.yaml"
SHAOXING = "notices/330600/shaoshiyibao-2020-9.yaml"
SHANDONG = "notices/370000/luyibaofa-2020-11.yaml"
CONFIRM = "supply: { at-most: 90 days, over: confirm"
EMPOWER = "empower: { offices: [district-agency, institution], verb: [supply, backdate] }"
VERDICT = re.compile(r"^(pass|fail) (\S+)$", re.M)

# file, what stands there, what stands there instead, which clauses must fail
MUTATIONS = [
    (JIANGXI, "applicants: [employer] }\n    entrust: { matter: any, steps: { carry",
     "applicants: [person] }\n    entrust: { matter: any, steps: { carry", "JX4-2.2f"),
    (BEIJING, "empower: { offices: [district-bureau], verb: quota }",
     "empower: { offices: [city-bureau], verb: quota }", "BJ4-S2h"),
    (JIANGXI, "    scope: { institutions: { task: covid-treatment } }\n"
     "    time: { until: { event: epidemic-end } }\n    prefer",
     "    time: { until: { event: epidemic-end } }\n    prefer", "JX4-2.3e JX4-2.3f"),
    ("matters/prepayment-request.yaml", "approval: clear.propose\n", "", "BJ4-04e"),
    ("matters/monthly-statement.yaml", "own: yes\n", "", "JX4-2.3b BJ4-H2"),
    (BEIJING, CONFIRM, "supply: { at-most: 45 days, over: confirm",
     "BJ4-S4a BJ4-S4b BJ4-07c BJ4-07d"),
    (BEIJING, CONFIRM, "supply: { at-most: 89 days, over: confirm",
     "BJ4-07d"),
    (BEIJING, CONFIRM, "supply: { at-most: 90 days, over: refuse",
     "BJ4-07d BJ4-07e"),
    (BEIJING, CONFIRM, "supply: { at-most: 90 days, over: reason",
     "BJ4-07e"),
    (BEIJING, "over: confirm, keeps: [controlled-drugs, short-supply-drugs]",
     "over: confirm, keeps: [controlled-drugs]", "BJ4-07b"),
    (BEIJING, "    scope: { people: { needs: long-term-medicine } }\n", "", "BJ4-07a"),
    (BEIJING, "    time: { until: { event: epidemic-end } }\n    supply", "    supply", "BJ4-S4b"),
    ("values/0/prescription-days.yaml", "ordinary-days: 30", "ordinary-days: 31", "BJ4-S4b"),
    ("values/0/prescription-days.yaml", "E10-E14, ", "", "BJ4-07a JX4-2.4j"),
    (BEIJING, EMPOWER,
     "empower: { offices: [district-agency], verb: [supply, backdate] }", "BJ4-S4d"),
    (BEIJING, EMPOWER,
     "empower: { offices: [institution], verb: [supply, backdate] }", "BJ4-S4d"),
    (BEIJING, EMPOWER,
     "empower: { offices: [district-agency, institution], verb: backdate }", "BJ4-S4d"),
    (BEIJING, "    time: { until: { event: epidemic-end } }\n    empower: { offices: [district-ag",
     "    empower: { offices: [district-ag", "BJ4-S4d"),
    ("values/0/settle-groups.yaml", "old-from: 60", "old-from: 61", "LY22-L2c"),
    ("values/0/settle-groups.yaml", "old-from: 60", "old-from: 59", "LY22-L2c"),
    ("values/0/settle-groups.yaml", "child-below: 18", "child-below: 19", "LY22-L2c"),
    ("values/0/settle-groups.yaml", "child-below: 18", "child-below: 17", "LY22-L2c"),
    (JIANGXI, "papers: originals, by: [copy], decide: now", "papers: originals, by: [system-data],"
     " decide: now", "JX4-2.2c"),
    (JIANGXI, "debt: originals, due: { event: epidemic-end, plus: 3 months",
     "debt: originals, due: { event: epidemic-end, plus: 2 months", "JX4-2.2c"),
    ("values/0/visit-departments.yaml", "internet: [互联网]", "internet: [远程]", "LY22-L2b"),
    ("notices/370000/luyibaofa-2020-16.yaml", "for: settlement", "for: booking", "LY22-L2b"),
    (SHAOXING, "tickets: 50, per: day", "tickets: 49, per: day", "SX9-A3c SX9-3.3b"),
    (SHAOXING, "tickets: 50, per: day", "tickets: 51, per: day", "SX9-A3c SX9-3.3b"),
    (SHAOXING, "    time: { until: { event: epidemic-end } }\n    quota: { at: counter, tickets",
     "    quota: { at: counter, tickets", "SX9-A3c"),
    (SHAOXING, "when: not-urgent", "when: crowded", "SX9-A3b"),
    (BEIJING, "applicants: [employer, institution], matters: [claim-paper-batch]",
     "applicants: [institution], matters: [claim-paper-batch]", "BJ4-11e"),
    (JIANGXI, "diagnosis: [I10-I15, E10-E14]", "diagnosis: [I10-I15]", "JX4-2.4j"),
    (JIANGXI, "over: refuse", "over: confirm", "JX4-2.4k"),
    (JIANGXI, "supply: { at-most: 90 days", "supply: { at-most: 89 days", "JX4-2.4j JX4-2.4k"),
    (SHAOXING, "supply: { over: reason", "supply: { at-most: 30 days, over: refuse", "SX9-2.3j"),
    (SHAOXING, "supply: { over: reason", "supply: { at-most: 90 days, over: reason", "SX9-2.3j"),
    (SHAOXING, "issued: 2020-01-29", "issued: 2020-01-27", "SX9-2.3j"),
    (JIANGXI, "people: { status: [confirmed, suspected] }", "people: { status: [observed] }",
     "JX4-0a JX4-1f JX4-2.3h"),
    (JIANGXI, "people: { status: [confirmed, suspected] }", "people: { status: [confirmed] }",
     "JX4-0a JX4-2.3h"),
    (JIANGXI, "people: { status: [confirmed, suspected] }", "people: { status: [suspected] }",
     "JX4-0a JX4-1f JX4-2.3h"),
    ("values/360100/employee-inpatient.yaml", "bands: [ { share: 90% } ]",
     "bands: [ { share: 89% } ]", "JX4-1f"),
    (SHAOXING, "people: { status: [confirmed, suspected] }", "people: { status: [observed] }",
     "SX9-2.3c SX9-2.3d"),
    ("notices/0/yiqing-yiliaobaozhang-2020-1.yaml", "deposit: none, person-pays: 0, ", "",
     "BJ4-S3c"),
    (SHANDONG, ", remainder: medical_assistance", "", "LY22-L2a LY22-L2d"),
    (SHANDONG, "destitute, registered-poor-disabled", "registered-poor-disabled",
     "LY22-L2a LY22-L2d"),
    ("values/110000/employee-active-inpatient.yaml", "share: 85%", "share: 84%", "BJ22-2.1a"),
    ("values/110000/employee-active-outpatient.yaml", "share: 70%", "share: 68%",
     "BJ22-2.1b BJ22-3a BJ22-3b BJ22-3d"),
    ("values/110000/employee-active-outpatient.yaml", "share: 70%", "share: 69%",
     "BJ4-08a BJ4-10c"),
    ("values/110000/employee-active-outpatient.yaml", "deductible: 1800.00",
     "deductible: 1700.00", "BJ4-08d BJ22-3d"),
    ("values/110000/resident-first-visit.yaml", "at: [primary, tier1]",
     "at: [primary, tier1, tier2, tier3]", "BJ4-08b"),
    (BEIJING, "against: unit-arrears", "against: own-arrears", "BJ4-10c BJ4-S5c"),
    (BEIJING, "while: [10a, 10f, 10h]", "while: [10a]", "BJ4-10c"),
    (BEIJING, "periods: [2020-01, 2020-02], to", "periods: [2018-01, 2020-02], to", "BJ4-10c"),
    (BEIJING, ", shown-as: 延续（疫情）", "", "BJ4-12a"),
    (BEIJING, "due: { event: epidemic-end, plus: 3 months, roll: next-working-day }, "
     "decided: limit-of-12b", "due: { event: epidemic-end, plus: 9 months }, "
     "decided: limit-of-12b", "BJ4-12a"),
    (SHAOXING, "extend: { deadlines: [claim.submit], to: 2020-12-31 }",
     "extend: { deadlines: [claim.submit], to: 2020-12-30 }", "SX9-2.3g SX9-A1c"),
    (SHAOXING, "extend: { deadlines: [claim.submit], to: 2021-12-31 }",
     "extend: { deadlines: [claim.submit], to: 2022-01-01 }", "SX9-2.3i SX9-A1d"),
    (BEIJING, "scope: { receipts: { year: 2019 }, channels: [counter] }",
     "scope: { receipts: { year: 2019 } }", "BJ4-S5g"),
    (BEIJING, "extend: { deadlines: [claim.submit], to: { event: epidemic-end, plus: 3 months",
     "extend: { deadlines: [claim.submit], to: { event: epidemic-end, plus: 2 months",
     "BJ4-09e"),
    (BEIJING, "decide: insurance-office-of-the-institution }, only: no",
     "decide: agency }, only: no", "BJ4-03a BJ4-03c BJ4-03e"),
    (BEIJING, "backdate: { filing: special-disease, start-not-before: end-of-filing }",
     "backdate: { filing: special-disease, start-not-before: 2020-03-01 }", "BJ4-12b"),
    ("notices/110000/beijing-outage-2022.yaml", "start-not-before: 2022-08-12",
     "start-not-before: 2022-08-14", "BJ22-2.2.2e"),
    ("values/110000/claim-terms.yaml", "{ filer: employer, insurance: employee, payee: person }",
     "{ filer: employer, payee: person }", "BJ4-11a"),
    ("values/110000/claim-maternity-allowance.yaml", "award: 30", "award: 31", "BJ4-02g"),
]


def verdicts(program, rules):
    run = subprocess.run([program], env=dict(os.environ, YIBAO_RULES=rules), capture_output=True,
                         text=True, timeout=300, check=False)
    if "rules/" in run.stderr and not VERDICT.search(run.stdout):
        print(run.stderr.strip().splitlines()[0])
    # A clause of several scenarios passes with all of them.
    said = {}
    for verdict, clause in VERDICT.findall(run.stdout):
        said[clause] = "fail" if said.get(clause) == "fail" else verdict
    return said


@contextlib.contextmanager
def changed(path, before, after):
    """The file with that text changed, until the end; whether it said so."""
    with open(path, encoding="utf-8") as text:
        said = text.read()
    try:
        if before in said:
            with open(path, "w", encoding="utf-8") as text:
                text.write(said.replace(before, after))
        yield before in said
    finally:
        with open(path, "w", encoding="utf-8") as text:
            text.write(said)


def after_change(carried, clauses, rules):
    """What those say that carry one of the clauses; where nothing passes there the others are
    asked too, for the rules may have been refused whole."""
    said = {}
    rest = []
    for program, own in carried.items():
        if own & clauses:
            said.update(verdicts(program, rules))
        else:
            rest.append(program)
    while rest and "pass" not in said.values():
        said.update(verdicts(rest.pop(0), rules))
    return said


def try_one(carried, rules, mutation):
    """What is wrong with this mutation, or None."""
    name, before, after, clauses = mutation
    with changed(os.path.join(rules, name), before, after) as there:
        if not there:
            return "does not say so"
        said = after_change(carried, set(clauses.split()), rules)
    if "pass" not in said.values():
        return "no clause passes: the rules were refused"
    asleep = [clause for clause in clauses.split() if said.get(clause) != "fail"]
    return f"{' '.join(asleep)} still passes" if asleep else None


def main():
    source, build = sys.argv[1:3]
    programs = sorted(path for path in glob.glob(os.path.join(build, "clause_*"))
                      if os.path.isfile(path) and os.access(path, os.X_OK))
    wrong = 0
    before = {program: verdicts(program, source) for program in programs}
    carried = {program: set(said) for program, said in before.items()}
    if not any(before.values()) or any("fail" in said.values() for said in before.values()):
        print("a clause fails before anything was changed")
        wrong += 1
    with tempfile.TemporaryDirectory(prefix="yibao-clauses-") as scratch:
        rules = shutil.copytree(source, os.path.join(scratch, "rules"))
        for mutation in MUTATIONS:
            why = try_one(carried, rules, mutation)
            if why is not None:
                print(f"{mutation[0]}: {mutation[1]!r} -> {mutation[2]!r}: {why}")
                wrong += 1
    print(f"{len(MUTATIONS) - wrong} of {len(MUTATIONS)} changes were noticed")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
