-- The next free sequence of each partition of a scheme. Advanced in the transaction that also writes the run, so there are no gaps.
CREATE TABLE number_partition (
    scheme    text   NOT NULL,
    partition text   NOT NULL,
    next_seq  bigint NOT NULL DEFAULT 1,
    CONSTRAINT number_partition_pk PRIMARY KEY (scheme, partition),
    CONSTRAINT number_partition_scheme_fk FOREIGN KEY (scheme) REFERENCES scheme (code),
    CONSTRAINT number_partition_next_positive CHECK (next_seq > 0)
) WITH (fillfactor = 50);

-- What was issued together: a run of the sequence. The numbers themselves are computed from scheme and sequence.
CREATE TABLE number_run (
    id        bigint      GENERATED ALWAYS AS IDENTITY,
    scheme    text        NOT NULL,
    partition text        NOT NULL,
    from_seq  bigint      NOT NULL,
    to_seq    bigint      NOT NULL,
    issued_at timestamptz NOT NULL DEFAULT now(),
    issued_by text        NOT NULL,
    CONSTRAINT number_run_pk PRIMARY KEY (id),
    CONSTRAINT number_run_partition_fk FOREIGN KEY (scheme, partition) REFERENCES number_partition (scheme, partition),
    CONSTRAINT number_run_order CHECK (0 < from_seq AND from_seq <= to_seq),
    -- Serves the look-up of the run that holds a sequence, and makes issuing the same start twice impossible.
    CONSTRAINT number_run_start_unique UNIQUE (scheme, partition, from_seq)
);

-- Two runs that share a number cannot both exist, whatever the code does.
CREATE FUNCTION number_run_overlaps_nothing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM (
            SELECT to_seq FROM number_run
            WHERE scheme = NEW.scheme AND partition = NEW.partition AND from_seq <= NEW.to_seq AND id <> NEW.id
            ORDER BY from_seq DESC LIMIT 1
        ) AS before WHERE before.to_seq >= NEW.from_seq
    ) THEN
        RAISE EXCEPTION 'number issued twice' USING ERRCODE = 'exclusion_violation';
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER number_run_overlaps_nothing AFTER INSERT ON number_run
    FOR EACH ROW EXECUTE FUNCTION number_run_overlaps_nothing();

REVOKE UPDATE, DELETE ON number_run FROM ${app_role};
