-- Transfers of the insurance from one place to another.
CREATE TABLE transfer (
    bucket {bucket} NOT NULL,
    person {id} NOT NULL,
    transfer {id} NOT NULL,
    state {text} NOT NULL,
    insurance {text},
    from_place {count} NOT NULL,
    to_place {count} NOT NULL,
    from_outside {flag} NOT NULL,
    to_outside {flag} NOT NULL,
    applied_at {moment},
    out_at {moment},
    in_at {moment},
    months {count} NOT NULL,
    balance {money} NOT NULL,
    insured_until {day},
    gap_months {count} NOT NULL,
    waiting_until {day},
    cause {id},
    version {count} NOT NULL,
    PRIMARY KEY (bucket, person, transfer)
) {clustered};
CREATE INDEX transfer_state ON transfer (state, transfer);
