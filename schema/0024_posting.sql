-- Who works for another office, or in another role, for some days.
CREATE TABLE posting (
    bucket {bucket} NOT NULL,
    account {id} NOT NULL,
    posting {id} NOT NULL,
    office {id} NOT NULL,
    role {text} NOT NULL,
    valid_from {day} NOT NULL,
    valid_until {day} NOT NULL,
    reason {text},
    set_by {id},
    set_at {moment} NOT NULL,
    ended_at {moment},
    version {count} NOT NULL,
    PRIMARY KEY (bucket, account, posting)
) {clustered};

CREATE VIEW v_access_postings AS
    SELECT bucket, account, posting, office, role, valid_from, valid_until, set_by, set_at, ended_at
    FROM posting;
