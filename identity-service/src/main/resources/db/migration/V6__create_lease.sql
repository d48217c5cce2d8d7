-- A trusted extension: the owner of the database may create it. Text columns need it to stand in an exclusion constraint.
CREATE EXTENSION IF NOT EXISTS btree_gist;

-- Numbers that a shop or an offline till holds and gives out by itself until it reports or returns them.
CREATE TABLE lease (
    id         uuid        NOT NULL,
    scheme     text        NOT NULL,
    partition  text        NOT NULL,
    branch     text,
    holder     text        NOT NULL,
    size       integer     NOT NULL,
    epoch      bigint      NOT NULL,
    from_seq   bigint      NOT NULL,
    to_seq     bigint      NOT NULL,
    used       integer     NOT NULL DEFAULT 0,
    state      text        NOT NULL DEFAULT 'OPEN',
    expires_at timestamptz NOT NULL,
    created_at timestamptz NOT NULL,
    created_by text        NOT NULL,
    closed_at  timestamptz,
    version    bigint      NOT NULL DEFAULT 1,
    CONSTRAINT lease_pk PRIMARY KEY (id),
    CONSTRAINT lease_partition_fk FOREIGN KEY (scheme, partition) REFERENCES number_partition (scheme, partition),
    CONSTRAINT lease_order CHECK (0 < from_seq AND from_seq <= to_seq),
    CONSTRAINT lease_size CHECK (size BETWEEN 1 AND 100000 AND size = to_seq - from_seq + 1),
    CONSTRAINT lease_used CHECK (used BETWEEN 0 AND size),
    CONSTRAINT lease_epoch_positive CHECK (epoch > 0),
    CONSTRAINT lease_state CHECK (state IN ('OPEN', 'CLOSED', 'EXPIRED')),
    CONSTRAINT lease_closed_at CHECK ((state = 'OPEN') = (closed_at IS NULL)),
    CONSTRAINT lease_expires_later CHECK (expires_at > created_at),
    CONSTRAINT lease_holder_form CHECK (holder ~ '^[A-Za-z0-9][A-Za-z0-9._:/-]{0,99}$'),
    CONSTRAINT lease_branch_form CHECK (branch ~ '^[0-9]{1,8}$')
);

-- Serves the sweep for leases that are over.
CREATE INDEX lease_over_idx ON lease (expires_at) WHERE state = 'OPEN';

-- Serves the list of what a subject leased, newest first.
CREATE INDEX lease_created_by_idx ON lease (created_by, id);

-- Serves the list of a holder's leases, newest first.
CREATE INDEX lease_holder_idx ON lease (holder, id);

-- Serves the list of leases in a state, newest first.
CREATE INDEX lease_state_idx ON lease (state, id);

CREATE FUNCTION lease_ends_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.state <> 'OPEN' AND NEW.state <> OLD.state) OR NEW.used < OLD.used THEN
        RAISE EXCEPTION 'a lease ends once, and what was used stays used' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER lease_ends_once BEFORE UPDATE ON lease
    FOR EACH ROW EXECUTE FUNCTION lease_ends_once();

REVOKE UPDATE, DELETE ON lease FROM ${app_role};
GRANT UPDATE (used, state, closed_at, version) ON lease TO ${app_role};

