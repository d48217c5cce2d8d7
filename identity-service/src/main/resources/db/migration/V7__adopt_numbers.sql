-- Numbers somebody before us gave out. Their sequences are runs like our own; what the counter skipped to get beyond them is explained.
ALTER TABLE number_run
    ADD COLUMN origin text NOT NULL DEFAULT 'ISSUED',
    -- Year, month and branch of adopted numbers as far as the partition does not say them.
    ADD COLUMN adopted_parts text NOT NULL DEFAULT '',
    ADD CONSTRAINT number_run_origin CHECK (origin IN ('ISSUED', 'ADOPTED')),
    ADD CONSTRAINT number_run_parts_of_adopted CHECK (origin = 'ADOPTED' OR adopted_parts = '');

-- Every sequence in such a range that is in no run was skipped: we never issue it, but a later adoption may take it over.
CREATE TABLE number_void (
    scheme    text        NOT NULL,
    partition text        NOT NULL,
    from_seq  bigint      NOT NULL,
    to_seq    bigint      NOT NULL,
    reason    text        NOT NULL,
    at        timestamptz NOT NULL,
    by        text        NOT NULL,
    -- Serves the look-up of the range that holds a sequence, and the ranges of a partition in order.
    CONSTRAINT number_void_pk PRIMARY KEY (scheme, partition, from_seq),
    CONSTRAINT number_void_partition_fk FOREIGN KEY (scheme, partition) REFERENCES number_partition (scheme, partition),
    CONSTRAINT number_void_order CHECK (0 < from_seq AND from_seq <= to_seq),
    CONSTRAINT number_void_reason CHECK (reason IN ('ADOPTION'))
);

-- Two ranges that share a sequence would count it twice; a range the counter has not passed would be issued after all.
CREATE FUNCTION number_void_is_passed_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM (
            SELECT to_seq FROM number_void
            WHERE scheme = NEW.scheme AND partition = NEW.partition AND from_seq <= NEW.to_seq AND from_seq <> NEW.from_seq
            ORDER BY from_seq DESC LIMIT 1
        ) AS before WHERE before.to_seq >= NEW.from_seq
    ) THEN
        RAISE EXCEPTION 'number skipped twice' USING ERRCODE = 'exclusion_violation';
    END IF;
    IF NOT EXISTS (
        SELECT 1 FROM number_partition
        WHERE scheme = NEW.scheme AND partition = NEW.partition AND next_seq > NEW.to_seq
    ) THEN
        RAISE EXCEPTION 'number skipped before the counter came there' USING ERRCODE = 'exclusion_violation';
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER number_void_is_passed_once AFTER INSERT ON number_void
    FOR EACH ROW EXECUTE FUNCTION number_void_is_passed_once();

REVOKE UPDATE, DELETE ON number_void FROM ${app_role};
