-- Prescriptions beyond the ordinary days: by which measure they passed, what the physician said.
CREATE TABLE visit_confirmation (
    bucket {bucket} NOT NULL,
    visit {id} NOT NULL,
    bill {text} NOT NULL,
    serial {text} NOT NULL,
    days {count} NOT NULL,
    at_most {count} NOT NULL,
    wanted {text} NOT NULL,
    state {text} NOT NULL,
    basis {text} NOT NULL,
    asked_at {moment} NOT NULL,
    physician {text},
    physician_name {text},
    reason {text},
    given_at {moment},
    given_by {id},
    version {count} NOT NULL,
    PRIMARY KEY (bucket, visit, bill, serial)
){clustered};
