-- What an institution still owes under its agreement besides care, and whether it was done.
CREATE TABLE agreement_obligation (
    bucket {bucket} NOT NULL,
    institution {id} NOT NULL,
    obligation {id} NOT NULL,
    place {count} NOT NULL,
    what {text} NOT NULL,
    due {day} NOT NULL,
    urgent {flag} NOT NULL,
    set_at {moment} NOT NULL,
    set_by {id} NOT NULL,
    done_on {day},
    evidence {text},
    done_by {id},
    version {count} NOT NULL,
    PRIMARY KEY (bucket, institution, obligation)
){clustered};
