-- Of a stay in which a status of the epidemic ended: what the days after it came to, which are no
-- epidemic patient's cost in the figures of the week.
ALTER TABLE settle_epidemic ADD COLUMN ordinary_total {money} NOT NULL DEFAULT 0;
ALTER TABLE settle_epidemic ADD COLUMN ordinary_assistance {money} NOT NULL DEFAULT 0;
ALTER TABLE settle_epidemic ADD COLUMN ordinary_own {money} NOT NULL DEFAULT 0;
