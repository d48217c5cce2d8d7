-- What a rule is about, when it holds, how much it gives at most, and what it multiplies. Empty lists mean everything.
ALTER TABLE earning_rule
    ADD COLUMN kind               text        NOT NULL DEFAULT 'POINTS',
    ADD COLUMN multiplier_percent integer,
    ADD COLUMN channels           text[]      NOT NULL DEFAULT '{}',
    ADD COLUMN stores             text[]      NOT NULL DEFAULT '{}',
    ADD COLUMN categories         text[]      NOT NULL DEFAULT '{}',
    ADD COLUMN products           text[]      NOT NULL DEFAULT '{}',
    ADD COLUMN valid_from         timestamptz,
    ADD COLUMN valid_to           timestamptz,
    ADD COLUMN day_cap            bigint,
    ADD COLUMN month_cap          bigint,
    ADD COLUMN member_cap         bigint,
    ADD COLUMN stacking_group     text,
    ADD COLUMN revision           bigint      NOT NULL DEFAULT 1,
    ADD COLUMN retired_at         timestamptz;
ALTER TABLE earning_rule
    ADD CONSTRAINT earning_rule_kind CHECK (
        CASE kind
            WHEN 'POINTS' THEN multiplier_percent IS NULL
            WHEN 'MULTIPLIER' THEN coalesce(multiplier_percent BETWEEN 101 AND 1000, false) AND points = 0 AND fixed_points = 0
            ELSE false
        END),
    ADD CONSTRAINT earning_rule_valid CHECK (valid_to > valid_from),
    ADD CONSTRAINT earning_rule_caps CHECK (day_cap > 0 AND month_cap > 0 AND member_cap > 0),
    ADD CONSTRAINT earning_rule_group_form CHECK (stacking_group ~ '^[A-Z][A-Z0-9_]{1,30}$');

CREATE OR REPLACE FUNCTION earning_rule_is_immutable() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    moving CONSTANT text[] := ARRAY['state', 'published_at', 'retired_at', 'revision'];
BEGIN
    IF OLD.state <> 'DRAFT' AND to_jsonb(NEW) - moving IS DISTINCT FROM to_jsonb(OLD) - moving THEN
        RAISE EXCEPTION 'a published rule never changes' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF (OLD.state, NEW.state) IN (('PUBLISHED', 'DRAFT'), ('RETIRED', 'DRAFT'), ('RETIRED', 'PUBLISHED')) THEN
        RAISE EXCEPTION 'a rule does not go back' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;

CREATE FUNCTION earning_rule_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state <> 'DRAFT' THEN
        RAISE EXCEPTION 'a published rule stays' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN OLD;
END
$$;

CREATE TRIGGER earning_rule_stays BEFORE DELETE ON earning_rule FOR EACH ROW EXECUTE FUNCTION earning_rule_stays();

-- Whose earning it was and on which local day of the programme, so that caps count what was earned, and nothing else remembers it.
ALTER TABLE earn_key
    ADD COLUMN number text,
    ADD COLUMN day    date;
UPDATE earn_key k SET number = t.number, day = (t.occurred_at AT TIME ZONE p.zone)::date
FROM points_tx t JOIN program p ON p.code = t.program
WHERE t.id = k.tx;
ALTER TABLE earn_key
    ALTER COLUMN number SET NOT NULL,
    ALTER COLUMN day SET NOT NULL;

-- Serves the caps of rules: what a number has earned by one, of a day, a month, or ever.
CREATE INDEX earn_key_cap_idx ON earn_key (program, rule, number, day) INCLUDE (points, reversed);

-- Purchases a published rule could not be worked out for; they earned nothing by it.
CREATE TABLE earning_failure (
    program     text        NOT NULL,
    rule        text        NOT NULL,
    version     integer     NOT NULL,
    purchase_id uuid        NOT NULL,
    failed_at   timestamptz NOT NULL,
    CONSTRAINT earning_failure_pk PRIMARY KEY (program, rule, version, purchase_id),
    CONSTRAINT earning_failure_rule_fk FOREIGN KEY (program, rule, version) REFERENCES earning_rule (program, code, version)
);
