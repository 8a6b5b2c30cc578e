-- What a stay has beside its visit, and the diagnoses a patient leaves with.
CREATE TABLE visit_stay (
    bucket {bucket} NOT NULL,
    visit {id} NOT NULL,
    record_no {text},
    admitted_for {text},
    main_code {text},
    main_name {text},
    procedure_code {text},
    procedure_name {text},
    maternity {text},
    family_planning {text},
    late_birth {text},
    premature {text},
    complications {text},
    weeks {count} NOT NULL,
    pregnancies {count} NOT NULL,
    fetuses {count} NOT NULL,
    born_on {day},
    end_department {text},
    end_department_name {text},
    end_bed {text},
    died {day},
    finally_settled {flag} NOT NULL,
    version {count} NOT NULL,
    PRIMARY KEY (bucket, visit)
){clustered};

CREATE TABLE visit_discharge_diagnosis (
    bucket {bucket} NOT NULL,
    visit {id} NOT NULL,
    kind {text} NOT NULL,
    number {count} NOT NULL,
    main {flag} NOT NULL,
    code {text} NOT NULL,
    name {text} NOT NULL,
    department {text},
    doctor {text},
    doctor_name {text},
    at {moment},
    valid {flag} NOT NULL,
    version {count} NOT NULL,
    PRIMARY KEY (bucket, visit, kind, number)
){clustered};
