-- Days worked out. A class is clocks that are alike (core/deadline_class.h): its facts packed, and
-- the day they give now, which is a projection and never the truth: a job works it out again when
-- the book, the calendar or an event has changed, and says what it was before and why it moved. A
-- clock is one subject's, and only names its class.
CREATE TABLE due_class (
    bucket {bucket} NOT NULL,
    class_id {id} NOT NULL,
    name {text} NOT NULL,
    place {count} NOT NULL,
    facts {bytes} NOT NULL,
    state {text} NOT NULL,
    day {day},
    sorts {day} NOT NULL,
    state_before {text},
    day_before {day},
    moved_at {moment},
    cause {text},
    version {count} NOT NULL,
    PRIMARY KEY (bucket, class_id)
){replaced};
CREATE INDEX due_class_by_id ON due_class (class_id);

CREATE TABLE due_clock (
    bucket {bucket} NOT NULL,
    subject {id} NOT NULL,
    name {text} NOT NULL,
    class_id {id} NOT NULL,
    office {id} NOT NULL,
    running {flag} NOT NULL,
    started_at {moment} NOT NULL,
    ended_at {moment},
    version {count} NOT NULL,
    PRIMARY KEY (bucket, subject, name)
){clustered};
CREATE INDEX due_clock_of_office ON due_clock (office, running, class_id);

-- What the days were worked out from last: one row.
CREATE TABLE due_basis (
    bucket {bucket} NOT NULL,
    basis {text} NOT NULL,
    cause {text} NOT NULL,
    at {moment} NOT NULL,
    job {id},
    version {count} NOT NULL,
    PRIMARY KEY (bucket)
){clustered};
