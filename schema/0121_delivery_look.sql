-- Until when it was looked for duties of offices that are late and for notices nobody has read.
CREATE TABLE delivery_look (
    bucket {bucket} NOT NULL,
    name {text} NOT NULL,
    at {moment} NOT NULL,
    version {count} NOT NULL,
    PRIMARY KEY (bucket, name)
){clustered};
