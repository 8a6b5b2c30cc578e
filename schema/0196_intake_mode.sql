-- Cases found by the mode they came by (Jiangxi's ten, Shaoxing's four), however few did: in the
-- order they came, of the office they came to and over all offices. A way is written once and never
-- changed, so these cost a case nothing at its later steps.
ALTER TABLE intake_way ADD COLUMN received_at {moment} NOT NULL DEFAULT 0;
UPDATE intake_way SET received_at = (
    SELECT c.received_at FROM intake_case c
    WHERE c.bucket = intake_way.bucket AND c.case_id = intake_way.case_id);
CREATE INDEX intake_way_by_ten ON intake_way (office, ten, received_at, case_id);
CREATE INDEX intake_way_by_four ON intake_way (office, four, received_at, case_id)
    WHERE four IS NOT NULL;
CREATE INDEX intake_way_all_by_ten ON intake_way (ten, received_at, case_id);
CREATE INDEX intake_way_all_by_four ON intake_way (four, received_at, case_id)
    WHERE four IS NOT NULL;
-- Those that another office took over: found beside the ways of the office that has them now.
CREATE INDEX intake_case_handed ON intake_case (office, received_at, case_id)
    WHERE handovers > 0;
