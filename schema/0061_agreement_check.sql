-- Checks of a restored agreement that a measure puts off until an event.
CREATE TABLE agreement_check (
    bucket {bucket} NOT NULL,
    institution {id} NOT NULL,
    agreement {id} NOT NULL,
    name {text} NOT NULL,
    place {count} NOT NULL,
    under {text} NOT NULL,
    since {moment} NOT NULL,
    done_on {day},
    evidence {text},
    done_by {id},
    version {count} NOT NULL,
    PRIMARY KEY (bucket, institution, agreement, name)
){clustered};
