-- Acts of care: who came where, why, and what it cost. All of a person's rows lie in the person's
-- bucket; a visit's id carries it.
CREATE TABLE visit (
    bucket {bucket} NOT NULL,
    visit {id} NOT NULL,
    person {id} NOT NULL,
    institution {id},
    division {count} NOT NULL,
    insurance {text} NOT NULL,
    place {count} NOT NULL,
    med_type {text},
    number {text} NOT NULL,
    begin_at {moment} NOT NULL,
    end_at {moment},
    certificate_kind {text} NOT NULL,
    department {text},
    department_name {text},
    specialty {text},
    doctor {text},
    doctor_name {text},
    disease {text},
    condition {text},
    bed {text},
    inpatient {flag} NOT NULL,
    outcome {text},
    state {text} NOT NULL,
    version {count} NOT NULL,
    PRIMARY KEY (bucket, visit)
){clustered};
CREATE INDEX visit_of_person ON visit (bucket, person, visit);
CREATE INDEX visit_of_institution ON visit (institution, begin_at);
-- Who is in hospital now: a ward's list does not read years of visits.
CREATE INDEX visit_in_hospital ON visit (institution, visit)
    WHERE inpatient = 1 AND state = 'open';

CREATE TABLE visit_diagnosis (
    bucket {bucket} NOT NULL,
    visit {id} NOT NULL,
    kind {text} NOT NULL,
    number {count} NOT NULL,
    main {flag} NOT NULL,
    code {text} NOT NULL,
    name {text} NOT NULL,
    department {text},
    doctor {text},
    doctor_name {text},
    at {moment},
    valid {flag} NOT NULL,
    version {count} NOT NULL,
    PRIMARY KEY (bucket, visit, kind, number)
){clustered};

-- One batch of charges that is settled together: a receipt of an outpatient visit (chrg_bchno), or
-- the stay of an inpatient.
CREATE TABLE visit_bill (
    bucket {bucket} NOT NULL,
    visit {id} NOT NULL,
    bill {text} NOT NULL,
    disease {text},
    line_count {count} NOT NULL,
    amount {money} NOT NULL,
    full_own {money} NOT NULL,
    over_limit {money} NOT NULL,
    pay_first {money} NOT NULL,
    in_scope {money} NOT NULL,
    settled_lines {count} NOT NULL,
    settlement {id},
    version {count} NOT NULL,
    PRIMARY KEY (bucket, visit, bill)
){replaced};

-- A line keeps what its split was made from, so that a later settlement, or the same one asked
-- again, splits it the same way. `position` counts the lines of a bill in the order they came.
CREATE TABLE visit_line (
    bucket {bucket} NOT NULL,
    visit {id} NOT NULL,
    bill {text} NOT NULL,
    serial {text} NOT NULL,
    position {count} NOT NULL,
    item {text} NOT NULL,
    own_item {text},
    at {moment} NOT NULL,
    amount {money} NOT NULL,
    quantity {count} NOT NULL,
    price {count} NOT NULL,
    charge_level {text} NOT NULL,
    charge_type {text},
    price_limit {count} NOT NULL,
    pay_first_share {count} NOT NULL,
    restricted {flag} NOT NULL,
    approval {count} NOT NULL,
    full_own {money} NOT NULL,
    over_limit {money} NOT NULL,
    pay_first {money} NOT NULL,
    in_scope {money} NOT NULL,
    days {count} NOT NULL,
    department {text},
    doctor {text},
    returns {text},
    state {text} NOT NULL,
    version {count} NOT NULL,
    PRIMARY KEY (bucket, visit, bill, serial)
){clustered};
