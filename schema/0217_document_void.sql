-- A document that says what no longer holds, because what it rests on was taken back: since when,
-- and the receipt of the case that was. Its text stays as it was written.
ALTER TABLE intake_document ADD COLUMN void_at {moment};
ALTER TABLE intake_document ADD COLUMN void_by {text};
