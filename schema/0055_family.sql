-- Family account (共济). A hold stands in the giver's bucket, the offer it makes in the taker's, so
-- that a settlement touches the taker's bucket alone; the hold follows what the offer says.
ALTER TABLE fund_hold ADD COLUMN relation {text};
ALTER TABLE fund_hold ADD COLUMN mandate {text};
ALTER TABLE fund_hold ADD COLUMN posted {money} NOT NULL DEFAULT 0;
ALTER TABLE fund_hold ADD COLUMN followed {count} NOT NULL DEFAULT 0;

CREATE TABLE family_offer (
    bucket {bucket} NOT NULL,
    taker {id} NOT NULL,
    offer {id} NOT NULL,
    giver {id} NOT NULL,
    amount {money} NOT NULL,
    used {money} NOT NULL,
    state {text} NOT NULL,
    day {day},
    version {count} NOT NULL,
    PRIMARY KEY (bucket, taker, offer)
) {replaced};

-- What each settlement took of each offer; zero once it has been given back.
CREATE TABLE family_use (
    bucket {bucket} NOT NULL,
    taker {id} NOT NULL,
    settlement {id} NOT NULL,
    offer {id} NOT NULL,
    amount {money} NOT NULL,
    version {count} NOT NULL,
    PRIMARY KEY (bucket, taker, settlement, offer)
) {clustered};

-- Money between personal accounts and bills on its way through the taker's hold account: credits
-- stand in givers' buckets, debits in takers'.
CREATE VIEW v_fund_hold_side AS
    SELECT bucket, day, person, debit_owner AS owner, amount AS debit, 0 AS credit
    FROM fund_transfer WHERE debit_kind = 1000004
    UNION ALL
    SELECT bucket, day, person, credit_owner AS owner, 0 AS debit, amount AS credit
    FROM fund_transfer WHERE credit_kind = 1000004;
