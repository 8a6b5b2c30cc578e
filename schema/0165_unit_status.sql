-- What a unit is for a time, as scopes of measures ask: in difficulty, resuming work, making what
-- is needed. One row a stretch of days; an end is written into it.
CREATE TABLE unit_status (
    bucket {bucket} NOT NULL,
    unit {id} NOT NULL,
    status {id} NOT NULL,
    kind {text},
    valid_from {day},
    valid_until {day},
    source {text},
    version {count} NOT NULL,
    PRIMARY KEY (bucket, unit, status)
) {clustered};
