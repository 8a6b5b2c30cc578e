-- A rule of the insurance relaxed for one person: who asked and why, who of the same place agreed.
CREATE TABLE visit_relaxation (
    bucket {bucket} NOT NULL,
    person {id} NOT NULL,
    relaxation {id} NOT NULL,
    rule {text} NOT NULL,
    days {count} NOT NULL,
    institution {id} NOT NULL,
    office {id} NOT NULL,
    valid_from {day} NOT NULL,
    valid_until {day} NOT NULL,
    reason {text} NOT NULL,
    basis {text} NOT NULL,
    asked_by {id} NOT NULL,
    asked_at {moment} NOT NULL,
    state {text} NOT NULL,
    answered_by {id},
    answered_at {moment},
    answer {text},
    version {count} NOT NULL,
    PRIMARY KEY (bucket, person, relaxation)
){clustered};
CREATE INDEX visit_relaxation_at ON visit_relaxation (institution, office, asked_at);
