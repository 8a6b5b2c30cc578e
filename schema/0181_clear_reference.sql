-- A payment of the bank stands for one order: its number there, of the area whose account it left.
CREATE TABLE clear_reference (
    bucket {bucket} NOT NULL,
    place {count} NOT NULL,
    reference {text} NOT NULL,
    institution {id} NOT NULL,
    order_id {id} NOT NULL,
    PRIMARY KEY (bucket, place, reference)
){clustered};
