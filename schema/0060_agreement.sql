-- Agreements with institutions.
CREATE TABLE agreement (
    bucket {bucket} NOT NULL,
    institution {id} NOT NULL,
    agreement {id} NOT NULL,
    valid_from {day},
    valid_until {day},
    status {text},
    status_from {day},
    status_until {day},
    payment_held {flag} NOT NULL,
    reason {text},
    version {count} NOT NULL,
    PRIMARY KEY (bucket, institution, agreement)
) {clustered};
