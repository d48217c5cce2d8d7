-- Points reserved for something that is not certain yet, such as an order that is being paid. A hold ends once: all of it or a part is
-- spent, or it is released, or its time is over.
CREATE TABLE points_hold (
    id           uuid        NOT NULL,
    program      text        NOT NULL,
    number       text        NOT NULL,
    points       bigint      NOT NULL,
    captured     bigint      NOT NULL DEFAULT 0,
    state        text        NOT NULL DEFAULT 'HELD',
    business_ref text        NOT NULL,
    actor        text        NOT NULL,
    created_at   timestamptz NOT NULL,
    expires_at   timestamptz NOT NULL,
    ended_at     timestamptz,
    CONSTRAINT points_hold_pk PRIMARY KEY (id),
    CONSTRAINT points_hold_program_fk FOREIGN KEY (program) REFERENCES program (code),
    CONSTRAINT points_hold_state CHECK (state IN ('HELD', 'CAPTURED', 'RELEASED', 'TIMED_OUT')),
    CONSTRAINT points_hold_amounts CHECK (points > 0 AND 0 <= captured AND captured <= points),
    CONSTRAINT points_hold_captures_something CHECK ((state = 'CAPTURED') = (captured > 0)),
    CONSTRAINT points_hold_ends CHECK ((state = 'HELD') = (ended_at IS NULL))
) WITH (fillfactor = 80);

-- Serves the end of holds whose time is over.
CREATE INDEX points_hold_due_idx ON points_hold (expires_at, id) WHERE state = 'HELD';

-- Serves the holds of a customer.
CREATE INDEX points_hold_number_idx ON points_hold (number, id);

-- The lots whose points a hold reserves.
CREATE TABLE points_hold_lot (
    hold   uuid   NOT NULL,
    lot    uuid   NOT NULL,
    points bigint NOT NULL,
    CONSTRAINT points_hold_lot_pk PRIMARY KEY (hold, lot),
    CONSTRAINT points_hold_lot_hold_fk FOREIGN KEY (hold) REFERENCES points_hold (id),
    CONSTRAINT points_hold_lot_lot_fk FOREIGN KEY (lot) REFERENCES points_lot (id),
    CONSTRAINT points_hold_lot_points CHECK (points > 0)
);

CREATE FUNCTION points_hold_ends_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state <> 'HELD' THEN
        RAISE EXCEPTION 'a hold ends once' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF (NEW.id, NEW.program, NEW.number, NEW.points, NEW.business_ref, NEW.actor, NEW.created_at, NEW.expires_at)
        IS DISTINCT FROM (OLD.id, OLD.program, OLD.number, OLD.points, OLD.business_ref, OLD.actor, OLD.created_at, OLD.expires_at) THEN
        RAISE EXCEPTION 'a hold stays what it was' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER points_hold_ends_once BEFORE UPDATE ON points_hold FOR EACH ROW EXECUTE FUNCTION points_hold_ends_once();
CREATE TRIGGER points_hold_lot_is_final BEFORE UPDATE OR DELETE ON points_hold_lot
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_final();

REVOKE DELETE ON points_hold FROM ${app_role};
REVOKE UPDATE, DELETE ON points_hold_lot FROM ${app_role};