-- The sequences of leases that are not in number_run, each in exactly one block. A block's sequences never change: what is used out of it
-- is a run, and the rest becomes new blocks.
CREATE TABLE lease_block (
    lease_id  uuid        NOT NULL,
    scheme    text        NOT NULL,
    partition text        NOT NULL,
    from_seq  bigint      NOT NULL,
    to_seq    bigint      NOT NULL,
    state     text        NOT NULL DEFAULT 'OPEN',
    reason    text,
    at        timestamptz NOT NULL,
    -- Serves the question whether a block holds a sequence that is about to be issued.
    CONSTRAINT lease_block_pk PRIMARY KEY (scheme, partition, from_seq),
    CONSTRAINT lease_block_lease_fk FOREIGN KEY (lease_id) REFERENCES lease (id),
    CONSTRAINT lease_block_order CHECK (0 < from_seq AND from_seq <= to_seq),
    CONSTRAINT lease_block_state CHECK (state IN ('OPEN', 'RETURNED', 'VOID')),
    CONSTRAINT lease_block_reason CHECK ((state = 'VOID') = (reason IS NOT NULL) AND reason ~ '^[A-Z][A-Z_]{0,39}$'),
    CONSTRAINT lease_block_overlaps_nothing EXCLUDE USING gist (
        scheme WITH =, partition WITH =, int8range(from_seq, to_seq, '[]') WITH &&)
);

-- Serves the blocks of a lease in sequence.
CREATE INDEX lease_block_lease_idx ON lease_block (lease_id, from_seq);

-- Serves the search for the smallest returned block that is large enough.
CREATE INDEX lease_block_returned_idx ON lease_block (scheme, partition, (to_seq - from_seq), from_seq) WHERE state = 'RETURNED';

REVOKE UPDATE ON lease_block FROM ${app_role};
GRANT UPDATE (state, reason, at) ON lease_block TO ${app_role};

-- A sequence is issued or in a block, never both, whatever the code does. Once per statement, so that issuing many runs asks once.
CREATE FUNCTION number_run_takes_no_block() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM inserted AS run
        CROSS JOIN LATERAL (
            SELECT to_seq FROM lease_block
            WHERE scheme = run.scheme AND partition = run.partition AND from_seq <= run.to_seq
            ORDER BY from_seq DESC LIMIT 1
        ) AS nearest WHERE nearest.to_seq >= run.from_seq
    ) THEN
        RAISE EXCEPTION 'number issued out of a block' USING ERRCODE = 'exclusion_violation';
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER number_run_takes_no_block AFTER INSERT ON number_run
    REFERENCING NEW TABLE AS inserted FOR EACH STATEMENT EXECUTE FUNCTION number_run_takes_no_block();

CREATE FUNCTION lease_block_holds_no_run() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM inserted AS block
        CROSS JOIN LATERAL (
            SELECT to_seq FROM number_run
            WHERE scheme = block.scheme AND partition = block.partition AND from_seq <= block.to_seq
            ORDER BY from_seq DESC LIMIT 1
        ) AS nearest WHERE nearest.to_seq >= block.from_seq
    ) THEN
        RAISE EXCEPTION 'block holds an issued number' USING ERRCODE = 'exclusion_violation';
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER lease_block_holds_no_run AFTER INSERT ON lease_block
    REFERENCING NEW TABLE AS inserted FOR EACH STATEMENT EXECUTE FUNCTION lease_block_holds_no_run();

-- A block may go only when runs and other blocks explain all of it at the end of the transaction.
CREATE FUNCTION lease_block_leaves_no_gap() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    explained bigint;
BEGIN
    SELECT coalesce(sum(to_seq - from_seq + 1), 0) INTO explained FROM (
        SELECT from_seq, to_seq FROM number_run
        WHERE scheme = OLD.scheme AND partition = OLD.partition AND from_seq >= OLD.from_seq AND from_seq <= OLD.to_seq
        UNION ALL
        SELECT from_seq, to_seq FROM lease_block
        WHERE scheme = OLD.scheme AND partition = OLD.partition AND from_seq >= OLD.from_seq AND from_seq <= OLD.to_seq
    ) AS part WHERE to_seq <= OLD.to_seq;
    IF explained <> OLD.to_seq - OLD.from_seq + 1 THEN
        RAISE EXCEPTION 'numbers of a block are left unexplained' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END
$$;

CREATE CONSTRAINT TRIGGER lease_block_leaves_no_gap AFTER DELETE ON lease_block
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION lease_block_leaves_no_gap();
