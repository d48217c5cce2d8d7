-- Searches of the stock for doubles. What was learned and found is kept; of the persons only counts.
CREATE TABLE match_run (
    id          uuid        NOT NULL,
    state       text        NOT NULL,
    phase       text        NOT NULL,
    stage       text,
    total       integer     NOT NULL DEFAULT 0,
    records     integer     NOT NULL DEFAULT 0,
    candidates  bigint      NOT NULL DEFAULT 0,
    compared    bigint      NOT NULL DEFAULT 0,
    certain     integer     NOT NULL DEFAULT 0,
    probable    integer     NOT NULL DEFAULT 0,
    parameters  jsonb       NOT NULL DEFAULT '{}',
    oversized   jsonb       NOT NULL DEFAULT '[]',
    failure     text,
    version     bigint      NOT NULL DEFAULT 1,
    created_by  text        NOT NULL,
    created_at  timestamptz NOT NULL DEFAULT now(),
    finished_at timestamptz,
    CONSTRAINT match_run_pk PRIMARY KEY (id),
    CONSTRAINT match_run_state CHECK (state IN ('RUNNING', 'FINISHED', 'FAILED', 'CANCELLED')),
    CONSTRAINT match_run_phase CHECK (phase IN ('READING', 'COMPARING', 'WRITING')),
    CONSTRAINT match_run_stage CHECK (stage IN ('PROSPECT', 'LEAD', 'ACTIVE', 'LOYAL', 'DORMANT', 'LOST')),
    CONSTRAINT match_run_counts CHECK (
        total >= 0 AND records >= 0 AND candidates >= 0 AND compared >= 0 AND certain >= 0 AND probable >= 0),
    CONSTRAINT match_run_end CHECK ((state = 'RUNNING') = (finished_at IS NULL)),
    CONSTRAINT match_run_failure CHECK ((state = 'FAILED') = (failure IS NOT NULL))
);

-- Never two at once, whatever the code does; also serves the search for a run that nobody works on.
CREATE UNIQUE INDEX match_run_running_unique ON match_run (state) WHERE state = 'RUNNING';

-- Serves the parameters of the last finished run.
CREATE INDEX match_run_finished_idx ON match_run (finished_at DESC) WHERE state = 'FINISHED';
