-- Units of tens of thousands of people: who works there is read page by page, in the order of
-- people, and a person's lines of one month are found without those of all others.
CREATE INDEX spell_unit_person ON spell
    (unit, person, valid_from, spell, valid_until, insurance, bucket) WHERE unit IS NOT NULL;
DROP INDEX spell_unit;
CREATE INDEX contribute_line_month ON contribute_line (bucket, owner, person, month);
DROP INDEX contribute_line_person;

-- A month that is declared in parts: how far it is, and what the lines come to so far.
CREATE TABLE contribute_run (
    bucket {bucket} NOT NULL,
    run {id} NOT NULL,
    owner {id} NOT NULL,
    bill {id} NOT NULL,
    month {count} NOT NULL,
    insurance {text},
    reason {text},
    state {text} NOT NULL,
    after {count} NOT NULL,
    counted {count} NOT NULL,
    without_base {count} NOT NULL,
    people {count} NOT NULL,
    left_out {count} NOT NULL,
    base {money} NOT NULL,
    own {money} NOT NULL,
    fixed {money} NOT NULL,
    started_at {moment} NOT NULL,
    finished_at {moment},
    version {count} NOT NULL,
    PRIMARY KEY (bucket, run)
) {clustered};
CREATE INDEX contribute_run_owner ON contribute_run (bucket, owner, run);
