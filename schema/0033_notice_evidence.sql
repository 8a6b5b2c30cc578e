-- Papers beside what an office says it has done for a notice: a summary, a list, a picture.
CREATE TABLE notice_evidence (
    bucket {bucket} NOT NULL,
    evidence {id} NOT NULL,
    progress {id} NOT NULL,
    number {text} NOT NULL,
    blob {text} NOT NULL,
    file_name {text},
    file_type {text},
    sent_by {id} NOT NULL,
    sent_at {moment} NOT NULL,
    PRIMARY KEY (bucket, evidence)
){clustered};
CREATE INDEX notice_evidence_of ON notice_evidence (bucket, number);
