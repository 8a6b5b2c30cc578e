-- The heads of an hour, signed: the journal's and the access log's beside it. Whoever changes an
-- older row, and the chain after it, or cuts a tail off, cannot make the signatures again. bucket
-- is the lane's number.
CREATE TABLE journal_anchor (
    bucket {bucket} NOT NULL,
    sequence {count} NOT NULL,
    log_sequence {count} NOT NULL,
    at {moment} NOT NULL,
    chain {bytes} NOT NULL,
    log_chain {bytes} NOT NULL,
    signature {bytes} NOT NULL,
    PRIMARY KEY (bucket, sequence, log_sequence)
);
