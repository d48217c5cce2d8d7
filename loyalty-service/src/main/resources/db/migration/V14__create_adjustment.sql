-- Points given or taken by hand. What is large, or adds up to much within a day, is booked only when a second person agrees.
CREATE TABLE points_adjustment (
    id           uuid        NOT NULL,
    program      text        NOT NULL,
    number       text        NOT NULL,
    points       bigint      NOT NULL,
    reason       text        NOT NULL,
    state        text        NOT NULL,
    needs_second boolean     NOT NULL,
    requested_by text        NOT NULL,
    requested_at timestamptz NOT NULL,
    decided_by   text,
    decided_at   timestamptz,
    tx           uuid,
    CONSTRAINT points_adjustment_pk PRIMARY KEY (id),
    CONSTRAINT points_adjustment_program_fk FOREIGN KEY (program) REFERENCES program (code),
    CONSTRAINT points_adjustment_points CHECK (points <> 0),
    CONSTRAINT points_adjustment_state CHECK (state IN ('REQUESTED', 'BOOKED', 'REFUSED', 'WITHDRAWN')),
    CONSTRAINT points_adjustment_is_booked CHECK ((state = 'BOOKED') = (tx IS NOT NULL)),
    CONSTRAINT points_adjustment_is_decided CHECK ((decided_by IS NULL) = (decided_at IS NULL)),
    CONSTRAINT points_adjustment_waits_undecided CHECK (state <> 'REQUESTED' OR (needs_second AND decided_by IS NULL)),
    CONSTRAINT points_adjustment_by_two CHECK
        (state NOT IN ('BOOKED', 'REFUSED') OR NOT needs_second OR (decided_by IS NOT NULL AND decided_by <> requested_by))
);

-- Serves what waits for a second person, oldest first.
CREATE INDEX points_adjustment_waiting_idx ON points_adjustment (id) WHERE state = 'REQUESTED';

-- Serves what somebody adjusted alone within a day.
CREATE INDEX points_adjustment_requested_idx ON points_adjustment (requested_by, requested_at) WHERE NOT needs_second;

CREATE FUNCTION points_adjustment_is_decided_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state <> 'REQUESTED' THEN
        RAISE EXCEPTION 'an adjustment is decided once' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF (NEW.id, NEW.program, NEW.number, NEW.points, NEW.reason, NEW.needs_second, NEW.requested_by, NEW.requested_at)
        IS DISTINCT FROM (OLD.id, OLD.program, OLD.number, OLD.points, OLD.reason, OLD.needs_second, OLD.requested_by, OLD.requested_at) THEN
        RAISE EXCEPTION 'an adjustment stays what it was' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER points_adjustment_is_decided_once BEFORE UPDATE ON points_adjustment
    FOR EACH ROW EXECUTE FUNCTION points_adjustment_is_decided_once();

REVOKE DELETE ON points_adjustment FROM ${app_role};
