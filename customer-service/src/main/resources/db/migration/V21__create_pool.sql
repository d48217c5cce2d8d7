-- Public pools (公海): where customers nobody owns wait to be claimed. A pool is retired, never deleted.
CREATE TABLE pool (
    code           text    NOT NULL,
    name           text    NOT NULL,
    claim_limit    integer NOT NULL,
    claims_per_day integer NOT NULL,
    reclaim_days   integer,
    remind_days    integer NOT NULL DEFAULT 3,
    retired        boolean NOT NULL DEFAULT false,
    version        bigint  NOT NULL DEFAULT 1,
    CONSTRAINT pool_pk PRIMARY KEY (code),
    CONSTRAINT pool_code_form CHECK (code ~ '^[A-Z][A-Z0-9_-]{0,39}$'),
    CONSTRAINT pool_name CHECK (length(name) BETWEEN 1 AND 100),
    CONSTRAINT pool_claim_limit CHECK (claim_limit BETWEEN 1 AND 100000),
    CONSTRAINT pool_claims_per_day CHECK (claims_per_day BETWEEN 1 AND 10000),
    CONSTRAINT pool_reclaim_days CHECK (reclaim_days BETWEEN 1 AND 3650),
    CONSTRAINT pool_remind_days CHECK (remind_days BETWEEN 0 AND 365),
    CONSTRAINT pool_public_stays CHECK (code <> 'PUBLIC' OR NOT retired)
);

-- Whose pool it is; a pool without teams is everybody's.
CREATE TABLE pool_team (
    pool text NOT NULL,
    team text NOT NULL,
    CONSTRAINT pool_team_pk PRIMARY KEY (pool, team),
    CONSTRAINT pool_team_pool_fk FOREIGN KEY (pool) REFERENCES pool (code),
    CONSTRAINT pool_team_team_fk FOREIGN KEY (team) REFERENCES team (code)
);

REVOKE DELETE ON pool FROM ${app_role};

INSERT INTO pool (code, name, claim_limit, claims_per_day) VALUES ('PUBLIC', '公海 / public pool', 200, 50);
