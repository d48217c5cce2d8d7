-- A file of customers somebody asked for and what became of it. Rows are never deleted: a mark found in a file years later is traced by them.
CREATE TABLE export_job (
    id               uuid        NOT NULL,
    state            text        NOT NULL,
    format           text        NOT NULL,
    language         text        NOT NULL,
    columns          text[]      NOT NULL,
    headers          text[]      NOT NULL,
    kinds            text[]      NOT NULL,
    clear_columns    text[]      NOT NULL,
    selection        jsonb       NOT NULL,
    purpose          text        NOT NULL,
    purpose_text     bytea,
    roles            text[]      NOT NULL,
    total            integer     NOT NULL,
    row_limit        integer     NOT NULL,
    approval_needed  boolean     NOT NULL,
    approved_by      text,
    approved_at      timestamptz,
    refused_by       text,
    chunks           integer     NOT NULL DEFAULT 0,
    rows             integer     NOT NULL DEFAULT 0,
    last_number      text,
    reach_everything boolean     NOT NULL DEFAULT false,
    reach_teams      text[]      NOT NULL DEFAULT '{}',
    reach_pools      text[]      NOT NULL DEFAULT '{}',
    downloads        integer     NOT NULL DEFAULT 0,
    failure          text,
    version          bigint      NOT NULL DEFAULT 1,
    created_by       text        NOT NULL,
    created_name     text        NOT NULL,
    created_at       timestamptz NOT NULL DEFAULT now(),
    started_at       timestamptz,
    finished_at      timestamptz,
    expires_at       timestamptz,
    destroyed_at     timestamptz,
    forgotten_at     timestamptz,
    CONSTRAINT export_job_pk PRIMARY KEY (id),
    CONSTRAINT export_job_state CHECK (state IN
        ('WAITING', 'RUNNING', 'READY', 'FAILED', 'CANCELLED', 'REFUSED', 'EXPIRED')),
    CONSTRAINT export_job_format CHECK (format IN ('CSV', 'XLSX')),
    CONSTRAINT export_job_language CHECK (language IN ('zh', 'en')),
    CONSTRAINT export_job_columns CHECK (cardinality(columns) BETWEEN 1 AND 100
        AND cardinality(headers) = cardinality(columns) AND cardinality(kinds) = cardinality(columns)
        AND clear_columns <@ columns),
    CONSTRAINT export_job_rows CHECK (0 <= chunks AND chunks <= rows AND rows <= row_limit AND 0 <= total),
    CONSTRAINT export_job_second_person CHECK (approved_by <> created_by),
    CONSTRAINT export_job_approval_whole CHECK ((approved_by IS NULL) = (approved_at IS NULL)),
    CONSTRAINT export_job_one_word CHECK (approved_by IS NULL OR refused_by IS NULL),
    CONSTRAINT export_job_refused CHECK ((refused_by IS NULL) = (state <> 'REFUSED')),
    CONSTRAINT export_job_not_without_approval CHECK (
        approved_by IS NOT NULL OR NOT approval_needed OR (state NOT IN ('RUNNING', 'READY') AND rows = 0)),
    CONSTRAINT export_job_ready_ends CHECK (state NOT IN ('WAITING', 'READY') OR expires_at IS NOT NULL),
    CONSTRAINT export_job_destroyed CHECK ((destroyed_at IS NULL) = (state IN ('WAITING', 'RUNNING', 'READY'))),
    CONSTRAINT export_job_forgotten CHECK (forgotten_at IS NULL OR (purpose_text IS NULL AND destroyed_at IS NOT NULL))
);

REVOKE DELETE ON export_job FROM ${app_role};

-- Serves the list of what somebody asked for, newest first.
CREATE INDEX export_job_created_by_idx ON export_job (created_by, id);

-- Serves the list of what needs, or needed, a second person.
CREATE INDEX export_job_approval_idx ON export_job (id) WHERE approval_needed;

-- Serves the start of jobs that should be running.
CREATE INDEX export_job_running_idx ON export_job (id) WHERE state = 'RUNNING';

-- Serves the end of files and of requests nobody answered.
CREATE INDEX export_job_expires_at_idx ON export_job (expires_at) WHERE destroyed_at IS NULL;

-- Serves the forgetting of stated reasons.
CREATE INDEX export_job_to_forget_idx ON export_job (created_at) WHERE forgotten_at IS NULL;
