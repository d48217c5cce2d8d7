-- Erasures this service was asked for, each once, and what came of them: the proof that it was done. Names of what was kept, never values.
CREATE TABLE erasure (
    id        uuid        NOT NULL,
    numbers   text[]      NOT NULL,
    items     jsonb       NOT NULL,
    asked_by  text        NOT NULL,
    erased_at timestamptz NOT NULL,
    CONSTRAINT erasure_pk PRIMARY KEY (id),
    CONSTRAINT erasure_numbers CHECK (cardinality(numbers) BETWEEN 1 AND 1000)
);

REVOKE UPDATE, DELETE ON erasure FROM ${app_role};
