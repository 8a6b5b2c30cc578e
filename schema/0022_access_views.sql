-- What room access shows to reports: read only, without names and numbers of people.
CREATE VIEW v_access_accounts AS
    SELECT bucket, account, role, office, institution, unit, password_once, locked_until,
           valid_until
    FROM account;

CREATE VIEW v_access_unmaskings AS
    SELECT bucket, person, unmasking, account, what, at
    FROM unmasking;
