-- What is paid to a unit's own account is listed by the unit: claims it stands in, wherever the
-- persons lie.
CREATE INDEX claim_of_unit ON claim (unit, claim);
