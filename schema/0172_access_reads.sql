-- Accounts of an office, for who gives them out.
CREATE INDEX account_of_office ON account (office, account);
CREATE INDEX account_by_number ON account (account);
