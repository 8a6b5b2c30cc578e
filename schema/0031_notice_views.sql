-- What room notice shows to reports: read only, without names and numbers of people.
CREATE VIEW v_notice_events AS
    SELECT bucket, event, kind, place, day, declared, withdrawn, declared_by, withdrawn_by
    FROM notice_event;

CREATE VIEW v_notice_publications AS
    SELECT bucket, sequence, file, digest, taken, known, origin, document
    FROM notice_publication;

CREATE VIEW v_notice_documents AS
    SELECT bucket, document, kind, place, number, title, state, holds_from, drafted_by,
           drafted_at, approved_by, approved_at, published_by, published_at, sequence
    FROM notice_document;

CREATE VIEW v_notice_progress AS
    SELECT bucket, progress, number, measure, thing, milestone, office, place, done_on, said_at,
           withdrawn_at
    FROM notice_progress;
