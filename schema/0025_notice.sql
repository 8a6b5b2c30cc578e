-- Events declared by offices: the end of an epidemic, response levels, emergency plans. Few rows;
-- they belong to nobody and lie in bucket 0.
CREATE TABLE notice_event (
    bucket {bucket} NOT NULL,
    event {id} NOT NULL,
    kind {text} NOT NULL,
    place {count} NOT NULL,
    day {day} NOT NULL,
    declared {moment} NOT NULL,
    withdrawn {moment},
    paper {text} NOT NULL,
    declared_by {id},
    withdrawn_by {id},
    version {count} NOT NULL,
    PRIMARY KEY (bucket, event)
){clustered};
