-- Medicines, services, supplies, diagnoses and special diseases, by the hash of their code.
CREATE TABLE catalogue_item (
    bucket {bucket} NOT NULL,
    code {text} NOT NULL,
    place {count} NOT NULL,
    valid_from {day} NOT NULL,
    name {text},
    unit {text},
    list_type {text},
    charge_type {text},
    charge_level {text},
    pay_first {share} NOT NULL,
    limit_tier1 {price} NOT NULL,
    limit_tier2 {price} NOT NULL,
    limit_tier3 {price} NOT NULL,
    limited_use {flag} NOT NULL,
    limited_to {text},
    controlled {flag} NOT NULL,
    short_supply {flag} NOT NULL,
    long_prescription {flag} NOT NULL,
    days_max {count} NOT NULL,
    valid_until {day},
    known_from {day},
    under {text},
    version {count} NOT NULL,
    PRIMARY KEY (bucket, code, place, valid_from)
) {clustered};

CREATE TABLE catalogue_diagnosis (
    bucket {bucket} NOT NULL,
    code {text} NOT NULL,
    valid_from {day} NOT NULL,
    name {text},
    valid_until {day},
    version {count} NOT NULL,
    PRIMARY KEY (bucket, code, valid_from)
) {clustered};

CREATE TABLE catalogue_disease (
    bucket {bucket} NOT NULL,
    code {text} NOT NULL,
    place {count} NOT NULL,
    valid_from {day} NOT NULL,
    name {text},
    kind {text},
    valid_until {day},
    version {count} NOT NULL,
    PRIMARY KEY (bucket, code, place, valid_from)
) {clustered};
