-- What was said stays said: afterwards only a customer can be linked, once, which seals text and reference anew; and what recognises a
-- repeat goes when the customer is erased, because it is made of an id that can name a person.
CREATE OR REPLACE FUNCTION feedback_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.id, NEW.channel, NEW.kind, NEW.rating, NEW.product, NEW.store, NEW.occurred_at, NEW.received_at, NEW.received_from)
        IS DISTINCT FROM (OLD.id, OLD.channel, OLD.kind, OLD.rating, OLD.product, OLD.store, OLD.occurred_at, OLD.received_at,
            OLD.received_from) THEN
        RAISE EXCEPTION 'feedback never changes' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF (NEW.external_ref_hash, NEW.external_ref_check) IS DISTINCT FROM (OLD.external_ref_hash, OLD.external_ref_check)
        AND NOT EXISTS (SELECT FROM erased_subject WHERE subject = OLD.customer_number) THEN
        RAISE EXCEPTION 'feedback never changes' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF OLD.customer_number IS NOT NULL AND NEW.customer_number IS DISTINCT FROM OLD.customer_number THEN
        RAISE EXCEPTION 'feedback is linked once' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;

-- Answers stay as they were given; what recognises them goes when the customer is erased, because it is made of their words as well.
CREATE FUNCTION response_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM invitation i JOIN erased_subject e ON e.subject = i.customer_number WHERE i.id = OLD.invitation_id) THEN
        RAISE EXCEPTION 'answers never change' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER response_stays BEFORE UPDATE ON response FOR EACH ROW EXECUTE FUNCTION response_stays();

GRANT UPDATE (content_hash, content_check) ON response TO ${app_role};
