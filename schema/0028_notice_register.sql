-- Documents on their way: drafted by one person, approved by another, published. Those that were
-- published stand in notice_publication as well; here is who did what. Bucket 0 throughout: there
-- are some a week.
CREATE TABLE notice_document (
    bucket {bucket} NOT NULL,
    document {id} NOT NULL,
    kind {text} NOT NULL,
    place {count} NOT NULL,
    number {text} NOT NULL,
    title {text},
    file {text} NOT NULL,
    text {text} NOT NULL,
    digest {text} NOT NULL,
    state {text} NOT NULL,
    paper {text},
    holds_from {day},
    drafted_by {id} NOT NULL,
    drafted_at {moment} NOT NULL,
    approved_by {id},
    approved_at {moment},
    published_by {id},
    published_at {moment},
    sequence {count},
    urgent {text},
    version {count} NOT NULL,
    PRIMARY KEY (bucket, document)
){clustered};
CREATE INDEX notice_document_of_state ON notice_document (bucket, state, document);

-- Who gets a copy, is guided by it, or is told up the tree; and when it was read.
CREATE TABLE notice_receiver (
    bucket {bucket} NOT NULL,
    document {id} NOT NULL,
    receiver {id} NOT NULL,
    kind {text} NOT NULL,
    why {text} NOT NULL,
    number {text} NOT NULL,
    title {text},
    sent_at {moment} NOT NULL,
    read_at {moment},
    read_by {id},
    version {count} NOT NULL,
    PRIMARY KEY (bucket, document, receiver)
){clustered};
CREATE INDEX notice_receiver_of ON notice_receiver (bucket, receiver, sent_at);
CREATE INDEX notice_receiver_sent ON notice_receiver (bucket, sent_at);

-- Announcements, appeals, public notices and open letters.
CREATE TABLE notice_announcement (
    bucket {bucket} NOT NULL,
    announcement {id} NOT NULL,
    kind {text} NOT NULL,
    place {count} NOT NULL,
    title {text} NOT NULL,
    body {text} NOT NULL,
    matter {text},
    aspects {text},
    item {text},
    method {text},
    materials {text},
    flow {text},
    contact {text},
    document {id},
    state {text} NOT NULL,
    drafted_by {id} NOT NULL,
    drafted_at {moment} NOT NULL,
    out_by {id},
    out_at {moment},
    withdrawn_by {id},
    withdrawn_at {moment},
    withdrawn_why {text},
    version {count} NOT NULL,
    PRIMARY KEY (bucket, announcement)
){clustered};
CREATE INDEX notice_announcement_of_document ON notice_announcement (bucket, document);

-- The rollout board: what an office says is done of a measure, with its evidence.
CREATE TABLE notice_progress (
    bucket {bucket} NOT NULL,
    progress {id} NOT NULL,
    number {text} NOT NULL,
    measure {text} NOT NULL,
    thing {text} NOT NULL,
    milestone {text} NOT NULL,
    office {id} NOT NULL,
    place {count} NOT NULL,
    done_on {day} NOT NULL,
    evidence {text} NOT NULL,
    said_by {id} NOT NULL,
    said_at {moment} NOT NULL,
    withdrawn_at {moment},
    version {count} NOT NULL,
    PRIMARY KEY (bucket, progress)
){clustered};
CREATE INDEX notice_progress_of ON notice_progress (bucket, number);
