-- Cases (办件): one row a case in the bucket of the person it is for, its papers, and each step
-- it took. A paper that is owed is a row like any other, with the measure that let it be owed; its
-- last day is worked out when it is read. Form values that only clerks need are sealed.
CREATE TABLE intake_case (
    bucket {bucket} NOT NULL,
    case_id {id} NOT NULL,
    person {id} NOT NULL,
    receipt {text} NOT NULL,
    matter {text} NOT NULL,
    publication {count} NOT NULL,
    state {text} NOT NULL,
    office {id} NOT NULL,
    place {count} NOT NULL,
    insurance {text},
    applicant {text} NOT NULL,
    unit {id},
    channel {text} NOT NULL,
    received_at {moment} NOT NULL,
    sent_at {moment} NOT NULL,
    accepted_at {moment},
    asked_at {moment},
    supplied_at {moment},
    decided_at {moment},
    decided_by {id},
    verdict {text},
    reason {text},
    result {id},
    form {text} NOT NULL,
    form_sealed {bytes},
    version {count} NOT NULL,
    PRIMARY KEY (bucket, case_id)
){clustered};
CREATE INDEX intake_case_of_office ON intake_case (office, state, received_at);
CREATE INDEX intake_case_of_person ON intake_case (bucket, person, case_id);

CREATE TABLE intake_paper (
    bucket {bucket} NOT NULL,
    case_id {id} NOT NULL,
    paper {id} NOT NULL,
    office {id} NOT NULL,
    place {count} NOT NULL,
    material {text} NOT NULL,
    how {text} NOT NULL,
    blob {text},
    file_name {text},
    file_type {text},
    channel {text},
    at {moment} NOT NULL,
    measure {text},
    clauses {text},
    waits_for {text},
    cleared_at {moment},
    version {count} NOT NULL,
    PRIMARY KEY (bucket, case_id, paper)
){clustered};
CREATE INDEX intake_paper_owed ON intake_paper (office, how, at);

CREATE TABLE intake_step (
    bucket {bucket} NOT NULL,
    case_id {id} NOT NULL,
    step {id} NOT NULL,
    at {moment} NOT NULL,
    event {text} NOT NULL,
    state_from {text} NOT NULL,
    state_to {text} NOT NULL,
    account {id},
    role {text} NOT NULL,
    office {id},
    reason {text},
    PRIMARY KEY (bucket, case_id, step)
){clustered};

-- From a receipt number to its case; in the bucket of the number's hash.
CREATE TABLE intake_receipt (
    bucket {bucket} NOT NULL,
    receipt {text} NOT NULL,
    case_id {id} NOT NULL,
    person {id} NOT NULL,
    PRIMARY KEY (bucket, receipt)
){clustered};

-- The last serial given in a place, a year and one of a hundred ranges.
CREATE TABLE intake_serial (
    bucket {bucket} NOT NULL,
    place {count} NOT NULL,
    year {count} NOT NULL,
    serial_range {count} NOT NULL,
    last {count} NOT NULL,
    version {count} NOT NULL,
    PRIMARY KEY (bucket, place, year, serial_range)
){clustered};
