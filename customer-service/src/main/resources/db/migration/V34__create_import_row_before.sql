-- What a customer was before an import first touched them, sealed with the customer's own key: one per import and customer, so that an
-- undo settles each customer once, in the transaction that says so here.
CREATE TABLE import_row_before (
    import_id      uuid    NOT NULL,
    number         text    NOT NULL,
    row_no         integer NOT NULL,
    kind           text    NOT NULL,
    before         bytea,
    version_after  bigint  NOT NULL,
    intervened     boolean NOT NULL DEFAULT false,
    outcome        text,
    reason         text,
    version_undone bigint,
    settled_at     timestamptz,
    CONSTRAINT import_row_before_pk PRIMARY KEY (import_id, number),
    CONSTRAINT import_row_before_job_fk FOREIGN KEY (import_id) REFERENCES import_job (id),
    CONSTRAINT import_row_before_kind CHECK (kind IN ('CREATED', 'CHANGED')),
    CONSTRAINT import_row_before_outcome CHECK (outcome IN ('UNDONE', 'KEPT')),
    CONSTRAINT import_row_before_reason CHECK ((outcome = 'KEPT') = (reason IS NOT NULL) OR outcome IS NULL),
    CONSTRAINT import_row_before_settled CHECK ((outcome IS NULL) = (settled_at IS NULL))
);

-- Serves the undo: the next customers of an import that are not settled.
CREATE INDEX import_row_before_open_idx ON import_row_before (import_id, row_no, number) WHERE outcome IS NULL;

-- Serves the question whether a customer was withdrawn by an undo.
CREATE INDEX import_row_before_withdrawn_idx ON import_row_before (number) WHERE outcome = 'UNDONE' AND kind = 'CREATED';

ALTER TABLE import_job
    DROP CONSTRAINT import_job_counts,
    ADD COLUMN touched         integer NOT NULL DEFAULT 0,
    ADD COLUMN undone          integer NOT NULL DEFAULT 0,
    ADD COLUMN kept            integer NOT NULL DEFAULT 0,
    ADD COLUMN applied_at      timestamptz,
    ADD COLUMN undo_started_at timestamptz,
    ADD COLUMN undo_by         text,
    ADD COLUMN forgotten_at    timestamptz,
    ADD CONSTRAINT import_job_counts CHECK (0 <= applied AND applied <= total AND 0 <= checked AND checked <= total
        AND 0 <= undone AND 0 <= kept AND undone + kept <= touched);

UPDATE import_job SET applied_at = finished_at WHERE state = 'APPLIED' OR applied > 0;

-- Serves the task that forgets files and values whose time to be undone has passed.
CREATE INDEX import_job_to_forget_idx ON import_job (created_at) WHERE forgotten_at IS NULL;
