-- Cases (办件): one row a case in the bucket of the person it is for (of an institution's or a
-- unit's own matter: in its bucket, and no person), its papers, and each step it took. A paper that
-- is owed is a row like any other, with the measure that let it be owed; its last day is worked out
-- when it is read. Form values that only clerks need are sealed.
CREATE TABLE intake_case (
    bucket {bucket} NOT NULL,
    case_id {id} NOT NULL,
    person {id},
    receipt {text} NOT NULL,
    matter {text} NOT NULL,
    publication {count} NOT NULL,
    state {text} NOT NULL,
    office {id} NOT NULL,
    place {count} NOT NULL,
    insurance {text},
    applicant {text} NOT NULL,
    unit {id},
    institution {id},
    agent {id},
    mandate {id},
    channel {text} NOT NULL,
    reference {text},
    entered_by {id},
    entered_office {id},
    name_key {text} NOT NULL,
    subject_key {text} NOT NULL,
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
    effect {text},
    doubt {text},
    waiting {flag} NOT NULL,
    order_at {moment} NOT NULL,
    urgency {text},
    urgency_clauses {text},
    owner {id},
    offered_to {id},
    offered_by {id},
    offered_at {moment},
    handovers {count} NOT NULL,
    awaits {text},
    awaited_at {moment},
    stood {text},
    proposed {text},
    proposed_by {id},
    proposed_reason {text},
    objected_at {moment},
    objection {text},
    answered_at {moment},
    waits {text},
    waits_since {moment},
    ms_office {count} NOT NULL,
    ms_applicant {count} NOT NULL,
    ms_department {count} NOT NULL,
    returned {count} NOT NULL,
    visits {count} NOT NULL,
    visited_on {day},
    visits_over {text},
    form {text} NOT NULL,
    newcomer {flag} NOT NULL,
    form_sealed {bytes},
    version {count} NOT NULL,
    PRIMARY KEY (bucket, case_id)
){clustered};
CREATE INDEX intake_case_entered ON intake_case (entered_office, case_id);
CREATE INDEX intake_case_in_order ON intake_case (office, waiting, order_at, case_id);
CREATE INDEX intake_case_refused ON intake_case (state, case_id);
CREATE INDEX intake_case_offered ON intake_case (offered_to, offered_at);
CREATE INDEX intake_case_of_person ON intake_case (bucket, person, case_id);
CREATE INDEX intake_case_of_institution ON intake_case (bucket, institution, case_id)
    WHERE institution IS NOT NULL;
CREATE INDEX intake_case_of_unit ON intake_case (unit, case_id)
    WHERE unit IS NOT NULL;
-- One open about the same, whoever brings it: of two that come at once the second is decided again
-- beside the first, and told of it.
CREATE UNIQUE INDEX intake_case_about ON intake_case (bucket, person, matter, subject_key)
    WHERE waiting = 1 AND person IS NOT NULL;
CREATE UNIQUE INDEX intake_case_about_own ON intake_case (bucket, matter, subject_key)
    WHERE waiting = 1 AND person IS NULL;
CREATE INDEX intake_case_by_day ON intake_case (office, received_at, case_id);
CREATE INDEX intake_case_by_state ON intake_case (office, state, received_at, case_id);
CREATE INDEX intake_case_by_channel ON intake_case (office, channel, received_at, case_id);
CREATE INDEX intake_case_by_both ON intake_case (office, state, channel, received_at, case_id);
CREATE INDEX intake_case_by_name ON intake_case (office, name_key, case_id);
-- The same over all offices: who looks into many of them asks once, not once an office.
CREATE INDEX intake_case_all_by_day ON intake_case (received_at, case_id);
CREATE INDEX intake_case_all_by_state ON intake_case (state, received_at, case_id);
CREATE INDEX intake_case_all_by_channel ON intake_case (channel, received_at, case_id);
CREATE INDEX intake_case_all_by_both ON intake_case (state, channel, received_at, case_id);
CREATE INDEX intake_case_all_by_name ON intake_case (name_key, case_id);

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
    checked {text},
    check_from {moment},
    checked_at {moment},
    checked_by {id},
    found_in {text},
    found_zh {text},
    found_en {text},
    version {count} NOT NULL,
    PRIMARY KEY (bucket, case_id, paper)
){clustered};
CREATE INDEX intake_paper_owed ON intake_paper (office, how, at);
CREATE INDEX intake_paper_waits ON intake_paper (waits_for, cleared_at, paper);
CREATE INDEX intake_paper_checked ON intake_paper (office, checked, check_from);
CREATE INDEX intake_paper_same ON intake_paper (blob);
CREATE INDEX intake_paper_alone ON intake_paper (bucket, paper);

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
    mandate {id},
    unit {id},
    PRIMARY KEY (bucket, case_id, step)
){clustered};

