-- What room claim shows to reports: read only, without names, numbers and accounts of people.
CREATE VIEW v_claim_claims AS
    SELECT bucket, claim, person, cause, kind, ground, filer, unit, place, insurance, handed_in,
           receipts, total, funds, own, funds_there, payee, basis, state, entered_at, reviewed_at,
           decided_at
    FROM claim;
CREATE VIEW v_claim_payments AS
    SELECT bucket, claim, payment, person, place, amount, payee, state, batch, made_at, sent_at,
           answered_at, bank_day, replaces
    FROM claim_payment;
