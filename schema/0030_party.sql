-- People, their numbers, spells and marks; institutions, units and operators. A number is sealed
-- in its person's row; person_key leads to the person from the bucket of the number's digest.
CREATE TABLE person (
    bucket {bucket} NOT NULL,
    person {id} NOT NULL,
    name {text},
    certificate {text},
    number_sealed {bytes},
    number_masked {text},
    sex {text},
    ethnicity {text},
    born {day},
    phone_sealed {bytes},
    phone_masked {text},
    merged_into {id},
    version {count} NOT NULL,
    PRIMARY KEY (bucket, person)
) {clustered};

CREATE TABLE person_key (
    bucket {bucket} NOT NULL,
    kind {text} NOT NULL,
    digest {bytes} NOT NULL,
    person {id},
    version {count} NOT NULL,
    PRIMARY KEY (bucket, kind, digest)
) {clustered};
CREATE INDEX person_key_person ON person_key (person);

CREATE TABLE spell (
    bucket {bucket} NOT NULL,
    person {id} NOT NULL,
    spell {id} NOT NULL,
    insurance {text},
    kind {text},
    place {count} NOT NULL,
    unit {id},
    unit_name {text},
    valid_from {day},
    valid_until {day},
    status {text},
    paused_from {day},
    paused_until {day},
    civil_servant {flag} NOT NULL,
    former {id},
    version {count} NOT NULL,
    PRIMARY KEY (bucket, person, spell)
) {clustered};

CREATE TABLE person_identity (
    bucket {bucket} NOT NULL,
    person {id} NOT NULL,
    identity {id} NOT NULL,
    type {text},
    level {text},
    memo {text},
    valid_from {moment},
    valid_until {moment},
    version {count} NOT NULL,
    PRIMARY KEY (bucket, person, identity)
) {clustered};

CREATE TABLE person_status (
    bucket {bucket} NOT NULL,
    person {id} NOT NULL,
    status {id} NOT NULL,
    kind {text},
    valid_from {day},
    valid_until {day},
    source {text},
    version {count} NOT NULL,
    PRIMARY KEY (bucket, person, status)
) {clustered};

CREATE TABLE institution (
    bucket {bucket} NOT NULL,
    institution {id} NOT NULL,
    code {text},
    name {text},
    credit_code {text},
    type {text},
    level {text},
    tier {count} NOT NULL,
    community {flag} NOT NULL,
    district_owned {flag} NOT NULL,
    chinese_medicine {flag} NOT NULL,
    fever_clinic {flag} NOT NULL,
    designated_epidemic {flag} NOT NULL,
    chain {flag} NOT NULL,
    division {count} NOT NULL,
    address {text},
    phone {text},
    valid_from {day},
    valid_until {day},
    sign_in_required {flag} NOT NULL,
    gateway {text},
    key_id {text},
    secret_sealed {bytes},
    user_name {text},
    password_sealed {bytes},
    public_key {text},
    our_key_sealed {bytes},
    version {count} NOT NULL,
    PRIMARY KEY (bucket, institution)
) {clustered};
CREATE UNIQUE INDEX institution_code ON institution (bucket, code);
CREATE INDEX institution_name ON institution (name);

CREATE TABLE institution_key (
    bucket {bucket} NOT NULL,
    key_id {text} NOT NULL,
    institution {id},
    PRIMARY KEY (bucket, key_id)
) {clustered};

CREATE TABLE unit (
    bucket {bucket} NOT NULL,
    unit {id} NOT NULL,
    credit_code {text},
    name {text},
    kind {text},
    industry {text},
    division {count} NOT NULL,
    valid_from {day},
    valid_until {day},
    legal_person {text},
    contact {text},
    version {count} NOT NULL,
    PRIMARY KEY (bucket, unit)
) {clustered};

CREATE UNIQUE INDEX unit_credit_code ON unit (bucket, credit_code);
CREATE INDEX unit_division ON unit (division, unit);

CREATE TABLE institution_operator (
    bucket {bucket} NOT NULL,
    institution {id} NOT NULL,
    operator {text} NOT NULL,
    sign_no {id},
    signed_in {moment},
    signed_out {moment},
    version {count} NOT NULL,
    PRIMARY KEY (bucket, institution, operator)
) {clustered};
CREATE INDEX institution_operator_sign_no ON institution_operator (bucket, institution, sign_no);
