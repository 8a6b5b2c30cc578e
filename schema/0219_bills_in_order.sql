-- The bills of a month one after the other, as a job or a file goes through them: each step sorted
-- all of them, and looked for the lines of each among those of its whole bucket.
CREATE INDEX contribute_bill_in_order ON contribute_bill
    (month, owner, bill, place, insurance, kind, bucket);
