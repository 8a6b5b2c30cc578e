-- Trials: what a document, a revocation or a withdrawn event would change. A worker of the house
-- takes them one by one, notes how far it is, and leaves what it found.
CREATE TABLE notice_trial (
    bucket {bucket} NOT NULL,
    trial {id} NOT NULL,
    kind {text} NOT NULL,
    document {id},
    number {text},
    event {id},
    place {count} NOT NULL,
    state {text} NOT NULL,
    done {count} NOT NULL,
    total {count} NOT NULL,
    findings {text},
    fault {text},
    asked_by {id} NOT NULL,
    asked_at {moment} NOT NULL,
    finished_at {moment},
    version {count} NOT NULL,
    PRIMARY KEY (bucket, trial)
){clustered};
CREATE INDEX notice_trial_of_state ON notice_trial (bucket, state, trial);
