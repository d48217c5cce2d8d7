-- A number is merged into a living one, and out of a living one, and as its journal says. So there is never a circle, and of two merges in a
-- chain the later one is undone first.
CREATE FUNCTION merged_number_is_sound() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    touched merged_number;
BEGIN
    -- Two at once could each miss the other.
    PERFORM pg_advisory_xact_lock(hashtextextended('kehu.merging', 0));
    IF TG_OP = 'DELETE' THEN
        touched := OLD;
    ELSE
        touched := NEW;
    END IF;
    IF EXISTS (SELECT FROM merged_number WHERE number = touched.living_into) THEN
        RAISE EXCEPTION 'the survivor is merged itself' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF TG_OP = 'INSERT' AND NOT EXISTS (
        SELECT FROM merge
        WHERE id = touched.merge_id AND state = 'MERGED' AND survivor = touched.living_into
            AND touched.number = ANY (losers)
    ) THEN
        RAISE EXCEPTION 'the journal says otherwise' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN touched;
END
$$;

CREATE TRIGGER merged_number_is_sound BEFORE INSERT OR DELETE ON merged_number
    FOR EACH ROW EXECUTE FUNCTION merged_number_is_sound();

-- An entry of the journal stays what it was, and goes from MERGED to UNDONE only.
CREATE FUNCTION merge_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.id, NEW.survivor, NEW.losers, NEW.asked_by, NEW.merged_at)
        IS DISTINCT FROM (OLD.id, OLD.survivor, OLD.losers, OLD.asked_by, OLD.merged_at) OR OLD.state = 'UNDONE' THEN
        RAISE EXCEPTION 'a merge only gets undone' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER merge_stays BEFORE UPDATE ON merge FOR EACH ROW EXECUTE FUNCTION merge_stays();

-- At the commit, all losers of a merge are merged, or none is.
CREATE FUNCTION merge_is_whole() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    asked uuid;
    holds boolean;
BEGIN
    IF TG_TABLE_NAME = 'merge' THEN
        asked := NEW.id;
    ELSE
        asked := OLD.merge_id;
    END IF;
    SELECT CASE state WHEN 'MERGED' THEN cardinality(losers) ELSE 0 END
        = (SELECT count(*) FROM merged_number WHERE merge_id = asked)
    INTO holds FROM merge WHERE id = asked;
    IF NOT holds THEN
        RAISE EXCEPTION 'half a merge' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END
$$;

CREATE CONSTRAINT TRIGGER merge_is_whole AFTER INSERT OR UPDATE ON merge
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION merge_is_whole();

CREATE CONSTRAINT TRIGGER merged_number_is_whole AFTER DELETE ON merged_number
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION merge_is_whole();
