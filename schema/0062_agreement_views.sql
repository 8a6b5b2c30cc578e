-- What room agreement shows to reports: read only, without names and numbers of people.
CREATE VIEW v_agreement_agreements AS
    SELECT bucket, institution, agreement, valid_from, valid_until, status, status_from,
           status_until, payment_held
    FROM agreement;
