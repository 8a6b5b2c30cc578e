-- Codes sent to telephones: the last one a person and purpose, as a digest.
CREATE TABLE resident_code (
    bucket {bucket} NOT NULL,
    person {id} NOT NULL,
    purpose {text} NOT NULL,
    digest {bytes} NOT NULL,
    until {moment} NOT NULL,
    tries_left {count} NOT NULL,
    used_at {moment},
    asked_day {day} NOT NULL,
    asks {count} NOT NULL,
    version {count} NOT NULL,
    PRIMARY KEY (bucket, person, purpose)
) {clustered};
