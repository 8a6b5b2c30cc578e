-- Particulars of people and units corrected: what stood there, what stands there now, the paper.
CREATE TABLE party_correction (
    bucket {bucket} NOT NULL,
    subject {id} NOT NULL,
    correction {id} NOT NULL,
    what {text} NOT NULL,
    before {text},
    after {text},
    evidence {text},
    reason {text},
    cause {id},
    account {id},
    at {moment},
    PRIMARY KEY (bucket, subject, correction)
) {clustered};
