-- What room fund shows to reports: read only, without names and numbers of people.
CREATE VIEW v_fund_transfers AS
    SELECT bucket, cause, line, day, about, person, debit_kind, debit_owner, credit_kind,
           credit_owner, amount
    FROM fund_transfer;

CREATE VIEW v_fund_personal_accounts AS
    SELECT bucket, person, balance, held
    FROM fund_personal;
