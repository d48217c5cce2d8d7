-- Lots are booked to the member that their number stands for. Checked when lots are opened, and at the end of each transaction that
-- moves lots or changes what numbers stand for: a merge that forgets the points cannot be committed.
CREATE FUNCTION new_lots_are_with_the_living() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM new_lots l
        JOIN points_account a ON a.id = l.account
        LEFT JOIN merged_number m ON m.number = l.number
        WHERE a.number IS DISTINCT FROM CASE WHEN m.number IS NULL THEN l.number ELSE living_number(l.number) END
    ) THEN
        RAISE EXCEPTION 'a lot is not with the living member' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER new_lots_are_with_the_living AFTER INSERT ON points_lot
    REFERENCING NEW TABLE AS new_lots
    FOR EACH STATEMENT EXECUTE FUNCTION new_lots_are_with_the_living();

CREATE FUNCTION moved_lot_is_with_the_living() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM points_lot l JOIN points_account a ON a.id = l.account
        WHERE l.id = NEW.id AND a.number IS DISTINCT FROM living_number(l.number)
    ) THEN
        RAISE EXCEPTION 'a lot is not with the living member' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END
$$;

CREATE CONSTRAINT TRIGGER moved_lot_is_with_the_living AFTER UPDATE OF account ON points_lot
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION moved_lot_is_with_the_living();

CREATE FUNCTION points_follow_the_merge() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed text := CASE TG_OP WHEN 'DELETE' THEN OLD.number ELSE NEW.number END;
BEGIN
    IF EXISTS (
        SELECT FROM points_lot l JOIN points_account a ON a.id = l.account
        WHERE l.number = ANY (number_family(changed)) AND a.number IS DISTINCT FROM living_number(changed)
    ) THEN
        RAISE EXCEPTION 'the points did not follow the merge' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END
$$;

CREATE CONSTRAINT TRIGGER points_follow_the_merge AFTER INSERT OR UPDATE OR DELETE ON merged_number
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION points_follow_the_merge();
