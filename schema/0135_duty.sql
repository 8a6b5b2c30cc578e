-- Duty, reports upwards, the hall's log, lessons and suggestions.
CREATE TABLE duty_shift (
    bucket {bucket} NOT NULL,
    office {id} NOT NULL,
    shift {id} NOT NULL,
    what {text} NOT NULL,
    phone {text},
    from_at {moment} NOT NULL,
    until_at {moment} NOT NULL,
    owner {id} NOT NULL,
    deputy {id},
    set_by {id},
    dropped {flag} NOT NULL,
    version {count} NOT NULL,
    PRIMARY KEY (bucket, office, shift)
) {clustered};

CREATE TABLE duty_incident (
    bucket {bucket} NOT NULL,
    office {id} NOT NULL,
    incident {id} NOT NULL,
    kind {text} NOT NULL,
    what {text} NOT NULL,
    began_at {moment} NOT NULL,
    filed_at {moment} NOT NULL,
    filed_by {id},
    ended_at {moment},
    version {count} NOT NULL,
    PRIMARY KEY (bucket, office, incident)
) {clustered};

CREATE TABLE duty_step (
    bucket {bucket} NOT NULL,
    incident {id} NOT NULL,
    office {id} NOT NULL,
    told_at {moment} NOT NULL,
    seen_at {moment},
    seen_by {id},
    reply {text},
    version {count} NOT NULL,
    PRIMARY KEY (bucket, incident, office)
) {clustered};
CREATE INDEX duty_step_office ON duty_step (office, told_at);

CREATE TABLE duty_entry (
    bucket {bucket} NOT NULL,
    office {id} NOT NULL,
    day {day} NOT NULL,
    entry {id} NOT NULL,
    kind {text} NOT NULL,
    note {text},
    quantity {count} NOT NULL,
    at {moment} NOT NULL,
    made_by {id},
    PRIMARY KEY (bucket, office, day, entry)
) {clustered};

CREATE TABLE duty_lesson (
    bucket {bucket} NOT NULL,
    office {id} NOT NULL,
    lesson {id} NOT NULL,
    title {text} NOT NULL,
    link {text},
    role {text},
    matter {text},
    due {day},
    reading {flag} NOT NULL,
    set_by {id},
    version {count} NOT NULL,
    PRIMARY KEY (bucket, office, lesson)
) {clustered};

CREATE TABLE duty_learnt (
    bucket {bucket} NOT NULL,
    lesson {id} NOT NULL,
    account {id} NOT NULL,
    office {id},
    at {moment} NOT NULL,
    PRIMARY KEY (bucket, lesson, account)
) {clustered};

CREATE TABLE duty_suggestion (
    bucket {bucket} NOT NULL,
    office {id} NOT NULL,
    suggestion {id} NOT NULL,
    about {text},
    what {text} NOT NULL,
    made_by {id},
    at {moment} NOT NULL,
    state {text} NOT NULL,
    reply {text},
    answered_by {id},
    version {count} NOT NULL,
    PRIMARY KEY (bucket, office, suggestion)
) {clustered};

CREATE VIEW v_duty_shifts AS
    SELECT bucket, office, shift, what, from_at, until_at, owner, deputy
    FROM duty_shift WHERE dropped = 0;
CREATE VIEW v_duty_incidents AS
    SELECT bucket, office, incident, kind, began_at, filed_at, ended_at FROM duty_incident;
CREATE VIEW v_duty_entries AS
    SELECT bucket, office, day, entry, kind, quantity, at FROM duty_entry;
