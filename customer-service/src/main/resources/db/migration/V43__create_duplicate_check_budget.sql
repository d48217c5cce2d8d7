-- How many duplicate checks a caller has made in the current minute, over all instances: nobody fishes for who is a customer.
CREATE TABLE duplicate_check_budget (
    subject      text        NOT NULL,
    window_start timestamptz NOT NULL,
    used         integer     NOT NULL,
    CONSTRAINT duplicate_check_budget_pk PRIMARY KEY (subject),
    CONSTRAINT duplicate_check_budget_used CHECK (used > 0)
);
