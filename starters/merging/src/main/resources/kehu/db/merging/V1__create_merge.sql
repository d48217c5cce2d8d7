-- The journal of merges, one row per id customer-service asked with. UNDONE is an end: what is undone before it was ever heard of is
-- recorded as well, so that the late call is refused.
CREATE TABLE merge (
    id        uuid        NOT NULL,
    survivor  text        NOT NULL,
    losers    text[]      NOT NULL,
    state     text        NOT NULL,
    items     jsonb       NOT NULL,
    kept      jsonb       NOT NULL,
    asked_by  text        NOT NULL,
    merged_at timestamptz,
    undone_at timestamptz,
    CONSTRAINT merge_pk PRIMARY KEY (id),
    CONSTRAINT merge_state CHECK (state IN ('MERGED', 'UNDONE')),
    CONSTRAINT merge_survivor_form CHECK (survivor ~ '^[0-9A-Z]{4,40}$'),
    CONSTRAINT merge_losers_count CHECK (cardinality(losers) BETWEEN 1 AND 20),
    CONSTRAINT merge_survivor_is_no_loser CHECK (survivor <> ALL (losers)),
    CONSTRAINT merge_merged CHECK (state = 'UNDONE' OR merged_at IS NOT NULL),
    CONSTRAINT merge_undone CHECK ((state = 'UNDONE') = (undone_at IS NOT NULL))
);

-- A number that stands for another one. Rows elsewhere keep the number they were filed under; this table alone says whose they are now.
CREATE TABLE merged_number (
    number      text        NOT NULL,
    living_into text        NOT NULL,
    merge_id    uuid        NOT NULL,
    merged_at   timestamptz NOT NULL,
    -- Serves the way from a number to its living one; a number is merged once at a time.
    CONSTRAINT merged_number_pk PRIMARY KEY (number),
    CONSTRAINT merged_number_merge_fk FOREIGN KEY (merge_id) REFERENCES merge (id),
    CONSTRAINT merged_number_into_another CHECK (number <> living_into),
    CONSTRAINT merged_number_form CHECK (number ~ '^[0-9A-Z]{4,40}$')
);

-- Serves the way back: all numbers that stand for one.
CREATE INDEX merged_number_living_into_idx ON merged_number (living_into);

-- Serves the undoing of a merge.
CREATE INDEX merged_number_merge_id_idx ON merged_number (merge_id);

REVOKE DELETE ON merge FROM ${app_role};
REVOKE UPDATE ON merged_number FROM ${app_role};
