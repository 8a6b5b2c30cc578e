-- Money to institutions: what a month is worth to one that is paid ahead, its monthly statements as
-- the settlements on record make them, and every order to pay. All in the institution's bucket.
CREATE TABLE clear_budget (
    bucket {bucket} NOT NULL,
    institution {id} NOT NULL,
    budget {id} NOT NULL,
    place {count} NOT NULL,
    paid_by {text} NOT NULL,
    monthly {money} NOT NULL,
    valid_from {day} NOT NULL,
    valid_until {day},
    set_by {id},
    set_at {moment} NOT NULL,
    reason {text},
    version {count} NOT NULL,
    PRIMARY KEY (bucket, institution, budget)
){clustered};
CREATE TABLE clear_statement (
    bucket {bucket} NOT NULL,
    institution {id} NOT NULL,
    statement {id} NOT NULL,
    month {count} NOT NULL,
    insurance {text} NOT NULL,
    place {count} NOT NULL,
    state {text} NOT NULL,
    settlements {count} NOT NULL,
    amount {money} NOT NULL,
    changes {count} NOT NULL,
    changed {money} NOT NULL,
    outside {money} NOT NULL,
    budget {money} NOT NULL,
    job {id},
    counted_at {moment},
    paper_amount {money} NOT NULL,
    paper_settlements {count} NOT NULL,
    paper_channel {text},
    paper_reference {text},
    received_by {id},
    received_at {moment},
    owed_under {text},
    owed_clauses {text},
    verified {money} NOT NULL,
    difference {money} NOT NULL,
    paid_ahead {money} NOT NULL,
    carried {money} NOT NULL,
    reason {text},
    cleared_by {id},
    cleared_at {moment},
    version {count} NOT NULL,
    PRIMARY KEY (bucket, institution, statement)
){clustered};
CREATE TABLE clear_order (
    bucket {bucket} NOT NULL,
    institution {id} NOT NULL,
    order_id {id} NOT NULL,
    place {count} NOT NULL,
    kind {text} NOT NULL,
    month {count} NOT NULL,
    insurance {text} NOT NULL,
    amount {money} NOT NULL,
    ledger {text} NOT NULL,
    only_for {text},
    rests_on {text},
    clauses {text},
    due {day},
    of_order {id},
    statement {id},
    reason {text},
    state {text} NOT NULL,
    proposed_by {id},
    proposed_at {moment} NOT NULL,
    approved_by {id},
    approved_at {moment},
    paid_by {id},
    paid_at {moment},
    paid_on {day},
    reference {text},
    version {count} NOT NULL,
    PRIMARY KEY (bucket, institution, order_id)
){clustered};
-- One order an institution, month and kind: what was dropped, balances and claw-backs are besides.
CREATE UNIQUE INDEX clear_order_once ON clear_order (bucket, institution, month, kind, insurance)
    WHERE state <> 'dropped' AND of_order IS NULL AND statement IS NULL;
CREATE INDEX clear_order_of_place ON clear_order (place, state, order_id);
CREATE INDEX clear_budget_of_place ON clear_budget (place, institution);
CREATE INDEX clear_statement_of_place ON clear_statement (place, statement);
