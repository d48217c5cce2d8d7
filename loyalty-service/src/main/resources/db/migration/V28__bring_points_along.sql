-- Points that come from another system, with the dates they have there. They come from an account of their own, so that the books can tell
-- them from points that were issued here.
ALTER TABLE points_account DROP CONSTRAINT points_account_kind;
ALTER TABLE points_account
    ADD CONSTRAINT points_account_kind CHECK (kind IN ('MEMBER', 'DEBT', 'ISSUED', 'REDEEMED', 'BREAKAGE', 'ADJUSTED', 'IMPORTED'));
INSERT INTO points_account (program, kind) SELECT code, 'IMPORTED' FROM program;

ALTER TABLE points_tx DROP CONSTRAINT points_tx_type, DROP CONSTRAINT points_tx_reversal_names_what;
ALTER TABLE points_tx
    ADD CONSTRAINT points_tx_type CHECK (type IN
        ('EARN', 'REDEEM', 'REVERSE_EARN', 'REVERSE_REDEEM', 'EXPIRE', 'REPAY', 'ADJUST', 'IMPORT', 'REVERSE_IMPORT',
            'MERGE', 'UNMERGE')),
    ADD CONSTRAINT points_tx_reversal_names_what CHECK
        (type NOT IN ('REVERSE_EARN', 'REVERSE_REDEEM', 'REVERSE_IMPORT') OR reverses IS NOT NULL);

-- When points were earned, where that was not when they were booked.
ALTER TABLE points_lot ADD COLUMN earned_at timestamptz;
ALTER TABLE points_lot ADD CONSTRAINT points_lot_earned_before_booked CHECK (earned_at <= activates_at AND earned_at < expires_at);

CREATE OR REPLACE FUNCTION points_lot_origin_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.number, NEW.earn_tx, NEW.initial, NEW.business_ref, NEW.earned_at)
        IS DISTINCT FROM (OLD.number, OLD.earn_tx, OLD.initial, OLD.business_ref, OLD.earned_at) THEN
        RAISE EXCEPTION 'where a lot comes from never changes' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.account <> OLD.account AND (SELECT count(DISTINCT program) FROM points_account WHERE id IN (OLD.account, NEW.account)) <> 1 THEN
        RAISE EXCEPTION 'a lot stays in its programme' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;

DROP TRIGGER points_lot_origin_is_final ON points_lot;
CREATE TRIGGER points_lot_origin_is_final BEFORE UPDATE OF number, earn_tx, initial, business_ref, account, earned_at ON points_lot
    FOR EACH ROW EXECUTE FUNCTION points_lot_origin_is_final();

-- A file somebody brought, which somebody else lets in.
CREATE TABLE points_import (
    id            uuid        NOT NULL,
    program       text        NOT NULL,
    state         text        NOT NULL DEFAULT 'WAITING',
    total         integer     NOT NULL,
    good          integer     NOT NULL,
    points        bigint      NOT NULL,
    booked        integer     NOT NULL DEFAULT 0,
    refused       integer     NOT NULL DEFAULT 0,
    booked_points bigint      NOT NULL DEFAULT 0,
    uploaded_by   text        NOT NULL,
    uploaded_at   timestamptz NOT NULL,
    decided_by    text,
    decided_at    timestamptz,
    ended_at      timestamptz,
    CONSTRAINT points_import_pk PRIMARY KEY (id),
    CONSTRAINT points_import_program_fk FOREIGN KEY (program) REFERENCES program (code),
    CONSTRAINT points_import_state CHECK (state IN ('WAITING', 'BOOKING', 'DONE', 'REJECTED')),
    CONSTRAINT points_import_counts CHECK (total > 0 AND 0 <= good AND good <= total AND points >= good),
    CONSTRAINT points_import_progress CHECK (booked >= 0 AND refused >= 0 AND booked + refused <= good AND booked_points BETWEEN booked AND points),
    CONSTRAINT points_import_done_is_all CHECK (state <> 'DONE' OR booked + refused = good),
    CONSTRAINT points_import_waits_unbooked CHECK (state NOT IN ('WAITING', 'REJECTED') OR booked + refused = 0),
    CONSTRAINT points_import_is_decided CHECK ((state = 'WAITING') = (decided_by IS NULL) AND (decided_by IS NULL) = (decided_at IS NULL)),
    CONSTRAINT points_import_by_two CHECK (state NOT IN ('BOOKING', 'DONE') OR decided_by <> uploaded_by),
    CONSTRAINT points_import_ends CHECK ((state IN ('DONE', 'REJECTED')) = (ended_at IS NOT NULL))
) WITH (fillfactor = 70);

