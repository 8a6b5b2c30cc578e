-- A month of a place credited to personal accounts by a job: how far it is, and what came of it.
CREATE TABLE credit_run (
    bucket {bucket} NOT NULL,
    run {id} NOT NULL,
    month {count} NOT NULL,
    place {count} NOT NULL,
    state {text} NOT NULL,
    lines {count} NOT NULL,
    credited {count} NOT NULL,
    waiting {count} NOT NULL,
    amount {money} NOT NULL,
    started_by {id},
    started_at {moment} NOT NULL,
    finished_at {moment},
    version {count} NOT NULL,
    PRIMARY KEY (bucket, run)
) {clustered};
CREATE INDEX credit_run_of_place ON credit_run (place, run);
