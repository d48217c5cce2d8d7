-- An uploaded file and what becomes of it. The file itself is kept sealed in chunks; destroying the import's key destroys it.
CREATE TABLE import_job (
    id          uuid        NOT NULL,
    state       text        NOT NULL,
    file_name   text        NOT NULL,
    encoding    text        NOT NULL,
    delimiter   text        NOT NULL,
    columns     text[]      NOT NULL,
    mapping     jsonb       NOT NULL,
    total       integer     NOT NULL DEFAULT 0,
    checked     integer     NOT NULL DEFAULT 0,
    applied     integer     NOT NULL DEFAULT 0,
    failure     text,
    version     bigint      NOT NULL DEFAULT 1,
    created_by  text        NOT NULL,
    created_at  timestamptz NOT NULL DEFAULT now(),
    started_at  timestamptz,
    finished_at timestamptz,
    CONSTRAINT import_job_pk PRIMARY KEY (id),
    CONSTRAINT import_job_state CHECK (state IN
        ('UPLOADED', 'CHECKING', 'CHECKED', 'APPLYING', 'APPLIED', 'FAILED', 'CANCELLED')),
    CONSTRAINT import_job_counts CHECK (0 <= applied AND applied <= total AND 0 <= checked AND checked <= total)
);

CREATE TABLE import_chunk (
    import_id uuid    NOT NULL,
    position  integer NOT NULL,
    data      bytea   NOT NULL,
    CONSTRAINT import_chunk_pk PRIMARY KEY (import_id, position),
    CONSTRAINT import_chunk_job_fk FOREIGN KEY (import_id) REFERENCES import_job (id)
);

-- The verdict over each row and, once applied, what it became. A row is applied in the transaction that says so here.
CREATE TABLE import_row (
    import_id uuid    NOT NULL,
    row_no    integer NOT NULL,
    verdict   text    NOT NULL,
    reasons   text[]  NOT NULL DEFAULT '{}',
    number    text,
    applied   boolean NOT NULL DEFAULT false,
    CONSTRAINT import_row_pk PRIMARY KEY (import_id, row_no),
    CONSTRAINT import_row_job_fk FOREIGN KEY (import_id) REFERENCES import_job (id),
    CONSTRAINT import_row_verdict CHECK (verdict IN
        ('CREATE', 'UPDATE', 'UNCHANGED', 'CONFLICT', 'DUPLICATE', 'REJECTED'))
);

-- Serves lists of rows by verdict and the counts.
CREATE INDEX import_row_verdict_idx ON import_row (import_id, verdict, row_no);

-- Which row of a file was the first with an identity: later rows with the same one are duplicates of it.
CREATE TABLE import_key (
    import_id uuid    NOT NULL,
    token     bigint  NOT NULL,
    token2    bigint  NOT NULL,
    row_no    integer NOT NULL,
    CONSTRAINT import_key_pk PRIMARY KEY (import_id, token, token2),
    CONSTRAINT import_key_job_fk FOREIGN KEY (import_id) REFERENCES import_job (id)
);
