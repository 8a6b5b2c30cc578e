-- Care written down from the papers of a manual claim: what counts of the hospital, as it was when
-- the papers were entered. The visit itself has no institution.
CREATE TABLE visit_claimed (
    bucket {bucket} NOT NULL,
    visit {id} NOT NULL,
    person {id} NOT NULL,
    claim {id} NOT NULL,
    cause {id},
    institution {id},
    institution_name {text} NOT NULL,
    tier {count} NOT NULL,
    community {flag} NOT NULL,
    district_owned {flag} NOT NULL,
    chinese_medicine {flag} NOT NULL,
    fever_clinic {flag} NOT NULL,
    emergency {flag} NOT NULL,
    in_scope_there {money} NOT NULL,
    invoice {text} NOT NULL,
    version {count} NOT NULL,
    PRIMARY KEY (bucket, visit)
){clustered};
CREATE INDEX visit_claimed_of_claim ON visit_claimed (bucket, claim);
CREATE INDEX visit_claimed_of_cause ON visit_claimed (bucket, cause);
