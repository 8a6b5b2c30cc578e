-- Which institution put a filing on record: a referral names the hospital it leads to, and is taken
-- back by the one that wrote it. Absent: an agency did, or it is older.
ALTER TABLE filing ADD COLUMN filed_by {id};
