-- A run is written for each request of its own: who asked, how, and by which key, so that a repeat gets the same numbers for ever.
ALTER TABLE number_run
    ADD COLUMN branch text NOT NULL DEFAULT '',
    ADD COLUMN mode text NOT NULL DEFAULT 'ACTIVE',
    ADD COLUMN request uuid,
    ADD CONSTRAINT number_run_mode CHECK (mode IN ('ACTIVE', 'RESERVED'));

-- The start of a run is its identity, so a sequence cannot start two runs.
ALTER TABLE number_run
    DROP CONSTRAINT number_run_pk,
    DROP CONSTRAINT number_run_start_unique,
    DROP CONSTRAINT number_run_partition_fk;
DROP TRIGGER number_run_overlaps_nothing ON number_run;
DROP FUNCTION number_run_overlaps_nothing();
ALTER TABLE number_run DROP COLUMN id;
ALTER TABLE number_run ADD CONSTRAINT number_run_pk PRIMARY KEY (scheme, partition, from_seq);

-- Serves the repeat of a request; two runs for one request cannot both exist.
CREATE UNIQUE INDEX number_run_request_idx ON number_run (request) WHERE request IS NOT NULL;

-- A frozen partition gives no sequence, also to those who looked before it froze. When a shortage was told, it is not told again.
ALTER TABLE number_partition
    ADD COLUMN frozen boolean NOT NULL DEFAULT false,
    ADD COLUMN low_told_at timestamptz;

-- Two runs that share a number cannot both exist, nor a run beyond the counter, whatever the code does: writers of a partition wait for
-- each other here, and each then sees what the others wrote.
CREATE FUNCTION number_run_is_sound() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM number_partition p
        WHERE (p.scheme, p.partition) IN (SELECT scheme, partition FROM new_runs)
        ORDER BY p.scheme, p.partition FOR NO KEY UPDATE;
    IF EXISTS (
        SELECT FROM new_runs n LEFT JOIN number_partition p ON p.scheme = n.scheme AND p.partition = n.partition
        WHERE p.next_seq IS NULL OR n.to_seq >= p.next_seq
    ) THEN
        RAISE EXCEPTION 'number issued beyond its counter' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF EXISTS (
        SELECT FROM new_runs n
        WHERE (
            SELECT r.to_seq FROM number_run r
            WHERE r.scheme = n.scheme AND r.partition = n.partition AND r.from_seq < n.from_seq
            ORDER BY r.from_seq DESC LIMIT 1
        ) >= n.from_seq OR (
            SELECT r.from_seq FROM number_run r
            WHERE r.scheme = n.scheme AND r.partition = n.partition AND r.from_seq > n.from_seq
            ORDER BY r.from_seq LIMIT 1
        ) <= n.to_seq
    ) THEN
        RAISE EXCEPTION 'number issued twice' USING ERRCODE = 'exclusion_violation';
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER number_run_is_sound AFTER INSERT ON number_run
    REFERENCING NEW TABLE AS new_runs
    FOR EACH STATEMENT EXECUTE FUNCTION number_run_is_sound();

-- Numbers with a life of their own; every other number is ACTIVE since its run was written.
CREATE TABLE customer_number (
    number         text        NOT NULL,
    scheme         text        NOT NULL,
    partition      text        NOT NULL,
    seq            bigint      NOT NULL,
    state          text        NOT NULL DEFAULT 'ACTIVE',
    held_state     text,
    merged_into    text,
    reserved_until timestamptz,
    changed_at     timestamptz NOT NULL,
    version        bigint      NOT NULL DEFAULT 1,
    CONSTRAINT customer_number_pk PRIMARY KEY (number),
    CONSTRAINT customer_number_sequence_unique UNIQUE (scheme, partition, seq),
    CONSTRAINT customer_number_partition_fk FOREIGN KEY (scheme, partition) REFERENCES number_partition (scheme, partition),
    CONSTRAINT customer_number_state CHECK (state IN ('RESERVED', 'ACTIVE', 'MERGED', 'RETIRED', 'QUARANTINED', 'VOID')),
    CONSTRAINT customer_number_held CHECK ((state = 'QUARANTINED') = (held_state IS NOT NULL)),
    CONSTRAINT customer_number_merged CHECK ((merged_into IS NOT NULL) = ('MERGED' IN (state, coalesce(held_state, '')))),
    CONSTRAINT customer_number_not_into_itself CHECK (merged_into <> number),
    CONSTRAINT customer_number_reserved CHECK
        ('RESERVED' NOT IN (state, coalesce(held_state, '')) OR reserved_until IS NOT NULL),
    CONSTRAINT customer_number_merged_fk FOREIGN KEY (merged_into) REFERENCES customer_number (number)
) WITH (fillfactor = 80);

-- Serves the sweep of reservations whose time is over.
CREATE INDEX customer_number_reserved_idx ON customer_number (reserved_until) WHERE state = 'RESERVED';

-- Serves "which numbers were merged into this one".
CREATE INDEX customer_number_merged_idx ON customer_number (merged_into) WHERE merged_into IS NOT NULL;

-- A number is merged only into a living one, so a chain of merges never becomes a circle; who changes either waits for the other.
CREATE FUNCTION customer_number_merges_soundly() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    target text;
BEGIN
    IF NEW.state = 'MERGED' AND OLD.state IS DISTINCT FROM 'MERGED' AND OLD.state IS DISTINCT FROM 'QUARANTINED' THEN
        SELECT state INTO target FROM customer_number WHERE number = NEW.merged_into FOR SHARE;
        IF target IS DISTINCT FROM 'ACTIVE' THEN
            RAISE EXCEPTION 'merged into a number that does not live' USING ERRCODE = 'integrity_constraint_violation';
        END IF;
    END IF;
    IF (NEW.number, NEW.scheme, NEW.partition, NEW.seq) IS DISTINCT FROM (OLD.number, OLD.scheme, OLD.partition, OLD.seq) THEN
        RAISE EXCEPTION 'a number is never another one' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF OLD.state = 'VOID' AND NEW.state <> 'VOID' THEN
        RAISE EXCEPTION 'a void number never lives again' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER customer_number_merges_soundly BEFORE UPDATE ON customer_number
    FOR EACH ROW EXECUTE FUNCTION customer_number_merges_soundly();

REVOKE DELETE ON customer_number FROM ${app_role};

-- Every change of a number's life, for ever.
CREATE TABLE number_event (
    id     bigint      GENERATED ALWAYS AS IDENTITY,
    number text        NOT NULL,
    type   text        NOT NULL,
    other  text,
    reason text,
    at     timestamptz NOT NULL,
    by     text        NOT NULL,
    CONSTRAINT number_event_pk PRIMARY KEY (id),
    CONSTRAINT number_event_type CHECK (type IN
        ('ACTIVATED', 'EXPIRED', 'RETIRED', 'QUARANTINED', 'RELEASED', 'MERGED', 'UNMERGED'))
);

-- Serves a number's history.
CREATE INDEX number_event_number_idx ON number_event (number, id);

REVOKE UPDATE, DELETE ON number_event FROM ${app_role};