-- From a receipt number to its case; in the bucket of the number's hash.
CREATE TABLE intake_receipt (
    bucket {bucket} NOT NULL,
    receipt {text} NOT NULL,
    case_id {id} NOT NULL,
    person {id},
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

-- Documents made of a case, each as it was written, its digest and its seal, and how it was served.
CREATE TABLE intake_document (
    bucket {bucket} NOT NULL,
    case_id {id} NOT NULL,
    document {id} NOT NULL,
    kind {text} NOT NULL,
    number {text} NOT NULL,
    at {moment} NOT NULL,
    office {id} NOT NULL,
    body_zh {text} NOT NULL,
    body_en {text} NOT NULL,
    digest {text} NOT NULL,
    seal {text},
    sealed_at {moment},
    served_how {text},
    served_at {moment},
    served_by {id},
    served_note {text},
    version {count} NOT NULL,
    PRIMARY KEY (bucket, case_id, document)
){clustered};
CREATE INDEX intake_document_alone ON intake_document (bucket, document);
CREATE INDEX intake_document_unserved ON intake_document (office, served_at, at);
CREATE INDEX intake_document_unsealed ON intake_document (bucket, document)
    WHERE seal IS NULL;

-- Who stated something false: no debt and no commitment until that day.
CREATE TABLE intake_bar (
    bucket {bucket} NOT NULL,
    person {id} NOT NULL,
    bar {id} NOT NULL,
    case_id {id} NOT NULL,
    from_day {day} NOT NULL,
    until_day {day} NOT NULL,
    reason {text} NOT NULL,
    version {count} NOT NULL,
    PRIMARY KEY (bucket, person, bar)
){clustered};

-- A rule made easier for one case: asked by one, answered by another.
CREATE TABLE intake_relaxation (
    bucket {bucket} NOT NULL,
    case_id {id} NOT NULL,
    relaxation {id} NOT NULL,
    office {id} NOT NULL,
    material {text} NOT NULL,
    way {text} NOT NULL,
    reason {text} NOT NULL,
    asked_by {id} NOT NULL,
    asked_at {moment} NOT NULL,
    state {text} NOT NULL,
    answered_by {id},
    answered_at {moment},
    answer {text},
    version {count} NOT NULL,
    PRIMARY KEY (bucket, case_id, relaxation)
){clustered};
CREATE INDEX intake_relaxation_asked ON intake_relaxation (office, state, asked_at);

-- Cases decided together: a line each, decided one after another as if its clerk had asked.
CREATE TABLE intake_line (
    bucket {bucket} NOT NULL,
    case_id {id} NOT NULL,
    line {id} NOT NULL,
    batch {id} NOT NULL,
    verdict {text} NOT NULL,
    reason {text},
    case_version {count} NOT NULL,
    account {id} NOT NULL,
    role {text} NOT NULL,
    office {id} NOT NULL,
    division {count} NOT NULL,
    at {moment} NOT NULL,
    state {text} NOT NULL,
    refusal {text},
    refusal_zh {text},
    refusal_en {text},
    done_at {moment},
    version {count} NOT NULL,
    PRIMARY KEY (bucket, case_id, line)
){clustered};
CREATE INDEX intake_line_of_batch ON intake_line (batch, line);
