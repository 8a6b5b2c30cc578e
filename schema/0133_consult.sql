-- Questions, answers for all, the pairs of characters that find them, and calls of the telephones.
CREATE TABLE consult_ticket (
    bucket {bucket} NOT NULL,
    ticket {id} NOT NULL,
    office {id} NOT NULL,
    place {count} NOT NULL,
    channel {text} NOT NULL,
    kind {text} NOT NULL,
    matter {text},
    question {text} NOT NULL,
    person {id},
    unit {id},
    institution {id},
    case_id {id},
    name_sealed {bytes},
    phone_sealed {bytes},
    phone_digest {bytes},
    asked_at {moment} NOT NULL,
    due_at {moment},
    state {text} NOT NULL,
    assignee {id},
    topic {text},
    answer {text},
    answered_by {id},
    answered_at {moment},
    escalations {count} NOT NULL,
    escalated_to {id},
    rating {count} NOT NULL,
    remark {text},
    rated_at {moment},
    follow {text},
    followed_by {id},
    follow_note {text},
    receipt {text},
    their_number {text},
    returned_at {moment},
    version {count} NOT NULL,
    PRIMARY KEY (bucket, ticket)
) {clustered};
CREATE INDEX consult_ticket_office ON consult_ticket (bucket, office, state, ticket);
CREATE INDEX consult_ticket_asked ON consult_ticket (office, asked_at);
CREATE INDEX consult_ticket_person ON consult_ticket (person, ticket);
CREATE INDEX consult_ticket_unit ON consult_ticket (unit, ticket);
CREATE INDEX consult_ticket_institution ON consult_ticket (institution, ticket);

CREATE TABLE consult_answer (
    bucket {bucket} NOT NULL,
    answer {id} NOT NULL,
    topic {text} NOT NULL,
    topic_key {text} NOT NULL,
    matter {text},
    place {count} NOT NULL,
    question {text},
    body {text},
    state {text} NOT NULL,
    asked {count} NOT NULL,
    asked_since {day},
    last_ticket {id},
    published_at {moment},
    published_by {id},
    version {count} NOT NULL,
    PRIMARY KEY (bucket, answer)
) {clustered};
CREATE UNIQUE INDEX consult_answer_topic ON consult_answer (bucket, topic_key, place);
CREATE INDEX consult_answer_state ON consult_answer (state, asked);

CREATE TABLE consult_gram (
    bucket {bucket} NOT NULL,
    gram {text} NOT NULL,
    answer {id} NOT NULL,
    publication {count} NOT NULL,
    PRIMARY KEY (bucket, gram, answer, publication)
) {clustered};

CREATE TABLE consult_calls (
    bucket {bucket} NOT NULL,
    office {id} NOT NULL,
    day {day} NOT NULL,
    phone {text} NOT NULL,
    answered {count} NOT NULL,
    missed {count} NOT NULL,
    version {count} NOT NULL,
    PRIMARY KEY (bucket, office, day, phone)
) {clustered};

CREATE VIEW v_consult_tickets AS
    SELECT bucket, ticket, office, place, channel, kind, matter, case_id, asked_at, due_at, state,
           topic, answered_at, escalations, rating, rated_at, follow, receipt
    FROM consult_ticket;

CREATE VIEW v_consult_calls AS
    SELECT bucket, office, day, phone AS line, answered, missed FROM consult_calls;

-- A day is counted from 1970-01-01 in China's time.
CREATE VIEW v_consult_counts AS
    SELECT office, (asked_at + 28800000) / 86400000 AS asked_day, kind, channel,
           COUNT(*) AS asked,
           SUM(CASE WHEN answered_at IS NULL THEN 0 ELSE 1 END) AS answered,
           SUM(CASE WHEN rating = 0 THEN 0 ELSE 1 END) AS rated,
           SUM(CASE WHEN follow IS NULL THEN 0 ELSE 1 END) AS low
    FROM consult_ticket
    GROUP BY office, (asked_at + 28800000) / 86400000, kind, channel;
