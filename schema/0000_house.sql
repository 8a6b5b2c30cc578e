-- The house itself. Words in braces are spelled for each database when this is run:
-- {id} {count} {money} {share} {quantity} {price} {moment} 64-bit whole numbers; {day} yyyymmdd;
-- {flag} 0 or 1; {bucket} 0 to 1023; {text} compared byte by byte; {bytes};
-- {clustered} ends a table whose rows lie in the order of their key, {replaced} one whose rows
-- are also replaced often.

-- Who may write. Every commit asks for its epoch here, so that a former owner that wakes up
-- after another has taken the lane writes nothing.
CREATE TABLE lane (
    lane {id} NOT NULL,
    epoch {count} NOT NULL,
    owner {text} NOT NULL,
    taken_at {moment} NOT NULL,
    PRIMARY KEY (lane)
) {clustered};
