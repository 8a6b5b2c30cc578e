-- Money owed for contributions, and times without benefits.
CREATE TABLE contribute_arrears (
    bucket {bucket} NOT NULL,
    owner {id} NOT NULL,
    arrears {id} NOT NULL,
    insurance {text},
    due {day},
    amount {money} NOT NULL,
    paid {day},
    month {count} NOT NULL,
    applied {day},
    deferred_under {text},
    version {count} NOT NULL,
    PRIMARY KEY (bucket, owner, arrears)
) {clustered};

CREATE TABLE contribute_waiting (
    bucket {bucket} NOT NULL,
    person {id} NOT NULL,
    waiting {id} NOT NULL,
    insurance {text},
    valid_from {day},
    valid_until {day},
    version {count} NOT NULL,
    PRIMARY KEY (bucket, person, waiting)
) {clustered};
