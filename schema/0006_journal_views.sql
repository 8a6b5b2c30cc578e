-- What the house shows to reports: read only, without names and numbers of people.
CREATE VIEW v_house_decisions AS
    SELECT bucket, lane, sequence, at, action, door, asker, subject, book
    FROM journal;

CREATE VIEW v_house_anchors AS
    SELECT bucket, sequence, log_sequence, at
    FROM journal_anchor;

CREATE VIEW v_house_jobs AS
    SELECT bucket, job, kind, subject, state, done, total, started, finished
    FROM job;
