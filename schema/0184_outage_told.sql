-- Who was told of a time of an outage, and because of what: told again when it is called off.
CREATE TABLE outage_told (
    bucket {bucket} NOT NULL,
    told {id} NOT NULL,
    window_id {id} NOT NULL,
    person {id},
    unit {id},
    office {id},
    subject {id},
    reference {text},
    PRIMARY KEY (bucket, told)
){clustered};
CREATE INDEX outage_told_of_window ON outage_told (window_id, told);
