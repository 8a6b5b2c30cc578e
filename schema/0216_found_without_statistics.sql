-- SQLite keeps no statistics here and takes the bucket for a column that leaves few rows: of an
-- index that names more it makes use only where that has all that is asked. Whether somebody has a
-- line of a month was looked for in all lines of his unit, and what one has learnt in all lessons
-- of the bucket.
DROP INDEX contribute_line_month;
CREATE INDEX contribute_line_month ON contribute_line (bucket, owner, person, month, insurance);
DROP INDEX duty_learnt_account;
CREATE INDEX duty_learnt_account ON duty_learnt (bucket, account, lesson, office, at);
