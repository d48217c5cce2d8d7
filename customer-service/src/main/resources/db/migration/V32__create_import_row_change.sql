-- What a row would change of a known customer, as rehearsed: names of fields in the clear, values sealed with that customer's key.
CREATE TABLE import_row_change (
    import_id uuid    NOT NULL,
    row_no    integer NOT NULL,
    number    text    NOT NULL,
    fields    text[]  NOT NULL,
    sealed    bytea   NOT NULL,
    CONSTRAINT import_row_change_pk PRIMARY KEY (import_id, row_no),
    CONSTRAINT import_row_change_job_fk FOREIGN KEY (import_id) REFERENCES import_job (id)
);

-- Serves the counts by reason: only rows that have one.
CREATE INDEX import_row_reason_idx ON import_row (import_id) INCLUDE (reasons) WHERE reasons <> '{}';
