-- When a case was first accepted and by which office, as returns count it: written once. Whoever
-- has it later, and however often it is taken up again, what was sent upwards stays so.
ALTER TABLE intake_case ADD COLUMN counted_at {moment};
ALTER TABLE intake_case ADD COLUMN counted_office {id};
UPDATE intake_case SET counted_at = accepted_at, counted_office = office
    WHERE accepted_at IS NOT NULL;
DROP INDEX intake_case_accepted;
CREATE INDEX intake_case_counted ON intake_case (counted_office, counted_at, case_id);
DROP VIEW v_intake_cases;
CREATE VIEW v_intake_cases AS
    SELECT bucket, case_id, person, matter, state, office, place, insurance, applicant, unit,
           institution, channel, received_at, sent_at, accepted_at, counted_at, counted_office,
           asked_at, supplied_at, decided_at, decided_by, verdict, result
    FROM intake_case;
