-- The liability of a month for the books: one person proposes the figures, another one signs them. What is signed never changes, and says
-- the hash of what was signed before.
CREATE TABLE liability_close (
    id                uuid           NOT NULL,
    program           text           NOT NULL,
    month             date           NOT NULL,
    state             text           NOT NULL DEFAULT 'PROPOSED',
    point_value_minor numeric(12, 6) NOT NULL,
    redemption_rate   numeric(5, 4)  NOT NULL,
    ledger_points     bigint         NOT NULL,
    owed              bigint         NOT NULL,
    proposed_by       text           NOT NULL,
    proposed_at       timestamptz    NOT NULL,
    decided_by        text,
    decided_at        timestamptz,
    previous_hash     text,
    hash              text,
    CONSTRAINT liability_close_pk PRIMARY KEY (id),
    CONSTRAINT liability_close_program_fk FOREIGN KEY (program) REFERENCES program (code),
    CONSTRAINT liability_close_month CHECK (extract(day FROM month) = 1),
    CONSTRAINT liability_close_state CHECK (state IN ('PROPOSED', 'SIGNED', 'REFUSED')),
    CONSTRAINT liability_close_is_decided CHECK
        ((state = 'PROPOSED') = (decided_by IS NULL) AND (decided_by IS NULL) = (decided_at IS NULL)),
    CONSTRAINT liability_close_by_two CHECK (state <> 'SIGNED' OR decided_by <> proposed_by),
    CONSTRAINT liability_close_has_hash CHECK ((state = 'SIGNED') = (hash IS NOT NULL) AND (previous_hash IS NULL OR hash IS NOT NULL)),
    CONSTRAINT liability_close_hash_form CHECK (hash ~ '^[0-9a-f]{64}$')
);

-- One waits at a time in a programme.
CREATE UNIQUE INDEX liability_close_waiting_idx ON liability_close (program) WHERE state = 'PROPOSED';

-- A month is closed once. Serves the look for the last one, too.
CREATE UNIQUE INDEX liability_close_signed_idx ON liability_close (program, month) WHERE state = 'SIGNED';

-- Nothing but one follows what was signed before, and one is the first.
CREATE UNIQUE INDEX liability_close_chain_idx ON liability_close (program, previous_hash) NULLS NOT DISTINCT WHERE state = 'SIGNED';

-- Serves the list of a programme, newest first.
CREATE INDEX liability_close_program_idx ON liability_close (program, id);

-- Its points by the month they were earned in.
CREATE TABLE liability_close_line (
    close           uuid   NOT NULL,
    earned_in       date   NOT NULL,
    opening         bigint NOT NULL,
    issued          bigint NOT NULL,
    imported        bigint NOT NULL,
    redeemed        bigint NOT NULL,
    expired         bigint NOT NULL,
    reversed        bigint NOT NULL,
    repaid          bigint NOT NULL,
    adjusted        bigint NOT NULL,
    closing         bigint NOT NULL,
    sales_minor     bigint NOT NULL,
    deferred_minor  bigint NOT NULL,
    liability_minor bigint NOT NULL,
    CONSTRAINT liability_close_line_pk PRIMARY KEY (close, earned_in),
    CONSTRAINT liability_close_line_close_fk FOREIGN KEY (close) REFERENCES liability_close (id),
    CONSTRAINT liability_close_line_earned_in CHECK (extract(day FROM earned_in) = 1),
    CONSTRAINT liability_close_line_adds_up CHECK
        (opening + issued + imported - redeemed - expired - reversed - repaid + adjusted = closing)
);

-- What is hashed, as docs/operations/loyalty.md tells it to auditors. Never to be changed: another form needs another first line.
CREATE FUNCTION liability_close_content(c liability_close) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT concat_ws(E'\n',
        'kehu-liability-close/1',
        'program=' || c.program,
        'month=' || to_char(c.month, 'YYYY-MM'),
        'pointValueMinor=' || trim_scale(c.point_value_minor),
        'redemptionRate=' || trim_scale(c.redemption_rate),
        (SELECT string_agg(concat_ws(',', to_char(l.earned_in, 'YYYY-MM'), l.opening, l.issued, l.imported, l.redeemed, l.expired, l.reversed,
            l.repaid, l.adjusted, l.closing, l.sales_minor, l.deferred_minor, l.liability_minor), E'\n' ORDER BY l.earned_in)
            FROM liability_close_line l WHERE l.close = c.id),
        'ledgerPoints=' || c.ledger_points,
        'owed=' || c.owed,
        'proposedBy=' || c.proposed_by,
        'proposedAt=' || to_char(c.proposed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
        'signedBy=' || c.decided_by,
        'signedAt=' || to_char(c.decided_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
        'previousHash=' || coalesce(c.previous_hash, ''))
$$;

CREATE FUNCTION liability_close_is_decided_once() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    last record;
BEGIN
    IF OLD.state <> 'PROPOSED' THEN
        RAISE EXCEPTION 'a close is decided once' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF (NEW.id, NEW.program, NEW.month, NEW.point_value_minor, NEW.redemption_rate, NEW.ledger_points, NEW.owed, NEW.proposed_by, NEW.proposed_at)
        IS DISTINCT FROM (OLD.id, OLD.program, OLD.month, OLD.point_value_minor, OLD.redemption_rate, OLD.ledger_points, OLD.owed,
            OLD.proposed_by, OLD.proposed_at) THEN
        RAISE EXCEPTION 'a close stays what was proposed' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.state = 'SIGNED' THEN
        SELECT month, hash INTO last FROM liability_close
        WHERE program = NEW.program AND state = 'SIGNED' ORDER BY month DESC LIMIT 1;
        IF FOUND AND last.month + interval '1 month' <> NEW.month THEN
            RAISE EXCEPTION 'months are closed one after the other' USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        NEW.previous_hash := last.hash;
        NEW.hash := encode(sha256(convert_to(liability_close_content(NEW), 'UTF8')), 'hex');
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER liability_close_is_decided_once BEFORE UPDATE ON liability_close
    FOR EACH ROW EXECUTE FUNCTION liability_close_is_decided_once();
CREATE TRIGGER liability_close_stays BEFORE DELETE ON liability_close
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_final();

-- Who signs has seen all lines there are.
CREATE FUNCTION liability_close_line_comes_before() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM liability_close WHERE id = NEW.close AND state = 'PROPOSED' FOR SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'a close that is decided gets no more lines' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER liability_close_line_comes_before BEFORE INSERT ON liability_close_line
    FOR EACH ROW EXECUTE FUNCTION liability_close_line_comes_before();
CREATE TRIGGER liability_close_line_is_final BEFORE UPDATE OR DELETE ON liability_close_line
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_final();

REVOKE DELETE ON liability_close FROM ${app_role};
REVOKE UPDATE, DELETE ON liability_close_line FROM ${app_role};
