-- What was sent, by which channel, and what became of it: one row a message (an announcement, an
-- answer to a letter) and channel. A row is written before anything is sent and again when the
-- answer is there, so after a kill it is known what may have gone out. In the bucket of the message
-- it carries.
CREATE TABLE delivery (
    bucket {bucket} NOT NULL,
    delivery {id} NOT NULL,
    subject {id} NOT NULL,
    kind {text} NOT NULL,
    channel {text} NOT NULL,
    state {text} NOT NULL,
    tries {count} NOT NULL,
    next_try {moment},
    began {moment} NOT NULL,
    settled {moment},
    receipt {text},
    fault {text},
    version {count} NOT NULL,
    PRIMARY KEY (bucket, delivery)
){clustered};
CREATE UNIQUE INDEX delivery_of_subject ON delivery (bucket, subject, kind, channel);
CREATE INDEX delivery_in_state ON delivery (state, delivery);

-- Where offices, institutions and units want their mail.
CREATE TABLE delivery_address (
    bucket {bucket} NOT NULL,
    owner {id} NOT NULL,
    channel {text} NOT NULL,
    address {text} NOT NULL,
    said_by {id} NOT NULL,
    said_at {moment} NOT NULL,
    version {count} NOT NULL,
    PRIMARY KEY (bucket, owner, channel)
){clustered};
