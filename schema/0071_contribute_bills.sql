-- The month table of a unit: bills, the people in them, their bases, and the money that came in.
CREATE TABLE contribute_bill (
    bucket {bucket} NOT NULL,
    owner {id} NOT NULL,
    bill {id} NOT NULL,
    month {count} NOT NULL,
    insurance {text},
    kind {text},
    place {count} NOT NULL,
    unit_kind {text},
    industry {text},
    people {count} NOT NULL,
    base {money} NOT NULL,
    own {money} NOT NULL,
    fixed {money} NOT NULL,
    assessed {money} NOT NULL,
    declared {day},
    applied {day},
    deferred_under {text},
    reason {text},
    deferral {id},
    paid_employer {money} NOT NULL,
    paid_fee {money} NOT NULL,
    paid_own {money} NOT NULL,
    refunded {money} NOT NULL,
    offset_amount {money} NOT NULL,
    paid {day},
    version {count} NOT NULL,
    PRIMARY KEY (bucket, owner, bill)
) {clustered};
CREATE INDEX contribute_bill_month ON contribute_bill (bucket, owner, month);
CREATE INDEX contribute_bill_place ON contribute_bill (month, place);

CREATE TABLE contribute_line (
    bucket {bucket} NOT NULL,
    owner {id} NOT NULL,
    bill {id} NOT NULL,
    person {id} NOT NULL,
    month {count} NOT NULL,
    insurance {text},
    base {money} NOT NULL,
    counted {money} NOT NULL,
    own {money} NOT NULL,
    fixed {money} NOT NULL,
    credited {money} NOT NULL,
    credited_on {day},
    version {count} NOT NULL,
    PRIMARY KEY (bucket, owner, bill, person)
) {clustered};
CREATE INDEX contribute_line_person ON contribute_line (bucket, owner, person);

CREATE TABLE contribute_base (
    bucket {bucket} NOT NULL,
    owner {id} NOT NULL,
    person {id} NOT NULL,
    insurance {text} NOT NULL,
    from_month {count} NOT NULL,
    base {money} NOT NULL,
    declared {day},
    version {count} NOT NULL,
    PRIMARY KEY (bucket, owner, person, insurance, from_month)
) {clustered};

CREATE TABLE contribute_payment (
    bucket {bucket} NOT NULL,
    owner {id} NOT NULL,
    payment {id} NOT NULL,
    bill {id},
    day {day},
    amount {money} NOT NULL,
    used {money} NOT NULL,
    employer {money} NOT NULL,
    own {money} NOT NULL,
    fee {money} NOT NULL,
    paid_by {text},
    reference {text},
    month {count} NOT NULL,
    insurance {text},
    PRIMARY KEY (bucket, owner, payment)
) {clustered};
CREATE INDEX contribute_payment_reference ON contribute_payment (bucket, owner, reference);

CREATE TABLE contribute_account (
    bucket {bucket} NOT NULL,
    owner {id} NOT NULL,
    credit {money} NOT NULL,
    version {count} NOT NULL,
    PRIMARY KEY (bucket, owner)
) {clustered};

CREATE TABLE contribute_deferral (
    bucket {bucket} NOT NULL,
    owner {id} NOT NULL,
    deferral {id} NOT NULL,
    insurance {text},
    from_month {count} NOT NULL,
    until_month {count} NOT NULL,
    applied {day},
    deferred_under {text},
    notice {text},
    industry {text},
    difficulty {text},
    amount {money} NOT NULL,
    cause {id},
    PRIMARY KEY (bucket, owner, deferral)
) {clustered};

-- Who is insured through a unit, for its declarations.
CREATE INDEX spell_unit ON spell (unit);
