-- What was posted to the accounts of a programme on one local day of it, written once when the day is over. Accounts of the system have no
-- balance row; with this nobody has to read all of their postings to know what they come to. There is a row for every account and day, also
-- where nothing was posted, so that the last day says how far this has come.
CREATE TABLE system_account_day (
    program  text   NOT NULL,
    day      date   NOT NULL,
    account  text   NOT NULL,
    points   bigint NOT NULL,
    postings bigint NOT NULL,
    CONSTRAINT system_account_day_pk PRIMARY KEY (program, day, account),
    CONSTRAINT system_account_day_program_fk FOREIGN KEY (program) REFERENCES program (code),
    CONSTRAINT system_account_day_account CHECK (account IN ('ISSUED', 'REDEEMED', 'BREAKAGE', 'ADJUSTED', 'IMPORTED')),
    CONSTRAINT system_account_day_postings CHECK (postings > 0 OR postings = 0 AND points = 0)
);

CREATE TRIGGER system_account_day_is_final BEFORE UPDATE OR DELETE ON system_account_day
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_final();

REVOKE UPDATE, DELETE ON system_account_day FROM ${app_role};
