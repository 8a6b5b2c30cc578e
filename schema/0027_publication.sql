-- Publications: every text of the rules as it became known, in the order it was taken in. This list
-- is the truth; the book is made from it. Some hundreds of rows that are never changed; they belong
-- to nobody and lie in bucket 0.
CREATE TABLE notice_publication (
    bucket {bucket} NOT NULL,
    sequence {count} NOT NULL,
    file {text} NOT NULL,
    digest {text} NOT NULL,
    text {text} NOT NULL,
    taken {moment} NOT NULL,
    known {moment},
    origin {text} NOT NULL,
    document {id},
    PRIMARY KEY (bucket, sequence)
){clustered};
