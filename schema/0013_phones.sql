-- Telephones of offices, one row a business and number.
CREATE TABLE office_phone (
    bucket {bucket} NOT NULL,
    office {id} NOT NULL,
    phone {id} NOT NULL,
    business {text} NOT NULL,
    number {text} NOT NULL,
    hours {text},
    source {text},
    removed {flag} NOT NULL,
    version {count} NOT NULL,
    PRIMARY KEY (bucket, office, phone)
) {clustered};

CREATE VIEW v_staff_phones AS
    SELECT bucket, office, phone, business, number, hours, source, removed FROM office_phone;
