-- In which order a scheme's sequences become numbers: one after the other, or scrambled under a key of the scheme's own. The key is
-- sealed by the service and, as all that decides about a number's characters, never changes. Schemes from before are sequential.
ALTER TABLE scheme
    ADD COLUMN issue_order text NOT NULL DEFAULT 'SEQUENTIAL',
    ADD COLUMN order_key   bytea,
    ADD CONSTRAINT scheme_issue_order CHECK (issue_order IN ('SEQUENTIAL', 'SCRAMBLED')),
    ADD CONSTRAINT scheme_order_key CHECK ((issue_order = 'SCRAMBLED') = (order_key IS NOT NULL));

CREATE OR REPLACE FUNCTION scheme_is_immutable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.code, NEW.template, NEW.check_algorithm, NEW.issue_order, NEW.order_key, NEW.partitioning, NEW.zone, NEW.created_at)
        IS DISTINCT FROM
        (OLD.code, OLD.template, OLD.check_algorithm, OLD.issue_order, OLD.order_key, OLD.partitioning, OLD.zone, OLD.created_at)
    THEN
        RAISE EXCEPTION 'a scheme never changes its numbers' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;

-- A scheme that is gone could be defined again, otherwise.
REVOKE DELETE ON scheme FROM ${app_role};
