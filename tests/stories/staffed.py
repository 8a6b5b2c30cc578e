"""A unit with as many people as one likes, put into the store by its own program: for the story and
the benchmark of large units."""

FIRST = 500000000       # seconds of the ids made here: nobody else's
MAKE = {
    "sqlite": "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n "
              "WHERE i + 1 < {count}) ",
    "postgres": "WITH n(i) AS (SELECT generate_series(0::bigint, {count} - 1)) ",
}
UNIT = """INSERT INTO unit (bucket, unit, credit_code, name, kind, industry, division, valid_from,
    version) VALUES (0, {unit}, 'STAFFED', '示例集团公司', 'large-enterprise', 'commerce', 110105,
    20150101, 1)"""
PEOPLE = """INSERT INTO person (bucket, person, name, number_masked, version) {make}
    SELECT i % 1024, {person}, '职工' || i, '9902**********' || i, 1 FROM n"""
# Who works there now since 2019, and times of years before: of the same people.
SPELLS = """INSERT INTO spell (bucket, person, spell, insurance, kind, place, unit, unit_name,
    valid_from, valid_until, status, civil_servant, version) {make}
    SELECT i % 1024, {person}, {spell}, '310', '11', 110105, {unit}, '示例集团公司',
    {first}, {last}, {status}, 0, 1 FROM n"""


def number_of(index, series):
    """An id in the bucket of its index; each series begins anew. Series 0 is the unit's."""
    return (FIRST + series * 10000000 + index // 1024) << 32 | index % 1024 << 22


def sql_number(index, series):
    first = FIRST + series * 10000000
    return f"(({first} + {index} / 1024) * 4294967296 + {index} % 1024 * 4194304)"


UNIT_NUMBER = number_of(0, 0)


def person_number(index):
    return number_of(index, 1)


def fill(world, people, spells):
    """The unit; its people; so many spells in all, one of each person open. No base is declared."""
    make = MAKE[world.kind]
    world.change(UNIT.format(unit=UNIT_NUMBER))
    world.change(PEOPLE.format(make=make.format(count=people), person=sql_number("i", 1)))
    world.change(SPELLS.format(
        make=make.format(count=people), person=sql_number("i", 1), spell=sql_number("i", 2),
        unit=UNIT_NUMBER, first=20190101, last="NULL", status="'1'"))
    for at in range((spells - 1) // people):
        count = min(people, spells - (at + 1) * people)
        world.change(SPELLS.format(
            make=make.format(count=count), person=sql_number("i", 1),
            spell=sql_number("i", 3 + at), unit=UNIT_NUMBER, first=20150101 + at * 10000,
            last=20150630 + at * 10000, status="'3'"))
    # PostgreSQL counts its rows by itself sooner or later; SQLite never does.
    if world.kind == "postgres":
        world.change("ANALYZE")


def bases_file(people, month, base="8000.00"):
    """Lines of a batch file for contribute.set-base."""
    rows = [f"{UNIT_NUMBER},{person_number(i)},{month},{base}" for i in range(people)]
    return ("unit,person,month,base\n" + "\n".join(rows) + "\n").encode()
