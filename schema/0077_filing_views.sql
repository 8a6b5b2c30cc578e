-- What room filing shows to reports: read only, without names and numbers of people.
CREATE VIEW v_filing_filings AS
    SELECT bucket, person, filing, about, kind, insurance, division, institution, disease,
           valid_from, valid_until, filed_on, state, cause, basis
    FROM filing;
