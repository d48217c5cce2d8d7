-- A file that was wrong: what is left of its points goes back, row by row. The reference of a row that goes back whole may come again.
ALTER TABLE points_import
    ADD COLUMN reversed integer NOT NULL DEFAULT 0,
    ADD COLUMN partly_reversed integer NOT NULL DEFAULT 0,
    ADD COLUMN reversed_points bigint NOT NULL DEFAULT 0,
    ADD COLUMN reversed_by text,
    ADD COLUMN reversed_at timestamptz,
    ADD COLUMN reversal_reason text,
    ADD COLUMN reversal_ended_at timestamptz,
    DROP CONSTRAINT points_import_state,
    DROP CONSTRAINT points_import_by_two,
    DROP CONSTRAINT points_import_ends;
ALTER TABLE points_import
    ADD CONSTRAINT points_import_state CHECK (state IN ('WAITING', 'BOOKING', 'DONE', 'REJECTED', 'REVERSING', 'REVERSED')),
    ADD CONSTRAINT points_import_by_two CHECK (state IN ('WAITING', 'REJECTED') OR decided_by <> uploaded_by),
    ADD CONSTRAINT points_import_ends CHECK ((state IN ('WAITING', 'BOOKING')) = (ended_at IS NULL)),
    ADD CONSTRAINT points_import_is_reversed CHECK
        ((state IN ('REVERSING', 'REVERSED')) = (reversed_by IS NOT NULL)
            AND num_nulls(reversed_by, reversed_at, reversal_reason) IN (0, 3) AND (state = 'REVERSED') = (reversal_ended_at IS NOT NULL)),
    ADD CONSTRAINT points_import_reversal CHECK
        (reversed >= 0 AND partly_reversed >= 0 AND reversed + partly_reversed <= booked AND reversed_points BETWEEN reversed AND booked_points),
    ADD CONSTRAINT points_import_reversed_is_all CHECK (state <> 'REVERSED' OR reversed + partly_reversed = booked),
    ADD CONSTRAINT points_import_stays_while_booked CHECK (state IN ('REVERSING', 'REVERSED') OR reversed + partly_reversed = 0);

DROP INDEX points_import_booking_idx;

-- Serves whoever looks for work, oldest first.
CREATE INDEX points_import_work_idx ON points_import (state, id) WHERE state IN ('BOOKING', 'REVERSING');

CREATE OR REPLACE FUNCTION points_import_goes_forward() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.state, NEW.state) NOT IN (
        ('WAITING', 'BOOKING'), ('WAITING', 'REJECTED'), ('BOOKING', 'BOOKING'), ('BOOKING', 'DONE'),
        ('BOOKING', 'REVERSING'), ('DONE', 'REVERSING'), ('REVERSING', 'REVERSING'), ('REVERSING', 'REVERSED')
    ) THEN
        RAISE EXCEPTION 'an import is decided once' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF (NEW.id, NEW.program, NEW.total, NEW.good, NEW.points, NEW.uploaded_by, NEW.uploaded_at)
            IS DISTINCT FROM (OLD.id, OLD.program, OLD.total, OLD.good, OLD.points, OLD.uploaded_by, OLD.uploaded_at)
        OR OLD.decided_by IS NOT NULL AND (NEW.decided_by, NEW.decided_at) IS DISTINCT FROM (OLD.decided_by, OLD.decided_at)
        OR OLD.ended_at IS NOT NULL AND (NEW.ended_at, NEW.booked, NEW.refused, NEW.booked_points)
            IS DISTINCT FROM (OLD.ended_at, OLD.booked, OLD.refused, OLD.booked_points)
        OR OLD.reversed_by IS NOT NULL AND (NEW.reversed_by, NEW.reversed_at, NEW.reversal_reason)
            IS DISTINCT FROM (OLD.reversed_by, OLD.reversed_at, OLD.reversal_reason)
        OR NEW.booked < OLD.booked OR NEW.refused < OLD.refused OR NEW.booked_points < OLD.booked_points
        OR NEW.reversed < OLD.reversed OR NEW.partly_reversed < OLD.partly_reversed OR NEW.reversed_points < OLD.reversed_points THEN
        RAISE EXCEPTION 'an import stays what it was' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;

-- Points are all that went back of the row, whoever took them.
ALTER TABLE points_import_row
    ADD COLUMN reversed_points bigint,
    ADD COLUMN reversal_tx uuid,
    DROP CONSTRAINT points_import_row_state,
    DROP CONSTRAINT points_import_row_booked;
ALTER TABLE points_import_row
    ADD CONSTRAINT points_import_row_state CHECK
        (state IN ('GOOD', 'BAD', 'BOOKED', 'REFUSED', 'REJECTED', 'REVERSED', 'PARTLY_REVERSED')),
    ADD CONSTRAINT points_import_row_booked CHECK ((state IN ('BOOKED', 'REVERSED', 'PARTLY_REVERSED')) = (tx IS NOT NULL)),
    ADD CONSTRAINT points_import_row_reversed CHECK
        (CASE state WHEN 'REVERSED' THEN reversed_points IS NOT NULL AND reversed_points = points
            WHEN 'PARTLY_REVERSED' THEN reversed_points IS NOT NULL AND reversed_points BETWEEN 0 AND points - 1
            ELSE num_nonnulls(reversed_points, reversal_tx) = 0 END);

DROP INDEX points_import_row_once_idx;

-- What the other system calls an earning comes once: as long as its row waits, and for ever once it is booked, unless it goes back whole.
CREATE UNIQUE INDEX points_import_row_once_idx ON points_import_row (program, reference) WHERE state IN ('GOOD', 'BOOKED', 'PARTLY_REVERSED');

CREATE OR REPLACE FUNCTION points_import_row_goes_forward() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.state, NEW.state) NOT IN (
        ('GOOD', 'BOOKED'), ('GOOD', 'REFUSED'), ('GOOD', 'REJECTED'), ('BOOKED', 'REVERSED'), ('BOOKED', 'PARTLY_REVERSED')
    ) THEN
        RAISE EXCEPTION 'a row is booked once' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF (NEW.import, NEW.position, NEW.program, NEW.cells, NEW.number, NEW.points, NEW.earned_on, NEW.last_day, NEW.spendable_on, NEW.reference)
            IS DISTINCT FROM (OLD.import, OLD.position, OLD.program, OLD.cells, OLD.number, OLD.points, OLD.earned_on, OLD.last_day,
                OLD.spendable_on, OLD.reference)
        OR OLD.tx IS NOT NULL AND NEW.tx IS DISTINCT FROM OLD.tx THEN
        RAISE EXCEPTION 'a row stays what it was' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;
