-- Accounts, sessions, and who looked at a sealed number.
CREATE TABLE account (
    bucket {bucket} NOT NULL,
    account {id} NOT NULL,
    login_digest {bytes},
    label {text},
    password {text},
    password_once {flag} NOT NULL,
    role {text},
    office {id},
    institution {id},
    person {id},
    unit {id},
    failures {count} NOT NULL,
    locked_until {moment},
    valid_until {day},
    totp_sealed {bytes},
    totp_since {moment},
    totp_step {count} NOT NULL,
    recovery {bytes},
    sessions_since {moment},
    sittings_since {moment},
    reason {text},
    version {count} NOT NULL,
    PRIMARY KEY (bucket, account)
) {clustered};
CREATE UNIQUE INDEX account_login_digest ON account (bucket, login_digest);
CREATE INDEX account_person ON account (person) WHERE person IS NOT NULL;

CREATE TABLE session (
    bucket {bucket} NOT NULL,
    token_digest {bytes} NOT NULL,
    account {id},
    person {id},
    opened {moment},
    until {moment},
    closed {moment},
    version {count} NOT NULL,
    PRIMARY KEY (bucket, token_digest)
) {clustered};
CREATE INDEX session_until ON session (bucket, until);

CREATE TABLE unmasking (
    bucket {bucket} NOT NULL,
    person {id} NOT NULL,
    unmasking {id} NOT NULL,
    account {id},
    what {text},
    reason {text},
    at {moment},
    PRIMARY KEY (bucket, person, unmasking)
) {clustered};
