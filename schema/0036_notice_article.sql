-- What the media printed about good practice under a notice.
CREATE TABLE notice_article (
    bucket {bucket} NOT NULL,
    article {id} NOT NULL,
    number {text} NOT NULL,
    title {text} NOT NULL,
    medium {text} NOT NULL,
    link {text},
    printed_on {day} NOT NULL,
    office {id} NOT NULL,
    place {count} NOT NULL,
    said_by {id} NOT NULL,
    said_at {moment} NOT NULL,
    PRIMARY KEY (bucket, article)
){clustered};
CREATE INDEX notice_article_of ON notice_article (bucket, number);
