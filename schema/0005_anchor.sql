-- The journal's head of an hour, signed: whoever changes an older row, and the chain after it,
-- cannot make the signatures again. bucket is the lane's number.
CREATE TABLE journal_anchor (
    bucket {bucket} NOT NULL,
    sequence {count} NOT NULL,
    at {moment} NOT NULL,
    chain {bytes} NOT NULL,
    signature {bytes} NOT NULL,
    PRIMARY KEY (bucket, sequence)
);
