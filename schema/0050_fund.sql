-- The ledger: transfers are only added. Balances are sums; fund_sealed keeps those of days that
-- are over.
CREATE TABLE fund_transfer (
    bucket {bucket} NOT NULL,
    day {day} NOT NULL,
    cause {id} NOT NULL,
    line {count} NOT NULL,
    debit_kind {count} NOT NULL,
    debit_owner {count} NOT NULL,
    credit_kind {count} NOT NULL,
    credit_owner {count} NOT NULL,
    amount {money} NOT NULL,
    person {id},
    about {text},
    PRIMARY KEY (bucket, day, cause, line)
) {clustered};

CREATE TABLE fund_personal (
    bucket {bucket} NOT NULL,
    person {id} NOT NULL,
    balance {money} NOT NULL,
    held {money} NOT NULL,
    version {count} NOT NULL,
    PRIMARY KEY (bucket, person)
) {replaced};

CREATE TABLE fund_hold (
    bucket {bucket} NOT NULL,
    giver {id} NOT NULL,
    hold {id} NOT NULL,
    taker {id},
    amount {money} NOT NULL,
    state {text},
    cause {id},
    day {day},
    version {count} NOT NULL,
    PRIMARY KEY (bucket, giver, hold)
) {clustered};

CREATE TABLE fund_sealed (
    bucket {bucket} NOT NULL,
    day {day} NOT NULL,
    kind {count} NOT NULL,
    owner {count} NOT NULL,
    debits {money} NOT NULL,
    credits {money} NOT NULL,
    PRIMARY KEY (bucket, day, kind, owner)
) {clustered};

CREATE TABLE fund_seal (
    bucket {bucket} NOT NULL,
    until {day},
    version {count} NOT NULL,
    PRIMARY KEY (bucket)
) {replaced};

-- Both sides of every transfer. Accounts of single people (personal, cash, holds) are taken
-- together as owner 0: one by one they stand in fund_personal and fund_hold.
CREATE VIEW v_fund_side AS
    SELECT bucket, day, debit_kind AS kind,
           CASE WHEN debit_kind IN (310200, 999998, 1000004, 1000011, 1000012) THEN 0
                ELSE debit_owner END AS owner,
           amount AS debit, 0 AS credit
    FROM fund_transfer
    UNION ALL
    SELECT bucket, day, credit_kind AS kind,
           CASE WHEN credit_kind IN (310200, 999998, 1000004, 1000011, 1000012) THEN 0
                ELSE credit_owner END AS owner,
           0 AS debit, amount AS credit
    FROM fund_transfer;

-- What transfers say of personal accounts, one by one: verify compares it with fund_personal.
CREATE VIEW v_fund_personal_side AS
    SELECT bucket, day, debit_owner AS owner, amount AS debit, 0 AS credit
    FROM fund_transfer WHERE debit_kind = 310200
    UNION ALL
    SELECT bucket, day, credit_owner AS owner, 0 AS debit, amount AS credit
    FROM fund_transfer WHERE credit_kind = 310200;

-- Sealed sums, and what came since: the sum of all rows of an account is its balance.
CREATE VIEW v_fund_movement AS
    SELECT bucket, day, kind, owner, debits, credits FROM fund_sealed
    UNION ALL
    SELECT side.bucket, side.day, side.kind, side.owner, side.debit AS debits,
           side.credit AS credits
    FROM v_fund_side AS side LEFT JOIN fund_seal AS seal ON seal.bucket = side.bucket
    WHERE seal.until IS NULL OR side.day > seal.until;
