-- Offices and posts. Everything lies in bucket 0: offices are few and read together.
CREATE TABLE office (
    bucket {bucket} NOT NULL,
    office {id} NOT NULL,
    parent {id},
    kind {text},
    division {count} NOT NULL,
    name {text},
    address {text},
    phone {text},
    phone_kind {text},
    hours {text},
    leader {id},
    leader_label {text},
    hall_in {text},
    hall_contact {text},
    department {text},
    sort {count} NOT NULL,
    version {count} NOT NULL,
    PRIMARY KEY (bucket, office)
) {clustered};
CREATE INDEX office_division ON office (bucket, division);

CREATE TABLE office_above (
    bucket {bucket} NOT NULL,
    above {id} NOT NULL,
    office {id} NOT NULL,
    PRIMARY KEY (bucket, above, office)
) {clustered};
CREATE INDEX office_above_office ON office_above (bucket, office);

CREATE TABLE post (
    bucket {bucket} NOT NULL,
    office {id} NOT NULL,
    post {id} NOT NULL,
    title {text},
    role {text},
    valid_from {day},
    valid_until {day},
    version {count} NOT NULL,
    PRIMARY KEY (bucket, office, post)
) {clustered};

CREATE VIEW v_staff_offices AS
    SELECT bucket, office, parent, kind, division, name, address, phone, phone_kind, hours, sort
    FROM office;
