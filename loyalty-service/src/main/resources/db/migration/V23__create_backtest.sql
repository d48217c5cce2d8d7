-- A purchase with all that rules can read of it, so that a rule can be tried over what was bought. Earlier ones have no lines.
ALTER TABLE earning_basis
    ADD COLUMN store    text,
    ADD COLUMN currency text,
    ADD COLUMN lines    jsonb;

-- Serves back-tests: the purchases of a period.
CREATE INDEX earning_basis_occurred_idx ON earning_basis (occurred_at);

-- A rule that is tried over recorded purchases, as it was when that was asked for.
CREATE TABLE backtest (
    id          uuid        NOT NULL,
    program     text        NOT NULL,
    rule        jsonb       NOT NULL,
    from_at     timestamptz NOT NULL,
    to_at       timestamptz NOT NULL,
    state       text        NOT NULL DEFAULT 'WAITING',
    total       bigint      NOT NULL DEFAULT 0,
    done        bigint      NOT NULL DEFAULT 0,
    attempts    integer     NOT NULL DEFAULT 0,
    reason      text,
    result      jsonb,
    asked_by    text        NOT NULL,
    asked_at    timestamptz NOT NULL,
    started_at  timestamptz,
    ended_at    timestamptz,
    CONSTRAINT backtest_pk PRIMARY KEY (id),
    CONSTRAINT backtest_program_fk FOREIGN KEY (program) REFERENCES program (code),
    CONSTRAINT backtest_state CHECK (state IN ('WAITING', 'RUNNING', 'DONE', 'FAILED')),
    CONSTRAINT backtest_period CHECK (to_at > from_at),
    CONSTRAINT backtest_ends CHECK ((state IN ('DONE', 'FAILED')) = (ended_at IS NOT NULL)),
    CONSTRAINT backtest_has_result CHECK ((state = 'DONE') = (result IS NOT NULL)),
    CONSTRAINT backtest_has_reason CHECK ((state = 'FAILED') = (reason IS NOT NULL))
);

-- Serves whoever looks for work, oldest first.
CREATE INDEX backtest_waiting_idx ON backtest (id) WHERE state IN ('WAITING', 'RUNNING');
