-- Times of an outage that were told of: one row a window, with how many heard of it beforehand.
CREATE TABLE outage_window (
    bucket {bucket} NOT NULL,
    window_id {id} NOT NULL,
    name {text} NOT NULL,
    place {count} NOT NULL,
    from_at {moment} NOT NULL,
    until_at {moment} NOT NULL,
    clauses {text},
    found_at {moment} NOT NULL,
    told_at {moment},
    bookings {count} NOT NULL,
    limits {count} NOT NULL,
    withdrawn_at {moment},
    version {count} NOT NULL,
    PRIMARY KEY (bucket, window_id)
){clustered};
