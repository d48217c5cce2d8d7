-- How numbers look. Immutable once defined, except name, state and alert level.
CREATE TABLE scheme (
    code            text        NOT NULL,
    name            text        NOT NULL,
    template        text        NOT NULL,
    check_algorithm text        NOT NULL,
    partitioning    text        NOT NULL DEFAULT 'NONE',
    zone            text        NOT NULL DEFAULT 'Asia/Shanghai',
    state           text        NOT NULL DEFAULT 'ACTIVE',
    created_at      timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT scheme_pk PRIMARY KEY (code),
    CONSTRAINT scheme_code_form CHECK (code ~ '^[A-Z][A-Z0-9_]{1,30}$'),
    CONSTRAINT scheme_partitioning CHECK (partitioning IN ('NONE', 'YEAR', 'BRANCH')),
    CONSTRAINT scheme_state CHECK (state IN ('DRAFT', 'ACTIVE', 'FROZEN'))
);

CREATE FUNCTION scheme_is_immutable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.code, NEW.template, NEW.check_algorithm, NEW.partitioning, NEW.zone)
        IS DISTINCT FROM (OLD.code, OLD.template, OLD.check_algorithm, OLD.partitioning, OLD.zone) THEN
        RAISE EXCEPTION 'a scheme never changes its numbers' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER scheme_is_immutable BEFORE UPDATE ON scheme
    FOR EACH ROW EXECUTE FUNCTION scheme_is_immutable();
