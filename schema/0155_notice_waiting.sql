-- Texts of matters that are not in force yet: nobody has announced what they change. One row a
-- file, written when the server starts; the announcement of the last change takes it over.
CREATE TABLE notice_waiting (
    bucket {bucket} NOT NULL,
    file {text} NOT NULL,
    digest {text} NOT NULL,
    text {text} NOT NULL,
    since {moment} NOT NULL,
    state {text} NOT NULL,
    version {count} NOT NULL,
    PRIMARY KEY (bucket, file)
){clustered};
