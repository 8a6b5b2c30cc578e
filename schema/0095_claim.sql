-- Manual claims and what is paid on them. A person's rows lie in the person's bucket.
CREATE TABLE claim (
    bucket {bucket} NOT NULL,
    claim {id} NOT NULL,
    person {id} NOT NULL,
    cause {id},
    kind {text} NOT NULL,
    ground {text},
    filer {text} NOT NULL,
    unit {id},
    place {count} NOT NULL,
    insurance {text} NOT NULL,
    handed_in {moment} NOT NULL,
    event {day},
    receipts {count} NOT NULL,
    total {money} NOT NULL,
    funds {money} NOT NULL,
    own {money} NOT NULL,
    funds_there {money} NOT NULL,
    payee {text},
    basis {text},
    state {text} NOT NULL,
    entered_by {id},
    reviewed_by {id},
    decided_by {id},
    entered_at {moment} NOT NULL,
    reviewed_at {moment},
    decided_at {moment},
    version {count} NOT NULL,
    PRIMARY KEY (bucket, claim)
){clustered};
CREATE INDEX claim_of_person ON claim (bucket, person, claim);
CREATE INDEX claim_of_cause ON claim (bucket, cause);
CREATE INDEX claim_in_state ON claim (state, place, claim);

-- Money on its way to a payee. What came back is never changed into another: it is replaced.
CREATE TABLE claim_payment (
    bucket {bucket} NOT NULL,
    claim {id} NOT NULL,
    payment {id} NOT NULL,
    person {id} NOT NULL,
    place {count} NOT NULL,
    amount {money} NOT NULL,
    payee {text} NOT NULL,
    bank {text},
    account_sealed {bytes},
    state {text} NOT NULL,
    batch {id},
    made_at {moment} NOT NULL,
    sent_at {moment},
    answered_at {moment},
    bank_day {day},
    reason {text},
    replaces {id},
    version {count} NOT NULL,
    PRIMARY KEY (bucket, claim, payment)
){clustered};
CREATE INDEX claim_payment_of_person ON claim_payment (bucket, person, payment);
CREATE INDEX claim_payment_in_state ON claim_payment (state, place, payment);
CREATE INDEX claim_payment_of_batch ON claim_payment (batch);

-- Payment files to the bank.
CREATE TABLE claim_batch (
    bucket {bucket} NOT NULL,
    batch {id} NOT NULL,
    place {count} NOT NULL,
    made_at {moment} NOT NULL,
    made_by {id},
    payments {count} NOT NULL,
    total {money} NOT NULL,
    version {count} NOT NULL,
    PRIMARY KEY (bucket, batch)
){clustered};
