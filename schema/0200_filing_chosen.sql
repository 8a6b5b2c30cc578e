-- What an out-of-area filing is (code list offsite_kind), beside what it is settled as: one made
-- up for a stranded person is settled like those of people who live elsewhere, and is none of
-- them. Of those filed by a case before the form tells.
ALTER TABLE filing ADD COLUMN chosen {text};
UPDATE filing SET chosen = (
    SELECT CASE
        WHEN c.form LIKE '%"kind":"stranded"%' THEN 'stranded'
        WHEN c.form LIKE '%"kind":"settled-retiree"%' THEN 'settled-retiree'
        WHEN c.form LIKE '%"kind":"long-term-resident"%' THEN 'long-term-resident'
        WHEN c.form LIKE '%"kind":"stationed-worker"%' THEN 'stationed-worker' END
    FROM intake_case c WHERE c.bucket = filing.bucket AND c.case_id = filing.cause)
    WHERE about = 'offsite' AND kind = 'long-term' AND cause IS NOT NULL;
UPDATE filing SET chosen = kind
    WHERE about = 'offsite' AND kind IN ('referral', 'emergency', 'other');
DROP VIEW v_filing_filings;
CREATE VIEW v_filing_filings AS
    SELECT bucket, person, filing, about, kind, insurance, division, institution, disease,
           valid_from, valid_until, filed_on, state, cause, basis, chosen
    FROM filing;
