-- Sign-ins by an outside provider of identities, from the question to its answer. What the provider
-- must answer with is worked out of the state again, so no secret lies here.
CREATE TABLE outside_attempt (
    bucket {bucket} NOT NULL,
    state_digest {bytes} NOT NULL,
    until {moment} NOT NULL,
    ended_at {moment},
    result {text},
    login_digest {bytes},
    person {id},
    version {count} NOT NULL,
    PRIMARY KEY (bucket, state_digest)
) {clustered};
