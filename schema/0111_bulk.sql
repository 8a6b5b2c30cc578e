-- Files of many applications or declarations (报盘): one row a file, in the bucket of its name (who
-- sent what for which action), and one a part of its answers, as they came. The file itself and
-- what went back lie with the papers.
CREATE TABLE bulk_file (
    bucket {bucket} NOT NULL,
    file {id} NOT NULL,
    name {text} NOT NULL,
    account {id} NOT NULL,
    unit {id},
    institution {id},
    office {id},
    action {text} NOT NULL,
    matter {text},
    checking {flag} NOT NULL,
    all_or_none {flag} NOT NULL,
    recorded_as {id},
    file_name {text} NOT NULL,
    blob {text} NOT NULL,
    state {text} NOT NULL,
    sent_at {moment} NOT NULL,
    last_line {count} NOT NULL,
    parts {count} NOT NULL,
    done {count} NOT NULL,
    good {count} NOT NULL,
    repeated {count} NOT NULL,
    bad {count} NOT NULL,
    fault {text},
    detail {text},
    answer_blob {text},
    left_blob {text},
    answer_type {text},
    answer_end {text},
    ended_at {moment},
    version {count} NOT NULL,
    PRIMARY KEY (bucket, file)
){clustered};
CREATE UNIQUE INDEX bulk_file_named ON bulk_file (bucket, name);
CREATE INDEX bulk_file_in_state ON bulk_file (state, file);
CREATE INDEX bulk_file_of_account ON bulk_file (account, file);
CREATE INDEX bulk_file_of_unit ON bulk_file (unit, file);

CREATE TABLE bulk_part (
    bucket {bucket} NOT NULL,
    file {id} NOT NULL,
    part {count} NOT NULL,
    office {id},
    first_line {count} NOT NULL,
    last_line {count} NOT NULL,
    bad {count} NOT NULL,
    results {bytes} NOT NULL,
    PRIMARY KEY (bucket, file, part)
){clustered};