-- Serves the list of a programme, newest first.
CREATE INDEX points_import_program_idx ON points_import (program, id);

-- Serves whoever looks for work, oldest first.
CREATE INDEX points_import_booking_idx ON points_import (id) WHERE state = 'BOOKING';

CREATE FUNCTION points_import_goes_forward() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.state, NEW.state) NOT IN (('WAITING', 'BOOKING'), ('WAITING', 'REJECTED'), ('BOOKING', 'BOOKING'), ('BOOKING', 'DONE')) THEN
        RAISE EXCEPTION 'an import is decided once' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF (NEW.id, NEW.program, NEW.total, NEW.good, NEW.points, NEW.uploaded_by, NEW.uploaded_at)
            IS DISTINCT FROM (OLD.id, OLD.program, OLD.total, OLD.good, OLD.points, OLD.uploaded_by, OLD.uploaded_at)
        OR OLD.decided_by IS NOT NULL AND (NEW.decided_by, NEW.decided_at) IS DISTINCT FROM (OLD.decided_by, OLD.decided_at)
        OR NEW.booked < OLD.booked OR NEW.refused < OLD.refused OR NEW.booked_points < OLD.booked_points THEN
        RAISE EXCEPTION 'an import stays what it was' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER points_import_goes_forward BEFORE UPDATE ON points_import FOR EACH ROW EXECUTE FUNCTION points_import_goes_forward();

-- Its rows: what was read, and what that means where it means something. Position is the line in the file.
CREATE TABLE points_import_row (
    import       uuid    NOT NULL,
    position     integer NOT NULL,
    program      text    NOT NULL,
    cells        jsonb   NOT NULL,
    state        text    NOT NULL,
    problem      text,
    number       text,
    points       bigint,
    earned_on    date,
    last_day     date,
    spendable_on date,
    reference    text,
    tx           uuid,
    CONSTRAINT points_import_row_pk PRIMARY KEY (import, position),
    -- Rows are written first: what they add up to is known at the end.
    CONSTRAINT points_import_row_import_fk FOREIGN KEY (import) REFERENCES points_import (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT points_import_row_state CHECK (state IN ('GOOD', 'BAD', 'BOOKED', 'REFUSED', 'REJECTED')),
    CONSTRAINT points_import_row_problem CHECK ((state IN ('BAD', 'REFUSED')) = (problem IS NOT NULL)),
    CONSTRAINT points_import_row_means_something CHECK
        (state = 'BAD' OR num_nulls(number, points, earned_on, reference) = 0 AND points > 0
            AND (last_day IS NULL OR last_day >= earned_on)),
    CONSTRAINT points_import_row_booked CHECK ((state = 'BOOKED') = (tx IS NOT NULL))
) WITH (fillfactor = 80);

-- What the other system calls an earning comes once: as long as its row waits, and for ever once it is booked.
CREATE UNIQUE INDEX points_import_row_once_idx ON points_import_row (program, reference) WHERE state IN ('GOOD', 'BOOKED');

-- Serves what is booked next, and the rows of a state.
CREATE INDEX points_import_row_state_idx ON points_import_row (import, state, position);

CREATE FUNCTION points_import_row_goes_forward() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state <> 'GOOD' OR NEW.state NOT IN ('BOOKED', 'REFUSED', 'REJECTED') THEN
        RAISE EXCEPTION 'a row is booked once' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF (NEW.import, NEW.position, NEW.program, NEW.cells, NEW.number, NEW.points, NEW.earned_on, NEW.last_day, NEW.spendable_on, NEW.reference)
        IS DISTINCT FROM (OLD.import, OLD.position, OLD.program, OLD.cells, OLD.number, OLD.points, OLD.earned_on, OLD.last_day,
            OLD.spendable_on, OLD.reference) THEN
        RAISE EXCEPTION 'a row stays what it was' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER points_import_row_goes_forward BEFORE UPDATE ON points_import_row
    FOR EACH ROW EXECUTE FUNCTION points_import_row_goes_forward();

REVOKE DELETE ON points_import, points_import_row FROM ${app_role};
