-- Letters that come in: the addresses of offices they may come to, who is known to write, each
-- letter with the digest of what arrived, and its attachments. A letter lies in the bucket of its
-- digest, an address in that of its own text.
CREATE TABLE mailbox (
    bucket {bucket} NOT NULL,
    address {text} NOT NULL,
    office {id} NOT NULL,
    channel {text} NOT NULL,
    matter {text},
    strangers {flag} NOT NULL,
    said_by {id} NOT NULL,
    said_at {moment} NOT NULL,
    version {count} NOT NULL,
    PRIMARY KEY (bucket, address)
){clustered};
CREATE INDEX mailbox_of_office ON mailbox (office, address);

CREATE TABLE mailbox_sender (
    bucket {bucket} NOT NULL,
    address {text} NOT NULL,
    kind {text} NOT NULL,
    owner {id} NOT NULL,
    office {id} NOT NULL,
    said_by {id} NOT NULL,
    said_at {moment} NOT NULL,
    reason {text},
    version {count} NOT NULL,
    PRIMARY KEY (bucket, address)
){clustered};

CREATE TABLE mailbox_letter (
    bucket {bucket} NOT NULL,
    letter {id} NOT NULL,
    digest {text} NOT NULL,
    raw_blob {text} NOT NULL,
    address {text},
    office {id} NOT NULL,
    channel {text} NOT NULL,
    matter {text},
    sender {text} NOT NULL,
    sender_kind {text},
    sender_owner {id},
    sender_name {text},
    subject {text},
    message_id {text},
    in_reply_to {text},
    sent_at {moment},
    received_at {moment} NOT NULL,
    body {text},
    automatic {flag} NOT NULL,
    state {text} NOT NULL,
    why {text},
    refusal {text},
    refusal_zh {text},
    refusal_en {text},
    case_id {id},
    receipt {text},
    worked_by {id},
    worked_at {moment},
    answer {text},
    noted_at {moment},
    version {count} NOT NULL,
    PRIMARY KEY (bucket, letter)
){clustered};
CREATE INDEX mailbox_letter_named ON mailbox_letter (bucket, digest);
CREATE INDEX mailbox_letter_in_state ON mailbox_letter (office, state, letter);
CREATE INDEX mailbox_letter_of_case ON mailbox_letter (case_id);
CREATE INDEX mailbox_letter_of_sender ON mailbox_letter (sender, noted_at);

CREATE TABLE mailbox_part (
    bucket {bucket} NOT NULL,
    letter {id} NOT NULL,
    part {count} NOT NULL,
    office {id} NOT NULL,
    file_name {text},
    file_type {text} NOT NULL,
    paper {flag} NOT NULL,
    blob {text} NOT NULL,
    size {count} NOT NULL,
    PRIMARY KEY (bucket, letter, part)
){clustered};
