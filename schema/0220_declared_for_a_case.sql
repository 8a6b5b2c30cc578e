-- The case whose approval began to declare a month in parts: approved once more after an objection
-- it finds what it began, instead of a month that is declared already.
ALTER TABLE contribute_run ADD COLUMN cause {id};
