-- Pairs that are one customer, certainly or probably, until somebody decides. Numbers, levels and weights; no value of anybody.
CREATE TABLE match_pair (
    id           uuid             NOT NULL DEFAULT uuidv7(),
    number_a     text             NOT NULL,
    number_b     text             NOT NULL,
    run_id       uuid             NOT NULL,
    band         text             NOT NULL,
    weight_milli integer          NOT NULL,
    probability  double precision NOT NULL,
    evidence     jsonb            NOT NULL,
    group_number text,
    state        text             NOT NULL DEFAULT 'OPEN',
    reason       text,
    decided_by   text,
    decided_at   timestamptz,
    version      bigint           NOT NULL DEFAULT 1,
    found_at     timestamptz      NOT NULL DEFAULT now(),
    CONSTRAINT match_pair_pk PRIMARY KEY (id),
    CONSTRAINT match_pair_numbers UNIQUE (number_a, number_b),
    CONSTRAINT match_pair_a_fk FOREIGN KEY (number_a) REFERENCES customer (number),
    CONSTRAINT match_pair_b_fk FOREIGN KEY (number_b) REFERENCES customer (number),
    CONSTRAINT match_pair_run_fk FOREIGN KEY (run_id) REFERENCES match_run (id),
    CONSTRAINT match_pair_order CHECK (number_a COLLATE "C" < number_b COLLATE "C"),
    CONSTRAINT match_pair_band CHECK (band IN ('CERTAIN', 'PROBABLE')),
    CONSTRAINT match_pair_probability CHECK (probability BETWEEN 0 AND 1),
    CONSTRAINT match_pair_state CHECK (state IN ('OPEN', 'DUPLICATE', 'DIFFERENT')),
    CONSTRAINT match_pair_decision CHECK (
        (state = 'OPEN') = (decided_by IS NULL) AND (state = 'OPEN') = (decided_at IS NULL)
        AND (state = 'OPEN') = (reason IS NULL)),
    CONSTRAINT match_pair_reason CHECK (length(reason) BETWEEN 1 AND 300)
);

-- Serves lists of pairs in a state, all or of one band, best first.
CREATE INDEX match_pair_state_idx ON match_pair (state, weight_milli DESC, id DESC);
CREATE INDEX match_pair_state_band_idx ON match_pair (state, band, weight_milli DESC, id DESC);

-- Serves lists without a state.
CREATE INDEX match_pair_weight_idx ON match_pair (weight_milli DESC, id DESC);

-- Serves the pairs of a customer together with the unique key, and the removal of what a later run no longer finds.
CREATE INDEX match_pair_b_idx ON match_pair (number_b);
CREATE INDEX match_pair_run_idx ON match_pair (run_id) WHERE state = 'OPEN';

-- Serves the breaking up of a group in which a pair turned out to be two customers.
CREATE INDEX match_pair_group_idx ON match_pair (group_number) WHERE group_number IS NOT NULL;

-- A pair that is decided as different is remembered as such; who writes only one of the two has a bug.
CREATE FUNCTION match_pair_is_remembered() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Asked at the end of the transaction: a state that the same transaction has left again is not looked at.
    IF NOT EXISTS (SELECT FROM match_pair p WHERE p.id = NEW.id AND p.state = NEW.state) THEN
        RETURN NULL;
    END IF;
    IF NEW.state = 'DIFFERENT' AND NOT EXISTS (
            SELECT FROM never_match n WHERE n.number_a = NEW.number_a AND n.number_b = NEW.number_b) THEN
        RAISE EXCEPTION 'a pair decided as different must be in never_match' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.state <> 'DIFFERENT' AND EXISTS (
            SELECT FROM never_match n WHERE n.number_a = NEW.number_a AND n.number_b = NEW.number_b) THEN
        RAISE EXCEPTION 'a pair in never_match stays decided as different' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END
$$;

CREATE CONSTRAINT TRIGGER match_pair_remembered AFTER INSERT OR UPDATE ON match_pair
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION match_pair_is_remembered();
