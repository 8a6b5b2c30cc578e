-- Filings (备案) in force or once in force: out-of-area care, special and chronic diseases,
-- referrals, designated hospitals. All of a person's rows lie in the person's bucket.
CREATE TABLE filing (
    bucket {bucket} NOT NULL,
    person {id} NOT NULL,
    filing {id} NOT NULL,
    about {text} NOT NULL,
    kind {text} NOT NULL,
    insurance {text},
    division {count} NOT NULL,
    institution {id},
    disease {text},
    valid_from {day} NOT NULL,
    valid_until {day},
    filed_on {day} NOT NULL,
    state {text} NOT NULL,
    cause {id},
    basis {text},
    ended_by {id},
    until_before {day},
    filed_at {moment},
    in_force_at {moment},
    desks {count},
    version {count} NOT NULL,
    PRIMARY KEY (bucket, person, filing)
){clustered};
-- Those that end soon, for the insurance office of the institution.
CREATE INDEX filing_ending ON filing (institution, valid_until);
