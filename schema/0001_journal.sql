-- What was decided. The rows lie in the order they were written; a receipt finds its row by the
-- subject's bucket, cursors read by (lane, sequence).
CREATE TABLE journal (
    bucket {bucket} NOT NULL,
    receipt {bytes} NOT NULL,
    lane {count} NOT NULL,
    sequence {count} NOT NULL,
    at {moment} NOT NULL,
    action {text} NOT NULL,
    door {text} NOT NULL,
    asker {id},
    subject {id},
    book {count} NOT NULL,
    input_digest {bytes} NOT NULL,
    outcome {bytes} NOT NULL,
    link {bytes} NOT NULL,
    PRIMARY KEY (bucket, receipt)
);
CREATE INDEX journal_order ON journal (lane, sequence);

-- Where each lane's journal stands; bucket is the lane's number.
CREATE TABLE journal_head (
    bucket {bucket} NOT NULL,
    sequence {count} NOT NULL,
    chain {bytes} NOT NULL,
    version {count} NOT NULL,
    PRIMARY KEY (bucket)
);

-- A moment at which the house itself acts; done ones are kept until a job clears them away.
CREATE TABLE timer (
    bucket {bucket} NOT NULL,
    timer {id} NOT NULL,
    due {moment} NOT NULL,
    action {text} NOT NULL,
    subject {id},
    state {text} NOT NULL,
    version {count} NOT NULL,
    PRIMARY KEY (bucket, timer)
);
CREATE INDEX timer_due ON timer (state, due);

-- Long work in small steps. `cursor` is what the next step goes on from.
CREATE TABLE job (
    bucket {bucket} NOT NULL,
    job {id} NOT NULL,
    kind {text} NOT NULL,
    subject {id},
    cursor {text},
    state {text} NOT NULL,
    done {count} NOT NULL,
    total {count} NOT NULL,
    started {moment} NOT NULL,
    finished {moment},
    fault {text},
    version {count} NOT NULL,
    PRIMARY KEY (bucket, job)
);
CREATE INDEX job_state ON job (state, job);

-- How far each reaction has read each lane's journal.
CREATE TABLE reaction_cursor (
    bucket {bucket} NOT NULL,
    reaction {text} NOT NULL,
    lane {count} NOT NULL,
    sequence {count} NOT NULL,
    version {count} NOT NULL,
    PRIMARY KEY (bucket, reaction, lane)
);

-- Rows before a cursor whose call failed: put aside, so that the cursor passes them, and tried
-- again until they are over.
CREATE TABLE reaction_aside (
    bucket {bucket} NOT NULL,
    sequence {count} NOT NULL,
    reaction {text} NOT NULL,
    lane {count} NOT NULL,
    over {flag} NOT NULL,
    version {count} NOT NULL,
    PRIMARY KEY (bucket, sequence, reaction, lane)
);
CREATE INDEX reaction_aside_waiting ON reaction_aside (bucket, sequence, reaction)
    WHERE over = 0;
