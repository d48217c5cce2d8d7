-- Points that wait before they can be spent: until a purchase cannot be returned any more, for instance.
ALTER TABLE points_lot ADD COLUMN pending_until timestamptz;
ALTER TABLE points_lot
    ADD CONSTRAINT points_lot_pending CHECK (state <> 'PENDING' OR (pending_until IS NOT NULL AND held = 0)),
    ADD CONSTRAINT points_lot_waits_before_it_expires CHECK (pending_until < expires_at);

-- Serves the end of waiting.
CREATE INDEX points_lot_pending_idx ON points_lot (pending_until, id) WHERE state = 'PENDING';

-- Serves what of a balance waits.
CREATE INDEX points_lot_waiting_idx ON points_lot (account) WHERE state = 'PENDING';

CREATE FUNCTION points_lot_waits_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.pending_until IS DISTINCT FROM OLD.pending_until OR (NEW.state = 'PENDING' AND OLD.state <> 'PENDING') THEN
        RAISE EXCEPTION 'a lot waits once' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER points_lot_waits_once BEFORE UPDATE OF state, pending_until ON points_lot
    FOR EACH ROW WHEN (NEW.state = 'PENDING' OR NEW.pending_until IS DISTINCT FROM OLD.pending_until)
    EXECUTE FUNCTION points_lot_waits_once();

-- Of purchases, and of activities.
ALTER TABLE program ADD COLUMN pending_days integer NOT NULL DEFAULT 0;
ALTER TABLE program ADD CONSTRAINT program_pending_days CHECK (pending_days BETWEEN 0 AND 366);
ALTER TABLE activity ADD COLUMN pending_days integer;
ALTER TABLE activity ADD CONSTRAINT activity_pending_days CHECK (pending_days BETWEEN 1 AND 366);
