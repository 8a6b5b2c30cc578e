-- What was taken too much and given back, each time by itself: of which bill, which way and by
-- which case, so that it can be undone while the money has not left.
CREATE TABLE contribute_back (
    bucket {bucket} NOT NULL,
    owner {id} NOT NULL,
    back {id} NOT NULL,
    bill {id} NOT NULL,
    way {text} NOT NULL,
    amount {money} NOT NULL,
    fee {money} NOT NULL,
    cause {id},
    made_at {moment} NOT NULL,
    undone {day},
    version {count} NOT NULL,
    PRIMARY KEY (bucket, owner, back)
){clustered};
-- Refunds that no payment was made for are looked for by place.
CREATE INDEX contribute_bill_refunded ON contribute_bill (place, owner) WHERE refunded > 0;
