-- Sign-ins by an outside provider of identities, from the question to its answer. What the provider
-- must answer with is worked out of the state again, so no secret lies here. A row that was over a
-- day ago is used again for another sign-in: there are never many more than a day has.
CREATE TABLE outside_attempt (
    bucket {bucket} NOT NULL,
    attempt {id} NOT NULL,
    state_digest {bytes} NOT NULL,
    until {moment} NOT NULL,
    ended_at {moment},
    result {text},
    login_digest {bytes},
    person {id},
    version {count} NOT NULL,
    PRIMARY KEY (bucket, attempt)
) {clustered};
CREATE UNIQUE INDEX outside_attempt_state ON outside_attempt (bucket, state_digest);
CREATE INDEX outside_attempt_until ON outside_attempt (bucket, until);
