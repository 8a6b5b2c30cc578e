-- Papers that another department holds: what it was asked, until when it may answer, what it said.
CREATE TABLE intake_request (
    bucket {bucket} NOT NULL,
    case_id {id} NOT NULL,
    request {id} NOT NULL,
    paper {id} NOT NULL,
    person {id},
    place {count} NOT NULL,
    department {text} NOT NULL,
    matter {text} NOT NULL,
    material {text} NOT NULL,
    asked_at {moment} NOT NULL,
    due {moment} NOT NULL,
    otherwise {text} NOT NULL,
    state {text} NOT NULL,
    answer {text},
    found {text},
    answered_at {moment},
    answered_by {id},
    version {count} NOT NULL,
    PRIMARY KEY (bucket, case_id, request)
){clustered};
CREATE INDEX intake_request_open ON intake_request (department, state, request);
CREATE INDEX intake_request_alone ON intake_request (bucket, request);

CREATE VIEW v_intake_requests AS
    SELECT bucket, case_id, request, paper, place, department, matter, material, asked_at, due,
           state, answer, answered_at
    FROM intake_request;
