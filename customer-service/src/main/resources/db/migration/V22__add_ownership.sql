-- Whose customer it is. A customer with neither owner nor team lies in its pool. No foreign keys to team and pool: every insert would lock
-- the same few parent rows, and codes never vanish.
ALTER TABLE customer
    ADD COLUMN owner       text,
    ADD COLUMN team        text,
    ADD COLUMN pool        text NOT NULL DEFAULT 'PUBLIC',
    ADD COLUMN owned_since timestamptz,
    ADD COLUMN claimed     boolean NOT NULL DEFAULT false,
    ADD COLUMN reminded_at timestamptz,
    ADD CONSTRAINT customer_owner CHECK (length(owner) BETWEEN 1 AND 100),
    ADD CONSTRAINT customer_owned_since CHECK ((owner IS NULL) = (owned_since IS NULL)),
    ADD CONSTRAINT customer_claimed CHECK (owner IS NOT NULL OR NOT claimed);

-- Serves the list of an owner's customers and the count that a claim limit looks at.
CREATE INDEX customer_owner_idx ON customer (owner, number) WHERE owner IS NOT NULL;

-- Serves the list of a team's customers.
CREATE INDEX customer_team_idx ON customer (team, number) WHERE team IS NOT NULL;

-- Serves the list of a pool.
CREATE INDEX customer_pool_idx ON customer (pool, number) WHERE owner IS NULL AND team IS NULL;

-- Serves the look for claimed customers that nobody looked after.
CREATE INDEX customer_claimed_idx ON customer (pool, owned_since) WHERE claimed;

-- Who had whom, and why that changed.
CREATE TABLE ownership_change (
    id         uuid        NOT NULL,
    number     text        NOT NULL,
    at         timestamptz NOT NULL,
    actor      text        NOT NULL,
    kind       text        NOT NULL,
    from_owner text,
    to_owner   text,
    from_team  text,
    to_team    text,
    pool       text        NOT NULL,
    reason     text,
    CONSTRAINT ownership_change_pk PRIMARY KEY (number, at, id),
    CONSTRAINT ownership_change_customer_fk FOREIGN KEY (number) REFERENCES customer (number),
    CONSTRAINT ownership_change_kind CHECK (kind IN ('ASSIGNED', 'CLAIMED', 'RELEASED', 'TRANSFERRED', 'RECLAIMED')),
    CONSTRAINT ownership_change_reason CHECK (length(reason) BETWEEN 1 AND 500)
);

-- Serves the count of what somebody claimed today.
CREATE INDEX ownership_change_claims_idx ON ownership_change (actor, pool, at) WHERE kind = 'CLAIMED';

REVOKE UPDATE, DELETE ON ownership_change FROM ${app_role};
