-- A programme can be changed by one who has seen it as it is. Its code and its zone stay: points, caps and tiers are filed by its days.
ALTER TABLE program ADD COLUMN version bigint NOT NULL DEFAULT 1;

CREATE FUNCTION program_keeps_its_days() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.code, NEW.zone) IS DISTINCT FROM (OLD.code, OLD.zone) THEN
        RAISE EXCEPTION 'a programme keeps its code and its zone' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER program_keeps_its_days BEFORE UPDATE ON program FOR EACH ROW EXECUTE FUNCTION program_keeps_its_days();
