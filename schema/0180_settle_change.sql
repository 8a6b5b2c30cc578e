-- What deciding a settlement again changed, and when: the settlement itself keeps its number and
-- the moment it was made, the row named `superseded` keeps what it came to before.
CREATE TABLE settle_change (
    bucket {bucket} NOT NULL,
    person {id} NOT NULL,
    settlement {id} NOT NULL,
    superseded {id} NOT NULL,
    institution {id},
    insurance {text} NOT NULL,
    at {moment} NOT NULL,
    funds {money} NOT NULL,
    accounts {money} NOT NULL,
    cash {money} NOT NULL,
    PRIMARY KEY (bucket, person, settlement, superseded)
){clustered};
-- An institution's months take up the differences of their days.
CREATE INDEX settle_change_of_institution ON settle_change (institution, at);
CREATE VIEW v_settle_changes AS
    SELECT bucket, person, settlement, superseded, institution, insurance, at, funds, accounts, cash
    FROM settle_change;
