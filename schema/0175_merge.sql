-- Two numbers of one human made one. The rows lie in the bucket of the number that is kept.
CREATE TABLE person_merge (
    bucket {bucket} NOT NULL,
    kept {id} NOT NULL,
    merge {id} NOT NULL,
    gone {id} NOT NULL,
    place {count} NOT NULL,
    state {text} NOT NULL,
    reason {text},
    evidence {text},
    spells {count} NOT NULL,
    marks {count} NOT NULL,
    filings {count} NOT NULL,
    balance {money} NOT NULL,
    stopped {text},
    asked_by {id},
    decided_by {id},
    asked_at {moment},
    decided_at {moment},
    finished_at {moment},
    version {count} NOT NULL,
    PRIMARY KEY (bucket, kept, merge)
) {clustered};
CREATE INDEX person_merge_of_place ON person_merge (place, state, merge);

-- What became what, so that it can be undone.
CREATE TABLE person_merge_part (
    bucket {bucket} NOT NULL,
    kept {id} NOT NULL,
    merge {id} NOT NULL,
    part {count} NOT NULL,
    kind {text} NOT NULL,
    was {id},
    became {id},
    name {text},
    digest {bytes},
    PRIMARY KEY (bucket, kept, merge, part)
) {clustered};

-- What the other number had used of the year's limits, beside the person's own settlements.
CREATE TABLE settle_carried (
    bucket {bucket} NOT NULL,
    person {id} NOT NULL,
    merge {id} NOT NULL,
    year {count} NOT NULL,
    insurance {text} NOT NULL,
    since {moment} NOT NULL,
    number {count} NOT NULL,
    took {bytes} NOT NULL,
    version {count} NOT NULL,
    PRIMARY KEY (bucket, person, merge, year, insurance)
) {clustered};

-- What a settlement of the number that went changed after it had gone: its money is on the way to
-- the kept one until a part of the merge says that it came.
CREATE TABLE settle_handed (
    bucket {bucket} NOT NULL,
    person {id} NOT NULL,
    handed {id} NOT NULL,
    kept {id} NOT NULL,
    settlement {id} NOT NULL,
    year {count} NOT NULL,
    insurance {text} NOT NULL,
    last_day {day} NOT NULL,
    number {count} NOT NULL,
    used {bytes} NOT NULL,
    amount {money} NOT NULL,
    PRIMARY KEY (bucket, person, handed)
) {clustered};

-- Money that left one number and has not reached the other, by the number it goes to; `under_way`
-- is 0 where nothing explains it.
CREATE VIEW v_merge_on_the_way AS
    SELECT side.owner AS owner, SUM(side.credit - side.debit) AS amount,
           (SELECT COUNT(*) FROM person_merge AS m
            WHERE (m.kept = side.owner AND m.state = 'approved')
               OR (m.gone = side.owner AND m.state = 'going-back'))
           + (SELECT COUNT(*) FROM settle_handed AS h
              WHERE h.kept = side.owner AND h.amount <> 0
                AND NOT EXISTS (SELECT 1 FROM person_merge_part AS p
                                WHERE p.kind = 'handed' AND p.was = h.handed)) AS under_way
    FROM (
        SELECT debit_owner AS owner, amount AS debit, 0 AS credit
        FROM fund_transfer WHERE debit_kind = 1000012
        UNION ALL
        SELECT credit_owner AS owner, 0 AS debit, amount AS credit
        FROM fund_transfer WHERE credit_kind = 1000012
    ) AS side
    GROUP BY side.owner;
