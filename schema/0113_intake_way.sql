-- By which way a case came, as returns count it: one row a case, beside it. What a region calls a
-- way (its modes) is worked out when the case comes in, by the rule of that day.
CREATE TABLE intake_way (
    bucket {bucket} NOT NULL,
    case_id {id} NOT NULL,
    office {id} NOT NULL,
    channel {text} NOT NULL,
    ten {text} NOT NULL,
    four {text},
    counted {text} NOT NULL,
    contact {flag} NOT NULL,
    helped {flag} NOT NULL,
    booked {flag} NOT NULL,
    extended {flag} NOT NULL,
    enterprise {flag} NOT NULL,
    origin {text},
    their_number {text},
    device {text},
    consent {text},
    asked {text},
    callback_sealed {bytes},
    booking {id},
    PRIMARY KEY (bucket, case_id)
){clustered};

-- From another system's number of an application to its case; in the bucket of both's hash.
CREATE TABLE intake_origin (
    bucket {bucket} NOT NULL,
    origin {text} NOT NULL,
    their_number {text} NOT NULL,
    case_id {id} NOT NULL,
    person {id},
    receipt {text} NOT NULL,
    PRIMARY KEY (bucket, origin, their_number)
){clustered};
CREATE INDEX intake_case_accepted ON intake_case (office, accepted_at, case_id);
CREATE INDEX intake_document_served ON intake_document (office, served_at, document);
