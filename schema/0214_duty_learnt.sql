-- What one has learnt, newest first: without it the lessons of an office were looked through for
-- all who learnt them.
CREATE INDEX duty_learnt_account ON duty_learnt (bucket, account, lesson);
