-- An erased record names nobody, is nobody's and is found by nothing, and stays so.
ALTER TABLE customer
    ADD CONSTRAINT customer_erased_is_empty CHECK (status <> 'ERASED' OR (
        full_name IS NULL AND birth_date IS NULL AND particulars IS NULL AND identifiers IS NULL
        AND search_tokens = '{}' AND owner IS NULL AND team IS NULL));

CREATE FUNCTION customer_stays_erased() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'who is erased stays erased' USING ERRCODE = 'check_violation';
END
$$;

CREATE TRIGGER customer_stays_erased BEFORE UPDATE ON customer
    FOR EACH ROW WHEN (OLD.status = 'ERASED' AND NEW.status <> 'ERASED') EXECUTE FUNCTION customer_stays_erased();

-- Requests to erase a customer, who decided on them, and how far they are.
CREATE TABLE customer_erasure (
    id           uuid        NOT NULL,
    number       text        NOT NULL,
    -- All numbers of the customer, once it is decided.
    numbers      text[]      NOT NULL DEFAULT '{}',
    state        text        NOT NULL,
    basis        text        NOT NULL,
    requested_by text        NOT NULL,
    requested_at timestamptz NOT NULL,
    due_at       timestamptz NOT NULL,
    decided_by   text,
    decided_at   timestamptz,
    reason       text,
    finished_at  timestamptz,
    CONSTRAINT customer_erasure_pk PRIMARY KEY (id),
    CONSTRAINT customer_erasure_customer_fk FOREIGN KEY (number) REFERENCES customer (number),
    CONSTRAINT customer_erasure_state CHECK (state IN ('REQUESTED', 'ERASING', 'ERASED', 'REFUSED')),
    CONSTRAINT customer_erasure_basis
        CHECK (basis IN ('CUSTOMER_REQUEST', 'CONSENT_WITHDRAWN', 'PURPOSE_ENDED', 'RETENTION_OVER', 'UNLAWFUL')),
    CONSTRAINT customer_erasure_decided
        CHECK ((state = 'REQUESTED') = (decided_by IS NULL) AND (decided_by IS NULL) = (decided_at IS NULL)),
    CONSTRAINT customer_erasure_numbers CHECK (state IN ('REQUESTED', 'REFUSED') OR number = ANY (numbers)),
    CONSTRAINT customer_erasure_refused CHECK (state <> 'REFUSED' OR reason IS NOT NULL),
    CONSTRAINT customer_erasure_reason CHECK (length(reason) BETWEEN 1 AND 300),
    CONSTRAINT customer_erasure_finished CHECK ((finished_at IS NULL) = (state IN ('REQUESTED', 'ERASING')))
);

-- A customer is asked to be erased once at a time.
CREATE UNIQUE INDEX customer_erasure_open_idx ON customer_erasure (number) WHERE state IN ('REQUESTED', 'ERASING');

-- Serves lists by state, newest first.
CREATE INDEX customer_erasure_state_idx ON customer_erasure (state, id);

CREATE TABLE customer_erasure_step (
    erasure_id uuid    NOT NULL,
    step       text    NOT NULL,
    state      text    NOT NULL DEFAULT 'PENDING',
    items      jsonb   NOT NULL DEFAULT '[]',
    failure    text,
    attempts   integer NOT NULL DEFAULT 0,
    CONSTRAINT customer_erasure_step_pk PRIMARY KEY (erasure_id, step),
    CONSTRAINT customer_erasure_step_erasure_fk FOREIGN KEY (erasure_id) REFERENCES customer_erasure (id),
    CONSTRAINT customer_erasure_step_step CHECK (step IN ('LOYALTY', 'FEEDBACK', 'NOTIFICATION', 'IDENTITY', 'CUSTOMER')),
    CONSTRAINT customer_erasure_step_state CHECK (state IN ('PENDING', 'DONE')),
    CONSTRAINT customer_erasure_step_attempts CHECK (attempts >= 0)
);

CREATE FUNCTION customer_erasure_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state <> OLD.state AND (OLD.state || '>' || NEW.state) NOT IN (
        'REQUESTED>ERASING', 'REQUESTED>REFUSED', 'ERASING>ERASED') THEN
        RAISE EXCEPTION 'an erasure does not go from % to %', OLD.state, NEW.state USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.state = 'ERASED' AND OLD.state = 'ERASING'
        AND 5 <> (SELECT count(*) FROM customer_erasure_step WHERE erasure_id = NEW.id AND state = 'DONE') THEN
        RAISE EXCEPTION 'a service has not erased yet' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER customer_erasure_moves BEFORE UPDATE OF state ON customer_erasure
    FOR EACH ROW EXECUTE FUNCTION customer_erasure_moves();

REVOKE UPDATE, DELETE ON customer_erasure FROM ${app_role};
GRANT UPDATE (numbers, state, decided_by, decided_at, reason, finished_at) ON customer_erasure TO ${app_role};
REVOKE DELETE ON customer_erasure_step FROM ${app_role};
