-- Records that became one customer. The image is what taking it back needs, sealed with the survivor's key; it goes when it has served, or
-- can serve no more.
CREATE TABLE customer_merge (
    id              uuid        NOT NULL,
    survivor        text        NOT NULL,
    losers          text[]      NOT NULL,
    state           text        NOT NULL,
    reason          text        NOT NULL,
    asked_by        text        NOT NULL,
    merged_at       timestamptz NOT NULL,
    image           bytea,
    undone_by       text,
    undo_reason     text,
    refused_because text,
    kept            text[]      NOT NULL DEFAULT '{}',
    finished_at     timestamptz,
    CONSTRAINT customer_merge_pk PRIMARY KEY (id),
    CONSTRAINT customer_merge_survivor_fk FOREIGN KEY (survivor) REFERENCES customer (number),
    CONSTRAINT customer_merge_state CHECK (state IN ('MERGING', 'MERGED', 'REVERTING', 'REFUSED', 'UNDOING', 'UNDONE')),
    CONSTRAINT customer_merge_losers CHECK (cardinality(losers) BETWEEN 1 AND 20 AND NOT survivor = ANY (losers)),
    CONSTRAINT customer_merge_reasons CHECK (length(reason) BETWEEN 1 AND 300 AND length(undo_reason) BETWEEN 1 AND 300),
    CONSTRAINT customer_merge_undone CHECK (state NOT IN ('UNDOING', 'UNDONE') OR (undone_by IS NOT NULL AND undo_reason IS NOT NULL)),
    CONSTRAINT customer_merge_refused CHECK (state NOT IN ('REVERTING', 'REFUSED') OR refused_because IS NOT NULL),
    CONSTRAINT customer_merge_finished CHECK ((finished_at IS NULL) = (state IN ('MERGING', 'REVERTING', 'UNDOING'))),
    CONSTRAINT customer_merge_can_go_back CHECK (image IS NOT NULL OR state NOT IN ('MERGING', 'REVERTING', 'UNDOING'))
);

-- Serves the merges of a customer, as survivor and as loser.
CREATE INDEX customer_merge_survivor_idx ON customer_merge (survivor, id);
CREATE INDEX customer_merge_losers_idx ON customer_merge USING gin (losers);

-- Serves those who carry merges on: a merge half done is never forgotten.
CREATE INDEX customer_merge_running_idx ON customer_merge (id) WHERE state IN ('MERGING', 'REVERTING', 'UNDOING');

-- Serves forgetting.
CREATE INDEX customer_merge_to_forget_idx ON customer_merge (merged_at) WHERE image IS NOT NULL;

CREATE FUNCTION customer_merge_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state <> OLD.state AND (OLD.state || '>' || NEW.state) NOT IN (
        'MERGING>MERGED', 'MERGING>REVERTING', 'REVERTING>REFUSED', 'MERGED>UNDOING', 'UNDOING>UNDONE') THEN
        RAISE EXCEPTION 'a merge does not go from % to %', OLD.state, NEW.state USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.state = 'MERGED' AND OLD.state = 'MERGING'
        AND EXISTS (SELECT FROM customer_merge_step WHERE merge_id = NEW.id AND state <> 'DONE') THEN
        RAISE EXCEPTION 'a service has not merged yet' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.state IN ('UNDONE', 'REFUSED') AND NEW.state <> OLD.state
        AND EXISTS (SELECT FROM customer_merge_step WHERE merge_id = NEW.id AND state NOT IN ('UNDONE', 'PENDING')) THEN
        RAISE EXCEPTION 'a service has not undone it yet' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER customer_merge_moves BEFORE UPDATE OF state ON customer_merge
    FOR EACH ROW EXECUTE FUNCTION customer_merge_moves();

REVOKE UPDATE, DELETE ON customer_merge FROM ${app_role};
GRANT UPDATE (state, image, undone_by, undo_reason, refused_because, kept, finished_at) ON customer_merge TO ${app_role};
