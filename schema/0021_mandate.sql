-- Mandates (委托): who acts for whom, in the agent's bucket; and where a giver finds his.
CREATE TABLE mandate (
    bucket {bucket} NOT NULL,
    agent {id} NOT NULL,
    mandate {id} NOT NULL,
    giver {id} NOT NULL,
    matters {text} NOT NULL,
    records {flag} NOT NULL,
    valid_from {day} NOT NULL,
    valid_until {day} NOT NULL,
    confirmed {text} NOT NULL,
    witnessed {text},
    note {text},
    given_by {id} NOT NULL,
    given_at {moment} NOT NULL,
    ended_at {moment},
    ended_by {id},
    version {count} NOT NULL,
    PRIMARY KEY (bucket, agent, mandate)
) {clustered};
CREATE INDEX mandate_by_id ON mandate (bucket, mandate);

CREATE TABLE mandate_given (
    bucket {bucket} NOT NULL,
    giver {id} NOT NULL,
    mandate {id} NOT NULL,
    agent {id} NOT NULL,
    PRIMARY KEY (bucket, giver, mandate)
) {clustered};

-- What others may report: how often, for how long, how confirmed; nobody's name or number.
CREATE VIEW v_access_mandates AS
    SELECT bucket, mandate, matters, records, valid_from, valid_until, confirmed, witnessed,
           given_at, ended_at
    FROM mandate;
