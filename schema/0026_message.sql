-- Messages to people, units, institutions and offices, as they wait to be delivered: in the bucket
-- of whom they are for. What delivers them replaces the row: sent by which channel, or why not.
CREATE TABLE message (
    bucket {bucket} NOT NULL,
    message {id} NOT NULL,
    person {id},
    unit {id},
    institution {id},
    office {id},
    account {id},
    kind {text} NOT NULL,
    subject {id},
    reference {text},
    body_zh {text} NOT NULL,
    body_en {text} NOT NULL,
    made {moment} NOT NULL,
    due {moment} NOT NULL,
    state {text} NOT NULL,
    tries {count} NOT NULL,
    channel {text},
    settled {moment},
    fault {text},
    version {count} NOT NULL,
    PRIMARY KEY (bucket, message)
){clustered};
CREATE INDEX message_waiting ON message (state, due, message);
CREATE INDEX message_of_unit ON message (bucket, unit, message);
CREATE INDEX message_of_institution ON message (bucket, institution, message);
CREATE INDEX message_of_office ON message (bucket, office, message);
CREATE INDEX message_of_person ON message (bucket, person, message);
