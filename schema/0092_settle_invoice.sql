-- An invoice of a pharmacy pays for one purchase. The row lies in the bucket of its name's hash;
-- settlement is empty once the purchase was undone, and the number may be used anew.
CREATE TABLE settle_invoice (
    bucket {bucket} NOT NULL,
    institution {id} NOT NULL,
    invoice {text} NOT NULL,
    person {id} NOT NULL,
    settlement {id},
    version {count} NOT NULL,
    PRIMARY KEY (bucket, institution, invoice)
) {clustered};
