-- What an institution did with money paid ahead for one thing only: each invoice of a supplier.
CREATE TABLE clear_use (
    bucket {bucket} NOT NULL,
    institution {id} NOT NULL,
    use_id {id} NOT NULL,
    order_id {id} NOT NULL,
    supplier {text} NOT NULL,
    invoice {text} NOT NULL,
    amount {money} NOT NULL,
    pay_by {day} NOT NULL,
    paid_on {day},
    stated_by {id},
    stated_at {moment} NOT NULL,
    version {count} NOT NULL,
    PRIMARY KEY (bucket, institution, use_id)
){clustered};
