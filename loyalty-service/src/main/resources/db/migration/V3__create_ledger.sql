-- Accounts of members carry a balance, which is a cache of their postings and of their lots. System accounts have none: a row that
-- everybody writes would make everybody wait.
CREATE TABLE points_account (
    id      bigint GENERATED ALWAYS AS IDENTITY,
    program text   NOT NULL,
    kind    text   NOT NULL,
    number  text,
    posted  bigint NOT NULL DEFAULT 0,
    held    bigint NOT NULL DEFAULT 0,
    version bigint NOT NULL DEFAULT 0,
    CONSTRAINT points_account_pk PRIMARY KEY (id),
    CONSTRAINT points_account_program_fk FOREIGN KEY (program) REFERENCES program (code),
    CONSTRAINT points_account_kind CHECK (kind IN ('MEMBER', 'ISSUED', 'REDEEMED', 'BREAKAGE', 'ADJUSTED')),
    CONSTRAINT points_account_owner CHECK ((kind = 'MEMBER') = (number IS NOT NULL)),
    CONSTRAINT points_account_balance CHECK (held >= 0 AND posted - held >= 0),
    CONSTRAINT points_account_system_has_no_balance CHECK (kind = 'MEMBER' OR (posted = 0 AND held = 0)),
    CONSTRAINT points_account_unique UNIQUE NULLS NOT DISTINCT (program, kind, number)
) WITH (fillfactor = 70);

CREATE TABLE points_tx (
    id           uuid        NOT NULL,
    booked_at    timestamptz NOT NULL,
    program      text        NOT NULL,
    type         text        NOT NULL,
    number       text        NOT NULL,
    business_ref text        NOT NULL,
    rule         text,
    rule_version integer,
    reverses     uuid,
    actor        text        NOT NULL,
    reason       text,
    occurred_at  timestamptz NOT NULL,
    CONSTRAINT points_tx_pk PRIMARY KEY (booked_at, id),
    CONSTRAINT points_tx_type CHECK (type IN
        ('EARN', 'ACTIVATE', 'REDEEM', 'REVERSE_EARN', 'REVERSE_REDEEM', 'EXPIRE', 'ADJUST', 'MERGE', 'UNMERGE')),
    CONSTRAINT points_tx_earn_has_rule CHECK (type <> 'EARN' OR (rule IS NOT NULL AND rule_version IS NOT NULL)),
    CONSTRAINT points_tx_reversal_names_what CHECK (type NOT IN ('REVERSE_EARN', 'REVERSE_REDEEM') OR reverses IS NOT NULL)
) PARTITION BY RANGE (booked_at);

-- Serves the look-up of a transaction by its id.
CREATE INDEX points_tx_id_idx ON points_tx (id);

CREATE TABLE points_posting (
    tx            uuid        NOT NULL,
    booked_at     timestamptz NOT NULL,
    account       bigint      NOT NULL,
    amount        bigint      NOT NULL,
    balance_after bigint,
    seq           bigint      GENERATED ALWAYS AS IDENTITY,
    CONSTRAINT points_posting_pk PRIMARY KEY (booked_at, tx, account),
    CONSTRAINT points_posting_amount CHECK (amount <> 0),
    CONSTRAINT points_posting_account_fk FOREIGN KEY (account) REFERENCES points_account (id)
) PARTITION BY RANGE (booked_at);

-- Serves statements: a member's postings in order.
CREATE INDEX points_posting_account_idx ON points_posting (account, seq DESC) WHERE balance_after IS NOT NULL;

-- Each statement that books must balance every transaction it touches: an unbalanced one cannot be committed.
CREATE FUNCTION points_posting_balances() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM new_postings GROUP BY tx HAVING sum(amount) <> 0) THEN
        RAISE EXCEPTION 'postings do not balance' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER points_posting_balances AFTER INSERT ON points_posting
    REFERENCING NEW TABLE AS new_postings
    FOR EACH STATEMENT EXECUTE FUNCTION points_posting_balances();

CREATE FUNCTION ledger_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the ledger is never changed; book a correction' USING ERRCODE = 'insufficient_privilege';
END
$$;

CREATE TRIGGER points_tx_is_final BEFORE UPDATE OR DELETE ON points_tx
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_final();
CREATE TRIGGER points_posting_is_final BEFORE UPDATE OR DELETE ON points_posting
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_final();

REVOKE UPDATE, DELETE ON points_tx, points_posting FROM ${app_role};
