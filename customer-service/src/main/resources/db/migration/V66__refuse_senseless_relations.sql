-- Chains of employers and of referrers never close, and only persons live in households, are employed or are contacts. Writers of one type
-- wait for each other, and each then sees what the others wrote: two halves of a circle cannot be written side by side.
CREATE FUNCTION relation_makes_sense() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM customer
        WHERE kind <> 'PERSON'
            AND (number = NEW.from_number AND NEW.type IN ('HOUSEHOLD', 'EMPLOYER')
                OR number = NEW.to_number AND NEW.type IN ('HOUSEHOLD', 'PARTNER_CONTACT'))
    ) THEN
        RAISE EXCEPTION 'only a person can be this' USING ERRCODE = 'check_violation', CONSTRAINT = 'relation_of_persons';
    END IF;
    IF NEW.type NOT IN ('EMPLOYER', 'REFERRER') THEN
        RETURN NEW;
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended('relation ' || NEW.type, 0));
    IF EXISTS (
        WITH RECURSIVE chain (number) AS (
            SELECT NEW.to_number
            UNION
            SELECT r.to_number FROM relation r JOIN chain c ON r.from_number = c.number WHERE r.type = NEW.type
        )
        SELECT FROM chain WHERE number = NEW.from_number
    ) THEN
        RAISE EXCEPTION 'the chain would close' USING ERRCODE = 'check_violation', CONSTRAINT = 'relation_no_circle';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER relation_makes_sense BEFORE INSERT ON relation
    FOR EACH ROW EXECUTE FUNCTION relation_makes_sense();
