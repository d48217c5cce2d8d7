-- A lot belongs to the number it was earned under, for ever, and is booked to the member that number stands for: after a merge that is
-- another one. So an undone merge knows where each lot goes.
ALTER TABLE points_lot ADD COLUMN number text;
UPDATE points_lot l SET number = a.number FROM points_account a WHERE a.id = l.account;
ALTER TABLE points_lot ALTER COLUMN number SET NOT NULL;

-- Serves merges and their undoing: every lot of a number, empty ones included.
CREATE INDEX points_lot_number_idx ON points_lot (number);

CREATE FUNCTION points_lot_origin_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.number, NEW.earn_tx, NEW.initial, NEW.business_ref)
        IS DISTINCT FROM (OLD.number, OLD.earn_tx, OLD.initial, OLD.business_ref) THEN
        RAISE EXCEPTION 'where a lot comes from never changes' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.account <> OLD.account AND (SELECT count(DISTINCT program) FROM points_account WHERE id IN (OLD.account, NEW.account)) <> 1 THEN
        RAISE EXCEPTION 'a lot stays in its programme' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER points_lot_origin_is_final BEFORE UPDATE OF number, earn_tx, initial, business_ref, account ON points_lot
    FOR EACH ROW EXECUTE FUNCTION points_lot_origin_is_final();
