-- Settlements of patients who were treated first: by what status, and where. One row beside the
-- settlement, so that the weekly figures read these alone.
CREATE TABLE settle_epidemic (
    bucket {bucket} NOT NULL,
    person {id} NOT NULL,
    settlement {id} NOT NULL,
    status {text} NOT NULL,
    place {count} NOT NULL,
    day {day} NOT NULL,
    outside {flag} NOT NULL,
    version {count} NOT NULL,
    PRIMARY KEY (bucket, person, settlement)
){clustered};
CREATE INDEX settle_epidemic_of_day ON settle_epidemic (day);
