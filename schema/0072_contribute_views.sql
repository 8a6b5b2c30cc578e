-- What room contribute shows to reports: read only, without names and numbers of people.
CREATE VIEW v_contribute_arrears AS
    SELECT bucket, owner, arrears, insurance, due, amount, paid
    FROM contribute_arrears;
